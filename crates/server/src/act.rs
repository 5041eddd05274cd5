//! What people may do with a letter, and when.

use crate::gateway::Gateway;
use crate::problem::Problem;
use crate::work::index;
use catalogue::Code;
use jiff::Timestamp;
use letter::{Event, Recorded, State, allowed};
use store::{Append, AppendError, History, LeaseAction};

impl Gateway {
    /// Records a person's decision, if the letter's state allows it.
    ///
    /// # Errors
    /// `state_conflict` with the reason, also when the letter moved in the meantime.
    pub async fn act(&self, history: &History, event: Event) -> Result<(), Problem> {
        let mut state = State::fold(&history.events);
        if let Err(refused) = allowed(&state, &event) {
            return Err(Problem::detail(refused.code, refused.why));
        }
        let now = Timestamp::now();
        let expected_seq = state.seq;
        state.apply(&Recorded { seq: expected_seq + 1, at: now, event: event.clone() });
        let kind = self.type_of_letter(&history.letter);
        let index = index::of(self, &history.letter, &state, kind.as_deref(), now);
        let letter = &history.letter;
        let append = Append {
            id: letter.id,
            expected_seq,
            events: vec![event.clone()],
            at: now,
            index,
            lease: LeaseAction::None,
            blobs: Vec::new(),
            receipt: None,
        };
        match self.store.append(append).await {
            Ok(_) => {
                let (code, _) = crate::view::codes(&event);
                tracing::info!(letter = %letter.id, event = code.as_str(), sender = %letter.sender, "a person acted");
                Ok(())
            }
            Err(AppendError::Conflict { .. }) => {
                let detail = "the letter moved in the meantime: look again";
                Err(Problem::detail(Code::StateConflict, detail))
            }
            Err(error) => {
                tracing::error!(%error, letter = %letter.id, "a decision could not be stored");
                Err(Problem::new(Code::NotReady))
            }
        }
    }
}
