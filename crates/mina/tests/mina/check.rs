//! `check`: every rule of sections D and E that a document alone can break.

use crate::cases::{ERRORS, STRUCTURE, WARNINGS};
use crate::support::*;
use mina::*;

fn rules(xml: &[u8]) -> Vec<(&'static str, Severity)> {
    check(xml, &CheckOptions::default()).findings.iter().map(|f| (f.rule, f.severity)).collect()
}

#[test]
fn good_documents_pass_in_every_form() {
    let signed = sign_delivery(&sample(), &SENDER_KEY).unwrap();
    let sealed = sealed(&sample());
    let envelope = deliver_secure_envelope(&sealed);
    let bare = crate::support::body(&envelope);
    for (document, signatures) in [(signed.octets(), 1), (sealed.octets(), 2), (&envelope, 2), (bare, 2)] {
        let report = check(document, &CheckOptions::default());
        assert!(report.valid && report.accept, "{report:#?}");
        assert_eq!(
            (report.version, report.signatures.len(), report.findings.len()),
            (Some("v3"), signatures, 0)
        );
    }
    let report = check(sealed.octets(), &CheckOptions::default());
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["signatures"][0]["over"], "SignedDelivery");
    assert_eq!(json["signatures"][1]["over"], "SealedDelivery");
    assert_eq!(json["signatures"][1]["signer"], SENDER);
    assert!(json["signatures"][1]["reason"].is_null());
    assert_eq!(json["signatures"][0]["algorithm"], "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
}

#[test]
fn the_vectors_pass() {
    for name in ["1-signed-delivery.xml", "2-sealed-delivery.xml", "3-wire-envelope.xml"] {
        let Some(xml) = vector(name) else { return };
        let report = check(&xml, &CheckOptions::default());
        assert!(report.accept && report.findings.is_empty(), "{name}: {report:#?}");
    }
}

#[test]
fn the_seal_is_judged_even_where_the_inner_signature_fails() {
    let text = String::from_utf8(sealed(&sample()).octets().to_vec()).unwrap();
    let report = check(text.replacen("beslut.pdf", "beslag.pdf", 1).as_bytes(), &CheckOptions::default());
    assert!(!report.accept);
    let valid: Vec<bool> = report.signatures.iter().map(|s| s.valid).collect();
    assert_eq!(valid, [false, false]);
    assert!(report.signatures[0].reason.as_ref().is_some_and(|r| r.starts_with("E12")));
    let report =
        check(text.replacen("2026-01-15+01:00", "2026-01-15", 1).as_bytes(), &CheckOptions::default());
    let valid: Vec<bool> = report.signatures.iter().map(|s| s.valid).collect();
    assert_eq!(valid, [true, false]);
}

/// Changes made before signing, so that the signatures hold and only the content is to blame.
#[test]
fn content_rules_are_told_by_their_id() {
    for (rule, change) in ERRORS {
        let mut delivery = sample();
        change(&mut delivery);
        let BuildError::Refused(findings) = build_delivery(&delivery).expect_err(rule);
        assert!(findings.iter().any(|f| f.rule == *rule), "{rule}: {findings:?}");
        assert!(findings.iter().all(|f| !f.message.contains(RECIPIENT)), "{rule}: {findings:?}");
        let report = check(seal_unjudged(&delivery).octets(), &CheckOptions::default());
        assert!(!report.valid && !report.accept, "{rule}");
        assert!(report.signatures.iter().all(|s| s.valid), "{rule}");
        let told =
            report.findings.iter().find(|f| f.rule == *rule).unwrap_or_else(|| panic!("{rule}: {report:#?}"));
        assert!(
            told.path.starts_with("/SealedDelivery/SignedDelivery/Delivery/") && told.line >= 1,
            "{told:?}"
        );
    }
    for (rule, change) in WARNINGS {
        let mut delivery = sample();
        change(&mut delivery);
        assert!(build_delivery(&delivery).is_ok(), "{rule}");
        let report = check(seal_unjudged(&delivery).octets(), &CheckOptions::default());
        assert!(report.valid && report.accept, "{rule}: {report:#?}");
        assert!(report.findings.iter().any(|f| f.rule == *rule), "{rule}: {report:#?}");
    }
    let mut control = sample();
    control.messages[0].subject = "a\u{1}b".into();
    assert!(build_delivery(&control).is_err_and(|e| e.findings().iter().any(|f| f.rule == "D20")));
}

