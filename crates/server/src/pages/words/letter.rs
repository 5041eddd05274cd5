//! Words of a letter's page.

words! {
    /// A letter whose content was deleted.
    Remains {
        subject "Indhold slettet" "Innehållet raderat" "Content deleted";
        eyebrow "Indhold slettet" "Innehållet raderat" "Content deleted";
        erased "Indholdet blev slettet før tiden af {by}, {time}: titel, tekst, filer, modtager og kvitteringernes ord." "Innehållet raderades i förtid av {by}, {time}: titel, text, filer, mottagare och kvittensernas ord." "The content was deleted before its time by {by}, {time}: title, text, files, recipient and the words of receipts.";
        why "Begrundelse" "Skäl" "Reason";
        gone "Indholdet blev slettet {time}, fordi tiden for opbevaring var gået: titel, tekst, filer, modtager og kvitteringernes ord." "Innehållet raderades {time} eftersom tiden för bevarande hade gått ut: titel, text, filer, mottagare och kvittensernas ord." "The content was deleted {time}, because the time for keeping it was over: title, text, files, recipient and the words of receipts.";
        heading "Indholdet" "Innehållet" "The content";
        where_else "Brevet selv ligger i det system, der indleverede det." "Själva brevet finns i systemet som lämnade in det." "The letter itself is in the system that handed it in.";
        same "Kontrolsummen viser, om en kopi er den, der blev sendt." "Kontrollsumman visar om en kopia är den som skickades." "The digest shows whether a copy is the one that was sent.";
        digest "Meddelelsens kontrolsum (SHA-256)" "Meddelandets kontrollsumma (SHA-256)" "Digest of the message (SHA-256)";
    }
}

words! {
    /// Deleting what a letter says, before its time.
    Forgetting {
        label "Slet indholdet før tiden" "Radera innehållet i förtid" "Delete the content before its time";
        what "For et brev, der ikke skulle være sendt, eller som rummer noget forkert. Titel, tekst, filer, modtager og kvitteringer forsvinder herfra og kan ikke hentes igen." "För ett brev som inte skulle ha skickats eller som innehåller något fel. Titel, text, filer, mottagare och kvittenser försvinner härifrån och går inte att få tillbaka." "For a letter that should not have been sent, or that holds something wrong. Title, text, files, recipient and receipts go from here and cannot be brought back.";
        stays "Tilbage bliver, at brevet blev sendt, hvornår, hvordan, hvem der slettede det og hvorfor. Hent bevispakken først, hvis den skal bruges." "Kvar blir att brevet skickades, när, hur, vem som raderade det och varför. Hämta bevispaketet först om det behövs." "What stays is that it was sent, when, how, who deleted it and why. Export the evidence first if it is needed.";
        arrived "Modtageren har stadig brevet." "Mottagaren har kvar brevet." "The recipient still has the letter.";
        running "Modtagerens frist er ikke udløbet." "Mottagarens tidsfrist har inte gått ut." "The recipient's deadline has not passed.";
        why "Hvorfor" "Varför" "Why";
        why_hint "Gemmes i stedet for indholdet. Nævn ingen borger." "Sparas i stället för innehållet. Nämn ingen medborgare." "Kept in place of the content. Name no citizen.";
        why_missing "Skriv hvorfor." "Skriv varför." "Say why.";
        button "Slet indholdet" "Radera innehållet" "Delete the content";
    }
}

