//! One letter looked at from all sides: do index, queue, lease, receipts and events agree?

use crate::gateway::Gateway;
use catalogue::{Code, Language};
use jiff::{SignedDuration, Timestamp};
use journey::index_of;
use letter::{Event, LetterId, MessageUuid, Phase, Proof, ReceiptKind, SenderId, State, stands_until};
use serde::Serialize;
use std::collections::HashMap;
use store::{Append, History, LeaseAction, Range, StoreError, Walked};

/// Letters read at a time.
const BATCH: usize = 500;
/// A letter that moves while it is looked at is looked at again.
const LOOKS: usize = 4;

/// Something about a letter that is not as it should be.
#[derive(Clone, Debug, Serialize)]
pub struct LetterFinding {
    /// The letter.
    pub letter: LetterId,
    /// Its sender.
    pub sender: SenderId,
    /// What is wrong.
    pub code: Code,
    /// Who must act.
    pub owner: catalogue::Owner,
    /// The particulars.
    pub detail: String,
    /// It was put right.
    pub repaired: bool,
}

impl LetterFinding {
    /// What is wrong and what to do, in words.
    pub fn words(&self, language: Language) -> (&'static str, &'static str) {
        let entry = self.code.entry();
        (entry.what.get(language), entry.fix.get(language))
    }
}

/// A letter as read: its row, its events, what its matched receipts speak of.
pub(crate) struct Look {
    pub(crate) row: Walked,
    pub(crate) history: History,
    pub(crate) state: State,
    pub(crate) receipted: Vec<MessageUuid>,
}

/// What happened to a letter's receipt, if one was owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Handed {
    /// Nothing was handed over.
    Never,
    /// The receipt is here.
    Receipted,
    /// It is still owed.
    Awaited,
    /// A person said what became of it.
    ByPerson,
    /// Over, and nobody said how.
    Unproven,
}

impl Look {
    /// The receipt side of the balance sheet.
    pub(crate) fn handed(&self) -> Handed {
        let events = || self.history.events.iter().map(|recorded| &recorded.event);
        if !events().any(|event| matches!(event, Event::HandedOver { .. })) {
            return Handed::Never;
        }
        let told =
            |event: &Event| matches!(event, Event::Receipt { kind, .. } if *kind != ReceiptKind::Received);
        let decided = |event: &Event| matches!(event, Event::Resolved { .. } | Event::Cancelled { .. });
        match self.state.proof {
            _ if events().any(told) => Handed::Receipted,
            Some(Proof::Person) => Handed::ByPerson,
            _ if !self.state.name.is_final() => Handed::Awaited,
            _ if events().any(decided) => Handed::ByPerson,
            _ => Handed::Unproven,
        }
    }
}

/// A walk over letters, batch by batch.
pub(crate) struct Walk<'a> {
    gateway: &'a Gateway,
    range: Range,
    moved_since: Timestamp,
    after: Option<LetterId>,
}

impl Walk<'_> {
    /// Letters of that range that are open, or moved since then.
    pub(crate) const fn new(gateway: &Gateway, range: Range, moved_since: Timestamp) -> Walk<'_> {
        Walk { gateway, range, moved_since, after: None }
    }

    /// The next letters; none at the end.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn next(&mut self) -> Result<Vec<Look>, StoreError> {
        let store = &self.gateway.store;
        let rows = store.walk(self.after, self.range, self.moved_since, BATCH).await?;
        let Some(last) = rows.last() else { return Ok(Vec::new()) };
        self.after = Some(last.id);
        let ids: Vec<LetterId> = rows.iter().map(|row| row.id).collect();
        let mut receipted = store.receipted_messages(&ids).await?;
        let mut histories: HashMap<LetterId, History> =
            store.load_many(&ids).await?.into_iter().map(|history| (history.letter.id, history)).collect();
        let look = |row: Walked| {
            let history = histories.remove(&row.id)?;
            let receipted = receipted.remove(&row.id).unwrap_or_default();
            let state = State::fold(&history.events);
            Some(Look { row, history, state, receipted })
        };
        Ok(rows.into_iter().filter_map(look).collect())
    }
}

/// What is wrong with a letter; repaired if that is safe and wanted.
///
/// # Errors
/// The store cannot be read or written.
pub(crate) async fn judge(
    gateway: &Gateway,
    look: &Look,
    now: Timestamp,
    repair: bool,
) -> Result<Vec<LetterFinding>, StoreError> {
    let mut found = problems(gateway, look, now);
    if found.is_empty() {
        return Ok(found);
    }
    // It may have moved between two reads: what is wrong stays wrong.
    let id = look.row.id;
    for _ in 0..LOOKS {
        let Some(again) = read(gateway, id).await? else { break };
        let (seq, row_seq) = (again.state.seq, again.row.seq);
        found = problems(gateway, &again, now);
        if found.is_empty() || seq == row_seq {
            if repair && !found.is_empty() {
                mend(gateway, &again, &mut found, now).await?;
            }
            break;
        }
    }
    Ok(found)
}

