//! `reach` and `letters` against a small gateway.

mod common;

use common::gateway::{Gateway, json, problem};
use common::{Run, brevdue};
use serde_json::{Value, json as value};

const ID: &str = "01a0f3a5-7c1e-7d3a-9a53-2f6c1f0e8b11";
/// An official test number.
const NUMBER: &str = "192705178354";

fn letter(state: &str) -> Value {
    value!({
        "id": ID, "state": state, "final": state == "delivered", "channel": "mina_meddelanden",
        "reason": { "code": "mailbox_open", "what": "w", "fix": "f" }, "attention": false, "type": "decision",
        "sender": "uppsala", "unit": "Social", "class": 2, "subject": "Beslut om bistånd\u{1b}[2J",
        "recipient": "1927****-****", "reference": "R-1", "case_id": "2026/117", "accepted_at": "2026-11-22T10:00:00Z",
        "updated_at": "2026-11-22T10:00:05Z", "delivered_at": "2026-11-22T10:00:05Z", "wait_until": null,
        "documents": [{ "name": "beslut.pdf", "media_type": "application/pdf", "size_bytes": 84213, "digest": "ab" }],
        "timeline": [
            { "seq": 1, "at": "2026-11-22T10:00:00Z", "event": "accepted", "text": "Received and stored." },
            { "seq": 2, "at": "2026-11-22T10:00:01Z", "event": "routed", "channel": "mina_meddelanden", "reason": "mailbox_open" },
            { "seq": 3, "at": "2026-11-22T10:00:05Z", "event": "something_new" },
        ],
        "links": { "self": format!("/v1/letters/{ID}") },
    })
}

#[test]
fn show_tells_everything_in_the_language_asked_for() {
    let gateway = Gateway::new(|_, _| json(200, letter("delivered")));
    let shown = gateway.run(&["letters", "show", ID, "--lang", "sv"]).expect(0);
    for text in [
        "levererat",
        "Mina meddelanden",
        "beslut.pdf",
        "84 kB",
        "2026-11-22 10:00",
        "1927****-****",
        "something_new",
    ] {
        assert!(shown.out.contains(text), "{text}: {}", shown.out);
    }
    let sentence = catalogue::Code::MailboxOpen.entry().what.sv;
    assert!(shown.out.contains(sentence), "the catalogue explains: {}", shown.out);
    assert!(!shown.out.contains('\x1b'), "foreign escapes do not reach the terminal");
    let asked = gateway.asked().remove(0);
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("GET", format!("/v1/letters/{ID}").as_str()));
    assert_eq!((asked.header("authorization"), asked.header("accept-language")), ("Bearer k-1", "sv"));
    let lines = gateway.run(&["letters", "show", ID, "--format", "json"]).expect(0).json();
    assert_eq!(lines, [letter("delivered")], "programs get the answer as it came");
}

#[test]
fn tables_fit_narrow_and_wide() {
    let gateway = Gateway::new(|asked, _| {
        if asked.path.ends_with(ID) {
            json(200, letter("handed_over"))
        } else {
            json(200, value!({ "letters": [letter("needs_attention")], "next": null }))
        }
    });
    for columns in [80, 120] {
        for args in [
            ["letters", "list", "--lang", "da"].as_slice(),
            &["letters", "show", ID],
            &["letters", "events", ID],
        ] {
            let mut command = brevdue(args);
            let output = command
                .env("BREVDUE_URL", &gateway.url)
                .env("COLUMNS", columns.to_string())
                .output()
                .unwrap();
            let run = Run::from(output).expect(0);
            let widest = run.out.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            assert!(widest <= columns, "{columns} {args:?}: {}", run.out);
        }
    }
}

