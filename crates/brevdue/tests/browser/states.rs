//! States of pages that no link leads to: what forms answer, right and wrong.

use crate::house::House;
use crate::webdriver::Browser;

/// What a person does on a page.
pub(crate) enum Act {
    /// Writes into a field.
    Write(&'static str, &'static str),
    /// Presses or chooses.
    Press(&'static str),
    /// Waits for what comes.
    Await(&'static str),
    /// Unfolds everything.
    Unfold,
}
use Act::{Await, Press, Unfold, Write};

/// A page in a state.
pub(crate) struct State {
    pub(crate) name: &'static str,
    /// Who sees it; nobody is signed in where it is empty.
    pub(crate) person: &'static str,
    pub(crate) path: &'static str,
    pub(crate) acts: &'static [Act],
}

/// A person of the official Danish examples, whose letter can go out.
pub(crate) const REACHABLE: &str = "2211771212";

const WRITTEN: [Act; 5] = [
    Write("#to", REACHABLE),
    Press("#type option[value=pladsanvisning]"),
    Write("#subject", "Tid til tandlægen"),
    Write("#text", "Kære borger\n\nDit barn har fået en tid hos kommunens tandlæge."),
    Await("#verdict"),
];

/// All of them, by person.
pub(crate) const STATES: &[State] = &[
    State { name: "door", person: "", path: "/", acts: &[] },
    State {
        name: "door-refused",
        person: "",
        path: "/",
        acts: &[
            Unfold,
            Write("#name", "nobody"),
            Write("#password", "wrong wrong"),
            Press("form[action='/sign-in'] button"),
            Await("#fault"),
        ],
    },
    State {
        name: "send-empty",
        person: "karin",
        path: "/send",
        acts: &[Press("button[value=send]"), Await(".faults")],
    },
    State { name: "send-answer", person: "karin", path: "/send", acts: &WRITTEN },
    State {
        name: "send-preview",
        person: "karin",
        path: "/send",
        acts: &[
            Write("#to", REACHABLE),
            Press("#type option[value=pladsanvisning]"),
            Write("#subject", "Tid til tandlægen"),
            Write("#text", "Kære borger\n\nDit barn har fået en tid hos kommunens tandlæge."),
            Press("button[value=preview]"),
            Await(".mail"),
        ],
    },
    State {
        name: "letters-none",
        person: "karin",
        path: "/letters",
        acts: &[Write("#text", "findes-ikke"), Press("form.search button.button"), Await(".empty")],
    },
    State {
        name: "attention-sure",
        person: "karin",
        path: "/attention",
        acts: &[
            Press(".cause .more a"),
            Press(".cases input[type=checkbox]"),
            Press(".presses button"),
            Await("input[name=sure]"),
        ],
    },
    State {
        name: "attention-nothing-chosen",
        person: "karin",
        path: "/attention",
        acts: &[Press(".cause .more a"), Press(".presses button"), Await(".back")],
    },
    State {
        name: "type-faults",
        person: "karin",
        path: "/new-type?model=empty",
        acts: &[Press("button[value=save]:not(.hidden)"), Await(".faults")],
    },
    State {
        name: "type-import-faults",
        person: "karin",
        path: "/type-catalogue",
        acts: &[Write("#toml", "[[letter_type]]\ncode = 1"), Press("button[value=check]"), Await(".faults")],
    },
    State {
        name: "forget-fault",
        person: "rakel",
        path: "/letters?state=delivered",
        acts: &[
            Press("main td a[href^='/letters/'], main th a[href^='/letters/']"),
            Press("aside .acts summary"),
            Write("#why", REACHABLE),
            Press("aside .acts button"),
            Await("#why-fault"),
        ],
    },
    State { name: "refused", person: "karin", path: "/people", acts: &[] },
    State {
        name: "citizen-empty",
        person: "celine",
        path: "/citizen",
        acts: &[Press("form.card button"), Await(".fault")],
    },
    State {
        name: "citizen-found",
        person: "celine",
        path: "/citizen",
        acts: &[
            Write("#number", REACHABLE),
            Press("#reason option:nth-child(2)"),
            Press("form.card button"),
            Await("#found"),
        ],
    },
    State {
        name: "key-faults",
        person: "ib",
        path: "/systems",
        acts: &[Press("form.narrow-card button"), Await(".fault")],
    },
    State {
        name: "key-made",
        person: "ib",
        path: "/systems",
        acts: &[
            Write("#name", "Elevsystemet"),
            Press("#sender-1"),
            Press("#scope-1"),
            Press("form.narrow-card button"),
            Await("#made-key"),
        ],
    },
    State {
        name: "person-added",
        person: "ib",
        path: "/people",
        acts: &[
            Write("#name", "bodil"),
            Write("#display_name", "Bodil Kjær"),
            Press("form.card button"),
            Await("#roles"),
        ],
    },
    State {
        name: "chain-walked",
        person: "ib",
        path: "/audit",
        acts: &[Press(".chain button"), Await(".chain .calm")],
    },
];

impl State {
    /// Brings a browser of its person to it.
    pub(crate) async fn reach(&self, browser: &Browser, house: &House) {
        browser.go(&format!("{}{}", house.base, self.path)).await;
        for act in self.acts {
            match act {
                Write(field, text) => browser.find(field).await.keys(text).await,
                Press(what) => browser.find(what).await.click().await,
                Await(what) => drop(browser.find(what).await),
                Unfold => unfold(browser).await,
            }
        }
    }
}

/// Opens every disclosure.
pub(crate) async fn unfold(browser: &Browser) {
    browser.run("document.querySelectorAll('main details').forEach(each => each.open = true)").await;
}
