//! The letter's documents as MeMo documents: the first one is the letter, the text goes beside it.

use super::compose::body_at;
use super::{actions, content};
use crate::channel::{ComposeError, ComposeJob};
use bytes::Bytes;
use catalogue::{Code, Language};
use letter::markup::deadline_line;
use letter::{Body, BodyKind, Document};
use memo::model::{AdditionalDocument, File, MainDocument, MessageBody};
use memo::{Content, ContentSource};
use std::io::{self, Read};

/// Name of the document that holds the caller's text; MeMo has no message text of its own.
const TEXT_LABEL: &str = "Besked";
/// Name of the document that says the deadline where the caller's text cannot be added to.
const DEADLINE_LABEL: &str = "Frist";
/// Name of the enclosed appeal instructions (R36).
const APPEAL_LABEL: &str = "Klagevejledning";
/// H10, beside control characters.
const REFUSED_IN_NAMES: &[char] = &['<', '>', ':', '"', '/', '\\', '|', '?', '*'];

/// Reads contents out of the job, so that no document is copied before it is encoded.
pub(super) struct Source<'a>(pub(super) &'a [Bytes]);

impl ContentSource for Source<'_> {
    fn open(&mut self, handle: &str) -> io::Result<Box<dyn Read + '_>> {
        let document = handle.parse::<usize>().ok().and_then(|number| self.0.get(number));
        let document = document.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        Ok(Box::new(&document[..]))
    }
}

/// Everything below `MessageBody`.
pub(super) fn body(job: &ComposeJob, language: &str) -> Result<MessageBody, ComposeError> {
    let letter = &job.letter;
    if letter.documents.len() != job.documents.len() {
        let detail = format!("{} documents described, {} given", letter.documents.len(), job.documents.len());
        return Err(ComposeError { code: Code::ComposeFailed, detail });
    }
    let language = letter.language.as_deref().or(job.letter_type.language.as_deref()).unwrap_or(language);
    let given: Option<Body> = letter.body.clone();
    let standing = job.letter_type.text.as_ref().filter(|text| !text.trim().is_empty());
    let text = given.or_else(|| standing.map(|text| Body { kind: BodyKind::Plain, text: text.clone() }));
    let (text, deadline) = with_deadline(text, job, language);
    let mut files = letter.documents.iter().enumerate().map(|(number, document)| {
        let content = Content::Stored { handle: number.to_string(), length: document.size_bytes };
        let language = document.language.as_deref().unwrap_or(language);
        (label(&document.name), file(&document_name(document), &document.media_type, language, content))
    });
    let text = text.map(|body| text_file(TEXT_LABEL, &body, language));
    let mut body = body_at(job);
    let (main, text) = match (files.next(), text) {
        (Some(main), text) => (main, text),
        (None, Some(text)) => ((letter.subject.clone(), text), None),
        (None, None) => {
            let detail = "neither document nor text".to_owned();
            return Err(ComposeError { code: Code::DocumentMissing, detail });
        }
    };
    body.main_document = MainDocument {
        label: Some(main.0),
        files: vec![main.1],
        actions: actions::actions(job),
        ..MainDocument::default()
    };
    let plain = |label: &str, text: String| {
        (label.to_owned(), text_file(label, &Body { kind: BodyKind::Plain, text }, language))
    };
    let text = text.map(|file| (TEXT_LABEL.to_owned(), file));
    let deadline = deadline.map(|line| plain(DEADLINE_LABEL, line));
    let appeal = content::text(&job.markup.markup.appeal).map(|text| plain(APPEAL_LABEL, text));
    let additional = |(label, file)| AdditionalDocument {
        label: Some(label),
        files: vec![file],
        ..AdditionalDocument::default()
    };
    body.additional_documents =
        text.into_iter().chain(deadline).chain(files).chain(appeal).map(additional).collect();
    Ok(body)
}

/// R170: the deadline is visible in the text too, unless the text names that day. HTML is what the caller wrote and
/// stays so; the deadline then has a small document of its own, as it has where there is no text.
fn with_deadline(text: Option<Body>, job: &ComposeJob, language: &str) -> (Option<Body>, Option<String>) {
    let words = Language::parse(language).unwrap_or(Language::Da);
    let said = text.as_ref().map_or("", |body| body.text.as_str());
    let Some(line) = deadline_line(&job.markup, said, &job.zone, words) else { return (text, None) };
    match text {
        Some(Body { kind: BodyKind::Plain, text }) => {
            let text = format!("{}\n\n{line}\n", text.trim_end());
            (Some(Body { kind: BodyKind::Plain, text }), None)
        }
        other => (other, Some(line)),
    }
}

fn file(filename: &str, encoding_format: &str, language: &str, content: Content) -> File {
    File {
        encoding_format: encoding_format.to_owned(),
        filename: filename.to_owned(),
        language: language.to_owned(),
        content,
    }
}

fn text_file(label: &str, body: &Body, language: &str) -> File {
    let (extension, bytes) = match body.kind {
        BodyKind::Plain => ("txt", body.text.clone().into_bytes()),
        BodyKind::Html => ("html", body.text.clone().into_bytes()),
    };
    file(&format!("{label}.{extension}"), body.kind.media_type(), language, Content::Bytes(bytes))
}

/// The document's name without what Digital Post refuses (H10, H13).
fn document_name(document: &Document) -> String {
    let fits = |c: char| {
        let blank = matches!(
            c,
            '\u{a0}' | '\u{2000}'
                ..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{205f}' | '\u{2060}' | '\u{3000}'
        );
        if blank {
            ' '
        } else if c.is_control() || REFUSED_IN_NAMES.contains(&c) {
            '_'
        } else {
            c
        }
    };
    document.name.chars().map(fits).collect::<String>().trim().to_owned()
}

/// Title of a document: its file name without extension.
fn label(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim();
    if stem.is_empty() { name.to_owned() } else { stem.to_owned() }
}
