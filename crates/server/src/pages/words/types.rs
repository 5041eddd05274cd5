//! Words of the letter types' pages.

words! {
    /// The list of types and one type.
    Types {
        title "Brevtyper" "Brevtyper" "Letter types";
        intro "En brevtype beskriver et slags brev én gang: afsender, beskyttelse, vej og det, modtageren kan gøre." "En brevtyp beskriver ett slags brev en gång: avsändare, skydd, väg och det som mottagaren kan göra." "A letter type describes one kind of letter once: sender, protection, way, and what the recipient can do.";
        new "Ny brevtype" "Ny brevtyp" "New letter type";
        exchange "Hent og del" "Hämta och dela" "Import and share";
        none "Der er ingen brevtyper endnu." "Det finns inga brevtyper ännu." "There are no letter types yet.";
        caption "Brevtyper efter kode" "Brevtyper efter kod" "Letter types by code";
        column_type "Brevtype" "Brevtyp" "Letter type";
        column_state "Tilstand" "Läge" "State";
        column_complete "Opmærkning" "Uppmärkning" "Markup";
        column_letters "Breve i 30 dage" "Brev på 30 dagar" "Letters in 30 days";
        complete "Komplet" "Komplett" "Complete";
        version "version {version}" "version {version}" "version {version}";
        in_file "i brevdue.toml" "i brevdue.toml" "in brevdue.toml";
        draft "Kladde" "Utkast" "Draft";
        reviewed "Gennemset" "Granskad" "Reviewed";
        active "I brug" "I bruk" "In use";
        retired "Taget ud" "Utgången" "Retired";
        back "Alle brevtyper" "Alla brevtyper" "All letter types";
        edit "Ret" "Ändra" "Edit";
        copy "Lav en ny ud fra denne" "Skapa en ny från denna" "Make a new one from this";
        download "Hent som TOML" "Hämta som TOML" "Download as TOML";
        saved "Version {version} er gemt." "Version {version} är sparad." "Version {version} has been saved.";
        same "Intet var ændret; version {version} gælder stadig." "Inget var ändrat; version {version} gäller fortfarande." "Nothing had changed; version {version} stands.";
        state_set "Version {version} er nu: {state}." "Version {version} är nu: {state}." "Version {version} is now: {state}.";
        file_note "Denne brevtype står i konfigurationsfilen og kan kun ændres der." "Den här brevtypen står i konfigurationsfilen och kan bara ändras där." "This letter type stands in the configuration file and can be changed only there.";
        facts "Om brevtypen" "Om brevtypen" "About the letter type";
        sender "Afsender" "Avsändare" "Sender";
        department "Forvaltning" "Förvaltning" "Department";
        archetype "Arketype" "Arketyp" "Archetype";
        class "Klasse og vej" "Klass och väg" "Class and way";
        code "Kode" "Kod" "Code";
        completeness "Hvor komplet er den?" "Hur komplett är den?" "How complete is it?";
        there "findes" "finns" "there";
        missing "mangler" "saknas" "missing";
        absent "kan tilføjes" "kan läggas till" "could be added";
        preview "Sådan ser modtageren den" "Så ser mottagaren den" "How the recipient sees it";
        preview_note "Et brev med eksempler på oplysninger. Det i skarpe parenteser kommer fra fagsystemet." "Ett brev med exempeluppgifter. Det inom hakparentes kommer från verksamhetssystemet." "A letter with example data. What stands in square brackets comes from the source system.";
        preview_none "Et eksempel kommer, når en afsender er valgt, og intet står i vejen." "Ett exempel visas när en avsändare är vald och inget hindrar." "An example appears once a sender is chosen and nothing stands in its way.";
        alert "Besked om ny post" "Avisering om ny post" "Alert of new mail";
        appeal "Klagevejledning" "Besvärshänvisning" "Appeal instructions";
        paper "Se som papir (PDF)" "Visa som papper (PDF)" "See as paper (PDF)";
        versions "Versioner" "Versioner" "Versions";
        versions_note "En version ændrer sig ikke. Et brev beholder den version, det blev modtaget med." "En version ändras inte. Ett brev behåller den version det togs emot med." "A version never changes. A letter keeps the version it was accepted with.";
        made "Skrevet af {who}, {when}" "Skriven av {who}, {when}" "Written by {who}, {when}";
        set "{state} af {who}, {when}" "{state} av {who}, {when}" "{state} by {who}, {when}";
        show "Vis version {version}" "Visa version {version}" "Show version {version}";
        compare "Sammenlign med version {version}" "Jämför med version {version}" "Compare with version {version}";
        to_reviewed "Sæt til gennemset" "Markera som granskad" "Mark as reviewed";
        to_active "Tag i brug" "Ta i bruk" "Put into use";
        to_retired "Tag ud af brug" "Ta ur bruk" "Take out of use";
        to_draft "Tilbage til kladde" "Tillbaka till utkast" "Back to draft";
        active_note "Nye breve bruger denne version, og den forrige tages ud." "Nya brev använder den här versionen och den förra tas ur bruk." "New letters will use this version, and the one before is retired.";
        retired_note "Der kan ikke sendes nye breve med versionen. Breve på vej går videre." "Inga nya brev kan skickas med versionen. Brev på väg går vidare." "No new letters can be sent with it. Letters under way go on.";
        four_eyes "To personer: den, der har skrevet en version, kan ikke selv gennemse den, og kun en gennemset version kan tages i brug." "Två personer: den som skrivit en version kan inte själv granska den, och bara en granskad version kan tas i bruk." "Two people: the author of a version cannot review it, and only a reviewed version can be put into use.";
        diff_title "Forskelle i {name}" "Skillnader i {name}" "Differences in {name}";
        diff_lead "Fra version {from} til version {to}" "Från version {from} till version {to}" "From version {from} to version {to}";
        diff_none "De to versioner er ens." "De två versionerna är lika." "The two versions are alike.";
        diff_place "Sted" "Ställe" "Place";
        diff_before "Før" "Före" "Before";
        diff_after "Efter" "Efter" "After";
        duplicates "Ligner" "Liknar" "Looks like";
        duplicates_note "Måske er det det samme brev. Færre typer er lettere at holde ved lige." "Kanske är det samma brev. Färre typer är lättare att underhålla." "It may be the same letter. Fewer types are easier to keep.";
    }
}

