//! D: content.

super::rules! { TABLE:
D1 Error Message Nothing
    da "Teksten er text/plain eller text/html, uden tilføjelser."
    sv "Texten är text/plain eller text/html, utan tillägg."
    en "The text is text/plain or text/html, without parameters.";
D2 Error Message Nothing
    da "Teksten er UTF-8, kodet én gang som base64."
    sv "Texten är UTF-8, kodad en gång som base64."
    en "The text is UTF-8, encoded once as base64.";
D3 Error Message Nothing
    da "HTML skal være uden fejl og uden scripts, formularer, rammer og indhold, der hentes udefra."
    sv "HTML ska vara utan fel och utan skript, formulär, ramar och innehåll som hämtas utifrån."
    en "HTML must be without errors and without scripts, forms, frames and content fetched from outside.";
D4 Error Message Nothing
    da "Emne, kontakttekst, adresse, telefon og e-mail har hver sin længste længde i tegn."
    sv "Ämne, kontakttext, adress, telefon och e-post har var sin längsta längd i tecken."
    en "Subject, contact text, address, telephone and e-mail each have a greatest length in characters.";
D5 Error Message Nothing
    da "Meddelelsen siger, hvor modtageren kan spørge."
    sv "Meddelandet säger var mottagaren kan fråga."
    en "The message says where the recipient may ask.";
D6 Error Message Nothing
    da "Valgfrie elementer uden værdi udelades."
    sv "Valfria element utan värde utelämnas."
    en "Optional elements without value are left out.";
D7 Error Message Nothing
    da "Vedhæftninger er PDF, begynder med %PDF- og hedder noget på .pdf."
    sv "Bilagor är PDF, börjar med %PDF- och har namn på .pdf."
    en "Attachments are PDF, begin with %PDF- and have names in .pdf.";
D8 Error Message Nothing
    da "En tom, låst eller ulæselig PDF sendes ikke."
    sv "En tom, låst eller oläslig PDF skickas inte."
    en "An empty, encrypted or unreadable PDF is not sent.";
D9 Error Message Nothing
    da "Kontrolsummen er filens MD5 med 32 hexcifre."
    sv "Kontrollsumman är filens MD5 med 32 hexsiffror."
    en "The checksum is the file's MD5 in 32 hex digits.";
D10 Error Message Nothing
    da "Filnavnet er uden sti, styretegn og personnummer."
    sv "Filnamnet är utan sökväg, styrtecken och personnummer."
    en "The file name has no path, control characters or person number.";
D11 Error Message Setting
    da "Hele konvolutten er højst 2.097.152 byte efter underskrift."
    sv "Hela kuvertet är högst 2 097 152 byte efter underskrift."
    en "The whole envelope has at most 2,097,152 bytes after signing.";
D12 Warning Message Nothing
    da "Meddelelsen giver mening uden at åbne vedhæftningen."
    sv "Meddelandet går att förstå utan att öppna bilagan."
    en "The message makes sense without opening the attachment.";
D13 Error Message Nothing
    da "Der er intet personnummer i emne, filnavn, referencer, id, metadata eller adresse."
    sv "Det finns inget personnummer i ämne, filnamn, referenser, id, metadata eller adress."
    en "There is no person number in subject, file name, references, id, metadata or address.";
D14 Warning Message Setting
    da "Sproget skrives svSE for svensk."
    sv "Språket skrivs svSE för svenska."
    en "The language is written svSE for Swedish.";
D15 Warning Message Setting
    da "Svar og kvittering for læsning bestilles ikke, for ingen tjeneste leverer dem."
    sv "Svar och kvitto på läsning begärs inte, för ingen tjänst levererar dem."
    en "Replies and receipts on reading are not asked for, since no service returns them.";
D16 Error Message Nothing
    da "Links er https og uden oplysninger om modtageren."
    sv "Länkar är https och utan uppgifter om mottagaren."
    en "Links are https and carry no identity.";
D17 Error Message Nothing
    da "En faktura har det nye navnerum, et helt beløb i øre, konto og rigtigt OCR-nummer."
    sv "En faktura har den nya namnrymden, ett helt belopp i öre, konto och rätt OCR-nummer."
    en "An invoice has the new namespace, a whole amount in öre, an account and a correct OCR number.";
D18 Warning Message Setting
    da "En forsendelse har én meddelelse og én modtager."
    sv "En försändelse har ett meddelande och en mottagare."
    en "A delivery has one message and one recipient.";
D19 Error Message Nothing
    da "Dokumentet følger det officielle skema: rækkefølge, antal og værdier."
    sv "Dokumentet följer det officiella schemat: ordning, antal och värden."
    en "The document follows the official schema: order, number and values.";
D20 Error Message Nothing
    da "Kun tegn, som XML tillader; linjer ender med linjeskift alene."
    sv "Bara tecken som XML tillåter; rader slutar med enbart radmatning."
    en "Only characters that XML allows; lines end with a line feed alone.";
}
