//! Documents of the user's own that become files of a message.

use std::io::Read;
use std::path::Path;

use memo::model::File;

use super::store::Store;
use crate::exit::Failure;
use crate::input::{Input, cannot_read};

/// No message is larger, so no document is.
const LARGEST: u64 = 99_500_000;

/// MIME types by extension.
const TYPES: [(&str, &str); 24] = [
    ("pdf", "application/pdf"),
    ("txt", "text/plain"),
    ("html", "text/html"),
    ("htm", "text/html"),
    ("xml", "text/xml"),
    ("csv", "text/csv"),
    ("json", "application/json"),
    ("ics", "text/calendar"),
    ("rtf", "application/rtf"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("gif", "image/gif"),
    ("tif", "image/tiff"),
    ("zip", "application/zip"),
];

/// Takes a document into `store`; its name in the message is its own, without the folder.
pub(super) fn read(path: &Path, language: &str, store: &mut Store) -> Result<File, Failure> {
    let shown = path.display();
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let known = TYPES.iter().find(|(name, _)| extension.as_deref() == Some(name));
    let Some((_, media_type)) = known else {
        return Err(Failure::new(format!("{shown}: a type of file that Digital Post does not take"))
            .fix("Convert it to PDF."));
    };
    let Some(filename) = path.file_name().and_then(|name| name.to_str()) else {
        return Err(Failure::new(format!("{shown}: the name is not text")).fix("Rename the file."));
    };
    let source = Input::from(path.to_owned()).open()?.take(LARGEST + 1);
    let content = store.add(source).map_err(|error| cannot_read(path, &error))?;
    if content.len() > LARGEST {
        return Err(Failure::new(format!("{shown}: larger than a whole message may be (99.5 MB)")));
    }
    Ok(File {
        encoding_format: (*media_type).to_owned(),
        filename: filename.to_owned(),
        language: language.to_owned(),
        content,
    })
}
