//! Where messages come from: alone, inside a `kombi_request`, or many in a container.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::ops::ControlFlow;

use memo::container::{ContainerError, ContainerLimits, Entry, looks_like_container, read_container};
use memo::{CheckOptions, Content, ContentSink, Limits, Message, ReadError, Report};
use serde::Serialize;

use super::store::{Store, temporary};
use crate::commands::finding::{self, FileLine};
use crate::exit::Failure;
use crate::input::Input;
use crate::output::Output;

/// Endings of archives; those that are no container are refused with words about containers.
const ARCHIVES: [&str; 12] = [
    ".lzma", ".tlz", ".tar", ".tgz", ".tar.gz", ".txz", ".tar.xz", ".tar.zst", ".tar.bz2", ".tbz2",
    ".tar.lz", ".tar.zip",
];

/// Reads and judges every message of a file in one pass and hands it to `take`, with the name to call it by. Its
/// documents go to `sink`.
/// What is wrong with a container itself is handed over as the last report, without a message.
///
/// Everything is streamed: documents are never in memory.
pub(super) fn each(
    input: &Input,
    options: &CheckOptions,
    sink: &mut dyn ContentSink,
    mut take: impl FnMut(&str, Option<Message>, &Report) -> ControlFlow<()>,
) -> Result<(), Failure> {
    let mut source = input.open()?;
    let head = source.fill_buf().map_err(|error| input.failure(&error))?;
    let name = input.name();
    if is_container(&name, head) {
        return container(input, source, options, sink, take);
    }
    let judged = if root(head) == Some(b"kombi_request") {
        memo::check_embedded_from(source, options, sink)
    } else {
        memo::check_from(source, options, sink)
    };
    let (message, report) = judged.map_err(|error| unreadable(input, error))?;
    let _ = take(&name, message, &report);
    Ok(())
}

fn container(
    input: &Input,
    source: impl Read,
    options: &CheckOptions,
    sink: &mut dyn ContentSink,
    mut take: impl FnMut(&str, Option<Message>, &Report) -> ControlFlow<()>,
) -> Result<(), Failure> {
    let name = input.name();
    let end = read_container(source, &ContainerLimits::default(), |entry: &Entry, content| {
        let mut options = options.clone();
        options.context.entry_name = Some(entry.name.clone());
        match memo::check_from(content, &options, &mut *sink) {
            Ok((message, report)) => take(&format!("{name}!{}", entry.shown()), message, &report),
            // The container is at fault and will say so.
            Err(_) => ControlFlow::Break(()),
        }
    });
    match end {
        Ok(_) => Ok(()),
        Err(error) => {
            let report = container_report(input, error, options)?;
            let _ = take(&name, None, &report);
            Ok(())
        }
    }
}

/// The verdict on a container that is at fault, or the failure of reading it.
fn container_report(input: &Input, error: ContainerError, options: &CheckOptions) -> Result<Report, Failure> {
    match (error.finding(options.language), error) {
        (Some(finding), _) => Ok(Report { memo_version: None, valid: false, findings: vec![finding] }),
        (None, ContainerError::Source(error)) => Err(input.failure(&error)),
        (None, other) => Err(Failure::new(format!("{}: {other}", input.name()))),
    }
}

/// A message with its documents.
pub(super) struct Loaded {
    pub(super) message: Message,
    pub(super) store: Store,
    /// The whole of it as it was read, if that was asked for.
    pub(super) original: Option<Content>,
}

/// Reads one message, its documents into a [`Store`]. One that cannot be read is reported as data; `None` then.
/// `keep` keeps the octets of the message too, which must stand alone for that.
pub(super) fn load(input: &Input, keep: bool, out: &Output) -> Result<Option<Loaded>, Failure> {
    let mut store = Store::new()?;
    let (message, whole) = if keep {
        let mut whole = temporary()?;
        let most = Limits::default().message_bytes.saturating_add(1);
        std::io::copy(&mut input.open()?.take(most), &mut whole).map_err(|error| input.failure(&error))?;
        whole.rewind().map_err(|error| input.failure(&error))?;
        let source = BufReader::with_capacity(64 * 1024, &whole);
        (read_alone(input, Box::new(source), keep, &mut store, out)?, Some(whole))
    } else {
        (read_alone(input, input.open()?, keep, &mut store, out)?, None)
    };
    let Some(message) = message else { return Ok(None) };
    let add = |mut whole: File| {
        whole.rewind()?;
        store.add(whole)
    };
    let original = whole.map(add).transpose().map_err(|error| input.failure(&error))?;
    Ok(Some(Loaded { message, store, original }))
}

