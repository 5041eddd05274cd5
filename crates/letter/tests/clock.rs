//! Time in a letter's life: terms, schedules per class of failure, reminders, the legal clock, late receipts.

mod common;

use catalogue::Code;
use common::{letter, letter_type};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use letter::consequence::{Outcome, after_ask, after_attempt};
use letter::*;

const MINA: ChannelKind = ChannelKind::MinaMeddelanden;

fn start() -> Timestamp {
    letter().accepted_at
}

fn hours(hours: i64) -> Timestamp {
    start() + SignedDuration::from_hours(hours)
}

fn message(number: u128) -> MessageUuid {
    MessageUuid(uuid::Uuid::from_u128(number))
}

fn history(events: Vec<Event>) -> State {
    let recorded = events.into_iter().zip(1..).map(|(event, seq)| Recorded { seq, at: start(), event });
    State::fold(&recorded.collect::<Vec<_>>())
}

fn route(channel: ChannelKind) -> Event {
    let route = Route { channel, endpoint: None, repeat_is_safe: false, can_ask: true, tells: false };
    Event::Routed { route, reason: Code::MailboxOpen }
}

fn composed(number: u128, channel: ChannelKind) -> Event {
    Event::Composed {
        channel,
        message_uuid: message(number),
        digest: "00".into(),
        size_bytes: 1,
        warnings: Vec::new(),
    }
}

fn receipt(number: u128, kind: ReceiptKind) -> Event {
    let message_uuid = message(number);
    Event::Receipt { channel: MINA, message_uuid, kind, problem: None, detail: None, raw: None }
}

fn handed_over(channel: ChannelKind) -> Event {
    Event::HandedOver { channel, transmission_id: None, raw: None }
}

/// Accepted, routed, composed and sent, without an answer yet.
fn sent() -> Vec<Event> {
    vec![
        Event::Accepted(Terms::default()),
        route(MINA),
        composed(1, MINA),
        Event::Attempted { channel: MINA, attempt: 1 },
    ]
}

fn then(mut events: Vec<Event>, more: impl IntoIterator<Item = Event>) -> State {
    events.extend(more);
    history(events)
}

fn resolved(how: Resolution) -> Event {
    Event::Resolved { by: "p".into(), how, note: None }
}

fn step(state: &State, now: Timestamp) -> Step {
    next(state, &Policy::default(), Some(&letter_type(Fallback::Print)), now)
}

#[test]
fn terms_of_letter_and_type() {
    let kind = LetterType { ttl_hours: Some(10), recall_minutes: Some(30), ..letter_type(Fallback::Print) };
    let judge =
        |json: serde_json::Value| Terms::judge(&Submission::from_json(&json).unwrap(), &kind, start());
    let half = start() + SignedDuration::from_mins(30);
    let of_type = judge(serde_json::json!({})).unwrap();
    assert_eq!(of_type.recall_until, Some(half));
    // The time to live counts from when the letter may leave.
    assert_eq!(of_type.expires_at, Some(half + SignedDuration::from_hours(10)));
    let own = judge(serde_json::json!({
        "send_at": "2026-01-16T08:00:00+01:00", "expires_at": "2026-01-17T00:00:00Z", "recall_minutes": 0
    }));
    let own = own.unwrap();
    assert_eq!(own.not_before(), Some("2026-01-16T07:00:00Z".parse().unwrap()));
    assert_eq!((own.recall_until, own.expires_at), (None, Some("2026-01-17T00:00:00Z".parse().unwrap())));
    for (bad, pointer) in [
        (serde_json::json!({"send_at": "2026-01-15T09:00:00Z"}), "/send_at"),
        (serde_json::json!({"send_at": "2028-01-15T09:00:00Z"}), "/send_at"),
        (serde_json::json!({"expires_at": "2026-01-15T10:20:00Z"}), "/expires_at"),
        (serde_json::json!({"expires_at": "2026-02-15T10:20:00Z", "ttl_hours": 3}), "/ttl_hours"),
        (serde_json::json!({"ttl_hours": 0}), "/ttl_hours"),
        (serde_json::json!({"recall_minutes": 10081}), "/recall_minutes"),
    ] {
        let faults = judge(bad.clone()).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.pointer.as_str()).collect::<Vec<_>>(), [pointer], "{bad}");
    }
    for bad in [
        serde_json::json!({"send_at": "tomorrow"}),
        serde_json::json!({"ttl_hours": -1}),
        serde_json::json!({"recall_minutes": 1.5}),
        serde_json::json!({"expires_at": 5}),
    ] {
        assert_eq!(Submission::from_json(&bad).unwrap_err()[0].code, Code::FieldInvalid, "{bad}");
    }
}

