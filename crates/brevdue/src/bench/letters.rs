//! The letters of the load: about 4 KB each, to test recipients of the national side.

use crate::exit::Failure;
use jiff::{Timestamp, ToSpan as _};
use serde_json::json;

/// Text of a letter; with the fields around it about 4 KB.
const TEXT_BYTES: usize = 3_700;
const SENTENCE: &str = "Du behöver inte göra något mer nu. ";
/// For each hexadecimal digit of a run's name.
const LETTERS: [char; 16] = ['b', 'c', 'd', 'f', 'g', 'h', 'j', 'k', 'm', 'n', 'p', 'q', 'r', 's', 't', 'v'];
/// Where the reference stands in a template.
const MARK: &str = "@reference@";

/// Whose letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Swedish,
    Danish,
}

impl Kind {
    /// Recipients who get everything, and the letter type.
    const fn facts(self) -> (&'static [&'static str], &'static str) {
        match self {
            Kind::Swedish => (&["se-reachable-alfa", "se-reachable-beta", "se-company"], "beslut"),
            Kind::Danish => (&["dk-registered", "dk-mette"], "pladsanvisning"),
        }
    }
}

/// Letters as they go over the wire, all alike but for recipient and reference.
pub(super) struct Letters {
    templates: Vec<(String, String)>,
    run: String,
}

impl Letters {
    /// Letters that leave at once, or lie until long after the measurement.
    pub(super) fn new(kinds: &[Kind], held_back: bool) -> Result<Letters, Failure> {
        let text: String = SENTENCE.chars().cycle().take(TEXT_BYTES).collect();
        let send_at = Timestamp::now().saturating_add((30 * 24).hours());
        let send_at = send_at.map_err(|error| Failure::new(error.to_string()))?;
        let mut templates = Vec::new();
        for kind in kinds {
            let (aliases, letter_type) = kind.facts();
            for alias in aliases {
                let mut letter = json!({
                    "type": letter_type, "to": number_of(alias)?, "subject": "Beslut om plats", "text": text,
                    "reference": MARK,
                });
                if held_back {
                    letter["send_at"] = json!(send_at);
                }
                let letter = letter.to_string();
                let (before, after) = letter.split_once(MARK).unwrap_or((&letter, ""));
                templates.push((before.to_owned(), after.to_owned()));
            }
        }
        // Letters only: digits can look like a personal number, and then a key is refused.
        let digits = uuid::Uuid::new_v4().simple().to_string().split_off(20);
        let run = digits.chars().filter_map(|digit| LETTERS.get(digit.to_digit(16)? as usize)).collect();
        Ok(Letters { templates, run })
    }

    /// The caller's own reference of a letter, which is its idempotency key as well.
    pub(super) fn reference(&self, number: u32) -> String {
        format!("{}-{number}", self.run)
    }

    pub(super) fn body(&self, number: u32) -> String {
        let place = number as usize % self.templates.len().max(1);
        self.templates.get(place).map_or_else(String::new, |(before, after)| {
            [before, self.reference(number).as_str(), after].concat()
        })
    }
}

/// Number of a test recipient.
pub(super) fn number_of(alias: &str) -> Result<&'static str, Failure> {
    let recipient = sandbox::by_alias(alias);
    let number = recipient.map(|recipient| recipient.reveal());
    number.ok_or_else(|| Failure::new(format!("the sandbox knows no recipient {alias}")))
}
