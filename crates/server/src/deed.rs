//! A person's decision, with the words for those whom it is refused.

use crate::gateway::Gateway;
use crate::problem::Problem;
use catalogue::Code;
use journey::ActError;
use letter::Event;
use store::History;

impl Gateway {
    /// Records a person's decision, if the letter's state allows it.
    ///
    /// # Errors
    /// `state_conflict` with the reason, also when the letter moved in the meantime.
    pub async fn act(&self, history: &History, event: Event) -> Result<(), Problem> {
        let letter = &history.letter;
        let (code, _) = crate::view::codes(&event);
        match journey::act(self, history, event).await {
            Ok(()) => {
                tracing::info!(letter = %letter.id, event = code.as_str(), sender = %letter.sender, "a person acted");
                Ok(())
            }
            Err(ActError::Store(error)) => {
                tracing::error!(%error, letter = %letter.id, "a decision could not be stored");
                Err(Problem::new(Code::NotReady))
            }
            Err(refused) => Err(Problem::detail(Code::StateConflict, refused.to_string())),
        }
    }
}
