//! Background work: workers move letters, a collector fetches receipts. Both look at the database and
//! move the world towards what it says; wake-ups only hasten them.

mod carry;
mod checkpoints;
mod connections;
pub(crate) mod index;
mod notice;
pub(crate) mod receipts;
mod worker;

use crate::gateway::Gateway;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Starts the workers and the collector.
pub(crate) fn start(gateway: Gateway, stop: CancellationToken) -> Vec<JoinHandle<()>> {
    vec![
        tokio::spawn(worker::run(gateway.clone(), stop.clone())),
        tokio::spawn(receipts::run(gateway.clone(), stop.clone())),
        tokio::spawn(checkpoints::run(gateway.clone(), stop.clone())),
        tokio::spawn(connections::run(gateway, stop)),
    ]
}
