//! The events of a letter's life, as its timeline shows them.

macro_rules! life {
    ([$then:ident $($rest:ident)*] $($rows:tt)*) => { $then! { [$($rest)*] $($rows)*

Accepted "accepted" (Gateway, false, Nobody)
    da "Brevet er modtaget og gemt." "Du skal ikke gøre noget: det sendes snart."
    sv "Brevet är mottaget och sparat." "Du behöver inte göra något: det skickas snart."
    en "The letter has been received and stored." "Nothing to do: it is sent shortly.";

LookedUp "looked_up" (Gateway, false, Nobody)
    da "Registret er spurgt om modtageren." "Du skal ikke gøre noget."
    sv "Registret är tillfrågat om mottagaren." "Du behöver inte göra något."
    en "The register has been asked about the recipient." "Nothing to do.";

Routed "routed" (Gateway, false, Nobody)
    da "Vejen for brevet er valgt." "Du skal ikke gøre noget: årsagen står ved siden af."
    sv "Brevets kanal är vald." "Du behöver inte göra något: orsaken står bredvid."
    en "The channel for the letter has been chosen." "Nothing to do: the reason stands beside it.";

Composed "composed" (Gateway, false, Nobody)
    da "Meddelelsen er dannet, underskrevet og gemt, som den sendes." "Du skal ikke gøre noget."
    sv "Meddelandet är skapat, signerat och sparat så som det skickas." "Du behöver inte göra något."
    en "The message has been made, signed and stored as it will be sent." "Nothing to do.";

Attempted "attempted" (Gateway, false, Nobody)
    da "Et forsøg på at aflevere brevet er begyndt." "Du skal ikke gøre noget."
    sv "Ett försök att lämna över brevet har börjat." "Du behöver inte göra något."
    en "An attempt to hand over the letter has begun." "Nothing to do.";

HandedOver "handed_over" (Gateway, false, Nobody)
    da "Brevet er afleveret til næste led." "Du skal ikke gøre noget: vi venter på kvitteringen."
    sv "Brevet är överlämnat till nästa led." "Du behöver inte göra något: vi väntar på kvittensen."
    en "The letter has been handed over to the next party." "Nothing to do: we wait for the receipt.";

Asked "asked" (Gateway, true, Nobody)
    da "Modtageren af meddelelsen er spurgt, hvad der blev af den; der er endnu ingen kvittering." "Du skal ikke gøre noget: vi spørger igen."
    sv "Mottagaren av meddelandet är tillfrågad om vad som hänt; det finns ännu ingen kvittens." "Du behöver inte göra något: vi frågar igen."
    en "The receiver was asked what became of the message; there is no receipt yet." "Nothing to do: we ask again.";

Postponed "postponed" (Gateway, true, Nobody)
    da "Brevet venter på sin tur hos modtageren." "Du skal ikke gøre noget: det sendes, når der er plads."
    sv "Brevet väntar på sin tur hos mottagaren." "Du behöver inte göra något: det skickas när det finns plats."
    en "The letter waits for its turn with the receiver." "Nothing to do: it is sent when there is room.";

AttemptFailed "attempt_failed" (Gateway, true, Nobody)
    da "Et forsøg på at aflevere brevet lykkedes ikke." "Du skal ikke gøre noget: vi prøver igen."
    sv "Ett försök att lämna över brevet misslyckades." "Du behöver inte göra något: vi försöker igen."
    en "An attempt to hand over the letter failed." "Nothing to do: we try again.";

InDoubt "in_doubt" (Gateway, true, Nobody)
    da "Brevet er sendt, men svaret udeblev, så vi ved ikke, om det kom frem." "Send det ikke på papir endnu: vi spørger efter svaret."
    sv "Brevet är skickat men svaret uteblev, så vi vet inte om det kom fram." "Skicka det inte på papper ännu: vi frågar efter svaret."
    en "The letter was sent but no answer came, so we do not know whether it arrived." "Do not post it on paper yet: we are asking for the answer.";

Delivered "delivered" (Operator, false, Nobody)
    da "Brevet ligger i modtagerens digitale postkasse." "Du skal ikke gøre noget."
    sv "Brevet ligger i mottagarens digitala brevlåda." "Du behöver inte göra något."
    en "The letter lies in the recipient's digital mailbox." "Nothing to do.";

Opened "opened" (Recipient, false, Nobody)
    da "Modtageren har åbnet brevet." "Du skal ikke gøre noget."
    sv "Mottagaren har öppnat brevet." "Du behöver inte göra något."
    en "The recipient has opened the letter." "Nothing to do.";

Returned "returned" (Printer, false, CaseWorker)
    da "Brevet er kommet retur med posten." "Find den rigtige adresse, og send brevet igen."
    sv "Brevet har kommit i retur med posten." "Ta reda på rätt adress och skicka brevet på nytt."
    en "The letter has come back by post." "Find the right address and send the letter again.";

Printed "printed" (Printer, false, Nobody)
    da "Brevet er printet, kuverteret og overgivet til postomdeling." "Du skal ikke gøre noget."
    sv "Brevet är utskrivet, kuverterat och inlämnat till posten." "Du behöver inte göra något."
    en "The letter has been printed, put in an envelope and posted." "Nothing to do.";

FellBack "fell_back" (Gateway, false, Nobody)
    da "Brevet har skiftet til en anden vej." "Du skal ikke gøre noget: årsagen står ved siden af."
    sv "Brevet har bytt till en annan kanal." "Du behöver inte göra något: orsaken står bredvid."
    en "The letter has changed to another channel." "Nothing to do: the reason stands beside it.";

NeedsAttention "needs_attention" (Gateway, false, CaseWorker)
    da "Brevet kan ikke komme videre uden et menneske." "Åbn brevet, læs årsagen, og vælg: send igen, print eller annullér."
    sv "Brevet kommer inte vidare utan en människa." "Öppna brevet, läs orsaken och välj: skicka igen, skriv ut eller avbryt."
    en "The letter cannot go on without a person." "Open the letter, read the reason and choose: send again, print or cancel.";

ResolvedDelivered "resolved_delivered" (Gateway, false, Nobody)
    da "Det er afklaret, at brevet kom frem." "Du skal ikke gøre noget."
    sv "Det är klarlagt att brevet kom fram." "Du behöver inte göra något."
    en "It has been settled that the letter arrived." "Nothing to do.";

ResolvedNotDelivered "resolved_not_delivered" (Gateway, false, Nobody)
    da "Det er afklaret, at brevet ikke kom frem." "Du skal ikke gøre noget: brevet fortsætter ad næste vej."
    sv "Det är klarlagt att brevet inte kom fram." "Du behöver inte göra något: brevet fortsätter i nästa kanal."
    en "It has been settled that the letter did not arrive." "Nothing to do: the letter goes on by the next channel.";

ResolvedPrinted "resolved_printed" (Gateway, false, Nobody)
    da "Det er besluttet at sende brevet på papir." "Du skal ikke gøre noget: brevet printes."
    sv "Det är beslutat att skicka brevet på papper." "Du behöver inte göra något: brevet skrivs ut."
    en "It has been decided to send the letter on paper." "Nothing to do: the letter is printed.";

ResolvedResend "resolved_resend" (Gateway, false, Nobody)
    da "Det er besluttet at sende brevet igen." "Du skal ikke gøre noget: brevet sendes på ny."
    sv "Det är beslutat att skicka brevet igen." "Du behöver inte göra något: brevet skickas på nytt."
    en "It has been decided to send the letter again." "Nothing to do: the letter is sent anew.";

Cancelled "cancelled" (Gateway, false, Nobody)
    da "Brevet er annulleret og sendes ikke." "Du skal ikke gøre noget; opret et nyt brev, hvis det alligevel skal sendes."
    sv "Brevet är avbrutet och skickas inte." "Du behöver inte göra något; skapa ett nytt brev om det ändå ska skickas."
    en "The letter has been cancelled and will not be sent." "Nothing to do; make a new letter if it shall be sent after all.";

Failed "failed" (Gateway, false, CaseWorker)
    da "Brevet er opgivet og når ikke modtageren." "Læs årsagen, og kontakt modtageren på anden vis eller med et nyt brev."
    sv "Brevet är uppgivet och når inte mottagaren." "Läs orsaken och kontakta mottagaren på annat sätt eller med ett nytt brev."
    en "The letter has been given up and will not reach the recipient." "Read the reason, and contact the recipient in another way or with a new letter.";

Scheduled "scheduled" (Gateway, false, Nobody)
    da "Brevet venter, til det må sendes." "Du skal ikke gøre noget: det sendes, når tiden er inde; indtil da kan det tages tilbage."
    sv "Brevet väntar tills det får skickas." "Du behöver inte göra något: det skickas när tiden är inne; till dess kan det tas tillbaka."
    en "The letter waits until it may be sent." "Nothing to do: it is sent when its time comes; until then it can be taken back.";

Reminded "reminded" (Gateway, false, CaseWorker)
    da "Brevet venter stadig på et menneske; der er mindet om det." "Se på brevet og afgør, hvad der skal ske med det."
    sv "Brevet väntar fortfarande på en människa; en påminnelse har gått ut." "Titta på brevet och avgör vad som ska hända med det."
    en "The letter still waits for a person; a reminder was given." "Look at the letter and decide what becomes of it.";

ResolvedNoted "resolved_noted" (Gateway, false, Nobody)
    da "En sagsbehandler har taget det til efterretning." "Du skal ikke gøre noget."
    sv "En handläggare har noterat det." "Du behöver inte göra något."
    en "A case worker has taken note of it." "Nothing to do.";

ReceiptContradicts "receipt_contradicts" (Operator, false, CaseWorker)
    da "En kvittering siger noget andet, end brevets forløb viser; modtageren kan have fået det to gange." "Sammenlign kvitteringen med forløbet, underret om nødvendigt modtageren, og markér det som set."
    sv "En kvittens säger något annat än brevets förlopp visar; mottagaren kan ha fått det två gånger." "Jämför kvittensen med förloppet, underrätta mottagaren vid behov och markera det som noterat."
    en "A receipt says otherwise than the letter's history; the recipient may have got it twice." "Compare the receipt with the history, tell the recipient if need be, and mark it as noted.";

CancelTooLate "cancel_too_late" (Gateway, false, CaseWorker)
    da "Brevet er allerede afleveret og kan ikke tages tilbage." "Kontakt modtageren, hvis brevet var forkert, eller send et nyt."
    sv "Brevet är redan överlämnat och kan inte tas tillbaka." "Kontakta mottagaren om brevet var fel, eller skicka ett nytt."
    en "The letter has been handed over already and cannot be taken back." "Contact the recipient if the letter was wrong, or send a new one.";

CancelInDoubt "cancel_in_doubt" (Gateway, true, CaseWorker)
    da "Brevet er sendt, men vi ved ikke, om det kom frem: det kan ikke tages tilbage, før det er afklaret." "Vent på svaret, eller afklar det hos modtageren af meddelelsen."
    sv "Brevet är skickat men vi vet inte om det kom fram: det kan inte tas tillbaka förrän det är utrett." "Vänta på svaret, eller utred det hos den som tar emot meddelandet."
    en "The letter was sent, but we do not know whether it arrived: it cannot be taken back before that is settled." "Wait for the answer, or settle it with the receiver.";

LetterOverdue "letter_overdue" (Gateway, false, Operations)
    da "Brevet har stået i samme tilstand længere, end det kan." "Se på brevets forløb; driften undersøger, hvorfor det ikke bliver taget op."
    sv "Brevet har stått i samma läge längre än det kan." "Titta på brevets förlopp; driften undersöker varför det inte tas upp."
    en "The letter has been in its state longer than it can be." "Look at its history; operations find out why it is not taken up.";

LetterNotQueued "letter_not_queued" (Gateway, true, Operations)
    da "Brevet stod ikke i køen, selv om der er noget at gøre." "Du skal ikke gøre noget, hvis det er rettet af sig selv; ellers undersøger driften databasen."
    sv "Brevet stod inte i kön trots att något återstår att göra." "Du behöver inte göra något om det har rättats av sig självt; annars undersöker driften databasen."
    en "The letter was not in the queue although something is left to do." "Nothing to do if it was put right by itself; otherwise operations look at the database.";

IndexDiffers "index_differs" (Gateway, true, Operations)
    da "Oversigten viste en anden tilstand end brevets hændelser." "Du skal ikke gøre noget, hvis det er rettet af sig selv; ellers undersøger driften databasen."
    sv "Översikten visade ett annat läge än brevets händelser." "Du behöver inte göra något om det har rättats av sig självt; annars undersöker driften databasen."
    en "The index showed another state than the letter's events." "Nothing to do if it was put right by itself; otherwise operations look at the database.";

LeaseAbandoned "lease_abandoned" (Gateway, true, Operations)
    da "Brevet var reserveret af en knude, der ikke længere arbejder på det." "Du skal ikke gøre noget, hvis det er frigivet af sig selv; ellers genstarter driften knuden."
    sv "Brevet var reserverat av en nod som inte längre arbetar med det." "Du behöver inte göra något om det har släppts av sig självt; annars startar driften om noden."
    en "The letter was held by a node that no longer works on it." "Nothing to do if it was set free by itself; otherwise operations restart that node.";

ReceiptOrphaned "receipt_orphaned" (Gateway, false, Operations)
    da "En kvittering hører ikke til noget brev, som vi kender." "Driften undersøger, om en anden installation bruger den samme adgang, eller om databasen er gendannet."
    sv "En kvittens hör inte till något brev som vi känner till." "Driften undersöker om en annan installation använder samma åtkomst, eller om databasen har återställts."
    en "A receipt belongs to no letter that we know." "Operations find out whether another installation uses the same access, or the database was restored.";

BalanceDiffers "balance_differs" (Gateway, false, Operations)
    da "Regnskabet over brevene går ikke op." "Driften ser på de nævnte breve, før der sendes mere af dem."
    sv "Bokslutet över breven går inte ihop." "Driften tittar på de nämnda breven innan fler av dem skickas."
    en "The balance sheet of the letters does not add up." "Operations look at the letters named before more of them are sent.";

Expired "expired" (Gateway, false, CaseWorker)
    da "Brevet blev ikke afsendt inden sin frist og er stoppet." "Afgør, om indholdet stadig gælder, og opret i så fald et nyt brev."
    sv "Brevet hann inte skickas före sin tidsgräns och är stoppat." "Avgör om innehållet fortfarande gäller och skapa i så fall ett nytt brev."
    en "The letter was not sent before its deadline and has been stopped." "Decide whether its content still holds, and if so make a new letter.";

Retried "retried" (Gateway, false, Nobody)
    da "En medarbejder har bedt om et nyt forsøg." "Du skal ikke gøre noget: brevet er i gang igen."
    sv "En medarbetare har begärt ett nytt försök." "Du behöver inte göra något: brevet är på väg igen."
    en "A member of staff has asked for a new attempt." "Nothing to do: the letter is on its way again.";

ReceiptReceived "receipt_received" (Operator, false, Nobody)
    da "Kvitteringen for brevet er modtaget og gemt." "Du skal ikke gøre noget."
    sv "Kvittensen för brevet är mottagen och sparad." "Du behöver inte göra något."
    en "The receipt for the letter has been received and stored." "Nothing to do.";

NoticeBegun "notice_begun" (Gateway, false, Nobody)
    da "En neutral besked om brevet er ved at blive sendt." "Du skal ikke gøre noget."
    sv "En neutral avisering om brevet håller på att skickas." "Du behöver inte göra något."
    en "A neutral notice about the letter is being sent." "Nothing to do.";

NoticeSent "notice_sent" (Gateway, false, Nobody)
    da "En neutral besked om brevet er sendt; det beviser ikke, at nogen har læst den." "Du skal ikke gøre noget."
    sv "En neutral avisering om brevet är skickad; det bevisar inte att någon har läst den." "Du behöver inte göra något."
    en "A neutral notice about the letter has been sent; that does not prove that anybody read it." "Nothing to do.";

NoticeFailed "notice_failed" (Gateway, true, Nobody)
    da "Beskeden om brevet kunne ikke sendes; brevet selv er ikke berørt." "Du skal ikke gøre noget: brevet ligger i postkassen."
    sv "Aviseringen om brevet kunde inte skickas; brevet självt är inte berört." "Du behöver inte göra något: brevet ligger i brevlådan."
    en "The notice about the letter could not be sent; the letter itself is not affected." "Nothing to do: the letter lies in the mailbox.";

NoticeProviderDown "notice_provider_down" (Gateway, true, Operations)
    da "Tjenesten, der sender SMS eller e-mail, svarede ikke." "Kontrollér tjenestens adresse og adgang; der prøves igen."
    sv "Tjänsten som skickar sms eller e-post svarade inte." "Kontrollera tjänstens adress och åtkomst; nya försök görs."
    en "The service that sends SMS or e-mail did not answer." "Check its address and access; it is tried again.";

NoticeRefused "notice_refused" (Gateway, false, Caller)
    da "Tjenesten afviste beskeden, f.eks. fordi adressen ikke findes." "Ret e-mail eller telefonnummer i fagsystemet til næste brev."
    sv "Tjänsten avvisade aviseringen, t.ex. för att adressen inte finns." "Rätta e-post eller telefonnummer i verksamhetssystemet till nästa brev."
    en "The service refused the notice, for example because the address does not exist." "Correct e-mail or telephone number in the business system for the next letter.";

NoticeUnknown "notice_unknown" (Gateway, false, Nobody)
    da "Det vides ikke, om beskeden blev sendt; den gentages ikke." "Du skal ikke gøre noget: brevet ligger i postkassen."
    sv "Det är okänt om aviseringen skickades; den upprepas inte." "Du behöver inte göra något: brevet ligger i brevlådan."
    en "It is not known whether the notice was sent; it is not repeated." "Nothing to do: the letter lies in the mailbox.";

NoticeNotSent "notice_not_sent" (Gateway, false, Operations)
    da "Beskeden om brevet er opgivet efter flere forsøg." "Kontrollér tjenesten, der sender SMS eller e-mail."
    sv "Aviseringen om brevet är uppgiven efter flera försök." "Kontrollera tjänsten som skickar sms eller e-post."
    en "The notice about the letter has been given up after several tries." "Check the service that sends SMS or e-mail.";

    } };
}
