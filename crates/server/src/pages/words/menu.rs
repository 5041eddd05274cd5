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
        systems "Fagsystemer" "Verksamhetssystem" "Systems";
        people "Brugere" "Användare" "People";
        settings "Opsætning" "Inställningar" "Settings";
        doctor "Driftstilstand" "Drifttillstånd" "Doctor";
        about "Hjælp" "Hjälp" "Help";
        more "Mere" "Mer" "More";
    }
}
