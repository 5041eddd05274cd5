//! Entries and their hashes.

use crate::blob::{sha256, sha256_of_parts};
use crate::engine::{Row, Statement};
use crate::tables::audit as table;
use crate::{Store, StoreError};
use uuid::Uuid;

/// Kind of the entries that speak of letter events.
pub const EVENT_KIND: &str = "event";

/// The end of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainHead {
    /// Number of the last entry; 0 before the first.
    pub n: u64,
    /// Its hash; zeros before the first.
    pub hash: [u8; 32],
}

/// Hash of an entry: SHA-256 over its parts, each preceded by its length (64 bits, big-endian). `previous` is the
/// hash of the entry before, `n` and `at_us` are 64 bits big-endian, `letter` is the id's 16 bytes or nothing, `seq`
/// 64 bits or nothing, `content` the SHA-256 of the stored event or act.
pub fn entry_hash(
    previous: &[u8; 32],
    n: u64,
    at_us: i64,
    kind: &str,
    letter: Option<Uuid>,
    seq: Option<u32>,
    content: &[u8; 32],
) -> [u8; 32] {
    let letter: &[u8] = letter.as_ref().map_or(&[], |letter| letter.as_bytes());
    let seq = seq.map(|seq| u64::from(seq).to_be_bytes());
    let seq: &[u8] = seq.as_ref().map_or(&[], |seq| seq);
    let parts: [&[u8]; 7] =
        [previous, &n.to_be_bytes(), &at_us.to_be_bytes(), kind.as_bytes(), letter, seq, content];
    sha256_of_parts(&parts)
}

/// A row of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) n: u64,
    pub(crate) at_us: i64,
    pub(crate) kind: String,
    pub(crate) letter: Option<Uuid>,
    pub(crate) seq: Option<u32>,
    pub(crate) act: Option<String>,
    pub(crate) content: [u8; 32],
    pub(crate) hash: [u8; 32],
}

impl Link {
    pub(crate) fn read(row: &Row) -> Result<Link, StoreError> {
        let seq = row.opt_int(4)?.map(u32::try_from).transpose();
        Ok(Link {
            n: number(row.int(0)?)?,
            at_us: row.int(1)?,
            kind: row.text(2)?,
            letter: row.opt_uuid(3)?,
            seq: seq
                .map_err(|_| StoreError::corrupt("an event number of the audit chain is out of range"))?,
            act: row.opt_text(5)?,
            content: row.bytes32(6)?,
            hash: row.bytes32(7)?,
        })
    }

    /// The event that it speaks of.
    pub(crate) fn event(&self) -> Option<(Uuid, u32)> {
        Some((self.letter?, self.seq?))
    }

    /// What its hash must be after that one.
    pub(crate) fn hash_after(&self, previous: &[u8; 32]) -> [u8; 32] {
        entry_hash(previous, self.n, self.at_us, &self.kind, self.letter, self.seq, &self.content)
    }
}

pub(crate) fn number(n: i64) -> Result<u64, StoreError> {
    u64::try_from(n).map_err(|_| StoreError::corrupt("a number of the audit chain is negative"))
}

/// What the chain keeps of an event or act.
pub(crate) fn content_of(stored: &str) -> [u8; 32] {
    sha256(stored.as_bytes())
}

impl Store {
    /// The end of the chain.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn audit_head(&self) -> Result<ChainHead, StoreError> {
        let rows = self.readers().fetch(Statement::new(table::HEAD, vec![])).await?;
        let Some(row) = rows.first() else { return Ok(ChainHead { n: 0, hash: [0; 32] }) };
        Ok(ChainHead { n: number(row.int(0)?)?, hash: row.bytes32(1)? })
    }

    /// The hash of an entry, if the chain has it.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn audit_hash(&self, n: u64) -> Result<Option<[u8; 32]>, StoreError> {
        let n = i64::try_from(n).unwrap_or(i64::MAX);
        let rows = self.readers().fetch(Statement::new(table::HASH, vec![n.into()])).await?;
        rows.first().map(|row| row.bytes32(0)).transpose()
    }
}
