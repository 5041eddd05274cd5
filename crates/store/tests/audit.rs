//! The audit chain: whoever changes the database behind it is found out.

mod common;

use common::*;
use letter::Event;
use std::path::Path;
use store::{Act, ActKind, AuditFault, Store, StoreConfig, open_stored_event};

/// Changes a closed store's database by another hand.
async fn change(folder: &Path, sql: &'static str) {
    let connection = rusqlite::Connection::open(folder.join("brevdue.db")).unwrap();
    connection.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
    assert!(connection.changes() > 0, "{sql}");
}

/// A store with some letters, events and acts; its chain has 10 entries.
async fn filled(store: &Store) -> letter::LetterId {
    let mut id = None;
    for _ in 0..3 {
        id = Some(accepted(store).await);
    }
    let id = id.unwrap();
    store.append(append(id, 1, vec![Event::Expired, Event::Retried { by: "Anna".into() }])).await.unwrap();
    store.put_api_key("admin", [1; 32], &[], &["admin".to_owned()], at(3), "init").await.unwrap();
    assert!(store.revoke_api_key("admin", at(4), "anna").await.unwrap());
    assert!(
        !store.revoke_api_key("admin", at(5), "anna").await.unwrap(),
        "nothing happened, nothing is recorded"
    );
    store.record(Act::new(ActKind::ConfigurationLoaded, "serve", at(6)).about("brevdue.toml")).await.unwrap();
    assert!(store.add_person(&local("anna", "hash", &[]), "test", at(7)).await.unwrap());
    assert_eq!(store.audit_head().await.unwrap().n, 10);
    id
}

#[tokio::test]
async fn events_and_acts_stand_in_one_chain() {
    for (_folder, store) in [open().await, open_clear().await] {
        let id = filled(&store).await;
        let report = store.verify_audit(1).await.unwrap();
        assert_eq!((report.entries, report.events, report.to, report.faults), (10, 5, 10, vec![]));
        let later = store.verify_audit(7).await.unwrap();
        assert_eq!((later.entries, later.faults), (4, vec![]));
        assert!(store.verify_audit(99).await.unwrap().faults.contains(&AuditFault::Missing { n: 98 }));

        let proof = store.audit_proof(id).await.unwrap();
        assert_eq!(proof.entries.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [1, 2, 3]);
        let history = store.load(id).await.unwrap().unwrap();
        for (entry, recorded) in proof.entries.iter().zip(history.events) {
            let text = open_stored_event(proof.events_key.as_ref(), id.0, entry.seq, &entry.stored).unwrap();
            assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), recorded.event);
            assert_eq!(store.audit_hash(entry.n).await.unwrap(), Some(entry.hash));
        }
    }
}

#[tokio::test]
async fn whoever_changes_the_database_is_found_out() {
    let is = |fault: &AuditFault, wanted: &str| {
        let text = format!("{fault:?}");
        text.split([' ', '{']).next() == Some(wanted)
    };
    for (sql, wanted) in [
        ("UPDATE event SET event = '{\"event\":\"expired\"}' WHERE seq = 1", "EventChanged"),
        ("UPDATE event SET at_us = at_us + 1 WHERE seq = 3", "EventChanged"),
        ("DELETE FROM event WHERE seq = 3", "EventRemoved"),
        (
            "INSERT INTO event (letter_id, seq, at_us, event) SELECT letter_id, 4, at_us, event FROM event WHERE seq = 3",
            "Unknown",
        ),
        (
            "INSERT INTO event (letter_id, seq, at_us, event, audit_n) SELECT letter_id, 4, at_us, event, 3 FROM event WHERE seq = 3",
            "Unknown",
        ),
        ("DELETE FROM audit WHERE n = 4", "Missing"),
        ("UPDATE audit SET at_us = at_us + 1 WHERE n = 4", "Broken"),
        (
            "UPDATE audit SET content = x'0000000000000000000000000000000000000000000000000000000000000000' WHERE n = 4",
            "Broken",
        ),
        ("UPDATE audit SET act = '{\"by\":\"nobody\"}' WHERE kind = 'api_key_made'", "ActChanged"),
        ("UPDATE audit SET n = 20 WHERE n = 10", "Missing"),
        ("DELETE FROM audit WHERE n = 10", "Cut"),
        ("UPDATE audit_head SET n = 8", "Cut"),
    ] {
        let (folder, store) = open().await;
        filled(&store).await;
        store.close().await;
        change(folder.path(), sql).await;
        let store = Store::open(&config(folder.path()).await).await.unwrap();
        let faults = store.verify_audit(1).await.unwrap().faults;
        assert!(faults.iter().any(|fault| is(fault, wanted)), "{sql}: {faults:?}");
        store.close().await;
    }
}

