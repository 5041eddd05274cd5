//! Signing in at an issuer of identities: the way there and back, and every token that must open nothing.

#![allow(clippy::print_stdout, reason = "a skipped test says why")]

#[path = "pages/browser.rs"]
#[allow(dead_code, reason = "shared with the tests of the pages")]
mod browser;
#[path = "issuer/certified.rs"]
mod certified;
#[path = "issuer/fake.rs"]
mod fake;
#[path = "pages/house.rs"]
#[allow(dead_code, reason = "shared with the tests of the pages")]
mod house;

use browser::{Browser, Page};
use fake::{Fake, Wrong};
use house::{House, SWEDE};
use serde_json::json;
use store::{Granted, Origin};

const COOKIE: &str = "brevdue_session";
const TRIP: &str = "brevdue_trip";

/// Goes to the issuer and back; the answer is what the gateway says.
async fn sign_in(browser: &Browser, issuer: &Fake, next: &str) -> Page {
    let start = browser.get(&format!("/sign-in/start?next={next}")).await;
    let back = issuer.authorize(&start.location());
    browser.get(&back).await
}

async fn house_at(issuer: &Fake) -> House {
    House::open_with(&issuer.config()).await
}

#[tokio::test]
async fn there_and_back_with_the_roles_of_the_groups() {
    let issuer = Fake::start().await;
    let house = house_at(&issuer).await;
    let browser = Browser::new(&house.base);
    let door = browser.get("/?next=/letters").await;
    door.has("Sign in with your municipality");
    door.has("href=\"/sign-in/start?next=/letters\"");
    door.has("<details");

    let start = browser.get("/sign-in/start?next=/letters").await;
    let question = start.location();
    for part in
        ["response_type=code", "client_id=brevdue", "scope=openid+profile", "code_challenge_method=S256"]
    {
        assert!(question.contains(part), "{question}");
    }
    let trip = start.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=900"] {
        assert!(trip.contains(part), "{trip}");
    }
    let answer = browser.get(&issuer.authorize(&question)).await;
    assert_eq!(answer.location(), "/letters");
    assert_eq!(browser.cookie(TRIP).as_deref(), Some(""));
    let home = browser.get("/").await;
    home.has("<strong>Anna Berg</strong>");
    home.has_not("own password as an administrator");
    assert_eq!(browser.get("/send").await.status, 200);
    assert_eq!(browser.get("/people").await.status, 403);

    let anna = house.gateway.store().person("anna.berg").await.unwrap().unwrap();
    assert_eq!(anna.group_grants, [Granted::at("case_worker", "eksempel")]);
    let Origin::Oidc { issuer: at, subject } = &anna.origin else { panic!("{anna:?}") };
    assert_eq!(at, &issuer.address());
    assert!(!subject.contains(SWEDE) && subject.len() == 64);
    assert_eq!(house.gateway.store().person_of(at, SWEDE).await.unwrap(), None);
    house.close().await;
}

#[tokio::test]
async fn groups_that_change_change_the_roles_and_end_earlier_sessions() {
    let issuer = Fake::start().await;
    let house = house_at(&issuer).await;
    let (old, new) = (Browser::new(&house.base), Browser::new(&house.base));
    sign_in(&old, &issuer, "/").await;
    issuer.says(|claims| claims["groups"] = json!(["kontrol", "unknown"]));
    assert_eq!(sign_in(&new, &issuer, "/send").await.location(), "/send");
    assert_eq!(new.get("/send").await.status, 403);
    old.get("/").await.has("<h1>Sign in</h1>");
    issuer.says(|claims| claims["groups"] = json!([]));
    let nowhere = Browser::new(&house.base);
    assert_eq!(sign_in(&nowhere, &issuer, "/send").await.location(), "/account");
    nowhere.get("/account").await.has("No role yet.");
    assert_eq!(nowhere.get("/letters").await.status, 403);
    assert_eq!(house.gateway.store().people().await.unwrap().len(), 1);
    house.close().await;
}

