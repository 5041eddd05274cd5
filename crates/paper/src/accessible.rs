//! Whether a PDF can be read by those who do not see it (R180). A look at what the file says of itself, in the manner of
//! the first checks of PDF/UA; what only a person can judge (order, descriptions of pictures) is not judged.

use catalogue::Code;
use lopdf::{Dictionary, Document, Object, decode_text_string};
use serde::{Deserialize, Serialize};

/// Something that a screen reader misses in a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Barrier {
    /// There is no text at all, only pictures of it: nothing can be read aloud.
    NoText,
    /// Headings, paragraphs and tables are not marked: the order of reading is guessed.
    NotTagged,
    /// The language is not said: the voice may be the wrong one.
    NoLanguage,
    /// There is no title: the file's name is read out in its place.
    NoTitle,
}

impl Barrier {
    /// All of them, the highest first.
    pub const ALL: [Barrier; 4] =
        [Barrier::NoText, Barrier::NotTagged, Barrier::NoLanguage, Barrier::NoTitle];

    /// The catalogue's code, which says in words what is missing and how it is mended.
    pub const fn code(self) -> Code {
        match self {
            Barrier::NoText => Code::PdfWithoutText,
            Barrier::NotTagged => Code::PdfNotTagged,
            Barrier::NoLanguage => Code::PdfWithoutLanguage,
            Barrier::NoTitle => Code::PdfWithoutTitle,
        }
    }
}

/// What is in the way, the highest barrier first. `has_text` says whether some object of the file is a font.
pub(crate) fn barriers(document: &Document, has_text: bool, has_title: bool) -> Vec<Barrier> {
    let catalog = document.catalog().ok();
    let tagged = catalog.is_some_and(|catalog| is_tagged(catalog, document));
    let language = catalog.is_some_and(|catalog| says_language(catalog, document));
    Barrier::ALL
        .into_iter()
        .filter(|barrier| match barrier {
            Barrier::NoText => !has_text,
            Barrier::NotTagged => !tagged,
            Barrier::NoLanguage => !language,
            Barrier::NoTitle => !has_title,
        })
        .collect()
}

fn is_tagged(catalog: &Dictionary, document: &Document) -> bool {
    let info = catalog.get_deref(b"MarkInfo", document).and_then(Object::as_dict);
    let marked = info.and_then(|info| info.get_deref(b"Marked", document)).and_then(Object::as_bool);
    marked.unwrap_or(false) && catalog.has(b"StructTreeRoot")
}

fn says_language(catalog: &Dictionary, document: &Document) -> bool {
    let language = catalog.get_deref(b"Lang", document).and_then(decode_text_string);
    language.is_ok_and(|language| !language.trim().is_empty())
}
