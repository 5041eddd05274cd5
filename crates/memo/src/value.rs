//! Leaf values that keep the text they were read from, so that a message is written as it came.

use std::fmt;

/// A UUID as it stands in a message. The case of its letters is kept; comparison ignores it (rule O2).
#[derive(Clone, Default)]
pub struct Uuid(String);

impl Uuid {
    /// Keeps any text; whether it is a version-4 UUID is checked by reader, writer and rules (C3).
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Uuid {
        Uuid(text.into())
    }

    /// The text as it stands in the message.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the text is a hyphenated version-4 UUID.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        is_uuid_v4(&self.0)
    }

    /// The UUID as a number, if the text is one.
    #[must_use]
    pub fn to_uuid(&self) -> Option<uuid::Uuid> {
        uuid::Uuid::try_parse(&self.0).ok()
    }
}

impl From<uuid::Uuid> for Uuid {
    fn from(id: uuid::Uuid) -> Uuid {
        Uuid(id.hyphenated().to_string())
    }
}

impl PartialEq for Uuid {
    fn eq(&self, other: &Uuid) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Uuid {}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&crate::cpr::mask(&self.0), f)
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Hyphenated, version 4, variant 8–b, either case (the schema's pattern).
pub(crate) fn is_uuid_v4(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => *b == b'-',
            14 => *b == b'4',
            19 => matches!(b, b'8' | b'9' | b'a' | b'b' | b'A' | b'B'),
            _ => b.is_ascii_hexdigit(),
        })
}

/// A UUID of any version (contact point ids, rule E3).
pub(crate) fn is_uuid(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => *b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

/// A moment in UTC, kept as text (`2018-09-30T12:00:00Z`, fractions allowed).
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct DateTime(String);

impl DateTime {
    /// Keeps any text; that it ends in `Z` is checked by reader, writer and rules (C7).
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> DateTime {
        DateTime(text.into())
    }

    /// The text as it stands in the message.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the text is an `xs:dateTime` that ends in `Z`.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.0.ends_with('Z') && is_xs_date_time(&self.0)
    }

    /// The instant, if the text is valid and within years 0001–9999.
    #[must_use]
    pub fn instant(&self) -> Option<jiff::Timestamp> {
        if self.is_valid() { self.0.parse().ok() } else { None }
    }
}

impl From<jiff::Timestamp> for DateTime {
    /// Whole seconds; a fraction is cut off, as no receiver needs one.
    fn from(at: jiff::Timestamp) -> DateTime {
        let whole = jiff::Timestamp::from_second(at.as_second()).unwrap_or(at);
        DateTime(whole.to_string())
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&crate::cpr::mask(&self.0), f)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A calendar day, kept as text (`2018-09-15`).
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Date(String);

impl Date {
    /// Keeps any text; that it is a plain date is checked by reader, writer and rules (C8).
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Date {
        Date(text.into())
    }

    /// The text as it stands in the message.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the text is a plain date.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        is_date(&self.0)
    }

    /// The day, if the text is a plain date.
    #[must_use]
    pub fn day(&self) -> Option<jiff::civil::Date> {
        if self.is_valid() { self.0.parse().ok() } else { None }
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(day: jiff::civil::Date) -> Date {
        Date(day.to_string())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&crate::cpr::mask(&self.0), f)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Letter or text message.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub enum MessageType {
    /// `DIGITALPOST`: a letter.
    #[default]
    DigitalPost,
    /// `NEMSMS`: a text message, whole in `notification`.
    NemSms,
    /// Anything else that stood there (rule C1); it is never written.
    Other(String),
}

impl MessageType {
    /// From the element's text.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> MessageType {
        let text = text.into();
        match text.as_str() {
            "DIGITALPOST" => MessageType::DigitalPost,
            "NEMSMS" => MessageType::NemSms,
            _ => MessageType::Other(text),
        }
    }

    /// The element's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            MessageType::DigitalPost => "DIGITALPOST",
            MessageType::NemSms => "NEMSMS",
            MessageType::Other(text) => text,
        }
    }
}

