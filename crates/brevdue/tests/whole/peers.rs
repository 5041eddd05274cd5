//! What leaves the house, judged by other people's tools.

use crate::installation::Installation;
use std::path::{Path, PathBuf};
use std::process::Command;

fn reference() -> Option<PathBuf> {
    let folder = std::env::var_os("BREVDUE_REFERENCE").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/reference")),
        PathBuf::from,
    );
    folder.is_dir().then_some(folder)
}

fn has(tool: &str) -> bool {
    let found = Command::new(tool).arg("--version").output().is_ok();
    if !found {
        println!("skipped: {tool} is not installed");
    }
    found
}

/// The message of a delivered letter, taken with the command line.
async fn message_of(gateway: &Installation, id: &str, part: &str, file: &Path) {
    gateway.until_state(id, "delivered").await;
    let output = crate::installation::brevdue()
        .args(["letters", "message", id, "--part", part, "-o"])
        .arg(file)
        .arg("--config")
        .arg(gateway.config())
        .output()
        .expect("brevdue letters message runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn xmlsec1_accepts_both_signatures_of_a_sealed_message() {
    if !has("xmlsec1") {
        return;
    }
    let gateway = Installation::start().await;
    let id = gateway.send("se-reachable-alfa", "beslut").await;
    let folder = gateway.folder.path();
    for (part, file) in [("message", "sealed.xml"), ("signed", "signed.xml")] {
        let file = folder.join(file);
        message_of(&gateway, &id, part, &file).await;
        let output = Command::new("xmlsec1")
            .args(["--verify", "--trusted-pem"])
            .arg(folder.join("sandbox/ca.pem"))
            // The document's own signature is its last child; the inner one stands further up.
            .args(["--node-xpath", "/*/*[local-name()='Signature']"])
            .arg(&file)
            .output()
            .expect("xmlsec1 runs");
        assert!(output.status.success(), "{part}: {}", String::from_utf8_lossy(&output.stderr));
        // And not after a change.
        let text = std::fs::read_to_string(&file).expect("a file").replacen("Beslut", "Beslot", 1);
        std::fs::write(&file, text).expect("written");
        let output = Command::new("xmlsec1")
            .args(["--verify", "--trusted-pem"])
            .arg(folder.join("sandbox/ca.pem"))
            .args(["--node-xpath", "/*/*[local-name()='Signature']"])
            .arg(&file)
            .output()
            .expect("xmlsec1 runs");
        assert!(!output.status.success(), "{part}: a changed document verifies");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn danish_messages_validate_against_the_official_schemas() {
    let Some(reference) = reference() else {
        println!("skipped: the reference folder is not there");
        return;
    };
    if !has("xmllint") {
        return;
    }
    let gateway = Installation::start().await;
    for (alias, letter_type) in [("dk-registered", "pladsanvisning"), ("dk-company", "partshoering")] {
        let id = gateway.send(alias, letter_type).await;
        let file = gateway.folder.path().join(format!("{alias}.xml"));
        message_of(&gateway, &id, "message", &file).await;
        let output = Command::new("xmllint")
            .args(["--nonet", "--noout", "--schema"])
            .arg(reference.join("denmark/schemas/memo-1.2-reconstructed/MeMo_core.xsd"))
            .arg(&file)
            .output()
            .expect("xmllint runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let output = crate::installation::brevdue()
            .args(["memo", "check"])
            .arg(&file)
            .output()
            .expect("brevdue memo check runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_from_real_tools_arrive() {
    let gateway = Installation::start().await;
    let folder = gateway.folder.path();
    let mut documents = Vec::new();
    let text = folder.join("Ærlig räksmörgås.txt");
    std::fs::write(&text, "Kære borger\n\nHär är ett beslut från Åre. Rødgrød med fløde.\n")
        .expect("written");
    let made = Command::new("soffice")
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder)
        .arg(format!("-env:UserInstallation=file://{}/office", folder.display()))
        .arg(&text)
        .output();
    if made.is_ok_and(|output| output.status.success()) {
        documents.push(folder.join("Ærlig räksmörgås.pdf"));
    } else {
        println!("skipped: soffice is not installed");
    }
    let scan = folder.join("skannet.pdf");
    // One of its names; something else may be called `convert`, and fails.
    let scanned = ["magick", "convert-im6.q16", "convert"].into_iter().any(|name| {
        let plasma = ["-size", "1240x1754", "plasma:", "-density", "150"];
        let made = Command::new(name).args(plasma).arg(&scan).output();
        made.is_ok_and(|output| output.status.success()) && scan.exists()
    });
    if scanned {
        documents.push(scan);
    } else {
        println!("skipped: ImageMagick is not installed or writes no PDF");
    }
    for document in documents {
        for (alias, letter_type) in [
            ("se-reachable-alfa", "beslut"),
            ("dk-registered", "pladsanvisning"),
            ("dk-exempt", "pladsanvisning"),
        ] {
            let to = sandbox::by_alias(alias).expect("a recipient").reveal();
            let output = crate::installation::brevdue()
                .arg("send")
                .arg(&document)
                .args(["--to", to, "--type", letter_type, "--subject", "Rigtig fil", "--wait", "--config"])
                .arg(gateway.config())
                .output()
                .expect("brevdue send runs");
            let shown = format!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
            assert!(output.status.success(), "{} to {alias}: {shown}", document.display());
            assert!(!shown.contains(to), "the number was printed");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn config_check_says_that_all_is_well_and_what_is_not() {
    let mut gateway = Installation::start().await;
    let check = || {
        crate::installation::brevdue()
            .args(["config", "check", "--config"])
            .arg(gateway.config())
            .output()
            .expect("runs")
    };
    let output = check();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    gateway.kill_sandbox();
    let output = crate::installation::brevdue()
        .args(["config", "check", "--config"])
        .arg(gateway.config())
        .output()
        .expect("runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("→"), "no remedy: {text}");
}
