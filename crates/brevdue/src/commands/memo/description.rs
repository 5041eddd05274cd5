//! The description of a letter that `memo new` takes: what users write, before it is a message.

use std::path::PathBuf;

use serde::Deserialize;

/// A letter or text message.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Description {
    #[serde(default)]
    pub(super) version: VersionName,
    #[serde(default, rename = "type")]
    pub(super) kind: Kind,
    pub(super) uuid: Option<String>,
    pub(super) message_id: Option<String>,
    pub(super) message_code: Option<String>,
    pub(super) label: String,
    pub(super) notification: Option<String>,
    pub(super) additional_notification: Option<String>,
    pub(super) post_type: Option<String>,
    pub(super) reply: Option<bool>,
    pub(super) reply_by: Option<String>,
    pub(super) not_before: Option<String>,
    pub(super) mandatory: Option<bool>,
    pub(super) legal_notification: Option<bool>,
    pub(super) created: Option<String>,
    #[serde(default = "danish")]
    pub(super) language: String,
    pub(super) sender: Sender,
    pub(super) recipient: Recipient,
    pub(super) content: Option<Content>,
    #[serde(default)]
    pub(super) reply_data: Vec<ReplyData>,
    pub(super) document: Option<Document>,
    #[serde(default)]
    pub(super) attachments: Vec<Document>,
    #[serde(default)]
    pub(super) technical: Vec<Document>,
    #[serde(default)]
    pub(super) actions: Vec<Action>,
}

fn danish() -> String {
    "da".to_owned()
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(super) enum VersionName {
    #[serde(rename = "1.1")]
    V1_1,
    #[default]
    #[serde(rename = "1.2")]
    V1_2,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    #[default]
    Letter,
    NemSms,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sender {
    pub(super) id: String,
    pub(super) name: String,
    /// The unit that answers for the content.
    pub(super) unit: Option<String>,
    pub(super) unit_id: Option<String>,
    pub(super) person: Option<String>,
    pub(super) system: Option<String>,
    pub(super) contact_point: Option<ContactPoint>,
    pub(super) representative: Option<Representative>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recipient {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) person: Option<String>,
    pub(super) production_unit: Option<String>,
    pub(super) contact_point: Option<ContactPoint>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContactPoint {
    pub(super) id: String,
    pub(super) group: Option<String>,
    pub(super) label: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Representative {
    pub(super) id: String,
    pub(super) name: String,
}

/// What the letter is about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Content {
    pub(super) person: Option<Named>,
    pub(super) company: Option<Named>,
    pub(super) vehicle: Option<Vehicle>,
    pub(super) property: Option<String>,
    pub(super) case: Option<Case>,
    pub(super) kle: Option<Subject>,
    pub(super) form: Option<Subject>,
    pub(super) production_unit: Option<Named>,
    pub(super) education: Option<Named>,
    pub(super) address: Option<String>,
    #[serde(default)]
    pub(super) additional: Vec<Additional>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vehicle {
    pub(super) plate: String,
    pub(super) chassis: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    pub(super) id: String,
    pub(super) system: String,
}

/// A subject of KLE or a task of FORM.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Subject {
    pub(super) key: String,
    pub(super) version: String,
    pub(super) facet: Option<String>,
    pub(super) label: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Additional {
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReplyData {
    /// The message it is about; this one if not given.
    pub(super) message_uuid: Option<String>,
    pub(super) message_id: Option<String>,
    pub(super) reply_uuid: Option<String>,
    pub(super) case_id: Option<String>,
    pub(super) contact_point: Option<String>,
    pub(super) system: Option<String>,
    pub(super) comment: Option<String>,
    #[serde(default)]
    pub(super) additional: Vec<ReplyValue>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReplyValue {
    pub(super) label: String,
    pub(super) value: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    pub(super) title: Option<String>,
    pub(super) id: Option<String>,
    /// The same text, in one or several formats; paths from the folder of the description.
    pub(super) files: Vec<PathBuf>,
    pub(super) language: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Action {
    pub(super) code: String,
    pub(super) label: String,
    pub(super) url: Option<String>,
    pub(super) from: Option<String>,
    /// The deadline.
    pub(super) until: Option<String>,
    pub(super) appointment: Option<Appointment>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Appointment {
    /// Identity, kept when it is moved; made up if not given.
    pub(super) uuid: Option<String>,
    pub(super) about: String,
    pub(super) text: String,
    pub(super) place: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) organizer: Option<String>,
    pub(super) organizer_mail: Option<String>,
}
