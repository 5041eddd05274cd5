//! Background work: workers move letters, a collector fetches receipts. Both look at the database and
//! move the world towards what it says; wake-ups only hasten them.

mod backups;
mod checkpoints;
mod collector;
mod connections;
mod forget;
mod neighbours;
pub(crate) mod sweep;
mod traffic;
mod turns;
mod workers;

use crate::gateway::Gateway;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Starts the workers and the collector.
pub(crate) fn start(gateway: Gateway, stop: CancellationToken) -> Vec<JoinHandle<()>> {
    vec![
        tokio::spawn(workers::run(gateway.clone(), stop.clone())),
        tokio::spawn(collector::run(gateway.clone(), stop.clone())),
        tokio::spawn(neighbours::run(gateway.clone(), stop.clone())),
        tokio::spawn(checkpoints::run(gateway.clone(), stop.clone())),
        tokio::spawn(backups::run(gateway.clone(), stop.clone())),
        tokio::spawn(turns::run::<sweep::Sweep>(gateway.clone(), stop.clone())),
        tokio::spawn(turns::run::<forget::Forget>(gateway.clone(), stop.clone())),
        tokio::spawn(traffic::run(gateway.clone(), stop.clone())),
        tokio::spawn(connections::run(gateway, stop)),
    ]
}
