//! Work that one node at a time does, each time an interval has passed since any node did it. When that node dies, another
//! goes on.

use crate::gateway::Gateway;
use jiff::Timestamp;
use std::time::Duration;
use store::StoreError;
use tokio_util::sync::CancellationToken;

/// A node asks this often whether it is time: the first look waits until letters of before the start have moved, and a
/// dead node's work is found as late.
const TURN: Duration = Duration::from_secs(120);

/// Such work. Two nodes at once would do no harm, but double the work.
pub(super) trait Regular {
    /// Name of the task that only one node has.
    const NAME: &'static str;

    /// How often.
    fn every(gateway: &Gateway) -> Duration {
        sweep_interval(gateway)
    }

    /// When any node last did it.
    ///
    /// # Errors
    /// The store cannot be read.
    fn last(gateway: &Gateway) -> impl Future<Output = Result<Option<Timestamp>, StoreError>> + Send;

    /// Does it, and tells of it in the log. It may be left at any moment.
    fn work(gateway: &Gateway) -> impl Future<Output = ()> + Send;
}

/// The interval of the sweep.
pub(super) fn sweep_interval(gateway: &Gateway) -> Duration {
    Duration::from_millis(gateway.config.sweep_ms.max(1_000))
}

/// Runs until stopped.
pub(super) async fn run<R: Regular>(gateway: Gateway, stop: CancellationToken) {
    let turn = TURN.min(sweep_interval(&gateway));
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(turn) => {}
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = take_turn::<R>(&gateway, turn) => {}
        }
    }
}

/// Works, if it is time, and this node's task.
async fn take_turn<R: Regular>(gateway: &Gateway, turn: Duration) {
    let every = R::every(gateway);
    let ours = async {
        if !gateway.store.hold_task(R::NAME, turn * 3).await? {
            return Ok(false);
        }
        let last = R::last(gateway).await?;
        // A clock that was set back must not hold the work up until it has caught up.
        let passed = last.map(|last| Duration::try_from(Timestamp::now().duration_since(last)));
        Ok(!matches!(passed, Some(Ok(passed)) if passed < every))
    };
    match ours.await {
        Ok(false) => {}
        // It may take longer than the task was taken for.
        Ok(true) => tokio::select! {
            () = R::work(gateway) => {}
            () = keep::<R>(gateway, turn) => {}
        },
        Err::<_, StoreError>(error) => {
            tracing::error!(%error, task = R::NAME, "it cannot be seen whether it is time")
        }
    }
}

/// Keeps the task for as long as it lasts; ends when another node has taken it over.
async fn keep<R: Regular>(gateway: &Gateway, turn: Duration) {
    loop {
        tokio::time::sleep(turn).await;
        if matches!(gateway.store.hold_task(R::NAME, turn * 3).await, Ok(false)) {
            return tracing::warn!(task = R::NAME, "another node has taken over the work");
        }
    }
}
