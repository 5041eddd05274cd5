//! Who comes in.

use super::browser::Browser;
use super::house::{House, PASSWORD};
use jiff::{SignedDuration, Timestamp};
use store::Granted;

const COOKIE: &str = "brevdue_session";

/// What a sign-in form holds.
fn fields<'a>(token: &'a str, name: &'a str, password: &'a str) -> [(&'static str, &'a str); 3] {
    [("token", token), ("name", name), ("password", password)]
}

#[tokio::test]
async fn in_and_out() {
    let house = House::open().await;
    house.add("anna", &[Granted::at("case_worker", "eksempel")]).await;
    let browser = Browser::new(&house.base);
    let door = browser.get("/").await;
    assert_eq!(door.status, 200);
    door.has("<h1>Sign in</h1>");
    door.has("admin.password");

    for (name, password) in [("anna", "wrong password"), ("nobody", PASSWORD), ("", "")] {
        let token = browser.get("/").await.hidden("token");
        let wrong = browser.post("/sign-in", &fields(&token, name, password)).await;
        assert_eq!(wrong.status, 401);
        wrong.has("User name or password does not fit.");
        wrong.has("aria-invalid=\"true\"");
        wrong.has_not("wrong password");
        assert_eq!(browser.cookie(COOKIE), None);
    }

    let token = browser.get("/").await.hidden("token");
    let right = browser.post("/sign-in", &fields(&token, " anna\n", PASSWORD)).await;
    assert_eq!(right.location(), "/");
    let cookie = right.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "{cookie}");
    let home = browser.get("/").await;
    home.has("<h1>Overview</h1>");
    home.has("<strong>anna</strong>");

    let session = browser.cookie(COOKIE).unwrap();
    assert_eq!(browser.post("/sign-out", &[]).await.status, 403);
    browser.get("/").await.has("<h1>Overview</h1>");
    let out = browser.post("/sign-out", &[("csrf", &home.hidden("csrf"))]).await;
    browser.get(&out.location()).await.has("You are signed out.");
    browser.set_cookie(COOKIE, &session);
    browser.get("/").await.has("<h1>Sign in</h1>");
    house.close().await;
}

#[tokio::test]
async fn behind_https_the_cookie_is_for_this_host_and_https() {
    let house = House::open().await;
    house.add("anna", &[]).await;
    let browser = Browser::new(&house.base);
    let token = browser.get("/").await.hidden("token");
    let https = [("x-forwarded-proto", "https")];
    let answer = browser.post_from("/sign-in", &fields(&token, "anna", PASSWORD), &https).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-brevdue_session=") && cookie.contains("; Secure"), "{cookie}");
    assert!(cookie.contains("Path=/;") && !cookie.contains("Domain"), "{cookie}");
    // Over plain http, where anybody can have set it, it opens nothing.
    browser.get("/").await.has("<h1>Sign in</h1>");
    house.close().await;
}

#[tokio::test]
async fn a_sign_in_form_must_be_ours() {
    let house = House::open().await;
    house.add("anna", &[]).await;
    let browser = Browser::new(&house.base);
    assert_eq!(browser.post("/sign-in", &[("name", "anna"), ("password", PASSWORD)]).await.status, 403);
    assert_eq!(browser.post("/sign-in", &fields("", "anna", PASSWORD)).await.status, 403);
    let token = browser.get("/").await.hidden("token");
    let origin = [("origin", "https://evil.example")];
    let evil = browser.post_from("/sign-in", &fields(&token, "anna", PASSWORD), &origin).await;
    assert_eq!(evil.status, 403);
    assert_eq!(browser.cookie(COOKIE), None);
    house.close().await;
}

#[tokio::test]
async fn every_page_leads_to_the_door_and_back() {
    let house = House::open().await;
    house.add("anna", &[Granted::at("case_worker", "eksempel")]).await;
    let browser = Browser::new(&house.base);
    for path in ["/send", "/letters", "/letters/0199", "/letters/0199/message", "/letters/0199/documents/1"] {
        assert_eq!(browser.get(path).await.location(), format!("/?next={path}"));
    }
    assert_eq!(browser.post("/letters", &[]).await.location(), "/?next=/letters");
    let door = browser.get("/?next=/send").await;
    let (token, next) = (door.hidden("token"), door.hidden("next"));
    let [token, name, password] = fields(&token, "anna", PASSWORD);
    let answer = browser.post("/sign-in", &[token, name, password, ("next", &next)]).await;
    assert_eq!(answer.location(), "/send");
    house.close().await;
}

#[tokio::test]
async fn nobody_is_led_elsewhere() {
    let house = House::open().await;
    house.add("anna", &[]).await;
    for elsewhere in ["//evil.example", "https://evil.example", "/\\evil.example", "/%2F%2Fevil.example"] {
        let browser = Browser::new(&house.base);
        let door = browser.get(&format!("/?next={elsewhere}")).await;
        assert_eq!(door.hidden("next"), "", "{elsewhere}");
        let token = door.hidden("token");
        let [token, name, password] = fields(&token, "anna", PASSWORD);
        let answer = browser.post("/sign-in", &[token, name, password, ("next", elsewhere)]).await;
        assert_eq!(answer.location(), "/", "{elsewhere}");
    }
    house.close().await;
}

