//! Putting pages in front of a foreign document.

use lopdf::{Document, Object, dictionary};

use crate::build::{add_page, resources};
use crate::canvas::Canvas;
use crate::{Limits, PdfError, xmp};

/// Puts pages (blank ones for `None`) before the first page of `document`, which has `pages` of its own.
///
/// The old page tree becomes a branch of a new one, so that nothing in it has to be touched and nothing that its pages
/// inherit reaches ours. A claim to be PDF/A is taken back, as our fonts are not embedded.
pub(crate) fn prepend(
    document: &mut Document,
    pages: usize,
    new: Vec<Option<Canvas>>,
    limits: &Limits,
) -> Result<(), PdfError> {
    let damaged = || PdfError::Unreadable("its page tree cannot be extended".to_owned());
    let old_root =
        document.catalog().ok().and_then(|c| c.get(b"Pages").ok()).and_then(|p| p.as_reference().ok());
    let old_root = old_root.ok_or_else(damaged)?;
    let new_root = document.new_object_id();
    let fonts = resources(document);
    let total = pages + new.len();
    let mut kids: Vec<Object> =
        new.into_iter().map(|canvas| add_page(document, new_root, fonts, canvas).into()).collect();
    kids.push(old_root.into());
    let count = i64::try_from(total).map_err(|_| damaged())?;
    document.objects.insert(
        new_root,
        Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }),
    );
    let branch = document.get_dictionary_mut(old_root).map_err(|_| damaged())?;
    branch.set("Parent", new_root);
    // A root is known by its place, a branch only by its type; some files have it wrong.
    branch.set("Type", "Pages");
    let catalog = document.catalog_mut().map_err(|_| damaged())?;
    catalog.set("Pages", new_root);
    // Labels count pages from the start and would name the wrong ones.
    catalog.remove(b"PageLabels");
    if let Some(packet) = xmp::read(document, limits.metadata_bytes)
        && xmp::pdf_a(&packet).is_some()
        && let Some(clean) = xmp::without(&packet, xmp::PDF_A)
    {
        xmp::write(document, clean).ok_or_else(damaged)?;
    }
    // The marks of a file arranged for reading from the network would be untrue in the new file.
    let linear: Vec<_> = document
        .objects
        .iter()
        .filter(|(_, object)| object.as_dict().is_ok_and(|d| d.has(b"Linearized")))
        .map(|(id, _)| *id)
        .collect();
    for id in linear {
        document.objects.remove(&id);
    }
    // Whatever else may be odd about the tree: no page of a letter may get lost on the way to the printer.
    if document.page_iter().count() == total { Ok(()) } else { Err(damaged()) }
}
