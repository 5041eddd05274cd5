//! Words of administration, doctor, audit trail and contact centre.

words! {
    /// Source systems and keys.
    Systems {
        title "Fagsystemer og nøgler" "Verksamhetssystem och nycklar" "Source systems and keys";
        intro "Hvert system, der sender eller spørger, har sin egen nøgle." "Varje system som skickar eller frågar har en egen nyckel." "Each system that sends or asks has a key of its own.";
        to_quality "Se, hvor gode systemernes data er" "Se hur bra systemens uppgifter är" "See how good the systems' data are";
        none "Ingen systemer er tilsluttet endnu." "Inga system är anslutna ännu." "No systems are connected yet.";
        caption "Tilsluttede systemer" "Anslutna system" "Connected systems";
        column_system "System" "System" "System";
        column_may "Må" "Får" "May";
        column_heard "Sidst hørt" "Hördes senast" "Last heard";
        column_letters "Breve i dag / 30 dage" "Brev i dag / 30 dagar" "Letters today / 30 days";
        never_heard "Endnu aldrig" "Aldrig ännu" "Never yet";
        all_senders "Alle afsendere" "Alla avsändare" "All senders";
        made_at "Nøglen er lavet {when}" "Nyckeln skapades {when}" "Key made {when}";
        certificate "Kommer med certifikat" "Kommer med certifikat" "Comes with a certificate";
        revoke "Spær" "Spärra" "Revoke";
        revoke_note "Systemet afvises inden for fem sekunder. Nøglen kan ikke tages i brug igen." "Systemet avvisas inom fem sekunder. Nyckeln kan inte tas i bruk igen." "The system is refused within five seconds. The key cannot be used again.";
        revoke_confirm "Spær nøglen til {name}" "Spärra nyckeln till {name}" "Revoke the key of {name}";
        revoke_none "Der er ingen sådan nøgle." "Det finns ingen sådan nyckel." "There is no such key.";
        revoked_notice "Nøglen til {name} er spærret." "Nyckeln till {name} är spärrad." "The key of {name} has been revoked.";
        revoked_heading "Spærrede nøgler" "Spärrade nycklar" "Revoked keys";
        revoked_at "Spærret {when}" "Spärrad {when}" "Revoked {when}";
        made_heading "Nøglen til {name} er lavet" "Nyckeln till {name} är skapad" "The key of {name} has been made";
        made_note "Kopiér den nu. Den vises kun denne ene gang." "Kopiera den nu. Den visas bara den här gången." "Copy it now. It is shown only this once.";
        made_label "Nøgle" "Nyckel" "Key";
        new_heading "Ny nøgle" "Ny nyckel" "New key";
        name "Systemets navn" "Systemets namn" "Name of the system";
        name_hint "Står ved hvert brev, systemet indleverer." "Står vid varje brev som systemet lämnar in." "Stands with each letter that the system hands in.";
        senders "For hvilke afsendere?" "För vilka avsändare?" "For which senders?";
        scopes "Hvad må det?" "Vad får det göra?" "What may it do?";
        make "Lav nøgle" "Skapa nyckel" "Make the key";
        wrong_name "Giv et navn på højst 64 tegn, uden personnummer." "Ge ett namn på högst 64 tecken, utan personnummer." "Give a name of at most 64 characters, without a person number.";
        wrong_taken "Navnet er brugt. Også en spærret nøgle beholder sit navn." "Namnet är använt. Även en spärrad nyckel behåller sitt namn." "The name is taken. A revoked key keeps its name too.";
        wrong_senders "Vælg mindst én afsender." "Välj minst en avsändare." "Choose at least one sender.";
        wrong_scopes "Vælg mindst én ting, systemet må." "Välj minst en sak som systemet får göra." "Choose at least one thing that it may do.";
    }
}

