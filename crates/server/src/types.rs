//! The letter types of a gateway: those of the configuration file, and those that were imported (R175, R176).
//!
//! A code belongs to the file or to the store, never to both. Of an imported type the active version takes letters;
//! letters under way go on with the version they were accepted with.

use crate::config::{Config, Sender};
use crate::gateway::Gateway;
use crate::problem::Problem;
use catalogue::Code;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use letter::{Fault, Letter, LetterType, Resolved, Setting, TypeCode, TypeState, check_type, resolve};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Store, StoredType};

/// A letter type as it takes letters now.
#[derive(Clone, Debug)]
pub struct CurrentType {
    /// The type; not active unless its state is.
    pub letter_type: Arc<LetterType>,
    /// Version, of an imported one.
    pub version: Option<u32>,
    /// How far it has come.
    pub state: TypeState,
}

/// All letter types, as last read.
#[derive(Debug, Default)]
pub(crate) struct Types {
    file: BTreeMap<TypeCode, Arc<LetterType>>,
    /// Versions of each code, oldest first.
    imported: BTreeMap<TypeCode, Vec<Arc<StoredType>>>,
    current: BTreeMap<TypeCode, CurrentType>,
}

impl Types {
    pub(crate) async fn read(config: &Config, store: &Store) -> Result<Types, store::StoreError> {
        let file: BTreeMap<_, _> =
            config.letter_types.iter().map(|kind| (kind.code.clone(), Arc::new(kind.clone()))).collect();
        let mut imported: BTreeMap<TypeCode, Vec<Arc<StoredType>>> = BTreeMap::new();
        for stored in store.letter_types().await? {
            imported.entry(stored.letter_type.code.clone()).or_default().push(Arc::new(stored));
        }
        let mut current: BTreeMap<TypeCode, CurrentType> = imported
            .iter()
            .filter_map(|(code, versions)| {
                let active = versions.iter().rev().find(|one| one.state == TypeState::Active);
                let chosen = active.or_else(|| versions.last())?;
                let active = chosen.letter_type.active && chosen.state == TypeState::Active;
                let letter_type = Arc::new(LetterType { active, ..chosen.letter_type.clone() });
                let (version, state) = (Some(chosen.version), chosen.state);
                Some((code.clone(), CurrentType { letter_type, version, state }))
            })
            .collect();
        // The file wins: a code that moved into it is read-only from then on.
        current.extend(file.iter().map(|(code, kind)| {
            let state = if kind.active { TypeState::Active } else { TypeState::Retired };
            (code.clone(), CurrentType { letter_type: kind.clone(), version: None, state })
        }));
        Ok(Types { file, imported, current })
    }

    pub(crate) fn is_in_file(&self, code: &TypeCode) -> bool {
        self.file.contains_key(code)
    }

    /// Versions of an imported type, oldest first.
    pub(crate) fn versions(&self, code: &TypeCode) -> &[Arc<StoredType>] {
        self.imported.get(code).map_or(&[], Vec::as_slice)
    }

    /// One version of a code; `None` is the file's.
    pub(crate) fn version(&self, code: &TypeCode, version: Option<u32>) -> Option<Arc<LetterType>> {
        match version {
            None => self.file.get(code).cloned(),
            Some(version) => {
                let found = self.versions(code).iter().find(|one| one.version == version)?;
                Some(Arc::new(found.letter_type.clone()))
            }
        }
    }
}

/// What became of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportResult {
    /// A code that was not there.
    New,
    /// A new version of a code that was there.
    Changed,
    /// The newest version is the same.
    Same,
}

/// An import that was done, or would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// What became of it.
    pub result: ImportResult,
    /// The version that holds it.
    pub version: u32,
    /// State of that version.
    pub state: TypeState,
}

/// What a sender gives to its letters' markup.
pub(crate) fn setting(sender: &Sender) -> Setting<'_> {
    Setting {
        country: sender.country(),
        zone: TimeZone::get(sender.time_zone()).unwrap_or(TimeZone::UTC),
        signing: sender.signing.as_ref(),
    }
}

impl Gateway {
    pub(crate) fn types(&self) -> Arc<Types> {
        self.types.read().map(|types| types.clone()).unwrap_or_default()
    }

    /// The letter type by which a new letter of that code is judged.
    pub fn letter_type(&self, code: &TypeCode) -> Option<Arc<LetterType>> {
        self.current_type(code).map(|current| current.letter_type)
    }

    /// The same, with version and state.
    pub fn current_type(&self, code: &TypeCode) -> Option<CurrentType> {
        self.types().current.get(code).cloned()
    }

    /// The type of a letter, in the version with which it was accepted.
    pub fn type_of_letter(&self, letter: &Letter) -> Option<Arc<LetterType>> {
        self.types().version(&letter.letter_type, letter.type_version)
    }

    /// The same; one that another node has stored since this one looked is read first.
    pub(crate) async fn learn_type_of(&self, letter: &Letter) -> Option<Arc<LetterType>> {
        let known = self.type_of_letter(letter);
        if known.is_some() || !self.store.is_shared() {
            return known;
        }
        if let Err(error) = self.reload_types().await {
            tracing::warn!(%error, "letter types cannot be read");
        }
        self.type_of_letter(letter)
    }

    /// All letter types, by code.
    pub fn letter_types(&self) -> Vec<Arc<LetterType>> {
        self.types().current.values().map(|current| current.letter_type.clone()).collect()
    }

