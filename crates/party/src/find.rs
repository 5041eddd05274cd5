//! Finding person numbers where none may be: subjects, file names, references (rules D13, B10, C16).

use crate::kind::Country;
use crate::{denmark, sweden};

/// Whether `text` holds what is a Swedish or Danish person's number: digits whose date exists and, for Swedish ones,
/// whose check digit fits. Written forms with a hyphen, plus, dash, dot or blank between the parts count.
///
/// ```
/// assert!(party::find_personal_numbers("Beslut för 19270517-8354.pdf"));
/// assert!(!party::find_personal_numbers("Faktura 2026-11-22 nr 4711"));
/// ```
pub fn find_personal_numbers(text: &str) -> bool {
    contains_personal_number(text, Country::ALL)
}

/// As [`find_personal_numbers`] for some countries only: ten digits of a case number are a Danish person's number
/// more often than one would like, as those have no check digit.
pub fn contains_personal_number(text: &str, countries: &[Country]) -> bool {
    let runs = digit_runs(text);
    runs.iter().enumerate().any(|(at, run)| {
        let next = runs.get(at + 1).filter(|next| run.is_joined_to(next, text));
        let joined = next.map(|next| format!("{}{}", run.digits, next.digits));
        countries.iter().any(|country| match (country, joined.as_deref()) {
            (Country::Se, joined) => {
                run.is_swedish() || joined.is_some_and(|j| is_swedish_pair(run.digits.len(), j))
            }
            (Country::Dk, joined) => {
                (run.stands_alone && denmark::is_person(run.digits))
                    || joined.is_some_and(|j| run.digits.len() == 6 && denmark::is_person(j))
            }
        })
    })
}

/// `joined` was written in two parts, of which the first had `first` digits.
fn is_swedish_pair(first: usize, joined: &str) -> bool {
    match (first, joined.len()) {
        (6, 10) => sweden::is_person_short(joined),
        (8, 12) => sweden::is_person_long(joined),
        _ => false,
    }
}

/// A run of ASCII digits as long as it goes.
struct Run<'a> {
    digits: &'a str,
    start: usize,
    end: usize,
    /// No letter touches it. Ten bare digits inside a hexadecimal id are no one's number.
    stands_alone: bool,
}

impl Run<'_> {
    fn is_swedish(&self) -> bool {
        match self.digits.len() {
            12 => sweden::is_person_long(self.digits),
            10 => self.stands_alone && sweden::is_person_short(self.digits),
            _ => false,
        }
    }

    /// Whether `next` follows after exactly one separator.
    fn is_joined_to(&self, next: &Run<'_>, text: &str) -> bool {
        let between = text.get(self.end..next.start).unwrap_or_default();
        let mut chars = between.chars();
        let separator = chars.next().is_some_and(|c| "-+–—‑‐−. /_\u{a0}".contains(c));
        separator && chars.next().is_none() && next.digits.len() == 4 && !self.begins_uuid(text)
    }

    /// Whether it ends the first group of a UUID after letters of that group: one random UUID in seven thousand has a date
    /// and four digits there, and callers are told to use UUIDs.
    fn begins_uuid(&self, text: &str) -> bool {
        /// Characters of a UUID, and of its first group.
        const LENGTHS: (usize, usize) = (36, 8);
        let Some(start) = self.end.checked_sub(LENGTHS.1).filter(|start| *start < self.start) else {
            return false;
        };
        let Some(uuid) = text.get(start..start + LENGTHS.0) else { return false };
        let shaped = uuid.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
        let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let (before, after) = (text.get(..start), text.get(start + LENGTHS.0..));
        shaped
            && ends(before.and_then(|text| text.chars().next_back()))
            && ends(after.and_then(|text| text.chars().next()))
    }
}

fn digit_runs(text: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut before: Option<char> = None;
    while let Some((start, c)) = chars.next() {
        if !c.is_ascii_digit() {
            before = Some(c);
            continue;
        }
        let mut end = start + 1;
        while let Some((at, _)) = chars.next_if(|(_, c)| c.is_ascii_digit()) {
            end = at + 1;
        }
        let after = chars.peek().map(|(_, c)| *c);
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        runs.push(Run {
            digits: text.get(start..end).unwrap_or_default(),
            start,
            end,
            stands_alone: !letter(before) && !letter(after),
        });
        before = Some('0');
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn found_in_every_written_form() {
        for text in [
            "198101052382",
            "19810105-2382",
            "810105-2382",
            "810105+2382",
            "8101052382",
            "810105 2382",
            "810105–2382",
            "beslut_198101052382.pdf",
            "Angår 2211771212",
            "cpr 221177-1212, sag 4",
            "x198101052382y",
            "coordination 191401682396",
            "month unknown 191500722390",
            "dag 821177-1212",
            "1 2 3 810105-2382 4",
            // Nearly a UUID, and one in which the number is a group of its own.
            "ab221177-1212-4d89-9bf6-5948486642dx",
            "xab221177-1212-4d89-9bf6-5948486642d1",
            "cpr 221177-1212-4d89-9bf6-5948486642d1",
            "ab221177-1212",
            "00000000-0000-4000-8000-198101052382",
            "19810105-2382-4000-8000-5948486642d1",
        ] {
            assert!(find_personal_numbers(text), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "",
            "Beslut om förskola 2026-11-22",
            "Faktura 198101052383",
            "810105-2383 is a phone extension only in Denmark",
            "9913801234",
            "0113801234",
            "162021004748",
            "212000-2411",
            "12345678",
            "070-1740605",
            "+46701740605",
            "0192a7c4-2211771212ab-7f00",
            "ab221177-1212-4d89-9bf6-5948486642d1",
            "letter-CD810105-2382-4D89-9BF6-5948486642D1.pdf",
            "5798002472264",
            "19810105238 2",
            "810105--2382",
        ] {
            let countries: &[Country] =
                if text.starts_with("810105-2383") { &[Country::Se] } else { Country::ALL };
            assert!(!contains_personal_number(text, countries), "{text}");
        }
    }

    #[test]
    fn a_country_at_a_time() {
        assert!(contains_personal_number("2211771212", &[Country::Dk]));
        assert!(!contains_personal_number("2211771212", &[Country::Se]));
        assert!(contains_personal_number("198101052382", &[Country::Se]));
        assert!(!contains_personal_number("198101052382", &[Country::Dk]));
        assert!(!contains_personal_number("198101052382", &[]));
    }
}
