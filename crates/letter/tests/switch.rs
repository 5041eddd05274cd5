//! The channel switch, row by row (rules C1–C16, B1, B6, B7).

mod common;

use catalogue::{Code, Language};
use common::{letter, letter_type};
use jiff::civil::{Date, date};
use letter::*;
use party::{Country, PartyId};

const TODAY: Date = date(2026, 1, 15);

fn open(letter: &Letter, kind: &LetterType, state: &State) -> Opening {
    opening(letter, kind, state, Some(ChannelKind::MinaMeddelanden), TODAY)
}

fn used(opening: Opening) -> (ChannelKind, Code) {
    match opening {
        Opening::Decided(Decision::Use(route, reason)) => (route.channel, reason),
        other => panic!("{other:?}"),
    }
}

fn answer(kind: &LetterType, state: &State, lookup: &Lookup) -> Decision {
    let route = Route {
        channel: ChannelKind::MinaMeddelanden,
        endpoint: None,
        repeat_is_safe: false,
        can_ask: false,
        tells: false,
    };
    decide(kind, state, lookup, route)
}

/// Rules B1.
#[test]
fn class_4_is_refused_on_every_path() {
    let mut kind = letter_type(Fallback::Print);
    kind.class = ProtectionClass::Four;
    kind.channels = ChannelOrder::PaperOnly;
    let mut letter = letter();
    letter.protected = true;
    let refused = Opening::Decided(Decision::Person(Code::ProtectionClassRefused));
    assert_eq!(open(&letter, &kind, &State::default()), refused);
}

/// Rules B6, B7, B9, C2.
#[test]
fn protected_identity_goes_to_the_desk_and_never_to_paper() {
    let mut letter = letter();
    let kind = letter_type(Fallback::Print);
    letter.protected = true;
    assert_eq!(used(open(&letter, &kind, &State::default())), (ChannelKind::Desk, Code::ProtectedIdentity));
    // Learnt from a fault 6006 during delivery (B7).
    letter.protected = false;
    let state = State::fold(&[Recorded {
        seq: 1,
        at: letter.accepted_at,
        event: Event::FellBack {
            from: ChannelKind::MinaMeddelanden,
            reason: Code::ProtectedIdentity,
            detail: None,
            raw: None,
        },
    }]);
    assert_eq!(used(open(&letter, &kind, &state)), (ChannelKind::Desk, Code::ProtectedIdentity));
    // Learnt from the register.
    let no = Lookup::No { reason: Code::ProtectedIdentity };
    let desk = Decision::Use(Route::to(ChannelKind::Desk), Code::ProtectedIdentity);
    assert_eq!(answer(&kind, &State::default(), &no), desk);
}

/// Rules C1.
#[test]
fn paper_only_asks_no_register() {
    let mut kind = letter_type(Fallback::None);
    kind.channels = ChannelOrder::PaperOnly;
    assert_eq!(used(open(&letter(), &kind, &State::default())), (ChannelKind::Print, Code::PaperOnly));
}

/// Rules A9, C3.
#[test]
fn children_have_no_mailbox_in_sweden() {
    let mut letter = letter();
    letter.recipient = PartyId::parse(Country::Se, "201301172399").unwrap();
    let kind = letter_type(Fallback::Print);
    assert_eq!(used(open(&letter, &kind, &State::default())), (ChannelKind::Print, Code::UnderAge));
}

/// Rules C12.
#[test]
fn unknown_waits_whatever_the_fallback() {
    for fallback in [Fallback::Print, Fallback::Desk, Fallback::None] {
        let lookup = Lookup::Unknown { reason: Code::RegisterUnavailable, detail: None };
        let decision = answer(&letter_type(fallback), &State::default(), &lookup);
        assert_eq!(decision, Decision::Wait(Code::RegisterUnavailable, None));
    }
}

/// Rules C16.
#[test]
fn a_no_takes_the_fallback_of_the_type() {
    for (fallback, channel) in [
        (Fallback::Print, ChannelKind::Print),
        (Fallback::Desk, ChannelKind::Desk),
        (Fallback::None, ChannelKind::None),
    ] {
        let lookup = Lookup::No { reason: Code::SenderNotAccepted };
        let decision = answer(&letter_type(fallback), &State::default(), &lookup);
        assert_eq!(decision, Decision::Use(Route::to(channel), Code::SenderNotAccepted));
    }
}

#[test]
fn mandatory_post_reaches_the_exempt() {
    let mut kind = letter_type(Fallback::Print);
    kind.mandatory = true;
    let Decision::Use(route, reason) = answer(&kind, &State::default(), &Lookup::No { reason: Code::Exempt })
    else {
        panic!("mandatory post is routed");
    };
    assert_eq!((route.channel, reason), (ChannelKind::MinaMeddelanden, Code::MandatoryPost));
}

