//! Changing one's own password.

use super::browser::Browser;
use super::house::{House, PASSWORD};
use store::Granted;

const NEW: &str = "mange ord efter hinanden";

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it_and_then_only_the_new_one_opens() {
    let house = House::open().await;
    let ib = house.person("ib", &[Granted::everywhere("administrator")]).await;
    let other = Browser::new(&house.base);
    other.sign_in("ib", PASSWORD).await;
    let csrf = ib.get("/account").await.hidden("csrf");
    let change = async |now: &str, new: &str, again: &str| {
        ib.post("/account/password", &[("csrf", &csrf), ("now", now), ("new", new), ("again", again)]).await
    };
    for (now, new, again, field, says) in [
        ("forkert og forkert", NEW, NEW, "now", "That is not your password."),
        (PASSWORD, NEW, "noget andet, langt", "again", "The two differ."),
        (PASSWORD, "kort", "kort", "new", "Use at least 12 characters"),
        (PASSWORD, PASSWORD, PASSWORD, "new", "the same as the old one"),
    ] {
        let page = change(now, new, again).await;
        assert_eq!(page.status, 422);
        page.has(&format!("id=\"{field}-fault\""));
        page.has(says);
        for secret in [now, new, again] {
            page.has_not(&format!("value=\"{secret}\""));
        }
    }
    let stale = ib.post("/account/password", &[("now", PASSWORD), ("new", NEW), ("again", NEW)]).await;
    assert_eq!(stale.status, 403);
    assert_eq!(other.get("/people").await.status, 200, "nothing has changed");

    let done = change(PASSWORD, NEW, NEW).await;
    assert_eq!(done.location(), "/?password_set=1");
    ib.get("/?password_set=1").await.has("Sign in with the new one.");
    for browser in [&ib, &other] {
        assert_ne!(browser.get("/people").await.status, 200, "both sessions have ended");
    }
    let again = Browser::new(&house.base);
    let token = again.get("/").await.hidden("token");
    let old = again.post("/sign-in", &[("token", &token), ("name", "ib"), ("password", PASSWORD)]).await;
    assert_eq!(old.status, 401);
    again.sign_in("ib", NEW).await;
    let acts = again.get("/audit?kind=person_set").await;
    acts.has("<td role=\"cell\">ib</td>");
    acts.has_not(NEW);
    house.close().await;
}

#[tokio::test]
async fn whoever_found_an_open_session_cannot_guess_the_password() {
    let house = House::open().await;
    let ib = house.person("ib", &[Granted::everywhere("administrator")]).await;
    let csrf = ib.get("/account").await.hidden("csrf");
    let guess = async |now: &str| {
        ib.post("/account/password", &[("csrf", &csrf), ("now", now), ("new", NEW), ("again", NEW)]).await
    };
    let mut last = 422;
    for tried in 0..12 {
        last = guess(&format!("forkert gaet {tried}")).await.status;
    }
    assert_eq!(last, 429);
    assert_eq!(guess(PASSWORD).await.status, 429, "not even the right one");
    house.close().await;
}
