//! Encryption at rest: what lies on the disk tells nothing, and opens only with the right master key.

use crate::common::*;
use jiff::{SignedDuration, Timestamp};
use letter::{Event, LetterId, ProtectionClass};
use std::io::Cursor;
use std::path::Path;
use store::{
    Append, Blob, BlobError, Filter, ForgetError, Index, NewReceipt, OpenError, Page, ROW_LIMIT_BYTES,
    ReceiptFate, Store, StoreError,
};
use uuid::Uuid;

const SECOND: &str = "aa0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const SENTENCE: &[u8] = b"Vi har beslutat att ge dig en plats";

/// Whether any file below the folder holds these bytes.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, bytes);
        }
        std::fs::read(path).unwrap().windows(bytes.len()).any(|window| window == bytes)
    })
}

/// The files of large blobs; beside their shelves lies the proof of whose folder this is.
fn blob_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let listed =
        |path: &Path| std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let shelves = listed(&folder.join("blobs")).into_iter().filter(|path| path.is_dir());
    shelves.flat_map(|shelf| listed(&shelf)).collect()
}

/// What may be kept of a letter as it stands.
async fn remains(store: &Store, id: letter::LetterId) -> letter::Remains {
    let history = store.load(id).await.unwrap().unwrap();
    letter::Remains::of(&history.letter, &history.events)
}

/// Ends a letter, so that it is due no more.
async fn end(store: &Store, id: letter::LetterId) {
    let printed = Event::Resolved {
        by: "Anna Berg".into(),
        how: letter::Resolution::Printed,
        note: Some("ringde Sven Svensson".into()),
    };
    let over = Append { index: index("delivered"), ..append(id, 1, vec![printed]) };
    store.append(over).await.unwrap();
}

#[tokio::test]
async fn nothing_of_a_person_lies_on_the_disk() {
    let (folder, store) = open().await;
    let mut small = SENTENCE.to_vec();
    small.extend_from_slice(RECIPIENT.as_bytes());
    let mut large = small.clone();
    large.resize(ROW_LIMIT_BYTES * 5, b' ');
    for bytes in [small, large] {
        let mut new = with_document(letter("uppsala", "beslut", at(0)), bytes.clone());
        new.letter.recipient_name = Some("Sven Svensson".to_owned());
        new.letter.class = ProtectionClass::Three;
        new.letter.subject = "Omhändertagande av Ebba".to_owned();
        new.letter.documents[0].name = "ebba-svensson.pdf".to_owned();
        let (id, digest) = (new.letter.id, new.letter.documents[0].digest.clone());
        store.accept(new.clone()).await.unwrap();
        store
            .append(store::Append { blobs: vec![Blob::new(bytes.clone())], ..append(id, 1, vec![]) })
            .await
            .unwrap();
        let raw = [RECIPIENT.as_bytes(), b"Sven Svensson"].concat();
        let receipt = NewReceipt {
            channel: letter::ChannelKind::DigitalPost,
            external_key: digest.0.clone(),
            message_uuid: None,
            raw: raw.clone(),
            received_at: at(1),
        };
        store.store_receipt(receipt).await.unwrap();
        end(&store, id).await;

        let history = store.load(id).await.unwrap().unwrap();
        assert_eq!(history.letter, new.letter);
        assert_eq!(history.events.len(), 2);
        assert_eq!(store.blob(id, &digest).await.unwrap(), bytes);
        assert!(store.unmatched_receipts(at(2), 10).await.unwrap().iter().all(|receipt| receipt.raw == raw));
    }
    assert_eq!(
        store.put_blob_stream(OWNER, &uppsala(), Cursor::new(SENTENCE.repeat(9000))).await.unwrap().1,
        315_000
    );
    let listed = store.list(&Filter::default(), &Page::default()).await.unwrap();
    assert!(
        listed.rows.iter().all(|row| row.subject == "Omhändertagande av Ebba"),
        "lists still tell the subject"
    );
    store.secret_or("search", b"0123456789abcdef-secret").await.unwrap();
    assert_eq!(store.secret_or("search", b"another").await.unwrap(), b"0123456789abcdef-secret");
    for _ in 0..2 {
        for secret in [
            RECIPIENT.as_bytes(),
            &RECIPIENT.as_bytes()[2..],
            SENTENCE,
            b"Svensson",
            b"svensson",
            b"Ebba",
            b"ebba",
            b"Anna Berg",
            b"0123456789abcdef-secret",
        ] {
            assert!(!holds(folder.path(), secret), "{} is on the disk", String::from_utf8_lossy(secret));
        }
        // Once more, with the log written back.
        store.close().await;
    }
}

