//! The hot folder: jobs in, acknowledgements out. Everything appears whole or not at all.
//!
//! Order of a hand-over: the PDF files, then the mark `.sent/<job>`, then the job's JSON file, whose appearance is
//! the hand-over. Each file is written beside its place, synced, renamed, and its folder synced. A repeat therefore
//! finds the job where the first attempt left it, and knows from the mark whether the print shop took it since.

use super::bundle::Bundle;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Largest acknowledgement that is read, bytes.
const ACK_MAX_BYTES: u64 = 64 * 1024;
/// Most acknowledgements fetched at a time.
const ACKS_MAX: usize = 1_000;
const ACK_SUFFIX: &str = ".ack.json";

/// Where the print shop and we meet.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    pub(super) hot: PathBuf,
    pub(super) ack: PathBuf,
}

/// What became of a hand-over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HandOver {
    /// The job lies there now.
    Written,
    /// It lay there, or the print shop had taken it.
    Known,
    /// Another job of this id lies there.
    Conflict,
}

/// What is known of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trace {
    Acknowledged(Vec<u8>),
    Underway,
    None,
}

impl Folder {
    /// Hands a job over, once, however often it is called.
    pub(super) fn hand_over(&self, bundle: &Bundle, json: &[u8]) -> io::Result<HandOver> {
        let id = bundle.job.job_id.as_str();
        let ticket = self.hot.join(format!("{id}.json"));
        let mark = self.hot.join(".sent").join(id);
        if self.is_acknowledged(id) {
            return Ok(HandOver::Known);
        }
        match fs::read(&ticket) {
            Ok(present) if present == json => return Ok(HandOver::Known),
            Ok(_) => return Ok(HandOver::Conflict),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let files = bundle.job.files.iter().zip(&bundle.parts);
        let missing = bundle.job.files.iter().any(|file| !self.hot.join(&file.name).exists());
        if mark.exists() && missing {
            // Marked, and neither ticket nor all files are there: the print shop has begun to take it.
            return Ok(HandOver::Known);
        }
        for (file, bytes) in files {
            write_whole(&self.hot, &file.name, bytes)?;
        }
        fs::create_dir_all(self.hot.join(".sent"))?;
        write_whole(&self.hot.join(".sent"), id, b"")?;
        write_whole(&self.hot, &format!("{id}.json"), json)?;
        Ok(HandOver::Written)
    }

    fn is_acknowledged(&self, id: &str) -> bool {
        let name = format!("{id}{ACK_SUFFIX}");
        self.ack.join(&name).exists() || self.ack.join("done").join(&name).exists()
    }

    /// What lies there of a job.
    pub(super) fn trace(&self, id: &str) -> io::Result<Trace> {
        let name = format!("{id}{ACK_SUFFIX}");
        for folder in [self.ack.clone(), self.ack.join("done")] {
            match read_limited(&folder.join(&name)) {
                Ok(ack) => return Ok(Trace::Acknowledged(ack)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        // A folder that is not there tells nothing about the job.
        fs::metadata(&self.hot)?;
        let here = self.hot.join(format!("{id}.json")).exists();
        Ok(if here || self.hot.join(".sent").join(id).exists() { Trace::Underway } else { Trace::None })
    }

    /// Acknowledgements that lie ready: name and content.
    pub(super) fn acknowledgements(&self) -> io::Result<Vec<(String, Vec<u8>)>> {
        let mut acks = Vec::new();
        for entry in fs::read_dir(&self.ack)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !is_ack_name(&name) || !entry.file_type()?.is_file() {
                continue;
            }
            match read_limited(&entry.path()) {
                // The print shop may still be writing it: a part of a JSON text is none.
                Ok(ack) if serde_json::from_slice::<serde::de::IgnoredAny>(&ack).is_ok() => {
                    acks.push((name, ack))
                }
                Ok(_) => tracing::warn!(channel = "print", file = name, "acknowledgement not readable (yet)"),
                Err(error) => {
                    tracing::warn!(channel = "print", file = name, %error, "acknowledgement not read")
                }
            }
            if acks.len() == ACKS_MAX {
                break;
            }
        }
        acks.sort();
        Ok(acks)
    }

    /// Puts an acknowledgement away, and whatever of the job still lies in the hot folder.
    pub(super) fn put_away(&self, name: &str) -> io::Result<()> {
        if !is_ack_name(name) {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        }
        let done = self.ack.join("done");
        fs::create_dir_all(&done)?;
        match fs::rename(self.ack.join(name), done.join(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && done.join(name).exists() => {}
            other => other?,
        }
        sync_folder(&done)?;
        sync_folder(&self.ack)?;
        let id = name.strip_suffix(ACK_SUFFIX).unwrap_or(name);
        // From here on the acknowledgement tells what the mark told.
        let _ = fs::remove_file(self.hot.join(".sent").join(id));
        Ok(())
    }

    /// Whether jobs can be written: by writing something.
    pub(super) fn probe(&self) -> io::Result<()> {
        let name = format!(".probe-{}", std::process::id());
        let path = self.hot.join(&name);
        let written = File::create(&path).and_then(|mut file| file.write_all(b"probe"));
        let _ = fs::remove_file(&path);
        written?;
        fs::read_dir(&self.ack).map(|_| ())
    }
}

/// `<uuid>.ack.json`, and nothing that could lead elsewhere.
fn is_ack_name(name: &str) -> bool {
    name.strip_suffix(ACK_SUFFIX).is_some_and(|id| uuid::Uuid::try_parse(id).is_ok())
}

fn read_limited(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(ACK_MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes a file so that it is there whole or not at all, also after a power cut.
fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let beside = folder.join(format!(".{name}.part"));
    let mut file = File::create(&beside)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    if let Err(error) = written.and_then(|()| fs::rename(&beside, folder.join(name))) {
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    sync_folder(folder)
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
