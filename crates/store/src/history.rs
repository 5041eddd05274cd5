//! Reading letters back.

use crate::tables::{event, letter as letters};
use crate::time::timestamp;
use crate::vault::{is_sealed, is_sealed_text};
use crate::{Store, StoreError};
use letter::{Letter, LetterId, Recorded};
use std::collections::HashMap;
use uuid::Uuid;

/// A letter and all that happened to it.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The letter.
    pub letter: Letter,
    /// Its events, oldest first; never empty.
    pub events: Vec<Recorded>,
}

impl History {
    /// Number of the last event, for [`crate::Append::expected_seq`].
    pub fn seq(&self) -> u32 {
        self.events.last().map_or(0, |recorded| recorded.seq)
    }
}

impl Store {
    /// One letter, if there is one of this id that has not been forgotten.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if it cannot be read back.
    pub async fn load(&self, id: LetterId) -> Result<Option<History>, StoreError> {
        Ok(self.load_many(&[id]).await?.pop())
    }

    /// Several letters in the order asked for; those that do not exist or were forgotten are left out.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if one cannot be read back.
    pub async fn load_many(&self, ids: &[LetterId]) -> Result<Vec<History>, StoreError> {
        let keys = || ids.iter().map(|id| id.0.into()).collect::<Vec<_>>();
        // Letters never change and events are only added: two reads need no common snapshot.
        let mut stored = HashMap::new();
        let opened = self.letter_keys(&ids.iter().map(|id| id.0).collect::<Vec<_>>()).await?;
        for row in letters::BY_ID.read(self.readers(), keys()).await? {
            let (id, bytes) = (row.uuid(0)?, row.blob(1)?);
            let letter = match opened.get(&id) {
                _ if !is_sealed(&bytes) => read_letter(&bytes)?,
                Some(key) => read_letter(&key.open_letter(&bytes)?)?,
                // Forgotten: there is nothing left to show.
                None => continue,
            };
            stored.insert(id, letter);
        }
        let mut events: HashMap<Uuid, Vec<Recorded>> = HashMap::new();
        for row in event::OF_LETTERS.read(self.readers(), keys()).await? {
            let (id, text) = (row.uuid(0)?, row.text(3)?);
            let seq = u32::try_from(row.int(1)?)
                .map_err(|_| StoreError::corrupt("an event number is out of range"))?;
            let text = match opened.get(&id) {
                _ if !is_sealed_text(&text) => text,
                Some(key) => key.open_event(seq, &text)?,
                None => continue,
            };
            let event = serde_json::from_str(&text)
                .map_err(|_| StoreError::corrupt("a stored event is unreadable"))?;
            events.entry(id).or_default().push(Recorded { seq, at: timestamp(row.int(2)?)?, event });
        }
        let mut found = Vec::with_capacity(stored.len());
        for id in ids {
            if let Some(letter) = stored.remove(&id.0) {
                let events = events.remove(&id.0).unwrap_or_default();
                found.push(History { letter, events });
            }
        }
        Ok(found)
    }
}

fn read_letter(stored: &[u8]) -> Result<Letter, StoreError> {
    let text = std::str::from_utf8(stored).map_err(|_| StoreError::corrupt("a stored letter is not text"))?;
    Letter::from_stored(text).map_err(|error| StoreError::corrupt(error.to_string()))
}