#[tokio::test]
async fn groups_may_lie_deep_or_come_by_userinfo() {
    let issuer = Fake::start().await;
    let config = format!("{}groups_claim = \"realm_access.roles\"\n{}", issuer.head(), issuer.groups());
    let house = House::open_with(&config).await;
    issuer.says(|claims| claims["realm_access"] = json!({ "roles": ["kontrol"] }));
    let browser = Browser::new(&house.base);
    sign_in(&browser, &issuer, "/").await;
    let store = house.gateway.store();
    assert_eq!(
        store.person("anna.berg").await.unwrap().unwrap().group_grants,
        [Granted::everywhere("auditor")]
    );

    issuer.says(|claims| drop(claims.as_object_mut().unwrap().remove("realm_access")));
    issuer.userinfo(json!({ "sub": SWEDE, "realm_access": { "roles": ["arbejde"] } }));
    sign_in(&browser, &issuer, "/").await;
    let grants = store.person("anna.berg").await.unwrap().unwrap().group_grants;
    assert_eq!(grants, [Granted::at("case_worker", "eksempel")]);

    issuer.userinfo(json!({ "sub": "somebody else", "realm_access": { "roles": ["kontrol"] } }));
    let other = Browser::new(&house.base);
    assert_eq!(sign_in(&other, &issuer, "/").await.status, 403);
    house.close().await;
}

#[tokio::test]
async fn tokens_that_do_not_hold_open_nothing() {
    let issuer = Fake::start().await;
    let house = house_at(&issuer).await;
    for wrong in Wrong::ALL {
        issuer.plays(*wrong);
        let browser = Browser::new(&house.base);
        let answer = sign_in(&browser, &issuer, "/").await;
        assert_eq!(answer.status, 403, "{wrong:?}");
        answer.has("could not be confirmed");
        assert_eq!(browser.cookie(COOKIE), None, "{wrong:?}");
        browser.get("/").await.has("<h1>Sign in</h1>");
    }
    assert_eq!(house.gateway.store().people().await.unwrap(), [], "and nobody is made of them");
    issuer.plays(Wrong::Nothing);
    assert_eq!(sign_in(&Browser::new(&house.base), &issuer, "/").await.location(), "/");
    house.close().await;
}

#[tokio::test]
async fn an_answer_fits_one_browser_once() {
    let issuer = Fake::start().await;
    let house = house_at(&issuer).await;
    let (anna, mallory) = (Browser::new(&house.base), Browser::new(&house.base));
    let back = issuer.authorize(&anna.get("/sign-in/start").await.location());
    let others = issuer.authorize(&mallory.get("/sign-in/start").await.location());
    // Somebody else's answer, with or without a trip of one's own.
    assert_eq!(Browser::new(&house.base).get(&back).await.status, 403);
    assert_eq!(anna.get(&others).await.status, 403);
    // That ended Anna's trip: begun anew, it works, once.
    assert_eq!(anna.get(&back).await.status, 403);
    let start = anna.get("/sign-in/start").await;
    let (trip, back) = (anna.cookie(TRIP).unwrap(), issuer.authorize(&start.location()));
    assert_eq!(anna.get(&back).await.location(), "/");
    let again = Browser::new(&house.base);
    again.set_cookie(TRIP, &trip);
    let replayed = again.get(&back).await;
    assert_eq!(replayed.status, 403);
    replayed.has("broken off or refused");
    assert_eq!(again.cookie(COOKIE), None);
    house.close().await;
}

#[tokio::test]
async fn what_comes_back_without_sense_is_refused() {
    let issuer = Fake::start().await;
    let house = house_at(&issuer).await;
    for answer in [
        "/sign-in/return",
        "/sign-in/return?state=&code=x",
        "/sign-in/return?state=wrong&code=x",
        "/sign-in/return?code=a&code=b",
    ] {
        let browser = Browser::new(&house.base);
        browser.get("/sign-in/start").await;
        assert_eq!(browser.get(answer).await.status, 403, "{answer}");
        assert_eq!(browser.cookie(COOKIE), None);
    }
    let browser = Browser::new(&house.base);
    let start = browser.get("/sign-in/start").await;
    let back = issuer.authorize(&start.location()).replace("code=", "error=access_denied&code2=");
    let refused = browser.get(&back).await;
    assert_eq!(refused.status, 403);
    refused.has("broken off or refused");
    let start = browser.get("/sign-in/start").await;
    let mixed_up = format!("{}&iss=https://other.example", issuer.authorize(&start.location()));
    assert_eq!(browser.get(&mixed_up).await.status, 403);
    // Where to go afterwards lies in the browser, and is judged again.
    let start = browser.get("/sign-in/start?next=//evil.example").await;
    let trip = browser.cookie(TRIP).unwrap();
    browser.set_cookie(TRIP, &format!("{}//evil.example", &trip[..64]));
    assert_eq!(browser.get(&issuer.authorize(&start.location())).await.location(), "/");
    house.close().await;
}

