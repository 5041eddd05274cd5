//! The chain from a message to the operator: vectors, real peers, and everything that must be refused.

use crate::support::*;
use mina::*;

#[test]
fn the_vector_is_built_octet_for_octet() {
    let Some(octets) = vector("1-signed-delivery.reference-octets.bin") else { return };
    assert_eq!(String::from_utf8(build_delivery(&sample()).unwrap()), String::from_utf8(octets));
}

#[test]
fn the_wire_vector_is_read_whatever_its_prefixes() {
    let Some(wire) = vector("3-wire-envelope.xml") else { return };
    let received = parse_deliver_secure(&wire, &ReceiveOptions::default()).unwrap();
    let mut expected = sample();
    expected.messages[0].attachments[0].received_checksum = Some("C8D386435713DFACE4D3CBEF5698FD76".into());
    assert_eq!(received.delivery, expected);
    assert_eq!(received.sealed_octets, vector("2-sealed-delivery.xml").unwrap().trim_ascii());
    assert_eq!(received.seal.received.to_string(), "2026-01-15+01:00");
    assert_eq!(received.inner.organisation, Some(id(SENDER)));
    assert!(received.findings.is_empty(), "{:?}", received.findings);
    received.check_parties(|dispatcher, sender| dispatcher == sender).unwrap();
}

#[test]
fn what_we_seal_comes_back_as_it_was_and_xmlsec1_agrees() {
    let delivery = sample();
    let sealed = seal_by(&delivery, &SENDER_KEY, &DISPATCHER_KEY);
    let envelope = deliver_secure_envelope(&sealed);
    let received = parse_deliver_secure(&envelope, &ReceiveOptions::default()).unwrap();
    assert_eq!(received.sealed_octets, sealed.octets(), "the wire gives back the evidence");
    assert_eq!(received.delivery.recipient, delivery.recipient);
    assert_eq!(received.delivery.messages[0].body, delivery.messages[0].body);
    assert_eq!(received.outer.organisation, Some(id(DISPATCHER)));

    let signed = xmldsig::stand_alone(
        sealed.octets(),
        &[(ns::M3, "SealedDelivery"), (ns::M3, "SignedDelivery")],
        None,
        &xmldsig::Limits::default(),
    )
    .unwrap();
    assert_eq!(
        signed,
        sign_delivery(&delivery, &SENDER_KEY).unwrap().octets(),
        "sealing leaves the inner document"
    );
    let judged = xmlsec1(&signed, SENDER_KEY.certificate());
    assert_eq!(judged, xmlsec1(sealed.octets(), DISPATCHER_KEY.certificate()));
}

#[test]
fn every_document_of_the_chain_meets_the_official_schemas() {
    let sealed = sealed(&full());
    let helper = [(ns::M3, "helper/message-v3-roots.xsd")];
    let service = [(ns::S3, "my-messages/schema/v3/Service.xsd")];
    xmllint(sign_delivery(&full(), &SENDER_KEY).unwrap().octets(), &helper);
    xmllint(sealed.octets(), &helper);
    xmllint(&deliver_secure_envelope(&sealed), &service);
    let result = DeliveryResult::new("b0a1", id(RECIPIENT), true);
    xmllint(&deliver_secure_response(&result), &service);
    xmllint(&delivery_response(DeliveryOperation::Forward, &result), &service);
}

#[test]
fn an_invoice_meets_its_schema() {
    let document = build_delivery(&full()).unwrap();
    let text = String::from_utf8(document).unwrap();
    let start = text.find("<Invoice ").unwrap();
    let end = text.find("</Invoice>").unwrap() + "</Invoice>".len();
    xmllint(&text.as_bytes()[start..end], &[(ns::INVOICE, "eduid-mm-service/externalschema/v1/Invoice.xsd")]);
}

