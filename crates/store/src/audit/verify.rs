//! Walking the chain.

use super::chain::{self, EVENT_KIND, Link};
use crate::audit::ActKind;
use crate::engine::{Statement, Value};
use crate::tables::{audit as table, event};
use crate::{Store, StoreError};
use letter::LetterId;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Entries read at once.
const PAGE: i64 = 1000;
/// Faults named at most: beyond these a chain is not damaged but broken.
const MOST_FAULTS: usize = 100;

/// Something wrong with the chain or with what it speaks of.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuditFault {
    /// An entry is gone.
    #[error("entry {n} is missing")]
    Missing {
        /// Its number.
        n: u64,
    },
    /// An entry was changed, or another one stands before it than when it was written.
    #[error("entry {n} does not follow from the one before it: it or that one was changed")]
    Broken {
        /// Its number.
        n: u64,
    },
    /// The text of an act is not the one that was recorded.
    #[error("the act of entry {n} was changed")]
    ActChanged {
        /// Number of the entry.
        n: u64,
    },
    /// An event is not the one that was recorded.
    #[error("event {seq} of letter {letter} was changed (entry {n})")]
    EventChanged {
        /// Number of the entry.
        n: u64,
        /// The letter.
        letter: LetterId,
        /// Number of the event.
        seq: u32,
    },
    /// An event is gone.
    #[error("event {seq} of letter {letter} was removed (entry {n})")]
    EventRemoved {
        /// Number of the entry.
        n: u64,
        /// The letter.
        letter: LetterId,
        /// Number of the event.
        seq: u32,
    },
    /// There are events that the chain does not know.
    #[error("{events} events are in no entry of the chain, {expected} were there before it began")]
    Unknown {
        /// Events without an entry.
        events: u64,
        /// As many as there were when the chain began.
        expected: u64,
    },
    /// The end of the chain is not where it was noted.
    #[error("the chain ends with entry {last}, its head names {head}: the end was cut off or added to")]
    Cut {
        /// The last entry that is there.
        last: u64,
        /// The number noted as the last.
        head: u64,
    },
}

/// What a walk along the chain found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditReport {
    /// First and last entry looked at.
    pub from: u64,
    /// The last entry.
    pub to: u64,
    /// Entries looked at.
    pub entries: u64,
    /// Letter events compared.
    pub events: u64,
    /// What is wrong, at most a hundred; empty when all is well.
    pub faults: Vec<AuditFault>,
}

impl Store {
    /// Walks the chain from entry `from` (1 is the first) to its present end, recomputes every hash, and compares
    /// each letter event with what stands in its table. May run beside a gateway that works.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn verify_audit(&self, from: u64) -> Result<AuditReport, StoreError> {
        let head = self.audit_head().await?;
        let from = from.max(1);
        let mut report = AuditReport { from, to: head.n, ..AuditReport::default() };
        let before = if from == 1 { Some([0; 32]) } else { self.audit_hash(from - 1).await? };
        let mut previous = before.unwrap_or_else(|| {
            report.faults.push(AuditFault::Missing { n: from - 1 });
            [0; 32]
        });
        let mut expected = from;
        while expected <= head.n && report.faults.len() < MOST_FAULTS {
            let to = head.n.min(expected.saturating_add(PAGE.unsigned_abs() - 1));
            let values = vec![big(expected).into(), big(to).into()];
            let rows = self.readers().fetch(Statement::new(table::BETWEEN, values)).await?;
            let links = rows.iter().map(Link::read).collect::<Result<Vec<_>, _>>()?;
            for link in &links {
                report.faults.extend((expected..link.n).map(|n| AuditFault::Missing { n }).take(MOST_FAULTS));
                if link.hash_after(&previous) != link.hash {
                    report.faults.push(AuditFault::Broken { n: link.n });
                }
                previous = link.hash;
                expected = link.n + 1;
                report.entries += 1;
            }
            report.faults.extend((expected..=to).map(|n| AuditFault::Missing { n }).take(MOST_FAULTS));
            expected = to + 1;
            self.compare(&links, &mut report).await?;
        }
        if report.faults.is_empty() && previous != head.hash && from <= head.n {
            report.faults.push(AuditFault::Broken { n: head.n });
        }
        self.look_around(head.n, &mut report).await?;
        report.faults.truncate(MOST_FAULTS);
        Ok(report)
    }

    /// Compares entries with what they speak of.
    async fn compare(&self, links: &[Link], report: &mut AuditReport) -> Result<(), StoreError> {
        let letters: BTreeSet<Uuid> =
            links.iter().filter_map(|link| link.event().map(|(letter, _)| letter)).collect();
        let keys = letters.into_iter().map(Value::from).collect();
        let mut stored: HashMap<(Uuid, i64), [u8; 32]> = HashMap::new();
        for row in event::OF_LETTERS.read(self.readers(), keys).await? {
            stored.insert((row.uuid(0)?, row.int(1)?), event_content(row.int(2)?, &row.text(3)?));
        }
        for link in links {
            let n = link.n;
            match (link.event(), &link.act) {
                (Some((letter, seq)), _) if link.kind == EVENT_KIND => {
                    report.events += 1;
                    let letter_id = LetterId(letter);
                    match stored.get(&(letter, i64::from(seq))) {
                        Some(content) if *content == link.content => {}
                        Some(_) => {
                            report.faults.push(AuditFault::EventChanged { n, letter: letter_id, seq });
                        }
                        None => report.faults.push(AuditFault::EventRemoved { n, letter: letter_id, seq }),
                    }
                }
                (_, Some(act)) if chain::content_of(act) == link.content => {}
                _ => report.faults.push(AuditFault::ActChanged { n }),
            }
        }
        Ok(())
    }

    /// What a walk along the entries cannot see: events without an entry, and entries after the end.
    async fn look_around(&self, head: u64, report: &mut AuditReport) -> Result<(), StoreError> {
        let first = self.readers().fetch(Statement::new(table::BETWEEN, vec![1.into(), 1.into()])).await?;
        let begun = first.first().map(Link::read).transpose()?;
        let begun = begun.filter(|link| link.kind == ActKind::ChainBegun.as_str()).and_then(|link| link.act);
        let expected = begun.and_then(|act| {
            let act: serde_json::Value = serde_json::from_str(&act).ok()?;
            act.get("about")?.as_str()?.parse::<u64>().ok()
        });
        let expected = expected.unwrap_or(0);
        let rows = self.readers().fetch(Statement::new(table::UNKNOWN_EVENTS, vec![])).await?;
        let events = rows.first().map(|row| row.int(0)).transpose()?.map_or(0, i64::unsigned_abs);
        if events != expected {
            report.faults.push(AuditFault::Unknown { events, expected });
        }
        let rows = self.readers().fetch(Statement::new(table::LAST, vec![])).await?;
        let last = rows.first().map(|row| row.opt_int(0)).transpose()?.flatten();
        let last = chain::number(last.unwrap_or(0))?;
        // Beside a gateway that works the chain may have grown since its end was read.
        let now = self.audit_head().await?.n;
        if last < head || last > now {
            report.faults.push(AuditFault::Cut { last, head: now });
        }
        Ok(())
    }
}

/// What the chain keeps of an event: SHA-256 over its time (unix microseconds, 64 bits big-endian) and its text as
/// stored, each preceded by its length.
pub fn event_content(at_us: i64, text: &str) -> [u8; 32] {
    crate::blob::sha256_of_parts(&[&at_us.to_be_bytes(), text.as_bytes()])
}

fn big(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
