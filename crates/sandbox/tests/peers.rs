//! Foreign clients: zeep with the official contracts, curl and openssl.

#![allow(clippy::print_stdout, reason = "a test that is skipped says why")]

mod common;

use std::path::PathBuf;
use std::process::Stdio;

use common::{delivery, number, sealed, stage};
use serde_json::Value;
use tokio::process::Command;

fn contracts() -> Option<PathBuf> {
    let root = std::env::var_os("BREVDUE_REFERENCE").map(PathBuf::from);
    let root =
        root.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference"));
    Some(root.join("sweden/contracts/my-messages")).filter(|path| path.exists())
}

async fn has(program: &str, arguments: &[&str]) -> bool {
    let status =
        Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status().await;
    status.is_ok_and(|status| status.success())
}

#[tokio::test]
async fn zeep_with_the_official_contracts_gets_its_answers() {
    let Some(contracts) = contracts() else {
        return println!("skipped: no reference folder; set BREVDUE_REFERENCE");
    };
    if !has("python3", &["-c", "import zeep"]).await {
        return println!("skipped: python3 with zeep is not installed");
    }
    let stage = stage("").await;
    let envelope = stage.folder.path().join("envelope.xml");
    std::fs::write(&envelope, sealed(&stage.se, &delivery(number("se-reachable-beta"), "zeep-1"))).unwrap();
    let output = Command::new("python3")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/zeep_client.py"))
        .arg(&contracts)
        .arg(stage.folder.path().join("sandbox.json"))
        .arg(&stage.se.folder)
        .arg(number("se-reachable-beta"))
        .arg(&envelope)
        .output()
        .await
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let out: Value = serde_json::from_str(text.trim()).unwrap();
    assert_eq!(out["accepted"], true);
    assert_eq!(out["registered"], "Secure");
    assert_eq!(out["fault"], 5014);
    assert_eq!(out["senders"], serde_json::json!(["Kommun A"]));
    assert_eq!(out["delivered"], serde_json::json!([true]));
    assert_eq!(out["own"], true);
    assert_eq!(out["own_senders"], out["senders"]);
    let messages = stage.running.deliveries().messages;
    assert_eq!((messages[0].message_id.as_str(), messages[0].copies), ("zeep-1", 1));
}

/// The Python that has this module: the one on the path, or one named for it.
async fn python_with(module: &str) -> Option<String> {
    let named = std::env::var("BREVDUE_PYTHON").ok();
    for python in named.into_iter().chain(["python3".to_owned()]) {
        if has(&python, &["-c", &format!("import {module}")]).await {
            return Some(python);
        }
    }
    None
}

#[tokio::test]
async fn python_serviceplatformen_sends_letter_nemsms_and_paper() {
    let Some(python) = python_with("python_serviceplatformen").await else {
        return println!(
            "skipped: python3 with python-serviceplatformen is not installed (or set BREVDUE_PYTHON)"
        );
    };
    let stage = stage("").await;
    let pdf = stage.folder.path().join("letter.pdf");
    std::fs::write(&pdf, common::pdf("Afgørelse", 1)).unwrap();
    let output = Command::new(python)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/serviceplatformen_client.py"))
        .arg(stage.folder.path().join("sandbox.json"))
        .arg(&stage.dk.folder)
        .args([common::DK_SENDER, number("dk-mette"), number("dk-company")])
        .arg(&pdf)
        .output()
        .await
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let out: Value = serde_json::from_str(text.trim()).unwrap();
    assert_eq!(
        (&out["mailbox"], &out["nemsms"], &out["company_nemsms"]),
        (&true.into(), &true.into(), &false.into())
    );
    // It meant to speak to KOMBIT's own test hosts.
    let hosts = ["exttest.serviceplatformen.dk", "n2adgangsstyring.eksterntest-stoettesystemerne.dk"];
    assert_eq!(out["hosts"], serde_json::json!(hosts));
    for _ in 0..200 {
        let totals = stage.running.deliveries().totals;
        if totals.digital_post == 2 && totals.printed == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let deliveries = stage.running.deliveries();
    for name in ["letter", "sms", "paper"] {
        let id = out[name].as_str().unwrap();
        let found = deliveries.messages.iter().any(|message| message.message_id == id && message.copies == 1);
        assert!(found || name == "paper", "{name}: {deliveries:?}");
    }
    assert_eq!((deliveries.totals.printed, deliveries.totals.doubled), (1, 0));
}

#[tokio::test]
async fn curl_and_openssl_shake_hands() {
    let stage = stage("").await;
    let file = |name: &str| stage.dk.folder.join(name).display().to_string();
    let ca = stage.running.facts().ca_file.display().to_string();
    if has("curl", &["--version"]).await {
        let (url, login) = (stage.url("receipts/"), format!("{}:{}", stage.dk.system_id, stage.dk.api_token));
        let arguments = [
            "-sS",
            "--noproxy",
            "*",
            "--cacert",
            &ca,
            "--cert",
            &file("cert.pem"),
            "--key",
            &file("key.pem"),
            "-u",
            &login,
            &url,
        ];
        let output = Command::new("curl").args(arguments).output().await.unwrap();
        assert!(String::from_utf8_lossy(&output.stdout).contains("\"totalElements\":0"), "{output:?}");
    } else {
        println!("skipped: curl is not installed");
    }
    if has("openssl", &["version"]).await {
        let address =
            stage.running.urls().far.trim_start_matches("https://").split('/').next().unwrap().to_owned();
        for version in ["-tls1_2", "-tls1_3"] {
            let arguments = [
                "s_client",
                "-connect",
                &address,
                "-CAfile",
                &ca,
                "-cert",
                &file("cert.pem"),
                "-key",
                &file("key.pem"),
                version,
                "-verify_return_error",
            ];
            let output = Command::new("openssl").args(arguments).stdin(Stdio::null()).output().await.unwrap();
            assert!(
                String::from_utf8_lossy(&output.stdout).contains("Verify return code: 0 (ok)"),
                "{version}"
            );
        }
        let output = Command::new("openssl")
            .args([
                "x509",
                "-noout",
                "-subject",
                "-in",
                &stage.se.folder.join("cert.pem").display().to_string(),
            ])
            .output()
            .await
            .unwrap();
        assert!(
            String::from_utf8_lossy(&output.stdout).contains("serialNumber = 162021004748"),
            "{output:?}"
        );
    } else {
        println!("skipped: openssl is not installed");
    }
}
