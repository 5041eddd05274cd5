//! What the national side knows: an index in memory, rebuilt at start from a journal.
//!
//! A line of the journal is written before any answer leaves, so that neither a killed process nor its successor
//! forgets or doubles anything. It is handed to the operating system, not forced to the disk: a sandbox survives its
//! own death, not a power cut.

mod account;
mod entry;
mod index;
mod journal;

use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub(crate) use account::{Waiting, WaitingFor, WaitingKind};
pub use entry::PrintStatus;
pub(crate) use entry::{
    Channel, Entry, Facts, KombiPart, KombiTaken, PostStatus, Receipt, ReceiptStatus, Trail,
};
use index::Copies;
pub(crate) use index::{Index, Letter, Pending};
use journal::Journal;

use crate::enrol::sha256_hex;
use crate::error::{SandboxError, at};
use crate::outcome::Outcome;

/// The durable state of one sandbox.
pub(crate) struct State {
    inner: Mutex<Inner>,
    folder: PathBuf,
}

struct Inner {
    index: Index,
    journal: Journal,
}

impl State {
    pub(crate) fn open(data_dir: &Path, plan: &[(&'static str, Outcome)]) -> Result<Self, SandboxError> {
        let folder = data_dir.join("messages");
        std::fs::create_dir_all(&folder).map_err(at(&folder))?;
        let mut index = Index::default();
        let journal = Journal::open(&data_dir.join("journal.jsonl"), |entry| index.apply(&entry))?;
        // The plan of this start wins over what earlier starts were told.
        for (alias, outcome) in plan {
            index.apply(&Entry::Outcome {
                alias: (*alias).to_owned(),
                outcome: Some(*outcome),
                operator: None,
            });
        }
        Ok(Self { inner: Mutex::new(Inner { index, journal }), folder })
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic while the lock was held leaves the index as the journal has it, or one entry behind: usable.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the index.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&Index) -> T) -> T {
        look(&self.lock().index)
    }

    /// Decides on the index and writes down what was decided, as one step. The entries are in the journal when this
    /// returns `Ok`, and not in the index when it fails.
    pub(crate) fn decide<T>(&self, decide: impl FnOnce(&Index) -> (Vec<Entry>, T)) -> std::io::Result<T> {
        let mut inner = self.lock();
        let (entries, answer) = decide(&inner.index);
        inner.journal.append(&entries)?;
        for entry in &entries {
            inner.index.apply(entry);
        }
        Ok(answer)
    }

    /// Writes down one entry.
    pub(crate) fn record(&self, entry: Entry) -> std::io::Result<()> {
        self.decide(|_| (vec![entry], ()))
    }

    /// Keeps exact octets under their digest; the name to find them by is returned.
    pub(crate) fn keep(&self, octets: &[u8]) -> std::io::Result<String> {
        let name = sha256_hex(octets);
        let path = self.blob_path(&name);
        if !path.exists() {
            let mut file = self.new_file()?;
            file.1.write_all(octets)?;
            self.adopt(&file.0, &name)?;
        }
        Ok(name)
    }

    /// A file to stream octets into, to be given to [`State::adopt`].
    pub(crate) fn new_file(&self) -> std::io::Result<(PathBuf, std::fs::File)> {
        let path = self.folder.join(format!("{}.part", uuid::Uuid::new_v4().simple()));
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        // Messages hold what nobody else on this machine needs to read.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        Ok((path, file))
    }

    /// Gives a finished file its place under the digest of its content.
    pub(crate) fn adopt(&self, path: &Path, name: &str) -> std::io::Result<()> {
        let target = self.blob_path(name);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::rename(path, target)
    }

    pub(crate) fn blob_path(&self, name: &str) -> PathBuf {
        // Names are digests made here, never text from outside.
        self.folder.join(name.get(..2).unwrap_or("00")).join(name)
    }

    pub(crate) fn blob(&self, name: &str) -> std::io::Result<Vec<u8>> {
        std::fs::read(self.blob_path(name))
    }

    /// Counts an attempt to deliver a message and says which one it is, beginning with 1.
    pub(crate) fn attempt(&self, place: &str, message_id: &str) -> std::io::Result<u32> {
        self.decide(|index| {
            let number = index.attempts(place, message_id) + 1;
            let entry = Entry::Attempt { place: place.to_owned(), message_id: message_id.to_owned() };
            (vec![entry], number)
        })
    }

    /// Whom a recipient takes mail from, if it has said so.
    pub(crate) fn accepts(&self, alias: &str) -> Option<Vec<String>> {
        self.read(|index| index.accepts.get(alias).cloned())
    }

    /// What waits for more signatures.
    pub(crate) fn waiting(&self, alias: &str, kind: WaitingKind) -> Option<Waiting> {
        self.read(|index| index.waiting.get(&(alias.to_owned(), kind)).cloned())
    }

    /// What a recipient plays at the moment, and where its mailbox is.
    pub(crate) fn overrides(&self, alias: &str) -> (Option<Outcome>, Option<crate::Operator>) {
        self.read(|index| index.overrides.get(alias).copied().unwrap_or_default())
    }
}

/// Totals for the admin call and the end of a demo.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Totals {
    /// Different messages that reached a mailbox or an envelope.
    pub unique: u64,
    /// Deliveries beyond the first of the same message.
    pub doubled: u64,
    /// Messages in Swedish mailboxes (copies counted).
    pub mina_meddelanden: u64,
    /// Messages in Danish mailboxes.
    pub digital_post: u64,
    /// Print jobs printed.
    pub printed: u64,
    /// Print jobs refused.
    pub print_rejected: u64,
    /// Repeats that were recognised and answered again without a second delivery.
    pub repeats_recognised: u64,
}

/// How often one message was delivered.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DeliveryCount {
    /// The sender's message id (Message Id, messageUUID or print job id).
    pub message_id: String,
    /// `alfa`, `beta`, `digital_post` or `print`.
    pub place: String,
    /// Who got it, by alias; `null` for paper to somebody outside the table.
    pub recipient: Option<String>,
    /// The letter's subject; for a print job the sender's reference or the consignment's title. A letter that came
    /// twice under two message ids shows by it.
    #[serde(default)]
    pub title: String,
    /// Copies delivered: more than 1 is a doubled letter.
    pub copies: u64,
    /// Attempts seen, repeats and refused ones included.
    pub attempts: u64,
}

/// Counts per message, and the totals.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Deliveries {
    /// The totals.
    pub totals: Totals,
    /// One row per message id.
    pub messages: Vec<DeliveryCount>,
}

impl State {
    pub(crate) fn deliveries(&self) -> Deliveries {
        self.read(|index| {
            let mut rows: HashMap<(&str, &str), DeliveryCount> = HashMap::new();
            for Copies { place, message_id, alias, title, copies } in index.copies() {
                rows.insert(
                    (place, message_id),
                    DeliveryCount {
                        message_id: message_id.to_owned(),
                        place: place.to_owned(),
                        recipient: alias.map(str::to_owned),
                        title: title.to_owned(),
                        copies,
                        attempts: u64::from(index.attempts(place, message_id)),
                    },
                );
            }
            let mut messages: Vec<_> = rows.into_values().collect();
            messages.sort_by(|a, b| (&a.place, &a.message_id).cmp(&(&b.place, &b.message_id)));
            Deliveries { totals: index.totals(), messages }
        })
    }
}
