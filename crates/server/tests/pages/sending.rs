//! From number to letter.

use super::browser::{Browser, Page, Upload};
use super::house::{DANE, House, pdf};

/// Posts the form with these fields over what the page says of itself.
async fn post(browser: &Browser, form: &Page, fields: &[(&str, &str)], files: &[Upload<'_>]) -> Page {
    let (csrf, id) = (form.hidden("csrf"), form.hidden("form"));
    let mut all = vec![("csrf", csrf.as_str()), ("form", id.as_str())];
    all.extend_from_slice(fields);
    browser.post_files("/send", &all, files).await
}

#[tokio::test]
async fn asked_then_sent_in_three_actions_with_files_chosen_once() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let form = browser.get("/send").await;
    form.has("Kindergarten place – class 2, else on paper");
    form.has("Hearing of a party – class 3, else back to you");
    form.has("value=\"boernesag\" disabled");
    form.has_not("value=\"andet\"");

    let file = pdf("Plads i børnehaven");
    let fields = [("to", DANE), ("type", "brev"), ("subject", "Plads i børnehaven"), ("text", "Læs brevet.")];
    let checked =
        post(&browser, &form, &[&fields[..], &[("do", "check")]].concat(), &[("plads.pdf", file.clone())])
            .await;
    assert_eq!(checked.status, 200);
    checked.has("No digital mailbox for this letter: it will be printed and posted");
    checked.has("****77-****");
    checked.has("Letters on paper need a postal address.");
    checked.has("value=\"Plads i børnehaven\"");
    checked.has("<option value=\"brev\" selected>");
    checked.has("Læs brevet.</textarea>");
    checked.has("plads.pdf");
    assert_eq!(house.letters().await, 0);

    let keep = checked.hidden_checked("keep");
    let address = [
        ("name", "Nancy Berggren"),
        ("street", "Torvet 1\r\n2. th."),
        ("postcode", "9999"),
        ("city", "Eksempel"),
        ("keep", keep.as_str()),
        ("do", "send"),
    ];
    let all = [&fields[..], &address].concat();
    let sent = post(&browser, &checked, &all, &[]).await.location();
    let page = browser.get(&sent).await;
    page.has("The letter has been accepted and is safe.");
    page.has("Plads i børnehaven");
    page.has("Nancy Berggren, ****77-****");
    page.has("Handed over, receipt awaited");
    page.has_not(DANE);
    let (headers, bytes) = browser.bytes(&format!("{sent}/documents/1")).await;
    assert_eq!(bytes, file);
    assert_eq!(headers["content-type"], "application/pdf");
    assert_eq!(headers["content-disposition"], "inline; filename*=UTF-8''plads.pdf");
    let (headers, bytes) = browser.bytes(&format!("{sent}/message")).await;
    assert!(headers["content-disposition"].to_str().unwrap().starts_with("attachment;"));
    assert!(bytes.starts_with(b"BREVDUE PRINT JOB"));
    browser.get(&sent).await.has_not("The letter has been accepted and is safe.");

    // The second half of a double click, and the back button with another text.
    assert_eq!(post(&browser, &checked, &all, &[]).await.location(), sent);
    browser.get(&sent).await.has("It was not sent again.");
    let changed = [&all[..], &[("subject", "Noget andet")]].concat();
    let conflict = post(&browser, &checked, &changed, &[]).await;
    assert_eq!(conflict.status, 422);
    conflict.has("This form was already sent once");
    conflict.has("plads.pdf");
    assert_ne!(conflict.hidden("form"), checked.hidden("form"));
    assert_eq!(house.letters().await, 1);
    let keep = conflict.hidden_checked("keep");
    let changed =
        [("to", DANE), ("type", "brev"), ("subject", "Noget andet"), ("keep", &keep), ("do", "send")];
    assert_ne!(post(&browser, &conflict, &changed, &[]).await.location(), sent);
    assert_eq!(house.letters().await, 2);
    house.close().await;
}

#[tokio::test]
async fn a_real_double_click_gives_one_letter() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let form = browser.get("/send").await;
    let fields = [("to", DANE), ("type", "hoering"), ("subject", "Høring"), ("do", "send")];
    let files = [("a.pdf", pdf("Høring"))];
    let (first, second) =
        tokio::join!(post(&browser, &form, &fields, &files), post(&browser, &form, &fields, &files));
    assert_eq!(first.location(), second.location());
    assert_eq!(house.letters().await, 1);
    house.close().await;
}

#[tokio::test]
async fn faults_stand_at_their_fields_and_nothing_is_stored() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let form = browser.get("/send").await;
    let fields =
        [("to", "1234"), ("type", "brev"), ("subject", "Om 2211771212"), ("text", "Læs"), ("do", "send")];
    let files =
        [("god.pdf", pdf("x")), ("regneark.pdf", b"not a pdf at all".to_vec()), ("noter.txt", pdf("y"))];
    let answer = post(&browser, &form, &fields, &files).await;
    assert_eq!(answer.status, 422);
    answer.has("The letter has not been sent. Mend this:");
    for field in ["to", "subject", "files"] {
        answer.has(&format!("<a href=\"#{field}\">"));
        answer.has(&format!("id=\"{field}-fault\""));
        answer.has(&format!("{field}-hint {field}-fault\" aria-invalid=\"true\""));
    }
    answer.has("The recipient&#39;s number does not have the right form.");
    answer.has("There is a person number where none may be.");
    answer.has(
        "<strong>regneark.pdf:</strong> A document is not a PDF file, whatever its name says. Save it as PDF",
    );
    answer.has("<strong>noter.txt:</strong> The file name of a document cannot be used.");
    // The good file stays, the refused ones need not be taken out.
    answer.has("god.pdf <span");
    answer.has_not("regneark.pdf <span");
    assert_eq!(house.letters().await, 0);

    let nothing = post(&browser, &form, &[("do", "send")], &[("", Vec::new())]).await;
    assert_eq!(nothing.status, 422);
    nothing.has("<a href=\"#type\">The letter has no letter type.</a>");
    let unasked = post(&browser, &form, &[("do", "check")], &[]).await;
    unasked.has("<a href=\"#to\">The letter has no recipient.</a>");
    unasked.has("<a href=\"#type\">");
    // A disabled choice and another municipality's type, both forced.
    let class_4 = [("to", DANE), ("type", "boernesag"), ("text", "x"), ("do", "send")];
    post(&browser, &form, &class_4, &[]).await.has("The letter has protection class 4");
    let foreign = [("to", DANE), ("type", "andet"), ("text", "x"), ("do", "send")];
    assert_eq!(post(&browser, &form, &foreign, &[]).await.status, 422);
    assert_eq!(house.letters().await, 0);
    house.close().await;
}

