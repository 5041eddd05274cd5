//! Lists of letters.

use crate::engine::{Row as Fetched, Statement, Value};
use crate::tables::{list, tally};
use crate::time::{opt_timestamp, timestamp};
use crate::vault::{Purpose, is_sealed_text};
use crate::{ListError, Store, StoreError};
use catalogue::Code;
use jiff::Timestamp;
use letter::{ChannelKind, LetterId, SenderId, TypeCode};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Most rows of a page.
pub const MOST_ROWS: usize = 250;

/// A part of all letters: those of a sender, or of one of its boards or units.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Within {
    /// The sender.
    pub sender: SenderId,
    /// Board or unit; letters without one belong to the whole sender only.
    pub unit: Option<String>,
}

impl Within {
    /// All of a sender.
    pub const fn whole(sender: SenderId) -> Within {
        Within { sender, unit: None }
    }

    /// Whether a letter of this sender and unit is inside.
    pub fn holds(&self, sender: &str, unit: Option<&str>) -> bool {
        self.sender.0 == sender && self.unit.as_deref().is_none_or(|own| unit == Some(own))
    }
}

/// Each part once, and no unit beside its whole sender.
pub(crate) fn apart(parts: &[Within]) -> Vec<&Within> {
    let mut parts: Vec<&Within> = parts.iter().collect();
    // The whole sender sorts before its units.
    parts.sort_unstable();
    parts.dedup_by(|later, earlier| {
        later.sender == earlier.sender && (earlier.unit.is_none() || later == earlier)
    });
    parts
}

/// Which letters to list; all conditions must hold, an absent one always does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// State, in the words of [`crate::Index::state`].
    pub state: Option<String>,
    /// Letter type.
    pub letter_type: Option<TypeCode>,
    /// What may be seen. An empty list sees nothing; none at all sees everything.
    pub within: Option<Vec<Within>>,
    /// Board or unit inside the sender.
    pub unit: Option<String>,
    /// The caller's own reference, exactly.
    pub reference: Option<String>,
    /// Accepted at this time or later.
    pub from: Option<Timestamp>,
    /// Accepted before this time.
    pub to: Option<Timestamp>,
    /// Whether a person must look.
    pub attention: Option<bool>,
    /// The reason that lists show for it.
    pub reason: Option<Code>,
    /// Keyed hash of the recipient, as given when the letter was accepted.
    pub recipient_hash: Option<[u8; 32]>,
    /// The channel that it takes.
    pub channel: Option<ChannelKind>,
    /// The longest waiting first, instead of the newest.
    pub oldest_first: bool,
    /// Part of subject, reference or case number, in any case. Looks at every letter that the other
    /// conditions leave.
    pub text: Option<String>,
}

/// Which part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Most rows, 1 to [`MOST_ROWS`]; other numbers count as the nearest of these.
    pub limit: usize,
    /// [`Listed::next`] of the page before.
    pub cursor: Option<String>,
}

impl Default for Page {
    fn default() -> Page {
        Page { limit: 50, cursor: None }
    }
}

/// One page of a list, newest letter first unless the filter says otherwise. Letters accepted after the first page was made do not disturb
/// the following ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The letters.
    pub rows: Vec<Row>,
    /// Cursor of the next page, if there may be one.
    pub next: Option<String>,
}

/// A letter in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub id: LetterId,
    /// Its sender.
    pub sender: SenderId,
    /// Board or unit inside the sender.
    pub unit: Option<String>,
    /// Its type.
    pub letter_type: TypeCode,
    /// Where it stands.
    pub state: String,
    /// Which way it went or goes; nothing if undecided (or unknown to this release).
    pub channel: Option<ChannelKind>,
    /// Why; nothing if undecided (or unknown to this release).
    pub reason: Option<Code>,
    /// The caller's own reference.
    pub reference: Option<String>,
    /// Title that the recipient sees.
    pub subject: String,
    /// When it was accepted.
    pub accepted_at: Timestamp,
    /// When its last event happened.
    pub updated_at: Timestamp,
    /// Whether a person must look.
    pub attention: bool,
    /// When the gateway looks at it next.
    pub due_at: Option<Timestamp>,
}

/// A place between two rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) accepted_at_us: i64,
    pub(crate) id: Uuid,
}

impl Position {
    fn parse(cursor: &str) -> Option<Position> {
        let mut bytes = [0; 24];
        hex::decode_to_slice(cursor, &mut bytes).ok()?;
        let (time, id) = bytes.split_first_chunk::<8>()?;
        Some(Position { accepted_at_us: i64::from_be_bytes(*time), id: Uuid::from_slice(id).ok()? })
    }

    fn cursor(self) -> String {
        format!("{}{}", hex::encode(self.accepted_at_us.to_be_bytes()), self.id.simple())
    }
}