/// Structure that the model cannot even express, signed as it stands.
#[test]
fn structural_faults_are_told_by_their_id() {
    let document = String::from_utf8(unsigned_delivery(&sample())).unwrap();
    for (rule, from, to) in STRUCTURE {
        assert!(document.contains(from), "{from}");
        let sealed = seal_document(document.replacen(from, to, 1).as_bytes());
        let report = check(sealed.octets(), &CheckOptions::default());
        let rule = if *rule == "A8" { "A2" } else { *rule };
        assert!(
            report.findings.iter().any(|f| f.rule == rule && f.severity == Severity::Error),
            "{to}: {report:#?}"
        );
        assert!(!report.accept && report.signatures.iter().all(|s| s.valid), "{to}: {report:#?}");
        assert!(
            parse_deliver_secure(&deliver_secure_envelope(&sealed), &ReceiveOptions::default()).is_err()
                || rule == "D9"
        );
    }
    let lower = document.replacen("C8D386435713DFACE4D3CBEF5698FD76", "c8d386435713dface4d3cbef5698fd76", 1);
    assert_eq!(rules(seal_document(lower.as_bytes()).octets()), []);
    let crc = document.replacen("C8D386435713DFACE4D3CBEF5698FD76", "3733290982", 1);
    assert_eq!(rules(seal_document(crc.as_bytes()).octets()), [("D9", Severity::Warning)]);
}

#[test]
fn missing_signatures_and_foreign_documents_are_refused() {
    let report = check(&build_delivery(&sample()).unwrap(), &CheckOptions::default());
    assert!(report.findings.iter().any(|f| f.rule == "E1") && !report.accept, "{report:#?}");
    let sealed = String::from_utf8(sealed(&sample()).octets().to_vec()).unwrap();
    let at = sealed.rfind("<Signature ").unwrap();
    let report = check(format!("{}</SealedDelivery>", &sealed[..at]).as_bytes(), &CheckOptions::default());
    assert!(report.findings.iter().any(|f| f.rule == "E2") && !report.accept, "{report:#?}");
    for foreign in ["<a/>", "<Message xmlns='https://DigitalPost.dk/MeMo-1'/>", "hej"] {
        let report = check(foreign.as_bytes(), &CheckOptions::default());
        assert!(!report.valid && !report.accept && report.version.is_none(), "{foreign}");
    }
}

#[test]
fn lines_point_into_the_document() {
    let mut delivery = sample();
    delivery.messages[0].subject = "x".repeat(300);
    let sealed = String::from_utf8(seal_unjudged(&delivery).octets().to_vec()).unwrap();
    let shifted = format!("<?xml version=\"1.0\"?>\n\n{sealed}");
    let report = check(shifted.as_bytes(), &CheckOptions::default());
    let finding = report.findings.iter().find(|f| f.rule == "D4").unwrap();
    assert_eq!(
        (finding.line, finding.path.as_str()),
        (3, "/SealedDelivery/SignedDelivery/Delivery/Message/Header/Subject")
    );
    assert!(finding.column > 100);
}

#[test]
fn certificates_are_held_against_the_parties() {
    let by_dispatcher = deliver_secure_envelope(&seal_by(&sample(), &SENDER_KEY, &DISPATCHER_KEY));
    assert_eq!(rules(&by_dispatcher), [("E15", Severity::Warning)]);
    let known = CheckOptions { dispatchers: vec![id(DISPATCHER)], ..Default::default() };
    assert!(check(&by_dispatcher, &known).findings.is_empty());
    let mut other = sample();
    other.sender.id = id("162120002411");
    let stranger = seal_by(&other, &SENDER_KEY, &DISPATCHER_KEY);
    assert!(rules(stranger.octets()).contains(&("E15", Severity::Error)));
}

