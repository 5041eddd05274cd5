//! Words of the door, the overview, the list, the help and the fault pages.

words! {
    /// Signing in.
    Door {
        title "Log ind" "Logga in" "Sign in";
        intro "Send et brev til en borger eller virksomhed, og se, om det kom frem." "Skicka ett brev till en invånare eller ett företag och se om det kom fram." "Send a letter to a citizen or a company, and see whether it arrived.";
        name "Brugernavn" "Användarnamn" "User name";
        password "Adgangskode" "Lösenord" "Password";
        submit "Log ind" "Logga in" "Sign in";
        help_heading "Kan du ikke logge ind?" "Kan du inte logga in?" "Can you not sign in?";
        help_first "Administratorens første adgangskode ligger i filen {file} ved siden af {config}, hvor Brevdue blev sat op med {init}." "Administratörens första lösenord ligger i filen {file} bredvid {config}, där Brevdue ställdes in med {init}." "The administrator's first password lies in the file {file} beside {config}, where Brevdue was set up with {init}.";
        help_lost "En glemt adgangskode erstattes med {command}." "Ett glömt lösenord ersätts med {command}." "A forgotten password is replaced with {command}.";
        help_ask "Ellers giver kommunens administrator dig adgang. API-nøgler er til fagsystemer og åbner ikke sider." "Annars ger kommunens administratör dig åtkomst. API-nycklar är för verksamhetssystem och öppnar inga sidor." "Otherwise your municipality's administrator lets you in. API keys are for systems and open no pages.";
        wrong "Brugernavn eller adgangskode passer ikke." "Användarnamn eller lösenord stämmer inte." "User name or password does not fit.";
        wrong_fix "Kontrollér begge, og prøv igen." "Kontrollera båda och försök igen." "Check both and try again.";
        slow "For mange forsøg. Vent {seconds} sekunder, og prøv igen." "För många försök. Vänta {seconds} sekunder och försök igen." "Too many attempts. Wait {seconds} seconds and try again.";
        by_issuer "Log ind med kommunens login" "Logga in med kommunens inloggning" "Sign in with your municipality's account";
        by_issuer_hint "Du kommer til kommunens loginside og tilbage hertil." "Du kommer till kommunens inloggningssida och tillbaka hit." "You go to your municipality's sign-in page and come back here.";
        emergency "Nødadgang med adgangskode" "Nödåtkomst med lösenord" "Emergency access with a password";
        out_there "Log også ud af kommunens login" "Logga också ut från kommunens inloggning" "Sign out of your municipality's account too";
        unreachable "Kommunens loginside svarer ikke lige nu." "Kommunens inloggningssida svarar inte just nu." "Your municipality's sign-in page does not answer right now.";
        unreachable_fix "Prøv igen om et øjeblik. Den, der er logget ind, kan arbejde videre; administratoren kan bruge nødadgangen." "Försök igen om en stund. Den som är inloggad kan arbeta vidare; administratören kan använda nödåtkomsten." "Try again in a moment. Whoever is signed in can go on; the administrator can use the emergency access.";
        refused "Login blev afbrudt eller afvist." "Inloggningen avbröts eller nekades." "Signing in was broken off or refused.";
        refused_fix "Prøv igen, eller spørg den, der styrer kommunens login." "Försök igen eller fråga den som sköter kommunens inloggning." "Try again, or ask whoever looks after your municipality's accounts.";
        not_genuine "Svaret fra kommunens loginside kunne ikke bekræftes." "Svaret från kommunens inloggningssida kunde inte bekräftas." "The answer of your municipality's sign-in page could not be confirmed.";
        not_genuine_fix "Prøv igen. Sker det igen, så sig det til administratoren: grunden står i loggen." "Försök igen. Händer det igen, säg till administratören: orsaken står i loggen." "Try again. If it happens again, tell the administrator: the reason stands in the log.";
        shut_out "Din adgang er spærret." "Din åtkomst är spärrad." "Your access is blocked.";
        shut_out_fix "Spørg administratoren, hvis det er en fejl." "Fråga administratören om det är ett misstag." "Ask the administrator if this is a mistake.";
        stale "Siden var for gammel. Prøv igen." "Sidan var för gammal. Försök igen." "The page was too old. Try again.";
        password_set "Din adgangskode er skiftet. Log ind med den nye." "Ditt lösenord är bytt. Logga in med det nya." "Your password has been changed. Sign in with the new one.";
        signed_out "Du er logget ud." "Du är utloggad." "You are signed out.";
    }
}

