//! A print job: what the print shop prints, and the facts it needs beside it.

use party::{PartyId, PostalAddress};
use serde::{Deserialize, Serialize};
use std::fmt;

use crate::address::{AddressPage, Window, address_page, canvas};
use crate::build::save;
use crate::load::load;
use crate::merge::prepend;
use crate::preflight::facts;
use crate::{Limits, PdfError, number_in_metadata};

/// Version of the shape of [`JobMetadata`].
const FORMAT: u32 = 1;

/// What to print and how.
#[derive(Debug, Clone)]
pub struct PrintOrder {
    /// Our id of the job; also the stem of its file names. Letters, digits and hyphens.
    pub job_id: String,
    /// The sender's reference of the letter. Never a personal number.
    pub letter_reference: String,
    /// The sender, as the print shop knows it.
    pub sender: String,
    /// Protection class, 1 to 3; class 4 never gets here (rule B1).
    pub class: u8,
    /// Colour or not.
    pub colour: Colour,
    /// Print on both sides of the sheet.
    pub duplex: bool,
    /// Envelope; `None` takes the smallest that holds the sheets.
    pub envelope: Option<Envelope>,
    /// Who puts the address on the letter.
    pub addressing: Addressing,
}

/// Who puts the address on the letter.
#[derive(Debug, Clone)]
pub enum Addressing {
    /// An address page before the letter.
    AddressPage {
        /// To whom; check it with [`PostalAddress::check`] first.
        recipient: PostalAddress,
        /// Sender and return address, one line.
        return_address: String,
        /// ISO 3166 letters of the country in which the letter is posted.
        posted_in: String,
        /// Where the window is.
        window: Window,
    },
    /// The print shop looks up the address by the number in the PDF's metadata (requirement R88).
    ByPrintShop {
        /// To whom.
        recipient: PartyId,
    },
}

/// Colour of a print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// Black only.
    Monochrome,
    /// Full colour.
    Colour,
}

/// Size of an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Envelope {
    /// A4 folded twice.
    M65,
    /// A4 folded once.
    C5,
    /// A4 unfolded.
    C4,
}

impl Envelope {
    /// The smallest that an enveloping machine fills with so many sheets.
    pub const fn for_sheets(sheets: usize) -> Envelope {
        match sheets {
            0..=3 => Envelope::M65,
            4..=9 => Envelope::C5,
            _ => Envelope::C4,
        }
    }
}

/// A finished print job.
#[derive(Clone, PartialEq)]
pub struct PrintJob {
    /// The letter, with its address page in front where it has one and the letter may be changed.
    pub pdf: Vec<u8>,
    /// The address page as a file of its own, printed first, because the letter is signed and must stay as it is
    /// (rule D8).
    pub cover: Option<Vec<u8>>,
    /// What the print shop needs to know.
    pub metadata: JobMetadata,
}

/// What the print shop needs to know, as JSON beside the files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobMetadata {
    /// Version of this shape: 1.
    pub format: u32,
    /// Our id of the job.
    pub job_id: String,
    /// The sender's reference of the letter.
    pub letter_reference: String,
    /// The sender.
    pub sender: String,
    /// Protection class, 1 to 3.
    pub class: u8,
    /// Colour or not.
    pub colour: Colour,
    /// Print on both sides.
    pub duplex: bool,
    /// Envelope.
    pub envelope: Envelope,
    /// Pages of all files, blank ones included.
    pub pages: usize,
    /// Sheets of paper.
    pub sheets: usize,
    /// Who puts the address on the letter, or the address that is on it.
    pub address: JobAddress,
    /// The files, in the order of printing.
    pub files: Vec<JobFile>,
}

/// The address of a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobAddress {
    /// It is on the address page.
    OnAddressPage(PostalAddress),
    /// The print shop looks it up by the number in the PDF's metadata.
    ByPrintShop,
}

/// One file of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobFile {
    /// File name, without folder.
    pub name: String,
    /// What it is.
    pub role: JobFileRole,
    /// Its pages.
    pub pages: usize,
}

