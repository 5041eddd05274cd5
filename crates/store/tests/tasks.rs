//! Tasks that only one node may do.

mod common;

use common::*;
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
