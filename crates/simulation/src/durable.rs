//! The store's contents: what a commit has made durable, and the rules by which it takes or refuses.

use catalogue::Code;
use jiff::Timestamp;
use letter::{ChannelKind, Digest, Letter, LetterId, MessageUuid, Recorded};
use std::collections::BTreeMap;
use std::time::Duration;
use store::{
    AcceptError, Accepted, Append, AppendError, Claim, History, LeaseAction, LeaseError, LeaseToken,
    NewLetter, NewReceipt, Receipt, ReceiptFate, ReceiptId, Stored,
};
use uuid::Uuid;

/// What is on disk. The same rules as `store`; `tests/model.rs` compares the two.
#[derive(Default)]
pub struct Durable {
    letters: BTreeMap<LetterId, Standing>,
    keys: BTreeMap<(String, String), ([u8; 32], LetterId)>,
    messages: BTreeMap<MessageUuid, LetterId>,
    blobs: BTreeMap<Digest, Vec<u8>>,
    receipts: BTreeMap<(ChannelKind, String), Noted>,
    tokens: u64,
}

struct Standing {
    letter: Letter,
    events: Vec<Recorded>,
    due_at: Option<Timestamp>,
    lease: Option<(LeaseToken, Timestamp)>,
}

impl Standing {
    fn seq(&self) -> u32 {
        self.events.last().map_or(0, |last| last.seq)
    }

    fn ready_at(&self) -> Option<Timestamp> {
        self.due_at.map(|due| self.lease.map_or(due, |(_, until)| due.max(until)))
    }
}

struct Noted {
    receipt: Receipt,
    status: Status,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Waiting(Timestamp),
    Matched,
    SetAside(Code),
}

impl Durable {
    /// See [`store::Store::accept`].
    ///
    /// # Errors
    /// As there.
    pub fn accept(&mut self, new: NewLetter) -> Result<Accepted, AcceptError> {
        let key = new.idempotency.as_ref().map(|key| (key.scope.clone(), key.key.clone()));
        if let (Some(given), Some(key)) = (&new.idempotency, &key)
            && let Some((fingerprint, first)) = self.keys.get(key)
        {
            return if *fingerprint == given.fingerprint {
                Ok(Accepted { id: *first, replayed: true })
            } else {
                Err(AcceptError::IdempotencyConflict { first: *first })
            };
        }
        let id = new.letter.id;
        if self.letters.contains_key(&id) {
            let detail = "the letter exists".to_owned();
            return Err(store::StoreError::Refused { detail }.into());
        }
        if let (Some(given), Some(key)) = (new.idempotency, key) {
            self.keys.insert(key, (given.fingerprint, id));
        }
        self.put_blobs(new.blobs);
        let first = Recorded {
            seq: 1,
            at: micros(new.letter.accepted_at),
            event: letter::Event::Accepted(new.letter.terms),
        };
        let due_at = Some(micros(new.due_at));
        let standing = Standing { letter: new.letter, events: vec![first], due_at, lease: None };
        self.letters.insert(id, standing);
        Ok(Accepted { id, replayed: false })
    }

    /// See [`store::Store::append`].
    ///
    /// # Errors
    /// As there.
    pub fn append(&mut self, append: Append) -> Result<u32, AppendError> {
        let standing = self.letters.get_mut(&append.id).ok_or(AppendError::UnknownLetter)?;
        let wanted = match append.lease {
            LeaseAction::Keep(token) | LeaseAction::Release(token) => Some(token),
            LeaseAction::None => None,
        };
        if wanted.is_some() && wanted != standing.lease.map(|(token, _)| token) {
            return Err(AppendError::LeaseLost);
        }
        if standing.seq() != append.expected_seq {
            return Err(AppendError::Conflict { current_seq: standing.seq() });
        }
        if let Some(message_uuid) = append.index.message_uuid {
            match self.messages.get(&message_uuid) {
                Some(owner) if *owner != append.id => return Err(AppendError::MessageTaken { message_uuid }),
                Some(_) => {}
                None => {
                    self.messages.insert(message_uuid, append.id);
                    for noted in self.receipts.values_mut() {
                        if noted.receipt.message_uuid == Some(message_uuid)
                            && matches!(noted.status, Status::Waiting(_))
                        {
                            noted.status = Status::Waiting(Timestamp::MIN);
                        }
                    }
                }
            }
        }
        let at = micros(append.at);
        for (seq, event) in (append.expected_seq + 1..).zip(append.events) {
            standing.events.push(Recorded { seq, at, event });
        }
        standing.due_at = append.index.due_at.map(micros);
        if matches!(append.lease, LeaseAction::Release(_)) {
            standing.lease = None;
        }
        let seq = standing.seq();
        self.put_blobs(append.blobs);
        if let Some(id) = append.receipt {
            self.mark_receipt(id, ReceiptFate::Matched(append.id));
        }
        Ok(seq)
    }

    fn put_blobs(&mut self, blobs: Vec<store::Blob>) {
        for blob in blobs {
            self.blobs.entry(blob.digest()).or_insert_with(|| blob.bytes().to_vec());
        }
    }

