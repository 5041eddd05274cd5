//! What the clocks of those we speak to show, by the `Date` of their answers: the cheapest second opinion on our own.

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{DATE, HeaderMap};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Hosts remembered. A gateway speaks to a few dozen.
const HOSTS_MAX: usize = 200;

/// The clock of somebody we speak to, at their last answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerClock {
    /// Whose.
    pub host: String,
    /// How far it was ahead of ours; behind if negative. Zero where the time that the answer took, and the seconds of
    /// `Date`, explain the difference.
    pub ahead: SignedDuration,
    /// When the answer came, by our clock.
    pub heard_at: Timestamp,
}

/// This machine has one clock, whoever compares it.
static HEARD: Mutex<BTreeMap<String, PeerClock>> = Mutex::new(BTreeMap::new());

/// The clocks of all that were heard of since the start, by host.
pub fn peer_clocks() -> Vec<PeerClock> {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
}

/// Notes the clock of a host that answered.
pub(super) fn hear(host: Option<&str>, headers: &HeaderMap, sent: Timestamp) {
    let shown = headers.get(DATE).and_then(|value| value.to_str().ok()).and_then(read);
    let (Some(host), Some(shown)) = (host, shown) else { return };
    let heard_at = Timestamp::now();
    let mut heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
    if heard.len() < HOSTS_MAX || heard.contains_key(host) {
        let ahead = ahead(shown, sent, heard_at);
        heard.insert(host.to_owned(), PeerClock { host: host.to_owned(), ahead, heard_at });
    }
}

/// An HTTP date: RFC 9110, 5.6.7.
fn read(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
}

/// How far a clock that showed this second while we waited from `sent` to `came` is ahead of ours.
fn ahead(shown: Timestamp, sent: Timestamp, came: Timestamp) -> SignedDuration {
    let over = shown.duration_since(came);
    // It may have shown the very end of its second.
    let under = shown.duration_since(sent).saturating_add(SignedDuration::from_secs(1));
    if over.is_positive() {
        over
    } else if under.is_negative() {
        under
    } else {
        SignedDuration::ZERO
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn only_what_cannot_be_explained_counts() {
        let (sent, came) = (at("2026-11-22T10:00:00.9Z"), at("2026-11-22T10:00:04.1Z"));
        let of = |shown: &str| ahead(at(shown), sent, came).as_secs();
        for fits in ["2026-11-22T10:00:00Z", "2026-11-22T10:00:02Z", "2026-11-22T10:00:04Z"] {
            assert_eq!(of(fits), 0, "{fits}");
        }
        assert_eq!(of("2026-11-22T10:05:04Z"), 299);
        assert_eq!(of("2026-11-22T09:59:29Z"), -30);
    }

    #[test]
    fn dates_are_read_and_rubbish_is_none() {
        assert_eq!(read("Sun, 22 Nov 2026 10:00:00 GMT"), Some(at("2026-11-22T10:00:00Z")));
        for rubbish in ["", "yesterday", "Sun, 99 Nov 2026 10:00:00 GMT"] {
            assert_eq!(read(rubbish), None, "{rubbish}");
        }
    }
}
