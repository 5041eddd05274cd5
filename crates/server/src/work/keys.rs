//! Looks after keys and certificates: takes over those that were replaced, and tells in time when one ends.

use crate::gateway::Gateway;
use channels::{Finding, Level};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// How often files and security modules are looked at.
const PAUSE: Duration = Duration::from_secs(60);
/// What stays wrong is told again after this long.
const TOLD_AGAIN: Duration = Duration::from_secs(24 * 3600);

/// Runs until stopped.
pub(super) async fn run(gateway: Gateway, stop: CancellationToken) {
    let mut told = Told::default();
    while !stop.is_cancelled() {
        for channel in gateway.channels.values() {
            for finding in channel.look_at_keys().await {
                tell(&finding, &mut told, Instant::now());
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

/// What was told, how bad it was, and when.
type Told = HashMap<String, (Level, Instant)>;

/// Logs a finding once a day, and at once when it has become worse or better. Tells whether it did.
fn tell(finding: &Finding, told: &mut Told, now: Instant) -> bool {
    let before = told.get(&finding.subject);
    let news = match before {
        None => finding.level > Level::Ok,
        Some((level, at)) => {
            *level != finding.level || (*level > Level::Ok && now.duration_since(*at) >= TOLD_AGAIN)
        }
    };
    if news {
        told.insert(finding.subject.clone(), (finding.level, now));
        let Finding { subject, found, remedy, .. } = finding;
        match finding.level {
            Level::Error => tracing::error!(subject, found, remedy, "key or certificate"),
            Level::Warning => tracing::warn!(subject, found, remedy, "key or certificate"),
            Level::Ok => tracing::info!(subject, found, "key or certificate"),
        }
    }
    news
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_a_day_and_at_every_change() {
        let finding = |level, found: &str| Finding {
            level,
            subject: "sender exempel certificate".to_owned(),
            found: found.to_owned(),
            remedy: String::new(),
        };
        let (mut told, start) = (Told::default(), Instant::now());
        let mut tells = |level, found: &str, hours: u64| {
            tell(&finding(level, found), &mut told, start + Duration::from_secs(hours * 3600))
        };
        assert!(!tells(Level::Ok, "100 days left", 0));
        assert!(tells(Level::Warning, "59 days left", 1));
        assert!(!tells(Level::Warning, "59 days left", 2));
        assert!(!tells(Level::Warning, "58 days left", 24));
        assert!(tells(Level::Warning, "58 days left", 25));
        assert!(tells(Level::Error, "expired", 26));
        assert!(tells(Level::Ok, "300 days left", 27));
        assert!(!tells(Level::Ok, "299 days left", 60));
        assert!(tells(Level::Error, "expired", 61));
    }
}
