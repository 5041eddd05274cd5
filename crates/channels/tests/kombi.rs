//! The KOMBIT road against a TLS server that plays STS, access tokens, KombiPostAfsend and PostForespørg.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

mod support;

use catalogue::Code;
use channels::{Answer, Channel, Kombi, KombiConfig, Level, PostStatusError, PostStatusKind, SizeJob};
use letter::{ChannelKind, Fallback, Letter, Lookup, ReceiptKind, Route, SenderId};
use party::PostalAddress;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::*;

const TRANSMISSION: &str = "317720e2-052b-450b-b510-2a0a3ab35d38";

fn config(pki: &Pki, base: &str, more: serde_json::Value) -> KombiConfig {
    let (certificate, key) = pki.organisation("kommune", "CVR:12345678-UID:1", 100);
    let mut config = serde_json::json!({
        "base_url": base, "sts_url": base, "trust": path(&pki.trust()), "connect_timeout_ms": 1500,
        "read_timeout_ms": 700,
        "senders": [{
            "sender": "demo", "cvr": "12345678", "name": "Eksempel Kommune", "system_name": "Brevdue",
            "print_type": 265, "certificate": path(&certificate), "key": path(&key),
        }],
    });
    config.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(config).unwrap()
}

fn open(pki: &Pki, base: &str) -> Kombi {
    Kombi::open(config(pki, base, serde_json::json!({}))).unwrap()
}

fn automatic(pki: &Pki, more: serde_json::Value) -> Kombi {
    let mut settings = serde_json::json!({"mode": "automatisk_valg"});
    settings.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Kombi::open(config(pki, "https://localhost:1/", settings)).unwrap()
}

fn sender() -> SenderId {
    SenderId("demo".into())
}

fn route() -> Route {
    Route { channel: ChannelKind::Kombi, endpoint: None, repeat_is_safe: false, can_ask: false, tells: true }
}

fn accepted() -> Vec<u8> {
    format!("<kombi_response><Result>true</Result><TransmissionID>{TRANSMISSION}</TransmissionID></kombi_response>").into()
}

const STS: &str = "POST /runtime/api/rest/wstrust/v1/issue";
const TOKEN: &str = "POST /service/AccessTokenService_1/token";
const SEND: &str = "POST /service/KombiPostAfsend_1/kombi";

/// Grants `token-1`, `token-2`, …, each good for so many seconds.
fn tokens(seconds: u64) -> impl Fn(&Request) -> Option<Reply> {
    let count = AtomicUsize::new(0);
    move |request| match request.line.as_str() {
        STS => Some(ok(
            r#"{"RequestedSecurityToken":{"Assertion":"PHNhbWw+/+=="},"Lifetime":{"Created":"11/22/2026 09:00:00","Expires":"11/22/2026 17:00:00"}}"#,
        )),
        TOKEN => {
            let number = count.fetch_add(1, Ordering::SeqCst) + 1;
            Some(ok(format!(
                r#"{{"access_token":"token-{number}","token_type":"Holder-of-key","expires_in":{seconds}}}"#
            )))
        }
        _ => None,
    }
}

fn lines(fake: &Fake) -> Vec<String> {
    fake.seen().into_iter().map(|request| request.line).collect()
}

async fn deliver(channel: &Kombi, bytes: &str) -> (&'static str, Option<Code>, String) {
    told(&channel.deliver(deliver_job(DANISH, route(), bytes.to_owned())).await)
}

