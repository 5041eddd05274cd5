//! The inbox of receipts: stored raw before they are acknowledged, matched afterwards.

use crate::blob::sha256_of_parts;
use crate::engine::{Row as Fetched, Statement, Value};
use crate::tables::receipt;
use crate::time::{micros, opt_timestamp, timestamp};
use crate::vault::{Purpose, is_sealed};
use crate::writer::{Command, ReceiveWork, job};
use crate::{Store, StoreError};
use catalogue::Code;
use jiff::Timestamp;
use letter::{ChannelKind, LetterId, MessageUuid};
use uuid::Uuid;

/// Id of a stored receipt; made from channel and key, so a repeated receipt has the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReceiptId(pub Uuid);

/// A receipt to store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReceipt {
    /// Channel it came over.
    pub channel: ChannelKind,
    /// What makes it this receipt and no other, in the channel's own terms.
    pub external_key: String,
    /// The message it speaks of, if it could be read so far.
    pub message_uuid: Option<MessageUuid>,
    /// Exactly as it came.
    pub raw: Vec<u8>,
    /// When.
    pub received_at: Timestamp,
}

/// Whether a receipt was new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It was not known before.
    New,
    /// It came before; the first one was kept.
    Duplicate,
}

/// A stored receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its id.
    pub id: ReceiptId,
    /// Channel it came over.
    pub channel: ChannelKind,
    /// What makes it this receipt and no other.
    pub external_key: String,
    /// The message it speaks of.
    pub message_uuid: Option<MessageUuid>,
    /// The letter of that message, once the store knows it.
    pub letter: Option<LetterId>,
    /// Exactly as it came.
    pub raw: Vec<u8>,
    /// When it came.
    pub received_at: Timestamp,
    /// How often it was looked at.
    pub tries: u32,
}

/// What became of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptFate {
    /// It speaks of this letter, which knows it now. Prefer [`crate::Append::receipt`], which says so in one
    /// transaction with the event.
    Matched(LetterId),
    /// A person must look: unreadable, or its letter never came.
    SetAside(Code),
    /// It speaks of this letter, whose content was deleted: what it says is not kept either.
    TooLate(LetterId),
    /// Not yet: look again then.
    Later(Timestamp),
}

/// Receipts that wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceiptBacklog {
    /// How many.
    pub waiting: u64,
    /// When the oldest of them came.
    pub oldest: Option<Timestamp>,
}

impl Store {
    /// Stores a receipt; once this returns, it may be acknowledged.
    ///
    /// # Errors
    /// [`StoreError`]; then it must not be acknowledged.
    pub async fn store_receipt(&self, new: NewReceipt) -> Result<Stored, StoreError> {
        let stored = self.store_receipts(vec![new]).await?;
        stored.first().copied().ok_or(StoreError::Closed)
    }

    /// Stores several receipts in one transaction; the answers are in their order.
    ///
    /// # Errors
    /// [`StoreError`]; then none may be acknowledged.
    pub async fn store_receipts(&self, new: Vec<NewReceipt>) -> Result<Vec<Stored>, StoreError> {
        let mut ids = Vec::with_capacity(new.len());
        let mut values = Vec::with_capacity(new.len() * 9);
        for receipt in new {
            let id = receipt_id(receipt.channel, &receipt.external_key);
            ids.push(id);
            values.extend([
                Value::from(id),
                receipt.channel.as_str().into(),
                receipt.external_key.into(),
                receipt.message_uuid.map(|message| message.0).into(),
                Value::Blob(self.sealed_raw(id, receipt.raw)?),
                micros(receipt.received_at).into(),
                "waiting".into(),
                0.into(),
                0.into(),
            ]);
        }
        self.ask(|reply| Command::Receive(job(ReceiveWork { ids, values }, reply))).await
    }

