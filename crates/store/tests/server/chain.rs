//! The audit chain of several nodes.

use crate::common::postgres::shared;
use crate::common::*;
use letter::Event;

#[tokio::test(flavor = "multi_thread")]
async fn the_chain_of_several_nodes_is_one_line() {
    let (Some(_), folder) = (shared(), tempfile::tempdir().unwrap()) else { return };
    // Opened at the same time: one of them begins the chain and makes the keys.
    let (first, second, third) =
        tokio::join!(open_in(folder.path()), open_in(folder.path()), open_in(folder.path()));
    let mut tasks = Vec::new();
    for store in [&first, &second, &third, &first, &second] {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            for _ in 0..20 {
                let id = accepted(&store).await;
                store.append(append(id, 1, vec![Event::Expired])).await.unwrap();
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let report = second.verify_audit(1).await.unwrap();
    assert_eq!((report.events, report.faults), (200, vec![]));
    let rows = third.list(&store::Filter::default(), &store::Page::default()).await.unwrap().rows;
    assert!(first.load(rows[0].id).await.unwrap().is_some(), "each node reads what the others sealed");
    assert!(
        first.backup(&folder.path().join("copy"), at(1)).await.is_err(),
        "a server is not copied by halves"
    );
}
