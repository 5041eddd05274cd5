//! Each kind of fault as it is seen on the wire, and whether the letter was stored.

mod common;

use std::time::Duration;

use common::{DK_SENDER, Stage, delivery, number, sealed, soap, stage};
use sandbox::Operator;
use serde_json::{Value, json};

/// What the caller of one delivery sees.
#[derive(Debug, PartialEq, Eq)]
enum Seen {
    /// Status, and whether the answer is the one of the contract.
    Answer(u16, bool),
    Nothing,
}

async fn hand_in(stage: &Stage) -> Seen {
    let letter = delivery(number("se-reachable-alfa"), "fault-1");
    let url = stage.running.urls().operator(Operator::Alfa).to_owned();
    match soap(&stage.swede(), &url, sealed(&stage.se, &letter)).await {
        Some((status, text)) => Seen::Answer(status, text.contains("deliverSecureResponse")),
        None => Seen::Nothing,
    }
}

#[tokio::test]
async fn every_kind_at_an_operator() {
    let whole = Seen::Answer(200, true);
    for (kind, seen, stored) in [
        ("down", Seen::Answer(503, false), 0),
        ("drop", Seen::Nothing, 0),
        ("slow", whole, 1),
        ("http-429", Seen::Answer(429, false), 0),
        ("fault", Seen::Answer(500, false), 0),
        ("fault-5012", Seen::Answer(500, false), 0),
        ("lost", Seen::Nothing, 1),
        ("silent", Seen::Nothing, 1),
        ("late", Seen::Answer(200, true), 1),
        ("half", Seen::Nothing, 1),
        ("drip", Seen::Answer(200, true), 1),
        ("wrong", Seen::Answer(200, false), 1),
        ("after-502", Seen::Answer(502, false), 1),
        // The same, for one recipient, and for another one.
        ("lost@se-reachable-alfa", Seen::Nothing, 1),
        ("down@se-reachable-alfa", Seen::Answer(503, false), 0),
        ("down@se-declined", Seen::Answer(200, true), 1),
    ] {
        let stage = stage(&format!("operator.alfa.{kind}=1")).await;
        assert_eq!(hand_in(&stage).await, seen, "{kind}");
        let totals = stage.running.deliveries().totals;
        assert_eq!((totals.unique, totals.doubled), (stored, 0), "{kind}");
    }
}

async fn look_up(stage: &Stage) -> Option<(u16, Value)> {
    let url = stage.url(&format!("contacts/?cprNumber={}", number("dk-registered")));
    let call = stage.dane().get(url).basic_auth(&stage.dk.system_id, Some(&stage.dk.api_token));
    let answer = call.send().await.ok()?;
    Some((answer.status().as_u16(), answer.json().await.unwrap_or(Value::Null)))
}

#[tokio::test]
async fn the_register_alone_and_for_one_recipient() {
    let stage = stage("digital_post.contacts.down=1").await;
    assert_eq!(look_up(&stage).await.unwrap().0, 503);
    let page = stage.url("receipts-bulk/");
    let call = stage.dane().get(page).basic_auth(&stage.dk.system_id, Some(&stage.dk.api_token));
    assert_eq!(call.send().await.unwrap().status(), 200, "another part of Digital Post is well");

    let faults = reqwest::Client::new();
    let change = |spec: &str| faults.put(stage.web("sandbox/faults")).json(&json!({ "spec": spec })).send();
    for (spec, status, is_page) in [
        ("digital_post.contacts.http-404@dk-registered=1", 404, false),
        ("digital_post.contacts.http-404@dk-mette=1", 200, true),
        ("digital_post.wrong=1", 200, false),
        ("digital_post.contacts.down:100s-200s=1", 200, true),
    ] {
        assert!(change(spec).await.unwrap().status().is_success());
        let (seen, body) = look_up(&stage).await.unwrap();
        assert_eq!((seen, body["contacts"].is_array()), (status, is_page), "{spec}");
    }
    assert!(change("digital_post.contacts.down=1").await.unwrap().status().is_success());
    assert_eq!(look_up(&stage).await.unwrap().0, 503);
    let tallies: Value = faults.get(stage.web("sandbox/faults")).send().await.unwrap().json().await.unwrap();
    assert_eq!(tallies["rules"][0], json!({"rule": "digital_post.contacts.down=1", "asked": 1, "struck": 1}));
    for bad in ["far.explode=1", "no text"] {
        assert_eq!(change(bad).await.unwrap().status(), 422, "{bad}");
    }
    assert!(faults.delete(stage.web("sandbox/faults")).send().await.unwrap().status().is_success());
    assert_eq!(look_up(&stage).await.unwrap().0, 200);
}

