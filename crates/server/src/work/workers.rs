//! Claims due letters and has each carried as far as it goes.

use crate::gateway::Gateway;
use jiff::Timestamp;
use journey::Claimed;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// A timer looks for due letters even if every wake-up was missed.
const LONGEST_SLEEP: Duration = Duration::from_secs(2);
/// When nearly all workers are busy, several are soon free: claiming for them together costs as much as for one.
const BUSY_SLEEP: Duration = Duration::from_millis(5);
/// Which part of the workers is waited for.
const TOGETHER: usize = 4;

/// Runs until stopped; letters under way are carried to their next resting place first.
pub(super) async fn run(gateway: Gateway, stop: CancellationToken) {
    let owner = format!("{}-{}", std::process::id(), uuid::Uuid::new_v4().simple());
    let slots = Arc::new(Semaphore::new(gateway.config.workers));
    let mut bell = gateway.store.bell();
    let mut before = Timestamp::MAX;
    while !stop.is_cancelled() {
        let now = Timestamp::now();
        if now < before {
            // At the start, and when the clock was put back.
            hasten(&gateway, now).await;
        }
        before = now;
        if slots.available_permits() < gateway.config.workers.div_ceil(TOGETHER) {
            tokio::time::sleep(BUSY_SLEEP).await;
        }
        let free = slots.available_permits();
        let claims = if free == 0 { Vec::new() } else { claim(&gateway, free, &owner).await };
        let none_due = claims.is_empty();
        for claim in claims {
            let Ok(slot) = slots.clone().acquire_owned().await else { break };
            let gateway = gateway.clone();
            tokio::spawn(async move {
                let id = claim.id();
                if let Err(error) = journey::carry_letter(&gateway, claim).await {
                    // The lease runs out and the letter is taken up again.
                    tracing::error!(letter = %id, %error, "a step could not be carried out");
                }
                drop(slot);
            });
        }
        if none_due {
            // With all workers busy the next look is at the next turn.
            let longest = if free == 0 { Duration::ZERO } else { sleep_until_due(&gateway).await };
            tokio::select! {
                () = stop.cancelled() => {}
                _ = bell.wait(longest) => {}
            }
        }
    }
    // All permits free means that nothing is under way.
    let all = u32::try_from(gateway.config.workers).unwrap_or(u32::MAX);
    let _ = slots.acquire_many(all).await;
}

/// What was accepted under a clock that was ahead does not wait until it is that late again.
async fn hasten(gateway: &Gateway, now: Timestamp) {
    match gateway.store.hasten_accepted(now).await {
        Ok(0) => {}
        Ok(letters) => {
            tracing::warn!(letters, "the clock went back: letters accepted in the future are due now")
        }
        Err(error) => tracing::error!(%error, "letters accepted in the future cannot be made due"),
    }
}

async fn claim(gateway: &Gateway, limit: usize, owner: &str) -> Vec<Claimed> {
    match journey::claim_due(gateway, limit, owner).await {
        Ok(claims) => claims,
        Err(error) => {
            tracing::error!(%error, "due letters cannot be claimed");
            tokio::time::sleep(Duration::from_millis(500)).await;
            Vec::new()
        }
    }
}

async fn sleep_until_due(gateway: &Gateway) -> Duration {
    let due = gateway.store.next_due().await.ok().flatten();
    let wait = due.map_or(LONGEST_SLEEP, |due| {
        Duration::try_from(due.duration_since(Timestamp::now())).unwrap_or(Duration::ZERO)
    });
    wait.clamp(Duration::from_millis(5), LONGEST_SLEEP)
}
