//! The lines to the operators: how many deliveries at a time, and which line rests (F10); and senders that are paused
//! because the infrastructure keeps refusing them (F7).

use super::breaker::{Breaker, State};
use super::config::LineConfig;
use crate::channel::{Finding, Hold, Level, Measure};
use catalogue::Code;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A line on which every place is taken and from which nothing came back for so long is slow: newcomers go elsewhere
/// instead of keeping workers waiting.
const SLOW: Duration = Duration::from_secs(2);
/// When those come back.
const SLOW_WAIT: Duration = Duration::from_secs(30);

/// All lines of a channel. A line is an operator at a host and port; its name is for people.
pub(super) struct Lines {
    config: LineConfig,
    /// A try that has not come back by then is given up.
    patience: Duration,
    operators: Mutex<BTreeMap<String, Arc<Line>>>,
    senders: Mutex<BTreeMap<String, Breaker>>,
}

struct Line {
    name: String,
    places: Arc<Semaphore>,
    inner: Mutex<Inner>,
}

struct Inner {
    breaker: Breaker,
    last_answer: Instant,
}

/// A place on a line. Dropped without a word (a task that was cancelled), it counts neither way.
pub(super) struct Pass {
    line: Arc<Line>,
    _place: OwnedSemaphorePermit,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is guarded is whole after every step, so that a panic elsewhere cannot have left half a change.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl Lines {
    pub(super) fn new(config: LineConfig, patience: Duration) -> Lines {
        Lines { config, patience, operators: Mutex::default(), senders: Mutex::default() }
    }

    fn breaker(&self, failures: u32, rest_ms: u64) -> Breaker {
        Breaker::new(failures, Duration::from_millis(rest_ms), self.patience)
    }

    fn line(&self, line: &str, name: &str) -> Arc<Line> {
        let mut operators = held(&self.operators);
        let made = || {
            let breaker = self.breaker(self.config.failures, self.config.rest_ms);
            Arc::new(Line {
                name: if name.is_empty() { line.to_owned() } else { format!("{name} ({line})") },
                places: Arc::new(Semaphore::new(self.config.concurrency.max(1))),
                inner: Mutex::new(Inner { breaker, last_answer: Instant::now() }),
            })
        };
        Arc::clone(operators.entry(line.to_owned()).or_insert_with(made))
    }

    /// Whether a letter of this sender may be sent on this line now.
    pub(super) fn admit(&self, sender: &str, line: &str, name: &str) -> Result<(), Hold> {
        let now = Instant::now();
        if let Some(breaker) = held(&self.senders).get_mut(sender) {
            breaker.admit(now).map_err(|wait| sender_paused(breaker, wait))?;
        }
        let line = self.line(line, name);
        let mut inner = held(&line.inner);
        if line.places.available_permits() == 0 && now.duration_since(inner.last_answer) > SLOW {
            let detail = format!("{}: every place is taken and no answer comes", line.name);
            return Err(Hold { problem: Code::OperatorPaused, wait_ms: millis(SLOW_WAIT), detail });
        }
        inner.breaker.admit(now).map_err(|wait| operator_paused(&line.name, &inner.breaker, wait))
    }

    /// Waits for a place on a line. Nothing has left when this fails.
    pub(super) async fn enter(&self, sender: &str, line: &str, name: &str) -> Result<Pass, Hold> {
        if let Some(breaker) = held(&self.senders).get_mut(sender) {
            breaker.enter(Instant::now()).map_err(|wait| sender_paused(breaker, wait))?;
        }
        let line = self.line(line, name);
        let place = tokio::time::timeout(self.patience, Arc::clone(&line.places).acquire_owned()).await;
        let Ok(Ok(place)) = place else {
            let detail = format!("{}: no place became free", line.name);
            return Err(Hold { problem: Code::OperatorPaused, wait_ms: millis(SLOW_WAIT), detail });
        };
        let mut inner = held(&line.inner);
        inner
            .breaker
            .enter(Instant::now())
            .map_err(|wait| operator_paused(&line.name, &inner.breaker, wait))?;
        drop(inner);
        Ok(Pass { line, _place: place })
    }

    /// What the infrastructure said about the sender itself: `Some` when it refused it (F7).
    pub(super) fn sender_refused(&self, sender: &str, refusal: Option<Code>) {
        let mut senders = held(&self.senders);
        let Some(code) = refusal else {
            if senders.remove(sender).is_some_and(|breaker| breaker.state() != State::Closed) {
                tracing::info!(channel = "mina_meddelanden", sender, "the sender is no longer paused");
            }
            return;
        };
        let breaker = senders
            .entry(sender.to_owned())
            .or_insert_with(|| self.breaker(self.config.refusals, self.config.sender_rest_ms));
        if let Some(rest) = breaker.failed(code.as_str(), Instant::now()) {
            let rest_ms = millis(rest);
            tracing::error!(
                channel = "mina_meddelanden",
                sender,
                problem = code.as_str(),
                rest_ms,
                "the sender is refused again and again and is paused: check certificate and agreement"
            );
        }
    }

    /// Lines that rest and senders that are paused.
    pub(super) fn conditions(&self) -> Vec<Finding> {
        let resting = |state: State| state != State::Closed;
        let lines: Vec<Arc<Line>> = held(&self.operators).values().cloned().collect();
        let operators = lines.iter().filter_map(|line| {
            let inner = held(&line.inner);
            resting(inner.breaker.state()).then(|| Finding {
                level: Level::Warning,
                subject: format!("mina_meddelanden operator {}", line.name),
                found: format!("paused: {}; its letters wait", inner.breaker.cause()),
                remedy: "nothing to do if it passes; else ask the operator".to_owned(),
            })
        });
        let mut found: Vec<Finding> = operators.collect();
        let senders = held(&self.senders);
        found.extend(senders.iter().filter(|(_, breaker)| resting(breaker.state())).map(|(id, breaker)| {
            Finding {
                level: Level::Error,
                subject: format!("mina_meddelanden sender {id}"),
                found: format!("paused: {}; its letters wait", breaker.cause()),
                remedy: "check certificate and agreement with the register".to_owned(),
            }
        }));
        found
    }

    /// Which lines rest and which senders are paused; each that was used since the start is named.
    pub(super) fn measures(&self) -> Vec<Measure> {
        let resting = |breaker: &Breaker| breaker.state() != State::Closed;
        let lines: Vec<Arc<Line>> = held(&self.operators).values().cloned().collect();
        let operators = lines.iter().map(|line| Measure::OperatorPaused {
            operator: line.name.clone(),
            paused: resting(&held(&line.inner).breaker),
        });
        let mut measures: Vec<Measure> = operators.collect();
        measures.extend(
            held(&self.senders)
                .iter()
                .map(|(id, breaker)| Measure::SenderPaused { sender: id.clone(), paused: resting(breaker) }),
        );
        measures
    }
}

fn operator_paused(name: &str, breaker: &Breaker, wait: Duration) -> Hold {
    let detail = format!("{name}: {}", breaker.cause());
    Hold { problem: Code::OperatorPaused, wait_ms: millis(wait), detail }
}

fn sender_paused(breaker: &Breaker, wait: Duration) -> Hold {
    Hold { problem: Code::SenderPaused, wait_ms: millis(wait), detail: breaker.cause().to_owned() }
}

impl Pass {
    /// The line works: somebody behind it answered.
    pub(super) fn answered(self) {
        let mut inner = held(&self.line.inner);
        inner.last_answer = Instant::now();
        if inner.breaker.succeeded() {
            tracing::info!(
                channel = "mina_meddelanden",
                operator = self.line.name,
                "the operator answers again"
            );
        }
    }

