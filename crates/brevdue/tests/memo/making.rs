//! `memo new`, `upgrade`, `reply`, `forward`, `extract` and the page of `show`.

use std::path::{Path, PathBuf};

use super::common::{reference, run, run_with_input};
use super::{assert_sound, messages};

/// Every element of this name as it stands in the file.
fn elements(xml: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<memo:{name}>"), format!("</memo:{name}>"));
    let parts = xml.split(&open).skip(1);
    parts.map(|part| part.split(&close).next().unwrap().to_owned()).collect()
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn string(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

#[test]
fn every_example_goes_to_both_versions_and_back() {
    let Some(reference) = reference() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (mut losing, mut whole) = (0, 0);
    for file in messages(&reference) {
        let file = string(&file);
        for version in ["1.1", "1.2"] {
            let made = folder.path().join("made.xml");
            let args = ["memo", "upgrade", &file, "--to", version, "-o", made.to_str().unwrap()];
            let told = run(args.into_iter().chain(["--format", "json"])).expect(0);
            let line = &told.json()[0];
            assert_eq!(line["memo_version"], version);
            assert_sound(&made);
            let losses = line["losses"].as_array().unwrap().len();
            assert_eq!(told.err.matches("/memo:Message/").count(), losses, "{told:?}");
            let strict = run(["memo", "upgrade", &file, "--to", version, "--strict"]);
            if losses > 0 {
                losing += 1;
                let strict = strict.expect(1);
                assert!(strict.out.is_empty() && !strict.err.is_empty(), "{strict:?}");
                continue;
            }
            whole += 1;
            assert_eq!(strict.expect(0).raw, std::fs::read(&made).unwrap());
            // There, back, and there again: what the versions demand may be added once, nothing else changes.
            let back = folder.path().join("back.xml");
            let from = line["from_version"].as_str().unwrap();
            let args = ["memo", "upgrade", made.to_str().unwrap(), "--to", from, "-o"];
            run(args.into_iter().chain([back.to_str().unwrap()])).expect(0);
            let again = run(["memo", "upgrade", back.to_str().unwrap(), "--to", version]).expect(0);
            assert_eq!(again.out, text(&made), "{file} {version}");
        }
    }
    assert!(losing > 0 && whole > 10, "{losing} {whole}");
}

#[test]
fn answers_carry_the_return_data_unchanged_and_in_order() {
    let Some(reference) = reference() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (mut answered, mut threads) = (0, 0);
    for file in messages(&reference) {
        let path = string(&file);
        let shown = run(["memo", "show", "--format", "json", &path]).expect(0).json().remove(0);
        let answer = folder.path().join(format!("answer-{answered}.xml"));
        let args = ["memo", "reply", &path, "--message", "Tak for brevet.", "--sender", "Svarer"];
        let end = run(args.into_iter().chain(["-o", answer.to_str().unwrap()]));
        if shown["reply"] != true {
            let refused = end.expect(1);
            assert!(refused.err.contains("does not invite an answer"), "{refused:?}");
            assert!(!answer.exists());
            continue;
        }
        end.expect(0);
        answered += 1;
        assert_sound(&answer);
        let version = shown["memo_version"].as_str().unwrap();
        let original = run(["memo", "upgrade", &path, "--to", version]).expect(0).out;
        let answer = text(&answer);
        let (before, after) = (elements(&original, "ReplyData"), elements(&answer, "ReplyData"));
        assert!(after.starts_with(&before), "{path}: {before:?} {after:?}");
        threads += usize::from(before.len() > 1);
        let uuid = shown["message_uuid"].as_str().unwrap();
        assert!(after.iter().any(|data| data.contains(&format!("<memo:messageUUID>{uuid}<"))), "{path}: G7");
        assert!(!elements(&answer, "MessageHeader")[0].starts_with(&format!(
            "<memo:messageType>DIGITALPOST</memo:messageType><memo:messageUUID>{uuid}"
        )));
        let offered = elements(&elements(&original, "Sender")[0], "contactPointID");
        if let Some(offered) = offered.first() {
            assert_eq!(&elements(&elements(&answer, "Recipient")[0], "contactPointID")[0], offered, "G11");
        }
        assert_eq!(elements(&original, "senderID")[0], elements(&answer, "recipientID")[0]);
    }
    assert!(answered >= 3, "{answered} answered, {threads} threads");
}

#[test]
fn the_original_is_kept_byte_for_byte() {
    let Some(reference) = reference() else { return };
    let folder = tempfile::tempdir().unwrap();
    let original = reference.join("denmark/examples/own/archetype_3_anmodning_om_oplysninger.xml");
    let answer = folder.path().join("answer.xml");
    let uuid = "3f2c9a6e-94d2-4a6b-8a55-6c1f5d2e7b10";
    let pdf = folder.path().join("svar.pdf");
    std::fs::write(&pdf, b"%PDF-1.7\n%%EOF\n").unwrap();
    for (command, more) in [
        ("reply", vec!["--file", pdf.to_str().unwrap(), "--sender", "Svarer"]),
        ("forward", vec!["--to", "12345678", "--to-name", "Eksempel Kommune", "--sender-name", "Borger"]),
    ] {
        let args = ["memo", command, original.to_str().unwrap(), "--keep-original", "--uuid", uuid];
        let args = args.into_iter().chain(more).chain(["--at", "2026-01-05T09:00:00Z", "-o"]);
        run(args.chain([answer.to_str().unwrap()])).expect(0);
        assert_sound(&answer);
        assert!(text(&answer).contains(&format!("<memo:messageUUID>{uuid}</memo:messageUUID>")));
        assert!(text(&answer).contains("<memo:createdDateTime>2026-01-05T09:00:00Z<"));
        let documents = folder.path().join(command);
        let args = ["memo", "extract", answer.to_str().unwrap(), "-d", documents.to_str().unwrap()];
        run(args).expect(0);
        let kept = std::fs::read(documents.join("original-memo.xml")).unwrap();
        assert_eq!(kept, std::fs::read(&original).unwrap(), "{command}");
        std::fs::remove_file(&answer).unwrap();
    }
}

#[test]
fn forwarded_messages_are_new_and_name_the_old() {
    let Some(reference) = reference() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut forwarded = 0;
    for file in messages(&reference) {
        let path = string(&file);
        let shown = run(["memo", "show", "--format", "json", &path]).expect(0).json().remove(0);
        let target = folder.path().join("forwarded.xml");
        let args =
            ["memo", "forward", &path, "--to", "-", "--sender-name", "Videresender", "--comment", "Se her"];
        let end = run_with_input(args.into_iter().chain(["-o", target.to_str().unwrap()]), b"12345678\n");
        // A text message has nothing to send on, and what was allowed in its time may be no more.
        let outdated = end.out.contains(" error I6 ") && path.contains("MeMo_Full_Example");
        if shown["message_type"] == "NEMSMS" || outdated {
            end.expect(1);
            continue;
        }
        end.expect(0);
        forwarded += 1;
        assert_sound(&target);
        let data = elements(&text(&target), "ForwardData");
        assert!(data[0].contains(shown["message_uuid"].as_str().unwrap()) && data[0].contains("Se her"));
    }
    assert!(forwarded >= 10);
}

#[test]
fn answers_need_text_names_and_sound_numbers() {
    let Some(reference) = reference() else { return };
    let original = string(&reference.join("denmark/examples/own/archetype_3_anmodning_om_oplysninger.xml"));
    let folder = tempfile::tempdir().unwrap();
    let exe = folder.path().join("svar.exe");
    std::fs::write(&exe, "MZ").unwrap();
    for (args, code, word) in [
        (vec!["reply", &original], 2, "--message"),
        (vec!["reply", &original, "--message", "a", "--file", "b.pdf"], 2, "cannot be used with"),
        (vec!["reply", &original, "--message", "a", "--uuid", "x"], 2, "--uuid"),
        (vec!["reply", &original, "--message", "a", "--sender", " "], 2, "--sender"),
        (vec!["reply", &original, "--file", exe.to_str().unwrap(), "--sender", "x"], 2, "type of file"),
        (vec!["reply", &original, "--file", "/nowhere.pdf", "--sender", "x"], 2, "No such file"),
        (vec!["reply", "/nowhere.xml", "--message", "a"], 2, "No such file"),
        (vec!["forward", &original, "--to", "1234567890123", "--sender-name", "x"], 2, "--to"),
        (vec!["forward", &original, "--to", "12345678", "--sender", "12345678"], 2, "--sender-name"),
        (vec!["forward", "-", "--to", "-"], 2, "given twice"),
    ] {
        let run = run(["memo"].into_iter().chain(args.clone())).expect(code);
        assert!(run.err.contains(word) && run.out.is_empty(), "{args:?}: {run:?}");
        assert!(!run.err.contains("1234567890123"), "{run:?}");
    }
    // Empty text is a rule of the message, so the answer is judged and not written.
    let empty =
        run(["memo", "reply", &original, "--message", "", "--sender", "x", "--format", "json"]).expect(1);
    assert_eq!(empty.json()[0]["findings"][0]["rule"], "H8");
    let broken = folder.path().join("broken.xml");
    std::fs::write(&broken, "<Message/>").unwrap();
    for command in ["upgrade", "extract"] {
        let run = run(["memo", command, broken.to_str().unwrap()]).expect(1);
        assert!(run.out.contains(" error A"), "{run:?}");
    }
}

/// The description in the help, word for word, with the files it names.
fn described(folder: &Path) -> PathBuf {
    let help = run(["memo", "new", "--help"]).expect(0).out;
    let start = help.find("  label =").unwrap();
    let example = &help[start..help.find("\nExamples:").unwrap()];
    for name in ["letter.pdf", "guide.pdf"] {
        std::fs::write(folder.join(name), b"%PDF-1.7\n%%EOF\n").unwrap();
    }
    let file = folder.join("letter.toml");
    std::fs::write(&file, example).unwrap();
    file
}

#[test]
fn the_description_of_the_help_makes_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let description = described(folder.path());
    let target = folder.path().join("message.xml");
    let made = run(["memo", "new", description.to_str().unwrap(), "-o", target.to_str().unwrap()]).expect(0);
    assert!(!made.err.contains("warning"), "{made:?}");
    assert_sound(&target);
    let xml = text(&target);
    for part in [
        "<memo:replyByDateTime>2026-12-01T22:59:59Z<",
        "<memo:startDateTime>2026-12-10T08:00:00Z<",
        "<memo:filename>guide.pdf<",
        "<memo:actionCode>BETALING<",
        "<kle:subjectKey>32.03.12<",
        "<memo:contactPointID>163710ae-5078-350c-0000-000000000440<",
    ] {
        assert!(xml.contains(part), "{part} is missing: {xml}");
    }
    let own = elements(&xml, "messageUUID");
    assert_eq!(own[0], own[1], "return data is about the message itself");
    let shown =
        run(["memo", "show", "--format", "json", target.to_str().unwrap()]).expect(0).json().remove(0);
    assert_eq!(
        (shown["files"].as_array().unwrap().len(), shown["actions"].as_array().unwrap().len()),
        (2, 2)
    );
    // The same in 1.1, and to standard output.
    let old = format!("version = \"1.1\"\n{}", text(&description));
    std::fs::write(&description, old).unwrap();
    let old = run(["memo", "new", description.to_str().unwrap()]).expect(0);
    std::fs::write(&target, &old.raw).unwrap();
    assert_sound(&target);
    assert!(old.out.contains("memoVersion=\"1.1\""), "{old:?}");
}

#[test]
fn json_and_text_messages_are_described_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sms.json");
    let sms = r#"{"type": "nemsms", "label": "NemSMS", "notification": "Husk din tid i morgen",
        "sender": {"id": "12345678", "name": "Eksempel Kommune"}, "recipient": {"id": "2211771212"}}"#;
    std::fs::write(&file, sms).unwrap();
    let target = folder.path().join("sms.xml");
    let args = ["memo", "new", file.to_str().unwrap(), "-o", target.to_str().unwrap(), "--format", "json"];
    let line = run(args).expect(0).json().remove(0);
    assert_eq!(line["file"], target.to_str().unwrap());
    assert_sound(&target);
    assert_eq!(elements(&text(&target), "messageUUID")[0], line["message_uuid"].as_str().unwrap());
}

