//! Some thousands of worlds at each test run. `cargo run --release -p simulation -- --seeds 0..100000` runs more.

#![allow(clippy::print_stderr, reason = "the test reports its counts")]

use simulation::{Counts, Setting, run};

/// `BREVDUE_SEEDS` sets how many.
fn seeds() -> u64 {
    std::env::var("BREVDUE_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000)
}

#[test]
fn nothing_lost_and_nothing_twice() {
    let half = seeds() / 2;
    let mut total = Counts::default();
    let parts: Vec<Counts> = std::thread::scope(|scope| {
        let threads: Vec<_> = [0..half, half..2 * half]
            .into_iter()
            .map(|seeds| {
                scope.spawn(|| {
                    let mut counts = Counts::default();
                    for seed in seeds {
                        let report = run(Setting { seed, ..Setting::default() });
                        assert_eq!(
                            report.violation, None,
                            "seed {seed}: --seed {seed} --trace tells its story"
                        );
                        counts.merge(&report.counts);
                    }
                    counts
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("no world fails")).collect()
    });
    parts.iter().for_each(|counts| total.merge(counts));
    for (what, count) in &total.0 {
        eprintln!("{count:>10}  {what}");
    }
    // A simulation in which nothing happens proves nothing.
    for what in [
        "promises",
        "crashes",
        "crashes after a commit",
        "pauses longer than the lease",
        "clock jumps",
        "register outages",
        "commits failed",
        "commits unknown",
        "answers lost",
        "requests lost",
        "requests late",
        "requests doubled",
        "repeats received",
        "appends in doubt",
        "lookups unknown",
        "receipts never written",
        "pushes repeated",
        "acts of people",
        "acts refused",
        "letters held",
        "delivered to a mailbox",
        "printed and posted",
        "printed by a person",
        "letters delivered",
        "letters with a person",
        "letters cancelled",
    ] {
        assert!(total.0.get(what).is_some_and(|count| *count > 0), "no {what} in {} worlds", 2 * half);
    }
}

#[test]
fn one_seed_is_one_world() {
    for seed in 0..20 {
        let mut setting = Setting::default();
        (setting.seed, setting.trace) = (seed, true);
        let (once, again) = (run(setting), run(setting));
        assert!(once.trace.lines().count() > 20, "nothing happened in world {seed}");
        assert_eq!(once.trace, again.trace);
        assert_ne!(once.trace, run(Setting { seed: seed + 1_000, ..setting }).trace);
    }
}