words! {
    /// How good the data of the systems are.
    Quality {
        title "Datakvalitet pr. fagsystem" "Uppgifternas kvalitet per system" "Data quality by system";
        intro "Det, som systemerne selv kan rette: afviste breve, forkerte adresser og brevtyper, der mangler noget. De seneste {days} dage." "Det som systemen själva kan rätta: avvisade brev, felaktiga adresser och brevtyper som saknar något. De senaste {days} dagarna." "What the systems themselves can mend: refused letters, wrong addresses, and letter types that lack something. The last {days} days.";
        none "Ingen systemer har sendt noget i perioden." "Inga system har skickat något under perioden." "No system has sent anything in this time.";
        back "Fagsystemer og nøgler" "Verksamhetssystem och nycklar" "Source systems and keys";
        accepted "Breve modtaget: {count}" "Mottagna brev: {count}" "Letters accepted: {count}";
        clean "Ingen afviste breve og ingen forkerte adresser." "Inga avvisade brev och inga felaktiga adresser." "No refused letters and no wrong addresses.";
        refused "Afviste breve" "Avvisade brev" "Refused letters";
        wrong "Forkerte adresser" "Felaktiga adresser" "Wrong addresses";
        wrong_note "Personen eller adressen findes ikke, hvor systemet siger. Ret det i systemets eget register." "Personen eller adressen finns inte där systemet säger. Rätta det i systemets eget register." "The person or address is not where the system says. Mend it in the system's own register.";
        wrong_more "Kun de nyeste {count} er nævnt." "Bara de nyaste {count} nämns." "Only the newest {count} are named.";
        types "Brevtyper, der mangler noget" "Brevtyper som saknar något" "Letter types that lack something";
        lacks "Mangler: {names}" "Saknar: {names}" "Lacks: {names}";
        gone "Brevtypen findes ikke længere." "Brevtypen finns inte längre." "The letter type no longer exists.";
        times "{count} ×" "{count} ×" "{count} ×";
        letters "breve: {count}" "brev: {count}" "letters: {count}";
        letter "Brev" "Brev" "Letter";
        reference "ref. {reference}" "ref. {reference}" "ref. {reference}";
    }
}

words! {
    /// What a key may do.
    Scopes {
        write "Sende breve" "Skicka brev" "Send letters";
        read "Se breve" "Se brev" "See letters";
        admin "Alt" "Allt" "Everything";
    }
}

words! {
    /// The contact centre's page.
    Citizen {
        title "Borgerens breve" "Medborgarens brev" "A citizen's letters";
        intro "Svar på spørgsmål om post: hvad der er sendt, og hvor det er. Dokumenterne vises ikke." "Svara på frågor om post: vad som har skickats och var det är. Dokumenten visas inte." "Answer questions about post: what was sent and where it is. Documents are not shown.";
        recorded "Hvert opslag registreres med dit navn og din grund." "Varje uppslag registreras med ditt namn och ditt skäl." "Each look is recorded with your name and your reason.";
        number "Borgerens eller virksomhedens nummer" "Medborgarens eller företagets nummer" "The citizen's or company's number";
        number_hint "Nummeret gemmes ikke og står ikke i adressen." "Numret sparas inte och står inte i adressen." "The number is not kept and does not stand in the address.";
        reason "Hvorfor slår du op?" "Varför slår du upp?" "Why are you looking?";
        reason_choose "Vælg en grund" "Välj ett skäl" "Choose a reason";
        note "Bemærkning" "Kommentar" "Note";
        note_hint "Uden numre og navne. Skal udfyldes ved »Andet«." "Utan nummer och namn. Måste fyllas i vid ”Annat”." "Without numbers and names. Needed with “Other”.";
        look "Slå op" "Slå upp" "Look up";
        wrong_number "Det er ikke et gyldigt nummer." "Det är inget giltigt nummer." "This is no valid number.";
        wrong_reason "Vælg en grund." "Välj ett skäl." "Choose a reason.";
        wrong_note "Skriv, hvorfor du slår op." "Skriv varför du slår upp." "Write why you are looking.";
        wrong_note_text "Højst 200 tegn og intet personnummer." "Högst 200 tecken och inget personnummer." "At most 200 characters and no person number.";
        too_many "Du har slået op {count} gange på ti minutter. Vent lidt, eller tal med din leder." "Du har slagit upp {count} gånger på tio minuter. Vänta en stund eller tala med din chef." "You have looked {count} times in ten minutes. Wait a while, or talk to your manager.";
        found "Breve til {masked}" "Brev till {masked}" "Letters to {masked}";
        none "Der er ingen breve til dette nummer." "Det finns inga brev till det här numret." "There are no letters to this number.";
        more "Kun de nyeste {count} vises." "Bara de nyaste {count} visas." "Only the newest {count} are shown.";
        protected "Beskyttet navn og adresse: oplys intet i telefonen. Henvis til sagsbehandleren." "Skyddad identitet: lämna inga uppgifter i telefon. Hänvisa till handläggaren." "Protected identity: tell nothing on the telephone. Refer to the case worker.";
        accepted "Indleveret" "Inlämnat" "Handed in";
        delivered "Kommet frem" "Framme" "Arrived";
        way "Kanal" "Kanal" "Channel";
        deadline "Frist" "Frist" "Deadline";
        reply_by "Svarfrist" "Svarsfrist" "Deadline to answer";
        appeal_by "Klagefrist" "Överklagandetid" "Deadline to appeal";
        own_heading "Dine seneste opslag" "Dina senaste uppslag" "Your latest looks";
        own_none "Du har ikke slået op endnu." "Du har inte slagit upp något ännu." "You have not looked yet.";
    }
}