#[test]
fn what_is_forced_goes_digitally_once_and_then_to_a_person() {
    let mut served = letter_type(Fallback::Print);
    served.legal_notification = true;
    let channel_of = |decision: Decision| match decision {
        Decision::Use(route, reason) => (route.channel, reason),
        other => panic!("{other:?}"),
    };
    let forced = (ChannelKind::MinaMeddelanden, Code::MandatoryPost);
    let open = State::default();
    // The exempt, and those of whom KOMBIT only says that they cannot receive; also where it offers to print.
    for lookup in [
        Lookup::No { reason: Code::Exempt },
        Lookup::No { reason: Code::NoOpenMailbox },
        Lookup::Yes { reason: Code::NoOpenMailbox, endpoint: None },
    ] {
        assert_eq!(channel_of(answer(&served, &open, &lookup)), forced, "{lookup:?}");
        let state = State { rejected: Some(ChannelKind::MinaMeddelanden), ..State::default() };
        let refused = Decision::Person(Code::SendingNotAllowed);
        assert_eq!(answer(&served, &state, &lookup), refused, "sent for ever: {lookup:?}");
    }
    // Never the closed and the unknown (K4).
    for reason in [Code::Closed, Code::NotInRegister, Code::NotRegistered] {
        let decision = answer(&served, &open, &Lookup::No { reason });
        assert_eq!(channel_of(decision), (ChannelKind::Print, reason));
    }
}

