//! Letters whose content was deleted, and those whose time for that may have come.

use crate::engine::{Row, Statement};
use crate::tables::{survey, vault as table};
use crate::time::{micros, timestamp};
use crate::vault::Purpose;
use crate::{Store, StoreError};
use jiff::Timestamp;
use letter::{LetterId, Remains, SenderId, TypeCode};
use uuid::Uuid;

/// A letter whose content was deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forgotten {
    /// When.
    pub at: Timestamp,
    /// What is kept of it.
    pub remains: Remains,
}

/// A letter at its end whose content is still there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The letter.
    pub id: LetterId,
    /// Its sender.
    pub sender: SenderId,
    /// Its type.
    pub letter_type: TypeCode,
    /// When it last moved.
    pub moved_at: Timestamp,
    /// It was stored before encryption was on, and has no key that could be deleted.
    pub in_clear: bool,
}

/// Some letters at their end, and where to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedSome {
    /// The letters, in the order of their ids.
    pub letters: Vec<Ended>,
    /// The id after which to look next; nothing once all were seen.
    pub next: Option<LetterId>,
}

impl Store {
    /// What is kept of a letter whose content was deleted; nothing for any other.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if it cannot be read back.
    pub async fn remains(&self, id: LetterId) -> Result<Option<Forgotten>, StoreError> {
        let rows = self.readers().fetch(Statement::new(table::REMAINS, vec![id.0.into()])).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let unreadable = || StoreError::corrupt("what is kept of a forgotten letter is unreadable");
        let Some(vault) = self.vault() else { return Err(unreadable()) };
        let sealed = row.blob(1)?;
        let opened = vault.installation()?.open(Purpose::Remains, id.0.as_bytes(), &sealed);
        let opened = opened.ok_or_else(unreadable)?;
        let remains = serde_json::from_slice(&opened).map_err(|_| unreadable())?;
        Ok(Some(Forgotten { at: timestamp(row.int(0)?)?, remains }))
    }

    /// Letters at their end that last moved before `moved_before` and still have their content, among the `look_at`
    /// letters after `after`. Looks at so many at a time, because there is no index for it: it is asked for seldom, and an
    /// index would cost every letter. One whose id a wrong clock made too late is found when that time has come.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn ended(
        &self,
        after: Option<LetterId>,
        moved_before: Timestamp,
        look_at: u32,
    ) -> Result<EndedSome, StoreError> {
        let after = after.map_or(Uuid::nil(), |id| id.0);
        let stretch = Statement::new(survey::STRETCH, vec![after.into(), i64::from(look_at).into()]);
        let end = self.readers().fetch(stretch).await?.first().map(|row| row.uuid(0)).transpose()?;
        // Ids grow with time: what was accepted later has not moved before.
        let newest = newest(moved_before);
        let until = end.unwrap_or(Uuid::max()).min(newest);
        let values = vec![after.into(), until.into(), micros(moved_before).into()];
        let rows = self.readers().fetch(Statement::new(table::ENDED, values)).await?;
        let letters = rows.iter().map(ended).collect::<Result<_, _>>()?;
        Ok(EndedSome { letters, next: end.filter(|end| *end < newest).map(LetterId) })
    }
}

/// The highest id that a letter accepted at that time may have (UUID version 7: milliseconds come first).
fn newest(at: Timestamp) -> Uuid {
    let milliseconds = u128::try_from(at.as_millisecond()).unwrap_or(0);
    Uuid::from_u128((milliseconds << 80) | ((1 << 80) - 1))
}

fn ended(row: &Row) -> Result<Ended, StoreError> {
    Ok(Ended {
        id: LetterId(row.uuid(0)?),
        sender: SenderId(row.text(1)?),
        letter_type: TypeCode(row.text(2)?),
        moved_at: timestamp(row.int(3)?)?,
        in_clear: row.int(4)? == 0,
    })
}
