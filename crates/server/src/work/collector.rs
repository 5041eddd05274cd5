//! Fetches receipts in turns, and has stored ones matched.

use crate::gateway::Gateway;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Runs until stopped: fetches receipts in turns, and matches them whenever some were stored.
pub(super) async fn run(gateway: Gateway, stop: CancellationToken) {
    let pause = Duration::from_millis(gateway.config.receipt_poll_ms.max(10));
    while !stop.is_cancelled() {
        for channel in gateway.channels.by_kind.values() {
            journey::collect(&gateway, channel.as_ref()).await;
        }
        let turn = tokio::time::sleep(pause);
        tokio::pin!(turn);
        loop {
            if let Err(error) = journey::match_stored(&gateway).await {
                tracing::error!(%error, "receipts cannot be matched");
            }
            tokio::select! {
                () = stop.cancelled() => break,
                () = &mut turn => break,
                () = gateway.receipts_came.notified() => {}
            }
        }
    }
}
