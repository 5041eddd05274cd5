//! Sends a letter's neutral notices (R102 to R107).

use super::index;
use super::worker::Found;
use crate::gateway::Gateway;
use catalogue::Code;
use channels::{NoticeJob, Told};
use jiff::Timestamp;
use letter::{Event, Letter, LetterType, NoticeRule, NoticeWay, State};

/// A notice that is not tried any more.
pub(super) fn given_up(way: NoticeWay, problem: Code) -> Found {
    Found::event(Event::NoticeFailed { way, problem, detail: None, retry_at: None })
}

/// Sends one notice, once. Never fails: what went wrong is an event that leaves the letter as it is.
pub(super) async fn send(
    gateway: &Gateway,
    letter: &Letter,
    letter_type: Option<&LetterType>,
    way: NoticeWay,
    state: &State,
) -> Event {
    let told = match job(gateway, letter, letter_type, way) {
        Some((notices, job)) => notices.send(job).await,
        None => Told::Later(Code::NoticeProviderDown, "no provider is configured".to_owned()),
    };
    let tries = state.notices.of(way).tries + 1;
    let failed = |problem, detail: String, retry_at| Event::NoticeFailed {
        way,
        problem,
        detail: Some(channels::scrub(&detail)),
        retry_at,
    };
    let event = match told {
        Told::Sent(provider_id) => Event::NoticeSent { way, provider_id },
        Told::Refused(detail) => failed(Code::NoticeRefused, detail, None),
        Told::Unknown(detail) => failed(Code::NoticeUnknown, detail, None),
        Told::Later(problem, detail) => {
            let policy = &gateway.config.policy;
            let retry_at = policy.attempt_delays_ms.after(tries, Timestamp::now(), index::salt(letter.id));
            let given_up = tries >= policy.max_attempts;
            failed(
                if given_up { Code::NoticeNotSent } else { problem },
                detail,
                (!given_up).then_some(retry_at),
            )
        }
    };
    let sent = matches!(event, Event::NoticeSent { .. });
    tracing::info!(letter = %letter.id, sender = %letter.sender, way = way.as_str(), tries, sent, "notice");
    event
}

/// The finished notice. It is made of the sender's name and, in class 1, of the type's own text: of nothing that the
/// letter holds (B10).
fn job<'a>(
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
