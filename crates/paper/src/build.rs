//! Putting pages together into a document.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary, text_string};

use crate::canvas::Canvas;
use crate::metrics::Face;
use crate::pagebox::A4;
use crate::{PdfError, xmp};

/// What a made document says about itself.
pub(crate) struct About<'a> {
    pub title: &'a str,
    pub author: &'a str,
    /// RFC 3066 tag such as `da-DK`.
    pub language: &'a str,
    pub date: Option<jiff::civil::Date>,
}

/// A new document of these pages.
pub(crate) fn document(pages: Vec<Canvas>, about: &About<'_>) -> Document {
    let mut document = Document::with_version("1.7");
    let root = document.new_object_id();
    let resources = resources(&mut document);
    let kids: Vec<Object> =
        pages.into_iter().map(|page| add_page(&mut document, root, resources, Some(page)).into()).collect();
    let count = i64::try_from(kids.len()).unwrap_or(i64::MAX);
    document.objects.insert(
        root,
        Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }),
    );
    let metadata = document.add_object(xmp::stream(xmp::fresh(about)));
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog",
        "Pages" => root,
        "Lang" => text_string(about.language),
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
        "Metadata" => metadata,
    });
    let info = document.add_object(information(about));
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    document
}

fn information(about: &About<'_>) -> Dictionary {
    let mut info = dictionary! {
        "Title" => text_string(about.title),
        "Author" => text_string(about.author),
        "Producer" => text_string("Brevdue"),
    };
    if let Some(date) = about.date {
        let written = format!("D:{:04}{:02}{:02}", date.year(), date.month(), date.day());
        info.set("CreationDate", text_string(&written));
    }
    info
}

/// The fonts of our pages.
pub(crate) fn resources(document: &mut Document) -> ObjectId {
    let mut fonts = Dictionary::new();
    for face in [Face::Regular, Face::Bold] {
        let font = document.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "Type1",
            "BaseFont" => face.base_font(),
            "Encoding" => "WinAnsiEncoding",
        });
        fonts.set(face.resource(), font);
    }
    document.add_object(dictionary! { "Font" => fonts })
}

/// One A4 page below `parent`; without a canvas it stays blank. States everything that it could inherit.
pub(crate) fn add_page(
    document: &mut Document,
    parent: ObjectId,
    resources: ObjectId,
    canvas: Option<Canvas>,
) -> ObjectId {
    let sheet: Vec<Object> = vec![0.into(), 0.into(), Object::Real(A4.0), Object::Real(A4.1)];
    let mut page = dictionary! {
        "Type" => "Page",
        "Parent" => parent,
        "MediaBox" => sheet.clone(),
        "CropBox" => sheet,
        "Rotate" => 0,
        "Resources" => resources,
    };
    if let Some(canvas) = canvas {
        let mut content = Stream::new(Dictionary::new(), canvas.into_content());
        // A page that does not compress is as good as one that does.
        let _ = content.compress();
        page.set("Contents", document.add_object(content));
    }
    document.add_object(page)
}

/// The octets of a document.
pub(crate) fn save(document: &mut Document) -> Result<Vec<u8>, PdfError> {
    let mut octets = Vec::new();
    document
        .save_to(&mut octets)
        .map_err(|_| PdfError::Unreadable("it cannot be written again".to_owned()))?;
    Ok(octets)
}