words! {
    /// Reasons for a look.
    Reasons {
        question "Borgeren spørger til sin post" "Medborgaren frågar om sin post" "The citizen asks about their post";
        not_arrived "Borgeren har ikke fået et brev" "Medborgaren har inte fått ett brev" "The citizen did not get a letter";
        deadline "Borgeren spørger til en frist" "Medborgaren frågar om en frist" "The citizen asks about a deadline";
        colleague "En sagsbehandler har bedt om det" "En handläggare har bett om det" "A case worker asked for it";
        other "Andet" "Annat" "Other";
    }
}

words! {
    /// The doctor's page.
    Doctor {
        title "Driftens tilstand" "Driftens tillstånd" "State of the installation";
        green "I orden" "I sin ordning" "Well";
        yellow "Kræver omsorg" "Kräver omsorg" "Needs care";
        red "Virker ikke" "Fungerar inte" "Does not work";
        all_green "Alt er i orden." "Allt är i sin ordning." "Everything is well.";
        all_yellow "Brevene går, men noget kræver omsorg." "Breven går, men något kräver omsorg." "Letters move, but something needs care.";
        all_red "Noget virker ikke og skal mendes nu." "Något fungerar inte och måste åtgärdas nu." "Something does not work and must be mended now.";
        version "Brevdue {version}, databaseskema {schema}" "Brevdue {version}, databasschema {schema}" "Brevdue {version}, database schema {schema}";
        ill_heading "Det skal der gøres noget ved" "Det här behöver åtgärdas" "What to do something about";
        well_heading "Det er i orden" "Det här är i sin ordning" "What is well";
        technical "Teknisk, på engelsk" "Tekniskt, på engelska" "Technical";
        todo "Gør dette:" "Gör så här:" "Do this:";
        sweep "Se alle åbne breve efter nu" "Gå igenom alla öppna brev nu" "Look through all open letters now";
        sweep_note "Det sker også af sig selv hver time. Det, der sikkert kan rettes, bliver rettet." "Det sker också av sig självt varje timme. Det som säkert kan rättas blir rättat." "This also happens by itself each hour. What can safely be put right is put right.";
        swept "Alle åbne breve er set efter." "Alla öppna brev är genomgångna." "All open letters have been looked through.";
        support "Hent fil til support" "Hämta fil till support" "Download the support file";
        support_note "Samme oplysninger og antal breve, uden personoplysninger." "Samma uppgifter och antal brev, utan personuppgifter." "The same findings and numbers of letters, without personal data.";
    }
}

words! {
    /// Today's balance.
    Balance {
        heading "Dagens balance" "Dagens balans" "Today's balance";
        none "Der er ikke indleveret breve i dag." "Inga brev har lämnats in i dag." "No letters have been handed in today.";
        balanced "Den stemmer: hvert brev er et sted." "Den stämmer: varje brev är någonstans." "It adds up: every letter is somewhere.";
        differs "Den stemmer ikke. Forskelle: {count}" "Den stämmer inte. Skillnader: {count}" "It does not add up. Differences: {count}";
        partly "Kun en del af brevene er sammenlignet her; »brevdue balance --full« ser på alle." "Bara en del av breven är jämförda här; ”brevdue balance --full” går igenom alla." "Only some letters were compared here; “brevdue balance --full” looks at all.";
        failed "Balancen kan ikke laves nu. Se loggen." "Balansen kan inte göras nu. Se loggen." "The balance cannot be made now. See the log.";
        sender "Afsender" "Avsändare" "Sender";
        accepted "Modtaget" "Mottagna" "Accepted";
        settled "Afsluttet" "Avslutade" "Settled";
        open "Undervejs" "På väg" "Under way";
    }
}

