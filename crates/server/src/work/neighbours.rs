//! What other nodes on the same database changed, as far as this one keeps it in memory.

use crate::gateway::Gateway;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A letter type that was imported or switched on another node is known here after at most this long. A letter of it
/// that comes earlier makes its worker look at once.
const PAUSE: Duration = Duration::from_secs(5);

/// Runs until stopped; ends at once where there are no other nodes.
pub(super) async fn run(gateway: Gateway, stop: CancellationToken) {
    while gateway.store.is_shared() {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
        if let Err(error) = gateway.reload_types().await {
            tracing::warn!(%error, "letter types cannot be read");
        }
    }
}
