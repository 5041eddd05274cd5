//! Letter types with markup become MeMo that the rules, the official schema and N1–N15 have nothing against, and
//! Swedish texts that say the same in words.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use catalogue::Code;
use channels::{Channel, ComposeJob, DigitalPost, Message, MinaMeddelanden};
use letter::{
    Archetype, Data, Leaf, Letter, LetterType, Resolved, Setting, SigningApplication, TypeCatalogue,
    archetype_catalogue, resolve,
};
use memo::Limits;
use party::Country;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use std::process::Command;
use support::*;

fn types(country: Country) -> Vec<LetterType> {
    toml::from_str::<TypeCatalogue>(archetype_catalogue(country)).unwrap().letter_types
}

fn setting(signing: &SigningApplication) -> Setting<'_> {
    let zone = jiff::tz::TimeZone::get("Europe/Copenhagen").unwrap();
    Setting { country: Country::Dk, zone, signing: Some(signing) }
}

fn signing() -> SigningApplication {
    SigningApplication {
        name: "Underskriv".into(),
        url: Leaf::optional("https://sign.example/{letter.id}").unwrap(),
    }
}

/// Every field of every archetype.
fn data() -> serde_json::Value {
    json!({
        "appeal_url": "https://klag.example/1", "answer_url": "https://svar.example/1",
        "payment_url": "https://betal.example/1", "more_url": "https://mere.example",
        "amount": "2450.00", "due": "2199-12-01", "payment_reference": "+71<000000000012345+12345678<",
        "meeting": {
            "about": "din jobplan", "from": "2199-03-04T10:00", "until": "2199-03-04T10:45",
            "place": "Jobcentret, Torvet 1", "with": "Åse Ærø", "move_url": "https://flyt.example",
            "confirm_url": "https://kom.example", "prepare_url": "https://forbered.example",
        },
    })
}

fn job(kind: &LetterType, letter: Letter, documents: Vec<Vec<u8>>) -> ComposeJob {
    let signing = signing();
    let setting = setting(&signing);
    let markup = resolve(kind, &letter, &setting);
    let zone = setting.zone.clone();
    ComposeJob { letter_type: kind.clone(), markup, zone, ..compose_job(letter, documents) }
}

fn danish(pki: &Pki, version: &str) -> DigitalPost {
    let (certificate, key) = pki.organisation("kommune", "CVR:12345678-UID:1", 100);
    let config = json!({
        "base_url": "https://localhost:1/", "trust": path(&pki.trust()),
        "senders": [{
            "sender": "demo", "cvr": "12345678", "name": "Eksempel Kommune", "system_id": "system-1",
            "api_token": "very-secret", "certificate": path(&certificate), "key": path(&key), "memo_version": version,
            "contact_point": {"id": "163710ae-5078-350c-0000-000000000440", "label": "Borgerservice"},
        }],
    });
    DigitalPost::open(serde_json::from_value(config).unwrap()).unwrap()
}

/// What xmllint says; `None` without xmllint or schemas, with the reason printed.
#[allow(clippy::print_stdout)]
fn xmllint(xml: &[u8], version: &str) -> Option<Result<(), String>> {
    let reference = std::env::var_os("BREVDUE_REFERENCE").map_or_else(
        || std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference"),
        std::path::PathBuf::from,
    );
    let folder = if version == "1.1" { "memo-1.1" } else { "memo-1.2-reconstructed" };
    let schema = reference.join("denmark/schemas").join(folder).join("MeMo_core.xsd");
    if !schema.exists() {
        println!("skipped: no reference material (set BREVDUE_REFERENCE)");
        return None;
    }
    let file = tempfile::Builder::new().suffix(".xml").tempfile().unwrap();
    std::fs::write(file.path(), xml).unwrap();
    let output =
        Command::new("xmllint").args(["--noout", "--huge", "--schema"]).arg(schema).arg(file.path()).output();
    let output = output.inspect_err(|_| println!("skipped: xmllint is not installed")).ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Some(if output.status.success() { Ok(()) } else { Err(said) })
}

fn full(kind: &LetterType) -> LetterType {
    let kle = json!({ "subject_key": "28.06.00", "version": "2024", "activity_facet": "G01", "label": "Dagtilbud" });
    LetterType { kle: serde_json::from_value(kle).unwrap(), sender: "demo".into(), ..kind.clone() }
}

