//! Letters by state and channel, counted beside the requests that ask for them.

use crate::gateway::Gateway;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Range, Tally};
use tokio::sync::watch;

/// Counted anew after this long at the earliest.
const FRESH: Duration = Duration::from_secs(60);
/// A count rests so many times as long as it took: on ten million letters it takes many seconds.
const REST: u32 = 20;

/// The last count, and whether there is a next one under way.
#[derive(Default)]
pub(super) struct Census(watch::Sender<Standing>);

#[derive(Default)]
struct Standing {
    counted: Option<Counted>,
    counting: bool,
}

struct Counted {
    tallies: Arc<Vec<Tally>>,
    next_at: Instant,
}

impl Census {
    /// The last count. The first is waited for; later ones are made while the last is shown, whoever asks, however
    /// short their patience. Nothing if letters could not be counted.
    pub(super) async fn of(gateway: &Gateway) -> Option<Arc<Vec<Tally>>> {
        let standing = &gateway.metrics.census.0;
        let begin = standing.send_if_modified(|standing| {
            let due = standing.counted.as_ref().is_none_or(|counted| counted.next_at <= Instant::now());
            let begin = due && !standing.counting;
            standing.counting |= begin;
            begin
        });
        if begin {
            tokio::spawn(count(gateway.clone()));
        }
        let mut watched = standing.subscribe();
        let seen =
            watched.wait_for(|standing| standing.counted.is_some() || !standing.counting).await.ok()?;
        seen.counted.as_ref().map(|counted| counted.tallies.clone())
    }
}

async fn count(gateway: Gateway) {
    let began = Instant::now();
    let counted = gateway.store.tallies(Range::default()).await;
    let next_at = Instant::now() + FRESH.max(began.elapsed() * REST);
    gateway.metrics.census.0.send_modify(|standing| {
        standing.counting = false;
        match counted {
            Ok(tallies) => standing.counted = Some(Counted { tallies: Arc::new(tallies), next_at }),
            Err(error) => {
                tracing::warn!(%error, "letters could not be counted for monitoring");
                standing.counted = None;
            }
        }
    });
}