/// A delivery that uses everything the contract has.
fn full() -> Delivery {
    let mut delivery = sample();
    delivery.reference = Some("Dnr 2026/17".into());
    delivery.attention = Some("Ekonomi".into());
    delivery.sender.attention = Some("Förskolan".into());
    let message = &mut delivery.messages[0];
    message.metadata = vec![
        Metadata { tag: "a".into(), value: "1".into() },
        Metadata { tag: "b".into(), value: String::new() },
    ];
    message.reply = Some(Reply::NotAllowed);
    message.receipt_request = Some(ReceiptRequest::Not);
    let foreign = "<x:y xmlns:x='urn:x' a='1'>t<x:z/></x:y>";
    message.official_matter = Some(OfficialMatter::Extension(Box::new(MatterExtension {
        elements: vec![
            ForeignElement::Invoice(Invoice {
                due_date: XmlDate::parse("2026-02-28").unwrap(),
                amount_ore: 12450,
                currency: Some("SEK".into()),
                account_method: AccountMethod::Bankgiro,
                account_number: "5050-1055".into(),
                ocr_number: Some("1234566".into()),
            }),
            ForeignElement::Raw(RawXml::parse(foreign, &Limits::default()).unwrap()),
        ],
        identity: Some(MatterIdentity { event_id: Some("e1".into()), ..Default::default() }),
        matter_subject: Some("Faktura".into()),
        event_type: Some("invoice".into()),
        matter_status: Some(MatterStatus::Closed),
        ..MatterExtension::new(received())
    })));
    delivery
}

#[test]
fn everything_the_contract_has_survives_the_journey() {
    let envelope = deliver_secure_envelope(&sealed(&full()));
    let received = parse_deliver_secure(&envelope, &ReceiveOptions::default()).unwrap();
    let mut back = received.delivery;
    back.messages[0].attachments[0].received_checksum = None;
    assert_eq!(back, full());
}

/// Documents changed after sealing, and the reason each is refused for.
#[test]
fn changed_envelopes_are_refused() {
    let envelope = String::from_utf8(deliver_secure_envelope(&sealed(&sample()))).unwrap();
    let cases: [(&str, &str, &str, u32); 8] = [
        ("a changed letter", "Här är", "Har är", 5012),
        ("a changed seal", "2026-01-15+01:00", "2026-01-16+01:00", 5012),
        ("white space in the signed part", "<Seal>", "\n<Seal>", 5012),
        ("an unverified inner signature", ">true</SignaturesOK>", ">false</SignaturesOK>", 5012),
        ("no seal date", "2026-01-15+01:00", "2026-01-15T10:00:00", 5001),
        ("another algorithm", "xmldsig-more#rsa-sha256", "xmldsig-more#hmac-sha256", 5012),
        ("another transform", "#enveloped-signature", "#xslt", 5012),
        (
            "an outer element twice",
            "</srv:deliverSecure></srv:deliverSecure>",
            "</srv:deliverSecure><srv:deliverSecure/></srv:deliverSecure>",
            5012,
        ),
    ];
    for (what, from, to, code) in cases {
        let from = if what == "a changed letter" { "SGVqISBI" } else { from };
        let to = if what == "a changed letter" { "SGVqISBJ" } else { to };
        assert!(envelope.contains(from), "{what}");
        let changed = envelope.replacen(from, to, 1);
        let error = parse_deliver_secure(changed.as_bytes(), &ReceiveOptions::default()).expect_err(what);
        assert_eq!(error.error_code(), code, "{what}: {error}");
        assert!(!check(changed.as_bytes(), &CheckOptions::default()).accept, "{what}");
    }
    assert!(parse_deliver_secure(envelope.as_bytes(), &ReceiveOptions::default()).is_ok());
}

