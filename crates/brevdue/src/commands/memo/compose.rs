//! From a description to a message.

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use memo::model::{
    Action, AdditionalContentData, AdditionalDocument, AdditionalReplyData, AttentionData, AttentionPerson,
    CaseId, ContactPoint, ContentData, ContentResponsible, CprData, CvrData, Education, EntryPoint, File,
    FormData, GeneratingSystem, KleData, MainDocument, Message, MessageBody, MessageHeader, MotorVehicle,
    ProductionUnit, PropertyNumber, Recipient, ReplyData, Representative, Reservation, Sender,
    TechnicalDocument, UnstructuredAddress,
};
use memo::{DateTime, MessageType, Uuid, Version};

use super::answer::number;
use super::description::{self as described, Description, Kind, VersionName};
use super::document;
use super::store::Store;
use crate::exit::Failure;

/// The message that is described; documents are sought from `folder` and taken into `store`.
pub(super) fn message(letter: Description, folder: &Path, store: &mut Store) -> Result<Message, Failure> {
    let version = match letter.version {
        VersionName::V1_1 => Version::V1_1,
        VersionName::V1_2 => Version::V1_2,
    };
    let own = letter.uuid.clone().map_or_else(|| Uuid::from(uuid::Uuid::new_v4()), Uuid::from_text);
    let body = if letter.kind == Kind::Letter { body(&letter, folder, store)? } else { textless(&letter)? };
    let header = header(letter, own)?;
    let message = Message { version, memo_sch_version: None, header, body };
    // What 1.1 demands is supplied; nothing can be lost that the rules would not name.
    Ok(match version {
        Version::V1_1 => Message { memo_sch_version: Some("1.1.0".to_owned()), ..message },
        Version::V1_2 => message,
    })
}

fn header(letter: Description, own: Uuid) -> Result<MessageHeader, Failure> {
    let message_type = match letter.kind {
        Kind::Letter => MessageType::DigitalPost,
        Kind::NemSms => MessageType::NemSms,
    };
    Ok(MessageHeader {
        message_type,
        message_uuid: own.clone(),
        message_id: letter.message_id,
        message_code: letter.message_code,
        label: letter.label,
        notification: letter.notification,
        additional_notification: letter.additional_notification,
        reply: letter.reply,
        reply_by_date_time: deadline(letter.reply_by.as_deref(), "reply_by")?,
        do_not_deliver_until_date: letter.not_before.map(memo::Date::from_text),
        mandatory: letter.mandatory,
        legal_notification: letter.legal_notification,
        post_type: letter.post_type,
        sender: sender(letter.sender)?,
        recipient: recipient(letter.recipient)?,
        content_data: letter.content.map(content).transpose()?,
        forward_data: None,
        reply_data: letter.reply_data.into_iter().map(|data| reply_data(data, &own)).collect(),
    })
}

fn sender(sender: described::Sender) -> Result<Sender, Failure> {
    let (sender_id, id_type) = number(&sender.id, "sender.id")?;
    let representative = match sender.representative {
        Some(described::Representative { id, name }) => {
            let (representative_id, id_type) = number(&id, "sender.representative.id")?;
            Some(Representative { representative_id, id_type, label: name })
        }
        None => None,
    };
    let attention = AttentionData {
        attention_person: person(sender.person),
        content_responsible: unit(sender.unit_id, sender.unit),
        generating_system: sender
            .system
            .map(|id| GeneratingSystem { generating_system_id: id, ..GeneratingSystem::default() }),
        ..AttentionData::default()
    };
    Ok(Sender {
        sender_id,
        id_type,
        label: sender.name,
        attention_data: some(attention),
        contact_point: sender.contact_point.map(contact_point),
        representative,
        ..Sender::default()
    })
}

fn recipient(recipient: described::Recipient) -> Result<Recipient, Failure> {
    let (recipient_id, id_type) = number(&recipient.id, "recipient.id")?;
    let attention = AttentionData {
        attention_person: person(recipient.person),
        production_unit: recipient
            .production_unit
            .map(|id| ProductionUnit { production_unit_number: id, ..ProductionUnit::default() }),
        content_responsible: unit(None, recipient.unit),
        ..AttentionData::default()
    };
    Ok(Recipient {
        recipient_id,
        id_type,
        label: recipient.name,
        attention_data: some(attention),
        contact_point: recipient.contact_point.map(contact_point),
        ..Recipient::default()
    })
}

