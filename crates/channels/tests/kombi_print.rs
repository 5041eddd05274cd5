//! NemSMS on both Danish roads, print by KOMBIT, and random letters against the print vendor's schema.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

mod support;

use catalogue::Code;
use channels::{Channel, ComposeJob, Kombi, KombiConfig, KombiPaper, SizeJob};
use letter::{Body, BodyKind, ChannelKind, Letter, Lookup, MessageKind, Route, SenderId};
use party::PostalAddress;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use support::*;

const STS: &str = "POST /runtime/api/rest/wstrust/v1/issue";
const TOKEN: &str = "POST /service/AccessTokenService_1/token";

fn open(pki: &Pki, base: &str) -> Kombi {
    let (certificate, key) = pki.organisation("kommune", "CVR:12345678-UID:1", 100);
    let config: KombiConfig = serde_json::from_value(serde_json::json!({
        "base_url": base, "sts_url": base, "trust": path(&pki.trust()), "connect_timeout_ms": 1500,
        "read_timeout_ms": 700, "mode": "automatisk_valg", "print_without_mailbox": true,
        "senders": [{
            "sender": "demo", "cvr": "12345678", "name": "Eksempel Kommune", "system_name": "Brevdue",
            "print_type": 265, "certificate": path(&certificate), "key": path(&key),
        }],
    }))
    .unwrap();
    Kombi::open(config).unwrap()
}

fn demo() -> SenderId {
    SenderId("demo".into())
}

fn addressed(number: &str, documents: &[(&str, &[u8])], address: PostalAddress) -> Letter {
    Letter { address: Some(address), ..letter(number, documents) }
}

fn home() -> PostalAddress {
    PostalAddress {
        name: "Åse Ærlig".into(),
        lines: vec!["Testvej 3".into()],
        postcode: "1234".into(),
        city: "Byen".into(),
        country_code: "DK".into(),
    }
}

async fn composed(channel: &dyn Channel, job: ComposeJob) -> String {
    String::from_utf8(channel.compose(job).await.unwrap().bytes.to_vec()).unwrap()
}

fn short(text: &str) -> ComposeJob {
    let mut job = compose_job(letter(DANISH, &[]), Vec::new());
    job.letter.body = Some(Body { kind: BodyKind::Plain, text: text.into() });
    job.letter_type.message = MessageKind::NemSms;
    job
}

#[tokio::test]
async fn a_nemsms_is_a_header_with_its_text() {
    let pki = Pki::new();
    let channel = open(&pki, "https://localhost:1/");
    let text = "Husk din tid <i morgen> kl. 9 & tag kortet med. Æ Ø Å";
    let request = composed(&channel, short(text)).await;
    assert!(request.contains("<KombiValgKode>NemSMS</KombiValgKode>") && !request.contains("ForsendelseI"));
    let message = memo::read_embedded(request.as_bytes(), &memo::Limits::default()).unwrap();
    assert_eq!(message.header.message_type, memo::MessageType::NemSms);
    assert_eq!(message.header.notification.as_deref(), Some(text));
    assert_eq!(message.body, None);
    let report = memo::check_embedded(request.as_bytes(), &memo::CheckOptions::default());
    assert!(report.valid && report.findings.iter().all(|finding| !finding.rule.starts_with('J')));
    // The type's own text stands in, and nothing at all is a matter for a person.
    let mut standing = short(" ");
    standing.letter.body = None;
    assert_eq!(channel.compose(standing.clone()).await.unwrap_err().code, Code::NemSmsEmpty);
    standing.letter_type.text = Some("Husk din aftale.".into());
    assert!(composed(&channel, standing).await.contains("<memo:notification>Husk din aftale.<"));
    assert_eq!(channel.compose(short(&"æ".repeat(151))).await.unwrap_err().code, Code::MemoInvalid);
}