words! {
    /// The form of a type.
    TypeForm {
        title_new "Ny brevtype" "Ny brevtyp" "New letter type";
        title_edit "Ret {name}" "Ändra {name}" "Edit {name}";
        start_heading "Begynd med et forbillede" "Börja med en förlaga" "Start with a model";
        start_hint "Syv slags breve ligger klar med det, der hører til. Vælg det, der ligner mest." "Sju slags brev ligger klara med det som hör till. Välj det som liknar mest." "Seven kinds of letters lie ready with what belongs to them. Choose the nearest.";
        start_empty "Begynd med en tom" "Börja med en tom" "Start with an empty one";
        as_form "Ret som formular" "Ändra som formulär" "Edit as a form";
        as_toml "Ret som TOML" "Ändra som TOML" "Edit as TOML";
        toml_label "Brevtypen som TOML" "Brevtypen som TOML" "The letter type as TOML";
        toml_hint "Samme form som i docs/LETTER-TYPES.md, med netop én brevtype og uden afsender." "Samma form som i docs/LETTER-TYPES.md, med precis en brevtyp och utan avsändare." "The same form as in docs/LETTER-TYPES.md, with exactly one letter type and no sender.";
        templates "I felterne nedenfor kan oplysninger fra fagsystemet stå i krøllede parenteser, for eksempel {example}." "I fälten nedan kan uppgifter från verksamhetssystemet stå inom klammerparentes, till exempel {example}." "In the fields below, data of the source system may stand in braces, for example {example}.";
        required "Brevet afvises uden" "Brevet avvisas utan" "Refused without it";
        about "Om brevtypen" "Om brevtypen" "About the letter type";
        way "Vej" "Väg" "Way";
        way_hint "Hvordan brevet kommer frem, og hvad der sker uden digital postkasse." "Hur brevet kommer fram och vad som händer utan digital brevlåda." "How the letter travels, and what happens without a digital mailbox.";
        text "Tekst og kontakt" "Text och kontakt" "Text and contact";
        text_hint "Bruges, når den, der sender, ikke skriver noget selv." "Används när avsändaren inte skriver något själv." "Used when whoever sends writes nothing themselves.";
        deadline "Frist" "Frist" "Deadline";
        deadline_hint "En dag fra fagsystemet eller et antal dage. Tom: ingen frist." "En dag från verksamhetssystemet eller ett antal dagar. Tom: ingen frist." "A day from the source system, or a number of days. Empty: no deadline.";
        action "Handling {number}: {kind}" "Handling {number}: {kind}" "Action {number}: {kind}";
        action_hint "Knappen, som modtageren ser. Vælg »ingen« for at tage den ud." "Knappen som mottagaren ser. Välj ”ingen” för att ta bort den." "The button that the recipient sees. Choose “none” to take it out.";
        action_new "Tilføj en handling" "Lägg till en handling" "Add an action";
        action_new_hint "Vælg handlingen, og tryk på »Se efter«: så kommer dens felter frem." "Välj handlingen och tryck på ”Kontrollera”: då visas dess fält." "Choose the action and press “Check”: its fields appear then.";
        names "Navne på oplysninger" "Namn på uppgifter" "Names of data fields";
        names_hint "Vises for dem, der udfylder brevet her på siden." "Visas för dem som fyller i brevet här på sidan." "Shown to those who fill in the letter on these pages.";
        time "Tid" "Tid" "Time";
        time_hint "Tomme felter begrænser intet." "Tomma fält begränsar inget." "Empty fields limit nothing.";
        subject "Emne og sag" "Ämne och ärende" "Subject and case";
        subject_hint "Det, som modtagerens og kommunens systemer sorterer efter." "Det som mottagarens och kommunens system sorterar efter." "What the recipient's and the municipality's systems sort by.";
        alert "Besked om ny post" "Avisering om ny post" "Alert of new mail";
        alert_hint "Uden personoplysninger: beskeden kan ses på en låst telefon." "Utan personuppgifter: aviseringen kan synas på en låst telefon." "Without personal data: it may show on a locked phone.";
        content "Hvad brevet handler om" "Vad brevet handlar om" "What the letter is about";
        content_hint "Person, virksomhed, køretøj, ejendom, sted eller andet." "Person, företag, fordon, fastighet, plats eller annat." "Person, company, vehicle, property, place or other.";
        parties "Hvem der skriver, og hvor svar skal hen" "Vem som skriver och vart svar ska" "Who writes, and where answers go";
        reply "Det, et svar bringer tilbage" "Det som ett svar för tillbaka" "What an answer brings back";
        reply_hint "Så svaret finder sin sag uden, at nogen leder." "Så att svaret hittar sitt ärende utan att någon letar." "So that the answer finds its case by itself.";
        check "Se efter" "Kontrollera" "Check";
        save "Gem som kladde" "Spara som utkast" "Save as draft";
        save_note "Der gemmes en ny version. Den tager først imod breve, når den tages i brug." "En ny version sparas. Den tar emot brev först när den tas i bruk." "A new version is saved. It takes letters only once it is put into use.";
        faults_heading "Ret dette, før brevtypen kan gemmes:" "Rätta detta innan brevtypen kan sparas:" "Mend this before the letter type can be saved:";
        sound "Brevtypen kan gemmes." "Brevtypen kan sparas." "The letter type can be saved.";
        conflict "En anden har gemt version {version}, mens du skrev. Se forskellene, og tryk igen for at gemme din som en nyere." "Någon annan har sparat version {version} medan du skrev. Se skillnaderna och tryck igen för att spara din som en nyare." "Somebody else saved version {version} while you were writing. See the differences, and press again to save yours as a newer one.";
        taken "Koden er i brug af en anden brevtype." "Koden används av en annan brevtyp." "Another letter type has this code.";
        wrong_missing "Skal udfyldes." "Måste fyllas i." "Must be filled in.";
        wrong_number "Skal være et helt tal." "Måste vara ett heltal." "Must be a whole number.";
        wrong_rule "Kan ikke bruges, som det står." "Kan inte användas som det står." "Cannot be used as it stands.";
    }
}

