//! Dead registers, dead operators, lost answers: the letter waits and says so, and nothing is printed.

use crate::installation::Installation;
use serde_json::json;

/// Rules C4, C23.
#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_is_down_makes_letters_wait() {
    let mut gateway = Installation::start().await;
    let swedish = gateway.send("se-register-down", "beslut").await;
    let danish = gateway.send("dk-contacts-down", "pladsanvisning").await;
    for id in [&swedish, &danish] {
        let view =
            gateway.until(id, "waiting", |view| view["reason"]["code"] == "register_unavailable").await;
        assert_eq!(view["state"], "accepted");
        assert!(view["wait_until"].is_string(), "it does not say until when: {view:#}");
        assert_eq!(view["final"], false);
    }
    // Everything down, gateway restarted in between: still nothing is lost or printed.
    gateway.kill_sandbox();
    let third = gateway.send("se-reachable-beta", "beslut").await;
    gateway.until(&third, "waiting", |view| view["reason"]["code"] == "register_unavailable").await;
    gateway.kill_gateway();
    gateway.start_gateway().await;
    gateway.start_sandbox().await;
    assert_eq!(gateway.deliveries().await["totals"]["printed"], 0);
    gateway.let_recipient_be("se-register-down", "reachable").await;
    gateway.let_recipient_be("dk-contacts-down", "registered").await;
    for id in [&swedish, &danish, &third] {
        gateway.until_state(id, "delivered").await;
    }
    let totals = &gateway.deliveries().await["totals"];
    assert_eq!(
        (&totals["unique"], &totals["doubled"], &totals["printed"]),
        (&json!(3), &json!(0), &json!(0))
    );
}

/// Rules F10.
#[tokio::test(flavor = "multi_thread")]
async fn an_operator_that_is_down_makes_the_letter_wait() {
    let gateway = Installation::start().await;
    let id = gateway.send("se-operator-down", "beslut").await;
    let view = gateway.until(&id, "waiting", |view| view["reason"]["code"] == "operator_unavailable").await;
    assert_eq!(view["state"], "routed");
    assert_eq!(gateway.deliveries().await["totals"]["unique"], 0);
    // The recipient changes operator, a person retries: the register is asked afresh.
    gateway.let_recipient_be("se-operator-down", "reachable").await;
    let (status, _) = gateway.post(&format!("/v1/letters/{id}/retry"), &json!({})).await;
    assert_eq!(status, 200);
    gateway.until_state(&id, "delivered").await;
}

/// Rules F10.
#[tokio::test(flavor = "multi_thread")]
async fn an_operator_that_keeps_failing_rests_and_its_letters_wait() {
    let gateway = Installation::start().await;
    let aliases = ["se-operator-down", "se-company", "se-declined", "se-pending", "se-not-delivered"];
    let mut letters = Vec::new();
    for alias in aliases {
        gateway.let_recipient_be(alias, "operator_down").await;
        letters.push(gateway.send(alias, "beslut").await);
    }
    let paused = |view: &serde_json::Value| view["reason"]["code"] == "operator_paused";
    let view = gateway.until(&letters[4], "waiting for the operator", paused).await;
    assert_eq!((&view["state"], &view["attention"]), (&json!("routed"), &json!(null)), "{view:#}");
    let ready = gateway.get("/readyz").await;
    let conditions = ready["conditions"].as_array().expect("a list").clone();
    let of_the_operator = |found: &serde_json::Value| {
        found["subject"].as_str().is_some_and(|subject| subject.contains("operator"))
    };
    assert!(conditions.iter().any(of_the_operator), "{ready:#}");
    assert_eq!(ready["status"], "ready");
    // Another operator's letters go on meanwhile.
    let other = gateway.send("se-reachable-beta", "beslut").await;
    gateway.until_state(&other, "delivered").await;
    let totals = &gateway.deliveries().await["totals"];
    assert_eq!((&totals["unique"], &totals["printed"]), (&json!(1), &json!(0)));
}

/// Rules F10, F13: patience with a resting operator ends, and a person is asked.
#[tokio::test(flavor = "multi_thread")]
async fn letters_wait_for_a_resting_operator_only_as_long_as_patience_lasts() {
    let mut gateway = Installation::init();
    gateway.shorten_policy("receipt_patience_ms", 1_500);
    gateway.configure("rest_ms = 500", "rest_ms = 2000");
    gateway.start_sandbox().await;
    gateway.start_gateway().await;
    let mut letters = Vec::new();
    for alias in ["se-operator-down", "se-company", "se-declined", "se-pending", "se-not-delivered"] {
        gateway.let_recipient_be(alias, "operator_down").await;
        letters.push(gateway.send(alias, "beslut").await);
    }
    // One of them tries the line now and then; those that wait for it all the time are told of.
    let given_up = async |id: &String| {
        let view = gateway.get(&format!("/v1/letters/{id}")).await;
        (view["attention"]["code"] == "operator_paused").then_some(view)
    };
    let began = std::time::Instant::now();
    let view = 'found: loop {
        for id in &letters {
            if let Some(view) = given_up(id).await {
                break 'found view;
            }
        }
        assert!(began.elapsed().as_secs() < 60, "nobody was asked\n{}", gateway.log("gateway"));
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    };
    assert_eq!(view["state"], "needs_attention", "{view:#}");
    let told = view["timeline"].as_array().expect("a timeline").iter();
    let postponed = told.filter(|event| event["event"] == "postponed").count();
    assert_eq!(postponed, 1, "{view:#}");
    let totals = &gateway.deliveries().await["totals"];
    assert_eq!((&totals["unique"], &totals["printed"]), (&json!(0), &json!(0)));
}

