//! What a person does with a letter.

use super::browser::{Browser, Page};
use super::house::{DANE, House, send};
use store::Granted;

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

#[tokio::test]
async fn who_keeps_the_records_deletes_what_should_not_have_been_sent() {
    let house = House::sealed().await;
    let browser = house.case_worker().await;
    let rie = house.person("rie", &[Granted::at("registrar", "eksempel")]).await;
    let page = send(&browser, "hoering", "Forkert bilag", "K-9").await;
    let offer = "Delete the content before its time";
    rie.get(&page).await.has_not(offer);
    let early = rie.get("/account").await.hidden("csrf");
    let waits = rie.post(&format!("{page}/forget"), &[("csrf", &early), ("seq", "3"), ("why", "fejl")]).await;
    assert_eq!(waits.location(), page);
    rie.get(&page).await.has("Forkert bilag");

    let seen = browser.get(&page).await;
    act(&browser, &page, &seen, "cancel", "").await.location();
    browser.get(&page).await.has_not(offer);
    let seen = rie.get(&page).await;
    seen.has(offer);
    let (csrf, seq) = (seen.hidden("csrf"), seen.hidden("seq"));
    let forget = async |browser: &Browser, seq: &str, why: &str| {
        browser.post(&format!("{page}/forget"), &[("csrf", &csrf), ("seq", seq), ("why", why)]).await
    };
    for (why, says) in [(" ", "Say why."), (DANE, "There is a person number where none may be.")] {
        let page = forget(&rie, &seq, why).await;
        assert_eq!(page.status, 422);
        page.has(says);
        page.has("<details class=\"grave\" open>");
    }
    assert_eq!(forget(&rie, "1", "fejl").await.location(), page);
    rie.get(&page).await.has("The letter moved while you were reading.");
    assert_eq!(forget(&browser, &seq, "fejl").await.status, 403);

    assert_eq!(forget(&rie, &seq, "bilag fra en <b>anden</b> sag").await.location(), page);
    for browser in [&rie, &browser] {
        let gone = browser.get(&page).await;
        gone.has("The content was deleted before its time by rie, ");
        gone.has("Reason: bilag fra en &#60;b&#62;anden&#60;/b&#62; sag");
        gone.has_not("Forkert bilag");
    }
    browser.get("/letters").await.has_not("Forkert bilag");
    assert_eq!(forget(&rie, &seq, "igen").await.status, 410);
    let auditor = house.person("per", &[Granted::everywhere("auditor")]).await;
    auditor.get("/audit?kind=letter_forgotten").await.has("bilag fra en &#60;b&#62;anden&#60;/b&#62; sag");
    house.close().await;
}

#[tokio::test]
async fn what_lies_in_clear_cannot_be_deleted_and_the_page_says_so() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let rie = house.person("rie", &[Granted::at("registrar", "eksempel")]).await;
    let page = send(&browser, "hoering", "Forkert bilag", "K-9").await;
    act(&browser, &page, &browser.get(&page).await, "cancel", "").await.location();
    let seen = rie.get(&page).await;
    let fields = [("csrf", seen.hidden("csrf")), ("seq", seen.hidden("seq")), ("why", "fejl".to_owned())];
    let fields: Vec<_> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let refused = rie.post(&format!("{page}/forget"), &fields).await;
    assert_eq!(refused.status, 409);
    refused.has("The letter was stored before encryption was on.");
    rie.get(&page).await.has("Forkert bilag");
    house.close().await;
}