words! {
    /// What the doctor looks at, and what to do when it is ill.
    Subjects {
        configuration "Opsætning" "Inställningar" "Configuration";
        certificate "Certifikat eller nøgle" "Certifikat eller nyckel" "Certificate or key";
        certificate_todo "Forny certifikatet, få det nye registreret hos modtageren, og læg det ved siden af det gamle." "Förnya certifikatet, få det nya registrerat hos mottagaren och lägg det bredvid det gamla." "Renew the certificate, have the new one registered with the receiver, and put it beside the old one.";
        holder "Certifikatets indehaver" "Certifikatets innehavare" "Holder of the certificate";
        holder_todo "Certifikatet tilhører en anden. Brug kommunens eget, eller få indehaveren registreret som formidler." "Certifikatet tillhör någon annan. Använd kommunens eget eller få innehavaren registrerad som förmedlare." "The certificate belongs to somebody else. Use the municipality's own, or have its holder registered as a dispatcher.";
        dispatcher "Formidler" "Förmedlare" "Dispatcher";
        dispatcher_todo "Få formidleren registreret for afsenderen i adresseregistret." "Få förmedlaren registrerad för avsändaren i adressregistret." "Have the dispatcher registered for the sender in the address register.";
        operator "En postkasseoperatør hviler" "En brevlådeoperatör vilar" "A mailbox operator rests";
        operator_todo "Intet, hvis det går over af sig selv; ellers spørg operatøren. Dens breve venter imens." "Inget, om det går över av sig självt; fråga annars operatören. Dess brev väntar under tiden." "Nothing if it passes by itself; else ask the operator. Its letters wait meanwhile.";
        folder "Printtjenestens mappe" "Utskriftstjänstens mapp" "Folder of the print service";
        folder_todo "Opret mappen og dens kvitteringsmappe, og giv Brevdue lov til at skrive i dem." "Skapa mappen och dess kvittensmapp och låt Brevdue skriva i dem." "Create the folder and its folder for receipts, and let Brevdue write there.";
        pushes "Kvitteringer, der skubbes hertil" "Kvittenser som skickas hit" "Receipts that are pushed here";
        pushes_todo "Lad en TLS-proxy kræve Beskedfordelers certifikat, og nævn det i brevdue.toml." "Låt en TLS-proxy kräva Beskedfordelers certifikat och ange det i brevdue.toml." "Let a TLS proxy ask for Beskedfordeler's certificate, and name it in brevdue.toml.";
        nobody "Ingen afsender" "Ingen avsändare" "No sender";
        nobody_todo "Kanalen er sat op, men ingen afsender bruger den. Tilføj en i brevdue.toml." "Kanalen är inställd, men ingen avsändare använder den. Lägg till en i brevdue.toml." "The channel is set up, but no sender uses it. Add one in brevdue.toml.";
        agreement "Aftale" "Avtal" "Agreement";
        agreement_todo "Få aftalen underskrevet eller fornyet, og sæt datoerne i brevdue.toml." "Få avtalet undertecknat eller förnyat och ange datumen i brevdue.toml." "Have the agreement signed or renewed, and set its dates in brevdue.toml.";
        sender "Afsender" "Avsändare" "Sender";
        sender_todo "Afsenderen har ingen digital kanal. Sæt »digital«, når aftalen er underskrevet." "Avsändaren har ingen digital kanal. Ange ”digital” när avtalet är undertecknat." "The sender has no digital channel. Set digital once the agreement is signed.";
        connection "Forbindelse" "Förbindelse" "Connection";
        connection_todo "Se, om modparten har driftsstop, og om netværk, adresse og adgang er rigtige. Brevene venter imens." "Se om motparten har driftstopp och om nätverk, adress och behörighet stämmer. Breven väntar under tiden." "See whether the other side is down, and whether network, address and access are right. Letters wait meanwhile.";
        letters "Breve efter status" "Brev efter status" "Letters by state";
        letters_todo "Breve venter på et menneske. Åbn dem under Breve, og følg, hvad der står." "Brev väntar på en människa. Öppna dem under Brev och följ det som står." "Letters wait for a person. Open them under Letters and follow what they say.";
        queue "Kø" "Kö" "Queue";
        queue_todo "Breve bliver ikke ekspederet i tide. Se loggen for det, der fejler, eller giv flere arbejdere." "Brev behandlas inte i tid. Se loggen för det som misslyckas eller ge fler arbetare." "Letters are not worked on in time. See the log for what fails, or give more workers.";
        receipts "Kvitteringer" "Kvittenser" "Receipts";
        receipts_todo "Kvitteringer finder ikke deres brev. Bruger en anden installation samme adgang, eller er databasen gendannet?" "Kvittenser hittar inte sitt brev. Använder en annan installation samma behörighet, eller är databasen återställd?" "Receipts do not find their letter. Does another installation use the same access, or was the database restored?";
        balance "Balance" "Balans" "Balance";
        balance_todo "Kør »brevdue balance --full«: den nævner brevene. Giv støttefilen til support." "Kör ”brevdue balance --full”: den nämner breven. Ge supportfilen till support." "Run brevdue balance --full: it names the letters. Give the support file to support.";
        sweep "Gennemgang af breve" "Genomgång av brev" "Look through the letters";
        sweep_todo "Nogle breve afviger. Kør »brevdue sweep« for at se dem alle." "Några brev avviker. Kör ”brevdue sweep” för att se alla." "Some letters differ. Run brevdue sweep to see them all.";
        retention "Opbevaring af indhold" "Bevarande av innehåll" "Keeping of content";
        retention_todo "Bestem, hvor længe brevenes indhold skal ligge her: content_days under [retention]. Er det bestemt, så se i loggen, hvorfor noget ikke kunne slettes." "Bestäm hur länge brevens innehåll ska ligga här: content_days under [retention]. Är det bestämt, se i loggen varför något inte kunde raderas." "Decide how long the content of letters stays here: content_days under [retention]. If that is decided, see the log for what could not be deleted.";
        database "Database" "Databas" "Database";
        database_todo "Databasen svarer ikke. Se dens log, plads og forbindelse." "Databasen svarar inte. Se dess logg, utrymme och förbindelse." "The database does not answer. See its log, space and connection.";
        disk "Diskplads" "Diskutrymme" "Disk space";
        disk_todo "Gør plads: uden plads kan der ikke tages imod breve." "Gör plats: utan utrymme kan inga brev tas emot." "Make room: without it letters cannot be accepted.";
        clock "Ur" "Klocka" "Clock";
        clock_todo "Uret er stillet om. Lad det følge en tidstjeneste." "Klockan har ställts om. Låt den följa en tidstjänst." "The clock was set. Keep it in step with a time service.";
    }
}