    /// The line does not work.
    pub(super) fn failed(self, cause: &str) {
        let mut inner = held(&self.line.inner);
        inner.last_answer = Instant::now();
        if let Some(rest) = inner.breaker.failed(cause, Instant::now()) {
            let rest_ms = millis(rest);
            tracing::warn!(
                channel = "mina_meddelanden",
                operator = self.line.name,
                cause,
                rest_ms,
                "the operator keeps failing and is left alone for a while"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn so_many_at_a_time_and_the_next_when_one_is_back() {
        let config = LineConfig { concurrency: 2, ..LineConfig::default() };
        let lines = Lines::new(config, Duration::from_millis(50));
        let enter = || lines.enter("s", "host:1", "Alfa");
        let (first, _second) = (enter().await.ok().unwrap(), enter().await.ok().unwrap());
        let hold = enter().await.err().unwrap();
        assert_eq!(hold.problem, Code::OperatorPaused);
        assert!(lines.enter("s", "host:2", "Beta").await.is_ok(), "another operator has places of its own");
        assert!(lines.admit("s", "host:1", "Alfa").is_ok(), "it answers quickly: waiting is short");
        held(&lines.line("host:1", "").inner).last_answer -= SLOW * 2;
        assert!(lines.admit("s", "host:1", "Alfa").is_err(), "it is slow: go and do something else");
        first.answered();
        assert!(enter().await.is_ok());
    }
}
