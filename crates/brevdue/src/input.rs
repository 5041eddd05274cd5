//! Files and standard input, with errors that say what to do.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::exit::Failure;

/// A file named on the command line; `-` is standard input.
#[derive(Clone, Debug)]
pub(crate) struct Input(PathBuf);

impl From<PathBuf> for Input {
    fn from(path: PathBuf) -> Input {
        Input(path)
    }
}

impl Input {
    /// Whether it is standard input.
    pub(crate) fn is_stdin(&self) -> bool {
        self.0.as_os_str() == "-"
    }

    /// The name as given.
    pub(crate) fn name(&self) -> String {
        self.0.to_string_lossy().into_owned()
    }

    /// The failure of reading it.
    pub(crate) fn failure(&self, error: &io::Error) -> Failure {
        cannot_read(&self.0, error)
    }

    /// Opens it for streaming.
    pub(crate) fn open(&self) -> Result<Box<dyn BufRead>, Failure> {
        if self.is_stdin() {
            return Ok(Box::new(io::stdin().lock()));
        }
        let file = File::open(&self.0).map_err(|error| cannot_read(&self.0, &error))?;
        // Opening a directory succeeds on some systems; only reading fails, with words nobody expects.
        if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
            let what = format!("{}: is a directory", self.0.display());
            return Err(Failure::new(what).fix("Name the files in it, for example with a shell pattern."));
        }
        Ok(Box::new(BufReader::with_capacity(64 * 1024, file)))
    }

    /// Reads it whole, but no more than one byte beyond `limit`: who gets that byte knows it was too much.
    pub(crate) fn read(&self, limit: u64) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let mut reader = self.open()?.take(limit.saturating_add(1));
        reader.read_to_end(&mut bytes).map_err(|error| cannot_read(&self.0, &error))?;
        Ok(bytes)
    }
}

/// `-` may stand once: standard input can be read only once.
pub(crate) fn inputs(paths: Vec<PathBuf>) -> Result<Vec<Input>, Failure> {
    let inputs: Vec<Input> = paths.into_iter().map(Input::from).collect();
    if inputs.iter().filter(|input| input.is_stdin()).count() > 1 {
        return Err(Failure::new("`-` is given twice").fix("Standard input can be read only once."));
    }
    Ok(inputs)
}

/// Reads a small text file, such as a key or a message text.
pub(crate) fn read_text(path: &Path, limit: u64) -> Result<String, Failure> {
    let bytes = Input(path.to_owned()).read(limit)?;
    if bytes.len() as u64 > limit {
        return Err(Failure::new(format!("{}: larger than {limit} bytes", path.display())));
    }
    String::from_utf8(bytes).map_err(|_| {
        Failure::new(format!("{}: not UTF-8 text", path.display())).fix("Save the file with UTF-8 encoding.")
    })
}

/// The first line of standard input that is not blank, without surrounding space.
pub(crate) fn line_of_stdin() -> Result<Option<String>, Failure> {
    lines(1).map(|(mut lines, _)| lines.pop())
}

/// Lines of standard input that are not blank, without surrounding space.
pub(crate) fn lines_of_stdin(most: usize) -> Result<Vec<String>, Failure> {
    let (lines, all) = lines(most)?;
    if !all {
        let what =
            format!("standard input holds more than {most} lines, or more than {STDIN_MAX_BYTES} bytes");
        return Err(Failure::new(what).fix("Nothing was done. Split it."));
    }
    Ok(lines)
}

/// Most that is read of standard input.
const STDIN_MAX_BYTES: u64 = 64 << 20;

/// At most so many lines, and whether these are all.
fn lines(most: usize) -> Result<(Vec<String>, bool), Failure> {
    let mut found = Vec::new();
    let mut input = io::stdin().lock().take(STDIN_MAX_BYTES);
    for line in input.by_ref().lines() {
        let line = line.map_err(|error| cannot_read(Path::new("-"), &error))?;
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if found.len() == most {
            return Ok((found, false));
        }
        found.push(line.to_owned());
        if most == 1 {
            break;
        }
    }
    // Whoever has read all that was allowed may have stopped within a number.
    Ok((found, input.limit() > 0))
}

/// The failure of a file that cannot be read.
pub(crate) fn cannot_read(path: &Path, error: &io::Error) -> Failure {
    let name = if path.as_os_str() == "-" { "standard input".into() } else { path.to_string_lossy() };
    let failure = Failure::new(format!("{name}: {}", plain(error)));
    match error.kind() {
        io::ErrorKind::NotFound => failure.fix("Check the name and the folder."),
        io::ErrorKind::PermissionDenied => failure.fix("Check who may read the file."),
        _ => failure,
    }
}

/// What the system says, without its number.
pub(crate) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text.get(..end).unwrap_or(&text).to_owned(),
        None => text,
    }
}