#[tokio::test]
async fn the_token_flow_is_the_contracts_and_tokens_are_kept() {
    let pki = Pki::new();
    let tokens = tokens(3600);
    let fake = Fake::start(&pki, move |request| {
        tokens(request).unwrap_or_else(|| match request.line.split('?').next().unwrap() {
            SEND => ok(accepted()),
            "GET /service/PostForespoerg_1/digitalpost" => ok(r#"{"result": true}"#),
            other => panic!("{other}"),
        })
    })
    .await;
    let channel = open(&pki, &fake.url("/"));
    for _ in 0..3 {
        assert_eq!(deliver(&channel, "<kombi/>").await, ("handed_over", None, TRANSMISSION.to_owned()));
    }
    let numbers = vec![recipient(DANISH), recipient("12345678")];
    let found = channel.lookup(&sender(), &numbers).await;
    assert!(found.iter().all(|lookup| lookup.reason() == Code::MailboxOpen), "{found:?}");
    assert_eq!(channel.route(&found[0]), route());

    let seen = fake.seen();
    let count = |line: &str| seen.iter().filter(|request| request.line.starts_with(line)).count();
    assert_eq!((count(STS), count(TOKEN), count(SEND)), (2, 2, 3), "one token for each service");
    let asked: serde_json::Value = serde_json::from_slice(&seen[0].body).unwrap();
    assert_eq!(asked["AnvenderKontekst"]["Cvr"], "12345678");
    assert_eq!(
        asked["AppliesTo"]["EndpointReference"]["Address"],
        "http://entityid.kombit.dk/service/kombipostafsend/1"
    );
    let key = asked["UseKey"].as_str().unwrap();
    let pem = std::fs::read_to_string(pki.dir.path().join("kommune.crt")).unwrap();
    let lines: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    assert_eq!(key, lines);
    assert_eq!(String::from_utf8_lossy(&seen[1].body), "saml-token=PHNhbWw%2B%2F%2B%3D%3D");
    assert!(seen[1].head.contains("content-type: application/x-www-form-urlencoded"));
    let sent = &seen[2];
    assert!(sent.head.contains("authorization: holder-of-key token-1\r\n"), "{}", sent.head);
    assert!(
        sent.head.contains("content-type: application/xml\r\n") && sent.head.contains("content-length: 8")
    );
    let header = |name: &str| {
        let line = sent.head.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.trim().to_owned()
    };
    assert!(uuid::Uuid::parse_str(&header("x-transaktionsid:")).is_ok());
    let time = header("x-transaktionstid:").to_ascii_uppercase();
    assert!(time.len() == 20 && time.parse::<jiff::Timestamp>().is_ok(), "{time}");
    assert!(seen.iter().any(|request| request.line.ends_with("digitalpost?cvrNumber=12345678")));
}

#[tokio::test]
async fn a_token_about_to_end_is_not_used_and_the_assertion_is() {
    let pki = Pki::new();
    let tokens = tokens(30);
    let fake = Fake::start(&pki, move |request| tokens(request).unwrap_or_else(|| ok(accepted()))).await;
    let channel = open(&pki, &fake.url("/sp/"));
    // Nothing answers below /sp/ but the last arm: the paths follow the base.
    let (kind, _, detail) = deliver(&channel, "x").await;
    assert_eq!(kind, "retry", "{detail}");
    let channel = open(&pki, &fake.url(""));
    deliver(&channel, "x").await;
    deliver(&channel, "x").await;
    let seen = lines(&fake);
    let count = |line: &str| seen.iter().filter(|seen| *seen == line).count();
    assert_eq!((count(STS), count(TOKEN), count(SEND)), (1, 2, 2));
    assert!(seen[0].starts_with("POST /sp/runtime/"), "{seen:?}");
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let pki = Pki::new();
    let grant = tokens(3600);
    let fake = Fake::start(&pki, move |request| {
        grant(request).unwrap_or_else(|| match request.head.contains("holder-of-key token-2") {
            true => ok(accepted()),
            false => Reply::Answer(401, Vec::new()),
        })
    })
    .await;
    assert_eq!(deliver(&open(&pki, &fake.url("/")), "x").await.0, "handed_over");
    assert_eq!(lines(&fake), [STS, TOKEN, SEND, STS, TOKEN, SEND]);

    let grant = tokens(3600);
    let never = Fake::start(&pki, move |r| grant(r).unwrap_or_else(|| Reply::Answer(401, Vec::new()))).await;
    let (kind, code, _) = deliver(&open(&pki, &never.url("/")), "x").await;
    assert_eq!((kind, code), ("retry", Some(Code::DigitalPostUnauthorised)));
    assert_eq!(lines(&never).len(), 6, "renewed once and no more");
}

#[tokio::test]
async fn without_a_token_nothing_leaves() {
    let pki = Pki::new();
    let unauthorised = Code::DigitalPostUnauthorised;
    let unavailable = Code::DigitalPostUnavailable;
    type Case = (&'static str, fn() -> Reply, Code);
    let cases: [Case; 7] = [
        (STS, || Reply::Answer(400, b"no agreement for 12345678".to_vec()), unauthorised),
        (STS, || Reply::Answer(503, Vec::new()), unavailable),
        (STS, || ok("<html>"), unavailable),
        (STS, || Reply::Close, unavailable),
        (TOKEN, || Reply::Answer(401, Vec::new()), unauthorised),
        (TOKEN, || ok(r#"{"access_token":"x","token_type":"Bearer"}"#), unavailable),
        (TOKEN, || Reply::Silence, unavailable),
    ];
    for (number, (place, reply, expected)) in cases.into_iter().enumerate() {
        let grant = tokens(3600);
        let fake = Fake::start(&pki, move |request| {
            if request.line == place { reply() } else { grant(request).unwrap_or_else(|| ok(accepted())) }
        })
        .await;
        let channel = open(&pki, &fake.url("/"));
        let (kind, code, detail) = deliver(&channel, "x").await;
        assert_eq!((kind, code), ("retry", Some(expected)), "{number}: {detail}");
        assert!(!lines(&fake).contains(&SEND.to_owned()));
        let found = channel.lookup(&sender(), &[recipient(DANISH)]).await;
        let reason = if expected == unavailable { Code::RegisterUnavailable } else { expected };
        assert!(
            matches!(&found[..], [Lookup::Unknown { reason: found, .. }] if *found == reason),
            "{found:?}"
        );
    }
    let channel = open(&pki, &format!("https://localhost:{}/", closed_port().await));
    assert_eq!(deliver(&channel, "x").await.1, Some(unavailable));
    let strangers = Fake::for_clients_of(&pki, &Pki::named("Other CA"), |_| ok("")).await;
    assert_eq!(deliver(&open(&pki, &strangers.url("/")), "x").await.1, Some(unauthorised));
}

#[tokio::test]
async fn what_may_have_arrived_is_in_doubt_and_what_is_said_counts() {
    let pki = Pki::new();
    let grant = tokens(3600);
    let fake = Fake::start(&pki, move |request| {
        grant(request).unwrap_or_else(|| match request.body.as_slice() {
            b"close" => Reply::Close,
            b"silence" => Reply::Silence,
            b"truncated" => Reply::Truncated,
            b"endless" => Reply::Endless,
            b"garbage" => ok("<html>fine</html>"),
            b"gateway" => Reply::Answer(502, b"bad gateway".to_vec()),
            b"busy" => Reply::With(503, "retry-after: 5", Vec::new()),
            b"refused" => Reply::Answer(
                400,
                b"<kombi_response><Result>false</Result><FejlId>memo.invalid</FejlId></kombi_response>"
                    .to_vec(),
            ),
            other => panic!("{other:?}"),
        })
    })
    .await;
    let channel = open(&pki, &fake.url("/"));
    for (body, kind, code) in [
        ("close", "in_doubt", Code::AnswerLost),
        ("silence", "in_doubt", Code::AnswerLost),
        ("truncated", "in_doubt", Code::AnswerLost),
        ("endless", "in_doubt", Code::AnswerLost),
        ("garbage", "in_doubt", Code::AnswerUnusable),
        ("gateway", "in_doubt", Code::AnswerUnusable),
        ("busy", "retry", Code::OperatorBusy),
        ("refused", "refused", Code::MemoInvalid),
    ] {
        let (found, problem, detail) = deliver(&channel, body).await;
        assert_eq!((found, problem), (kind, Some(code)), "{body}: {detail}");
    }
    assert_eq!(lines(&fake).iter().filter(|line| *line == SEND).count(), 8, "each was sent once");
    let stranger = channel
        .deliver(channels::DeliverJob { sender: SenderId("x".into()), ..deliver_job(DANISH, route(), "x") })
        .await;
    assert_eq!(told(&stranger).1, Some(Code::SenderNotAllowed));
    assert!(matches!(channel.ask(&sender(), message(), None).await, Answer::NoAnswer(Some(_))));
    assert!(channel.receipts().await.unwrap().is_empty());
}

#[tokio::test]
async fn lookups_answer_in_order_and_the_platform_may_print() {
    let pki = Pki::new();
    let grant = Arc::new(tokens(3600));
    let fake = Fake::start(&pki, move |request| {
        grant(request).unwrap_or_else(|| match request.line.rsplit('=').next().unwrap() {
            "2211771212" => ok(r#"{"result":true}"#),
            "2512169996" => ok(r#"{"result":false}"#),
            _ => Reply::Answer(503, Vec::new()),
        })
    })
    .await;
    let numbers: Vec<_> = ["2512169996", "2211771212", "0101010101", SWEDISH].map(recipient).into();
    let found = open(&pki, &fake.url("/")).lookup(&sender(), &numbers).await;
    let reasons: Vec<_> = found.iter().map(Lookup::reason).collect();
    use Code::{MailboxOpen, NoOpenMailbox, NotAddressable, RegisterUnavailable};
    assert_eq!(reasons, [NoOpenMailbox, MailboxOpen, RegisterUnavailable, NotAddressable]);
    assert!(matches!(found[0], Lookup::No { .. }) && matches!(found[2], Lookup::Unknown { .. }));
    assert!(!party::find_personal_numbers(&format!("{found:?}")));
    let more = serde_json::json!({"mode": "automatisk_valg", "print_without_mailbox": true});
    let printing = Kombi::open(config(&pki, &fake.url("/"), more.clone())).unwrap();
    let found = printing.lookup(&sender(), &numbers).await;
    assert!(matches!(found[0], Lookup::Yes { reason: NoOpenMailbox, .. }), "{found:?}");
    assert!(matches!(found[2], Lookup::Unknown { .. }), "nobody knows stays nobody knows");
    let mut wrong = config(&pki, &fake.url("/"), more);
    wrong.mode = channels::KombiMode::DigitalPost;
    assert!(Kombi::open(wrong).is_err_and(|error| error.key == "kombi.print_without_mailbox"));
}

fn addressed(number: &str, documents: &[(&str, &[u8])], lines: &[&str], country: &str) -> Letter {
    let mut letter = letter(number, documents);
    letter.address = Some(PostalAddress {
        name: "Åse Ærlig & søn".into(),
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        postcode: if country == "DK" { "2300".into() } else { "85230".into() },
        city: "Byen".into(),
        country_code: country.into(),
    });
    letter
}

async fn composed(channel: &Kombi, letter: Letter, documents: Vec<Vec<u8>>) -> String {
    let bytes = channel.compose(compose_job(letter, documents)).await.unwrap().bytes;
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The element of this name as a document of its own.
fn part(request: &str, start: &str, end: &str) -> Option<String> {
    let from = request.find(&format!("<{start}"))?;
    let to = request.rfind(&format!("</{end}>"))? + end.len() + 3;
    Some(request[from..to].to_owned())
}

fn reference(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("BREVDUE_REFERENCE").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/reference")),
        PathBuf::from,
    );
    let path = root.join("denmark").join(path);
    path.exists().then_some(path)
}

fn xmllint(dir: &std::path::Path, xml: &str, schema: &str) {
    let Some(schema) = reference(schema) else {
        println!("skipped: no reference material");
        return;
    };
    let file = dir.join(format!("{}.xml", uuid::Uuid::new_v4()));
    std::fs::write(&file, xml).unwrap();
    match Command::new("xmllint").arg("--noout").arg("--schema").arg(schema).arg(&file).output() {
        Ok(run) => assert!(run.status.success(), "{}\n{xml:.1500}", String::from_utf8_lossy(&run.stderr)),
        Err(error) => println!("skipped: xmllint: {error}"),
    }
}

#[tokio::test]
async fn both_parts_satisfy_their_schemas() {
    let pki = Pki::new();
    let channel = automatic(
        &pki,
        serde_json::json!({"print": {"colour": true, "postage": "rekommanderet_med_modtagerbevis"}}),
    );
    let (one, two) = (pdf(), pdf());
    let named = [("Afgørelse.pdf", one.as_slice()), ("Bilag & mere.pdf", two.as_slice())];
    for (number, lines, country) in [
        (DANISH, &["c/o Mor", "Strandvejen 12A, 2. tv"][..], "DK"),
        (DANISH, &["Testvej 3"], "DK"),
        (DANISH, &["Gården ved den meget lange vej bag den gamle kirke", "Nørre Snede"], "DK"),
        ("12345678", &["Rådhuspladsen 1"], "DK"),
        (DANISH, &["Storgatan 1 lgh 1203"], "SE"),
    ] {
        let letter = addressed(number, &named, lines, country);
        let request = composed(&channel, letter.clone(), vec![one.clone(), two.clone()]).await;
        assert!(request.contains("<KombiValgKode>Automatisk Valg</KombiValgKode>"));
        let consignment = part(&request, "ForsendelseI ", "ForsendelseI").unwrap();
        xmllint(pki.dir.path(), &consignment, "schemas/fjernprint-merged/fjernprint.xsd");
        let encoded = base64_simd::STANDARD.encode_to_string(&one);
        assert!(consignment.contains(&format!("<dkal:MeddelelseIndholdData>{encoded}<")));
        assert!(consignment.contains(&format!("<AfsendelseIdentifikator>{}<", message())));
        assert!(consignment.contains("<ForsendelseTypeIdentifikator>265<"));
        assert!(consignment.contains("<BilagNavn>Bilag &amp; mere.pdf<"));
        let memo = part(&request, "memo:Message ", "memo:Message").unwrap();
        xmllint(pki.dir.path(), &memo, "schemas/memo-1.2-reconstructed/MeMo_core.xsd");
        // Embedded it is still the same message, and every element of it has its prefix (A9).
        let report = memo::check_embedded(request.as_bytes(), &memo::CheckOptions::default());
        assert!(report.valid && report.findings.iter().all(|f| f.rule != "A9"), "{:?}", report.findings);
        let embedded = memo::read_embedded(request.as_bytes(), &memo::Limits::default()).unwrap();
        assert_eq!(embedded, memo::read(memo.as_bytes(), &memo::Limits::default()).unwrap());
        assert_eq!(embedded.header.message_uuid.to_string(), message().to_string());
        let sizes = vec![one.len() as u64, two.len() as u64];
        assert_eq!(channel.check_size(&SizeJob { document_sizes: sizes, text_size: 100 }), Ok(()));
    }
    // A letter that is text only is set as a page for the print.
    let text = composed(&channel, addressed(DANISH, &[], &["Testvej 3"], "DK"), vec![]).await;
    xmllint(
        pki.dir.path(),
        &part(&text, "ForsendelseI ", "ForsendelseI").unwrap(),
        "schemas/fjernprint-merged/fjernprint.xsd",
    );
}

/// A PDF of one empty page of this size.
fn small_pdf(size: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size}]>>"),
    ];
    let (mut out, mut table) = ("%PDF-1.7\n".to_owned(), "0000000000 65535 f \n".to_owned());
    for (number, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", out.len());
        out += &format!("{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let start = out.len();
    out += &format!("xref\n0 4\n{table}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    out.into_bytes()
}

#[tokio::test]
async fn the_physical_part_is_there_only_where_paper_is_right() {
    let pki = Pki::new();
    let channel =
        automatic(&pki, serde_json::json!({"print_without_mailbox": true, "print": {"max_bytes": 200_000}}));
    let document = pdf();
    let named = [("a.pdf", document.as_slice())];
    let good = || compose_job(addressed(DANISH, &named, &["Testvej 3"], "DK"), vec![document.clone()]);
    let mut protected = good();
    protected.letter.protected = true;
    let mut desk = good();
    desk.letter_type.fallback = Fallback::Desk;
    let mut legal = good();
    legal.letter_type.legal_notification = true;
    let mut nowhere = good();
    nowhere.letter.address = None;
    let mut endless = good();
    endless.letter.address.as_mut().unwrap().lines = vec!["x".repeat(60)];
    let mut image = good();
    image.documents = vec![b"\x89PNG\r\n\x1a\n and more".to_vec().into()];
    image.letter.documents[0].size_bytes = image.documents[0].len() as u64;
    image.letter.documents[0].media_type = "image/png".into();
    image.letter.documents[0].name = "a.png".into();
    let mut landscape = good();
    landscape.documents = vec![small_pdf("842 595").into()];
    landscape.letter.documents[0].size_bytes = landscape.documents[0].len() as u64;
    let mut large = good();
    large.documents = vec![[small_pdf("595 842"), vec![b'\n'; 300_000]].concat().into()];
    large.letter.documents[0].size_bytes = large.documents[0].len() as u64;
    for (name, job, code) in [
        ("protected", protected, Code::NoOpenMailbox),
        ("desk", desk, Code::NoOpenMailbox),
        ("nowhere", nowhere, Code::NoPostalAddress),
        ("endless", endless, Code::AddressInvalid),
        ("large", large, Code::MessageTooLargeToSend),
        ("image", image, Code::DocumentNotPdf),
        ("landscape", landscape, Code::PrintRejected),
    ] {
        let mut open = job.clone();
        open.reason = Some(Code::MailboxOpen);
        // With a mailbox it goes without its physical part …
        let request = channel.compose(open).await.unwrap().bytes;
        let request = String::from_utf8(request.to_vec()).unwrap();
        assert!(
            request.contains("<KombiValgKode>Digital Post<") && !request.contains("ForsendelseI"),
            "{name}"
        );
        // … and without one it is a matter for a person.
        let mut closed = job;
        closed.reason = Some(Code::NoOpenMailbox);
        let error = channel.compose(closed).await.unwrap_err();
        assert_eq!(error.code, code, "{name}: {error}");
        assert!(!party::find_personal_numbers(&error.to_string()) && !error.to_string().contains("Testvej"));
    }
    // What must reach the exempt, or be served, never goes the way on which the platform may print.
    for reason in [Code::MailboxOpen, Code::MandatoryPost] {
        legal.reason = Some(reason);
        let request = channel.compose(legal.clone()).await.unwrap().bytes;
        let request = String::from_utf8(request.to_vec()).unwrap();
        assert!(request.contains("<KombiValgKode>Digital Post<") && !request.contains("ForsendelseI"));
        assert!(request.contains("<memo:legalNotification>true<"), "{request}");
    }
    let digital = open(&pki, "https://localhost:1/");
    let request = composed(&digital, good().letter, vec![document.clone()]).await;
    assert!(request.contains("<KombiValgKode>Digital Post<") && !request.contains("ForsendelseI"));
    assert_eq!(
        request,
        composed(&digital, good().letter, vec![document.clone()]).await,
        "without a clock of its own"
    );
}

#[test]
fn the_fixtures_of_beskedfordeler_are_receipts() {
    let pki = Pki::new();
    let mut config = config(&pki, "https://localhost:1/", serde_json::json!({}));
    let stranger = Kombi::open(config.clone()).unwrap();
    config.senders[0].cvr = "55133018".into();
    let channel = Kombi::open(config).unwrap();
    for (name, kind, problem, message, key) in [
        (
            "success",
            ReceiptKind::Delivered,
            None,
            "8853363b-43ec-4d0a-a54d-65447f9447ed",
            "bd12c645-de98-453a-ac80-f58a76942eda",
        ),
        (
            "error",
            ReceiptKind::Invalid,
            Some(Code::MemoInvalid),
            "33ca98c5-d2ce-43e7-be3a-d5cfde9f6394",
            "dac92c8b-a6ff-4f04-aab3-15be45576887",
        ),
    ] {
        let Some(path) = reference(&format!("examples/beskedfordeler/PostStatusBeskedModtag.{name}.xml"))
        else {
            println!("skipped: no reference material");
            return;
        };
        let raw = std::fs::read(path).unwrap();
        let receipt = channel.receive(&raw).unwrap();
        assert_eq!(
            (receipt.channel, receipt.sender.0.as_str(), receipt.key.as_str()),
            (ChannelKind::Kombi, "demo", key)
        );
        assert_eq!(receipt.raw, raw);
        let read = channel.read_receipt(&receipt.raw).unwrap();
        assert_eq!(
            (read.kind, read.problem, read.message_uuid.to_string()),
            (kind, problem, message.to_owned())
        );
        let detail = read.detail.unwrap();
        assert!(detail.contains("transmission ") && !party::find_personal_numbers(&detail), "{detail}");
        assert_eq!(stranger.receive(&raw).unwrap_err(), PostStatusError::UnknownAuthority);
        let status = channels::read_post_status(&raw).unwrap();
        assert_eq!(status.error_code.is_some(), status.kind == Some(PostStatusKind::Failed));
    }
    assert_eq!(channel.read_receipt(b"{}"), None);
}

#[tokio::test]
async fn findings_name_what_is_wrong() {
    let pki = Pki::new();
    let grant = tokens(3600);
    let fake = Fake::start(&pki, move |request| {
        let lookup = String::from_utf8_lossy(&request.body).contains("postforespoerg");
        if lookup { Reply::Answer(401, Vec::new()) } else { grant(request).unwrap_or_else(|| ok("")) }
    })
    .await;
    let findings = open(&pki, &fake.url("/")).check().await;
    let levels: Vec<_> = findings.iter().map(|f| (f.subject.as_str(), f.level)).collect();
    assert_eq!(
        levels,
        [
            ("kombi sender demo certificate", Level::Ok),
            ("kombi sender demo KombiPostAfsend", Level::Ok),
            ("kombi sender demo PostForespørg", Level::Error),
            ("kombi pushed receipts", Level::Ok),
        ]
    );
    let mut real = config(&pki, "https://exttest.serviceplatformen.dk/", serde_json::json!({}));
    real.environment = channels::Environment::Test;
    real.senders.clear();
    let pushes = |findings: &[channels::Finding]| {
        findings.iter().find(|f| f.subject == "kombi pushed receipts").map(|f| f.level)
    };
    let unguarded = Kombi::open(real.clone()).unwrap().check().await;
    assert_eq!(pushes(&unguarded), Some(Level::Warning), "anybody may push to a real gateway");
    real.allowed_push_clients = vec!["19435075".into()];
    assert_eq!(pushes(&Kombi::open(real).unwrap().check().await), Some(Level::Ok));
    let refused = |base: &str, environment: &str| {
        let mut settings = config(&pki, base, serde_json::json!({}));
        settings.environment = serde_json::from_value(environment.into()).unwrap();
        Kombi::open(settings).err().map(|error| error.key)
    };
    assert_eq!(refused("https://prod.serviceplatformen.dk/", "production"), None);
    assert_eq!(refused("https://prod.serviceplatformen.dk/", "test").as_deref(), Some("kombi.base_url"));
    assert_eq!(
        refused("https://exttest.serviceplatformen.dk/", "production").as_deref(),
        Some("kombi.base_url")
    );
    assert_eq!(refused("http://localhost/", "sandbox").as_deref(), Some("kombi.base_url"));
}
