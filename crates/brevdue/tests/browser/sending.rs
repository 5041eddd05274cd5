//! Sending a letter as people without a mouse, without script, or with little width do.

use crate::driver::Look;
use crate::house::House;
use crate::webdriver::{Browser, ENTER, TAB};

/// A person of the official Danish examples, whose letter can go out.
const RECIPIENT: &str = "2211771212";

/// What has the focus: its id or, for buttons, its value.
async fn focused(browser: &Browser) -> String {
    let script = "const at = document.activeElement; return at.id || (at.name + '=' + at.value)";
    browser.run(script).await.as_str().unwrap_or_default().to_owned()
}

/// Goes on with Tab until that has the focus; the focus must be seen all the way.
async fn tab_to(browser: &Browser, wanted: &str) {
    for _ in 0..80 {
        browser.keys(TAB).await;
        let seen = "const at = document.activeElement; if (at === document.body) return true; \
            const style = getComputedStyle(at); const box = at.getBoundingClientRect(); \
            return box.width > 0 && (style.outlineStyle !== 'none' || style.boxShadow !== 'none')";
        assert_eq!(browser.run(seen).await, true, "no focus is seen at {}", focused(browser).await);
        if focused(browser).await == wanted {
            return;
        }
    }
    panic!("{wanted} is not reached with Tab");
}

#[tokio::test]
async fn a_letter_is_sent_with_the_keyboard_alone() {
    let Some(house) = House::open() else { return };
    let browser = house.signed_in(Look::desk("da-DK"), "mads").await;
    browser.go(&format!("{}/send", house.base)).await;
    tab_to(&browser, "to").await;
    browser.keys(RECIPIENT).await;
    tab_to(&browser, "type").await;
    browser.keys("Afg").await;
    tab_to(&browser, "subject").await;
    browser.keys("Sendt uden mus").await;
    tab_to(&browser, "text").await;
    browser.keys("Kære borger. Her er dit brev.").await;
    tab_to(&browser, "do=send").await;
    browser.keys(ENTER).await;
    browser.find("h1").await;
    let address = browser.address().await;
    assert!(address.contains("/letters/"), "{address}: {}", browser.source().await);
    let text = browser.find("main").await.text().await;
    assert!(text.contains("Sendt uden mus"), "{text}");
    assert!(!text.contains(RECIPIENT), "the whole number is shown");
    browser.close().await;
}

#[tokio::test]
async fn a_letter_is_sent_and_read_without_script() {
    let Some(house) = House::open() else { return };
    let look = Look { script: false, width: 360, ..Look::desk("sv-SE") };
    let browser = house.signed_in(look, "mads").await;
    browser.go(&format!("{}/send", house.base)).await;
    browser.find("#to").await.keys(RECIPIENT).await;
    browser.find("#type optgroup option").await.click().await;
    browser.find("#subject").await.keys("Utan skript").await;
    browser.find("#text").await.keys("Hej. Detta är ditt brev.").await;
    browser.find("button[value=check]").await.click().await;
    browser.find("#verdict, .faults").await;
    let page = browser.source().await;
    assert!(page.contains("Utan skript"), "what was written is still there");
    browser.close().await;
}
