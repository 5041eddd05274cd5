//! Containers: `memo pack`, `unpack`, and `check` and `show` on what is packed.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::common::{installed, reference, run, run_with_input};

fn archetypes() -> Option<Vec<PathBuf>> {
    let folder = reference()?.join("denmark/examples/own");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains("archetype_"))
        .collect();
    files.sort();
    assert_eq!(files.len(), 7);
    Some(files)
}

fn pack(files: &[PathBuf], target: &Path) -> super::common::Run {
    let mut args = vec![PathBuf::from("memo"), "pack".into()];
    args.extend(files.iter().cloned());
    args.extend(["-o".into(), target.to_owned()]);
    run(args)
}

#[test]
fn what_is_packed_is_judged_shown_and_unpacked() {
    let Some(files) = archetypes() else { return };
    let folder = tempfile::tempdir().unwrap();
    let container = folder.path().join("5f0a1d3c-8f6e-4b8e-9d57-1c5b7d1f0e01.tar.lzma");
    pack(&files, &container).expect(0);
    let name = container.to_str().unwrap();
    let judged = run(["memo", "check", "--format", "json", name]).expect(0).json();
    assert_eq!(judged.len(), 7);
    for line in &judged {
        assert!(line["file"].as_str().unwrap().starts_with(&format!("{name}!")), "{line}");
        assert_eq!(line["valid"], true);
    }
    let summary = run(["memo", "check", name]).expect(0);
    assert_eq!(summary.out.lines().last(), Some("1 valid, 0 invalid"));
    assert_eq!(run(["memo", "show", "--format", "json", name]).expect(0).json().len(), 7);
    let bytes = std::fs::read(&container).unwrap();
    assert_eq!(run_with_input(["memo", "check", "--format", "json", "-"], &bytes).expect(0).json().len(), 7);

    let target = folder.path().join("unpacked");
    let args = ["memo", "unpack", name, "-d", target.to_str().unwrap(), "--format", "json"];
    let lines = run(args).expect(0).json();
    for (line, file) in lines.iter().zip(&files) {
        let written = std::fs::read(line["file"].as_str().unwrap()).unwrap();
        assert_eq!(written, std::fs::read(file).unwrap());
        assert_eq!(line["size_bytes"].as_u64().unwrap(), written.len() as u64);
        // Entry, message and receipt belong together.
        let uuid = line["message_uuid"].as_str().unwrap();
        assert_eq!(line["entry"], format!("{uuid}.xml"));
        assert_eq!(line["receipt"]["messageUUID"], uuid);
        assert_eq!(line["receipt"]["receiptStatus"], "COMPLETED");
    }
    assert_eq!(std::fs::read_dir(&target).unwrap().count(), 7);
    let again = run(args).expect(2);
    assert!(again.err.contains("exists already"), "{again:?}");
    assert_eq!(std::fs::read_dir(&target).unwrap().count(), 7);
    if installed("xz") {
        let listed = Command::new("sh")
            .args(["-c", "xz --format=lzma -dc \"$0\" | tar -tf -", name])
            .output()
            .unwrap();
        assert_eq!(String::from_utf8(listed.stdout).unwrap().lines().count(), 7);
    }
    // A container is no message.
    let refused = run(["memo", "upgrade", name]).expect(2);
    assert!(refused.err.contains("Unpack it first"), "{refused:?}");
}

#[test]
fn every_message_of_a_container_gets_its_receipt() {
    let Some(files) = archetypes() else { return };
    if !installed("xz") || !installed("tar") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let sound = std::fs::read_to_string(&files[0]).unwrap();
    let uuid = sound.split("<memo:messageUUID>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let other = "1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e77";
    let broken = sound.replace(&uuid, other).replace("https://", "http://").replace("AFGOERELSE", "x");
    let unread = "1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e78";
    for (name, text) in [(uuid.as_str(), sound.as_str()), (other, &broken), (unread, "<Message")] {
        std::fs::write(folder.path().join(format!("{name}.xml")), text).unwrap();
    }
    let script = "tar -cf - *.xml | xz --format=lzma -1 > made.tar.lzma";
    assert!(Command::new("sh").args(["-c", script]).current_dir(folder.path()).status().unwrap().success());
    let (name, target) = (folder.path().join("made.tar.lzma"), folder.path().join("out"));
    let receipts = folder.path().join("receipts.json");
    let args = ["memo", "unpack", name.to_str().unwrap(), "-d", target.to_str().unwrap()];
    let args = args.into_iter().chain(["--at", "2026-01-05T09:00:00Z", "--receipts"]);
    let shown = run(args.chain([receipts.to_str().unwrap()])).expect(0);
    assert_eq!(shown.out.lines().count(), 3, "{shown:?}");
    let receipts: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(receipts).unwrap()).unwrap();
    let of = |uuid: &str| receipts.iter().find(|receipt| receipt["messageUUID"] == uuid).unwrap();
    assert_eq!(of(&uuid)["receiptStatus"], "COMPLETED");
    assert!(of(&uuid)["errorCode"].is_null() && of(&uuid)["timeStamp"] == "2026-01-05T09:00:00Z");
    for wrong in [other, unread] {
        assert_eq!(
            (&of(wrong)["receiptStatus"], &of(wrong)["errorCode"]),
            (&"INVALID".into(), &"memo.invalid".into())
        );
        assert!(!of(wrong)["errorMessage"].as_str().unwrap().is_empty());
        assert_eq!(of(wrong)["transmissionId"], of(&uuid)["transmissionId"]);
    }
    // What could not be read was unpacked all the same.
    assert_eq!(std::fs::read(target.join(format!("{unread}.xml"))).unwrap(), b"<Message");
}

