//! Section H: body, documents, files.

use super::row::{elsewhere, error, structure, warning};
use super::subject::Kind;
use super::{Out, Rule, Subject};
use crate::model::File;
use crate::read::{Inspection, extension};
use html::Kind as Html;
use std::collections::HashSet;

pub(super) const RULES: &[Rule] = &[
    error(
        "H1",
        "Et brev (DIGITALPOST) har en MessageBody.",
        "Ett brev (DIGITALPOST) har en MessageBody.",
        "A letter (DIGITALPOST) has a MessageBody.",
    )
    .judged_by(letter_has_body),
    structure(
        "H2",
        "createdDateTime findes og ender på Z.",
        "createdDateTime finns och slutar på Z.",
        "createdDateTime is present and ends in Z.",
    ),
    structure(
        "H3",
        "Der er præcis ét hoveddokument; det står først, så bilag, så tekniske bilag.",
        "Det finns exakt ett huvuddokument; det står först, sedan bilagor, sedan tekniska bilagor.",
        "There is exactly one main document; it comes first, then attachments, then technical documents.",
    ),
    structure(
        "H4",
        "Hvert dokument har mindst én fil.",
        "Varje dokument har minst en fil.",
        "Every document has at least one file.",
    ),
    structure(
        "H5",
        "Filens indhold er gyldig base64.",
        "Filens innehåll är giltig base64.",
        "The content of a file is valid base64.",
    ),
    structure(
        "H6",
        "language er højst to bogstaver.",
        "language är högst två bokstäver.",
        "language has at most two letters.",
    ),
    structure(
        "H7",
        "encodingFormat og filename findes.",
        "encodingFormat och filename finns.",
        "encodingFormat and filename are present.",
    ),
    error("H8", "En fil er ikke tom.", "En fil är inte tom.", "A file is not empty.")
        .judged_by(file_is_not_empty),
    error("H9", "Filtypen er tilladt.", "Filtypen är tillåten.", "The file type is allowed.")
        .judged_by(extension_is_allowed),
    error(
        "H10",
        "Filnavnet har ingen af tegnene < > : \" / \\ | ? *, linjeskift eller særlige mellemrum.",
        "Filnamnet har inget av tecknen < > : \" / \\ | ? *, radbrytningar eller särskilda blanksteg.",
        "The file name has none of < > : \" / \\ | ? *, line breaks or special blanks.",
    )
    .judged_by(filename_characters),
    structure(
        "H11",
        "Et teknisk bilag har ingen handlinger.",
        "En teknisk bilaga har inga åtgärder.",
        "A technical document has no actions.",
    ),
    warning(
        "H12",
        "MIME-type, filendelse og de første bytes passer sammen.",
        "MIME-typ, filändelse och de första byten stämmer överens.",
        "MIME type, extension and leading bytes agree.",
    )
    .judged_by(type_agrees),
    warning(
        "H13",
        "Filnavnet har en endelse og ingen mellemrum i enderne.",
        "Filnamnet har en ändelse och inga blanksteg i ändarna.",
        "The file name has an extension and no leading or trailing blank.",
    )
    .judged_by(filename_is_tidy),
    warning(
        "H14",
        "Flere filer i ét dokument er samme tekst i forskellige formater.",
        "Flera filer i ett dokument är samma text i olika format.",
        "Several files in one document are the same text in different formats.",
    )
    .judged_by(renderings_differ),
    warning(
        "H15",
        "Et teknisk bilag er data til systemer og vises ikke for borgere.",
        "En teknisk bilaga är data för system och visas inte för medborgare.",
        "A technical document is data for systems and not shown to citizens.",
    )
    .judged_by(technical_is_data),
    elsewhere(
        "H16",
        "En PDF, der kan blive til et fysisk brev, har A4 i højformat på side 1.",
        "En PDF som kan bli ett fysiskt brev har stående A4 på sida 1.",
        "A PDF that may become a physical letter is A4 portrait on page one.",
    )
    .policy(),
    error(
        "H17",
        "Filer med makroer eller programmer og HTML med script afvises.",
        "Filer med makron eller program och HTML med skript avvisas.",
        "Files with macros or programs and HTML with script are refused.",
    )
    .policy()
    .judged_by(nothing_active),
];

fn letter_has_body(subject: &Subject<'_>, out: &mut Out<'_>) {
    if subject.is_letter() && subject.body().is_none() {
        out.at("/memo:Message", "a letter needs a MessageBody with its main document");
    }
}

fn file_is_not_empty(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (document, index, file) in subject.files() {
        let path = || document.file(index, "content");
        // What could not be decoded is H5.
        if file.content.is_empty() && !out.notes.has("H5", &path()) {
            out.at(path(), "the file is empty");
        }
    }
}

fn extension_is_allowed(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(allowed) = &subject.options.extensions else { return };
    for (document, index, file) in subject.files() {
        let found = extension(&file.filename);
        if !found.is_empty() && !allowed.contains(&found) {
            out.at(
                document.file(index, "filename"),
                "files of this type are not accepted; convert it, to PDF for example",
            );
        }
    }
}

fn is_forbidden(c: char) -> bool {
    matches!(
        c,
        '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' | '\n' | '\r' | '\u{A0}' | '\u{2000}'
            ..='\u{200A}' | '\u{2028}' | '\u{205F}' | '\u{2060}' | '\u{3000}'
    )
}

