//! How patient the gateway is: delays and limits, as data.

use crate::{Backoff, ErrorClass};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Growing delays in milliseconds; the last one repeats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Delays(pub Vec<u64>);

impl Delays {
    /// The moment `count` failures after which the next try comes, counted from `now`. The spread (up to
    /// a tenth, from `salt`) keeps letters that failed together from coming back together.
    pub fn after(&self, count: u32, now: Timestamp, salt: u64) -> Timestamp {
        let index = (count.saturating_sub(1) as usize).min(self.0.len().saturating_sub(1));
        let delay_ms = self.0.get(index).copied().unwrap_or(60_000);
        let spread_ms = (delay_ms / 10).checked_mul(salt % 1_000).map_or(0, |ms| ms / 1_000);
        later(now, delay_ms.saturating_add(spread_ms))
    }
}

/// `now` plus milliseconds, at most the end of time.
pub(crate) fn later(now: Timestamp, ms: u64) -> Timestamp {
    let duration = SignedDuration::from_millis(i64::try_from(ms).unwrap_or(i64::MAX));
    now.checked_add(duration).unwrap_or(Timestamp::MAX)
}

/// Schedule and limits for every letter of an installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Delays between lookups while the register does not answer (C12, F10).
    pub lookup_delays_ms: Delays,
    /// Delays between attempts that certainly had no effect (F9).
    pub attempt_delays_ms: Delays,
    /// Attempts before a person is asked.
    pub max_attempts: u32,
    /// Another schedule for classes of failures that need one; the others go by the two above.
    pub classes: BTreeMap<ErrorClass, Backoff>,
    /// Delays between questions about a message in doubt (F8).
    pub ask_delays_ms: Delays,
    /// Delays between questions about a message that was taken in and whose receipt is owed. Receipts come by themselves:
    /// with many letters under way, asking for each before its turn doubles the requests and slows the receipts down.
    pub receipt_delays_ms: Delays,
    /// How long a message may stay in doubt before a person is asked.
    pub in_doubt_patience_ms: u64,
    /// How long a receipt may be owed before a person is asked (R71, F13).
    pub receipt_patience_ms: u64,
    /// When a person is reminded of a letter that needs one, counted from the moment it did; as many reminders as there
    /// are times (R98).
    pub remind_after_ms: Vec<u64>,
    /// How often the same bytes may be repeated to a receiver that recognises them.
    pub max_repeats: u32,
    /// How long a letter may be "being sent" by a worker before another takes it over. Longer than the
    /// longest time-out of a channel.
    pub lease_ms: u64,
}

impl Default for Policy {
    fn default() -> Self {
        const SECOND: u64 = 1_000;
        const MINUTE: u64 = 60 * SECOND;
        const HOUR: u64 = 60 * MINUTE;
        Policy {
            lookup_delays_ms: Delays(vec![15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR]),
            attempt_delays_ms: Delays(vec![15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR]),
            max_attempts: 12,
            classes: BTreeMap::from([
                (
                    ErrorClass::Busy,
                    Backoff {
                        delays_ms: Delays(vec![MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR]),
                        max_attempts: 40,
                        patience_ms: 24 * HOUR,
                    },
                ),
                (
                    ErrorClass::Rights,
                    Backoff {
                        delays_ms: Delays(vec![5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR]),
                        max_attempts: 24,
                        patience_ms: 72 * HOUR,
                    },
                ),
            ]),
            ask_delays_ms: Delays(vec![15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR]),
            receipt_delays_ms: Delays(vec![15 * MINUTE, HOUR, 4 * HOUR]),
            in_doubt_patience_ms: 4 * HOUR,
            receipt_patience_ms: 24 * HOUR,
            remind_after_ms: [24, 72, 168, 336, 720].map(|hours| hours * HOUR).to_vec(),
            max_repeats: 5,
            lease_ms: 5 * MINUTE,
        }
    }
}

impl Policy {
    /// Delays between attempts that fail with this class of problem.
    pub fn delays_ms(&self, class: ErrorClass) -> &Delays {
        self.classes.get(&class).map_or(&self.attempt_delays_ms, |backoff| &backoff.delays_ms)
    }

    /// Attempts of this class before a person is asked.
    pub fn max_attempts_of(&self, class: ErrorClass) -> u32 {
        self.classes.get(&class).map_or(self.max_attempts, |backoff| backoff.max_attempts)
    }

    /// How long attempts may fail with this class before a person is asked; without a word of its own, attempts alone
    /// are counted.
    pub fn patience_ms(&self, class: ErrorClass) -> u64 {
        self.classes.get(&class).map_or(u64::MAX, |backoff| backoff.patience_ms)
    }
}