#[test]
fn a_letter_is_held_and_runs_out_only_while_nothing_has_left() {
    let terms = Terms { send_at: Some(hours(2)), recall_until: Some(hours(1)), expires_at: Some(hours(10)) };
    let held = history(vec![Event::Accepted(terms)]);
    assert_eq!(step(&held, start()), Step::Wait(hours(2)));
    assert_eq!(step(&held, hours(2)), Step::Route);
    assert_eq!(step(&held, hours(10)), Step::Expire);
    let cancel = Event::Cancelled { by: "p".into() };
    assert_eq!(allowed(&held, &cancel), Ok(()));
    let bound = |events: Vec<Event>| {
        let mut all = sent();
        all[0] = Event::Accepted(terms);
        then(all, events)
    };
    // Being sent, handed over, in doubt: none of these runs out, and none can be taken back.
    let in_doubt =
        Event::InDoubt { channel: MINA, problem: Code::AnswerLost, detail: None, ask_at: hours(9) };
    let attend = Event::NeedsAttention { problem: Code::InDoubtUnresolved, detail: None };
    for (state, code) in [
        (bound(vec![]), Code::CancelInDoubt),
        (bound(vec![handed_over(MINA)]), Code::CancelTooLate),
        (bound(vec![in_doubt.clone()]), Code::CancelInDoubt),
        (bound(vec![in_doubt, attend.clone()]), Code::CancelInDoubt),
        (bound(vec![receipt(1, ReceiptKind::Delivered)]), Code::CancelTooLate),
    ] {
        assert_ne!(step(&state, hours(11)), Step::Expire, "{state:?}");
        assert_eq!(allowed(&state, &cancel).unwrap_err().code, code, "{state:?}");
        let mut same = state.clone();
        same.apply(&Recorded { seq: 9, at: hours(11), event: Event::Expired });
        assert_eq!(same.name, state.name);
    }
    // A failed attempt had no effect; a person who has it may let it run out.
    let failed = Event::AttemptFailed {
        channel: MINA,
        problem: Code::OperatorUnavailable,
        detail: None,
        retry_at: hours(20),
    };
    let failed = bound(vec![failed]);
    assert_eq!(step(&failed, hours(3)), Step::Wait(hours(10)));
    assert_eq!(step(&failed, hours(10)), Step::Expire);
    let with_person = history(vec![Event::Accepted(terms), attend]);
    assert_eq!(step(&with_person, hours(3)), Step::Wait(hours(10)));
    let mut over = with_person;
    over.apply(&Recorded { seq: 3, at: hours(10), event: Event::Expired });
    assert_eq!((over.name, over.attention), (StateName::Expired, Some(Code::Expired)));
    // Somebody must know of it; then it is over.
    assert_eq!(offers(&over), [Offer { act: Act::Resolve(Resolution::Noted), grave: false }]);
    over.apply(&Recorded { seq: 4, at: hours(11), event: resolved(Resolution::Noted) });
    assert_eq!((over.attention, step(&over, hours(99))), (None, Step::Done));
    // What lies at the desk may have been printed: only the desk knows.
    let desk = history(vec![Event::Accepted(terms), route(ChannelKind::Desk)]);
    assert_ne!(step(&desk, hours(11)), Step::Expire);
}

