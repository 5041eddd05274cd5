//! Start, memory at rest, size of the program.

use super::Wish;
use super::report::{Goal, Report};
use super::usage::memory_mib;
use crate::exit::Failure;
use std::time::{Duration, Instant};
use xtask::site::{Site, Victim};

const STARTS: usize = 5;
/// After this long a gateway without letters is at rest.
const REST: Duration = Duration::from_secs(3);

pub(super) async fn measure(wish: &Wish, report: &mut Report) -> Result<(), Failure> {
    let mut site = wish.site(1, None).await?;
    site.start_sandbox("").await?;
    report.goal("start_to_ready", starts(&mut site).await?, "ms", Goal::AtMost(150.0));
    tokio::time::sleep(REST).await;
    report.goal("memory_at_rest", memory_mib(site.node_id(0)), "MiB", Goal::AtMost(40.0));
    let program = std::env::current_exe().and_then(std::fs::metadata);
    let bytes = program.map_err(|error| Failure::new(error.to_string()))?.len();
    report.goal("program", bytes as f64 / 1e6, "MB", Goal::AtMost(40.0));
    Ok(())
}

/// Median milliseconds from the start of the process to its first readiness. The last one runs on.
pub(super) async fn starts(site: &mut Site) -> Result<f64, Failure> {
    let mut times_ms = Vec::new();
    for _ in 0..STARTS {
        site.kill(Victim::Node(0))?;
        let began = Instant::now();
        site.start_node(0).await?;
        times_ms.push(began.elapsed().as_secs_f64() * 1e3);
    }
    Ok(median(times_ms))
}

pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