#[tokio::test]
async fn every_archetype_becomes_a_message_without_any_markup_warning() {
    let pki = Pki::new();
    for version in ["1.1", "1.2"] {
        let channel = danish(&pki, version);
        for kind in types(Country::Dk) {
            let kind = full(&kind);
            let document = pdf();
            let mut letter = letter(DANISH, &[("Brev.pdf", document.as_slice())]);
            letter.data = Data::from_json(&data()).unwrap();
            letter.unit = Some("Borgerservice".into());
            letter.body = None;
            let Message { bytes, warnings } =
                channel.compose(job(&kind, letter, vec![document])).await.unwrap();
            let markup: Vec<_> = warnings.iter().filter(|rule| rule.starts_with('N')).collect();
            assert!(markup.is_empty(), "{} {version}: {warnings:?}", kind.code);
            if let Some(verdict) = xmllint(&bytes, version) {
                assert_eq!(verdict, Ok(()), "{}", kind.code);
            }
            let message = memo::read(&bytes, &Limits::default()).unwrap();
            let body = message.body.unwrap();
            let codes: Vec<&str> =
                body.main_document.actions.iter().map(|action| action.action_code.as_str()).collect();
            let expected: &[&str] = match kind.archetype.unwrap() {
                Archetype::Decision | Archetype::InformationRequest => &["SELVBETJENING"],
                Archetype::Appointment => &["AFTALE", "BEKRAEFT", "FORBEREDELSE", "SELVBETJENING"],
                Archetype::SignatureRequest => &["UNDERSKRIV"],
                Archetype::Payment => &["BETALING"],
                Archetype::Information => &["INFORMATION"],
                Archetype::Other => &[],
            };
            assert_eq!(codes, expected, "{}", kind.code);
        }
    }
}

#[tokio::test]
async fn the_deadline_stands_in_header_action_and_text() {
    let pki = Pki::new();
    let channel = danish(&pki, "1.2");
    let kind = full(&types(Country::Dk)[0]);
    let document = pdf();
    let mut letter = letter(DANISH, &[("Brev.pdf", document.as_slice())]);
    letter.data = Data::from_json(&data()).unwrap();
    letter.accepted_at = jiff::Timestamp::now();
    let job = job(&kind, letter, vec![document]);
    let deadline = job.markup.deadline().unwrap();
    let bytes = channel.compose(job.clone()).await.unwrap().bytes;
    let message = memo::read(&bytes, &Limits::default()).unwrap();
    let at = memo::DateTime::from(deadline.at);
    assert_eq!(message.header.reply_by_date_time, Some(at.clone()));
    let body = message.body.unwrap();
    assert_eq!(body.main_document.actions[0].end_date_time, Some(at));
    let text = |label: &str| {
        let found = body.additional_documents.iter().find(|one| one.label.as_deref() == Some(label));
        String::from_utf8(found.unwrap().files[0].content.bytes().unwrap().to_vec()).unwrap()
    };
    let words = letter::markup::date_words(deadline, &job.zone, catalogue::Language::Da);
    assert!(text("Besked").contains(&format!("Fristen for at klage er den {words}.")));
    assert!(text("Klagevejledning").starts_with("Klagevejledning\n\nDu kan klage"));
    // A text that says it is left as it is; HTML always is, and the deadline stands beside it.
    let mut told = job.clone();
    told.letter.body.as_mut().unwrap().text = format!("Klag inden {words}");
    let bytes = channel.compose(told).await.unwrap().bytes;
    let said = memo::read(&bytes, &Limits::default()).unwrap().body.unwrap();
    assert_eq!(
        said.additional_documents[0].files[0].content.bytes(),
        Some(format!("Klag inden {words}").as_bytes())
    );
    let mut html = job;
    html.letter.body =
        Some(letter::Body { kind: letter::BodyKind::Html, text: "<p>Du kan klage.</p>".into() });
    let bytes = channel.compose(html).await.unwrap().bytes;
    let said = memo::read(&bytes, &Limits::default()).unwrap().body.unwrap();
    let labels: Vec<_> =
        said.additional_documents.iter().map(|one| one.label.clone().unwrap_or_default()).collect();
    assert_eq!(labels, ["Besked", "Frist", "Klagevejledning"]);
}

