//! Fetches receipts in turns, and has stored ones matched.

use crate::gateway::Gateway;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Fetching stays with one node for this long beyond its last round, unless it is known to be dead.
const SHORTEST_TASK: Duration = Duration::from_secs(15);

/// Runs until stopped: fetches receipts in turns, and matches them whenever some were stored.
pub(super) async fn run(gateway: Gateway, stop: CancellationToken) {
    // A long queue that is being fetched does not keep the first of its receipts from their letters.
    tokio::join!(fetch(&gateway, &stop), match_stored(&gateway, &stop));
}

fn pause(gateway: &Gateway) -> Duration {
    Duration::from_millis(gateway.config.receipt_poll_ms.max(10))
}

async fn fetch(gateway: &Gateway, stop: &CancellationToken) {
    let pause = pause(gateway);
    while !stop.is_cancelled() {
        let mut more = false;
        if fetches(gateway, pause).await {
            for channel in gateway.channels.by_kind.values() {
                more |= journey::collect(gateway, channel.as_ref()).await;
            }
        }
        if more {
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

async fn match_stored(gateway: &Gateway, stop: &CancellationToken) {
    let pause = pause(gateway);
    while !stop.is_cancelled() {
        match journey::match_stored(gateway).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "receipts cannot be matched"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
            () = gateway.receipts_came.notified() => {}
        }
    }
}

/// Whether it is this node that fetches. Two at once would do no harm, but double the work.
async fn fetches(gateway: &Gateway, pause: Duration) -> bool {
    let held = gateway.store.hold_task("receipts", (pause * 3).max(SHORTEST_TASK)).await;
    held.unwrap_or_else(|error| {
        tracing::error!(%error, "receipts are not fetched: they could not be stored");
        false
    })
}
