//! The fold: any list of events gives a state, final states only move forward, and the store keeps every event.

#[allow(dead_code, reason = "each test binary uses a part")]
mod common;

use catalogue::Code;
use common::letter;
use letter::*;
use proptest::prelude::*;

/// A gateway that died while sending has left a doubt, also where the repeat then waits for a line that rests (F8).
#[test]
fn what_was_being_sent_when_its_worker_died_is_never_handed_over_as_if_it_had_not_left() {
    let at = letter().accepted_at;
    let fold = |codes: &[u8]| {
        let events: Vec<Recorded> =
            (1..).zip(codes).map(|(seq, code)| Recorded { seq, at, event: any_event(*code, 0) }).collect();
        State::fold(&events)
    };
    const ATTEMPTED: u8 = 4;
    const POSTPONED: u8 = 17;
    const NEEDS_ATTENTION: u8 = 12;
    assert!(matches!(any_event(ATTEMPTED, 0), Event::Attempted { .. }));
    for after in [&[POSTPONED][..], &[NEEDS_ATTENTION], &[POSTPONED, NEEDS_ATTENTION]] {
        let state = fold(&[&[0, 2, 3, ATTEMPTED], after].concat());
        assert!(state.maybe_arrived, "{state:?}");
        assert_eq!(state.name, StateName::InDoubt, "{after:?}");
        let printed = Event::Resolved { by: "p".into(), how: Resolution::Printed, note: None };
        assert!(allowed(&state, &printed).is_err(), "a second copy");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn fold_is_total_and_final_states_only_move_forward(
        kinds in prop::collection::vec((0_u8..19, 0_u8..6), 0..30)
    ) {
        let events: Vec<Recorded> = kinds.iter().enumerate().map(|(index, (kind, sub))| Recorded {
            seq: index as u32 + 1,
            at: letter().accepted_at,
            event: any_event(*kind, *sub),
        }).collect();
        let mut state = State::default();
        let mut was_final = false;
        for recorded in &events {
            state.apply(recorded);
            prop_assert!(!was_final || state.name.is_final(), "left a final state by {recorded:?}");
            was_final = state.name.is_final();
            let _ = next(&state, &Policy::default(), None, recorded.at);
        }
        prop_assert_eq!(State::fold(&events), state);
    }

    #[test]
    fn events_survive_the_store(kind in 0_u8..19, sub in 0_u8..6) {
        let recorded = Recorded { seq: 1, at: letter().accepted_at, event: any_event(kind, sub) };
        let json = serde_json::to_string(&recorded).unwrap();
        prop_assert_eq!(serde_json::from_str::<Recorded>(&json).unwrap(), recorded);
    }
}

fn any_event(kind: u8, sub: u8) -> Event {
    let channel = [
        ChannelKind::DigitalPost,
        ChannelKind::MinaMeddelanden,
        ChannelKind::Print,
        ChannelKind::Desk,
        ChannelKind::None,
        ChannelKind::Kombi,
    ][usize::from(sub) % 6];
    let at = letter().accepted_at;
    let message_uuid = MessageUuid(uuid::Uuid::from_u128(u128::from(sub) % 2));
    let problem = Code::AnswerLost;
    match kind {
        0 => Event::Accepted(Terms { expires_at: (sub > 2).then_some(at), ..Terms::default() }),
        1 => Event::LookedUp {
            channel,
            answer: [LookupAnswer::Yes, LookupAnswer::No, LookupAnswer::Unknown][usize::from(sub) % 3],
            reason: problem,
            detail: None,
            retry_at: (sub.is_multiple_of(2)).then_some(at),
        },
        2 => Event::Routed {
            route: Route {
                channel,
                endpoint: Some(Endpoint {
                    address: "https://a.example".into(),
                    operator_id: "165568402266".into(),
                    operator_name: "A".into(),
                }),
                repeat_is_safe: sub.is_multiple_of(2),
                can_ask: sub.is_multiple_of(3),
                tells: sub.is_multiple_of(5),
            },
            reason: problem,
        },
        3 => Event::Composed {
            channel,
            message_uuid,
            digest: "00".into(),
            size_bytes: 7,
            warnings: Vec::new(),
        },
        4 => Event::Attempted { channel, attempt: u32::from(sub) },
        5 => Event::AttemptFailed { channel, problem, detail: Some("x".into()), retry_at: at },
        6 => Event::HandedOver { channel, transmission_id: Some("t".into()), raw: None },
        7 => Event::InDoubt { channel, problem, detail: None, ask_at: at },
        8 => Event::Asked { channel, answer: AskAnswer::NotSeen, ask_at: at },
        9 | 10 => Event::Receipt {
            channel,
            message_uuid,
            kind: [
                ReceiptKind::Received,
                ReceiptKind::Delivered,
                ReceiptKind::Posted,
                ReceiptKind::Invalid,
                ReceiptKind::NotAllowed,
                ReceiptKind::Opened,
                ReceiptKind::Returned,
            ][usize::from(sub) % 6],
            problem: None,
            detail: None,
            raw: None,
        },
        18 => Event::Reminded { number: u32::from(sub) },
        17 => Event::Postponed { channel, problem, detail: None, retry_at: at },
        11 => Event::FellBack { from: channel, reason: problem, detail: None, raw: None },
        12 => Event::NeedsAttention { problem, detail: None },
        13 => Event::Resolved {
            by: "p".into(),
            how: [
                Resolution::Delivered,
                Resolution::NotDelivered,
                Resolution::Printed,
                Resolution::Resend,
                Resolution::Noted,
            ][usize::from(sub) % 5],
            note: None,
        },
        14 => Event::Retried { by: "p".into() },
        15 => Event::Cancelled { by: "p".into() },
        _ => Event::Expired,
    }
}
