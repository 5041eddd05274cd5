//! The life of a letter in time: scheduled, taken back, run out; the error desk, the balance sheet, the sweeper, the
//! doctor; and a gateway that is asked to stop under load.

use crate::installation::{Installation, numbers, pdf};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use store::{Append, Index, LeaseAction, Store};

async fn hand_in(gateway: &Installation, alias: &str, letter_type: &str, more: Value) -> (u16, Value) {
    let recipient = sandbox::by_alias(alias).expect("a test recipient");
    let mut letter =
        json!({ "type": letter_type, "to": recipient.reveal(), "recipient": { "name": "Test" } });
    letter.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    let key = uuid::Uuid::new_v4().to_string();
    let (status, _, answer) = gateway.submit(&letter, &pdf("Et brev"), &key).await.expect("an answer");
    (status, answer)
}

async fn accepted(gateway: &Installation, alias: &str, letter_type: &str, more: Value) -> String {
    let (status, answer) = hand_in(gateway, alias, letter_type, more).await;
    assert_eq!(status, 202, "{answer}");
    answer["id"].as_str().expect("an id").to_owned()
}

fn after(seconds: i64) -> Timestamp {
    Timestamp::now() + SignedDuration::from_secs(seconds)
}

fn attempts(view: &Value) -> usize {
    let timeline = view["timeline"].as_array().expect("a timeline");
    timeline.iter().filter(|moment| moment["event"] == "attempted").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_wait_for_their_time_are_taken_back_and_run_out() {
    let gateway = Installation::start().await;
    // Not before its time.
    let send_at = after(3);
    let soon = accepted(&gateway, "se-reachable-alfa", "beslut", json!({ "send_at": send_at })).await;
    let view = gateway.get(&format!("/v1/letters/{soon}")).await;
    assert_eq!(
        (&view["state"], &view["reason"]["code"]),
        (&json!("accepted"), &json!("scheduled")),
        "{view:#}"
    );
    assert!(view["wait_until"].is_string() && view["send_at"].is_string(), "{view:#}");
    // Taken back within its time, and not after.
    let recalled =
        accepted(&gateway, "dk-registered", "pladsanvisning", json!({ "recall_minutes": 5 })).await;
    let (status, view) = gateway.post(&format!("/v1/letters/{recalled}/cancel"), &json!({})).await;
    assert_eq!((status, &view["state"]), (200, &json!("cancelled")), "{view:#}");
    assert_eq!(attempts(&view), 0);
    let view = gateway.until_state(&soon, "delivered").await;
    let left = view["timeline"].as_array().expect("a timeline").iter().find(|it| it["event"] == "attempted");
    let left: Timestamp = left.expect("it left")["at"].as_str().expect("a time").parse().expect("a time");
    assert!(left >= send_at, "left at {left}, before {send_at}");
    let (status, problem) = gateway.post(&format!("/v1/letters/{soon}/cancel"), &json!({})).await;
    assert_eq!((status, &problem["code"]), (409, &json!("cancel_too_late")), "{problem:#}");
    // Its time runs out while the register does not answer: somebody must know, and then it is over.
    let expired = accepted(&gateway, "se-register-down", "beslut", json!({ "expires_at": after(2) })).await;
    let view = gateway.until_state(&expired, "expired").await;
    assert_eq!((&view["attention"]["code"], attempts(&view)), (&json!("expired"), 0), "{view:#}");
    let noted = json!({ "how": "noted" });
    let (status, view) = gateway.post(&format!("/v1/letters/{expired}/resolve"), &noted).await;
    assert_eq!((status, &view["attention"], &view["state"]), (200, &json!(null), &json!("expired")));
    // What may have arrived does not run out: it is cleared up.
    let doubtful = accepted(&gateway, "se-lost-beta", "beslut", json!({ "expires_at": after(3) })).await;
    let view = gateway
        .until(&doubtful, "with a person", |view| view["attention"]["code"] == "in_doubt_unresolved")
        .await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    let later = gateway.get(&format!("/v1/letters/{doubtful}")).await;
    assert_eq!((&view["state"], &later["state"]), (&json!("in_doubt"), &json!("in_doubt")));
    // What makes no sense is refused before anything is stored.
    for (field, value) in [
        ("send_at", json!("2020-01-01T00:00:00Z")),
        ("send_at", json!("soon")),
        ("ttl_hours", json!(0)),
        ("recall_minutes", json!(999_999)),
        ("expires_at", json!("2020-01-01T00:00:00Z")),
    ] {
        let (status, problem) =
            hand_in(&gateway, "se-reachable-alfa", "beslut", json!({ field: value })).await;
        assert_eq!(status, 422, "{problem:#}");
        assert_eq!(problem["errors"][0]["pointer"], format!("/{field}"), "{problem:#}");
    }
    let totals = &gateway.deliveries().await["totals"];
    assert_eq!((&totals["doubled"], &totals["printed"]), (&json!(0), &json!(0)), "{totals}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_error_desk_tells_why_and_acts_on_many() {
    let gateway = Installation::start().await;
    let protected = gateway.send("se-protected", "beslut").await;
    let doubtful = gateway.send("se-lost-beta", "beslut").await;
    let fine = gateway.send("se-reachable-alfa", "beslut").await;
    gateway.until_state(&fine, "delivered").await;
    for id in [&protected, &doubtful] {
        gateway.until(id, "with a person", |view| view["attention"].is_object()).await;
    }
    let groups = gateway.get("/v1/attention?group=code").await;
    assert_eq!(groups["letters"], 2, "{groups:#}");
    let codes: Vec<&str> = groups["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .filter_map(|group| group["reason"]["code"].as_str())
        .collect();
    assert!(codes.contains(&"protected_identity") && codes.contains(&"in_doubt_unresolved"), "{codes:?}");
    let listed = gateway.get("/v1/attention?code=in_doubt_unresolved").await;
    let [one] = listed["letters"].as_array().expect("letters").as_slice() else { panic!("{listed:#}") };
    assert_eq!(one["id"], json!(doubtful));
    let attention = &one["attention"];
    assert!(attention["since"].is_string() && attention["tried"]["attempts"].as_u64() >= Some(1), "{one:#}");
    let acts: Vec<&str> =
        attention["acts"].as_array().expect("acts").iter().filter_map(|act| act["do"].as_str()).collect();
    assert_eq!(acts, ["delivered", "resend", "not_delivered"]);
    // Each letter is judged by itself; what is not allowed is left as it is; a number typed by mistake is not repeated.
    let number = sandbox::by_alias("se-lost-beta").expect("a recipient").reveal();
    let order = json!({ "do": "delivered", "ids": [doubtful, fine, number], "note": "Beta bekræftede" });
    let (status, answer) = gateway.post("/v1/letters/actions", &order).await;
    assert_eq!((status, &answer["done"], &answer["refused"]), (200, &json!(1), &json!(2)), "{answer:#}");
    assert_eq!(answer["results"][0]["state"], "delivered");
    assert_eq!(answer["results"][1]["reason"]["code"], "state_conflict");
    assert_eq!(answer["results"][2]["reason"]["code"], "letter_not_found");
    assert!(!answer.to_string().contains(number));
    // Who did it stands in the letter's story.
    let view = gateway.get(&format!("/v1/letters/{doubtful}")).await;
    let resolved = view["timeline"].as_array().expect("a timeline").last().expect("an event").clone();
    assert_eq!((&resolved["event"], &resolved["note"]), (&json!("resolved"), &json!("Beta bekræftede")));
    for bad in [
        json!({ "do": "explode", "ids": [fine] }),
        json!({ "do": "retry", "ids": [] }),
        json!({ "do": "retry", "ids": vec!["x"; 1001] }),
        json!({ "do": "noted", "ids": [fine], "note": number }),
    ] {
        let (status, _) = gateway.post("/v1/letters/actions", &bad).await;
        assert_eq!(status, 422, "{bad}");
    }
    // The same on the command line.
    let (exit, text) = gateway.run(&["letters", "attention", "--format", "json"]);
    assert_eq!((exit, text.lines().count()), (Some(0), 1), "{text}");
    let (exit, text) = gateway.run(&["letters", "do", "printed", &protected, &fine]);
    assert_eq!((exit, text.lines().count()), (Some(1), 2), "{text}");
    gateway.until_state(&protected, "delivered").await;
    assert_eq!(gateway.get("/v1/attention?group=code").await["letters"], 0);
}

/// Decision 69: an act names the letter that it is about.
#[tokio::test(flavor = "multi_thread")]
async fn an_act_about_a_letter_that_has_moved_since_is_refused() {
    let gateway = Installation::start().await;
    let id = gateway.send("se-protected", "beslut").await;
    gateway.until(&id, "with a person", |view| view["attention"].is_object()).await;
    let path = format!("/v1/letters/{id}");
    let look = || gateway.client.get(gateway.api(&path)).bearer_auth(&gateway.key).send();
    let act = |what: &str, tag: &str, body: Value| {
        let request = gateway.client.post(gateway.api(&format!("{path}/{what}"))).bearer_auth(&gateway.key);
        request.header("if-match", tag).json(&body).send()
    };
    let tag = |answer: &reqwest::Response| {
        answer.headers().get("etag").expect("a tag").to_str().expect("ASCII").to_owned()
    };
    let seen = tag(&look().await.expect("an answer"));
    let answer = act("retry", &seen, json!({})).await.expect("an answer");
    assert_eq!(answer.status(), 200);
    // The same request again, as one that hung on its way: the letter lies with a person as it did then.
    let view = gateway.until(&id, "with a person again", |view| view["attention"].is_object()).await;
    for what in ["retry", "cancel"] {
        let answer = act(what, &seen, json!({})).await.expect("an answer");
        assert_eq!(answer.status(), 412, "{what}");
        let problem: Value = answer.json().await.expect("JSON");
        assert_eq!(problem["code"], "letter_moved", "{problem}");
    }
    let answer = act("resolve", &seen, json!({ "how": "printed" })).await.expect("an answer");
    assert_eq!(answer.status(), 412);
    // The same for many; a letter whose number is not given is acted on as it stands.
    let number: u64 = seen.trim_matches('"').parse().expect("a number");
    let order = json!({ "do": "printed", "ids": [id], "seen": { &id: number } });
    let (status, answer) = gateway.post("/v1/letters/actions", &order).await;
    assert_eq!(
        (status, &answer["results"][0]["reason"]["code"]),
        (200, &json!("letter_moved")),
        "{answer:#}"
    );
    let now = gateway.get(&path).await;
    assert_eq!(now["seq"], view["seq"], "refused acts left a trace: {now:#}");
    let listed = gateway.get("/v1/attention").await;
    assert_eq!(listed["letters"][0]["seq"], view["seq"], "{listed:#}");
    let fresh = tag(&look().await.expect("an answer"));
    let answer =
        act("resolve", &format!("\"1\", {fresh}"), json!({ "how": "printed" })).await.expect("an answer");
    assert_eq!(answer.status(), 200);
    assert_ne!(tag(&answer), fresh);
    gateway.until_state(&id, "delivered").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_balance_adds_up_and_a_difference_is_found_named_and_mended() {
    let mut gateway = Installation::start().await;
    let mut letters = Vec::new();
    for (alias, kind) in [
        ("se-reachable-alfa", "beslut"),
        ("dk-registered", "pladsanvisning"),
        ("dk-exempt", "pladsanvisning"),
        ("se-protected", "beslut"),
        ("se-lost-beta", "beslut"),
    ] {
        letters.push(gateway.send(alias, kind).await);
    }
    let scheduled =
        accepted(&gateway, "se-reachable-beta", "beslut", json!({ "send_at": after(3600) })).await;
    for id in &letters {
        let rests = |view: &Value| view["final"] == true || view["attention"].is_object();
        gateway.until(id, "at rest", rests).await;
    }
    let sheet = gateway.get("/v1/balance?by=type&full=true").await;
    assert_eq!(sheet["balanced"], true, "{sheet:#}");
    assert_eq!(sheet["total"]["accepted"], 6);
    let bins = &sheet["total"]["bins"];
    assert_eq!(
        (&bins["delivered"], &bins["printed"], &bins["with_person"], &bins["accepted"]),
        (&json!(2), &json!(1), &json!(2), &json!(1)),
        "{sheet:#}"
    );
    let sum: u64 = bins.as_object().expect("bins").values().filter_map(Value::as_u64).sum();
    assert_eq!(sum, 6);
    let of_types: u64 = sheet["lines"]
        .as_object()
        .expect("lines")
        .values()
        .filter_map(|line| line["accepted"].as_u64())
        .sum();
    assert_eq!(of_types, 6);
    let receipts = &sheet["receipts"];
    let count = |name: &str| receipts[name].as_u64().expect("a count");
    assert_eq!(count("handed_over"), count("receipted") + count("awaited") + count("by_person"), "{sheet:#}");
    assert_eq!((sheet["compared"]["letters"].as_u64(), count("receipted")), (Some(6), 3), "{sheet:#}");
    // How long they took, by channel (R235, R267).
    let leads = sheet["lead_times"].as_object().expect("lead times");
    let delivered: u64 = leads.values().filter_map(|lead| lead["letters"].as_u64()).sum();
    assert_eq!(delivered, 3, "{sheet:#}");
    for lead in leads.values() {
        let ms = |name: &str| lead[name].as_u64().expect("milliseconds");
        assert!(ms("median_ms") <= ms("p95_ms") && ms("p95_ms") <= ms("slowest_ms"), "{sheet:#}");
    }
    let (exit, text) = gateway.run(&["balance", "--by", "system", "--full"]);
    assert_eq!(exit, Some(0), "{text}");
    assert!(text.contains("Time to delivery mina_meddelanden (1): half within"), "{text}");
    let (exit, _) = gateway.run(&["sweep"]);
    assert_eq!(exit, Some(0));
    // Another hand changes the index: one letter is said to be delivered and forgotten by the queue.
    assert_eq!(gateway.stop_gateway().await, Some(0));
    let store = Store::open(&gateway.store_config()).await.expect("a store");
    let id = scheduled.parse().expect("an id");
    let seq = store.load(id).await.expect("read").expect("a letter").seq();
    let append = Append {
        id,
        expected_seq: seq,
        events: Vec::new(),
        at: Timestamp::now(),
        index: Index {
            state: "delivered".to_owned(),
            channel: None,
            reason: None,
            attention: false,
            due_at: None,
            message_uuid: None,
        },
        lease: LeaseAction::None,
        blobs: Vec::new(),
        receipt: None,
    };
    store.append(append).await.expect("appended");
    store.close().await;
    gateway.start_gateway().await;
    let (exit, text) = gateway.run(&["balance", "--full", "--format", "json"]);
    let sheet: Value = serde_json::from_str(text.trim()).expect("JSON");
    assert_eq!((exit, &sheet["balanced"]), (Some(1), &json!(false)), "{sheet:#}");
    let named: Vec<(&str, &str)> = sheet["differences"]
        .as_array()
        .expect("differences")
        .iter()
        .filter_map(|found| Some((found["letter"].as_str()?, found["code"].as_str()?)))
        .collect();
    assert_eq!(named, [(scheduled.as_str(), "index_differs"), (scheduled.as_str(), "letter_not_queued")]);
    // The events are the truth: the sweeper sets index and queue to what they say.
    let (exit, text) = gateway.run(&["sweep", "--full", "--format", "json"]);
    let swept: Value = serde_json::from_str(text.trim()).expect("JSON");
    assert_eq!((exit, &swept["repaired"]), (Some(0), &json!(2)), "{swept:#}");
    let (exit, text) = gateway.run(&["balance", "--full"]);
    assert_eq!(exit, Some(0), "{text}");
    let view = gateway.get("/v1/letters?state=accepted").await;
    assert_eq!(view["letters"][0]["id"], json!(scheduled), "{view:#}");
    assert!(view["letters"][0]["due_at"].is_string(), "{view:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_what_is_ill_and_tells_support_nothing_personal() {
    let mut gateway = Installation::start().await;
    let id = gateway.send("se-reachable-alfa", "beslut").await;
    gateway.until_state(&id, "delivered").await;
    let report = gateway.folder.path().join("support.json");
    let (exit, text) = gateway.run(&["doctor", "--support-file", report.to_str().expect("UTF-8")]);
    assert_eq!(exit, Some(0), "{text}");
    for subject in ["configuration", "database", "queue", "receipts", "disk", "clock", "sweep"] {
        assert!(text.contains(&format!("{subject}:")), "{subject} is not looked at: {text}");
    }
    assert!(text.contains("days left") || text.contains("certificate"), "{text}");
    let report = std::fs::read_to_string(report).expect("a report");
    assert!(report.contains("\"schema\""), "{report}");
    assert!(numbers().iter().all(|number| !report.contains(number)) && !report.contains(&gateway.key));
    // The national side is gone: red, and exit 1. Without the gateway what can be seen is looked at all the same.
    gateway.kill_sandbox();
    let (exit, text) = gateway.run(&["doctor", "--format", "json"]);
    let found: Value = serde_json::from_str(text.trim()).expect("JSON");
    assert_eq!((exit, &found["level"]), (Some(1), &json!("error")), "{found:#}");
    gateway.kill_gateway();
    let (exit, text) = gateway.run(&["doctor", "--format", "json"]);
    let found: Value = serde_json::from_str(text.trim()).expect("JSON");
    assert_eq!((exit, &found["findings"][0]["subject"]), (Some(1), &json!("gateway")), "{found:#}");
}

/// SIGTERM under load: what is under way is carried to its resting place, nothing is attempted twice.
#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_is_asked_to_stop_ends_what_it_began() {
    let mut gateway = Installation::start().await;
    let mut letters = Vec::new();
    for round in 0..3 {
        for number in 0..14 {
            let (alias, kind) = if number % 2 == 0 {
                ("se-reachable-alfa", "beslut")
            } else {
                ("dk-registered", "pladsanvisning")
            };
            letters.push(gateway.send(alias, kind).await);
        }
        let exit = gateway.stop_gateway().await;
        assert_eq!(exit, Some(0), "round {round}:\n{}", gateway.log("gateway"));
        gateway.start_gateway().await;
    }
    for id in &letters {
        let view = gateway.until_state(id, "delivered").await;
        assert_eq!(attempts(&view), 1, "{view:#}");
        let events = view["timeline"].as_array().expect("a timeline");
        assert!(events.iter().all(|moment| moment["event"] != "in_doubt"), "{view:#}");
    }
    let totals = &gateway.deliveries().await["totals"];
    assert_eq!((&totals["unique"], &totals["doubled"]), (&json!(letters.len()), &json!(0)), "{totals}");
}
