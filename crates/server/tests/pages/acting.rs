//! What a person does with a letter.

use super::browser::{Browser, Page};
use super::house::{DANE, House, send};

async fn act(browser: &Browser, page: &str, seen: &Page, what: &str, note: &str) -> Page {
    let (csrf, seq) = (seen.hidden("csrf"), seen.hidden("seq"));
    let fields = [("csrf", csrf.as_str()), ("seq", seq.as_str()), ("do", what), ("note", note)];
    browser.post(&format!("{page}/act"), &fields).await
}

#[tokio::test]
async fn the_case_worker_prints_and_says_so() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let page = send(&browser, "hoering", "Høring", "").await;
    let seen = browser.get(&page).await;
    seen.has("Waits for a person");
    seen.has("case worker");
    seen.has("I have printed and posted it");
    seen.has("/documents/1");
    seen.has_not("Send it again");

    let number = act(&browser, &page, &seen, "printed", &format!("for {DANE}")).await;
    assert_eq!(number.status, 422);
    number.has("There is a person number where none may be.");
    number.has("<details open>");
    browser.get(&page).await.has("I have printed and posted it");

    assert_eq!(act(&browser, &page, &seen, "printed", "sendt <i>i dag</i>").await.location(), page);
    let done = browser.get(&page).await;
    done.has("That has been recorded.");
    done.has("Printed and posted");
    done.has("by anna");
    done.has("sendt &#60;i&#62;i dag&#60;/i&#62;");
    done.has_not("What can you do?");

    // The page that was read is old now: pressing again changes nothing and says so.
    assert_eq!(act(&browser, &page, &seen, "cancel", "").await.location(), page);
    let again = browser.get(&page).await;
    again.has("The letter moved while you were reading.");
    again.has("Printed and posted");
    house.close().await;
}

#[tokio::test]
async fn cancelled_and_tried_again() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let page = send(&browser, "hoering", "Høring", "").await;
    let seen = browser.get(&page).await;
    act(&browser, &page, &seen, "retry", "").await.location();
    let tried = browser.get(&page).await;
    tried.has("A member of staff has asked for a new attempt.");
    tried.has("Waits for a person");
    act(&browser, &page, &tried, "cancel", "").await.location();
    let gone = browser.get(&page).await;
    gone.has("<span class=\"sign\" aria-hidden=\"true\">–</span>Cancelled");
    browser.get("/letters?state=cancelled").await.has(&page);
    house.close().await;
}

#[tokio::test]
async fn what_the_state_forbids_is_not_done() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let page = send(&browser, "hoering", "Høring", "").await;
    let seen = browser.get(&page).await;
    act(&browser, &page, &seen, "resend", "").await.location();
    browser.get(&page).await.has("Waits for a person");
    assert_eq!(act(&browser, &page, &seen, "explode", "").await.status, 422);
    let forged = [("csrf", "0"), ("seq", "2"), ("do", "cancel")];
    assert_eq!(browser.post(&format!("{page}/act"), &forged).await.status, 403);
    browser.get(&page).await.has("Waits for a person");
    house.close().await;
}
