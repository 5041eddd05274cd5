//! The database goes away, or the line to it: nothing is lost, doubled or guessed, and it goes on by itself.

use crate::common::postgres::{Server, shared};
use crate::common::proxy::{Line, Proxy};
use crate::common::*;
use letter::Event;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use store::{AcceptError, DatabaseServer, Idempotency, NewLetter, Store, StoreConfig, StoreError};

/// A store behind a line that can be cut.
async fn behind(folder: &Path) -> (Proxy, Store) {
    let mut config = config(folder).await;
    let server = config.server.as_mut().unwrap();
    let port = server.url.rsplit_once(':').unwrap().1.split('/').next().unwrap().parse().unwrap();
    let proxy = Proxy::to(port).await;
    server.url = server.url.replace(&format!(":{port}/"), &format!(":{}/", proxy.port));
    (proxy, Store::open(&config).await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_whose_answer_is_lost_is_looked_up_and_made_once() {
    let (Some(_), folder) = (shared(), tempfile::tempdir().unwrap()) else { return };
    let (proxy, store) = behind(folder.path()).await;
    let mut letters = 0;
    // After the commit, and inside the transaction: the first stands, the second must be made again.
    for words in [&b"COMMIT\0"[..], b"INSERT 0 1\0", b"BEGIN\0", b"COMMIT\0"] {
        for _ in 0..5 {
            proxy.cut_at(words);
            let id = store.accept(new(letter("uppsala", "beslut", at(0)))).await.expect("accepted").id;
            assert!(proxy.has_cut(), "{words:?}");
            letters += 1;
            proxy.cut_at(words);
            assert_eq!(store.append(append(id, 1, vec![Event::Expired])).await, Ok(2));
            assert!(words.starts_with(b"INSERT") || proxy.has_cut());
        }
    }
    assert_eq!(store.size().await.unwrap().letters, letters);
    assert_eq!(store.integrity_check().await.unwrap(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_line_is_told_and_mended_without_a_restart() {
    let (Some(_), folder) = (shared(), tempfile::tempdir().unwrap()) else { return };
    let (proxy, store) = behind(folder.path()).await;
    let id = accepted(&store).await;
    proxy.set(Line::Cut);
    let error = store.accept(new(letter("a", "b", at(0)))).await.unwrap_err();
    assert!(matches!(error, AcceptError::Store(StoreError::Unreachable { .. })), "{error:?}");
    assert!(matches!(store.load(id).await, Err(StoreError::Unreachable { .. })));
    assert!(store.ping().await.is_err());
    proxy.set(Line::Whole);
    accepted(&store).await;
    assert!(store.load(id).await.unwrap().is_some());
    assert_eq!(store.size().await.unwrap().letters, 2);
    // A ring on the other side is heard again.
    let (mut bell, other) = (store.bell(), open_in(folder.path()).await);
    while bell.wait(Duration::from_millis(1)).await {}
    accepted(&other).await;
    assert!(bell.wait(Duration::from_secs(30)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_dies_without_a_word_does_not_hold_anybody_for_ever() {
    let (Some(_), folder) = (shared(), tempfile::tempdir().unwrap()) else { return };
    let (proxy, store) = behind(folder.path()).await;
    accepted(&store).await;
    proxy.set(Line::Silent);
    let waiting = tokio::spawn({
        let store = store.clone();
        async move { store.accept(new(letter("a", "b", at(0)))).await }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    // New connections are carried again; the old ones stay dead.
    proxy.set(Line::Whole);
    waiting.await.unwrap().expect("accepted in the end");
    assert_eq!(store.size().await.unwrap().letters, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_dies_under_load_loses_and_doubles_nothing() {
    let (Some(mut server), folder) = (Server::start(), tempfile::tempdir().unwrap()) else { return };
    let mut config = StoreConfig::new(folder.path());
    let mut database = DatabaseServer::new(server.url("postgres"));
    database.blob_dir = folder.path().join("blobs");
    config.server = Some(database);
    let store = Store::open(&config).await.unwrap();
    let over = Arc::new(AtomicBool::new(false));
    let callers: Vec<_> = (0..16)
        .map(|caller| {
            let (store, over) = (store.clone(), over.clone());
            tokio::spawn(async move {
                let mut ids = Vec::new();
                for number in 0.. {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    let key = Idempotency {
                        scope: "s".into(),
                        key: format!("{caller}-{number}"),
                        fingerprint: [1; 32],
                    };
                    // A caller that was told to repeat does, with the same key.
                    loop {
                        let letter = letter("uppsala", "beslut", at(0));
                        match store.accept(NewLetter { idempotency: Some(key.clone()), ..new(letter) }).await
                        {
                            Ok(accepted) => break ids.push(accepted.id),
                            Err(AcceptError::Store(error)) if error.is_temporary() => {
                                tokio::time::sleep(Duration::from_millis(20)).await;
                            }
                            Err(error) => panic!("{error}"),
                        }
                    }
                }
                ids
            })
        })
        .collect();
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(700)).await;
        server = tokio::task::spawn_blocking(move || {
            server.stop();
            server.start_again();
            server
        })
        .await
        .unwrap();
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    over.store(true, Ordering::Relaxed);
    let mut ids = Vec::new();
    for caller in callers {
        ids.extend(caller.await.unwrap());
    }
    assert!(!ids.is_empty());
    assert_eq!(ids.iter().collect::<std::collections::HashSet<_>>().len(), ids.len());
    assert_eq!(store.size().await.unwrap().letters, ids.len() as u64);
    assert_eq!(store.load_many(&ids).await.unwrap().len(), ids.len());
    assert_eq!(store.integrity_check().await.unwrap(), Vec::<String>::new());
    store.close().await;
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named_and_no_password_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = StoreConfig::new(folder.path());
    let mut server = DatabaseServer::new("postgres://brevdue@127.0.0.1:1/brevdue");
    server.password = Some("correct horse".to_owned());
    server.blob_dir = folder.path().join("blobs");
    config.server = Some(server);
    let error = Store::open(&config).await.unwrap_err();
    let told = format!("{error} {error:?} {config:?}");
    assert!(told.contains("cannot be reached"), "{told}");
    assert!(!told.contains("horse"), "{told}");
}
