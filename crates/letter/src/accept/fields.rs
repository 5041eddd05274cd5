//! Reads a submission out of JSON and reports every field that is unknown or of the wrong kind.

use super::{Fault, Submission, SubmittedDocument};
use crate::{Agreement, Contact, Data, NoticeTo};
use catalogue::Code;
use jiff::Timestamp;
use party::PostalAddress;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Fields of a letter.
const LETTER: &[&str] = &[
    "type",
    "to",
    "subject",
    "text",
    "html",
    "reference",
    "case_id",
    "unit",
    "recipient",
    "contact",
    "language",
    "languages",
    "data",
    "agreements",
    "notice",
    "send_at",
    "expires_at",
    "ttl_hours",
    "recall_minutes",
    "documents",
];
const RECIPIENT: &[&str] = &["name", "address", "protected"];
const ADDRESS: &[&str] = &["name", "lines", "postcode", "city", "country_code"];
const CONTACT: &[&str] = &["text", "url", "phone", "email"];
const NOTICE: &[&str] = &["email", "phone"];
const DOCUMENT: &[&str] = &["name", "content"];

impl Submission {
    /// Reads a letter's JSON.
    ///
    /// # Errors
    /// Every unknown field and every value of the wrong kind, each with its pointer.
    pub fn from_json(value: &Value) -> Result<Submission, Vec<Fault>> {
        let mut reader = Reader { faults: Vec::new() };
        let mut submission = Submission::default();
        if let Some(object) = reader.object(value, "", LETTER) {
            submission.letter_type = reader.text(object, "", "type");
            submission.to = reader.text(object, "", "to");
            submission.subject = reader.text(object, "", "subject");
            submission.text = reader.text(object, "", "text");
            submission.html = reader.text(object, "", "html");
            submission.reference = reader.text(object, "", "reference");
            submission.case_id = reader.text(object, "", "case_id");
            submission.unit = reader.text(object, "", "unit");
            reader.recipient(object, &mut submission);
            submission.contact = reader.contact(object);
            submission.language = reader.text(object, "", "language");
            submission.languages = reader.languages(object);
            submission.data = reader.data(object);
            submission.agreements = reader.agreements(object);
            submission.notice = reader.notice(object);
            submission.send_at = reader.moment(object, "send_at");
            submission.expires_at = reader.moment(object, "expires_at");
            submission.ttl_hours = reader.number(object, "ttl_hours");
            submission.recall_minutes = reader.number(object, "recall_minutes");
            submission.documents = reader.documents(object);
        }
        if reader.faults.is_empty() { Ok(submission) } else { Err(reader.faults) }
    }
}

struct Reader {
    faults: Vec<Fault>,
}

impl Reader {
    fn wrong_kind(&mut self, pointer: String, wanted: &str) {
        self.faults.push(Fault::new(Code::FieldInvalid, pointer, format!("must be {wanted}")));
    }

