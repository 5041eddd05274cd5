//! What must be mended before a letter can be sent: each fault at its field of the form.

use crate::pages::held::Held;
use crate::pages::words::Send;
use catalogue::{Code, Language};
use letter::Fault;
use std::borrow::Cow;
use std::collections::HashSet;

/// What must be mended, in the order of the form.
#[derive(Default)]
pub(super) struct Faults(pub(super) Vec<FieldFault>);

/// A fault in words.
pub(super) struct FieldFault {
    /// Id of the field; empty for the whole.
    pub(super) field: Cow<'static, str>,
    /// File that it is about.
    pub(super) file: Option<String>,
    pub(super) what: &'static str,
    pub(super) fix: &'static str,
}

impl Faults {
    /// Those of a field.
    pub(super) fn of(&self, field: &str) -> Vec<&FieldFault> {
        self.0.iter().filter(|fault| fault.field == field).collect()
    }

    /// Whether a field has any.
    pub(super) fn at(&self, field: &str) -> bool {
        self.0.iter().any(|fault| fault.field == field)
    }
}

/// Faults in the order of the form, each at its field.
pub(super) fn faults_of(errors: &[Fault], files: &[Held], lang: Language) -> Faults {
    const FIELDS: [(&str, &str); 16] = [
        ("/to", "to"),
        ("/type", "type"),
        ("/unit", "unit"),
        ("/subject", "subject"),
        ("/text", "text"),
        ("/documents", "files"),
        ("/files", "files"),
        ("/data", "data"),
        ("/reference", "reference"),
        ("/case_id", "case_id"),
        ("/recall_minutes", "recall"),
        ("/send_at", "send_at"),
        ("/expires_at", "expires_at"),
        ("/recipient/name", "name"),
        ("/recipient/address", "street"),
        ("", ""),
    ];
    let place =
        |fault: &Fault| FIELDS.iter().position(|(start, _)| fault.pointer.starts_with(start)).unwrap_or(0);
    let mut sorted: Vec<&Fault> = errors.iter().collect();
    sorted.sort_by_key(|fault| place(fault));
    let mut seen = HashSet::new();
    let faults =
        sorted.into_iter().filter(|fault| seen.insert((fault.code, fault.pointer.as_str()))).map(|fault| {
            let entry = fault.code.entry();
            FieldFault {
                field: match fault.pointer.strip_prefix("/data/") {
                    Some(name) => Cow::Owned(format!("data.{}", name.replace('/', "."))),
                    None => Cow::Borrowed(FIELDS.get(place(fault)).map_or("", |(_, field)| field)),
                },
                file: file_of(fault).and_then(|index| files.get(index)).map(|file| shown_name(&file.name)),
                what: entry.what.get(lang),
                fix: match fault.code {
                    // The catalogue speaks to systems here, which have no form.
                    Code::FieldMissing => Send::of(lang).fill_in,
                    _ => entry.fix.get(lang),
                },
            }
        });
    Faults(faults.collect())
}

/// Which file a fault is about.
fn file_of(fault: &Fault) -> Option<usize> {
    fault.pointer.strip_prefix("/files/")?.split('/').next()?.parse().ok()
}

/// A file name that holds a number is refused for that; it need not be shown again.
fn shown_name(name: &str) -> String {
    if party::find_personal_numbers(name) { "….pdf".to_owned() } else { name.to_owned() }
}

/// Files that were refused need not be taken out by hand.
pub(super) fn without_refused(files: Vec<Held>, errors: &[Fault]) -> Vec<Held> {
    let refused: HashSet<usize> = errors.iter().filter_map(file_of).collect();
    (0..).zip(files).filter(|(index, _)| !refused.contains(index)).map(|(_, file)| file).collect()
}
