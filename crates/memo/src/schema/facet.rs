//! The data types of the model and their facets (memo-model §2).

use crate::value;

/// A leaf type. `Kind` is that of `messageType`; `Identifier` is `Text` whose value may be a personal number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Type {
    Kind,
    Uuid,
    Text,
    Identifier,
    Comment,
    Notification,
    Uri,
    Language,
    DateTime,
    Date,
    Boolean,
    LicenseNumber,
    Gln,
    PNumber,
    Base64,
}

impl Type {
    /// The rule that every value of this type answers to, whatever its field.
    pub(crate) fn rule(self) -> Option<&'static str> {
        match self {
            Type::Kind => Some("C1"),
            Type::Text | Type::Identifier => Some("C5"),
            Type::Comment => Some("G4"),
            Type::Notification => Some("C6"),
            Type::Uri => Some("I7"),
            Type::Language => Some("H6"),
            Type::DateTime => Some("C7"),
            Type::Date => Some("C8"),
            Type::Boolean => Some("C9"),
            Type::LicenseNumber => Some("F3"),
            Type::Gln | Type::PNumber => Some("E5"),
            Type::Base64 => Some("H5"),
            Type::Uuid => None,
        }
    }

    /// Longest allowed value in characters.
    pub(crate) fn max_chars(self) -> Option<usize> {
        match self {
            Type::Text | Type::Identifier | Type::Uri => Some(256),
            Type::Comment => Some(512),
            Type::Notification => Some(150),
            Type::LicenseNumber => Some(7),
            _ => None,
        }
    }

    /// Whether white space around the value is insignificant (`whiteSpace=collapse`).
    pub(crate) fn collapses(self) -> bool {
        use Type::{Boolean, Date, DateTime, Gln, Language, PNumber, Uri};
        matches!(self, Boolean | Date | DateTime | Gln | Language | PNumber | Uri)
    }

    /// Whether an empty value is schema-valid.
    pub(crate) fn may_be_empty(self) -> bool {
        self.max_chars().is_some() || self == Type::Base64
    }

    /// Checks a value (already collapsed where [`Type::collapses`]) against the facets.
    pub(crate) fn accepts(self, text: &str) -> bool {
        if let Some(max) = self.max_chars() {
            // Bytes bound characters from above, so counting is needed for long values only.
            if text.len() > max && text.chars().count() > max {
                return false;
            }
        }
        match self {
            Type::Kind => matches!(text, "DIGITALPOST" | "NEMSMS"),
            Type::Uuid => value::is_uuid_v4(text),
            Type::DateTime => text.ends_with('Z') && value::is_xs_date_time(text),
            Type::Date => value::is_date(text),
            Type::Boolean => matches!(text, "true" | "false" | "1" | "0"),
            Type::Language => {
                text.len() <= 2 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphabetic())
            }
            Type::Gln => is_number(text, 13),
            Type::PNumber => is_number(text, 10),
            Type::Uri => is_any_uri(text),
            Type::Text
            | Type::Identifier
            | Type::Comment
            | Type::Notification
            | Type::LicenseNumber
            | Type::Base64 => true,
        }
    }

    /// What a value of this type looks like, for messages.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Type::Kind => "DIGITALPOST or NEMSMS",
            Type::Uuid => "a hyphenated version-4 UUID",
            Type::Text | Type::Identifier => "text of at most 256 characters",
            Type::Comment => "text of at most 512 characters",
            Type::Notification => "text of at most 150 characters",
            Type::Uri => "a URI of at most 256 characters",
            Type::Language => "a language code of two letters such as da",
            Type::DateTime => "a time in UTC that ends in Z, such as 2026-01-31T22:59:59Z",
            Type::Date => "a date such as 2026-01-31, without time or zone",
            Type::Boolean => "true, false, 1 or 0",
            Type::LicenseNumber => "at most 7 characters",
            Type::Gln => "a number of at most 13 digits",
            Type::PNumber => "a number of at most 10 digits",
            Type::Base64 => "base64",
        }
    }
}

/// An `xs:long` that is not negative and has at most `digits` significant digits.
///
/// The schema lets negative numbers through; rule E5 does not ("numeric, ≤ 13 digits").
fn is_number(text: &str, digits: usize) -> bool {
    let text = text.strip_prefix('+').unwrap_or(text);
    !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_digit())
        && text.trim_start_matches('0').len() <= digits
}

/// `xs:anyURI` takes nearly everything (also IRIs, model §7.4); what no reading of it takes is refused.
fn is_any_uri(text: &str) -> bool {
    let bytes = text.as_bytes();
    let percent_ok =
        bytes.iter().enumerate().filter(|(_, b)| **b == b'%').all(
            |(i, _)| matches!(bytes.get(i + 1..i + 3), Some(hex) if hex.iter().all(u8::is_ascii_hexdigit)),
        );
    percent_ok && bytes.iter().filter(|b| **b == b'#').count() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facets() {
        for (kind, good, bad) in [
            (Type::Uuid, "8C2EA15D-61FB-4BA9-9366-42F8B194C114", "8C2EA15D-61FB-1BA9-9366-42F8B194C114"),
            (Type::DateTime, "2018-09-30T12:00:00.123Z", "2018-09-30T12:00:00+01:00"),
            (Type::Date, "2024-02-29", "2023-02-29"),
            (Type::Boolean, "1", "yes"),
            (Type::Language, "da", "d4"),
            (Type::Gln, "5798000012345", "57980000123456"),
            (Type::PNumber, "0001234567890", "12345678901"),
            (Type::LicenseNumber, "AB12345", "AB123456"),
            (Type::Uri, "http://x.dk/spørgeskema.html", "https://x.dk/%zz"),
            (Type::Kind, "NEMSMS", "nemsms"),
        ] {
            assert!(kind.accepts(good), "{kind:?} {good}");
            assert!(!kind.accepts(bad), "{kind:?} {bad}");
        }
    }

    #[test]
    fn lengths_count_characters() {
        assert!(Type::Text.accepts(&"ø".repeat(256)));
        assert!(!Type::Text.accepts(&"ø".repeat(257)));
        assert!(Type::Notification.accepts(&"å".repeat(150)));
        assert!(!Type::Notification.accepts(&"a".repeat(151)));
    }
}
