//! The letter as pages: its PDF documents, or its text set as a letter.

use crate::channel::{ComposeError, ComposeJob};
use bytes::Bytes;
use catalogue::{Code, Language};
use letter::{Body, BodyKind};
use paper::{LetterText, PdfError};

/// What stands above a letter that is text only.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letterhead<'a> {
    pub(crate) name: &'a str,
    pub(crate) language: Language,
}

/// The letter's documents, or its text set as a letter when it has none.
pub(crate) fn pdfs(job: &ComposeJob, head: &Letterhead<'_>) -> Result<Vec<Bytes>, ComposeError> {
    let letter = &job.letter;
    if letter.documents.len() != job.documents.len() {
        let detail = format!("{} documents described, {} given", letter.documents.len(), job.documents.len());
        return Err(refused(Code::ComposeFailed, &detail));
    }
    if let Some(number) =
        letter.documents.iter().position(|document| document.media_type != "application/pdf")
    {
        let detail = format!("document {} is not a PDF and cannot be printed", number + 1);
        return Err(refused(Code::DocumentNotPdf, &detail));
    }
    if !job.documents.is_empty() {
        return Ok(job.documents.clone());
    }
    match &letter.body {
        Some(Body { kind: BodyKind::Plain, text }) => text_letter(job, head, text).map(|pdf| vec![pdf]),
        Some(Body { kind: BodyKind::Html, .. }) => {
            Err(refused(Code::DocumentNotPdf, "an HTML text without a PDF cannot be printed"))
        }
        None => match job.letter_type.text.as_deref().filter(|text| !text.trim().is_empty()) {
            Some(text) => text_letter(job, head, text).map(|pdf| vec![pdf]),
            None => Ok(Vec::new()),
        },
    }
}

fn text_letter(job: &ComposeJob, head: &Letterhead<'_>, text: &str) -> Result<Bytes, ComposeError> {
    let letter = &job.letter;
    let contact = [
        Some(&letter.contact.text),
        letter.contact.phone.as_ref(),
        letter.contact.email.as_ref(),
        letter.contact.url.as_ref(),
    ];
    let contact = contact.into_iter().flatten().filter(|line| !line.trim().is_empty()).cloned().collect();
    let set = LetterText {
        language: head.language,
        sender: head.name.to_owned(),
        department: letter.unit.clone().unwrap_or_default(),
        contact,
        date: Some(job.today),
        reference: letter.case_id.clone().unwrap_or_default(),
        subject: letter.subject.clone(),
        body: text.to_owned(),
        closing: vec![head.name.to_owned()],
        ..LetterText::default()
    };
    paper::simple_letter(&set).map(Bytes::from).map_err(|error| of_pdf(&error))
}

fn refused(code: Code, detail: &str) -> ComposeError {
    ComposeError { code, detail: detail.to_owned() }
}

/// Why a file cannot be printed.
pub(crate) fn of_pdf(error: &PdfError) -> ComposeError {
    let code = Code::parse(error.code()).unwrap_or(Code::ComposeFailed);
    ComposeError { code, detail: crate::scrub(&error.to_string()) }
}
