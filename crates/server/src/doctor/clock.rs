//! Is our clock right? Both clocks of this machine, the clocks of those we speak to, and the database server's are asked.

use super::{green, red, words, yellow};
use crate::gateway::Gateway;
use channels::{Finding, PeerClock, peer_clocks};
use jiff::{SignedDuration, Timestamp};

/// How far the two clocks of this machine may drift apart before the wall clock was set.
const SLACK: SignedDuration = SignedDuration::from_secs(5);
/// A difference worth a word, and one with which certificates, tokens and leases go wrong.
const DIFFERS: SignedDuration = SignedDuration::from_secs(30);
const WRONG: SignedDuration = SignedDuration::from_mins(5);
/// What was heard longer ago says nothing of now.
const FRESH: SignedDuration = SignedDuration::from_mins(10);
const REMEDY: &str = "keep the clock in step with a time service; if only one differs, it may be theirs";

impl Gateway {
    /// What is to be said about the clock.
    pub(super) async fn clock(&self) -> Vec<Finding> {
        let mut findings = vec![self.steps(Timestamp::now())];
        let now = Timestamp::now();
        for PeerClock { host, ahead, heard_at } in peer_clocks() {
            if now.duration_since(heard_at).abs() <= FRESH {
                findings.push(compared(&host, ahead));
            }
        }
        let asked = Timestamp::now();
        if let Ok(Some(shown)) = self.store.server_clock().await {
            let answered = Timestamp::now();
            let ahead = if shown > answered {
                shown.duration_since(answered)
            } else {
                shown.duration_since(asked).min(SignedDuration::ZERO)
            };
            findings.push(compared("database server", ahead));
        }
        findings
    }

    /// Both clocks of this machine since the start: only the wall clock can be set.
    fn steps(&self, now: Timestamp) -> Finding {
        let (instant, wall) = self.began;
        let passed = SignedDuration::try_from(instant.elapsed()).unwrap_or(SignedDuration::ZERO);
        let drift = now.duration_since(wall).saturating_sub(passed);
        if drift.abs() > SLACK {
            let way = if drift.is_negative() { "back" } else { "forward" };
            let found = format!("was set {way} by {} since the start", words(drift.abs()));
            return yellow("clock", &found, "keep the clock in step with a time service");
        }
        green("clock", &format!("{now}"))
    }
}

/// Another's clock beside ours.
fn compared(whose: &str, ahead: SignedDuration) -> Finding {
    let subject = format!("clock of {whose}");
    let by = words(ahead.abs());
    let found = if ahead.is_negative() { format!("{by} behind ours") } else { format!("{by} ahead of ours") };
    match ahead.abs() {
        ahead if ahead >= WRONG => red(&subject, &found, REMEDY),
        ahead if ahead >= DIFFERS => yellow(&subject, &found, REMEDY),
        _ => green(&subject, "in step with ours"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use channels::Level;

    #[test]
    fn seconds_are_nothing_half_a_minute_is_told_and_five_are_red() {
        for (seconds, level) in [
            (0, Level::Ok),
            (29, Level::Ok),
            (-29, Level::Ok),
            (30, Level::Warning),
            (-299, Level::Warning),
            (300, Level::Error),
            (-86_400, Level::Error),
        ] {
            assert_eq!(compared("x", SignedDuration::from_secs(seconds)).level, level, "{seconds}");
        }
        assert_eq!(compared("x", SignedDuration::from_secs(-3_600)).found, "60 min behind ours");
    }
}
