//! Who a letter is for: Nordic person and organisation numbers, names and addresses.
//!
//! A person's number is a secret here: [`PartyId`] has no `Display` and no `Serialize`, its `Debug` is masked,
//! its memory is wiped when dropped, and errors never hold the text they complain about. The number leaves the
//! type in one place only, [`PartyId::reveal`], so that a search for that word finds every such place.
//!
//! ```
//! use party::{Country, PartyId, PartyKind};
//!
//! let id = PartyId::parse(Country::Se, "19270517-8354")?;
//! assert_eq!(id.kind(), PartyKind::Personnummer);
//! assert_eq!(id.reveal(), "192705178354");
//! assert_eq!(format!("{id:?}"), "Personnummer(1927****-****)");
//! # Ok::<(), party::PartyError>(())
//! ```

mod address;
mod denmark;
mod error;
mod find;
mod id;
mod kind;
mod luhn;
mod sweden;

pub use address::{AddressError, AddressProblem, PostalAddress};
pub use denmark::cpr_modulus_11_ok;
pub use error::PartyError;
pub use find::{contains_personal_number, find_personal_numbers};
pub use id::PartyId;
pub use kind::{Country, PartyKind};
