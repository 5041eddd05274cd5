//! Work for the processor, away from the tasks that wait for the network.

use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// As many at a time as there are processors: signing more at once makes none of them faster.
static PLACES: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, std::num::NonZero::get)));

/// Runs `work` on a thread of its own. `None` when it panicked or the runtime is ending.
pub(crate) async fn on_processor<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let _place = PLACES.acquire().await.ok()?;
    tokio::task::spawn_blocking(work).await.ok()
}
