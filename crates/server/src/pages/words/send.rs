//! Words of the page that sends a letter.

words! {
    /// The form.
    Send {
        title "Send et brev" "Skicka ett brev" "Send a letter";
        recipient_heading "Til hvem?" "Till vem?" "To whom?";
        number "Modtagerens nummer" "Mottagarens nummer" "The recipient's number";
        number_hint_dk "CPR-nummer (10 cifre) eller CVR-nummer (8 cifre)." "Danskt CPR-nummer (10 siffror) eller CVR-nummer (8 siffror)." "CPR number (10 digits) or CVR number (8 digits).";
        number_hint_se "Svensk personnummer (12 cifre) eller organisationsnummer (10 cifre)." "Personnummer (12 siffror) eller organisationsnummer (10 siffror)." "Swedish person number (12 digits) or organisation number (10 digits).";
        kind "Brevtype" "Brevtyp" "Letter type";
        kind_hint "Brevtypen bestemmer afsender, beskyttelse, og hvad der sker uden digital postkasse." "Brevtypen avgör avsändare, skydd och vad som händer utan digital brevlåda." "The letter type settles sender, protection and what happens without a digital mailbox.";
        kind_choose "Vælg brevtype" "Välj brevtyp" "Choose a letter type";
        check "Se, hvordan modtageren kan nås" "Se hur mottagaren kan nås" "See how the recipient can be reached";
        letter_heading "Hvad skal der stå?" "Vad ska det stå?" "What should it say?";
        subject "Emne" "Ärende" "Subject";
        subject_hint "Kort og uden personoplysninger: emnet kan vises i beskeder om ny post. Uden emne bruges brevtypens navn." "Kort och utan personuppgifter: ärendet kan visas i aviseringar. Utan ärende används brevtypens namn." "Short and without personal data: it may be shown in alerts. Without one, the letter type's name is used.";
        text "Tekst" "Text" "Text";
        text_hint "Et par linjer, der giver mening uden at åbne filerne." "Några rader som är begripliga utan att filerna öppnas." "A few lines that make sense without opening the files.";
        files "PDF-filer" "PDF-filer" "PDF files";
        files_hint "Højst {count} filer, hovedbrevet først. Uden adgangskode." "Högst {count} filer, huvudbrevet först. Utan lösenord." "At most {count} files, the main letter first. Without a password.";
        files_kept "Vedlagt allerede. Fjern markeringen for at tage en fil ud." "Redan bifogade. Avmarkera för att ta bort en fil." "Attached already. Untick a file to take it out.";
        files_more "Tilføj flere PDF-filer" "Lägg till fler PDF-filer" "Add more PDF files";
        files_gone "Filer, du valgte før, er ikke gemt længere. Vælg dem igen; intet er sendt." "Filer som du valde tidigare är inte sparade längre. Välj dem igen; inget är skickat." "Files that you chose before are not kept any more. Choose them again; nothing was sent.";
        files_lost "Filerne var for store til at gemme her. Vælg dem igen." "Filerna var för stora för att sparas här. Välj dem igen." "The files were too large to keep here. Choose them again.";
        more "Mere: reference, tidspunkt, navn og postadresse" "Mer: referens, tidpunkt, namn och postadress" "More: reference, time, name and postal address";
        reference "Din reference" "Din referens" "Your reference";
        reference_hint "Står ved brevet her, ikke i det. Uden personnummer." "Står vid brevet här, inte i det. Utan personnummer." "Stands with the letter here, not in it. Without a person number.";
        case_id "Sagsnummer" "Ärendenummer" "Case number";
        fill_in "Udfyld feltet." "Fyll i fältet." "Fill in the field.";
        send_at "Send tidligst" "Skicka tidigast" "Do not send before";
        send_at_hint "Tom: brevet sendes med det samme." "Tomt: brevet skickas genast." "Empty: the letter is sent at once.";
        expires_at "Send senest" "Skicka senast" "Do not send after";
        expires_at_hint "Kommer det ikke af sted inden da, sendes det slet ikke." "Kommer det inte iväg före dess skickas det inte alls." "What has not left by then is not sent at all.";
        fields_heading "Oplysninger til brevtypen" "Uppgifter till brevtypen" "Details for this letter type";
        optional "kan udelades" "frivilligt" "optional";
        address_heading "Postadresse, hvis brevet skal på papir" "Postadress, om brevet går på papper" "Postal address, in case the letter goes on paper";
        name "Modtagerens navn" "Mottagarens namn" "The recipient's name";
        street "Adresse" "Adress" "Street address";
        street_hint "Højst tre linjer." "Högst tre rader." "At most three lines.";
        postcode "Postnummer" "Postnummer" "Postcode";
        city "By" "Postort" "Town";
        protected "Modtageren har beskyttet navn og adresse" "Mottagaren har skyddad identitet" "The recipient has a protected identity";
        protected_hint "Så sendes brevet ikke automatisk, men kommer tilbage til dig." "Då skickas brevet inte automatiskt utan kommer tillbaka till dig." "Then the letter is not sent automatically but comes back to you.";
        send "Send brevet" "Skicka brevet" "Send the letter";
        send_note "Brevet sendes med det samme. Den næste side viser, hvad der bliver af det." "Brevet skickas genast. Nästa sida visar vad som händer med det." "The letter is sent at once. The next page shows what becomes of it.";
        faults_heading "Brevet er ikke sendt. Ret dette:" "Brevet är inte skickat. Rätta detta:" "The letter has not been sent. Mend this:";
        fault "Fejl:" "Fel:" "Error:";
        conflict "Formularen er allerede sendt én gang, med et andet indhold. Tryk på »Send brevet« igen, hvis også denne udgave skal sendes." "Formuläret har redan skickats en gång, med annat innehåll. Tryck på ”Skicka brevet” igen om även den här versionen ska skickas." "This form was already sent once, with other content. Press “Send the letter” again if this version shall be sent too.";
        no_kinds "Din nøgle har ingen brevtyper. Driften opretter dem i brevdue.toml." "Din nyckel har inga brevtyper. Driften skapar dem i brevdue.toml." "Your key has no letter types. Operations add them in brevdue.toml.";
    }
}

