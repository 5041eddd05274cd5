//! Wrong input: each a 4xx problem that names field, code and remedy; nothing is stored.

use crate::installation::{Installation, numbers, pdf};
use reqwest::header::CONTENT_TYPE;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

/// What is wrong, letter, document, status, code, pointer.
type Case = (&'static str, Value, Vec<u8>, u16, &'static str, &'static str);

const SE: &str = "192705178354";
const DK: &str = "2512489996";

fn letter(letter_type: &str, to: &str) -> Value {
    json!({ "type": letter_type, "to": to })
}

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_is_named_and_nothing_is_stored() {
    let gateway = Installation::start().await;
    let good = pdf("Brev");
    let encrypted = include_bytes!("encrypted.pdf");
    let noise: Vec<u8> = (0..3_000_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let big = |size: usize| {
        // A real PDF made large by a comment of incompressible bytes; its end stands again at the end.
        let tail = good.windows(9).rposition(|window| window == b"startxref").expect("a PDF ends so");
        let mut bytes = good.clone();
        bytes.extend(b"\n%");
        bytes.extend(noise.iter().cycle().take(size).map(|byte| byte | 0x80));
        bytes.extend(b"\n");
        bytes.extend(&good[tail..]);
        bytes
    };
    let cases: Vec<Case> = vec![
        ("not a PDF", letter("beslut", SE), b"Hej".to_vec(), 422, "document_not_pdf", "/files/0"),
        ("empty file", letter("beslut", SE), Vec::new(), 422, "document_empty", "/files/0"),
        ("encrypted PDF", letter("beslut", SE), encrypted.to_vec(), 422, "document_encrypted", "/files/0"),
        (
            "truncated PDF",
            letter("beslut", SE),
            good[..good.len() / 2].to_vec(),
            422,
            "document_unreadable",
            "/files/0",
        ),
        ("3 MB to Sweden", letter("beslut", SE), big(3_000_000), 413, "message_too_large", "/documents"),
        (
            "80 MB to Denmark",
            letter("pladsanvisning", DK),
            big(80_000_000),
            413,
            "message_too_large",
            "/documents",
        ),
        (
            "wrong check digit",
            letter("beslut", "192705178355"),
            good.clone(),
            422,
            "recipient_check_digit",
            "/to",
        ),
        (
            "ten digits in Sweden",
            letter("beslut", "2705178354"),
            good.clone(),
            422,
            "recipient_ambiguous",
            "/to",
        ),
        ("interim number", letter("beslut", "20000101T220"), good.clone(), 422, "recipient_interim", "/to"),
        (
            "not a number",
            letter("beslut", "astrid@example.org"),
            good.clone(),
            422,
            "recipient_malformed",
            "/to",
        ),
        (
            "no such day",
            letter("pladsanvisning", "3002851234"),
            good.clone(),
            422,
            "recipient_date_impossible",
            "/to",
        ),
        ("no recipient", json!({ "type": "beslut" }), good.clone(), 422, "recipient_missing", "/to"),
        ("unknown type", letter("brev", SE), good.clone(), 422, "type_unknown", "/type"),
        ("no type", json!({ "to": SE }), good.clone(), 422, "type_missing", "/type"),
        ("class 4", letter("boernesag", DK), good.clone(), 422, "protection_class_refused", "/type"),
        (
            "unknown field",
            json!({ "type": "beslut", "to": SE, "colour": 1 }),
            good.clone(),
            422,
            "field_unknown",
            "/colour",
        ),
        (
            "wrong kind",
            json!({ "type": "beslut", "to": 192_705_178_354_u64 }),
            good.clone(),
            422,
            "field_invalid",
            "/to",
        ),
        (
            "number in subject",
            json!({ "type": "beslut", "to": SE, "subject": "Om 19810105-2382" }),
            good.clone(),
            422,
            "personal_number_in_text",
            "/subject",
        ),
        (
            "script in HTML",
            json!({ "type": "beslut", "to": SE, "html": "<p onclick='x'>a</p>" }),
            good.clone(),
            422,
            "html_refused",
            "/html",
        ),
        (
            "long subject",
            json!({ "type": "beslut", "to": SE, "subject": "å".repeat(256) }),
            good.clone(),
            422,
            "subject_too_long",
            "/subject",
        ),
    ];
    for (name, letter, bytes, status, code, pointer) in cases {
        let (answered, _, problem) = gateway.submit(&letter, &bytes, "bad-input").await.expect(name);
        check(name, answered, status, &problem, code);
        let named = problem["errors"].as_array().is_some_and(|errors| {
            errors.iter().any(|error| {
                error["code"] == code
                    && error["pointer"] == pointer
                    && error["fix"].as_str().is_some_and(|fix| !fix.is_empty())
            })
        });
        assert!(named, "{name}: {pointer} is not named in {problem:#}");
    }
    assert_eq!(gateway.get("/v1/letters").await["letters"], json!([]), "something was stored");
    assert_eq!(gateway.deliveries().await["totals"]["unique"], 0);
}

fn check(name: &str, answered: u16, status: u16, problem: &Value, code: &str) {
    assert_eq!(answered, status, "{name}: {problem:#}");
    assert_eq!(problem["code"], code, "{name}: {problem:#}");
    assert_eq!(problem["type"], format!("/problems/{code}"));
    for field in ["title", "detail", "fix"] {
        assert!(
            problem[field].as_str().is_some_and(|text| !text.is_empty()),
            "{name}: no {field} in {problem:#}"
        );
    }
    let text = problem.to_string();
    assert!(numbers().iter().all(|number| !text.contains(number)), "{name}: a number came back");
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_are_none() {
    let gateway = Installation::start().await;
    let url = gateway.api("/v1/letters");
    let post = || gateway.client.post(&url).bearer_auth(&gateway.key);
    let json_body = |text: &str| post().header(CONTENT_TYPE, "application/json").body(text.to_owned());
    let hundred_megabytes = || {
        let bytes = vec![b'a'; 100 * 1024 * 1024];
        let form = Form::new()
            .part("letter", Part::text(letter("pladsanvisning", DK).to_string()))
            .part("file", Part::bytes([pdf("Stor"), bytes].concat()).file_name("stor.pdf"));
        post().multipart(form)
    };
    let cases = vec![
        ("broken JSON", json_body("{\"type\": "), 400, "json_malformed"),
        ("not an object", json_body("[]"), 422, "field_invalid"),
        ("not JSON", json_body("<letter/>"), 400, "json_malformed"),
        ("deep JSON", json_body(&"[".repeat(100_000)), 400, "json_malformed"),
        ("another content type", post().header(CONTENT_TYPE, "text/plain").body("a"), 415, "content_type_refused"),
        ("no key", gateway.client.post(&url).json(&letter("beslut", SE)), 401, "key_missing"),
        ("wrong key", gateway.client.post(&url).bearer_auth("brevdue_00").json(&letter("beslut", SE)), 401, "key_wrong"),
        ("no letter part", post().multipart(Form::new().part("file", Part::bytes(pdf("a")).file_name("a.pdf"))), 400, "multipart_malformed"),
        ("path in a file name", post().json(&json!({ "type": "beslut", "to": SE, "documents": [{ "name": "../../a.pdf", "content": "JVBERi0=" }] })), 422, "document_name_refused"),
        ("not base64", post().json(&json!({ "type": "beslut", "to": SE, "documents": [{ "name": "a.pdf", "content": "%%" }] })), 422, "field_invalid"),
        ("idempotency key with blanks", json_body("{}").header("idempotency-key", "a b"), 400, "idempotency_key_invalid"),
        ("100 MB to Denmark", hundred_megabytes(), 413, "document_too_large"),
        ("no such letter", gateway.client.get(gateway.api("/v1/letters/0190b3c0-0000-7000-8000-000000000001")).bearer_auth(&gateway.key), 404, "letter_not_found"),
        ("no such page", gateway.client.get(gateway.api("/v1/nothing")).bearer_auth(&gateway.key), 404, "route_not_found"),
        ("wrong method", gateway.client.delete(&url).bearer_auth(&gateway.key), 405, "method_not_allowed"),
    ];
    for (name, request, status, code) in cases {
        let response = request.send().await.unwrap_or_else(|error| panic!("{name}: {error}"));
        let answered = response.status().as_u16();
        let problem: Value = response.json().await.unwrap_or_else(|error| panic!("{name}: {error}"));
        check(name, answered, status, &problem, code);
    }
    assert_eq!(gateway.get("/v1/letters").await["letters"], json!([]), "something was stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_twice_is_one_letter() {
    let gateway = Installation::start().await;
    let letter = letter("beslut", SE);
    let (status, replayed, first) =
        gateway.submit(&letter, &pdf("Ett"), "same-key").await.expect("an answer");
    assert_eq!((status, replayed), (202, false), "{first}");
    let (status, replayed, second) =
        gateway.submit(&letter, &pdf("Ett"), "same-key").await.expect("an answer");
    assert_eq!((status, replayed, &second["id"]), (202, true, &first["id"]));
    let (status, _, other) = gateway.submit(&letter, &pdf("Två"), "same-key").await.expect("an answer");
    check("another body", status, 409, &other, "idempotency_conflict");
    gateway.until_state(first["id"].as_str().expect("an id"), "delivered").await;
    assert_eq!(gateway.get("/v1/letters").await["letters"].as_array().map(Vec::len), Some(1));
    assert_eq!(gateway.deliveries().await["totals"]["unique"], 1);
}
