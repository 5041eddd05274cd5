//! What a pack proves by itself. What its messages say is judged by who knows their formats.

use crate::pack::{AuditFile, AuditLine};
use crate::read::Pack;
use jiff::Timestamp;
use letter::{Digest, Event, Letter, Recorded};
use std::collections::BTreeSet;

/// One check of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// The manifest is signed by the key of the certificate.
    Signature,
    /// Every file is there and is the one that was signed, and none is there besides.
    Files,
    /// Letter and events can be read and belong together.
    Letter,
    /// Each event stands in the audit chain as it stands in the pack.
    Chain,
    /// The bytes that events name are there.
    Contents,
}

/// What the verification of a pack found.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Checks that failed, with what is wrong; empty when the pack holds.
    pub faults: Vec<(Check, String)>,
    /// The letter, if it could be read.
    pub letter: Option<Letter>,
    /// Its events.
    pub events: Vec<Recorded>,
    /// Events that no entry of the chain covers: from before the chain began.
    pub uncovered: Vec<u32>,
}

/// Verifies a pack.
pub fn verify(pack: &Pack<'_>) -> Outcome {
    let mut outcome = Outcome { faults: Vec::new(), letter: None, events: Vec::new(), uncovered: Vec::new() };
    if !pack.certificate.verifies(pack.manifest_bytes, pack.signature) {
        outcome.faults.push((Check::Signature, "the signature over manifest.json is not right".to_owned()));
    }
    files(pack, &mut outcome);
    letter(pack, &mut outcome);
    match pack.json::<AuditFile>("audit.json") {
        Some(audit) => chain(pack, &audit, &mut outcome),
        None => outcome.faults.push((Check::Chain, "audit.json cannot be read".to_owned())),
    }
    contents(pack, &mut outcome);
    outcome
}

fn files(pack: &Pack<'_>, outcome: &mut Outcome) {
    let mut fault = |text: String| outcome.faults.push((Check::Files, text));
    let mut named = BTreeSet::new();
    for file in &pack.manifest.files {
        named.insert(file.name.as_str());
        match pack.file(&file.name) {
            None => fault(format!("{} is missing", shown(&file.name))),
            Some(bytes) if store::digest_of(bytes).0 != file.sha256 => {
                fault(format!("{} was changed", shown(&file.name)));
            }
            Some(_) => {}
        }
    }
    for name in pack.files.keys().filter(|name| !named.contains(name.as_str())) {
        fault(format!("{name} was added"));
    }
}

/// A name out of a manifest, which may hold anything.
fn shown(name: &str) -> &str {
    if crate::tar::is_name(name) { name } else { "a file with a name that packs do not have" }
}

fn letter(pack: &Pack<'_>, outcome: &mut Outcome) {
    let text = pack.file("letter.json").and_then(|bytes| std::str::from_utf8(bytes).ok());
    let letter = text.and_then(|text| Letter::from_stored(text).ok());
    let events: Option<Vec<Recorded>> = pack.json("events.json");
    match (letter, events) {
        (Some(letter), Some(events)) => {
            let mut numbers = events.iter().map(|recorded| recorded.seq).zip(1..);
            if letter.id != pack.manifest.letter {
                outcome.faults.push((Check::Letter, "letter.json is another letter's".to_owned()));
            }
            if events.is_empty() || numbers.any(|(seq, expected)| seq != expected) {
                outcome.faults.push((Check::Letter, "the events have a gap".to_owned()));
            }
            outcome.letter = Some(letter);
            outcome.events = events;
        }
        _ => outcome.faults.push((Check::Letter, "letter.json or events.json cannot be read".to_owned())),
    }
}

fn chain(pack: &Pack<'_>, audit: &AuditFile, outcome: &mut Outcome) {
    let key = audit.events_key.as_deref().and_then(bytes32);
    let mut last = 0;
    let mut covered = BTreeSet::new();
    for line in &audit.entries {
        let problem = entry(pack, line, key.as_ref(), &outcome.events)
            .or_else(|| (line.n <= last || line.n > audit.head).then_some("stands in another place"));
        if let Some(problem) = problem {
            outcome.faults.push((Check::Chain, format!("entry {} of the audit chain {problem}", line.n)));
        }
        last = line.n;
        covered.insert(line.seq);
    }
    let seqs = outcome.events.iter().map(|recorded| recorded.seq);
    outcome.uncovered = seqs.filter(|seq| !covered.contains(seq)).collect();
    // Only events from before the chain have no entry, and these come first.
    if outcome.uncovered.iter().any(|seq| covered.iter().any(|known| known < seq)) {
        let text = "an event has no entry in the audit chain".to_owned();
        outcome.faults.push((Check::Chain, text));
    }
}

/// What is wrong with an entry.
fn entry(
    pack: &Pack<'_>,
    line: &AuditLine,
    key: Option<&[u8; 32]>,
    events: &[Recorded],
) -> Option<&'static str> {
    let (Some(previous), Some(hash)) = (bytes32(&line.previous), bytes32(&line.hash)) else {
        return Some("has no hash");
    };
    let letter = pack.manifest.letter.0;
    let content = store::event_content(line.at_us, &line.stored);
    let computed = store::entry_hash(
        &previous,
        line.n,
        line.at_us,
        store::EVENT_KIND,
        Some(letter),
        Some(line.seq),
        &content,
    );
    if computed != hash {
        return Some("does not have the hash of its content");
    }
    let opened = store::open_stored_event(key, letter, line.seq, &line.stored);
    let event: Option<Event> = opened.and_then(|text| serde_json::from_str(&text).ok());
    let Some(event) = event else { return Some("speaks of an event that cannot be opened") };
    let at = Timestamp::from_microsecond(line.at_us).ok();
    let told = events.iter().find(|recorded| recorded.seq == line.seq);
    match told {
        Some(told) if told.event == event && Some(told.at) == at => None,
        _ => Some("says something else than events.json"),
    }
}

fn contents(pack: &Pack<'_>, outcome: &mut Outcome) {
    let mut missing = Vec::new();
    for recorded in &outcome.events {
        for digest in digests(&recorded.event) {
            let bytes = pack.file(&format!("contents/{}", digest.0));
            if bytes.is_none_or(|bytes| store::digest_of(bytes) != *digest) {
                missing.push(format!("the bytes that event {} names are missing or changed", recorded.seq));
            }
        }
    }
    outcome.faults.extend(missing.into_iter().map(|text| (Check::Contents, text)));
}

/// The contents that an event names.
pub fn digests(event: &Event) -> Vec<&Digest> {
    match event {
        Event::Composed { digest, .. } => vec![digest],
        Event::HandedOver { raw, .. } | Event::Receipt { raw, .. } | Event::FellBack { raw, .. } => {
            raw.iter().collect()
        }
        _ => Vec::new(),
    }
}

fn bytes32(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).ok().map(|()| bytes)
}