async fn read(gateway: &Gateway, id: LetterId) -> Result<Option<Look>, StoreError> {
    let before = LetterId(uuid::Uuid::from_u128(id.0.as_u128().saturating_sub(1)));
    let rows = gateway.store.walk(Some(before), Range::default(), Timestamp::MIN, 1).await?;
    let Some(row) = rows.into_iter().next().filter(|row| row.id == id) else { return Ok(None) };
    let receipted = gateway.store.receipted_messages(&[id]).await?.remove(&id).unwrap_or_default();
    let Some(history) = gateway.store.load(id).await? else { return Ok(None) };
    let state = State::fold(&history.events);
    Ok(Some(Look { row, history, state, receipted }))
}

fn problems(gateway: &Gateway, look: &Look, now: Timestamp) -> Vec<LetterFinding> {
    let Look { row, history, state, receipted } = look;
    let mut found = Vec::new();
    let mut add = |code: Code, detail: String| {
        found.push(LetterFinding {
            letter: row.id,
            sender: row.sender.clone(),
            code,
            owner: code.entry().owner,
            detail,
            repaired: false,
        });
    };
    let kind = gateway.type_of_letter(&history.letter);
    let should = index_of(gateway, &history.letter, state, kind.as_deref(), now);
    let same = (row.state.as_str(), row.channel, row.attention, row.seq)
        == (should.state.as_str(), should.channel, should.attention, state.seq);
    if !same {
        add(Code::IndexDiffers, format!("index: {} at {}; events: {}", row.state, row.seq, should.state));
    }
    if should.due_at.is_some() && row.due_at.is_none() {
        add(Code::LetterNotQueued, format!("{}: nothing would take it up", should.state));
    }
    let policy = &gateway.config.policy;
    let lease = SignedDuration::from_millis(i64::try_from(policy.lease_ms).unwrap_or(i64::MAX));
    let latest = now.checked_add(lease.saturating_mul(2)).unwrap_or(Timestamp::MAX);
    if let Some(until) = row.lease_until.filter(|until| *until > latest) {
        add(Code::LeaseAbandoned, format!("held until {until}"));
    }
    let late = stands_until(state, policy, kind.as_deref(), row.updated_at).filter(|until| *until < now);
    if late.is_some() {
        add(Code::LetterOverdue, format!("{} since {}", row.state, row.updated_at));
    }
    let told = |message: &MessageUuid| {
        history.events.iter().any(
            |recorded| matches!(&recorded.event, Event::Receipt { message_uuid, .. } if message_uuid == message),
        )
    };
    if receipted.iter().any(|message| !told(message)) {
        add(Code::BalanceDiffers, "a receipt was matched to it that its events do not tell of".to_owned());
    }
    if look.handed() == Handed::Unproven {
        add(Code::BalanceDiffers, format!("{} without a receipt or a person's word", row.state));
    }
    found
}

/// Sets index, queue and lease to what the events say. That never sends anything by itself: a worker claims the letter
/// and judges its events as always.
async fn mend(
    gateway: &Gateway,
    look: &Look,
    found: &mut [LetterFinding],
    now: Timestamp,
) -> Result<(), StoreError> {
    let Look { row, history, state, .. } = look;
    let lease =
        SignedDuration::from_millis(i64::try_from(gateway.config.policy.lease_ms).unwrap_or(i64::MAX));
    for finding in found.iter_mut() {
        finding.repaired = match finding.code {
            Code::IndexDiffers | Code::LetterNotQueued => {
                let kind = gateway.type_of_letter(&history.letter);
                let append = Append {
                    id: row.id,
                    expected_seq: state.seq,
                    events: Vec::new(),
                    at: now,
                    index: index_of(gateway, &history.letter, state, kind.as_deref(), now),
                    lease: LeaseAction::None,
                    blobs: Vec::new(),
                    receipt: None,
                };
                state.phase != Phase::Attempting && gateway.store.append(append).await.is_ok()
            }
            Code::LeaseAbandoned => {
                let latest = now.checked_add(lease.saturating_mul(2)).unwrap_or(Timestamp::MAX);
                gateway.store.free(row.id, latest).await?
            }
            _ => false,
        };
    }
    Ok(())
}