#[tokio::test]
async fn all_layers_reach_the_message() {
    let pki = Pki::new();
    let channel = danish(&pki, "1.2");
    let markup = r#"
        notification = "Nyt om {plate}"
        case = "{sag}"
        case_system = "ESDH"
        content.person = { id = "{recipient.number}", name = "{recipient.name}" }
        content.company = { id = "87654321", name = "Firma" }
        content.vehicle = { plate = "{plate}", chassis = "X1" }
        content.property = "123456"
        content.education = { code = "5001", name = "Tømrer" }
        content.address = { street = "Torvet", house_number = "1", postcode = "9999", city = "Eksempel" }
        content.form = { key = "1.2", version = "1", label = "Opgave" }
        content.additional = [ { kind = "Art", name = "Farve", value = "{farve}" } ]
        reply = { system = "ESDH-1", comment = "Til sagen", additional = [ { label = "Trin", value = "2" } ] }
        contact_point = { id = "241d39f6-998e-4929-b198-ccacbbf4b330", label = "Bil", group = "Trafik" }
        attention = { person = "Åse Ærø", unit = "Trafik", unit_id = "T1", system = "ESDH-1" }
        recipient = { person = "Ib", unit = "Bogholderi", production_unit = "1000000001", gln = "5790000000000" }
        actions = [ { kind = "register", label = "Tilmeld", url = "https://a.example/{farve}", from = "2199-01-01", until = "2199-02-01" } ]
    "#;
    let mut kind = full(&types(Country::Dk)[6]);
    kind.markup = Some(toml::from_str(markup).unwrap());
    kind.reply = true;
    let signing = signing();
    assert_eq!(letter::check_type(&kind, Some(&setting(&signing))), []);
    let mut letter = letter(DANISH, &[]);
    letter.data = Data::from_json(&json!({ "plate": "AB12345", "sag": "S-9", "farve": "blå æ" })).unwrap();
    let bytes = channel.compose(job(&kind, letter, vec![])).await.unwrap().bytes;
    if let Some(verdict) = xmllint(&bytes, "1.2") {
        assert_eq!(verdict, Ok(()));
    }
    let message = memo::read(&bytes, &Limits::default()).unwrap();
    let header = &message.header;
    assert_eq!(header.notification.as_deref(), Some("Nyt om AB12345"));
    let content = header.content_data.as_ref().unwrap();
    assert_eq!(content.cpr_data.as_ref().unwrap().cpr_number, DANISH);
    assert_eq!(
        content.case_id.as_ref().map(|case| (case.case_id.as_str(), case.case_system.as_str())),
        Some(("S-9", "ESDH"))
    );
    assert_eq!(content.motor_vehicle.as_ref().unwrap().license_number, "AB12345");
    assert_eq!(content.form_data.as_ref().unwrap().task_key, "1.2");
    assert_eq!(content.address.as_ref().unwrap().city.as_deref(), Some("Eksempel"));
    assert_eq!(content.additional[0].content_data_value, "blå æ");
    let reply = &header.reply_data[0];
    assert_eq!(
        (reply.case_id.as_deref(), reply.generating_system_id.as_deref()),
        (Some("S-9"), Some("ESDH-1"))
    );
    assert_eq!(reply.additional[0].label, "Trin");
    assert_eq!(header.sender.contact_point.as_ref().unwrap().contact_group.as_deref(), Some("Trafik"));
    let inside = header.recipient.attention_data.as_ref().unwrap();
    assert_eq!(inside.production_unit.as_ref().unwrap().production_unit_number, "1000000001");
    assert_eq!(inside.content_responsible.as_ref().unwrap().label.as_deref(), Some("Bogholderi"));
    let action = &message.body.as_ref().unwrap().main_document.actions[0];
    assert_eq!(action.action_code, "TILMELDING");
    assert_eq!(action.entry_point.as_ref().unwrap().url, "https://a.example/bl%C3%A5%20%C3%A6");
    assert_eq!(action.end_date_time.as_ref().unwrap().as_str(), "2199-02-01T22:59:59Z");
}

#[tokio::test]
async fn a_letter_built_again_keeps_its_calendar_entry() {
    let pki = Pki::new();
    let channel = danish(&pki, "1.2");
    let kind = full(&types(Country::Dk)[1]);
    let mut letter = letter(DANISH, &[]);
    letter.data = Data::from_json(&data()).unwrap();
    let reservation = |bytes: &[u8]| {
        let message = memo::read(bytes, &Limits::default()).unwrap();
        message.body.unwrap().main_document.actions[0].reservation.clone().unwrap()
    };
    let first = channel.compose(job(&kind, letter.clone(), vec![])).await.unwrap().bytes;
    let mut again = job(&kind, letter, vec![]);
    again.message_uuid = letter::MessageUuid(uuid::Uuid::new_v4());
    let again = channel.compose(again).await.unwrap().bytes;
    assert_eq!(reservation(&first), reservation(&again));
    assert!(reservation(&first).reservation_uuid.is_valid());
}

