//! Opening, closing, and a disk that does not play along.

mod common;

use common::*;
use std::time::Duration;
use store::{AcceptError, OpenError, Store, StoreError};

#[tokio::test]
async fn a_second_opening_is_refused_until_the_first_is_closed() {
    let (folder, store) = open().await;
    let config = common::config(folder.path()).await;
    match Store::open(&config).await {
        Err(OpenError::Locked { data_dir, process_id }) => {
            assert_eq!(data_dir, folder.path());
            assert_eq!(process_id, Some(std::process::id()));
        }
        other => panic!("{other:?}"),
    }
    let clone = store.clone();
    store.close().await;
    assert_eq!(clone.accept(new(letter("a", "b", at(0)))).await, Err(AcceptError::Store(StoreError::Closed)));
    assert_eq!(clone.ping().await, Err(StoreError::Closed));
    store.close().await;
    Store::open(&config).await.unwrap().ping().await.unwrap();
}

#[tokio::test]
async fn a_dropped_store_frees_its_directory() {
    let (folder, store) = open().await;
    accepted(&store).await;
    drop(store);
    let config = common::config(folder.path()).await;
    for _ in 0..500 {
        match Store::open(&config).await {
            Ok(store) => {
                assert_eq!(store.size().await.unwrap().letters, 1);
                return;
            }
            Err(OpenError::Locked { .. }) => tokio::time::sleep(Duration::from_millis(10)).await,
            Err(other) => panic!("{other}"),
        }
    }
    panic!("still locked");
}

#[tokio::test]
async fn what_was_asked_before_closing_is_done() {
    let (folder, store) = open().await;
    let tasks: Vec<_> = (0..50)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.accept(new(letter("a", "b", at(0)))).await.is_ok() })
        })
        .collect();
    tokio::task::yield_now().await;
    store.close().await;
    let mut done = 0;
    for task in tasks {
        done += u64::from(task.await.unwrap());
    }
    let store = Store::open(&config(folder.path()).await).await.unwrap();
    assert_eq!(store.size().await.unwrap().letters, done);
}

#[tokio::test]
async fn a_newer_schema_is_refused_in_words() {
    let (folder, store) = open().await;
    store.close().await;
    change_database(&folder, "INSERT INTO schema_version (version) VALUES (7001)").await;
    let error = Store::open(&config(folder.path()).await).await.unwrap_err();
    assert!(matches!(error, OpenError::NewerSchema { found: 7001, .. }));
    assert!(error.to_string().contains("newer release"), "{error}");
    // The refusal freed the lock, so the right release can open it.
    assert!(matches!(Store::open(&config(folder.path()).await).await, Err(OpenError::NewerSchema { .. })));
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("brevdue.db"), vec![b'x'; 10_000]).unwrap();
    let error = Store::open(&config(folder.path()).await).await.unwrap_err();
    assert!(matches!(error, OpenError::Store(StoreError::Corrupt { .. })), "{error:?}");
    std::fs::write(folder.path().join("file"), b"").unwrap();
    let error = Store::open(&config(&folder.path().join("file")).await).await.unwrap_err();
    assert!(matches!(error, OpenError::Directory { .. }), "{error:?}");
}

#[tokio::test]
async fn tampering_is_found() {
    let (folder, store) = open().await;
    let id = accepted(&store).await;
    store.append(append(id, 1, vec![letter::Event::Expired])).await.unwrap();
    store.close().await;
    change_database(&folder, "DELETE FROM event WHERE seq = 1").await;
    change_database(&folder, "UPDATE tally SET letters = 5").await;
    change_database(&folder, "UPDATE letter SET stored = x'7b7d'").await;
    let store = Store::open(&config(folder.path()).await).await.unwrap();
    assert_eq!(store.integrity_check().await.unwrap().len(), 3);
    assert!(matches!(store.load(id).await, Err(StoreError::Corrupt { .. })));
}

#[tokio::test]
async fn a_full_store_says_so_stores_nothing_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = common::config(folder.path()).await;
    config.max_database_bytes = Some(1024 * 1024);
    let store = Store::open(&config).await.unwrap();
    let mut stored = 0;
    let error = loop {
        let mut bytes = vec![0; 20_000];
        bytes[..8].copy_from_slice(&u64::to_be_bytes(stored));
        match store.accept(with_document(letter("a", "b", at(0)), bytes)).await {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
        assert!(stored < 100);
    };
    assert_eq!(error, AcceptError::Store(StoreError::Full));
    assert!(stored > 10);
    assert_eq!(store.size().await.unwrap().letters, stored);
    assert_eq!(store.integrity_check().await.unwrap(), Vec::<String>::new());
    store.ping().await.unwrap();
    store.close().await;
    config.max_database_bytes = None;
    let store = Store::open(&config).await.unwrap();
    store.accept(new(letter("a", "b", at(0)))).await.unwrap();
}

#[tokio::test]
async fn keys_and_settings() {
    let (_folder, store) = open().await;
    let (senders, scopes) = (["uppsala".into()], ["letters:write".to_owned()]);
    store.put_api_key("case", [1; 32], &senders, &scopes, at(0), "anna").await.unwrap();
    for (name, hash) in [("case", [2; 32]), ("other", [1; 32])] {
        let taken = store.put_api_key(name, hash, &senders, &scopes, at(0), "anna").await;
        assert!(matches!(taken, Err(StoreError::Refused { .. })), "{taken:?}");
    }
    assert!(store.revoke_api_key("case", at(9), "anna").await.unwrap());
    assert!(!store.revoke_api_key("case", at(10), "anna").await.unwrap());
    let keys = store.api_keys().await.unwrap();
    assert_eq!((keys[0].senders.as_slice(), keys[0].scopes.as_slice()), (&senders[..], &scopes[..]));
    assert_eq!((keys.len(), keys[0].hash, keys[0].revoked_at), (1, [1; 32], Some(at(9))));

    assert_eq!(store.get_setting("search_key").await.unwrap(), None);
    assert_eq!(store.setting_or("search_key", &[5; 32]).await.unwrap(), [5; 32]);
    assert_eq!(store.setting_or("search_key", &[6; 32]).await.unwrap(), [5; 32]);
    store.set_setting("search_key", b"new").await.unwrap();
    assert_eq!(store.get_setting("search_key").await.unwrap().unwrap(), b"new");
}

/// What another hand may do to the file.
async fn change_database(folder: &tempfile::TempDir, sql: &'static str) {
    let connection = rusqlite::Connection::open(folder.path().join("brevdue.db")).unwrap();
    connection.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
}