/// Signature wrapping: a genuine, signed part stands somewhere, and another one is meant to be read.
#[test]
fn wrapped_deliveries_are_refused() {
    let envelope = String::from_utf8(deliver_secure_envelope(&sealed(&sample()))).unwrap();
    let start = envelope.find("<SignedDelivery>").unwrap();
    let end = envelope.find("</SignedDelivery>").unwrap() + "</SignedDelivery>".len();
    let genuine = &envelope[start..end];
    let evil = genuine.replace(RECIPIENT, OTHER);
    let seal = "<Seal><ReceivedTime xmlns=\"http://minameddelanden.gov.se/schema/Message\">2026-01-15+01:00</ReceivedTime>\
        <SignaturesOK xmlns=\"http://minameddelanden.gov.se/schema/Message\">true</SignaturesOK></Seal>";
    let hidden = genuine.replacen(
        "<SignedDelivery>",
        "<SignedDelivery xmlns=\"http://minameddelanden.gov.se/schema/Message/v3\">",
        1,
    );
    let inner_signature = {
        let at = genuine.find("<Signature ").unwrap();
        &genuine[at..genuine.len() - "</SignedDelivery>".len()]
    };
    let cases = [
        ("evil before genuine", envelope.replacen(genuine, &format!("{evil}{genuine}"), 1)),
        ("evil after genuine", envelope.replacen(genuine, &format!("{genuine}{evil}"), 1)),
        ("evil instead of genuine", envelope.replacen(genuine, &evil, 1)),
        ("genuine in an object of the outer signature", {
            let object = format!("<Object>{hidden}</Object></Signature></srv:deliverSecure>");
            envelope.replacen(genuine, &evil, 1).replacen("</Signature></srv:deliverSecure>", &object, 1)
        }),
        ("genuine in the SOAP header", {
            let header = format!("<soap:Header>{hidden}</soap:Header><soap:Body>");
            envelope.replacen(genuine, &evil, 1).replacen("<soap:Body>", &header, 1)
        }),
        ("two seals", envelope.replacen("<Seal>", &format!("{seal}<Seal>"), 1)),
        ("two inner signatures", envelope.replacen(inner_signature, &inner_signature.repeat(2), 1)),
        ("no inner signature", envelope.replacen(inner_signature, "", 1)),
        ("two calls in one body", {
            let body = String::from_utf8(crate::support::body(envelope.as_bytes()).to_vec()).unwrap();
            envelope.replacen("</soap:Body>", &format!("{body}</soap:Body>"), 1)
        }),
        ("inner delivery as comment split", envelope.replacen("<Seal>", "<!-- <Seal> --><?x y?><Seal>", 1)),
    ];
    for (what, wrapped) in cases {
        assert_ne!(wrapped, envelope, "{what}");
        assert!(parse_deliver_secure(wrapped.as_bytes(), &ReceiveOptions::default()).is_err(), "{what}");
        assert!(!check(wrapped.as_bytes(), &CheckOptions::default()).accept, "{what}");
    }
}

#[test]
fn documents_that_would_cost_too_much_are_refused() {
    let limits = Limits { max_bytes: 100_000, ..Limits::default() };
    let options = ReceiveOptions { limits, ..Default::default() };
    let attributes: String = (0..100).map(|n| format!(" a{n}='1'")).collect();
    let cases = [
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>".to_owned(),
        "<a>".repeat(1000),
        format!("<a{attributes}/>"),
        format!("<a>{}</a>", "x".repeat(100_000)),
        "<?xml version='1.0' encoding='ISO-8859-1'?><a/>".to_owned(),
        "<a>".to_owned(),
        String::new(),
        "{\"json\":1}".to_owned(),
    ];
    for case in cases {
        assert!(parse_deliver_secure(case.as_bytes(), &options).is_err(), "{:.40}", case);
        let report = check(case.as_bytes(), &CheckOptions { limits, ..Default::default() });
        assert!(!report.valid && !report.accept && !report.findings.is_empty(), "{:.40}", case);
    }
    assert!(parse_deliver_secure(b"\xff\xfe<\0a\0", &options).is_err());
}

#[test]
fn seal_refuses_what_the_sender_did_not_sign() {
    let signed = sign_delivery(&sample(), &SENDER_KEY).unwrap();
    let changed = String::from_utf8(signed.octets().to_vec()).unwrap().replace("beslut.pdf", "beslag.pdf");
    let changed = SignedDelivery::from_document(changed.as_bytes(), &Limits::default()).unwrap();
    assert!(matches!(seal(&changed, &SENDER_KEY, received()), Err(SealError::InnerSignature(_))));
    let unsigned =
        SignedDelivery::from_document(&build_delivery(&sample()).unwrap(), &Limits::default()).unwrap();
    assert!(matches!(seal(&unsigned, &SENDER_KEY, received()), Err(SealError::InnerSignature(_))));
}

#[test]
fn a_delivery_signed_elsewhere_with_prefixes_is_sealed_in_the_signed_form() {
    let Some(wire) = vector("3-wire-envelope.xml") else { return };
    let text = String::from_utf8(wire).unwrap();
    let start = text.find("<m3:SignedDelivery>").unwrap();
    let end = text.find("</m3:SignedDelivery>").unwrap() + "</m3:SignedDelivery>".len();
    let declared = text[start..end].replacen(
        "<m3:SignedDelivery>",
        "<m3:SignedDelivery xmlns:m1=\"http://minameddelanden.gov.se/schema/Message\" xmlns:m2=\"http://minameddelanden.gov.se/schema/Message/v2\" xmlns:m3=\"http://minameddelanden.gov.se/schema/Message/v3\" xmlns:snd=\"http://minameddelanden.gov.se/schema/Sender\" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">",
        1,
    );
    let signed = SignedDelivery::from_document(declared.as_bytes(), &Limits::default()).unwrap();
    let sealed = seal(&signed, &DISPATCHER_KEY, received()).unwrap();
    assert!(parse_deliver_secure(&deliver_secure_envelope(&sealed), &ReceiveOptions::default()).is_ok());
}

