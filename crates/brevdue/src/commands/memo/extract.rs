//! `brevdue memo extract`

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use aws_lc_rs::digest;
use memo::Part;
use memo::model::File;
use serde_json::json;

use super::folder::{self, Folder, Names};
use super::source::{self, Loaded};
use crate::exit::{Exit, Outcome};
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
    let Some(Loaded { message, .. }) = source::load(&Input::from(args.file), out)? else {
        return Ok(Exit::No);
    };
    let mut folder = if args.list { None } else { Some(Folder::open(&args.directory)?) };
    let mut names = Names::default();
    let mut table = Table::new(vec![
        Column::flexible(out.say(&words::NAME), 100),
        Column::new(out.say(&words::DOCUMENT), 60),
        Column::new(out.say(&words::SIZE), 90).align(Align::Right),
        Column::new("SHA-256", 40),
    ]);
    let mut lines = Vec::new();
    for (number, (part, file)) in (1..).zip(memo::files(&message)) {
        let File { filename, encoding_format, content, .. } = file;
        let bytes = content.bytes().unwrap_or_default();
        let sha256 = hex(digest::digest(&digest::SHA256, bytes).as_ref());
        let name = names.safe(filename, &format!("document-{number}"));
        let mut path = None;
        if let Some(folder) = &mut folder {
            let (place, mut target) = folder.create(&name)?;
            target.write_all(bytes).map_err(|error| folder::failure(&place, &error))?;
            path = Some(place.to_string_lossy().into_owned());
        }
        table.row(vec![
            Cell::from(path.as_deref().unwrap_or(&name)),
            out.say(part_word(part)).into(),
            size_words(content.len()).into(),
            Cell::new(sha256.get(..16).unwrap_or_default(), Style::Dim),
        ]);
        lines.push(
            json!({ "file": path, "name": name, "part": part_name(part), "media_type": encoding_format,
                           "size_bytes": content.len(), "sha256": sha256 }),
        );
    }
    if let Some(folder) = folder {
        folder.keep();
    }
    if out.is_json() {
        lines.iter().for_each(|line| out.json(line));
    } else if !lines.is_empty() {
        out.table(&table);
    }
    Ok(Exit::Yes)
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
