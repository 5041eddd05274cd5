//! Receipts, fetched or pushed: stored raw first, acknowledged second, matched third (lessons: trap 4).

use crate::house::moment;
use crate::index::index_of;
use crate::{House, Ledger};
use catalogue::Code;
use channels::{Channel, RawReceipt};
use futures_util::future::try_join_all;
use futures_util::stream::{self, StreamExt};
use jiff::SignedDuration;
use letter::{ChannelKind, Event, LetterId, MessageUuid, ReceiptKind, Recorded, State};
use std::collections::HashMap;
use store::{Append, AppendError, Blob, History, LeaseAction, NewReceipt, Receipt, ReceiptFate, Stored};

/// Receipts read in one go.
const MATCH_LIMIT: usize = 500;
/// Batches fetched from one channel before the next one's turn, and matched before somebody else's.
const BATCHES: usize = 10;
/// Letters that get their receipts at the same time: they share the store's commits.
const MATCHED_AT_A_TIME: usize = 64;
/// Acknowledgements under way.
const ACKNOWLEDGED_AT_A_TIME: usize = 32;
/// How long a receipt waits for its letter before it is set aside for a person.
const LETTER_PATIENCE: SignedDuration = SignedDuration::from_hours(1);
/// Longest pause between two looks at a waiting receipt.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(60);
/// Others may write to a letter while its receipt is recorded.
const CONTENDED_TRIES: usize = 16;

/// Fetches the receipts that lie ready on a channel, stores them, then acknowledges them; until nothing is left or it is
/// somebody else's turn. Whether there may be more: then the next turn must not wait, since an operator may give few at a
/// time.
pub async fn collect<H: House>(gateway: &H, channel: &dyn Channel) -> bool {
    for _ in 0..BATCHES {
        if !collect_some(gateway, channel).await {
            return false;
        }
    }
    true
}

/// Fetches once. Whether there may be more: some came that were not known, and all were acknowledged.
async fn collect_some<H: House>(gateway: &H, channel: &dyn Channel) -> bool {
    let name = channel.kind().as_str();
    let receipts = match channel.receipts().await {
        Ok(receipts) => receipts,
        Err(error) => {
            tracing::warn!(channel = name, %error, "receipts cannot be fetched");
            return false;
        }
    };
    if receipts.is_empty() {
        return false;
    }
    #[cfg(feature = "planted")]
    if gateway.planted(crate::Bug::ReceiptAcknowledgedFirst) {
        for receipt in &receipts {
            let _ = channel.acknowledge(receipt).await;
        }
    }
    let stored = match take_in(gateway, channel, &receipts).await {
        Ok(stored) => stored,
        Err(error) => {
            // Not acknowledged: they stay with the receiver and come again.
            tracing::error!(%error, channel = name, "receipts could not be stored");
            return false;
        }
    };
    let acknowledging: Vec<_> = receipts.iter().map(|receipt| acknowledge(channel, receipt)).collect();
    let acknowledged = stream::iter(acknowledging).buffer_unordered(ACKNOWLEDGED_AT_A_TIME);
    // A receiver that goes on giving what was acknowledged is asked again in its turn, not at once.
    acknowledged.fold(stored.contains(&Stored::New), |all, done| async move { all && done }).await
}

async fn acknowledge(channel: &dyn Channel, receipt: &RawReceipt) -> bool {
    let done = channel.acknowledge(receipt).await;
    if let Err(error) = &done {
        let channel = channel.kind().as_str();
        tracing::warn!(%error, channel, "a stored receipt could not be acknowledged");
    }
    done.is_ok()
}

/// Stores receipts raw, fetched or pushed; only then may they be acknowledged. One that is stored already changes
/// nothing. Which of them were new, in their order.
///
/// # Errors
/// The store cannot be written; then they must not be acknowledged.
pub async fn take_in<H: House>(
    gateway: &H,
    channel: &dyn Channel,
    receipts: &[RawReceipt],
) -> Result<Vec<Stored>, store::StoreError> {
    let received_at = gateway.now();
    let new = receipts.iter().map(|receipt| NewReceipt {
        channel: receipt.channel,
        external_key: receipt.key.clone(),
        message_uuid: channel.read_receipt(&receipt.raw).map(|read| read.message_uuid),
        raw: receipt.raw.to_vec(),
        received_at,
    });
    let stored = gateway.ledger().store_receipts(new.collect()).await?;
    gateway.receipts_came();
    Ok(stored)
}

