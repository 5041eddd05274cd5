//! Deletes the content of letters whose time is over, so that the gateway does not become an archive nobody asked for
//! (R59). What is kept says that a letter was sent, when, how, and with what outcome.

use crate::gateway::Gateway;
use futures_util::stream::{self, StreamExt};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use letter::{CONTENT_DAYS_MAX, Remains, SenderId, State, StateName, TypeCode, content_until};
use serde::{Deserialize, Serialize};
use store::{Ended, ForgetError, StoreError};

/// Letters looked at in one statement.
const LOOK_AT: u32 = 20_000;
/// Letters forgotten at the same time: they share the store's commits.
const AT_A_TIME: usize = 16;
/// Who does it, in the audit chain.
const BY: &str = "retention";

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgot {
    /// When it began.
    pub made_at: Timestamp,
    /// Letters whose content was deleted.
    pub forgotten: u64,
    /// Letters whose time is over but whose content could not be deleted: it was stored before encryption was on.
    pub in_clear: u64,
    /// Letters that could not be read or written now; they are looked at again.
    pub failed: u64,
}

/// A letter whose days are over.
struct Due {
    ended: Ended,
    days: u32,
}

/// What became of one letter.
enum Outcome {
    Forgotten,
    /// Its deadlines run, or it moved.
    Kept,
    Failed,
}

impl Gateway {
    /// Days for which content of a type is kept after a letter's end: as the type says, else its sender, else the
    /// installation; none if nobody says anything.
    pub(crate) fn content_days(&self, sender: &SenderId, letter_type: &TypeCode) -> Option<u32> {
        let of_type = self.letter_type(letter_type).and_then(|kind| kind.content_days);
        let of_sender = || self.sender(sender).and_then(|sender| sender.content_days);
        of_type.or_else(of_sender).or(self.config.retention.content_days)
    }

    /// The shortest time of all rules.
    pub(crate) fn shortest_content_days(&self) -> Option<u32> {
        let of_types = self.letter_types();
        let of_types = of_types.iter().filter_map(|kind| kind.content_days);
        let of_senders = self.config.senders.iter().filter_map(|sender| sender.content_days);
        of_types.chain(of_senders).chain(self.config.retention.content_days).min()
    }

    /// Deletes the content of every letter whose time is over at `now`.
    ///
    /// # Errors
    /// The store cannot be read; what was deleted until then stays deleted.
    pub async fn forget_due(&self, now: Timestamp) -> Result<Forgot, StoreError> {
        let mut done = Forgot { made_at: now, forgotten: 0, in_clear: 0, failed: 0 };
        let Some(shortest) = self.shortest_content_days() else { return Ok(done) };
        let span = SignedDuration::from_hours(24 * i64::from(shortest.min(CONTENT_DAYS_MAX)));
        let moved_before = now.checked_sub(span).unwrap_or(Timestamp::MIN);
        let mut after = None;
        loop {
            let some = self.store.ended(after, moved_before, LOOK_AT).await?;
            let due = some.letters.into_iter().filter_map(|ended| self.due(ended, now));
            let (in_clear, due): (Vec<Due>, Vec<Due>) = due.partition(|due| due.ended.in_clear);
            done.in_clear += in_clear.len() as u64;
            let mut outcomes = stream::iter(due).map(|due| self.forget(due, now)).buffer_unordered(AT_A_TIME);
            while let Some(outcome) = outcomes.next().await {
                match outcome {
                    Outcome::Forgotten => done.forgotten += 1,
                    Outcome::Kept => {}
                    Outcome::Failed => done.failed += 1,
                }
            }
            let Some(next) = some.next else { return Ok(done) };
            after = Some(next);
        }
    }

    /// The letter with its rule, if its days are over.
    fn due(&self, ended: Ended, now: Timestamp) -> Option<Due> {
        let days = self.content_days(&ended.sender, &ended.letter_type)?;
        (content_until(ended.moved_at, days, None) <= now).then_some(Due { ended, days })
    }

    async fn forget(&self, Due { ended, days }: Due, now: Timestamp) -> Outcome {
        let id = ended.id;
        let failed = |error: &dyn std::fmt::Display| {
            tracing::error!(letter = %id, %error, "the content of a letter whose time is over cannot be deleted");
            Outcome::Failed
        };
        let history = match self.store.load(id).await {
            Ok(Some(history)) => history,
            Ok(None) => return Outcome::Kept,
            Err(error) => return failed(&error),
        };
        let state = State::fold(&history.events);
        let last_deadline =
            self.last_deadline(&history.letter, &state, content_until(ended.moved_at, days, None));
        if content_until(ended.moved_at, days, last_deadline) > now {
            return Outcome::Kept;
        }
        let remains = Remains::of(&history.letter, &history.events);
        match self.store.forget(&remains, BY, &format!("content_days = {days}"), now).await {
            Ok(()) => Outcome::Forgotten,
            // A receipt came between: it is looked at again when its time is over.
            Err(ForgetError::NotAtItsEnd { .. }) => Outcome::Kept,
            Err(error) => failed(&error),
        }
    }

    /// When the recipient's last deadline has passed: the content is what they would answer or appeal. Where nobody knows
    /// when a letter arrived, as with paper, its deadlines are taken to begin at the end of its days.
    fn last_deadline(
        &self,
        letter: &letter::Letter,
        state: &State,
        days_over: Timestamp,
    ) -> Option<Timestamp> {
        if !matches!(state.name, StateName::Delivered | StateName::Opened) {
            return None;
        }
        let Some(deadlines) = self.deadlines(letter, state) else {
            let kind = self.type_of_letter(letter)?;
            let days = kind.reply_within_days.max(kind.appeal_within_days)?;
            return Some(content_until(days_over, days.into(), None));
        };
        let day = deadlines.reply_by.max(deadlines.appeal_by)?.checked_add(1.day()).ok()?;
        let zone = self.sender(&letter.sender).map_or("UTC", |sender| sender.time_zone());
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        Some(day.to_zoned(zone).ok()?.timestamp())
    }
}