#[test]
fn an_offer_to_print_is_taken_by_letters_that_may_be_printed() {
    let offer = Lookup::Yes { reason: Code::NoOpenMailbox, endpoint: None };
    for (fallback, channel) in [
        (Fallback::Print, ChannelKind::MinaMeddelanden),
        (Fallback::Desk, ChannelKind::Desk),
        (Fallback::None, ChannelKind::None),
    ] {
        match answer(&letter_type(fallback), &State::default(), &offer) {
            Decision::Use(route, reason) => {
                assert_eq!((route.channel, reason), (channel, Code::NoOpenMailbox), "{fallback:?}");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_nemsms_is_a_short_text_and_nothing_else() {
    let mut kind = letter_type(Fallback::None);
    kind.message = MessageKind::NemSms;
    kind.sender = "dk".into();
    let judged = |json: serde_json::Value| {
        let submission = Submission::from_json(&json).unwrap();
        judge(&submission, &kind, Country::Dk, &Contact::default(), Language::Da, TODAY)
            .map(|draft| draft.body.map(|body| body.text))
            .map_err(|faults| faults.into_iter().map(|f| (f.code, f.pointer)).collect::<Vec<_>>())
    };
    let to = "2211771212";
    let fault = |code, pointer: &str| Err(vec![(code, pointer.to_owned())]);
    let long = "æ".repeat(150);
    assert_eq!(judged(serde_json::json!({"type": "x", "to": to, "text": long})), Ok(Some(long.clone())));
    let too_long = serde_json::json!({"type": "x", "to": to, "text": format!("{long}.")});
    assert_eq!(judged(too_long), fault(Code::NemSmsTooLong, "/text"));
    assert_eq!(judged(serde_json::json!({"type": "x", "to": to})), fault(Code::NemSmsEmpty, "/text"));
    assert_eq!(
        judged(serde_json::json!({"type": "x", "to": to, "text": " \n"})),
        fault(Code::NemSmsEmpty, "/text")
    );
    assert_eq!(
        judged(serde_json::json!({"type": "x", "to": to, "html": "<p>Husk</p>"})),
        fault(Code::BodyTypeRefused, "/html")
    );
    assert_eq!(
        judged(serde_json::json!({"type": "x", "to": to, "text": "Husk 221177-1212"})),
        fault(Code::PersonalNumberInText, "/text")
    );
    let files = [serde_json::json!({"name": "a.pdf", "content": "JVBERg=="})];
    assert_eq!(
        judged(serde_json::json!({"type": "x", "to": to, "text": "Husk", "documents": files})),
        fault(Code::NemSmsWithDocuments, "/documents")
    );
}

#[test]
fn who_tells_by_itself_is_waited_for_before_a_person_is_asked() {
    let policy = Policy::default();
    let at = letter().accepted_at;
    let later = |ms: u64| at + jiff::SignedDuration::from_millis(i64::try_from(ms).unwrap());
    for (can_ask, tells, expected) in [
        (false, true, Step::Wait(later(policy.in_doubt_patience_ms))),
        (false, false, Step::Attend(Code::InDoubtUnresolved)),
        (true, true, Step::Ask(ChannelKind::Kombi)),
    ] {
        let route =
            Route { channel: ChannelKind::Kombi, endpoint: None, repeat_is_safe: false, can_ask, tells };
        let mut state =
            State { route: Some(route), phase: Phase::InDoubt, waiting_since: Some(at), ..State::default() };
        assert_eq!(next(&state, &policy, None, at), expected, "{can_ask} {tells}");
        let end = later(policy.in_doubt_patience_ms);
        assert_eq!(next(&state, &policy, None, end), Step::Attend(Code::InDoubtUnresolved));
        state.phase = Phase::AwaitingReceipt;
        let end = later(policy.receipt_patience_ms);
        assert_eq!(next(&state, &policy, None, end), Step::Attend(Code::ReceiptMissing));
        if tells && !can_ask {
            assert_eq!(next(&state, &policy, None, at), Step::Wait(end));
        }
    }
}

#[test]
fn a_letter_that_the_platform_printed_is_a_printed_letter() {
    let message_uuid = MessageUuid(uuid::Uuid::from_u64_pair(1, 2));
    let channel = ChannelKind::Kombi;
    let route = Route { channel, endpoint: None, repeat_is_safe: false, can_ask: false, tells: true };
    let told = |kind| {
        let events = [
            Event::Accepted(Terms::default()),
            Event::Routed { route: route.clone(), reason: Code::NoOpenMailbox },
            Event::Composed {
                channel,
                message_uuid,
                digest: "00".into(),
                size_bytes: 7,
                warnings: Vec::new(),
            },
            Event::Attempted { channel, attempt: 1 },
            Event::HandedOver { channel, transmission_id: None, raw: None },
            Event::Receipt { channel, message_uuid, kind, problem: None, detail: None, raw: None },
        ];
        let at = letter().accepted_at;
        let recorded: Vec<_> = (1..).zip(events).map(|(seq, event)| Recorded { seq, at, event }).collect();
        let state = State::fold(&recorded);
        (state.name, state.channel().unwrap(), state.reason.unwrap())
    };
    let reason = Code::NoOpenMailbox;
    assert_eq!(told(ReceiptKind::Posted), (StateName::Delivered, ChannelKind::Print, reason));
    assert_eq!(told(ReceiptKind::Delivered), (StateName::Delivered, ChannelKind::Kombi, reason));
}

#[test]
fn a_receiver_and_a_register_that_contradict_each_other_are_for_a_person() {
    let state = State { rejected: Some(ChannelKind::MinaMeddelanden), ..State::default() };
    let yes = Lookup::Yes { reason: Code::MailboxOpen, endpoint: None };
    let decision = answer(&letter_type(Fallback::Print), &state, &yes);
    assert_eq!(decision, Decision::Person(Code::SendingNotAllowed));
}

#[test]
fn a_submission_is_judged_with_every_fault_at_once() {
    let json = serde_json::json!({
        "type": "beslut", "to": "8101052382", "subject": "Beslut om 19810105-2382", "text": "a\u{1}", "colour": "red",
        "contact": {"text": "", "email": "nobody"}, "documents": [{"name": "a.pdf"}]
    });
    let faults = Submission::from_json(&json).unwrap_err();
    let codes: Vec<_> = faults.iter().map(|fault| (fault.code, fault.pointer.as_str())).collect();
    assert_eq!(codes, [(Code::FieldUnknown, "/colour"), (Code::FieldMissing, "/documents/0/content")]);

    let json = serde_json::json!({
        "type": "beslut", "to": "8101052382", "subject": "Beslut om 19810105-2382", "text": "a\u{1}",
        "contact": {"text": "Ring", "email": "nobody", "url": "http://x.example"}
    });
    let submission = Submission::from_json(&json).unwrap();
    let kind = letter_type(Fallback::Print);
    let faults =
        judge(&submission, &kind, Country::Se, &Contact::default(), Language::Sv, TODAY).unwrap_err();
    let codes: Vec<_> = faults.iter().map(|fault| (fault.code, fault.pointer.as_str())).collect();
    assert_eq!(
        codes,
        [
            (Code::RecipientAmbiguous, "/to"),
            (Code::PersonalNumberInText, "/subject"),
            (Code::CharactersRefused, "/text"),
            (Code::FieldInvalid, "/contact/url"),
            (Code::FieldInvalid, "/contact/email"),
        ]
    );
    let all = format!("{faults:?}");
    assert!(!all.contains("8101052382") && !all.contains("19810105"), "a number leaked: {all}");
}

#[test]
fn number_type_and_nothing_else_are_enough() {
    let json = serde_json::json!({"type": "beslut", "to": "19810105-2382"});
    let submission = Submission::from_json(&json).unwrap();
    let kind = letter_type(Fallback::Print);
    let draft = judge(&submission, &kind, Country::Se, &Contact::default(), Language::Sv, TODAY).unwrap();
    assert_eq!(draft.subject, "Beslut");
    assert_eq!(draft.recipient.reveal(), "198101052382");
    assert_eq!(draft.contact.text, "Ring växeln.");
}

#[test]
fn a_stored_letter_comes_back_whole() {
    let letter = letter();
    assert_eq!(Letter::from_stored(&letter.to_stored()).unwrap(), letter);
    assert!(Letter::from_stored("{}").is_err());
    assert!(!format!("{letter:?}").contains("192705178354"));
}

#[test]
fn every_reason_to_refuse_a_number_has_its_code() {
    for error in party::PartyError::ALL {
        let code =
            Code::parse(error.code()).unwrap_or_else(|| panic!("{} is not in the catalogue", error.code()));
        assert_eq!(code.entry().source, catalogue::Source::Caller, "{code:?}");
    }
}

/// Rules C17.
#[test]
fn invoices_take_the_order_of_their_type() {
    let mut kind = letter_type(Fallback::Print);
    kind.order = vec![FlowStep::DirectDebit, FlowStep::EInvoice, FlowStep::Digital, FlowStep::Print];
    let mut letter = letter();
    assert_eq!(open(&letter, &kind, &State::default()), Opening::Ask(ChannelKind::MinaMeddelanden));
    letter.agreements = vec![Agreement::EInvoice];
    assert_eq!(used(open(&letter, &kind, &State::default())), (ChannelKind::None, Code::SentAsEInvoice));
    // Other types send their letters to the same recipient all the same.
    let other = letter_type(Fallback::Print);
    assert_eq!(open(&letter, &other, &State::default()), Opening::Ask(ChannelKind::MinaMeddelanden));
    kind.order = vec![FlowStep::DirectDebit, FlowStep::Print];
    assert_eq!(used(open(&letter, &kind, &State::default())), (ChannelKind::Print, Code::PaperOnly));
    letter.protected = true;
    letter.agreements = vec![Agreement::DirectDebit];
    assert_eq!(used(open(&letter, &kind, &State::default())), (ChannelKind::Desk, Code::ProtectedIdentity));
}

/// Rules B2.
#[test]
fn a_type_has_a_class() {
    let read = |class: serde_json::Value| {
        let mut kind = serde_json::json!({"code": "beslut", "sender": "s", "name": {"sv": "Beslut"}});
        if !class.is_null() {
            kind["class"] = class;
        }
        serde_json::from_value::<LetterType>(kind)
    };
    assert_eq!(read(3.into()).unwrap().class, ProtectionClass::Three);
    for class in [serde_json::Value::Null, 0.into(), 5.into(), "3".into()] {
        assert!(read(class.clone()).is_err(), "{class}");
    }
}

/// A letter that is asked for patience waits without an attempt; elsewhere the event changes nothing (F10).
#[test]
fn patience_costs_no_attempt() {
    let letter = letter();
    let (at, channel) = (letter.accepted_at, ChannelKind::MinaMeddelanden);
    let until = at + jiff::SignedDuration::from_secs(60);
    let route = Route { channel, endpoint: None, repeat_is_safe: false, can_ask: false, tells: false };
    let composed = Event::Composed {
        channel,
        message_uuid: MessageUuid(uuid::Uuid::nil()),
        digest: Digest("00".into()),
        size_bytes: 1,
        warnings: Vec::new(),
    };
    let held = Event::Postponed { channel, problem: Code::OperatorPaused, detail: None, retry_at: until };
    let mut state = State::default();
    let events = [
        Event::Accepted(Terms::default()),
        held.clone(),
        Event::Routed { route, reason: Code::MailboxOpen },
        composed,
        held,
    ];
    for (seq, event) in (1..).zip(events) {
        state.apply(&Recorded { seq, at, event });
        assert_eq!(state.wait_until, (seq == 5).then_some(until), "{seq}");
    }
    let kind = letter_type(Fallback::Print);
    assert_eq!((state.attempts, state.reason), (0, Some(Code::OperatorPaused)));
    assert_eq!(next(&state, &Policy::default(), Some(&kind), at), Step::Wait(until));
    assert_eq!(next(&state, &Policy::default(), Some(&kind), until), Step::Deliver { channel, attempt: 1 });
}
