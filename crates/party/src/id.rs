//! The number itself, kept as the secret it is.

use aws_lc_rs::hmac;
use jiff::civil::Date;
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::kind::{Country, PartyKind};
use crate::{PartyError, denmark, sweden};

/// Longest text that can be any written form of a number, in bytes.
const WRITTEN_MAX: usize = 32;

/// Age from which a Swede can have a mailbox and a person counts as grown up, in years (rule A9).
const ADULT_YEARS: i64 = 18;

/// The number of a person or an organisation: checked, in wire form, secret.
///
/// No `Display`, no `Serialize`; `Debug` shows the kind and at most the year of birth. To store one, encrypt what
/// [`PartyId::reveal`] gives and read it back with [`PartyId::parse_wire`]; to search, use [`PartyId::keyed_hash`].
#[derive(Clone, PartialEq, Eq, Hash, Zeroize, ZeroizeOnDrop)]
pub struct PartyId {
    #[zeroize(skip)]
    kind: PartyKind,
    digits: String,
}

impl PartyId {
    /// Reads a number as people write it, and refuses what cannot be right (rules A1 to A8).
    ///
    /// Swedish: 12 digits, or `YYYYMMDD-NNNC`; organisations also 10 digits, `NNNNNN-NNNC` or `16` + 10 digits.
    /// Danish: 10 digits or `DDMMYY-SSSS`; 8 digits for companies; check digits are never a reason to refuse.
    ///
    /// # Errors
    /// The reason, without the number. A ten-digit Swedish person number is [`PartyError::Ambiguous`]; see
    /// [`PartyId::parse_on`].
    ///
    /// ```
    /// use party::{Country, PartyError, PartyId};
    /// assert_eq!(PartyId::parse(Country::Se, "212000-2411")?.reveal(), "162120002411");
    /// assert_eq!(PartyId::parse(Country::Dk, "221177-1212")?.reveal(), "2211771212");
    /// assert_eq!(PartyId::parse(Country::Se, "8101052382"), Err(PartyError::Ambiguous));
    /// # Ok::<(), PartyError>(())
    /// ```
    pub fn parse(country: Country, text: &str) -> Result<PartyId, PartyError> {
        PartyId::parse_with(country, text, None)
    }

    /// As [`PartyId::parse`], and also Swedish `YYMMDD-NNNC` and `YYMMDD+NNNC`, whose century follows from `today`:
    /// with `-` the latest date not in the future, with `+` a hundred years earlier.
    ///
    /// # Errors
    /// As [`PartyId::parse`]. Ten digits without separator stay ambiguous (rule A3).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use party::{Country, PartyId};
    /// let id = PartyId::parse_on(Country::Se, "810105-2382", date(2026, 11, 22))?;
    /// assert_eq!(id.reveal(), "198101052382");
    /// # Ok::<(), party::PartyError>(())
    /// ```
    pub fn parse_on(country: Country, text: &str, today: Date) -> Result<PartyId, PartyError> {
        PartyId::parse_with(country, text, Some(today))
    }

