//! Several nodes on one database.

use crate::common::postgres::{database_of, execute, shared};
use crate::common::*;
use letter::{Event, LetterId};
use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;
use store::{
    AppendError, Idempotency, LeaseAction, LeaseError, NewLetter, OpenError, Store, StoreConfig, StoreError,
};

const HOUR: Duration = Duration::from_secs(3600);

/// Settings with which a silent node is soon dead.
async fn hasty(folder: &Path) -> StoreConfig {
    let mut config = config(folder).await;
    config.server.as_mut().unwrap().dead_after = Duration::from_secs(1);
    config
}

async fn two_nodes(folder: &Path) -> (Store, Store) {
    let config = hasty(folder).await;
    (Store::open(&config).await.unwrap(), Store::open(&config).await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_start_at_once_on_an_empty_database_all_come_up() {
    let (Some(_), folder) = (shared(), tempfile::tempdir().unwrap()) else { return };
    let config = config(folder.path()).await;
    let opening: Vec<_> = (0..5)
        .map(|_| {
            let config = config.clone();
            tokio::spawn(async move { Store::open(&config).await })
        })
        .collect();
    let mut stores = Vec::new();
    for store in opening {
        stores.push(store.await.unwrap().expect("a node comes up"));
    }
    let id = accepted(&stores[0]).await;
    for store in &stores {
        assert!(store.load(id).await.unwrap().is_some());
        assert_eq!(store.nodes().await.unwrap().len(), 5);
    }
    for store in &stores {
        store.close().await;
    }
    assert_eq!(
        open_in(folder.path()).await.nodes().await.unwrap().len(),
        1,
        "those that left are not listed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_letter_is_held_by_two_nodes_and_each_is_taken_once() {
    let (Some(_), folder) = (shared(), tempfile::tempdir().unwrap()) else { return };
    let (first, second) = two_nodes(folder.path()).await;
    for number in 0..300 {
        let kind = if number % 3 == 0 { "beslut" } else { "faktura" };
        first.accept(new(letter("uppsala", kind, at(0)))).await.unwrap();
    }
    let workers: Vec<_> = (0..12)
        .map(|worker| {
            let store = if worker % 2 == 0 { first.clone() } else { second.clone() };
            tokio::spawn(async move {
                let mut mine = Vec::new();
                // What another node is taking at this moment is passed over: an empty hand is no end yet.
                let mut empty = 0;
                while empty < 5 {
                    let claims = store.claim_due(at(1), 7, HOUR, "w").await.unwrap();
                    empty = if claims.is_empty() { empty + 1 } else { 0 };
                    mine.extend(claims.into_iter().map(|claim| claim.id));
                }
                mine
            })
        })
        .collect();
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.unwrap());
    }
    assert_eq!(all.len(), 300);
    assert_eq!(all.into_iter().collect::<HashSet<_>>().len(), 300);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_handed_to_two_nodes_becomes_one_letter() {
    let (Some(_), folder) = (shared(), tempfile::tempdir().unwrap()) else { return };
    let (first, second) = two_nodes(folder.path()).await;
    for round in 0..40 {
        let asked: Vec<_> = [&first, &second, &first, &second]
            .map(|store| {
                let key = Idempotency { scope: "s".into(), key: format!("k{round}"), fingerprint: [1; 32] };
                let new = NewLetter { idempotency: Some(key), ..new(letter("uppsala", "beslut", at(0))) };
                let store = store.clone();
                tokio::spawn(async move { store.accept(new).await.unwrap() })
            })
            .into_iter()
            .collect();
        let mut answers = Vec::new();
        for asked in asked {
            answers.push(asked.await.unwrap());
        }
        assert_eq!(answers.iter().map(|answer| answer.id).collect::<HashSet<_>>().len(), 1);
        assert_eq!(answers.iter().filter(|answer| !answer.replayed).count(), 1);
    }
    assert_eq!(first.size().await.unwrap().letters, 40);
    assert_eq!(second.integrity_check().await.unwrap(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_nodes_that_append_to_a_letter_one_is_told_to_look_again() {
    let (Some(_), folder) = (shared(), tempfile::tempdir().unwrap()) else { return };
    let (first, second) = two_nodes(folder.path()).await;
    let mut ids = Vec::new();
    for _ in 0..8 {
        ids.push(accepted(&first).await);
    }
    let write = |store: &Store, ids: Vec<LetterId>| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut done = 0;
            for round in 0..160_usize {
                let id = ids[round % ids.len()];
                let seq = store.load(id).await.unwrap().unwrap().seq();
                match store.append(append(id, seq, vec![Event::Retried { by: "a".into() }])).await {
                    Ok(_) => done += 1,
                    Err(AppendError::Conflict { .. }) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            done
        })
    };
    let backwards = ids.iter().rev().copied().collect::<Vec<_>>();
    let writing = [
        write(&first, ids.clone()),
        write(&second, backwards.clone()),
        write(&first, backwards),
        write(&second, ids.clone()),
    ];
    let mut done = 0;
    for writer in writing {
        done += writer.await.unwrap();
    }
    let mut events = 0;
    for id in &ids {
        events += first.load(*id).await.unwrap().unwrap().seq() - 1;
    }
    assert_eq!(events, done, "an event is there for each append that was answered, and no other");
    assert_eq!(first.integrity_check().await.unwrap(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_letters_of_a_dead_node_are_taken_over_long_before_their_leases_end() {
    let (Some(_), folder) = (shared(), tempfile::tempdir().unwrap()) else { return };
    let (dead, alive) = two_nodes(folder.path()).await;
    let id = accepted(&alive).await;
    let mine = accepted(&alive).await;
    let lost = dead.claim_due(at(0), 1, HOUR, "w").await.unwrap().remove(0);
    let kept = alive.claim_due(at(0), 1, HOUR, "w").await.unwrap().remove(0);
    assert_eq!(HashSet::from([id, mine]), HashSet::from([lost.id, kept.id]));
    assert!(dead.hold_task("receipts", HOUR).await.unwrap());
    assert!(!alive.hold_task("receipts", HOUR).await.unwrap());
    // It dies without a word.
    drop(dead);
    let taken = loop {
        let claims = alive.claim_due(at(1), 5, HOUR, "w").await.unwrap();
        if !claims.is_empty() {
            break claims;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert_eq!(
        taken.iter().map(|claim| claim.id).collect::<Vec<_>>(),
        [lost.id],
        "only what the dead one held"
    );
    assert!(alive.hold_task("receipts", HOUR).await.unwrap());
    // Back from the dead, it may not append any more.
    let late = open_in(folder.path()).await;
    assert_eq!(late.release(&lost).await, Err(LeaseError::LeaseLost));
    let mut change = append(lost.id, 1, vec![Event::Expired]);
    change.lease = LeaseAction::Release(lost.token);
    assert_eq!(late.append(change).await, Err(AppendError::LeaseLost));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_leaves_gives_back_at_once() {
    let (Some(_), folder) = (shared(), tempfile::tempdir().unwrap()) else { return };
    let (first, second) = two_nodes(folder.path()).await;
    let id = accepted(&first).await;
    first.claim_due(at(0), 1, HOUR, "w").await.unwrap();
    assert!(first.hold_task("receipts", HOUR).await.unwrap());
    first.close().await;
    assert_eq!(second.claim_due(at(0), 1, HOUR, "w").await.unwrap()[0].id, id);
    assert!(second.hold_task("receipts", HOUR).await.unwrap());
    assert!(second.hold_task("receipts", HOUR).await.unwrap(), "who has it keeps it");
    first.close().await;
    assert_eq!(first.ping().await, Err(StoreError::Closed));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_node_stores_wakes_the_other() {
    let (Some(_), folder) = (shared(), tempfile::tempdir().unwrap()) else { return };
    let (first, second) = two_nodes(folder.path()).await;
    let mut bell = second.bell();
    // Listening begins with a ring, for whatever was missed.
    assert!(bell.wait(Duration::from_secs(30)).await);
    accepted(&first).await;
    assert!(bell.wait(Duration::from_secs(30)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_with_another_folder_of_documents_is_refused() {
    let (Some(_), folder) = (shared(), tempfile::tempdir().unwrap()) else { return };
    let first = open_in(folder.path()).await;
    let digest = first.put_blob(OWNER, &uppsala(), vec![7; 100_000]).await.unwrap();
    let second = open_in(folder.path()).await;
    assert_eq!(second.blob(OWNER, &digest).await.unwrap().len(), 100_000);
    let mut elsewhere = config(folder.path()).await;
    elsewhere.server.as_mut().unwrap().blob_dir = folder.path().join("elsewhere");
    let error = Store::open(&elsewhere).await.unwrap_err();
    assert!(matches!(error, OpenError::OtherBlobs { .. }), "{error:?}");
    assert!(error.to_string().contains("same shared folder"), "{error}");
    // The folder of another database is no better.
    let other = tempfile::tempdir().unwrap();
    let mut foreign = config(other.path()).await;
    foreign.server.as_mut().unwrap().blob_dir = folder.path().join("blobs");
    assert!(matches!(Store::open(&foreign).await, Err(OpenError::OtherBlobs { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_release_lets_this_one_go_on_or_does_not() {
    let (Some(_), folder) = (shared(), tempfile::tempdir().unwrap()) else { return };
    let before = open_in(folder.path()).await;
    let database = database_of(folder.path()).await;
    // The next release has been here: it added what this one need not know.
    execute(&database, "ALTER TABLE letter_index ADD COLUMN colour TEXT").await;
    execute(&database, "INSERT INTO schema_version (version, min_reader) VALUES (901, 3)").await;
    let id = accepted(&before).await;
    let started_again = open_in(folder.path()).await;
    assert!(started_again.load(id).await.unwrap().is_some());
    started_again.append(append(id, 1, vec![Event::Expired])).await.unwrap();
    // And the one after that, which this one cannot work beside.
    execute(&database, "INSERT INTO schema_version (version, min_reader) VALUES (902, 902)").await;
    let error = Store::open(&config(folder.path()).await).await.unwrap_err();
    assert!(matches!(error, OpenError::NewerSchema { found: 902, .. }), "{error:?}");
    execute(&database, "UPDATE schema_version SET min_reader = NULL WHERE version = 902").await;
    assert!(matches!(Store::open(&config(folder.path()).await).await, Err(OpenError::NewerSchema { .. })));
}
