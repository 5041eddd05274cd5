//! Words that stand on many pages.

words! {
    /// Around every page.
    Frame {
        skip "Gå til indholdet" "Hoppa till innehållet" "Skip to content";
        menu "Menu" "Meny" "Menu";
        language "Sprog" "Språk" "Language";
        signed_in "Logget ind som" "Inloggad som" "Signed in as";
        sign_out "Log ud" "Logga ut" "Sign out";
        sandbox_notice "Øvelse: brevene går til Brevdues egen sandkasse og ikke til rigtige modtagere." "Övning: breven går till Brevdues egen sandlåda och inte till riktiga mottagare." "Practice: letters go to Brevdue's own sandbox, not to real recipients.";
        test_notice "Test: brevene går til myndighedernes testmiljø og ikke til rigtige modtagere." "Test: breven går till myndigheternas testmiljö och inte till riktiga mottagare." "Test: letters go to the authorities' test environment, not to real recipients.";
        foot "Brevdue – kommunens egen brevdue" "Brevdue – kommunens egen brevduva" "Brevdue – the municipality's own carrier pigeon";
    }
}

words! {
    /// Where a letter stands, in one or two words.
    States {
        accepted "Modtaget" "Mottaget" "Accepted";
        waiting "Venter" "Väntar" "Waiting";
        routed "På vej" "På väg" "On its way";
        handed_over "Afleveret, mangler kvittering" "Överlämnat, väntar på kvittens" "Handed over, receipt awaited";
        in_doubt "Uvist, om det kom frem" "Ovisst om det kom fram" "Unclear whether it arrived";
        delivered "I postkassen" "I brevlådan" "In the mailbox";
        posted "Printet og sendt" "Utskrivet och postat" "Printed and posted";
        opened "Åbnet af modtageren" "Öppnat av mottagaren" "Opened by the recipient";
        returned "Kommet retur" "I retur" "Returned";
        needs_attention "Venter på et menneske" "Väntar på en människa" "Waits for a person";
        failed "Opgivet" "Uppgivet" "Given up";
        cancelled "Annulleret" "Avbrutet" "Cancelled";
        expired "Fristen udløb" "Tiden gick ut" "Expired";
    }
}

words! {
    /// Channels, fallbacks and protection classes.
    Routes {
        digital_post "Digital Post" "Digital Post (Danmark)" "Digital Post";
        kombi "Digital Post via KOMBIT" "Digital Post via KOMBIT" "Digital Post through KOMBIT";
        mina_meddelanden "Mina meddelanden" "Mina meddelanden" "Mina meddelanden";
        print "Papir" "Papper" "Paper";
        desk "Sagsbehandleren" "Handläggaren" "Case worker's desk";
        none "Sendes ikke" "Skickas inte" "Not sent";
        undecided "Ikke valgt endnu" "Inte vald ännu" "Not chosen yet";
        fallback_print "ellers på papir" "annars på papper" "else on paper";
        fallback_desk "ellers tilbage til dig" "annars tillbaka till dig" "else back to you";
        fallback_none "ellers slet ikke" "annars inte alls" "else not at all";
        paper_only "kun på papir" "endast på papper" "on paper only";
        class "klasse {class}" "klass {class}" "class {class}";
        class_4 "klasse 4: må ikke sendes herfra" "klass 4: får inte skickas härifrån" "class 4: may not be sent from here";
    }
}
