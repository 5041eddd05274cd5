//! Looks at every channel's certificates and connections when the gateway starts, and again from time to time (A16).

use crate::gateway::Gateway;
use channels::Level;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Agreements and certificates change by the day; an hour tells of it soon enough.
const INTERVAL: Duration = Duration::from_secs(3600);

pub(super) async fn run(gateway: Gateway, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = look(&gateway) => {}
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(INTERVAL) => {}
        }
    }
}

/// What is found is logged; what a channel learns about its senders stays with it, for `/readyz`.
async fn look(gateway: &Gateway) {
    for channel in gateway.channels.by_kind.values() {
        for finding in channel.check().await {
            let (subject, found, remedy) = (&finding.subject, &finding.found, &finding.remedy);
            match finding.level {
                Level::Ok => tracing::debug!(subject, found, "checked"),
                Level::Warning => tracing::warn!(subject, found, remedy, "checked"),
                Level::Error => tracing::error!(subject, found, remedy, "checked"),
            }
        }
    }
}