words! {
    /// A letter.
    Letter {
        page "Brev" "Brev" "Letter";
        back "Alle breve" "Alla brev" "All letters";
        sent "Brevet er modtaget og ligger sikkert. Her kan du følge det." "Brevet är mottaget och ligger säkert. Här kan du följa det." "The letter has been accepted and is safe. You can follow it here.";
        sent_before "Dette brev var allerede sendt fra samme formular. Det er ikke sendt igen." "Det här brevet var redan skickat från samma formulär. Det har inte skickats igen." "This letter had already been sent from the same form. It was not sent again.";
        acted "Det er registreret." "Det är registrerat." "That has been recorded.";
        moved "Brevet flyttede sig, mens du læste. Intet blev ændret; se på det igen." "Brevet rörde sig medan du läste. Inget ändrades; titta på det igen." "The letter moved while you were reading. Nothing was changed; look at it again.";
        state_heading "Status" "Status" "Status";
        why_channel "Hvorfor denne vej" "Varför den här vägen" "Why this way";
        why_stopped "Hvorfor" "Varför" "Why";
        todo "Hvad skal jeg gøre" "Vad ska jag göra" "What to do";
        owner "Hvem handler" "Vem agerar" "Who acts";
        wait_until "Næste forsøg" "Nästa försök" "Next attempt";
        look_again "Se igen" "Titta igen" "Look again";
        acts_heading "Hvad kan du gøre?" "Vad kan du göra?" "What can you do?";
        facts_heading "Om brevet" "Om brevet" "About the letter";
        recipient "Modtager" "Mottagare" "Recipient";
        protected "Beskyttet navn og adresse" "Skyddad identitet" "Protected identity";
        sender "Afsender" "Avsändare" "Sender";
        kind "Brevtype" "Brevtyp" "Letter type";
        channel "Kanal" "Kanal" "Channel";
        reference "Reference" "Referens" "Reference";
        case_id "Sagsnummer" "Ärendenummer" "Case number";
        source "Indleveret af" "Inlämnat av" "Handed in by";
        accepted_at "Indleveret" "Inlämnat" "Handed in";
        delivered_at "Kommet frem" "Framme" "Arrived";
        send_at "Sendes tidligst" "Skickas tidigast" "Not sent before";
        recall_until "Kan tages tilbage indtil" "Kan tas tillbaka till" "Can be taken back until";
        expires_at "Sendes senest" "Skickas senast" "Not sent after";
        reply_by "Modtagerens svarfrist" "Mottagarens svarsfrist" "Recipient's deadline to answer";
        appeal_by "Klagefrist" "Överklagandetid" "Deadline to appeal";
        waits_since "Venter på et menneske siden" "Väntar på en människa sedan" "Waits for a person since";
        tried "Forsøgt" "Försökt" "Tried";
        tried_words "Opslag: {lookups}, forsøg: {attempts}, spørgsmål til modtageren af meddelelsen: {asked}" "Uppslag: {lookups}, försök: {attempts}, frågor till den som tar emot meddelandet: {asked}" "Lookups: {lookups}, attempts: {attempts}, questions to the receiver: {asked}";
        doubt_heading "Det, vi ved" "Det vi vet" "What is known";
        doubt_sent "Vi sendte {time}" "Vi skickade {time}" "We sent {time}";
        doubt_no_answer "og fik intet svar" "och fick inget svar" "and got no answer";
        doubt_silent "Modtageren af meddelelsen har ikke sagt noget." "Den som tar emot meddelandet har inte sagt något." "The receiver has said nothing.";
        doubt_said "Modtageren af meddelelsen, {time}: {said}" "Den som tar emot meddelandet, {time}: {said}" "The receiver, {time}: {said}";
        said_underway "er i gang med den" "arbetar med det" "is working on it";
        said_not_seen "kender den ikke" "känner inte till det" "does not know it";
        said_no_answer "kunne ikke spørges" "kunde inte tillfrågas" "could not be asked";
        said_received "har modtaget den" "har tagit emot det" "has taken it in";
        said_arrived "den er leveret" "det är levererat" "it is delivered";
        said_refused "afvist" "avvisat" "refused";
        said_returned "kom tilbage" "kom i retur" "came back";
        id "Brevets id" "Brevets id" "Id of the letter";
        message_id "Meddelelsens id" "Meddelandets id" "Id of the message";
        transmission_id "Modtagerens transmissions-id" "Mottagarens överförings-id" "Receiver's transmission id";
        content_heading "Det, modtageren får" "Det som mottagaren får" "What the recipient gets";
        no_text "Uden tekst." "Utan text." "Without text.";
        html_text "Teksten er HTML og vises her som kilde." "Texten är HTML och visas här som källa." "The text is HTML and shown here as source.";
        pages_one "1 side" "1 sida" "1 page";
        pages_many "{count} sider" "{count} sidor" "{count} pages";
        open "Åbn" "Öppna" "Open";
        message "Hent meddelelsen, som den blev sendt" "Hämta meddelandet som det skickades" "Download the message as it was sent";
        message_hint "Til beviset: de nøjagtige byte." "För beviset: exakt de byte som skickades." "For the record: the exact bytes.";
        markup_heading "Det, modtageren kan gøre" "Det som mottagaren kan göra" "What the recipient can do";
        deadline "Frist" "Sista dag" "Deadline";
        no_actions "Brevet har ingen handlinger." "Brevet har inga åtgärder." "The letter asks for nothing.";
        completeness "Opmærkning" "Märkning" "Markup";
        timeline_heading "Hvad der er sket" "Vad som har hänt" "What has happened";
        zone "Lokal tid ({zone})" "Lokal tid ({zone})" "Local time ({zone})";
        by "af {name}" "av {name}" "by {name}";
        at_operator "hos {name}" "hos {name}" "at {name}";
        next_try "prøves igen {time}" "nytt försök {time}" "tried again {time}";
        note "Note" "Anteckning" "Note";
        technical "Teknisk oplysning" "Teknisk uppgift" "Technical detail";
    }
}

