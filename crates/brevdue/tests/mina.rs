//! `mina check` and `mina read`.

mod common;

use std::path::PathBuf;

use common::{Run, reference, run, run_with_input};
use serde_json::Value;

fn vector(name: &str) -> Option<PathBuf> {
    Some(reference()?.join("sweden/vectors").join(name))
}

fn check(args: &[&str], name: &str) -> Option<(Run, Value)> {
    let file = vector(name)?;
    let args = ["mina", "check", "--format", "json"].iter().chain(args).map(|arg| (*arg).to_owned());
    let run = run(args.chain([file.to_str()?.to_owned()]));
    let line = run.json().remove(0);
    Some((run, line))
}

#[test]
fn the_vectors_are_accepted() {
    for (name, signatures) in
        [("1-signed-delivery.xml", 1), ("2-sealed-delivery.xml", 2), ("3-wire-envelope.xml", 2)]
    {
        let Some((run, line)) = check(&[], name) else { return };
        assert_eq!(
            (run.code, &line["valid"], &line["accept"]),
            (0, &Value::Bool(true), &Value::Bool(true)),
            "{line}"
        );
        let list = line["signatures"].as_array().unwrap();
        assert_eq!(list.len(), signatures, "{line}");
        assert_eq!(list[0]["over"], "SignedDelivery");
        for signature in list {
            assert_eq!(signature["valid"], true);
            assert_eq!(signature["signer"], "162021004748");
            assert!(signature["algorithm"].as_str().unwrap().ends_with("rsa-sha256"));
        }
        assert!(line["findings"].is_array() && line["file"].is_string());
    }
}