#[test]
fn wrong_descriptions_are_refused_with_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let description = described(folder.path());
    let sound = text(&description);
    let target = folder.path().join("never.xml");
    for (from, to, code, word) in [
        ("reply = true", "replay = true", 2, "letter.toml:3: unknown field `replay`"),
        ("[sender]", "[sender", 2, "letter.toml:"),
        ("id = \"2211771212\"", "id = \"221177121\"", 2, "recipient.id"),
        ("id = \"2211771212\"", "id = 2211771212", 2, "letter.toml:"),
        ("letter.pdf", "missing.pdf", 2, "No such file"),
        ("letter.pdf", "letter.exe", 2, "type of file"),
        ("reply_by = \"2026-12-01\"", "reply_by = \"snart\"", 2, "reply_by: not a time"),
        ("# version", "type = \"nemsms\" #", 2, "neither documents nor actions"),
        (
            "label = \"Opkrævning for institutionsplads\"",
            &*format!("label = \"{}\"", "a".repeat(257)),
            1,
            " error C5 ",
        ),
        ("https://eksempel", "http://eksempel", 1, " error I6 "),
        ("163710ae-", "x", 1, " error E3 "),
        ("[\"letter.pdf\"]", "[]", 1, " error H4 "),
        ("until = \"2026-12-10T09:30\"", "until = \"2026-12-10T08:30\"", 1, " error I10 "),
        ("label = \"Opkrævning for", "label = \"2211771212", 1, " error C16 "),
    ] {
        assert!(sound.contains(from), "{from}");
        std::fs::write(&description, sound.replacen(from, to, 1)).unwrap();
        let args = ["memo", "new", description.to_str().unwrap(), "-o", target.to_str().unwrap()];
        let end = run(args).expect(code);
        assert!(end.out.contains(word) || end.err.contains(word), "{from} -> {to}: {end:?}");
        assert!(!target.exists(), "{from} -> {to}");
        for number in ["221177121", "2211771212"] {
            assert!(!end.err.contains(number) && !end.out.contains(number), "{end:?}");
        }
    }
}

