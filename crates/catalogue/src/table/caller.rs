//! What a caller can get wrong when handing in a letter or asking about one, and what the gateway cannot do.

macro_rules! caller {
    ([$then:ident $($rest:ident)*] $($rows:tt)*) => { $then! { [$($rest)*] $($rows)*

RecipientMissing "recipient_missing" (Caller, false, Caller)
    da "Brevet har ingen modtager." "Angiv modtagerens person- eller virksomhedsnummer."
    sv "Brevet har ingen mottagare." "Ange mottagarens person- eller organisationsnummer."
    en "The letter has no recipient." "Give the recipient's person or organisation number.";

NoticeForbidden "notice_forbidden" (Caller, false, Caller)
    da "Brevtypen eller installationen tillader ikke en besked på SMS eller e-mail." "Udelad notice, eller vælg en brevtype, der tillader det."
    sv "Brevtypen eller installationen tillåter ingen avisering via sms eller e-post." "Utelämna notice eller välj en brevtyp som tillåter det."
    en "The letter type or this installation allows no notice by SMS or e-mail." "Leave notice out, or choose a letter type that allows it.";

RecipientMalformed "recipient_malformed" (Caller, false, Caller)
    da "Modtagerens nummer har ikke den rette form." "Skriv et CPR-nummer med 10 cifre, et CVR-nummer med 8 eller et svensk nummer med 12."
    sv "Mottagarens nummer har inte rätt form." "Skriv ett personnummer med 12 siffror, ett organisationsnummer med 10 eller ett danskt nummer."
    en "The recipient's number does not have the right form." "Write a Swedish number with 12 digits (organisations 10), a CPR number with 10 or a CVR number with 8.";

RecipientAmbiguous "recipient_ambiguous" (Caller, false, Caller)
    da "Det svenske personnummer mangler århundredet, og vi gætter ikke." "Skriv nummeret med 12 cifre: ÅÅÅÅMMDD og fire cifre."
    sv "Personnumret saknar århundrade, och vi gissar inte." "Skriv numret med 12 siffror: ÅÅÅÅMMDD och fyra siffror."
    en "The Swedish person number lacks its century, and we do not guess." "Write the number with 12 digits: YYYYMMDD and four more.";

RecipientDateImpossible "recipient_date_impossible" (Caller, false, Caller)
    da "Datoen i modtagerens nummer findes ikke." "Kontrollér nummeret i sagen, og ret det."
    sv "Datumet i mottagarens nummer finns inte." "Kontrollera numret i ärendet och rätta det."
    en "The date in the recipient's number does not exist." "Check the number in the case and correct it.";

RecipientCheckDigit "recipient_check_digit" (Caller, false, Caller)
    da "Kontrolcifferet i modtagerens nummer passer ikke; der er nok en tastefejl." "Kontrollér nummeret i sagen, og ret det."
    sv "Kontrollsiffran i mottagarens nummer stämmer inte; troligen ett skrivfel." "Kontrollera numret i ärendet och rätta det."
    en "The check digit of the recipient's number does not fit; probably a typing error." "Check the number in the case and correct it.";

RecipientInterim "recipient_interim" (Caller, false, CaseWorker)
    da "Nummeret er et midlertidigt nummer, som digital post ikke kender." "Brug modtagerens rigtige nummer, eller aflever brevet på anden vis."
    sv "Numret är ett reservnummer som digital post inte känner till." "Använd mottagarens riktiga nummer eller lämna brevet på annat sätt."
    en "The number is a temporary one that digital post does not know." "Use the recipient's real number, or hand over the letter in another way.";

RecipientNotAddressable "recipient_not_addressable" (Caller, false, CaseWorker)
    da "Nummeret er et administrativt eller ufuldstændigt nummer og kan ikke modtage digital post." "Brug modtagerens rigtige nummer, eller aflever brevet på anden vis."
    sv "Numret är ofullständigt eller administrativt och kan inte ta emot digital post." "Använd ett fullständigt nummer eller lämna brevet på annat sätt."
    en "The number is administrative or incomplete and cannot receive digital post." "Use the recipient's full number, or hand over the letter in another way.";

RecipientSoleTrader "recipient_sole_trader" (Caller, false, Caller)
    da "Nummeret hører til en svensk enkeltmandsvirksomhed, som har sin ejers postkasse." "Angiv ejerens personnummer med 12 cifre."
    sv "Numret hör till en enskild firma, som delar ägarens brevlåda." "Ange ägarens personnummer med 12 siffror."
    en "The number belongs to a Swedish sole trader, who shares the owner's mailbox." "Give the owner's person number with 12 digits.";

RecipientWrongCountry "recipient_wrong_country" (Caller, false, Caller)
    da "Modtagerens nummer hører ikke til det land, som brevet skal sendes i." "Ret landet eller nummeret."
    sv "Mottagarens nummer hör inte till det land som brevet ska skickas i." "Rätta landet eller numret."
    en "The recipient's number does not belong to the country of the letter." "Correct the country or the number.";

TypeMissing "type_missing" (Caller, false, Caller)
    da "Brevet har ingen brevtype." "Angiv en af kommunens brevtyper."
    sv "Brevet har ingen brevtyp." "Ange en av kommunens brevtyper."
    en "The letter has no letter type." "Give one of the municipality's letter types.";

DataMissing "data_missing" (Caller, false, Caller)
    da "Brevet mangler en oplysning, som brevtypen kræver." "Angiv feltet i brevets data."
    sv "Brevet saknar en uppgift som brevtypen kräver." "Ange fältet i brevets data."
    en "The letter lacks a field that its letter type requires." "Give the field in the letter's data.";

DataInvalid "data_invalid" (Caller, false, Caller)
    da "En oplysning i brevets data kan ikke bruges, hvor brevtypen sætter den ind." "Ret værdien: dato, beløb, adresse eller nummer."
    sv "En uppgift i brevets data kan inte användas där brevtypen sätter in den." "Rätta värdet: datum, belopp, adress eller nummer."
    en "A field of the letter's data cannot be used where its letter type puts it." "Correct the value: date, amount, address or number.";

DataRefused "data_refused" (Caller, false, Caller)
    da "Brevets data kan ikke tages imod: navn, længde eller antal er forkert." "Ret feltets navn eller værdi, eller send færre felter."
    sv "Brevets data kan inte tas emot: namn, längd eller antal är fel." "Rätta fältets namn eller värde, eller skicka färre fält."
    en "The letter's data cannot be taken: a name, a length or the number of fields is wrong." "Correct the field's name or value, or send fewer fields.";

SigningApplicationMissing "signing_application_missing" (Caller, false, Operations)
    da "Brevet beder om en underskrift, men afsenderen har ingen underskriftsløsning." "Sæt underskriftsløsningen op hos afsenderen."
    sv "Brevet ber om en underskrift, men avsändaren har ingen underskriftstjänst." "Ange avsändarens underskriftstjänst i inställningarna."
    en "The letter asks for a signature, but its sender has no signing application." "Configure the sender's signing application.";

LetterTypeInvalid "letter_type_invalid" (Caller, false, Operations)
    da "Brevtypen kan ikke bruges, som den er skrevet." "Ret de nævnte steder i brevtypen, og prøv igen."
    sv "Brevtypen kan inte användas som den är skriven." "Rätta de angivna ställena i brevtypen och försök igen."
    en "The letter type cannot be used as it is written." "Correct the named places in the letter type and try again.";

LetterTypeInFile "letter_type_in_file" (Caller, false, Operations)
    da "Brevtypen står i konfigurationsfilen og kan kun ændres der." "Ret filen, eller giv den importerede brevtype en anden kode."
    sv "Brevtypen står i konfigurationsfilen och kan bara ändras där." "Ändra filen, eller ge den importerade brevtypen en annan kod."
    en "The letter type stands in the configuration file and can be changed only there." "Edit the file, or give the imported type another code.";

FourEyesNeeded "four_eyes_needed" (Caller, false, Operations)
    da "En anden end den, der har skrevet brevtypen, skal gennemse den, før den tages i brug." "Bed en kollega om at gennemse versionen og sætte den til gennemset; derefter kan den tages i brug."
    sv "Någon annan än den som skrivit brevtypen måste granska den innan den tas i bruk." "Be en kollega granska versionen och markera den som granskad; därefter kan den tas i bruk."
    en "Somebody other than its author must review the letter type before it is used." "Ask a colleague to look through the version and mark it reviewed; then it can be made active.";

LetterTypeNotFound "letter_type_not_found" (Caller, false, Caller)
    da "Der er ingen brevtype med denne kode eller version." "Kontrollér koden i listen over brevtyper."
    sv "Det finns ingen brevtyp med den koden eller versionen." "Kontrollera koden i listan över brevtyper."
    en "There is no letter type with this code or version." "Check the code in the list of letter types.";

TypeUnknown "type_unknown" (Caller, false, Caller)
    da "Brevtypen findes ikke." "Vælg en brevtype fra listen, eller bed administratoren oprette den."
    sv "Brevtypen finns inte." "Välj en brevtyp från listan eller be administratören skapa den."
    en "There is no such letter type." "Choose one from the list, or ask the administrator to create it.";

TypeInactive "type_inactive" (Caller, false, Caller)
    da "Brevtypen er ikke aktiv." "Vælg en anden brevtype, eller bed administratoren aktivere den."
    sv "Brevtypen är inte aktiv." "Välj en annan brevtyp eller be administratören aktivera den."
    en "The letter type is not active." "Choose another letter type, or ask the administrator to activate it.";

SenderNotAllowed "sender_not_allowed" (Caller, false, Operations)
    da "Afsenderen må ikke sende herfra." "Kontrollér afsenderen; driften tilføjer den, når tilslutningsaftalen er på plads."
    sv "Avsändaren får inte skicka härifrån." "Kontrollera avsändaren; driften lägger till den när anslutningsavtalet är klart."
    en "This sender may not send from here." "Check the sender; operations add it once the connection agreement is in place.";

ResponsibleMunicipalityUnnamed "responsible_municipality_unnamed" (Caller, false, Caller)
    da "Brevet sendes på vegne af en anden kommune, som ikke er nævnt i teksten." "Skriv den ansvarlige kommunes navn i brevets tekst."
    sv "Brevet skickas för en annan kommuns räkning, men kommunen nämns inte i texten." "Skriv den ansvariga kommunens namn i brevets text."
    en "The letter is sent for another municipality, which its text does not name." "Name the responsible municipality in the text of the letter.";

EnvironmentMismatch "environment_mismatch" (Caller, false, Operations)
    da "Test og drift må ikke blandes: nummeret eller adressen hører til det andet miljø." "Send til det rigtige miljø; driften kontrollerer opsætningen."
    sv "Test och drift får inte blandas: numret eller adressen hör till den andra miljön." "Skicka till rätt miljö; driften kontrollerar inställningarna."
    en "Test and production must not mix: the number or address belongs to the other one." "Send to the right environment; operations check the configuration.";

ProtectionClassRefused "protection_class_refused" (Caller, false, CaseWorker)
    da "Brevet har beskyttelsesklasse 4 og må ikke sendes herfra." "Aflever brevet efter kommunens rutine for særligt beskyttede oplysninger."
    sv "Brevet har skyddsklass 4 och får inte skickas härifrån." "Lämna över brevet enligt kommunens rutin för särskilt skyddade uppgifter."
    en "The letter has protection class 4 and must not be sent from here." "Hand it over by the municipality's routine for specially protected information.";

ClassNotSigned "class_not_signed" (Caller, false, CaseWorker)
    da "Brevets beskyttelsesklasse kræver underskrift, og brevet er ikke underskrevet." "Få brevet underskrevet, og send det igen."
    sv "Brevets skyddsklass kräver signatur, och brevet är inte signerat." "Låt signera brevet och skicka det på nytt."
    en "The protection class of the letter demands a signature, and there is none." "Have the letter signed and send it again.";

SubjectMissing "subject_missing" (Caller, false, Caller)
    da "Brevet har intet emne." "Skriv et kort emne uden personoplysninger."
    sv "Brevet saknar ämne." "Skriv ett kort ämne utan personuppgifter."
    en "The letter has no subject." "Write a short subject without personal data.";

SubjectTooLong "subject_too_long" (Caller, false, Caller)
    da "Emnet er for langt." "Forkort emnet til højst 255 tegn."
    sv "Ämnet är för långt." "Korta ämnet till högst 255 tecken."
    en "The subject is too long." "Shorten it to at most 255 characters.";

TextMissing "text_missing" (Caller, false, Caller)
    da "Brevet har ingen tekst, der fortæller, hvad det drejer sig om." "Skriv et par linjer, som giver mening uden at åbne bilaget."
    sv "Brevet saknar text som säger vad det gäller." "Skriv några rader som går att förstå utan att öppna bilagan."
    en "The letter has no text that says what it is about." "Write a few lines that make sense without opening the attachment.";

TextTooLong "text_too_long" (Caller, false, Caller)
    da "Brevets tekst er for lang." "Forkort teksten, eller læg den i et dokument."
    sv "Brevets text är för lång." "Korta texten eller lägg den i ett dokument."
    en "The text of the letter is too long." "Shorten it, or put it into a document.";

NemSmsEmpty "nem_sms_empty" (Caller, false, Caller)
    da "Påmindelsen på SMS har ingen tekst." "Skriv, hvad påmindelsen drejer sig om."
    sv "Påminnelsen via SMS saknar text." "Skriv vad påminnelsen gäller."
    en "The reminder by SMS has no text." "Write what it is about.";

NemSmsTooLong "nem_sms_too_long" (Caller, false, Caller)
    da "Teksten er for lang til en NemSMS." "Forkort den til højst 150 tegn."
    sv "Texten är för lång för ett NemSMS." "Korta den till högst 150 tecken."
    en "The text is too long for a NemSMS." "Shorten it to at most 150 characters.";

NemSmsWithDocuments "nem_sms_with_documents" (Caller, false, Caller)
    da "En NemSMS kan ikke have dokumenter med." "Udelad filerne, eller brug en brevtype til breve."
    sv "Ett NemSMS kan inte ha dokument med sig." "Utelämna filerna eller använd en brevtyp för brev."
    en "A NemSMS cannot carry documents." "Leave the files out, or use a letter type for letters.";

BodyTypeRefused "body_type_refused" (Caller, false, Caller)
    da "Brevets tekst har et format, som ikke må bruges." "Brug text/plain eller text/html."
    sv "Brevets text har ett format som inte får användas." "Använd text/plain eller text/html."
    en "The text of the letter has a format that may not be used." "Use text/plain or text/html.";

HtmlRefused "html_refused" (Caller, false, Caller)
    da "Teksten indeholder HTML, som ikke er tilladt." "Fjern scripts, formularer, rammer og billeder hentet udefra."
    sv "Texten innehåller HTML som inte är tillåten." "Ta bort skript, formulär, ramar och bilder som hämtas utifrån."
    en "The text holds HTML that is not allowed." "Remove scripts, forms, frames and images loaded from elsewhere.";

ContactMissing "contact_missing" (Caller, false, Caller)
    da "Afsenderens kontaktoplysninger mangler." "Angiv, hvor modtageren kan henvende sig med spørgsmål."
    sv "Avsändarens kontaktuppgifter saknas." "Ange vart mottagaren kan vända sig med frågor."
    en "The sender's contact details are missing." "Say where the recipient can turn with questions.";

LinkRefused "link_refused" (Caller, false, Caller)
    da "Et link i brevet må ikke bruges." "Brug et https-link uden personoplysninger."
    sv "En länk i brevet får inte användas." "Använd en https-länk utan personuppgifter."
    en "A link in the letter may not be used." "Use an https link without personal data.";

FieldMissing "field_missing" (Caller, false, Caller)
    da "Et obligatorisk felt mangler." "Udfyld feltet, og send igen."
    sv "Ett obligatoriskt fält saknas." "Fyll i fältet och skicka igen."
    en "A required field is missing." "Fill it in and send again.";

FieldUnknown "field_unknown" (Caller, false, Caller)
    da "Forespørgslen har et felt, som vi ikke kender." "Ret stavemåden, eller fjern feltet."
    sv "Begäran har ett fält som vi inte känner till." "Rätta stavningen eller ta bort fältet."
    en "The request has a field that we do not know." "Correct its spelling or remove it.";

FieldInvalid "field_invalid" (Caller, false, Caller)
    da "Et felt har en værdi, der ikke kan bruges." "Ret værdien som beskrevet, og send igen."
    sv "Ett fält har ett värde som inte går att använda." "Rätta värdet enligt beskrivningen och skicka igen."
    en "A field has a value that cannot be used." "Correct it as described and send again.";

FieldTooLong "field_too_long" (Caller, false, Caller)
    da "Et felt er for langt." "Forkort det til den angivne længde."
    sv "Ett fält är för långt." "Korta det till angiven längd."
    en "A field is too long." "Shorten it to the length stated.";

JsonMalformed "json_malformed" (Caller, false, Caller)
    da "Forespørgslen er ikke gyldig JSON." "Ret den ved den linje og kolonne, der er angivet."
    sv "Begäran är inte giltig JSON." "Rätta den vid angiven rad och kolumn."
    en "The request is not valid JSON." "Correct it at the line and column stated.";

MultipartMalformed "multipart_malformed" (Caller, false, Caller)
    da "Forespørgslen er ikke gyldig multipart/form-data." "Send delen »letter« som JSON og dokumenterne som filer."
    sv "Begäran är inte giltig multipart/form-data." "Skicka delen ”letter” som JSON och dokumenten som filer."
    en "The request is not valid multipart/form-data." "Send the part \"letter\" as JSON and the documents as files.";

BodyTooLarge "body_too_large" (Caller, false, Caller)
    da "Forespørgslen er for stor." "Gør dokumenterne mindre, eller send færre ad gangen."
    sv "Begäran är för stor." "Gör dokumenten mindre eller skicka färre åt gången."
    en "The request is too large." "Make the documents smaller, or send fewer at a time.";

DocumentMissing "document_missing" (Caller, false, Caller)
    da "Brevet har intet dokument." "Vedlæg mindst én PDF-fil."
    sv "Brevet har inget dokument." "Bifoga minst en PDF-fil."
    en "The letter has no document." "Attach at least one PDF file.";

DocumentEmpty "document_empty" (Caller, false, Caller)
    da "Et dokument er tomt." "Dan dokumentet igen, og vedlæg det."
    sv "Ett dokument är tomt." "Skapa dokumentet på nytt och bifoga det."
    en "A document is empty." "Make the document again and attach it.";

DocumentNotPdf "document_not_pdf" (Caller, false, Caller)
    da "Et dokument er ikke en PDF-fil, hvad det end hedder." "Gem dokumentet som PDF, og vedlæg det."
    sv "Ett dokument är inte en PDF-fil, vad det än heter." "Spara dokumentet som PDF och bifoga det."
    en "A document is not a PDF file, whatever its name says." "Save it as PDF and attach it.";

DocumentEncrypted "document_encrypted" (Caller, false, Caller)
    da "Et dokument er beskyttet med adgangskode." "Gem det uden adgangskode, og vedlæg det."
    sv "Ett dokument är lösenordsskyddat." "Spara det utan lösenord och bifoga det."
    en "A document is protected by a password." "Save it without one and attach it.";

DocumentUnreadable "document_unreadable" (Caller, false, Caller)
    da "Et dokument er beskadiget og kan ikke læses." "Dan dokumentet igen, og vedlæg det."
    sv "Ett dokument är skadat och går inte att läsa." "Skapa dokumentet på nytt och bifoga det."
    en "A document is damaged and cannot be read." "Make the document again and attach it.";

DocumentTooLarge "document_too_large" (Caller, false, Caller)
    da "Et dokument er for stort." "Gør det mindre, for eksempel ved at sænke billedernes opløsning."
    sv "Ett dokument är för stort." "Gör det mindre, till exempel genom att sänka bildernas upplösning."
    en "A document is too large." "Make it smaller, for example by lowering the resolution of its images.";

DocumentNameRefused "document_name_refused" (Caller, false, Caller)
    da "Et dokuments filnavn kan ikke bruges." "Giv det et kort navn uden sti, styretegn og personnummer, som ender på .pdf."
    sv "Ett dokuments filnamn går inte att använda." "Ge det ett kort namn utan sökväg, styrtecken och personnummer som slutar på .pdf."
    en "The file name of a document cannot be used." "Give it a short name ending in .pdf, without path, control characters or person number.";

PdfWithoutText "pdf_without_text" (Caller, false, Caller)
    da "Dokumentet er kun et billede af tekst og kan ikke læses højt." "Gem det som PDF fra skriveprogrammet i stedet for at scanne det."
    sv "Dokumentet är bara en bild av text och kan inte läsas upp." "Spara det som PDF från ordbehandlaren i stället för att skanna det."
    en "The document is only a picture of text and cannot be read aloud." "Save it as PDF from the word processor instead of scanning it.";

PdfNotTagged "pdf_not_tagged" (Caller, false, Caller)
    da "Dokumentets overskrifter, afsnit og tabeller er ikke mærket op." "Slå tagget PDF (PDF/UA) til, når dokumentet gemmes."
    sv "Dokumentets rubriker, stycken och tabeller är inte märkta." "Slå på taggad PDF (PDF/UA) när dokumentet sparas."
    en "Headings, paragraphs and tables of the document are not marked." "Switch on tagged PDF (PDF/UA) when saving the document.";

PdfWithoutLanguage "pdf_without_language" (Caller, false, Caller)
    da "Dokumentet siger ikke, hvilket sprog det er skrevet på." "Sæt sproget i dokumentets egenskaber eller i skabelonen."
    sv "Dokumentet säger inte vilket språk det är skrivet på." "Ange språket i dokumentets egenskaper eller i mallen."
    en "The document does not say in which language it is written." "Set the language in its properties or in the template.";

PdfWithoutTitle "pdf_without_title" (Caller, false, Caller)
    da "Dokumentet har ingen titel, så filnavnet læses op." "Sæt en titel i dokumentets egenskaber eller i skabelonen."
    sv "Dokumentet har ingen titel, så filnamnet läses upp." "Ange en titel i dokumentets egenskaper eller i mallen."
    en "The document has no title, so its file name is read out." "Set a title in its properties or in the template.";

DocumentsTooMany "documents_too_many" (Caller, false, Caller)
    da "Brevet har for mange dokumenter." "Saml dem i færre filer."
    sv "Brevet har för många dokument." "Slå ihop dem till färre filer."
    en "The letter has too many documents." "Combine them into fewer files.";

MessageTooLarge "message_too_large" (Caller, false, Caller)
    da "Brevet bliver for stort til modtagerens postkasse." "Gør dokumenterne mindre, eller vælg en brevtype, der printes."
    sv "Brevet blir för stort för mottagarens brevlåda." "Gör dokumenten mindre eller välj en brevtyp som skrivs ut."
    en "The letter becomes too large for the recipient's mailbox." "Make the documents smaller, or choose a letter type that is printed.";

PersonalNumberInText "personal_number_in_text" (Caller, false, Caller)
    da "Der står et personnummer et sted, hvor det ikke må stå." "Fjern nummeret: det hører kun til i feltet for modtageren."
    sv "Det står ett personnummer där det inte får stå." "Ta bort numret: det hör bara hemma i fältet för mottagaren."
    en "There is a person number where none may be." "Remove the number: it belongs into the recipient's field only.";

CharactersRefused "characters_refused" (Caller, false, Caller)
    da "Teksten indeholder tegn, som ikke kan sendes." "Fjern styretegn og andre usynlige tegn."
    sv "Texten innehåller tecken som inte går att skicka." "Ta bort styrtecken och andra osynliga tecken."
    en "The text holds characters that cannot be sent." "Remove control characters and other invisible ones.";

AddressInvalid "address_invalid" (Caller, false, Caller)
    da "Postadressen kan ikke bruges." "Udfyld navn, adresse, postnummer og by uden at overskride linjernes længde."
    sv "Postadressen går inte att använda." "Fyll i namn, adress, postnummer och ort utan att raderna blir för långa."
    en "The postal address cannot be used." "Fill in name, address, postcode and city within the length of the lines.";

TooManyRecipients "too_many_recipients" (Caller, false, Caller)
    da "Der er for mange modtagere i én forespørgsel." "Del listen op i dele på højst 1.000."
    sv "Det är för många mottagare i en begäran." "Dela upp listan i delar om högst 1 000."
    en "There are too many recipients in one request." "Split the list into parts of at most 1,000.";

KeyMissing "key_missing" (Caller, false, Caller)
    da "Forespørgslen har ingen nøgle." "Send API-nøglen i headeren Authorization."
    sv "Begäran saknar nyckel." "Skicka API-nyckeln i huvudfältet Authorization."
    en "The request has no key." "Send the API key in the Authorization header.";

KeyWrong "key_wrong" (Caller, false, Caller)
    da "Nøglen er ukendt, udløbet eller spærret." "Kontrollér nøglen, eller bed driften om en ny."
    sv "Nyckeln är okänd, utgången eller spärrad." "Kontrollera nyckeln eller be driften om en ny."
    en "The key is unknown, expired or revoked." "Check the key, or ask operations for a new one.";

ScopeMissing "scope_missing" (Caller, false, Operations)
    da "Nøglen giver ikke ret til dette." "Brug en anden nøgle, eller bed driften udvide rettighederne."
    sv "Nyckeln ger inte rätt till detta." "Använd en annan nyckel eller be driften utöka behörigheten."
    en "The key does not permit this." "Use another key, or ask operations to extend its rights.";

PushClientRefused "push_client_refused" (Caller, false, Operations)
    da "Certifikatet må ikke aflevere kvitteringer her." "Driften kontrollerer allowed_push_clients og den header, som TLS-proxyen sætter."
    sv "Certifikatet får inte lämna kvittenser här." "Driften kontrollerar allowed_push_clients och den header som TLS-proxyn sätter."
    en "The certificate may not deliver receipts here." "Operations check allowed_push_clients and the header that the TLS proxy sets.";

RateLimited "rate_limited" (Caller, true, Caller)
    da "Der er sendt for mange forespørgsler på kort tid." "Vent det antal sekunder, som Retry-After angiver, og prøv igen."
    sv "För många begäranden har skickats på kort tid." "Vänta det antal sekunder som Retry-After anger och försök igen."
    en "Too many requests were sent in a short time." "Wait the number of seconds in Retry-After and try again.";

IdempotencyConflict "idempotency_conflict" (Caller, false, Caller)
    da "Samme Idempotency-Key er allerede brugt til et andet brev." "Brug en ny nøgle til et nyt brev."
    sv "Samma Idempotency-Key har redan använts för ett annat brev." "Använd en ny nyckel för ett nytt brev."
    en "The same Idempotency-Key has been used for a different letter." "Use a new key for a new letter.";

IdempotencyKeyInvalid "idempotency_key_invalid" (Caller, false, Caller)
    da "Idempotency-Key kan ikke bruges." "Brug 1 til 255 synlige ASCII-tegn, for eksempel et UUID."
    sv "Idempotency-Key går inte att använda." "Använd 1 till 255 synliga ASCII-tecken, till exempel ett UUID."
    en "The Idempotency-Key cannot be used." "Use 1 to 255 visible ASCII characters, a UUID for example.";

LetterNotFound "letter_not_found" (Caller, false, Caller)
    da "Brevet findes ikke, eller du har ikke adgang til det." "Kontrollér brevets id."
    sv "Brevet finns inte, eller så har du inte tillgång till det." "Kontrollera brevets id."
    en "There is no such letter, or you have no access to it." "Check the id of the letter.";

LetterForgotten "letter_forgotten" (Caller, false, Caller)
    da "Brevets indhold er slettet." "Find brevet i systemet, der sendte det. Her kan du stadig se, hvornår og hvordan det blev sendt."
    sv "Brevets innehåll är raderat." "Sök brevet i systemet som skickade det. Här kan du fortfarande se när och hur det skickades."
    en "The content of the letter was deleted." "Look for the letter in the system that sent it. You can still see here when and how it was sent.";

StoredInClear "stored_in_clear" (Caller, false, Operations)
    da "Brevet blev gemt, før kryptering var slået til. Det har ingen egen nøgle og kan ikke slettes alene." "Tal med dem, der driver gatewayen: hvad der ligger i klar tekst, forsvinder først sammen med dens data."
    sv "Brevet sparades innan kryptering var påslagen. Det har ingen egen nyckel och kan inte raderas ensamt." "Tala med dem som driver gatewayen: det som ligger i klartext försvinner först med dess data."
    en "The letter was stored before encryption was on. It has no key of its own and cannot be deleted alone." "Talk to those who run the gateway: what lies there in clear goes with its data only.";

RouteNotFound "route_not_found" (Caller, false, Caller)
    da "Der er ikke noget på denne adresse." "Kontrollér adressen, eller begynd fra forsiden. Programmer finder stierne i API'ets beskrivelse."
    sv "Det finns ingenting på den här adressen." "Kontrollera adressen eller börja från startsidan. Program hittar sökvägarna i API:ets beskrivning."
    en "There is nothing at this address." "Check the address, or begin at the front page. Programs find the paths in the description of the API.";

MethodNotAllowed "method_not_allowed" (Caller, false, Caller)
    da "Metoden kan ikke bruges på denne adresse." "Brug en af de metoder, der står i headeren Allow."
    sv "Metoden kan inte användas på den här adressen." "Använd en av metoderna i huvudfältet Allow."
    en "This method cannot be used at this address." "Use one of the methods in the Allow header.";

ContentTypeRefused "content_type_refused" (Caller, false, Caller)
    da "Forespørgslens indholdstype kan ikke bruges her." "Brug application/json eller multipart/form-data."
    sv "Begärans innehållstyp kan inte användas här." "Använd application/json eller multipart/form-data."
    en "The content type of the request cannot be used here." "Use application/json or multipart/form-data.";

StateConflict "state_conflict" (Caller, false, Caller)
    da "Brevets tilstand tillader ikke handlingen." "Hent brevet igen, og vælg en handling, som er mulig nu."
    sv "Brevets status tillåter inte åtgärden." "Hämta brevet på nytt och välj en åtgärd som går att göra nu."
    en "The state of the letter does not allow this action." "Fetch the letter again and choose an action that is possible now.";

LetterMoved "letter_moved" (Caller, false, Caller)
    da "Brevet har flyttet sig, siden du så det sidst." "Hent brevet igen, og afgør ud fra det, du ser nu."
    sv "Brevet har ändrats sedan du såg det senast." "Hämta brevet på nytt och bestäm utifrån det du ser nu."
    en "The letter has moved since you saw it last." "Fetch the letter again and decide by what you see now.";

InternalError "internal_error" (Gateway, true, Operations)
    da "Der skete en fejl hos os." "Prøv igen om lidt; oplys sporingsnummeret til driften, hvis det fortsætter."
    sv "Ett fel inträffade hos oss." "Försök igen om en stund; uppge spårningsnumret till driften om det fortsätter."
    en "Something went wrong on our side." "Try again shortly; give the trace id to operations if it lasts.";

NotReady "not_ready" (Gateway, true, Operations)
    da "Tjenesten er ikke klar endnu." "Prøv igen om lidt; driften ser på statussiden, hvad der mangler."
    sv "Tjänsten är inte redo ännu." "Försök igen om en stund; driften ser på statussidan vad som saknas."
    en "The service is not ready yet." "Try again shortly; operations see on the status page what is missing.";

StorageUnavailable "storage_unavailable" (Gateway, true, Operations)
    da "Brevet kunne ikke gemmes og er derfor ikke modtaget." "Prøv igen om lidt med samme Idempotency-Key; driften kontrollerer disk og database."
    sv "Brevet kunde inte sparas och är därför inte mottaget." "Försök igen om en stund med samma Idempotency-Key; driften kontrollerar disk och databas."
    en "The letter could not be stored and has therefore not been accepted." "Try again shortly with the same Idempotency-Key; operations check disk and database.";

    } };
}
