//! The error desk: causes, letters, and one act for many.

use super::browser::{Browser, Page};
use super::house::{DANE, House, send};

fn letters(page: &Page) -> Vec<String> {
    let boxes = page.body.split("name=\"letter\" id=\"case-").skip(1);
    boxes.map(|rest| rest.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()).collect()
}

async fn press(browser: &Browser, seen: &Page, what: &str, more: &[(&str, &str)]) -> Page {
    let (csrf, code) = (seen.hidden("csrf"), seen.code());
    let fields = [&[("csrf", csrf.as_str()), ("code", code.as_str()), ("do", what)], more].concat();
    browser.post("/attention", &fields).await
}

impl Page {
    fn code(&self) -> String {
        self.hidden("code")
    }
}

/// The page of the only cause.
async fn only_cause(browser: &Browser) -> Page {
    let causes = browser.get("/attention").await;
    let href = causes.body.split("href=\"/attention?code=").nth(1).unwrap().split('"').next().unwrap();
    browser.get(&format!("/attention?code={href}")).await
}

#[tokio::test]
async fn many_letters_are_printed_at_once_after_a_page_that_says_so() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    browser.get("/attention").await.has("Nothing waits for a person.");
    for number in 1..=3 {
        send(&browser, "hoering", &format!("Høring {number}"), "").await;
    }
    let causes = browser.get("/attention").await;
    causes.has("3 letters waiting, by cause.");
    causes.has("case worker");
    let cause = only_cause(&browser).await;
    let (first, last) = (cause.body.find("Høring 1").unwrap(), cause.body.find("Høring 3").unwrap());
    assert!(first < last, "who has waited longest comes first");
    cause.has("has waited for 1 minute");
    cause.has("decide how it shall reach the recipient");
    cause.has("<strong>safe</strong>");
    cause.has("<strong>cannot be undone</strong>");
    let chosen = letters(&cause);
    assert_eq!(chosen.len(), 3);

    let none = press(&browser, &cause, "printed", &[]).await;
    none.has("That fits none of the chosen letters");
    let two = [("letter", chosen[0].as_str()), ("letter", chosen[1].as_str())];
    let asked = press(&browser, &cause, "printed", &two).await;
    asked.has("I have printed and posted it: 2 letters");
    asked.has("Yes, do it");
    browser.get("/letters?state=needs_attention").await.has("Høring 1");
    let misfit = press(&browser, &cause, "resend", &two).await;
    misfit.has("These stay as they are");
    misfit.has_not("Yes, do it");

    let note = format!("for {DANE}");
    let sure = [&two[..], &[("sure", "1"), ("note", note.as_str())]].concat();
    let refused = press(&browser, &asked, "printed", &sure).await;
    assert_eq!(refused.status, 422);
    refused.has("There is a person number where none may be.");
    refused.has("Yes, do it");
    let sure = [&two[..], &[("sure", "1"), ("note", "sendt i dag")]].concat();
    let done = press(&browser, &asked, "printed", &sure).await;
    done.has("2 of 2 are done");
    done.has("Høring 2");
    // The same page pressed again: the letters have moved, and nothing happens twice.
    let again = press(&browser, &asked, "printed", &sure).await;
    again.has("0 of 2 are done");
    again.has("The letter moved while you were reading.");
    let rest = only_cause(&browser).await;
    assert_eq!(letters(&rest).len(), 1);
    rest.has("Høring 3");
    house.close().await;
}

#[tokio::test]
async fn all_with_a_cause_are_chosen_without_ticking_each() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    for number in 1..=2 {
        send(&browser, "hoering", &format!("Høring {number}"), "").await;
    }
    let cause = only_cause(&browser).await;
    let asked = press(&browser, &cause, "cancel", &[("all", "1")]).await;
    asked.has("Cancel the letter: 2 letters");
    asked.has("cannot be undone");
    house.close().await;
}

#[tokio::test]
async fn the_desk_of_others_and_forged_forms_do_nothing() {
    let house = House::open().await;
    let anna = house.case_worker().await;
    send(&anna, "hoering", "Fortroligt", "").await;
    let cause = only_cause(&anna).await;
    let letter = letters(&cause).remove(0);
    let bo = Browser::new(&house.base);
    bo.sign_in(&house.key("bo", &["anden"], &["letters:read", "letters:write"]).await).await;
    bo.get("/attention").await.has("Nothing waits for a person.");
    bo.get(&format!("/attention?code={}", cause.code())).await.has_not("Fortroligt");
    let csrf = bo.get("/letters").await.hidden("csrf");
    let fields = [("csrf", csrf.as_str()), ("do", "printed"), ("letter", &letter), ("sure", "1")];
    let answer = bo.post("/attention", &fields).await;
    answer.has("0 of 1 are done");
    answer.has_not("Fortroligt");
    let csrf = cause.hidden("csrf");
    let unknown = [("csrf", csrf.as_str()), ("do", "explode"), ("letter", &letter)];
    assert_eq!(anna.post("/attention", &unknown).await.status, 422);
    let forged = [("csrf", "0"), ("do", "printed"), ("letter", letter.as_str()), ("sure", "1")];
    assert_eq!(anna.post("/attention", &forged).await.status, 403);
    assert_eq!(anna.get("/attention?code=nonsense").await.status, 200);
    assert_eq!(anna.get(&format!("/attention?code={}&cursor=zz", cause.code())).await.status, 404);
    // Whoever may only read sees what waits, and nothing to press.
    let eva = Browser::new(&house.base);
    eva.sign_in(&house.key("eva", &["eksempel"], &["letters:read"]).await).await;
    let seen = only_cause(&eva).await;
    seen.has("Fortroligt");
    seen.has_not("name=\"do\"");
    assert_eq!(letters(&only_cause(&anna).await).len(), 1);
    house.close().await;
}
