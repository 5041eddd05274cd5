//! Looks over all letters at once, without holding anybody up: balance sheet, sweeper, doctor.

use crate::engine::{Row as Fetched, Statement, Value};
use crate::list::apart;
use crate::tables::{survey, tally};
use crate::time::{micros, opt_timestamp, timestamp};
use crate::{Store, StoreError, Within};
use catalogue::Code;
use jiff::Timestamp;
use letter::{ChannelKind, LetterId, MessageUuid, SenderId};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Which letters to look over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Accepted at this time or later.
    pub from: Timestamp,
    /// Accepted before this time.
    pub to: Timestamp,
}

impl Default for Range {
    fn default() -> Range {
        Range { from: Timestamp::MIN, to: Timestamp::MAX }
    }
}

impl Range {
    fn values(self) -> [Value; 2] {
        [micros(self.from).into(), micros(self.to).into()]
    }
}

/// How many letters are alike in these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Sender.
    pub sender: String,
    /// Letter type.
    pub letter_type: String,
    /// System that handed them in; unknown for letters of early releases.
    pub source: Option<String>,
    /// State.
    pub state: String,
    /// Channel.
    pub channel: Option<ChannelKind>,
    /// A person must look.
    pub attention: bool,
    /// How many.
    pub letters: u64,
}

/// What the index says of one letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walked {
    /// The letter.
    pub id: LetterId,
    /// State.
    pub state: String,
    /// Channel.
    pub channel: Option<ChannelKind>,
    /// A person must look.
    pub attention: bool,
    /// Number of its last event.
    pub seq: u32,
    /// When it is looked at next.
    pub due_at: Option<Timestamp>,
    /// Until when a worker holds it.
    pub lease_until: Option<Timestamp>,
    /// When it was accepted.
    pub accepted_at: Timestamp,
    /// When it last moved.
    pub updated_at: Timestamp,
    /// Sender.
    pub sender: SenderId,
}

/// Letters that wait for a person for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttentionGroup {
    /// Why; nothing if this release does not know the reason.
    pub reason: Option<Code>,
    /// How many.
    pub letters: u64,
    /// When the oldest of them was accepted.
    pub oldest_accepted_at: Timestamp,
}

/// Letters in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateAge {
    /// The state.
    pub state: String,
    /// How many.
    pub letters: u64,
    /// When the one that stands still longest last moved.
    pub oldest_move: Timestamp,
}

/// Letters that are counted at a time: a database sorts what it groups, and would hold all letters in memory for that.
const STRETCH: u32 = 50_000;

/// What the letters of a tally have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Alike {
    sender: String,
    letter_type: String,
    source: Option<String>,
    state: String,
    channel: Option<String>,
    attention: bool,
}

impl Alike {
    fn of(row: &Fetched) -> Result<Alike, StoreError> {
        Ok(Alike {
            sender: row.text(0)?,
            letter_type: row.text(1)?,
            source: row.opt_text(2)?,
            state: row.text(3)?,
            channel: row.opt_text(4)?,
            attention: row.int(5)? != 0,
        })
    }

    fn tally(self, letters: u64) -> Tally {
        let Alike { sender, letter_type, source, state, channel, attention } = self;
        let channel = channel.and_then(|name| ChannelKind::parse(&name));
        Tally { sender, letter_type, source, state, channel, attention, letters }
    }
}

