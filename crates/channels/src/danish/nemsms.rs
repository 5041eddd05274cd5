//! From a letter of a NemSMS type to its MeMo: a header whose notification is the whole message (rules J1–J3).

use super::compose::{header, version};
use super::settings::MemoSender;
use crate::channel::{ComposeError, ComposeJob};
use catalogue::Code;
use memo::model::MessageHeader;
use memo::{Message, MessageType};

pub(super) fn message(job: &ComposeJob, sender: &MemoSender<'_>) -> Result<Message, ComposeError> {
    let given = job.letter.body.as_ref().map(|body| body.text.as_str());
    let text = given.or(job.letter_type.text.as_deref()).map(str::trim).filter(|text| !text.is_empty());
    let Some(text) = text else {
        return Err(ComposeError { code: Code::NemSmsEmpty, detail: "no text (J1)".to_owned() });
    };
    if !job.documents.is_empty() {
        let detail = "a NemSMS carries no documents (J3)".to_owned();
        return Err(ComposeError { code: Code::NemSmsWithDocuments, detail });
    }
    let header = MessageHeader {
        message_type: MessageType::NemSms,
        notification: Some(text.to_owned()),
        ..header(job, sender)?
    };
    Ok(Message { version: version(sender), header, ..Message::default() })
}
