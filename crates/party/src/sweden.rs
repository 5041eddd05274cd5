//! Swedish numbers: personnummer, samordningsnummer, organisationsnummer, and the interim numbers we refuse.

use jiff::civil::{Date, date};
use zeroize::Zeroizing;

use crate::id::PartyId;
use crate::kind::PartyKind;
use crate::{PartyError, luhn};

/// Added to the day of birth in a coordination number.
const COORDINATION: i8 = 60;

/// Prefix of an organisation number on the wire.
const ORGANISATION: &str = "16";

/// Letters that interim and reserve numbers carry in place nine.
const INTERIM_LETTERS: &[u8] = b"TRSUWXJKLMN";

/// `text` is trimmed, short and ASCII. `today` settles the century of short forms; without it they are refused.
pub(crate) fn parse(text: &str, today: Option<Date>) -> Result<PartyId, PartyError> {
    let bytes = text.as_bytes();
    let separator = |place: usize| bytes.get(place).copied().filter(|b| matches!(b, b'-' | b'+'));
    match (bytes.len(), separator(6), separator(8)) {
        (10, None, None) => ten_digits(text, false),
        (11, Some(sign), None) => {
            let digits = without(text, 6);
            match ten_digits(&digits, true) {
                Err(PartyError::Ambiguous) => {
                    let today = today.ok_or(PartyError::Ambiguous)?;
                    person(&with_century(&digits, sign == b'+', today)?)
                }
                // A plus sign is about a person's age and has no meaning in an organisation number.
                Ok(_) if sign == b'+' => Err(PartyError::Malformed),
                settled => settled,
            }
        }
        (12, None, None) => twelve(text),
        (13, None, Some(b'-')) => twelve(&without(text, 8)),
        _ => Err(PartyError::Malformed),
    }
}

/// Ten digits are an organisation, or a person whose century is missing (A3, A8).
fn ten_digits(text: &str, hyphenated: bool) -> Result<PartyId, PartyError> {
    if !all_digits(text) {
        let letter = text.as_bytes().get(6).is_some_and(|b| INTERIM_LETTERS.contains(b));
        let rest = text.bytes().enumerate().all(|(place, b)| place == 6 || b.is_ascii_digit());
        return Err(if letter && rest { PartyError::Interim } else { PartyError::Malformed });
    }
    if is_organisation(text) {
        return organisation(text);
    }
    // Tell a mistyped number from one that only lacks its century, as the remedy differs.
    if !hyphenated && !luhn::ok(text) {
        return Err(PartyError::CheckDigit);
    }
    Err(PartyError::Ambiguous)
}

/// The third digit keeps organisation numbers apart from dates.
fn is_organisation(ten: &str) -> bool {
    ten.as_bytes().get(2).is_some_and(|b| (b'2'..=b'9').contains(b))
}

fn organisation(ten: &str) -> Result<PartyId, PartyError> {
    if ten.starts_with('0') {
        return Err(PartyError::Malformed);
    }
    if !luhn::ok(ten) {
        return Err(PartyError::CheckDigit);
    }
    Ok(PartyId::new(PartyKind::Organisationsnummer, format!("{ORGANISATION}{ten}")))
}

fn twelve(text: &str) -> Result<PartyId, PartyError> {
    if !all_digits(text) {
        return Err(if is_interim(text) { PartyError::Interim } else { PartyError::Malformed });
    }
    match text.strip_prefix(ORGANISATION) {
        Some(ten) if is_organisation(ten) => organisation(ten),
        Some(ten) if luhn::ok(ten) => Err(PartyError::SoleTrader),
        Some(_) => Err(PartyError::CheckDigit),
        None => person(text),
    }
}

fn is_interim(twelve: &str) -> bool {
    let bytes = twelve.as_bytes();
    bytes.len() == 12
        && bytes.get(8).is_some_and(|b| INTERIM_LETTERS.contains(b))
        && bytes.iter().enumerate().all(|(place, b)| place == 8 || b.is_ascii_digit())
}

/// Twelve digits that are no organisation: the date, then the check digit, then whether it can be addressed.
fn person(twelve: &str) -> Result<PartyId, PartyError> {
    let parts = Parts::of(twelve).ok_or(PartyError::Malformed)?;
    if !(18..=20).contains(&(parts.year / 100)) || twelve.get(8..11) == Some("000") {
        return Err(PartyError::Malformed);
    }
    let kind = parts.kind().ok_or(PartyError::DateImpossible)?;
    if !luhn::ok(twelve.get(2..).unwrap_or_default()) {
        return Err(PartyError::CheckDigit);
    }
    if parts.month == 0 {
        return Err(PartyError::NotAddressable);
    }
    Ok(PartyId::new(kind, twelve.to_owned()))
}

