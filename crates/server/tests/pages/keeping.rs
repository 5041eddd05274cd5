//! Systems and keys, settings, doctor, audit trail and the contact centre.

use super::browser::Browser;
use super::house::{DANE, House, SWEDE, send};

async fn admin(house: &House, name: &str, senders: &[&str]) -> Browser {
    house.key(name, senders, &["admin"]).await;
    house.everything(name, senders).await
}

#[tokio::test]
async fn a_key_is_made_shown_once_used_and_revoked() {
    let house = House::open().await;
    let anna = admin(&house, "anna", &[]).await;
    let page = anna.get("/systems").await;
    page.has("anna");
    let csrf = page.hidden("csrf");
    let made = anna
        .post(
            "/systems",
            &[("csrf", &csrf), ("name", "loen"), ("sender", "eksempel"), ("scope", "letters:read")],
        )
        .await;
    assert_eq!(made.status, 200);
    assert_eq!(made.header("cache-control"), "no-store");
    let key = made.body.split("value=\"brevdue_").nth(1).unwrap().split('"').next().unwrap();
    let key = format!("brevdue_{key}");
    anna.get("/systems").await.has_not(&key);
    let call = async || {
        let request =
            reqwest::Client::builder().no_proxy().build().unwrap().get(format!("{}/v1/letters", house.base));
        let request = request.bearer_auth(&key).header("user-agent", "Loen/7.2 (test)");
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(call().await, 200);
    let page = anna.get("/systems").await;
    page.has("Loen/7.2 (test)");
    page.has("Eksempel Kommune");
    let revoked = anna.post("/systems/revoke", &[("csrf", &csrf), ("name", "loen")]).await;
    revoked.has("The key of loen has been revoked.");
    let acts = anna.get("/audit?kind=api_key_revoked").await;
    acts.has("Revoked a key");
    acts.has("<td role=\"cell\">anna</td>");
    assert_eq!(anna.post("/systems/revoke", &[("csrf", &csrf), ("name", "nobody")]).await.status, 404);
    house.close().await;
}

#[tokio::test]
async fn wrong_keys_are_refused_with_their_field() {
    let house = House::open().await;
    let anna = admin(&house, "anna", &["eksempel"]).await;
    let page = anna.get("/systems").await;
    page.has_not("name=\"all\"");
    let csrf = page.hidden("csrf");
    let empty = anna.post("/systems", &[("csrf", &csrf), ("name", " ")]).await;
    assert_eq!(empty.status, 422);
    for id in ["name-fault", "senders-fault", "scopes-fault"] {
        empty.has(&format!("id=\"{id}\""));
    }
    let good = [("csrf", csrf.as_str()), ("name", "x"), ("sender", "eksempel"), ("scope", "letters:read")];
    let with = |at: usize, pair: (&'static str, &'static str)| {
        let mut fields = good.to_vec();
        fields[at] = pair;
        fields
    };
    for (at, pair) in
        [(1, ("name", DANE)), (2, ("sender", "anden")), (2, ("all", "1")), (3, ("scope", "everything"))]
    {
        assert_eq!(anna.post("/systems", &with(at, pair)).await.status, 422, "{pair:?}");
    }
    assert_eq!(anna.post("/systems", &with(1, ("name", "anna"))).await.status, 409);
    assert_eq!(anna.post("/systems", &with(0, ("csrf", "x"))).await.status, 403);
    // A key for everything is not for somebody who keeps one municipality.
    house.key("alt", &[], &["admin"]).await;
    anna.get("/systems").await.has_not(">alt<");
    assert_eq!(anna.post("/systems/revoke", &[("csrf", &csrf), ("name", "alt")]).await.status, 404);
    house.close().await;
}

#[tokio::test]
async fn settings_show_senders_agreements_and_where_each_is_set() {
    let house = House::open_with("").await;
    let anna = admin(&house, "anna", &[]).await;
    let page = anna.get("/settings").await;
    for text in [
        "Eksempel Kommune",
        "Tilslutningsaftale",
        "Kommunaldirektør",
        "Not signed",
        "[[sender]]",
        "policy.max_attempts",
        "/types/boernesag",
        "[print]",
    ] {
        page.has(text);
    }
    anna.get("/doctor").await.has("sender eksempel agreement Vilkår");
    let bo = admin(&house, "bo", &["anden"]).await;
    let page = bo.get("/settings").await;
    page.has("Anden Kommune");
    page.has_not("Eksempel Kommune");
    house.close().await;
}

#[tokio::test]
async fn the_doctor_says_what_is_ill_and_gives_a_file_without_numbers() {
    let house = House::open().await;
    let anna = admin(&house, "anna", &[]).await;
    send(&anna, "hoering", "Partshøring", "K-1").await;
    let page = anna.get("/doctor").await;
    for text in
        ["Do this:", "no digital channel", "It adds up", "Eksempel Kommune", "State of the installation"]
    {
        page.has(text);
    }
    let csrf = page.hidden("csrf");
    let swept = anna.post("/doctor/sweep", &[("csrf", &csrf)]).await;
    assert_eq!(swept.location(), "/doctor?swept=1");
    anna.get("/doctor?swept=1").await.has("All open letters have been looked through.");
    assert_eq!(anna.post("/doctor/sweep", &[("csrf", "x")]).await.status, 403);
    let (headers, file) = anna.bytes("/doctor/support").await;
    assert!(headers["content-disposition"].to_str().unwrap().contains("attachment"));
    let report: serde_json::Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(report["balance"]["total"]["accepted"], 1);
    let text = String::from_utf8(file).unwrap();
    assert!(!text.contains(DANE) && !text.contains("Partshøring"));
    house.close().await;
}

#[tokio::test]
async fn the_audit_trail_is_filtered_paged_and_walked() {
    let house = House::open().await;
    let anna = admin(&house, "anna", &[]).await;
    for n in 0..45 {
        house.key(&format!("system-{n}"), &["eksempel"], &["letters:read"]).await;
    }
    let page = anna.get("/audit?kind=api_key_made").await;
    page.has("system-44");
    page.has_not("system-3<");
    let older = page
        .body
        .split("href=\"/audit?kind=api_key_made&#38;before=")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    anna.get(&format!("/audit?kind=api_key_made&before={older}")).await.has("system-3<");
    anna.get("/audit?by=nobody").await.has("No acts match.");
    anna.get("/audit?from=2999-01-01").await.has("No acts match.");
    anna.get("/audit?to=nonsense&before=x").await.has("<h1>Audit trail</h1>");
    assert_eq!(anna.get(&format!("/audit?by={DANE}")).await.location(), "/audit");
    let csrf = page.hidden("csrf");
    assert_eq!(anna.post("/audit/verify", &[("csrf", &csrf)]).await.location(), "/audit");
    let mut page = anna.get("/audit").await;
    while page.body.contains("is being checked") {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        page = anna.get("/audit").await;
    }
    page.has("Whole:");
    house.close().await;
}

#[tokio::test]
async fn a_citizens_letters_are_shown_for_a_reason_that_is_recorded() {
    let house = House::open().await;
    let anna = admin(&house, "anna", &["eksempel"]).await;
    send(&anna, "hoering", "Partshøring om plads", "K-1").await;
    let page = anna.get("/citizen").await;
    page.has("You have not looked yet.");
    let csrf = page.hidden("csrf");
    let form = [("csrf", csrf.as_str()), ("number", DANE), ("reason", "question"), ("note", "ringede")];
    let found = anna.post("/citizen", &form).await;
    assert_eq!((found.status, found.header("cache-control")), (200, "no-store"));
    for text in [
        "Partshøring om plads",
        "Hearing of a party",
        "Eksempel Kommune",
        "The citizen asks about their post: ringede",
    ] {
        found.has(text);
    }
    found.has_not(DANE);
    found.has_not("/documents/");
    found.has_not("href=\"/letters/");
    // The auditor sees the look: who, why, and a hash that is no number.
    let audit = anna.get("/audit?kind=citizen_looked").await;
    audit.has("Looked up a citizen&#39;s letters");
    audit.has("The citizen asks about their post: ringede (");
    audit.has_not(DANE);
    let acts = house.gateway.store().acts(None, 10).await.unwrap();
    assert_eq!(acts.iter().filter(|act| act.kind == "citizen_looked").count(), 1);
    // Somebody of another municipality sees none of it, and that they looked is known too.
    let bo = admin(&house, "bo", &["anden"]).await;
    let csrf = bo.get("/citizen").await.hidden("csrf");
    let form = [("csrf", csrf.as_str()), ("number", DANE), ("reason", "other"), ("note", "test")];
    bo.post("/citizen", &form).await.has("There are no letters to this number.");
    house.close().await;
}

#[tokio::test]
async fn a_look_without_number_or_reason_is_none() {
    let house = House::open().await;
    let anna = admin(&house, "anna", &[]).await;
    let csrf = anna.get("/citizen").await.hidden("csrf");
    for (number, reason, note, id) in [
        ("123", "question", "", "number-fault"),
        (DANE, "", "", "reason-fault"),
        (DANE, "curiosity", "", "reason-fault"),
        (DANE, "other", " ", "note-fault"),
        (DANE, "question", SWEDE, "note-fault"),
    ] {
        let form = [("csrf", csrf.as_str()), ("number", number), ("reason", reason), ("note", note)];
        let page = anna.post("/citizen", &form).await;
        assert_eq!(page.status, 422, "{id}");
        page.has(&format!("id=\"{id}\""));
    }
    assert_eq!(anna.post("/citizen", &[("number", DANE), ("reason", "question")]).await.status, 403);
    let acts = house.gateway.store().acts(None, 10).await.unwrap();
    assert!(acts.iter().all(|act| act.kind != "citizen_looked"));
    house.close().await;
}

#[tokio::test]
async fn there_are_only_so_many_looks() {
    let house = House::open().await;
    let anna = admin(&house, "anna", &[]).await;
    let csrf = anna.get("/citizen").await.hidden("csrf");
    let form = [("csrf", csrf.as_str()), ("number", SWEDE), ("reason", "question")];
    for _ in 0..30 {
        assert_eq!(anna.post("/citizen", &form).await.status, 200);
    }
    let page = anna.post("/citizen", &form).await;
    assert_eq!(page.status, 429);
    page.has("30 times in ten minutes");
    let bo = admin(&house, "bo", &[]).await;
    let csrf = bo.get("/citizen").await.hidden("csrf");
    assert_eq!(
        bo.post("/citizen", &[("csrf", &csrf), ("number", SWEDE), ("reason", "question")]).await.status,
        200
    );
    house.close().await;
}

#[tokio::test]
async fn what_a_system_should_mend_is_told_to_it_and_to_its_keeper() {
    let house = House::open().await;
    let anna = admin(&house, "anna", &[]).await;
    anna.get("/systems/quality").await.has("No system has sent anything in this time.");
    let key = house.key("loen", &["eksempel"], &["letters:write", "letters:read"]).await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    // A number whose date is impossible, twice.
    for _ in 0..2 {
        let wrong = serde_json::json!({ "recipient": "3113771212", "type": "hoering" });
        let call = client.post(format!("{}/v1/letters", house.base)).bearer_auth(&key).json(&wrong);
        assert_eq!(call.send().await.unwrap().status().as_u16(), 422);
    }
    let own = client.get(format!("{}/v1/quality", house.base)).bearer_auth(&key).send().await.unwrap();
    assert_eq!(own.status().as_u16(), 200);
    let own: serde_json::Value = own.json().await.unwrap();
    assert_eq!((own["system"].as_str(), own["letters"].as_u64()), (Some("loen"), Some(0)), "{own}");
    let refused = own["refused"].as_array().unwrap();
    assert!(refused.iter().any(|one| one["count"] == 2 && one["fix"].is_string()), "{own}");
    // What a person sends is told too, with what its type lacks.
    send(&anna, "hoering", "Partshøring", "K-1").await;
    let page = anna.get("/systems/quality").await;
    for text in ["loen", "Refused letters", "2 ×", "Letters accepted: 1", "Letter types that lack something"]
    {
        page.has(text);
    }
    // Another key is told nothing of it, nor another municipality's keeper.
    let other = house.key("aula", &["anden"], &["letters:read"]).await;
    let told = client.get(format!("{}/v1/quality", house.base)).bearer_auth(&other).send().await.unwrap();
    let told: serde_json::Value = told.json().await.unwrap();
    assert_eq!(told["refused"].as_array().map(Vec::len), Some(0), "{told}");
    let bo = admin(&house, "bo", &["anden"]).await;
    bo.get("/systems/quality").await.has_not("loen");
    house.close().await;
}

#[tokio::test]
async fn a_search_by_number_is_recorded_before_anything_is_shown() {
    let house = House::open().await;
    let anna = admin(&house, "anna", &[]).await;
    send(&anna, "hoering", "Partshøring", "K-1").await;
    let csrf = anna.get("/letters").await.hidden("csrf");
    anna.post("/letters", &[("csrf", &csrf), ("text", DANE)]).await.has("Partshøring");
    let acts = anna.get("/audit?kind=letters_searched").await;
    acts.has("Searched letters by a number");
    acts.has("<td role=\"cell\">anna</td>");
    acts.has_not(DANE);
    house.close().await;
}
