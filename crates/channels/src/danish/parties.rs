//! Who writes, whom to write back to, and who is meant inside the recipient's organisation.

use super::compose::some_text;
use super::content::{needed, text};
use super::settings::MemoSender;
use crate::channel::ComposeJob;
use letter::markup::{Markup, Value};
use memo::model::{
    AttentionData, AttentionPerson, ContactPoint, ContentResponsible, EMail, GeneratingSystem,
    GlobalLocationNumber, ProductionUnit, Sender, Telephone,
};

/// The sender with its attention data.
pub(super) fn sender(
    job: &ComposeJob,
    sender: &MemoSender<'_>,
    contact_point: Option<ContactPoint>,
) -> Sender {
    let (letter, contact) = (&job.letter, &job.letter.contact);
    let mapped = job.markup.markup.attention.clone().unwrap_or_default();
    let unit = text(&mapped.unit).or_else(|| letter.unit.as_deref().and_then(some_text));
    let unit = unit.filter(|_| sender.show_unit);
    let given = |value: &Option<String>| value.as_deref().and_then(some_text);
    let attention = AttentionData {
        attention_person: person(text(&mapped.person)),
        email: given(&contact.email).map(|email_address| EMail { email_address, ..EMail::default() }),
        telephone: given(&contact.phone)
            .map(|telephone_number| Telephone { telephone_number, ..Telephone::default() }),
        content_responsible: unit.map(|label| ContentResponsible {
            content_responsible_id: text(&mapped.unit_id),
            label: Some(label),
        }),
        generating_system: text(&mapped.system)
            .map(|generating_system_id| GeneratingSystem { generating_system_id, label: None }),
        ..AttentionData::default()
    };
    Sender {
        sender_id: sender.cvr.to_owned(),
        id_type: "CVR".to_owned(),
        label: sender.name.to_owned(),
        attention_data: some(attention),
        contact_point,
        ..Sender::default()
    }
}

fn some(attention: AttentionData) -> Option<AttentionData> {
    (attention != AttentionData::default()).then_some(attention)
}

fn person(label: Option<String>) -> Option<AttentionPerson> {
    label.map(|label| AttentionPerson { label: Some(label), ..AttentionPerson::default() })
}

/// Where answers go: the type's contact point, else the sender's (E9).
pub(super) fn contact_point(markup: &Markup<Value>, sender: &MemoSender<'_>) -> Option<ContactPoint> {
    let own = markup.contact_point.as_ref().map(|point| ContactPoint {
        contact_group: text(&point.group),
        contact_point_id: needed(&point.id),
        label: text(&point.label),
        ..ContactPoint::default()
    });
    own.or_else(|| {
        sender.contact_point.map(|point| ContactPoint {
            contact_group: point.group.clone(),
            contact_point_id: point.id.to_string(),
            label: point.label.clone(),
            ..ContactPoint::default()
        })
    })
}

/// The person or unit inside the recipient's organisation (R37, E1).
pub(super) fn sub_address(markup: &Markup<Value>) -> Option<AttentionData> {
    let inside = markup.recipient.as_ref()?;
    some(AttentionData {
        attention_person: person(text(&inside.person)),
        production_unit: text(&inside.production_unit).map(|production_unit_number| ProductionUnit {
            production_unit_number,
            ..ProductionUnit::default()
        }),
        global_location_number: text(&inside.gln).map(|global_location_number| GlobalLocationNumber {
            global_location_number,
            ..GlobalLocationNumber::default()
        }),
        content_responsible: text(&inside.unit)
            .map(|label| ContentResponsible { label: Some(label), ..ContentResponsible::default() }),
        ..AttentionData::default()
    })
}
