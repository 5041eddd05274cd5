//! Section E: signatures, and the document as an operator gets it.

use mina::*;

use crate::support::*;

/// What is expected of a document whose signatures are at stake.
pub(super) enum Expect {
    /// A receiver would take it.
    Accept,
    /// It would not, and this rule is told.
    Refuse(&'static str),
}
use Expect::{Accept, Refuse};

/// Rule, what was done, and the document: made of a good sealed delivery and the same on the wire.
pub(super) type Signed = (&'static str, &'static str, fn(&str, &str) -> String, Expect);

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
pub(super) fn part<'a>(text: &'a str, open: &str, close: &str) -> &'a str {
    let start = text.find(open).unwrap();
    let end = text.rfind(close).unwrap() + close.len();
    &text[start..end]
}

pub(super) fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from} is not in the document");
    text.replace(from, to)
}

pub(super) const SIGNATURES: &[Signed] = &[
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