impl Store {
    /// A page of the letters that match.
    ///
    /// # Errors
    /// [`ListError::BadCursor`] for a cursor that no list gave.
    pub async fn list(&self, filter: &Filter, page: &Page) -> Result<Listed, ListError> {
        let after = page
            .cursor
            .as_deref()
            .map(|cursor| Position::parse(cursor).ok_or(ListError::BadCursor))
            .transpose()?;
        let limit = page.limit.clamp(1, MOST_ROWS);
        let known;
        let within = match &filter.within {
            Some(allowed) => allowed,
            None => {
                known = self.known_senders().await?;
                &known
            }
        };
        let within = apart(within);
        if within.is_empty() {
            return Ok(Listed { rows: Vec::new(), next: None });
        }
        // One more than asked for tells whether there is a next page.
        let fetched = self.readers().fetch(list::page(filter, &within, after, limit + 1)).await?;
        let more = fetched.len() > limit;
        let mut rows = fetched.iter().take(limit).map(read).collect::<Result<Vec<Row>, StoreError>>()?;
        for row in rows.iter_mut().filter(|row| is_sealed_text(&row.subject)) {
            row.subject = self.open_subject(row).await?;
        }
        let next = rows
            .last()
            .filter(|_| more)
            .map(|row| Position { accepted_at_us: row.accepted_at.as_microsecond(), id: row.id.0 }.cursor());
        Ok(Listed { rows, next })
    }

    async fn open_subject(&self, row: &Row) -> Result<String, StoreError> {
        let corrupt = || StoreError::corrupt("the title of a letter does not open with its sender's key");
        let key = self.tenant_key(self.vault().ok_or_else(corrupt)?, &row.sender.0).await?;
        key.open_text(Purpose::Subject, row.id.0.as_bytes(), &row.subject).ok_or_else(corrupt)
    }

    async fn known_senders(&self) -> Result<Vec<Within>, StoreError> {
        let rows = self.readers().fetch(Statement::new(tally::ALL, vec![])).await?;
        rows.iter().map(|row| Ok(Within::whole(SenderId(row.text(0)?)))).collect()
    }

    /// How many letters are in each state, of these parts or of all. Those of units are counted one by one.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn counts_by_state(
        &self,
        within: Option<&[Within]>,
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        let mut counts = BTreeMap::new();
        let mut add = |state: String, letters: i64| {
            let letters = u64::try_from(letters).map_err(|_| StoreError::corrupt("a count is negative"))?;
            *counts.entry(state).or_default() += letters;
            Ok::<_, StoreError>(())
        };
        let parts = within.map(apart);
        let whole = |sender: &str| {
            parts.as_ref().is_none_or(|parts| parts.iter().any(|part| part.holds(sender, None)))
        };
        for row in self.readers().fetch(Statement::new(tally::ALL, vec![])).await? {
            if whole(&row.text(0)?) {
                add(row.text(1)?, row.int(2)?)?;
            }
        }
        for part in parts.iter().flatten() {
            let Some(unit) = &part.unit else { continue };
            let values = vec![part.sender.0.as_str().into(), unit.as_str().into()];
            for row in self.readers().fetch(Statement::new(list::OF_UNIT, values)).await? {
                add(row.text(0)?, row.int(1)?)?;
            }
        }
        Ok(counts)
    }

    /// How many letters accepted since then are in each of these states, of these parts or of all.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn counts_since(
        &self,
        within: Option<&[Within]>,
        states: &[&str],
        since: Timestamp,
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        let known;
        let within = match within {
            Some(allowed) => allowed,
            None => {
                known = self.known_senders().await?;
                &known
            }
        };
        let mut counts = BTreeMap::new();
        for part in apart(within) {
            for row in self.readers().fetch(list::since(part, states, since)).await? {
                let letters = u64::try_from(row.int(1)?);
                let letters = letters.map_err(|_| StoreError::corrupt("a count is negative"))?;
                *counts.entry(row.text(0)?).or_default() += letters;
            }
        }
        Ok(counts)
    }

    /// The letter that a message on the wire belongs to.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn letter_of_message(
        &self,
        message: letter::MessageUuid,
    ) -> Result<Option<LetterId>, StoreError> {
        let rows = crate::tables::message::BY_ID.read(self.readers(), vec![Value::from(message.0)]).await?;
        rows.first().map(|row| row.uuid(1).map(LetterId)).transpose()
    }
}

fn read(row: &Fetched) -> Result<Row, StoreError> {
    Ok(Row {
        id: LetterId(row.uuid(0)?),
        sender: SenderId(row.text(1)?),
        unit: row.opt_text(2)?,
        letter_type: TypeCode(row.text(3)?),
        state: row.text(4)?,
        channel: row.opt_text(5)?.and_then(|name| ChannelKind::parse(&name)),
        reason: row.opt_text(6)?.and_then(|code| Code::parse(&code)),
        reference: row.opt_text(7)?,
        subject: row.text(8)?,
        accepted_at: timestamp(row.int(9)?)?,
        updated_at: timestamp(row.int(10)?)?,
        attention: row.int(11)? != 0,
        due_at: opt_timestamp(row.opt_int(12)?)?,
    })
}
