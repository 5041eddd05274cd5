//! Words of finding and following letters.

words! {
    /// Lengths of time.
    Lengths {
        minute "minut" "minut" "minute";
        minutes "minutter" "minuter" "minutes";
        hours "timer" "timmar" "hours";
        day "dag" "dag" "day";
        days "dage" "dagar" "days";
    }
}

words! {
    /// Conditions of the list beyond text, state and type.
    Finding {
        more "Flere betingelser" "Fler villkor" "More conditions";
        sender "Afsender" "Avsändare" "Sender";
        unit "Enhed" "Enhet" "Unit";
        channel "Kanal" "Kanal" "Channel";
        reference "Reference, præcis" "Referens, exakt" "Reference, exactly";
        any "Alle" "Alla" "All";
        from "Indleveret fra og med" "Inlämnat från och med" "Handed in from";
        to "til og med" "till och med" "until";
        nothing_yet "Der er ingen breve endnu." "Det finns inga brev ännu." "There are no letters yet.";
        nothing_yet_hint "De breve, som du må se, kommer her, så snart de er indleveret." "De brev som du får se kommer hit så snart de har lämnats in." "Letters that you may see come here as soon as they are handed in.";
        send_first "Send et brev" "Skicka ett brev" "Send a letter";
    }
}

words! {
    /// Following one letter.
    Following {
        live "Siden følger brevet af sig selv." "Sidan följer brevet av sig själv." "This page follows the letter by itself.";
        recall "Brevet kan tages tilbage i endnu {left}." "Brevet kan tas tillbaka i {left} till." "The letter can be taken back for another {left}.";
        held "Brevet ligger klar og sendes om {left}." "Brevet ligger klart och skickas om {left}." "The letter is ready and leaves in {left}.";
        days_left "{left} tilbage" "{left} kvar" "{left} left";
        days_over "udløbet" "har gått ut" "has passed";
        last_day "sidste dag i dag" "sista dagen i dag" "today is the last day";
        counted "Regnet fra den {day}, hvor brevet er bevist leveret." "Räknat från {day}, då brevet bevisligen levererades." "Counted from {day}, when delivery is proven.";
        evidence "Hent bevispakken" "Hämta bevispaketet" "Download the evidence";
        evidence_hint "Alt, hvad der beviser, hvad der blev af brevet, i én underskrevet fil." "Allt som bevisar vad som hände med brevet, i en signerad fil." "All that proves what became of the letter, in one signed file.";
        no_content "Du må se, hvor brevet er, men ikke, hvad der står i det." "Du får se var brevet är, men inte vad som står i det." "You may see where the letter is, but not what it says.";
    }
}