    /// A letter's markup, filled from its data.
    pub(crate) fn markup_of(&self, letter: &Letter, kind: &LetterType) -> Resolved {
        self.sender(&letter.sender).map(|sender| resolve(kind, letter, &setting(sender))).unwrap_or_default()
    }

    /// Judges and stores a type as the newest version of its code.
    ///
    /// # Errors
    /// `letter_type_in_file`, `letter_type_invalid` with every fault, or the store is not there.
    pub async fn import_type(
        &self,
        letter_type: LetterType,
        state: TypeState,
        by: &str,
        dry_run: bool,
    ) -> Result<Imported, Problem> {
        let _one_at_a_time = self.types_lock.lock().await;
        let types = self.types();
        let code = letter_type.code.clone();
        if types.is_in_file(&code) {
            return Err(Problem::new(Code::LetterTypeInFile));
        }
        self.judge_type(&letter_type)?;
        if self.config.four_eyes && matches!(state, TypeState::Reviewed | TypeState::Active) {
            return Err(Problem::new(Code::FourEyesNeeded));
        }
        let newest = types.versions(&code).last().cloned();
        if let Some(newest) = newest.as_ref().filter(|newest| newest.letter_type == letter_type) {
            let (version, state) = (newest.version, newest.state);
            return Ok(Imported { result: ImportResult::Same, version, state });
        }
        let result = if newest.is_some() { ImportResult::Changed } else { ImportResult::New };
        let version = newest.map_or(1, |newest| newest.version.saturating_add(1));
        if !dry_run {
            let now = Timestamp::now();
            let new = StoredType {
                letter_type,
                version,
                state,
                imported_by: by.to_owned(),
                imported_at: now,
                state_by: by.to_owned(),
                state_at: now,
            };
            self.store.add_letter_type(&new).await.map_err(not_ready)?;
            self.reload_types().await.map_err(not_ready)?;
            tracing::info!(%code, version, state = state.as_str(), by, "letter type imported");
        }
        Ok(Imported { result, version, state })
    }

    /// Sets the review state of a version of an imported type; making one active retires the other.
    ///
    /// # Errors
    /// `letter_type_not_found`, `letter_type_in_file`, or the store is not there.
    pub async fn set_type_state(
        &self,
        code: &TypeCode,
        version: Option<u32>,
        state: TypeState,
        by: &str,
    ) -> Result<Imported, Problem> {
        let _one_at_a_time = self.types_lock.lock().await;
        let types = self.types();
        if types.is_in_file(code) {
            return Err(Problem::new(Code::LetterTypeInFile));
        }
        let versions = types.versions(code);
        let found = match version {
            Some(version) => versions.iter().find(|one| one.version == version),
            None => versions.last(),
        };
        let Some(found) = found else { return Err(Problem::new(Code::LetterTypeNotFound)) };
        // The configuration may have changed since it was imported: what it needs must be there now.
        if state == TypeState::Active {
            self.judge_type(&found.letter_type)?;
        }
        if self.config.four_eyes && !seen_by_two(found, state, by) {
            return Err(Problem::new(Code::FourEyesNeeded));
        }
        let version = found.version;
        let set = self.store.set_letter_type_state(code, version, state, by, Timestamp::now()).await;
        set.map_err(not_ready)?;
        self.reload_types().await.map_err(not_ready)?;
        tracing::info!(%code, version, state = state.as_str(), by, "letter type set");
        Ok(Imported { result: ImportResult::Changed, version, state })
    }

    /// What the configuration check asks of a type of the file, asked of an imported one.
    ///
    /// # Errors
    /// `letter_type_invalid` with every fault.
    pub(crate) fn judge_type(&self, letter_type: &LetterType) -> Result<(), Problem> {
        let Some(sender) = self.sender(&letter_type.sender) else {
            let fault = Fault::new(Code::SenderUnknown, "/sender", "this sender is not configured");
            return Err(Problem::faults(vec![Fault { code: Code::LetterTypeInvalid, ..fault }]));
        };
        let mut faults: Vec<Fault> = check_type(letter_type, Some(&setting(sender)))
            .into_iter()
            .map(|fault| {
                let pointer = format!("/{}", fault.path.replace(['.', '['], "/").replace(']', ""));
                let missing = fault.path == "archetype";
                let code = if missing { Code::SigningApplicationMissing } else { Code::LetterTypeInvalid };
                Fault::new(code, pointer, fault.to_string())
            })
            .collect();
        if let Err(remedy) = crate::config::fits(letter_type, sender, &self.config) {
            faults.push(Fault::new(Code::LetterTypeInvalid, "", format!("the letter type{remedy}")));
        }
        if faults.is_empty() { Ok(()) } else { Err(Problem::faults(faults)) }
    }

    pub(crate) async fn reload_types(&self) -> Result<(), store::StoreError> {
        let read = Types::read(&self.config, &self.store).await?;
        if let Ok(mut types) = self.types.write() {
            *types = Arc::new(read);
        }
        Ok(())
    }
}

/// Whether a version may get that state from `by`, where two people must have seen it: it is reviewed by somebody other
/// than its author, and only then made active.
pub(crate) fn seen_by_two(version: &StoredType, state: TypeState, by: &str) -> bool {
    match state {
        TypeState::Reviewed => version.imported_by != by,
        TypeState::Active => matches!(version.state, TypeState::Reviewed | TypeState::Active),
        TypeState::Draft | TypeState::Retired => true,
    }
}

fn not_ready(error: store::StoreError) -> Problem {
    tracing::error!(%error, "letter types cannot be stored or read");
    Problem::new(Code::NotReady)
}
