//! The gateway is no archive (R59): content goes when its time is over, and the switch keeps nothing of whom it was asked
//! about.

use crate::installation::{Installation, PATIENCE};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::Command;
use std::time::Instant;

/// An installation that keeps content for half a year. One of its senders keeps none, but for its summonses; two types of
/// another sender keep none either, but their letters may be answered for two weeks.
async fn forgetful() -> Installation {
    let mut installation = Installation::init();
    installation.configure("sweep_ms = 3600000", "sweep_ms = 1000");
    for (line, rule) in [
        ("id = \"exempel\"", "content_days = 0"),
        ("code = \"kallelse\"", "content_days = 30"),
        ("code = \"partshoering\"", "content_days = 0\nreply_within_days = 14"),
        ("code = \"papirbrev\"", "content_days = 0\nreply_within_days = 14"),
    ] {
        installation.configure(line, &format!("{line}\n{rule}"));
    }
    installation.start_sandbox().await;
    installation.start_gateway().await;
    installation
}

#[tokio::test(flavor = "multi_thread")]
async fn content_goes_when_its_time_is_over_and_what_is_kept_tells_of_nobody() {
    let mut installation = forgetful().await;
    let runs = installation.send("dk-mette", "partshoering").await;
    let waits = installation.send("se-protected", "beslut").await;
    let summons = installation.send("se-reachable-beta", "kallelse").await;
    let of_the_house = installation.send("dk-registered", "pladsanvisning").await;
    // When it arrived, nobody knows.
    let on_paper = installation.send("dk-mette", "papirbrev").await;
    let id = installation.send("se-reachable-alfa", "beslut").await;
    let gone = installation.until(&id, "forgotten", |view| view["forgotten_at"].is_string()).await;
    assert_eq!((&gone["state"], &gone["channel"]), (&json!("delivered"), &json!("mina_meddelanden")));
    for field in ["subject", "recipient"] {
        assert_eq!(gone[field], "", "{gone:#}");
    }
    let events: Vec<&str> = gone["timeline"]
        .as_array()
        .expect("events")
        .iter()
        .filter_map(|event| event["event"].as_str())
        .collect();
    assert!(events.starts_with(&["accepted", "looked_up", "routed", "composed"]), "{events:?}");
    assert_eq!(installation.get(&format!("/v1/letters/{id}/events")).await["events"], gone["timeline"]);
    assert_eq!(gone["documents"][0]["digest"].as_str().map(str::len), Some(64), "{gone:#}");
    for door in ["message", "evidence"] {
        let url = installation.api(&format!("/v1/letters/{id}/{door}"));
        let answer =
            installation.client.get(url).bearer_auth(&installation.key).send().await.expect("an answer");
        assert_eq!(answer.status(), 410);
        assert_eq!(answer.json::<Value>().await.expect("JSON")["code"], "letter_forgotten");
    }
    let (code, said) = installation.run(&["letters", "show", &id]);
    assert!(code == Some(0) && said.contains("Content deleted"), "{said}");

    // A deadline that runs, a letter that lies with a person, and a rule of more days hold their content.
    for id in [&runs, &on_paper, &summons, &of_the_house] {
        installation.until_state(id, "delivered").await;
    }
    let began = Instant::now();
    let seen = async || installation.log("gateway").matches("time was over was deleted").count();
    let before = seen().await;
    while seen().await < before + 2 {
        assert!(began.elapsed() < PATIENCE, "{}", installation.log("gateway"));
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    for id in [&runs, &waits, &on_paper, &summons, &of_the_house] {
        let view = installation.get(&format!("/v1/letters/{id}")).await;
        assert_ne!(view["recipient"], "", "{view:#}");
    }

    // Nothing else is disturbed by it.
    let listed = installation.get("/v1/letters").await;
    assert_eq!(listed["letters"].as_array().expect("letters").len(), 6, "{listed:#}");
    let doctor = installation.get("/v1/doctor").await;
    let findings = doctor["findings"].as_array().expect("findings");
    let found = findings.iter().find(|finding| finding["subject"] == "retention").expect("the finding");
    assert_eq!(found["level"], "ok", "{found}");
    let (code, said) = installation.run(&["balance", "--full"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = installation.run(&["sweep", "--full"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = installation.run(&["audit", "verify"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(installation.stop_gateway().await, Some(0));
    let log = installation.log("gateway");
    assert!(!log.contains("WARN") && !log.contains("ERROR"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn content_is_not_deleted_by_rule_where_it_lies_in_clear() {
    let installation = Installation::init();
    installation.configure("[encryption]\nmaster_key_file = \"master.key\"", "");
    let (code, _) = installation.run(&["config", "check"]);
    assert_eq!(code, Some(2), "a rule that could not be kept is refused");
    installation.configure("content_days = 180", "");
    let (code, said) = installation.run(&["config", "check"]);
    assert_eq!(code, Some(1), "only that nobody answers is wrong: {said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn content_goes_before_its_time_when_somebody_decides_it() {
    let installation = Installation::start().await;
    let wrong = installation.send("se-reachable-alfa", "beslut").await;
    let waits = installation.send("se-protected", "beslut").await;
    installation.until_state(&wrong, "delivered").await;
    installation.until_state(&waits, "needs_attention").await;
    let why = "med bilag fra en annan akt";
    let (code, _, said) = installation.told(&["letters", "forget", &waits, "--why", why]);
    assert!(code == 1 && said.contains("state_conflict"), "{code} {said}");
    let number = sandbox::by_alias("se-protected").expect("a test recipient").reveal().to_owned();
    let (code, _, said) = installation.told(&["letters", "forget", &wrong, "--why", &number]);
    assert!(code == 1 && said.contains("personal_number_in_text"), "{code} {said}");
    assert_ne!(installation.get(&format!("/v1/letters/{wrong}")).await["recipient"], "");

    let (code, said) = installation.run(&["letters", "forget", &wrong, "--why", why]);
    assert_eq!(code, Some(0), "{said}");
    let gone = installation.get(&format!("/v1/letters/{wrong}")).await;
    assert!(gone["forgotten_at"].is_string(), "{gone:#}");
    assert_eq!((&gone["forgotten_why"], &gone["recipient"]), (&json!(why), &json!("")), "{gone:#}");
    let (code, said) = installation.run(&["letters", "show", &wrong]);
    assert!(code == Some(0) && said.contains(why), "{said}");
    let (code, _, said) = installation.told(&["letters", "forget", &wrong, "--why", why]);
    assert!(code == 1 && said.contains("letter_forgotten"), "{code} {said}");
    for check in [&["audit", "verify"][..], &["balance", "--full"], &["sweep", "--full"]] {
        let (code, said) = installation.run(check);
        assert_eq!(code, Some(0), "{said}");
    }
}

/// Rows of every table of the embedded database.
fn rows(installation: &Installation) -> BTreeMap<String, u64> {
    let count = "import json, sqlite3, sys\n\
        db = sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True)\n\
        names = [n for (n,) in db.execute(\"SELECT name FROM sqlite_master WHERE type = 'table'\")]\n\
        print(json.dumps({n: db.execute(f'SELECT COUNT(*) FROM \"{n}\"').fetchone()[0] for n in names}))";
    let database = installation.folder.path().join("gateway/brevdue.db");
    let output = Command::new("python3").args(["-c", count]).arg(database).output().expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("counts")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_switch_keeps_nothing_of_whom_it_was_asked_about() {
    let installation = Installation::start().await;
    // What every call leaves, such as when a key was last used, is there before.
    let recipient = |alias: &str| sandbox::by_alias(alias).expect("a test recipient").reveal().to_owned();
    let ask = json!({ "type": "beslut", "recipients": [recipient("se-reachable-alfa"), recipient("se-protected")] });
    assert_eq!(installation.post("/v1/reachability", &ask).await.0, 200);
    let before = rows(&installation);
    assert!(before["letter"] == 0 && before.len() > 15, "{before:?}");
    let (status, answer) = installation.post("/v1/reachability", &ask).await;
    assert_eq!(status, 200);
    assert_eq!(answer["results"].as_array().map(Vec::len), Some(2), "{answer:#}");
    assert_eq!(rows(&installation), before);
    let log = installation.log("gateway");
    for alias in ["se-reachable-alfa", "se-protected"] {
        assert!(!log.contains(&recipient(alias)), "{log}");
    }
}