#[test]
fn trust_and_time_are_judged_when_given() {
    let Some(certificate) = vector("certificate.pem") else { return };
    let certificate = certificate.to_str().unwrap().to_owned();
    let (run, line) = check(&["--trust", &certificate], "2-sealed-delivery.xml").unwrap();
    assert_eq!(run.code, 0, "{line}");
    let (run, line) =
        check(&["--trust", &certificate, "--at", "1999-01-01"], "2-sealed-delivery.xml").unwrap();
    assert_eq!((run.code, &line["accept"]), (1, &Value::Bool(false)), "{line}");
    let folder = tempfile::tempdir().unwrap();
    if common::make_key(folder.path()) {
        let other = folder.path().join("cert.pem").to_str().unwrap().to_owned();
        let (run, line) = check(&["--trust", &other], "2-sealed-delivery.xml").unwrap();
        assert_eq!(run.code, 1, "{line}");
        assert!(line["signatures"][0]["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{line}");
    }
}

#[test]
fn a_changed_letter_is_not_accepted() {
    let Some(file) = vector("2-sealed-delivery.xml") else { return };
    let text = std::fs::read_to_string(file).unwrap();
    let changed = text.replacen("<Subject>", "<Subject>X", 1);
    assert_ne!(text, changed);
    let run = run_with_input(["mina", "check", "--format", "json", "-"], changed.as_bytes()).expect(1);
    let line = run.json().remove(0);
    assert_eq!(line["accept"], false);
    assert!(
        line["signatures"].as_array().unwrap().iter().any(|s| s["valid"] == false && s["reason"].is_string())
    );
    let text = run_with_input(["mina", "check", "-"], changed.as_bytes()).expect(1);
    assert!(text.out.contains("invalid: ") && text.out.ends_with("0 valid, 1 invalid\n"), "{text:?}");
}

#[test]
fn wrong_input_is_an_answer_and_wrong_files_are_not() {
    let noise: Vec<u8> = (0..50_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    let huge = vec![b' '; 20 << 20];
    for input in [b"".as_slice(), &noise, b"<a/>", "<a>".repeat(100_000).as_bytes(), &huge] {
        let run = run_with_input(["mina", "check", "--format", "json", "-"], input).expect(1);
        assert!(!run.json()[0]["findings"].as_array().unwrap().is_empty());
        let run = run_with_input(["mina", "read", "--format", "json", "-"], input).expect(1);
        assert_eq!(run.json()[0]["kind"], "unknown");
        // A delivery's answer that cannot be read is no refusal.
        let run =
            run_with_input(["mina", "read", "--format", "json", "--request", "deliver_secure", "-"], input)
                .expect(1);
        assert_eq!(run.json()[0]["outcome"], "in_doubt");
    }
    for command in ["check", "read"] {
        run(["mina", command, "/nowhere/at/all.xml"]).expect(2);
        run(["mina", command, "/"]).expect(2);
    }
    run(["mina", "check", "--trust", "/nowhere.pem", "x.xml"]).expect(2);
}

const R3: &str = "http://minameddelanden.gov.se/schema/Recipient/v3";
const R1: &str = "http://minameddelanden.gov.se/schema/Recipient";
const S3: &str = "http://minameddelanden.gov.se/schema/Service/v3";
const S1: &str = "http://minameddelanden.gov.se/schema/Service";

fn envelope(body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{body}</s:Body></s:Envelope>"
    )
}

fn reachable(kind: &str, accepted: bool) -> String {
    envelope(&format!(
        "<isReachableResponse xmlns=\"{R3}\"><return><AccountStatus xmlns=\"{R1}\"><RecipientId>192705178354</RecipientId>\
         <Type>{kind}</Type><Pending>false</Pending><ServiceSupplier><Id>165568402266</Id><Name>Brevlådan</Name>\
         <ServiceAdress>https://operator.example/service</ServiceAdress><InternalServiceAdress/></ServiceSupplier>\
         </AccountStatus><SenderAccepted xmlns=\"{R1}\">{accepted}</SenderAccepted></return></isReachableResponse>"
    ))
}

#[test]
fn answers_about_reachability() {
    for (kind, accepted, code, reason) in [
        ("Secure", true, 0, Value::Null),
        ("Not", true, 1, "not_registered".into()),
        ("Secure", false, 1, "sender_not_accepted".into()),
    ] {
        let answer = reachable(kind, accepted);
        let run = run_with_input(["mina", "read", "--format", "json", "-"], answer.as_bytes()).expect(code);
        let line = run.json().remove(0);
        assert_eq!(line["kind"], "is_reachable");
        let row = &line["rows"][0];
        assert_eq!(row["recipient_id"], "192705178354");
        assert_eq!(row["type"], kind);
        assert_eq!(row["sender_accepted"], accepted);
        assert_eq!(row["pending"], false);
        assert_eq!(row["supplier"], "Brevlådan");
        assert_eq!(row["service_address"], "https://operator.example/service");
        assert_eq!((&row["deliverable"], &row["reason"]), (&Value::Bool(code == 0), &reason), "{line}");
        let text = run_with_input(["mina", "read", "-"], answer.as_bytes()).expect(code);
        assert!(!text.out.contains("192705178354") && text.out.contains("1927"), "{text:?}");
    }
    let answer = reachable("Secure", true);
    // Written otherwise, but the same person; and somebody whom the answer does not name.
    run_with_input(["mina", "read", "--for", "19270517-8354", "-"], answer.as_bytes()).expect(0);
    run_with_input(["mina", "read", "--for", "198101052382", "-"], answer.as_bytes()).expect(1);
}

#[test]
fn answers_about_deliveries() {
    let answer = |delivered: bool| {
        envelope(&format!(
            "<deliverSecureResponse xmlns=\"{S3}\"><return><TransId xmlns=\"{S1}\">t-1</TransId><Status xmlns=\"{S1}\">\
             <RecipientId>192705178354</RecipientId><Delivered>{delivered}</Delivered></Status></return></deliverSecureResponse>"
        ))
    };
    for (delivered, recipient, code, outcome) in [
        (true, "192705178354", 0, "delivered"),
        (false, "192705178354", 1, "not_delivered"),
        (true, "198101052382", 1, "in_doubt"),
    ] {
        let args = ["mina", "read", "--format", "json", "--for", recipient, "-"];
        let line = run_with_input(args, answer(delivered).as_bytes()).expect(code).json().remove(0);
        assert_eq!((&line["kind"], &line["outcome"]), (&"deliver_secure".into(), &outcome.into()), "{line}");
        assert_eq!(line["transaction_id"], "t-1");
        assert_eq!(line["statuses"][0]["delivered"], delivered);
    }
}

#[test]
fn faults() {
    let fault = envelope(
        "<s:Fault><faultcode>s:Server</faultcode><faultstring>busy</faultstring><detail>\
         <f:applicationFault xmlns:f=\"http://minameddelanden.gov.se/schema/Common/v3\"><f:ErrorCode>5004</f:ErrorCode>\
         <f:Description>busy with 192705178354</f:Description><f:CallId>00000000000000000042</f:CallId>\
         </f:applicationFault></detail></s:Fault>",
    );
    let run = run_with_input(["mina", "read", "--format", "json", "-"], fault.as_bytes()).expect(1);
    let line = run.json().remove(0);
    assert_eq!(
        (&line["kind"], &line["error_code"], &line["retryable"]),
        (&"fault".into(), &5004.into(), &true.into())
    );
    assert_eq!(line["call_id"], "00000000000000000042");
    assert!(line["owner"].is_string());
    assert!(!run.out.contains("192705178354"), "{run:?}");
    let text = run_with_input(["mina", "read", "--lang", "sv", "-"], fault.as_bytes()).expect(1);
    assert!(text.out.contains("kan prövas igen"), "{text:?}");
}

/// Rules A12.
#[test]
fn a_sender_is_an_organisation() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("here");
    run(["init".to_owned(), place.display().to_string()]).expect(0);
    let file = place.join("brevdue.toml");
    let text = std::fs::read_to_string(&file).expect("a configuration");
    let (before, rest) = text.split_once("country = \"se\"").expect("a Swedish sender");
    let at = rest.find("number = \"").expect("its number") + "number = \"".len();
    let end = at + rest[at..].find('"').expect("its end");
    // A person's number of the official test list.
    let person = format!("{before}country = \"se\"{}192705178354{}", &rest[..at], &rest[end..]);
    std::fs::write(&file, person).expect("written");
    let refused =
        run(["config".to_owned(), "check".into(), "--config".into(), file.display().to_string()]).expect(2);
    assert!(refused.err.contains("own organisation number"), "{}", refused.err);
}