#[tokio::test]
async fn a_clean_cut_shows_against_an_earlier_head() {
    let (folder, store) = open().await;
    filled(&store).await;
    let before = store.audit_head().await.unwrap();
    store.close().await;
    // Somebody with time and knowledge: entries, events and head all agree with each other afterwards.
    change(folder.path(), "DELETE FROM audit WHERE n > 9").await;
    change(folder.path(), "UPDATE audit_head SET n = 9, hash = (SELECT hash FROM audit WHERE n = 9)").await;
    let store = Store::open(&config(folder.path()).await).await.unwrap();
    assert_eq!(store.verify_audit(1).await.unwrap().faults, vec![]);
    assert_ne!(store.audit_hash(before.n).await.unwrap(), Some(before.hash));
}

#[tokio::test]
async fn a_store_from_before_the_chain_is_counted() {
    let (folder, store) = open().await;
    accepted(&store).await;
    store.close().await;
    change(folder.path(), "UPDATE event SET audit_n = NULL").await;
    change(folder.path(), "DELETE FROM audit").await;
    change(folder.path(), "DELETE FROM audit_head").await;
    let store = Store::open(&config(folder.path()).await).await.unwrap();
    accepted(&store).await;
    assert_eq!(store.verify_audit(1).await.unwrap().faults, vec![]);
    store.close().await;
    change(folder.path(), "DELETE FROM event WHERE audit_n IS NULL").await;
    let store = Store::open(&config(folder.path()).await).await.unwrap();
    let faults = store.verify_audit(1).await.unwrap().faults;
    assert_eq!(faults, vec![AuditFault::Unknown { events: 0, expected: 1 }]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chain_is_one_line_under_load_and_can_be_walked_meanwhile() {
    let (_folder, store) = open().await;
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                for _ in 0..20 {
                    let id = accepted(&store).await;
                    store.append(append(id, 1, vec![Event::Expired])).await.unwrap();
                }
            })
        })
        .collect();
    for _ in 0..5 {
        assert_eq!(store.verify_audit(1).await.unwrap().faults, vec![]);
    }
    for task in tasks {
        task.await.unwrap();
    }
    let report = store.verify_audit(1).await.unwrap();
    assert_eq!((report.events, report.faults), (320, vec![]));
}

#[tokio::test]
async fn entries_hash_as_documented() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&StoreConfig::new(folder.path())).await.unwrap();
    let id = accepted(&store).await;
    let proof = store.audit_proof(id).await.unwrap();
    let entry = &proof.entries[0];
    let part = |bytes: &[u8]| [&(bytes.len() as u64).to_be_bytes(), bytes].concat();
    let content = sha256(&[part(&entry.at_us.to_be_bytes()), part(entry.stored.as_bytes())].concat());
    let text = [
        part(&entry.previous),
        part(&entry.n.to_be_bytes()),
        part(&entry.at_us.to_be_bytes()),
        part(b"event"),
        part(id.0.as_bytes()),
        part(&u64::from(entry.seq).to_be_bytes()),
        part(&content),
    ]
    .concat();
    assert_eq!(sha256(&text), entry.hash);
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes).as_ref().try_into().unwrap()
}
