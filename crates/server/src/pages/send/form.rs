//! Reads the form: fields first, files behind them, the token before anything is believed.

use crate::gateway::Gateway;
use crate::pages::guard;
use crate::pages::held::Held;
use aws_lc_rs::digest::{Context, SHA256};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use catalogue::Code;
use letter::DATA_FIELDS_MAX;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Longest field, bytes: the text may have 500 000 characters.
const FIELD_MAX_BYTES: usize = 2 * 1024 * 1024;
/// Most parts: fields, kept files, new files.
const PARTS_MAX: usize = 200;

/// Which button was pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Intent {
    /// Ask for the recipient. Also what Enter does in a field.
    #[default]
    Check,
    /// Show the letter as its recipient will see it.
    Preview,
    /// Back from there.
    Edit,
    /// A file of the letter as it will be printed, from 0.
    Paper(usize),
    /// A file that is attached already moves up.
    Up(usize),
    /// Send the letter.
    Send,
}

impl Intent {
    /// Of a button's value; what is unknown asks.
    fn parse(value: &str) -> Intent {
        let number = |rest: &str| rest.parse().ok();
        match value.split_once('.') {
            None if value == "send" => Intent::Send,
            None if value == "preview" => Intent::Preview,
            None if value == "edit" => Intent::Edit,
            Some(("paper", rest)) => number(rest).map_or(Intent::Check, Intent::Paper),
            Some(("up", rest)) => number(rest).map_or(Intent::Check, Intent::Up),
            _ => Intent::Check,
        }
    }
}

/// The form as filled in. Holds a number, hence no `Debug`.
#[derive(Clone, Default)]
pub(super) struct Filled {
    /// Made with the form: two posts of the same form are one letter.
    pub(super) id: Uuid,
    pub(super) intent: Intent,
    /// Asked while typing: what is not there yet is no fault.
    pub(super) live: bool,
    pub(super) to: String,
    pub(super) kind: String,
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) reference: String,
    pub(super) case_id: String,
    pub(super) unit: String,
    /// Minutes; empty for what the letter type says.
    pub(super) recall: String,
    /// Local time in the sender's country, as `datetime-local` has it.
    pub(super) send_at: String,
    pub(super) expires_at: String,
    /// Business fields of the chosen type, by dotted name.
    pub(super) data: BTreeMap<String, String>,
    pub(super) name: String,
    pub(super) street: String,
    pub(super) postcode: String,
    pub(super) city: String,
    pub(super) protected: bool,
}