#[test]
fn list_asks_in_pages() {
    let gateway = Gateway::new(|asked, _| {
        let next = if asked.query.contains("cursor=c2") { Value::Null } else { "c2".into() };
        json(200, value!({ "letters": [letter("delivered"), letter("failed")], "next": next }))
    });
    let one = gateway
        .run(&[
            "letters",
            "list",
            "--state",
            "failed",
            "--type",
            "a b",
            "--reference",
            "R&1",
            "--from",
            "2026-11-01",
            "--to",
            "2026-11-30",
        ])
        .expect(0);
    assert_eq!(one.out.matches(ID).count(), 2, "{one:?}");
    assert!(one.err.contains("--all"), "{one:?}");
    assert_eq!(
        gateway.asked()[0].query,
        "state=failed&type=a+b&reference=R%261&from=2026-11-01T00%3A00%3A00Z&to=2026-12-01T00%3A00%3A00Z&limit=50"
    );
    let all = gateway.run(&["letters", "list", "--all", "--format", "json", "--limit", "2"]).expect(0);
    assert_eq!(all.json().len(), 4);
    assert!(gateway.asked()[2].query.ends_with("limit=2&cursor=c2"));

    let empty = Gateway::new(|_, _| json(200, value!({ "letters": [] })));
    let run = empty.run(&["letters", "list"]).expect(0);
    assert_eq!((run.out.as_str(), run.err.trim()), ("", "No letters."));
}

#[test]
fn a_letter_id_is_checked_before_it_becomes_a_url() {
    let gateway = Gateway::new(|_, _| json(200, letter("delivered")));
    for wrong in [NUMBER, "../reachability", "", "01a0f3a5"] {
        for command in ["show", "events", "message", "cancel", "retry"] {
            gateway.run(&["letters", command, wrong]).expect(2);
        }
    }
    assert!(gateway.asked().is_empty());
}

#[test]
fn events_are_lines() {
    let gateway = Gateway::new(|_, _| json(200, value!({ "events": letter("delivered")["timeline"] })));
    let lines = gateway.run(&["letters", "events", ID, "--format", "json"]).expect(0).json();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1]["event"], "routed");
    let text = gateway.run(&["letters", "events", ID]).expect(0);
    assert!(
        text.out.contains("Received and stored.") && text.out.contains("2026-11-22 10:00:05"),
        "{text:?}"
    );
}

#[test]
fn the_message_comes_octet_for_octet() {
    let octets: String = "<SealedDelivery>\r\n\u{feff}å</SealedDelivery>".repeat(5000);
    let sent = octets.clone();
    let gateway = Gateway::new(move |_, _| (200, "application/xml", sent.clone()));
    let piped = gateway.run(&["letters", "message", ID, "--part", "signed"]).expect(0);
    assert_eq!(piped.raw, octets.as_bytes());
    assert_eq!(
        (gateway.asked()[0].path.as_str(), gateway.asked()[0].query.as_str()),
        (format!("/v1/letters/{ID}/message").as_str(), "part=signed")
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("message.xml");
    let run = gateway.run(&["letters", "message", ID, "-o", file.to_str().unwrap()]).expect(0);
    assert_eq!(run.out, "");
    assert_eq!(std::fs::read(&file).unwrap(), octets.as_bytes());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    gateway.run(&["letters", "message", ID, "-o", folder.path().to_str().unwrap()]).expect(2);
}

#[test]
fn acts_say_what_they_do() {
    let gateway = Gateway::new(|_, _| json(200, letter("routed")));
    gateway.run(&["letters", "cancel", ID]).expect(0);
    gateway.run(&["letters", "retry", ID]).expect(0);
    let run =
        gateway.run(&["letters", "resolve", ID, "--how", "not_delivered", "--note", "by phone"]).expect(0);
    assert_eq!(run.out, format!("{ID} routed\n"));
    let asked = gateway.asked();
    let paths: Vec<&str> = asked.iter().map(|asked| asked.path.rsplit('/').next().unwrap()).collect();
    assert_eq!(paths, ["cancel", "retry", "resolve"]);
    assert_eq!(asked[2].json(), value!({ "how": "not_delivered", "note": "by phone" }));
    assert!(asked.iter().all(|asked| asked.method == "POST" && asked.header("idempotency-key").len() == 36));
}

#[test]
fn reach_masks_counts_and_keeps_the_order() {
    let gateway = Gateway::new(|asked, _| {
        let recipients = asked.json()["recipients"].as_array().unwrap().len();
        let row = |index: usize| {
            value!({ "index": index, "recipient": "1927****-****", "answer": if index == 1 { "no" } else { "yes" },
            "channel": if index == 1 { "print" } else { "mina_meddelanden" }, "operator": { "name": "Brevlådan" },
            "reason": { "code": if index == 1 { "not_registered" } else { "mailbox_open" } } })
        };
        json(200, value!({ "results": (0..recipients).map(row).collect::<Vec<_>>() }))
    });
    gateway.run(&["reach", NUMBER]).expect(0);
    let two = gateway.run(&["reach", NUMBER, "198101052382", "--type", "decision"]).expect(1);
    assert!(
        two.out.contains("1927****-****") && two.out.contains("Brevlådan") && !two.out.contains(NUMBER),
        "{two:?}"
    );
    let asked = gateway.asked();
    assert_eq!(asked[1].json(), value!({ "type": "decision", "recipients": [NUMBER, "198101052382"] }));
    assert!(asked.iter().all(|asked| asked.query.is_empty() && asked.path == "/v1/reachability"));

    let numbers = format!("{NUMBER}\n\n").repeat(1500);
    let mut command = brevdue(["reach", "-", "--format", "json"]);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), numbers).unwrap();
    let output = command
        .env("BREVDUE_URL", &gateway.url)
        .stdin(std::fs::File::open(file.path()).unwrap())
        .output()
        .unwrap();
    let lines = Run::from(output).expect(1).json();
    assert_eq!(lines.len(), 1500);
    assert!(lines.iter().enumerate().all(|(at, line)| line["index"] == at));
    common::run(["reach", "-"]).expect(2);
}

