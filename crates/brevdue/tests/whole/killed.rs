//! kill -9 in the middle of everything: every accepted letter ends, none twice.

use crate::installation::{Installation, PATIENCE, brevdue, pdf};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn the_demonstration_killed_again_and_again_ends_as_expected() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("demo");
    let demo = || {
        let mut command = brevdue();
        command.args(["demo", "--once", "--format", "json", "--data-dir"]).arg(&data);
        command
    };
    // The first run is left alone until its installation is written, then all are killed at growing moments.
    for round in 0..6_u64 {
        let mut child =
            demo().stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("brevdue demo starts");
        let began = Instant::now();
        while !data.join("admin.key").exists() {
            assert!(began.elapsed() < PATIENCE, "no installation");
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(150 + 260 * round));
        child.kill().expect("killed");
        child.wait().expect("waited for");
    }
    // What was under way at a kill may be in doubt: the demonstration's case worker then asks the operator.
    let output = demo().output().expect("brevdue demo runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let totals = &lines.last().expect("totals")["totals"];
    assert_eq!(totals["doubled"], 0, "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_killed_under_load_loses_and_doubles_nothing() {
    let mut gateway = Installation::start().await;
    let kinds = [
        ("se-reachable-alfa", "beslut"),
        ("dk-registered", "pladsanvisning"),
        ("dk-exempt", "pladsanvisning"),
        ("se-not-registered", "beslut"),
        ("se-lost-alfa", "beslut"),
        ("dk-lost-stored", "pladsanvisning"),
        ("dk-mette", "afgoerelse"),
        ("dk-lost-stored", "afgoerelse"),
    ];
    let document = pdf("Under last");
    let mut accepted: BTreeMap<String, &str> = BTreeMap::new();
    for round in 0..5_u64 {
        for number in 0..12_usize {
            let (alias, letter_type) = kinds[number % kinds.len()];
            let recipient = sandbox::by_alias(alias).expect("a recipient").reveal();
            let letter = json!({ "type": letter_type, "to": recipient, "recipient": { "name": "Test" } });
            let key = format!("round-{round}-{number}");
            // A caller that got no answer asks again with the same key, as it should.
            let began = Instant::now();
            let id = loop {
                match gateway.submit(&letter, &document, &key).await {
                    Ok((202, _, answer)) => break answer["id"].as_str().expect("an id").to_owned(),
                    Ok((status, _, answer)) => panic!("{status} {answer}"),
                    Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                }
                assert!(began.elapsed() < PATIENCE);
            };
            accepted.insert(id, alias);
        }
        tokio::time::sleep(Duration::from_millis(30 + 90 * round)).await;
        gateway.kill_gateway();
        gateway.start_gateway().await;
    }
    assert_eq!(accepted.len(), 60, "the same key gave two letters, or two keys one");
    let (mut digital, mut printed, mut doubtful) = (0, 0, 0);
    for (id, alias) in &accepted {
        let ended =
            |view: &Value| view["final"] == true || view["attention"]["code"] == "in_doubt_unresolved";
        let view = gateway.until(id, &format!("ended ({alias})"), ended).await;
        match (view["state"].as_str(), view["channel"].as_str()) {
            (Some("delivered"), Some("print")) => printed += 1,
            (Some("delivered"), Some(_)) => digital += 1,
            (Some("in_doubt"), _) => doubtful += 1,
            _ => panic!("{alias}: {view:#}"),
        }
    }
    let totals = &gateway.deliveries().await["totals"];
    let count = |name: &str| totals[name].as_u64().expect("a count");
    assert_eq!(count("doubled"), 0, "{totals}");
    assert_eq!(count("printed"), printed, "{totals}");
    let in_mailboxes = count("mina_meddelanden") + count("digital_post");
    assert!(
        (digital..=digital + doubtful).contains(&in_mailboxes),
        "{digital} delivered, {doubtful} in doubt, {totals}"
    );
}
