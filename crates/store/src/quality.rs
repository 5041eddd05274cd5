//! How good the data of source systems are (R100, R101, R177): what was refused, which addresses were wrong, which letter
//! types they use.

use crate::engine::{Statement, Value};
use crate::tables::quality as table;
use crate::time::{micros, timestamp};
use crate::{Store, StoreError};
use catalogue::Code;
use jiff::Timestamp;
use letter::{LetterId, SenderId, TypeCode};

/// Letters of a system that were refused for one cause on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusals {
    /// The system: name of its API key or certificate.
    pub system: String,
    /// Why.
    pub code: Code,
    /// Day, counted from 1970-01-01 in UTC.
    pub day: i64,
    /// How many.
    pub refused: u64,
}

/// Letters of one type that a system handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// The system; absent for letters of early releases.
    pub system: Option<String>,
    /// The type.
    pub letter_type: TypeCode,
    /// How many.
    pub letters: u64,
}

/// A letter that stands with a reason that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck {
    /// The system that handed it in.
    pub system: Option<String>,
    /// The letter.
    pub id: LetterId,
    /// The system's own reference.
    pub reference: Option<String>,
    /// Its type.
    pub letter_type: TypeCode,
    /// Why it stands there.
    pub reason: Option<Code>,
    /// Since when.
    pub at: Timestamp,
}

impl Store {
    /// Adds to the counts of refused letters.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn count_refusals(&self, refusals: &[Refusals]) -> Result<(), StoreError> {
        let statement = |one: &Refusals| {
            let refused = i64::try_from(one.refused).unwrap_or(i64::MAX);
            table::ADD.single(vec![
                one.system.as_str().into(),
                one.code.as_str().into(),
                one.day.into(),
                refused.into(),
            ])
        };
        self.write_all(refusals.iter().map(statement).collect()).await.map(drop)
    }

    /// What was refused since a day, for all systems together over the days; most first. `day` of the answer is the
    /// day asked for.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn refusals(&self, since_day: i64) -> Result<Vec<Refusals>, StoreError> {
        let rows = self.readers().fetch(Statement::new(table::REFUSED, vec![since_day.into()])).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            // A cause that another release knows is not told by this one.
            if let Some(code) = Code::parse(&row.text(1)?) {
                let (system, refused) = (row.text(0)?, row.int(2)?.unsigned_abs());
                found.push(Refusals { system, code, day: since_day, refused });
            }
        }
        Ok(found)
    }

    /// Which types the letters had that each system handed in for a sender since then, most used first.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn types_by_system(
        &self,
        sender: &SenderId,
        since: Timestamp,
    ) -> Result<Vec<Used>, StoreError> {
        let values = vec![sender.0.as_str().into(), micros(since).into()];
        let rows = self.readers().fetch(Statement::new(table::TYPES, values)).await?;
        rows.iter()
            .map(|row| {
                let (system, letter_type) = (row.opt_text(0)?, TypeCode(row.text(1)?));
                Ok(Used { system, letter_type, letters: row.int(2)?.unsigned_abs() })
            })
            .collect()
    }

    /// Letters of a sender since then that stand with one of these reasons, newest first, at most a thousand.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn letters_stuck(
        &self,
        sender: &SenderId,
        since: Timestamp,
        reasons: &[Code],
    ) -> Result<Vec<Stuck>, StoreError> {
        let before = [Value::from(sender.0.as_str()), micros(since).into()];
        let keys = reasons.iter().map(|code| code.as_str().into()).collect();
        let mut found = Vec::new();
        for statement in table::REASONS.statements(&before, keys) {
            for row in self.readers().fetch(statement).await? {
                found.push(Stuck {
                    system: row.opt_text(0)?,
                    id: LetterId(row.uuid(1)?),
                    reference: row.opt_text(2)?,
                    letter_type: TypeCode(row.text(3)?),
                    reason: row.opt_text(4)?.and_then(|code| Code::parse(&code)),
                    at: timestamp(row.int(5)?)?,
                });
            }
        }
        Ok(found)
    }
}
