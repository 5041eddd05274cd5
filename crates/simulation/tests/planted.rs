//! The simulation catches what it is there to catch: each deliberate bug, within so many worlds.
//! Run with `cargo test -p simulation --features planted`.

#![cfg(feature = "planted")]
#![allow(clippy::print_stderr, reason = "the test reports after how many worlds each bug was caught")]

use simulation::{Bug, Setting, run};

/// Worlds within which each bug must be caught.
const WORLDS: u64 = 1_000;

/// The first world in which the bug shows, and as what.
fn caught(bug: Bug) -> Option<(u64, String)> {
    (0..WORLDS).find_map(|seed| {
        let setting = Setting { seed, bug: Some(bug), ..Setting::default() };
        Some((seed, run(setting).violation?))
    })
}

#[test]
fn every_planted_bug_is_caught() {
    let mut missed = Vec::new();
    for bug in Bug::ALL {
        match caught(bug) {
            Some((seed, what)) => eprintln!("{}: caught in world {seed}: {what}", bug.as_str()),
            None => missed.push(bug),
        }
    }
    assert!(missed.is_empty(), "not caught in {WORLDS} worlds: {missed:?}");
}
