//! REST push: each receipt is posted to the configured endpoint until it is taken with a 2xx.

use std::time::Duration;

use tokio::sync::watch;
use uuid::Uuid;

use crate::faults::{FaultKind, Place};
use crate::kombi::Pusher;
use crate::net::stopped;
use crate::shared::{App, Shared};
use crate::state::{Entry, Receipt};

/// How often the queue is looked at.
const INTERVAL: Duration = Duration::from_millis(50);
/// The wait after a sweep in which one was not taken.
const BACK_OFF: Duration = Duration::from_millis(500);

/// Pushes until told to stop.
pub(crate) async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let Some(pusher) = &app.receipt_pusher else { return };
    loop {
        let wait = if sweep(&app, pusher).await { INTERVAL } else { BACK_OFF };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = stopped(&mut stop) => return,
        }
    }
}

/// Tries each waiting receipt once, oldest first. `false`: one was not taken.
async fn sweep(app: &Shared, pusher: &Pusher) -> bool {
    let waiting: Vec<(Uuid, Receipt)> = app
        .state
        .read(|index| index.receipts.values().map(|(id, _, receipt)| (*id, receipt.clone())).collect());
    let mut all_taken = true;
    for (id, receipt) in waiting {
        let taken = push(app, pusher, &receipt).await;
        let forgotten = taken && app.state.record(Entry::ReceiptDeleted { id }).is_ok();
        all_taken &= forgotten;
    }
    all_taken
}

/// Whether the sandbox believes that it was taken.
async fn push(app: &Shared, pusher: &Pusher, receipt: &Receipt) -> bool {
    let Ok(body) = serde_json::to_vec(receipt) else { return false };
    let struck = app.dice.strike(Place::Push, None).map(|fault| fault.kind);
    match struck {
        Some(FaultKind::Drop) => return false,
        Some(FaultKind::Slow) => tokio::time::sleep(app.slowness()).await,
        Some(FaultKind::Duplicate) => drop(pusher.post("application/json", body.clone()).await),
        _ => {}
    }
    let answer = pusher.post("application/json", body).await;
    answer.is_some_and(|(status, _)| status.is_success()) && struck != Some(FaultKind::Lost)
}
