//! That a backup was taken stands in the audit chain. An embedded store has one writer, which may be at work while another
//! process takes the backup: that one leaves a note, and the writer takes it up.

use crate::files::blocking;
use crate::{Act, ActKind, Backup, BackupError, Store, StoreConfig, StoreError, directory};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Folder of the notes in the data directory.
const FOLDER: &str = "backup-notes";
/// Largest note, bytes. A larger file is none of ours.
const NOTE_MAX_BYTES: u64 = 16 * 1024;
/// Notes taken up in one go.
const NOTES_MAX: usize = 100;

/// What a note says.
#[derive(Serialize, Deserialize)]
struct Note {
    at: Timestamp,
    by: String,
    about: String,
}

impl Note {
    fn act(&self) -> Act {
        Act::new(ActKind::BackupTaken, &self.by, self.at).about(&self.about)
    }
}

impl Store {
    /// Has it recorded that `by` took this backup into `folder`, by the process that works on the store, at its next
    /// [`Store::take_backup_notes`].
    ///
    /// # Errors
    /// [`BackupError`]: the note cannot be written.
    pub async fn note_backup(
        config: &StoreConfig,
        backup: &Backup,
        folder: &Path,
        by: &str,
    ) -> Result<(), BackupError> {
        let about = format!("{}: {} letters, {} blobs", folder.display(), backup.letters, backup.blobs);
        let note = Note { at: backup.made_at, by: by.to_owned(), about };
        let folder = config.data_dir.join(FOLDER);
        let file = folder.join(format!("{}.json", uuid::Uuid::new_v4().simple()));
        let text =
            serde_json::to_vec(&note).map_err(|error| StoreError::Refused { detail: error.to_string() })?;
        let path = file.clone();
        let written = blocking(move || leave(&folder, &file, &text)).await?;
        written.map_err(|source| BackupError::File { path, source })
    }

    /// Records the backups of which notes lie in the data directory; says how many. A note that a crash leaves behind
    /// after it was recorded is recorded again, with the same time and folder.
    ///
    /// # Errors
    /// [`StoreError`]; what could not be recorded stays.
    pub async fn take_backup_notes(&self) -> Result<usize, StoreError> {
        let folder = self.config().data_dir.join(FOLDER);
        let mut taken = 0;
        for (file, note) in blocking(move || notes(&folder)).await? {
            self.record(note.act()).await?;
            let removed = blocking(move || std::fs::remove_file(&file)).await?;
            removed.map_err(|error| StoreError::Refused { detail: format!("{FOLDER}: {error}") })?;
            taken += 1;
        }
        Ok(taken)
    }
}

fn leave(folder: &Path, file: &Path, text: &[u8]) -> std::io::Result<()> {
    directory::make(folder)?;
    let unfinished = file.with_extension("new");
    crate::backup::write_synced(&unfinished, text)?;
    std::fs::rename(&unfinished, file)?;
    directory::sync(folder)
}

/// The notes that can be read. What is no note is left where it is.
fn notes(folder: &Path) -> Vec<(PathBuf, Note)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let files = files.filter(|file| file.extension().is_some_and(|ending| ending == "json"));
    let read = files.take(NOTES_MAX).filter_map(|file| {
        let mut text = Vec::new();
        std::fs::File::open(&file).ok()?.take(NOTE_MAX_BYTES).read_to_end(&mut text).ok()?;
        Some((file, serde_json::from_slice(&text).ok()?))
    });
    read.collect()
}
