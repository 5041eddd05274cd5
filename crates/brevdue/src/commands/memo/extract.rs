//! `brevdue memo extract`

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::PathBuf;

use aws_lc_rs::digest;
use memo::{Content, ContentSink, FileInfo, Part};
use serde_json::json;

use super::folder::{self, Folder, Names};
use super::source;
use crate::exit::{Exit, Failure, Outcome};
use crate::input::Input;
use crate::output::{Align, Cell, Column, Output, Style, Table, size_words};
use crate::words;

/// Take the documents out of a message
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Names that could do harm, or that hold a personal number, are replaced. Nothing is overwritten.

Examples:
  brevdue memo extract message.xml -d documents
  brevdue memo extract message.xml --list --format json")]
pub(crate) struct Args {
    /// The message; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The folder; it is made if need be
    #[arg(short, long, value_name = "DIR", default_value = ".")]
    directory: PathBuf,
    /// Only say what is there, with SHA-256 digests
    #[arg(long)]
    list: bool,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let folder = if args.list { None } else { Some(Folder::open(&args.directory)?) };
    let mut extracted =
        Extracted { folder, names: Names::default(), open: None, found: Vec::new(), failure: None };
    let read = source::read_one(&Input::from(args.file), &mut extracted, out);
    let Extracted { folder, found, failure, .. } = extracted;
    if let Some(failure) = failure {
        return Err(failure);
    }
    if read?.is_none() {
        return Ok(Exit::No);
    }
    if let Some(folder) = folder {
        folder.keep();
    }
    tell(&found, out);
    Ok(Exit::Yes)
}

fn tell(found: &[Document], out: &Output) {
    let mut table = Table::new(vec![
        Column::flexible(out.say(&words::NAME), 100),
        Column::new(out.say(&words::DOCUMENT), 60),
        Column::new(out.say(&words::SIZE), 90).align(Align::Right),
        Column::new("SHA-256", 40),
    ]);
    for Document { path, name, part, media_type, length, sha256 } in found {
        let path = path.as_ref().map(|path| path.to_string_lossy());
        if out.is_json() {
            out.json(
                &json!({ "file": path, "name": name, "part": part_name(*part), "media_type": media_type,
                              "size_bytes": length, "sha256": sha256 }),
            );
            continue;
        }
        table.row(vec![
            Cell::from(path.as_deref().unwrap_or(name)),
            out.say(part_word(*part)).into(),
            size_words(*length).into(),
            Cell::new(sha256.get(..16).unwrap_or_default(), Style::Dim),
        ]);
    }
    if !out.is_json() && !found.is_empty() {
        out.table(&table);
    }
}

/// A document that was taken out.
struct Document {
    path: Option<PathBuf>,
    name: String,
    part: Part,
    media_type: String,
    length: u64,
    sha256: String,
}

/// Puts documents into files as they are read. A [`ContentSink`] cannot say what was wrong in our words, so the
/// failure is kept here.
struct Extracted {
    folder: Option<Folder>,
    names: Names,
    open: Option<(Document, Option<File>, digest::Context)>,
    found: Vec<Document>,
    failure: Option<Failure>,
}

impl Extracted {
    fn fail<T>(&mut self, failure: Failure) -> io::Result<T> {
        self.failure = Some(failure);
        Err(io::Error::other("not written"))
    }
}

impl ContentSink for Extracted {
    fn begin(&mut self, file: &FileInfo<'_>) -> io::Result<()> {
        let name = self.names.safe(file.filename, &format!("document-{}", file.number + 1));
        let (path, target) = match self.folder.as_mut().map(|folder| folder.create(&name)).transpose() {
            Ok(made) => made.unzip(),
            Err(failure) => return self.fail(failure),
        };
        let document = Document {
            path,
            name,
            part: file.part,
            media_type: file.encoding_format.to_owned(),
            length: 0,
            sha256: String::new(),
        };
        self.open = Some((document, target, digest::Context::new(&digest::SHA256)));
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some((document, target, sum)) = &mut self.open else { return Ok(()) };
        document.length += bytes.len() as u64;
        sum.update(bytes);
        match target.as_mut().map_or(Ok(()), |target| target.write_all(bytes)) {
            Ok(()) => Ok(()),
            Err(error) => {
                let path = document.path.clone().unwrap_or_default();
                self.fail(folder::failure(&path, &error))
            }
        }
    }

    fn end(&mut self) -> io::Result<Content> {
        let Some((mut document, _, sum)) = self.open.take() else { return Ok(Content::Counted(0)) };
        let length = document.length;
        document.sha256 = hex(sum.finish().as_ref());
        self.found.push(document);
        Ok(Content::Counted(length))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn part_name(part: Part) -> &'static str {
    match part {
        Part::Main => "main",
        Part::Additional => "additional",
        Part::Technical => "technical",
    }
}

fn part_word(part: Part) -> &'static catalogue::Text {
    match part {
        Part::Main => &words::MAIN,
        Part::Additional => &words::ATTACHMENT,
        Part::Technical => &words::TECHNICAL,
    }
}
