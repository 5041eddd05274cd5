//! Writing files so that a reader never sees half of one.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::error::{SandboxError, at};

/// Who may read a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Everyone,
    OwnerOnly,
}

/// Writes beside the target, then renames onto it.
pub(crate) fn write(path: &Path, content: &[u8], access: Access) -> Result<(), SandboxError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(at(folder))?;
    }
    let beside = path.with_extension(format!("{}.part", uuid::Uuid::new_v4().simple()));
    let result = write_new(&beside, content, access).and_then(|()| fs::rename(&beside, path));
    if result.is_err() {
        let _ = fs::remove_file(&beside);
    }
    result.map_err(at(path))
}

fn write_new(path: &Path, content: &[u8], access: Access) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(if access == Access::OwnerOnly { 0o600 } else { 0o644 });
    }
    let _ = access;
    options.open(path)?.write_all(content)
}

pub(crate) fn read_text(path: &Path) -> Result<String, SandboxError> {
    fs::read_to_string(path).map_err(at(path))
}