#[test]
fn an_answer_for_too_few_is_no_answer() {
    let gateway = Gateway::new(|_, _| json(200, value!({ "results": [] })));
    gateway.run(&["reach", NUMBER]).expect(2);
}

#[test]
fn problems_are_readable() {
    let document = value!({
        "type": "/problems/type_unknown", "title": "The letter type does not exist.", "status": 422, "code": "type_unknown",
        "detail": "2 faults", "fix": "f", "errors": [
            { "pointer": "/type", "code": "type_unknown", "detail": "no type 'x'", "fix": "Choose one of: decision." },
            { "pointer": "/to", "code": "recipient_check_digit" },
        ],
    });
    let answer = document.clone();
    let gateway = Gateway::new(move |_, _| problem(422, answer.clone()));
    let text = gateway.run(&["reach", NUMBER]).expect(1);
    for line in [
        "error: The letter type does not exist. [type_unknown]",
        "field /type: no type 'x' [type_unknown]",
        "→ Choose one of: decision.",
        "field /to: ",
    ] {
        assert!(text.err.contains(line), "{line}: {}", text.err);
    }
    assert!(!text.err.contains(NUMBER) && text.out.is_empty(), "{text:?}");
    assert_eq!(gateway.run(&["reach", NUMBER, "--format", "json"]).expect(1).json(), [document]);
    assert_eq!(gateway.asked().len(), 2, "a refusal is not repeated");
}

#[test]
fn a_wrong_key_says_where_the_key_comes_from() {
    let gateway = Gateway::new(|_, _| {
        problem(401, value!({ "title": "No key.", "status": 401, "code": "key_missing" }))
    });
    let run = gateway.run(&["letters", "list"]).expect(1);
    assert!(run.err.contains("BREVDUE_API_KEY") && run.err.contains("brevdue.toml"), "{run:?}");
}

#[test]
fn what_is_no_gateway_is_said_to_be_none() {
    for (status, media_type, body, code) in [
        (200, "text/html", "<html>", 2),
        (404, "text/html", "<html>", 1),
        (500, "application/json", "\"no object\"", 2),
        (302, "text/html", "", 2),
        (400, "application/problem+json", "{broken", 1),
    ] {
        let gateway = Gateway::new(move |_, _| (status, media_type, body.to_owned()));
        let run = gateway.run(&["letters", "show", ID]).expect(code);
        assert!(run.err.starts_with("error: "), "{status}: {run:?}");
    }
}

