//! What was heard: source systems that called (R121), channels that took a letter. Noted in memory at each call, which
//! costs a look into a map, and written behind at most once a minute.

use crate::gateway::Gateway;
use crate::problem::Problem;
use axum::http::{HeaderMap, header};
use catalogue::{Code, Source};
use jiff::Timestamp;
use letter::{ChannelKind, Event};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::{Refusals, StoreError, SystemSeen};

/// Longest name and version of a program that is kept, characters.
const AGENT_MAX_CHARS: usize = 100;
/// Most systems kept in memory; each has a key or a certificate that was checked.
const SYSTEMS_MAX: usize = 10_000;
/// Most counts of refusals kept until they are written.
const REFUSALS_MAX: usize = 10_000;
const DAY_SECONDS: i64 = 24 * 60 * 60;

/// What this process has heard.
#[derive(Default)]
pub(crate) struct Traffic {
    systems: Mutex<HashMap<String, Word>>,
    channels: Mutex<HashMap<ChannelKind, Timestamp>>,
    refusals: Mutex<BTreeMap<(String, Code, i64), u64>>,
}

struct Word {
    last_at: Timestamp,
    /// The header as it came, to see quickly that it is the same.
    raw: Vec<u8>,
    agent: String,
    unwritten: bool,
}

fn open<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while holding it; were it so, the map would still be whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Traffic {
    /// Notes that a system called.
    pub(crate) fn heard(&self, name: &str, headers: &HeaderMap, now: Timestamp) {
        let raw = headers.get(header::USER_AGENT).map_or(&b""[..], |value| value.as_bytes());
        let mut systems = open(&self.systems);
        if let Some(word) = systems.get_mut(name) {
            word.last_at = now;
            word.unwritten = true;
            if word.raw != raw {
                word.agent = cleaned(raw);
                word.raw = raw.to_vec();
            }
        } else if systems.len() < SYSTEMS_MAX {
            let word = Word { last_at: now, agent: cleaned(raw), raw: raw.to_vec(), unwritten: true };
            systems.insert(name.to_owned(), word);
        }
    }

    /// Notes what an event says of a channel.
    pub(crate) fn moved(&self, event: &Event, now: Timestamp) {
        if let Event::HandedOver { channel, .. } | Event::Receipt { channel, .. } = event {
            open(&self.channels).insert(*channel, now);
        }
    }

    /// Notes why a system's letter was refused: each cause once, if it is for the system to mend.
    pub(crate) fn refused(&self, system: &str, problem: &Problem, now: Timestamp) {
        let named = problem.errors.iter().map(|fault| fault.code);
        let codes: BTreeSet<Code> =
            if problem.errors.is_empty() { [problem.code].into() } else { named.collect() };
        let mut refusals = open(&self.refusals);
        for code in codes.into_iter().filter(|code| code.entry().source == Source::Caller) {
            let key = (system.to_owned(), code, day(now));
            if refusals.len() < REFUSALS_MAX || refusals.contains_key(&key) {
                *refusals.entry(key).or_default() += 1;
            }
        }
    }

    fn unwritten_refusals(&self) -> Vec<Refusals> {
        let counted = std::mem::take(&mut *open(&self.refusals));
        let refusals = |((system, code, day), refused)| Refusals { system, code, day, refused };
        counted.into_iter().map(refusals).collect()
    }

    fn refusals_again(&self, counted: Vec<Refusals>) {
        let mut refusals = open(&self.refusals);
        for Refusals { system, code, day, refused } in counted {
            *refusals.entry((system, code, day)).or_default() += refused;
        }
    }

    /// When a channel last took a letter or told of one, since this process began.
    pub(crate) fn last_success(&self, channel: ChannelKind) -> Option<Timestamp> {
        open(&self.channels).get(&channel).copied()
    }

    fn unwritten(&self) -> Vec<SystemSeen> {
        let mut systems = open(&self.systems);
        let words = systems.iter_mut().filter(|(_, word)| word.unwritten);
        words
            .map(|(name, word)| {
                word.unwritten = false;
                SystemSeen { name: name.clone(), last_at: word.last_at, agent: word.agent.clone() }
            })
            .collect()
    }

    fn again(&self, words: &[SystemSeen]) {
        let mut systems = open(&self.systems);
        for seen in words {
            if let Some(word) = systems.get_mut(&seen.name) {
                word.unwritten = true;
            }
        }
    }
}

