//! The balance sheet: every accepted letter is somewhere, and index, events and receipts agree where.

use crate::gateway::Gateway;
use crate::inspect::{self, Handed, LetterFinding, Look, Walk};
use crate::lead_time::{LeadTime, Spread};
use jiff::Timestamp;
use letter::{Bin, ChannelKind, SenderId, StateName};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Range, StoreError, Tally};

/// Differences named in one sheet; the number of all of them stands beside.
const NAMED_MAX: usize = 1_000;
/// Letters whose events are read while somebody waits for the sheet. The daily sheet reads all that moved.
pub(crate) const READ_WHILE_WAITING: u64 = 100_000;
/// Setting: until when the events of all letters had been compared.
const COMPARED_UNTIL: &str = "balance_compared_until";

/// What the lines of a sheet are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// Municipality.
    Sender,
    /// Letter type.
    Type,
    /// System that handed in: name of its key.
    System,
    /// Channel taken.
    Channel,
}

impl By {
    /// The name in APIs.
    pub const ALL: [(By, &'static str); 4] =
        [(By::Sender, "sender"), (By::Type, "type"), (By::System, "system"), (By::Channel, "channel")];

    /// What is told apart under that name.
    pub fn parse(name: &str) -> Option<By> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(by, _)| *by)
    }

    fn of(self, tally: &Tally) -> String {
        match self {
            By::Sender => tally.sender.clone(),
            By::Type => tally.letter_type.clone(),
            By::System => tally.source.clone().unwrap_or_else(|| "-".to_owned()),
            By::Channel => tally.channel.map_or("-", |channel| channel.as_str()).to_owned(),
        }
    }
}

/// One line: a group of letters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Letters accepted: the sum of the rest.
    pub accepted: u64,
    /// Where they are.
    pub bins: BTreeMap<Bin, u64>,
}

impl Line {
    fn add(&mut self, bin: Bin, letters: u64) {
        self.accepted += letters;
        *self.bins.entry(bin).or_default() += letters;
    }

    /// Letters in a bin.
    pub fn of(&self, bin: Bin) -> u64 {
        self.bins.get(&bin).copied().unwrap_or(0)
    }

    /// Letters that are not at their end.
    pub fn open(&self) -> u64 {
        self.bins.iter().filter(|(bin, _)| !bin.is_settled()).map(|(_, letters)| letters).sum()
    }
}

/// The receipt side, of the letters whose events were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Receipts {
    /// Letters that a receiver took over …
    pub handed_over: u64,
    /// … of which the receipt is here,
    pub receipted: u64,
    /// is still owed,
    pub awaited: u64,
    /// or a person said what became of them.
    pub by_person: u64,
}

/// How far the sheet was compared with the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Letters whose events were read and compared.
    pub letters: u64,
    /// Nothing is left to compare: the others have not moved since they were compared last.
    pub complete: bool,
}

/// A balance sheet.
#[derive(Clone, Debug, Serialize)]
pub struct Sheet {
    /// When it was made.
    pub made_at: Timestamp,
    /// Letters accepted at this time or later.
    pub from: Option<Timestamp>,
    /// Letters accepted before this time.
    pub to: Option<Timestamp>,
    /// All letters.
    pub total: Line,
    /// The same, told apart.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub lines: BTreeMap<String, Line>,
    /// The receipt side.
    pub receipts: Receipts,
    /// How long the letters took whose events were read, by channel.
    pub lead_times: BTreeMap<String, LeadTime>,
    /// How far it was compared with the events.
    pub compared: Compared,
    /// It adds up.
    pub balanced: bool,
    /// How many differences there are.
    pub difference_count: u64,
    /// The letters that differ.
    pub differences: Vec<LetterFinding>,
}

impl Sheet {
    fn differ(&mut self, found: Vec<LetterFinding>) {
        self.difference_count += found.len() as u64;
        let room = NAMED_MAX.saturating_sub(self.differences.len());
        self.differences.extend(found.into_iter().take(room));
    }
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Letters accepted at this time or later.
    pub from: Option<Timestamp>,
    /// Letters accepted before this time.
    pub to: Option<Timestamp>,
    /// What to tell apart.
    pub by: Option<By>,
    /// Senders that may be seen; none named means all.
    pub senders: Option<Vec<SenderId>>,
    /// Compare every letter, not only those that moved since they were compared last.
    pub full: bool,
}

impl Question {
    fn range(&self) -> Range {
        let all = Range::default();
        Range { from: self.from.unwrap_or(all.from), to: self.to.unwrap_or(all.to) }
    }

    fn may_see(&self, sender: &str) -> bool {
        self.senders.as_ref().is_none_or(|allowed| allowed.iter().any(|allowed| allowed.0 == sender))
    }
}

