//! Letter types as a coordinator works with them: written, checked, saved, reviewed, compared, shared.

use super::browser::{Browser, Page};
use super::house::House;

async fn coordinator(house: &House, name: &str) -> Browser {
    house.everything(name, &["eksempel"]).await
}

/// What a browser would post: every named field of the page's form with its value.
fn fields(page: &Page) -> Vec<(String, String)> {
    let form = page.body.split("<form method=\"post\" action=\"/").nth(1).unwrap();
    let form = form.split("</form>").next().unwrap();
    let plain = |text: &str| {
        text.replace("&#34;", "\"")
            .replace("&#39;", "'")
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&#38;", "&")
    };
    let mut found: Vec<(String, String)> = Vec::new();
    for tag in form.split('<').skip(1) {
        let of = |name: &str| Some(plain(tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?));
        let Some(name) = of("name") else {
            if tag.starts_with("option") && tag.contains(" selected") {
                let value = of("value").unwrap();
                if let Some(last) = found.last_mut() {
                    last.1 = value;
                }
            }
            continue;
        };
        match tag.split_once(' ').unwrap().0 {
            "input" if tag.contains("type=\"checkbox\"") && !tag.contains(" checked") => {}
            "input" => found.push((name, of("value").unwrap_or_default())),
            "textarea" => found.push((name, plain(tag.split_once(">\n").unwrap().1))),
            "select" => found.push((name, String::new())),
            _ => {}
        }
    }
    found
}

