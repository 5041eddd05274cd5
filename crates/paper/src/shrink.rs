//! Making a PDF smaller without touching what it shows: before it is signed, for channels with a small limit (D8, D11).

use std::collections::HashMap;

use lopdf::{Document, Object, ObjectId, SaveOptions, Stream};

use crate::load::load;
use crate::preflight::facts;
use crate::{Limits, PdfError};

/// A file must become smaller by this part of its size, or it stays as it was handed in.
const WORTH_IT: usize = 50;
/// Streams below this size gain nothing.
const SMALL: usize = 128;
/// Filters that are plain packaging: what they hold is the same octets however it is packed.
const PACKAGING: [&[u8]; 3] = [b"FlateDecode", b"ASCII85Decode", b"ASCIIHexDecode"];

/// Makes a PDF smaller: streams are packed tighter, equal streams (fonts and pictures that a merge has doubled) kept
/// once, unused objects dropped, small objects packed together. Pictures are never computed anew, and no page changes.
///
/// `None`: nothing to gain, or the rewritten file could not be proved to hold the same pages.
///
/// # Errors
/// As [`crate::preflight`]; [`PdfError::Signed`] for a signed file, which is never rewritten (rule D8).
pub fn shrink(pdf: &[u8], limits: &Limits) -> Result<Option<Vec<u8>>, PdfError> {
    let mut document = load(pdf, limits)?;
    let before = facts(&document, limits)?;
    if before.signed {
        return Err(PdfError::Signed);
    }
    // PDF/A-1 knows no object streams (ISO 19005-1, 6.1.4).
    let old_form = before.pdf_a.as_ref().is_some_and(|level| level.part == 1);
    drop_marks(&mut document);
    repack(&mut document, limits.structure_bytes);
    unite(&mut document);
    document.prune_objects();
    let options = SaveOptions::builder()
        .use_object_streams(!old_form)
        .use_xref_streams(!old_form)
        .compression_level(9)
        .build();
    let mut octets = Vec::with_capacity(pdf.len());
    if document.save_with_options(&mut octets, options).is_err() {
        return Ok(None);
    }
    let smaller = octets.len() + pdf.len() / WORTH_IT < pdf.len();
    Ok((smaller && is_same(&octets, &before, limits)).then_some(octets))
}

/// The rewritten file opens by the same rules and tells the same about itself.
fn is_same(octets: &[u8], before: &crate::PdfFacts, limits: &Limits) -> bool {
    let after = load(octets, limits).and_then(|document| facts(&document, limits));
    after.is_ok_and(|after| {
        (
            after.pages,
            after.first_page_a4_portrait,
            &after.pdf_a,
            &after.title,
            after.active_content,
            &after.barriers,
        ) == (
            before.pages,
            before.first_page_a4_portrait,
            &before.pdf_a,
            &before.title,
            before.active_content,
            &before.barriers,
        )
    })
}

/// The marks of a file arranged for reading from the network would be untrue in the new file.
fn drop_marks(document: &mut Document) {
    document.objects.retain(|_, object| !object.as_dict().is_ok_and(|d| d.has(b"Linearized")));
}

/// Packs streams tighter, as long as what they inflate to stays within the budget.
fn repack(document: &mut Document, budget: usize) {
    let mut left = budget;
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        if stream.content.len() < SMALL || !is_packaging(stream) {
            continue;
        }
        let Ok(plain) = stream.get_plain_content_with_limit(left) else { continue };
        left = left.saturating_sub(plain.len());
        let mut packed = stream.clone();
        packed.set_plain_content(plain.clone());
        let tighter = packed.compress().is_ok() && packed.content.len() < stream.content.len();
        // Read back: what stands in the file is what stood there.
        if tighter && packed.get_plain_content_with_limit(plain.len()).is_ok_and(|again| again == plain) {
            *stream = packed;
        }
    }
}

/// Packed by filters that are mere packaging, without parameters; metadata stays readable for those who look for it.
fn is_packaging(stream: &Stream) -> bool {
    let plain_metadata = stream.dict.has_type(b"Metadata");
    let parameters = stream.dict.has(b"DecodeParms") || stream.dict.has(b"DP") || stream.dict.has(b"F");
    let filters = stream.filters().unwrap_or_default();
    !plain_metadata && !parameters && filters.iter().all(|filter| PACKAGING.contains(filter))
}

/// Keeps equal streams once.
fn unite(document: &mut Document) {
    let mut first: HashMap<&[u8], Vec<ObjectId>> = HashMap::new();
    let mut same: HashMap<ObjectId, ObjectId> = HashMap::new();
    for (id, object) in &document.objects {
        let Object::Stream(stream) = object else { continue };
        if stream.content.len() < SMALL {
            continue;
        }
        let known = first.entry(&stream.content).or_default();
        let equal = |other: &&ObjectId| matches!(document.objects.get(other), Some(Object::Stream(other)) if other.dict == stream.dict);
        match known.iter().find(equal) {
            Some(other) => {
                same.insert(*id, *other);
            }
            None => known.push(*id),
        }
    }
    if same.is_empty() {
        return;
    }
    document.traverse_objects(|object| {
        if let Object::Reference(id) = object
            && let Some(other) = same.get(id)
        {
            *id = *other;
        }
    });
}