#[tokio::test]
async fn changed_keys_are_fetched_once() {
    let issuer = Fake::start().await;
    let house = house_at(&issuer).await;
    assert_eq!(sign_in(&Browser::new(&house.base), &issuer, "/").await.location(), "/");
    assert_eq!(sign_in(&Browser::new(&house.base), &issuer, "/").await.location(), "/");
    assert_eq!(issuer.times_asked_for_keys(), 1);
    issuer.changes_its_keys();
    assert_eq!(sign_in(&Browser::new(&house.base), &issuer, "/").await.location(), "/");
    assert_eq!(issuer.times_asked_for_keys(), 2);
    issuer.plays(Wrong::UnknownKey);
    assert_eq!(sign_in(&Browser::new(&house.base), &issuer, "/").await.status, 403);
    assert_eq!(issuer.times_asked_for_keys(), 3);
    house.close().await;
}

#[tokio::test]
async fn an_outage_is_told_and_those_signed_in_go_on() {
    let issuer = Fake::start().await;
    let house = house_at(&issuer).await;
    let anna = Browser::new(&house.base);
    sign_in(&anna, &issuer, "/").await;
    // It is under way when the issuer goes down.
    let late = Browser::new(&house.base);
    let back = issuer.authorize(&late.get("/sign-in/start").await.location());
    issuer.stop().await;
    let told = late.get(&back).await;
    assert_eq!(told.status, 503);
    told.has("does not answer right now");
    assert_eq!(anna.get("/send").await.status, 200);

    // A gateway that never heard of the issuer, too; the emergency door stays open.
    let other = house_at(&issuer).await;
    let told = Browser::new(&other.base).get("/sign-in/start").await;
    assert_eq!(told.status, 503);
    told.has("does not answer right now");
    other.person("admin", &[Granted::everywhere("administrator")]).await.get("/people").await.has("<h1>");
    other.close().await;
    house.close().await;
}

#[tokio::test]
async fn nobody_becomes_somebody_else_by_a_name_and_no_number_becomes_one() {
    let issuer = Fake::start().await;
    let house = house_at(&issuer).await;
    house.add("anna.berg", &[Granted::everywhere("administrator")]).await;
    sign_in(&Browser::new(&house.base), &issuer, "/").await;
    let store = house.gateway.store();
    let admin = store.person("anna.berg").await.unwrap().unwrap();
    assert_eq!((admin.origin, admin.group_grants.len()), (Origin::Local, 0));
    let names = store.people().await.unwrap().into_iter().map(|person| person.name).collect::<Vec<_>>();
    assert!(names.len() == 2 && names[1].starts_with("anna.berg-"), "{names:?}");

    issuer.says(|claims| {
        claims["sub"] = json!("another");
        claims["preferred_username"] = json!(SWEDE);
        claims["email"] = json!(format!("{SWEDE}@kommun.example"));
        claims["name"] = json!(format!("Bo {SWEDE}"));
    });
    let bo = Browser::new(&house.base);
    sign_in(&bo, &issuer, "/").await;
    bo.get("/account").await.has_not(SWEDE);
    let people = format!("{:?}", store.people().await.unwrap());
    assert!(people.contains("person-") && !people.contains(SWEDE), "{people}");
    house.close().await;
}

#[tokio::test]
async fn who_is_shut_out_stays_out_whatever_the_issuer_says() {
    let issuer = Fake::start().await;
    let house = house_at(&issuer).await;
    let anna = Browser::new(&house.base);
    sign_in(&anna, &issuer, "/").await;
    let store = house.gateway.store();
    assert!(store.set_active("anna.berg", false, "ib", jiff::Timestamp::now()).await.unwrap());
    anna.get("/").await.has("<h1>Sign in</h1>");
    let answer = sign_in(&anna, &issuer, "/").await;
    assert_eq!(answer.status, 403);
    answer.has("Your access is blocked.");
    house.close().await;
}

#[tokio::test]
async fn out_here_and_there() {
    let issuer = Fake::start().await;
    let house = house_at(&issuer).await;
    let anna = Browser::new(&house.base);
    sign_in(&anna, &issuer, "/").await;
    let csrf = anna.get("/").await.hidden("csrf");
    let out = anna.post("/sign-out", &[("csrf", &csrf)]).await;
    anna.get(&out.location()).await.has("href=\"/sign-out/issuer\"");
    let there = anna.get("/sign-out/issuer").await.location();
    assert!(
        there.starts_with(&format!("{}/end?client_id=brevdue&post_logout_redirect_uri=", issuer.address()))
    );
    house.close().await;
}
