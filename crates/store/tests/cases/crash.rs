//! Kill -9 in the middle of everything: what was acknowledged is there, and nothing is there by half.
//!
//! The test starts itself again as a child that works on a store and reports each acknowledged call, kills
//! it at an unforeseeable moment, and looks. `BREVDUE_CRASH_ROUNDS` sets how often.

#![allow(clippy::print_stderr, reason = "the test reports its counts")]

use crate::common::*;
use letter::{ChannelKind, Event, LetterId, MessageUuid};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use store::{Append, Blob, Filter, Idempotency, Index, LeaseAction, NewReceipt, Page, Store, Stored};
use uuid::Uuid;

const FOLDER: &str = "BREVDUE_CRASH_FOLDER";

fn acknowledged(line: &str) {
    let mut out = std::io::stdout().lock();
    // One call for a line, so that it is reported whole or not at all.
    out.write_all(format!("@{line}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// Not a test of its own: the child. It does nothing unless the parent says where.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let store = open_in(folder.as_ref()).await;
        let tasks: Vec<_> = (0..24).map(|worker| tokio::spawn(work(store.clone(), worker))).collect();
        for task in tasks {
            task.await.unwrap();
        }
    });
}

async fn work(store: Store, worker: usize) {
    loop {
        let size = if worker.is_multiple_of(8) { 60_000 } else { 500 };
        let mut bytes = vec![b'x'; size];
        bytes[..16].copy_from_slice(Uuid::new_v4().as_bytes());
        let mut new = with_document(letter("uppsala", "beslut", at(0)), bytes);
        let key = Uuid::new_v4().to_string();
        new.idempotency = Some(Idempotency { scope: "s".into(), key: key.clone(), fingerprint: [1; 32] });
        let id = store.accept(new).await.unwrap().id;
        acknowledged(&format!("letter {id} {key}"));

        for claim in store.claim_due(at(0), 3, Duration::from_secs(60), "w").await.unwrap() {
            let message = MessageUuid(Uuid::new_v4());
            let blob = Blob::new(message.0.as_bytes().to_vec());
            let composed = Event::Composed {
                channel: ChannelKind::Kombi,
                message_uuid: message,
                digest: blob.digest(),
                size_bytes: 16,
                warnings: Vec::new(),
            };
            let change = Append {
                index: Index { message_uuid: Some(message), ..index("routed") },
                lease: LeaseAction::Release(claim.token),
                blobs: vec![blob],
                ..append(
                    claim.id,
                    claim.seq,
                    vec![composed, Event::Attempted { channel: ChannelKind::Kombi, attempt: 1 }],
                )
            };
            let seq = store.append(change).await.unwrap();
            acknowledged(&format!("append {} {seq}", claim.id));
        }
        let new = NewReceipt {
            channel: ChannelKind::Kombi,
            external_key: key.clone(),
            message_uuid: None,
            raw: key.clone().into_bytes(),
            received_at: at(0),
        };
        assert_eq!(store.store_receipt(new).await.unwrap(), Stored::New);
        acknowledged(&format!("receipt {key}"));
    }
}

#[derive(Default)]
struct Promised {
    letters: HashMap<LetterId, String>,
    events: HashMap<LetterId, u32>,
    receipts: Vec<String>,
}

fn run_and_kill(folder: &Path, after: Duration, promised: &mut Promised) {
    let child =
        module_path!().split_once("::").map_or("child".to_owned(), |(_, module)| format!("{module}::child"));
    let address = ON_SERVER.then(postgres::shared).flatten();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &child, "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .envs(address.map(|address| (postgres::ADDRESS, address)))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let (began, first) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        let told = |line: &String| {
            if line.contains('@') {
                let _ = began.send(());
            }
        };
        output.lines().map_while(Result::ok).inspect(told).collect::<Vec<_>>()
    });
    // Counted from its first promise: how long a busy machine takes to start it says nothing.
    first.recv_timeout(Duration::from_secs(120)).expect("the child promised nothing");
    std::thread::sleep(after);
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert!(!status.success());
    for line in reader.join().unwrap() {
        let Some((_, line)) = line.split_once('@') else { continue };
        match line.split(' ').collect::<Vec<_>>()[..] {
            ["letter", id, key] => drop(promised.letters.insert(id.parse().unwrap(), key.to_owned())),
            ["append", id, seq] => drop(promised.events.insert(id.parse().unwrap(), seq.parse().unwrap())),
            ["receipt", key] => promised.receipts.push(key.to_owned()),
            _ => panic!("{line}"),
        }
    }
}

