//! Countries and kinds of number.

use serde::{Deserialize, Serialize};

/// A country whose post we carry. Serialised as its ISO 3166 letters in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Country {
    /// Denmark.
    Dk,
    /// Sweden.
    Se,
}

impl Country {
    /// Both countries.
    pub const ALL: &'static [Country] = &[Country::Dk, Country::Se];

    /// `dk` or `se`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Country::Dk => "dk",
            Country::Se => "se",
        }
    }

    /// The country with these two letters, in either case.
    pub fn parse(text: &str) -> Option<Country> {
        Country::ALL.iter().copied().find(|c| c.as_str().eq_ignore_ascii_case(text))
    }
}

/// What sort of number a party has. Serialised in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartyKind {
    /// Danish person number, 10 digits.
    Cpr,
    /// Danish company number, 8 digits.
    Cvr,
    /// Swedish person number, 12 digits.
    Personnummer,
    /// Swedish coordination number, 12 digits with 60 added to the day.
    Samordningsnummer,
    /// Swedish organisation number, `16` and 10 digits.
    Organisationsnummer,
}

impl PartyKind {
    /// The name used in serialised form.
    pub const fn as_str(self) -> &'static str {
        match self {
            PartyKind::Cpr => "cpr",
            PartyKind::Cvr => "cvr",
            PartyKind::Personnummer => "personnummer",
            PartyKind::Samordningsnummer => "samordningsnummer",
            PartyKind::Organisationsnummer => "organisationsnummer",
        }
    }

    /// Whether the number names a human being.
    pub const fn is_person(self) -> bool {
        matches!(self, PartyKind::Cpr | PartyKind::Personnummer | PartyKind::Samordningsnummer)
    }

    /// The country that issues the number.
    pub const fn country(self) -> Country {
        match self {
            PartyKind::Cpr | PartyKind::Cvr => Country::Dk,
            _ => Country::Se,
        }
    }
}
