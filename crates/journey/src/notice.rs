//! Sends a letter's neutral notices (R102 to R107).

use super::held::Found;
use super::index;
use crate::House;
use catalogue::Code;
use channels::Told;
use letter::{Event, Letter, LetterType, NoticeWay, State};

/// A notice that is not tried any more.
pub(super) fn given_up(way: NoticeWay, problem: Code) -> Found {
    Found::event(Event::NoticeFailed { way, problem, detail: None, retry_at: None })
}

/// Sends one notice, once. Never fails: what went wrong is an event that leaves the letter as it is.
pub(super) async fn send<H: House>(
    gateway: &H,
    letter: &Letter,
    letter_type: Option<&LetterType>,
    way: NoticeWay,
    state: &State,
) -> Event {
    let told = gateway.notify(letter, letter_type, way).await;
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
            let policy = gateway.policy();
            let retry_at = policy.attempt_delays_ms.after(tries, gateway.now(), index::salt(letter.id));
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