#[tokio::test]
async fn equal_documents_of_two_letters_do_not_tell() {
    let (folder, store) = open().await;
    for _ in 0..2 {
        store.accept(with_document(letter("uppsala", "beslut", at(0)), vec![b'x'; 100_000])).await.unwrap();
    }
    let files = blob_files(folder.path());
    assert_eq!(files.len(), 2);
    let digest = Blob::new(vec![b'x'; 100_000]).digest().0;
    assert!(files.iter().all(|file| !file.ends_with(&digest)), "the name tells the content");
}

#[tokio::test]
async fn sealed_blobs_are_verified_and_belong_to_their_letter() {
    let (folder, store) = open().await;
    let bytes = vec![b'y'; 100_000];
    let digest = store.put_blob(OWNER, &uppsala(), bytes.clone()).await.unwrap();
    assert_eq!(store.put_blob(OWNER, &uppsala(), bytes.clone()).await.unwrap(), digest);
    assert_eq!(store.blob(OWNER, &digest).await.unwrap(), bytes);
    let (streamed, size) =
        store.put_blob_stream(OWNER, &uppsala(), Cursor::new(bytes.clone())).await.unwrap();
    assert_eq!((streamed, size), (digest.clone(), 100_000));
    assert_eq!(store.blob(OWNER, &digest).await.unwrap(), bytes);
    for size in [0, 1, 65_536, 65_537, 131_072] {
        let bytes = vec![b'z'; size];
        let (digest, _) = store.put_blob_stream(OWNER, &uppsala(), Cursor::new(bytes.clone())).await.unwrap();
        assert_eq!(store.blob(OWNER, &digest).await.unwrap(), bytes);
    }
    let other = accepted(&store).await;
    assert_eq!(store.blob(other, &digest).await, Err(BlobError::NotFound { digest: digest.clone() }));

    for path in blob_files(folder.path()) {
        let mut sealed = std::fs::read(&path).unwrap();
        let middle = sealed.len() / 2;
        sealed[middle] ^= 1;
        std::fs::write(&path, sealed).unwrap();
    }
    assert_eq!(store.blob(OWNER, &digest).await, Err(BlobError::BlobDamaged { digest: digest.clone() }));
    // A letter may refer to bytes that were stored for it before.
    let mut new = with_document(letter("uppsala", "beslut", at(0)), bytes.clone());
    new.blobs.clear();
    new.letter.id = OWNER;
    store.accept(new.clone()).await.unwrap();
    new.letter.id = letter::LetterId(Uuid::now_v7());
    assert!(store.accept(new).await.is_err(), "another letter may not refer to them");
}

#[tokio::test]
async fn a_missing_or_wrong_master_key_is_said_at_the_start() {
    let (folder, store) = open().await;
    let id = accepted(&store).await;
    let master = store.master_key().unwrap();
    store.close().await;
    match Store::open(&clear(folder.path()).await).await {
        Err(error @ OpenError::MasterKeyMissing { .. }) => assert!(error.to_string().contains(&master)),
        other => panic!("{other:?}"),
    }
    match Store::open(&with_master(folder.path(), SECOND).await).await {
        Err(error @ OpenError::MasterKey(_)) => assert!(error.to_string().contains(&master), "{error}"),
        other => panic!("{other:?}"),
    }
    let store = Store::open(&config(folder.path()).await).await.unwrap();
    assert!(store.load(id).await.unwrap().is_some());
}