#[test]
fn size_is_measured_on_the_envelope() {
    let envelope = deliver_secure_envelope(&sealed(&sample()));
    let exact = CheckOptions { envelope_limit: envelope.len(), ..Default::default() };
    assert!(check(&envelope, &exact).accept);
    let less = CheckOptions { envelope_limit: envelope.len() - 1, ..Default::default() };
    assert!(check(&envelope, &less).findings.iter().any(|f| f.rule == "D11"));
}

/// Versions 1 and 2 as their services put them on the wire; the same message, signed under the names of that version.
#[test]
fn old_versions_are_judged_too() {
    let v3 = String::from_utf8(unsigned_delivery(&sample())).unwrap();
    let m1 = "http://minameddelanden.gov.se/schema/Message";
    let v1 = v3
        .replace("/schema/Message/v3\"", "/schema/Message\"")
        .replace("/schema/Message/v2\"", "/schema/Message\"");
    let canonical = |document: &str| {
        let root = [(m1, "SignedDelivery")];
        xmldsig::stand_alone(document.as_bytes(), &root, None, &xmldsig::Limits::default()).unwrap()
    };
    let signed = String::from_utf8(xmldsig::sign_enveloped(&canonical(&v1), &SENDER_KEY).unwrap()).unwrap();
    let inside = signed.replacen(&format!(" xmlns=\"{m1}\""), "", 1);
    let seal = "<Seal><ReceivedTime>2013-10-11</ReceivedTime><SignaturesOK>1</SignaturesOK></Seal>";
    let sealed = format!("<SealedDelivery xmlns=\"{m1}\">{inside}{seal}</SealedDelivery>");
    let sealed = String::from_utf8(xmldsig::sign_enveloped(sealed.as_bytes(), &SENDER_KEY).unwrap()).unwrap();
    let content = sealed
        .strip_prefix(&format!("<SealedDelivery xmlns=\"{m1}\">"))
        .unwrap()
        .strip_suffix("</SealedDelivery>")
        .unwrap();
    let wire = format!(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><v:deliverSecure xmlns:v='http://minameddelanden.gov.se/Service'>\
         <arg0>{}</arg0></v:deliverSecure></s:Body></s:Envelope>",
        content.replacen("<SignedDelivery>", &format!("<SignedDelivery xmlns=\"{m1}\">"), 1).replacen(
            "<Seal>",
            &format!("<Seal xmlns=\"{m1}\">"),
            1
        )
    );
    for document in [&sealed, &wire] {
        let report = check(document.as_bytes(), &CheckOptions::default());
        assert!(report.accept, "{report:#?}");
        assert_eq!((report.version, report.signatures.len()), (Some("v1"), 2));
    }
    assert!(
        parse_deliver_secure(wire.as_bytes(), &ReceiveOptions::default()).is_err(),
        "operators take version 3"
    );
}

/// The mistakes that integrators make (§5.5), each told by its cause.
#[test]
fn the_cause_of_a_failing_signature_is_named() {
    let sealed = String::from_utf8(sealed(&sample()).octets().to_vec()).unwrap();
    let reason = |document: &str| {
        let report = check(document.as_bytes(), &CheckOptions::default());
        assert!(!report.accept);
        report.signatures.last().and_then(|s| s.reason.clone()).unwrap()
    };
    let unsigned = sealed[..sealed.rfind("<Signature ").unwrap()].to_owned() + "</SealedDelivery>";
    let renamed = unsigned
        .replacen(
            "<SealedDelivery xmlns=\"http://minameddelanden.gov.se/schema/Message/v3\">",
            "<deliverSecure xmlns=\"http://minameddelanden.gov.se/schema/Service/v3\">",
            1,
        )
        .replacen(
            "<SignedDelivery>",
            "<SignedDelivery xmlns=\"http://minameddelanden.gov.se/schema/Message/v3\">",
            1,
        )
        .replacen("<Seal>", "<Seal xmlns=\"http://minameddelanden.gov.se/schema/Message/v3\">", 1)
        .replacen("</SealedDelivery>", "</deliverSecure>", 1);
    let renamed = xmldsig::sign_enveloped(renamed.as_bytes(), &SENDER_KEY).unwrap();
    assert!(reason(std::str::from_utf8(&renamed).unwrap()).starts_with("E8"));
    assert!(reason(&sealed.replacen("<Seal>", "\n  <Seal>", 1)).contains("white space"));
}