/// Languages of letter and documents (R43).
#[tokio::test]
async fn letter_and_documents_carry_their_language() {
    let pki = Pki::new();
    let channel = danish(&pki, "1.2");
    let kind = full(&types(Country::Dk)[6]);
    let document = pdf();
    let files = [("Letter.pdf", document.as_slice()), ("Brev.pdf", document.as_slice())];
    let mut letter = letter(DANISH, &files);
    letter.language = Some("en".into());
    letter.documents[1].language = Some("da".into());
    let documents = vec![document.clone(), document];
    let bytes = channel.compose(job(&kind, letter, documents)).await.unwrap().bytes;
    let body = memo::read(&bytes, &Limits::default()).unwrap().body.unwrap();
    let languages: Vec<&str> = std::iter::once(&body.main_document.files)
        .chain(body.additional_documents.iter().map(|one| &one.files))
        .map(|files| files[0].language.as_str())
        .collect();
    assert_eq!(languages, ["en", "en", "da"]);
}

/// Whatever the data are: what intake would accept can be built, and the official schema accepts it.
#[test]
fn whatever_resolves_is_a_valid_message() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let pki = Pki::new();
    let channels = [("1.1", danish(&pki, "1.1")), ("1.2", danish(&pki, "1.2"))];
    let kinds = types(Country::Dk);
    let value = prop_oneof![
        3 => "[^\\p{C}]{1,60}",
        1 => "\\PC{0,300}",
        2 => Just("2199-03-04T10:00".to_owned()),
        2 => Just("2199-03-05T10:00".to_owned()),
        2 => Just("2199-12-31".to_owned()),
        2 => Just("https://a.example/æ?x=1&y=2".to_owned()),
        2 => Just("1234,50".to_owned()),
    ];
    let values = proptest::collection::vec(value, 16);
    let mut runner = TestRunner::new(Config { cases: 60, ..Config::default() });
    let built = std::cell::Cell::new(0_u32);
    runner
        .run(&(0..kinds.len(), any::<bool>(), values), |(kind, newer, values)| {
            let kind = full(&kinds[kind]);
            let (version, channel) = &channels[usize::from(newer)];
            let mut data = Data::default();
            let fields = letter::markup::fields(kind.markup.as_ref().unwrap());
            for (field, value) in fields.iter().zip(&values) {
                let _ = data.set(&field.name, value);
            }
            let mut letter = letter(DANISH, &[]);
            letter.data = data;
            let job = job(&kind, letter, vec![]);
            if !job.markup.faults().is_empty() {
                return Ok(());
            }
            let message = runtime.block_on(channel.compose(job));
            let message = message.map_err(|error| TestCaseError::fail(error.to_string()))?;
            if let Some(Err(said)) = xmllint(&message.bytes, version) {
                return Err(TestCaseError::fail(said));
            }
            built.set(built.get() + 1);
            Ok(())
        })
        .unwrap();
    assert!(built.get() > 5, "only {} letters could be built", built.get());
}

/// The Swedish channel of one municipality, and its type for invoices. The files of the keys live as long as the first.
fn swedish_invoices() -> (Pki, MinaMeddelanden, LetterType) {
    let pki = Pki::new();
    let (certificate, key) = pki.organisation("kommun", "162021004748", 100);
    let config = json!({
        "register_url": "https://localhost:1/far", "trust": path(&pki.trust()), "allowed_hosts": ["localhost:1"],
        "senders": [{
            "sender": "demo", "organisation_number": "2021004748", "name": "Exempelkommun",
            "certificate": path(&certificate), "key": path(&key),
        }],
    });
    let channel = MinaMeddelanden::open(serde_json::from_value(config).unwrap()).unwrap();
    let kind = types(Country::Se).into_iter().find(|kind| kind.code.0 == "se-faktura").unwrap();
    let kind = LetterType { sender: "demo".into(), ..kind };
    (pki, channel, kind)
}

