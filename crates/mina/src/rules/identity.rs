//! A and C: who it is for, and what the register says.

super::rules! { TABLE:
A2 Error Intake
    da "Modtageren er et nummer på tolv cifre; organisationer har 16 foran."
    sv "Mottagaren är ett nummer med tolv siffror; organisationer har 16 framför."
    en "The recipient is a number of twelve digits; organisations have 16 before it.";
A4 Warning Intake
    da "Datoen i et personnummer skal findes; i samordningsnumre er dagen plus 60."
    sv "Datumet i ett personnummer ska finnas; i samordningsnummer är dagen plus 60."
    en "The date in a person number must exist; in coordination numbers the day is plus 60.";
A5 Warning Intake
    da "Det sidste ciffer skal passe til de øvrige (Luhn)."
    sv "Sista siffran ska stämma med de övriga (Luhn)."
    en "The last digit must fit the others (Luhn).";
A6 Warning Lookup
    da "Numre i svar fra registret og operatørerne kontrolleres ikke med kontrolciffer."
    sv "Nummer i svar från registret och operatörerna prövas inte med kontrollsiffra."
    en "Numbers in answers of the register and the operators are not judged by their check digit.";
A8 Error Intake
    da "Et organisationsnummer er ti cifre og skrives med 16 foran."
    sv "Ett organisationsnummer är tio siffror och skrivs med 16 framför."
    en "An organisation number is ten digits and is written with 16 before it.";
A15 Error Delivery
    da "Formidleren skal være registreret for afsenderen."
    sv "Förmedlaren ska vara registrerad för avsändaren."
    en "The dispatcher must be registered for the sender.";
A16 Warning Lookup
    da "De afsendere, der er sat op, skal findes i registrets liste over afsendere."
    sv "De avsändare som är inställda ska finnas i registrets lista över avsändare."
    en "The configured senders must be in the register's list of senders.";
C4 Error Lookup
    da "Registret spørges for hvert brev, når det sendes."
    sv "Registret frågas för varje brev när det skickas."
    en "The register is asked for every letter when it is sent.";
C5 Error Lookup
    da "Uden konto i registret går brevet til næste kanal."
    sv "Utan konto i registret går brevet till nästa kanal."
    en "Without an account in the register the letter takes the next channel.";
C6 Error Lookup
    da "En anonym konto tager ikke imod sikre meddelelser."
    sv "Ett anonymt konto tar inte emot säkra meddelanden."
    en "An anonymous account does not take secure messages.";
C7 Error Lookup
    da "Har modtageren fravalgt afsenderen, går brevet til næste kanal."
    sv "Har mottagaren tackat nej till avsändaren går brevet till nästa kanal."
    en "If the recipient has declined the sender, the letter takes the next channel.";
C8 Error Lookup
    da "En postkasse, der ikke er taget i brug, tager ikke imod post."
    sv "En brevlåda som inte är öppnad tar inte emot post."
    en "A mailbox that is not active yet takes no mail.";
C9 Error Lookup
    da "Uden operatør eller adresse kan der ikke leveres digitalt."
    sv "Utan operatör eller adress går det inte att leverera digitalt."
    en "Without an operator or an address nothing can be delivered digitally.";
C10 Error Lookup
    da "Operatørens adresse skal være https og høre til en kendt operatør."
    sv "Operatörens adress ska vara https och tillhöra en känd operatör."
    en "The operator's address must be https and belong to a known operator.";
C11 Error Lookup
    da "Mangler modtagerens række, eller er svaret et andet, er svaret ukendt: hverken ja eller nej."
    sv "Saknas mottagarens rad, eller är svaret ett annat, är svaret okänt: varken ja eller nej."
    en "If the recipient's row is missing, or the answer is another one, it is unknown: neither yes nor no.";
C12 Error Lookup
    da "Fejl ved opslaget betyder vent og spørg igen, aldrig papir ved et uheld."
    sv "Fel vid uppslaget betyder vänta och fråga igen, aldrig papper av misstag."
    en "An error at the lookup means wait and ask again, never paper by accident.";
C13 Error Lookup
    da "Rækker findes ved modtagerens nummer, aldrig ved deres plads."
    sv "Rader hittas med mottagarens nummer, aldrig med sin plats."
    en "Rows are found by the recipient's number, never by their place.";
C14 Error Lookup
    da "Et opslag gælder højst 1.000 numre; gengangere spørges der kun om én gang."
    sv "Ett uppslag gäller högst 1 000 nummer; dubbletter frågas bara en gång."
    en "A lookup asks for at most 1,000 numbers; duplicates are asked once.";
C15 Error Lookup
    da "Ét forkert nummer ødelægger hele opslaget; numrene prøves derfor først."
    sv "Ett felaktigt nummer förstör hela uppslaget; numren prövas därför först."
    en "One malformed number spoils the whole lookup; numbers are checked first.";
}