impl Filled {
    /// All fields but those of the type, by their names in the form.
    fn fields(&self) -> [(&'static str, &String); 14] {
        [
            ("to", &self.to),
            ("type", &self.kind),
            ("subject", &self.subject),
            ("text", &self.text),
            ("reference", &self.reference),
            ("case_id", &self.case_id),
            ("unit", &self.unit),
            ("recall", &self.recall),
            ("send_at", &self.send_at),
            ("expires_at", &self.expires_at),
            ("name", &self.name),
            ("street", &self.street),
            ("postcode", &self.postcode),
            ("city", &self.city),
        ]
    }

    /// Whether something is filled in that is otherwise folded away.
    pub(super) fn has_more(&self) -> bool {
        const IN_SIGHT: [&str; 5] = ["to", "type", "subject", "text", "unit"];
        let folded = |(name, value): &(&str, &String)| !IN_SIGHT.contains(name) && !value.trim().is_empty();
        self.fields().iter().any(folded)
    }

    /// The form as hidden fields.
    pub(super) fn hidden(&self) -> Vec<(String, String)> {
        let given = |value: &String| !value.trim().is_empty();
        let own = self.fields().into_iter().filter(|(_, value)| given(value));
        let data = self.data.iter().filter(|(_, value)| given(value));
        let protected = self.protected.then(|| ("protected".to_owned(), "1".to_owned()));
        own.map(|(name, value)| (name.to_owned(), value.clone()))
            .chain(data.map(|(name, value)| (format!("data.{name}"), value.clone())))
            .chain(protected)
            .collect()
    }

    /// What makes two posts of this form the same.
    pub(super) fn fingerprint(&self, files: &[Held]) -> [u8; 32] {
        let mut context = Context::new(&SHA256);
        let mut add = |bytes: &[u8]| {
            context.update(&(bytes.len() as u64).to_be_bytes());
            context.update(bytes);
        };
        for (_, field) in self.fields() {
            add(field.trim().as_bytes());
        }
        // A field that was left empty counts as one that was not there: the preview carries only what was filled in.
        for (name, value) in self.data.iter().filter(|(_, value)| !value.trim().is_empty()) {
            add(name.as_bytes());
            add(value.trim().as_bytes());
        }
        add(&[u8::from(self.protected)]);
        for file in files {
            add(file.name.as_bytes());
            add(file.digest.0.as_bytes());
        }
        let mut fingerprint = [0; 32];
        fingerprint.copy_from_slice(context.finish().as_ref());
        fingerprint
    }

    fn set(&mut self, name: &str, value: String) {
        match name {
            "form" => self.id = value.parse().unwrap_or_else(|_| Uuid::new_v4()),
            "do" => self.intent = Intent::parse(&value),
            "live" => self.live = true,
            "to" => self.to = value,
            "type" => self.kind = value,
            "subject" => self.subject = value,
            "text" => self.text = value,
            "reference" => self.reference = value,
            "case_id" => self.case_id = value,
            "unit" => self.unit = value,
            "recall" => self.recall = value,
            "send_at" => self.send_at = value,
            "expires_at" => self.expires_at = value,
            "name" => self.name = value,
            "street" => self.street = value,
            "postcode" => self.postcode = value,
            "city" => self.city = value,
            "protected" => self.protected = true,
            name => {
                if let Some(field) = name.strip_prefix("data.").filter(|_| self.data.len() < DATA_FIELDS_MAX)
                {
                    self.data.insert(field.to_owned(), value);
                }
            }
        }
    }
}

/// The form and its files.
pub(super) struct Handed {
    pub(super) filled: Filled,
    /// Files attached earlier that stay, by digest.
    pub(super) keep: Vec<String>,
    /// Files that came along now.
    pub(super) files: Vec<Held>,
    /// Why the rest could not be read: too large, too many.
    pub(super) broken: Option<Code>,
}

/// A form that is not even looked at.
pub(super) enum ReadError {
    /// Without our token, or no form.
    NotOurs,
    /// Too many large uploads at the same time, and the wait was given up.
    Busy,
}

/// Reads the form. Its token comes first; without it nothing else is read.
pub(super) async fn read(gateway: &Gateway, request: Request, csrf: &str) -> Result<Handed, ReadError> {
    let length =
        request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let large = length.is_none_or(|length: usize| length > gateway.config.limits.large_bytes);
    let _place = match large {
        true => Some(gateway.large_bodies.acquire().await.map_err(|_| ReadError::Busy)?),
        false => None,
    };
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| ReadError::NotOurs)?;
    let token = match form.next_field().await {
        Ok(Some(field)) if field.name() == Some("csrf") => text(field).await.unwrap_or_default(),
        _ => return Err(ReadError::NotOurs),
    };
    if !guard::same(csrf, &token) {
        return Err(ReadError::NotOurs);
    }
    let mut handed = Handed { filled: Filled::default(), keep: Vec::new(), files: Vec::new(), broken: None };
    handed.filled.id = Uuid::new_v4();
    if let Err(code) = fields(&mut form, &mut handed, gateway.config.limits.documents).await {
        handed.broken = Some(code);
    }
    Ok(handed)
}

async fn fields(form: &mut Multipart, handed: &mut Handed, most_files: usize) -> Result<(), Code> {
    for _ in 0..PARTS_MAX {
        let Some(field) = form.next_field().await.map_err(|error| code_of(&error))? else { return Ok(()) };
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(base_name) {
            // A file field that was left empty comes as a file without name and content.
            Some(file) => {
                let bytes = field.bytes().await.map_err(|error| code_of(&error))?;
                if file.is_empty() && bytes.is_empty() {
                    continue;
                }
                if handed.files.len() >= most_files {
                    return Err(Code::DocumentsTooMany);
                }
                handed.files.push(Held::new(file, bytes));
            }
            None if name == "keep" => handed.keep.push(text(field).await?),
            None => handed.filled.set(&name, text(field).await?),
        }
    }
    Err(Code::MultipartMalformed)
}

async fn text(mut field: Field<'_>) -> Result<String, Code> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| code_of(&error))? {
        if bytes.len() + chunk.len() > FIELD_MAX_BYTES {
            return Err(Code::TextTooLong);
        }
        bytes.extend_from_slice(&chunk);
    }
    // Browsers write line ends as CR LF; the letter and the next form want plain ones.
    Ok(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))
}

fn code_of(error: &MultipartError) -> Code {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Code::BodyTooLarge
    } else {
        Code::MultipartMalformed
    }
}

/// Old browsers send a path.
fn base_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_content_has_the_same_fingerprint_and_another_has_not() {
        let filled = Filled { to: "1".to_owned(), kind: "2".to_owned(), ..Filled::default() };
        let moved = Filled { to: "12".to_owned(), kind: String::new(), ..Filled::default() };
        let file = Held::new("a.pdf".to_owned(), "x".into());
        assert_eq!(filled.fingerprint(&[]), filled.clone().fingerprint(&[]));
        assert_ne!(filled.fingerprint(&[]), moved.fingerprint(&[]));
        assert_ne!(filled.fingerprint(&[]), filled.fingerprint(&[file]));
    }

    #[test]
    fn paths_are_cut_off() {
        assert_eq!(base_name(r"C:\Users\x\brev.pdf"), "brev.pdf");
        assert_eq!(base_name("brev.pdf"), "brev.pdf");
    }
}
