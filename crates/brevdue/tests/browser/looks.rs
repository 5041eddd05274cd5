//! Every page and state, in three languages, wide and narrow, light and dark, magnified and in forced colours:
//! accessible, within its width, light, and without a person's number where others could read it.

use crate::axe;
use crate::driver::Look;
use crate::house::House;
use crate::states::STATES;
use crate::tour::Tour;
use crate::webdriver::Browser;
use std::collections::BTreeSet;
use std::time::Instant;

/// Largest page with all that it loads, bytes.
const PAGE_MAX_BYTES: u64 = 100_000;

/// Pages of which every kind of control and colour is on one.
const FEW: [&str; 6] = ["/", "/send", "/letters", "/letters/*", "/attention", "/types/*/edit"];

/// Pages that must be looked at.
const PAGES: [&str; 22] = [
    "/",
    "/send",
    "/letters",
    "/letters/*",
    "/letters/*/seen",
    "/attention",
    "/types",
    "/types/*",
    "/types/*/edit",
    "/new-type",
    "/type-catalogue",
    "/systems",
    "/systems/*",
    "/settings",
    "/people",
    "/people/*",
    "/doctor",
    "/audit",
    "/citizen",
    "/account",
    "/sessions",
    "/about",
];

/// How many pages of a kind are looked at.
type Most = fn(&str) -> usize;

/// Letters differ by what became of them, causes by who must act; the rest is alike.
fn thorough(kind: &str) -> usize {
    match kind {
        "/letters/*" => 12,
        "/attention" | "/new-type" => 3,
        "/types/*" | "/people/*" => 2,
        _ => 1,
    }
}

fn each_kind(_: &str) -> usize {
    1
}

fn few(kind: &str) -> usize {
    usize::from(FEW.contains(&kind))
}

/// How the pages are looked at, by whom, and which of them.
const DANISH: Look = Look::desk("da-DK");
const ROUNDS: [(Look, &[&str], Most); 5] = [
    (DANISH, &["karin", "ib", "celine"], thorough),
    (Look { width: 320, dark: true, ..Look::desk("sv-SE") }, &["karin", "ib", "celine"], each_kind),
    (Look::desk("en-GB"), &["ib", "karin"], each_kind),
    (Look { width: 640, zoom: 2, ..DANISH }, &["karin"], few),
    (Look { forced: true, ..DANISH }, &["karin"], few),
];

/// What is wrong with the page that is open.
pub(crate) async fn faults(browser: &Browser, axe: &str) -> Vec<String> {
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

#[tokio::test]
async fn every_page_is_accessible_in_every_look() {
    let Some(axe) = axe::script() else { return };
    let Some(house) = House::open() else { return };
    let begun = Instant::now();
    let (mut wrong, mut looked) = (Vec::new(), 0);
    let mut reached = BTreeSet::new();
    let mut note = |place: String, found: Vec<String>| {
        looked += 1;
        wrong.extend(found.into_iter().map(|fault| format!("{place}: {fault}")));
    };
    for (look, people, most) in ROUNDS {
        let mut tour = Tour::default();
        for person in people {
            let browser = house.signed_in(look, person).await;
            tour.begin();
            while let Some(path) = tour.next(&browser, &house.base, most).await {
                let place = format!("{} {} px {person} {path}", look.language, look.width);
                note(place, faults(&browser, &axe).await);
            }
            browser.close().await;
        }
        reached.extend(tour.kinds());
    }
    let mut met: Option<(&str, Browser)> = None;
    for (at, state) in STATES.iter().enumerate() {
        let browser = match met.take() {
            Some((person, browser)) if person == state.person => browser,
            Some((_, other)) => {
                other.close().await;
                house.met_by(DANISH, state.person).await
            }
            None => house.met_by(DANISH, state.person).await,
        };
        // Wide and light, then narrow and dark, in turn.
        let look = if at % 2 == 0 { DANISH } else { Look { width: 320, dark: true, ..DANISH } };
        browser.wear(look).await;
        state.reach(&browser, &house).await;
        note(format!("{} ({} px)", state.name, look.width), faults(&browser, &axe).await);
        met = Some((state.person, browser));
    }
    println!("{looked} pages and states in {} s", begun.elapsed().as_secs());
    let missing = PAGES.into_iter().filter(|page| !reached.contains(*page));
    wrong.extend(missing.map(|page| format!("{page} was not reached")));
    assert!(wrong.is_empty(), "{} faults\n{}", wrong.len(), wrong.join("\n"));
}
