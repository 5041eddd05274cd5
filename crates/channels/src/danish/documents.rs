//! The letter's documents as MeMo documents: the first one is the letter, the text goes beside it.

use super::compose::body_at;
use crate::channel::{ComposeError, ComposeJob};
use bytes::Bytes;
use catalogue::Code;
use letter::{Body, BodyKind, Document};
use memo::model::{AdditionalDocument, File, MainDocument, MessageBody};
use memo::{Content, ContentSource};
use std::io::{self, Read};

/// Name of the document that holds the caller's text; MeMo has no message text of its own.
const TEXT_LABEL: &str = "Besked";
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
    let given: Option<Body> = letter.body.clone();
    let standing = job.letter_type.text.as_ref().filter(|text| !text.trim().is_empty());
    let text = given.or_else(|| standing.map(|text| Body { kind: BodyKind::Plain, text: text.clone() }));
    let mut files = letter.documents.iter().enumerate().map(|(number, document)| {
        let content = Content::Stored { handle: number.to_string(), length: document.size_bytes };
        (label(&document.name), file(&document_name(document), &document.media_type, language, content))
    });
    let text = text.map(|body| text_file(&body, language));
    let mut body = body_at(job);
    let (main, text) = match (files.next(), text) {
        (Some(main), text) => (main, text),
        (None, Some(text)) => ((letter.subject.clone(), text), None),
        (None, None) => {
            let detail = "neither document nor text".to_owned();
            return Err(ComposeError { code: Code::DocumentMissing, detail });
        }
    };
    body.main_document = MainDocument { label: Some(main.0), files: vec![main.1], ..MainDocument::default() };
    let text = text.map(|file| (TEXT_LABEL.to_owned(), file));
    let additional = |(label, file)| AdditionalDocument {
        label: Some(label),
        files: vec![file],
        ..AdditionalDocument::default()
    };
    body.additional_documents = text.into_iter().chain(files).map(additional).collect();
    Ok(body)
}

fn file(filename: &str, encoding_format: &str, language: &str, content: Content) -> File {
    File {
        encoding_format: encoding_format.to_owned(),
        filename: filename.to_owned(),
        language: language.to_owned(),
        content,
    }
}

fn text_file(body: &Body, language: &str) -> File {
    let (extension, bytes) = match body.kind {
        BodyKind::Plain => ("txt", body.text.clone().into_bytes()),
        BodyKind::Html => ("html", body.text.clone().into_bytes()),
    };
    file(&format!("{TEXT_LABEL}.{extension}"), body.kind.media_type(), language, Content::Bytes(bytes))
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