fn some(attention: AttentionData) -> Option<AttentionData> {
    (attention != AttentionData::default()).then_some(attention)
}

fn person(label: Option<String>) -> Option<AttentionPerson> {
    label.map(|label| AttentionPerson { label: Some(label), ..AttentionPerson::default() })
}

fn unit(id: Option<String>, label: Option<String>) -> Option<ContentResponsible> {
    (id.is_some() || label.is_some()).then_some(ContentResponsible { content_responsible_id: id, label })
}

fn contact_point(point: described::ContactPoint) -> ContactPoint {
    ContactPoint {
        contact_point_id: point.id,
        contact_group: point.group,
        label: point.label,
        ..ContactPoint::default()
    }
}

fn content(content: described::Content) -> Result<ContentData, Failure> {
    let cpr_data = match content.person {
        Some(person) => {
            Some(CprData { cpr_number: number(&person.id, "content.person.id")?.0, name: person.name })
        }
        None => None,
    };
    let cvr_data = match content.company {
        Some(company) => Some(CvrData {
            cvr_number: number(&company.id, "content.company.id")?.0,
            company_name: company.name,
        }),
        None => None,
    };
    Ok(ContentData {
        cpr_data,
        cvr_data,
        motor_vehicle: content
            .vehicle
            .map(|vehicle| MotorVehicle { license_number: vehicle.plate, chassis_number: vehicle.chassis }),
        property_number: content.property.map(|property_number| PropertyNumber { property_number }),
        case_id: content.case.map(|case| CaseId { case_id: case.id, case_system: case.system }),
        kle_data: content.kle.map(|kle| KleData {
            subject_key: kle.key,
            version: kle.version,
            activity_facet: kle.facet,
            label: kle.label,
        }),
        form_data: content.form.map(|form| FormData {
            task_key: form.key,
            version: form.version,
            activity_facet: form.facet,
            label: form.label,
        }),
        production_unit: content
            .production_unit
            .map(|unit| ProductionUnit { production_unit_number: unit.id, production_unit_name: unit.name }),
        education: content
            .education
            .map(|education| Education { education_code: education.id, education_name: education.name }),
        address: None,
        unstructured_address: content.address.map(|unstructured| UnstructuredAddress { unstructured }),
        additional: content
            .additional
            .into_iter()
            .map(|value| AdditionalContentData {
                content_data_type: value.kind,
                content_data_name: value.name,
                content_data_value: value.value,
            })
            .collect(),
    })
}

fn reply_data(data: described::ReplyData, own: &Uuid) -> ReplyData {
    let additional = data.additional.into_iter();
    ReplyData {
        message_id: data.message_id,
        message_uuid: data.message_uuid.map_or_else(|| own.clone(), Uuid::from_text),
        reply_uuid: data.reply_uuid.map(Uuid::from_text),
        case_id: data.case_id,
        contact_point_id: data.contact_point,
        generating_system_id: data.system,
        comment: data.comment,
        additional: additional
            .map(|described::ReplyValue { label, value }| AdditionalReplyData { label, value })
            .collect(),
        ..ReplyData::default()
    }
}

/// A text message has no documents, so none may be described.
fn textless(letter: &Description) -> Result<Option<MessageBody>, Failure> {
    let documents = letter.document.iter().chain(&letter.attachments).chain(&letter.technical);
    if documents.count() > 0 || !letter.actions.is_empty() {
        return Err(Failure::new("a NemSMS has neither documents nor actions")
            .fix("Leave them out, or describe a letter."));
    }
    Ok(None)
}

