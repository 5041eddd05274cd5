//! Tasks that only one node may do.

use crate::common::*;
use std::time::Duration;

#[tokio::test]
async fn who_has_a_task_keeps_it_and_the_nodes_of_an_embedded_store_are_none() {
    let (_folder, store) = open().await;
    for lease in [Duration::from_secs(60), Duration::ZERO, Duration::from_secs(60)] {
        assert!(store.hold_task("receipts", lease).await.unwrap());
        assert!(store.hold_task("sweep", lease).await.unwrap());
    }
    assert_eq!(store.nodes().await.unwrap().len(), usize::from(store.is_shared()));
}

#[tokio::test]
async fn a_task_does_not_outlive_its_store() {
    let (folder, store) = open().await;
    assert!(store.hold_task("receipts", Duration::from_secs(3600)).await.unwrap());
    store.close().await;
    drop(store);
    let store = open_in(folder.path()).await;
    assert!(store.hold_task("receipts", Duration::from_secs(60)).await.unwrap());
}
