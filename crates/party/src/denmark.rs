//! Danish numbers: CPR and CVR. Check digits are never a reason to refuse: since 2007 CPR numbers without one are
//! issued, and Digital Post does not test them either.

use jiff::civil::Date;
use zeroize::Zeroizing;

use crate::PartyError;
use crate::id::PartyId;
use crate::kind::PartyKind;

/// Added to the day in administrative and replacement numbers, which Digital Post does not accept.
const ADMINISTRATIVE: i8 = 60;

/// Weights of the former check digit of CPR numbers.
const CPR_WEIGHTS: [u32; 10] = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

/// `text` is trimmed, short and ASCII.
pub(crate) fn parse(text: &str) -> Result<PartyId, PartyError> {
    let digits = match text.as_bytes() {
        bytes if bytes.len() == 11 && bytes.get(6) == Some(&b'-') => {
            Zeroizing::new(text.replacen('-', "", 1))
        }
        _ => Zeroizing::new(text.to_owned()),
    };
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(PartyError::Malformed);
    }
    match digits.len() {
        8 if digits.as_str() == "00000000" => Err(PartyError::Malformed),
        8 => Ok(PartyId::new(PartyKind::Cvr, digits.to_string())),
        10 => cpr(&digits),
        _ => Err(PartyError::Malformed),
    }
}

fn cpr(ten: &str) -> Result<PartyId, PartyError> {
    let (year, month, day) = parts(ten).ok_or(PartyError::Malformed)?;
    if Date::new(year, month, day).is_ok() {
        Ok(PartyId::new(PartyKind::Cpr, ten.to_owned()))
    } else if day > ADMINISTRATIVE && Date::new(year, month, day - ADMINISTRATIVE).is_ok() {
        Err(PartyError::NotAddressable)
    } else {
        Err(PartyError::DateImpossible)
    }
}

/// Year with its century (from digit 7 and the year), month, day.
fn parts(ten: &str) -> Option<(i16, i8, i8)> {
    let number = |from: usize, to: usize| ten.get(from..to)?.parse::<i16>().ok();
    let (yy, seventh) = (number(4, 6)?, number(6, 7)?);
    let century = match (seventh, yy) {
        (0..=3, _) | (4 | 9, 37..) => 1900,
        (4 | 9, _) | (5..=8, ..=57) => 2000,
        _ => 1800,
    };
    Some((century + yy, i8::try_from(number(2, 4)?).ok()?, i8::try_from(number(0, 2)?).ok()?))
}

pub(crate) fn birth_date(ten: &str) -> Option<Date> {
    let (year, month, day) = parts(ten)?;
    Date::new(year, month, day).ok()
}

/// The kind of a number on the wire, by its length.
pub(crate) fn wire_kind(text: &str) -> Option<PartyKind> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        8 => Some(PartyKind::Cvr),
        10 => Some(PartyKind::Cpr),
        _ => None,
    }
}

/// Whether ten digits are a person's number, administrative ones included.
pub(crate) fn is_person(ten: &str) -> bool {
    ten.len() == 10
        && ten.bytes().all(|b| b.is_ascii_digit())
        && matches!(cpr(ten), Ok(_) | Err(PartyError::NotAddressable))
}

/// Whether a CPR number meets modulus 11. Only a hint while someone types: numbers issued since 1 October 2007 need
/// not, so `false` never means that the number is wrong. `None` if the number is no CPR number.
///
/// ```
/// use party::{Country, PartyId, cpr_modulus_11_ok};
/// let id = PartyId::parse(Country::Dk, "211062-5629")?;
/// assert_eq!(cpr_modulus_11_ok(&id), Some(true));
/// # Ok::<(), party::PartyError>(())
/// ```
pub fn cpr_modulus_11_ok(id: &PartyId) -> Option<bool> {
    if id.kind() != PartyKind::Cpr {
        return None;
    }
    let sum: u32 =
        id.reveal().bytes().zip(CPR_WEIGHTS).map(|(b, w)| u32::from(b.saturating_sub(b'0')) * w).sum();
    Some(sum.is_multiple_of(11))
}
