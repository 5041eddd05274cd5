//! Why a number was refused.

use thiserror::Error;

/// Why a text is not the number of a party we can write to.
///
/// None of the variants holds the text: it may be a person's number. [`PartyError::code`] names the entry of the
/// code catalogue with the words for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum PartyError {
    /// There is no text.
    #[error("no number given")]
    Missing,
    /// The text does not have the form of any number of this country (rules A1, A2).
    #[error("the number does not have a form in use in this country")]
    Malformed,
    /// A ten-digit Swedish person number, whose century would have to be guessed (rule A3).
    #[error("the person number lacks its century; write it with 12 digits")]
    Ambiguous,
    /// The calendar has no such day (rule A4).
    #[error("the date in the number does not exist")]
    DateImpossible,
    /// The check digit is wrong (rule A5); never raised for Danish numbers.
    #[error("the check digit does not fit")]
    CheckDigit,
    /// An interim or reserve number, with a letter in it (rule A7).
    #[error("interim numbers cannot be written to")]
    Interim,
    /// A number that exists but that no national channel can address: a coordination number with unknown month
    /// (rule A7), a Danish administrative number.
    #[error("the number exists but cannot be addressed")]
    NotAddressable,
    /// A Swedish organisation number that is its owner's person number (rule A8).
    #[error("the number belongs to a sole trader; give the owner's number with 12 digits")]
    SoleTrader,
    /// The number belongs to another country than the one stated.
    #[error("the number belongs to another country")]
    WrongCountry,
}

impl PartyError {
    /// Every variant.
    pub const ALL: &'static [PartyError] = &[
        PartyError::Missing,
        PartyError::Malformed,
        PartyError::Ambiguous,
        PartyError::DateImpossible,
        PartyError::CheckDigit,
        PartyError::Interim,
        PartyError::NotAddressable,
        PartyError::SoleTrader,
        PartyError::WrongCountry,
    ];

    /// The string of the matching code in the catalogue, for a recipient's number.
    pub const fn code(self) -> &'static str {
        match self {
            PartyError::Missing => "recipient_missing",
            PartyError::Malformed => "recipient_malformed",
            PartyError::Ambiguous => "recipient_ambiguous",
            PartyError::DateImpossible => "recipient_date_impossible",
            PartyError::CheckDigit => "recipient_check_digit",
            PartyError::Interim => "recipient_interim",
            PartyError::NotAddressable => "recipient_not_addressable",
            PartyError::SoleTrader => "recipient_sole_trader",
            PartyError::WrongCountry => "recipient_wrong_country",
        }
    }
}
