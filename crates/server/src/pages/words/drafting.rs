//! Words of writing a letter and of seeing it as its recipient does.

words! {
    /// The form, beyond its fields.
    Drafting {
        answer_here "Skriv nummeret, og vælg brevtypen: så står her, hvordan modtageren kan nås." "Skriv numret och välj brevtyp: då står här hur mottagaren kan nås." "Write the number and choose the type: how the recipient can be reached will stand here.";
        unit "Hvilken enhed sender?" "Vilken enhet skickar?" "Which unit sends?";
        unit_choose "Vælg enhed" "Välj enhet" "Choose a unit";
        drop "Træk PDF-filer hertil, eller vælg dem." "Dra PDF-filer hit eller välj dem." "Drop PDF files here, or choose them.";
        up "Flyt op" "Flytta upp" "Move up";
        remove "Fjern" "Ta bort" "Remove";
        times_heading "Hvornår?" "När?" "When?";
        recall "Kan tages tilbage" "Kan tas tillbaka" "Can be taken back";
        recall_hint "Så længe ligger brevet klar, før det sendes." "Så länge ligger brevet klart innan det skickas." "For so long the letter lies ready before it leaves.";
        recall_type "som brevtypen siger" "som brevtypen säger" "as the letter type says";
        preview "Se brevet, som modtageren ser det" "Se brevet som mottagaren ser det" "See the letter as the recipient will";
        preview_title "Sådan ser modtageren brevet" "Så ser mottagaren brevet" "As the recipient will see it";
        preview_lead "Intet er sendt endnu. Brevet er bygget præcis, som det vil blive sendt." "Inget är skickat ännu. Brevet är byggt exakt så som det kommer att skickas." "Nothing has been sent yet. The letter is built exactly as it will be sent.";
        way_now "Vejen lige nu: {way}." "Vägen just nu: {way}." "Its way at this moment: {way}.";
        way_unknown "Vejen kendes ikke endnu: registret svarer ikke." "Vägen är inte känd ännu: registret svarar inte." "Its way is not known yet: the register does not answer.";
        nothing_to_show "Brevet går ikke ud herfra, men kommer til dit bord med sine filer." "Brevet går inte ut härifrån utan kommer till ditt bord med sina filer." "The letter does not leave from here but comes to your desk with its files.";
        change "Ret brevet" "Ändra brevet" "Change the letter";
    }
}

words! {
    /// A message as its recipient sees it.
    Seeing {
        from "Fra" "Från" "From";
        date "Dato" "Datum" "Date";
        files "Bilag og dokumenter" "Bilagor och dokument" "Documents";
        asks "Det kan modtageren gøre" "Det kan mottagaren göra" "What the recipient can do";
        answer "Svar og kontakt" "Svar och kontakt" "Answer and contact";
        may_answer "Modtageren kan svare." "Mottagaren kan svara." "The recipient may answer.";
        answer_by "Modtageren kan svare senest {time}." "Mottagaren kan svara senast {time}." "The recipient may answer by {time}.";
        no_answer "Modtageren kan ikke svare." "Mottagaren kan inte svara." "The recipient cannot answer.";
        by "senest {time}" "senast {time}" "by {time}";
        nemsms "NemSMS" "NemSMS" "NemSMS";
        mandatory "Obligatorisk post" "Obligatorisk post" "Mandatory post";
        legal "Forkyndelse" "Delgivning" "Legal service of process";
        sheet "Fil {number} af {count}, i den rækkefølge, som de printes" "Fil {number} av {count}, i utskriftsordning" "File {number} of {count}, in the order of printing";
        open "Åbn som PDF" "Öppna som PDF" "Open as PDF";
        impossible "Kan ikke sendes ad denne vej" "Kan inte skickas den här vägen" "Cannot go this way";
        letter_title "Brevet, som modtageren får det" "Brevet som mottagaren får det" "The letter as the recipient gets it";
        letter_link "Se det, som modtageren ser det" "Se det som mottagaren ser det" "See it as the recipient does";
        back "Tilbage til brevet" "Tillbaka till brevet" "Back to the letter";
    }
}

words! {
    /// Whether documents can be read by those who do not see them.
    Reading {
        heading "Kan dokumenterne læses højt?" "Kan dokumenten läsas upp?" "Can the documents be read aloud?";
        lead "Modtagere med skærmlæser får kun det, som filen siger om sig selv. Brevet kan sendes alligevel." "Mottagare med skärmläsare får bara det som filen säger om sig själv. Brevet kan skickas ändå." "Recipients with a screen reader get only what the file says about itself. The letter can be sent all the same.";
        nothing "Tilgængelighed: intet at rette" "Tillgänglighet: inget att rätta" "Accessibility: nothing to mend";
        one "Tilgængelighed: én ting at rette" "Tillgänglighet: en sak att rätta" "Accessibility: one thing to mend";
        many "Tilgængelighed: {count} ting at rette" "Tillgänglighet: {count} saker att rätta" "Accessibility: {count} things to mend";
    }
}
