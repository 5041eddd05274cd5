//! `brevdue bench` measures, and counts what it measured.

use crate::installation::brevdue;
use serde_json::Value;

fn figure(part: &Value, name: &str) -> f64 {
    let figures = part["figures"].as_array().expect("figures");
    let line = figures.iter().find(|line| line["name"] == name);
    line.and_then(|line| line["value"].as_f64()).unwrap_or_else(|| panic!("no {name} in {part:#}"))
}

#[test]
fn every_part_is_measured_and_every_letter_counted() {
    let output = brevdue().args(["bench", "--quick", "--letters", "40", "--format", "json"]).output();
    let output = output.expect("brevdue bench runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    let parts: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("a JSON object")).collect();
    let names: Vec<&str> = parts.iter().filter_map(|part| part["part"].as_str()).collect();
    assert_eq!(names, ["accept", "swedish", "danish", "start", "size"]);
    let [accept, swedish, danish, start, size] = parts.as_slice() else { panic!("{text}") };
    // 2 before the clock runs, 40 at full load, 21 at half.
    assert_eq!(figure(accept, "letters_in_the_balance_sheet"), 63.0);
    for journey in [swedish, danish] {
        for count in ["accepted", "delivered", "counted_by_the_national_side"] {
            assert_eq!(figure(journey, count), 40.0, "{count}: {journey:#}");
        }
        assert_eq!(figure(journey, "doubled"), 0.0);
        assert!(figure(journey, "letters_a_second") > 0.0);
    }
    assert!(figure(swedish, "one_rsa_2048_signature") > 0.0);
    assert!(figure(start, "start_to_ready") > 0.0);
    assert_eq!(figure(size, "letters_in_the_database"), 2_000.0);
    for part in &parts {
        assert_eq!(part["faults"], serde_json::json!([]), "{part:#}");
        for line in part["figures"].as_array().expect("figures").iter().filter(|line| !line["goal"].is_null())
        {
            assert!(line["times_the_goal"].as_f64().is_some_and(|ratio| ratio > 0.0), "{line}");
        }
    }
}

#[test]
fn a_filled_database_server_is_kept_and_measured_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("UTF-8");
    let mut before = None;
    for fills in [true, false] {
        let arguments =
            ["bench", "size", "--quick", "--letters", "40", "--database", "postgres", "--keep", path];
        let output =
            brevdue().args(arguments).args(["--format", "json"]).output().expect("brevdue bench runs");
        let said = String::from_utf8_lossy(&output.stderr);
        if said.contains("PostgreSQL is not installed") {
            println!("skipped: {said}");
            return;
        }
        assert!(output.status.success(), "{said}");
        let size: Value = serde_json::from_slice(&output.stdout).expect("a JSON object");
        let filled = size["figures"]
            .as_array()
            .expect("figures")
            .iter()
            .any(|line| line["name"].as_str().is_some_and(|name| name.starts_with("filled_with_")));
        assert_eq!(filled, fills, "{size:#}");
        let settings = std::fs::read_to_string(folder.path().join("2000/postgres/data/postgresql.auto.conf"));
        assert!(!settings.expect("settings").contains("fsync"), "the server writes safely again");
        let id = std::fs::read(folder.path().join("2000/master.key")).expect("its key");
        assert!(before.replace(id.clone()).is_none_or(|before| before == id), "another installation");
    }
}

#[test]
fn what_cannot_be_measured_is_said_before_anything_starts() {
    for (arguments, says) in [
        (&["bench", "--nodes", "2"][..], "--database postgres"),
        (&["bench", "nodes"], "--database postgres"),
        (&["bench", "--letters", "0"], "0 is not in 1.."),
    ] {
        let output = brevdue().args(arguments).output().expect("brevdue runs");
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains(says), "{arguments:?}: {text}");
    }
}
