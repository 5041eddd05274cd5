//! Why a PDF cannot be used.

use thiserror::Error;

/// Why a PDF cannot be used, or could not be made. [`PdfError::code`] names the entry of the code catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PdfError {
    /// No octets, or no pages.
    #[error("the document is empty")]
    Empty,
    /// The file does not begin with `%PDF-` (rule D7).
    #[error("the file is not a PDF: it does not begin with %PDF-")]
    NotPdf,
    /// Protected by a password, even an empty one (rule D8).
    #[error("the PDF is encrypted")]
    Encrypted,
    /// Damaged, truncated or made to look like what it is not. The text says where, and holds nothing of the content.
    #[error("the PDF cannot be read: {0}")]
    Unreadable(String),
    /// More bytes than allowed.
    #[error("the PDF has {actual} bytes; {limit} are allowed")]
    TooLarge {
        /// Size of the file, in bytes.
        actual: usize,
        /// [`crate::Limits::file_bytes`].
        limit: usize,
    },
    /// More pages than allowed.
    #[error("the PDF has more than {limit} pages")]
    TooManyPages {
        /// [`crate::Limits::pages`].
        limit: usize,
    },
    /// More objects, or more compressed structure, than allowed.
    #[error("the PDF is more complex than allowed: {0}")]
    TooComplex(&'static str),
    /// The PDF is signed, and the change asked for would break its signature (rule D8).
    #[error("the PDF is signed and must not be changed")]
    Signed,
}

impl PdfError {
    /// The string of the matching code in the catalogue, for a document that a caller handed in.
    pub const fn code(&self) -> &'static str {
        match self {
            PdfError::Empty => "document_empty",
            PdfError::NotPdf => "document_not_pdf",
            PdfError::Encrypted => "document_encrypted",
            PdfError::Unreadable(_) | PdfError::Signed => "document_unreadable",
            PdfError::TooLarge { .. } | PdfError::TooManyPages { .. } | PdfError::TooComplex(_) => {
                "document_too_large"
            }
        }
    }
}
