//! Receipts that KOMBIT's Beskedfordeler pushes: late, early, twice, in the wrong order, by the wrong caller.

use crate::installation::Installation;
use serde_json::{Value, json};

const CVR: &str = "55133018";
const POST_STATUS: &str = "d2bed63c-4853-4008-b6e0-a74c15b15fbf";

/// A push as Beskedfordeler writes it.
fn envelope(id: &str, kind: &str, cvr: &str, message: &str, status: &str) -> String {
    let data = format!(
        "<PKO_PostStatus xmlns=\"http://serviceplatformen.dk/xml/print/PKO_PostStatus/1/types\">\
         <MessageUUID>{message}</MessageUUID><KanalKode>Digital Post</KanalKode>\
         <TransaktionsStatusKode>{status}</TransaktionsStatusKode><FejlDetaljer/></PKO_PostStatus>"
    );
    let data = base64_simd::STANDARD.encode_to_string(data);
    format!(
        "<s:ModtagBeskedInput xmlns:s='urn:oio:sts:1.0.0' xmlns='urn:oio:sagdok:3.0.0' xmlns:k='urn:oio:besked:kuvert:1.0'>\
         <k:Haendelsesbesked><k:BeskedId><UUIDIdentifikator>{id}</UUIDIdentifikator></k:BeskedId>\
         <k:Beskedkuvert><k:Filtreringsdata><k:Beskedtype><UUIDIdentifikator>{kind}</UUIDIdentifikator></k:Beskedtype>\
         <k:TilladtModtager><URNIdentifikator>urn:oio:cvr:{cvr}</URNIdentifikator></k:TilladtModtager></k:Filtreringsdata>\
         </k:Beskedkuvert><k:Beskeddata><Base64 xmlns='urn:besked:kuvert:1.0'>{data}</Base64></k:Beskeddata>\
         </k:Haendelsesbesked></s:ModtagBeskedInput>"
    )
}

/// HTTP status, media type, and StatusKode.
async fn push(
    gateway: &Installation,
    body: impl Into<reqwest::Body>,
    subject: Option<&str>,
) -> (u16, String, String) {
    let mut call = gateway.client.post(gateway.api("/kombi/poststatus")).body(body);
    if let Some(subject) = subject {
        call = call.header("x-client-subject", subject);
    }
    let answer = call.send().await.expect("an answer");
    let kind = answer.headers()["content-type"].to_str().expect("text").to_owned();
    let (status, text) = (answer.status().as_u16(), answer.text().await.expect("a body"));
    let code = text.split_once("<StatusKode>").and_then(|(_, rest)| rest.split_once('<'));
    (status, kind, code.map_or("", |(code, _)| code).to_owned())
}

fn taken(answer: (u16, String, String)) -> String {
    assert_eq!((answer.0, answer.1.as_str()), (200, "application/xml; charset=utf-8"));
    answer.2
}