/// Rules F8, F11.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_in_doubt_with_the_same_bytes_and_no_paper() {
    let gateway = Installation::start().await;
    let id = gateway.send("se-lost-beta", "beslut").await;
    let doubtful = |view: &serde_json::Value| {
        view["state"] == "in_doubt" && view["attention"]["code"] == "in_doubt_unresolved"
    };
    let view = gateway.until(&id, "in doubt with a person", doubtful).await;
    let message = view["message_uuid"].clone();
    let bytes = |response: reqwest::Response| async { response.bytes().await.expect("bytes") };
    let fetch = || {
        gateway.client.get(gateway.api(&format!("/v1/letters/{id}/message"))).bearer_auth(&gateway.key).send()
    };
    let before = bytes(fetch().await.expect("an answer")).await;
    assert!(before.starts_with(b"<SealedDelivery"));
    // Neither may it be cancelled or retried as if nothing had happened, nor printed.
    for act in ["cancel", "retry"] {
        let (status, problem) = gateway.post(&format!("/v1/letters/{id}/{act}"), &json!({})).await;
        assert_eq!((status, &problem["code"]), (409, &json!("state_conflict")), "{act}");
    }
    let (status, _) = gateway.post(&format!("/v1/letters/{id}/resolve"), &json!({ "how": "printed" })).await;
    assert_eq!(status, 409);
    assert_eq!(gateway.deliveries().await["totals"]["printed"], 0);
    // The operator confirms on the phone.
    let (status, view) = gateway
        .post(&format!("/v1/letters/{id}/resolve"), &json!({ "how": "delivered", "note": "Beta confirmed" }))
        .await;
    assert_eq!((status, &view["state"], &view["message_uuid"]), (200, &json!("delivered"), &message));
    let after = bytes(fetch().await.expect("an answer")).await;
    assert_eq!(before, after, "the bytes changed");
    assert_eq!(gateway.deliveries().await["totals"]["unique"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_no_code_path_may_take_for_a_delivery() {
    let gateway = Installation::start().await;
    // An answer about somebody else is none: in doubt. Alfa de-duplicates, so the gateway repeats a few times
    // and then asks a person.
    gateway.let_recipient_be("se-not-delivered", "wrong_recipient").await;
    let id = gateway.send("se-not-delivered", "beslut").await;
    let view =
        gateway.until(&id, "with a person", |view| view["attention"]["code"] == "in_doubt_unresolved").await;
    assert_eq!(view["state"], "in_doubt");
    // Silence before anything was stored: the repeat is the first that arrives.
    let id = gateway.send("se-silent", "beslut").await;
    let view = gateway.until_state(&id, "delivered").await;
    let doubts = view["timeline"]
        .as_array()
        .expect("a timeline")
        .iter()
        .filter(|moment| moment["event"] == "in_doubt");
    assert!(doubts.count() > 0, "{view:#}");
    let totals = &gateway.deliveries().await["totals"];
    assert_eq!((&totals["doubled"], &totals["printed"]), (&json!(0), &json!(0)));
}

/// Rules C21, C22, F15.
#[tokio::test(flavor = "multi_thread")]
async fn a_recipient_lost_between_lookup_and_delivery_gets_paper_once() {
    let gateway = Installation::start().await;
    for alias in ["se-account-missing", "se-not-delivered"] {
        let id = gateway.send(alias, "beslut").await;
        let view = gateway.until_state(&id, "delivered").await;
        assert_eq!(view["channel"], "print", "{view:#}");
        let fell_back = view["timeline"]
            .as_array()
            .expect("a timeline")
            .iter()
            .filter(|moment| moment["event"] == "fell_back");
        assert_eq!(fell_back.count(), 1);
        // Asked, checked, delivered, and where it fell back why: each step has its line.
        let steps: Vec<&str> = view["timeline"]
            .as_array()
            .expect("a timeline")
            .iter()
            .filter_map(|moment| moment["event"].as_str())
            .collect();
        for step in ["looked_up", "composed", "handed_over", "receipt"] {
            assert!(steps.iter().any(|found| found.contains(step)), "{step} is not among {steps:?}");
        }
    }
    let totals = &gateway.deliveries().await["totals"];
    assert_eq!((&totals["printed"], &totals["doubled"]), (&json!(2), &json!(0)));
}

/// Rules C18.
#[tokio::test(flavor = "multi_thread")]
async fn the_switch_answers_at_once() {
    let gateway = Installation::start().await;
    let numbers: Vec<&str> = [
        "se-reachable-alfa",
        "se-declined",
        "se-register-down",
        "dk-registered",
        "dk-exempt",
        "se-protected",
    ]
    .iter()
    .map(|alias| sandbox::by_alias(alias).expect("a recipient").reveal())
    .collect();
    let (status, answer) = gateway.post("/v1/reachability", &json!({ "recipients": numbers })).await;
    assert_eq!(status, 200, "{answer}");
    let seen: Vec<(&str, &str)> = answer["results"]
        .as_array()
        .expect("results")
        .iter()
        .map(|row| {
            (row["answer"].as_str().unwrap_or_default(), row["reason"]["code"].as_str().unwrap_or_default())
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("yes", "mailbox_open"),
            ("no", "sender_not_accepted"),
            ("unknown", "register_unavailable"),
            ("yes", "mailbox_open"),
            ("no", "exempt"),
            ("no", "protected_identity"),
        ]
    );
    assert!(numbers.iter().all(|number| !answer.to_string().contains(number)));
}
