//! Pictures of the pages. `UPDATE_SCREENSHOTS=1` renews those of the docs; `UPDATE_SCREENSHOTS=all` takes every page
//! and state in three languages at desk and phone width into `target/pictures`, to be looked at.

use crate::driver::Look;
use crate::house::House;
use crate::states::{Act, REACHABLE, STATES, State};
use crate::tour::Tour;
use crate::webdriver::Browser;
use base64_simd::STANDARD;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Largest picture in the docs, bytes.
const PICTURE_MAX_BYTES: u64 = 120_000;
/// Highest picture, pixels.
const HEIGHT_MAX: u64 = 3_000;

/// What `UPDATE_SCREENSHOTS` asks for.
fn asked() -> Option<String> {
    std::env::var("UPDATE_SCREENSHOTS").ok()
}

fn folder(of: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(of);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Takes a picture of the page, at most that many pixels high.
pub(crate) async fn take(browser: &Browser, look: Look, most: u64, file: &Path) {
    let height =
        browser.run("return document.documentElement.scrollHeight").await.as_u64().unwrap().min(most);
    let clip = json!({ "x": 0, "y": 0, "width": look.width, "height": height, "scale": 1 });
    let wanted = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
    let taken = browser.devtools("Page.captureScreenshot", wanted).await;
    std::fs::write(file, STANDARD.decode_to_vec(taken["data"].as_str().unwrap()).unwrap()).unwrap();
}

/// Pictures of the docs: file, how it is looked at, how much of it, and what is seen.
const PICTURES: [(&str, Look, u64, State); 11] = [
    ("home", DANISH, 1_000, seen("karin", "/", &[])),
    (
        "send",
        DANISH,
        1_150,
        seen(
            "mads",
            "/send",
            &[
                Act::Write("#to", REACHABLE),
                Act::Press("#type option[value=pladsanvisning]"),
                Act::Await("#verdict"),
                Act::Write("#subject", "Plads i Børnehaven Æblegården"),
                Act::Write("#text", "Kære forælder\n\nJeres barn har fået plads fra den 1. august."),
            ],
        ),
    ),
    (
        "preview",
        DANISH,
        900,
        seen(
            "mads",
            "/send",
            &[
                Act::Write("#to", REACHABLE),
                Act::Press("#type option[value=boligstoette]"),
                Act::Write("#subject", "Afgørelse om boligstøtte"),
                Act::Write("#text", "Kære borger\n\nDu får boligstøtte fra den 1. i næste måned."),
                Act::Press("button[value=preview]"),
                Act::Await(".mail"),
            ],
        ),
    ),
    (
        "letter",
        DANISH,
        860,
        seen("karin", "/letters?type=boligstoette", &[Act::Press(".rows th a"), Act::Await("#timeline")]),
    ),
    ("letters", SWEDISH, 1_000, seen("anna", "/letters", &[])),
    ("error-desk", DANISH, 1_000, seen("karin", "/attention", &[])),
    (
        "error-desk-dark",
        Look { dark: true, ..DANISH },
        860,
        seen("karin", "/attention", &[Act::Press(".cause .more a"), Act::Await(".presses")]),
    ),
    ("type", ENGLISH, 740, seen("karin", "/types/dk-andet/edit", &[])),
    ("doctor", ENGLISH, 900, seen("ib", "/doctor", &[])),
    ("home-phone", Look { width: 390, ..DANISH }, 900, seen("mads", "/", &[])),
    (
        "letter-phone",
        Look { width: 390, dark: true, ..SWEDISH },
        900,
        seen("anna", "/letters?type=beslut", &[Act::Press(".rows th a"), Act::Await("#timeline")]),
    ),
];

const DANISH: Look = Look::desk("da-DK");
const SWEDISH: Look = Look::desk("sv-SE");
const ENGLISH: Look = Look::desk("en-GB");

/// Seen by somebody, after that.
const fn seen(person: &'static str, path: &'static str, acts: &'static [Act]) -> State {
    State { name: "", person, path, acts }
}

/// The pictures of the docs, made anew when that is asked for.
#[tokio::test]
async fn pictures_of_the_docs() {
    let folder = folder("docs/pictures");
    let file = |name: &str| folder.join(format!("{name}.png"));
    if asked().as_deref() == Some("1") {
        let Some(house) = House::open() else { return };
        for (name, look, most, state) in &PICTURES {
            let browser = house.met_by(*look, state.person).await;
            state.reach(&browser, &house).await;
            take(&browser, *look, *most, &file(name)).await;
            browser.close().await;
        }
    }
    for (name, ..) in &PICTURES {
        let bytes = std::fs::metadata(file(name)).unwrap_or_else(|error| panic!("{name}: {error}")).len();
        assert!(bytes < PICTURE_MAX_BYTES, "{name}: {bytes} bytes");
    }
}

/// Each kind of page and each state, for eyes.
#[tokio::test]
async fn pictures_of_everything() {
    if asked().as_deref() != Some("all") {
        println!("skipped: UPDATE_SCREENSHOTS=all takes pictures of every page");
        return;
    }
    let folder = folder("target/pictures");
    let most = |kind: &str| if kind == "/letters/*" { 6 } else { 1 };
    for language in ["da-DK", "sv-SE", "en-GB"] {
        // What one language made would be there already for the next.
        let Some(house) = House::open() else { return };
        let desk = Look::desk(language);
        let looks = [desk, Look { width: 390, ..desk }, Look { dark: true, ..desk }];
        let name = |what: &str, look: Look| {
            let dark = if look.dark { "-dark" } else { "" };
            folder.join(format!("{what}-{}-{}{dark}.png", &language[..2], look.width))
        };
        let mut tour = Tour::default();
        for person in ["karin", "ib", "celine"] {
            let browser = house.signed_in(desk, person).await;
            tour.begin();
            let mut number = 0;
            while let Some(path) = tour.next(&browser, &house.base, most).await {
                number += 1;
                let what: String =
                    path.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
                let what = format!("{person}{number:02}{}", &what[..what.len().min(40)]);
                for look in looks {
                    browser.wear(look).await;
                    take(&browser, look, HEIGHT_MAX, &name(&what, look)).await;
                }
                browser.wear(desk).await;
            }
            browser.close().await;
        }
        for state in STATES {
            let browser = house.met_by(desk, state.person).await;
            state.reach(&browser, &house).await;
            for look in looks {
                browser.wear(look).await;
                take(&browser, look, HEIGHT_MAX, &name(&format!("state-{}", state.name), look)).await;
            }
            browser.close().await;
        }
    }
}
