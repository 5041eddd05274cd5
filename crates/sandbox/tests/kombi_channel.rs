//! The gateway's KOMBIT channel against the sandbox: both were written to the contract, here they meet.

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use channels::{Channel, ComposeJob, DeliverJob, Kombi, KombiConfig};
use common::{DK_SENDER, config, number};
use letter::{
    Body, BodyKind, Contact, Letter, LetterId, LetterType, Lookup, MessageUuid, Outcome, ProtectionClass,
    ReceiptKind, SenderId, TypeCode,
};
use party::{Country, PartyId, PostalAddress};
use sandbox::{Sandbox, SenderEnrolment, Side};
use uuid::Uuid;

fn letter(recipient: PartyId) -> Letter {
    Letter {
        id: LetterId(Uuid::now_v7()),
        sender: SenderId("demo".into()),
        unit: Some("Førskole øst".into()),
        letter_type: TypeCode("afgoerelse".into()),
        class: ProtectionClass::Three,
        recipient,
        recipient_name: None,
        address: Some(PostalAddress {
            name: "Åse Kjær".into(),
            lines: vec!["Kirkestræde 8, 2. tv".into()],
            postcode: "4600".into(),
            city: "Køge".into(),
            country_code: "DK".into(),
        }),
        protected: false,
        subject: "Afgørelse om plads & takst".into(),
        body: Some(Body { kind: BodyKind::Plain, text: "Du har fået en plads.".into() }),
        contact: Contact { text: "Ring til os.".into(), ..Contact::default() },
        documents: Vec::new(),
        ready: None,
        agreements: Vec::new(),
        notice: None,
        reference: None,
        case_id: Some("SAG-1001".into()),
        language: None,
        data: Default::default(),
        type_version: None,
        terms: letter::Terms::default(),
        source: "fagsystem".into(),
        accepted_at: "2026-01-15T10:00:00Z".parse().unwrap(),
    }
}

#[tokio::test]
async fn letters_go_digitally_or_on_paper_and_come_back_as_receipts() {
    let folder = tempfile::tempdir().unwrap();
    let received = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&received);
    let take = move |body: String| async move {
        kept.lock().unwrap().push(body);
        channels::post_status_answer(None)
    };
    let router = axum::Router::new().route("/kombi/poststatus", axum::routing::post(take));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut settings = config(folder.path(), "");
    settings.post_status_url = Some(format!("http://{}/kombi/poststatus", listener.local_addr().unwrap()));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let running = Sandbox::start(settings).await.unwrap();
    let sender =
        SenderEnrolment { country: Side::Dk, number: DK_SENDER.into(), name: "Eksempel Kommune".into() };
    let credentials = running.enrol(&sender).unwrap();
    let base = &running.urls().kombi;
    let config: KombiConfig = serde_json::from_value(serde_json::json!({
        "base_url": base, "sts_url": base, "trust": running.facts().ca_file, "mode": "automatisk_valg",
        "print_without_mailbox": true,
        "senders": [{
            "sender": "demo", "cvr": DK_SENDER, "name": "Eksempel Kommune", "system_name": "Brevdue",
            "certificate": credentials.folder.join("cert.pem"), "key": credentials.folder.join("key.pem"),
        }],
    }))
    .unwrap();
    let channel = Kombi::open(config).unwrap();
    assert!(channel.check().await.iter().all(|finding| finding.remedy.is_empty()));
    let letter_type: LetterType = serde_json::from_value(serde_json::json!({
        "code": "afgoerelse", "sender": "demo", "name": {"da": "Afgørelse", "sv": "Beslut", "en": "Decision"}, "class": 3
    }))
    .unwrap();

    for (alias, final_word) in [
        ("dk-mette", "Afleveret Digital Post"),
        ("dk-company", "Afleveret Digital Post"),
        ("dk-exempt", "Afsendt"),
        ("dk-double-receipts", "Afleveret Digital Post"),
        ("dk-lost-stored", "Afleveret Digital Post"),
    ] {
        let recipient = PartyId::parse(Country::Dk, number(alias)).unwrap();
        let demo = SenderId("demo".into());
        let found = channel.lookup(&demo, std::slice::from_ref(&recipient)).await.remove(0);
        assert!(matches!(found, Lookup::Yes { .. }), "{alias}: {found:?}");
        let message_uuid = MessageUuid(Uuid::new_v4());
        let job = ComposeJob {
            ready: None,
            letter: letter(recipient.clone()),
            letter_type: letter_type.clone(),
            reason: Some(found.reason()),
            message_uuid,
            documents: Vec::new(),
            now: jiff::Timestamp::now(),
            today: jiff::civil::date(2026, 11, 22),
            markup: letter::Resolved::default(),
            zone: jiff::tz::TimeZone::UTC,
        };
        let bytes = channel.compose(job).await.unwrap().bytes;
        let route = channel.route(&found);
        let job = DeliverJob { sender: demo, message_uuid, route, recipient, bytes };
        let delivery = channel.deliver(job.clone()).await;
        if alias == "dk-lost-stored" {
            assert!(matches!(delivery.outcome, Outcome::InDoubt { .. }), "{alias}: {:?}", delivery.outcome);
            // Whoever sends it again all the same is recognised.
            let again = channel.deliver(job).await.outcome;
            assert!(matches!(again, Outcome::HandedOver { .. }), "{again:?}");
        } else {
            assert!(
                matches!(delivery.outcome, Outcome::HandedOver { .. }),
                "{alias}: {:?}",
                delivery.outcome
            );
        }
        let mut told = None;
        for _ in 0..200 {
            let envelopes = received.lock().unwrap().clone();
            told = envelopes.iter().find_map(|envelope| {
                let raw = channel.receive(envelope.as_bytes()).unwrap();
                let read = channel.read_receipt(&raw.raw).unwrap();
                let is_end = matches!(read.kind, ReceiptKind::Delivered | ReceiptKind::Posted);
                (read.message_uuid == message_uuid && is_end).then_some(read)
            });
            if told.is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let detail = told.expect(alias).detail.unwrap();
        assert!(detail.starts_with(final_word), "{alias}: {detail}");
    }
    let totals = running.deliveries().totals;
    assert_eq!((totals.digital_post, totals.printed, totals.doubled), (4, 1, 0));
    running.stop().await;
}
