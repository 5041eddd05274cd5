//! `send` against a small gateway.

mod common;

use std::io::Write;
use std::process::Stdio;

use common::gateway::{Asked, Gateway, json, problem};
use common::{Run, brevdue, run};
use serde_json::{Value, json as value};

const ID: &str = "01a0f3a5-7c1e-7d3a-9a53-2f6c1f0e8b11";
/// An official test number.
const NUMBER: &str = "192705178354";

fn accepted() -> common::gateway::Answer {
    json(202, value!({ "id": ID, "state": "accepted", "links": { "self": format!("/v1/letters/{ID}") } }))
}

fn state(state: &str, reason: &str) -> common::gateway::Answer {
    let is_final = ["delivered", "failed", "cancelled"].contains(&state);
    json(
        200,
        value!({ "id": ID, "state": state, "final": is_final, "channel": "print", "reason": { "code": reason } }),
    )
}

/// Two files with names that need care.
fn files() -> (tempfile::TempDir, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let make = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let first = make("Beslut \"å\".pdf", b"%PDF-1.7 first");
    let second = make("bilag.pdf", &[0, 255, b'\r', b'\n', 7].repeat(100_000));
    (folder, first, second)
}

/// The parts of a form: headers and content.
fn parts(asked: &Asked) -> Vec<(String, Vec<u8>)> {
    let boundary = asked.header("content-type").split("boundary=").nth(1).expect("a boundary").to_owned();
    let find = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).position(|window| window == what);
    let mut rest = asked.body.as_slice();
    let mut parts = Vec::new();
    let opening = format!("--{boundary}\r\n");
    assert!(rest.starts_with(opening.as_bytes()));
    rest = &rest[opening.len()..];
    loop {
        let head = find(rest, b"\r\n\r\n").expect("headers");
        let headers = String::from_utf8(rest[..head].to_vec()).unwrap();
        rest = &rest[head + 4..];
        let end = find(rest, format!("\r\n--{boundary}").as_bytes()).expect("an end");
        parts.push((headers, rest[..end].to_vec()));
        rest = &rest[end + 4 + boundary.len()..];
        if rest.starts_with(b"--\r\n") {
            return parts;
        }
        rest = &rest[2..];
    }
}

#[test]
fn the_form_holds_letter_and_files_in_order() {
    let gateway = Gateway::new(|_, _| accepted());
    let (_folder, first, second) = files();
    let run = gateway
        .run(&[
            "send",
            &first,
            &second,
            "--to",
            NUMBER,
            "--type",
            "decision",
            "--subject",
            "Beslut",
            "--text",
            "Hej",
            "--reference",
            "R-1",
            "--case-id",
            "C-1",
            "--unit",
            "U",
            "--name",
            "Åsa Öst",
            "--address",
            "Storgatan 1",
            "--postcode",
            "753 20",
            "--city",
            "Uppsala",
            "--country",
            "SE",
            "--protected",
            "--contact",
            "Ring oss.",
            "--contact-phone",
            "018-0",
            "--notice-email",
            "astrid@example.se",
            "--notice-phone",
            "+46701740605",
        ])
        .expect(0);
    assert!(run.out.starts_with(ID) && run.err.contains("letters show"), "{run:?}");
    let asked = gateway.asked().remove(0);
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("POST", "/v1/letters"));
    assert_eq!(asked.header("content-length"), asked.body.len().to_string());
    assert_eq!(asked.header("idempotency-key").len(), 36);
    let parts = parts(&asked);
    assert!(
        parts[0].0.contains("name=\"letter\"") && parts[0].0.contains("application/json"),
        "{}",
        parts[0].0
    );
    let letter: Value = serde_json::from_slice(&parts[0].1).unwrap();
    assert_eq!(
        letter,
        value!({
            "type": "decision", "to": NUMBER, "subject": "Beslut", "text": "Hej", "reference": "R-1", "case_id": "C-1", "unit": "U",
            "recipient": { "name": "Åsa Öst", "protected": true, "address": { "name": "Åsa Öst", "lines": ["Storgatan 1"], "postcode": "753 20",
                "city": "Uppsala", "country_code": "SE" } },
            "contact": { "text": "Ring oss.", "phone": "018-0" },
            "notice": { "email": "astrid@example.se", "phone": "+46701740605" },
        })
    );
    assert!(
        parts[1].0.contains("name=\"file\"; filename=\"Beslut %22å%22.pdf\"")
            && parts[1].0.contains("application/pdf"),
        "{}",
        parts[1].0
    );
    assert_eq!(parts[1].1, std::fs::read(first).unwrap());
    assert_eq!(parts[2].1, std::fs::read(second).unwrap());
    assert_eq!(parts.len(), 3);
}

#[test]
fn only_what_is_given_is_sent() {
    let gateway = Gateway::new(|_, _| accepted());
    let (_folder, first, _) = files();
    let run = gateway
        .run(&["send", &first, "--to", NUMBER, "--type", "t", "--idempotency-key", "K 1", "--format", "json"])
        .expect(0);
    assert_eq!(run.json()[0]["id"], ID);
    let asked = gateway.asked().remove(0);
    assert_eq!(asked.header("idempotency-key"), "K 1");
    assert_eq!(
        serde_json::from_slice::<Value>(&parts(&asked)[0].1).unwrap(),
        value!({ "type": "t", "to": NUMBER })
    );
}

