//! Amounts of money, exact to the hundredth (R172).

use catalogue::Language;
use std::fmt;

/// More than zero, at most a thousand million.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount {
    /// Øre or öre.
    hundredths: u64,
}

const HUNDREDTHS_MAX: u64 = 100_000_000_000;

impl Amount {
    /// Reads `1234`, `1234.5`, `1234,50`. Thousands are not grouped: `1.234` could be either.
    pub fn parse(text: &str) -> Option<Amount> {
        let (whole, part) = match text.split_once(['.', ',']) {
            Some((whole, part)) if (1..=2).contains(&part.len()) => (whole, part),
            Some(_) => return None,
            None => (text, ""),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 12 || !digits(whole) || !digits(part) {
            return None;
        }
        let part: u64 = format!("{part:0<2}").parse().ok()?;
        let hundredths = whole.parse::<u64>().ok()?.checked_mul(100)?.checked_add(part)?;
        (1..=HUNDREDTHS_MAX).contains(&hundredths).then_some(Amount { hundredths })
    }

    /// As people of that language write it: `1.234,50`, `1 234,50`, `1,234.50`.
    pub fn words(self, language: Language) -> String {
        let (group, point) = match language {
            Language::Da => ('.', ','),
            Language::Sv => ('\u{a0}', ','),
            Language::En => (',', '.'),
        };
        let whole = (self.hundredths / 100).to_string();
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.push(group);
            }
            grouped.push(digit);
        }
        format!("{grouped}{point}{:02}", self.hundredths % 100)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.hundredths / 100, self.hundredths % 100)
    }
}

/// A payment reference: 1 to 35 characters that a giro slip or a bank form takes. One that claims to be an IBAN
/// or a creditor reference (`RF…`, ISO 11649) must have its check digits.
pub(crate) fn reference(text: &str) -> Option<String> {
    let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = |c: char| c.is_ascii_alphanumeric() || " +<>/-.".contains(c);
    if shown.is_empty() || shown.chars().count() > 42 || !shown.chars().all(fits) {
        return None;
    }
    let compact: String = shown.chars().filter(|c| *c != ' ').collect();
    let bytes = compact.as_bytes();
    let checked = bytes.len() >= 5
        && bytes.iter().take(2).all(u8::is_ascii_uppercase)
        && bytes.iter().skip(2).take(2).all(u8::is_ascii_digit)
        && (compact.starts_with("RF") || bytes.len() >= 15)
        && bytes.iter().all(u8::is_ascii_alphanumeric);
    (!checked || is_mod_97(&compact)).then_some(shown)
}

/// ISO 7064 mod 97-10 over the text with its first four characters last.
fn is_mod_97(compact: &str) -> bool {
    let (head, tail) = compact.split_at_checked(4).unwrap_or((compact, ""));
    let rest = tail.chars().chain(head.chars()).fold(0_u32, |rest, c| match c.to_digit(36) {
        Some(value) if value >= 10 => (rest * 100 + value) % 97,
        Some(value) => (rest * 10 + value) % 97,
        None => rest,
    });
    rest == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_and_never_guessed() {
        for (text, shown, da) in [
            ("1234.5", "1234.50", "1.234,50"),
            ("1234,50", "1234.50", "1.234,50"),
            ("0.01", "0.01", "0,01"),
            ("1000000000", "1000000000.00", "1.000.000.000,00"),
        ] {
            let amount = Amount::parse(text).unwrap();
            assert_eq!((amount.to_string().as_str(), amount.words(Language::Da).as_str()), (shown, da));
        }
        for wrong in ["", "0", "-5", "1.234,50", "1.234", "12 kr", "1e3", "١٢", "10000000000", "5.", ".5"] {
            assert_eq!(Amount::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn references_with_check_digits_must_have_the_right_ones() {
        for right in
            ["+71<000000000012345+12345678<", "F-2026-117", "GB82 WEST 1234 5698 7654 32", "RF18539007547034"]
        {
            assert!(reference(right).is_some(), "{right}");
        }
        for wrong in ["", "GB82 WEST 1234 5698 7654 33", "RF19539007547034", "æ", &"1".repeat(43)] {
            assert_eq!(reference(wrong), None, "{wrong}");
        }
    }
}
