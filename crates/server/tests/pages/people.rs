//! People and their roles, one's own account, sessions.

use super::browser::Browser;
use super::house::{DANE, House, PASSWORD};
use store::Granted;

const COOKIE: &str = "brevdue_session";

async fn administrator(house: &House) -> Browser {
    house.person("ib", &[Granted::everywhere("administrator")]).await
}

/// A post with the token of the browser's session.
async fn change(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> super::browser::Page {
    let csrf = browser.get("/account").await.hidden("csrf");
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend_from_slice(fields);
    browser.post(path, &all).await
}

#[tokio::test]
async fn an_account_says_who_one_is_and_what_one_may_do() {
    let house = House::open().await;
    let roles = [Granted::at("case_worker", "eksempel").in_unit("Børn"), Granted::at("auditor", "anden")];
    let page = house.person("anna", &roles).await.get("/account").await;
    for text in ["Case worker", "Eksempel Kommune, Børn", "Auditor", "Anden Kommune", "Send letters"] {
        page.has(text);
    }
    page.has_not("Manage people and roles");
    house.person("bo", &[]).await.get("/account").await.has("No role yet.");
    house.close().await;
}

#[tokio::test]
async fn somebody_is_added_and_gets_in_with_what_was_given() {
    let house = House::open().await;
    let ib = administrator(&house).await;
    let fields =
        [("name", "rie"), ("display_name", "Rie Lund"), ("role", "registrar"), ("sender", "eksempel")];
    let added = change(&ib, "/people", &fields).await;
    assert_eq!(added.status, 200, "{}", added.body);
    let password = added.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(password.len(), 29);
    ib.get("/people/rie").await.has_not(&password);
    ib.get("/people").await.has("Rie Lund");

    let rie = Browser::new(&house.base);
    rie.sign_in("rie", &password).await;
    assert_eq!(rie.get("/letters").await.status, 200);
    assert_eq!(rie.get("/people").await.status, 403);

    for (fields, fault) in [
        ([("name", "rie"), ("role", "registrar"), ("sender", "eksempel")], "The name is taken."),
        ([("name", "a/b"), ("role", "registrar"), ("sender", "eksempel")], "no personal number"),
        ([("name", DANE), ("role", "registrar"), ("sender", "eksempel")], "no personal number"),
        ([("name", "x"), ("role", "god"), ("sender", "eksempel")], "cannot give that role"),
        ([("name", "x"), ("role", "registrar"), ("sender", "elsewhere")], "cannot give that role"),
    ] {
        let refused = change(&ib, "/people", &fields).await;
        assert_eq!(refused.status, 422);
        refused.has(fault);
    }
    house.close().await;
}

#[tokio::test]
async fn roles_are_given_and_taken_and_end_sessions_at_once() {
    let house = House::open().await;
    let ib = administrator(&house).await;
    let anna = house.case_worker().await;
    let give = [("do", "give"), ("role", "coordinator"), ("sender", "eksempel"), ("unit", " Børn ")];
    change(&ib, "/people/anna", &give).await.has("Eksempel Kommune, Børn");
    anna.get("/").await.has("<h1>Sign in</h1>");
    anna.sign_in("anna", PASSWORD).await;
    let take = [("do", "take"), ("role", "case_worker"), ("sender", "eksempel")];
    change(&ib, "/people/anna", &take).await.has("Done.");
    anna.get("/").await.has("<h1>Sign in</h1>");
    let roles = house.gateway.store().person("anna").await.unwrap().unwrap().grants;
    assert_eq!(roles, [Granted::at("coordinator", "eksempel").in_unit("Børn")]);

    for act in ["password", "end", "shut"] {
        let browser = Browser::new(&house.base);
        browser.sign_in("anna", PASSWORD).await;
        change(&ib, "/people/anna", &[("do", act)]).await.has("Done.");
        browser.get("/").await.has("<h1>Sign in</h1>");
        if act == "password" {
            let hash = server::hash_password(PASSWORD).unwrap();
            house.gateway.store().set_password("anna", &hash, "t", jiff::Timestamp::now()).await.unwrap();
        }
    }
    ib.get("/people/anna").await.has("blocked");
    change(&ib, "/people/anna", &[("do", "let_in")]).await.has("Done.");
    anna.sign_in("anna", PASSWORD).await;
    house.close().await;
}

#[tokio::test]
async fn nobody_gives_themselves_a_role() {
    let house = House::open().await;
    let ib = administrator(&house).await;
    for fields in [
        &[("do", "give"), ("role", "case_worker"), ("sender", "eksempel")][..],
        &[("do", "take"), ("role", "administrator")],
        &[("do", "shut")],
    ] {
        change(&ib, "/people/ib", fields).await.has("changed by another administrator");
    }
    assert_eq!(
        house.gateway.store().person("ib").await.unwrap().unwrap().grants,
        [Granted::everywhere("administrator")]
    );
    house.close().await;
}

#[tokio::test]
async fn who_keeps_one_municipality_keeps_no_other() {
    let house = House::open().await;
    let ib = house.person("ib", &[Granted::at("administrator", "eksempel")]).await;
    house.add("anna", &[Granted::at("case_worker", "eksempel")]).await;
    house.add("bo", &[Granted::at("case_worker", "anden")]).await;
    house.add("ea", &[Granted::everywhere("auditor")]).await;
    let people = ib.get("/people").await;
    people.has("/people/anna");
    people.has_not("/people/bo");
    people.has_not("/people/ea");
    people.has_not("All senders");
    assert_eq!(ib.get("/people/bo").await.status, 404);
    assert_eq!(change(&ib, "/people/bo", &[("do", "shut")]).await.status, 404);
    for place in ["anden", ""] {
        let give = [("do", "give"), ("role", "auditor"), ("sender", place)];
        change(&ib, "/people/anna", &give).await.has("cannot give that role");
    }
    change(&ib, "/people/anna", &[("do", "shut")]).await.has("Done.");
    ib.get("/sessions").await.has_not("Everybody who is signed in");
    house.close().await;
}

#[tokio::test]
async fn changes_need_the_sessions_own_token() {
    let house = House::open().await;
    let ib = administrator(&house).await;
    house.add("anna", &[Granted::at("case_worker", "eksempel")]).await;
    let others = house.person("rie", &[]).await.get("/account").await.hidden("csrf");
    let shut = [("csrf", others.as_str()), ("do", "shut")];
    assert_eq!(ib.post("/people/anna", &shut).await.status, 403);
    assert_eq!(ib.post("/people/anna", &shut[1..]).await.status, 403);
    let csrf = ib.get("/account").await.hidden("csrf");
    let shut = [("csrf", csrf.as_str()), ("do", "shut")];
    let evil = ib.post_from("/people/anna", &shut, &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(evil.status, 403);
    let evil = ib.post_from("/people/anna", &shut, &[("origin", "https://evil.example")]).await;
    assert_eq!(evil.status, 403);
    assert!(house.gateway.store().person("anna").await.unwrap().unwrap().active);
    for path in ["/people", "/sessions/end", "/sign-out"] {
        assert_eq!(ib.post(path, &[("csrf", &others)]).await.status, 403, "{path}");
    }
    house.close().await;
}

#[tokio::test]
async fn sessions_are_seen_and_ended_by_whom_they_concern() {
    let house = House::open().await;
    let anna = house.case_worker().await;
    let elsewhere = Browser::new(&house.base);
    elsewhere.sign_in("anna", PASSWORD).await;
    let bo = house.person("bo", &[]).await;
    let own = anna.get("/sessions").await;
    own.has("this one");
    assert_eq!(own.body.matches("action=\"/sessions/end\"").count(), 2);
    own.has_not("Everybody who is signed in");

    // The id of a session that is not this one.
    let ids: Vec<String> = own
        .body
        .split("<tr role=\"row\">")
        .filter(|row| row.contains("name=\"id\"") && !row.contains("this one"))
        .map(|row| row.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned())
        .collect();
    let end = [("id", ids[0].as_str()), ("person", "anna")];
    assert_eq!(change(&bo, "/sessions/end", &end).await.status, 403);
    change(&bo, "/sessions/end", &[("id", &ids[0]), ("person", "bo")]).await;
    elsewhere.get("/").await.has("<h1>Overview</h1>");
    assert_eq!(change(&anna, "/sessions/end", &end).await.location(), "/sessions?ended=1");
    elsewhere.get("/").await.has("<h1>Sign in</h1>");
    anna.get("/").await.has("<h1>Overview</h1>");

    let ib = administrator(&house).await;
    let all = ib.get("/sessions").await;
    all.has("Everybody who is signed in");
    all.has("<th scope=\"row\" role=\"rowheader\">anna</th>");
    house.close().await;
}

#[tokio::test]
async fn what_opens_a_session_is_nowhere_in_the_store() {
    let house = House::open().await;
    let anna = house.case_worker().await;
    let cookie = anna.cookie(COOKIE).unwrap();
    house.gateway.store().ping().await.unwrap();
    let raw = house.database_bytes();
    for secret in [cookie.as_bytes(), PASSWORD.as_bytes()] {
        assert!(!raw.windows(secret.len()).any(|window| window == secret));
    }
    house.close().await;
}