/// Brings stored receipts to their letters: those of one letter in turn, as they came, and many letters at a time. Whether
/// there may be more.
///
/// # Errors
/// The store cannot be used; what was not matched is matched another time.
pub async fn match_stored<H: House>(gateway: &H) -> Result<bool, store::StoreError> {
    for _ in 0..BATCHES {
        let receipts = gateway.ledger().unmatched_receipts(gateway.now(), MATCH_LIMIT).await?;
        let last = receipts.len() < MATCH_LIMIT;
        let mut turns: Vec<Vec<Receipt>> = Vec::new();
        let mut turn_of: HashMap<LetterId, usize> = HashMap::new();
        for receipt in receipts {
            let next = turns.len();
            let turn = receipt.letter.map_or(next, |letter| *turn_of.entry(letter).or_insert(next));
            match turns.get_mut(turn) {
                Some(turn) => turn.push(receipt),
                None => turns.push(vec![receipt]),
            }
        }
        let mut turns = turns.into_iter().peekable();
        while turns.peek().is_some() {
            match_together(gateway, turns.by_ref().take(MATCHED_AT_A_TIME).collect()).await?;
        }
        if last {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Letters that are read together, and whose receipts share the store's commits.
async fn match_together<H: House>(gateway: &H, turns: Vec<Vec<Receipt>>) -> Result<(), store::StoreError> {
    let letter_of = |turn: &Vec<Receipt>| turn.first().and_then(|receipt| receipt.letter);
    let letters: Vec<LetterId> = turns.iter().filter_map(letter_of).collect();
    // What cannot be read among others is read alone, so that one damaged letter holds up none.
    let read = gateway.ledger().load_many(&letters).await.unwrap_or_default();
    let mut histories: HashMap<LetterId, History> =
        read.into_iter().map(|history| (history.letter.id, history)).collect();
    let work = turns.into_iter().map(|turn| {
        let history = letter_of(&turn).and_then(|letter| histories.remove(&letter));
        match_in_turn(gateway, turn, history)
    });
    try_join_all(work).await.map(drop)
}

async fn match_in_turn<H: House>(
    gateway: &H,
    receipts: Vec<Receipt>,
    mut history: Option<History>,
) -> Result<(), store::StoreError> {
    for receipt in receipts {
        match match_one(gateway, &receipt, history.take()).await? {
            // The append has marked the receipt in its own transaction.
            ReceiptFate::Matched(_) => {}
            #[cfg(feature = "planted")]
            ReceiptFate::Later(_) if gateway.planted(crate::Bug::ReceiptForgotten) => {
                let fate = ReceiptFate::SetAside(Code::LetterNotFound);
                gateway.ledger().mark_receipt(receipt.id, fate).await?;
            }
            fate => {
                gateway.ledger().mark_receipt(receipt.id, fate).await?;
            }
        }
    }
    Ok(())
}

async fn match_one<H: House>(
    gateway: &H,
    receipt: &Receipt,
    mut read_before: Option<History>,
) -> Result<ReceiptFate, store::StoreError> {
    let now = gateway.now();
    let waited = now.duration_since(receipt.received_at);
    // A receipt may be faster than its letter's own commit: it waits for it, longer each time.
    let later = || {
        let pause = SignedDuration::from_millis(100 * i64::from(receipt.tries.min(600) + 1)).min(LOOK_AGAIN);
        ReceiptFate::Later(now.checked_add(pause).unwrap_or(now))
    };
    let Some(channel) = gateway.receipt_channel(receipt.channel) else { return Ok(later()) };
    let Some(read) = channel.read_receipt(&receipt.raw) else {
        tracing::error!(channel = receipt.channel.as_str(), "an unreadable receipt is set aside");
        return Ok(ReceiptFate::SetAside(Code::AnswerUnusable));
    };
    let Some(id) = receipt.letter else {
        let patient = waited < LETTER_PATIENCE;
        return Ok(if patient { later() } else { ReceiptFate::SetAside(Code::LetterNotFound) });
    };
    let raw = Blob::new(receipt.raw.clone());
    for _ in 0..CONTENDED_TRIES {
        let history = match read_before.take() {
            None => gateway.ledger().load(id).await?,
            known => known,
        };
        let Some(history) = history else {
            // Its message is known, so it was here: its content was deleted, and what came since goes the same way.
            tracing::info!(letter = %id, channel = receipt.channel.as_str(), "a receipt came after its letter was forgotten");
            return Ok(ReceiptFate::TooLate(id));
        };
        let event = Event::Receipt {
            channel: sent_by(&history, read.message_uuid).unwrap_or(receipt.channel),
            message_uuid: read.message_uuid,
            kind: read.kind,
            problem: read.problem,
            detail: read.detail.clone(),
            raw: Some(raw.digest()),
        };
        if is_known(&history, &event) {
            // The same receipt by another way (asked for, then fetched): kept raw, told once.
            gateway.ledger().mark_receipt(receipt.id, ReceiptFate::Matched(id)).await?;
            return Ok(ReceiptFate::Matched(id));
        }
        let now = gateway.now();
        let at = moment(now, &history);
        let mut state = State::fold(&history.events);
        let expected_seq = state.seq;
        state.apply(&Recorded { seq: expected_seq + 1, at, event: event.clone() });
        let letter_type = gateway.type_of_letter(&history.letter);
        let append = Append {
            id,
            expected_seq,
            events: vec![event],
            at,
            index: index_of(gateway, &history.letter, &state, letter_type.as_deref(), now),
            lease: LeaseAction::None,
            blobs: vec![raw.clone()],
            receipt: Some(receipt.id),
        };
        match gateway.ledger().append(append).await {
            Ok(_) => {
                tracing::info!(letter = %id, channel = receipt.channel.as_str(), kind = ?read.kind, "receipt");
                return Ok(ReceiptFate::Matched(id));
            }
            Err(AppendError::Conflict { .. }) => {}
            Err(error) => {
                tracing::error!(%error, letter = %id, "a receipt could not be recorded");
                return Ok(later());
            }
        }
    }
    Ok(later())
}

/// The channel that a message was built for: paper by KOMBIT is still paper.
fn sent_by(history: &History, message: MessageUuid) -> Option<ChannelKind> {
    history.events.iter().find_map(|recorded| match &recorded.event {
        Event::Composed { channel, message_uuid, .. } if *message_uuid == message => Some(*channel),
        _ => None,
    })
}

/// Whether the letter already tells of this receipt. Progress is told word by word (printed, posted), an end once.
fn is_known(history: &History, event: &Event) -> bool {
    let key = |event: &Event| match event {
        Event::Receipt { message_uuid, kind: ReceiptKind::Received, detail, .. } => {
            Some((*message_uuid, ReceiptKind::Received, detail.clone()))
        }
        Event::Receipt { message_uuid, kind, .. } => Some((*message_uuid, *kind, None)),
        _ => None,
    };
    history.events.iter().any(|recorded| key(&recorded.event) == key(event))
}
