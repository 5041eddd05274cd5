//! Certificates that end while the gateway runs, ours and theirs: letters wait, nothing is lost, and they go on after
//! the renewal without a restart.

use crate::installation::Installation;
use sandbox::{Organisation, Pki, Sandbox, SenderEnrolment, Side};
use serde_json::Value;
use std::time::Duration;

/// Longer than an idle connection is used again.
const IDLE: Duration = Duration::from_secs(5);

/// Receipts are pushed, not fetched: a connection that is used again and again outlives its certificate.
fn quiet(gateway: &mut Installation) {
    gateway.configure("receipt_poll_ms = 250", "receipt_poll_ms = 3600000");
    gateway.receipt_url = Some(gateway.api("/digital_post/receipts/eksempel"));
}

/// Seen to fail, and neither ended nor given up.
async fn waits(gateway: &Installation, id: &str) -> Value {
    let tried = |view: &Value| view["wait_until"].is_string() || view["attention"].is_object();
    let view = gateway.until(id, "waiting", tried).await;
    assert_eq!(view["final"], false, "{view:#}");
    view
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receivers_certificate_that_has_expired() {
    let roads = [
        ("se-reachable-alfa", "beslut"),
        ("se-reachable-beta", "beslut"),
        ("dk-registered", "pladsanvisning"),
        ("dk-mette", "afgoerelse"),
    ];
    let mut gateway = Installation::init();
    quiet(&mut gateway);
    gateway.start_sandbox().await;
    gateway.start_gateway().await;
    for (alias, letter_type) in roads {
        let id = gateway.send(alias, letter_type).await;
        gateway.until_state(&id, "delivered").await;
    }
    for fault in ["tls.expired=1", "tls.stranger=1"] {
        gateway.let_go_wrong(fault).await;
        tokio::time::sleep(IDLE).await;
        let mut ids = Vec::new();
        for (alias, letter_type) in roads {
            ids.push(gateway.send(alias, letter_type).await);
        }
        let before = gateway.deliveries().await["totals"]["unique"].clone();
        for id in &ids {
            let view = waits(&gateway, id).await;
            assert_eq!(view["attention"], Value::Null, "{fault}: {view:#}");
        }
        assert_eq!(gateway.deliveries().await["totals"]["unique"], before, "{fault}: sent to a stranger");
        gateway.let_go_wrong("").await;
        for id in &ids {
            gateway.until_state(id, "delivered").await;
        }
    }
    let totals = &gateway.deliveries().await["totals"];
    assert_eq!((&totals["unique"], &totals["doubled"]), (&12.into(), &0.into()));
}

/// Renews a sender's certificate, valid until then, and registers it.
fn renew(gateway: &Installation, side: Side, number: &str, name: &str, seconds: i64) {
    let data = gateway.folder.path().join("sandbox");
    let pki = Pki::open(&data).expect("the authority");
    let end = jiff::Timestamp::from_second(jiff::Timestamp::now().as_second() + seconds).expect("a time");
    let wire = if side == Side::Se { format!("16{number}") } else { number.to_owned() };
    let organisation = Organisation { country: side, number: wire.clone(), name: name.to_owned() };
    let issued = pki.issue_sender_until(&organisation, end).expect("a certificate");
    let prefix = if side == Side::Se { "se" } else { "dk" };
    let folder = data.join("senders").join(format!("{prefix}-{wire}"));
    std::fs::write(folder.join("key.pem"), issued.key_pem).expect("written");
    std::fs::write(folder.join("cert.pem"), issued.cert_pem).expect("written");
    let sender = SenderEnrolment { country: side, number: number.to_owned(), name: name.to_owned() };
    Sandbox::enrol(&data, &sender).expect("enrolled");
}

#[tokio::test(flavor = "multi_thread")]
async fn our_certificate_that_expires_and_is_renewed() {
    const LIFE: i64 = 30;
    let senders = [
        (Side::Se, "2021004748", "Exempelkommun", "se-reachable-alfa", "beslut"),
        (Side::Dk, "12345678", "Eksempel Kommune", "dk-registered", "pladsanvisning"),
        (Side::Dk, "55133018", "Travlby Kommune", "dk-mette", "afgoerelse"),
    ];
    let mut gateway = Installation::init();
    quiet(&mut gateway);
    for (side, number, name, ..) in senders {
        renew(&gateway, side, number, name, LIFE);
    }
    let end = std::time::Instant::now() + Duration::from_secs(LIFE.unsigned_abs() + 1);
    gateway.start_sandbox().await;
    gateway.start_gateway().await;
    let mut sent = 0;
    for (.., alias, letter_type) in senders {
        let id = gateway.send(alias, letter_type).await;
        // On a slow machine the certificate may have ended already: then this letter waits as well.
        gateway.until(&id, "tried", |view| view["final"] == true || view["wait_until"].is_string()).await;
        sent += 1;
    }
    tokio::time::sleep_until((end + IDLE).into()).await;
    let mut ids = Vec::new();
    for (.., alias, letter_type) in senders {
        ids.push(gateway.send(alias, letter_type).await);
        sent += 1;
    }
    for id in &ids {
        let view = waits(&gateway, id).await;
        let reason = view["reason"]["code"].as_str().or(view["attention"]["code"].as_str()).unwrap_or("");
        assert!(
            [
                "certificate_expired",
                "register_unauthorised",
                "digital_post_unauthorised",
                "register_unavailable"
            ]
            .contains(&reason),
            "{view:#}"
        );
    }
    // The new ones are found within a minute, without a restart.
    for (side, number, name, ..) in senders {
        renew(&gateway, side, number, name, 86_400);
    }
    for id in &ids {
        gateway.until_state(id, "delivered").await;
    }
    let began = std::time::Instant::now();
    loop {
        let totals = gateway.deliveries().await["totals"].clone();
        assert_eq!(totals["doubled"], 0, "{totals}");
        if totals["unique"] == sent {
            return;
        }
        assert!(began.elapsed() < crate::installation::PATIENCE, "{totals}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
