//! The chain's entries about one letter, for its evidence.

use super::chain::{ChainHead, Link};
use crate::engine::Statement;
use crate::tables::audit as table;
use crate::vault::Found;
use crate::{Store, StoreError};
use letter::LetterId;

/// What the chain says of a letter.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The end of the chain when the proof was made.
    pub head: ChainHead,
    /// Its entries, by event.
    pub entries: Vec<ProofEntry>,
    /// The key under which the letter's events are stored; none if they are stored in clear.
    pub events_key: Option<[u8; 32]>,
}

/// One entry about an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofEntry {
    /// Its number.
    pub n: u64,
    /// When, in unix microseconds.
    pub at_us: i64,
    /// Number of the event.
    pub seq: u32,
    /// The event as it is stored, sealed or in clear.
    pub stored: String,
    /// Hash of the entry before it.
    pub previous: [u8; 32],
    /// Its own hash.
    pub hash: [u8; 32],
}

impl Store {
    /// The chain's entries about the events of a letter. Events from before the chain began have none.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn audit_proof(&self, letter: LetterId) -> Result<Proof, StoreError> {
        let rows = self.readers().fetch(Statement::new(table::OF_LETTER, vec![letter.0.into()])).await?;
        let mut entries = Vec::with_capacity(rows.len());
        for row in &rows {
            let link = Link::read(row)?;
            let seq =
                link.seq.ok_or_else(|| StoreError::corrupt("an entry of the audit chain has no event"))?;
            let previous = if link.n == 1 { [0; 32] } else { row.bytes32(8)? };
            let stored = row.text(9)?;
            entries.push(ProofEntry { n: link.n, at_us: link.at_us, seq, stored, previous, hash: link.hash });
        }
        let events_key = match self.letter_key(letter.0).await? {
            Found::Key(key) => Some(*key.events_secret().bytes()),
            Found::Clear | Found::Forgotten => None,
        };
        // Read last: every entry above lies before this end.
        Ok(Proof { head: self.audit_head().await?, entries, events_key })
    }
}