impl Gateway {
    /// Makes a balance sheet, comparing the events of at most `read_max` letters.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn balance(&self, question: &Question, read_max: u64) -> Result<Sheet, StoreError> {
        let made_at = Timestamp::now();
        let range = question.range();
        let everything = question.senders.is_none() && question.from.is_none() && question.to.is_none();
        let stored_before = if everything { self.store.letters_stored().await? } else { 0 };
        let mut total = Line::default();
        let mut lines: BTreeMap<String, Line> = BTreeMap::new();
        for tally in self.store.tallies(range).await?.iter().filter(|tally| question.may_see(&tally.sender)) {
            let state = StateName::parse(&tally.state).unwrap_or_default();
            let bin = Bin::of(state, tally.channel, tally.attention);
            total.add(bin, tally.letters);
            if let Some(by) = question.by {
                lines.entry(by.of(tally)).or_default().add(bin, tally.letters);
            }
        }
        let mut sheet = Sheet {
            made_at,
            from: question.from,
            to: question.to,
            total,
            lines,
            receipts: Receipts::default(),
            lead_times: BTreeMap::new(),
            compared: Compared { letters: 0, complete: true },
            balanced: true,
            difference_count: 0,
            differences: Vec::new(),
        };
        let since = if question.full { Timestamp::MIN } else { self.compared_until().await? };
        let mut spreads: BTreeMap<String, Spread> = BTreeMap::new();
        let mut walk = Walk::new(self, range, since);
        loop {
            let batch = walk.next().await?;
            if batch.is_empty() {
                break;
            }
            if sheet.compared.letters >= read_max {
                sheet.compared.complete = false;
                break;
            }
            for look in batch.iter().filter(|look| question.may_see(&look.row.sender.0)) {
                sheet.compared.letters += 1;
                sheet.receipts.take(look.handed());
                if let Some((channel, took_ms)) = took(look) {
                    spreads.entry(channel.as_str().to_owned()).or_default().add(took_ms);
                }
                sheet.differ(inspect::judge(self, look, made_at, false).await?);
            }
        }
        let figures = |(channel, spread): (String, Spread)| Some((channel, spread.figures()?));
        sheet.lead_times = spreads.into_iter().filter_map(figures).collect();
        if everything {
            // Letters keep coming while they are counted: those sorted lie between the two counts of all.
            let stored_after = self.store.letters_stored().await?;
            sheet.balanced = (stored_before..=stored_after).contains(&sheet.total.accepted);
        }
        sheet.balanced &= sheet.difference_count == 0;
        Ok(sheet)
    }

    /// The sheet of the day: everything that moved since the last one is compared, and the sheet is kept.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub(crate) async fn daily_balance(&self) -> Result<Option<Sheet>, StoreError> {
        let day = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
        if self.store.kept_balances(1).await?.first().is_some_and(|(kept, _)| *kept >= day) {
            return Ok(None);
        }
        let question = Question { by: Some(By::Sender), ..Question::default() };
        let sheet = self.balance(&question, u64::MAX).await?;
        let text =
            serde_json::to_string(&sheet).map_err(|error| StoreError::Corrupt { what: error.to_string() })?;
        self.store.keep_balance(&day, sheet.made_at, &text).await?;
        if sheet.balanced {
            let until = sheet.made_at.as_microsecond().to_be_bytes();
            self.store.set_setting(COMPARED_UNTIL, &until).await?;
        }
        Ok(Some(sheet))
    }

    /// Letters that have not moved since then were compared and found right.
    async fn compared_until(&self) -> Result<Timestamp, StoreError> {
        let stored = self.store.get_setting(COMPARED_UNTIL).await?;
        let bytes = stored.and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
        let at = bytes.and_then(|bytes| Timestamp::from_microsecond(i64::from_be_bytes(bytes)).ok());
        Ok(at.unwrap_or(Timestamp::MIN))
    }
}

/// By which channel a letter was delivered, and how long that took since it could leave.
fn took(look: &Look) -> Option<(ChannelKind, u64)> {
    let took = look.state.delivered_at?.duration_since(look.history.letter.sent_from());
    Some((look.state.channel()?, u64::try_from(took.as_millis()).unwrap_or(0)))
}

impl Receipts {
    fn take(&mut self, handed: Handed) {
        let place = match handed {
            Handed::Never => return,
            Handed::Receipted => &mut self.receipted,
            Handed::Awaited => &mut self.awaited,
            Handed::ByPerson => &mut self.by_person,
            // Named among the differences.
            Handed::Unproven => {
                self.handed_over += 1;
                return;
            }
        };
        *place += 1;
        self.handed_over += 1;
    }
}