words! {
    /// Settings, read-only.
    Settings {
        title "Opsætning" "Inställningar" "Settings";
        intro "Opsætningen står i brevdue.toml og ændres dér. Her kan du se den." "Inställningarna står i brevdue.toml och ändras där. Här kan du se dem." "Settings stand in brevdue.toml and are changed there. Here you can see them.";
        set_in "Sættes i" "Anges i" "Set in";
        senders "Afsendere" "Avsändare" "Senders";
        number "Nummer" "Nummer" "Number";
        country "Land" "Land" "Country";
        denmark "Danmark" "Danmark" "Denmark";
        sweden "Sverige" "Sverige" "Sweden";
        contact "Kontakt" "Kontakt" "Contact";
        digital "Digital kanal" "Digital kanal" "Digital channel";
        no_digital "Ingen: alt går på papir eller til sagsbehandleren" "Ingen: allt går på papper eller till handläggaren" "None: everything goes on paper or to the case worker";
        paper "Papir" "Papper" "Paper";
        hot_folder "Printtjeneste med hotfolder" "Utskriftstjänst med hotfolder" "Print service with a hot folder";
        by_kombi "KOMBITs fysiske post" "KOMBITs fysiska post" "KOMBIT's physical post";
        rights "Rettigheder" "Rättigheter" "Rights";
        mandatory "Obligatorisk post" "Obligatorisk post" "Mandatory post";
        legal "Forkyndelse" "Delgivning" "Legal service of process";
        agreements "Aftaler" "Avtal" "Agreements";
        no_agreements "Ingen aftaler er skrevet ind." "Inga avtal är inskrivna." "No agreements are written down.";
        signed "underskrevet af {who}, {when}" "undertecknat av {who}, {when}" "signed by {who}, {when}";
        unsigned "Ikke underskrevet" "Inte undertecknat" "Not signed";
        endless "Uden udløb" "Utan slut" "Without an end";
        days_left "{days} dage tilbage" "{days} dagar kvar" "{days} days left";
        ended "Udløb for {days} dage siden" "Gick ut för {days} dagar sedan" "Ended {days} days ago";
        units "Enheder, der har sendt" "Enheter som har skickat" "Units that have sent";
        departments "Forvaltninger" "Förvaltningar" "Departments";
        channels "Kanaler" "Kanaler" "Channels";
        no_channels "Ingen kanaler er sat op." "Inga kanaler är inställda." "No channels are configured.";
        host "Taler med" "Talar med" "Speaks to";
        last "Sidste brev eller kvittering" "Senaste brev eller kvittens" "Last letter or receipt";
        no_last "Ingen siden starten" "Inget sedan starten" "None since the start";
        condition "Lige nu" "Just nu" "Right now";
        no_condition "I orden" "I sin ordning" "Well";
        certificates "Certifikater" "Certifikat" "Certificates";
        no_certificates "Ingen certifikater at vise." "Inga certifikat att visa." "No certificates to show.";
        certificate "Certifikat eller nøgle" "Certifikat eller nyckel" "Certificate or key";
        standing "Tilstand" "Tillstånd" "State";
        technical "Teknisk, på engelsk" "Tekniskt, på engelska" "Technical";
        warned "Der advares 60, 30, 14 og 7 dage før." "Varning ges 60, 30, 14 och 7 dagar före." "Warnings come 60, 30, 14 and 7 days before.";
        classes "Beskyttelsesklasser" "Skyddsklasser" "Protection classes";
        no_types "Ingen brevtyper" "Inga brevtyper" "No letter types";
        policy "Tålmodighed og regler" "Tålamod och regler" "Patience and rules";
        rule "Regel" "Regel" "Rule";
        value "Værdi" "Värde" "Value";
        lookups "Pauser mellem spørgsmål til registret" "Pauser mellan frågor till registret" "Pauses between questions to the register";
        attempts "Pauser mellem forsøg" "Pauser mellan försök" "Pauses between attempts";
        max_attempts "Forsøg, før et menneske spørges" "Försök innan en människa tillfrågas" "Attempts before a person is asked";
        in_doubt "Uvist, om det kom frem: et menneske spørges efter" "Ovisst om det kom fram: en människa tillfrågas efter" "Unclear whether it arrived: a person is asked after";
        receipt "Kvittering mangler: et menneske spørges efter" "Kvittens saknas: en människa tillfrågas efter" "Receipt missing: a person is asked after";
        reminders "Påmindelser om breve, der venter" "Påminnelser om brev som väntar" "Reminders of letters that wait";
        four_eyes "To personer om en brevtype" "Två personer om en brevtyp" "Two people for a letter type";
        yes "ja" "ja" "yes";
        no "nej" "nej" "no";
        retention "Opbevaring" "Bevarande" "Retention";
        retention_words "Ingen regel: indholdet bliver liggende." "Ingen regel: innehållet blir kvar." "No rule: content stays.";
        retention_after "Indholdet slettes {days} dage efter brevets sidste hændelse, tidligst når frister er gået" "Innehållet raderas {days} dagar efter brevets senaste händelse, tidigast när frister har gått ut" "Content is deleted {days} days after the letter's last event, not before deadlines have passed";
        days "dage" "dagar" "days";
        hours "timer" "timmar" "hours";
        minutes "min." "min" "min";
    }
}

