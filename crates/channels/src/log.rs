//! Words for the log.

use letter::Outcome;

/// How an attempt ended, in one word.
pub(crate) const fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Delivered { .. } => "delivered",
        Outcome::HandedOver { .. } => "handed_over",
        Outcome::NotDelivered { .. } => "not_delivered",
        Outcome::Refused { .. } => "refused",
        Outcome::Retry { .. } => "retry",
        Outcome::InDoubt { .. } => "in_doubt",
    }
}