#[tokio::test]
async fn a_session_is_new_at_every_sign_in_and_the_one_before_ends() {
    let house = House::open().await;
    house.add("anna", &[]).await;
    let browser = Browser::new(&house.base);
    let planted = "a".repeat(64);
    browser.set_cookie(COOKIE, &planted);
    browser.sign_in("anna", PASSWORD).await;
    let first = browser.cookie(COOKIE).unwrap();
    assert_ne!(first, planted);
    browser.get("/").await.has("<h1>Overview</h1>");

    // The form of somebody who is signed in elsewhere in the browser.
    let token = Browser::new(&house.base).get("/").await.hidden("token");
    browser.set_cookie("brevdue_door", &token);
    let again = browser.post("/sign-in", &fields(&token, "anna", PASSWORD)).await;
    assert_eq!(again.location(), "/");
    assert_ne!(browser.cookie(COOKIE).unwrap(), first);
    let old = Browser::new(&house.base);
    old.set_cookie(COOKIE, &first);
    old.get("/").await.has("<h1>Sign in</h1>");
    let now = Timestamp::now();
    let alive = house.gateway.store().sessions(now, SignedDuration::from_mins(30)).await.unwrap();
    assert_eq!(alive.len(), 1);
    house.close().await;
}

#[tokio::test]
async fn a_session_ends_with_its_person_and_at_every_change_of_roles() {
    let house = House::open().await;
    let store = house.gateway.store();
    let browser = house.case_worker().await;
    let roles = [Granted::at("case_worker", "eksempel")];
    let more = [roles[0].clone(), Granted::at("auditor", "eksempel")];
    for change in 0..3 {
        browser.get("/").await.has("<h1>Overview</h1>");
        let now = Timestamp::now();
        match change {
            0 => assert!(store.set_grants("anna", &roles, &more, "ib", now).await.unwrap()),
            1 => assert!(store.set_active("anna", false, "ib", now).await.unwrap()),
            _ => assert!(store.remove_person("anna", "ib", now).await.unwrap()),
        }
        browser.get("/").await.has("<h1>Sign in</h1>");
        if change == 0 {
            browser.sign_in("anna", PASSWORD).await;
        } else {
            let token = browser.get("/").await.hidden("token");
            assert_eq!(browser.post("/sign-in", &fields(&token, "anna", PASSWORD)).await.status, 401);
            store.set_active("anna", true, "ib", now).await.unwrap();
            if change == 1 {
                browser.sign_in("anna", PASSWORD).await;
            }
        }
    }
    house.close().await;
}

#[tokio::test]
async fn what_is_no_cookie_of_ours_opens_nothing() {
    let house = House::open().await;
    house.case_worker().await;
    let key = house.key("system", &[], &["admin"]).await;
    for cookie in ["", "x", &key, &"0".repeat(64), &"0".repeat(10_000)] {
        let browser = Browser::new(&house.base);
        browser.set_cookie(COOKIE, cookie);
        browser.get("/").await.has("<h1>Sign in</h1>");
    }
    house.close().await;
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let house = House::open().await;
    house.add("anna", &[]).await;
    let browser = Browser::new(&house.base);
    let mut token = browser.get("/").await.hidden("token");
    for _ in 0..10 {
        let door = browser.post("/sign-in", &fields(&token, "anna", "a guess of mine")).await;
        assert_eq!(door.status, 401);
        token = door.hidden("token");
    }
    let slow = browser.post("/sign-in", &fields(&token, "anna", PASSWORD)).await;
    assert_eq!(slow.status, 429, "even the right one must wait");
    assert!((1..=60).contains(&slow.header("retry-after").parse::<u32>().unwrap()));
    slow.has("Too many attempts.");
    assert_eq!(browser.cookie(COOKIE), None);
    house.close().await;
}

#[tokio::test]
async fn the_emergency_door_is_seen_and_written_down() {
    let house = House::open().await;
    let before = house.gateway.store().audit_head().await.unwrap().n;
    let admin = house.person("admin", &[Granted::everywhere("administrator")]).await;
    assert_eq!(house.gateway.store().audit_head().await.unwrap().n, before + 2, "made, and signed in");
    admin.get("/").await.has("own password as an administrator");
    let worker = house.case_worker().await;
    worker.get("/").await.has_not("own password as an administrator");
    house.close().await;
}

#[tokio::test]
async fn who_may_not_send_gets_no_form_and_who_may_not_act_changes_nothing() {
    let house = House::open().await;
    let anna = house.case_worker().await;
    let page = super::house::send(&anna, "hoering", "Partshøring", "").await;
    let registrar = house.person("rie", &[Granted::at("registrar", "eksempel")]).await;
    let keeper = house.person("ib", &[Granted::everywhere("administrator")]).await;

    assert_eq!(registrar.get("/send").await.status, 403);
    let seen = registrar.get(&page).await;
    seen.has("Partshøring");
    seen.has_not("/act");
    let csrf = seen.hidden("csrf");
    let act = [("csrf", csrf.as_str()), ("seq", "2"), ("do", "cancel")];
    let refused = registrar.post(&format!("{page}/act"), &act).await;
    assert_eq!(refused.status, 403);
    refused.has("None of your roles gives the right to it.");

    assert_eq!(keeper.get(&page).await.status, 403);
    assert_eq!(keeper.get("/letters").await.status, 403);
    keeper.get("/").await.has_not("Partshøring");
    house.close().await;
}