fn events<'a>(view: &'a Value, event: &str) -> Vec<&'a Value> {
    view["timeline"]
        .as_array()
        .expect("a timeline")
        .iter()
        .filter(|moment| moment["event"] == event)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_in_doubt_until_the_receipt_tells() {
    let gateway = Installation::start().await;
    let id = gateway.send("dk-lost-stored", "afgoerelse").await;
    let view = gateway.until_state(&id, "delivered").await;
    assert_eq!(view["channel"], "kombi");
    assert_eq!(events(&view, "in_doubt").len(), 1, "{view:#}");
    // Nobody was bothered, nothing was sent again, nobody was asked who cannot answer.
    for never in ["needs_attention", "asked", "resolved"] {
        assert!(events(&view, never).is_empty(), "{never}: {view:#}");
    }
    assert_eq!(events(&view, "attempted").len(), 1, "{view:#}");
    let totals = &gateway.deliveries().await["totals"];
    assert_eq!(
        (&totals["unique"], &totals["doubled"], &totals["printed"]),
        (&json!(1), &json!(0), &json!(0))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pushed_while_the_gateway_is_down_comes_again() {
    let mut gateway = Installation::init();
    gateway.start_sandbox_with("receipt=5s").await;
    gateway.start_gateway().await;
    let id = gateway.send("dk-mette", "afgoerelse").await;
    gateway.until_state(&id, "handed_over").await;
    gateway.kill_gateway();
    // It lies in the mailbox, and Beskedfordeler has pushed at a closed door.
    loop {
        if gateway.deliveries().await["totals"]["unique"] == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    gateway.start_gateway().await;
    let view = gateway.until_state(&id, "delivered").await;
    assert_eq!(events(&view, "attempted").len(), 1, "{view:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn twice_late_and_in_the_wrong_order_is_still_once() {
    let gateway = Installation::start().await;
    let id = gateway.send("dk-double-receipts", "afgoerelse").await;
    let view = gateway.until_state(&id, "delivered").await;
    let message = view["message_uuid"].as_str().expect("a message").to_owned();
    let pushed = |number: u32, status: &str| {
        let besked = format!("bd12c645-de98-453a-ac80-{number:012}");
        envelope(&besked, POST_STATUS, CVR, &message, status)
    };
    for (number, status) in
        [(1, "Modtaget Digital Post"), (2, "Fejlet"), (2, "Fejlet"), (3, "Afleveret Digital Post")]
    {
        assert_eq!(taken(push(&gateway, pushed(number, status), None).await), "20");
    }
    // Matched, and told; the end stays the end.
    let told = |view: &Value| events(view, "receipt_invalid").len() + events(view, "receipt").len() > 1;
    let view = gateway.until(&id, "told of the late ones", told).await;
    assert_eq!((&view["state"], &view["channel"]), (&json!("delivered"), &json!("kombi")), "{view:#}");
    assert_eq!(view["attention"], Value::Null);
    let ends = view["timeline"].as_array().expect("a timeline").iter();
    let ends = ends.filter(|moment| moment.to_string().contains("\"delivered\"")).count();
    assert_eq!(ends, 1, "{view:#}");
    assert_eq!(gateway.deliveries().await["totals"]["doubled"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_receipt_for_us_is_answered_and_not_kept() {
    let mut gateway = Installation::start().await;
    let message = "3f2b8c4d-1e5f-4a6b-8c7d-9e0f1a2b3c4d";
    let besked = "bd12c645-de98-453a-ac80-f58a76942eda";
    let push_of = |kind: &str, cvr: &str| envelope(besked, kind, cvr, message, "Klar");
    let foreign = "00000000-0000-4000-8000-000000000000";
    for (body, code) in [
        // Would come for ever if it were refused.
        (push_of(foreign, CVR), "20"),
        // Perhaps another gateway's: not swallowed here.
        (push_of(POST_STATUS, "12345678"), "40"),
        ("<html>no</html>".to_owned(), "40"),
        (String::new(), "40"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".to_owned(), "40"),
        ("<a>".repeat(100_000), "40"),
        // One for a letter that is not there (yet) is kept and waits.
        (push_of(POST_STATUS, CVR), "20"),
    ] {
        assert_eq!(taken(push(&gateway, body.clone(), None).await), code, "{body:.200}");
    }
    assert_eq!(push(&gateway, vec![b'a'; 1024 * 1024 + 1], None).await.0, 413);
    let get = gateway.client.get(gateway.api("/kombi/poststatus")).send().await.expect("an answer");
    assert_eq!(get.status().as_u16(), 405);

    // Behind a proxy that says whose certificate it was.
    gateway.kill_gateway();
    gateway.configure("# allowed_push_clients = ", "allowed_push_clients = ");
    gateway.start_gateway().await;
    let good = "CN=Beskedfordeler,organizationIdentifier=NTRDK-19435075,O=KOMBIT A/S,C=DK";
    let bad = "CN=NTRDK-19435075,organizationIdentifier=NTRDK-12345678,O=Somebody,C=DK";
    let body = || push_of(POST_STATUS, CVR);
    assert_eq!(taken(push(&gateway, body(), Some(good)).await), "20");
    for subject in [Some(bad), Some(""), None] {
        let (status, kind, _) = push(&gateway, body(), subject).await;
        assert_eq!((status, kind.as_str()), (403, "application/problem+json"), "{subject:?}");
    }
    // A second header beside the proxy's may be the caller's own.
    let twice = gateway.client.post(gateway.api("/kombi/poststatus")).body(body());
    let twice = twice.header("x-client-subject", good).header("x-client-subject", bad);
    assert_eq!(twice.send().await.expect("an answer").status().as_u16(), 403);
}
