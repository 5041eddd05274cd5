//! Whoever works for one unit sees nothing of another's, and nobody sees another municipality's.

use super::browser::Browser;
use super::house::{DANE, House, pdf};
use store::Granted;

/// A letter of a unit, by the API.
async fn letter(house: &House, key: &str, unit: &str, subject: &str) -> String {
    let facts = serde_json::json!({
        "type": "hoering", "to": DANE, "subject": subject, "unit": unit, "reference": format!("R-{unit}"),
    });
    let form = reqwest::multipart::Form::new()
        .text("letter", facts.to_string())
        .part("file", reqwest::multipart::Part::bytes(pdf(subject)).file_name("brev.pdf"));
    let request = reqwest::Client::new().post(format!("{}/v1/letters", house.base)).bearer_auth(key);
    let answer = request.multipart(form).send().await.unwrap();
    let status = answer.status();
    let text = answer.text().await.unwrap();
    assert!(status.is_success(), "{text}");
    let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
    answer["id"].as_str().unwrap().to_owned()
}

/// Waits until the letter lies with a person, as letters without a mailbox do here.
async fn at_rest(house: &House, id: &str) {
    for _ in 0..200 {
        let history = house.gateway.store().load(id.parse().unwrap()).await.unwrap().unwrap();
        if letter::State::fold(&history.events).attention.is_some() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the letter does not come to rest");
}

#[tokio::test]
async fn a_unit_sees_its_own_letters_only() {
    let house = House::open().await;
    let key = house.key("system", &["eksempel"], &["letters:write"]).await;
    let own = letter(&house, &key, "Børn", "Om Emil").await;
    let other = letter(&house, &key, "Teknik", "Om vejen").await;
    at_rest(&house, &own).await;
    at_rest(&house, &other).await;
    let worker = |name, unit| {
        house.person(name, Vec::leak(vec![Granted::at("case_worker", "eksempel").in_unit(unit)]))
    };
    let anna = worker("anna", "Børn").await;
    let elsewhere = house.person("bo", &[Granted::at("coordinator", "anden")]).await;

    for path in
        ["/", "/letters", "/letters?state=needs_attention", "/letters?attention=1", "/letters?text=R-"]
    {
        let page = anna.get(path).await;
        page.has("Om Emil");
        page.has_not("Om vejen");
        page.has_not("R-Teknik");
        let page = elsewhere.get(path).await;
        page.has_not("Om Emil");
        page.has_not("Om vejen");
    }
    // What waits with a person is counted: one of the two.
    anna.get("/").await.has("<p class=\"count\">1</p>");
    elsewhere.get("/").await.has_not("<p class=\"count\">1</p>");

    let csrf = anna.get("/account").await.hidden("csrf");
    let found = anna.post("/letters", &[("csrf", &csrf), ("text", DANE)]).await;
    found.has("Om Emil");
    found.has_not("Om vejen");

    for (browser, id, open) in [(&anna, &own, true), (&anna, &other, false), (&elsewhere, &own, false)] {
        for path in ["", "/message", "/documents/1"] {
            let status = browser.get(&format!("/letters/{id}{path}")).await.status;
            let seen = open && (path.is_empty() || status == 200);
            assert!(if seen { status == 200 } else { status == 404 }, "{path} {status} {open}");
        }
        if !open {
            acted_upon(browser, id).await;
        }
    }
    house.close().await;
}

#[tokio::test]
async fn the_error_desk_counts_per_unit() {
    let house = House::open().await;
    let key = house.key("system", &["eksempel"], &["letters:write"]).await;
    for (unit, subject) in [("Børn", "Om Emil"), ("Børn", "Om Ida"), ("Teknik", "Om vejen")] {
        let id = letter(&house, &key, unit, subject).await;
        at_rest(&house, &id).await;
    }
    let coordinator = house.person("karin", &[Granted::at("coordinator", "eksempel")]).await;
    let page = coordinator.get("/attention").await;
    page.has("Where they wait");
    let row = |unit: &str| {
        let start = page.body.find(&format!(">{unit}<")).unwrap_or_else(|| panic!("{unit} is not counted"));
        page.body[start..].split("</tr>").next().unwrap().to_owned()
    };
    assert!(row("Børn").contains("</span>2</td>"), "{}", row("Børn"));
    assert!(row("Teknik").contains("</span>1</td>"), "{}", row("Teknik"));
    // A single unit needs no table, and sees no other's numbers.
    let anna = house.person("anna", &[Granted::at("case_worker", "eksempel").in_unit("Børn")]).await;
    let page = anna.get("/attention").await;
    page.has("2 letters");
    page.has_not("Where they wait");
    page.has_not("Teknik");
    house.close().await;
}

#[tokio::test]
async fn whoever_works_for_two_units_chooses_one() {
    let house = House::open().await;
    let in_unit = |unit| Granted::at("case_worker", "eksempel").in_unit(unit);
    let anna = house.person("anna", &[in_unit("Børn"), in_unit("Teknik")]).await;
    let form = anna.get("/send").await;
    let (csrf, id) = (form.hidden("csrf"), form.hidden("form"));
    let fields = |unit: &'static str, what: &'static str| {
        let given = [("to", DANE), ("type", "hoering"), ("subject", "Om vejen"), ("text", "Læs.")];
        [&[("csrf", csrf.as_str()), ("form", id.as_str())], &given[..], &[("unit", unit), ("do", what)]]
            .concat()
    };
    let asked = anna.post_files("/send", &fields("", "check"), &[]).await;
    asked.has("<option>Børn</option><option>Teknik</option>");
    let refused = anna.post_files("/send", &fields("", "send"), &[]).await;
    refused.has("id=\"unit-fault\"");
    assert_eq!(house.letters().await, 0);
    let refused = anna.post_files("/send", &fields("Havnen", "send"), &[]).await;
    assert_eq!(house.letters().await, 0, "{}", refused.body);
    let sent = anna.post_files("/send", &fields("Teknik", "send"), &[]).await;
    anna.get(&sent.location()).await.has("Teknik");
    house.close().await;
}

/// Nothing can be done with a letter that is not seen.
async fn acted_upon(browser: &Browser, id: &str) {
    let csrf = browser.get("/account").await.hidden("csrf");
    let act = [("csrf", csrf.as_str()), ("seq", "4"), ("do", "printed")];
    assert_eq!(browser.post(&format!("/letters/{id}/act"), &act).await.status, 404);
}
