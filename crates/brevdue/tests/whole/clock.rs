//! Clocks that are wrong, and clocks that jump: gateway or sandbox run under libfaketime.

use crate::installation::{Installation, PATIENCE};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The library that shifts a program's clock; the package `faketime` brings it.
fn faketime() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let mut places = folders.map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"));
    let found = places.find(|place| place.exists());
    if found.is_none() {
        println!("skipped: libfaketime is not installed");
    }
    found
}

/// What makes a program read its wall clock off a file.
fn shifted(library: &Path, file: &Path) -> Vec<(&'static str, String)> {
    vec![
        ("LD_PRELOAD", library.display().to_string()),
        ("FAKETIME_TIMESTAMP_FILE", file.display().to_string()),
        ("FAKETIME_NO_CACHE", "1".to_owned()),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
    ]
}

/// Sets the clock of all who read the file, whole or not at all.
fn set(file: &Path, shift: &str) {
    let new = file.with_extension("new");
    std::fs::write(&new, format!("{shift}\n")).expect("written");
    std::fs::rename(&new, file).expect("renamed");
}

fn clocks(found: &Value) -> Vec<(&str, &str, &str)> {
    let findings = found["findings"].as_array().expect("findings").iter();
    findings
        .filter(|finding| finding["subject"].as_str().is_some_and(|subject| subject.starts_with("clock of")))
        .map(|finding| {
            let text = |name: &str| finding[name].as_str().expect("a text");
            (text("subject"), text("level"), text("found"))
        })
        .collect()
}

/// The doctor of a gateway whose national side has another clock.
#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_sees_that_the_clock_differs_from_the_peers() {
    let Some(library) = faketime() else { return };
    let mut gateway = Installation::init();
    let file = gateway.folder.path().join("faketime");
    set(&file, "+0");
    gateway.environment = ("sandbox", shifted(&library, &file));
    gateway.start_sandbox().await;
    gateway.start_gateway().await;
    // Only forward: an HTTP server keeps the date of its answers for as long as its clock has not passed it.
    for (shift, level, words) in
        [("+0", "ok", "in step"), ("+2m", "warning", "ahead"), ("+10m", "error", "ahead")]
    {
        set(&file, shift);
        // A busy sandbox may answer what was asked before its clock was set.
        let until = std::time::Instant::now() + Duration::from_secs(60);
        loop {
            let found = gateway.get("/v1/doctor").await;
            let clocks = clocks(&found);
            let right = |(_, told, text): &(_, &str, &str)| *told == level && text.contains(words);
            if !clocks.is_empty() && clocks.iter().all(right) {
                break;
            }
            assert!(std::time::Instant::now() < until, "{shift}: {clocks:?} in {found:#}");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

/// A day forward, and an hour back: nothing is lost and nothing is sent twice.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_loses_and_doubles_nothing() {
    let Some(library) = faketime() else { return };
    let mut gateway = Installation::init();
    let file = gateway.folder.path().join("faketime");
    set(&file, "+0");
    gateway.environment = ("gateway", shifted(&library, &file));
    gateway.start_sandbox().await;
    gateway.start_gateway().await;
    let mut letters = Vec::new();
    for shift in ["+0", "+1d", "+23h", "-1h", "+0"] {
        for _ in 0..3 {
            letters.push(gateway.send("se-reachable-alfa", "beslut").await);
            letters.push(gateway.send("dk-registered", "pladsanvisning").await);
        }
        // Into the middle of the work.
        set(&file, shift);
        for _ in 0..2 {
            letters.push(gateway.send("dk-exempt", "pladsanvisning").await);
            letters.push(gateway.send("se-not-registered", "beslut").await);
        }
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    let mut delivered = 0;
    for id in &letters {
        // What fell due in a future that was taken back is tried again by a person, as after any long wait.
        let began = Instant::now();
        let view = loop {
            let view = gateway.get(&format!("/v1/letters/{id}")).await;
            if view["final"] == true || view["attention"].is_object() || began.elapsed() > PATIENCE {
                break view;
            }
            if view["wait_until"].is_string() {
                gateway.post(&format!("/v1/letters/{id}/retry"), &serde_json::json!({})).await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        // A jump in the middle of sending may leave a doubt, which a person ends; it is never anything else.
        assert!(
            view["state"] == "delivered" || view["state"] == "in_doubt",
            "{view:#}\n{}",
            gateway.log("gateway")
        );
        delivered += u64::from(view["state"] == "delivered");
        let times: Vec<&str> = view["timeline"]
            .as_array()
            .expect("a timeline")
            .iter()
            .filter_map(|moment| moment["at"].as_str())
            .collect();
        assert!(times.is_sorted(), "a story out of order: {times:?}");
    }
    let totals = &gateway.deliveries().await["totals"];
    let count = |name: &str| totals[name].as_u64().expect("a count");
    assert_eq!(count("doubled"), 0, "{totals}");
    let arrived = count("mina_meddelanden") + count("digital_post") + count("printed");
    assert!((delivered..=letters.len() as u64).contains(&arrived), "{delivered} delivered, {totals}");
    assert!(delivered * 2 > letters.len() as u64, "only {delivered} delivered");
}
