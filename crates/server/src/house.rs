//! The running gateway as the conductor's house: its store, its channels, the real clock.

use crate::gateway::Gateway;
use catalogue::Code;
use channels::{Channel, NoticeJob, Told};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use journey::{House, Terms};
use letter::{
    ChannelKind, Event, Letter, LetterType, MessageUuid, NoticeRule, NoticeWay, Policy, Resolved, SenderId,
};
use std::sync::Arc;
use std::time::Duration;
use store::Store;

impl House for Gateway {
    type Ledger = Store;

    fn ledger(&self) -> &Store {
        &self.store
    }

    fn policy(&self) -> &Policy {
        &self.config.policy
    }

    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    fn new_message_uuid(&self) -> MessageUuid {
        MessageUuid(uuid::Uuid::new_v4())
    }

    fn terms(&self, sender: &SenderId) -> Option<Terms> {
        let sender = self.sender(sender)?;
        let zone = TimeZone::get(sender.time_zone()).unwrap_or(TimeZone::UTC);
        Some(Terms { digital: sender.digital, zone })
    }

    fn channel_of(&self, sender: &SenderId, kind: ChannelKind) -> Option<&Arc<dyn Channel>> {
        Gateway::channel_of(self, sender, kind)
    }

    fn receipt_channel(&self, kind: ChannelKind) -> Option<&Arc<dyn Channel>> {
        self.channels.by_kind.get(&kind)
    }

    fn type_of_letter(&self, letter: &Letter) -> Option<Arc<LetterType>> {
        Gateway::type_of_letter(self, letter)
    }

    async fn learn_type_of(&self, letter: &Letter) -> Option<Arc<LetterType>> {
        Gateway::learn_type_of(self, letter).await
    }

    fn markup_of(&self, letter: &Letter, kind: &LetterType) -> Resolved {
        Gateway::markup_of(self, letter, kind)
    }

    async fn notify(&self, letter: &Letter, kind: Option<&LetterType>, way: NoticeWay) -> Told {
        match notice_job(self, letter, kind, way) {
            Some((notices, job)) => notices.send(job).await,
            None => Told::Later(Code::NoticeProviderDown, "no provider is configured".to_owned()),
        }
    }

    fn receipts_came(&self) {
        self.receipts_came.notify_one();
    }

    /// Every state change is logged with sender, unit and class, never with content (R8, R75, H1, H2).
    fn tell(&self, letter: &Letter, event: &Event) {
        let (code, cause) = crate::view::codes(event);
        self.traffic.moved(event, jiff::Timestamp::now());
        tracing::info!(
            letter = %letter.id, event = code.as_str(), cause = cause.map_or("", Code::as_str),
            sender = %letter.sender, unit = letter.unit.as_deref().unwrap_or(""), class = u8::from(letter.class),
            kind = %letter.letter_type, "letter"
        );
    }
}

/// The finished notice. It is made of the sender's name and, in class 1, of the type's own text: of nothing that the
/// letter holds (B10).
fn notice_job<'a>(
    gateway: &'a Gateway,
    letter: &Letter,
    letter_type: Option<&LetterType>,
    way: NoticeWay,
) -> Option<(&'a channels::Notices, NoticeJob)> {
    let notices = gateway.notices.as_ref().filter(|notices| notices.can(way))?;
    let sender = gateway.sender(&letter.sender)?;
    let kind = letter_type?;
    let address = letter.notice.as_ref()?.address(way)?.to_owned();
    let class = letter.class.max(kind.class);
    let own = kind.notice_text.clone().filter(|_| kind.notice.for_class(class) == NoticeRule::OwnText);
    let language = sender.language();
    let text = own.unwrap_or_else(|| notices.standing_text(way, &sender.name, language));
    let subject = notices.subject(&sender.name, language);
    let id = format!("{}-{}", letter.id, way.as_str());
    Some((notices, NoticeJob { way, address, text, subject, id }))
}