impl Store {
    /// Counts letters, by what the balance sheet tells apart, each letter once, as it stands when it is come by.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn tallies(&self, range: Range) -> Result<Vec<Tally>, StoreError> {
        self.tallies_by(range, STRETCH).await
    }

    /// The same, with so many letters at a time: for tests, which have few.
    #[doc(hidden)]
    pub async fn tallies_by(&self, range: Range, letters: u32) -> Result<Vec<Tally>, StoreError> {
        let mut sums: BTreeMap<Alike, u64> = BTreeMap::new();
        let [from, to] = range.values();
        let mut after = Uuid::nil();
        loop {
            let next = Statement::new(survey::STRETCH, vec![after.into(), i64::from(letters).into()]);
            let next = self.readers().fetch(next).await?;
            let end = next.first().map_or(Ok(Uuid::max()), |row| row.uuid(0))?;
            let values = vec![after.into(), end.into(), from.clone(), to.clone()];
            for row in self.readers().fetch(Statement::new(survey::TALLIES, values)).await? {
                *sums.entry(Alike::of(&row)?).or_default() += count(&row, 6)?;
            }
            if end.is_max() {
                return Ok(sums.into_iter().map(|(alike, letters)| alike.tally(letters)).collect());
            }
            after = end;
        }
    }

    /// The next letters after `after`, in the order of their ids. Letters at their end are left out unless they moved
    /// at `moved_since` or later.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn walk(
        &self,
        after: Option<LetterId>,
        range: Range,
        moved_since: Timestamp,
        limit: usize,
    ) -> Result<Vec<Walked>, StoreError> {
        let after = after.map_or(Uuid::nil(), |id| id.0);
        let [from, to] = range.values();
        let values = vec![after.into(), from, to, micros(moved_since).into(), (limit as i64).into()];
        let rows = self.readers().fetch(Statement::new(survey::WALK, values)).await?;
        rows.iter().map(walked).collect()
    }

    /// The messages that matched receipts of these letters speak of.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn receipted_messages(
        &self,
        letters: &[LetterId],
    ) -> Result<HashMap<LetterId, Vec<MessageUuid>>, StoreError> {
        let keys = letters.iter().map(|id| id.0.into()).collect();
        let mut found: HashMap<LetterId, Vec<MessageUuid>> = HashMap::new();
        for row in survey::MATCHED.read(self.readers(), keys).await? {
            if let Some(message) = row.opt_uuid(1)? {
                found.entry(LetterId(row.uuid(0)?)).or_default().push(MessageUuid(message));
            }
        }
        Ok(found)
    }

    /// Letters of these parts (of all, if none are named) that wait for a person, by reason.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn attention_groups(
        &self,
        within: Option<&[Within]>,
    ) -> Result<Vec<AttentionGroup>, StoreError> {
        let mut groups: BTreeMap<Option<Code>, (u64, i64)> = BTreeMap::new();
        let known;
        let parts = match within {
            Some(parts) => parts,
            None => {
                let senders = self.standing().await?.into_keys();
                known = senders.map(|sender| Within::whole(SenderId(sender))).collect::<Vec<_>>();
                &known
            }
        };
        for part in apart(parts) {
            let sender = part.sender.0.as_str();
            let statement = match part.unit.as_deref() {
                None => Statement::new(survey::ATTENTION, vec![sender.into()]),
                Some(unit) => Statement::new(survey::ATTENTION_OF_UNIT, vec![sender.into(), unit.into()]),
            };
            for row in self.readers().fetch(statement).await? {
                let reason = row.opt_text(0)?.and_then(|code| Code::parse(&code));
                let group = groups.entry(reason).or_insert((0, i64::MAX));
                group.0 += count(&row, 1)?;
                group.1 = group.1.min(row.int(2)?);
            }
        }
        let group = |(reason, (letters, oldest))| {
            Ok(AttentionGroup { reason, letters, oldest_accepted_at: timestamp(oldest)? })
        };
        groups.into_iter().map(group).collect()
    }

    /// How long letters have stood in these states, for states that have letters.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn state_ages(&self, states: &[&str]) -> Result<Vec<StateAge>, StoreError> {
        let mut ages: BTreeMap<String, (u64, i64)> = BTreeMap::new();
        for (sender, present) in self.standing().await? {
            for state in states.iter().filter(|state| present.iter().any(|name| name == *state)) {
                let values = vec![sender.as_str().into(), (*state).into()];
                for row in self.readers().fetch(Statement::new(survey::OLDEST, values)).await? {
                    let age = ages.entry(row.text(0)?).or_insert((0, i64::MAX));
                    age.1 = age.1.min(row.int(1)?);
                    age.0 += count(&row, 2)?;
                }
            }
        }
        let age =
            |(state, (letters, oldest))| Ok(StateAge { state, letters, oldest_move: timestamp(oldest)? });
        ages.into_iter().map(age).collect()
    }

    /// Senders with the states that they have letters in.
    async fn standing(&self) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in self.readers().fetch(Statement::new(tally::ALL, vec![])).await? {
            found.entry(row.text(0)?).or_default().push(row.text(1)?);
        }
        Ok(found)
    }

    /// How many letters the store holds: the letters themselves are counted, not their index.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn letters_stored(&self) -> Result<u64, StoreError> {
        let rows = self.readers().fetch(Statement::new(survey::LETTERS, vec![])).await?;
        rows.first().map_or(Ok(0), |row| count(row, 0))
    }

    /// How many receipts were set aside for a person.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn receipts_aside(&self) -> Result<u64, StoreError> {
        let rows = self.readers().fetch(Statement::new(survey::SET_ASIDE, vec![])).await?;
        rows.first().map_or(Ok(0), |row| count(row, 0))
    }

    /// Frees a letter that is held for longer than any living worker would: its lease ends after `after`. Says whether
    /// it did.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn free(&self, letter: LetterId, after: Timestamp) -> Result<bool, StoreError> {
        let values = vec![letter.0.into(), micros(after).into()];
        self.write(Statement::new(survey::FREE, values)).await.map(|changed| changed > 0)
    }

    /// Keeps a balance sheet for its day; the first of a day stays. Says whether it was kept.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn keep_balance(&self, day: &str, made_at: Timestamp, sheet: &str) -> Result<bool, StoreError> {
        let values = vec![day.into(), micros(made_at).into(), sheet.into()];
        self.write(Statement::new(survey::KEEP, values)).await.map(|changed| changed > 0)
    }

    /// The sheets kept, newest first: day and sheet.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn kept_balances(&self, limit: usize) -> Result<Vec<(String, String)>, StoreError> {
        let rows = self.readers().fetch(Statement::new(survey::KEPT, vec![(limit as i64).into()])).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
    }
}

fn count(row: &Fetched, column: usize) -> Result<u64, StoreError> {
    u64::try_from(row.int(column)?).map_err(|_| StoreError::corrupt("a count is negative"))
}

fn walked(row: &Fetched) -> Result<Walked, StoreError> {
    Ok(Walked {
        id: LetterId(row.uuid(0)?),
        state: row.text(1)?,
        channel: row.opt_text(2)?.and_then(|name| ChannelKind::parse(&name)),
        attention: row.int(3)? != 0,
        seq: u32::try_from(row.int(4)?)
            .map_err(|_| StoreError::corrupt("an event number is out of range"))?,
        due_at: opt_timestamp(row.opt_int(5)?)?,
        lease_until: opt_timestamp(row.opt_int(6)?)?,
        accepted_at: timestamp(row.int(7)?)?,
        updated_at: timestamp(row.int(8)?)?,
        sender: SenderId(row.text(9)?),
    })
}
