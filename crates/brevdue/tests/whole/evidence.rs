//! Evidence, audit chain, backup and master key, as their users meet them.

use crate::installation::{Installation, PATIENCE, numbers};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().expect("UTF-8").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_is_exported_and_verified_offline_and_its_store_is_backed_up() {
    let mut installation = Installation::start().await;
    let work = tempfile::tempdir().expect("a folder");
    let certificate = path(work.path(), "evidence.pem");
    let danish = installation.send("dk-mette", "pladsanvisning").await;
    let swedish = installation.send("se-reachable-alfa", "beslut").await;
    for id in [&danish, &swedish] {
        installation.until(id, "final", |view| view["final"] == true).await;
    }
    let (code, _, err) = installation.told(&["evidence", "certificate", "-o", &certificate]);
    assert_eq!(code, 0, "{err}");
    for id in [&danish, &swedish] {
        let file = path(work.path(), &format!("{id}.tar"));
        let (code, _, err) = installation.told(&["evidence", "export", id, "-o", &file]);
        assert_eq!(code, 0, "{err}");
        for lang in ["da", "sv", "en"] {
            let verify = ["evidence", "verify", &file, "--certificate", &certificate, "--lang", lang];
            let (code, out, err) = installation.told(&verify);
            assert_eq!(code, 0, "{out}{err}");
            assert!(out.contains(id.as_str()), "{out}");
            assert!(numbers().iter().all(|number| !out.contains(number)), "the words tell a number");
        }
        let verify = ["evidence", "verify", &file, "--format", "json"];
        let (_, out, _) = installation.told(&verify);
        let found: Value = serde_json::from_str(&out).expect("JSON");
        assert_eq!(found["messages"][0]["valid"], true, "{found:#}");
        assert_eq!(found["letter"]["state"], "delivered", "{found:#}");
        openssl_agrees(work.path(), &file);

        let mut bytes = std::fs::read(&file).expect("a pack");
        let cut = path(work.path(), "cut.tar");
        std::fs::write(&cut, &bytes[..bytes.len() / 2]).expect("written");
        assert_eq!(installation.told(&["evidence", "verify", &cut]).0, 2);
        let place = bytes.windows(10).position(|window| window == b"\"event\": \"").expect("an event") + 10;
        bytes[place] ^= 1;
        std::fs::write(&cut, &bytes).expect("written");
        assert_eq!(installation.told(&["evidence", "verify", &cut]).0, 1);
    }

    // The chain, beside the gateway that works.
    let checkpoint = path(work.path(), "checkpoint.json");
    assert_eq!(installation.told(&["audit", "checkpoint", "-o", &checkpoint]).0, 0);
    installation.send("dk-mette", "pladsanvisning").await;
    let (code, out, err) = installation.told(&["audit", "verify", "--checkpoint", &checkpoint]);
    assert_eq!(code, 0, "{out}{err}");
    let text = std::fs::read_to_string(&checkpoint).expect("a checkpoint");
    let forged = path(work.path(), "forged.json");
    std::fs::write(&forged, text.replacen("\"n\": ", "\"n\": 1", 1)).expect("written");
    assert_eq!(installation.told(&["audit", "verify", "--checkpoint", &forged]).0, 1);

    // A backup of the working store; then a new master key; then the backup in the store's place.
    let copy = path(work.path(), "copy");
    let (code, out, err) = installation.told(&["backup", "take", &copy]);
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!(installation.told(&["backup", "take", &copy]).0, 2, "a folder that exists");
    assert_eq!(installation.told(&["backup", "verify", &copy]).0, 0);
    // The gateway has taken up the note of it into the chain.
    let notes = installation.folder.path().join("gateway/backup-notes");
    let began = std::time::Instant::now();
    while std::fs::read_dir(&notes).expect("a folder").count() > 0 {
        assert!(began.elapsed() < PATIENCE, "{}", installation.log("gateway"));
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(installation.log("gateway").contains("a backup was taken"), "{}", installation.log("gateway"));
    assert_eq!(installation.told(&["audit", "verify"]).0, 0);
    assert_eq!(installation.told(&["keys", "rotate"]).0, 2, "while the gateway runs");
    installation.kill_gateway();
    let (code, out, err) = installation.told(&["keys", "rotate"]);
    assert_eq!(code, 0, "{out}{err}");
    installation.start_gateway().await;
    assert_eq!(installation.get(&format!("/v1/letters/{danish}")).await["state"], "delivered");
    installation.kill_gateway();
    assert_eq!(installation.told(&["restore", &copy]).0, 2, "over a store that is there");
    std::fs::remove_dir_all(installation.folder.path().join("gateway")).expect("removed");
    let (code, out, err) = installation.told(&["restore", &copy]);
    assert_eq!(code, 0, "{out}{err}");
    installation.start_gateway().await;
    assert_eq!(installation.get(&format!("/v1/letters/{swedish}")).await["state"], "delivered");
    assert_eq!(installation.told(&["audit", "verify", "--checkpoint", &checkpoint]).0, 0);

    // Without the right master key nothing starts, and it says why.
    installation.kill_gateway();
    let key = installation.folder.path().join("master.key");
    std::fs::write(&key, "00".repeat(32)).expect("written");
    let (code, _, err) = installation.told(&["serve"]);
    assert_eq!(code, 2);
    assert!(err.contains("master key"), "{err}");
}

/// The signature of a pack, by another hand.
fn openssl_agrees(folder: &Path, pack: &str) {
    let sh = |line: &str| {
        let output = Command::new("sh").arg("-c").arg(line).current_dir(folder).output().expect("sh runs");
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    if !sh("openssl version && tar --version").0 {
        println!("skipped: no openssl or tar here");
        return;
    }
    let (done, err) = sh(&format!(
        "rm -rf x && mkdir x && tar -xf {pack} -C x && openssl x509 -in x/certificate.pem -pubkey -noout > x/key && \
         openssl dgst -sha256 -verify x/key -signature x/manifest.sig x/manifest.json"
    ));
    assert!(done, "{err}");
}