#[test]
fn a_busy_gateway_is_asked_again() {
    let gateway = Gateway::new(|_, before| match before {
        0 => problem(503, value!({ "title": "Not ready.", "code": "not_ready" })),
        1 => (502, "text/html", "proxy".to_owned()),
        _ => json(200, letter("delivered")),
    });
    let run = gateway.run(&["letters", "cancel", ID]).expect(0);
    assert_eq!(gateway.asked().len(), 3);
    let keys: Vec<String> =
        gateway.asked().iter().map(|asked| asked.header("idempotency-key").to_owned()).collect();
    assert!(keys.iter().all(|key| key == &keys[0]), "one act, one key");
    assert!(run.err.contains("trying again"), "{run:?}");
}

#[test]
fn a_dead_port_is_exit_2_with_advice() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for args in
        [["reach", NUMBER].as_slice(), &["letters", "list"], &["letters", "show", ID, "--format", "json"]]
    {
        let output = brevdue(args).env("BREVDUE_URL", format!("http://127.0.0.1:{port}")).output().unwrap();
        let run = Run::from(output).expect(2);
        assert!(
            run.err.contains("refused") && run.err.contains("BREVDUE_URL") && !run.err.contains(NUMBER),
            "{run:?}"
        );
        assert_eq!(run.out, "");
    }
}

#[test]
fn the_configuration_file_names_gateway_and_key() {
    let gateway = Gateway::new(|_, _| json(200, value!({ "letters": [] })));
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    write("client.key", "  k-from-file\n");
    let listen = gateway.url.strip_prefix("http://").unwrap();
    // What the gateway needs and this client does not know does no harm.
    let by_url = write(
        "url.toml",
        &format!("unknown = [1, 2]\n[client]\nurl = \"{}\"\nkey_file = \"client.key\"\n", gateway.url),
    );
    let by_listen =
        write("listen.toml", &format!("listen = \"{listen}\"\n[client]\nkey_file = \"client.key\"\n"));
    for config in [&by_url, &by_listen] {
        common::run(["letters", "list", "--config", config]).expect(0);
    }
    let output = brevdue(["letters", "list"])
        .env("BREVDUE_CONFIG", &by_url)
        .env("BREVDUE_API_KEY", "k-env")
        .output()
        .unwrap();
    Run::from(output).expect(0);
    let keys: Vec<String> =
        gateway.asked().iter().map(|asked| asked.header("authorization").to_owned()).collect();
    assert_eq!(keys, ["Bearer k-from-file", "Bearer k-from-file", "Bearer k-env"]);

    let broken = write("broken.toml", "listen = \"127.0.0.1:1\"\nsecret = \"hunter2\n");
    let no_key = write("no-key.toml", "[client]\nkey_file = \"nothing.key\"\n");
    for (config, word) in
        [(broken.as_str(), "broken.toml:2:"), (&no_key, "nothing.key"), ("/nowhere.toml", "No such file")]
    {
        let run = common::run(["letters", "list", "--config", config]).expect(2);
        assert!(run.err.contains(word) && !run.err.contains("hunter2"), "{run:?}");
    }
}

#[test]
fn one_odd_field_hides_no_other() {
    let mut odd = letter("needs_attention");
    odd["subject"] = value!(["not", "a", "text"]);
    odd["documents"] = value!("none");
    odd["timeline"][1]["event"] = value!({ "nested": true });
    odd["attention"] = value!({ "code": "protected_identity" });
    let gateway = Gateway::new(move |_, _| json(200, odd.clone()));
    let shown = gateway.run(&["letters", "show", ID]).expect(0);
    let why = catalogue::Code::ProtectedIdentity.entry().what.en;
    for text in ["needs attention", "1927****-****", "Received and stored.", "something_new", &why[..30]] {
        assert!(shown.out.contains(text), "{text}: {}", shown.out);
    }
}
