//! Names of people.

use party::find_personal_numbers;

/// Longest name, characters.
const MOST_CHARS: usize = 64;

/// Why something is no name to sign in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Empty, too long or with other characters.
    #[error("a name has 1 to 64 letters, digits, dots, hyphens, underscores or at signs")]
    Form,
    /// A personal number.
    #[error("a name must not hold a personal number: it stands in events and logs")]
    PersonalNumber,
}

/// Checks a name to sign in with.
///
/// # Errors
/// See [`NameError`].
pub fn check_name(name: &str) -> Result<(), NameError> {
    let fits = |c: char| c.is_alphanumeric() || ".-_@".contains(c);
    if name.is_empty() || name.chars().count() > MOST_CHARS || !name.chars().all(fits) {
        return Err(NameError::Form);
    }
    if holds_number(name) { Err(NameError::PersonalNumber) } else { Ok(()) }
}

/// Whether a text may be or hold a personal number. Stricter than what is searched for in letters: a name needs no ten
/// digits.
fn holds_number(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() >= 10 || find_personal_numbers(text)
}

/// A name for people out of somebody else's data: without control characters, not too long, and none at all if it holds
/// a personal number.
pub(crate) fn presentable(text: &str) -> Option<String> {
    if holds_number(text) {
        return None;
    }
    let clean = short(text);
    (!clean.is_empty()).then_some(clean)
}

/// A text of somebody else's in one short line.
pub(crate) fn short(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST_CHARS).collect();
    clean.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_no_numbers() {
        for name in ["anna", "anna.berg@kommun.example", "åse-2", "1234"] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        for name in ["", "anna berg", "a/b", "<b>", "a\n"] {
            assert_eq!(check_name(name), Err(NameError::Form), "{name}");
        }
        for number in ["198101052382", "19810105-2382", "2211771212", "810105-2382", "u198101052382"] {
            assert_eq!(check_name(number), Err(NameError::PersonalNumber), "{number}");
            assert_eq!(presentable(number), None);
        }
        assert_eq!(presentable(" Anna\nBerg ").as_deref(), Some("Anna Berg"));
        assert_eq!(presentable(" \t"), None);
    }
}