/// Deliveries whose two signatures xmlsec1 made, with today's and with the retired algorithms.
#[test]
fn what_xmlsec1_signs_is_accepted_and_old_algorithms_only_by_setting() {
    let today =
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha256");
    let retired = ("http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1");
    let m3 = ns::M3;
    for (method, digest) in [today, retired] {
        let document = String::from_utf8(build_delivery(&sample()).unwrap()).unwrap();
        let Some(signed) = xmlsec1_sign(&document, method, digest) else { return };
        let inside = signed.replacen(&format!(" xmlns=\"{m3}\""), "", 1);
        let seal = "<Seal><ReceivedTime xmlns=\"http://minameddelanden.gov.se/schema/Message\">2026-01-15</ReceivedTime>\
            <SignaturesOK xmlns=\"http://minameddelanden.gov.se/schema/Message\">true</SignaturesOK></Seal>";
        let sealed = format!("<SealedDelivery xmlns=\"{m3}\">{inside}{seal}</SealedDelivery>");
        let Some(sealed) = xmlsec1_sign(&sealed, method, digest) else { return };
        let strict = check(sealed.as_bytes(), &CheckOptions::default());
        let allowed = check(sealed.as_bytes(), &CheckOptions { allow_sha1: true, ..Default::default() });
        assert!(allowed.accept, "{allowed:#?}");
        let reasons =
            |report: &CheckReport| report.signatures.iter().map(|s| s.reason.clone()).collect::<Vec<_>>();
        if (method, digest) == today {
            assert_eq!(strict, allowed);
            assert_eq!(reasons(&strict), [None, None]);
        } else {
            assert!(!strict.accept && strict.signatures.iter().all(|s| !s.valid));
            let told = |reason: &Option<String>| reason.as_ref().is_some_and(|r| r.starts_with("E13"));
            assert!(reasons(&strict).iter().all(told) && reasons(&allowed).iter().all(told));
        }
    }
}

#[test]
fn trust_and_time_are_judged_when_given() {
    let sealed = sealed(&sample());
    let now = SENDER_KEY.certificate().not_before() + 1000;
    let trust = |key: &xmldsig::SigningKey| Some(xmldsig::TrustAnchors::new(vec![key.certificate().clone()]));
    let judge = |trust, at| check(sealed.octets(), &CheckOptions { trust, at, ..Default::default() });
    assert!(judge(trust(&SENDER_KEY), Some(now)).accept);
    let stranger = judge(trust(&DISPATCHER_KEY), None);
    assert!(!stranger.accept && stranger.findings.iter().all(|f| f.rule == "E16"), "{stranger:#?}");
    assert!(!judge(None, Some(SENDER_KEY.certificate().not_after() + 1)).accept);
}

#[test]
fn numbers_in_names_of_elements_are_not_repeated() {
    for document in [
        format!("<a{RECIPIENT}/>"),
        format!("<SignedDelivery xmlns='{}'><a{RECIPIENT}/></SignedDelivery>", ns::M3),
        format!("<a><b{RECIPIENT}></a>"),
    ] {
        let report = serde_json::to_string(&check(document.as_bytes(), &CheckOptions::default())).unwrap();
        let answer = read_answer(document.as_bytes(), None, None, &ReadOptions::default());
        let answer = serde_json::to_string(&answer).unwrap();
        assert!(!report.contains(RECIPIENT) && !answer.contains(RECIPIENT), "{report} {answer}");
    }
}
