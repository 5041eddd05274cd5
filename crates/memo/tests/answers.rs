//! Answers, forwarding, routing, conversion and the readable view, on the examples.
#![allow(clippy::unwrap_used)]

mod support;

use memo::model::{File, MainDocument, Recipient, Sender};
use memo::{
    AnswerError, CheckOptions, Content, Context, Language, Limits, Message, NewMessage, RouteKey, Version,
    check_message, convert, forward, read, reply, route, write_to_vec,
};

const BASE: &[u8] = include_bytes!("support/base.xml");

fn base() -> Message {
    read(BASE, &Limits::default()).unwrap()
}

fn new(document: bool) -> NewMessage {
    let file = File {
        encoding_format: "text/plain".to_owned(),
        filename: "svar.txt".to_owned(),
        language: "da".to_owned(),
        content: Content::Bytes(b"svar".to_vec()),
    };
    NewMessage {
        message_uuid: uuid::Uuid::from_u128(0x7c9e_6679_7425_40de_944b_e07f_c1f9_0ae7),
        created: "2026-01-06T10:00:00Z".parse().unwrap(),
        label: None,
        main_document: document.then(|| MainDocument { files: vec![file], ..MainDocument::default() }),
        original: Some(Content::Bytes(BASE.to_vec())),
    }
}

#[test]
fn an_answer_carries_the_thread_back() {
    let original = base();
    let mut answer = reply(&original, new(true)).unwrap();
    answer.header.sender.label = "Mette Hansen".to_owned();
    assert_eq!(answer.header.label, "Sv: Et brev");
    assert_eq!(answer.header.reply_data, original.header.reply_data);
    assert_eq!(answer.header.recipient.recipient_id, "12345678");
    let point = answer.header.recipient.contact_point.as_ref().unwrap();
    assert_eq!(point.contact_point_id, "163710ae-5078-350c-0000-000000000440");
    let kept = &answer.body.as_ref().unwrap().technical_documents[0].files[0];
    assert_eq!(kept.content.bytes(), Some(BASE), "byte for byte");
    let context = Context { answers: Some(Box::new(original.clone())), ..Context::default() };
    let options = CheckOptions { context, ..CheckOptions::default() };
    let report = check_message(&answer, Version::V1_2, &options);
    assert!(report.valid && report.findings.is_empty(), "{:#?}", report.findings);
    assert_eq!(
        route(&answer),
        [
            RouteKey::ContactPoint("163710ae-5078-350c-0000-000000000440".to_owned()),
            RouteKey::Case("SAG-1".to_owned()),
            RouteKey::Kle("32.03.12".to_owned()),
        ]
    );
}

#[test]
fn the_link_is_added_where_the_sender_gave_none() {
    let mut original = base();
    original.header.reply_data.clear();
    let answer = reply(&original, new(true)).unwrap();
    let [link] = answer.header.reply_data.as_slice() else { panic!("one entry") };
    assert_eq!(link.message_uuid, original.header.message_uuid);
    assert_eq!(link.case_id.as_deref(), Some("SAG-1"));
    assert_eq!(link.generating_system_id.as_deref(), Some("SYS"));
    assert_eq!(link.contact_point_id.as_deref(), Some("163710ae-5078-350c-0000-000000000440"));
}

#[test]
fn answers_that_cannot_be() {
    let mut original = base();
    assert_eq!(reply(&original, new(false)), Err(AnswerError::NoDocument));
    let same = NewMessage { message_uuid: original.header.message_uuid.to_uuid().unwrap(), ..new(true) };
    assert_eq!(reply(&original, same), Err(AnswerError::SameUuid));
    original.header.reply = None;
    assert_eq!(reply(&original, new(true)), Err(AnswerError::NotInvited));
}

#[test]
fn a_forwarded_message_is_a_new_one() {
    let original = base();
    let sender = Sender {
        sender_id: "2211771212".into(),
        id_type: "CPR".into(),
        label: "Mette".into(),
        ..Sender::default()
    };
    let recipient =
        Recipient { recipient_id: "87654321".into(), id_type: "CVR".into(), ..Recipient::default() };
    let message = forward(&original, sender, recipient, Some("se her".into()), new(false)).unwrap();
    let data = message.header.forward_data.as_ref().unwrap();
    assert_eq!(message.header.label, "Vs: Et brev");
    assert_ne!(message.header.message_uuid, original.header.message_uuid);
    assert_eq!(data.message_uuid, original.header.message_uuid);
    assert_eq!(data.original_message_date_time.as_str(), "2026-01-05T09:00:00Z");
    assert_eq!(data.original_sender, "Eksempel Kommune");
    assert_eq!(data.original_content_responsible.as_deref(), Some("Borgerservice"));
    assert_eq!(data.original_representative.as_deref(), Some("Selskab"));
    assert_eq!(
        message.body.as_ref().unwrap().additional_documents,
        original.body.as_ref().unwrap().additional_documents
    );
    let xml = write_to_vec(&message, Version::V1_2).unwrap();
    if let Some(verdict) = support::xmllint(&xml, Version::V1_2) {
        assert_eq!(verdict, Ok(()));
    }
}

#[test]
fn conversion_says_what_is_lost() {
    let (old, losses) = convert(base(), Version::V1_1);
    let paths: Vec<&str> = losses.iter().map(|l| l.path.rsplit(':').next().unwrap()).collect();
    assert_eq!(paths, ["Representative", "originalRepresentative"]);
    let xml = write_to_vec(&old, Version::V1_1).unwrap();
    if let Some(verdict) = support::xmllint(&xml, Version::V1_1) {
        assert_eq!(verdict, Ok(()));
    }
    let mut labelled = old.clone();
    labelled.header.recipient.id_type_label = Some("x".into());
    let (upgraded, losses) = convert(labelled, Version::V1_2);
    assert_eq!(losses.len(), 1);
    assert_eq!(upgraded.header, convert(old, Version::V1_2).0.header);
}

#[test]
fn the_view_reads_well() {
    let text = memo::view::render_text(&base(), Language::Da);
    let expected = "\
Et brev
=======
Fra: Eksempel Kommune (CVR 12345678), Borgerservice, 163710ae-5078-350c-0000-000000000440
Sendt på vegne af afsenderen af: Selskab
Til: CPR 221177-****
Dateret: 5. januar 2026 kl. 10.00
Leveres tidligst: 1. februar 2026
Sag: SAG-1 (ESDH)
Emne: 32.03.12 Emne
Videresendt fra: Kommunen: hej

Du har post

This is a test

Modtageren skal:
  - betale: Betal, senest 1. marts 2026 kl. 23.59, https://eksempel.dk/betal
  - møde op: Møde, 10. februar 2026 kl. 10.00–10.30, Rådhuset

Dokumenter:
  - Brev, brev.txt (brevet, 14 B)
  - bilag.txt (bilag, 5 B)
  - data.xml (teknisk bilag, 4 B)

Modtageren kan svare til 163710ae-5078-350c-0000-000000000440 senest 1. marts 2026 kl. 23.59
";
    assert_eq!(text, expected);
    for (name, xml, embedded) in support::examples() {
        let limits = Limits::default();
        let message =
            if embedded { memo::read_embedded(&xml, &limits) } else { read(&xml, &limits) }.unwrap();
        for language in Language::ALL {
            let text = memo::view::render_text(&message, *language);
            assert!(!text.contains("2211771212") && !text.contains("2512169996"), "{name}: {text}");
            assert!(text.lines().count() > 4, "{name}: {text}");
        }
    }
}