words! {
    /// What there is to choose from in the form of a type.
    TypeChoices {
        none "ingen" "ingen" "none";
        no_action "ingen" "ingen" "none";
        class_1 "1: åben information" "1: öppen information" "1: open information";
        class_2 "2: som klasse 3, indtil det er besluttet" "2: som klass 3 tills det är beslutat" "2: as class 3 until decided";
        class_3 "3: følsom, underskrives altid" "3: känslig, signeras alltid" "3: sensitive, always signed";
        class_4 "4: sendes aldrig herfra" "4: skickas aldrig härifrån" "4: never sent from here";
        digital_first "Digitalt først" "Digitalt först" "Digital first";
        paper_only "Kun papir" "Endast papper" "Paper only";
        print "Papir" "Papper" "Paper";
        desk "Tilbage til sagsbehandleren" "Tillbaka till handläggaren" "Back to the case worker";
        dropped "Sendes ikke" "Skickas inte" "Not sent";
        direct_debit "Betalingsservice eller autogiro" "Autogiro" "Direct debit";
        e_invoice "E-faktura" "E-faktura" "E-invoice";
        digital "Digital postkasse" "Digital brevlåda" "Digital mailbox";
        letter "Brev" "Brev" "Letter";
        nemsms "NemSMS (kun Danmark)" "NemSMS (endast Danmark)" "NemSMS (Denmark only)";
        never "Aldrig" "Aldrig" "Never";
        neutral "Neutral tekst" "Neutral text" "Neutral text";
        own_text "Egen tekst" "Egen text" "Own text";
        reply "at svare" "att svara" "answering";
        appeal "at klage" "att överklaga" "appealing";
        act "at gøre det, brevet beder om" "att göra det som brevet ber om" "doing what the letter asks";
    }
}

