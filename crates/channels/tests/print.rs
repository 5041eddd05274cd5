//! The print channel against a folder.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use catalogue::Code;
use channels::{Answer, Channel, ComposeJob, Level, Print, PrintConfig};
use letter::{ChannelKind, ReceiptKind, Route, SenderId};
use paper::{JobAddress, JobMetadata, Limits};
use party::PostalAddress;
use std::fs;
use std::path::Path;
use support::*;
use tempfile::TempDir;

const UUID: &str = "3f2b8c4d-1e5f-4a6b-8c7d-9e0f1a2b3c4d";

fn config(folder: &Path, address: &str) -> PrintConfig {
    serde_json::from_value(serde_json::json!({
        "hot_folder": path(folder), "address": address,
        "senders": [{"sender": "demo", "name": "Eksempel Kommune", "posted_in": "DK",
                     "return_address": "Eksempel Kommune, 1234 Byen"}],
    }))
    .unwrap()
}

fn shop() -> (TempDir, Print) {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("ack")).unwrap();
    let print = Print::open(config(folder.path(), "required")).unwrap();
    (folder, print)
}

fn job() -> ComposeJob {
    let document = pdf();
    let mut letter = letter(DANISH, &[("a.pdf", document.as_slice()), ("b.pdf", document.as_slice())]);
    letter.address = Some(PostalAddress {
        name: "Åse Ærlig".into(),
        lines: vec!["Storgade 1".into()],
        postcode: "1234".into(),
        city: "Byen".into(),
        country_code: "DK".into(),
    });
    compose_job(letter, vec![document.clone(), document])
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn acknowledge(folder: &Path, status: &str) -> String {
    let name = format!("{UUID}.ack.json");
    let ack = format!(
        r#"{{"job_id":"{UUID}","status":"{status}","code":null,"pages":4,"printed_at":"2026-01-15T10:00:00Z"}}"#
    );
    fs::write(folder.join("ack").join(&name), ack).unwrap();
    name
}

#[tokio::test]
async fn a_job_is_handed_over_whole_and_once() {
    let (folder, print) = shop();
    let bytes = print.compose(job()).await.unwrap().bytes;
    assert_eq!(bytes, print.compose(job()).await.unwrap().bytes);
    let route = Route::to(ChannelKind::Print);
    let deliver = async || told(&print.deliver(deliver_job(DANISH, route.clone(), bytes.clone())).await).0;
    assert_eq!(deliver().await, "handed_over");
    let [pdf, second, json] = [format!("{UUID}.pdf"), format!("{UUID}-2.pdf"), format!("{UUID}.json")];
    assert_eq!(names(folder.path()), [".sent", second.as_str(), json.as_str(), pdf.as_str(), "ack"]);
    let metadata: JobMetadata =
        serde_json::from_slice(&fs::read(folder.path().join(&json)).unwrap()).unwrap();
    assert_eq!(metadata.job_id, UUID);
    // Address page with its blank back, and two documents of one page on sheets of their own.
    assert_eq!((metadata.pages, metadata.sheets, metadata.files.len()), (4, 3, 2));
    assert!(matches!(metadata.address, JobAddress::OnAddressPage(_)));
    assert_eq!(
        paper::preflight(&fs::read(folder.path().join(&pdf)).unwrap(), &Limits::default()).unwrap().pages,
        3
    );
    assert!(!names(folder.path()).iter().any(|name| party::find_personal_numbers(name)));

    // The same again changes nothing.
    let written = fs::metadata(folder.path().join(&json)).unwrap().modified().unwrap();
    assert_eq!(deliver().await, "handed_over");
    assert_eq!(fs::metadata(folder.path().join(&json)).unwrap().modified().unwrap(), written);
    // The print shop took it: a repeat does not put it there again, with or without its acknowledgement.
    for file in [&pdf, &second, &json] {
        fs::remove_file(folder.path().join(file)).unwrap();
    }
    assert_eq!(deliver().await, "handed_over");
    acknowledge(folder.path(), "printed");
    assert_eq!(deliver().await, "handed_over");
    let receipt = print.receipts().await.unwrap().remove(0);
    print.acknowledge(&receipt).await.unwrap();
    assert_eq!(deliver().await, "handed_over");
    assert!(!names(folder.path()).contains(&json));
    assert!(names(&folder.path().join(".sent")).is_empty());
}

#[tokio::test]
async fn a_hand_over_that_was_cut_off_is_finished() {
    let (folder, print) = shop();
    let bytes = print.compose(job()).await.unwrap().bytes;
    let deliver = async || {
        told(&print.deliver(deliver_job(DANISH, Route::to(ChannelKind::Print), bytes.clone())).await)
    };
    deliver().await;
    // Died after the mark, before the job's JSON file.
    fs::remove_file(folder.path().join(format!("{UUID}.json"))).unwrap();
    assert_eq!(deliver().await.0, "handed_over");
    assert!(folder.path().join(format!("{UUID}.json")).exists());
    // Somebody else's job of this id.
    fs::write(folder.path().join(format!("{UUID}.json")), "{}").unwrap();
    assert_eq!((deliver().await.0, deliver().await.1), ("refused", Some(Code::PrintRejected)));
}

#[tokio::test]
async fn acknowledgements_are_receipts() {
    let (folder, print) = shop();
    let bytes = print.compose(job()).await.unwrap().bytes;
    let sender = SenderId("demo".into());
    assert!(matches!(print.ask(&sender, message(), None).await, Answer::NotSeen));
    print.deliver(deliver_job(DANISH, Route::to(ChannelKind::Print), bytes)).await;
    assert!(matches!(print.ask(&sender, message(), None).await, Answer::Underway));
    fs::write(folder.path().join("ack").join("notes.txt"), "x").unwrap();
    fs::write(folder.path().join("ack").join("00000000-0000-4000-8000-000000000001.ack.json"), "{\"job")
        .unwrap();
    assert!(print.receipts().await.unwrap().is_empty(), "half written, or none of ours");
    for (status, kind, problem) in [
        ("printed", ReceiptKind::Delivered, None),
        ("rejected", ReceiptKind::Invalid, Some(Code::PrintRejected)),
    ] {
        let name = acknowledge(folder.path(), status);
        let receipts = print.receipts().await.unwrap();
        assert_eq!(receipts.len(), 1);
        assert_eq!(receipts[0].key, name);
        let read = print.read_receipt(&receipts[0].raw).unwrap();
        assert_eq!((read.message_uuid, read.kind, read.problem), (message(), kind, problem));
        assert!(
            matches!(print.ask(&sender, message(), None).await, Answer::Receipt(found, _) if found == read)
        );
        print.acknowledge(&receipts[0]).await.unwrap();
        print.acknowledge(&receipts[0]).await.unwrap();
        assert!(print.receipts().await.unwrap().is_empty());
        assert!(folder.path().join("ack/done").join(&name).exists());
        assert!(matches!(print.ask(&sender, message(), None).await, Answer::Receipt(..)));
    }
    let mut elsewhere = channels::RawReceipt {
        channel: ChannelKind::Print,
        sender,
        key: "../../secret.ack.json".into(),
        raw: Default::default(),
    };
    assert!(print.acknowledge(&elsewhere).await.is_err());
    elsewhere.key = "00000000-0000-4000-8000-000000000009.ack.json".into();
    assert!(print.acknowledge(&elsewhere).await.is_err());
}

#[tokio::test]
async fn a_folder_that_is_not_there_waits() {
    let (folder, print) = shop();
    let bytes = print.compose(job()).await.unwrap().bytes;
    assert_eq!(print.check().await[0].level, Level::Ok);
    fs::remove_dir_all(folder.path().join("ack")).unwrap();
    assert_eq!(print.check().await[0].level, Level::Error);
    fs::remove_dir_all(folder.path()).unwrap();
    let told = told(&print.deliver(deliver_job(DANISH, Route::to(ChannelKind::Print), bytes)).await);
    assert_eq!((told.0, told.1), ("retry", Some(Code::PrintUnavailable)));
    assert_eq!(print.receipts().await.unwrap_err().code, Code::PrintUnavailable);
    assert!(matches!(print.ask(&SenderId("demo".into()), message(), None).await, Answer::NoAnswer(_)));
}

/// Rules C20.
#[tokio::test]
async fn what_cannot_be_printed_is_said_so() {
    let (folder, print) = shop();
    let code = async |print: &Print, change: &dyn Fn(&mut ComposeJob)| {
        let mut job = job();
        change(&mut job);
        print.compose(job).await.map(|message| message.bytes).map_err(|error| error.code)
    };
    assert_eq!(code(&print, &|j| j.letter.address = None).await, Err(Code::NoPostalAddress));
    assert_eq!(
        code(&print, &|j| j.letter.address.as_mut().unwrap().city.clear()).await,
        Err(Code::AddressInvalid)
    );
    assert_eq!(code(&print, &|j| j.letter.protected = true).await, Err(Code::ProtectedIdentity));
    assert_eq!(
        code(&print, &|j| j.letter.class = letter::ProtectionClass::Four).await,
        Err(Code::ProtectionClassRefused)
    );
    assert_eq!(
        code(&print, &|j| j.letter.documents[1].media_type = "text/html".into()).await,
        Err(Code::DocumentNotPdf)
    );
    assert_eq!(
        code(&print, &|j| j.documents[1] = "%PDF-1.7 torn".into()).await,
        Err(Code::DocumentUnreadable)
    );
    assert_eq!(code(&print, &|j| j.letter.sender = SenderId("x".into())).await, Err(Code::SenderNotAllowed));
    let textless = |job: &mut ComposeJob| {
        job.letter.documents.clear();
        job.documents.clear();
    };
    assert!(code(&print, &textless).await.is_ok(), "a text becomes a letter");
    let nothing = |job: &mut ComposeJob| {
        textless(job);
        job.letter.body = None;
    };
    assert_eq!(code(&print, &nothing).await, Err(Code::DocumentMissing));

    // R88: the number in the metadata, for a print shop that looks up the address.
    let by_shop = Print::open(config(folder.path(), "by_print_shop")).unwrap();
    let bytes = code(&by_shop, &|j| j.letter.address = None).await.unwrap();
    by_shop.deliver(deliver_job(DANISH, Route::to(ChannelKind::Print), bytes)).await;
    let printed = fs::read(folder.path().join(format!("{UUID}.pdf"))).unwrap();
    let number = paper::number_in_metadata::read(&printed, &Limits::default()).unwrap();
    assert_eq!(number, Some(recipient(DANISH)));
}
