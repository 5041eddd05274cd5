//! What people may do with a letter, and when.

use crate::house::moment;
use crate::index::index_of;
use crate::{House, Ledger};
use letter::{ChannelKind, Event, Phase, Recorded, Resolution, State};
use store::{Append, AppendError, History, LeaseAction};

/// Why a person's decision was not recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// The letter's state does not allow it.
    #[error("{0}")]
    NotAllowed(&'static str),
    /// The letter moved in the meantime: look again.
    #[error("the letter moved in the meantime: look again")]
    Moved,
    /// The store failed.
    #[error(transparent)]
    Store(AppendError),
}

/// Records a person's decision, if the letter's state allows it.
///
/// # Errors
/// See [`ActError`]; nothing was recorded then, unless the store itself does not know.
pub async fn act<H: House>(gateway: &H, history: &History, event: Event) -> Result<(), ActError> {
    let mut state = State::fold(&history.events);
    allowed(&state, &event).map_err(ActError::NotAllowed)?;
    let now = gateway.now();
    let at = moment(now, history);
    let expected_seq = state.seq;
    state.apply(&Recorded { seq: expected_seq + 1, at, event: event.clone() });
    let kind = gateway.type_of_letter(&history.letter);
    let index = index_of(gateway, &history.letter, &state, kind.as_deref(), now);
    let append = Append {
        id: history.letter.id,
        expected_seq,
        events: vec![event],
        at,
        index,
        lease: LeaseAction::None,
        blobs: Vec::new(),
        receipt: None,
    };
    match gateway.ledger().append(append).await {
        Ok(_) => Ok(()),
        Err(AppendError::Conflict { .. }) => Err(ActError::Moved),
        Err(error) => Err(ActError::Store(error)),
    }
}

/// Whether the state allows the act; else why not. The pages show only what this allows.
///
/// # Errors
/// Why not, in a few words.
pub fn allowed(state: &State, event: &Event) -> Result<(), &'static str> {
    let in_doubt = state.maybe_arrived && !state.name.is_final();
    let rests = matches!(state.phase, Phase::WithPerson);
    match event {
        _ if state.name.is_final() => Err("the letter has come to its end"),
        Event::Cancelled { .. } => match state.phase {
            Phase::Attempting | Phase::AwaitingReceipt => Err("it has left already"),
            _ if in_doubt => Err("it may have arrived already; resolve it instead"),
            _ => Ok(()),
        },
        Event::Retried { .. } if state.phase == Phase::AwaitingReceipt => {
            Err("it has left; its receipt is awaited")
        }
        Event::Retried { .. } if in_doubt => {
            Err("it may have arrived already: resolve it as delivered, not_delivered or resend")
        }
        Event::Retried { .. } if rests || state.wait_until.is_some() => Ok(()),
        Event::Retried { .. } => Err("it is on its way; nothing to retry"),
        Event::Resolved { how: Resolution::Printed, .. }
            if rests && state.channel() == Some(ChannelKind::Desk) =>
        {
            Ok(())
        }
        Event::Resolved { how: Resolution::Printed, .. } => Err("it does not lie at the desk to be printed"),
        Event::Resolved { .. } if in_doubt && (rests || state.phase == Phase::InDoubt) => Ok(()),
        Event::Resolved { .. } if rests && state.channel() != Some(ChannelKind::Desk) => Ok(()),
        Event::Resolved { .. } => Err("it is not in doubt; nothing to resolve"),
        _ => Err("this is not an act of a person"),
    }
}