#[tokio::test]
async fn letters_from_before_encryption_are_read_and_go_on_sealed() {
    let (folder, store) = open_clear().await;
    let old = with_document(letter("uppsala", "beslut", at(0)), SENTENCE.to_vec());
    let digest = old.letter.documents[0].digest.clone();
    let id = store.accept(old).await.unwrap().id;
    assert_eq!(store.secret_or("search", b"old-secret-value").await.unwrap(), b"old-secret-value");
    store.close().await;

    let store = Store::open(&config(folder.path()).await).await.unwrap();
    let answer = Blob::new(vec![b'n'; 100_000]);
    store
        .append(store::Append { blobs: vec![answer.clone()], ..append(id, 1, vec![Event::Expired]) })
        .await
        .unwrap();
    let history = store.load(id).await.unwrap().unwrap();
    assert_eq!(history.events.len(), 2);
    assert_eq!(store.blob(id, &digest).await.unwrap(), SENTENCE);
    assert_eq!(store.blob(id, &answer.digest()).await.unwrap().len(), 100_000);
    assert!(!holds(folder.path(), &[b'n'; 1000]));
    assert_eq!(store.secret_or("search", b"x").await.unwrap(), b"old-secret-value");
    assert_eq!(store.verify_audit(1).await.unwrap().faults, vec![]);
}

#[tokio::test]
async fn the_master_key_is_changed_without_touching_letters() {
    let (folder, store) = open().await;
    let id = accepted(&store).await;
    let other = store.accept(new(letter("lund", "beslut", at(0)))).await.unwrap().id;
    store.close().await;

    let both = with_master(folder.path(), &format!("{SECOND}\n{MASTER}")).await;
    let store = Store::open(&both).await.unwrap();
    let done = store.rewrap_keys("Anna", at(1)).await.unwrap();
    assert_eq!((done.rewrapped, done.current), (3, 0), "two senders and the installation");
    assert_eq!(store.rewrap_keys("Anna", at(1)).await.unwrap().rewrapped, 0);
    store.close().await;

    assert!(Store::open(&config(folder.path()).await).await.is_err(), "the old key opens nothing any more");
    let store = Store::open(&with_master(folder.path(), SECOND).await).await.unwrap();
    for id in [id, other] {
        assert!(store.load(id).await.unwrap().is_some());
    }
    assert_eq!(store.verify_audit(1).await.unwrap().faults, vec![]);
}