    fn parse_with(country: Country, text: &str, today: Option<Date>) -> Result<PartyId, PartyError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PartyError::Missing);
        }
        if text.len() > WRITTEN_MAX || !text.is_ascii() {
            return Err(PartyError::Malformed);
        }
        match country {
            Country::Se => sweden::parse(text, today),
            Country::Dk => denmark::parse(text).map_err(|e| {
                // A Swedish number in a Danish letter is a mix-up worth naming.
                if text.len() >= 12 && sweden::parse(text, None).is_ok() {
                    PartyError::WrongCountry
                } else {
                    e
                }
            }),
        }
    }

    /// Reads a number that came back from an official service: wire form only, syntax only. Neither the checksum nor
    /// the calendar is asked, because recorded answers fail them (rule A6).
    ///
    /// # Errors
    /// [`PartyError::Missing`] or [`PartyError::Malformed`].
    pub fn parse_wire(country: Country, text: &str) -> Result<PartyId, PartyError> {
        if text.is_empty() {
            return Err(PartyError::Missing);
        }
        let kind = match country {
            Country::Se => sweden::wire_kind(text),
            Country::Dk => denmark::wire_kind(text),
        };
        kind.map(|kind| PartyId::new(kind, text.to_owned())).ok_or(PartyError::Malformed)
    }

    /// `digits` must be in wire form already.
    pub(crate) fn new(kind: PartyKind, digits: String) -> PartyId {
        PartyId { kind, digits }
    }

    /// The country that issued the number.
    pub fn country(&self) -> Country {
        self.kind.country()
    }

    /// What sort of number it is.
    pub fn kind(&self) -> PartyKind {
        self.kind
    }

    /// Whether it names a human being.
    pub fn is_person(&self) -> bool {
        self.kind.is_person()
    }

    /// The number in wire form: 12 digits in Sweden (organisations `16` + 10), 10 or 8 in Denmark.
    ///
    /// Only for the wire, for encryption and for a page its reader may see; never for a log or an error.
    pub fn reveal(&self) -> &str {
        &self.digits
    }

    /// The number as people of its country write it, with a hyphen where they put one. As secret as
    /// [`PartyId::reveal`].
    pub fn reveal_written(&self) -> String {
        let (skip, hyphen) = match self.kind {
            PartyKind::Cpr => (0, 6),
            PartyKind::Cvr => (0, 8),
            PartyKind::Personnummer | PartyKind::Samordningsnummer => (0, 8),
            PartyKind::Organisationsnummer => (2, 8),
        };
        let head = self.digits.get(skip..hyphen).unwrap_or_default();
        let tail = self.digits.get(hyphen..).unwrap_or_default();
        if tail.is_empty() { head.to_owned() } else { format!("{head}-{tail}") }
    }

    /// The number with all but its year (organisations: its first digits) hidden, for screens and logs.
    pub fn masked(&self) -> String {
        let part = |range: std::ops::Range<usize>| self.digits.get(range).unwrap_or_default();
        match self.kind {
            PartyKind::Personnummer | PartyKind::Samordningsnummer => format!("{}****-****", part(0..4)),
            PartyKind::Cpr => format!("****{}-****", part(4..6)),
            PartyKind::Cvr => format!("{}****", part(0..4)),
            PartyKind::Organisationsnummer => format!("{}****-****", part(0..4)),
        }
    }

    /// HMAC-SHA256 over country, kind and digits with `key`: equal for equal numbers, useless without the key.
    ///
    /// The space of numbers is small enough to try all of them, so the key is what protects; keep it as a secret.
    pub fn keyed_hash(&self, key: &[u8]) -> [u8; 32] {
        let key = hmac::Key::new(hmac::HMAC_SHA256, key);
        let mut context = hmac::Context::with_key(&key);
        for part in [self.country().as_str(), "|", self.kind.as_str(), "|", &self.digits] {
            context.update(part.as_bytes());
        }
        let mut hash = [0; 32];
        for (to, from) in hash.iter_mut().zip(context.sign().as_ref()) {
            *to = *from;
        }
        hash
    }

    /// The day of birth; `None` for organisations and for dates that do not exist (possible after
    /// [`PartyId::parse_wire`]). With an unknown day, the last day of the month, so that nobody is made older than
    /// the number allows.
    pub fn birth_date(&self) -> Option<Date> {
        match self.kind {
            PartyKind::Personnummer | PartyKind::Samordningsnummer => sweden::birth_date(&self.digits),
            PartyKind::Cpr => denmark::birth_date(&self.digits),
            PartyKind::Cvr | PartyKind::Organisationsnummer => None,
        }
    }

    /// Whether the person has not yet had the eighteenth birthday on `day`; on the birthday itself the answer is
    /// `false` (rules A9, A10). `None` when [`PartyId::birth_date`] is.
    ///
    /// Someone born on 29 February has the birthday on 28 February of a common year.
    pub fn is_under_18_on(&self, day: Date) -> Option<bool> {
        let birth = self.birth_date()?;
        let birthday = birth.checked_add(jiff::Span::new().try_years(ADULT_YEARS).ok()?).ok()?;
        Some(day < birthday)
    }
}

impl fmt::Debug for PartyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.kind {
            PartyKind::Cpr => "Cpr",
            PartyKind::Cvr => "Cvr",
            PartyKind::Personnummer => "Personnummer",
            PartyKind::Samordningsnummer => "Samordningsnummer",
            PartyKind::Organisationsnummer => "Organisationsnummer",
        };
        write!(f, "{name}({})", self.masked())
    }
}
