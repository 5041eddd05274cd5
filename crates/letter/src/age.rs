//! How long a letter may stand still: longer, and something does not work as it should (R71).

use crate::policy::later;
use crate::{ErrorClass, LetterType, Phase, Policy, State};
use jiff::Timestamp;

const MINUTE_MS: u64 = 60_000;

/// The moment after which a letter whose last event was at `moved_at` stands still for too long; none for one that
/// waits for a person or is over. It follows from the policy: by then something must have been tried, asked or given
/// up, even if every delay was as long as it can be.
pub fn stands_until(
    state: &State,
    policy: &Policy,
    kind: Option<&LetterType>,
    moved_at: Timestamp,
) -> Option<Timestamp> {
    let longest = |delays: &crate::Delays| delays.0.iter().max().copied().unwrap_or(0);
    let limit_ms = match state.phase {
        Phase::WithPerson | Phase::Ended => return None,
        Phase::ToRoute => {
            let patience_ms = u64::from(kind.map_or(24, |kind| kind.patience_hours)) * 60 * MINUTE_MS;
            longest(&policy.lookup_delays_ms).max(patience_ms)
        }
        Phase::ToCompose => 0,
        // What was postponed is told once and then waits silently, up to this patience.
        Phase::ToDeliver => ErrorClass::ALL
            .iter()
            .map(|class| longest(policy.delays_ms(*class)))
            .max()
            .unwrap_or(0)
            .max(policy.receipt_patience_ms),
        Phase::Attempting => policy.lease_ms,
        Phase::AwaitingReceipt => policy.receipt_patience_ms.max(longest(&policy.receipt_delays_ms)),
        Phase::InDoubt => policy.in_doubt_patience_ms.max(longest(&policy.ask_delays_ms)),
    };
    // A tenth is the spread of delays; a node may have died with the letter's lease, and its successor takes its time.
    let slack_ms = limit_ms / 10 + 2 * policy.lease_ms + 10 * MINUTE_MS;
    let begin = state.terms.not_before().map_or(moved_at, |held| held.max(moved_at));
    let begin = state.wait_until.map_or(begin, |wait| wait.max(begin));
    Some(later(begin, limit_ms.saturating_add(slack_ms)))
}
