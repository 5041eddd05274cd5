//! What the lookups have in common when they are asked.

use std::collections::HashSet;

use crate::WireId;
use crate::ns::R3;
use crate::schema::simple::Simple;
use crate::schema::{MANY, Particle, Type};

/// The most numbers in one lookup; longer lists are split (rule C14).
pub const MOST_RECIPIENTS: usize = 1000;

pub(super) static IS_REACHABLE: Type = Type::sequence(&[
    Particle::text(R3, "senderOrgNr", Simple::OrganizationNumber),
    Particle::text(R3, "recipientId", Simple::RecipientId).times(0, MOST_RECIPIENTS).rule("C14"),
]);

pub(super) static IS_REGISTERED: Type =
    Type::sequence(&[Particle::text(R3, "recipientId", Simple::RecipientId).times(1, MANY).rule("C14")]);

/// Why a lookup cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// More numbers than one call takes (rule C14).
    #[error("C14: {count} recipients in one lookup, at most {MOST_RECIPIENTS}; split the list")]
    TooMany {
        /// Different numbers given.
        count: usize,
    },
    /// Nobody to ask for.
    #[error("C14: a lookup needs at least one recipient")]
    Nobody,
    /// A number that the register would answer with a fault for the whole call (rule C15).
    #[error("C15: recipient {index} of the list is not a recipient number; take it out")]
    Malformed {
        /// Place in the list, from 0. The number itself is not repeated.
        index: usize,
    },
    /// The sender is not an organisation number with `16` before it.
    #[error("A8: the sender must be an organisation number: 16 and ten digits")]
    Sender,
}

/// Checks every number and drops duplicates, keeping the order.
pub(super) fn recipients<I: Into<WireId>>(
    ids: impl IntoIterator<Item = I>,
) -> Result<Vec<WireId>, RequestError> {
    let mut seen = HashSet::new();
    let mut unique = Vec::new();
    for (index, id) in ids.into_iter().enumerate() {
        let id: WireId = id.into();
        if !id.is_well_formed() {
            return Err(RequestError::Malformed { index });
        }
        if seen.insert(id.clone()) {
            unique.push(id);
        }
    }
    match unique.len() {
        0 => Err(RequestError::Nobody),
        count if count > MOST_RECIPIENTS => Err(RequestError::TooMany { count }),
        _ => Ok(unique),
    }
}
