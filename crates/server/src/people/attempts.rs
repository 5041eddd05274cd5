//! Slows down guessing. Counted in memory by each node: a guesser gains at most as many tries as there are nodes.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// For how long failed attempts count.
const WINDOW: Duration = Duration::from_secs(60);
/// Most addresses and names whose failures are remembered.
const MOST: usize = 10_000;

/// Whose failures are counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Who {
    Address(Option<IpAddr>),
    Name(String),
}

impl Who {
    /// Failures before it must wait.
    const fn most(&self) -> u32 {
        match self {
            Who::Address(_) => 20,
            Who::Name(_) => 10,
        }
    }
}

/// Failed attempts to sign in.
#[derive(Default)]
pub(crate) struct Attempts(Mutex<HashMap<Who, (Instant, u32)>>);

impl Attempts {
    /// Seconds to wait before this address may try this name again.
    pub(crate) fn must_wait(&self, address: Option<IpAddr>, name: &str) -> Option<u64> {
        let failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = [Who::Address(address), Who::Name(name.to_owned())].into_iter().filter_map(|who| {
            let (since, count) = failures.get(&who)?;
            let left = WINDOW.checked_sub(since.elapsed())?;
            (*count >= who.most()).then(|| left.as_secs() + 1)
        });
        waits.max()
    }

    /// Counts an attempt before it is judged, so that many at once gain nothing.
    pub(crate) fn begin(&self, address: Option<IpAddr>, name: &str) {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failures.retain(|_, (since, _)| since.elapsed() < WINDOW);
        if failures.len() >= MOST {
            failures.clear();
        }
        for who in [Who::Address(address), Who::Name(name.to_owned())] {
            failures.entry(who).or_insert((Instant::now(), 0)).1 += 1;
        }
    }

    /// An attempt was right after all.
    pub(crate) fn succeeded(&self, address: Option<IpAddr>, name: &str) {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failures.remove(&Who::Name(name.to_owned()));
        if let Some((_, count)) = failures.get_mut(&Who::Address(address)) {
            *count = count.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_keeps_failing_must_wait_and_others_need_not() {
        let attempts = Attempts::default();
        let address = Some(IpAddr::from([192, 0, 2, 1]));
        for tried in 0..20 {
            let name = format!("name-{tried}");
            assert_eq!(attempts.must_wait(address, &name), None);
            attempts.begin(address, &name);
        }
        assert!(attempts.must_wait(address, "anna").is_some_and(|seconds| (1..=60).contains(&seconds)));
        assert_eq!(attempts.must_wait(Some(IpAddr::from([192, 0, 2, 2])), "anna"), None);
    }

    #[test]
    fn a_name_that_is_guessed_from_everywhere_must_wait() {
        let attempts = Attempts::default();
        for last in 0..10 {
            let address = Some(IpAddr::from([192, 0, 2, last]));
            assert_eq!(attempts.must_wait(address, "anna"), None);
            attempts.begin(address, "anna");
        }
        let other = Some(IpAddr::from([198, 51, 100, 1]));
        assert!(attempts.must_wait(other, "anna").is_some());
        assert_eq!(attempts.must_wait(other, "bo"), None);
        attempts.succeeded(other, "anna");
        assert_eq!(attempts.must_wait(other, "anna"), None);
    }
}
