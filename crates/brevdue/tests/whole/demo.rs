//! The README's first command.

use crate::installation::{brevdue, numbers};
use serde_json::Value;
use std::path::Path;

/// Rules H1, H2.
#[test]
fn every_letter_of_the_demonstration_ends_as_expected() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("demo");
    let run = || {
        let output = brevdue()
            .args(["demo", "--once", "--format", "json", "--data-dir"])
            .arg(&data)
            .env("RUST_LOG", "debug,hyper=info,h2=info")
            .output()
            .expect("brevdue demo runs");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let log = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{text}\n{log}");
        (
            text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")).collect::<Vec<_>>(),
            text,
            log,
        )
    };
    let (lines, text, log) = run();
    let (totals, letters) = lines.split_last().expect("lines");
    assert!(letters.len() >= 18, "{text}");
    for letter in letters {
        assert_eq!(letter["as_expected"], true, "{letter}");
    }
    assert_eq!(totals["totals"]["doubled"], 0, "{totals}");
    let seen = |channel: &str| letters.iter().filter(|letter| letter["channel"] == channel).count();
    for channel in ["digital_post", "mina_meddelanden", "print", "desk", "none"] {
        assert!(seen(channel) > 0, "no letter took {channel}");
    }
    no_number(&text, "the table");
    no_number(&log, "the log");
    no_number_in_names(&data);

    nothing_personal_in(&data.join("gateway"));

    // The same folder again: the same letters, none of them sent once more.
    let (again, ..) = run();
    assert_eq!(again.last(), lines.last(), "a second run delivered something");
}

/// The store of the gateway is encrypted: whoever has its files alone learns no number, no name and no sentence.
fn nothing_personal_in(folder: &Path) {
    let mut secrets: Vec<String> = numbers().into_iter().map(str::to_owned).collect();
    let people = sandbox::recipients().iter().map(|recipient| recipient.name);
    secrets.extend(people.map(str::to_owned));
    secrets.push("Du har fået en afgørelse. Læs den i det vedlagte dokument.".to_owned());
    secrets.push("%PDF-1.".to_owned());
    secrets.push("<memo:Message".to_owned());
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            nothing_personal_in(&entry.path());
            continue;
        }
        let bytes = std::fs::read(entry.path()).expect("a file");
        for (number, secret) in secrets.iter().enumerate() {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "secret {number} stands in {}", entry.path().display());
        }
    }
}

/// A personal number may stand in the messages that leave, nowhere else (H1, R213).
fn no_number(text: &str, place: &str) {
    for (index, number) in numbers().iter().enumerate() {
        assert!(!text.contains(number), "test number {index} stands in {place}");
        let written = if number.len() == 12 {
            format!("{}-{}", &number[..8], &number[8..])
        } else {
            format!("{}-{}", &number[..6], &number[6..])
        };
        assert!(!text.contains(&written), "test number {index} stands in {place}");
    }
}

fn no_number_in_names(folder: &Path) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        no_number(&entry.file_name().to_string_lossy(), "a file name");
        if entry.path().is_dir() && !entry.file_name().to_string_lossy().starts_with("se-16") {
            no_number_in_names(&entry.path());
        }
    }
}
