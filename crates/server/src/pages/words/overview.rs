//! Words of the overview's figures.

words! {
    /// Figures and lamps.
    Overview {
        today_heading "I dag" "I dag" "Today";
        today_total "{count} breve indleveret" "{count} brev inlämnade" "{count} letters handed in";
        house_heading "Huset" "Huset" "The house";
        well "Alt er, som det skal være." "Allt är som det ska." "All is well.";
        one_finding "Én ting bør ses efter." "En sak bör ses över." "One thing needs a look.";
        findings "{count} ting bør ses efter." "{count} saker bör ses över." "{count} things need a look.";
        balanced "Regnskabet går op: hvert brev er gjort rede for ({day})." "Balansen stämmer: varje brev är redovisat ({day})." "The balance adds up: every letter is accounted for ({day}).";
        unbalanced "Regnskabet går ikke op ({day})." "Balansen stämmer inte ({day})." "The balance does not add up ({day}).";
        ways_heading "Her kan du" "Här kan du" "Here you can";
        more "Se nærmere" "Se närmare" "Look closer";
    }
}
