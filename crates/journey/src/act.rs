//! What people decide is recorded as they saw the letter.

use crate::house::moment;
use crate::index::index_of;
use crate::{House, Ledger};
use letter::{Event, Recorded, Refused, State, allowed};
use store::{Append, AppendError, History, LeaseAction};

/// Why a person's decision was not recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// The letter's state does not allow it.
    #[error("{}", .0.why)]
    NotAllowed(Refused),
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
