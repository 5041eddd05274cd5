//! `brevdue memo` over the official and own examples, and over wrong input.

mod common;
#[path = "memo/containers.rs"]
mod containers;
#[path = "memo/making.rs"]
mod making;
#[path = "memo/memory.rs"]
mod memory;

use std::path::{Path, PathBuf};
use std::process::Stdio;

use common::{brevdue, reference, run, run_with_input};
use serde_json::Value;

/// Every MeMo message of the reference folder.
fn messages(reference: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in ["memo-1.1", "memo-1.2", "own"] {
        let folder = reference.join("denmark/examples").join(folder);
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            // An answer is no message, and a letter on paper has none inside.
            if name.ends_with(".xml") && !name.starts_with("kombi_response") && !name.contains("fysisk_post")
            {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Judges a message as one to be sent, and by the schema where xmllint is installed.
#[track_caller]
fn assert_sound(file: &Path) {
    let path = file.to_str().unwrap();
    let line = run(["memo", "check", "--format", "json", path]).expect(0).json().remove(0);
    let Some(reference) = reference().filter(|_| common::installed("xmllint")) else { return };
    let folder = match line["memo_version"].as_str() {
        Some("1.1") => "denmark/schemas/memo-1.1",
        _ => "denmark/schemas/memo-1.2-reconstructed",
    };
    let output = std::process::Command::new("xmllint")
        .args(["--noout", "--huge", "--schema"])
        .arg(reference.join(folder).join("MeMo_core.xsd"))
        .arg(file)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn every_example_is_judged_in_the_fixed_shape() {
    let Some(reference) = reference() else { return };
    let files = messages(&reference);
    assert!(files.len() >= 12, "{files:?}");
    for incoming in [false, true] {
        let flag = incoming.then_some("--incoming");
        let args = ["memo", "check", "--format", "json"]
            .into_iter()
            .chain(flag)
            .map(PathBuf::from)
            .chain(files.clone());
        let run = run(args);
        let lines = run.json();
        assert_eq!(lines.len(), files.len(), "{run:?}");
        for (line, file) in lines.iter().zip(&files) {
            assert_eq!(line["file"].as_str(), file.to_str());
            let valid = line["valid"].as_bool().unwrap();
            assert!(
                ["1.1", "1.2"]
                    .iter()
                    .any(|version| line["memo_version"].as_str().unwrap().starts_with(version)),
                "{line}"
            );
            let mut errors = 0;
            for finding in line["findings"].as_array().unwrap() {
                for field in ["rule", "path", "message"] {
                    assert!(finding[field].as_str().is_some_and(|text| !text.is_empty()), "{finding}");
                }
                assert!(finding["line"].is_u64());
                match finding["severity"].as_str() {
                    Some("error") => errors += 1,
                    Some("warning") => {}
                    _ => panic!("{finding}"),
                }
            }
            assert_eq!(valid, errors == 0, "{line}");
            assert!(valid, "an example of the contracts is sound: {line}");
        }
        assert_eq!(run.code, 0);
    }
}

#[test]
fn text_names_file_line_column_rule_and_path() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("broken.xml");
    let message = "<?xml version=\"1.0\"?>\n<m:Message xmlns:m=\"https://DigitalPost.dk/MeMo-1\" memoVersion=\"1.2\">\n  <m:MessageHeader/>\n</m:Message>\n";
    std::fs::write(&file, message).unwrap();
    let run = run([Path::new("memo"), Path::new("check"), &file]).expect(1);
    let place = format!("{}:3:", file.display());
    let finding = run.out.lines().find(|line| line.starts_with(&place)).expect("a finding in line 3");
    let rest = finding[place.len()..].trim_start_matches(|c: char| c.is_ascii_digit());
    assert!(rest.starts_with(": error C"), "{finding}");
    assert!(rest.contains(" /memo:Message/memo:MessageHeader"), "{finding}");
    assert_eq!(run.out.lines().last(), Some("0 valid, 1 invalid"), "{run:?}");
}

#[test]
fn standard_input_is_a_file_too() {
    let Some(reference) = reference() else { return };
    let message =
        std::fs::read(reference.join("denmark/examples/memo-1.2/MeMo_Minimum_Example.xml")).unwrap();
    let run = run_with_input(["memo", "check", "--format", "json", "-"], &message).expect(0);
    assert_eq!(run.json()[0]["file"], "-");
    run_with_input(["memo", "check", "-", "-"], &message).expect(2);
}

#[test]
fn what_is_no_message_is_invalid_and_what_is_no_file_cannot_run() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let noise: Vec<u8> = (0..100_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let bomb = "<!DOCTYPE m [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><m>&b;</m>";
    for (name, bytes) in [
        ("empty.xml", b"".as_slice()),
        ("noise.xml", &noise),
        ("html.xml", b"<html><body>hello</body></html>"),
        ("bomb.xml", bomb.as_bytes()),
        ("deep.xml", "<a>".repeat(200_000).as_bytes()),
        ("cut.xml", b"<m:Message xmlns:m=\"https://DigitalPost.dk/MeMo-1\" memoVersion=\"1.2\"><m:Mess"),
    ] {
        let file = write(name, bytes);
        for command in ["check", "show"] {
            let run = run(["memo", command, "--format", "json", &file]).expect(1);
            assert!(!run.json()[0]["findings"].as_array().unwrap().is_empty(), "{name} {command}");
        }
        run(["memo", "check", &file]).expect(1);
        run(["memo", "show", &file]).expect(1);
    }
    let missing = folder.path().join("missing.xml").to_str().unwrap().to_owned();
    let directory = folder.path().to_str().unwrap().to_owned();
    for (file, word) in [(&missing, "No such file"), (&directory, "is a directory")] {
        for command in ["check", "show"] {
            let run = run(["memo", command, file]).expect(2);
            assert!(run.err.contains(word) && run.err.contains(file.as_str()), "{run:?}");
        }
    }
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let Some(reference) = reference() else { return };
    let sound = reference.join("denmark/examples/memo-1.2/MeMo_Minimum_Example.xml");
    let sound = sound.to_str().unwrap();
    let run = run(["memo", "check", "--format", "json", "/nowhere/at/all.xml", sound]).expect(2);
    assert_eq!(run.json().len(), 1);
    assert_eq!(run.json()[0]["valid"], true);
}

#[test]
fn larger_than_digital_post_takes_is_refused_without_reading_it_all() {
    let mut child = brevdue(["memo", "check", "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let head = b"<m:Message xmlns:m=\"https://DigitalPost.dk/MeMo-1\" memoVersion=\"1.2\">".as_slice();
    let mut written = 0_usize;
    let blank = vec![b' '; 1 << 20];
    std::io::Write::write_all(&mut stdin, head).unwrap();
    while written < 300 << 20 && std::io::Write::write_all(&mut stdin, &blank).is_ok() {
        written += blank.len();
    }
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(line["findings"].as_array().unwrap().iter().any(|finding| finding["rule"] == "L1"), "{line}");
    assert!(written < 200 << 20, "it stopped reading after {written} bytes");
}

#[test]
fn facts_from_outside_are_read_strictly() {
    let Some(reference) = reference() else { return };
    let message = reference.join("denmark/examples/memo-1.2/MeMo_Minimum_Example.xml");
    let message = message.to_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let used = write("used.json", "{\"message_uuid_used\": true}");
    let found = run(["memo", "check", "--format", "json", "--context", &used, message]).expect(1);
    assert!(found.json()[0]["findings"].as_array().unwrap().iter().any(|f| f["rule"] == "C13"), "{found:?}");
    let toml = write("used.toml", "message_uuid_used = true\n");
    run(["memo", "check", "--context", &toml, message]).expect(1);
    let unknown = write("unknown.json", "{\n\"message_uuid_usd\": true}");
    let refused = run(["memo", "check", "--context", &unknown, message]).expect(2);
    assert!(refused.err.contains("unknown.json:2:"), "{refused:?}");
    run(["memo", "check", "--context", "/nowhere.json", message]).expect(2);
    run(["memo", "check", "--at", "2026-11-22T12:00:00Z", message]).expect(0);
}

#[test]
fn show_masks_the_numbers_of_persons() {
    let Some(reference) = reference() else { return };
    for file in messages(&reference) {
        let path = file.to_str().unwrap();
        let source = std::fs::read_to_string(&file).unwrap();
        for format in ["text", "json"] {
            let shown = run(["memo", "show", "--format", format, path]).expect(0);
            for (start, _) in source.match_indices("recipientID>") {
                let number: String = source[start + 12..].chars().take_while(char::is_ascii_digit).collect();
                assert!(number.len() != 10 || !shown.out.contains(&number), "{path} shows a number");
            }
            // The first line is the name of the file, whatever its length.
            assert!(
                shown.out.lines().skip(1).all(|line| line.chars().count() <= 120) || format == "json",
                "{shown:?}"
            );
        }
        assert_eq!(run(["memo", "show", "--format", "json", path]).json()[0]["readable"], true);
    }
}

#[test]
fn findings_speak_the_language_asked_for() {
    let summary = |args: &[&str], lang: &str| {
        let mut command = brevdue(args);
        let output = command.env("LANG", lang).output().unwrap();
        String::from_utf8(output.stdout).unwrap().lines().last().map(str::to_owned).unwrap_or_default()
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.xml");
    std::fs::write(&file, "<x/>").unwrap();
    let file = file.to_str().unwrap();
    assert_eq!(summary(&["memo", "check", file], "da_DK.UTF-8"), "0 gyldig, 1 ugyldig");
    assert_eq!(summary(&["memo", "check", file, "--lang", "sv"], "da_DK.UTF-8"), "0 giltig, 1 ogiltig");
    assert_eq!(summary(&["memo", "check", file], "fi_FI.UTF-8"), "0 valid, 1 invalid");
}
