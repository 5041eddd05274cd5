//! A recipient or sender number as it stands on the wire.

use party::{Country, PartyError, PartyId};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The longest text kept as a number; anything longer is cut, since it can match nobody.
const LONGEST: usize = 255;

/// A number as it stood in, or will stand in, a message: mostly twelve digits.
///
/// It is a secret: no `Display`, a masked `Debug`, and erased when dropped. Unlike [`PartyId`] it may hold anything a
/// counterpart sent, because answers are matched against what was asked for and never judged by a checksum (rule A6).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Zeroize, ZeroizeOnDrop)]
pub struct WireId(String);

impl WireId {
    /// Keeps the text of a number, white space around it removed.
    pub fn new(text: &str) -> Self {
        Self(text.trim().chars().take(LONGEST).collect())
    }

    /// The digits. Only for the wire and for storage that is protected.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// A form for logs and texts: of a person's number only the first four characters.
    pub fn masked(&self) -> String {
        if self.is_organisation() {
            return self.0.clone();
        }
        let shown: String = self.0.chars().take(4).collect();
        format!("{shown}{}", "*".repeat(self.0.chars().count().saturating_sub(4)))
    }

    /// Whether this is the number of a legal person, which is no secret: `16` and ten digits, the third of them at least
    /// 2 (below that it is a sole trader's person number, rule A8).
    pub fn is_organisation(&self) -> bool {
        let digits = self.0.as_bytes();
        digits.len() == 12
            && digits.starts_with(b"16")
            && digits.iter().all(u8::is_ascii_digit)
            && digits.get(4).is_some_and(|third| *third >= b'2')
    }

    /// Whether the text meets the schema pattern `RecipientId`: no date check, no checksum (identifiers §1).
    pub fn is_well_formed(&self) -> bool {
        crate::schema::simple::recipient_id(&self.0)
    }

    /// The number as a party, by syntax only (rule A6).
    ///
    /// # Errors
    /// When it has no form that a register would use.
    pub fn party(&self) -> Result<PartyId, PartyError> {
        PartyId::parse_wire(Country::Se, &self.0)
    }

    /// Whether this is that party's number on the wire.
    pub fn is(&self, party: &PartyId) -> bool {
        self.0 == party.reveal()
    }
}

impl std::fmt::Debug for WireId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WireId({})", self.masked())
    }
}

impl From<&PartyId> for WireId {
    fn from(party: &PartyId) -> Self {
        Self::new(party.reveal())
    }
}

impl From<&WireId> for WireId {
    fn from(id: &WireId) -> Self {
        id.clone()
    }
}
