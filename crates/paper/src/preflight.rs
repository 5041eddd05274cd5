//! What a PDF is, before it becomes a letter.

use lopdf::{Dictionary, Document, Object, decode_text_string};
use serde::{Deserialize, Serialize};

use crate::accessible::{Barrier, barriers};
use crate::load::load;
use crate::pagebox::is_a4_portrait;
use crate::{Limits, PdfError, xmp};

/// Longest title that is reported, in characters.
const TITLE_MAX: usize = 255;

/// Deepest nesting of direct objects that is searched for signatures and scripts.
const NESTING: usize = 32;

/// What [`preflight`] found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PdfFacts {
    /// Version in the header, such as `1.7`.
    pub version: String,
    /// Number of pages, at least 1.
    pub pages: usize,
    /// Whether the first page is seen as A4 portrait, within 2 mm; print shops ask for it.
    pub first_page_a4_portrait: bool,
    /// The PDF/A level that the document claims for itself. A claim, not a proof.
    pub pdf_a: Option<PdfA>,
    /// Whether it holds an electronic signature, so that it must not be changed (rule D8).
    pub signed: bool,
    /// Whether it holds scripts, launches programs or carries files: nothing that belongs in a letter.
    pub active_content: bool,
    /// Whether offsets in the file had to be corrected to read it.
    pub repaired: bool,
    /// The title in its metadata, without control characters. Written by others: it may hold personal data.
    pub title: Option<String>,
    /// What keeps those who do not see it from reading it, as far as the file tells.
    #[serde(default)]
    pub barriers: Vec<Barrier>,
}

/// A level of PDF/A, as in `PDF/A-2b`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PdfA {
    /// 1 to 4.
    pub part: u8,
    /// `a`, `b`, `u`, `e` or `f`; PDF/A-4 may have none.
    pub conformance: Option<char>,
}

impl std::fmt::Display for PdfA {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PDF/A-{}", self.part)?;
        self.conformance.map_or(Ok(()), |c| write!(f, "{c}"))
    }
}

/// Looks at a PDF that somebody handed in. Pages are not drawn and their contents are not decompressed.
///
/// # Errors
/// Every reason of [`PdfError`] but [`PdfError::Signed`].
///
/// ```
/// use paper::{Limits, PdfError, preflight};
/// assert_eq!(preflight(b"", &Limits::default()), Err(PdfError::Empty));
/// assert_eq!(preflight(b"<html>", &Limits::default()), Err(PdfError::NotPdf));
/// ```
pub fn preflight(pdf: &[u8], limits: &Limits) -> Result<PdfFacts, PdfError> {
    let document = load(pdf, limits)?;
    facts(&document, limits)
}

/// The facts of an opened document.
pub(crate) fn facts(document: &Document, limits: &Limits) -> Result<PdfFacts, PdfError> {
    let mut pages = 0;
    let mut first = None;
    for page in document.page_iter() {
        pages += 1;
        if pages > limits.pages {
            return Err(PdfError::TooManyPages { limit: limits.pages });
        }
        check_page(document, page, pages)?;
        first.get_or_insert(page);
    }
    let first = first.ok_or(PdfError::Empty)?;
    // A page tree that lost a branch still counts its pages at the top. Too small a number is a mere slip.
    let counted = page_count(document).and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
    if counted > pages {
        return Err(PdfError::Unreadable(format!("of {counted} pages only {pages} are there")));
    }
    let marks = Marks::of(document);
    let title = title(document);
    let metadata = xmp::read(document, limits.metadata_bytes);
    Ok(PdfFacts {
        version: document.version.chars().filter(|c| c.is_ascii_digit() || *c == '.').take(8).collect(),
        pages,
        first_page_a4_portrait: is_a4_portrait(document, first),
        pdf_a: metadata.as_deref().and_then(xmp::pdf_a),
        signed: marks.signed,
        active_content: marks.active,
        repaired: document.xref_recovery.is_some(),
        barriers: barriers(document, marks.fonts, title.is_some()),
        title,
    })
}

/// A page must be there, and so must what it shows.
fn check_page(document: &Document, page: lopdf::ObjectId, number: usize) -> Result<(), PdfError> {
    let damaged = |what: &str| PdfError::Unreadable(format!("page {number}: {what}"));
    let dictionary = document.get_dictionary(page).map_err(|_| damaged("it is missing"))?;
    let Ok(contents) = dictionary.get(b"Contents") else { return Ok(()) };
    let Ok((_, contents)) = document.dereference(contents) else {
        return Err(damaged("its content is missing"));
    };
    let whole = match contents {
        Object::Stream(_) | Object::Null => true,
        Object::Array(parts) => parts.iter().all(|part| {
            document.dereference(part).is_ok_and(|(_, part)| matches!(part, Object::Stream(_) | Object::Null))
        }),
        _ => false,
    };
    if whole { Ok(()) } else { Err(damaged("its content is damaged")) }
}

fn page_count(document: &Document) -> Option<i64> {
    let root = document.catalog().ok()?.get_deref(b"Pages", document).ok()?.as_dict().ok()?;
    root.get_deref(b"Count", document).and_then(Object::as_i64).ok()
}

fn title(document: &Document) -> Option<String> {
    let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict).ok()?;
    let text = decode_text_string(info.get_deref(b"Title", document).ok()?).ok()?;
    let clean: String = text.chars().filter(|c| !c.is_control()).take(TITLE_MAX).collect();
    Some(clean.trim().to_owned()).filter(|title| !title.is_empty())
}

/// What a search of all objects found.
#[derive(Default)]
struct Marks {
    signed: bool,
    active: bool,
    fonts: bool,
}

impl Marks {
    fn of(document: &Document) -> Marks {
        let mut marks = Marks::default();
        // A worklist instead of recursion: the nesting is chosen by whoever made the file.
        let mut open: Vec<(&Object, usize)> = document.objects.values().map(|object| (object, 0)).collect();
        while let Some((object, depth)) = open.pop() {
            match object {
                Object::Dictionary(dictionary) => marks.visit(dictionary, depth, &mut open),
                Object::Stream(stream) => marks.visit(&stream.dict, depth, &mut open),
                Object::Array(items) if depth < NESTING => {
                    open.extend(items.iter().map(|item| (item, depth + 1)))
                }
                _ => {}
            }
        }
        marks
    }

    fn visit<'a>(&mut self, dictionary: &'a Dictionary, depth: usize, open: &mut Vec<(&'a Object, usize)>) {
        let named =
            |key: &[u8], name: &[u8]| dictionary.get(key).and_then(Object::as_name).is_ok_and(|n| n == name);
        let filled = dictionary.has(b"ByteRange") && dictionary.has(b"Contents");
        self.signed |= filled
            || ((named(b"Type", b"Sig") || named(b"Type", b"DocTimeStamp")) && dictionary.has(b"Contents"));
        self.fonts |= named(b"Type", b"Font");
        self.active |=
            named(b"S", b"JavaScript") || named(b"S", b"Launch") || dictionary.has(b"EmbeddedFiles");
        if depth < NESTING {
            open.extend(dictionary.iter().map(|(_, value)| (value, depth + 1)));
        }
    }
}