    /// Receipts that wait for their letter and whose time has come, longest waiting first. Those whose
    /// letter is known come with it.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn unmatched_receipts(&self, now: Timestamp, limit: usize) -> Result<Vec<Receipt>, StoreError> {
        self.receipts(receipt::WAITING, vec![micros(now).into(), (limit as i64).into()]).await
    }

    /// Receipts set aside for a person, newest first, with the reason.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn receipts_set_aside(&self, limit: usize) -> Result<Vec<(Receipt, Option<Code>)>, StoreError> {
        let rows = self.readers().fetch(Statement::new(receipt::ASIDE, vec![(limit as i64).into()])).await?;
        rows.iter()
            .map(|row| Ok((self.read_receipt(row)?, row.opt_text(8)?.and_then(|code| Code::parse(&code)))))
            .collect()
    }

    /// The receipts of a letter, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn receipts_of(&self, letter: LetterId) -> Result<Vec<Receipt>, StoreError> {
        self.receipts(receipt::OF_LETTER, vec![letter.0.into()]).await
    }

    async fn receipts(&self, sql: &'static str, values: Vec<Value>) -> Result<Vec<Receipt>, StoreError> {
        let rows = self.readers().fetch(Statement::new(sql, values)).await?;
        rows.iter().map(|row| self.read_receipt(row)).collect()
    }

    /// Notes what became of a receipt and counts the try; one that is matched stays so. Says whether
    /// anything changed.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn mark_receipt(&self, id: ReceiptId, fate: ReceiptFate) -> Result<bool, StoreError> {
        let id = Value::from(id.0);
        let statement = match fate {
            ReceiptFate::Matched(letter) => receipt::MATCHED.single(vec![id, letter.0.into()]),
            ReceiptFate::TooLate(letter) => {
                Statement::new(receipt::TOO_LATE, vec![id, letter.0.into(), Value::Blob(vec![])])
            }
            ReceiptFate::SetAside(code) => Statement::new(receipt::SET_ASIDE, vec![id, code.as_str().into()]),
            ReceiptFate::Later(at) => Statement::new(receipt::LATER, vec![id, micros(at).into()]),
        };
        self.write(statement).await.map(|changed| changed > 0)
    }

    /// How many receipts wait, and since when.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn receipt_backlog(&self) -> Result<ReceiptBacklog, StoreError> {
        let rows = self.readers().fetch(Statement::new(receipt::BACKLOG, vec![])).await?;
        let Some(row) = rows.first() else { return Ok(ReceiptBacklog { waiting: 0, oldest: None }) };
        Ok(ReceiptBacklog { waiting: row.int(0)?.unsigned_abs(), oldest: opt_timestamp(row.opt_int(1)?)? })
    }
}

fn receipt_id(channel: ChannelKind, external_key: &str) -> Uuid {
    let hash = sha256_of_parts(&[channel.as_str().as_bytes(), external_key.as_bytes()]);
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(hash) {
        *to = from;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

impl Store {
    /// A raw receipt as its row keeps it. Whose letter it speaks of may not be known yet, so it is sealed under the
    /// installation's key.
    fn sealed_raw(&self, id: Uuid, raw: Vec<u8>) -> Result<Vec<u8>, StoreError> {
        match self.vault() {
            Some(vault) => vault.installation()?.seal(Purpose::Receipt, id.as_bytes(), &raw),
            None => Ok(raw),
        }
    }

    fn open_raw(&self, id: Uuid, raw: Vec<u8>) -> Result<Vec<u8>, StoreError> {
        match self.vault() {
            Some(vault) if is_sealed(&raw) => vault
                .installation()?
                .open(Purpose::Receipt, id.as_bytes(), &raw)
                .ok_or_else(|| StoreError::corrupt("a stored receipt does not open")),
            _ => Ok(raw),
        }
    }

    fn read_receipt(&self, row: &Fetched) -> Result<Receipt, StoreError> {
        let channel = row.text(1)?;
        Ok(Receipt {
            id: ReceiptId(row.uuid(0)?),
            channel: ChannelKind::parse(&channel)
                .ok_or_else(|| StoreError::corrupt("a receipt has an unknown channel"))?,
            external_key: row.text(2)?,
            message_uuid: row.opt_uuid(3)?.map(MessageUuid),
            letter: row.opt_uuid(4)?.map(LetterId),
            raw: self.open_raw(row.uuid(0)?, row.blob(5)?)?,
            received_at: timestamp(row.int(6)?)?,
            tries: u32::try_from(row.int(7)?).unwrap_or(u32::MAX),
        })
    }
}
