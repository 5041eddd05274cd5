//! Words of the error desk.

words! {
    /// The error desk.
    Desk {
        title "Kræver et menneske" "Kräver en människa" "Needs a person";
        none "Intet venter på et menneske. Brevene passer sig selv." "Inget väntar på en människa. Breven sköter sig själva." "Nothing waits for a person. The letters look after themselves.";
        waiting "{count} venter, ordnet efter årsag. De ældste står først." "{count} väntar, ordnade efter orsak. De äldsta står först." "{count} waiting, by cause. The oldest come first.";
        one_letter "1 brev" "1 brev" "1 letter";
        letters "{count} breve" "{count} brev" "{count} letters";
        owner "Hvem handler" "Vem agerar" "Who acts";
        oldest "Ældste, indleveret" "Äldsta, inlämnat" "Oldest, handed in";
        show "Se brevene" "Visa breven" "Show the letters";
        back "Alle årsager" "Alla orsaker" "All causes";
        waits "har ventet i {time}" "har väntat i {time}" "has waited for {time}";
        reminded "påmindet {count} gange" "påmind {count} gånger" "reminded {count} times";
        units_heading "Hvor de venter" "Var de väntar" "Where they wait";
        unit "Enhed" "Enhet" "Unit";
        no_unit "Uden enhed" "Utan enhet" "No unit";
        letters_column "Breve" "Brev" "Letters";
        age "Det ældste er" "Det äldsta är" "The oldest is";
        choose "Vælg" "Välj" "Choose";
        choose_all "Vælg alle {count} med denne årsag, også dem på de næste sider" "Välj alla {count} med denna orsak, även dem på nästa sidor" "Choose all {count} with this cause, those on the next pages too";
        next "Flere breve" "Fler brev" "More letters";
        acts_heading "Gør det samme for de valgte" "Gör samma sak för de valda" "Do the same for those chosen";
        acts_lead "Vælg breve ovenfor, og tryk. Næste side siger, hvad der sker, før det sker." "Välj brev ovan och tryck. Nästa sida säger vad som händer innan det händer." "Choose letters above, then press. The next page says what will happen before it does.";
        safe "uden risiko" "riskfritt" "safe";
        grave "kan ikke fortrydes" "går inte att ångra" "cannot be undone";
        may_not "Du må se brevene, men ikke rette dem." "Du får se breven men inte rätta dem." "You may see the letters but not mend them.";
        none_fits "Det passer ikke til nogen af de valgte breve" "Det passar inte för något av de valda breven" "That fits none of the chosen letters";
        none_fits_hint "Vælg mindst ét brev, eller tryk på noget andet." "Välj minst ett brev eller tryck på något annat." "Choose at least one letter, or press something else.";
        asked_heading "Gælder disse breve" "Gäller dessa brev" "For these letters";
        left_out_heading "Disse bliver, som de er" "Dessa förblir som de är" "These stay as they are";
        left_out_hint "Det kan ikke gøres med dem, som de står nu." "Det går inte att göra med dem som de står nu." "It cannot be done with them as they stand now.";
        sure "Ja, gør det" "Ja, gör det" "Yes, do it";
        no "Nej, tilbage" "Nej, tillbaka" "No, go back";
        result "{done} af {count} er gjort" "{done} av {count} är gjorda" "{done} of {count} are done";
        done "Gjort." "Gjort." "Done.";
        not_done "Ikke gjort" "Inte gjort" "Not done";
        moved "Brevet flyttede sig, mens du læste. Intet blev ændret; se på det igen." "Brevet rörde sig medan du läste. Inget ändrades; titta på det igen." "The letter moved while you were reading. Nothing was changed; look at it again.";
        column_letter "Brev" "Brev" "Letter";
        column_result "Hvad der skete" "Vad som hände" "What happened";
        on "Tilbage til dem, der venter" "Tillbaka till dem som väntar" "Back to those that wait";
    }
}
