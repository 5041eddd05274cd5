//! Every word of the pages, in Danish, Swedish and English. A text that lacks a language does not compile;
//! a text that no page shows is a warning.
//!
//! `{name}` is filled by [`fill`]; a test checks that the three languages name the same.

use catalogue::Language;

/// A table of words: `name "dansk" "svenska" "English";`
macro_rules! words {
    ($(#[$outer:meta])* $table:ident { $($name:ident $da:literal $sv:literal $en:literal;)+ }) => {
        $(#[$outer])*
        pub(in crate::pages) struct $table {
            $(pub(in crate::pages) $name: &'static str,)+
        }

        impl $table {
            /// The table in a language.
            pub(in crate::pages) const fn of(language: catalogue::Language) -> &'static $table {
                match language {
                    catalogue::Language::Da => &$table { $($name: $da,)+ },
                    catalogue::Language::Sv => &$table { $($name: $sv,)+ },
                    catalogue::Language::En => &$table { $($name: $en,)+ },
                }
            }

            /// All rows, for tests.
            #[cfg(test)]
            pub(super) const ALL: &[(&str, [&str; 3])] = &[$((stringify!($name), [$da, $sv, $en]),)+];
        }
    };
}

mod admin;
mod common;
mod desk;
mod drafting;
mod finding;
mod letter;
mod menu;
mod overview;
mod pages;
mod people;
mod send;
mod types;

pub(super) use admin::{
    AuditTrail, Balance, Citizen, Deeds, Doctor, Quality, Reasons, Scopes, Settings, Subjects, Systems,
};
pub(super) use common::{Frame, Routes, States};
pub(super) use desk::Desk;
pub(super) use drafting::{Drafting, Reading, Seeing};
pub(super) use finding::{Finding, Following, Lengths};
pub(super) use letter::{Acts, Forgetting, Letter, Remains};
pub(super) use menu::{Menu, Ways};
pub(super) use overview::Overview;
pub(super) use pages::{About, Docs, Door, Faults, Home, List};
pub(super) use people::{Account, People, Sessions};
pub(super) use send::{Send, Verdicts};
pub(super) use types::{TypeChoices, TypeExchange, TypeForm, Types};

/// Puts values into a text.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// A number of bytes for people.
pub(super) fn size(bytes: u64, language: Language) -> String {
    let point = if language == Language::En { '.' } else { ',' };
    match bytes {
        0..1_000 => format!("{bytes} byte"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => {
            let tenths = bytes.div_ceil(100_000);
            format!("{}{point}{} MB", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_agree_and_nothing_is_empty() {
        let tables = [
            Frame::ALL,
            Menu::ALL,
            Ways::ALL,
            Overview::ALL,
            States::ALL,
            Routes::ALL,
            Door::ALL,
            Home::ALL,
            List::ALL,
            Desk::ALL,
            Drafting::ALL,
            Reading::ALL,
            Seeing::ALL,
            Finding::ALL,
            Following::ALL,
            Lengths::ALL,
            About::ALL,
            Docs::ALL,
            Faults::ALL,
            Send::ALL,
            Verdicts::ALL,
            Letter::ALL,
            Remains::ALL,
            Forgetting::ALL,
            Acts::ALL,
            Account::ALL,
            Sessions::ALL,
            People::ALL,
            Types::ALL,
            AuditTrail::ALL,
            Balance::ALL,
            Citizen::ALL,
            Deeds::ALL,
            Doctor::ALL,
            Quality::ALL,
            Reasons::ALL,
            Scopes::ALL,
            Settings::ALL,
            Subjects::ALL,
            Systems::ALL,
            TypeForm::ALL,
            TypeChoices::ALL,
            TypeExchange::ALL,
        ];
        for (name, texts) in tables.concat() {
            let holes = texts.map(|text| {
                let mut holes: Vec<String> = text
                    .split('{')
                    .skip(1)
                    .filter_map(|rest| Some(rest.split_once('}')?.0.to_owned()))
                    .collect();
                holes.sort();
                holes
            });
            assert!(texts.iter().all(|text| !text.trim().is_empty()), "{name} lacks a text");
            assert!(holes[0] == holes[1] && holes[1] == holes[2], "{name}: {holes:?}");
        }
    }

    #[test]
    fn sizes_for_people() {
        assert_eq!(size(999, Language::En), "999 byte");
        assert_eq!(size(1_001, Language::Da), "2 kB");
        assert_eq!(size(1_250_000, Language::Sv), "1,3 MB");
        assert_eq!(size(1_250_000, Language::En), "1.3 MB");
    }
}
