//! The data directory: made durable, and locked against a second process.

use crate::OpenError;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

const LOCK_FILE: &str = "brevdue.lock";

/// The lock on a data directory; held as long as this lives, freed by the operating system if the process dies.
#[derive(Debug)]
pub(crate) struct DirectoryLock(#[allow(dead_code, reason = "held, not read")] File);

/// Makes the directory if needed and takes its lock.
pub(crate) fn lock(data_dir: &Path) -> Result<DirectoryLock, OpenError> {
    let failed = |source| OpenError::Directory { path: data_dir.to_owned(), source };
    make(data_dir).map_err(failed)?;
    let path = data_dir.join(LOCK_FILE);
    let mut file =
        OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            let _ = (&mut file).take(20).read_to_string(&mut text);
            return Err(OpenError::Locked {
                data_dir: data_dir.to_owned(),
                process_id: text.trim().parse().ok(),
            });
        }
        Err(TryLockError::Error(source)) => return Err(failed(source)),
    }
    // Only a help for people: the lock itself is what counts.
    let _ = file.set_len(0);
    let _ = file.seek(SeekFrom::Start(0));
    let _ = writeln!(file, "{}", std::process::id());
    sync(data_dir).map_err(failed)?;
    Ok(DirectoryLock(file))
}

/// Makes a directory and makes its name durable.
pub(crate) fn make(path: &Path) -> std::io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(path)?;
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => sync(parent),
        _ => Ok(()),
    }
}

/// Makes the names in a directory durable.
pub(crate) fn sync(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    File::open(path)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