#[tokio::test]
async fn a_forgotten_letter_is_gone_and_the_chain_holds() {
    let (folder, store) = open().await;
    let mut new = with_document(letter("uppsala", "beslut", at(0)), vec![b'q'; 100_000]);
    new.letter.reference = Some("UPP-7".to_owned());
    let (id, digest) = (new.letter.id, new.letter.documents[0].digest.clone());
    store.accept(new).await.unwrap();
    let refused = store.forget(&remains(&store, id).await, "Anna", "old", at(5)).await;
    assert_eq!(refused, Err(ForgetError::NotAtItsEnd { letter: id }), "it is still under way");
    assert!(store.load(id).await.unwrap().is_some());
    let before = remains(&store, id).await;
    end(&store, id).await;
    let refused = store.forget(&before, "Anna", "old", at(5)).await;
    assert_eq!(refused, Err(ForgetError::NotAtItsEnd { letter: id }), "it has moved since");
    assert_eq!(store.remains(id).await.unwrap(), None);
    let ended = store.ended(None, Timestamp::MAX, 10).await.unwrap();
    assert_eq!((ended.letters[0].id, ended.letters[0].in_clear, ended.next), (id, false, None));
    assert_eq!(store.ended(None, ended.letters[0].moved_at, 10).await.unwrap().letters, vec![]);
    let kept = remains(&store, id).await;
    store.forget(&kept, "Anna", "old", at(5)).await.unwrap();

    let left = store.remains(id).await.unwrap().unwrap();
    assert_eq!((left.at, &left.remains), (at(5), &kept));
    let text = serde_json::to_string(&left.remains).unwrap();
    assert!(!text.contains("UPP-7") && !text.contains("Sven") && !text.contains(RECIPIENT), "{text}");
    assert!(
        text.contains("Anna Berg") && text.contains(&digest.0),
        "who acted and what was sent stay: {text}"
    );
    assert_eq!(store.ended(None, Timestamp::MAX, 10).await.unwrap().letters, vec![]);
    assert_eq!(store.load(id).await.unwrap(), None);
    assert!(matches!(store.blob(id, &digest).await, Err(BlobError::NotFound { .. })));
    assert!(store.append(append(id, 2, vec![Event::Expired])).await.is_err());
    assert!(!holds(folder.path(), b"UPP-7") || folder.path().join("brevdue.db-wal").exists());
    let listed = store.list(&Filter::default(), &Page::default()).await.unwrap();
    assert_eq!((listed.rows[0].subject.as_str(), listed.rows[0].reference.as_ref()), ("", None));
    assert!(store.forget(&kept, "Anna", "old", at(6)).await.is_err(), "once is enough");
    assert_eq!(store.remains(id).await.unwrap().unwrap().at, at(5));
    let late = NewReceipt {
        channel: letter::ChannelKind::DigitalPost,
        external_key: "late".to_owned(),
        message_uuid: None,
        raw: b"read by Sven Svensson".to_vec(),
        received_at: at(7),
    };
    store.store_receipt(late).await.unwrap();
    let came = store.unmatched_receipts(at(8), 10).await.unwrap().remove(0);
    assert!(store.mark_receipt(came.id, ReceiptFate::TooLate(id)).await.unwrap());
    assert_eq!(store.unmatched_receipts(at(8), 10).await.unwrap(), vec![]);
    assert_eq!(store.receipts_of(id).await.unwrap()[0].raw, b"", "it says no more than that it came");
    let report = store.verify_audit(1).await.unwrap();
    assert_eq!(report.faults, vec![], "events stay in the chain");
    assert_eq!(store.sweep_blobs(std::time::Duration::ZERO, false).await.unwrap().looked_at, 0);
    store.close().await;
    assert!(!holds(folder.path(), b"UPP-7"));
    let store = Store::open(&config(folder.path()).await).await.unwrap();
    assert_eq!(store.load(id).await.unwrap(), None);
    assert!(matches!(store.rewrap_keys("x", at(1)).await, Ok(_) | Err(StoreError::Refused { .. })));
}

#[tokio::test]
async fn letters_at_their_end_are_found_in_stretches_and_not_before_their_time() {
    let (_folder, store) = open().await;
    let mut ended = Vec::new();
    for days in [1, 2, 3, 40] {
        let accepted_at = at(0) + SignedDuration::from_hours(24 * days);
        let mut new = new(letter("uppsala", "beslut", accepted_at));
        // As the gateway makes them: milliseconds first.
        let milliseconds = u128::try_from(accepted_at.as_millisecond()).unwrap();
        new.letter.id = LetterId(Uuid::from_u128((milliseconds << 80) | 0x7000_8000_0000_0000_0000));
        let id = store.accept(new).await.unwrap().id;
        // The third one still lies with somebody.
        let index = Index { attention: days == 3, ..index("delivered") };
        let at = accepted_at + SignedDuration::from_secs(60);
        store.append(Append { at, index, ..append(id, 1, vec![Event::Expired]) }).await.unwrap();
        ended.push(id);
    }
    let (mut found, mut after, mut looks) = (Vec::new(), None, 0);
    loop {
        let some = store.ended(after, at(30 * 86_400), 1).await.unwrap();
        found.extend(some.letters.iter().map(|ended| ended.id));
        looks += 1;
        let Some(next) = some.next else { break };
        after = Some(next);
    }
    assert_eq!(found, ended[..2]);
    assert_eq!(looks, 2, "a few letters at a time, and none that came later than could be due");
    let all = store.ended(None, Timestamp::MAX, 10).await.unwrap();
    assert_eq!(all.letters.len(), 3);
}
