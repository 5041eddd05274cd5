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