#[test]
fn parties_are_held_against_the_register() {
    let open = |inner, outer| {
        let envelope = deliver_secure_envelope(&seal_by(&sample(), inner, outer));
        parse_deliver_secure(&envelope, &ReceiveOptions::default()).unwrap()
    };
    let registered =
        |dispatcher: &WireId, sender: &WireId| *dispatcher == id(DISPATCHER) && *sender == id(SENDER);
    assert_eq!(open(&SENDER_KEY, &DISPATCHER_KEY).check_parties(registered), Ok(()));
    assert_eq!(open(&DISPATCHER_KEY, &DISPATCHER_KEY).check_parties(registered), Ok(()));
    assert_eq!(open(&SENDER_KEY, &SENDER_KEY).check_parties(registered), Err(PartyProblem::Dispatcher));
    assert_eq!(open(&SENDER_KEY, &DISPATCHER_KEY).check_parties(|_, _| false), Err(PartyProblem::Dispatcher));
}

#[test]
fn the_estimate_is_never_below_the_envelope_and_hardly_above() {
    for size in [0, 1, 2, 3, 1000, 200_001] {
        let mut delivery = full();
        delivery.messages[0].attachments[0].content.extend(vec![b'x'; size]);
        let envelope = deliver_secure_envelope(&sealed(&delivery)).len();
        let estimate = envelope_size(&delivery, SENDER_KEY.certificate());
        assert!(estimate.bytes >= envelope, "{} < {envelope}", estimate.bytes);
        assert!(estimate.bytes <= envelope + 3072, "{} > {envelope}", estimate.bytes);
        assert_eq!(estimate.advice(envelope + 4096), None);
        assert!(estimate.advice(envelope - 1).is_some_and(|advice| advice.contains("attachment 1")));
    }
}

#[test]
fn evidence_is_stored_and_sent_again_unchanged() {
    let sealed = sealed(&sample());
    let again = SealedDelivery::from_octets(sealed.octets().to_vec()).unwrap();
    assert_eq!(deliver_secure_envelope(&again), deliver_secure_envelope(&sealed));
    assert!(SealedDelivery::from_octets(b"<SealedDelivery/>".to_vec()).is_err());
}

#[test]
fn nothing_shows_a_number() {
    let delivery = sample();
    let shown = format!("{delivery:?}");
    assert!(!shown.contains(RECIPIENT) && shown.contains("1927****"), "{shown}");
}

/// Work must grow with the size only: each of these would take minutes if some step were quadratic.
#[test]
fn hostile_documents_are_judged_to_the_end() {
    let mut html = sample();
    for body in ["<title>", "<title></title>", "<p>", "<b a=", "<style>x</style>", "<!-- -->", "</p>"] {
        html.messages[0].body = Body::html(body.repeat(1_000_000 / body.len()));
        judge(&html, &ContentRules::default());
    }
    let rows: String =
        (0..8000).map(|n| format!("<r:return xmlns:a{n}='urn:{n}'><b>{n}</b></r:return>")).collect();
    let answer = format!("<r:isReachableResponse xmlns:r='{}'>{rows}</r:isReachableResponse>", ns::R3);
    read_answer(answer.as_bytes(), None, None, &ReadOptions::default());
    let many: Vec<_> = (0..10_000)
        .map(|n| DeliveryStatus { recipient_id: id(&format!("16{n:010}")), delivered: true })
        .collect();
    let answer = deliver_secure_response(&DeliveryResult { transaction_id: None, statuses: many });
    assert!(read_answer(&answer, None, None, &ReadOptions::default()).is_yes());
    let flood = format!("<SignedDelivery xmlns='{}'>{}</SignedDelivery>", ns::M3, "<x/>".repeat(90_000));
    assert!(check(flood.as_bytes(), &CheckOptions::default()).findings.len() <= 100);
}
