//! A day as people write it.

use crate::{Language, Text};

const MONTHS: [Text; 12] = [
    Text { da: "januar", sv: "januari", en: "January" },
    Text { da: "februar", sv: "februari", en: "February" },
    Text { da: "marts", sv: "mars", en: "March" },
    Text { da: "april", sv: "april", en: "April" },
    Text { da: "maj", sv: "maj", en: "May" },
    Text { da: "juni", sv: "juni", en: "June" },
    Text { da: "juli", sv: "juli", en: "July" },
    Text { da: "august", sv: "augusti", en: "August" },
    Text { da: "september", sv: "september", en: "September" },
    Text { da: "oktober", sv: "oktober", en: "October" },
    Text { da: "november", sv: "november", en: "November" },
    Text { da: "december", sv: "december", en: "December" },
];

/// A day with its month in words: `22. november 2026`, `22 november 2026`, `22 November 2026`. Months count from 1; one
/// that does not exist is left out.
///
/// ```
/// use catalogue::{Language, day_in_words};
/// assert_eq!(day_in_words(2026, 3, 1, Language::Sv), "1 mars 2026");
/// ```
pub fn day_in_words(year: i16, month: i8, day: i8, language: Language) -> String {
    let month = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    let month = month.map_or("", |month| month.get(language));
    let dot = if language == Language::Da { "." } else { "" };
    format!("{day}{dot} {month} {year}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_has_its_name_and_none_beyond() {
        assert_eq!(day_in_words(2026, 1, 9, Language::Da), "9. januar 2026");
        assert_eq!(day_in_words(2026, 8, 31, Language::Sv), "31 augusti 2026");
        assert_eq!(day_in_words(2026, 12, 24, Language::En), "24 December 2026");
        for month in [i8::MIN, -1, 0, 13, i8::MAX] {
            assert_eq!(day_in_words(2026, month, 1, Language::En), "1  2026");
        }
    }
}