words! {
    /// The overview.
    Home {
        title "Overblik" "Översikt" "Overview";
        person_heading "Venter på et menneske" "Väntar på en människa" "Waits for a person";
        person_none "Intet venter på dig. Brevene passer sig selv." "Inget väntar på dig. Breven sköter sig själva." "Nothing waits for you. The letters look after themselves.";
        person_all "Se alle {count}" "Visa alla {count}" "Show all {count}";
        states_heading "Alle breve" "Alla brev" "All letters";
        under_way "Undervejs" "På väg" "Under way";
        with_person "Hos et menneske" "Hos en människa" "With a person";
        arrived "Kommet frem" "Framme" "Arrived";
        not_arrived "Ikke kommet frem" "Inte framme" "Not arrived";
        latest_heading "Seneste breve" "Senaste breven" "Latest letters";
        latest_none "Der er ingen breve endnu." "Det finns inga brev ännu." "There are no letters yet.";
        latest_first "Send det første brev" "Skicka det första brevet" "Send the first letter";
        latest_all "Alle breve" "Alla brev" "All letters";
    }
}

words! {
    /// The list of letters.
    List {
        title "Breve" "Brev" "Letters";
        search "Søg" "Sök" "Search";
        search_hint "Emne, reference, sagsnummer eller modtagerens nummer" "Ärende, referens, ärendenummer eller mottagarens nummer" "Subject, reference, case number or the recipient's number";
        state "Status" "Status" "Status";
        any_state "Alle" "Alla" "All";
        kind "Brevtype" "Brevtyp" "Letter type";
        any_kind "Alle" "Alla" "All";
        attention "Kun dem, der venter på et menneske" "Bara de som väntar på en människa" "Only those waiting for a person";
        submit "Vis" "Visa" "Show";
        clear "Ryd søgningen" "Rensa sökningen" "Clear the search";
        column_letter "Brev" "Brev" "Letter";
        column_state "Status" "Status" "Status";
        column_channel "Kanal" "Kanal" "Channel";
        column_at "Indleveret" "Inlämnat" "Handed in";
        caption "Breve, nyeste først" "Brev, nyaste först" "Letters, newest first";
        none "Ingen breve passer til søgningen." "Inga brev stämmer med sökningen." "No letters match the search.";
        none_hint "Vælg færre betingelser, eller ryd søgningen." "Välj färre villkor eller rensa sökningen." "Choose fewer conditions, or clear the search.";
        of_recipient "Breve til modtageren med det nummer, du søgte, og breve, hvor det står i teksten." "Brev till mottagaren med numret du sökte, och brev där det står i texten." "Letters to the recipient with the number you searched for, and letters that hold it in their text.";
        older "Ældre breve" "Äldre brev" "Older letters";
        newest "Til de nyeste" "Till de nyaste" "Back to the newest";
        reference "ref." "ref." "ref.";
    }
}

