//! Receipts that Digital Post pushes: the endpoint, who may call it, and the same receipt by two ways.

use crate::installation::Installation;
use serde_json::{Value, json};

async fn push(gateway: &Installation, sender: &str, body: &str, subject: Option<&str>) -> u16 {
    let path = format!("/digital_post/receipts/{sender}");
    let mut call = gateway.client.post(gateway.api(&path)).body(body.to_owned());
    if let Some(subject) = subject {
        call = call.header("x-client-subject", subject);
    }
    call.send().await.expect("an answer").status().as_u16()
}

fn events<'a>(view: &'a Value, event: &str) -> Vec<&'a Value> {
    let timeline = view["timeline"].as_array().expect("a timeline");
    timeline.iter().filter(|moment| moment["event"] == event).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pushed_receipts_deliver_and_are_told_once() {
    let mut gateway = Installation::init();
    // Fetching is as good as off: only a push can deliver these letters in time.
    gateway.configure("receipt_poll_ms = 250", "receipt_poll_ms = 3600000");
    gateway.receipt_url = Some(gateway.api("/digital_post/receipts/eksempel"));
    gateway
        .start_sandbox_with(
            "push.lost=0.4,push.duplicate=0.3,push.drop=0.2,digital_post.memos.duplicate=0.4,seed=5",
        )
        .await;
    gateway.start_gateway().await;
    let mut ids = Vec::new();
    for _ in 0..8 {
        ids.push(gateway.send("dk-registered", "pladsanvisning").await);
    }
    for id in &ids {
        let view = gateway.until_state(id, "delivered").await;
        assert_eq!(view["final"], true);
    }
    // What is pushed again afterwards, in another order, changes nothing.
    let view = gateway.get(&format!("/v1/letters/{}", ids[0])).await;
    let receipt = json!({
        "transmissionId": "0b8de1de-6d0b-4f0e-9a0f-0d6f1d0c9a11", "messageUUID": view["message_uuid"],
        "messageId": null, "errorCode": null, "errorMessage": null, "timeStamp": "2026-11-22T09:00:00Z",
        "receiptStatus": "RECEIVED",
    });
    assert_eq!(push(&gateway, "eksempel", &receipt.to_string(), None).await, 204);
    let told = |view: &Value| events(view, "receipt").len();
    let delivered = told(&view);
    let view = gateway.until(&ids[0], "told", |view| told(view) >= delivered.max(2)).await;
    assert_eq!((&view["state"], &view["final"]), (&json!("delivered"), &json!(true)), "{view:#}");
    let totals = &gateway.deliveries().await["totals"];
    assert_eq!((&totals["unique"], &totals["doubled"]), (&json!(8), &json!(0)));
    gateway.kill_gateway();
    let store = store::Store::open(&gateway.store_config()).await.expect("the store");
    assert!(store.receipts_set_aside(10).await.expect("receipts").is_empty());
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_queue_of_receipts_is_fetched_without_a_pause() {
    /// More than are fetched in one turn, twenty at a time.
    const LETTERS: u64 = 240;
    let mut gateway = Installation::init();
    // One look at the queue when the gateway starts, and none for an hour; nor is anybody asked.
    gateway.configure("receipt_poll_ms = 250", "receipt_poll_ms = 3600000");
    gateway.configure("receipt_delays_ms = [2000, 2000, 5000]", "receipt_delays_ms = [3600000]");
    gateway.start_sandbox().await;
    gateway.start_gateway().await;
    let mut ids = Vec::new();
    for _ in 0..LETTERS {
        ids.push(gateway.send("dk-registered", "pladsanvisning").await);
    }
    for id in &ids {
        gateway.until_state(id, "handed_over").await;
    }
    gateway.stop_gateway().await;
    gateway.start_gateway().await;
    for id in &ids {
        gateway.until_state(id, "delivered").await;
    }
    let totals = &gateway.deliveries().await["totals"];
    assert_eq!((&totals["unique"], &totals["doubled"]), (&json!(LETTERS), &json!(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_push_and_what() {
    let mut gateway = Installation::init();
    gateway.configure("[digital_post]\n", "[digital_post]\nallowed_push_clients = [\"34051178\"]\n");
    gateway.start_sandbox().await;
    gateway.start_gateway().await;
    let own = Some("CN=Digital Post,organizationIdentifier=NTRDK-34051178,C=DK");
    let other = Some("CN=Digital Post,organizationIdentifier=NTRDK-12345678,C=DK");
    for (sender, body, subject, status) in [
        ("eksempel", "{}", None, 403),
        ("eksempel", "{}", other, 403),
        ("nobody", "{}", own, 404),
        // No receipt: stored, and set aside.
        ("eksempel", "{}", own, 204),
        ("eksempel", "{}", own, 204),
        ("eksempel", "not JSON", own, 204),
    ] {
        assert_eq!(push(&gateway, sender, body, subject).await, status, "{sender} {body}");
    }
    assert_eq!(push(&gateway, "eksempel", &"x".repeat(70_000), own).await, 413);
    let id = gateway.send("dk-registered", "pladsanvisning").await;
    gateway.until_state(&id, "delivered").await;
    gateway.kill_gateway();
    let store = store::Store::open(&gateway.store_config()).await.expect("the store");
    assert_eq!(store.receipts_set_aside(10).await.expect("receipts").len(), 2);
    store.close().await;
}