fn with(mut fields: Vec<(String, String)>, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

async fn post(browser: &Browser, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(path, &fields).await
}

/// A new payment type, saved as version 1.
async fn written(browser: &Browser) -> Vec<(String, String)> {
    let form = browser.get("/new-type?model=dk-opkraevning&sender=eksempel").await;
    assert_eq!(form.status, 200);
    let filled =
        with(fields(&form), &[("code", "gebyr"), ("name.en", "Fee"), ("name.da", "Gebyr"), ("do", "save")]);
    let saved = post(browser, "/new-type", &filled).await;
    assert_eq!(saved.location(), "/types/gebyr?version=1&saved=1");
    filled
}

#[tokio::test]
async fn a_type_is_written_from_a_model_reviewed_and_put_into_use() {
    let house = House::open().await;
    let anna = coordinator(&house, "anna").await;
    anna.get("/types").await.has("Payment request");
    let models = anna.get("/new-type").await;
    models.has("/new-type?model=dk-opkraevning");
    written(&anna).await;
    let page = anna.get("/types/gebyr?version=1&saved=1").await;
    for text in [
        "Version 1 has been saved",
        "<h1>Fee</h1>",
        "Draft",
        "Written by anna",
        "class=\"specimen\"",
        "class=\"press\"",
    ] {
        page.has(text);
    }
    let csrf = page.hidden("csrf");
    for (state, words) in [("reviewed", "Reviewed"), ("active", "In use")] {
        let set =
            anna.post("/types/gebyr/state", &[("csrf", &csrf), ("version", "1"), ("state", state)]).await;
        anna.get(&set.location()).await.has(&format!("Version 1 is now: {words}."));
    }
    assert!(house.gateway.letter_type(&"gebyr".into()).unwrap().active);
    // What was written is what stands in the form again, and nothing has changed.
    let form = anna.get("/types/gebyr/edit").await;
    let same = post(&anna, "/types/gebyr/edit", &with(fields(&form), &[("do", "save")])).await;
    assert_eq!(same.location(), "/types/gebyr?version=1&same=1");
    let (headers, pdf) = anna.bytes("/types/gebyr/paper").await;
    assert_eq!(headers["content-type"], "application/pdf");
    assert!(pdf.starts_with(b"%PDF-"));
    house.close().await;
}

#[tokio::test]
async fn the_check_says_what_is_wrong_where_and_saves_nothing() {
    let house = House::open().await;
    let anna = coordinator(&house, "anna").await;
    let form = anna.get("/new-type?model=empty&sender=eksempel").await;
    let wrong = [
        ("code", "Store Bogstaver"),
        ("name.en", "Fee"),
        ("ttl_hours", "soon"),
        ("markup.case", "{"),
        ("do", "save"),
    ];
    let page = post(&anna, "/new-type", &with(fields(&form), &wrong)).await;
    assert_eq!(page.status, 422);
    for text in [
        "href=\"#ttl-hours\"",
        "href=\"#markup-case\"",
        "Must be a whole number.",
        "value=\"Store Bogstaver\"",
    ] {
        page.has(text);
    }
    let better = with(fields(&form), &[("code", "Store Bogstaver"), ("name.en", "Fee"), ("do", "check")]);
    let page = post(&anna, "/new-type", &better).await;
    assert_eq!(page.status, 200);
    page.has("href=\"#code\"");
    // An action needs its parts; the example shows at once what is there.
    let changes = [
        ("code", "gebyr"),
        ("name.en", "Fee"),
        ("markup.actions[1].kind", "payment"),
        ("markup.actions[1].label", "Pay the fee"),
        ("do", "check"),
    ];
    let page = post(&anna, "/new-type", &with(fields(&form), &changes)).await;
    page.has("href=\"#markup-actions-1--url\"");
    let page = post(
        &anna,
        "/new-type",
        &with(fields(&page), &[("markup.actions[1].url", "https://betal.example/{nr}"), ("do", "check")]),
    )
    .await;
    page.has("The letter type can be saved.");
    page.has("<span class=\"press\">Pay the fee</span>");
    page.has("data-live=\"#live,#wrong\"");
    page.has("id=\"live\"");
    page.has("id=\"wrong\"");
    assert!(house.gateway.letter_type(&"gebyr".into()).is_none(), "a check saves nothing");
    let taken = post(&anna, "/new-type", &with(fields(&page), &[("code", "brev"), ("do", "save")])).await;
    assert_eq!(taken.status, 422);
    taken.has("Another letter type has this code.");
    house.close().await;
}

#[tokio::test]
async fn versions_are_compared_and_two_writers_do_not_overwrite_each_other() {
    let house = House::open().await;
    let anna = coordinator(&house, "anna").await;
    let bo = coordinator(&house, "bo").await;
    written(&anna).await;
    let (first, second) = (anna.get("/types/gebyr/edit").await, bo.get("/types/gebyr/edit").await);
    let saved =
        post(&bo, "/types/gebyr/edit", &with(fields(&second), &[("message_code", "GEBYR2"), ("do", "save")]))
            .await;
    assert_eq!(saved.location(), "/types/gebyr?version=2&saved=2");
    let filled = with(fields(&first), &[("department", "Byg"), ("do", "save")]);
    let late = post(&anna, "/types/gebyr/edit", &filled).await;
    assert_eq!(late.status, 409);
    late.has("Somebody else saved version 2");
    let again = post(&anna, "/types/gebyr/edit", &with(fields(&late), &[("do", "save")])).await;
    assert_eq!(again.location(), "/types/gebyr?version=3&saved=3");
    let diff = anna.get("/types/gebyr/diff?from=1&to=3").await;
    diff.has("<code>department</code>");
    diff.has("<ins>Byg</ins>");
    assert_eq!(anna.get("/types/gebyr/diff?from=1&to=9").await.status, 404);
    house.close().await;
}

#[tokio::test]
async fn experts_write_toml_and_catalogues_go_in_and_out() {
    let house = House::open().await;
    let anna = coordinator(&house, "anna").await;
    written(&anna).await;
    let form = anna.get("/types/gebyr/edit?as=toml").await;
    form.has("[[letter_type]]");
    let text = fields(&form).into_iter().find(|(name, _)| name == "toml").unwrap().1;
    let changed = text.replace("class = 2", "class = 3");
    let broken = with(fields(&form), &[("toml", "code = ["), ("do", "save")]);
    let page = post(&anna, "/types/gebyr/edit", &broken).await;
    assert_eq!(page.status, 422);
    page.has("code = [");
    let saved =
        post(&anna, "/types/gebyr/edit", &with(fields(&form), &[("toml", &changed), ("do", "save")])).await;
    assert_eq!(saved.location(), "/types/gebyr?version=2&saved=2");

    let (headers, toml) = anna.bytes("/type-catalogue/export").await;
    assert!(headers["content-disposition"].to_str().unwrap().contains("brevdue-types.toml"));
    let toml = String::from_utf8(toml).unwrap().replace("code = \"gebyr\"", "code = \"gebyr-ny\"");
    assert!(!toml.contains("sender ="), "a shared catalogue names no sender");
    let csrf = anna.get("/type-catalogue").await.hidden("csrf");
    let ask = |what: &'static str, toml: &str| {
        let pairs = [("csrf", csrf.as_str()), ("sender", "eksempel"), ("toml", toml), ("do", what)];
        pairs.map(|(name, value)| (name, value.to_owned()))
    };
    let give = async |what: &'static str, toml: &str, file: &str| {
        let fields = ask(what, toml);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        anna.post_files("/type-catalogue", &fields, &[("typer.toml", file.as_bytes().to_vec())]).await
    };
    let looked = give("check", "", &toml).await;
    looked.has("gebyr-ny");
    looked.has("cannot be imported"); // those of the configuration file
    assert!(house.gateway.letter_type(&"gebyr-ny".into()).is_none());
    // What was looked at stands in the form now, and no file is chosen any more.
    give("import", &toml, "").await.has("What happened");
    assert!(house.gateway.letter_type(&"gebyr-ny".into()).is_some_and(|kind| !kind.active));
    assert_eq!(give("import", "nonsense", "").await.status, 422);
    assert_eq!(give("import", &toml, "\u{FFFD}nonsense").await.status, 422, "the file comes first");
    house.close().await;
}

