//! What was heard: source systems that called (R121), channels that took a letter. Noted in memory at each call, which
//! costs a look into a map, and written behind at most once a minute.

use crate::gateway::Gateway;
use axum::http::{HeaderMap, header};
use jiff::Timestamp;
use letter::{ChannelKind, Event};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::{StoreError, SystemSeen};

/// Longest name and version of a program that is kept, characters.
const AGENT_MAX_CHARS: usize = 100;
/// Most systems kept in memory; each has a key or a certificate that was checked.
const SYSTEMS_MAX: usize = 10_000;

/// What this process has heard.
#[derive(Default)]
pub(crate) struct Traffic {
    systems: Mutex<HashMap<String, Word>>,
    channels: Mutex<HashMap<ChannelKind, Timestamp>>,
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
    fn what_a_program_calls_itself_is_cut_and_cleaned() {
        assert_eq!(cleaned(b"curl/8.5\r\n\x07"), "curl/8.5");
        assert_eq!(cleaned(&[b'a'; 400]).len(), 100);
        assert_eq!(cleaned(b"client for 2211771212"), "");
        assert_eq!(cleaned(b""), "");
    }
}
