//! Cases for the rules of sections C to F, at least two for each that a document or an answer shows, and their count.

use std::collections::BTreeMap;

use mina::register::*;
use mina::rules::{Context, Judge};
use mina::*;

use crate::support::*;

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

/// What is expected of a document whose signatures are at stake.
enum Expect {
    /// A receiver would take it.
    Accept,
    /// It would not, and this rule is told.
    Refuse(&'static str),
}
use Expect::{Accept, Refuse};

/// Rule, what was done, and the document: made of a good sealed delivery and the same on the wire.
type Signed = (&'static str, &'static str, fn(&str, &str) -> String, Expect);

const SIGNED_END: &str = "</SignedDelivery>";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const ENVELOPED: &str =
    "<Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></Transform>";

fn without(text: &str, from: &str, to: &str, last: bool) -> String {
    let start = if last { text.rfind(from) } else { text.find(from) }.unwrap();
    let end = start + text[start..].find(to).unwrap() + to.len();
    format!("{}{}", &text[..start], &text[end..])
}

/// The inside of an element that stands once.
fn part<'a>(text: &'a str, open: &str, close: &str) -> &'a str {
    let start = text.find(open).unwrap();
    let end = text.rfind(close).unwrap() + close.len();
    &text[start..end]
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from} is not in the document");
    text.replace(from, to)
}

