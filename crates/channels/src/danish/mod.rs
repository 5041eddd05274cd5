//! What both Danish roads share: the letter as a MeMo, its limits, and the words of a refusal.

mod actions;
mod compose;
mod content;
mod documents;
mod nemsms;
mod parties;
mod refusal;
mod settings;

pub(crate) use compose::{Limits, compose};
pub(crate) use refusal::{of_failure, problem_of};
pub use settings::{ContactPointConfig, MemoVersion};
pub(crate) use settings::{
    MemoSender, default_language, default_max_attachments, default_max_message_bytes,
    default_parallel_lookups, default_post_type, yes,
};

use crate::config::ConfigError;
use party::{PartyId, PartyKind};

/// The query parameter that the registers have for this kind of number: the official contracts put it in the
/// address, which is why addresses are never logged here.
pub(crate) fn parameter(recipient: &PartyId) -> Option<&'static str> {
    match recipient.kind() {
        PartyKind::Cpr => Some("cprNumber"),
        PartyKind::Cvr => Some("cvrNumber"),
        PartyKind::Personnummer | PartyKind::Samordningsnummer | PartyKind::Organisationsnummer => None,
    }
}

/// Judges what both roads know of a sender.
pub(crate) fn check_sender(cvr: &str, name: &str) -> Result<(), ConfigError> {
    if cvr.len() != 8 || !cvr.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(ConfigError::new("cvr", "is not a CVR number", "write its 8 digits"));
    }
    if name.trim().is_empty() || name.chars().count() > 256 {
        return Err(ConfigError::new("name", "is empty or too long", "give 1 to 256 characters"));
    }
    Ok(())
}
