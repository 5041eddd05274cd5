//! `check`: every rule of sections D and E that a document alone can break.

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
    type Change = fn(&mut Delivery);
    let errors: &[(&str, Change)] = &[
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
    for (rule, change) in errors {
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
    let warnings: &[(&str, Change)] = &[
        ("D2", |d| d.messages[0].body = Body::plain("SGVqISBIw6RyIMOkciBkaXR0IGJlc2x1dC4=")),
        ("D12", |d| d.messages[0].body = Body::plain("")),
        ("D14", |d| d.messages[0].language = "sv".into()),
        ("D15", |d| d.messages[0].reply = Some(Reply::Requested)),
        ("D15", |d| d.messages[0].receipt_request = Some(ReceiptRequest::Signed)),
        ("D17", |d| d.messages[0].official_matter = Some(invoice_ocr("1234567"))),
        ("D18", |d| d.messages.push(d.messages[0].clone())),
        ("D20", |d| d.messages[0].support.text = "a\r\nb".into()),
        ("A4", |d| d.recipient = WireId::new("198102302382")),
        ("A5", |d| d.recipient = WireId::new("198101052383")),
        ("A5", |d| d.recipient = WireId::new("165568402265")),
    ];
    for (rule, change) in warnings {
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

/// Structure that the model cannot even express, signed as it stands.
#[test]
fn structural_faults_are_told_by_their_id() {
    let document = String::from_utf8(unsigned_delivery(&sample())).unwrap();
    let cases = [
        ("D6", "<PhoneNumber>+46701740605</PhoneNumber>", "<PhoneNumber></PhoneNumber>"),
        ("D6", "<EmailAdress>post@kommun.example</EmailAdress>", "<EmailAdress></EmailAdress>"),
        ("D5", "<Supportinfo><Text>Frågor?\nRing växeln.</Text>", "<Supportinfo>"),
        ("D9", "C8D386435713DFACE4D3CBEF5698FD76", "00D386435713DFACE4D3CBEF5698FD76"),
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
    for (rule, from, to) in cases {
        assert!(document.contains(from), "{from}");
        let sealed = seal_document(document.replacen(from, to, 1).as_bytes());
        let report = check(sealed.octets(), &CheckOptions::default());
        let rule = if rule == "A8" { "A2" } else { rule };
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