#[test]
fn each_class_of_failure_has_its_own_patience() {
    let policy = Policy::default();
    let state = history(sent());
    let retry_at = |problem| {
        let outcome = Outcome::Retry { problem, detail: None };
        match after_attempt(&state, MINA, message(1), outcome, &policy, start(), 0).as_slice() {
            [Event::AttemptFailed { retry_at, .. }] => *retry_at,
            other => panic!("{other:?}"),
        }
    };
    assert!(retry_at(Code::OperatorUnavailable) < retry_at(Code::OperatorBusy));
    assert!(retry_at(Code::OperatorBusy) < retry_at(Code::AccessDenied));
    let failed = |problem, attempt| {
        let mut events = sent();
        events[3] = Event::Attempted { channel: MINA, attempt };
        then(events, [Event::AttemptFailed { channel: MINA, problem, detail: None, retry_at: start() }])
    };
    let gives_up = Step::Attend(Code::AttemptsExceeded);
    assert_eq!(step(&failed(Code::OperatorUnavailable, policy.max_attempts), start()), gives_up);
    assert_ne!(step(&failed(Code::OperatorBusy, policy.max_attempts), start()), gives_up);
    assert_ne!(step(&failed(Code::OperatorBusy, 1), hours(23)), gives_up);
    assert_eq!(step(&failed(Code::OperatorBusy, 1), hours(24)), gives_up);
    assert_ne!(step(&failed(Code::AccessDenied, 1), hours(71)), gives_up);
    assert_eq!(step(&failed(Code::AccessDenied, 1), hours(72)), gives_up);
    // As written in a configuration file.
    let text = "[classes.printer]\ndelays_ms = [5]\nmax_attempts = 2\npatience_ms = 7\n";
    let own: Policy = toml::from_str(text).unwrap();
    assert_eq!(own.max_attempts_of(ErrorClass::of(Some(Code::PrintUnavailable))), 2);
    assert_eq!(own.max_attempts_of(ErrorClass::Busy), own.max_attempts);
    for class in ErrorClass::ALL {
        assert!(policy.max_attempts_of(class) > 0 && !policy.delays_ms(class).0.is_empty());
    }
}

#[test]
fn a_receipt_is_asked_for_when_it_is_overdue_and_a_message_in_doubt_at_once() {
    let (policy, minutes) = (Policy::default(), |minutes| start() + SignedDuration::from_mins(minutes));
    let owed = then(sent(), [handed_over(MINA)]);
    assert_eq!(step(&owed, minutes(14)), Step::Wait(minutes(15)));
    assert_eq!(step(&owed, minutes(15)), Step::Ask(MINA));
    let asked = |state: &State| after_ask(state, MINA, AskAnswer::Underway, &policy, minutes(15), 0);
    let next_question = |event| match event {
        Event::Asked { ask_at, .. } => ask_at,
        other => panic!("{other:?}"),
    };
    assert_eq!(next_question(asked(&owed)), minutes(30));
    let doubtful = Event::InDoubt { channel: MINA, problem: Code::AnswerLost, detail: None, ask_at: start() };
    let in_doubt = then(sent(), [doubtful]);
    assert_eq!(step(&in_doubt, start()), Step::Ask(MINA));
    assert_eq!(next_question(asked(&in_doubt)), minutes(15) + SignedDuration::from_secs(15));
}

#[test]
fn people_are_reminded_and_then_left_alone() {
    let attend = Event::NeedsAttention { problem: Code::AttemptsExceeded, detail: None };
    let mut state = history(vec![Event::Accepted(Terms::default()), attend]);
    let mut now = start();
    for number in 1..=Policy::default().remind_after_ms.len() as u32 {
        let Step::Wait(until) = step(&state, now) else { panic!("no reminder {number}") };
        now = until;
        assert_eq!(step(&state, now), Step::Remind(number));
        state.apply(&Recorded { seq: 2 + number, at: now, event: Event::Reminded { number } });
    }
    assert_eq!(step(&state, now + SignedDuration::from_hours(9_999)), Step::Rest);
    // Another try that fails begins anew.
    state.apply(&Recorded { seq: 9, at: now, event: Event::Retried { by: "p".into() } });
    state.apply(&Recorded {
        seq: 10,
        at: now,
        event: Event::NeedsAttention { problem: Code::AttemptsExceeded, detail: None },
    });
    assert!(matches!(step(&state, now), Step::Wait(_)));
}