words! {
    /// Import and export of the catalogue.
    TypeExchange {
        title "Hent og del brevtyper" "Hämta och dela brevtyper" "Import and share letter types";
        export_heading "Del" "Dela" "Share";
        export_note "Filen rummer alle brevtyper, du må se, uden afsender. En anden kommune kan hente den." "Filen innehåller alla brevtyper som du får se, utan avsändare. En annan kommun kan hämta den." "The file holds all letter types that you may see, without a sender. Another municipality can import it.";
        export "Hent kataloget (TOML)" "Hämta katalogen (TOML)" "Download the catalogue (TOML)";
        import_heading "Hent ind" "Hämta in" "Import";
        sender "For afsender" "För avsändare" "For sender";
        file "Katalogets fil" "Katalogens fil" "The catalogue's file";
        file_hint "En TOML-fil, hentet her eller i en anden kommune." "En TOML-fil, hämtad här eller i en annan kommun." "A TOML file, downloaded here or from another municipality.";
        toml "Eller kataloget som tekst" "Eller katalogen som text" "Or the catalogue as text";
        toml_hint "Bruges, når ingen fil er valgt." "Används när ingen fil är vald." "Used when no file is chosen.";
        check "Se, hvad der vil ske" "Se vad som skulle hända" "See what would happen";
        import "Hent ind som kladder" "Hämta in som utkast" "Import as drafts";
        result_heading "Det vil ske" "Det kommer att hända" "What would happen";
        done_heading "Det er sket" "Det har hänt" "What happened";
        new "ny" "ny" "new";
        changed "ny version {version}" "ny version {version}" "new version {version}";
        same "uændret" "oförändrad" "unchanged";
        refused "kan ikke hentes ind" "kan inte hämtas in" "cannot be imported";
        unreadable "Teksten er ikke et katalog." "Texten är ingen katalog." "The text is no catalogue.";
    }
}