fn filename_characters(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (document, index, file) in subject.files() {
        let Some(found) = file.filename.chars().find(|c| is_forbidden(*c)) else { continue };
        let path = document.file(index, "filename");
        let text = format!(
            "the file name holds U+{:04X}, which is forbidden since 10 September 2025",
            u32::from(found)
        );
        if subject.after_september_2025() { out.at(path, text) } else { out.warn(path, text) }
    }
}

/// MIME types, extensions and first bytes that belong together.
const TYPES: [(&str, &[&str], &[u8]); 11] = [
    ("application/pdf", &["pdf"], b"%PDF-"),
    ("text/plain", &["txt"], b""),
    ("text/html", &["html", "htm"], b""),
    ("application/msword", &["doc"], b"\xD0\xCF\x11\xE0"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"], b"PK\x03\x04"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"], b"PK\x03\x04"),
    ("image/png", &["png"], b"\x89PNG"),
    ("image/jpeg", &["jpg", "jpeg"], b"\xFF\xD8\xFF"),
    ("image/gif", &["gif"], b"GIF8"),
    ("text/xml", &["xml"], b""),
    ("application/xml", &["xml"], b""),
];

fn type_agrees(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (document, index, file) in subject.files() {
        if let Some(why) = disagreement(file, subject.inspection(&document, index)) {
            out.at(document.inside("File", index), why);
        }
    }
}

fn disagreement(file: &File, inspection: Option<&Inspection>) -> Option<String> {
    let mime = file.encoding_format.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let extension = extension(&file.filename);
    let by_mime = TYPES.iter().find(|t| t.0 == mime);
    let by_extension = TYPES.iter().find(|t| t.1.contains(&extension.as_str()));
    if let Some((name, extensions, _)) = by_mime {
        if !extension.is_empty() && !extensions.contains(&extension.as_str()) {
            return Some(format!("{name} is named as another type"));
        }
    } else if let Some((name, _, _)) = by_extension {
        return Some(format!("the extension says {name}, encodingFormat something else"));
    }
    let magic = by_mime.or(by_extension).map_or(b"".as_slice(), |t| t.2);
    let head = inspection.map(|i| i.head.as_slice()).filter(|head| !head.is_empty())?;
    let shown = by_mime.or(by_extension).map_or("", |t| t.0);
    if !head.starts_with(magic) {
        return Some(format!("the content does not begin like {shown}"));
    }
    let hidden = TYPES.iter().find(|t| magic.is_empty() && !t.2.is_empty() && head.starts_with(t.2));
    hidden.filter(|_| !shown.is_empty()).map(|t| format!("the content begins like {}, not like {shown}", t.0))
}

fn filename_is_tidy(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (document, index, file) in subject.files() {
        if file.filename.is_empty() {
            continue;
        }
        if file.filename.trim() != file.filename {
            out.at(document.file(index, "filename"), "the file name begins or ends with a blank");
        } else if extension(&file.filename).is_empty() {
            out.at(
                document.file(index, "filename"),
                "the file name has no extension; the recipient may not be able to open it",
            );
        }
    }
}

fn renderings_differ(subject: &Subject<'_>, out: &mut Out<'_>) {
    for document in subject.documents().filter(|d| d.files.len() > 1) {
        let mut seen = HashSet::new();
        for (index, file) in document.files.iter().enumerate() {
            if !seen.insert((file.encoding_format.as_str(), file.language.as_str())) {
                let text = "a second file of the same format and language; different documents are attachments of their own";
                out.at(document.inside("File", index), text);
            }
        }
    }
}

fn technical_is_data(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (document, index, file) in subject.files() {
        let readable = ["application/pdf", "text/html", "text/plain", "application/msword", "image/"];
        let shown = readable.iter().any(|mime| file.encoding_format.to_ascii_lowercase().starts_with(mime));
        if document.kind == Kind::Technical && shown {
            out.at(
                document.inside("File", index),
                "a technical document is not shown to citizens; make it an attachment",
            );
        }
    }
}

/// Extensions of programs, scripts and documents made to hold macros.
const ACTIVE: [&str; 28] = [
    "exe", "com", "bat", "cmd", "msi", "scr", "pif", "cpl", "dll", "js", "jse", "vbs", "vbe", "wsf", "ps1",
    "jar", "hta", "lnk", "sh", "app", "docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppsm",
];

fn nothing_active(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (document, index, file) in subject.files() {
        let facts = subject.inspection(&document, index);
        let mime = file.encoding_format.to_ascii_lowercase();
        let program = |i: &Inspection| i.head.starts_with(b"MZ") || i.head.starts_with(b"\x7FELF");
        let why = if ACTIVE.contains(&extension(&file.filename).as_str()) {
            "programs and macro-enabled documents are refused"
        } else if mime.contains("macroenabled") || facts.is_some_and(|i| i.macros) {
            "the document holds macros; save it without them or as PDF"
        } else if facts.is_some_and(program) {
            "the file is a program"
        } else if facts.is_some_and(|i| i.html.iter().any(|problem| problem.kind == Html::Runs)) {
            "the HTML holds script, event handlers or frames; remove them or send a PDF"
        } else {
            continue;
        };
        out.at(document.inside("File", index), why);
    }
}
