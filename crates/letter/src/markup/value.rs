//! A leaf's value in one letter.

use super::amount::{self, Amount};
use super::kind::Kind;
use super::moment::Moment;
use jiff::tz::TimeZone;
use party::{Country, PartyId};
use std::fmt;

/// A value that was checked for its place. As secret as the letter: `Debug` says its kind only.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Text, number, address.
    Text(String),
    /// Day or time.
    Moment(Moment),
    /// Money.
    Amount(Amount),
}

impl Default for Value {
    fn default() -> Value {
        Value::Text(String::new())
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Value::Text(_) => "Text(…)",
            Value::Moment(_) => "Moment(…)",
            Value::Amount(_) => "Amount(…)",
        })
    }
}

impl Value {
    /// The value as text: moments as UTC, amounts with a point.
    pub fn text(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Moment(moment) => moment.at.to_string(),
            Value::Amount(amount) => amount.to_string(),
        }
    }

    /// The moment, if it is one.
    pub fn moment(&self) -> Option<Moment> {
        if let Value::Moment(moment) = self { Some(*moment) } else { None }
    }

    /// The amount, if it is one.
    pub fn amount(&self) -> Option<Amount> {
        if let Value::Amount(amount) = self { Some(*amount) } else { None }
    }

    /// Judges a text for its place.
    pub(crate) fn judge(
        text: &str,
        kind: Kind,
        country: Country,
        zone: &TimeZone,
    ) -> Result<Value, &'static str> {
        let text = text.trim();
        let within = |most: usize| text.chars().count() <= most;
        let one_line = |most: usize| {
            if !within(most) {
                Err("too long for its place: at most 256 characters")
            } else if text.chars().any(char::is_control) {
                Err("must be one line")
            } else {
                Ok(Value::Text(text.to_owned()))
            }
        };
        let numberless = || {
            if party::contains_personal_number(text, &[country]) {
                Err(
                    "looks like a personal number, and would be shown in notifications or addresses (C16, D13)",
                )
            } else {
                Ok(())
            }
        };
        let digits =
            |most: usize| text.bytes().all(|byte| byte.is_ascii_digit()) && (1..=most).contains(&text.len());
        match kind {
            Kind::Line => one_line(256),
            Kind::Label => numberless().and_then(|()| one_line(256)),
            Kind::Notification if !within(150) => Err("at most 150 characters (C6)"),
            Kind::Notification => numberless().and_then(|()| one_line(150)),
            Kind::Comment if !within(512) => Err("at most 512 characters (G4)"),
            Kind::Text if !within(20_000) => Err("at most 20,000 characters"),
            Kind::Comment | Kind::Text => Ok(Value::Text(text.to_owned())),
            Kind::Person | Kind::Company => {
                let number = PartyId::parse(country, text).ok();
                let number = number.filter(|number| number.is_person() == (kind == Kind::Person));
                number
                    .map(|number| Value::Text(number.reveal().to_owned()))
                    .ok_or("must be a number of the sender's country")
            }
            Kind::Url => url(text).and_then(|()| numberless()).map(|()| Value::Text(text.to_owned())),
            Kind::Moment(day_means) => Moment::parse(text, zone, day_means)
                .map(Value::Moment)
                .ok_or("write 2026-12-01, 2026-12-01T12:00 (local time) or a time with its offset; an appointment needs a time"),
            Kind::Amount => Amount::parse(text)
                .map(Value::Amount)
                .ok_or("write 1234.50: more than 0, at most two decimals, no grouping"),
            Kind::Reference => amount::reference(text)
                .map(Value::Text)
                .ok_or("a payment reference has 1 to 35 letters, digits or + < > - / and the right check digits"),
            Kind::Uuid | Kind::Uuid4 => {
                let id = (text.len() == 36).then(|| uuid::Uuid::try_parse(text).ok()).flatten();
                let fits = |id: &uuid::Uuid| kind == Kind::Uuid || is_version_4(*id);
                id.filter(fits)
                    .map(|id| Value::Text(id.to_string()))
                    .ok_or("must be a UUID; of an appointment one of version 4")
            }
            Kind::Email => {
                let halves = text.split_once('@').filter(|(name, host)| !name.is_empty() && host.contains('.'));
                let fits = halves.is_some() && !text.contains(char::is_whitespace);
                if fits { one_line(256) } else { Err("must look like name@host.domain") }
            }
            Kind::Plate if !within(7) => Err("a licence plate has at most 7 characters (F3)"),
            Kind::Plate => one_line(7),
            Kind::PNumber if digits(10) => Ok(Value::Text(text.to_owned())),
            Kind::PNumber => Err("a production unit has at most 10 digits (E5)"),
            Kind::Gln if digits(13) => Ok(Value::Text(text.to_owned())),
            Kind::Gln => Err("a GLN has at most 13 digits (E5)"),
        }
    }
}

/// Version 4 with the usual variant (I9).
fn is_version_4(id: uuid::Uuid) -> bool {
    id.get_version_num() == 4 && id.get_variant() == uuid::Variant::RFC4122
}

/// I6, I7.
fn url(text: &str) -> Result<(), &'static str> {
    let rest = text.strip_prefix("https://").ok_or("must begin with https:// (I6)")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let sound = !host.is_empty()
        && !host.contains('@')
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c));
    if !sound {
        return Err("must be a whole address without blanks, such as https://example.dk/page (I7)");
    }
    if text.chars().count() > 256 { Err("an address has at most 256 characters (I7)") } else { Ok(()) }
}
