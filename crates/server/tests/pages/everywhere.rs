//! What holds on every page, in every language.

use super::browser::{Browser, Page};
use super::house::{DANE, House, send};
use std::collections::HashSet;
use store::Granted;

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; \
                      connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start).skip(1).filter_map(move |rest| rest.split(end).next())
}

#[track_caller]
fn holds(page: &Page, language: &str, secrets: &[&str]) {
    stands(page, language, secrets);
    for forbidden in ["{{", "http://", "https://"] {
        page.has_not(forbidden);
    }
    let visible = page.body.split("<main").nth(1).unwrap();
    assert!(!visible.contains('{') && !visible.contains('}'), "an unfilled text: {visible}");
}

/// The same of pages that show addresses and templates as data.
#[track_caller]
fn stands(page: &Page, language: &str, secrets: &[&str]) {
    let body = &page.body;
    assert_eq!(page.header("content-security-policy"), POLICY);
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert!(body.len() < 100_000, "{} bytes", body.len());
    page.has(&format!("<html lang=\"{language}\">"));
    for part in ["<main id=\"content\"", "<a class=\"skip\" href=\"#content\">", "<header", "<footer", "<h1>"]
    {
        page.has(part);
    }
    assert_eq!(body.matches("<script").count(), 1, "only the script of our own");
    page.has("<script src=\"/static/brevdue.js?v=");
    for forbidden in [" style=\"", " onclick"] {
        page.has_not(forbidden);
    }
    for secret in secrets {
        for title in between(body, "<title>", "</title>") {
            assert!(!title.contains(secret), "{secret} stands in the title");
        }
        for attribute in ["href=\"", "action=\"", "src=\""] {
            assert!(
                between(body, attribute, "\"").all(|address| !address.contains(secret)),
                "{secret} in an address"
            );
        }
    }
    let ids: Vec<&str> = between(body, " id=\"", "\"").collect();
    let known: HashSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "an id stands twice: {ids:?}");
    for start in [" for=\"", "aria-labelledby=\"", "aria-describedby=\"", "href=\"#"] {
        for id in between(body, start, "\"").flat_map(str::split_whitespace) {
            assert!(known.contains(id), "{start}{id} leads nowhere");
        }
    }
    for name in between(body, "<label for=\"", "\"") {
        assert!(known.contains(name));
    }
}

#[tokio::test]
async fn all_pages_in_three_languages() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let mut headings: Vec<Vec<String>> = Vec::new();
    for (language, title) in [("da", "Log ind"), ("sv", "Logga in"), ("en", "Sign in")] {
        let door = Browser::new(&house.base).speaking(language).get("/").await;
        holds(&door, language, &[]);
        door.has(&format!("<h1>{title}</h1>"));
    }
    let secret_subject = "Fortroligt emne";
    let desk = send(&browser, "hoering", secret_subject, "K-1").await;
    let paper = send(&browser, "brev", secret_subject, "K-2").await;
    for language in ["da", "sv", "en"] {
        let chosen = browser.get(&format!("/about?lang={language}")).await;
        assert!(chosen.header("set-cookie").starts_with(&format!("brevdue_lang={language};")));
        let mut texts = Vec::new();
        let missing = "/letters/01990000-0000-7000-8000-000000000000";
        for path in [
            "/",
            "/send",
            "/letters",
            "/letters?state=opened&from=2026-01-01",
            "/attention",
            "/attention?code=fallback_desk",
            "/about",
            &desk,
            &paper,
            missing,
            "/nowhere",
        ] {
            let page = browser.read(path).await;
            holds(&page, language, &[DANE, secret_subject]);
            texts.push(between(&page.body, "<h2", "</h2>").map(str::to_owned).collect::<String>());
            texts.push(between(&page.body, "<title>", "</title>").collect());
        }
        let form = browser.get("/send").await;
        let (csrf, id) = (form.hidden("csrf"), form.hidden("form"));
        let fields =
            [("csrf", csrf.as_str()), ("form", &id), ("to", DANE), ("type", "brev"), ("do", "check")];
        let page = browser.post_files("/send", &fields, &[]).await;
        holds(&page, language, &[DANE]);
        let fields = [
            ("csrf", csrf.as_str()),
            ("form", &id),
            ("to", "1"),
            ("subject", secret_subject),
            ("do", "send"),
        ];
        let page = browser.post_files("/send", &fields, &[]).await;
        assert_eq!(page.status, 422);
        holds(&page, language, &[secret_subject]);
        let page = browser.post("/letters", &[("csrf", &csrf), ("text", DANE)]).await;
        holds(&page, language, &[DANE, secret_subject]);
        holds(&browser.post("/letters", &[]).await, language, &[]);
        headings.push(texts);
    }
    for (at, danish) in headings[0].iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        assert_ne!(danish, &headings[2][at], "page {at} is not translated");
    }
    house.close().await;
}

