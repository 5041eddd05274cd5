//! Opening a foreign PDF without trusting it.
//!
//! lopdf bounds its recursion and its decompression and returns errors, not panics, on everything that our property
//! tests threw at it, so nothing is wrapped in `catch_unwind`. What it leaves to its caller is judged here: a file that
//! it could only read by guessing is damaged to us, because a letter of which pages are missing must not be sent.

use lopdf::xref::XrefRecovery;
use lopdf::{DecompressError, Document, Error, LoadOptions};

use crate::{Limits, PdfError};

const HEADER: &[u8] = b"%PDF-";

/// Largest share of the budget that one structure stream gets, and the smallest.
const STREAM_MAX: usize = 16 * 1024 * 1024;
const STREAM_MIN: usize = 256 * 1024;

/// Names that mean something to the loader; writing them with `#` escapes serves only to hide them.
const STRUCTURAL: [&[u8]; 5] = [b"ObjStm", b"XRef", b"Encrypt", b"Type", b"Sig"];

/// Opens `pdf`, or says why not.
pub(crate) fn load(pdf: &[u8], limits: &Limits) -> Result<Document, PdfError> {
    if pdf.is_empty() {
        return Err(PdfError::Empty);
    }
    if pdf.len() > limits.file_bytes {
        return Err(PdfError::TooLarge { actual: pdf.len(), limit: limits.file_bytes });
    }
    if !pdf.starts_with(HEADER) {
        return Err(PdfError::NotPdf);
    }
    let census = Census::take(pdf);
    if census.objects > limits.objects {
        return Err(PdfError::TooComplex("too many objects"));
    }
    if census.disguised {
        return Err(PdfError::Unreadable("a structural name is disguised by escapes".to_owned()));
    }
    let per_stream = (limits.structure_bytes / census.structures.max(1)).clamp(STREAM_MIN, STREAM_MAX);
    if census.structures.saturating_mul(STREAM_MIN) > limits.structure_bytes.saturating_mul(4) {
        return Err(PdfError::TooComplex("too many object streams"));
    }
    let options = LoadOptions { max_decompressed_size: Some(per_stream), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(pdf, options).map_err(said)?;
    // lopdf opens what has an empty password; readers do too, but the national infrastructures refuse it.
    if document.is_encrypted() || document.was_encrypted() {
        return Err(PdfError::Encrypted);
    }
    if document.xref_recovery == Some(XrefRecovery::Reconstructed) {
        return Err(PdfError::Unreadable("its cross-reference table is missing or damaged".to_owned()));
    }
    if document.objects.len() > limits.objects {
        return Err(PdfError::TooComplex("too many objects"));
    }
    Ok(document)
}

/// What a scan of the raw octets tells before anything is parsed.
struct Census {
    /// Indirect objects written plainly.
    objects: usize,
    /// Object and cross-reference streams, which the loader inflates.
    structures: usize,
    /// Whether a structural name is written with escapes.
    disguised: bool,
}

impl Census {
    fn take(pdf: &[u8]) -> Census {
        let mut census = Census { objects: 0, structures: 0, disguised: false };
        for (at, byte) in pdf.iter().enumerate() {
            match byte {
                b'/' => census.name(name_at(pdf, at + 1)),
                b'o' if pdf.get(at..at + 3) == Some(b"obj") && at > 0 => {
                    // "endobj" ends in the same letters.
                    let before = pdf.get(at - 1);
                    census.objects += usize::from(before.is_some_and(u8::is_ascii_whitespace));
                }
                _ => {}
            }
        }
        census
    }

    fn name(&mut self, name: &[u8]) {
        if name == b"ObjStm" || name == b"XRef" {
            self.structures += 1;
        } else if name.contains(&b'#') && STRUCTURAL.contains(&unescaped(name).as_slice()) {
            self.disguised = true;
        }
    }
}

/// The characters of a name; no structural name is longer than the limit even if all are escaped.
fn name_at(pdf: &[u8], from: usize) -> &[u8] {
    const LONGEST: usize = 24;
    let rest = pdf.get(from..pdf.len().min(from + LONGEST)).unwrap_or_default();
    let end = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || *b == b'#')).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((first, tail)) = rest.split_first() {
        let escaped = (*first == b'#')
            .then(|| tail.get(..2))
            .flatten()
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    out
}

/// What a failure of the loader means to our caller. Its own texts may quote the file, so they are not passed on.
fn said(error: Error) -> PdfError {
    match error {
        Error::Decryption(_) | Error::InvalidPassword | Error::UnsupportedSecurityHandler(_) => {
            PdfError::Encrypted
        }
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => {
            PdfError::TooComplex("a structure stream inflates beyond the limit")
        }
        Error::Xref(_) | Error::MissingXrefEntry | Error::InvalidOffset(_) => {
            PdfError::Unreadable("its cross-reference table is missing or damaged".to_owned())
        }
        Error::ReferenceCycle(_) | Error::ReferenceLimit | Error::RecursionLimit => {
            PdfError::Unreadable("its objects refer to each other in a circle".to_owned())
        }
        _ => PdfError::Unreadable("its structure is damaged".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_in_names_are_seen_through() {
        assert_eq!(unescaped(b"Obj#53tm"), b"ObjStm");
        assert_eq!(unescaped(b"A#4"), b"A#4");
        assert_eq!(unescaped(b"#zz#41"), b"#zzA");
        assert!(Census::take(b"<< /Type /Obj#53tm >>").disguised);
        assert!(!Census::take(b"<< /Lime#20Green /Type /ObjStm >>").disguised);
    }

    #[test]
    fn objects_are_counted_once() {
        let census = Census::take(b"1 0 obj << /Type /ObjStm >> endobj 2 0 obj << /Type/XRef >> endobj");
        assert_eq!((census.objects, census.structures), (2, 2));
    }
}