#[test]
fn documents_come_out_under_harmless_names_and_nothing_is_overwritten() {
    let Some(reference) = reference() else { return };
    for file in messages(&reference) {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().to_str().unwrap();
        let listed = run(["memo", "extract", file.to_str().unwrap(), "--list", "--format", "json"]).expect(0);
        let extracted =
            run(["memo", "extract", file.to_str().unwrap(), "-d", place, "--format", "json"]).expect(0);
        let (listed, extracted) = (listed.json(), extracted.json());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), listed.len());
        for (list, line) in listed.iter().zip(&extracted) {
            assert_eq!((&list["sha256"], &list["name"]), (&line["sha256"], &line["name"]));
            let path = Path::new(line["file"].as_str().unwrap());
            assert_eq!(path.parent(), Some(folder.path()));
            assert_eq!(std::fs::metadata(path).unwrap().len(), line["size_bytes"].as_u64().unwrap());
            if let Ok(output) = std::process::Command::new("sha256sum").arg(path).output() {
                let sum = String::from_utf8(output.stdout).unwrap();
                assert!(sum.starts_with(line["sha256"].as_str().unwrap()), "{sum}");
            }
        }
        if !listed.is_empty() {
            let again = run(["memo", "extract", file.to_str().unwrap(), "-d", place]).expect(2);
            assert!(again.err.contains("exists already"), "{again:?}");
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), listed.len());
        }
    }
}