/// Reads one message and hands its documents to `sink`; `None` when it was reported as data.
pub(super) fn read_one(
    input: &Input,
    sink: &mut dyn ContentSink,
    out: &Output,
) -> Result<Option<Message>, Failure> {
    read_alone(input, input.open()?, false, sink, out)
}

fn read_alone(
    input: &Input,
    mut source: Box<dyn BufRead + '_>,
    keep: bool,
    sink: &mut dyn ContentSink,
    out: &Output,
) -> Result<Option<Message>, Failure> {
    let head = source.fill_buf().map_err(|error| input.failure(&error))?;
    let name = input.name();
    if is_container(&name, head) {
        return Err(Failure::new(format!("{name}: a container, not a message"))
            .fix("Unpack it first: brevdue memo unpack FILE -d DIR"));
    }
    let embedded = root(head) == Some(b"kombi_request");
    if keep && embedded {
        return Err(Failure::new("--keep-original: the message stands inside a kombi_request")
            .fix("Save the message itself in a file first."));
    }
    let options = CheckOptions { incoming: true, language: out.language(), ..CheckOptions::default() };
    let judged = if embedded {
        memo::check_embedded_from(source, &options, sink)
    } else {
        memo::check_from(source, &options, sink)
    };
    let (message, report) = judged.map_err(|error| unreadable(input, error))?;
    if report.valid && message.is_some() {
        return Ok(message);
    }
    print(&name, &report, out);
    Ok(None)
}

/// What is found in one message, for programs.
#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    #[serde(flatten)]
    report: &'a Report,
}

/// A verdict as data.
pub(super) fn print(name: &str, report: &Report, out: &Output) {
    if out.is_json() {
        return out.json(&Line { file: name, report });
    }
    for finding in &report.findings {
        finding::line(name, FileLine::from(finding), out);
    }
}

fn unreadable(input: &Input, error: ReadError) -> Failure {
    match error {
        ReadError::Source(source) => input.failure(&source),
        other => Failure::new(format!("{}: {other}", input.name())),
    }
}

fn is_container(name: &str, head: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    ARCHIVES.iter().any(|ending| name.ends_with(ending)) || looks_like_container(head)
}

/// Local name of the root element, if it stands in these first octets.
fn root(mut head: &[u8]) -> Option<&[u8]> {
    let find = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).position(|window| window == what);
    loop {
        head = head.get(find(head, b"<")? + 1..)?;
        let skipped: &[u8] = match head {
            [b'!', b'-', b'-', ..] => b"-->",
            [b'?', ..] => b"?>",
            [b'!', ..] => return None,
            _ => break,
        };
        head = head.get(find(head, skipped)?..)?;
    }
    let name = head.split(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'>' | b'/')).next()?;
    name.rsplit(|byte| *byte == b':').next()
}

#[cfg(test)]
mod tests {
    use super::{is_container, root};

    #[test]
    fn the_root_is_found_behind_the_prologue() {
        let root =
            |text: &'static str| root(text.as_bytes()).map(|name| String::from_utf8_lossy(name).into_owned());
        assert_eq!(
            root("<?xml version=\"1.0\"?>\n<!-- <a> --><k:kombi_request xmlns:k='x'>").as_deref(),
            Some("kombi_request")
        );
        assert_eq!(root("\u{feff}<Message/>").as_deref(), Some("Message"));
        for none in ["", "text", "<", "<!DOCTYPE a><a/>", "<!-- open", "<?xml"] {
            assert!(root(none).is_none_or(|name| name.is_empty()), "{none}");
        }
    }

    #[test]
    fn containers_are_known_by_name_or_octets() {
        assert!(is_container("A.TAR.LZMA", b"") && is_container("a.tgz", b"<"));
        assert!(is_container("-", b"\x5d\0\0\0\x01\xff\xff\xff\xff\xff\xff\xff\xff"));
        assert!(!is_container("message.xml", b"<?xml version=\"1.0\"?>") && !is_container("-", &[0; 512]));
    }
}