#[test]
fn receipts_in_any_order() {
    use ReceiptKind::{Delivered, Invalid, NotAllowed, Opened, Received, Returned};
    let name = |kinds: &[ReceiptKind]| then(sent(), kinds.iter().map(|kind| receipt(1, *kind))).name;
    // Early: before the answer to the call that caused it. Late, out of order, twice.
    assert_eq!(name(&[Delivered]), StateName::Delivered);
    assert_eq!(name(&[Delivered, Received, Received]), StateName::Delivered);
    assert_eq!(name(&[Opened, Delivered, Received]), StateName::Opened);
    assert_eq!(name(&[Delivered, Returned, Delivered, Opened]), StateName::Returned);
    assert_eq!(name(&[Delivered, Invalid, NotAllowed]), StateName::Delivered);
    assert_eq!(name(&[Received, Received, Delivered, Delivered]), StateName::Delivered);
    // What the worker records afterwards about its attempt changes nothing.
    let early = then(
        sent(),
        [
            receipt(1, Delivered),
            handed_over(MINA),
            Event::InDoubt { channel: MINA, problem: Code::AnswerLost, detail: None, ask_at: hours(1) },
        ],
    );
    assert_eq!(early.name, StateName::Delivered);
    // One for a message of another letter is only kept.
    assert_eq!(then(sent(), [receipt(7, Delivered)]).phase, Phase::Attempting);
}

#[test]
fn what_contradicts_is_told_to_a_person() {
    use ReceiptKind::{Delivered, Invalid};
    let contradicts = Some(Code::ReceiptContradicts);
    let in_doubt =
        || Event::InDoubt { channel: MINA, problem: Code::AnswerLost, detail: None, ask_at: hours(1) };
    let lost = || then_events(sent(), [in_doubt(), resolved(Resolution::NotDelivered)]);
    // Believed lost, and it arrived before the paper left: delivered, and no paper.
    let found = then(lost(), [receipt(1, Delivered)]);
    assert_eq!((found.name, found.attention, found.channel()), (StateName::Delivered, None, Some(MINA)));
    let again = then(lost(), [receipt(1, Delivered), receipt(1, Delivered)]);
    assert_eq!(again.attention, None);
    // The paper is with the printer: somebody must know that it came twice.
    let paper = [
        route(ChannelKind::Print),
        composed(2, ChannelKind::Print),
        Event::Attempted { channel: ChannelKind::Print, attempt: 1 },
        handed_over(ChannelKind::Print),
        receipt(1, Delivered),
        receipt(2, Delivered),
    ];
    let twice = then(lost(), paper);
    assert_eq!((twice.name, twice.attention, twice.contradicted), (StateName::Delivered, contradicts, true));
    // A person says delivered, the receiver says no.
    let denied = then(sent(), [in_doubt(), resolved(Resolution::Delivered), receipt(1, Invalid)]);
    assert_eq!((denied.name, denied.attention), (StateName::Delivered, contradicts));
    let mut noted = denied;
    noted.apply(&Recorded { seq: 99, at: hours(1), event: resolved(Resolution::Noted) });
    assert_eq!((noted.name, noted.attention, noted.contradicted), (StateName::Delivered, None, false));
    // Taken back after an attempt that was said to have had no effect, and it arrived all the same.
    let failed =
        Event::AttemptFailed { channel: MINA, problem: Code::OperatorBusy, detail: None, retry_at: hours(1) };
    let cancelled = then(sent(), [failed, Event::Cancelled { by: "p".into() }, receipt(1, Delivered)]);
    assert_eq!((cancelled.name, cancelled.attention), (StateName::Cancelled, contradicts));
}

