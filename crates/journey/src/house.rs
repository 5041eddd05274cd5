//! What the conductor needs of the gateway around it.

use crate::Ledger;
use channels::{Channel, Told};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use letter::{ChannelKind, Event, Letter, LetterType, MessageUuid, NoticeWay, Policy, Resolved, SenderId};
use std::sync::Arc;
use std::time::Duration;

/// A gateway as the conductor sees it. The store, the channels and the clock of the running gateway; a model of each in
/// the simulation.
pub trait House: Sync {
    /// Where letters lie.
    type Ledger: Ledger;

    /// Where letters lie.
    fn ledger(&self) -> &Self::Ledger;

    /// How patient the installation is.
    fn policy(&self) -> &Policy;

    /// The wall clock; it may jump.
    fn now(&self) -> Timestamp;

    /// Ends after that time.
    fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send;

    /// A message id that was never used.
    fn new_message_uuid(&self) -> MessageUuid;

    /// What is agreed with a sender; nothing if it is not configured.
    fn terms(&self, sender: &SenderId) -> Option<Terms>;

    /// The channel that a sender's letters of that kind take, if it is configured.
    fn channel_of(&self, sender: &SenderId, kind: ChannelKind) -> Option<&Arc<dyn Channel>>;

    /// The channel that reads receipts of that kind.
    fn receipt_channel(&self, kind: ChannelKind) -> Option<&Arc<dyn Channel>>;

    /// The type of a letter, in the version with which it was accepted; nothing if it is gone.
    fn type_of_letter(&self, letter: &Letter) -> Option<Arc<LetterType>>;

    /// The same; where others may have stored a newer one, it is looked up first.
    fn learn_type_of(&self, letter: &Letter) -> impl Future<Output = Option<Arc<LetterType>>> + Send {
        async { self.type_of_letter(letter) }
    }

    /// A letter's markup, filled from its data.
    fn markup_of(&self, letter: &Letter, kind: &LetterType) -> Resolved;

    /// Sends a letter's neutral notice, once.
    fn notify(
        &self,
        letter: &Letter,
        kind: Option<&LetterType>,
        way: NoticeWay,
    ) -> impl Future<Output = Told> + Send;

    /// Told after receipts were stored: somebody should match them.
    fn receipts_came(&self);

    /// Told of each event when it is about to be recorded, for the log.
    fn tell(&self, letter: &Letter, event: &Event);

    /// Whether the simulation wants this bug here.
    #[cfg(feature = "planted")]
    fn planted(&self, bug: crate::Bug) -> bool;

    /// Stores a letter some time, for a bug that does not wait for it.
    #[cfg(feature = "planted")]
    fn store_later(&self, new: store::NewLetter);
}

/// What is agreed with a sender.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Its digital channel.
    pub digital: Option<ChannelKind>,
    /// Days in its letters are days in this zone.
    pub zone: TimeZone,
}

impl Terms {
    /// The civil day of the sender's recipients.
    pub fn today(&self, now: Timestamp) -> Date {
        now.to_zoned(self.zone.clone()).date()
    }
}

/// The moment at which something is recorded on top of a history: now, but never before what is recorded already,
/// even if the clock was set back. In whole microseconds, as it is stored.
pub(crate) fn moment(now: Timestamp, history: &store::History) -> Timestamp {
    let now = Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now);
    history.events.last().map_or(now, |last| now.max(last.at))
}

/// Milliseconds as a signed span of time, at most the longest there is.
pub(crate) fn span_ms(ms: u64) -> SignedDuration {
    SignedDuration::from_millis(i64::try_from(ms).unwrap_or(i64::MAX))
}
