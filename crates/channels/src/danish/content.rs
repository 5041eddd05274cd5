//! What a letter is about, and what an answer shall bring back.

use super::compose::some_text;
use super::settings::MemoSender;
use crate::channel::ComposeJob;
use letter::Kle;
use letter::markup::{Address as Place, ContentMarkup, Value};
use memo::DateTime;
use memo::model::{
    AdditionalContentData, AdditionalReplyData, Address, CaseId, ContactPoint, ContentData, CprData, CvrData,
    Education, FormData, KleData, MotorVehicle, PropertyNumber, ReplyData, UnstructuredAddress,
};

/// A resolved text.
pub(super) fn text(value: &Option<Value>) -> Option<String> {
    value.as_ref().map(Value::text).as_deref().and_then(some_text)
}

/// A resolved text that the core guarantees; the rules refuse an empty one.
pub(super) fn needed(value: &Option<Value>) -> String {
    text(value).unwrap_or_default()
}

/// A resolved moment.
pub(super) fn moment(value: &Option<Value>) -> Option<DateTime> {
    value.as_ref().and_then(Value::moment).map(|moment| DateTime::from(moment.at))
}

/// What the letter is about: case, subject, and what the type maps.
pub(super) fn content_data(job: &ComposeJob) -> Option<ContentData> {
    let markup = &job.markup.markup;
    let kle_data =
        job.letter_type.kle.as_ref().map(|Kle { subject_key, version, activity_facet, label }| KleData {
            subject_key: subject_key.clone(),
            version: version.clone(),
            activity_facet: activity_facet.clone(),
            label: label.clone(),
        });
    let case_id = case(job).map(|case_id| CaseId {
        case_id,
        case_system: text(&markup.case_system).unwrap_or_else(|| job.letter.source.clone()),
    });
    let mut data = markup.content.as_ref().map(mapped).unwrap_or_default();
    data.case_id = case_id;
    data.kle_data = kle_data;
    data.additional.extend(payments(job));
    (data != ContentData::default()).then_some(data)
}

/// The letter's case, or the field that the type takes it from.
fn case(job: &ComposeJob) -> Option<String> {
    text(&job.markup.markup.case).or_else(|| job.letter.case_id.as_deref().and_then(some_text))
}

fn mapped(content: &ContentMarkup<Value>) -> ContentData {
    ContentData {
        cpr_data: content
            .person
            .as_ref()
            .map(|person| CprData { cpr_number: needed(&person.id), name: text(&person.name) }),
        cvr_data: content
            .company
            .as_ref()
            .map(|company| CvrData { cvr_number: needed(&company.id), company_name: text(&company.name) }),
        motor_vehicle: content.vehicle.as_ref().map(|vehicle| MotorVehicle {
            license_number: needed(&vehicle.plate),
            chassis_number: text(&vehicle.chassis),
        }),
        property_number: text(&content.property).map(|property_number| PropertyNumber { property_number }),
        form_data: content.form.as_ref().map(|form| FormData {
            task_key: needed(&form.key),
            version: needed(&form.version),
            activity_facet: text(&form.facet),
            label: needed(&form.label),
        }),
        education: content.education.as_ref().map(|education| Education {
            education_code: needed(&education.code),
            education_name: text(&education.name),
        }),
        address: content.address.as_ref().map(address),
        unstructured_address: text(&content.place).map(|unstructured| UnstructuredAddress { unstructured }),
        additional: content
            .additional
            .iter()
            .map(|value| AdditionalContentData {
                content_data_type: text(&value.kind),
                content_data_name: needed(&value.name),
                content_data_value: needed(&value.value),
            })
            .collect(),
        ..ContentData::default()
    }
}

fn address(place: &Place<Value>) -> Address {
    Address {
        address_label: text(&place.street),
        house_number: text(&place.house_number),
        door: text(&place.door),
        floor: text(&place.floor),
        co: text(&place.co),
        zip_code: text(&place.postcode),
        city: text(&place.city),
        country: text(&place.country),
        ..Address::default()
    }
}

/// MeMo has no fields for an amount or a payment reference (model §5); they stand here, for those who read by machine.
fn payments(job: &ComposeJob) -> Vec<AdditionalContentData> {
    let value = |name: &str, value: String| AdditionalContentData {
        content_data_type: Some("Betaling".to_owned()),
        content_data_name: name.to_owned(),
        content_data_value: value,
    };
    let actions = job.markup.markup.actions.iter();
    actions
        .flat_map(|action| {
            let currency = action.currency.as_deref().unwrap_or("DKK");
            let amount = text(&action.amount).map(|amount| value("Beløb", format!("{amount} {currency}")));
            let reference = text(&action.reference).map(|text| value("Betalingsreference", text));
            amount.into_iter().chain(reference)
        })
        .collect()
}

/// What an answer shall bring back (G8).
pub(super) fn reply_data(
    job: &ComposeJob,
    sender: &MemoSender<'_>,
    contact_point: Option<&ContactPoint>,
) -> ReplyData {
    let markup = &job.markup.markup;
    let reply = markup.reply.clone().unwrap_or_default();
    let system = markup.attention.as_ref().and_then(|attention| text(&attention.system));
    ReplyData {
        message_id: Some(job.letter.id.to_string()),
        message_uuid: job.message_uuid.0.into(),
        sender_id: Some(sender.cvr.to_owned()),
        case_id: case(job),
        contact_point_id: contact_point.map(|point| point.contact_point_id.clone()),
        generating_system_id: text(&reply.system).or(system),
        comment: text(&reply.comment),
        additional: reply
            .additional
            .iter()
            .map(|pair| AdditionalReplyData { label: needed(&pair.label), value: needed(&pair.value) })
            .collect(),
        ..ReplyData::default()
    }
}