#[tokio::test]
async fn nemsms_has_a_register_of_its_own() {
    let pki = Pki::new();
    let fake = Fake::start(&pki, move |request| match request.line.split('?').next().unwrap() {
        STS => ok(r#"{"RequestedSecurityToken":{"Assertion":"PHNhbWw+"}}"#),
        TOKEN => ok(r#"{"access_token":"t","token_type":"Holder-of-key","expires_in":3600}"#),
        "GET /service/PostForespoerg_1/nemsms" => match request.line.rsplit('=').next().unwrap() {
            "2211771212" => ok(r#"{"result":true}"#),
            "2512169996" => ok(r#"{"result":false}"#),
            _ => Reply::Answer(503, Vec::new()),
        },
        other => panic!("{other}"),
    })
    .await;
    let channel = open(&pki, &fake.url("/"));
    let numbers: Vec<_> = ["2211771212", "2512169996", "0101010101", SWEDISH].map(recipient).into();
    let found = channel.lookup_nemsms(&demo(), &numbers).await;
    let reasons: Vec<_> = found.iter().map(Lookup::reason).collect();
    use Code::{NemSmsOpen, NoNemSms, NotAddressable, RegisterUnavailable};
    assert_eq!(reasons, [NemSmsOpen, NoNemSms, RegisterUnavailable, NotAddressable]);
    assert!(matches!(found[0], Lookup::Yes { .. }) && matches!(found[1], Lookup::No { .. }));
    assert!(matches!(found[2], Lookup::Unknown { .. }), "nobody knows stays nobody knows");
}

#[tokio::test]
async fn print_by_kombit_is_the_physical_part_alone() {
    let pki = Pki::new();
    let fake = Fake::start(&pki, move |request| match request.line.as_str() {
        STS => ok(r#"{"RequestedSecurityToken":{"Assertion":"PHNhbWw+"}}"#),
        TOKEN => ok(r#"{"access_token":"t","token_type":"Holder-of-key","expires_in":3600}"#),
        // The transmission id may be missing for print.
        _ => ok("<kombi_response><Result>true</Result></kombi_response>"),
    })
    .await;
    let paper = KombiPaper::new(Arc::new(open(&pki, &fake.url("/"))));
    let yes = paper.lookup(&demo(), &[recipient(DANISH)]).await.remove(0);
    let route = Route {
        channel: ChannelKind::Print,
        endpoint: None,
        repeat_is_safe: false,
        can_ask: false,
        tells: true,
    };
    assert_eq!((paper.kind(), paper.route(&yes)), (ChannelKind::Print, route.clone()));
    let document = pdf();
    let job = compose_job(addressed(DANISH, &[("a.pdf", &document)], home()), vec![document.clone()]);
    let request = composed(&paper, job.clone()).await;
    assert!(request.contains("<KombiValgKode>Fysisk Post</KombiValgKode>") && !request.contains("memo:"));
    let sent = paper.deliver(deliver_job(DANISH, route.clone(), request.clone())).await;
    assert_eq!(told(&sent).0, "handed_over");
    assert_eq!(fake.seen().last().unwrap().body, request.as_bytes());
    // A job for a hot folder never goes to KOMBIT.
    let sent = paper.deliver(deliver_job(DANISH, route, "BREVDUE PRINT JOB 1\n".to_owned())).await;
    assert_eq!((told(&sent).0, told(&sent).1), ("refused", Some(Code::BlobDamaged)));
    let mut protected = job.clone();
    protected.letter.protected = true;
    assert_eq!(paper.compose(protected).await.unwrap_err().code, Code::ProtectedIdentity);
    let mut nowhere = job;
    nowhere.letter.address = None;
    assert_eq!(paper.compose(nowhere).await.unwrap_err().code, Code::NoPostalAddress);
    let size = |bytes| paper.check_size(&SizeJob { document_sizes: vec![bytes], text_size: 0 }).is_ok();
    assert!(size(7 * 1024 * 1024) && !size(7 * 1024 * 1024 + 1));
    assert!(paper.receipts().await.unwrap().is_empty() && paper.check().await.is_empty());
}

fn schema() -> Option<PathBuf> {
    let root = std::env::var_os("BREVDUE_REFERENCE").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/reference")),
        PathBuf::from,
    );
    let path = root.join("denmark/schemas/fjernprint-merged/fjernprint.xsd");
    path.exists().then_some(path)
}

/// A letter as nobody would write it by hand: any characters, any address that is one, several documents.
fn any_letter() -> impl Strategy<Value = Letter> {
    let words = "[A-Za-zÆØÅæøåäöüéß0-9&<>\"'.,/()-]{1,12}( [A-Za-zÆØÅæøåäö0-9&<>\"'./-]{1,12}){0,4}";
    let street = "[A-ZÆØÅ][a-zæøå.]{1,15}( [A-Za-zæøå]{1,10}){0,2} [1-9][0-9]{0,2}[A-Z]?(, [1-9]{1,2}\\. (tv|th|mf|[1-9]))?";
    let line = prop_oneof![words, street];
    let country = prop::sample::select(vec!["DK", "SE", "DE", "US"]);
    let number = prop::sample::select(vec![DANISH, "12345678", "0108589995", "2512169996"]);
    let names = prop::collection::vec("[A-Za-zæøå &<>'-]{1,30}", 0..4);
    let unit = prop::option::of("\\PC{0,60}");
    (
        prop::collection::vec(line, 1..4),
        words,
        "[1-9][0-9]{3}",
        words,
        country,
        number,
        "\\PC{1,120}",
        names,
        unit,
    )
        .prop_map(|(lines, name, postcode, city, country, number, subject, names, unit)| {
            let documents: Vec<(String, Vec<u8>)> =
                names.iter().map(|name| (format!("{}.pdf", name.trim()), pdf())).collect();
            let named: Vec<(&str, &[u8])> =
                documents.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
            let address = PostalAddress { name, lines, postcode, city, country_code: country.to_owned() };
            Letter { subject, unit, ..addressed(number, &named, address) }
        })
}

#[test]
fn whatever_is_printed_satisfies_the_print_vendors_schema() {
    let Some(schema) = schema() else { return println!("skipped: no reference material") };
    if Command::new("xmllint").arg("--version").output().is_err() {
        return println!("skipped: xmllint is not installed");
    }
    let pki = Pki::new();
    let paper = KombiPaper::new(Arc::new(open(&pki, "https://localhost:1/")));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut runner = TestRunner::new(ProptestConfig::with_cases(150));
    let (mut files, mut refused) = (Vec::new(), 0);
    for _ in 0..150 {
        let letter = any_letter().new_tree(&mut runner).unwrap().current();
        let documents = letter.documents.iter().map(|_| pdf()).collect();
        match runtime.block_on(paper.compose(compose_job(letter, documents))) {
            Ok(message) => {
                let text = String::from_utf8(message.bytes.to_vec()).unwrap();
                let from = text.find("<ForsendelseI ").unwrap();
                let to = text.rfind("</ForsendelseISamling>").unwrap();
                let file = pki.dir.path().join(format!("{}.xml", files.len()));
                std::fs::write(&file, &text[from..to]).unwrap();
                files.push(file);
            }
            // What has no room in the schema is for a person, never cut.
            Err(error) => {
                assert!(
                    matches!(
                        error.code,
                        Code::AddressInvalid | Code::PrintRejected | Code::DocumentUnreadable
                    ),
                    "{error}"
                );
                refused += 1;
            }
        }
    }
    assert!(files.len() > 50, "{} printed, {refused} refused", files.len());
    let run =
        Command::new("xmllint").args(["--noout", "--nonet", "--schema"]).arg(schema).args(&files).output();
    let run = run.unwrap();
    assert!(run.status.success(), "{:.3000}", String::from_utf8_lossy(&run.stderr));
}