/// Year, month and day as written, with the 60 of a coordination number still in the day.
struct Parts {
    year: i16,
    month: i8,
    day: i8,
}

impl Parts {
    fn of(twelve: &str) -> Option<Parts> {
        Some(Parts {
            year: twelve.get(0..4)?.parse().ok()?,
            month: twelve.get(4..6)?.parse().ok()?,
            day: twelve.get(6..8)?.parse().ok()?,
        })
    }

    /// Person or coordination number; `None` if the calendar has no such day.
    fn kind(&self) -> Option<PartyKind> {
        let coordination = self.day >= COORDINATION;
        let day = if coordination { self.day - COORDINATION } else { self.day };
        let exists = match (coordination, self.month, day) {
            (false, _, _) => Date::new(self.year, self.month, day).is_ok(),
            (true, 0, day) => (0..=31).contains(&day),
            (true, month, 0) => (1..=12).contains(&month),
            (true, month, day) => Date::new(self.year, month, day).is_ok(),
        };
        exists.then_some(if coordination { PartyKind::Samordningsnummer } else { PartyKind::Personnummer })
    }

    /// The latest day of birth that the number allows.
    fn latest_birth(&self) -> Option<Date> {
        let coordination = self.day >= COORDINATION;
        match (self.month, if coordination { self.day - COORDINATION } else { self.day }) {
            (0, _) if coordination => Date::new(self.year, 12, 31).ok(),
            (month, 0) if coordination => Date::new(self.year, month, 1).ok().map(Date::last_of_month),
            (month, day) => Date::new(self.year, month, day).ok(),
        }
    }
}

pub(crate) fn birth_date(twelve: &str) -> Option<Date> {
    Parts::of(twelve)?.latest_birth()
}

/// The century of a short form: the latest date not in the future, a hundred years earlier with a plus sign.
fn with_century(ten: &str, plus: bool, today: Date) -> Result<Zeroizing<String>, PartyError> {
    let mut century = today.year() / 100;
    let written = |century: i16| Zeroizing::new(format!("{century:02}{ten}"));
    let latest = written(century);
    // An impossible date is no reason to go back: 29 February decides in the century it falls into, or never.
    let in_future = match birth_date(&latest) {
        Some(birth) => birth > today,
        None => {
            let yy: i16 = ten.get(0..2).and_then(|t| t.parse().ok()).ok_or(PartyError::Malformed)?;
            century * 100 + yy > today.year()
        }
    };
    // Unknown parts of a coordination number are read as the latest possible date, which may lie ahead although the
    // person is born; the year alone decides there.
    let year = Parts::of(&latest).map_or(0, |p| p.year);
    let unknown = ten.get(2..4) == Some("00") || ten.get(4..6) == Some("60");
    if (unknown && date(year, 1, 1) > today) || (!unknown && in_future) {
        century -= 1;
    }
    if plus {
        century -= 1;
    }
    Ok(written(century))
}

/// The kind of a number on the wire, by the schema pattern `RecipientId` alone.
pub(crate) fn wire_kind(text: &str) -> Option<PartyKind> {
    if text.len() != 12 || !all_digits(text) {
        return None;
    }
    if text.starts_with(ORGANISATION) {
        return Some(PartyKind::Organisationsnummer);
    }
    let parts = Parts::of(text)?;
    if !(18..=20).contains(&(parts.year / 100)) || !(1..=12).contains(&parts.month) {
        return None;
    }
    Some(if parts.day >= COORDINATION { PartyKind::Samordningsnummer } else { PartyKind::Personnummer })
}

/// Whether ten digits are a person's number in some century.
pub(crate) fn is_person_short(ten: &str) -> bool {
    ["19", "20", "18"].iter().any(|century| is_person_long(&Zeroizing::new(format!("{century}{ten}"))))
}

/// Whether twelve digits are a person's number, addressable or not.
pub(crate) fn is_person_long(twelve: &str) -> bool {
    all_digits(twelve) && matches!(person(twelve), Ok(_) | Err(PartyError::NotAddressable))
}

fn without(text: &str, place: usize) -> Zeroizing<String> {
    let (head, tail) = (text.get(..place).unwrap_or_default(), text.get(place + 1..).unwrap_or_default());
    Zeroizing::new(format!("{head}{tail}"))
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
