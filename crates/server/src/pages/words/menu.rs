//! Words of the menu.

words! {
    /// The parts of the site.
    Menu {
        home "Overblik" "Översikt" "Overview";
        send "Send et brev" "Skicka ett brev" "Send a letter";
        letters "Breve" "Brev" "Letters";
        attention "Kræver et menneske" "Kräver en människa" "Needs a person";
        citizen "Kontaktcenter" "Kontaktcenter" "Contact centre";
        types "Brevtyper" "Brevtyper" "Letter types";
        systems "Fagsystemer" "System" "Systems";
        people "Brugere" "Användare" "People";
        settings "Opsætning" "Inställningar" "Settings";
        doctor "Driftstilstand" "Drifttillstånd" "Doctor";
        audit "Revisionsspor" "Granskningsspår" "Audit trail";
        about "Hjælp" "Hjälp" "Help";
        more "Mere" "Mer" "More";
    }
}

words! {
    /// What people do at each part, for the front page of those who see no letters.
    Ways {
        home "Se dagens tal." "Se dagens siffror." "See today's figures.";
        send "Skriv til en borger eller virksomhed." "Skriv till en medborgare eller ett företag." "Write to a citizen or a company.";
        letters "Find et brev, og se, hvor det er." "Hitta ett brev och se var det är." "Find a letter and see where it is.";
        attention "Hjælp breve videre, der ikke selv kan." "Hjälp brev vidare som inte kan själva." "Help letters on that cannot go on by themselves.";
        citizen "Slå en borgers post op, når der spørges." "Slå upp en medborgares post när någon frågar." "Look up a citizen's post when somebody asks.";
        types "Se og ret de slags breve, kommunen sender." "Se och ändra de slags brev som kommunen skickar." "See and change the kinds of letters that the municipality sends.";
        systems "Giv fagsystemer nøgler, og se, hvornår de sidst blev hørt." "Ge verksamhetssystem nycklar och se när de senast hördes." "Give source systems keys, and see when they were last heard.";
        people "Giv og fjern roller." "Ge och ta bort roller." "Give and remove roles.";
        settings "Se afsendere, kanaler, certifikater og regler." "Se avsändare, kanaler, certifikat och regler." "See senders, channels, certificates and rules.";
        doctor "Se, hvad der kører, og hvad der skal gøres." "Se vad som fungerar och vad som ska göras." "See what runs and what must be done.";
        audit "Se, hvem der har gjort hvad." "Se vem som har gjort vad." "See who did what.";
        about "Læs, hvad ordene betyder." "Läs vad orden betyder." "Read what the words mean.";
    }
}
