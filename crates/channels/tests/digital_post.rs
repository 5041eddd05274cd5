//! The Danish channel against a TLS server that plays Digital Post.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use catalogue::Code;
use channels::{Answer, Channel, DigitalPost, DigitalPostConfig, Level, SizeJob};
use letter::{ChannelKind, Lookup, ReceiptKind, Route, SenderId};
use std::sync::atomic::Ordering;
use support::*;

const UUID: &str = "3f2b8c4d-1e5f-4a6b-8c7d-9e0f1a2b3c4d";

fn config(pki: &Pki, base_url: &str) -> DigitalPostConfig {
    let (certificate, key) = pki.organisation("kommune", "CVR:12345678-UID:1", 100);
    serde_json::from_value(serde_json::json!({
        "base_url": base_url, "trust": path(&pki.trust()), "connect_timeout_ms": 1500, "read_timeout_ms": 700,
        "senders": [{
            "sender": "demo", "cvr": "12345678", "name": "Eksempel Kommune", "system_id": "system-1",
            "api_token": "very-secret", "certificate": path(&certificate), "key": path(&key),
            "contact_point": {"id": "163710ae-5078-350c-0000-000000000440", "label": "Borgerservice"},
        }],
    }))
    .unwrap()
}

fn open(pki: &Pki, base_url: &str) -> DigitalPost {
    DigitalPost::open(config(pki, base_url)).unwrap()
}

fn sender() -> SenderId {
    SenderId("demo".into())
}

fn route() -> Route {
    Route {
        channel: ChannelKind::DigitalPost,
        endpoint: None,
        repeat_is_safe: false,
        can_ask: true,
        tells: false,
    }
}

fn receipt(status: &str) -> String {
    format!(
        r#"{{"transmissionId":"317720e2-052b-450b-b510-2a0a3ab35d38","messageUUID":"{UUID}","messageId":null,"errorCode":null,"errorMessage":null,"timeStamp":"2025-11-03T09:00:01.000Z","receiptStatus":"{status}"}}"#
    )
}

#[tokio::test]
async fn what_never_left_may_be_repeated() {
    let pki = Pki::new();
    let stranger = Pki::new();
    let untrusted = Fake::for_clients_of(&stranger, &pki, |_| ok("")).await;
    let silent = mute(false).await.port();
    let resets = mute(true).await.port();
    for (name, url) in [
        ("refused", format!("https://localhost:{}/", closed_port().await)),
        ("unknown name", "https://no-such-host.invalid/".to_owned()),
        ("no TLS answer", format!("https://localhost:{silent}/")),
        ("reset during TLS", format!("https://localhost:{resets}/")),
        ("untrusted", untrusted.url("/")),
    ] {
        let channel = open(&pki, &url);
        let delivery = channel.deliver(deliver_job(DANISH, route(), "<memo/>")).await;
        let (kind, code, detail) = told(&delivery);
        assert_eq!((kind, code), ("retry", Some(Code::DigitalPostUnavailable)), "{name}: {detail}");
        assert!(!detail.is_empty() && delivery.answer.is_none(), "{name}");
        let lookup = channel.lookup(&sender(), &[recipient(DANISH)]).await;
        assert!(
            matches!(&lookup[..], [Lookup::Unknown { reason: Code::RegisterUnavailable, .. }]),
            "{name}: {lookup:?}"
        );
    }
    assert!(untrusted.seen().is_empty());
}

#[tokio::test]
async fn a_refused_certificate_is_no_lost_answer() {
    let pki = Pki::new();
    // Unknown issuer, and an issuer of the same name that signed it otherwise.
    for stranger in [Pki::named("Other CA"), Pki::new()] {
        let fake = Fake::for_clients_of(&pki, &stranger, |_| ok(receipt("RECEIVED"))).await;
        let delivery = open(&pki, &fake.url("/")).deliver(deliver_job(DANISH, route(), "<memo/>")).await;
        let (kind, code, detail) = told(&delivery);
        assert_eq!((kind, code), ("retry", Some(Code::DigitalPostUnauthorised)), "{detail}");
        assert!(fake.seen().is_empty());
    }
}