/// `YYYY-MM-DD` of a day that exists; year 0001–9999.
pub(crate) fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(year), Some(month), Some(day)) =
        (number(bytes, 0, 4), number(bytes, 5, 2), number(bytes, 8, 2))
    else {
        return false;
    };
    bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-' && year > 0 && day_exists(year, month, day)
}

/// The lexical space of `xs:dateTime` for years 0001–9999, with or without zone.
pub(crate) fn is_xs_date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some((date, time)) = bytes.split_at_checked(10) else { return false };
    let (Some(hour), Some(minute), Some(second)) =
        (number(time, 1, 2), number(time, 4, 2), number(time, 7, 2))
    else {
        return false;
    };
    let punctuation = time[0] == b'T' && time[3] == b':' && time[6] == b':';
    let rest = &time[9..];
    let fraction = rest.strip_prefix(b".").map_or(0, |r| r.iter().take_while(|b| b.is_ascii_digit()).count());
    let zone = match (rest.first(), fraction) {
        (Some(b'.'), 0) => return false,
        (Some(b'.'), n) => &rest[n + 1..],
        _ => rest,
    };
    let nil_fraction = rest.get(1..=fraction).unwrap_or_default().iter().all(|b| *b == b'0');
    let midnight = hour == 24 && minute == 0 && second == 0 && nil_fraction;
    punctuation
        && std::str::from_utf8(date).is_ok_and(is_date)
        && (midnight || (hour < 24 && minute < 60 && second < 60))
        && is_zone(zone)
}

fn is_zone(zone: &[u8]) -> bool {
    match zone {
        [] | b"Z" => true,
        [b'+' | b'-', rest @ ..] => {
            rest.len() == 5
                && rest[2] == b':'
                && matches!((number(rest, 0, 2), number(rest, 3, 2)), (Some(h), Some(m)) if h * 60 + m <= 14 * 60 && m < 60)
        }
        _ => false,
    }
}

fn number(bytes: &[u8], at: usize, len: usize) -> Option<u32> {
    bytes
        .get(at..at + len)?
        .iter()
        .try_fold(0u32, |sum, b| b.is_ascii_digit().then(|| sum * 10 + u32::from(b - b'0')))
}

fn day_exists(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let longest = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=longest).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xs_date_time() {
        for good in [
            "2018-09-30T12:00:00Z",
            "2018-09-30T24:00:00Z",
            "2018-09-30T12:00:00.000100Z",
            "2018-09-30T12:00:00+14:00",
        ] {
            assert!(is_xs_date_time(good), "{good}");
        }
        for bad in [
            "2018-09-30 12:00:00Z",
            "2018-09-31T12:00:00Z",
            "2018-09-30T12:00Z",
            "2018-09-30T12:00:00.Z",
            "2018-09-30T24:00:01Z",
            "2018-09-30T12:00:60Z",
            "",
            "Z",
            "2018-09-30T12:00:00+15:00",
            "0000-01-01T00:00:00Z",
        ] {
            assert!(!is_xs_date_time(bad), "{bad}");
        }
    }

    #[test]
    fn uuids_compare_without_case() {
        let upper = Uuid::from_text("8C2EA15D-61FB-4BA9-9366-42F8B194C114");
        let lower = Uuid::from_text("8c2ea15d-61fb-4ba9-9366-42f8b194c114");
        assert_eq!(upper, lower);
        assert_eq!(upper.as_str(), "8C2EA15D-61FB-4BA9-9366-42F8B194C114");
        assert!(upper.is_valid());
    }

    #[test]
    fn times_are_written_in_whole_seconds() {
        let at: jiff::Timestamp = "2026-01-31T22:59:59.25Z".parse().unwrap();
        assert_eq!(DateTime::from(at).as_str(), "2026-01-31T22:59:59Z");
    }
}