#[test]
fn names_in_a_message_lead_nowhere() {
    let Some(reference) = reference() else { return };
    let sound = text(&reference.join("denmark/examples/memo-1.2/MeMo_Minimum_Example.xml"));
    let folder = tempfile::tempdir().unwrap();
    let (start, end) = (sound.find("filename>").unwrap() + 9, sound.find("</memo:filename>").unwrap());
    for (name, safe) in [
        ("../../evil.txt", "_.._evil.txt"),
        ("/tmp/evil.txt", "_tmp_evil.txt"),
        ("2211771212.txt", "document-1.txt"),
    ] {
        let file = folder.path().join("message.xml");
        std::fs::write(&file, format!("{}{name}{}", &sound[..start], &sound[end..])).unwrap();
        let place = folder.path().join("out");
        run(["memo", "extract", file.to_str().unwrap(), "-d", place.to_str().unwrap()]).expect(0);
        assert!(place.join(safe).is_file(), "{name}");
    }
}

#[test]
fn the_page_runs_and_loads_nothing() {
    let Some(reference) = reference() else { return };
    let folder = tempfile::tempdir().unwrap();
    for file in messages(&reference) {
        let path = file.to_str().unwrap();
        let page = folder.path().join("page.html");
        let args = ["memo", "show", path, "--format", "html", "--lang", "da"];
        let shown = run(args.into_iter().chain(["-o", page.to_str().unwrap()])).expect(0);
        assert!(shown.out.is_empty(), "{shown:?}");
        let html = text(&page);
        assert_eq!(html, run(args).expect(0).out);
        assert!(html.contains("<html lang=\"da\">") && html.contains("default-src &#39;none&#39;"));
        for never in ["<script", "<img", "<link", "<form", "<iframe", " src=", "javascript:"] {
            assert!(!html.contains(never), "{path}: {never}");
        }
        let source = text(&file);
        for (start, _) in source.match_indices("recipientID>") {
            let number: String = source[start + 12..].chars().take_while(char::is_ascii_digit).collect();
            assert!(number.len() != 10 || !html.contains(&number), "{path} shows a number");
        }
        let opens: usize = html
            .split("<ul class=\"")
            .skip(1)
            .map(|list| list.split("</ul>").next().unwrap().matches("<li>").count())
            .sum();
        let shown = run(["memo", "show", "--format", "json", path]).json().remove(0);
        let items = shown["files"].as_array().unwrap().len() + shown["actions"].as_array().unwrap().len();
        assert_eq!(opens, items, "{path}");
    }
    let two = run(["memo", "show", "a.xml", "b.xml", "--format", "html"]).expect(2);
    assert!(two.err.contains("one message"), "{two:?}");
    let text = run(["memo", "show", "a.xml", "-o", "x.html"]).expect(2);
    assert!(text.err.contains("--format html"), "{text:?}");
    for other in [&["memo", "check", "a.xml"][..], &["letters", "list"], &["completions", "bash"]] {
        let refused = run(other.iter().copied().chain(["--format", "html"])).expect(2);
        assert!(refused.err.contains("memo show"), "{refused:?}");
    }
    let broken = run_with_input(["memo", "show", "-", "--format", "html"], b"<Message/>").expect(1);
    assert!(broken.out.contains(" error A3 "), "{broken:?}");
}