words! {
    /// The channel switch's answer.
    Verdicts {
        heading "Svar om modtageren" "Svar om mottagaren" "Answer about the recipient";
        operator "Postkasse hos {operator}, tager imod post fra os" "Brevlåda hos {operator}, tar emot post från oss" "Mailbox at {operator}, takes post from us";
        mailbox "Digital postkasse, tager imod post fra os" "Digital brevlåda, tar emot post från oss" "Digital mailbox, takes post from us";
        print "Ingen digital postkasse til dette brev: det bliver printet og sendt med posten" "Ingen digital brevlåda för det här brevet: det skrivs ut och postas" "No digital mailbox for this letter: it will be printed and posted";
        paper "Brevtypen går på papir: brevet bliver printet og sendt med posten" "Brevtypen går på papper: brevet skrivs ut och postas" "This type goes on paper: the letter will be printed and posted";
        desk "Kan ikke sendes herfra: brevet kommer tilbage til dig" "Kan inte skickas härifrån: brevet kommer tillbaka till dig" "Cannot be sent from here: the letter comes back to you";
        none "Ingen digital postkasse: brevet sendes slet ikke" "Ingen digital brevlåda: brevet skickas inte alls" "No digital mailbox: the letter will not be sent at all";
        wait "Der kan ikke spørges nu: brevet venter og sendes, når registret svarer" "Det går inte att fråga nu: brevet väntar och skickas när registret svarar" "Cannot be asked now: the letter will wait and go when the register answers";
        number "Nummer: {masked}. Registret oplyser intet navn; sammenlign nummeret med sagen." "Nummer: {masked}. Registret lämnar inget namn; jämför numret med ärendet." "Number: {masked}. The register gives no name; compare the number with the case.";
        address "Papirbreve kræver en postadresse. Skriv den nederst, ellers kommer brevet tilbage til dig." "Pappersbrev kräver en postadress. Skriv den längst ned, annars kommer brevet tillbaka till dig." "Letters on paper need a postal address. Write it below, or the letter comes back to you.";
    }
}
