//! The description of the API against the running program: valid, and true of whatever answers come to calls that somebody
//! else makes up.

use crate::installation::Installation;
use serde_json::{Value, json};
use std::process::Command;

/// Whether a Python package is there.
fn has(package: &str) -> bool {
    let found = Command::new("python3").args(["-c", &format!("import {package}")]).output();
    let there = found.is_ok_and(|output| output.status.success());
    if !there {
        println!("skipped: python3 with {package} is not installed");
    }
    there
}

async fn document(gateway: &Installation) -> Value {
    let answer = gateway.client.get(gateway.api("/openapi.json")).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    answer.json().await.expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_valid_openapi() {
    let gateway = Installation::start().await;
    let document = document(&gateway).await;
    assert_eq!(document["openapi"], "3.1.0");
    if !has("openapi_spec_validator") {
        return;
    }
    let validate = |document: &Value| {
        let file = gateway.folder.path().join("openapi.json");
        std::fs::write(&file, document.to_string()).expect("written");
        Command::new("python3").args(["-m", "openapi_spec_validator"]).arg(&file).output().expect("a run")
    };
    let output = validate(&document);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let mut broken = document;
    broken["paths"]["/healthz"]["get"]["responses"] = json!(7);
    assert!(!validate(&broken).status.success(), "the validator takes anything");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_can_be_read_by_everybody_and_needs_no_script() {
    let gateway = Installation::start().await;
    let document = document(&gateway).await;
    let answer = gateway.client.get(gateway.api("/docs?lang=da")).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let policy = answer.headers().get("content-security-policy").expect("a policy").to_str().expect("ASCII");
    assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self';"), "{policy}");
    let page = answer.text().await.expect("a page");
    // Only what every page of ours has: it makes pages quicker, and this one needs nothing of it.
    let scripts: Vec<&str> = page.split("<script").skip(1).collect();
    assert!(scripts.iter().all(|script| script.starts_with(" src=\"/static/brevdue.js")), "{page}");
    assert!(page.contains("<html lang=\"da\">"), "{page}");
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys() {
            let named = format!("{} {path}", method.to_uppercase());
            assert!(page.contains(&named), "the page lacks {named}");
        }
    }
}

/// The description for somebody who knows these letters and the types of this installation.
fn knowing(mut document: Value, letters: &[&str]) -> Value {
    let nobody = "0190b7a0-0000-7000-8000-000000000000";
    let known = [
        ("id", json!([letters, &[nobody]].concat())),
        ("code", json!(["beslut", "pladsanvisning", "recipient_check_digit"])),
        ("number", json!([1, 2])),
    ];
    for operation in document["paths"].as_object_mut().expect("paths").values_mut() {
        for described in operation.as_object_mut().expect("methods").values_mut() {
            for parameter in described["parameters"].as_array_mut().expect("parameters") {
                let name = parameter["name"].as_str().unwrap_or_default().to_owned();
                if let Some((_, values)) = known.iter().find(|(known, _)| *known == name)
                    && parameter["in"] == "path"
                {
                    parameter["schema"] = json!({ "enum": values });
                }
            }
        }
    }
    document
}

/// Holds the program against a description; what was said of it.
async fn hold(gateway: &Installation, document: Value, examples: &'static str) -> (bool, String) {
    let file = gateway.folder.path().join("described.json");
    std::fs::write(&file, document.to_string()).expect("written");
    let (url, key) = (gateway.api(""), format!("Authorization: Bearer {}", gateway.key));
    let run = tokio::task::spawn_blocking(move || {
        let checks = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_schema_conformance,response_headers_conformance";
        Command::new("python3")
            .args(["-m", "schemathesis.cli", "run"])
            .arg(file)
            .args(["--url", &url, "-H", &key, "--checks", checks])
            .args(["--seed", "20261122", "--max-examples", examples, "--phases", "examples,coverage,fuzzing"])
            .args(["--generation-database", "none", "--no-color", "--continue-on-failure"])
            .args(["--request-timeout", "20", "--suppress-health-check", "all", "--no-shrink"])
            .output()
            .expect("schemathesis runs")
    });
    let output = run.await.expect("a run");
    let said = String::from_utf8_lossy(&output.stdout).replace(&gateway.key, "KEY");
    assert!(said.contains("Seed: 20261122"), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    (output.status.success(), said)
}

/// Schemathesis makes up calls, right and wrong ones, from the description, and holds each answer against it.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_answers_otherwise_than_described() {
    if !has("schemathesis") {
        return;
    }
    let gateway = Installation::start().await;
    // Letters to be found: one that is over, and one with a person.
    let id = gateway.send("se-reachable-alfa", "beslut").await;
    gateway.until_state(&id, "delivered").await;
    let protected = gateway.send("se-protected", "beslut").await;
    gateway.until(&protected, "with a person", |view| view["attention"].is_object()).await;
    let document = document(&gateway).await;
    let (sound, said) = hold(&gateway, knowing(document.clone(), &[&id, &protected]), "8").await;
    assert!(sound, "{said}");
    // A description that is not true is found out.
    let mut wrong = document;
    wrong["components"]["schemas"]["Health"]["properties"]["status"] = json!({ "type": "integer" });
    wrong["paths"].as_object_mut().expect("paths").retain(|path, _| path == "/healthz");
    let (sound, said) = hold(&gateway, wrong, "1").await;
    assert!(!sound && said.contains("violates schema"), "{said}");
    // And it went on working.
    let after = gateway.send("se-reachable-alfa", "beslut").await;
    gateway.until_state(&after, "delivered").await;
    assert!(!gateway.log("gateway").contains("panicked"), "{}", gateway.log("gateway"));
}
