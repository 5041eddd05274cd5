//! Why the channel switch chose the channel it chose: the answer of the register and the rules of the sender.

macro_rules! reception {
    ([$then:ident $($rest:ident)*] $($rows:tt)*) => { $then! { [$($rest)*] $($rows)*

MailboxOpen "mailbox_open" (Register, false, Nobody)
    da "Modtageren har en åben digital postkasse." "Du skal ikke gøre noget: brevet sendes digitalt."
    sv "Mottagaren har en öppen digital brevlåda." "Du behöver inte göra något: brevet skickas digitalt."
    en "The recipient has an open digital mailbox." "Nothing to do: the letter is sent digitally.";

NoOpenMailbox "no_open_mailbox" (Recipient, false, Nobody)
    da "Modtageren kan ikke få digital post: fritaget, lukket eller uden postkasse." "Du skal ikke gøre noget: brevet følger brevtypens nødvej."
    sv "Mottagaren kan inte få digital post: undantagen, stängd eller utan brevlåda." "Du behöver inte göra något: brevet går brevtypens reservväg."
    en "The recipient cannot receive digital post: exempt, closed or without a mailbox." "Nothing to do: the letter takes the fallback of its type.";

NemSmsOpen "nem_sms_open" (Register, false, Nobody)
    da "Modtageren får NemSMS." "Du skal ikke gøre noget: påmindelsen sendes som SMS."
    sv "Mottagaren tar emot NemSMS." "Du behöver inte göra något: påminnelsen skickas som SMS."
    en "The recipient takes NemSMS." "Nothing to do: the reminder is sent by SMS.";

NoNemSms "no_nem_sms" (Recipient, false, Nobody)
    da "Modtageren er ikke tilmeldt NemSMS." "Du skal ikke gøre noget: påmindelsen følger brevtypens nødvej."
    sv "Mottagaren är inte ansluten till NemSMS." "Du behöver inte göra något: påminnelsen går brevtypens reservväg."
    en "The recipient has not signed up for NemSMS." "Nothing to do: the reminder takes the fallback of its type.";

NotRegistered "not_registered" (Recipient, false, Nobody)
    da "Modtageren har ingen digital postkasse." "Du skal ikke gøre noget: brevet følger brevtypens nødvej."
    sv "Mottagaren har ingen digital brevlåda." "Du behöver inte göra något: brevet går brevtypens reservväg."
    en "The recipient has no digital mailbox." "Nothing to do: the letter takes the fallback of its type.";

SenderNotAccepted "sender_not_accepted" (Recipient, false, Nobody)
    da "Modtageren har fravalgt digital post fra denne afsender." "Du skal ikke gøre noget: brevet følger brevtypens nødvej."
    sv "Mottagaren har tackat nej till digital post från den här avsändaren." "Du behöver inte göra något: brevet går brevtypens reservväg."
    en "The recipient has declined digital post from this sender." "Nothing to do: the letter takes the fallback of its type.";

AccountPending "account_pending" (Recipient, false, Nobody)
    da "Modtagerens postkasse er oprettet, men endnu ikke taget i brug." "Du skal ikke gøre noget: brevet følger brevtypens nødvej."
    sv "Mottagarens brevlåda är beställd men ännu inte öppnad." "Du behöver inte göra något: brevet går brevtypens reservväg."
    en "The recipient's mailbox has been ordered but is not active yet." "Nothing to do: the letter takes the fallback of its type.";

NoServiceSupplier "no_service_supplier" (Register, false, National)
    da "Registret kender modtageren, men nævner ingen postkasseoperatør." "Brevet følger brevtypens nødvej; driften melder fejlen til registret, hvis den gentager sig."
    sv "Registret känner till mottagaren men anger ingen brevlådeoperatör." "Brevet går brevtypens reservväg; driften anmäler felet till registret om det upprepas."
    en "The register knows the recipient but names no mailbox operator." "The letter takes the fallback of its type; operations report it to the register if it recurs.";

NoDigitalChannel "no_digital_channel" (Gateway, false, Operations)
    da "Kommunen har endnu ingen aftale om digital post for denne afsender." "Brevet følger brevtypens nødvej; sæt kanalen op, når aftalen er på plads."
    sv "Kommunen har ännu inget avtal om digital post för den här avsändaren." "Brevet går brevtypens reservväg; ställ in kanalen när avtalet är klart."
    en "The municipality has no agreement for digital post for this sender yet." "The letter takes the fallback of its type; set the channel up once the agreement is signed.";

BlankServiceAddress "blank_service_address" (Register, false, National)
    da "Registret mangler adressen på modtagerens postkasseoperatør." "Brevet følger brevtypens nødvej; driften melder fejlen til registret, hvis den gentager sig."
    sv "Registret saknar adressen till mottagarens brevlådeoperatör." "Brevet går brevtypens reservväg; driften anmäler felet till registret om det upprepas."
    en "The register has no address for the recipient's mailbox operator." "The letter takes the fallback of its type; operations report it to the register if it recurs.";

UnsupportedSupplier "unsupported_supplier" (Register, false, Operations)
    da "Modtagerens postkasseoperatør er ikke på listen over godkendte operatører." "Brevet følger brevtypens nødvej; driften afgør, om operatøren skal tilføjes."
    sv "Mottagarens brevlådeoperatör finns inte på listan över tillåtna operatörer." "Brevet går brevtypens reservväg; driften avgör om operatören ska läggas till."
    en "The recipient's mailbox operator is not on the list of allowed operators." "The letter takes the fallback of its type; operations decide whether to add the operator.";

NotSecureAccount "not_secure_account" (Recipient, false, Nobody)
    da "Modtagerens postkasse kan ikke tage imod sikker post." "Du skal ikke gøre noget: brevet følger brevtypens nødvej."
    sv "Mottagarens brevlåda kan inte ta emot säker post." "Du behöver inte göra något: brevet går brevtypens reservväg."
    en "The recipient's mailbox cannot take secure post." "Nothing to do: the letter takes the fallback of its type.";

InsecureServiceAddress "insecure_service_address" (Register, false, Operations)
    da "Registret angav en usikker eller ukendt adresse for operatøren, og den blev ikke brugt." "Brevet følger brevtypens nødvej; driften undersøger adressen straks."
    sv "Registret angav en osäker eller okänd adress till operatören, och den användes inte." "Brevet går brevtypens reservväg; driften utreder adressen omgående."
    en "The register gave an insecure or unknown address for the operator; it was not used." "The letter takes the fallback of its type; operations look into the address at once.";

Exempt "exempt" (Recipient, false, Nobody)
    da "Modtageren er fritaget for digital post." "Du skal ikke gøre noget: brevet følger brevtypens nødvej."
    sv "Mottagaren är undantagen från digital post." "Du behöver inte göra något: brevet går brevtypens reservväg."
    en "The recipient is exempt from digital post." "Nothing to do: the letter takes the fallback of its type.";

Closed "closed" (Recipient, false, Nobody)
    da "Modtagerens digitale postkasse er lukket." "Du skal ikke gøre noget: brevet følger brevtypens nødvej."
    sv "Mottagarens digitala brevlåda är stängd." "Du behöver inte göra något: brevet går brevtypens reservväg."
    en "The recipient's digital mailbox is closed." "Nothing to do: the letter takes the fallback of its type.";

NotInRegister "not_in_register" (Register, false, CaseWorker)
    da "Nummeret findes ikke i registret." "Kontrollér nummeret i sagen, ret det, og send brevet igen."
    sv "Numret finns inte i registret." "Kontrollera numret i ärendet, rätta det och skicka brevet på nytt."
    en "The number does not exist in the register." "Check the number in the case, correct it and send the letter again.";

ProtectedIdentity "protected_identity" (Register, false, CaseWorker)
    da "Modtageren har beskyttet navn og adresse, og brevet sendes ikke automatisk." "Følg kommunens rutine for beskyttede personer."
    sv "Mottagaren har skyddad identitet och brevet skickas inte automatiskt." "Följ kommunens rutin för skyddade personer."
    en "The recipient has a protected identity, and the letter is not sent automatically." "Follow the municipality's routine for protected persons.";

UnderAge "under_age" (Recipient, false, Nobody)
    da "Modtageren er for ung til at have en digital postkasse." "Du skal ikke gøre noget: brevet følger brevtypens nødvej."
    sv "Mottagaren är för ung för att ha en digital brevlåda." "Du behöver inte göra något: brevet går brevtypens reservväg."
    en "The recipient is too young to have a digital mailbox." "Nothing to do: the letter takes the fallback of its type.";

NotAddressable "not_addressable" (Gateway, false, Nobody)
    da "Nummeret er gyldigt, men kan ikke bruges som adresse i digital post." "Du skal ikke gøre noget: brevet følger brevtypens nødvej."
    sv "Numret är giltigt men kan inte användas som adress i digital post." "Du behöver inte göra något: brevet går brevtypens reservväg."
    en "The number is valid but cannot be used as an address in digital post." "Nothing to do: the letter takes the fallback of its type.";

CompanyFormUnsupported "company_form_unsupported" (Register, false, Nobody)
    da "Modtagerens virksomhedsform kan ikke have en digital postkasse." "Du skal ikke gøre noget: brevet følger brevtypens nødvej."
    sv "Mottagarens företagsform kan inte ha en digital brevlåda." "Du behöver inte göra något: brevet går brevtypens reservväg."
    en "The recipient's form of company cannot have a digital mailbox." "Nothing to do: the letter takes the fallback of its type.";

PaidByDirectDebit "paid_by_direct_debit" (Gateway, false, Nobody)
    da "Modtageren betaler via Betalingsservice; der sendes intet brev." "Du skal ikke gøre noget: beløbet opkræves af banken."
    sv "Mottagaren betalar med autogiro; inget brev skickas." "Du behöver inte göra något: beloppet dras av banken."
    en "The recipient pays by direct debit; no letter is sent." "Nothing to do: the bank collects the amount.";

SentAsEInvoice "sent_as_e_invoice" (Gateway, false, Nobody)
    da "Modtageren får e-faktura; der sendes intet brev." "Du skal ikke gøre noget: fakturaen går til banken fra økonomisystemet."
    sv "Mottagaren får e-faktura; inget brev skickas." "Du behöver inte göra något: fakturan går till banken från ekonomisystemet."
    en "The recipient takes e-invoices; no letter is sent." "Nothing to do: the finance system sends the invoice to the bank.";

PaperOnly "paper_only" (Gateway, false, Nobody)
    da "Brevtypen eller bestillingen siger, at brevet skal på papir." "Du skal ikke gøre noget: brevet printes."
    sv "Brevtypen eller beställningen säger att brevet ska gå på papper." "Du behöver inte göra något: brevet skrivs ut."
    en "The letter type or the order says that the letter goes on paper." "Nothing to do: the letter is printed.";

MandatoryPost "mandatory_post" (Gateway, false, Nobody)
    da "Brevet er obligatorisk post eller en forkyndelse og sendes digitalt, selv om modtageren er fritaget." "Du skal ikke gøre noget: brevet sendes digitalt."
    sv "Brevet är obligatorisk post eller en delgivning och skickas digitalt även om mottagaren är undantagen." "Du behöver inte göra något: brevet skickas digitalt."
    en "The letter is mandatory post or a service of process and is sent digitally even though the recipient is exempt." "Nothing to do: the letter is sent digitally.";

RegisterUnavailable "register_unavailable" (Register, true, Nobody)
    da "Registret svarer ikke, så vi ved endnu ikke, om modtageren har en postkasse." "Du skal ikke gøre noget: brevet venter, og vi spørger igen."
    sv "Registret svarar inte, så vi vet ännu inte om mottagaren har en brevlåda." "Du behöver inte göra något: brevet väntar och vi frågar igen."
    en "The register does not answer, so we do not know yet whether the recipient has a mailbox." "Nothing to do: the letter waits and we ask again.";

RegisterAnswerUnusable "register_answer_unusable" (Register, true, Operations)
    da "Registrets svar kunne ikke bruges og betragtes som et ved ikke." "Brevet venter, og vi spørger igen; driften undersøger svaret, hvis det gentager sig."
    sv "Registrets svar gick inte att använda och räknas som ett vet ej." "Brevet väntar och vi frågar igen; driften utreder svaret om det upprepas."
    en "The register's answer could not be used and counts as not known." "The letter waits and we ask again; operations look into the answer if it recurs.";

RegisterAccessDenied "register_access_denied" (Register, true, Operations)
    da "Registret afviste vores opslag." "Driften kontrollerer certifikat og aftale; brevet venter så længe."
    sv "Registret nekade vår fråga." "Driften kontrollerar certifikat och avtal; brevet väntar under tiden."
    en "The register refused our question." "Operations check the certificate and the agreement; the letter waits meanwhile.";

NotificationDropped "notification_dropped" (Gateway, false, Nobody)
    da "Notifikationen blev ikke sendt, fordi modtageren ikke kan nås digitalt." "Du skal ikke gøre noget: en notifikation printes ikke."
    sv "Aviseringen skickades inte eftersom mottagaren inte kan nås digitalt." "Du behöver inte göra något: en avisering skrivs inte ut."
    en "The notification was not sent because the recipient cannot be reached digitally." "Nothing to do: a notification is not printed.";

FallbackPrint "fallback_print" (Gateway, false, Nobody)
    da "Brevet kan ikke sendes digitalt og sendes i stedet til print." "Du skal ikke gøre noget."
    sv "Brevet kan inte skickas digitalt och går i stället till utskrift." "Du behöver inte göra något."
    en "The letter cannot be sent digitally and goes to print instead." "Nothing to do.";

FallbackDesk "fallback_desk" (Gateway, false, CaseWorker)
    da "Brevet kan ikke sendes digitalt og ligger til dig som sagsbehandler." "Åbn brevet, afgør, hvordan det skal frem, og registrér det."
    sv "Brevet kan inte skickas digitalt och ligger hos dig som handläggare." "Öppna brevet, avgör hur det ska nå fram och registrera det."
    en "The letter cannot be sent digitally and is with you, the case worker." "Open the letter, decide how it shall reach the recipient and record that.";

NoFallback "no_fallback" (Gateway, false, CaseWorker)
    da "Brevet kan ikke sendes digitalt, og brevtypen har ingen nødvej." "Kontakt modtageren på anden vis, eller send brevet med en brevtype, der må printes."
    sv "Brevet kan inte skickas digitalt och brevtypen har ingen reservväg." "Kontakta mottagaren på annat sätt eller skicka brevet med en brevtyp som får skrivas ut."
    en "The letter cannot be sent digitally, and its type has no fallback." "Contact the recipient in another way, or send it with a letter type that may be printed.";

    } };
}