#[tokio::test]
async fn handshakes_that_fail() {
    let stage = stage("tls.drop=1").await;
    let faults = reqwest::Client::new();
    for (kind, works) in
        [("drop", false), ("silent", false), ("expired", false), ("stranger", false), ("", true)]
    {
        let spec = if kind.is_empty() { String::new() } else { format!("tls.{kind}=1") };
        let change = faults.put(stage.web("sandbox/faults")).json(&json!({ "spec": spec })).send();
        assert!(change.await.unwrap().status().is_success());
        assert_eq!(look_up(&stage).await.is_some(), works, "{kind}");
    }
}

fn memo(uuid: &str) -> String {
    let pdf = base64_simd::STANDARD.encode_to_string(common::pdf("Afgørelse", 1));
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><memo:Message xmlns:memo="https://DigitalPost.dk/MeMo-1" memoVersion="1.2"><memo:MessageHeader>
<memo:messageType>DIGITALPOST</memo:messageType><memo:messageUUID>{uuid}</memo:messageUUID><memo:label>Afgørelse</memo:label>
<memo:Sender><memo:senderID>{DK_SENDER}</memo:senderID><memo:idType>CVR</memo:idType><memo:label>Eksempel Kommune</memo:label></memo:Sender>
<memo:Recipient><memo:recipientID>{}</memo:recipientID><memo:idType>CPR</memo:idType></memo:Recipient></memo:MessageHeader>
<memo:MessageBody><memo:createdDateTime>2026-11-22T09:00:00Z</memo:createdDateTime><memo:MainDocument><memo:label>Afgørelse</memo:label>
<memo:File><memo:encodingFormat>application/pdf</memo:encodingFormat><memo:filename>a.pdf</memo:filename><memo:language>da</memo:language><memo:content>{pdf}</memo:content></memo:File>
</memo:MainDocument></memo:MessageBody></memo:Message>"#,
        number("dk-registered")
    )
}

#[tokio::test]
async fn receipts_that_are_missing_or_double() {
    for (kind, receipts) in [("missing", 0), ("duplicate", 3), ("delayed", 1)] {
        let stage = stage(&format!("digital_post.memos.{kind}=1")).await;
        let uuid = "3f2b8c4d-1e5f-4a6b-8c7d-000000000001";
        let url = stage.url(&format!("memos/?memo-message-uuid={uuid}"));
        let call = stage.dane().post(url).basic_auth(&stage.dk.system_id, Some(&stage.dk.api_token));
        let sent = call.header("content-type", "application/xml").body(memo(uuid)).send().await.unwrap();
        assert_eq!(sent.status(), 201, "{kind}");
        for _ in 0..200 {
            if stage.running.deliveries().totals.digital_post == 1 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let call = stage.dane().get(stage.url("receipts-bulk/"));
        let page = call.basic_auth(&stage.dk.system_id, Some(&stage.dk.api_token)).send().await.unwrap();
        let page: Value = page.json().await.unwrap();
        assert_eq!(page["receipts"].as_array().unwrap().len(), receipts, "{kind}");
        let counted = stage.running.deliveries();
        assert_eq!((counted.totals.digital_post, counted.messages[0].title.as_str()), (1, "Afgørelse"));
    }
}
