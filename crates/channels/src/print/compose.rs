//! From a letter to a print job: address page, documents in order, and the facts for the print shop.

use super::bundle::{Bundle, Ticket};
use super::config::{AddressPolicy, PrintConfig, PrintSender};
use crate::channel::{ComposeError, ComposeJob};
use bytes::Bytes;
use catalogue::{Code, Language};
use letter::{Body, BodyKind, Letter};
use paper::{Addressing, Colour, JobFile, JobFileRole, LetterText, Limits, PdfError, PrintOrder, Window};
use party::PostalAddress;

/// The job's bytes.
pub(super) fn compose(
    job: &ComposeJob,
    config: &PrintConfig,
    sender: &PrintSender,
) -> Result<Vec<u8>, ComposeError> {
    let letter = &job.letter;
    if letter.protected {
        // The switch never sends one here; nobody's address is printed because of a mistake there (B6).
        return Err(refused(Code::ProtectedIdentity, "protected identity: not printed automatically (B6)"));
    }
    if !letter.class.may_be_sent() {
        return Err(refused(Code::ProtectionClassRefused, "class 4 is never sent (B1)"));
    }
    let limits = Limits::default();
    let documents = documents(job, sender)?;
    let Some((first, others)) = documents.split_first() else {
        return Err(refused(Code::DocumentMissing, "neither document nor text"));
    };
    let order = PrintOrder {
        job_id: job.message_uuid.to_string(),
        letter_reference: letter.id.to_string(),
        sender: letter.sender.to_string(),
        class: letter.class.into(),
        colour: if config.colour { Colour::Colour } else { Colour::Monochrome },
        duplex: config.duplex,
        envelope: None,
        addressing: addressing(letter, config, sender)?,
    };
    let printed = paper::print_job(first, &order, &limits).map_err(|error| of_pdf(&error))?;
    let mut parts: Vec<Bytes> = printed.cover.into_iter().chain([printed.pdf]).map(Bytes::from).collect();
    let mut metadata = printed.metadata;
    for (number, document) in others.iter().enumerate() {
        let pages = paper::preflight(document, &limits).map_err(|error| of_pdf(&error))?.pages;
        // Each document stays a file of its own: merging would break signatures and bookmarks.
        let name = format!("{}-{}.pdf", order.job_id, number + 2);
        metadata.files.push(JobFile { name, role: JobFileRole::Letter, pages });
        metadata.pages += pages;
        metadata.sheets += if config.duplex { pages.div_ceil(2) } else { pages };
        parts.push(document.clone());
    }
    metadata.envelope = paper::Envelope::for_sheets(metadata.sheets);
    let unit = letter.unit.clone().or_else(|| job.letter_type.department.clone());
    let ticket = Ticket {
        cost_bearer: unit.clone().or_else(|| sender.cost_bearer.clone()),
        unit,
        reason: job.reason.map(|reason| reason.as_str().to_owned()),
    };
    let bundle = Bundle { job: metadata, ticket, parts };
    bundle.to_bytes().map_err(|error| refused(Code::ComposeFailed, &error.to_string()))
}

fn refused(code: Code, detail: &str) -> ComposeError {
    ComposeError { code, detail: detail.to_owned() }
}

fn of_pdf(error: &PdfError) -> ComposeError {
    let code = Code::parse(error.code()).unwrap_or(Code::ComposeFailed);
    ComposeError { code, detail: crate::scrub(&error.to_string()) }
}

fn addressing(
    letter: &Letter,
    config: &PrintConfig,
    sender: &PrintSender,
) -> Result<Addressing, ComposeError> {
    if config.address == AddressPolicy::ByPrintShop {
        return Ok(Addressing::ByPrintShop { recipient: letter.recipient.clone() });
    }
    let Some(address) = &letter.address else {
        return Err(refused(Code::NoPostalAddress, "the letter has no postal address (C20)"));
    };
    // The error names the field, never the address.
    address.check().map_err(|error| refused(Code::AddressInvalid, &error.to_string()))?;
    Ok(Addressing::AddressPage {
        recipient: PostalAddress::clone(address),
        return_address: sender.return_address.clone(),
        posted_in: sender.posted_in.clone(),
        window: Window::of_country(&sender.posted_in),
    })
}

/// The letter's documents, or its text set as a letter when it has none.
fn documents(job: &ComposeJob, sender: &PrintSender) -> Result<Vec<Bytes>, ComposeError> {
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
        Some(Body { kind: BodyKind::Plain, text }) => text_letter(job, sender, text).map(|pdf| vec![pdf]),
        Some(Body { kind: BodyKind::Html, .. }) => {
            Err(refused(Code::DocumentNotPdf, "an HTML text without a PDF cannot be printed"))
        }
        None => match job.letter_type.text.as_deref().filter(|text| !text.trim().is_empty()) {
            Some(text) => text_letter(job, sender, text).map(|pdf| vec![pdf]),
            None => Ok(Vec::new()),
        },
    }
}

fn text_letter(job: &ComposeJob, sender: &PrintSender, text: &str) -> Result<Bytes, ComposeError> {
    let letter = &job.letter;
    let contact = [
        Some(&letter.contact.text),
        letter.contact.phone.as_ref(),
        letter.contact.email.as_ref(),
        letter.contact.url.as_ref(),
    ];
    let contact = contact.into_iter().flatten().filter(|line| !line.trim().is_empty()).cloned().collect();
    let set = LetterText {
        language: if sender.posted_in.eq_ignore_ascii_case("SE") { Language::Sv } else { Language::Da },
        sender: sender.name.clone(),
        department: letter.unit.clone().unwrap_or_default(),
        contact,
        date: Some(job.today),
        reference: letter.case_id.clone().unwrap_or_default(),
        subject: letter.subject.clone(),
        body: text.to_owned(),
        closing: vec![sender.name.clone()],
        ..LetterText::default()
    };
    paper::simple_letter(&set).map(Bytes::from).map_err(|error| of_pdf(&error))
}
