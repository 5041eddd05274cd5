//! What each outcome plays, in Danish and Swedish; the English text is the one of the table itself.

use super::language::Language;
use crate::outcome::{Outcome, Outcome as O};

const TEXTS: &[(Outcome, &str, &str)] = &[
    (
        O::Reachable,
        "i registret, modtager fra alle afsendere, operatøren tager imod brevet",
        "i registret, tar emot från alla avsändare, operatören tar emot brevet",
    ),
    (O::NotRegistered, "registret svarer Type=Not", "registret svarar Type=Not"),
    (O::Declined, "har sagt nej til denne afsender", "har tackat nej till denna avsändare"),
    (O::Pending, "postkassen er ikke aktiv endnu", "brevlådan är inte aktiv än"),
    (O::NoSupplier, "registret nævner ingen operatør", "registret nämner ingen operatör"),
    (O::BlankAddress, "operatørens adresse er tom", "operatörens adress är tom"),
    (O::InsecureAddress, "operatørens adresse begynder med http:", "operatörens adress börjar med http:"),
    (
        O::UnsupportedOperator,
        "operatørens adresse er hos en ukendt vært",
        "operatörens adress är hos en okänd värd",
    ),
    (
        O::Protected,
        "beskyttet identitet: registret svarer med fejl 6006, det gør operatøren også",
        "skyddad identitet: registret svarar med fel 6006, det gör operatören också",
    ),
    (O::Under18, "et barn: Type=Not", "ett barn: Type=Not"),
    (O::PublicBody, "registret svarer med fejl 6004", "registret svarar med fel 6004"),
    (O::RegisterSlow, "registret tænker, før det svarer ja", "registret tänker innan det svarar ja"),
    (O::RegisterDown, "registret svarer 503", "registret svarar 503"),
    (
        O::RegisterDropped,
        "registret lukker forbindelsen uden svar",
        "registret stänger förbindelsen utan svar",
    ),
    (O::WrongElement, "registret svarer med det forkerte element", "registret svarar med fel element"),
    (O::RowMissing, "svaret har ingen række for modtageren", "svaret har ingen rad för mottagaren"),
    (
        O::LostAfterStoring,
        "operatøren gemmer første forsøg og lukker forbindelsen uden svar",
        "operatören sparar första försöket och stänger förbindelsen utan svar",
    ),
    (
        O::SilentAfterStoring,
        "det samme, men først efter en lang tavshed",
        "samma sak, men först efter en lång tystnad",
    ),
    (
        O::Silent,
        "operatøren gemmer intet af første forsøg og siger intet",
        "operatören sparar inget av första försöket och säger inget",
    ),
    (
        O::OperatorDown,
        "operatørens adresse peger på en lukket port",
        "operatörens adress pekar på en stängd port",
    ),
    (O::NotDelivered, "operatøren svarer Delivered=false", "operatören svarar Delivered=false"),
    (
        O::FaultOnce,
        "operatøren svarer med fejl 5000 på første forsøg og tager så imod",
        "operatören svarar med fel 5000 på första försöket och tar sedan emot",
    ),
    (O::DispatcherRefused, "operatøren svarer med fejl 6005", "operatören svarar med fel 6005"),
    (O::SignatureRefused, "operatøren svarer med fejl 5012", "operatören svarar med fel 5012"),
    (
        O::WrongRecipient,
        "operatøren gemmer brevet og svarer for en anden",
        "operatören sparar brevet och svarar för någon annan",
    ),
    (
        O::AccountMissing,
        "ja fra registret, men fejl 8002 fra operatøren",
        "ja från registret, men fel 8002 från operatören",
    ),
    (O::Registered, "i kontaktregistret, modtager Digital Post", "i kontaktregistret, tar emot Digital Post"),
    (O::Exempt, "fritaget for Digital Post", "undantagen från Digital Post"),
    (O::Closed, "postkassen er lukket", "brevlådan är stängd"),
    (O::Unknown, "kontaktregistret kender ikke personen", "kontaktregistret känner inte personen"),
    (O::ContactsDown, "kontaktregistret svarer 503", "kontaktregistret svarar 503"),
    (
        O::LostStored,
        "første forsøg gemmes, svaret tabes; kvitteringen kommer senere",
        "första försöket sparas, svaret tappas; kvittensen kommer senare",
    ),
    (
        O::LostUnstored,
        "første forsøg tabes ulæst: ingen kvittering, ingen hændelse",
        "första försöket tappas oläst: ingen kvittens, ingen händelse",
    ),
    (O::Invalid, "kvittering INVALID", "kvittens INVALID"),
    (O::NotAllowed, "kvittering NOT_ALLOWED", "kvittens NOT_ALLOWED"),
    (
        O::DoubleReceipts,
        "kvitteringer kommer dobbelt og i forkert rækkefølge",
        "kvittenser kommer dubbelt och i fel ordning",
    ),
    (O::BusyOnce, "503 på første forsøg, så taget imod", "503 på första försöket, sedan mottaget"),
    (O::Unauthorised, "afsendelse afvises med 401", "sändning avvisas med 401"),
];

/// What the national side does, in this language.
pub(super) fn plays(outcome: Outcome, language: Language) -> &'static str {
    let row = TEXTS.iter().find(|(of, _, _)| *of == outcome);
    match (language, row) {
        (Language::Da, Some((_, da, _))) => da,
        (Language::Sv, Some((_, _, sv))) => sv,
        _ => outcome.info().plays,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::OUTCOMES;

    #[test]
    fn every_outcome_is_told_in_every_language() {
        for info in OUTCOMES {
            let texts = Language::ALL.map(|language| plays(info.outcome, language));
            assert!(texts[0] != texts[2] && texts[1] != texts[2], "{}", info.code);
        }
    }
}
