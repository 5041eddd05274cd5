//! Receipts of KOMBIT out of a real queue: lost connections, killed sides, repeated and broken messages.

use crate::broker::{self, Broker, QUEUE};
use crate::installation::Installation;
use catalogue::Code;
use serde_json::Value;
use std::time::Duration;

/// The certificate of the sender that goes through KOMBIT.
const HOLDER: &str = "Travlby Kommune systemcertifikat";

/// Gateway, sandbox and broker; the sandbox's pushes go into the queue.
async fn stage(faults: &str) -> (Installation, Broker) {
    let mut gateway = Installation::init();
    // The first start founds the authority that the broker trusts.
    gateway.start_sandbox().await;
    gateway.kill_sandbox();
    let broker = Broker::start(&gateway.folder.path().join("sandbox"), HOLDER).await;
    let queue =
        format!("[kombi.queue]\nhost = \"127.0.0.1\"\nport = {}\nbatch = 5\n\n[[kombi.senders]]", broker.tls);
    gateway.configure("[[kombi.senders]]", &queue);
    gateway
        .configure("system_name = \"Brevdue\"", &format!("system_name = \"Brevdue\"\nqueue = \"{QUEUE}\""));
    gateway.push_url = Some(broker.distributor().await);
    gateway.start_sandbox_with(faults).await;
    gateway.start_gateway().await;
    (gateway, broker)
}

fn receipts(view: &Value) -> usize {
    let timeline = view["timeline"].as_array().expect("a timeline");
    timeline.iter().filter(|moment| moment["event"] == "receipt").count()
}

async fn until_empty(broker: &Broker) {
    let began = std::time::Instant::now();
    while broker.waiting().await > 0 {
        assert!(began.elapsed() < crate::installation::PATIENCE, "the queue is not emptied");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn early_double_disordered_and_broken_messages() {
    if !broker::installed() {
        return;
    }
    // The message may be there before the gateway has recorded that its letter was taken.
    let (mut gateway, broker) =
        stage("kombi.send.duplicate=0.5,kombi.send.late=0.5,slow=700ms,receipt=1ms,seed=4").await;
    let poison: [&[u8]; 4] = [b"no XML at all", b"<a/>", b"", &[0xff; 5000]];
    for body in poison {
        broker.publish(body).await;
    }
    let mut ids = Vec::new();
    for _ in 0..8 {
        ids.push(gateway.send("dk-mette", "afgoerelse").await);
    }
    for id in &ids {
        let view = gateway.until_state(id, "delivered").await;
        // Progress and end, each once, in whatever order: and the end stays the end.
        assert!((1..=2).contains(&receipts(&view)), "{view:#}");
        assert_eq!(view["final"], true);
    }
    until_empty(&broker).await;
    for id in &ids {
        assert_eq!(gateway.get(&format!("/v1/letters/{id}")).await["state"], "delivered");
    }
    let totals = &gateway.deliveries().await["totals"];
    assert_eq!((&totals["unique"], &totals["doubled"]), (&8.into(), &0.into()));
    gateway.kill_gateway();
    let store = store::Store::open(&gateway.store_config()).await.expect("the store");
    let aside = store.receipts_set_aside(10).await.expect("receipts");
    assert_eq!(aside.len(), poison.len());
    assert!(aside.iter().all(|(_, code)| *code == Some(Code::AnswerUnusable)), "{aside:?}");
    let mut kept: Vec<Vec<u8>> = aside.into_iter().map(|(receipt, _)| receipt.raw).collect();
    let mut sent: Vec<Vec<u8>> = poison.iter().map(|body| body.to_vec()).collect();
    kept.sort();
    sent.sort();
    assert_eq!(kept, sent, "stored as they came");
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_gateways_and_brokers_lose_nothing() {
    if !broker::installed() {
        return;
    }
    let (mut gateway, mut broker) = stage("receipt=50ms").await;
    let first = gateway.send("dk-mette", "afgoerelse").await;
    gateway.until_state(&first, "delivered").await;
    let mut ids = Vec::new();
    for round in 0..3 {
        for _ in 0..4 {
            ids.push(gateway.send("dk-mette", "afgoerelse").await);
        }
        tokio::time::sleep(Duration::from_millis(150)).await;
        // One side or the other goes, with messages taken and not acknowledged, or pushed and not yet taken.
        if round == 1 {
            broker.kill();
            ids.push(gateway.send("dk-mette", "afgoerelse").await);
            tokio::time::sleep(Duration::from_millis(1500)).await;
            broker.launch().await;
        } else {
            gateway.kill_gateway();
            gateway.start_gateway().await;
        }
    }
    // A gateway that was killed between noting an attempt and making it leaves a doubt that no receipt ends.
    let ended = |view: &Value| view["final"] == true || !view["attention"].is_null();
    for id in &ids {
        gateway.until(id, "ended", ended).await;
    }
    until_empty(&broker).await;
    let totals = gateway.deliveries().await["totals"].clone();
    let unique = totals["unique"].as_u64().expect("a count");
    // A person may have been asked before the last receipts came; those end the doubt.
    let until = std::time::Instant::now() + Duration::from_secs(60);
    let (mut delivered, mut doubtful) = (0_u64, 0_u64);
    while delivered != unique && std::time::Instant::now() < until {
        (delivered, doubtful) = (1, 0);
        for id in &ids {
            let view = gateway.until(id, "ended", ended).await;
            match view["state"].as_str() {
                Some("delivered") => delivered += 1,
                Some("in_doubt") => doubtful += 1,
                _ => panic!("{view:#}"),
            }
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    assert!(delivered > doubtful, "{delivered} delivered, {doubtful} in doubt");
    // Whatever was taken in was told: a doubt that stays is a letter that never left.
    assert_eq!((unique, &totals["doubled"]), (delivered, &0.into()), "{doubtful} in doubt");
}
