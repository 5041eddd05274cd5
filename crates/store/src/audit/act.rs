//! Administrative acts: what people and commands did to the gateway itself.

use crate::time::micros;
use crate::{Store, StoreError};
use jiff::Timestamp;
use letter::LetterId;
use serde_json::json;

/// Kinds of acts. What is done to a single letter is an event of that letter, not an act; only its forgetting is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActKind {
    /// The chain began; the events before it are counted, not covered.
    ChainBegun,
    /// The gateway started with this configuration.
    ConfigurationLoaded,
    /// An API key was made.
    ApiKeyMade,
    /// An API key was revoked.
    ApiKeyRevoked,
    /// A person was added.
    PersonMade,
    /// A person got another password or other roles, or was let in or shut out.
    PersonSet,
    /// A person was removed.
    PersonRemoved,
    /// Somebody signed in with a password of this gateway's own.
    SignedInLocally,
    /// Sessions were ended by somebody else.
    SessionsEnded,
    /// A version of a letter type was imported.
    LetterTypeImported,
    /// A version of a letter type changed its state.
    LetterTypeChanged,
    /// The senders' keys were wrapped by another master key.
    MasterKeyRotated,
    /// A letter's key was deleted.
    LetterForgotten,
    /// Somebody looked up a citizen's letters, with a reason (R135).
    CitizenLooked,
    /// Somebody searched letters by a recipient's number (R77).
    LettersSearched,
    /// A backup was taken.
    BackupTaken,
    /// The store was restored from a backup.
    Restored,
}

impl ActKind {
    /// All of them.
    pub const ALL: &'static [ActKind] = &[
        ActKind::ChainBegun,
        ActKind::ConfigurationLoaded,
        ActKind::ApiKeyMade,
        ActKind::ApiKeyRevoked,
        ActKind::PersonMade,
        ActKind::PersonSet,
        ActKind::PersonRemoved,
        ActKind::SignedInLocally,
        ActKind::SessionsEnded,
        ActKind::LetterTypeImported,
        ActKind::LetterTypeChanged,
        ActKind::MasterKeyRotated,
        ActKind::LetterForgotten,
        ActKind::CitizenLooked,
        ActKind::LettersSearched,
        ActKind::BackupTaken,
        ActKind::Restored,
    ];

    /// Its name in the chain.
    pub const fn as_str(self) -> &'static str {
        match self {
            ActKind::ChainBegun => "chain_begun",
            ActKind::ConfigurationLoaded => "configuration_loaded",
            ActKind::ApiKeyMade => "api_key_made",
            ActKind::ApiKeyRevoked => "api_key_revoked",
            ActKind::PersonMade => "person_made",
            ActKind::PersonSet => "person_set",
            ActKind::PersonRemoved => "person_removed",
            ActKind::SignedInLocally => "signed_in_locally",
            ActKind::SessionsEnded => "sessions_ended",
            ActKind::LetterTypeImported => "letter_type_imported",
            ActKind::LetterTypeChanged => "letter_type_changed",
            ActKind::MasterKeyRotated => "master_key_rotated",
            ActKind::LetterForgotten => "letter_forgotten",
            ActKind::CitizenLooked => "citizen_looked",
            ActKind::LettersSearched => "letters_searched",
            ActKind::BackupTaken => "backup_taken",
            ActKind::Restored => "restored",
        }
    }
}

/// One act. Its texts name keys, types and people who work here, never a recipient.
#[derive(Clone, Debug)]
pub struct Act {
    pub(crate) kind: ActKind,
    pub(crate) at_us: i64,
    pub(crate) letter: Option<LetterId>,
    by: String,
    about: Option<String>,
}

impl Act {
    /// An act of `by`: the name of a key or person, or of a command.
    pub fn new(kind: ActKind, by: &str, at: Timestamp) -> Act {
        Act { kind, at_us: micros(at), letter: None, by: by.to_owned(), about: None }
    }

    /// What was acted upon.
    #[must_use]
    pub fn about(mut self, what: &str) -> Act {
        self.about = Some(what.to_owned());
        self
    }

    /// The letter that was acted upon.
    #[must_use]
    pub fn letter(mut self, letter: LetterId) -> Act {
        self.letter = Some(letter);
        self
    }

    /// What the chain keeps of it.
    pub(crate) fn text(&self) -> String {
        json!({ "by": self.by, "about": self.about }).to_string()
    }
}

impl Store {
    /// Notes an act that changes nothing in the store itself.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn record(&self, act: Act) -> Result<(), StoreError> {
        self.write_act(Vec::new(), 0, act).await.map(|_| ())
    }
}