words! {
    /// What a person may do with a letter.
    Acts {
        retry "Prøv igen nu" "Försök igen nu" "Try again now";
        retry_what "Registret spørges på ny, og brevet sendes derhen, hvor svaret peger. Det er uden risiko: intet er kommet frem." "Registret tillfrågas på nytt och brevet skickas dit svaret pekar. Det är riskfritt: inget har kommit fram." "The register is asked anew, and the letter goes where the answer points. This is safe: nothing has arrived.";
        cancel "Annullér brevet" "Avbryt brevet" "Cancel the letter";
        cancel_what "Brevet sendes ikke. Det kan ikke fortrydes; skal det alligevel sendes, laver du et nyt." "Brevet skickas inte. Det går inte att ångra; ska det ändå skickas gör du ett nytt." "The letter will not be sent. This cannot be undone; to send it after all, make a new one.";
        printed "Jeg har printet og sendt det" "Jag har skrivit ut och postat det" "I have printed and posted it";
        printed_what "Åbn dokumenterne, print dem, og send dem. Tryk så her: brevet står som sendt med posten." "Öppna dokumenten, skriv ut dem och posta dem. Tryck sedan här: brevet står som postat." "Open the documents, print and post them. Then press here: the letter is recorded as posted.";
        print_yourself "Jeg har selv printet og sendt det" "Jag har själv skrivit ut och postat det" "I have printed and posted it myself";
        print_yourself_what "Brug dokumenterne nedenfor. Brevet står som sendt med posten og sendes ikke herfra." "Använd dokumenten nedan. Brevet står som postat och skickas inte härifrån." "Use the documents below. The letter is recorded as posted and is not sent from here.";
        noted "Set" "Noterat" "Noted";
        noted_what "Du har set det. Brevet bliver, som det er, og venter ikke længere på nogen." "Du har sett det. Brevet förblir som det är och väntar inte längre på någon." "You have seen it. The letter stays as it is and waits for nobody any more.";
        delivered "Det kom frem" "Det kom fram" "It arrived";
        delivered_what "Når modtageren eller postkasseoperatøren har bekræftet det. Brevet afsluttes og sendes ikke igen." "När mottagaren eller brevlådeoperatören har bekräftat det. Brevet avslutas och skickas inte igen." "When the recipient or the mailbox operator has confirmed it. The letter is closed and not sent again.";
        otherwise "Jeg har afleveret det på anden vis" "Jag har lämnat det på annat sätt" "I have handed it over in another way";
        otherwise_what "For eksempel printet og sendt af dig selv, eller afleveret personligt. Brevet afsluttes og sendes ikke herfra." "Till exempel utskrivet och postat av dig själv, eller lämnat personligen. Brevet avslutas och skickas inte härifrån." "Printed and posted by yourself, for example, or handed over in person. The letter is closed and not sent from here.";
        fallback "Brug brevtypens nødvej" "Använd brevtypens reservväg" "Use the fallback of its type";
        fallback_what "Brevet sendes ikke digitalt, men går den vej, som brevtypen har til dem uden postkasse, for eksempel på papir." "Brevet skickas inte digitalt utan går den väg som brevtypen har för dem utan brevlåda, till exempel på papper." "The letter is not sent digitally but takes the way that its type has for those without a mailbox, such as paper.";
        not_delivered "Det kom ikke frem" "Det kom inte fram" "It did not arrive";
        not_delivered_what "Når det er afklaret. Brevet går brevtypens nødvej, for eksempel på papir. Tager du fejl, får modtageren det to gange." "När det är klarlagt. Brevet går brevtypens reservväg, till exempel på papper. Har du fel får mottagaren det två gånger." "When that has been settled. The letter takes the fallback of its type, such as paper. If you are wrong, the recipient gets it twice.";
        resend "Send det igen" "Skicka det igen" "Send it again";
        resend_what "De samme byte sendes samme sted hen. Kom det første frem, kan modtageren få brevet to gange." "Samma byte skickas till samma ställe. Kom det första fram kan mottagaren få brevet två gånger." "The same bytes go to the same place. If the first did arrive, the recipient may get the letter twice.";
        note "Note til historikken (kan udelades)" "Anteckning till historiken (frivillig)" "Note for the record (optional)";
        note_hint "For eksempel hvem der bekræftede det, og hvordan. Uden personnummer." "Till exempel vem som bekräftade det och hur. Utan personnummer." "Who confirmed it and how, for example. Without a person number.";
    }
}
