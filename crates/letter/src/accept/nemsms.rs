//! What a NemSMS must be before it is accepted (rules J1–J6).

use super::{Fault, Submission};
use crate::{Body, BodyKind};
use catalogue::Code;
use party::Country;

/// Longest text of a NemSMS, characters (J2).
const TEXT_MAX_CHARS: usize = 150;

/// Judges the text, and refuses what does not travel by SMS.
pub(super) fn judge(submission: &Submission, body: Option<&Body>, faults: &mut Vec<Fault>) {
    let pointer = if submission.text.is_some() { "/text" } else { "/type" };
    match body {
        Some(Body { kind: BodyKind::Html, .. }) => {
            let detail = "a NemSMS is plain text";
            faults.push(Fault::new(Code::BodyTypeRefused, "/html", detail));
        }
        Some(Body { kind: BodyKind::Plain, text }) => {
            let length = text.chars().count();
            if length > TEXT_MAX_CHARS {
                let detail = format!("{length} characters, at most {TEXT_MAX_CHARS} (J2)");
                faults.push(Fault::new(Code::NemSmsTooLong, pointer, detail));
            }
            // Phones show it on the locked screen (J6).
            super::rules::no_personal_number(text, &[Country::Dk, Country::Se], pointer, faults);
        }
        None => {
            let detail = "a NemSMS is its text (J1)";
            faults.push(Fault::new(Code::NemSmsEmpty, "/text", detail));
        }
    }
    if !submission.documents.is_empty() {
        faults.push(no_documents());
    }
}

/// The fault of a NemSMS that was handed in with files (J3).
pub fn no_documents() -> Fault {
    Fault::new(Code::NemSmsWithDocuments, "/documents", "leave the files out, or use a type for letters (J3)")
}
