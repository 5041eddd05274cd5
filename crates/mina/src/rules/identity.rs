//! A: who it is for, and who sends.

super::rules! { TABLE:
A1 Error Party Nothing
    da "Modtageren er et nummer, aldrig en e-mail, et telefonnummer eller et navn."
    sv "Mottagaren är ett nummer, aldrig en e-postadress, ett telefonnummer eller ett namn."
    en "The recipient is a number, never an e-mail address, a telephone number or a name.";
A2 Error Party Nothing
    da "Modtageren er et nummer på tolv cifre; organisationer har 16 foran."
    sv "Mottagaren är ett nummer med tolv siffror; organisationer har 16 framför."
    en "The recipient is a number of twelve digits; organisations have 16 before it.";
A3 Error Party Nothing
    da "Et personnummer på ti cifre uden bindestreg og århundrede afvises; intet gættes."
    sv "Ett personnummer med tio siffror utan skiljetecken och sekel avvisas; inget gissas."
    en "A ten-digit person number without separator and century is refused; nothing is guessed.";
A4 Error Party Nothing
    da "Datoen i et personnummer skal findes; i samordningsnumre er dagen plus 60."
    sv "Datumet i ett personnummer ska finnas; i samordningsnummer är dagen plus 60."
    en "The date in a person number must exist; in coordination numbers the day is plus 60.";
A5 Error Party Nothing
    da "Det sidste ciffer skal passe til de øvrige (Luhn)."
    sv "Sista siffran ska stämma med de övriga (Luhn)."
    en "The last digit must fit the others (Luhn).";
A6 Error Register Nothing
    da "Numre i svar fra registret og operatørerne kontrolleres ikke med kontrolciffer."
    sv "Nummer i svar från registret och operatörerna prövas inte med kontrollsiffra."
    en "Numbers in answers of the register and the operators are not judged by their check digit.";
A7 Error Party Nothing
    da "Numre med bogstav og numre uden fødselsmåned kan ikke nås og afvises med egen grund."
    sv "Nummer med bokstav och nummer utan födelsemånad kan inte nås och avvisas med egen orsak."
    en "Numbers with a letter and numbers without a month of birth cannot be reached and are refused with a reason of their own.";
A8 Error Party Nothing
    da "Et organisationsnummer er ti cifre og skrives med 16 foran."
    sv "Ett organisationsnummer är tio siffror och skrivs med 16 framför."
    en "An organisation number is ten digits and is written with 16 before it.";
A9 Warning Switch Clock
    da "Personer under 18 år har ingen postkasse; på 18-årsdagen har de."
    sv "Personer under 18 år har ingen brevlåda; på 18-årsdagen har de."
    en "Persons under 18 have no mailbox; on the 18th birthday they have.";
A10 Error Party Clock
    da "Alderen af et samordningsnummer regnes med dagen minus 60."
    sv "Åldern i ett samordningsnummer räknas med dagen minus 60."
    en "The age in a coordination number is counted with the day minus 60.";
A11 Error Register Register
    da "Afsenderen er tilsluttet; ellers sendes der intet i produktion."
    sv "Avsändaren är ansluten; annars skickas inget i produktion."
    en "The sender is connected; otherwise nothing is sent in production.";
A12 Warning Configuration Setting
    da "Kun offentlige organer er afsendere."
    sv "Bara offentliga organ är avsändare."
    en "Only public bodies are senders.";
A13 Error Log Letter
    da "Kommunen er afsender; afdelingen er intern og står i loggen."
    sv "Kommunen är avsändare; enheten är intern och står i loggen."
    en "The municipality is the sender; the unit is internal and stands in the log.";
A14 Error People Letter
    da "Er en anden kommune ansvarlig end afsenderen, står dens navn i teksten."
    sv "Är en annan kommun ansvarig än avsändaren står dess namn i texten."
    en "If another municipality than the sender is responsible, its name is in the text.";
A15 Error Register Register
    da "Formidleren skal være registreret for afsenderen."
    sv "Förmedlaren ska vara registrerad för avsändaren."
    en "The dispatcher must be registered for the sender.";
A16 Warning Register Register
    da "De afsendere, der er sat op, skal findes i registrets liste over afsendere."
    sv "De avsändare som är inställda ska finnas i registrets lista över avsändare."
    en "The configured senders must be in the register's list of senders.";
}