/// What a file of a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobFileRole {
    /// The address page alone.
    Cover,
    /// The letter, perhaps with the address page in front.
    Letter,
}

impl fmt::Debug for PrintJob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrintJob")
            .field("pdf_bytes", &self.pdf.len())
            .field("cover_bytes", &self.cover.as_ref().map(Vec::len))
            .field("metadata", &self.metadata)
            .finish()
    }
}

/// Makes a print job of a letter.
///
/// The address page goes in front of the letter in the same file, with a blank page behind it in duplex so that the
/// letter begins on a sheet of its own. A signed letter is passed on octet by octet, and the address page (or, for
/// [`Addressing::ByPrintShop`], an empty page that carries the number) becomes [`PrintJob::cover`].
///
/// # Errors
/// Those of [`crate::preflight()`].
pub fn print_job(letter: &[u8], order: &PrintOrder, limits: &Limits) -> Result<PrintJob, PdfError> {
    let mut document = load(letter, limits)?;
    let facts = facts(&document, limits)?;
    let page = order.addressing.page();
    if facts.signed {
        let blank = AddressPage {
            recipient: None,
            return_address: String::new(),
            posted_in: String::new(),
            window: Window::DANISH,
        };
        let mut cover = address_page(page.as_ref().unwrap_or(&blank))?;
        if let Addressing::ByPrintShop { recipient } = &order.addressing {
            cover = number_in_metadata::write(&cover, recipient, limits)?;
        }
        let files = vec![
            JobFile { name: format!("{}-address.pdf", order.job_id), role: JobFileRole::Cover, pages: 1 },
            JobFile { name: format!("{}.pdf", order.job_id), role: JobFileRole::Letter, pages: facts.pages },
        ];
        let metadata = order.metadata(files);
        return Ok(PrintJob { pdf: letter.to_vec(), cover: Some(cover), metadata });
    }
    let mut pages = facts.pages;
    match (&order.addressing, page) {
        (Addressing::ByPrintShop { recipient }, _) => {
            number_in_metadata::set(&mut document, recipient, limits)?
        }
        (_, Some(page)) => {
            let mut front = vec![Some(canvas(&page))];
            if order.duplex {
                front.push(None);
            }
            pages += front.len();
            prepend(&mut document, facts.pages, front, limits)?;
        }
        (_, None) => {}
    }
    let files = vec![JobFile { name: format!("{}.pdf", order.job_id), role: JobFileRole::Letter, pages }];
    Ok(PrintJob { pdf: save(&mut document)?, cover: None, metadata: order.metadata(files) })
}

impl Addressing {
    fn page(&self) -> Option<AddressPage> {
        match self {
            Addressing::AddressPage { recipient, return_address, posted_in, window } => Some(AddressPage {
                recipient: Some(recipient.clone()),
                return_address: return_address.clone(),
                posted_in: posted_in.clone(),
                window: *window,
            }),
            Addressing::ByPrintShop { .. } => None,
        }
    }
}

impl PrintOrder {
    fn metadata(&self, files: Vec<JobFile>) -> JobMetadata {
        // Each file begins on a sheet of its own.
        let sheets = files.iter().map(|f| if self.duplex { f.pages.div_ceil(2) } else { f.pages }).sum();
        JobMetadata {
            format: FORMAT,
            job_id: self.job_id.clone(),
            letter_reference: self.letter_reference.clone(),
            sender: self.sender.clone(),
            class: self.class,
            colour: self.colour,
            duplex: self.duplex,
            envelope: self.envelope.unwrap_or(Envelope::for_sheets(sheets)),
            pages: files.iter().map(|f| f.pages).sum(),
            sheets,
            address: match &self.addressing {
                Addressing::AddressPage { recipient, .. } => JobAddress::OnAddressPage(recipient.clone()),
                Addressing::ByPrintShop { .. } => JobAddress::ByPrintShop,
            },
            files,
        }
    }
}