fn body(letter: &Description, folder: &Path, store: &mut Store) -> Result<Option<MessageBody>, Failure> {
    let Some(main) = &letter.document else {
        return Err(
            Failure::new("the letter has no [document]").fix("Name its files: files = [\"letter.pdf\"]")
        );
    };
    let mut files = |document: &described::Document| -> Result<Vec<File>, Failure> {
        let language = document.language.as_ref().unwrap_or(&letter.language);
        document.files.iter().map(|path| document::read(&folder.join(path), language, store)).collect()
    };
    let mut additional_documents = Vec::new();
    for document in &letter.attachments {
        let (id, label) = (document.id.clone(), document.title.clone());
        additional_documents.push(AdditionalDocument {
            id,
            label,
            files: files(document)?,
            actions: Vec::new(),
        });
    }
    let mut technical_documents = Vec::new();
    for document in &letter.technical {
        let (id, label) = (document.id.clone(), document.title.clone());
        technical_documents.push(TechnicalDocument { id, label, files: files(document)? });
    }
    let created = match &letter.created {
        Some(text) => moment(text, "created", Time::midnight())?,
        None => DateTime::from(Timestamp::now()),
    };
    Ok(Some(MessageBody {
        created_date_time: created,
        main_document: MainDocument {
            id: main.id.clone(),
            label: main.title.clone(),
            files: files(main)?,
            actions: letter.actions.iter().map(action).collect::<Result<_, _>>()?,
        },
        additional_documents,
        technical_documents,
    }))
}

fn action(action: &described::Action) -> Result<Action, Failure> {
    let reservation = match &action.appointment {
        Some(appointment) => Some(Reservation {
            description: appointment.about.clone(),
            reservation_uuid: appointment
                .uuid
                .clone()
                .map_or_else(|| Uuid::from(uuid::Uuid::new_v4()), Uuid::from_text),
            abstract_text: appointment.text.clone(),
            location: appointment.place.clone(),
            start_date_time: moment(&appointment.from, "appointment.from", Time::midnight())?,
            end_date_time: moment(&appointment.until, "appointment.until", LAST)?,
            organizer_mail: appointment.organizer_mail.clone(),
            organizer_name: appointment.organizer.clone(),
        }),
        None => None,
    };
    let from = action.from.as_deref().map(|text| moment(text, "actions.from", Time::midnight()));
    Ok(Action {
        label: action.label.clone(),
        action_code: action.code.clone(),
        start_date_time: from.transpose()?,
        end_date_time: deadline(action.until.as_deref(), "actions.until")?,
        reservation,
        entry_point: action.url.clone().map(|url| EntryPoint { url }),
    })
}

/// The last second of a day.
const LAST: Time = Time::constant(23, 59, 59, 0);

fn deadline(text: Option<&str>, place: &str) -> Result<Option<DateTime>, Failure> {
    text.map(|text| moment(text, place, LAST)).transpose()
}

/// A moment with its zone, or a Danish time or day without: of a day, `time` is meant.
fn moment(text: &str, place: &str, time: Time) -> Result<DateTime, Failure> {
    let refused = || {
        Failure::new(format!("{place}: not a time"))
            .fix("Write 2026-12-01, 2026-12-01T12:00 (Danish time) or 2026-12-01T11:00:00Z.")
    };
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(DateTime::from(moment));
    }
    let local = match text.parse::<Date>() {
        Ok(day) if text.len() == 10 => day.to_datetime(time),
        _ => text.parse::<jiff::civil::DateTime>().map_err(|_| refused())?,
    };
    let denmark = TimeZone::get("Europe/Copenhagen").map_err(|error| Failure::new(error.to_string()))?;
    let zoned = local.to_zoned(denmark).map_err(|_| refused())?;
    Ok(DateTime::from(zoned.timestamp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_danish_and_deadlines_their_last_second() {
        for (text, expected) in [
            ("2026-12-01", "2026-12-01T22:59:59Z"),
            ("2026-07-01", "2026-07-01T21:59:59Z"),
            ("2026-07-01T12:00", "2026-07-01T10:00:00Z"),
            ("2026-07-01T12:00:00+02:00", "2026-07-01T10:00:00Z"),
            ("2026-07-01T12:00:00.5Z", "2026-07-01T12:00:00Z"),
        ] {
            assert_eq!(moment(text, "x", LAST).unwrap().as_str(), expected);
        }
        for wrong in ["", "1. december", "2026-13-01", "12:00", "2026-12-01T25:00"] {
            assert!(moment(wrong, "x", LAST).is_err(), "{wrong}");
        }
    }
}