#[test]
fn the_number_may_come_from_standard_input() {
    let gateway = Gateway::new(|_, _| accepted());
    let (_folder, first, _) = files();
    let send = |input: &[u8]| {
        let mut command = brevdue(["send", &first, "--to", "-", "--type", "t"]);
        let command = command
            .env("BREVDUE_URL", &gateway.url)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Run::from(child.wait_with_output().unwrap())
    };
    let run = send(format!("\n  {NUMBER}\r\n").as_bytes()).expect(0);
    assert!(!run.out.contains(NUMBER) && !run.err.contains(NUMBER), "{run:?}");
    assert_eq!(serde_json::from_slice::<Value>(&parts(&gateway.asked()[0])[0].1).unwrap()["to"], NUMBER);
    send(b"\n").expect(2);
}

#[test]
fn a_repeated_attempt_is_the_same_octet_for_octet() {
    let gateway =
        Gateway::new(|_, before| if before == 0 { (504, "text/html", String::new()) } else { accepted() });
    let (_folder, first, second) = files();
    gateway.run(&["send", &first, &second, "--to", NUMBER, "--type", "t"]).expect(0);
    let asked = gateway.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0].body, asked[1].body);
    assert_eq!(asked[0].header("idempotency-key"), asked[1].header("idempotency-key"));
}

#[test]
fn a_connection_that_breaks_is_tried_again() {
    // Takes the connection and drops it twice, then answers.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        for _ in 0..2 {
            drop(listener.accept().unwrap());
        }
        let (mut stream, _) = listener.accept().unwrap();
        let mut seen = Vec::new();
        let mut buffer = [0; 4096];
        while !seen.ends_with(b"--\r\n") {
            let length = std::io::Read::read(&mut stream, &mut buffer).unwrap();
            assert!(length > 0, "the request is whole");
            seen.extend_from_slice(&buffer[..length]);
        }
        let body = value!({ "id": ID, "state": "accepted" }).to_string();
        let answer = format!(
            "HTTP/1.1 202 Accepted\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(answer.as_bytes()).unwrap();
    });
    let (_folder, first, _) = files();
    let output =
        brevdue(["send", &first, "--to", NUMBER, "--type", "t"]).env("BREVDUE_URL", url).output().unwrap();
    Run::from(output).expect(0);
    server.join().unwrap();
}

#[test]
fn waiting_ends_with_the_letter() {
    for (states, reason, code, word) in [
        (["accepted", "routed", "delivered"], "mailbox_open", 0, "delivered"),
        (["accepted", "routed", "failed"], "operator_refused", 1, "failed"),
        (["accepted", "routed", "needs_attention"], "protected_identity", 1, "needs attention"),
        (["accepted", "in_doubt", "in_doubt"], "answer_lost", 1, "in doubt"),
        (["routed", "routed", "cancelled"], "cancelled", 1, "cancelled"),
    ] {
        let gateway = Gateway::new(move |asked, before| {
            if asked.method == "POST" { accepted() } else { state(states[(before - 1).min(2)], reason) }
        });
        let (_folder, first, _) = files();
        let run = gateway.run(&["send", &first, "--to", NUMBER, "--type", "t", "--wait"]).expect(code);
        assert!(run.out.contains(word) && run.out.contains(ID), "{run:?}");
        assert!(run.err.contains(ID), "the id is said at once: {run:?}");
        let json =
            gateway.run(&["send", &first, "--to", NUMBER, "--type", "t", "--wait=30", "--format", "json"]);
        assert_eq!(json.json().len(), 1, "{json:?}");
        assert_eq!(json.json()[0]["id"], ID);
    }
}

#[test]
fn waiting_has_an_end() {
    let gateway = Gateway::new(|asked, _| {
        if asked.method == "POST" { accepted() } else { state("accepted", "register_unavailable") }
    });
    let (_folder, first, _) = files();
    let begin = std::time::Instant::now();
    let run = gateway.run(&["send", &first, "--to", NUMBER, "--type", "t", "--wait=1"]).expect(1);
    assert!(begin.elapsed().as_secs() < 20);
    assert!(run.err.contains("The wait is over") && run.out.contains("accepted"), "{run:?}");
}

#[test]
fn refusals_name_field_and_remedy() {
    let gateway = Gateway::new(|_, _| {
        problem(
            422,
            value!({ "title": "The number is mistyped.", "status": 422, "code": "recipient_check_digit",
            "errors": [{ "pointer": "/to", "code": "recipient_check_digit", "detail": "d", "fix": "Type it again." }] }),
        )
    });
    let (_folder, first, _) = files();
    let run = gateway.run(&["send", &first, "--to", NUMBER, "--type", "t", "--wait"]).expect(1);
    assert!(run.err.contains("field /to: d") && run.err.contains("→ Type it again."), "{run:?}");
    assert_eq!((run.out.as_str(), gateway.asked().len()), ("", 1));
}

#[test]
fn wrong_files_are_found_before_anything_is_sent() {
    let gateway = Gateway::new(|_, _| accepted());
    let (folder, first, _) = files();
    for wrong in ["/nowhere/letter.pdf", folder.path().to_str().unwrap()] {
        let run = gateway.run(&["send", &first, wrong, "--to", NUMBER, "--type", "t"]).expect(2);
        assert!(run.err.contains(wrong), "{run:?}");
    }
    gateway
        .run(&["send", &first, "--to", NUMBER, "--type", "t", "--text", "a", "--html-file", "b"])
        .expect(2);
    gateway.run(&["send", &first, "--to", NUMBER, "--type", "t", "--text-file", "/nowhere.txt"]).expect(2);
    assert!(gateway.asked().is_empty());
    run(["send", "--to", NUMBER, "--type", "t"]).expect(2);
}
