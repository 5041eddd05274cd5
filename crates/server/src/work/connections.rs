//! Looks after keys each minute, taking over those that were replaced, and at every channel's certificates and
//! connections when the gateway starts and each hour (A16, E18). What is wrong is told in time, and not too often.

use crate::gateway::Gateway;
use channels::{Finding, Level};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// How often files and security modules are looked at.
const PAUSE: Duration = Duration::from_secs(60);
/// Agreements and connections change by the day; an hour tells of it soon enough.
const LOOKS_PER_CHECK: u64 = 60;
/// What stays wrong is told again after this long.
const TOLD_AGAIN: Duration = Duration::from_secs(24 * 3600);

pub(super) async fn run(gateway: Gateway, stop: CancellationToken) {
    let mut told = Told::default();
    for number in 0_u64.. {
        tokio::select! {
            () = stop.cancelled() => return,
            () = look(&gateway, number % LOOKS_PER_CHECK == 0, &mut told) => {}
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

/// What is found is logged; what a channel learns about its senders stays with it, for `/readyz`.
async fn look(gateway: &Gateway, connections_too: bool, told: &mut Told) {
    for channel in gateway.channels.by_kind.values() {
        let mut findings = channel.look_at_keys().await;
        if connections_too {
            findings.extend(channel.check().await);
        }
        for finding in findings {
            tell(&finding, told, Instant::now());
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
            Level::Error => tracing::error!(subject, found, remedy, "checked"),
            Level::Warning => tracing::warn!(subject, found, remedy, "checked"),
            Level::Ok => tracing::info!(subject, found, "checked"),
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
