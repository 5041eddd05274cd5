//! A first day at the desk, in Swedish for once: nothing is known but what the pages say. Everything is found by its
//! visible words, so a page that loses or hides them fails here.

use crate::driver::Look;
use crate::house::House;
use crate::webdriver::Browser;

/// An official Swedish test number with a mailbox.
const RECIPIENT: &str = "192705178354";

/// Somebody who reads and presses.
struct Newcomer<'h> {
    browser: Browser,
    house: &'h House,
    /// Presses and forms filled in since the last count.
    actions: u32,
}

/// A thing to press that says exactly this, or this among other words.
fn pressable(words: &str, exactly: bool) -> String {
    let said = match exactly {
        true => format!("[normalize-space(.) = \"{words}\"]"),
        false => format!("[contains(normalize-space(.), \"{words}\")]"),
    };
    format!("(//a{said} | //button{said} | //summary{said})")
}

impl<'h> Newcomer<'h> {
    async fn arrives(house: &'h House, name: &str) -> Newcomer<'h> {
        let browser = house.driver.browser(Look::desk("sv-SE")).await;
        browser.go(&house.base).await;
        let mut newcomer = Newcomer { browser, house, actions: 0 };
        newcomer.presses("Logga in med kommunens inloggning").await;
        newcomer.presses(name).await;
        newcomer.reads("Översikt").await;
        newcomer.actions = 0;
        newcomer
    }

    /// Presses what says so, before what says more; the first of several.
    async fn presses(&mut self, words: &str) {
        let loose = self.browser.find_by_path(&pressable(words, false)).await;
        let exact = pressable(words, true);
        let exact =
            if self.browser.has(&exact).await { Some(self.browser.find_by_path(&exact).await) } else { None };
        exact.unwrap_or(loose).click().await;
        self.actions += 1;
    }

    /// Fills in a form: each field by its label.
    async fn fills(&mut self, fields: &[(&str, &str)]) {
        for (label, text) in fields {
            let label = format!("//label[starts-with(normalize-space(.), \"{label}\")]");
            let field = format!("//*[@id = ({label}/@for)]");
            let choice = format!("{field}//option[contains(., \"{text}\")]");
            if self.browser.has(&choice).await {
                self.browser.find_by_path(&choice).await.click().await;
            } else {
                let field = self.browser.find_by_path(&field).await;
                field.clear().await;
                field.keys(text).await;
            }
        }
        self.actions += 1;
    }

    /// Waits until the page says so.
    async fn reads(&self, words: &str) {
        self.browser.find_by_path(&format!("//main[contains(., \"{words}\")]")).await;
    }

    fn counted(&mut self) -> u32 {
        std::mem::take(&mut self.actions)
    }

    async fn leaves(self) {
        let address = self.browser.address().await;
        assert!(address.starts_with(&self.house.base), "ended at {address}");
        self.browser.close().await;
    }
}

#[tokio::test]
async fn a_newcomer_sends_finds_and_mends_and_a_coordinator_changes_a_type() {
    let Some(house) = House::open() else { return };
    let mut anna = Newcomer::arrives(&house, "Anna Lindqvist").await;

    // A plain letter in three actions (R22): open the form, fill it in, send.
    anna.presses("Skicka ett brev").await;
    anna.fills(&[
        ("Mottagarens nummer", RECIPIENT),
        ("Brevtyp", "Annat brev"),
        ("Ärende", "Ny lekplats i parken"),
        ("Text", "Hej! Lekplatsen i parken öppnar på lördag."),
    ])
    .await;
    anna.presses("Skicka brevet").await;
    anna.reads("Ny lekplats i parken").await;
    assert_eq!(anna.counted(), 3, "actions for a plain letter");
    // The page follows it by itself.
    anna.reads("I brevlådan").await;

    // Found again by what it was about, and by whom it went to.
    anna.presses("Brev").await;
    anna.fills(&[("Sök", "lekplats")]).await;
    anna.presses("Visa").await;
    anna.presses("Ny lekplats i parken").await;
    anna.reads("I brevlådan").await;
    anna.presses("Alla brev").await;
    anna.fills(&[("Sök", RECIPIENT)]).await;
    anna.presses("Visa").await;
    anna.reads("Ny lekplats i parken").await;
    assert!(!anna.browser.address().await.contains(RECIPIENT), "the number stands in the address");

    // One that cannot go on by itself.
    anna.presses("Kräver en människa").await;
    anna.presses("Visa breven").await;
    anna.presses("Kallelse till uppföljning").await;
    anna.presses("Jag har skrivit ut och postat det").await;
    let confirm = "//details[@open]//button[contains(., \"Jag har skrivit ut och postat det\")]";
    anna.browser.find_by_path(confirm).await.click().await;
    anna.reads("Det är registrerat").await;
    anna.presses("Kräver en människa").await;
    anna.reads("väntar").await;
    let waiting = anna.browser.find("main").await.text().await;
    assert!(!waiting.contains("tackat nej till digital post"), "mended, and yet it waits: {waiting}");
    anna.leaves().await;

    let mut karin = Newcomer::arrives(&house, "Karin Holm").await;
    karin.presses("Brevtyper").await;
    let ours = "//tr[contains(., 'Exempelkommun') and contains(., 'version')]//a";
    karin.browser.find_by_path(ours).await.click().await;
    karin.presses("Ändra").await;
    karin.fills(&[("Text när brevet saknar en", "Här är nytt från kommunen.")]).await;
    karin.presses("Spara som utkast").await;
    karin.reads("Version 2 är sparad").await;
    karin.presses("Ta i bruk").await;
    let confirm = "//details[@open]//button[contains(., \"Ta i bruk\")]";
    karin.browser.find_by_path(confirm).await.click().await;
    karin.reads("Version 2 är nu: I bruk").await;
    karin.reads("Här är nytt från kommunen.").await;
    karin.leaves().await;
}
