//! Files that hold secrets, whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::exit::Failure;
use crate::input::plain;

/// A file being written beside its place: it appears there when it is whole, readable by its owner alone.
pub(crate) struct FileOutput {
    path: PathBuf,
    part: PathBuf,
    writer: BufWriter<File>,
    kept: bool,
}

impl FileOutput {
    /// Starts a file.
    pub(crate) fn create(path: &Path) -> Result<FileOutput, Failure> {
        let name =
            path.file_name().ok_or_else(|| Failure::new(format!("{}: not a file name", path.display())))?;
        if path.is_dir() {
            return Err(Failure::new(format!("{}: is a directory", path.display())).fix("Name a file in it."));
        }
        let mut part_name = std::ffi::OsString::from(".");
        part_name.push(name);
        part_name.push(format!(".{}.part", std::process::id()));
        let part = path.with_file_name(part_name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&part).map_err(|error| failure(path, &error))?;
        Ok(FileOutput { path: path.to_owned(), part, writer: BufWriter::new(file), kept: false })
    }

    /// Where it will appear.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Where its octets go.
    pub(crate) fn target(&mut self) -> &mut impl Write {
        &mut self.writer
    }

    /// What was written so far, to be read from its beginning.
    pub(crate) fn reopen(&mut self) -> std::io::Result<File> {
        self.writer.flush()?;
        File::open(&self.part)
    }

    /// How many octets were written so far.
    pub(crate) fn size(&mut self) -> std::io::Result<u64> {
        self.writer.flush()?;
        self.writer.get_ref().metadata().map(|metadata| metadata.len())
    }

    /// Adds octets.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.writer.write_all(bytes).map_err(|error| failure(&self.path, &error))
    }

    /// Puts the file in its place, in the stead of an older one; returns its name.
    pub(crate) fn keep(mut self) -> Result<String, Failure> {
        let kept = self
            .writer
            .flush()
            .and_then(|()| self.writer.get_ref().sync_all())
            .and_then(|()| std::fs::rename(&self.part, &self.path));
        kept.map_err(|error| failure(&self.path, &error))?;
        self.kept = true;
        Ok(self.path.to_string_lossy().into_owned())
    }
}

impl Drop for FileOutput {
    fn drop(&mut self) {
        if !self.kept {
            // Half a message is worth nothing; nothing more can be done if it stays.
            let _ = std::fs::remove_file(&self.part);
        }
    }
}

fn failure(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot write {}: {}", path.display(), plain(error)))
}