words! {
    /// The audit trail.
    AuditTrail {
        title "Revisionsspor" "Granskningsspår" "Audit trail";
        intro "Hvem der har gjort hvad med selve Brevdue. Det, der er gjort med et brev, står på brevets side." "Vem som har gjort vad med själva Brevdue. Det som gjorts med ett brev står på brevets sida." "Who did what with Brevdue itself. What was done with a letter stands on its page.";
        chain_heading "Holder kæden?" "Håller kedjan?" "Does the chain hold?";
        never "Kæden er ikke efterprøvet siden starten." "Kedjan har inte kontrollerats sedan starten." "The chain has not been checked since the start.";
        running "Kæden efterprøves nu. Det kan tage lidt tid." "Kedjan kontrolleras nu. Det kan ta en stund." "The chain is being checked. This can take a while.";
        failed "Kæden kunne ikke efterprøves. Se loggen." "Kedjan kunde inte kontrolleras. Se loggen." "The chain could not be checked. See the log.";
        whole "Hel: {entries} led efterprøvet {when}. Afvigelser: {count}." "Hel: {entries} länkar kontrollerade {when}. Avvikelser: {count}." "Whole: {entries} entries checked {when}. Faults: {count}.";
        broken "Brudt: {entries} led efterprøvet {when}. Afvigelser: {count}." "Bruten: {entries} länkar kontrollerade {when}. Avvikelser: {count}." "Broken: {entries} entries checked {when}. Faults: {count}.";
        verify "Efterprøv hele kæden" "Kontrollera hela kedjan" "Check the whole chain";
        search "Find" "Sök" "Find";
        by "Hvem" "Vem" "Who";
        kind "Hvad" "Vad" "What";
        any "Alt" "Allt" "Everything";
        from "Fra og med" "Från och med" "From";
        to "Til og med" "Till och med" "Until";
        show "Vis" "Visa" "Show";
        clear "Ryd" "Rensa" "Clear";
        caption "Handlinger, nyeste først" "Handlingar, nyaste först" "Acts, newest first";
        about "Hvilken" "Vilken" "Which";
        when "Hvornår" "När" "When";
        ourselves "Brevdue selv" "Brevdue självt" "Brevdue itself";
        password "ny adgangskode" "nytt lösenord" "new password";
        shut "spærret" "spärrad" "blocked";
        let_in "lukket ind" "insläppt" "let in";
        no_roles "ingen roller" "inga roller" "no roles";
        none "Ingen handlinger passer." "Inga handlingar stämmer." "No acts match.";
        older "Ældre" "Äldre" "Older";
        newest "Til de nyeste" "Till de nyaste" "Back to the newest";
    }
}

