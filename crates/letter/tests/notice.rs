//! Notices beside a letter: when they are due, and that they never move it.

mod common;

use catalogue::Code;
use common::{letter, letter_type};
use letter::*;

fn now() -> jiff::Timestamp {
    "2026-01-15T10:00:00Z".parse().unwrap()
}

fn with(rule: NoticeRule) -> (Letter, LetterType) {
    let notice = NoticeTo { email: Some("anna@example.se".into()), phone: Some("+46701740605".into()) };
    (Letter { notice: Some(notice), ..letter() }, LetterType { notice: rule, ..letter_type(Fallback::Print) })
}

fn after(events: &[Event]) -> State {
    let recorded = (1..).zip(events).map(|(seq, event)| Recorded { seq, at: now(), event: event.clone() });
    State::fold(&recorded.collect::<Vec<_>>())
}

/// In the mailbox, or wherever the channel leads.
fn delivered(channel: ChannelKind) -> Vec<Event> {
    let message_uuid = MessageUuid(uuid::Uuid::nil());
    vec![
        Event::Accepted(Terms::default()),
        Event::Routed { route: Route::to(channel), reason: Code::MailboxOpen },
        Event::Composed {
            channel,
            message_uuid,
            digest: Digest("0".repeat(64)),
            size_bytes: 1,
            warnings: Vec::new(),
        },
        Event::Attempted { channel, attempt: 1 },
        Event::Receipt {
            channel,
            message_uuid,
            kind: ReceiptKind::Delivered,
            problem: None,
            detail: None,
            raw: None,
        },
    ]
}

fn step(letter: &Letter, kind: &LetterType, events: &[Event]) -> NoticeStep {
    next_notice(letter, Some(kind), &after(events), &Policy::default(), now())
}

#[test]
fn both_ways_are_told_once_and_the_letter_does_not_move() {
    let (letter, kind) = with(NoticeRule::Neutral);
    let mut events = delivered(ChannelKind::MinaMeddelanden);
    let state = after(&events);
    for way in NoticeWay::ALL {
        assert_eq!(step(&letter, &kind, &events), NoticeStep::Send(way));
        events.push(Event::NoticeBegun { way });
        events.push(Event::NoticeSent { way, provider_id: None });
    }
    assert_eq!(step(&letter, &kind, &events), NoticeStep::Nothing);
    let told = after(&events);
    assert_eq!((told.name, told.phase, told.reason), (state.name, state.phase, state.reason));
}

#[test]
fn a_failure_is_tried_again_later_and_ends_some_day() {
    let (mut letter, kind) = with(NoticeRule::Neutral);
    letter.notice = Some(NoticeTo { email: None, phone: Some("+46701740605".into()) });
    let way = NoticeWay::Sms;
    let later = "2026-01-15T10:01:00Z".parse().unwrap();
    let failed =
        |retry_at| Event::NoticeFailed { way, problem: Code::NoticeProviderDown, detail: None, retry_at };
    let mut events = delivered(ChannelKind::DigitalPost);
    events.extend([Event::NoticeBegun { way }, failed(Some(later))]);
    assert_eq!(step(&letter, &kind, &events), NoticeStep::Wait(later));
    for _ in 1..Policy::default().max_attempts {
        events.extend([Event::NoticeBegun { way }, failed(Some(now()))]);
    }
    assert_eq!(step(&letter, &kind, &events), NoticeStep::GiveUp(way, Code::NoticeNotSent));
    events.push(failed(None));
    assert_eq!(step(&letter, &kind, &events), NoticeStep::Nothing);
}

#[test]
fn a_try_whose_end_nobody_knows_is_not_repeated() {
    let (letter, kind) = with(NoticeRule::Neutral);
    let mut events = delivered(ChannelKind::Kombi);
    events.push(Event::NoticeBegun { way: NoticeWay::Sms });
    assert_eq!(step(&letter, &kind, &events), NoticeStep::GiveUp(NoticeWay::Sms, Code::NoticeUnknown));
}

#[test]
fn nobody_is_told_of_what_does_not_lie_in_a_mailbox() {
    let (letter, kind) = with(NoticeRule::Neutral);
    for events in [
        vec![Event::Accepted(Terms::default())],
        delivered(ChannelKind::Print),
        delivered(ChannelKind::Desk),
        delivered(ChannelKind::MinaMeddelanden)[..4].to_vec(),
        // Opened already: it was found without a notice.
        [
            delivered(ChannelKind::DigitalPost),
            vec![Event::Receipt {
                channel: ChannelKind::DigitalPost,
                message_uuid: MessageUuid(uuid::Uuid::nil()),
                kind: ReceiptKind::Opened,
                problem: None,
                detail: None,
                raw: None,
            }],
        ]
        .concat(),
    ] {
        assert_eq!(step(&letter, &kind, &events), NoticeStep::Nothing, "{events:?}");
    }
}

/// Rules B5, B11.
#[test]
fn types_classes_and_protected_people_decide() {
    let events = delivered(ChannelKind::MinaMeddelanden);
    let (letter, never) = with(NoticeRule::Never);
    assert_eq!(step(&letter, &never, &events), NoticeStep::Nothing);
    let (letter, kind) = with(NoticeRule::Neutral);
    assert_eq!(step(&Letter { protected: true, ..letter.clone() }, &kind, &events), NoticeStep::Nothing);
    assert_eq!(step(&Letter { notice: None, ..letter.clone() }, &kind, &events), NoticeStep::Nothing);
    assert_eq!(next_notice(&letter, None, &after(&events), &Policy::default(), now()), NoticeStep::Nothing);
    // B5: only class 1 may say something of its own.
    assert_eq!(NoticeRule::OwnText.for_class(ProtectionClass::One), NoticeRule::OwnText);
    for class in [ProtectionClass::Two, ProtectionClass::Three, ProtectionClass::Four] {
        assert_eq!(NoticeRule::OwnText.for_class(class), NoticeRule::Neutral);
    }
}

#[test]
fn addresses_are_kept_with_the_letter_and_not_shown() {
    let (letter, _) = with(NoticeRule::Neutral);
    assert_eq!(Letter::from_stored(&letter.to_stored()).unwrap(), letter);
    let shown = format!("{:?}", letter.notice);
    assert!(!shown.contains("anna") && !shown.contains("46701740605"), "{shown}");
}
