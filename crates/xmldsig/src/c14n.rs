//! Canonical form of whole documents.

use crate::fault::XmlError;
use crate::limits::Limits;
use crate::render::Style;
use crate::walk::{Plan, WalkError, walk};

/// Which canonical form, always without comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Canonical XML 1.0, `http://www.w3.org/TR/2001/REC-xml-c14n-20010315`.
    Inclusive,
    /// Exclusive XML Canonicalization 1.0, `http://www.w3.org/2001/10/xml-exc-c14n#`, with an empty prefix list.
    Exclusive,
}

impl From<Form> for Style {
    fn from(form: Form) -> Self {
        match form {
            Form::Inclusive => Style::Inclusive,
            Form::Exclusive => Style::Exclusive,
        }
    }
}

/// The canonical octets of a whole document.
///
/// # Errors
/// The document is not well-formed, breaks a limit, or has a document type declaration (E19).
pub fn canonicalize(xml: &[u8], form: Form, limits: &Limits) -> Result<Vec<u8>, XmlError> {
    let mut out = Vec::with_capacity(xml.len() + xml.len() / 8);
    let plan = Plan { style: form.into(), cut_signature: false, root_only: false };
    match walk(xml, plan, limits, &mut out) {
        Ok(_) => Ok(out),
        Err(WalkError::Xml(error)) => Err(error),
        // Only a walk that cuts a signature reports these.
        Err(WalkError::SecondSignature | WalkError::SignatureNotLast) => Ok(out),
    }
}
