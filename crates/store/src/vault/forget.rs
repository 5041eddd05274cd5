//! Forgetting a letter: its key is deleted, and with it everything that told of a person.

use super::seal::Purpose;
use crate::audit::{Act, ActKind};
use crate::engine::{Statement, Value};
use crate::tables::{blob, vault as table};
use crate::time::micros;
use crate::{Store, StoreError};
use jiff::Timestamp;
use letter::{LetterId, Remains};

/// Why a letter was not forgotten.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ForgetError {
    /// There is no such letter, it was forgotten before, or it is still under way.
    #[error(
        "letter {letter} has no key to delete, or has moved, or is still under way: only letters at their end are \
         forgotten"
    )]
    NotAtItsEnd {
        /// The letter.
        letter: LetterId,
    },
    /// The letter was stored before encryption was on; deleting a key does not remove it.
    #[error("letter {letter} was stored before encryption was on: it has no key of its own")]
    StoredInClear {
        /// The letter.
        letter: LetterId,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Deletes the key of a letter that has come to its end, with its blobs, its raw receipts and what lists tell of
    /// it; what `remains` is kept in its place. `remains` must be of the letter as it stands. Recorded in the audit chain
    /// as done by `by`, about `why`. Events and chain stay, unreadable and verifiable. Backups made before still hold the
    /// key until they are gone.
    ///
    /// # Errors
    /// [`ForgetError`]; then nothing was changed.
    pub async fn forget(
        &self,
        remains: &Remains,
        by: &str,
        why: &str,
        at: Timestamp,
    ) -> Result<(), ForgetError> {
        let letter = remains.id;
        let Some(vault) = self.vault() else { return Err(ForgetError::StoredInClear { letter }) };
        if table::LETTER_KEYS.read(self.readers(), vec![letter.0.into()]).await?.is_empty()
            && self.load(letter).await?.is_some()
        {
            return Err(ForgetError::StoredInClear { letter });
        }
        let kept = serde_json::to_vec(remains).map_err(|error| StoreError::corrupt(error.to_string()))?;
        let kept = vault.installation()?.seal(Purpose::Remains, letter.0.as_bytes(), &kept)?;
        let seq = remains.events.last().map_or(0, |recorded| i64::from(recorded.seq));
        let objects = self.readers().fetch(Statement::new(blob::OBJECTS_OF, vec![letter.0.into()])).await?;
        let empty = || Value::Blob(Vec::new());
        let moment = || Value::from(micros(at));
        let statements = vec![
            Statement::new(table::FORGET, vec![letter.0.into(), empty(), seq.into()]),
            Statement::new(table::FORGET_INDEX, vec![letter.0.into(), [0; 32].into(), moment()]),
            Statement::new(table::FORGET_RECEIPTS, vec![letter.0.into(), empty()]),
            Statement::new(table::FORGET_BLOBS, vec![letter.0.into()]),
            Statement::new(table::KEEP_REMAINS, vec![letter.0.into(), moment(), Value::Blob(kept)]),
        ];
        let act = Act::new(ActKind::LetterForgotten, by, at).about(why).letter(letter);
        let changed = self.write_act(statements, 0, act).await?;
        if changed.first() != Some(&1) {
            return Err(ForgetError::NotAtItsEnd { letter });
        }
        vault.drop_letter(letter.0);
        for row in objects {
            // What cannot be removed now has no key any more, and is swept later.
            if let Err(error) = self.files().remove(&row.bytes32(0)?).await {
                tracing::warn!(%error, "the file of a forgotten letter stays until the next sweep");
            }
        }
        Ok(())
    }
}
