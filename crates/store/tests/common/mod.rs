//! What the tests share: a store in a temporary directory, and letters to put into it.
#![allow(dead_code, reason = "each test binary uses a part")]

pub(crate) mod letters;
pub(crate) mod postgres;
pub(crate) mod proxy;

pub(crate) use letters::*;

use letter::{LetterId, SenderId};
use std::path::Path;
use std::sync::Arc;
use store::{DatabaseServer, FileKeys, Store, StoreConfig};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const MASTER: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// Settings of the store that belongs to a folder, encrypted as installations are.
pub(crate) async fn config(folder: &Path) -> StoreConfig {
    with_master(folder, MASTER).await
}

pub(crate) async fn with_master(folder: &Path, keys: &str) -> StoreConfig {
    let keys = FileKeys::parse("test", keys).unwrap();
    StoreConfig { master: Some(Arc::new(keys)), ..clear(folder).await }
}

pub(crate) async fn open() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path()).await;
    (folder, store)
}

/// A store without encryption.
pub(crate) async fn open_clear() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&clear(folder.path()).await).await.unwrap();
    (folder, store)
}

/// The letter whose blobs the tests of blobs store.
pub(crate) const OWNER: LetterId = LetterId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));

pub(crate) fn uppsala() -> SenderId {
    SenderId::from("uppsala")
}

/// Opens the store that belongs to a folder.
pub(crate) async fn open_in(folder: &Path) -> Store {
    Store::open(&config(folder).await).await.unwrap()
}

/// Whether this runs in the test binary `server`, which has all cases once more on a database server.
pub(crate) const ON_SERVER: bool =
    matches!(module_path!().as_bytes(), [b's', b'e', b'r', b'v', b'e', b'r', ..]);

/// Settings of the store that belongs to a folder, without encryption; on a server, with a database of its own.
pub(crate) async fn clear(folder: &Path) -> StoreConfig {
    let mut config = StoreConfig::new(folder);
    // Without PostgreSQL these tests run on the embedded database once more, and the reason is printed.
    if ON_SERVER && postgres::shared().is_some() {
        let mut server = DatabaseServer::new(postgres::database_of(folder).await);
        server.blob_dir = folder.join("blobs");
        config.server = Some(server);
    }
    config
}

pub(crate) async fn accepted(store: &Store) -> LetterId {
    store.accept(new(letter("uppsala", "beslut", at(0)))).await.unwrap().id
}