const SIGNATURES: &[Signed] = &[
    (
        "E1",
        "the inner signature is cut out",
        |s, _| without(s, "<Signature ", "</Signature>", false),
        Refuse("E1"),
    ),
    (
        "E1",
        "only the message stands there",
        |s, _| part(s, "<Delivery>", "</Delivery>").to_owned(),
        Refuse("D19"),
    ),
    (
        "E2",
        "the outer signature is cut out",
        |s, _| without(s, "<Signature ", "</Signature>", true),
        Refuse("E2"),
    ),
    ("E2", "the same on the wire", |_, w| without(w, "<Signature ", "</Signature>", true), Refuse("E2")),
    ("E3", "indented after signing", |s, _| s.replace("><", ">\n<"), Refuse("E12")),
    (
        "E3",
        "a declaration nobody uses is dropped",
        |s, _| s.replacen("<SealedDelivery ", "<SealedDelivery xmlns:u=\"urn:u\" ", 1),
        Accept,
    ),
    (
        "E4",
        "another canonicalisation",
        |s, _| replaced(s, "http://www.w3.org/2001/10/xml-exc-c14n#", "http://www.w3.org/2006/12/xml-c14n11"),
        Refuse("E12"),
    ),
    (
        "E4",
        "another signature method",
        |s, _| replaced(s, RSA_SHA256, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"),
        Refuse("E12"),
    ),
    (
        "E5",
        "other quotes and spaces in tags: the same canonical form",
        |s, _| s.replace("=\"urn", "  =\"urn").replace("<Delivery>", "<Delivery  >"),
        Accept,
    ),
    (
        "E5",
        "an empty element written short",
        |s, _| replaced(s, ENVELOPED, &ENVELOPED.replace("></Transform>", "/>")),
        Accept,
    ),
    (
        "E6",
        "no certificate",
        |s, _| without(s, "<X509Certificate>", "</X509Certificate>", true),
        Refuse("E12"),
    ),
    (
        "E6",
        "an empty certificate",
        |s, _| {
            let with =
                part(&s[s.rfind("<X509Certificate>").unwrap()..], "<X509Certificate>", "</X509Certificate>")
                    .to_owned();
            replaced(s, &with, "<X509Certificate></X509Certificate>")
        },
        Refuse("E16"),
    ),
    (
        "E7",
        "the seal's date is another",
        |s, _| replaced(s, "2026-01-15+01:00", "2026-01-16+01:00"),
        Refuse("E12"),
    ),
    (
        "E7",
        "the inner signature is another",
        |s, _| s.replacen("<SignatureValue>", "<SignatureValue>AAAA", 1),
        Refuse("E12"),
    ),
    ("E8", "white space is added on the wire", |_, w| w.replacen("<Seal", " <Seal", 1), Refuse("E12")),
    (
        "E8",
        "only what was sealed, without its seal",
        |_, w| part(w, "<SignedDelivery", "</SignedDelivery>").to_owned(),
        Refuse("D19"),
    ),
    (
        "E9",
        "a time of day in the seal",
        |s, _| replaced(s, "2026-01-15+01:00", "2026-01-15T10:00:00Z"),
        Refuse("E9"),
    ),
    (
        "E9",
        "the dispatcher did not verify",
        |s, _| replaced(s, ">true</SignaturesOK>", ">false</SignaturesOK>"),
        Refuse("E9"),
    ),
    ("E10", "prefixes on the wire", |_, w| w.replace("soap:", "s:").replace(":soap=", ":s="), Accept),
    (
        "E10",
        "declarations inherited from the envelope",
        |_, w| w.replacen("<soap:Body>", "<soap:Body xmlns:x=\"urn:x\">", 1),
        Accept,
    ),
    (
        "E11",
        "a second delivery before the signed one",
        |s, _| {
            let inner = part(s, "<SignedDelivery>", SIGNED_END).to_owned();
            s.replacen("<SignedDelivery>", &format!("{inner}<SignedDelivery>"), 1)
        },
        Refuse("E11"),
    ),
    (
        "E11",
        "a second seal",
        |s, _| {
            let seal = part(s, "<Seal>", "</Seal>").to_owned();
            s.replacen("<Seal>", &format!("{seal}<Seal>"), 1)
        },
        Refuse("E11"),
    ),
    ("E12", "a changed word", |s, _| replaced(s, "beslut.pdf", "beslag.pdf"), Refuse("E12")),
    ("E12", "a reference to a part", |s, _| replaced(s, "URI=\"\"", "URI=\"#a\""), Refuse("E12")),
    (
        "E12",
        "a key for everybody",
        |s, _| replaced(s, RSA_SHA256, "http://www.w3.org/2000/09/xmldsig#hmac-sha1"),
        Refuse("E12"),
    ),
    (
        "E13",
        "the retired signature method",
        |s, _| replaced(s, RSA_SHA256, "http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
        Refuse("E13"),
    ),
    (
        "E13",
        "the retired digest",
        |s, _| replaced(s, SHA256, "http://www.w3.org/2000/09/xmldsig#sha1"),
        Refuse("E13"),
    ),
    (
        "E14",
        "a transform by path",
        |s, _| {
            replaced(
                s,
                ENVELOPED,
                "<Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"></Transform>",
            )
        },
        Refuse("E14"),
    ),
    (
        "E14",
        "a transform by stylesheet",
        |s, _| {
            replaced(
                s,
                ENVELOPED,
                &format!(
                    "{ENVELOPED}<Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"></Transform>"
                ),
            )
        },
        Refuse("E14"),
    ),
    ("E19", "a DTD", |s, _| format!("<!DOCTYPE SealedDelivery [<!ENTITY a \"b\">]>{s}"), Refuse("E19")),
    ("E19", "too deep", |s, _| s.replacen("<Delivery>", &"<Delivery>".repeat(100_000), 1), Refuse("E19")),
];

#[test]
fn signatures_are_judged() {
    let sealed = sealed(&sample());
    let wire = String::from_utf8(deliver_secure_envelope(&sealed)).unwrap();
    let bare = String::from_utf8(sealed.octets().to_vec()).unwrap();
    let mut wrong = Vec::new();
    for (rule, what, change, expect) in SIGNATURES {
        let report = check(change(&bare, &wire).as_bytes(), &CheckOptions::default());
        let found: Vec<_> = report.findings.iter().map(|finding| finding.rule).collect();
        let as_expected = match expect {
            Accept => report.accept,
            Refuse(told) => !report.accept && found.contains(told),
        };
        if !as_expected {
            wrong.push(format!("{rule} {what}: accepted {}, {found:?}", report.accept));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// An answer, how it is asked for, and what `mina read` says about it: JSON pointer and value.
type Read = (&'static str, &'static str, fn() -> Vec<u8>, Option<&'static str>, &'static str, &'static str);

const GOOD: &str = "https://mm.kivra.com/service/v3";

fn row(account_type: AccountType, pending: bool, accepted: bool, address: Option<&str>) -> Vec<u8> {
    let supplier = address.map(|address| ServiceSupplier::new("165568402266", "Kivra", address));
    let account =
        AccountStatus { account_type, pending, supplier, ..AccountStatus::not_registered(id(RECIPIENT)) };
    is_reachable_response(&[ReachabilityRow::new(account, accepted)])
}

fn text(xml: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    replaced(std::str::from_utf8(&xml).unwrap(), from, to).into_bytes()
}

fn result(number: &str, delivered: bool) -> Vec<u8> {
    deliver_secure_response(&DeliveryResult::new("t-1", id(number), delivered))
}

fn fault(code: u32) -> Vec<u8> {
    Fault::new(code, "nej", "0123456789abcdef0123").to_xml()
}

const SECURE: AccountType = AccountType::Secure;
const REASON: &str = "/rows/0/reason";

const ANSWERS: &[Read] = &[
    ("C5", "no account", || row(AccountType::Not, false, false, None), None, REASON, "not_registered"),
    (
        "C5",
        "no account, though everything else says yes",
        || row(AccountType::Not, false, true, Some(GOOD)),
        None,
        REASON,
        "not_registered",
    ),
    (
        "C6",
        "an anonymous account",
        || row(AccountType::Anonymous, false, true, Some(GOOD)),
        None,
        REASON,
        "not_secure_account",
    ),
    (
        "C6",
        "an anonymous account that declines",
        || row(AccountType::Anonymous, false, false, None),
        None,
        REASON,
        "not_secure_account",
    ),
    (
        "C7",
        "the sender is declined",
        || row(SECURE, false, false, Some(GOOD)),
        None,
        REASON,
        "sender_not_accepted",
    ),
    ("C7", "declined while pending", || row(SECURE, true, false, None), None, REASON, "sender_not_accepted"),
    ("C8", "not active yet", || row(SECURE, true, true, Some(GOOD)), None, REASON, "account_pending"),
    (
        "C8",
        "not active yet, in figures",
        || text(row(SECURE, true, true, None), ">true</Pending>", ">1</Pending>"),
        None,
        REASON,
        "account_pending",
    ),
    ("C9", "no operator", || row(SECURE, false, true, None), None, REASON, "no_service_supplier"),
    (
        "C9",
        "an operator without address",
        || row(SECURE, false, true, Some(" ")),
        None,
        REASON,
        "blank_service_address",
    ),
    (
        "C10",
        "an address without TLS",
        || row(SECURE, false, true, Some("http://mm.kivra.com/")),
        None,
        REASON,
        "insecure_service_address",
    ),
    (
        "C10",
        "an unknown host",
        || row(SECURE, false, true, Some("https://kivra.example/")),
        None,
        REASON,
        "unsupported_supplier",
    ),
    (
        "C11",
        "no row of ours",
        || text(row(SECURE, false, true, Some(GOOD)), RECIPIENT, OTHER),
        None,
        "/decision",
        "unknown",
    ),
    ("C11", "no rows", || is_reachable_response(&[]), None, "/reason", "register_answer_unusable"),
    (
        "C11",
        "a row that cannot be read",
        || text(row(SECURE, false, true, Some(GOOD)), ">Secure<", ">Sicher<"),
        None,
        "/decision",
        "unknown",
    ),
    ("C12", "a fault", || fault(5000), Some("is_reachable"), "/kind", "fault"),
    ("C12", "a web page", || b"<html/>".to_vec(), Some("is_reachable"), "/kind", "unknown"),
    (
        "C13",
        "another's row first",
        || {
            let other = ReachabilityRow::new(AccountStatus::not_registered(id(OTHER)), false);
            let ours = String::from_utf8(row(SECURE, false, true, Some(GOOD))).unwrap();
            let theirs = String::from_utf8(is_reachable_response(&[other])).unwrap();
            ours.replacen("<return>", &format!("{}<return>", part(&theirs, "<return>", "</return>")), 1)
                .into_bytes()
        },
        None,
        "/decision",
        "yes",
    ),
    (
        "C13",
        "other prefixes",
        || {
            let text = String::from_utf8(row(SECURE, false, true, Some(GOOD))).unwrap();
            text.replace("soap:", "q7:").replace(":soap=", ":q7=").into_bytes()
        },
        None,
        "/decision",
        "yes",
    ),
    (
        "C15",
        "one malformed number spoils the call",
        || fault(5001),
        Some("is_reachable"),
        "/code",
        "input_refused",
    ),
    (
        "C15",
        "the same in the words of another stack",
        || text(fault(5001), "soap:Client", "soap:Server"),
        Some("is_reachable"),
        "/code",
        "input_refused",
    ),
    ("F2", "somebody else's row", || result(OTHER, true), None, "/outcome", "in_doubt"),
    (
        "F2",
        "no row",
        || deliver_secure_response(&DeliveryResult { transaction_id: None, statuses: vec![] }),
        None,
        "/outcome",
        "in_doubt",
    ),
    (
        "F2",
        "an unknown element",
        || text(result(RECIPIENT, true), "deliverSecureResponse", "deliverOpenResponse"),
        Some("deliver_secure"),
        "/outcome",
        "in_doubt",
    ),
    ("F3", "delivered", || result(RECIPIENT, true), None, "/outcome", "delivered"),
    ("F3", "its transaction is the receipt", || result(RECIPIENT, true), None, "/transaction_id", "t-1"),
    ("F4", "not delivered", || result(RECIPIENT, false), None, "/outcome", "not_delivered"),
    (
        "F4",
        "not delivered, in figures",
        || text(result(RECIPIENT, false), ">false<", ">0<"),
        None,
        "/outcome",
        "not_delivered",
    ),
    (
        "F5",
        "delivered, in figures",
        || text(result(RECIPIENT, true), ">true<", ">1<"),
        None,
        "/outcome",
        "delivered",
    ),
    (
        "F5",
        "any text as transaction",
        || text(result(RECIPIENT, true), ">t-1<", ">å/1 2<"),
        None,
        "/transaction_id",
        "å/1 2",
    ),
    ("F6", "a fault of version 3", || fault(6007), None, "/code", "not_in_register"),
    (
        "F6",
        "a fault of version 1",
        || Fault::new(6007, "nej", "0123456789abcdef0123").to_xml_v1(ns::AUTHORITY_SERVICE, "getSenders"),
        None,
        "/code",
        "not_in_register",
    ),
    ("F6", "its call id", || fault(6007), None, "/call_id", "0123456789abcdef0123"),
    ("F7", "a system error may pass", || fault(5000), None, "/code", "national_system_error"),
    ("F7", "a bad signature does not", || fault(5012), None, "/owner", "operations"),
    ("F8", "no answer at all", Vec::new, Some("deliver_secure"), "/outcome", "in_doubt"),
    (
        "F8",
        "an answer that broke off",
        || result(RECIPIENT, true)[..200].to_vec(),
        Some("deliver_secure"),
        "/outcome",
        "in_doubt",
    ),
    (
        "F17",
        "isRegistered's answer to isReachable",
        || is_registered_response(&[AccountStatus::not_registered(id(RECIPIENT))]),
        Some("is_reachable"),
        "/kind",
        "unknown",
    ),
    (
        "F17",
        "isReachable's answer to isRegistered",
        || row(SECURE, false, true, Some(GOOD)),
        Some("is_registered"),
        "/kind",
        "unknown",
    ),
];

#[test]
fn answers_are_judged() {
    let options = ReadOptions { allowed_hosts: Some(vec!["mm.kivra.com".into()]), ..Default::default() };
    for (rule, what, make, call, pointer, value) in ANSWERS {
        let call = call.map(|name| Expected::parse(name).unwrap());
        let answer = read_answer(&make(), call, Some(&id(RECIPIENT)), &options);
        let json = serde_json::to_value(&answer).unwrap();
        assert_eq!(json.pointer(pointer).and_then(|v| v.as_str()), Some(*value), "{rule} {what}: {json}");
    }
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