#[test]
fn damaged_and_foreign_containers_are_named_and_leave_nothing_behind() {
    let Some(files) = archetypes() else { return };
    let folder = tempfile::tempdir().unwrap();
    let container = folder.path().join("a.tar.lzma");
    pack(&files, &container).expect(0);
    let bytes = std::fs::read(&container).unwrap();
    let mut dictionary = bytes.clone();
    dictionary[1..5].copy_from_slice(&(1_u32 << 30).to_le_bytes());
    for (octets, rule, word) in [
        (bytes[..bytes.len() / 2].to_vec(), "L3", "cut off"),
        (bytes[..bytes.len() - 1].to_vec(), "L3", "cut off"),
        ([bytes.as_slice(), b"more"].concat(), "L3", "after the end"),
        (dictionary, "L4", "dictionary"),
        (b"\xfd7zXZ\0\0\x04aaaaaaaaaaaaaaaaa".to_vec(), "L3", "xz"),
        (b"\x1f\x8b\x08\0aaaaaaaaaaaaaaaaaa".to_vec(), "L3", "gzip"),
        (Vec::new(), "L3", "empty"),
    ] {
        std::fs::write(&container, &octets).unwrap();
        let name = container.to_str().unwrap();
        let lines = run(["memo", "check", "--format", "json", name]).expect(1).json();
        let last = lines.last().unwrap();
        assert_eq!((&last["file"], &last["valid"]), (&name.into(), &false.into()));
        assert_eq!(last["findings"][0]["rule"], rule, "{last}");
        assert!(last["findings"][0]["message"].as_str().unwrap().contains(word), "{last}");
        run(["memo", "show", name]).expect(1);
        let target = folder.path().join("target");
        let unpacked = run(["memo", "unpack", name, "-d", target.to_str().unwrap()]).expect(1);
        assert!(unpacked.out.contains(&format!(" error {rule} ")), "{unpacked:?}");
        assert_eq!(std::fs::read_dir(&target).unwrap().count(), 0, "{word}");
    }
}

#[test]
fn entries_under_other_names_break_l3_and_paths_are_refused() {
    let Some(files) = archetypes() else { return };
    if !installed("xz") || !installed("tar") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    std::fs::copy(&files[0], folder.path().join("letter.xml")).unwrap();
    std::fs::copy(&files[0], folder.path().join("sub/letter.xml")).unwrap();
    let make = |what: &str| {
        let script = format!("tar -cf - {what} | xz --format=lzma -1 > made.tar.lzma");
        let made = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).status().unwrap();
        assert!(made.success());
        folder.path().join("made.tar.lzma").to_str().unwrap().to_owned()
    };
    let named = run(["memo", "check", &make("letter.xml")]).expect(1);
    assert!(named.out.contains("made.tar.lzma!letter.xml:") && named.out.contains(" error L3 "), "{named:?}");
    for what in ["sub", "sub/letter.xml", "./letter.xml", "letter.xml letter.xml"] {
        let name = make(what);
        let judged = run(["memo", "check", "--format", "json", &name]).expect(1).json();
        assert_eq!(judged.last().unwrap()["findings"][0]["rule"], "L3", "{what}");
        let target = folder.path().join("target");
        run(["memo", "unpack", &name, "-d", target.to_str().unwrap()]).expect(1);
        assert_eq!(std::fs::read_dir(&target).unwrap().count(), 0, "{what}");
    }
}

#[test]
fn only_sound_messages_are_packed_each_once() {
    let Some(files) = archetypes() else { return };
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("never.tar.lzma");
    let broken = folder.path().join("broken.xml");
    std::fs::write(&broken, "<Message/>").unwrap();
    let refused = pack(&[files[0].clone(), broken], &target).expect(1);
    assert!(refused.out.contains("broken.xml:1:"), "{refused:?}");
    let twice = pack(&[files[0].clone(), files[0].clone()], &target).expect(1);
    assert!(twice.out.contains("occurs twice"), "{twice:?}");
    pack(&["/nowhere.xml".into()], &target).expect(2);
    pack(&["-".into()], &target).expect(2);
    pack(&files, Path::new("/nowhere/at/all.tar.lzma")).expect(2);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "only the broken message is there");
    // Without -o the name is a UUID of its own.
    let mut command =
        super::common::brevdue(["memo", "pack", files[0].to_str().unwrap(), "--format", "json"]);
    let output = command.current_dir(folder.path()).output().unwrap();
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let name = line["file"].as_str().unwrap();
    assert!(name.len() == 36 + ".tar.lzma".len() && folder.path().join(name).is_file(), "{line}");
}