    fn object<'a>(&mut self, value: &'a Value, at: &str, known: &[&str]) -> Option<&'a Map<String, Value>> {
        let Some(object) = value.as_object() else {
            self.wrong_kind(at.to_owned(), "an object");
            return None;
        };
        for name in object.keys().filter(|name| !known.contains(&name.as_str())).take(20) {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
            // A field name that is a person's number must not come back in the answer.
            let shown = if party::find_personal_numbers(&shown) { "…".to_owned() } else { shown };
            let pointer = format!("{at}/{}", shown.replace('~', "~0").replace('/', "~1"));
            self.faults.push(Fault::new(
                Code::FieldUnknown,
                pointer,
                format!("known fields: {}", known.join(", ")),
            ));
        }
        Some(object)
    }

    fn text(&mut self, object: &Map<String, Value>, at: &str, name: &str) -> Option<String> {
        match object.get(name) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.clone()),
            Some(_) => {
                self.wrong_kind(format!("{at}/{name}"), "a string");
                None
            }
        }
    }

    fn moment(&mut self, object: &Map<String, Value>, name: &str) -> Option<Timestamp> {
        let value = object.get(name).filter(|value| !value.is_null())?;
        let moment = value.as_str().and_then(|text| text.parse().ok());
        if moment.is_none() {
            self.wrong_kind(format!("/{name}"), "a time with its offset, such as 2026-01-15T08:00:00+01:00");
        }
        moment
    }

    fn number(&mut self, object: &Map<String, Value>, name: &str) -> Option<u32> {
        let value = object.get(name).filter(|value| !value.is_null())?;
        let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
        if number.is_none() {
            self.wrong_kind(format!("/{name}"), "a whole number");
        }
        number
    }

    fn recipient(&mut self, object: &Map<String, Value>, submission: &mut Submission) {
        let Some(value) = object.get("recipient").filter(|value| !value.is_null()) else { return };
        let Some(recipient) = self.object(value, "/recipient", RECIPIENT) else { return };
        submission.recipient_name = self.text(recipient, "/recipient", "name");
        match recipient.get("protected") {
            None | Some(Value::Null) => {}
            Some(Value::Bool(protected)) => submission.protected = *protected,
            Some(_) => self.wrong_kind("/recipient/protected".to_owned(), "true or false"),
        }
        let Some(value) = recipient.get("address").filter(|value| !value.is_null()) else { return };
        let at = "/recipient/address";
        let Some(address) = self.object(value, at, ADDRESS) else { return };
        let lines = match address.get("lines") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(lines)) if lines.iter().all(Value::is_string) => {
                lines.iter().filter_map(|line| line.as_str().map(str::to_owned)).collect()
            }
            Some(_) => {
                self.wrong_kind(format!("{at}/lines"), "a list of strings");
                Vec::new()
            }
        };
        let name = self.text(address, at, "name").or_else(|| submission.recipient_name.clone());
        submission.address = Some(PostalAddress {
            name: name.unwrap_or_default(),
            lines,
            postcode: self.text(address, at, "postcode").unwrap_or_default(),
            city: self.text(address, at, "city").unwrap_or_default(),
            country_code: self.text(address, at, "country_code").unwrap_or_default(),
        });
    }

    fn contact(&mut self, object: &Map<String, Value>) -> Option<Contact> {
        let value = object.get("contact").filter(|value| !value.is_null())?;
        let contact = self.object(value, "/contact", CONTACT)?;
        Some(Contact {
            text: self.text(contact, "/contact", "text").unwrap_or_default(),
            url: self.text(contact, "/contact", "url"),
            phone: self.text(contact, "/contact", "phone"),
            email: self.text(contact, "/contact", "email"),
        })
    }

    /// File names may be anything; a fault names the place, not the file.
    fn languages(&mut self, object: &Map<String, Value>) -> BTreeMap<String, String> {
        let Some(value) = object.get("languages").filter(|value| !value.is_null()) else {
            return BTreeMap::new();
        };
        let texts = value.as_object().map(|object| {
            object
                .iter()
                .map(|(name, value)| Some((name.trim().to_owned(), value.as_str()?.to_owned())))
                .collect()
        });
        texts.flatten().unwrap_or_else(|| {
            self.wrong_kind("/languages".to_owned(), "an object of file names and languages");
            BTreeMap::new()
        })
    }

    fn data(&mut self, object: &Map<String, Value>) -> Data {
        let Some(value) = object.get("data").filter(|value| !value.is_null()) else { return Data::default() };
        Data::from_json(value).unwrap_or_else(|mut faults| {
            self.faults.append(&mut faults);
            Data::default()
        })
    }

    fn agreements(&mut self, object: &Map<String, Value>) -> Vec<Agreement> {
        let known = || Agreement::ALL.map(Agreement::as_str).join(", ");
        let Some(value) = object.get("agreements").filter(|value| !value.is_null()) else {
            return Vec::new();
        };
        let found = value.as_array().map(|list| {
            list.iter().map(|item| item.as_str().and_then(Agreement::parse)).collect::<Option<Vec<_>>>()
        });
        if let Some(Some(mut agreements)) = found {
            agreements.sort_unstable();
            agreements.dedup();
            return agreements;
        }
        self.wrong_kind("/agreements".to_owned(), &format!("a list of: {}", known()));
        Vec::new()
    }

    fn notice(&mut self, object: &Map<String, Value>) -> Option<NoticeTo> {
        let value = object.get("notice").filter(|value| !value.is_null())?;
        let notice = self.object(value, "/notice", NOTICE)?;
        Some(NoticeTo {
            email: self.text(notice, "/notice", "email"),
            phone: self.text(notice, "/notice", "phone"),
        })
    }

    fn documents(&mut self, object: &Map<String, Value>) -> Vec<SubmittedDocument> {
        let Some(value) = object.get("documents").filter(|value| !value.is_null()) else { return Vec::new() };
        let Some(list) = value.as_array() else {
            self.wrong_kind("/documents".to_owned(), "a list");
            return Vec::new();
        };
        let mut documents = Vec::new();
        for (index, value) in list.iter().enumerate() {
            let at = format!("/documents/{index}");
            let Some(document) = self.object(value, &at, DOCUMENT) else { continue };
            let name = self.text(document, &at, "name");
            let content = self.text(document, &at, "content");
            for (field, given) in [("name", &name), ("content", &content)] {
                if given.is_none() && document.get(field).is_none_or(Value::is_null) {
                    let pointer = format!("{at}/{field}");
                    self.faults.push(Fault::new(
                        Code::FieldMissing,
                        pointer,
                        "each document has a name and a content",
                    ));
                }
            }
            documents.push(SubmittedDocument {
                name: name.unwrap_or_default(),
                content_base64: content.unwrap_or_default(),
            });
        }
        documents
    }
}
