//! What the recipient is asked to do, as MeMo actions (section I).

use super::content::{moment, needed, text};
use crate::channel::ComposeJob;
use letter::LetterId;
use letter::markup::{Action as Wanted, ActionKind, Value};
use memo::model::{Action, EntryPoint, Reservation};
use memo::{ActionCode, Uuid};

/// The actions of a letter, in the order of its type.
pub(super) fn actions(job: &ComposeJob) -> Vec<Action> {
    let actions = job.markup.markup.actions.iter();
    actions.enumerate().map(|(index, wanted)| action(wanted, job.letter.id, index)).collect()
}

const fn code(kind: ActionKind) -> ActionCode {
    match kind {
        ActionKind::Appointment => ActionCode::Appointment,
        ActionKind::Payment => ActionCode::Payment,
        ActionKind::SelfService => ActionCode::SelfService,
        ActionKind::Sign => ActionCode::Sign,
        ActionKind::Confirm => ActionCode::Confirm,
        ActionKind::Prepare => ActionCode::Preparation,
        ActionKind::Register => ActionCode::SignUp,
        ActionKind::Information => ActionCode::Information,
    }
}

fn action(wanted: &Wanted<Value>, letter: LetterId, index: usize) -> Action {
    let is_appointment = wanted.kind == ActionKind::Appointment;
    let entry_point = text(&wanted.url).filter(|_| !is_appointment).map(|url| EntryPoint { url });
    Action {
        label: needed(&wanted.label),
        action_code: code(wanted.kind).as_str().to_owned(),
        start_date_time: moment(&wanted.from),
        end_date_time: moment(&wanted.until),
        reservation: is_appointment.then(|| reservation(wanted, letter, index)),
        entry_point,
    }
}

fn reservation(wanted: &Wanted<Value>, letter: LetterId, index: usize) -> Reservation {
    let label = || needed(&wanted.label);
    let description = text(&wanted.about).unwrap_or_else(label);
    Reservation {
        abstract_text: text(&wanted.text).unwrap_or_else(|| description.clone()),
        description,
        reservation_uuid: text(&wanted.id).map_or_else(|| own_id(letter, index), Uuid::from_text),
        location: needed(&wanted.place),
        start_date_time: moment(&wanted.from).unwrap_or_default(),
        end_date_time: moment(&wanted.until).unwrap_or_default(),
        organizer_mail: text(&wanted.organizer_mail),
        organizer_name: text(&wanted.organizer),
    }
}

/// An id of version 4 made from the letter's own, so that a letter that is built twice gives one calendar entry (I9,
/// I14).
fn own_id(letter: LetterId, index: usize) -> Uuid {
    let mut bytes = *letter.0.as_bytes();
    if let Some(last) = bytes.last_mut() {
        *last ^= u8::try_from(index).unwrap_or(u8::MAX);
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid().into()
}
