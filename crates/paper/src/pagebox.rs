//! Size and rotation of a page, inherited values included.

use lopdf::{Dictionary, Document, Object, ObjectId};

/// Width and height of A4, in points.
pub(crate) const A4: (f32, f32) = (595.276, 841.89);

/// How far a page may be from A4 and still be A4, in points: 2 mm, as print shops do.
const TOLERANCE: f32 = 5.67;

/// Deepest page tree that is followed upwards.
const DEPTH: usize = 64;

/// Whether the page is seen as A4 portrait: after rotation, by its crop box where it has one.
pub(crate) fn is_a4_portrait(document: &Document, page: ObjectId) -> bool {
    let Some((width, height)) = visible_size(document, page) else { return false };
    (width - A4.0).abs() <= TOLERANCE && (height - A4.1).abs() <= TOLERANCE
}

/// Width and height of the page as a reader sees it, in points.
pub(crate) fn visible_size(document: &Document, page: ObjectId) -> Option<(f32, f32)> {
    let bounds = inherited(document, page, b"CropBox").or_else(|| inherited(document, page, b"MediaBox"))?;
    let bounds = bounds.as_array().ok()?;
    let side = |at: usize| -> Option<f32> {
        let (_, value) = document.dereference(bounds.get(at)?).ok()?;
        value.as_float().ok().filter(|v| v.is_finite())
    };
    let unit = document
        .get_dictionary(page)
        .ok()?
        .get_deref(b"UserUnit", document)
        .and_then(Object::as_float)
        .unwrap_or(1.0);
    let (width, height) = ((side(2)? - side(0)?).abs() * unit, (side(3)? - side(1)?).abs() * unit);
    let turned = inherited(document, page, b"Rotate").and_then(|r| r.as_i64().ok()).unwrap_or(0) % 180 != 0;
    Some(if turned { (height, width) } else { (width, height) })
}

/// The value of `key` on the page or on the nearest node above it that has one.
fn inherited<'a>(document: &'a Document, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut node: &Dictionary = document.get_dictionary(page).ok()?;
    for _ in 0..DEPTH {
        if let Ok(value) = node.get_deref(key, document) {
            return Some(value);
        }
        node = node.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?;
    }
    None
}