fn then_events(mut events: Vec<Event>, more: impl IntoIterator<Item = Event>) -> Vec<Event> {
    events.extend(more);
    events
}

#[test]
fn deadlines_count_local_days_from_proof() {
    let zone = TimeZone::get("Europe/Stockholm").unwrap();
    let kind = LetterType {
        reply_within_days: Some(7),
        appeal_within_days: Some(21),
        ..letter_type(Fallback::Print)
    };
    let at = |events: Vec<Event>, times: &[&str]| {
        let recorded = events.into_iter().zip(times).zip(1..);
        let recorded = recorded
            .map(|((event, at), seq)| Recorded { seq, at: at.parse().unwrap(), event })
            .collect::<Vec<_>>();
        State::fold(&recorded)
    };
    let noon = "2026-03-20T12:00:00Z";
    // Half past eleven at night in London is the next day in Stockholm; summer time begins in between.
    let delivered = at(
        then_events(sent(), [receipt(1, ReceiptKind::Delivered)]),
        &[noon, noon, noon, noon, "2026-03-24T23:30:00Z"],
    );
    let found = deadlines(&delivered, &kind, &zone, None).unwrap();
    assert_eq!(found.delivered_on.to_string(), "2026-03-25");
    assert_eq!(found.reply_by.unwrap().to_string(), "2026-04-01");
    assert_eq!(found.appeal_by.unwrap().to_string(), "2026-04-15");
    assert_eq!((found.proof, found.paper_days), (Proof::Receipt, None));
    // Not before there is proof, not for a type without deadlines, not for a letter that came back.
    assert_eq!(deadlines(&history(sent()), &kind, &zone, None), None);
    assert_eq!(deadlines(&delivered, &letter_type(Fallback::Print), &zone, None), None);
    let back = then(sent(), [receipt(1, ReceiptKind::Delivered), receipt(1, ReceiptKind::Returned)]);
    assert_eq!(deadlines(&back, &kind, &zone, None), None);
    // A person's word counts until the receipt comes.
    let word = || {
        then_events(
            sent(),
            [
                Event::InDoubt { channel: MINA, problem: Code::AnswerLost, detail: None, ask_at: hours(1) },
                resolved(Resolution::Delivered),
                receipt(1, ReceiptKind::Delivered),
            ],
        )
    };
    let times = [noon, noon, noon, noon, noon, "2026-03-21T12:00:00Z", "2026-03-23T12:00:00Z"];
    let mut events = word();
    events.pop();
    let by_person = deadlines(&at(events, &times), &kind, &zone, None).unwrap();
    assert_eq!((by_person.delivered_on.to_string().as_str(), by_person.proof), ("2026-03-21", Proof::Person));
    let by_receipt = deadlines(&at(word(), &times), &kind, &zone, None).unwrap();
    assert_eq!(
        (by_receipt.delivered_on.to_string().as_str(), by_receipt.proof),
        ("2026-03-23", Proof::Receipt)
    );
    // Paper: posting proves nothing about arrival, unless the sender says how many days it takes.
    let paper = then(
        vec![
            Event::Accepted(Terms::default()),
            route(ChannelKind::Print),
            composed(1, ChannelKind::Print),
            Event::Attempted { channel: ChannelKind::Print, attempt: 1 },
            handed_over(ChannelKind::Print),
        ],
        [receipt(1, ReceiptKind::Delivered)],
    );
    assert_eq!(deadlines(&paper, &kind, &zone, None), None);
    let posted = deadlines(&paper, &kind, &zone, Some(5)).unwrap();
    assert_eq!(posted.delivered_on.to_string(), "2026-01-20");
    assert_eq!(posted.reply_by.unwrap().to_string(), "2026-01-27");
    assert_eq!(Bin::of_state(&paper), Bin::Printed);
}
