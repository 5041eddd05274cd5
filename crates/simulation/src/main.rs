//! Runs many worlds, or tells the story of one.

#![allow(clippy::print_stdout, reason = "a command for people")]

use clap::Parser;
use simulation::{Counts, Report, Setting, run};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Deterministic simulation of the gateway: one seed is one world.
#[derive(Parser)]
struct Args {
    /// Run this one seed.
    #[arg(long, conflicts_with = "seeds")]
    seed: Option<u64>,
    /// Run the seeds from A up to, but without, B.
    #[arg(long, value_name = "A..B", default_value = "0..10000", value_parser = range)]
    seeds: (u64, u64),
    /// Print the story of a run; with many seeds, of the first that fails.
    #[arg(long)]
    trace: bool,
    /// Threads; 0 takes one for each processor.
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// Bring in a deliberate bug, by name.
    #[cfg(feature = "planted")]
    #[arg(long)]
    bug: Option<String>,
}

fn range(text: &str) -> Result<(u64, u64), String> {
    let parts = text.split_once("..").and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    parts.filter(|(a, b)| a < b).ok_or_else(|| "write it as 0..1000".to_owned())
}

#[cfg(feature = "planted")]
fn setting(args: &Args, seed: u64, trace: bool) -> Setting {
    let bug = args
        .bug
        .as_deref()
        .and_then(|name| simulation::Bug::ALL.into_iter().find(|bug| bug.as_str() == name));
    Setting { seed, trace, bug }
}

#[cfg(not(feature = "planted"))]
const fn setting(_args: &Args, seed: u64, trace: bool) -> Setting {
    Setting { seed, trace }
}

fn main() -> ExitCode {
    let args = Args::parse();
    if let Some(seed) = args.seed {
        let report = run(setting(&args, seed, args.trace));
        print!("{}", report.trace);
        tell_counts(&report.counts);
        return verdict(report.violation.map(|what| (seed, what)), 1, &args);
    }
    let (first, end) = args.seeds;
    let started = Instant::now();
    let (counts, failed, virtual_seconds) = run_all(&args, first, end);
    tell_counts(&counts);
    let (worlds, real) = (end - first, started.elapsed());
    println!(
        "{worlds} worlds in {:.1} s ({:.2} ms each), {:.1} years of virtual time",
        real.as_secs_f64(),
        real.as_secs_f64() * 1e3 / worlds as f64,
        virtual_seconds as f64 / 31_557_600.0
    );
    verdict(failed.map(|report| (report.seed, report.violation.unwrap_or_default())), worlds, &args)
}

/// All seeds, shared among threads; the lowest failing seed, if one fails.
fn run_all(args: &Args, first: u64, end: u64) -> (Counts, Option<Report>, u64) {
    let threads = match args.threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let (next, stop_at) = (AtomicU64::new(first), AtomicU64::new(end));
    let total = Mutex::new((Counts::default(), None::<Report>, 0_u64));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let (mut counts, mut seconds) = (Counts::default(), 0);
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= stop_at.load(Ordering::Relaxed) {
                        break;
                    }
                    let report = run(setting(args, seed, false));
                    counts.merge(&report.counts);
                    seconds += report.seconds;
                    if report.violation.is_some() {
                        stop_at.fetch_min(seed, Ordering::Relaxed);
                        let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
                        if total.1.as_ref().is_none_or(|known| report.seed < known.seed) {
                            total.1 = Some(report);
                        }
                    }
                }
                let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
                total.0.merge(&counts);
                total.2 += seconds;
            });
        }
    });
    total.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn tell_counts(counts: &Counts) {
    for (what, count) in &counts.0 {
        println!("{count:>12}  {what}");
    }
}

fn verdict(failed: Option<(u64, String)>, worlds: u64, args: &Args) -> ExitCode {
    match failed {
        None => {
            println!("nothing lost, nothing twice in {worlds} worlds");
            ExitCode::SUCCESS
        }
        Some((seed, what)) => {
            if args.trace && args.seed.is_none() {
                print!("{}", run(setting(args, seed, true)).trace);
            }
            println!(
                "seed {seed}: {what}\nsee it: cargo run --release -p simulation -- --seed {seed} --trace"
            );
            ExitCode::FAILURE
        }
    }
}