#[tokio::test]
async fn an_incomplete_request_has_no_effect() {
    let pki = Pki::new();
    for close in [true, false] {
        let port = half_deaf(&pki, 64 * 1024, close).await.port();
        let channel = open(&pki, &format!("https://localhost:{port}/"));
        let delivery = channel.deliver(deliver_job(DANISH, route(), vec![b' '; 48 * 1024 * 1024])).await;
        let (kind, code, detail) = told(&delivery);
        assert_eq!((kind, code), ("retry", Some(Code::DigitalPostUnavailable)), "close {close}: {detail}");
    }
}

#[tokio::test]
async fn what_may_have_arrived_is_in_doubt() {
    let pki = Pki::new();
    let fake = Fake::start(&pki, |request| match request.body.as_slice() {
        b"close" => Reply::Close,
        b"silence" => Reply::Silence,
        b"truncated" => Reply::Truncated,
        b"endless" => Reply::Endless,
        b"garbage" => ok("<html>fine</html>"),
        b"gateway" => Reply::Answer(502, b"bad gateway".to_vec()),
        other => panic!("{other:?}"),
    })
    .await;
    let channel = open(&pki, &fake.url("/"));
    for (body, code) in [
        ("close", Code::AnswerLost),
        ("silence", Code::AnswerLost),
        ("truncated", Code::AnswerLost),
        ("endless", Code::AnswerLost),
        ("garbage", Code::AnswerUnusable),
        ("gateway", Code::AnswerUnusable),
    ] {
        let (kind, found, detail) = told(&channel.deliver(deliver_job(DANISH, route(), body)).await);
        assert_eq!((kind, found), ("in_doubt", Some(code)), "{body}: {detail}");
    }
    assert_eq!(fake.seen().len(), 6, "each was sent once and only once");
}

#[tokio::test]
async fn a_delivery_is_one_call_with_both_factors() {
    let pki = Pki::new();
    let fake = Fake::start(&pki, |request| match request.line.as_str() {
        line if line.starts_with("POST") => Reply::Answer(201, receipt("RECEIVED").into_bytes()),
        _ => Reply::Answer(404, Vec::new()),
    })
    .await;
    let channel = open(&pki, &fake.url("/apis/v1"));
    for _ in 0..3 {
        let delivery = channel.deliver(deliver_job(DANISH, route(), "<memo/>")).await;
        assert_eq!(told(&delivery), ("handed_over", None, "317720e2-052b-450b-b510-2a0a3ab35d38".to_owned()));
        assert_eq!(delivery.answer.unwrap(), receipt("RECEIVED"));
    }
    let seen = fake.seen();
    assert_eq!(seen[0].line, format!("POST /apis/v1/memos/?memo-message-uuid={UUID}"));
    assert!(
        seen[0].head.contains("content-length: 7\r\n")
            && seen[0].head.contains("content-type: application/xml")
    );
    // base64 of system-1:very-secret, in lower case as the fake keeps heads.
    let basic = "c3lzdGVtLTE6dmVyeS1zZWNyZXQ=".to_ascii_lowercase();
    assert!(seen[0].head.contains(&format!("authorization: basic {basic}")), "{}", seen[0].head);
    assert_eq!(fake.connections.load(Ordering::SeqCst), 1, "the connection is used again");
}