#[tokio::test]
async fn another_municipality_and_the_file_are_left_alone() {
    let house = House::open().await;
    let anna = coordinator(&house, "ida").await;
    assert_eq!(anna.get("/types/andet").await.status, 404);
    anna.get("/types").await.has_not("/types/andet");
    assert_eq!(anna.get("/types/brev/edit").await.status, 409);
    anna.get("/types/brev").await.has("stands in the configuration file");
    let form = anna.get("/new-type?from=brev").await;
    form.has("value=\"brev-2\"");
    let stolen = with(fields(&form), &[("sender", "anden"), ("do", "save")]);
    assert_eq!(post(&anna, "/new-type", &stolen).await.status, 422);
    let stale = with(fields(&form), &[("csrf", "wrong"), ("do", "save")]);
    assert_eq!(post(&anna, "/new-type", &stale).await.status, 403);
    assert_eq!(anna.get("/types/brev?version=7").await.status, 404);
    let worker = house.case_worker().await;
    assert_eq!(worker.get("/types").await.status, 200);
    assert_eq!(worker.get("/new-type").await.status, 403);
    house.close().await;
}

#[tokio::test]
async fn four_eyes_are_needed_where_they_are_asked_for() {
    let house = House::open_with("four_eyes = true").await;
    let (anna, bo) = (coordinator(&house, "anna").await, coordinator(&house, "bo").await);
    written(&anna).await;
    let page = anna.get("/types/gebyr").await;
    page.has("the author of a version cannot review it");
    page.has_not("value=\"reviewed\"");
    let csrf = page.hidden("csrf");
    let ask = |state: &'static str| [("version", "1"), ("state", state)];
    let post = async |who: &Browser, csrf: &str, state: &'static str| {
        let fields = [&[("csrf", csrf)][..], &ask(state)].concat();
        who.post("/types/gebyr/state", &fields).await
    };
    assert_eq!(post(&anna, &csrf, "reviewed").await.status, 409);
    assert_eq!(post(&anna, &csrf, "active").await.status, 409);
    let csrf_bo = bo.get("/types/gebyr").await.hidden("csrf");
    post(&bo, &csrf_bo, "reviewed").await.location();
    post(&anna, &csrf, "active").await.location();
    assert!(house.gateway.letter_type(&"gebyr".into()).unwrap().active);
    house.close().await;
}
