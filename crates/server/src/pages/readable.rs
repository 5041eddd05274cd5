//! Whether a letter's documents can be read by those who do not see them (R180): what is missing, and how it is mended.

use super::words::{Reading, fill};
use catalogue::Language;
use letter::Document;

/// What was found in a document.
pub(super) struct Readable {
    /// Name of the document.
    pub(super) name: String,
    /// In one line.
    pub(super) summary: String,
    /// What is missing, and the remedy.
    pub(super) barriers: Vec<(&'static str, &'static str)>,
}

/// Nothing for a document that was not looked at.
pub(super) fn readable(document: &Document, lang: Language) -> Option<Readable> {
    let w = Reading::of(lang);
    let found = document.barriers.as_ref()?;
    let summary = match found.len() {
        0 => w.nothing.to_owned(),
        1 => w.one.to_owned(),
        count => fill(w.many, &[("count", &count.to_string())]),
    };
    let barriers = found.iter().map(|code| (code.entry().what.get(lang), code.entry().fix.get(lang)));
    Some(Readable { name: document.name.clone(), summary, barriers: barriers.collect() })
}
