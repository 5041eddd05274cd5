//! A folder into which foreign files are put: names are made harmless, nothing is overwritten, and after a failure
//! nothing of ours stays.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use crate::exit::Failure;
use crate::input::plain;

/// Longest name; some systems take no more, and a number may be added.
const LONGEST: usize = 120;

/// Names that mean devices on some systems.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

pub(super) struct Folder {
    path: PathBuf,
    made: Vec<PathBuf>,
    kept: bool,
}

impl Folder {
    /// An existing folder, or a new one.
    pub(super) fn open(path: &Path) -> Result<Folder, Failure> {
        std::fs::create_dir_all(path).map_err(|error| failure(path, &error))?;
        Ok(Folder { path: path.to_owned(), made: Vec::new(), kept: false })
    }

    /// A new file, readable by its owner alone. One that is there already is left alone and refused.
    pub(super) fn create(&mut self, name: &str) -> Result<(PathBuf, File), Failure> {
        let path = self.path.join(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => Failure::new(format!("{}: exists already", path.display()))
                .fix("Nothing is overwritten: take another folder."),
            _ => failure(&path, &error),
        })?;
        self.made.push(path.clone());
        Ok((path, file))
    }

    /// All is well: the files stay.
    pub(super) fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.kept {
            for path in &self.made {
                // Nothing more can be done if it stays.
                let _ = std::fs::remove_file(path);
            }
        }
    }
}

/// The failure of writing in the folder.
pub(super) fn failure(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot write {}: {}", path.display(), plain(error)))
}

/// Names for foreign files: as they are called where that is harmless, each once.
#[derive(Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// A harmless name near `foreign`; `fallback` where nothing of it can be used.
    pub(super) fn safe(&mut self, foreign: &str, fallback: &str) -> String {
        let odd = |c: char| {
            c.is_control()
                || "/\\:*?\"<>|".contains(c)
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        let cleaned: String = foreign.chars().map(|c| if odd(c) { '_' } else { c }).collect();
        let cleaned = cleaned.trim_matches(|c: char| c.is_whitespace() || c == '.');
        let (stem, extension) = match cleaned.rsplit_once('.') {
            Some((stem, extension))
                if !stem.is_empty()
                    && extension.len() <= 8
                    && extension.chars().all(|c| c.is_ascii_alphanumeric()) =>
            {
                (stem, format!(".{extension}"))
            }
            _ => (cleaned, String::new()),
        };
        let mut end = stem.len().min(LONGEST);
        while !stem.is_char_boundary(end) {
            end -= 1;
        }
        let mut stem = stem.get(..end).unwrap_or_default().to_owned();
        // A personal number has no place in the name of a file.
        let secret = party::find_personal_numbers(foreign);
        if stem.is_empty() || secret || DEVICES.contains(&stem.to_ascii_lowercase().as_str()) {
            fallback.clone_into(&mut stem);
        }
        let mut name = format!("{stem}{extension}");
        let mut number = 2_u32;
        while !self.0.insert(name.to_lowercase()) {
            name = format!("{stem}-{number}{extension}");
            number += 1;
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_names_become_harmless() {
        let mut names = Names::default();
        for (foreign, safe) in [
            ("brev.pdf", "brev.pdf"),
            ("Brev.PDF", "Brev-2.PDF"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("/etc/shadow", "_etc_shadow"),
            ("C:\\a.exe", "C__a.exe"),
            ("...", "document-1"),
            ("", "document-1-2"),
            (".bashrc", "bashrc"),
            ("nul.txt", "document-1.txt"),
            ("a\nb\u{202e}fdp.exe", "a_b_fdp.exe"),
            ("Afgørelse 221177-1212.pdf", "document-1.pdf"),
            ("Blåbærgrød.pdf ", "Blåbærgrød.pdf"),
        ] {
            assert_eq!(names.safe(foreign, "document-1"), safe, "{foreign:?}");
        }
        let long = names.safe(&"æ".repeat(500), "x");
        assert!(long.len() <= LONGEST && long.starts_with('æ'));
    }
}
