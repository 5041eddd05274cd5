//! Imported letter types (R175–R178): every version is kept, for the letters that were accepted with it.

use crate::audit::{Act, ActKind};
use crate::engine::{Row, Statement};
use crate::tables::letter_type as table;
use crate::time::{micros, timestamp};
use crate::{Store, StoreError};
use jiff::Timestamp;
use letter::{LetterType, TypeCode, TypeState};

/// One version of an imported letter type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredType {
    /// The type as imported.
    pub letter_type: LetterType,
    /// 1 for the first.
    pub version: u32,
    /// How far it has come.
    pub state: TypeState,
    /// Who imported it, and when.
    pub imported_by: String,
    /// When it was imported.
    pub imported_at: Timestamp,
    /// Who set its state.
    pub state_by: String,
    /// When its state was set.
    pub state_at: Timestamp,
}

impl Store {
    /// Adds a version. An active one retires the one before it in the same transaction.
    ///
    /// # Errors
    /// [`StoreError::Refused`] if that version exists.
    pub async fn add_letter_type(&self, new: &StoredType) -> Result<(), StoreError> {
        let definition = serde_json::to_string(&new.letter_type)
            .map_err(|error| StoreError::Refused { detail: error.to_string() })?;
        let (code, by, at) =
            (new.letter_type.code.0.clone(), new.imported_by.clone(), micros(new.imported_at));
        let values = vec![
            code.clone().into(),
            i64::from(new.version).into(),
            new.letter_type.sender.0.clone().into(),
            new.state.as_str().into(),
            definition.into(),
            by.clone().into(),
            at.into(),
        ];
        let mut statements = vec![Statement::new(table::ADD, values)];
        if new.state == TypeState::Active {
            let values = vec![code.into(), i64::from(new.version).into(), by.into(), at.into()];
            statements.push(Statement::new(table::RETIRE_OTHERS, values));
        }
        let about = format!("{} version {}", new.letter_type.code.0, new.version);
        let act = Act::new(ActKind::LetterTypeImported, &new.imported_by, new.imported_at).about(&about);
        self.write_act(statements, 0, act).await.map(|_| ())
    }

    /// Sets the state of a version; making one active retires the other. Says whether there was such a version.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn set_letter_type_state(
        &self,
        code: &TypeCode,
        version: u32,
        state: TypeState,
        by: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let about = format!("{} version {version}: {}", code.0, state.as_str());
        let act = Act::new(ActKind::LetterTypeChanged, by, at).about(&about);
        let at = micros(at);
        let version = i64::from(version);
        let values = vec![code.0.clone().into(), version.into(), state.as_str().into(), by.into(), at.into()];
        let mut statements = vec![Statement::new(table::SET_STATE, values)];
        if state == TypeState::Active {
            let values = vec![code.0.clone().into(), version.into(), by.into(), at.into()];
            statements.push(Statement::new(table::RETIRE_OTHERS, values));
        }
        Ok(self.write_act(statements, 0, act).await?.first().is_some_and(|changed| *changed > 0))
    }

    /// All versions of all imported types, by code and version.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn letter_types(&self) -> Result<Vec<StoredType>, StoreError> {
        self.readers().fetch(Statement::new(table::ALL, vec![])).await?.iter().map(read).collect()
    }
}

fn read(row: &Row) -> Result<StoredType, StoreError> {
    let corrupt = || StoreError::corrupt("a stored letter type is unreadable");
    Ok(StoredType {
        letter_type: serde_json::from_str(&row.text(3)?).map_err(|_| corrupt())?,
        version: u32::try_from(row.int(1)?).map_err(|_| corrupt())?,
        state: TypeState::parse(&row.text(2)?).ok_or_else(corrupt)?,
        imported_by: row.text(4)?,
        imported_at: timestamp(row.int(5)?)?,
        state_by: row.text(6)?,
        state_at: timestamp(row.int(7)?)?,
    })
}