words! {
    /// The help.
    About {
        title "Hjælp" "Hjälp" "Help";
        intro "Brevdue tager imod et brev, finder ud af, hvordan modtageren kan nås, afleverer det og følger kvitteringen. Et brev, der er modtaget, går ikke tabt og sendes ikke to gange." "Brevdue tar emot ett brev, tar reda på hur mottagaren kan nås, lämnar det och följer kvittensen. Ett brev som är mottaget går inte förlorat och skickas inte två gånger." "Brevdue takes a letter, finds out how the recipient can be reached, delivers it and follows the receipt. A letter that was accepted is not lost and not sent twice.";
        states_heading "Hvad betyder et brevs status?" "Vad betyder ett brevs status?" "What does a letter's status mean?";
        what "Hvad er sket" "Vad har hänt" "What happened";
        fix "Hvad skal jeg gøre" "Vad ska jag göra" "What should I do";
        owner "Hvem handler" "Vem agerar" "Who acts";
        reasons_heading "Årsager, som et brev kan have" "Orsaker som ett brev kan ha" "Reasons that a letter can have";
        reasons_intro "Ved hvert brev står årsagen til dets vej eller standsning. Her er dem alle." "Vid varje brev står orsaken till dess väg eller stopp. Här är alla." "Each letter shows the reason for its way or its halt. Here they all are.";
        reasons_show "Vis alle årsager" "Visa alla orsaker" "Show all reasons";
        classes_heading "Beskyttelsesklasser" "Skyddsklasser" "Protection classes";
        classes "Klasse 1 er åben information. Klasse 2 behandles som klasse 3: følsomme oplysninger, der altid underskrives. Klasse 4 sendes aldrig herfra." "Klass 1 är öppen information. Klass 2 behandlas som klass 3: känsliga uppgifter som alltid signeras. Klass 4 skickas aldrig härifrån." "Class 1 is open information. Class 2 is treated as class 3: sensitive information, always signed. Class 4 is never sent from here.";
        numbers_heading "Numre" "Nummer" "Numbers";
        numbers "Danmark: CPR-nummer med 10 cifre eller CVR-nummer med 8. Sverige: personnummer eller samordningsnummer med 12 cifre, organisationsnummer med 10. Numre vises kun delvist og står aldrig i en webadresse." "Danmark: CPR-nummer med 10 siffror eller CVR-nummer med 8. Sverige: personnummer eller samordningsnummer med 12 siffror, organisationsnummer med 10. Nummer visas bara delvis och står aldrig i en webbadress." "Denmark: CPR number with 10 digits or CVR number with 8. Sweden: person or coordination number with 12 digits, organisation number with 10. Numbers are shown only in part and never stand in a web address.";
    }
}

words! {
    /// Pages that say that something is not possible.
    Faults {
        missing "Her er intet brev" "Här finns inget brev" "There is no letter here";
        nowhere "Her er ingen side" "Här finns ingen sida" "There is no page here";
        refused "Det må du ikke" "Det får du inte" "You may not do that";
        refused_what "Ingen af dine roller giver ret til det." "Ingen av dina roller ger rätt till det." "None of your roles gives the right to it.";
        refused_fix "På din konto står, hvad du må. En administrator kan give dig en rolle mere." "På ditt konto står vad du får göra. En administratör kan ge dig en roll till." "Your account says what you may do. An administrator can give you another role.";
        stale "Siden var for gammel" "Sidan var för gammal" "The page was too old";
        stale_what "Siden lå for længe, eller formularen kom et andet sted fra. Intet blev ændret." "Sidan låg för länge, eller så kom formuläret från annat håll. Inget ändrades." "The page lay too long, or the form came from elsewhere. Nothing was changed.";
        stale_fix "Åbn siden igen, og prøv på ny." "Öppna sidan igen och försök på nytt." "Open the page again and try once more.";
        broken "Det gik ikke" "Det gick inte" "That did not work";
        to_home "Til overblikket" "Till översikten" "To the overview";
        code "Kode" "Kod" "Code";
    }
}

words! {
    /// The description of the API, which is in English itself.
    Docs {
        title "API'et" "API:et" "The API";
        intro "Alle kald, som andre systemer kan bruge, med deres svar. Beskrivelsen er på engelsk. Til programmer:" "Alla anrop som andra system kan använda, med sina svar. Beskrivningen är på engelska. För program:" "Every call that other systems can use, with its answers. For programs:";
    }
}
