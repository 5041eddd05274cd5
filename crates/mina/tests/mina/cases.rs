//! Cases for the rules of sections C to F, at least two for each that a document or an answer shows, and their count.

mod answers;
mod signatures;

use std::collections::BTreeMap;

use mina::rules::{Context, Judge};
use mina::*;

use crate::support::*;
use answers::ANSWERS;
use signatures::SIGNATURES;

type Change = fn(&mut Delivery);

/// Changes before signing that make a delivery unfit: the signatures hold, only the content is to blame.
pub(crate) const ERRORS: &[(&str, Change)] = &[
    ("A2", |d| d.recipient = WireId::new("8101052382")),
    ("D1", |d| d.messages[0].body.content_type = "text/plain; charset=utf-8".into()),
    ("D1", |d| d.messages[0].body.content_type = "text/xml".into()),
    ("D2", |d| d.messages[0].body.content = vec![0xff, 0xfe]),
    ("D3", |d| d.messages[0].body = Body::html("<p>Hej")),
    ("D3", |d| d.messages[0].body = Body::html("<p>Hej<script>x()</script></p>")),
    ("D4", |d| d.messages[0].subject = "å".repeat(256)),
    ("D4", |d| d.messages[0].subject = String::new()),
    ("D4", |d| d.messages[0].support.text = "å".repeat(1025)),
    ("D4", |d| d.messages[0].support.phone_number = Some("1".repeat(256))),
    ("D4", |d| d.messages[0].support.email_address = Some("ingen".into())),
    ("D5", |d| d.messages[0].support.text = String::new()),
    ("D5", |d| d.messages[0].support.text = "  ".into()),
    ("D7", |d| d.messages[0].attachments[0].content_type = "image/png".into()),
    ("D7", |d| d.messages[0].attachments[0].content = b"PK".to_vec()),
    ("D7", |d| d.messages[0].attachments[0].filename = "beslut.exe".into()),
    ("D8", |d| d.messages[0].attachments[0].content.clear()),
    ("D8", |d| d.messages[0].attachments[0].content = encrypted()),
    ("D10", |d| d.messages[0].attachments[0].filename = "../beslut.pdf".into()),
    ("D10", |d| d.messages[0].attachments[0].filename = format!("{RECIPIENT}.pdf")),
    ("D13", |d| d.messages[0].subject = "Beslut för 19270517-8354".into()),
    ("D13", |d| d.correlation_id = Some(RECIPIENT.into())),
    ("D13", |d| d.messages[0].metadata = vec![Metadata { tag: "p".into(), value: RECIPIENT.into() }]),
    ("D16", |d| d.messages[0].support.url = Some("http://kommun.example/".into())),
    ("D16", |d| d.messages[0].support.url = Some("javascript:alert(1)".into())),
    ("D17", |d| d.messages[0].official_matter = Some(invoice(0, "5050-1055"))),
    ("D17", |d| d.messages[0].official_matter = Some(invoice(100, " "))),
    ("D19", |d| d.messages[0].language = "sv_SE".into()),
    ("D4", |d| d.sender.name = "K".into()),
];

/// The same for what is only told.
pub(crate) const WARNINGS: &[(&str, Change)] = &[
    ("D2", |d| d.messages[0].body = Body::plain("SGVqISBIw6RyIMOkciBkaXR0IGJlc2x1dC4=")),
    ("D12", |d| d.messages[0].body = Body::plain("")),
    ("D12", |d| d.messages[0].body = Body::html("  ")),
    ("D14", |d| d.messages[0].language = "en".into()),
    ("D14", |d| d.messages[0].language = "sv".into()),
    ("D15", |d| d.messages[0].reply = Some(Reply::Requested)),
    ("D15", |d| d.messages[0].receipt_request = Some(ReceiptRequest::Signed)),
    ("D17", |d| d.messages[0].official_matter = Some(invoice_ocr("1234567"))),
    ("D18", |d| d.messages.push(d.messages[0].clone())),
    ("D20", |d| d.reference = Some("a\r\nb".into())),
    ("D20", |d| d.messages[0].support.text = "a\r\nb".into()),
    ("A4", |d| d.recipient = WireId::new("198102302382")),
    ("A5", |d| d.recipient = WireId::new("198101052383")),
    ("A5", |d| d.recipient = WireId::new("165568402265")),
];

