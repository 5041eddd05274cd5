//! Words of the pages about people: one's own account, sessions, roles.

words! {
    /// Who am I, and what may I do?
    Account {
        title "Din konto" "Ditt konto" "Your account";
        name "Navn i forløb og revisionsspor" "Namn i förlopp och granskningsspår" "Name in timelines and in the audit trail";
        origin "Logger ind" "Loggar in" "Signs in";
        locally "her med adgangskode" "här med lösenord" "here with a password";
        by_issuer "hos {issuer}" "hos {issuer}" "at {issuer}";
        roles "Roller" "Roller" "Roles";
        roles_none "Ingen rolle endnu. Spørg en administrator: ved navnet ovenfor finder de dig." "Ingen roll ännu. Fråga en administratör: med namnet ovan hittar de dig." "No role yet. Ask an administrator: they find you by the name above.";
        role "Rolle" "Roll" "Role";
        place "Hvor" "Var" "Where";
        from "Givet af" "Given av" "Given by";
        from_group "kommunens login" "kommunens inloggning" "your municipality's account";
        from_here "en administrator" "en administratör" "an administrator";
        everywhere "alle afsendere" "alla avsändare" "all senders";
        unknown_role "ukendt, giver intet" "okänd, ger inget" "unknown, gives nothing";
        password "Din adgangskode" "Ditt lösenord" "Your password";
        password_now "Nuværende adgangskode" "Nuvarande lösenord" "Current password";
        password_new "Ny adgangskode" "Nytt lösenord" "New password";
        password_hint "Mindst 12 tegn. Flere ord efter hinanden er lettere at huske end tegn imellem hinanden." "Minst 12 tecken. Flera ord efter varandra är lättare att minnas än tecken om vartannat." "At least 12 characters. Several words are easier to remember than signs among each other.";
        password_again "Ny adgangskode igen" "Nytt lösenord igen" "New password again";
        password_submit "Skift adgangskode" "Byt lösenord" "Change password";
        password_after "Du logges ud alle steder og logger ind igen med den nye." "Du loggas ut överallt och loggar in igen med det nya." "You are signed out everywhere and sign in again with the new one.";
        password_wrong "Det er ikke din adgangskode." "Det är inte ditt lösenord." "That is not your password.";
        password_same "Den nye adgangskode er den samme som den gamle." "Det nya lösenordet är detsamma som det gamla." "The new password is the same as the old one.";
        password_differs "De to er ikke ens." "De två är inte lika." "The two differ.";
        password_length "Brug mindst 12 tegn og højst 256." "Använd minst 12 tecken och högst 256." "Use at least 12 characters and at most 256.";
        password_change "Er den tabt, kan en anden administrator give dig en ny under »Brugere og roller«. På serveren gør kommandoen {command} det samme. Filen admin.password rummer kun den første adgangskode: slet den, når den er lagt i boksen." "Är det borta kan en annan administratör ge dig ett nytt under ”Användare och roller”. På servern gör kommandot {command} samma sak. Filen admin.password rymmer bara det första lösenordet: radera den när det ligger i kassaskåpet." "If it is lost, another administrator can give you a new one under “People and roles”. On the server the command {command} does the same. The file admin.password holds only the first password: delete it once that lies in the safe.";
        rights "Det må du" "Det får du göra" "What you may do";
        sessions "Hvor er du logget ind?" "Var är du inloggad?" "Where are you signed in?";
        people "Brugere og roller" "Användare och roller" "People and roles";
    }
}

words! {
    /// Who is signed in.
    Sessions {
        title "Hvor du er logget ind" "Var du är inloggad" "Where you are signed in";
        intro "Kender du en af dem ikke, så afslut den, og sig det til administratoren." "Känner du inte igen någon, avsluta den och säg till administratören." "If you do not know one of them, end it and tell the administrator.";
        all "Alle, der er logget ind" "Alla som är inloggade" "Everybody who is signed in";
        person "Bruger" "Användare" "Person";
        browser "Browser" "Webbläsare" "Browser";
        browser_unknown "ukendt" "okänd" "unknown";
        began "Logget ind" "Inloggad" "Signed in";
        seen "Sidst brugt" "Senast använd" "Last used";
        ends "Slutter senest" "Slutar senast" "Ends at the latest";
        this "denne" "denna" "this one";
        end "Afslut" "Avsluta" "End";
        end_of "sessionen fra {began}, {browser}" "sessionen från {began}, {browser}" "the session of {began}, {browser}";
        ended "Sessionen er afsluttet." "Sessionen är avslutad." "The session is ended.";
        zone "Tider er i zonen {zone}." "Tider är i zonen {zone}." "Times are in the zone {zone}.";
    }
}

