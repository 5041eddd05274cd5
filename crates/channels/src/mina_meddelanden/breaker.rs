//! When somebody who keeps failing is left alone for a while (F7, F10). Pure: the time is given.

use std::time::{Duration, Instant};

/// Longest rest, as a multiple of the first one.
const LONGEST: u32 = 16;

/// What a line may do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Used as usual.
    Closed,
    /// Left alone until then.
    Open(Instant),
    /// One try may go out, since then; it decides for the others.
    Offered(Instant),
    /// That try is under way, since then.
    Trying(Instant),
}

/// Counts failures in a row.
#[derive(Debug)]
pub(super) struct Breaker {
    state: State,
    failures: u32,
    /// How often the rest was taken in a row.
    rests: u32,
    /// What the latest failure was, for people.
    cause: String,
    threshold: u32,
    rest: Duration,
    /// A try that has not come back by then is given up.
    patience: Duration,
}

impl Breaker {
    /// Opens after `threshold` failures in a row, for `rest` at first.
    pub(super) fn new(threshold: u32, rest: Duration, patience: Duration) -> Breaker {
        let threshold = threshold.max(1);
        Breaker {
            state: State::Closed,
            failures: 0,
            rests: 0,
            cause: String::new(),
            threshold,
            rest,
            patience,
        }
    }

    pub(super) fn state(&self) -> State {
        self.state
    }

    pub(super) fn cause(&self) -> &str {
        &self.cause
    }

    /// Whether work may be begun now; else how long to wait. After the rest one caller is let through: its try decides.
    pub(super) fn admit(&mut self, now: Instant) -> Result<(), Duration> {
        match self.state {
            State::Closed => Ok(()),
            State::Open(until) if now < until => Err(until - now),
            State::Offered(since) | State::Trying(since) if now < since + self.patience => {
                Err(self.rest.min(since + self.patience - now))
            }
            State::Open(_) | State::Offered(_) | State::Trying(_) => {
                self.state = State::Offered(now);
                Ok(())
            }
        }
    }

    /// Whether a request may leave now: for whoever was admitted, and for those who did not ask.
    pub(super) fn enter(&mut self, now: Instant) -> Result<(), Duration> {
        if !matches!(self.state, State::Offered(_)) {
            self.admit(now)?;
        }
        if self.state != State::Closed {
            self.state = State::Trying(now);
        }
        Ok(())
    }

    /// It answered. `true` when it had been left alone.
    pub(super) fn succeeded(&mut self) -> bool {
        let was_open = self.state != State::Closed;
        (self.state, self.failures, self.rests) = (State::Closed, 0, 0);
        was_open
    }

    /// It failed. Gives the rest that begins now, if one does.
    pub(super) fn failed(&mut self, cause: &str, now: Instant) -> Option<Duration> {
        cause.clone_into(&mut self.cause);
        self.failures = self.failures.saturating_add(1);
        match self.state {
            State::Closed if self.failures < self.threshold => return None,
            // Requests that were under way when it opened.
            State::Open(_) => return None,
            State::Closed | State::Offered(_) | State::Trying(_) => {}
        }
        let rest = self.rest.saturating_mul(2_u32.saturating_pow(self.rests).min(LONGEST));
        self.rests = self.rests.saturating_add(1);
        self.state = State::Open(now + rest);
        Some(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: Duration = Duration::from_secs(10);
    const PATIENCE: Duration = Duration::from_secs(100);

    /// F10.
    #[test]
    fn opens_after_failures_in_a_row_and_lets_one_try() {
        let mut breaker = Breaker::new(3, REST, PATIENCE);
        let start = Instant::now();
        for _ in 0..2 {
            assert_eq!(breaker.failed("x", start), None);
        }
        assert!(!breaker.succeeded(), "a success in between begins the count anew");
        for _ in 0..2 {
            assert_eq!(breaker.failed("x", start), None);
        }
        assert_eq!(breaker.failed("no connection", start), Some(REST));
        assert_eq!(breaker.cause(), "no connection");
        assert_eq!(breaker.failed("late", start), None, "those under way change nothing");
        assert_eq!(breaker.admit(start + REST / 2), Err(REST / 2));
        assert_eq!(breaker.enter(start + REST / 2), Err(REST / 2));
        // One is let through, the others wait for what it finds.
        let after = start + REST;
        assert_eq!(breaker.admit(after), Ok(()));
        assert_eq!(breaker.admit(after), Err(REST));
        assert_eq!(breaker.enter(after), Ok(()));
        assert_eq!(breaker.enter(after), Err(REST));
        assert_eq!(breaker.failed("still", after), Some(REST * 2));
        assert_eq!(breaker.enter(after + REST * 2), Ok(()));
        assert!(breaker.succeeded());
        assert_eq!((breaker.state(), breaker.admit(after)), (State::Closed, Ok(())));
    }

    #[test]
    fn a_try_that_never_comes_back_is_given_up_and_rests_do_not_grow_for_ever() {
        let mut breaker = Breaker::new(1, REST, PATIENCE);
        let mut now = Instant::now();
        let mut rest = breaker.failed("x", now).unwrap();
        for _ in 0..40 {
            now += rest;
            assert_eq!(breaker.enter(now), Ok(()));
            rest = breaker.failed("x", now).unwrap();
        }
        assert_eq!(rest, REST * LONGEST);
        now += rest;
        assert_eq!(breaker.admit(now), Ok(()));
        now += PATIENCE;
        assert_eq!(breaker.admit(now), Ok(()));
        assert_eq!(breaker.enter(now), Ok(()));
        now += PATIENCE;
        assert_eq!(breaker.enter(now), Ok(()));
    }
}