/// Structure that the model cannot even express: what stands in the unsigned document, and what is put there instead.
pub(crate) const STRUCTURE: &[(&str, &str, &str)] = &[
    ("D6", "<PhoneNumber>+46701740605</PhoneNumber>", "<PhoneNumber></PhoneNumber>"),
    ("D6", "<EmailAdress>post@kommun.example</EmailAdress>", "<EmailAdress></EmailAdress>"),
    ("D5", "<Supportinfo><Text>Frågor?\nRing växeln.</Text>", "<Supportinfo>"),
    ("D9", "C8D386435713DFACE4D3CBEF5698FD76", "00D386435713DFACE4D3CBEF5698FD76"),
    ("D9", "C8D386435713DFACE4D3CBEF5698FD76", "d41d8cd98f00b204e9800998ecf8427e"),
    ("D19", "<Language>svSE</Language>", ""),
    ("D19", "<Language>svSE</Language>", "<Language>svSE</Language><Language>svSE</Language>"),
    ("D19", "<Language>svSE</Language>", "<Language>svSE</Language><Färg>blå</Färg>"),
    (
        "D19",
        "<EmailAdress>post@kommun.example</EmailAdress></Supportinfo>",
        "</Supportinfo><Reply>ACCEPTED</Reply>",
    ),
    ("D19", "<Language>svSE</Language>", "<Language>svSE</Language><Reply>KANSKE</Reply>"),
    ("D19", "<Message><Header>", "<Message>hej<Header>"),
    ("D19", "<Delivery>", "<Delivery a=\"1\">"),
    (
        "D18",
        "<CorrelationId",
        "<Recipient xmlns=\"http://minameddelanden.gov.se/schema/Message/v2\">198101052382</Recipient><CorrelationId",
    ),
    ("D2", "SGVqISBIw6RyIMOkciBkaXR0IGJlc2x1dC4=", "Hej!å"),
    (
        "A8",
        "<Id xmlns=\"http://minameddelanden.gov.se/schema/Sender\">162021004748",
        "<Id xmlns=\"http://minameddelanden.gov.se/schema/Sender\">2021004748",
    ),
];

fn invoice(amount_ore: u64, account: &str) -> OfficialMatter {
    let bill = Invoice {
        due_date: XmlDate::parse("2026-02-28").unwrap(),
        amount_ore,
        currency: Some("SEK".into()),
        account_method: AccountMethod::Plusgiro,
        account_number: account.into(),
        ocr_number: None,
    };
    OfficialMatter::Extension(Box::new(MatterExtension {
        elements: vec![ForeignElement::Invoice(bill)],
        ..MatterExtension::new(received())
    }))
}

fn invoice_ocr(ocr: &str) -> OfficialMatter {
    let OfficialMatter::Extension(mut extension) = invoice(100, "1-2") else { unreachable!() };
    if let Some(ForeignElement::Invoice(bill)) = extension.elements.first_mut() {
        bill.ocr_number = Some(ocr.into());
    }
    OfficialMatter::Extension(extension)
}

/// A PDF that asks for a password.
fn encrypted() -> Vec<u8> {
    let plain = String::from_utf8(pdf()).unwrap();
    plain.replace("<</Root 1 0 R>>", "<</Root 1 0 R/Encrypt 9 0 R>>").into_bytes()
}

/// Rules that no document alone shows, or whose cases are in `check.rs` because they need keys, time or a size: E15, E16
/// and D11 there; D9's lower case and D18's second recipient as well.
const ELSEWHERE: [&str; 7] = ["D11", "E15", "E16", "E17", "E18", "E20", "A6"];

#[test]
fn every_rule_that_a_document_shows_has_two_cases() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let named = ERRORS.iter().chain(WARNINGS).map(|(rule, _)| *rule);
    let named = named.chain(STRUCTURE.iter().map(|(rule, ..)| *rule));
    let named = named.chain(SIGNATURES.iter().map(|(rule, ..)| *rule));
    for rule in named.chain(ANSWERS.iter().map(|(rule, ..)| *rule)) {
        assert!(rules::rule(rule).is_some(), "{rule}");
        *counts.entry(rule).or_default() += 1;
    }
    let shown = |rule: &&rules::Rule| {
        let by_document = matches!(rule.judge, Judge::Message | Judge::Signature);
        let by_answer = matches!(rule.judge, Judge::Register | Judge::Operator)
            && matches!(rule.context, Context::Nothing | Context::Setting);
        (by_document || by_answer) && !ELSEWHERE.contains(&rule.id) && "CDEF".contains(&rule.id[..1])
    };
    let mut judged = 0;
    for rule in rules::all().filter(shown) {
        judged += 1;
        let count = counts.get(rule.id).copied().unwrap_or_default();
        assert!(count >= 2, "{} has {count} cases", rule.id);
    }
    assert!(judged >= 45, "{judged}");
    assert!(counts.values().sum::<usize>() >= 120, "{counts:?}");
}

/// Rules E17.
#[test]
fn a_key_shows_nothing_of_itself() {
    let shown = format!("{:?}", *SENDER_KEY);
    let secret: Vec<&str> = SENDER_TEST_KEY.key_pem.lines().filter(|line| line.len() == 64).collect();
    assert!(!secret.is_empty() && secret.iter().all(|line| !shown.contains(line)), "{shown}");
}

/// The table is the checklist's: the same rows with the same weight.
#[test]
fn the_table_has_the_weights_of_the_checklist() {
    let Some(path) = reference("rules.md") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let (mut rows, mut wrong) = (0, Vec::new());
    for line in text.lines().filter_map(|line| line.strip_prefix("| ")) {
        let cells: Vec<&str> = line.split(" | ").collect();
        let [id, ..] = cells[..] else { continue };
        let weight = cells.iter().skip(2).find(|cell| ["E", "W", "P", "E/W", "W/E"].contains(cell));
        let (Some(rule), Some(weight)) = (rules::rule(id), weight) else { continue };
        rows += 1;
        let fits = match *weight {
            "P" => rule.is_policy(),
            "W" => rule.severity == Severity::Warning && !rule.is_policy(),
            _ => rule.severity == Severity::Error && !rule.is_policy(),
        };
        if !fits {
            wrong.push(format!("{id}: {weight}, not {:?}", rule.severity));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(rows, 118);
}
