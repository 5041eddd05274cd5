//! Takes up the notes of those who took a backup of this store while it is at work.

use crate::gateway::Gateway;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const PAUSE: Duration = Duration::from_secs(5);

/// Runs until stopped.
pub(super) async fn run(gateway: Gateway, stop: CancellationToken) {
    loop {
        match gateway.store.take_backup_notes().await {
            Ok(0) => {}
            Ok(backups) => tracing::info!(backups, "a backup was taken"),
            Err(error) => tracing::error!(%error, "a backup cannot be recorded in the audit chain"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}
