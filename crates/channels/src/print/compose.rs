//! From a letter to a print job: address page, documents in order, and the facts for the print shop.

use super::bundle::{Bundle, Ticket};
use super::config::{AddressPolicy, PrintConfig, PrintSender};
use crate::channel::{ComposeError, ComposeJob};
use crate::pages::{self, Letterhead, of_pdf};
use bytes::Bytes;
use catalogue::{Code, Language};
use letter::Letter;
use paper::{Addressing, Colour, JobFile, JobFileRole, Limits, PrintOrder, Window};
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
    let swedish = sender.posted_in.eq_ignore_ascii_case("SE");
    let head = Letterhead { name: &sender.name, language: if swedish { Language::Sv } else { Language::Da } };
    let documents = pages::pdfs(job, &head)?;
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
