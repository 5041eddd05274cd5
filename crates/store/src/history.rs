//! Reading letters back.

use crate::tables::{event, letter as letters};
use crate::time::timestamp;
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
    /// One letter, if there is one of this id.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if it cannot be read back.
    pub async fn load(&self, id: LetterId) -> Result<Option<History>, StoreError> {
        Ok(self.load_many(&[id]).await?.pop())
    }

    /// Several letters in the order asked for; those that do not exist are left out.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if one cannot be read back.
    pub async fn load_many(&self, ids: &[LetterId]) -> Result<Vec<History>, StoreError> {
        let keys = || ids.iter().map(|id| id.0.into()).collect::<Vec<_>>();
        // Letters never change and events are only added: two reads need no common snapshot.
        let mut stored = HashMap::new();
        for row in letters::BY_ID.read(self.readers(), keys()).await? {
            stored.insert(row.uuid(0)?, read_letter(&row.blob(1)?)?);
        }
        let mut events: HashMap<Uuid, Vec<Recorded>> = HashMap::new();
        for row in event::OF_LETTERS.read(self.readers(), keys()).await? {
            let recorded = Recorded {
                seq: u32::try_from(row.int(1)?)
                    .map_err(|_| StoreError::corrupt("an event number is out of range"))?,
                at: timestamp(row.int(2)?)?,
                event: serde_json::from_str(&row.text(3)?)
                    .map_err(|_| StoreError::corrupt("a stored event is unreadable"))?,
            };
            events.entry(row.uuid(0)?).or_default().push(recorded);
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