#[tokio::test]
async fn the_pages_of_those_who_keep_the_house_in_three_languages() {
    let house = House::open().await;
    let browser = house.everything("ib", &[]).await;
    send(&browser, "hoering", "Fortroligt emne", "K-1").await;
    let mut headings: Vec<Vec<String>> = Vec::new();
    for language in ["da", "sv", "en"] {
        browser.get(&format!("/about?lang={language}")).await;
        let mut texts = Vec::new();
        for path in [
            "/types",
            "/types/opkraevning",
            "/new-type",
            "/new-type?model=dk-indkaldelse&sender=eksempel",
            "/type-catalogue",
            "/systems",
            "/settings",
            "/doctor",
            "/audit",
            "/citizen",
        ] {
            let page = browser.read(path).await;
            assert_eq!(page.status, 200, "{path}");
            stands(&page, language, &[DANE]);
            texts.push(between(&page.body, "<h2", "</h2>").map(str::to_owned).collect::<String>());
        }
        let csrf = browser.get("/citizen").await.hidden("csrf");
        let fields = [("csrf", csrf.as_str()), ("number", DANE), ("reason", "question")];
        let found = browser.post("/citizen", &fields).await;
        stands(&found, language, &[DANE, "Fortroligt emne"]);
        found.has_not(DANE);
        headings.push(texts);
    }
    for (at, danish) in headings[0].iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        assert_ne!(danish, &headings[2][at], "page {at} is not translated");
    }
    house.close().await;
}

#[tokio::test]
async fn what_is_not_there_is_a_page_to_a_browser_and_a_problem_to_a_program() {
    let house = House::open().await;
    let browser = Browser::new(&house.base);
    let page = browser.read("/nowhere?lang=da").await;
    assert_eq!(page.status, 404);
    page.has("<h1>Her er ingen side</h1>");
    let problem = browser.get("/v1/nowhere").await;
    assert_eq!(problem.status, 404);
    assert_eq!(problem.header("content-type"), "application/problem+json");
    problem.has("route_not_found");
    house.close().await;
}

#[tokio::test]
async fn the_language_link_stays_on_its_page() {
    let house = House::open().await;
    let browser = house.case_worker().await;
    let page = browser.get("/letters?state=routed&lang=sv").await;
    page.has("href=\"/letters?state=routed&#38;lang=da\"");
    page.has("<html lang=\"sv\">");
    browser.get("/letters").await.has("<html lang=\"sv\">");
    house.close().await;
}

#[tokio::test]
async fn the_stylesheet_may_be_kept_for_good_at_its_own_address() {
    let house = House::open().await;
    let browser = Browser::new(&house.base);
    let href = between(&browser.get("/").await.body, "<link rel=\"stylesheet\" href=\"", "\"")
        .next()
        .unwrap()
        .to_owned();
    let style = browser.get(&href).await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert!(style.header("cache-control").contains("immutable"));
    for needed in ["prefers-color-scheme: dark", "forced-colors", "@media print", ":focus-visible"] {
        style.has(needed);
    }
    let page = browser.get("/").await.body;
    let href = between(&page, "<script src=\"", "\"").next().unwrap();
    let script = browser.get(href).await;
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    assert!(script.header("cache-control").contains("immutable"));
    assert!(script.body.len() <= 6 * 1024, "{} bytes of script", script.body.len());
    for forbidden in ["eval(", "innerHTML", "http:", "https:"] {
        script.has_not(forbidden);
    }
    assert_eq!(browser.get("/static/brevdue.svg").await.header("content-type"), "image/svg+xml");
    house.close().await;
}

#[tokio::test]
async fn pages_about_people_in_three_languages() {
    let issuer = "[oidc]\nissuer = \"http://127.0.0.1:9/id\"\nclient_id = \"brevdue\"\n";
    let house = House::open_with(issuer).await;
    let ib = house.person("ib", &[Granted::everywhere("administrator")]).await;
    house
        .add("anna", &[Granted::at("case_worker", "eksempel").in_unit("Børn"), Granted::at("nothing", "x")])
        .await;
    for (language, account) in [("da", "Din konto"), ("sv", "Ditt konto"), ("en", "Your account")] {
        let visitor = Browser::new(&house.base).speaking(language);
        holds(&visitor.get("/?next=/letters").await, language, &[]);
        holds(&visitor.get("/sign-in/start").await, language, &[]);
        holds(&visitor.get("/sign-in/return?state=x").await, language, &[]);
        ib.get(&format!("/about?lang={language}")).await;
        for path in [
            "/account",
            "/sessions",
            "/sessions?ended=1",
            "/people",
            "/people/anna",
            "/people/ib",
            "/letters",
        ] {
            holds(&ib.get(path).await, language, &[]);
        }
        holds(&ib.read("/people/nobody").await, language, &[]);
        let page = ib.get("/account").await;
        page.has(account);
        let csrf = page.hidden("csrf");
        for fields in [[("csrf", csrf.as_str()), ("name", "a b")], [("csrf", &csrf), ("name", "anna")]] {
            let refused = ib.post("/people", &fields).await;
            assert_eq!(refused.status, 422);
            holds(&refused, language, &[]);
        }
        let given = [("csrf", csrf.as_str()), ("do", "give"), ("role", "auditor"), ("sender", "anden")];
        holds(&ib.post("/people/anna", &given).await, language, &[]);
        holds(&ib.post("/people/anna", &[("csrf", &csrf), ("do", "password")]).await, language, &[]);
    }
    house.close().await;
}