async fn look(folder: &Path, promised: &Promised) -> usize {
    let store = open_in(folder).await;
    assert_eq!(store.integrity_check().await.unwrap(), Vec::<String>::new());
    let (mut ids, mut page) = (Vec::new(), Page { limit: 250, cursor: None });
    loop {
        let listed = store.list(&Filter::default(), &page).await.unwrap();
        ids.extend(listed.rows.iter().map(|row| row.id));
        page.cursor = listed.next;
        if page.cursor.is_none() {
            break;
        }
    }
    let histories: HashMap<_, _> = store
        .load_many(&ids)
        .await
        .unwrap()
        .into_iter()
        .map(|history| (history.letter.id, history))
        .collect();
    assert_eq!(histories.len(), ids.len());
    for id in promised.letters.keys() {
        assert!(histories.contains_key(id), "an accepted letter is lost");
    }
    for (id, seq) in &promised.events {
        assert!(histories[id].seq() >= *seq, "an appended event is lost");
    }
    for history in histories.values() {
        for document in &history.letter.documents {
            assert_eq!(
                store.blob(history.letter.id, &document.digest).await.unwrap().len() as u64,
                document.size_bytes
            );
        }
        assert!(matches!(history.seq(), 1 | 3), "events of one append are there by half");
        for recorded in &history.events {
            if let Event::Composed { digest, message_uuid, .. } = &recorded.event {
                assert_eq!(store.blob(history.letter.id, digest).await.unwrap(), message_uuid.0.as_bytes());
                assert_eq!(store.letter_of_message(*message_uuid).await.unwrap(), Some(history.letter.id));
            }
        }
    }
    // A caller that repeats its last request gets the letter that it has.
    for (id, key) in promised.letters.iter().take(20) {
        let mut again = new(letter("uppsala", "beslut", at(0)));
        again.idempotency = Some(Idempotency { scope: "s".into(), key: key.clone(), fingerprint: [1; 32] });
        let accepted = store.accept(again).await.unwrap();
        assert_eq!((accepted.id, accepted.replayed), (*id, true));
    }
    let receipts = store.unmatched_receipts(at(0), usize::MAX >> 1).await.unwrap();
    let kept: HashMap<_, _> =
        receipts.iter().map(|receipt| (receipt.external_key.as_str(), &receipt.raw)).collect();
    for key in &promised.receipts {
        assert_eq!(kept[key.as_str()], key.as_bytes(), "an acknowledged receipt is lost");
    }
    store.close().await;
    ids.len()
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_there_by_half() {
    if std::env::var_os(FOLDER).is_some() {
        return;
    }
    let rounds = std::env::var("BREVDUE_CRASH_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(5);
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut promised = Promised::default();
    let mut letters = 0;
    let mut killed = 0;
    // More rounds where a slow machine promises little in each.
    let enough = |promised: &Promised| {
        promised.letters.len() > 50 && !promised.events.is_empty() && !promised.receipts.is_empty()
    };
    while killed < rounds || (!enough(&promised) && killed < 20 * rounds) {
        let unforeseeable = u64::from(Uuid::new_v4().as_bytes()[0]);
        run_and_kill(folder.path(), Duration::from_millis(2 * unforeseeable), &mut promised);
        letters = runtime.block_on(look(folder.path(), &promised));
        killed += 1;
    }
    assert!(enough(&promised));
    eprintln!("{killed} kills, {} letters acknowledged, {letters} stored", promised.letters.len());
}
