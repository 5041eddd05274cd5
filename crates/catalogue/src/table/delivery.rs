//! What can happen between the composed message and its receipt.

macro_rules! delivery {
    ([$then:ident $($rest:ident)*] $($rows:tt)*) => { $then! { [$($rest)*] $($rows)*

OperatorUnavailable "operator_unavailable" (Operator, true, Nobody)
    da "Modtagerens postkasseoperatør kan ikke nås." "Du skal ikke gøre noget: brevet venter, og vi prøver igen."
    sv "Mottagarens brevlådeoperatör går inte att nå." "Du behöver inte göra något: brevet väntar och vi försöker igen."
    en "The recipient's mailbox operator cannot be reached." "Nothing to do: the letter waits and we try again.";

OperatorBusy "operator_busy" (Operator, true, Nobody)
    da "Postkasseoperatøren har travlt og bad os vente." "Du skal ikke gøre noget: vi prøver igen lidt langsommere."
    sv "Brevlådeoperatören är hårt belastad och bad oss vänta." "Du behöver inte göra något: vi försöker igen lite långsammare."
    en "The mailbox operator is busy and asked us to wait." "Nothing to do: we try again more slowly.";

OperatorPaused "operator_paused" (Operator, true, Nobody)
    da "Postkasseoperatøren har svigtet flere gange i træk og får ro en stund." "Du skal ikke gøre noget: brevet venter, til operatøren svarer igen."
    sv "Brevlådeoperatören har svikit flera gånger i rad och lämnas i fred en stund." "Du behöver inte göra något: brevet väntar tills operatören svarar igen."
    en "The mailbox operator has failed several times in a row and is left alone for a while." "Nothing to do: the letter waits until the operator answers again.";

SenderPaused "sender_paused" (Operator, true, Operations)
    da "Infrastrukturen afviser afsenderen gang på gang; dens breve venter." "Driften kontrollerer certifikat og aftale; derefter sendes brevet af sig selv."
    sv "Infrastrukturen avvisar avsändaren gång på gång; dess brev väntar." "Driften kontrollerar certifikat och avtal; sedan skickas brevet av sig självt."
    en "The infrastructure refuses the sender again and again; its letters wait." "Operations check certificate and agreement; then the letter is sent by itself.";

OperatorRefused "operator_refused" (Operator, false, Nobody)
    da "Postkasseoperatøren svarede, at brevet ikke er afleveret." "Du skal ikke gøre noget: brevet følger brevtypens nødvej."
    sv "Brevlådeoperatören svarade att brevet inte är levererat." "Du behöver inte göra något: brevet går brevtypens reservväg."
    en "The mailbox operator answered that the letter is not delivered." "Nothing to do: the letter takes the fallback of its type.";

OperatorRejected "operator_rejected" (Operator, false, Operations)
    da "Postkasseoperatøren afviste meddelelsen som fejlbehæftet." "Driften læser operatørens svar og retter årsagen, før brevet sendes igen."
    sv "Brevlådeoperatören avvisade meddelandet som felaktigt." "Driften läser operatörens svar och rättar orsaken innan brevet skickas igen."
    en "The mailbox operator rejected the message as faulty." "Operations read the operator's answer and mend the cause before the letter is sent again.";

AnswerLost "answer_lost" (Operator, true, Nobody)
    da "Forbindelsen blev afbrudt, efter at brevet var sendt, og svaret mangler." "Send det ikke på papir endnu: vi finder ud af, om det kom frem."
    sv "Förbindelsen bröts efter att brevet hade skickats, och svaret saknas." "Skicka det inte på papper ännu: vi tar reda på om det kom fram."
    en "The connection broke after the letter had been sent, and the answer is missing." "Do not post it on paper yet: we find out whether it arrived.";

AnswerForSomeoneElse "answer_for_someone_else" (Operator, true, Operations)
    da "Operatørens svar gælder en anden modtager end vores." "Driften afklarer med operatøren, om brevet kom frem, før det sendes igen."
    sv "Operatörens svar gäller en annan mottagare än vår." "Driften reder ut med operatören om brevet kom fram innan det skickas igen."
    en "The operator's answer is about someone other than our recipient." "Operations settle with the operator whether the letter arrived before it is sent again.";

AnswerUnusable "answer_unusable" (Operator, true, Operations)
    da "Operatørens svar kunne ikke forstås." "Driften afklarer med operatøren, om brevet kom frem, før det sendes igen."
    sv "Operatörens svar gick inte att förstå." "Driften reder ut med operatören om brevet kom fram innan det skickas igen."
    en "The operator's answer could not be understood." "Operations settle with the operator whether the letter arrived before it is sent again.";

InDoubtUnresolved "in_doubt_unresolved" (Operator, false, CaseWorker)
    da "Vi kunne ikke finde ud af, om brevet kom frem." "Spørg modtageren eller operatøren, og vælg derefter afleveret, send igen eller print."
    sv "Vi kunde inte ta reda på om brevet kom fram." "Fråga mottagaren eller operatören och välj sedan levererat, skicka igen eller skriv ut."
    en "We could not find out whether the letter arrived." "Ask the recipient or the operator, then choose delivered, send again or print.";

SenderUnknown "sender_unknown" (Operator, false, Operations)
    da "Infrastrukturen kender ikke afsenderen." "Driften kontrollerer tilslutningsaftalen; afsenderens breve holdes tilbage så længe."
    sv "Infrastrukturen känner inte till avsändaren." "Driften kontrollerar anslutningsavtalet; avsändarens brev hålls kvar under tiden."
    en "The infrastructure does not know the sender." "Operations check the connection agreement; the sender's letters are held meanwhile.";

SignatureRefused "signature_refused" (Operator, false, Operations)
    da "Modparten godkendte ikke underskriften på brevet." "Driften kontrollerer certifikat og nøgle; afsenderens breve holdes tilbage så længe."
    sv "Motparten godkände inte signaturen på brevet." "Driften kontrollerar certifikat och nyckel; avsändarens brev hålls kvar under tiden."
    en "The other side did not accept the signature of the letter." "Operations check certificate and key; the sender's letters are held meanwhile.";

DispatcherNotApproved "dispatcher_not_approved" (Operator, false, Operations)
    da "Vi er ikke registreret som formidler for denne afsender." "Driften får registreringen på plads; afsenderens breve holdes tilbage så længe."
    sv "Vi är inte registrerade som förmedlare för den här avsändaren." "Driften ser till att registreringen blir klar; avsändarens brev hålls kvar under tiden."
    en "We are not registered as dispatcher for this sender." "Operations have the registration put right; the sender's letters are held meanwhile.";

AccessDenied "access_denied" (Operator, false, Operations)
    da "Modparten nægtede os adgang." "Driften kontrollerer certifikat, rettigheder og aftale; afsenderens breve holdes tilbage så længe."
    sv "Motparten nekade oss åtkomst." "Driften kontrollerar certifikat, behörighet och avtal; avsändarens brev hålls kvar under tiden."
    en "The other side denied us access." "Operations check certificate, rights and agreement; the sender's letters are held meanwhile.";

InputRefused "input_refused" (Operator, false, Operations)
    da "Modparten fandt en fejl i det, vi sendte." "Driften læser svaret og retter årsagen, før brevet sendes igen."
    sv "Motparten hittade ett fel i det vi skickade." "Driften läser svaret och rättar orsaken innan brevet skickas igen."
    en "The other side found an error in what we sent." "Operations read the answer and mend the cause before the letter is sent again.";

AccountMissing "account_missing" (Operator, false, Nobody)
    da "Postkassen findes ikke længere hos operatøren." "Du skal ikke gøre noget: brevet følger brevtypens nødvej."
    sv "Brevlådan finns inte längre hos operatören." "Du behöver inte göra något: brevet går brevtypens reservväg."
    en "The mailbox no longer exists at the operator." "Nothing to do: the letter takes the fallback of its type.";

MimeTypeRefused "mime_type_refused" (Operator, false, CaseWorker)
    da "Modtagerens postkasse tager ikke imod dokumentets filtype." "Gem dokumentet som PDF, og send brevet igen."
    sv "Mottagarens brevlåda tar inte emot dokumentets filtyp." "Spara dokumentet som PDF och skicka brevet på nytt."
    en "The recipient's mailbox does not take this type of file." "Save the document as PDF and send the letter again.";

MaximumExceeded "maximum_exceeded" (Operator, false, Operations)
    da "Modparten meldte, at en øvre grænse er overskredet." "Gør brevet mindre; driften kontrollerer, at grænserne er sat rigtigt."
    sv "Motparten meddelade att en övre gräns är överskriden." "Gör brevet mindre; driften kontrollerar att gränserna är rätt inställda."
    en "The other side reported that a limit is exceeded." "Make the letter smaller; operations check that the limits are set right.";

NationalSystemError "national_system_error" (Operator, true, Nobody)
    da "Den nationale infrastruktur har en fejl." "Du skal ikke gøre noget: brevet venter, og vi prøver igen."
    sv "Den nationella infrastrukturen har ett fel." "Du behöver inte göra något: brevet väntar och vi försöker igen."
    en "The national infrastructure has a fault." "Nothing to do: the letter waits and we try again.";

DigitalPostUnavailable "digital_post_unavailable" (Operator, true, Nobody)
    da "Digital Post kan ikke nås." "Du skal ikke gøre noget: brevet venter, og vi prøver igen."
    sv "Danska Digital Post går inte att nå." "Du behöver inte göra något: brevet väntar och vi försöker igen."
    en "Digital Post cannot be reached." "Nothing to do: the letter waits and we try again.";

DigitalPostUnauthorised "digital_post_unauthorised" (Operator, true, Operations)
    da "Digital Post godkendte ikke vores adgang." "Driften kontrollerer certifikat og systemtoken; brevet venter så længe."
    sv "Danska Digital Post godkände inte vår inloggning." "Driften kontrollerar certifikat och systembevis; brevet väntar under tiden."
    en "Digital Post did not accept our credentials." "Operations check certificate and system token; the letter waits meanwhile.";

MemoInvalid "memo_invalid" (Operator, false, Operations)
    da "Digital Post afviste meddelelsen som ugyldig." "Driften læser fejlkoden i kvitteringen og retter brevtypen."
    sv "Danska Digital Post avvisade meddelandet som ogiltigt." "Driften läser felkoden i kvittensen och rättar brevtypen."
    en "Digital Post rejected the message as invalid." "Operations read the error code in the receipt and mend the letter type.";

ContactPointRefused "contact_point_refused" (Operator, false, Operations)
    da "Digital Post kender ikke det kontaktpunkt, som brevet nævner." "Driften retter contact_point for afsenderen; send derefter brevet igen."
    sv "Danska Digital Post känner inte till kontaktpunkten i meddelandet." "Driften rättar contact_point för avsändaren; skicka sedan brevet på nytt."
    en "Digital Post does not know the contact point in the message." "Operations mend contact_point of the sender; then send the letter again.";

DeliveryDateRefused "delivery_date_refused" (Operator, false, CaseWorker)
    da "Digital Post afviste datoen, som brevet tidligst må afleveres på." "Vælg en dato fra i dag og ikke for langt ude i fremtiden, og send brevet igen."
    sv "Danska Digital Post avvisade det tidigaste leveransdatumet." "Välj ett datum från i dag och inte för långt fram, och skicka brevet på nytt."
    en "Digital Post refused the earliest date of delivery." "Choose a date from today on and not too far ahead, and send the letter again.";

FileEmptyRefused "file_empty_refused" (Operator, false, CaseWorker)
    da "Digital Post afviste brevet, fordi en fil er tom." "Vedlæg filen igen, og send brevet på ny."
    sv "Danska Digital Post avvisade brevet eftersom en fil är tom." "Bifoga filen igen och skicka brevet på nytt."
    en "Digital Post refused the letter because a file is empty." "Attach the file again, and send the letter anew.";

NotificationEmptyRefused "notification_empty_refused" (Operator, false, CaseWorker)
    da "Digital Post afviste påmindelsen, fordi den ingen tekst har." "Skriv teksten, og send påmindelsen igen."
    sv "Danska Digital Post avvisade påminnelsen eftersom den saknar text." "Skriv texten och skicka påminnelsen på nytt."
    en "Digital Post refused the reminder because it has no text." "Write the text, and send the reminder again.";

SendingNotAllowed "sending_not_allowed" (Operator, false, Operations)
    da "Afsendersystemet må ikke sende denne slags post." "Driften kontrollerer systemets rettigheder i Digital Post."
    sv "Det avsändande systemet får inte skicka den här sortens post." "Driften kontrollerar systemets behörighet i infrastrukturen."
    en "The sending system may not send this kind of post." "Operations check the rights of the system in the infrastructure.";

ReceiptMissing "receipt_missing" (Operator, true, Operations)
    da "Kvitteringen for brevet er ikke kommet til tiden." "Vi henter kvitteringer igen; driften spørger modparten, hvis den udebliver."
    sv "Kvittensen för brevet har inte kommit i tid." "Vi hämtar kvittenser igen; driften frågar motparten om den uteblir."
    en "The receipt for the letter has not come in time." "We fetch receipts again; operations ask the other side if it stays away.";

ComposeFailed "compose_failed" (Gateway, false, Operations)
    da "Meddelelsen kunne ikke dannes af brevet." "Driften læser fejlen og retter brevtypen eller brevet."
    sv "Meddelandet kunde inte skapas av brevet." "Driften läser felet och rättar brevtypen eller brevet."
    en "The message could not be made from the letter." "Operations read the error and mend the letter type or the letter.";

CertificateMismatch "certificate_mismatch" (Gateway, false, Operations)
    da "Certifikatet hører ikke til afsenderen eller formidleren." "Driften indsætter det rigtige certifikat; brevene venter så længe."
    sv "Certifikatet hör inte till avsändaren eller förmedlaren." "Driften lägger in rätt certifikat; breven väntar under tiden."
    en "The certificate does not belong to the sender or the dispatcher." "Operations install the right certificate; the letters wait meanwhile.";

CertificateExpired "certificate_expired" (Gateway, true, Operations)
    da "Certifikatet er udløbet, så der kan ikke underskrives." "Driften fornyer certifikatet; brevene venter så længe."
    sv "Certifikatet har gått ut, så det går inte att signera." "Driften förnyar certifikatet; breven väntar under tiden."
    en "The certificate has expired, so nothing can be signed." "Operations renew the certificate; the letters wait meanwhile.";

CertificateNotYetValid "certificate_not_yet_valid" (Gateway, true, Operations)
    da "Certifikatet gælder ikke endnu, så der kan ikke underskrives." "Driften kontrollerer uret eller lægger det gældende certifikat ind; brevene venter så længe."
    sv "Certifikatet gäller inte ännu, så det går inte att signera." "Driften kontrollerar klockan eller lägger in det certifikat som gäller; breven väntar under tiden."
    en "The certificate is not valid yet, so nothing can be signed." "Operations check the clock or install the certificate that is valid; the letters wait meanwhile.";

SigningKeyUnavailable "signing_key_unavailable" (Gateway, true, Operations)
    da "Nøglen til underskriften kan ikke nås eller bruges." "Driften kontrollerer nøglefilen eller sikkerhedsmodulet; brevene venter så længe."
    sv "Nyckeln för signering går inte att nå eller använda." "Driften kontrollerar nyckelfilen eller säkerhetsmodulen; breven väntar under tiden."
    en "The key for signatures cannot be reached or used." "Operations check the key file or the security module; the letters wait meanwhile.";

CertificateExpiring "certificate_expiring" (Gateway, false, Operations)
    da "Certifikatet udløber snart." "Driften fornyer certifikatet og registrerer det nye, før det gamle udløber."
    sv "Certifikatet går snart ut." "Driften förnyar certifikatet och registrerar det nya innan det gamla går ut."
    en "The certificate ends soon." "Operations renew it and register the new one before the old one ends.";

MessageTooLargeToSend "message_too_large_to_send" (Gateway, false, CaseWorker)
    da "Den færdige meddelelse er for stor til modtagerens postkasse." "Gør dokumenterne mindre, og send et nyt brev, eller vælg print."
    sv "Det färdiga meddelandet är för stort för mottagarens brevlåda." "Gör dokumenten mindre och skicka ett nytt brev, eller välj utskrift."
    en "The finished message is too large for the recipient's mailbox." "Make the documents smaller and send a new letter, or choose print.";

PatienceExceeded "patience_exceeded" (Gateway, false, CaseWorker)
    da "Vi har ventet så længe, som brevtypen tillader." "Vælg, om brevet skal prøves igen, printes eller annulleres."
    sv "Vi har väntat så länge som brevtypen tillåter." "Välj om brevet ska försökas igen, skrivas ut eller avbrytas."
    en "We have waited as long as the letter type allows." "Choose whether to try the letter again, print it or cancel it.";

AttemptsExceeded "attempts_exceeded" (Gateway, false, CaseWorker)
    da "Brevet er forsøgt afleveret det antal gange, der er tilladt." "Vælg, om brevet skal prøves igen, printes eller annulleres."
    sv "Brevet har försökts skickas så många gånger som är tillåtet." "Välj om brevet ska försökas igen, skrivas ut eller avbrytas."
    en "The letter has been tried as many times as is allowed." "Choose whether to try the letter again, print it or cancel it.";

BlobDamaged "blob_damaged" (Gateway, false, Operations)
    da "Et gemt dokument er beskadiget eller mangler og sendes ikke." "Driften henter det fra sikkerhedskopien, eller brevet sendes ind igen."
    sv "Ett sparat dokument är skadat eller saknas och skickas inte." "Driften hämtar det ur säkerhetskopian, eller så lämnas brevet in på nytt."
    en "A stored document is damaged or missing and is not sent." "Operations restore it from the backup, or the letter is handed in again.";

    } };
}
