//! Lists, searches, and whose letters they show.

use super::browser::Browser;
use super::house::{DANE, House, SWEDE, send};

#[tokio::test]
async fn letters_are_found_by_state_type_text_and_recipient() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let first = send(&browser, "brev", "Plads & ære", "K-1").await;
    let second = send(&browser, "hoering", "Om sagen", "K-2").await;
    let all = browser.get("/letters").await;
    all.has("Plads &#38; ære");
    let (a, b) = (all.body.find(&second).unwrap(), all.body.find(&first).unwrap());
    assert!(a < b, "newest first");
    all.has("ref. K-1");

    for (query, one, other) in [
        ("type=hoering", &second, &first),
        ("text=%C3%86RE", &first, &second),
        ("text=k-2", &second, &first),
        ("reference=K-1", &first, &second),
        ("state=needs_attention&type=hoering", &second, &first),
        ("channel=desk&from=2020-01-01&sender=eksempel", &second, &first),
        ("channel=print", &first, &second),
    ] {
        let page = browser.get(&format!("/letters?{query}")).await;
        page.has(one);
        page.has_not(&format!("{other}\""));
    }
    browser.get("/letters?state=opened").await.has("No letters match the search.");
    browser.get("/letters?attention=1&type=hoering").await.has(&second);

    for nothing in ["to=2020-01-01", "sender=anden", "unit=ingen", "channel=kombi", "from=2199-01-01"] {
        browser.get(&format!("/letters?{nothing}")).await.has("No letters match the search.");
    }
    // What is no day and no channel is no condition.
    browser.get("/letters?from=soon&channel=pigeon").await.has(&first);

    let csrf = all.hidden("csrf");
    let plain = browser.post("/letters", &[("csrf", &csrf), ("text", "Om sagen"), ("state", "")]).await;
    assert_eq!(plain.location(), "/letters?text=Om%20sagen");
    for number in [DANE, "221177-1212"] {
        let found = browser.post("/letters", &[("csrf", &csrf), ("text", number), ("type", "hoering")]).await;
        assert_eq!(found.status, 200);
        found.has(&second);
        found.has_not(&format!("{first}\""));
    }
    browser.post("/letters", &[("csrf", &csrf), ("text", SWEDE)]).await.has("No letters match the search.");
    assert_eq!(browser.post("/letters", &[("text", DANE)]).await.status, 403);
    // A number in an address is not looked for, and does not stay there.
    assert_eq!(browser.get(&format!("/letters?text={DANE}")).await.location(), "/letters");
    assert_eq!(browser.get("/letters?cursor=zz").await.location(), "/letters");
    house.close().await;
}

#[tokio::test]
async fn older_letters_are_one_click_away() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    for number in 0..27 {
        send(&browser, "hoering", &format!("Sag nr. {number}."), "").await;
    }
    let newest = browser.get("/letters?type=hoering").await;
    newest.has("Sag nr. 26.");
    newest.has_not("Sag nr. 1.<");
    let href = newest.body.split("<a href=\"/letters?type=hoering&#38;cursor=").nth(1).unwrap();
    let cursor = href.split('"').next().unwrap();
    let older = browser.get(&format!("/letters?type=hoering&cursor={cursor}")).await;
    older.has("Sag nr. 1.<");
    older.has_not("Sag nr. 26.");
    older.has("Back to the newest");
    older.has_not("rel=\"next\"");
    let home = browser.get("/").await;
    home.has("Show all 27");
    home.has("<p class=\"count\">27</p>");
    assert!(
        home.body.find("Sag nr. 0.") < home.body.find("Sag nr. 1."),
        "who has waited longest comes first"
    );
    house.close().await;
}

#[tokio::test]
async fn another_municipality_sees_nothing() {
    let house = House::open().await;
    let anna = house.case_worker().await;
    let page = send(&anna, "hoering", "Fortroligt emne", "K-1").await;
    let bo = Browser::new(&house.base);
    bo.sign_in(&house.key("bo", &["anden"], &["letters:read", "letters:write"]).await).await;
    for path in
        ["", "/documents/1", "/message", "/seen", "/seen/0", "/evidence"].map(|part| format!("{page}{part}"))
    {
        let answer = bo.get(&path).await;
        assert_eq!(answer.status, 404);
        answer.has("<h1>There is no letter here</h1>");
    }
    let csrf = bo.get("/letters").await.hidden("csrf");
    let act = [("csrf", csrf.as_str()), ("seq", "2"), ("do", "cancel")];
    assert_eq!(bo.post(&format!("{page}/act"), &act).await.status, 404);
    bo.get("/letters").await.has_not("Fortroligt");
    bo.post("/letters", &[("csrf", &csrf), ("text", DANE)]).await.has_not("Fortroligt");
    let home = bo.get("/").await;
    home.has_not("Fortroligt");
    assert_eq!(home.body.matches("<p class=\"count\">0</p>").count(), 4);
    anna.get(&page).await.has("Fortroligt emne");
    house.close().await;
}

#[tokio::test]
async fn unknown_letters_and_documents_have_a_page_too() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let page = send(&browser, "hoering", "Sag", "").await;
    for path in [
        "/letters/nonsense".to_owned(),
        "/letters/01990000-0000-7000-8000-000000000000".to_owned(),
        format!("{page}/documents/0"),
        format!("{page}/documents/2"),
        format!("{page}/message"),
    ] {
        let answer = browser.get(&path).await;
        assert_eq!(answer.status, 404, "{path}");
        answer.has("<h1>There is no letter here</h1>");
    }
    house.close().await;
}