#[tokio::test]
async fn a_protected_recipient_comes_back_to_the_desk() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let form = browser.get("/send").await;
    let fields = [("to", DANE), ("type", "brev"), ("text", "Hej"), ("protected", "1")];
    let checked = post(&browser, &form, &[&fields[..], &[("do", "check")]].concat(), &[]).await;
    checked.has("the letter comes back to you");
    checked.has("type=\"checkbox\" value=\"1\" checked");
    let sent = post(&browser, &checked, &[&fields[..], &[("do", "send")]].concat(), &[]).await.location();
    let page = browser.get(&sent).await;
    page.has("Waits for a person");
    page.has("Protected identity");
    house.close().await;
}

#[tokio::test]
async fn forms_from_elsewhere_send_nothing() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let form = browser.get("/send").await;
    let fields = [("to", DANE), ("type", "brev"), ("text", "Hej"), ("do", "send")];
    assert_eq!(browser.post_files("/send", &fields, &[]).await.status, 403);
    let wrong = [&[("csrf", "0000")], &fields[..]].concat();
    assert_eq!(browser.post_files("/send", &wrong, &[]).await.status, 403);
    let csrf = form.hidden("csrf");
    // The right token, but not in front: nothing before it was believed.
    let late = [&fields[..], &[("csrf", csrf.as_str())]].concat();
    assert_eq!(browser.post_files("/send", &late, &[]).await.status, 403);
    let not_a_form = browser.post("/send", &[("csrf", &csrf)]).await;
    assert_eq!(not_a_form.status, 403);
    let right = [&[("csrf", csrf.as_str())], &fields[..]].concat();
    for headers in [[("sec-fetch-site", "cross-site")], [("origin", "https://evil.example")]] {
        assert_eq!(browser.post_from("/send", &right, &headers).await.status, 403);
    }
    assert_eq!(house.letters().await, 0);
    house.close().await;
}

impl Page {
    /// Value of a ticked box.
    fn hidden_checked(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" type=\"checkbox\" value=\"");
        self.body.split(&start).nth(1).unwrap().split('"').next().unwrap().to_owned()
    }
}

#[tokio::test]
async fn a_type_with_markup_asks_for_its_fields_and_the_page_shows_what_came_of_them() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let form = browser.get("/send").await;
    form.has_not("What the letter type uses");
    let letter = [("to", DANE), ("type", "opkraevning"), ("case_id", "SAG-7"), ("do", "send")];
    let refused = post(&browser, &form, &letter, &[("faktura.pdf", pdf("Faktura"))]).await;
    assert_eq!(refused.status, 422);
    refused.has("<label for=\"data.amount\">Amount in kroner</label>");
    refused.has("type=\"date\"");
    refused.has("<a href=\"#data.due\">The letter lacks a field that its letter type requires.</a>");
    assert_eq!(house.letters().await, 0);

    let keep = refused.hidden_checked("keep");
    let data = [
        ("keep", keep.as_str()),
        ("data.amount", "1234,50"),
        ("data.due", "2199-12-01"),
        ("data.invoice.number", "F 17"),
        ("data.of.another.type", "x"),
    ];
    let wrong = [&letter[..], &data, &[("data.amount", "tolv")]].concat();
    let wrong = post(&browser, &refused, &wrong, &[]).await;
    assert_eq!(wrong.status, 422);
    wrong.has("value=\"tolv\"");
    wrong.has("value=\"F 17\"");
    let keep = wrong.hidden_checked("keep");
    let data = [("keep", keep.as_str()), data[1], data[2], data[3], data[4]];
    let sent = post(&browser, &wrong, &[&letter[..], &data].concat(), &[]).await.location();
    let page = browser.get(&sent).await;
    page.has("What the recipient can do");
    page.has("Betal opkrævningen");
    page.has("1 December 2199");
    page.has("Markup: ");
    page.has_not("1234");
    house.close().await;
}

/// As on another node, or after too long.
#[tokio::test]
async fn a_letter_never_leaves_without_a_file_that_its_form_names() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let form = browser.get("/send").await;
    let fields = [("to", DANE), ("type", "hoering"), ("subject", "Plads"), ("text", "Læs brevet.")];
    let kept_elsewhere = "0".repeat(64);
    let all = [&fields[..], &[("keep", kept_elsewhere.as_str()), ("do", "send")]].concat();
    let refused = post(&browser, &form, &all, &[("b.pdf", pdf("B"))]).await;
    assert_eq!(refused.status, 422);
    refused.has("Files that you chose before are not kept any more.");
    refused.has("b.pdf");
    assert_eq!(house.letters().await, 0);
    house.close().await;
}
