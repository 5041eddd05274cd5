//! The citizens' pages and the admin calls, and that no personal number is in any of them.

mod common;

use common::{Stage, delivery, number, pdf, sealed, soap, stage};
use mina::Body;
use sandbox::{Operator, recipients};
use serde_json::{Value, json};

async fn page(stage: &Stage, path: &str) -> (u16, String, reqwest::header::HeaderMap) {
    let answer = reqwest::get(stage.web(path)).await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    (status, answer.text().await.unwrap(), headers)
}

async fn deliver(stage: &Stage, alias: &str, operator: Operator, delivery: &mina::Delivery) {
    let envelope = sealed(&stage.se, delivery);
    let (status, body) =
        soap(&stage.swede(), stage.running.urls().operator(operator), envelope).await.unwrap();
    assert_eq!(status, 200, "{alias}: {body}");
}

#[tokio::test]
async fn a_letter_can_be_read_and_opened() {
    let stage = stage("").await;
    let plain = delivery(number("se-reachable-alfa"), "p-1");
    deliver(&stage, "se-reachable-alfa", Operator::Alfa, &plain).await;
    let (status, list, _) = page(&stage, "mailbox/se-reachable-alfa").await;
    assert_eq!(status, 200);
    assert!(list.contains("Beslut om förskoleplats") && list.contains("lang=\"sv\""));
    let (status, letter, headers) = page(&stage, "mailbox/se-reachable-alfa/1").await;
    assert_eq!(status, 200);
    for text in [
        "Här är ditt beslut &#38; &#60;mer&#62;.",
        "Kommun A (202100-4748)",
        "Förseglat av",
        "Frågor? Ring växeln.",
        "Beslut.pdf",
    ] {
        assert!(letter.contains(text), "{text} is missing in {letter}");
    }
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"));
    assert!(!letter.contains("<script") && !letter.contains("style=") && !letter.contains(" onclick"));
    let (_, english, _) = page(&stage, "mailbox/se-reachable-alfa/1?lang=en").await;
    assert!(english.contains("lang=\"en\"") && english.contains("Sealed by"));
    let file = reqwest::get(stage.web("mailbox/se-reachable-alfa/1/document/0")).await.unwrap();
    assert_eq!(file.headers()["content-type"], "application/pdf");
    assert_eq!(file.bytes().await.unwrap(), pdf("Beslut", 1));
    for missing in [
        "mailbox/nobody",
        "mailbox/se-company/1",
        "mailbox/se-reachable-alfa/0",
        "mailbox/se-reachable-alfa/2",
        "nowhere",
        "mailbox/se-reachable-alfa/1/document/9",
    ] {
        assert_ne!(page(&stage, missing).await.0, 200, "{missing}");
    }
}

#[tokio::test]
async fn html_is_shown_where_it_can_do_nothing() {
    let stage = stage("").await;
    let mut letter = delivery(number("se-reachable-beta"), "h-1");
    let html =
        "<!DOCTYPE html><html><head><title>Hej</title></head><body><p>Hej &amp; välkommen</p></body></html>";
    letter.messages[0].body = Body { content_type: "text/html".into(), content: html.into() };
    deliver(&stage, "se-reachable-beta", Operator::Beta, &letter).await;
    let (_, text, _) = page(&stage, "mailbox/se-reachable-beta/1").await;
    assert!(text.contains("sandbox title=") && !text.contains("välkommen</p>"));
    let (status, framed, headers) = page(&stage, "mailbox/se-reachable-beta/1/text/0").await;
    assert_eq!((status, framed.as_str()), (200, html));
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("sandbox;") && policy.contains("default-src 'none'"));
}

#[tokio::test]
async fn outcomes_are_changed_by_alias_and_counts_have_no_numbers() {
    let stage = stage("").await;
    let http = reqwest::Client::new();
    let put = async |alias: &str, body: &str| {
        let answer = http
            .put(stage.web(&format!("sandbox/recipients/{alias}")))
            .body(body.to_owned())
            .send()
            .await
            .unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap())
    };
    let (status, row) = put("se-declined", r#"{"outcome":"reachable","operator":"beta"}"#).await;
    assert_eq!((status, &row["outcome"], &row["operator"]), (200, &json!("reachable"), &json!("beta")));
    assert_eq!(put("se-declined", r#"{"outcome":"exempt"}"#).await.0, 422);
    assert_eq!(put("se-declined", r#"{"outcome":"nonsense"}"#).await.0, 400);
    assert_eq!(put("se-declined", r#"{"utfall":"reachable"}"#).await.0, 400);
    assert_eq!(put("dk-mette", r#"{"operator":"beta"}"#).await.0, 422);
    assert_eq!(put("192705178354", "{}").await.0, 404);
    deliver(&stage, "se-declined", Operator::Beta, &delivery(number("se-declined"), "o-1")).await;
    let counts: Value = http.get(stage.web("sandbox/deliveries")).send().await.unwrap().json().await.unwrap();
    assert_eq!(counts["totals"]["unique"], 1);
    assert_eq!(
        counts["messages"][0],
        json!({"message_id": "o-1", "place": "beta", "recipient": "se-declined", "title": "Beslut om förskoleplats", "copies": 1, "attempts": 1})
    );
    let reset = http
        .delete(stage.web("sandbox/recipients/se-declined"))
        .send()
        .await
        .unwrap()
        .json::<Value>()
        .await
        .unwrap();
    assert_eq!((&reset["outcome"], &reset["operator"]), (&json!("declined"), &json!("alfa")));
}

/// Every page that is linked from the home page, all admin answers and the journal, against every number of the table.
#[tokio::test]
async fn no_number_is_in_any_page_or_file() {
    let stage = stage("").await;
    deliver(&stage, "se-reachable-alfa", Operator::Alfa, &delivery(number("se-reachable-alfa"), "n-1")).await;
    let (mut seen, mut queue) = (
        std::collections::BTreeSet::new(),
        vec![String::new(), "sandbox/recipients".into(), "sandbox/deliveries".into(), "print".into()],
    );
    let mut texts = Vec::new();
    while let Some(path) = queue.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let (_, text, headers) = page(&stage, &path).await;
        if headers["content-type"].to_str().unwrap().starts_with("text/html") {
            for part in text.split("href=\"/").skip(1) {
                queue.push(part.split('"').next().unwrap().to_owned());
            }
            texts.push((path, text));
        }
    }
    assert!(texts.len() > 50, "{} pages", texts.len());
    for file in ["journal.jsonl", "sandbox.json"] {
        texts.push((file.into(), std::fs::read_to_string(stage.folder.path().join(file)).unwrap()));
    }
    for (path, text) in &texts {
        for recipient in recipients().iter().filter(|recipient| !recipient.company) {
            let ten = recipient.reveal().get(recipient.reveal().len() - 10..).unwrap();
            assert!(!text.contains(ten) && !path.contains(ten), "{} stands in {path}", recipient.alias);
        }
        assert!(!party::find_personal_numbers(path));
    }
}
