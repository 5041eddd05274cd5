//! Writes when source systems were heard, once a minute and at the end.

use crate::gateway::Gateway;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const EACH: Duration = Duration::from_secs(60);

pub(super) async fn run(gateway: Gateway, stop: CancellationToken) {
    loop {
        let stopping = tokio::select! {
            () = stop.cancelled() => true,
            () = tokio::time::sleep(EACH) => false,
        };
        if let Err(error) = gateway.write_traffic().await {
            tracing::warn!(%error, "when systems were heard is not written yet");
        }
        if stopping {
            return;
        }
    }
}
