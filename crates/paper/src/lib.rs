//! Paper: PDF preflight, address page, print jobs.
//!
//! - [`preflight`] looks at a PDF that somebody handed in and says what it is, or why it cannot be used.
//! - [`simple_letter`] sets a plain A4 letter, [`address_page`] a page for a window envelope.
//! - [`print_job`] puts letter and address page together with the facts that a print shop needs.
//! - [`number_in_metadata`] keeps the recipient's number in a structured metadata field for a print shop that looks
//!   up the address itself, and takes it out again when the job is done (requirement R88).
//!
//! Nothing here reads the clock, the disk or the network; the same input gives the same octets.
//!
//! ```
//! use paper::{LetterText, Limits, preflight, simple_letter};
//!
//! let letter = LetterText {
//!     language: catalogue::Language::Sv,
//!     sender: "Åre kommun".into(),
//!     recipient: vec!["Åsa Öberg".into(), "Storgatan 1".into(), "837 52 ÅRE".into()],
//!     date: Some(jiff::civil::date(2026, 11, 22)),
//!     subject: "Beslut om plats i förskola".into(),
//!     body: "Hej!\n\nDu har fått plats från den 1 januari.".into(),
//!     ..LetterText::default()
//! };
//! let facts = preflight(&simple_letter(&letter)?, &Limits::default())?;
//! assert_eq!(facts.pages, 1);
//! assert!(facts.first_page_a4_portrait);
//! # Ok::<(), paper::PdfError>(())
//! ```

mod accessible;
mod address;
mod build;
mod canvas;
mod error;
mod job;
mod letter;
mod limits;
mod load;
mod merge;
mod metrics;
pub mod number_in_metadata;
mod pagebox;
mod preflight;
mod shrink;
mod winansi;
mod wrap;
mod xmp;

pub use accessible::Barrier;
pub use address::{AddressPage, Window, address_page};
pub use error::PdfError;
pub use job::{
    Addressing, Colour, Envelope, JobAddress, JobFile, JobFileRole, JobMetadata, PrintJob, PrintOrder,
    print_job,
};
pub use letter::{LetterText, simple_letter};
pub use limits::Limits;
pub use preflight::{PdfA, PdfFacts, preflight};
pub use shrink::shrink;
pub use winansi::unprintable;
