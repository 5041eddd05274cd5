//! What may be kept of a letter whose content is deleted, and when that is due (R59).

#[allow(dead_code, reason = "shared with other tests")]
mod common;

use catalogue::Code;
use common::letter;
use jiff::{SignedDuration, Timestamp};
use letter::*;

/// A word that stands wherever somebody could have written one.
const SECRET: &str = "Hemmelig";

fn secret() -> Option<String> {
    Some(format!("{SECRET} detalje"))
}

fn route() -> Route {
    let endpoint = Endpoint {
        address: format!("https://post.example/{SECRET}"),
        operator_id: "165560009994".into(),
        operator_name: "Alfa Post".into(),
    };
    Route { endpoint: Some(endpoint), ..Route::to(ChannelKind::MinaMeddelanden) }
}

/// An event of each kind that quotes somebody.
fn events(at: Timestamp) -> Vec<Recorded> {
    let channel = ChannelKind::MinaMeddelanden;
    let message_uuid = MessageUuid(uuid::Uuid::from_u128(7));
    let problem = Code::RegisterUnavailable;
    let events = [
        Event::Accepted(Terms::default()),
        Event::LookedUp {
            channel,
            answer: LookupAnswer::Yes,
            reason: Code::MailboxOpen,
            detail: secret(),
            retry_at: None,
        },
        Event::Routed { route: route(), reason: Code::MailboxOpen },
        Event::Composed {
            channel,
            message_uuid,
            digest: Digest("aa".repeat(32)),
            size_bytes: 9,
            warnings: vec!["N1".into()],
        },
        Event::Attempted { channel, attempt: 1 },
        Event::AttemptFailed { channel, problem, detail: secret(), retry_at: at },
        Event::Postponed { channel, problem, detail: secret(), retry_at: at },
        Event::InDoubt { channel, problem, detail: secret(), ask_at: at },
        Event::HandedOver { channel, transmission_id: Some("T-1".into()), raw: None },
        Event::FellBack { from: channel, reason: problem, detail: secret(), raw: None },
        Event::NeedsAttention { problem, detail: secret() },
        Event::Resolved { by: "anna".into(), how: Resolution::Delivered, note: secret() },
        Event::NoticeFailed { way: NoticeWay::Sms, problem, detail: secret(), retry_at: None },
        Event::Receipt {
            channel,
            message_uuid,
            kind: ReceiptKind::Delivered,
            problem: None,
            detail: secret(),
            raw: None,
        },
    ];
    events.into_iter().zip(1..).map(|(event, seq)| Recorded { seq, at, event }).collect()
}

#[test]
fn nothing_that_somebody_wrote_or_who_received_it_is_kept() {
    let document = Document {
        name: format!("{SECRET}.pdf"),
        media_type: "application/pdf".into(),
        digest: Digest("bb".repeat(32)),
        size_bytes: 4_000,
        pages: Some(1),
        language: None,
        barriers: None,
    };
    let text = || format!("{SECRET} tekst");
    let letter = Letter {
        recipient_name: Some(text()),
        subject: text(),
        body: Some(Body { kind: BodyKind::Plain, text: text() }),
        contact: Contact { text: text(), ..Contact::default() },
        documents: vec![document],
        reference: Some(text()),
        case_id: Some(text()),
        ..letter()
    };
    let events = events(letter.accepted_at);
    let remains = Remains::of(&letter, &events);
    let kept = serde_json::to_string(&remains).unwrap();
    assert!(!kept.contains(SECRET) && !kept.contains(letter.recipient.reveal()), "{kept}");
    for told in ["Alfa Post", "T-1", "anna", &"aa".repeat(32), &"bb".repeat(32), "N1"] {
        assert!(kept.contains(told), "{told} is not kept: {kept}");
    }
    assert_eq!(serde_json::from_str::<Remains>(&kept).unwrap(), remains, "it is read back");
    // It tells the same story: state, channel, when it arrived, by whose word.
    let (whole, bare) = (State::fold(&events), State::fold(&remains.events));
    assert_eq!(
        (whole.name, whole.channel(), whole.delivered_at, whole.proof, whole.composed, whole.transmission_id),
        (bare.name, bare.channel(), bare.delivered_at, bare.proof, bare.composed, bare.transmission_id),
    );
}

#[test]
fn content_stays_for_its_days_and_as_long_as_deadlines_run() {
    let moved = letter().accepted_at;
    let after = |days: i64| moved + SignedDuration::from_hours(24 * days);
    assert_eq!(content_until(moved, 0, None), moved);
    assert_eq!(content_until(moved, 90, None), after(90));
    assert_eq!(content_until(moved, 10, Some(after(28))), after(28));
    assert_eq!(content_until(moved, 30, Some(after(28))), after(30));
    assert_eq!(content_until(Timestamp::MAX, u32::MAX, None), Timestamp::MAX, "no rule runs over");
}
