//! The append-only file behind the index: one JSON object per line.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::entry::Entry;
use crate::error::{SandboxError, at};

pub(super) struct Journal {
    file: File,
    path: PathBuf,
    length: u64,
}

impl Journal {
    /// Opens the journal and replays it. A last line without its line feed was being written when the process died:
    /// nobody was answered for it, so it is cut off.
    pub(super) fn open(path: &Path, mut replay: impl FnMut(Entry)) -> Result<Self, SandboxError> {
        let mut file =
            OpenOptions::new().read(true).append(true).create(true).open(path).map_err(at(path))?;
        let mut reader = BufReader::new(&mut file);
        let (mut line, mut length, mut number) = (Vec::new(), 0_u64, 0_u64);
        loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line).map_err(at(path))?;
            if read == 0 || line.last() != Some(&b'\n') {
                break;
            }
            number += 1;
            let entry = serde_json::from_slice(&line).map_err(|error| SandboxError::Damaged {
                path: path.to_owned(),
                line: number,
                reason: error.to_string(),
            })?;
            replay(entry);
            length += read as u64;
        }
        file.set_len(length).map_err(at(path))?;
        file.seek(SeekFrom::End(0)).map_err(at(path))?;
        Ok(Self { file, path: path.to_owned(), length })
    }

    pub(super) fn append(&mut self, entries: &[Entry]) -> std::io::Result<()> {
        let mut lines = Vec::new();
        for entry in entries {
            serde_json::to_writer(&mut lines, entry)?;
            lines.push(b'\n');
        }
        match self.file.write_all(&lines) {
            Ok(()) => {
                self.length += lines.len() as u64;
                Ok(())
            }
            Err(error) => {
                // Half a line would make the next one unreadable.
                tracing::error!(path = %self.path.display(), %error, "journal not written");
                let _ = self.file.set_len(self.length);
                Err(error)
            }
        }
    }
}
