//! What a statement looks at, on a server whose statistics tell of other times.

use crate::common::postgres::{database_of, execute, shared};
use crate::common::*;
use futures_util::future::join_all;
use std::time::Duration;
use store::NewLetter;

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
    let looked_at = "DO $$ DECLARE letters BIGINT; BEGIN
        SELECT idx_tup_read INTO letters FROM pg_stat_user_indexes WHERE indexrelname = 'letter_ready';
        IF letters NOT BETWEEN 1 AND 100 THEN RAISE EXCEPTION '% letters were looked at', letters; END IF;
        END $$";
    execute(&url, looked_at).await;
}
