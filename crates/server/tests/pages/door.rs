//! Who comes in.

use super::browser::Browser;
use super::house::House;
use jiff::Timestamp;

#[tokio::test]
async fn in_and_out() {
    let house = House::open().await;
    let key = house.key("anna", &["eksempel"], &["letters:read", "letters:write"]).await;
    let browser = Browser::new(&house.base);
    let door = browser.get("/").await;
    assert_eq!(door.status, 200);
    door.has("<h1>Sign in</h1>");
    door.has("admin.key");

    let wrong = browser.post("/sign-in", &[("token", &door.hidden("token")), ("key", "brevdue_wrong")]).await;
    assert_eq!(wrong.status, 401);
    wrong.has("The key is unknown or revoked.");
    wrong.has("aria-invalid=\"true\"");
    wrong.has_not("brevdue_wrong");
    assert_eq!(browser.cookie("brevdue_session"), None);

    let right =
        browser.post("/sign-in", &[("token", &wrong.hidden("token")), ("key", &format!(" {key}\n"))]).await;
    assert_eq!(right.location(), "/");
    let cookie = right.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure") && !cookie.contains(&key), "{cookie}");
    let home = browser.get("/").await;
    home.has("<h1>Overview</h1>");
    home.has("<strong>anna</strong>");

    let session = browser.cookie("brevdue_session").unwrap();
    assert_eq!(browser.post("/sign-out", &[]).await.status, 403);
    browser.get("/").await.has("<h1>Overview</h1>");
    let out = browser.post("/sign-out", &[("csrf", &home.hidden("csrf"))]).await;
    browser.get(&out.location()).await.has("You are signed out.");
    browser.set_cookie("brevdue_session", &session);
    browser.get("/").await.has("<h1>Sign in</h1>");
    house.close().await;
}

#[tokio::test]
async fn behind_https_the_cookie_is_for_https() {
    let house = House::open().await;
    let key = house.key("anna", &[], &["admin"]).await;
    let browser = Browser::new(&house.base);
    let token = browser.get("/").await.hidden("token");
    let fields = [("token", token.as_str()), ("key", key.as_str())];
    let answer = browser.post_from("/sign-in", &fields, &[("x-forwarded-proto", "https")]).await;
    assert!(answer.header("set-cookie").contains("; Secure"));
    house.close().await;
}

#[tokio::test]
async fn a_sign_in_form_must_be_ours() {
    let house = House::open().await;
    let key = house.key("anna", &[], &["admin"]).await;
    let browser = Browser::new(&house.base);
    assert_eq!(browser.post("/sign-in", &[("key", &key)]).await.status, 403);
    assert_eq!(browser.post("/sign-in", &[("key", &key), ("token", "")]).await.status, 403);
    let token = browser.get("/").await.hidden("token");
    let fields = [("token", token.as_str()), ("key", key.as_str())];
    let evil = browser.post_from("/sign-in", &fields, &[("origin", "https://evil.example")]).await;
    assert_eq!(evil.status, 403);
    assert_eq!(browser.cookie("brevdue_session"), None);
    house.close().await;
}

#[tokio::test]
async fn every_page_leads_to_the_door_and_back() {
    let house = House::open().await;
    let key = house.key("anna", &[], &["admin"]).await;
    let browser = Browser::new(&house.base);
    for path in ["/send", "/letters", "/letters/0199", "/letters/0199/message", "/letters/0199/documents/1"] {
        assert_eq!(browser.get(path).await.location(), format!("/?next={path}"));
    }
    assert_eq!(browser.post("/letters", &[]).await.location(), "/?next=/letters");
    let door = browser.get("/?next=/send").await;
    let fields = [("token", door.hidden("token")), ("next", door.hidden("next")), ("key", key)];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(browser.post("/sign-in", &fields).await.location(), "/send");
    assert_eq!(browser.get("/?next=//evil.example").await.status, 200);
    house.close().await;
}

#[tokio::test]
async fn a_revoked_key_ends_its_sessions() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    browser.get("/").await.has("<h1>Overview</h1>");
    house.gateway.store().revoke_api_key("anna", Timestamp::now(), "test").await.unwrap();
    browser.get("/").await.has("<h1>Sign in</h1>");
    house.close().await;
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let house = House::open().await;
    let browser = Browser::new(&house.base);
    let mut door = browser.get("/").await;
    for _ in 0..20 {
        door = browser.post("/sign-in", &[("token", &door.hidden("token")), ("key", "brevdue_guess")]).await;
        assert_eq!(door.status, 401);
    }
    let slow = browser.post("/sign-in", &[("token", &door.hidden("token")), ("key", "brevdue_guess")]).await;
    assert_eq!(slow.status, 429);
    assert!((1..=60).contains(&slow.header("retry-after").parse::<u32>().unwrap()));
    slow.has("Too many attempts.");
    house.close().await;
}

#[tokio::test]
async fn a_key_that_may_not_read_sees_nothing_and_one_that_may_not_write_changes_nothing() {
    let house = House::open().await;
    let anna = house.case_worker().await;
    let page = super::house::send(&anna, "hoering", "Partshøring", "").await;
    let (reader, writer) = (Browser::new(&house.base), Browser::new(&house.base));
    reader.sign_in(&house.key("reader", &["eksempel"], &["letters:read"]).await).await;
    writer.sign_in(&house.key("writer", &["eksempel"], &["letters:write"]).await).await;

    assert_eq!(reader.get("/send").await.status, 403);
    let seen = reader.get(&page).await;
    seen.has("Partshøring");
    seen.has_not("/act");
    let csrf = seen.hidden("csrf");
    let act = [("csrf", csrf.as_str()), ("seq", "2"), ("do", "cancel")];
    assert_eq!(reader.post(&format!("{page}/act"), &act).await.status, 403);

    assert_eq!(writer.get(&page).await.status, 403);
    assert_eq!(writer.get("/letters").await.status, 403);
    writer.get("/").await.has_not("Partshøring");
    assert_eq!(writer.get("/send").await.status, 200);
    house.close().await;
}