/// Days since 1970-01-01, in UTC.
pub(crate) fn day(at: Timestamp) -> i64 {
    at.as_second().div_euclid(DAY_SECONDS)
}

/// A program's name as it may be shown: printable, short, without anything that looks like a person's number.
fn cleaned(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw);
    let plain: String =
        text.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').take(AGENT_MAX_CHARS).collect();
    if party::find_personal_numbers(&plain) { String::new() } else { plain.trim().to_owned() }
}

impl Gateway {
    /// Writes what was heard since it was last written.
    ///
    /// # Errors
    /// The store cannot be written; it is tried again with the next words.
    pub(crate) async fn write_traffic(&self) -> Result<(), StoreError> {
        self.write_refusals().await?;
        let words = self.traffic.unwritten();
        if words.is_empty() {
            return Ok(());
        }
        let written = self.store.note_systems(&words).await;
        if written.is_err() {
            self.traffic.again(&words);
        }
        written
    }

    /// Writes what was refused since it was last written.
    ///
    /// # Errors
    /// The store cannot be written; it is tried again with the next refusals.
    pub(crate) async fn write_refusals(&self) -> Result<(), StoreError> {
        let counted = self.traffic.unwritten_refusals();
        if counted.is_empty() {
            return Ok(());
        }
        let written = self.store.count_refusals(&counted).await;
        if written.is_err() {
            self.traffic.refusals_again(counted);
        }
        written
    }

    /// When each system was last heard, by any node that has written it and by this one.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn systems_heard(&self) -> Result<BTreeMap<String, SystemSeen>, StoreError> {
        let stored = self.store.systems_seen().await?;
        let mut found: BTreeMap<String, SystemSeen> =
            stored.into_iter().map(|seen| (seen.name.clone(), seen)).collect();
        for (name, word) in open(&self.traffic.systems).iter() {
            if found.get(name).is_none_or(|seen| seen.last_at < word.last_at) {
                let seen =
                    SystemSeen { name: name.clone(), last_at: word.last_at, agent: word.agent.clone() };
                found.insert(name.clone(), seen);
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(agent: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::USER_AGENT, agent.parse().unwrap())])
    }

    #[test]
    fn words_are_written_once_and_again_after_a_failure() {
        let traffic = Traffic::default();
        let now = |second| Timestamp::from_second(second).unwrap();
        traffic.heard("løn", &headers("Løn/1.0"), now(1));
        traffic.heard("løn", &headers("Loen/1.1 (x)"), now(2));
        let words = traffic.unwritten();
        assert_eq!(words.len(), 1);
        assert_eq!((words[0].agent.as_str(), words[0].last_at), ("Loen/1.1 (x)", now(2)));
        assert!(traffic.unwritten().is_empty());
        traffic.again(&words);
        assert_eq!(traffic.unwritten(), words);
    }

    #[test]
    fn each_cause_of_a_refusal_counts_once_and_is_kept_until_it_is_written() {
        let traffic = Traffic::default();
        let now = Timestamp::from_second(DAY_SECONDS + 1).unwrap();
        let fault = |code, at: &str| letter::Fault::new(code, at, "");
        let faults = vec![
            fault(Code::RecipientCheckDigit, "/recipient"),
            fault(Code::FieldUnknown, "/a"),
            fault(Code::FieldUnknown, "/b"),
        ];
        traffic.refused("løn", &Problem::faults(faults.clone()), now);
        traffic.refused("løn", &Problem::faults(faults), now);
        // Not the system's doing.
        traffic.refused("løn", &Problem::new(Code::StorageUnavailable), now);
        let count = |code| Refusals { system: "løn".to_owned(), code, day: 1, refused: 2 };
        let mut counted = traffic.unwritten_refusals();
        counted.sort_by_key(|one| one.code.as_str());
        assert_eq!(counted, [count(Code::FieldUnknown), count(Code::RecipientCheckDigit)]);
        traffic.refusals_again(counted);
        assert_eq!(traffic.unwritten_refusals().len(), 2);
        assert!(traffic.unwritten_refusals().is_empty());
    }

    #[test]
    fn what_a_program_calls_itself_is_cut_and_cleaned() {
        assert_eq!(cleaned(b"curl/8.5\r\n\x07"), "curl/8.5");
        assert_eq!(cleaned(&[b'a'; 400]).len(), 100);
        assert_eq!(cleaned(b"client for 2211771212"), "");
        assert_eq!(cleaned(b""), "");
    }
}
