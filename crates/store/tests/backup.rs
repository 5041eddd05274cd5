//! Backups of a store that goes on working; what is damaged in one is found before it is restored.

mod common;

use common::*;
use letter::Event;
use store::{BackupError, BackupFault, Store, StoreConfig};

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_working_store_is_whole_and_can_be_restored() {
    for (folder, store) in [open().await, open_clear().await] {
        let encrypted = store.master_key().is_some();
        let settings = async |path: &std::path::Path| {
            if encrypted { config(path).await } else { StoreConfig::new(path) }
        };
        let first = with_document(letter("uppsala", "beslut", at(0)), vec![b'b'; 100_000]);
        let (id, digest) = (first.letter.id, first.letter.documents[0].digest.clone());
        store.accept(first).await.unwrap();
        let busy = store.clone();
        let work = tokio::spawn(async move {
            for _ in 0..50 {
                let id = busy
                    .accept(with_document(letter("lund", "beslut", at(1)), vec![b'l'; 40_000]))
                    .await
                    .unwrap()
                    .id;
                busy.append(append(id, 1, vec![Event::Expired])).await.unwrap();
            }
        });
        // As another process would: without the lock.
        let looking = Store::look(&settings(folder.path()).await).await.unwrap();
        let target = tempfile::tempdir().unwrap();
        let copy = target.path().join("copy");
        let backup = looking.backup(&copy, at(9)).await.unwrap();
        work.await.unwrap();
        assert!(backup.letters >= 1 && backup.blobs >= 1 && backup.blob_bytes >= 100_000);
        assert!(matches!(looking.backup(&copy, at(9)).await, Err(BackupError::Exists { .. })));
        for _ in 0..2 {
            let report = Store::verify_backup(&settings(&copy).await).await.unwrap();
            assert_eq!(report.faults, vec![], "looking at a backup must not change it");
            assert!(report.blobs >= backup.blobs);
        }
        store.close().await;

        let place = target.path().join("place");
        Store::restore(&copy, &place).await.unwrap();
        assert!(matches!(Store::restore(&copy, &place).await, Err(BackupError::Exists { .. })));
        let restored = Store::open(&settings(&place).await).await.unwrap();
        assert_eq!(restored.blob(id, &digest).await.unwrap(), vec![b'b'; 100_000]);
        assert_eq!(restored.size().await.unwrap().letters, backup.letters);
        restored.append(append(id, 1, vec![Event::Expired])).await.unwrap();
        assert_eq!(restored.verify_audit(1).await.unwrap().faults, vec![]);
    }
}

#[tokio::test]
async fn a_damaged_backup_is_found_out() {
    let (_folder, store) = open().await;
    for size in [10, 100_000] {
        store.accept(with_document(letter("uppsala", "beslut", at(0)), vec![b'b'; size])).await.unwrap();
    }
    let target = tempfile::tempdir().unwrap();
    let fresh = |name: &str| target.path().join(name);
    let verify = async |path: &std::path::Path| Store::verify_backup(&config(path).await).await;

    let copy = fresh("blob");
    store.backup(&copy, at(9)).await.unwrap();
    let shelf = std::fs::read_dir(copy.join("blobs")).unwrap().next().unwrap().unwrap().path();
    let file = std::fs::read_dir(shelf).unwrap().next().unwrap().unwrap().path();
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[70_000] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let name = file.file_name().unwrap().to_str().unwrap().to_owned();
    assert_eq!(verify(&copy).await.unwrap().faults, vec![BackupFault::Blob { name: name.clone() }]);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(verify(&copy).await.unwrap().faults, vec![BackupFault::Blob { name }]);

    let copy = fresh("database");
    store.backup(&copy, at(9)).await.unwrap();
    let mut bytes = std::fs::read(copy.join("brevdue.db")).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(copy.join("brevdue.db"), bytes).unwrap();
    assert!(verify(&copy).await.unwrap().faults.contains(&BackupFault::DatabaseChanged));

    let copy = fresh("cut-off");
    store.backup(&copy, at(9)).await.unwrap();
    std::fs::remove_file(copy.join("backup.json")).unwrap();
    assert!(matches!(verify(&copy).await, Err(BackupError::NoBackup { .. })));
    assert!(matches!(Store::restore(&copy, &fresh("x")).await, Err(BackupError::NoBackup { .. })));

    let copy = fresh("key");
    store.backup(&copy, at(9)).await.unwrap();
    assert!(Store::verify_backup(&StoreConfig::new(&copy)).await.is_err(), "without its master key");
}

#[tokio::test]
async fn looking_changes_nothing_and_needs_a_store() {
    let (folder, store) = open().await;
    let id = accepted(&store).await;
    let looking = Store::look(&config(folder.path()).await).await.unwrap();
    assert!(looking.load(id).await.unwrap().is_some());
    assert!(looking.append(append(id, 1, vec![Event::Expired])).await.is_err());
    assert_eq!(store.append(append(id, 1, vec![Event::Expired])).await, Ok(2));
    assert_eq!(looking.load(id).await.unwrap().unwrap().seq(), 2);
    let empty = tempfile::tempdir().unwrap();
    assert!(Store::look(&config(empty.path()).await).await.is_err());
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 0, "looking makes nothing");
}

#[tokio::test]
async fn a_backup_stands_in_the_audit_chain_with_its_taker() {
    let (folder, store) = open().await;
    let target = tempfile::tempdir().unwrap();
    let copy = target.path().join("copy");
    // Another process takes it while this one works.
    let backup = Store::look(&config(folder.path()).await).await.unwrap().backup(&copy, at(9)).await.unwrap();
    let before = store.audit_head().await.unwrap().n;
    Store::note_backup(&config(folder.path()).await, &backup, &copy, "backup take, user 7").await.unwrap();
    assert_eq!(store.audit_head().await.unwrap().n, before);
    // What is no note changes nothing.
    let notes = folder.path().join("backup-notes");
    std::fs::write(notes.join("x.json"), "{\"kind\":\"api_key_made\"}").unwrap();
    std::fs::write(notes.join("y.json"), vec![b' '; 100_000]).unwrap();
    assert_eq!(store.take_backup_notes().await.unwrap(), 1);
    assert_eq!(store.take_backup_notes().await.unwrap(), 0);
    assert_eq!(store.audit_head().await.unwrap().n, before + 1);
    assert_eq!(store.verify_audit(1).await.unwrap().faults, vec![]);
    store.close().await;
    let connection = rusqlite::Connection::open(folder.path().join("brevdue.db")).unwrap();
    let last = "SELECT kind, act FROM audit ORDER BY n DESC LIMIT 1";
    let row: (String, String) = connection.query_row(last, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!(row.0, "backup_taken");
    assert!(row.1.contains("backup take, user 7") && row.1.contains("copy"), "{}", row.1);
}
