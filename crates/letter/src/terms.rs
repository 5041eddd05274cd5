//! When a letter may leave, and until when: settled at acceptance.

use crate::{Fault, LetterType, Submission};
use catalogue::Code;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Longest time ahead of which a letter may be scheduled.
const AHEAD_MAX: SignedDuration = SignedDuration::from_hours(366 * 24);
/// A caller's clock may be off by so much.
const CLOCK_SLACK: SignedDuration = SignedDuration::from_mins(5);
/// Longest time in which a letter may be recalled: seven days.
pub const RECALL_MINUTES_MAX: u32 = 7 * 24 * 60;
/// Longest time to live: one year.
pub const TTL_HOURS_MAX: u32 = 366 * 24;

/// The three moments that bound a letter's way out. Absent ones do not bound it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    /// Not before this moment (scheduled sending).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_at: Option<Timestamp>,
    /// Its sender may take it back until then: it does not leave before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recall_until: Option<Timestamp>,
    /// It must have left by then, or it is not sent at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

impl Terms {
    /// Before this moment nothing is done for the letter.
    pub fn not_before(&self) -> Option<Timestamp> {
        self.send_at.max(self.recall_until)
    }

    /// Nothing bounds the letter.
    pub fn is_unbound(&self) -> bool {
        *self == Terms::default()
    }

    /// The terms of a letter accepted at `now`: what the caller says, else what the letter type says. The time to live
    /// counts from the moment at which the letter may leave.
    ///
    /// # Errors
    /// Every moment that makes no sense, with its field.
    pub fn judge(submission: &Submission, kind: &LetterType, now: Timestamp) -> Result<Terms, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut fault = |pointer: &str, detail: &str| {
            faults.push(Fault::new(Code::FieldInvalid, pointer, detail));
        };
        let send_at = submission.send_at;
        if let Some(at) = send_at {
            if at.duration_since(now) < -CLOCK_SLACK {
                fault("/send_at", "lies in the past; leave it out to send at once");
            } else if at.duration_since(now) > AHEAD_MAX {
                fault("/send_at", "at most one year ahead");
            }
        }
        let recall_minutes = submission.recall_minutes.or(kind.recall_minutes).unwrap_or(0);
        if recall_minutes > RECALL_MINUTES_MAX {
            fault("/recall_minutes", "at most 10080 (seven days)");
        }
        let recall_until =
            (recall_minutes > 0).then(|| after(now, SignedDuration::from_mins(recall_minutes.into())));
        let terms = Terms { send_at, recall_until, expires_at: None };
        let leaves = terms.not_before().unwrap_or(now).max(now);
        let ttl_hours = submission.ttl_hours.or(kind.ttl_hours);
        let expires_at = match (submission.expires_at, ttl_hours) {
            (Some(_), _) if submission.ttl_hours.is_some() => {
                fault("/ttl_hours", "give either expires_at or ttl_hours, not both");
                None
            }
            (Some(at), _) if at <= leaves => {
                fault("/expires_at", "must lie after the moment at which the letter may leave");
                None
            }
            (Some(at), _) => Some(at),
            (None, Some(hours)) if hours == 0 || hours > TTL_HOURS_MAX => {
                fault("/ttl_hours", "1 to 8784 (one year)");
                None
            }
            (None, hours) => hours.map(|hours| after(leaves, SignedDuration::from_hours(hours.into()))),
        };
        if faults.is_empty() { Ok(Terms { expires_at, ..terms }) } else { Err(faults) }
    }
}

fn after(at: Timestamp, length: SignedDuration) -> Timestamp {
    at.checked_add(length).unwrap_or(Timestamp::MAX)
}