#[tokio::test]
async fn swedish_texts_say_what_danish_buttons_do() {
    let (_pki, channel, kind) = swedish_invoices();
    let mut letter = letter(SWEDISH, &[]);
    letter.body = None;
    letter.data = Data::from_json(&data()).unwrap();
    let text = async |job: ComposeJob| {
        let bytes = channel.compose(job).await.unwrap().bytes;
        let xml = String::from_utf8(bytes.to_vec()).unwrap();
        // The body is the only base64 of readable text.
        let leaves = xml.split("</").filter_map(|part| part.rsplit_once('>')).map(|(_, text)| text.trim());
        leaves
            .filter_map(decoded)
            .find(|text| text.contains("faktura"))
            .unwrap_or_else(|| panic!("no text in {xml}"))
    };
    let said = text(job(&kind, letter.clone(), vec![])).await;
    assert!(said.starts_with("Här är en faktura från kommunen."), "{said}");
    assert!(said.contains("Sista dag är den 1 december 2199."), "{said}");
    assert!(said.contains("Betala fakturan, 2\u{a0}450,00 SEK, referens +71<000000000012345+12345678<, senast den 1 december 2199:\nhttps://betal.example/1"), "{said}");
    // Without markup nothing is added.
    let mut plain = job(&kind, letter, vec![]);
    plain.markup = Resolved::default();
    let said = text(plain).await;
    assert!(!said.contains("https://"), "{said}");
}

#[tokio::test]
async fn a_swedish_invoice_can_be_paid_from_the_mailbox() {
    let (_pki, channel, kind) = swedish_invoices();
    let mut fields = data();
    fields["invoice"] = json!({ "due_date": "2199-12-01", "amount": "1 234,50", "bankgiro": "5050-1055", "ocr": "1234567897" });
    fields["matter"] = json!({ "id": "BUN-2026-17", "subject": "Förskoleavgift" });
    let mut letter = letter(SWEDISH, &[]);
    letter.data = Data::from_json(&fields).unwrap();
    let today = jiff::civil::date(2026, 11, 22);
    assert!(channel.check_data(&letter.data, today).is_empty());
    let sealed = channel.compose(job(&kind, letter.clone(), vec![])).await.unwrap().bytes;
    let report = mina::check(&sealed, &mina::CheckOptions::default());
    assert!(report.accept, "{:?}", report.findings);
    let xml = String::from_utf8(sealed.to_vec()).unwrap();
    for part in ["BUN-2026-17", "Förskoleavgift", "123450", "1234567897", "2199-12-01"] {
        assert!(xml.contains(part), "{part} is missing in {xml}");
    }
    // A number that no bank takes is refused before the letter is accepted, at its field.
    fields["invoice"]["ocr"] = json!("1234567890");
    let faults = channel.check_data(&Data::from_json(&fields).unwrap(), today);
    let places: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(places, ["/data/invoice/ocr"]);
    assert!(
        faults
            .iter()
            .all(|fault| fault.code == catalogue::Code::DataInvalid && !fault.detail.contains("1234567890"))
    );
}

fn decoded(text: &str) -> Option<String> {
    let bytes = base64_simd::STANDARD.decode_to_vec(text.as_bytes()).ok()?;
    String::from_utf8(bytes).ok().filter(|text| !text.is_empty())
}

#[tokio::test]
async fn an_answer_needs_a_contact_point_from_type_or_sender() {
    let pki = Pki::new();
    let (certificate, key) = pki.organisation("kommune", "CVR:12345678-UID:1", 100);
    let config = json!({
        "base_url": "https://localhost:1/", "trust": path(&pki.trust()),
        "senders": [{
            "sender": "demo", "cvr": "12345678", "name": "Eksempel Kommune", "system_id": "system-1",
            "api_token": "very-secret", "certificate": path(&certificate), "key": path(&key),
        }],
    });
    let channel = DigitalPost::open(serde_json::from_value(config).unwrap()).unwrap();
    let mut kind = full(&types(Country::Dk)[6]);
    let refused = channel.compose(job(&kind, letter(DANISH, &[]), vec![])).await.unwrap_err();
    assert_eq!(refused.code, Code::ComposeFailed);
    kind.markup =
        Some(toml::from_str("contact_point = { id = \"241d39f6-998e-4929-b198-ccacbbf4b330\" }").unwrap());
    assert!(channel.compose(job(&kind, letter(DANISH, &[]), vec![])).await.is_ok());
}