words! {
    /// Kinds of acts.
    Deeds {
        chain_begun "Kæden begyndte" "Kedjan började" "The chain began";
        configuration_loaded "Startede med opsætningen" "Startade med inställningarna" "Started with the configuration";
        api_key_made "Lavede en nøgle" "Skapade en nyckel" "Made a key";
        api_key_revoked "Spærrede en nøgle" "Spärrade en nyckel" "Revoked a key";
        person_made "Oprettede en bruger" "Lade till en användare" "Added a person";
        signed_in_locally "Loggede ind med adgangskode" "Loggade in med lösenord" "Signed in with a password";
        sessions_ended "Afsluttede sessioner" "Avslutade sessioner" "Ended sessions";
        person_set "Ændrede en bruger" "Ändrade en användare" "Changed a person";
        person_removed "Fjernede en bruger" "Tog bort en användare" "Removed a person";
        letter_type_imported "Gemte en brevtype" "Sparade en brevtyp" "Saved a letter type";
        letter_type_changed "Ændrede en brevtypes tilstand" "Ändrade en brevtyps läge" "Changed a letter type's state";
        master_key_rotated "Skiftede hovednøglen" "Bytte huvudnyckeln" "Rotated the master key";
        letter_forgotten "Slettede et brevs nøgle" "Raderade ett brevs nyckel" "Deleted a letter's key";
        citizen_looked "Slog en borgers breve op" "Slog upp en medborgares brev" "Looked up a citizen's letters";
        letters_searched "Søgte breve på et nummer" "Sökte brev på ett nummer" "Searched letters by a number";
        backup_taken "Tog en sikkerhedskopi" "Tog en säkerhetskopia" "Took a backup";
        restored "Gendannede fra en kopi" "Återställde från en kopia" "Restored from a backup";
        unknown "Andet" "Annat" "Other";
    }
}
