//! C: the channel decision, and what the register says.

super::rules! { TABLE:
C1 Error Switch Letter
    da "Er brevtypen kun papir, trykkes den uden opslag."
    sv "Är brevtypen bara papper skrivs den ut utan uppslag."
    en "If the letter type is paper only, it is printed without a lookup.";
C2 Error Switch Letter
    da "Er modtageren beskyttet, går brevet til en person."
    sv "Är mottagaren skyddad går brevet till en person."
    en "If the recipient is protected, the letter goes to a person.";
C3 Error Switch Letter
    da "Kan modtageren ikke nås i denne kanal, tages den næste, og grunden siges."
    sv "Kan mottagaren inte nås i den här kanalen tas nästa, och orsaken sägs."
    en "If the recipient cannot be reached in this channel, the next is taken and the reason told.";
C4 Error Register Register
    da "Registret spørges for hvert brev, når det sendes."
    sv "Registret frågas för varje brev när det skickas."
    en "The register is asked for every letter when it is sent.";
C5 Error Register Nothing
    da "Uden konto i registret går brevet til næste kanal."
    sv "Utan konto i registret går brevet till nästa kanal."
    en "Without an account in the register the letter takes the next channel.";
C6 Error Register Nothing
    da "En anonym konto tager ikke imod sikre meddelelser."
    sv "Ett anonymt konto tar inte emot säkra meddelanden."
    en "An anonymous account does not take secure messages.";
C7 Error Register Nothing
    da "Har modtageren fravalgt afsenderen, går brevet til næste kanal."
    sv "Har mottagaren tackat nej till avsändaren går brevet till nästa kanal."
    en "If the recipient has declined the sender, the letter takes the next channel.";
C8 Error Register Nothing
    da "En postkasse, der ikke er taget i brug, tager ikke imod post."
    sv "En brevlåda som inte är öppnad tar inte emot post."
    en "A mailbox that is not active yet takes no mail.";
C9 Error Register Nothing
    da "Uden operatør eller adresse kan der ikke leveres digitalt."
    sv "Utan operatör eller adress går det inte att leverera digitalt."
    en "Without an operator or an address nothing can be delivered digitally.";
C10 Error Register Setting
    da "Operatørens adresse skal være https og høre til en kendt operatør."
    sv "Operatörens adress ska vara https och tillhöra en känd operatör."
    en "The operator's address must be https and belong to a known operator.";
C11 Error Register Nothing
    da "Mangler modtagerens række, eller er svaret et andet, er svaret ukendt: hverken ja eller nej."
    sv "Saknas mottagarens rad, eller är svaret ett annat, är svaret okänt: varken ja eller nej."
    en "If the recipient's row is missing, or the answer is another one, it is unknown: neither yes nor no.";
C12 Error Register Register
    da "Fejl ved opslaget betyder vent og spørg igen, aldrig papir ved et uheld."
    sv "Fel vid uppslaget betyder vänta och fråga igen, aldrig papper av misstag."
    en "An error at the lookup means wait and ask again, never paper by accident.";
C13 Error Register Nothing
    da "Rækker findes ved modtagerens nummer, aldrig ved deres plads."
    sv "Rader hittas med mottagarens nummer, aldrig med sin plats."
    en "Rows are found by the recipient's number, never by their place.";
C14 Error Register Register
    da "Et opslag gælder højst 1.000 numre; gengangere spørges der kun om én gang."
    sv "Ett uppslag gäller högst 1 000 nummer; dubbletter frågas bara en gång."
    en "A lookup asks for at most 1,000 numbers; duplicates are asked once.";
C15 Error Register Register
    da "Ét forkert nummer ødelægger hele opslaget: numrene prøves først, og et opslag med fejl deles, til den skyldige er fundet."
    sv "Ett felaktigt nummer förstör hela uppslaget: numren prövas först, och ett uppslag med fel delas tills den skyldige är funnen."
    en "One malformed number spoils the whole lookup: numbers are checked first, and a lookup with a fault is split until the culprit is found.";
C16 Error Switch Letter
    da "Brevtypen siger, hvad der sker uden digital kanal: tryk, skrivebord eller intet."
    sv "Brevtypen säger vad som sker utan digital kanal: utskrift, skrivbord eller inget."
    en "The letter type says what happens without a digital channel: print, desk or nothing.";
C17 Warning Switch Letter
    da "Kanalernes rækkefølge er en politik for hver strøm."
    sv "Kanalernas ordning är en policy för varje flöde."
    en "The order of channels is a policy for each flow.";
C18 Error Switch Register
    da "Svaret er ja, nej eller ukendt med grund, og ens hvordan der end spørges."
    sv "Svaret är ja, nej eller okänt med orsak, och lika hur man än frågar."
    en "The answer is yes, no or unknown with a reason, and the same however it is asked.";
C19 Error People Letter
    da "Omskifteren beholder intet indhold efter overleveringen ud over beviset."
    sv "Växeln behåller inget innehåll efter överlämningen utöver beviset."
    en "The switch keeps no content after hand-over beyond the evidence.";
C20 Error Print Letter
    da "Uden adresse trykkes intet; en adresse gættes aldrig."
    sv "Utan adress skrivs inget ut; en adress gissas aldrig."
    en "Without an address nothing is printed; an address is never guessed.";
C21 Error Life Operator
    da "Forsvinder modtageren mellem opslag og levering, tages næste kanal præcis én gang."
    sv "Försvinner mottagaren mellan uppslag och leverans tas nästa kanal exakt en gång."
    en "If the recipient is lost between lookup and delivery, the next channel is taken exactly once.";
C22 Error Life Operator
    da "Kanal og grund gemmes for hvert brev."
    sv "Kanal och orsak sparas för varje brev."
    en "Channel and reason are kept for each letter.";
C23 Error Log Register
    da "Opslag noteres med afsender og brev; registrets oplysninger bruges ikke til andet."
    sv "Uppslag noteras med avsändare och brev; registrets uppgifter används inte till annat."
    en "Lookups are noted with sender and letter; the register's data are used for nothing else.";
C24 Error Configuration Setting
    da "En testopsætning når aldrig en adresse i produktion, og omvendt."
    sv "En testinställning når aldrig en adress i produktion, och omvänt."
    en "A test configuration never reaches an address in production, nor the reverse.";
}
