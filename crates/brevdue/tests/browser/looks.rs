//! Every page, in three languages, at desk and phone width, light and dark: accessible, within its width, light,
//! and without a person's number where others could read it.

use crate::axe;
use crate::driver::Look;
use crate::house::House;
use crate::webdriver::Browser;
use std::collections::{BTreeMap, BTreeSet};

/// Largest page with all that it loads, bytes.
const PAGE_MAX_BYTES: u64 = 100_000;

/// How the pages are looked at, by whom, and how many pages of a kind: letters differ by what became of them.
const LOOKS: [(Look, &[&str], u32); 4] = [
    (Look::desk("da-DK"), &["karin", "ib", "celine", "astrid"], 4),
    (Look { language: "sv-SE", width: 1280, dark: true, script: true }, &["karin", "ib"], 1),
    (Look { language: "en-GB", width: 320, dark: false, script: true }, &["karin", "ib", "celine"], 1),
    (Look { language: "da-DK", width: 360, dark: true, script: true }, &["karin", "ib"], 1),
];

/// What is wrong with the page that is open.
async fn faults(browser: &Browser, axe: &str) -> Vec<String> {
    let mut faults = axe::findings(browser, axe).await;
    let over = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    let over = browser.run(over).await.as_i64().unwrap();
    if over > 0 {
        faults.push(format!("{over} pixels wider than the window"));
    }
    let loaded = "return performance.getEntries().filter(each => 'encodedBodySize' in each)\
        .reduce((sum, each) => sum + each.encodedBodySize, 0)";
    let loaded = browser.run(loaded).await.as_u64().unwrap();
    if loaded > PAGE_MAX_BYTES {
        faults.push(format!("{loaded} bytes"));
    }
    let (title, address) = (browser.title().await, browser.address().await);
    if party::find_personal_numbers(&title) || party::find_personal_numbers(&address) {
        faults.push("a person's number in title or address".to_owned());
    }
    let visible = "return getComputedStyle(document.querySelector('main')).display !== 'none' && \
        document.querySelectorAll('h1').length === 1 && document.documentElement.lang !== ''";
    if browser.run(visible).await != serde_json::json!(true) {
        faults.push("no single heading, or no language".to_owned());
    }
    faults
}

/// Addresses of this site that the page links to, without downloads.
async fn links(browser: &Browser, base: &str) -> Vec<String> {
    let script = "return [...document.querySelectorAll('main a[href], nav.menu a[href], footer a[href]')]\
        .filter(each => !each.hasAttribute('download')).map(each => each.href.split('#')[0])";
    let found = browser.run(script).await;
    let all = found.as_array().unwrap().iter().filter_map(|link| link.as_str().map(str::to_owned));
    let ours = all.filter_map(|link| link.strip_prefix(base).map(str::to_owned));
    ours.filter(|path| {
        ![
            "/message",
            "/documents/",
            "/evidence",
            "/paper",
            "/toml",
            "/seen/",
            "/docs",
            "/sign-out",
            "lang=",
            "support",
        ]
        .iter()
        .any(|part| path.contains(part))
    })
    .collect()
}

/// The kind of page that an address shows: of its parts the first, the last, and how many there are.
fn kind(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts.as_slice() {
        [first] => format!("/{first}"),
        [first, _] => format!("/{first}/*"),
        [first, .., last] => format!("/{first}/*/{last}"),
        [] => String::new(),
    }
}

#[tokio::test]
#[ignore = "takes ten minutes: cargo test -p brevdue --test browser -- --ignored"]
async fn every_page_is_accessible_in_every_look() {
    let Some(axe) = axe::script() else { return };
    let Some(house) = House::open() else { return };
    let mut wrong = Vec::new();
    let mut reached = BTreeSet::new();
    for (look, people, most) in LOOKS {
        for person in people {
            let browser = house.signed_in(look, person).await;
            let (mut seen, mut waiting) = (BTreeSet::new(), vec!["/".to_owned(), "/letters/none".to_owned()]);
            let mut of_kind = BTreeMap::<String, u32>::new();
            while let Some(path) = waiting.pop() {
                let shown = of_kind.entry(kind(&path)).or_default();
                if *shown >= most || !seen.insert(path.clone()) {
                    continue;
                }
                *shown += 1;
                browser.go(&format!("{}{path}", house.base)).await;
                let found = faults(&browser, &axe).await;
                let place = format!("{} {} px {person} {path}", look.language, look.width);
                wrong.extend(found.into_iter().map(|fault| format!("{place}: {fault}")));
                waiting.extend(links(&browser, &house.base).await);
            }
            reached.extend(of_kind.into_keys());
            browser.close().await;
        }
    }
    for page in [
        "/",
        "/send",
        "/letters",
        "/letters/*",
        "/attention",
        "/types",
        "/types/*",
        "/types/*/edit",
        "/systems",
        "/settings",
        "/people",
        "/people/*",
        "/doctor",
        "/audit",
        "/citizen",
        "/account",
        "/sessions",
        "/about",
    ] {
        assert!(reached.contains(page), "{page} was not reached: {reached:?}");
    }
    assert!(wrong.is_empty(), "{} faults\n{}", wrong.len(), wrong.join("\n"));
}
