//! What a statement looks at, on a server whose statistics tell of other times.

use crate::common::postgres::{database_of, execute, shared};
use crate::common::*;
use futures_util::future::join_all;
use letter::Event;
use std::time::Duration;
use store::{NewLetter, Store};

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_looks_at_few_letters_however_many_wait_for_a_later_day() {
    let (Some(_), folder) = (shared(), tempfile::tempdir().unwrap()) else { return };
    let url = database_of(folder.path()).await;
    let store = open_in(folder.path()).await;
    let waiting = |day: i64| {
        let (store, due_at) = (&store, at(day * 86_400));
        let all = (0..800).map(move |_| {
            let waiting = NewLetter { due_at, ..new(letter("uppsala", "beslut", at(0))) };
            async move { store.accept(waiting).await.unwrap() }
        });
        join_all(all)
    };
    waiting(0).await;
    // Statistics of an hour in which nothing waits; then a batch comes that is to leave next month.
    let nothing_waits = "ALTER TABLE letter_index SET (autovacuum_enabled = off);
        UPDATE letter_index SET ready_at_us = NULL, due_at_us = NULL; VACUUM FULL ANALYZE letter_index";
    for statement in nothing_waits.split(';') {
        execute(&url, statement).await;
    }
    waiting(30).await;
    for _ in 0..5 {
        assert!(store.claim_due(at(0), 10, Duration::from_secs(60), "w").await.unwrap().is_empty());
    }
    // What a connection has counted is there for others when it ends.
    store.close().await;
    looked_at(&url, "SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = 'letter_ready'", 100)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_from_when_the_database_was_empty_reads_no_whole_table_later() {
    let (Some(_), folder) = (shared(), tempfile::tempdir().unwrap()) else { return };
    let url = database_of(folder.path()).await;
    let store = open_in(folder.path()).await;
    let no_statistics = "ALTER TABLE letter_index SET (autovacuum_enabled = off)";
    execute(&url, no_statistics).await;
    // The server keeps a plan after it has made five.
    for _ in 0..10 {
        written_and_read(&store, 1).await;
    }
    for _ in 0..10 {
        written_and_read(&store, 64).await;
    }
    store.close().await;
    looked_at(&url, "SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'letter_index'", 1_000)
        .await;
}

/// So many letters are accepted, moved and read together.
async fn written_and_read(store: &Store, letters: usize) {
    let all = (0..letters).map(async |_| {
        let id = accepted(store).await;
        store.append(append(id, 1, vec![Event::Retried { by: "a".into() }])).await.unwrap();
        id
    });
    let ids = join_all(all).await;
    assert_eq!(store.load_many(&ids).await.unwrap().len(), letters);
}

/// Fails if that count is higher.
async fn looked_at(url: &str, count: &str, most: u32) {
    let judge = format!(
        "DO $$ BEGIN IF COALESCE(({count}), {most} + 1) > {most} THEN RAISE EXCEPTION 'looked at %', ({count}); END IF; END $$"
    );
    execute(url, &judge).await;
}