    /// See [`store::Store::claim_due`].
    pub fn claim_due(&mut self, now: Timestamp, limit: usize, lease: Duration) -> Vec<Claim> {
        let now = micros(now);
        let mut ready: Vec<(Timestamp, LetterId)> = self
            .letters
            .iter()
            .filter_map(|(id, standing)| Some((standing.ready_at().filter(|at| *at <= now)?, *id)))
            .collect();
        ready.sort_unstable();
        ready.truncate(limit);
        if ready.is_empty() {
            return Vec::new();
        }
        self.tokens += 1;
        let token = LeaseToken(Uuid::from_u64_pair(self.tokens, 0x8000_0000_0000_0000));
        let until = now + lease;
        let mut claims = Vec::with_capacity(ready.len());
        for (ready_at, id) in ready {
            let Some(standing) = self.letters.get_mut(&id) else { continue };
            standing.lease = Some((token, until));
            let due_at = standing.due_at.unwrap_or(ready_at);
            claims.push(Claim { id, token, until, due_at, seq: standing.seq() });
        }
        claims
    }

    /// See [`store::Store::extend`].
    ///
    /// # Errors
    /// As there.
    pub fn extend(&mut self, id: LetterId, token: LeaseToken, until: Timestamp) -> Result<(), LeaseError> {
        match self.letters.get_mut(&id).and_then(|standing| standing.lease.as_mut()) {
            Some((held, ends)) if *held == token => {
                *ends = micros(until);
                Ok(())
            }
            _ => Err(LeaseError::LeaseLost),
        }
    }

    /// What a single node does when it starts: nobody else can hold a lease.
    pub(crate) fn release_all(&mut self) {
        for standing in self.letters.values_mut() {
            standing.lease = None;
        }
    }

    /// See [`store::Store::store_receipts`].
    pub fn store_receipts(&mut self, new: Vec<NewReceipt>) -> Vec<Stored> {
        new.into_iter()
            .map(|new| {
                let number = self.receipts.len() as u64;
                let id = ReceiptId(Uuid::from_u64_pair(number, 0x9000_0000_0000_0000));
                let key = (new.channel, new.external_key.clone());
                if self.receipts.contains_key(&key) {
                    return Stored::Duplicate;
                }
                let receipt = Receipt {
                    id,
                    channel: new.channel,
                    external_key: new.external_key,
                    message_uuid: new.message_uuid,
                    letter: None,
                    raw: new.raw,
                    received_at: micros(new.received_at),
                    tries: 0,
                };
                let status = Status::Waiting(Timestamp::MIN);
                self.receipts.insert(key, Noted { receipt, status });
                Stored::New
            })
            .collect()
    }

    /// See [`store::Store::unmatched_receipts`].
    pub fn unmatched_receipts(&self, now: Timestamp, limit: usize) -> Vec<Receipt> {
        let now = micros(now);
        let mut waiting: Vec<(Timestamp, Timestamp, &Receipt)> = self
            .receipts
            .values()
            .filter_map(|noted| match noted.status {
                Status::Waiting(at) if at <= now => Some((at, noted.receipt.received_at, &noted.receipt)),
                _ => None,
            })
            .collect();
        waiting.sort_by_key(|(at, received, receipt)| (*at, *received, receipt.id));
        let found = waiting.into_iter().take(limit).map(|(_, _, receipt)| {
            let letter = receipt.message_uuid.and_then(|message| self.messages.get(&message).copied());
            Receipt { letter, ..receipt.clone() }
        });
        found.collect()
    }

    /// See [`store::Store::mark_receipt`].
    pub fn mark_receipt(&mut self, id: ReceiptId, fate: ReceiptFate) -> bool {
        let found = self.receipts.values_mut().find(|noted| noted.receipt.id == id);
        let Some(noted) = found.filter(|noted| noted.status != Status::Matched) else { return false };
        noted.receipt.tries += 1;
        noted.status = match fate {
            ReceiptFate::Matched(_) | ReceiptFate::TooLate(_) => Status::Matched,
            ReceiptFate::SetAside(code) => Status::SetAside(code),
            ReceiptFate::Later(at) => Status::Waiting(micros(at)),
        };
        true
    }

    /// See [`store::Store::load`].
    pub fn load(&self, id: LetterId) -> Option<History> {
        let standing = self.letters.get(&id)?;
        Some(History { letter: standing.letter.clone(), events: standing.events.clone() })
    }

    /// See [`store::Store::blob`].
    pub fn blob(&self, digest: &Digest) -> Option<&[u8]> {
        self.blobs.get(digest).map(Vec::as_slice)
    }

    /// See [`store::Store::next_due`].
    pub fn next_due(&self) -> Option<Timestamp> {
        self.letters.values().filter_map(Standing::ready_at).min()
    }

    /// The events of a letter, and when it is due.
    pub(crate) fn events(&self, id: LetterId) -> Option<(&[Recorded], Option<Timestamp>)> {
        self.letters.get(&id).map(|standing| (standing.events.as_slice(), standing.due_at))
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = LetterId> {
        self.letters.keys().copied()
    }

    pub(crate) fn has_receipt(&self, channel: ChannelKind, key: &str) -> bool {
        self.receipts.contains_key(&(channel, key.to_owned()))
    }

    /// Receipts that no letter knows although the store knows their letter, with what became of them.
    pub(crate) fn loose_receipts(&self) -> Vec<(String, String)> {
        let known = |noted: &&Noted| {
            let message = noted.receipt.message_uuid;
            noted.status != Status::Matched && message.is_some_and(|id| self.messages.contains_key(&id))
        };
        let loose = self.receipts.values().filter(known);
        loose.map(|noted| (noted.receipt.external_key.clone(), format!("{:?}", noted.status))).collect()
    }
}

/// The store keeps microseconds.
fn micros(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}
