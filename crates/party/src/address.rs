//! Postal addresses: printable, with lengths that fit an envelope's window.

use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

/// A postal address as a register or a caller gives it. [`PostalAddress::check`] says whether it can be printed.
///
/// `Debug` shows the country only: where someone lives has no place in a log (rule B6).
///
/// ```
/// use party::PostalAddress;
/// let address = PostalAddress {
///     name: "Åsa Öberg".into(),
///     lines: vec!["Storgatan 1".into()],
///     postcode: "85230".into(),
///     city: "Sundsvall".into(),
///     country_code: "SE".into(),
/// };
/// address.check()?;
/// assert_eq!(address.printed("SE"), ["Åsa Öberg", "Storgatan 1", "852 30 SUNDSVALL"]);
/// assert_eq!(address.printed("DK").last().unwrap(), "SVERIGE");
/// # Ok::<(), party::AddressError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostalAddress {
    /// Who: a person or an organisation. 1 to [`PostalAddress::LINE_MAX`] characters.
    pub name: String,
    /// Street, c/o, floor: 0 to [`PostalAddress::LINES_MAX`] lines of 1 to [`PostalAddress::LINE_MAX`] characters.
    #[serde(default)]
    pub lines: Vec<String>,
    /// Postcode: 4 digits in Denmark, 5 in Sweden (a blank after the third is accepted), else up to 10 characters.
    pub postcode: String,
    /// Post town, 1 to [`PostalAddress::CITY_MAX`] characters.
    pub city: String,
    /// ISO 3166 country in two capital letters, such as `DK`.
    pub country_code: String,
}

/// Which part of an address cannot be printed, and why. Holds no part of the address.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field}: {problem}")]
pub struct AddressError {
    /// The field, as in JSON: `name`, `lines/0`, `postcode`, `city`, `country_code`, `lines`.
    pub field: String,
    /// What is wrong with it.
    pub problem: AddressProblem,
}

/// What is wrong with one field of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AddressProblem {
    /// Nothing but white space.
    #[error("is empty")]
    Empty,
    /// Longer than the limit, in characters (or, for `lines`, in lines).
    #[error("is longer than {0}")]
    TooLong(usize),
    /// A control character or line break.
    #[error("holds a control character")]
    Control,
    /// Not the form that this country uses.
    #[error("does not have the form used in this country")]
    Form,
}

impl PostalAddress {
    /// Longest name or line, in characters.
    pub const LINE_MAX: usize = 60;
    /// Most lines between name and postcode.
    pub const LINES_MAX: usize = 4;
    /// Longest post town, in characters.
    pub const CITY_MAX: usize = 40;
    /// Longest postcode, in characters.
    pub const POSTCODE_MAX: usize = 10;

    /// Whether the address can be printed on an envelope.
    ///
    /// # Errors
    /// The first field that cannot, from top to bottom.
    pub fn check(&self) -> Result<(), AddressError> {
        field("name", &self.name, Self::LINE_MAX)?;
        if self.lines.len() > Self::LINES_MAX {
            return Err(error("lines", AddressProblem::TooLong(Self::LINES_MAX)));
        }
        for (at, line) in self.lines.iter().enumerate() {
            field(&format!("lines/{at}"), line, Self::LINE_MAX)?;
        }
        field("postcode", &self.postcode, Self::POSTCODE_MAX)?;
        field("city", &self.city, Self::CITY_MAX)?;
        if self.country_code.len() != 2 || !self.country_code.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(error("country_code", AddressProblem::Form));
        }
        if digits_of_postcode(&self.country_code).is_some_and(|n| !has_digits(&self.postcode, n)) {
            return Err(error("postcode", AddressProblem::Form));
        }
        Ok(())
    }

    /// The lines to print, top to bottom, for a letter posted in the country `from` (ISO 3166): post town in the
    /// national manner, and the country in capitals only when the letter leaves the country.
    pub fn printed(&self, from: &str) -> Vec<String> {
        let mut printed = vec![self.name.trim().to_owned()];
        printed.extend(self.lines.iter().map(|line| line.trim().to_owned()));
        let abroad = !self.country_code.eq_ignore_ascii_case(from);
        let (postcode, city) = self.town();
        let prefix = if abroad && matches!(self.country_code.as_str(), "DK" | "SE") {
            format!("{}-", self.country_code)
        } else {
            String::new()
        };
        printed.push(format!("{prefix}{postcode} {city}"));
        if abroad {
            printed.push(country_name(&self.country_code).unwrap_or(&self.country_code).to_owned());
        }
        printed
    }

    /// Postcode and post town in the manner of the country: Sweden groups three and two digits and writes capitals.
    fn town(&self) -> (String, String) {
        let city = self.city.trim();
        let bare: String = self.postcode.split_whitespace().collect();
        match (self.country_code.as_str(), bare.split_at_checked(3)) {
            ("SE", Some((area, rest))) if bare.len() == 5 => (format!("{area} {rest}"), city.to_uppercase()),
            _ => (self.postcode.trim().to_owned(), city.to_owned()),
        }
    }
}

/// How many digits a postcode has, where we know.
fn digits_of_postcode(country: &str) -> Option<usize> {
    match country {
        "DK" | "NO" => Some(4),
        "SE" | "FI" | "DE" => Some(5),
        "IS" | "FO" => Some(3),
        _ => None,
    }
}

fn has_digits(postcode: &str, count: usize) -> bool {
    let bare: Vec<char> = postcode.chars().filter(|c| *c != ' ').collect();
    bare.len() == count && bare.iter().all(char::is_ascii_digit)
}

/// Country names as the Nordic posts sort them; others are printed by their code.
fn country_name(code: &str) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("AX", "ÅLAND"),
        ("DE", "TYSKLAND"),
        ("DK", "DANMARK"),
        ("FI", "FINLAND"),
        ("FO", "FÆRØERNE"),
        ("FR", "FRANCE"),
        ("GB", "UNITED KINGDOM"),
        ("GL", "GRØNLAND"),
        ("IS", "ISLAND"),
        ("NL", "NEDERLAND"),
        ("NO", "NORGE"),
        ("PL", "POLAND"),
        ("SE", "SVERIGE"),
        ("US", "USA"),
    ];
    NAMES.iter().find(|(c, _)| *c == code).map(|(_, name)| *name)
}

fn field(name: &str, text: &str, max: usize) -> Result<(), AddressError> {
    if text.trim().is_empty() {
        Err(error(name, AddressProblem::Empty))
    } else if text.chars().count() > max {
        Err(error(name, AddressProblem::TooLong(max)))
    } else if text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        Err(error(name, AddressProblem::Control))
    } else {
        Ok(())
    }
}

fn error(field: &str, problem: AddressProblem) -> AddressError {
    AddressError { field: field.to_owned(), problem }
}

impl fmt::Debug for PostalAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostalAddress").field("country_code", &self.country_code).finish_non_exhaustive()
    }
}