words! {
    /// People and their roles.
    People {
        title "Brugere og roller" "Användare och roller" "People and roles";
        intro "De, der logger ind med kommunens login, kommer af sig selv ved første besøg. Her gives roller, som ikke følger af deres grupper." "De som loggar in med kommunens inloggning kommer av sig själva vid första besöket. Här ges roller som inte följer av deras grupper." "Those who sign in with the municipality's account come by themselves at their first visit. Here they get roles that do not follow from their groups.";
        caption "Brugere" "Användare" "People";
        name "Navn" "Namn" "Name";
        roles "Roller" "Roller" "Roles";
        seen "Sidst her" "Senast här" "Last here";
        never "aldrig" "aldrig" "never";
        shut_out "spærret" "spärrad" "blocked";
        no_roles "ingen" "inga" "none";
        back "Til brugerne" "Till användarna" "Back to the people";
        add_heading "Tilføj en bruger med adgangskode" "Lägg till en användare med lösenord" "Add a person with a password";
        add_hint "Kun for dem, der ikke har kommunens login." "Bara för dem som inte har kommunens inloggning." "Only for those without an account of the municipality.";
        login_name "Brugernavn" "Användarnamn" "User name";
        login_name_hint "Bogstaver, cifre, punktum, bindestreg. Intet CPR-nummer." "Bokstäver, siffror, punkt, bindestreck. Inget personnummer." "Letters, digits, dots, hyphens. No personal number.";
        display_name "Navn, som andre ser" "Namn som andra ser" "Name that others see";
        add "Tilføj" "Lägg till" "Add";
        give_heading "Giv en rolle" "Ge en roll" "Give a role";
        role "Rolle" "Roll" "Role";
        sender "Afsender" "Avsändare" "Sender";
        unit "Enhed" "Enhet" "Unit";
        unit_hint "Tom betyder hele afsenderen." "Tomt betyder hela avsändaren." "Empty means the whole sender.";
        everywhere "Alle afsendere" "Alla avsändare" "All senders";
        give "Giv rollen" "Ge rollen" "Give the role";
        take "Fjern rollen" "Ta bort rollen" "Remove the role";
        take_of "rollen {role}" "rollen {role}" "the role {role}";
        by_group "følger af en gruppe" "följer av en grupp" "follows from a group";
        access_heading "Adgang" "Åtkomst" "Access";
        access_ends "Enhver ændring af roller, adgang eller adgangskode afslutter brugerens sessioner." "Varje ändring av roller, åtkomst eller lösenord avslutar användarens sessioner." "Every change of roles, access or password ends the person's sessions.";
        let_in "Luk ind igen" "Släpp in igen" "Let in again";
        shut "Spær adgangen" "Spärra åtkomsten" "Block access";
        new_password "Ny adgangskode" "Nytt lösenord" "New password";
        end_sessions "Afslut alle sessioner" "Avsluta alla sessioner" "End all sessions";
        sessions_count "Logget ind i {count} browsere." "Inloggad i {count} webbläsare." "Signed in with {count} browsers.";
        done "Det er gjort." "Det är gjort." "Done.";
        password_is "Adgangskoden vises kun nu. Giv den videre på en sikker måde:" "Lösenordet visas bara nu. Lämna det vidare på ett säkert sätt:" "The password is shown only now. Pass it on safely:";
        own "Dine egne roller og din egen adgang ændrer en anden administrator." "Dina egna roller och din egen åtkomst ändras av en annan administratör." "Your own roles and access are changed by another administrator.";
        name_wrong "Brugernavnet har 1 til 64 bogstaver, cifre, punktummer, bindestreger, understreger eller snabel-a'er og intet CPR-nummer." "Användarnamnet har 1 till 64 bokstäver, siffror, punkter, bindestreck, understreck eller snabel-a och inget personnummer." "The user name has 1 to 64 letters, digits, dots, hyphens, underscores or at signs, and no personal number.";
        name_taken "Navnet er optaget." "Namnet är upptaget." "The name is taken.";
        moved "Brugeren blev ændret imens. Se efter, og prøv igen." "Användaren ändrades under tiden. Titta efter och försök igen." "The person was changed meanwhile. Look, and try again.";
        not_given "Den rolle kan du ikke give: vælg rolle og en afsender, som du er administrator for." "Den rollen kan du inte ge: välj roll och en avsändare som du är administratör för." "You cannot give that role: choose a role and a sender that you administer.";
    }
}