#[tokio::test]
async fn a_connection_that_was_closed_is_not_used_again() {
    let pki = Pki::new();
    let fake = Fake::start(&pki, |_| Reply::Last(201, receipt("RECEIVED").into_bytes())).await;
    let channel = open(&pki, &fake.url("/"));
    for number in 1..=3 {
        let told = told(&channel.deliver(deliver_job(DANISH, route(), "x")).await);
        assert_eq!(told.0, "handed_over", "{}", told.2);
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        assert_eq!(fake.connections.load(Ordering::SeqCst), number);
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let pki = Pki::new();
    let elsewhere = Fake::start(&pki, |_| Reply::Answer(201, receipt("RECEIVED").into_bytes())).await;
    let location: &'static str = Box::leak(format!("location: {}", elsewhere.url("/")).into_boxed_str());
    let fake = Fake::start(&pki, move |_| Reply::With(307, location, Vec::new())).await;
    let (kind, ..) = told(&open(&pki, &fake.url("/")).deliver(deliver_job(DANISH, route(), "x")).await);
    assert_eq!(kind, "retry");
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn lookups_answer_in_order() {
    let pki = Pki::new();
    let contact = |parameter: &str, number: &str, status: &str| {
        format!(
            r#"{{"contacts":[{{"{parameter}":"{number}","mailboxSubscription":{{"publicRegistrationStatus":"{status}"}}}}],"currentPage":0,"totalPages":1}}"#
        )
    };
    let fake = Fake::start(&pki, move |request| {
        let number = request.line.rsplit('=').next().unwrap();
        match number {
            "2211771212" => ok(contact("cprNumber", number, "REGISTERED")),
            "2512169996" => ok(contact("cprNumber", number, "EXEMPT")),
            "12345678" => ok(contact("cvrNumber", number, "CLOSED")),
            "2512484916" => ok(r#"{"contacts":[],"currentPage":0,"totalPages":0}"#),
            _ => Reply::Answer(503, Vec::new()),
        }
    })
    .await;
    let channel = open(&pki, &fake.url("/apis/v1/"));
    let numbers = ["2211771212", "2512169996", "12345678", "2512484916", "0101010101", "2211771212", SWEDISH];
    let recipients: Vec<_> = numbers.iter().map(|number| recipient(number)).collect();
    let found = channel.lookup(&sender(), &recipients).await;
    let reasons: Vec<_> = found.iter().map(Lookup::reason).collect();
    use Code::{Closed, Exempt, MailboxOpen, NotAddressable, NotInRegister, RegisterUnavailable};
    let expected =
        [MailboxOpen, Exempt, Closed, NotInRegister, RegisterUnavailable, MailboxOpen, NotAddressable];
    assert_eq!(reasons, expected);
    assert!(!party::find_personal_numbers(&format!("{found:?}")));
    assert_eq!(channel.route(&found[0]), route());
    let stranger = channel.lookup(&SenderId("stranger".into()), &recipients[..1]).await;
    assert!(matches!(&stranger[..], [Lookup::Unknown { reason: Code::SenderNotAllowed, .. }]));
}

#[tokio::test]
async fn a_letter_becomes_a_valid_memo() {
    let pki = Pki::new();
    let channel = open(&pki, "https://localhost:1/");
    let documents = vec![pdf(), pdf()];
    let named = [("Afgørelse.pdf", documents[0].as_slice()), ("Bilag: 1.pdf", documents[1].as_slice())];
    let job = compose_job(letter(DANISH, &named), documents.clone());
    let bytes = channel.compose(job.clone()).await.unwrap().bytes;
    assert_eq!(
        bytes,
        channel.compose(job.clone()).await.unwrap().bytes,
        "the same letter gives the same bytes"
    );
    let report = memo::check(&bytes, &memo::CheckOptions::default());
    assert!(report.findings.iter().all(|f| f.severity != memo::Severity::Error), "{:?}", report.findings);
    let message = memo::read(&bytes[..], &memo::Limits::default()).unwrap();
    let header = &message.header;
    assert_eq!(header.message_uuid.to_string(), UUID);
    assert_eq!(header.message_id.as_deref(), Some(job.letter.id.to_string().as_str()));
    assert_eq!(header.label, "Afgørelse om plads & takst");
    assert_eq!((header.recipient.recipient_id.as_str(), header.recipient.id_type.as_str()), (DANISH, "CPR"));
    assert_eq!(header.content_data.as_ref().unwrap().case_id.as_ref().unwrap().case_system, "fagsystem");
    let attention = header.sender.attention_data.as_ref().unwrap();
    assert_eq!(attention.content_responsible.as_ref().unwrap().label.as_deref(), Some("Førskole øst"));
    let body = message.body.as_ref().unwrap();
    assert_eq!(body.main_document.files[0].content.bytes().unwrap(), documents[0]);
    let files: Vec<_> = body
        .additional_documents
        .iter()
        .map(|d| (d.files[0].filename.as_str(), d.files[0].content.len()))
        .collect();
    let text = job.letter.body.as_ref().unwrap().text.len() as u64;
    assert_eq!(files, [("Besked.txt", text), ("Bilag_ 1.pdf", documents[1].len() as u64)]);
}

#[tokio::test]
async fn both_versions_and_a_letter_that_may_be_answered() {
    let pki = Pki::new();
    let document = pdf();
    let mut job = compose_job(letter(DANISH, &[("a.pdf", document.as_slice())]), vec![document]);
    job.letter_type.reply = true;
    job.letter_type.mandatory = true;
    job.letter_type.kle = serde_json::from_value(serde_json::json!({
        "subject_key": "32.03.12", "version": "2024", "activity_facet": "G01", "label": "Boligstøtte"
    }))
    .unwrap();
    let mut config = config(&pki, "https://localhost:1/");
    for (version, name) in [(channels::MemoVersion::V1_1, "1.1"), (channels::MemoVersion::V1_2, "1.2")] {
        config.senders[0].memo_version = version;
        let bytes = DigitalPost::open(config.clone()).unwrap().compose(job.clone()).await.unwrap().bytes;
        let report = memo::check(&bytes, &memo::CheckOptions::default());
        assert!(report.valid, "{:?}", report.findings);
        assert_eq!(report.memo_version.unwrap().as_str(), name);
        let header = memo::read(&bytes[..], &memo::Limits::default()).unwrap().header;
        assert_eq!((header.reply, header.mandatory), (Some(true), Some(true)));
        assert_eq!(header.reply_data[0].message_uuid.to_string(), UUID);
        assert_eq!(header.reply_data[0].case_id.as_deref(), Some("SAG-1001"));
        assert_eq!(header.content_data.unwrap().kle_data.unwrap().label, "Boligstøtte");
    }
    config.senders[0].contact_point = None;
    let nobody = DigitalPost::open(config).unwrap().compose(job).await.unwrap_err();
    assert!(nobody.detail.contains("E9"), "{nobody}");
}

#[tokio::test]
async fn what_cannot_be_sent_is_said_so() {
    let pki = Pki::new();
    let mut small = config(&pki, "https://localhost:1/");
    small.max_message_bytes = 4_000;
    small.max_attachments = 1;
    let (channel, small) = (open(&pki, "https://localhost:1/"), DigitalPost::open(small).unwrap());
    let one = pdf();
    let code = |result: Result<channels::Message, channels::ComposeError>| {
        let error = result.unwrap_err();
        assert!(!party::find_personal_numbers(&error.to_string()), "{error}");
        error.code
    };
    let mut nothing = letter(DANISH, &[]);
    nothing.body = None;
    assert_eq!(code(channel.compose(compose_job(nothing, vec![])).await), Code::DocumentMissing);
    let swedish = letter(SWEDISH, &[("a.pdf", one.as_slice())]);
    assert_eq!(
        code(channel.compose(compose_job(swedish, vec![one.clone()])).await),
        Code::RecipientWrongCountry
    );
    let named = [("a.pdf", one.as_slice()), ("b.pdf", one.as_slice())];
    let many = compose_job(letter(DANISH, &named), vec![one.clone(), one.clone()]);
    assert_eq!(code(small.compose(many).await), Code::DocumentsTooMany);
    let large = vec![b'x'; 8_000];
    let large = compose_job(letter(DANISH, &[("a.pdf", large.as_slice())]), vec![large.clone()]);
    assert_eq!(code(small.compose(large).await), Code::MessageTooLargeToSend);
    let mut empty_name = compose_job(letter(DANISH, &[("a.pdf", one.as_slice())]), vec![one.clone()]);
    empty_name.letter.subject = "x".repeat(300);
    assert_eq!(code(channel.compose(empty_name).await), Code::MemoInvalid);
    let mut elsewhere = compose_job(letter(DANISH, &[("a.pdf", one.as_slice())]), vec![one]);
    elsewhere.letter.sender = SenderId("stranger".into());
    assert_eq!(code(channel.compose(elsewhere).await), Code::SenderNotAllowed);
}

#[tokio::test]
async fn the_estimate_is_never_too_small() {
    let pki = Pki::new();
    let mut config = config(&pki, "https://localhost:1/");
    let document = vec![b'x'; 100_000];
    let job = compose_job(letter(DANISH, &[("a.pdf", document.as_slice())]), vec![document.clone()]);
    let real =
        DigitalPost::open(config.clone()).unwrap().compose(job.clone()).await.unwrap().bytes.len() as u64;
    config.max_message_bytes = real - 1;
    let text = job.letter.subject.len() + job.letter.body.as_ref().unwrap().text.len();
    let size = SizeJob { document_sizes: vec![document.len() as u64], text_size: text as u64 };
    let too_large = DigitalPost::open(config).unwrap().check_size(&size).unwrap_err();
    assert!(too_large.size_bytes >= real && too_large.size_bytes < real + 64 * 1024, "{too_large:?} {real}");
}

#[tokio::test]
async fn receipts_are_fetched_then_acknowledged() {
    let pki = Pki::new();
    let list = format!(
        r#"{{"currentPage":0,"totalPages":1,"receipts":[{{"id":"r-1",{},{{"id":"r-2",{},{{"id":"r-3","strange":true}}]}}"#,
        &receipt("RECEIVED")[1..],
        &receipt("COMPLETED")[1..]
    );
    let fake = Fake::start(&pki, move |request| match request.line.as_str() {
        "GET /receipts-bulk/" => ok(list.clone()),
        "DELETE /receipts/r-2" => Reply::Answer(204, Vec::new()),
        "DELETE /receipts/r-3" => Reply::Answer(404, Vec::new()),
        _ => Reply::Answer(503, Vec::new()),
    })
    .await;
    let channel = open(&pki, &fake.url("/"));
    let receipts = channel.receipts().await.unwrap();
    let keys: Vec<_> = receipts.iter().map(|receipt| receipt.key.as_str()).collect();
    assert_eq!(keys, ["r-1", "r-2", "r-3"]);
    let read = channel.read_receipt(&receipts[1].raw).unwrap();
    assert_eq!((read.message_uuid, read.kind), (message(), ReceiptKind::Delivered));
    assert_eq!(channel.read_receipt(&receipts[2].raw), None, "kept raw, read by nobody");
    channel.acknowledge(&receipts[1]).await.unwrap();
    channel.acknowledge(&receipts[2]).await.unwrap();
    let problem = channel.acknowledge(&receipts[0]).await.unwrap_err();
    assert_eq!(problem.code, Code::DigitalPostUnavailable);

    match channel.ask(&sender(), message(), None).await {
        Answer::Receipt(read, raw) => {
            assert_eq!((read.kind, raw), (ReceiptKind::Delivered, receipts[1].raw.clone()))
        }
        other => panic!("{other:?}"),
    }
    assert!(open(&pki, "https://localhost:1/").receipts().await.is_err());
}

#[tokio::test]
async fn a_message_is_looked_for_before_it_is_repeated() {
    let pki = Pki::new();
    let ask = async |receipts: String, events: Option<String>| {
        let fake = Fake::start(&pki, move |request| match request.line.as_str() {
            "GET /receipts-bulk/" => ok(receipts.clone()),
            line if line == format!("GET /events/?any={UUID}") => match &events {
                Some(events) => ok(events.clone()),
                None => Reply::Answer(503, Vec::new()),
            },
            other => panic!("{other}"),
        })
        .await;
        open(&pki, &fake.url("/")).ask(&sender(), message(), None).await
    };
    let none = r#"{"receipts":[]}"#.to_owned();
    let technical = format!(r#"{{"receipts":[{{"id":"r",{}]}}"#, &receipt("RECEIVED")[1..]);
    let event = format!(r#"{{"eventLogs":[{{"eventTag":"MEMO_SEND_RECEIVED","messageUUID":"{UUID}"}}]}}"#);
    assert!(matches!(ask(technical, None).await, Answer::Underway));
    assert!(matches!(ask(none.clone(), Some(event)).await, Answer::Underway));
    assert!(matches!(ask(none.clone(), Some(r#"{"eventLogs":[]}"#.into())).await, Answer::NotSeen));
    assert!(matches!(ask(none, None).await, Answer::NoAnswer(Some(_))));
}

#[tokio::test]
async fn the_check_finds_what_is_wrong() {
    let pki = Pki::new();
    let fake =
        Fake::start(&pki, |request| match request.head.contains("basic c3lzdgvtlte6dmvyes1zzwnyzxq=") {
            true => ok(r#"{"organisations":[]}"#),
            false => Reply::Answer(401, Vec::new()),
        })
        .await;
    let levels = async |config: DigitalPostConfig| -> Vec<Level> {
        DigitalPost::open(config).unwrap().check().await.into_iter().map(|finding| finding.level).collect()
    };
    let good = config(&pki, &fake.url("/"));
    assert_eq!(levels(good.clone()).await, [Level::Ok, Level::Ok, Level::Ok]);
    let mut wrong = good.clone();
    wrong.senders[0].api_token = Some("other".into());
    wrong.senders[0].cvr = "87654321".into();
    assert_eq!(levels(wrong).await, [Level::Ok, Level::Warning, Level::Error]);
    let mut old = good.clone();
    (old.senders[0].keys.certificate, old.senders[0].keys.key) =
        some(pki.organisation("old", "CVR:12345678-UID:1", 20));
    assert_eq!(levels(old).await[0], Level::Warning);
    let mut expired = good;
    (expired.senders[0].keys.certificate, expired.senders[0].keys.key) =
        some(pki.organisation("expired", "CVR:12345678-UID:1", -5));
    assert_eq!(levels(expired).await[0], Level::Error);
}

#[test]
fn wrong_configurations_do_not_open() {
    let pki = Pki::new();
    let good = config(&pki, "https://localhost:1/");
    let refused = |change: &dyn Fn(&mut DigitalPostConfig)| {
        let mut config = good.clone();
        change(&mut config);
        let error = DigitalPost::open(config).err().expect("refused");
        assert!(!error.to_string().contains("very-secret") && !error.remedy.is_empty());
        error.key
    };
    assert_eq!(refused(&|c| c.base_url = "http://localhost/".into()), "digital_post.base_url");
    assert_eq!(
        refused(&|c| c.base_url = "https://api.digitalpost.dk/apis/v1/".into()),
        "digital_post.base_url"
    );
    assert_eq!(refused(&|c| c.environment = channels::Environment::Production), "digital_post.base_url");
    assert_eq!(refused(&|c| c.senders[0].cvr = "1234".into()), "digital_post.senders[0].cvr");
    assert_eq!(refused(&|c| c.senders[0].api_token = None), "digital_post.senders[0].api_token_file");
    assert_eq!(refused(&|c| c.senders[0].keys.key = Some("/nowhere".into())), "digital_post.senders[0].key");
    assert_eq!(
        refused(&|c| c.senders[0].keys.certificate = Some(pki.dir.path().join("kommune.key"))),
        "digital_post.senders[0].certificate"
    );
    assert_eq!(refused(&|c| c.senders.push(c.senders[0].clone())), "digital_post.senders[1].sender");
    assert!(!format!("{good:?}").contains("very-secret"));
    let unknown = serde_json::json!({"base_url": "https://a/", "senders": [], "retries": 3});
    assert!(serde_json::from_value::<DigitalPostConfig>(unknown).is_err());
}
