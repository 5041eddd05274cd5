//! The letter as its recipient will see it, before it is sent and after.

use super::house::{DANE, House, pdf, send};

/// To somebody without a mailbox, whose address is known.
const TO_PAPER: [(&str, &str); 6] = [
    ("to", DANE),
    ("type", "brev"),
    ("name", "Nancy Berggren"),
    ("street", "Torvet 1"),
    ("postcode", "9999"),
    ("city", "Eksempel"),
];

#[tokio::test]
async fn seen_as_paper_before_it_is_sent_and_sent_from_there() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let form = browser.get("/send").await;
    let (csrf, id) = (form.hidden("csrf"), form.hidden("form"));
    let own = [("subject", "Plads"), ("text", "Læs <b>det</b>."), ("recall", "60"), ("do", "preview")];
    let fields = [&[("csrf", csrf.as_str()), ("form", &id)], &TO_PAPER[..], &own].concat();
    let files = [("plads.pdf", pdf("Plads")), ("bilag.pdf", pdf("Bilag"))];
    let preview = browser.post_files("/send", &fields, &files).await;
    assert_eq!(preview.status, 200);
    preview.has("<h1>As the recipient will see it</h1>");
    preview.has("Its way at this moment: Paper.");
    // The letter with its address page, and the enclosure.
    preview.has("File 2 of 2, in the order of printing");
    // What a screen reader misses is said, and does not keep the letter back (R180).
    preview.has("<h2 id=\"readable\">Can the documents be read aloud?</h2>");
    preview.has("Headings, paragraphs and tables of the document are not marked.");
    assert_eq!(house.letters().await, 0);
    let hidden = |name: &str| {
        let start = format!("name=\"{name}\" value=\"");
        let values = preview.body.split(&start).skip(1);
        values.map(|rest| rest.split('"').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let keep = hidden("keep");
    assert_eq!(keep.len(), 2);
    assert_eq!(hidden("recall"), ["60"]);
    let again = |what: &'static str| {
        let mut all: Vec<(&str, &str)> = fields[..fields.len() - 1].to_vec();
        all.extend(keep.iter().map(|digest| ("keep", digest.as_str())));
        all.push(("do", what));
        all
    };
    let printed = browser.post_files("/send", &again("paper.0"), &[]).await;
    assert_eq!(printed.header("content-type"), "application/pdf");
    assert!(printed.body.starts_with("%PDF-"));
    assert_eq!(browser.post_files("/send", &again("paper.9"), &[]).await.status, 404);
    let edit = browser.post_files("/send", &again("edit"), &[]).await;
    edit.has("value=\"Plads\"");
    edit.has("plads.pdf");
    let first = |body: &str| body.find("plads.pdf").unwrap() < body.find("bilag.pdf").unwrap();
    assert!(first(&edit.body));
    let moved = browser.post_files("/send", &again("up.1"), &[]).await;
    assert!(!first(&moved.body), "the enclosure stands first now");
    assert_eq!(house.letters().await, 0);
    let sent = browser.post_files("/send", &again("send"), &[]).await.location();
    assert_eq!(browser.post_files("/send", &again("send"), &[]).await.location(), sent);
    assert_eq!(house.letters().await, 1);
    let page = browser.get(&sent).await;
    page.has("The letter can be taken back for another 60 minutes.");
    page.has("data-follow");
    page.has("Accessibility: one thing to mend");
    page.has("Switch on tagged PDF (PDF/UA) when saving the document.");
    // The type of the last letter is chosen already: the next takes number, file and send.
    browser.get("/send").await.has("value=\"brev\" selected");
    house.close().await;
}

#[tokio::test]
async fn what_cannot_be_sent_cannot_be_previewed_either() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let form = browser.get("/send").await;
    let (csrf, id) = (form.hidden("csrf"), form.hidden("form"));
    let base = [("csrf", csrf.as_str()), ("form", id.as_str()), ("type", "brev"), ("text", "Hej")];
    let wrong = [&base[..], &[("to", "1"), ("do", "preview")]].concat();
    let answer = browser.post_files("/send", &wrong, &[]).await;
    assert_eq!(answer.status, 422);
    answer.has("<a href=\"#to\">");
    // Paper without an address: the reason in words, and nothing to open.
    let bare = [&base[..], &[("to", DANE), ("do", "preview")]].concat();
    let answer = browser.post_files("/send", &bare, &[]).await;
    answer.has("Cannot go this way.");
    answer.has_not("value=\"paper.0\"");
    let recall = [&base[..], &[("to", DANE), ("recall", "soon"), ("do", "send")]].concat();
    let answer = browser.post_files("/send", &recall, &[]).await;
    assert_eq!(answer.status, 422);
    answer.has("<a href=\"#recall\">");
    assert_eq!(house.letters().await, 0);
    house.close().await;
}

#[tokio::test]
async fn while_typing_what_is_not_there_yet_is_no_fault() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let form = browser.get("/send").await;
    form.has("data-live=\"#answer,#fields\"");
    let (csrf, id) = (form.hidden("csrf"), form.hidden("form"));
    let base = [("csrf", csrf.as_str()), ("form", id.as_str()), ("live", "1"), ("do", "check")];
    let nothing = browser.post_files("/send", &[&base[..], &[("to", "22")]].concat(), &[]).await;
    assert_eq!(nothing.status, 200);
    nothing.has("how the recipient can be reached will stand here");
    let typed = [&base[..], &[("to", "2211771213x"), ("type", "brev")]].concat();
    let wrong = browser.post_files("/send", &typed, &[]).await;
    wrong.has("data-say>The recipient&#39;s number does not have the right form.");
    let typed = [&base[..], &[("to", DANE), ("type", "opkraevning")]].concat();
    let right = browser.post_files("/send", &typed, &[]).await;
    right.has("No digital mailbox for this letter");
    right.has("id=\"data.amount\" name=\"data.amount\" type=\"text\" inputmode=\"decimal\"");
    house.close().await;
}

#[tokio::test]
async fn a_sent_letter_is_read_back_as_its_recipient_got_it() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let desk = send(&browser, "hoering", "Høring", "").await;
    assert_eq!(browser.get(&format!("{desk}/seen")).await.status, 404, "nothing was built for it");
    let form = browser.get("/send").await;
    let (csrf, id) = (form.hidden("csrf"), form.hidden("form"));
    let fields = [&[("csrf", csrf.as_str()), ("form", &id)], &TO_PAPER[..], &[("do", "send")]].concat();
    let paper = browser.post_files("/send", &fields, &[("a.pdf", pdf("Plads"))]).await.location();
    // It is composed by a worker, in its own time.
    while !browser.get(&paper).await.body.contains(&format!("{paper}/seen\"")) {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    browser.get(&format!("{paper}/seen")).await.has(&format!("{paper}/seen/0"));
    let (headers, bytes) = browser.bytes(&format!("{paper}/seen/0")).await;
    assert_eq!(headers["content-type"], "application/pdf");
    assert!(bytes.starts_with(b"%PDF-"));
    assert_eq!(browser.get(&format!("{paper}/seen/7")).await.status, 404);
    house.close().await;
}
