//! What people may do with a letter, and when.

use crate::gateway::Gateway;
use crate::problem::Problem;
use crate::work::index;
use catalogue::Code;
use jiff::Timestamp;
use letter::{ChannelKind, Event, Phase, Recorded, Resolution, State};
use store::{Append, AppendError, History, LeaseAction};

impl Gateway {
    /// Records a person's decision, if the letter's state allows it.
    ///
    /// # Errors
    /// `state_conflict` with the reason, also when the letter moved in the meantime.
    pub async fn act(&self, history: &History, event: Event) -> Result<(), Problem> {
        let mut state = State::fold(&history.events);
        if let Err(why) = allowed(&state, &event) {
            return Err(Problem::detail(Code::StateConflict, why));
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

/// Whether the state allows the act; else why not. The pages show only what this allows.
pub(crate) fn allowed(state: &State, event: &Event) -> Result<(), &'static str> {
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
