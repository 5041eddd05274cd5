//! A letter that somebody asks for by its id: there, or its content was deleted.

use crate::access::{Actor, Right};
use crate::gateway::Gateway;
use catalogue::Code;
use letter::{LetterId, SenderId};
use store::{Forgotten, History};

/// What is there of a letter.
pub(crate) enum Found {
    /// All of it.
    Letter(Box<History>),
    /// What is kept after its content was deleted (R59).
    Forgotten(Box<Forgotten>),
}

impl Gateway {
    /// A letter with which somebody may do this. One of another municipality is not found, like one that is none.
    ///
    /// # Errors
    /// [`Code::LetterNotFound`]; [`Code::NotReady`] if the store cannot be read.
    pub(crate) async fn find(&self, actor: &Actor, right: Right, id: &str) -> Result<Found, Code> {
        let id: LetterId = id.parse().map_err(|_| Code::LetterNotFound)?;
        let unreadable = |error| {
            tracing::error!(%error, letter = %id, "a letter cannot be read");
            Code::NotReady
        };
        let may = |sender: &SenderId, unit: &Option<String>| actor.may_for(right, sender, unit.as_deref());
        if let Some(history) = self.store.load(id).await.map_err(unreadable)? {
            let letter = &history.letter;
            let allowed = may(&letter.sender, &letter.unit);
            return if allowed { Ok(Found::Letter(Box::new(history))) } else { Err(Code::LetterNotFound) };
        }
        let forgotten = self.store.remains(id).await.map_err(unreadable)?;
        let forgotten = forgotten.filter(|kept| may(&kept.remains.sender, &kept.remains.unit));
        forgotten.map(|kept| Found::Forgotten(Box::new(kept))).ok_or(Code::LetterNotFound)
    }

    /// The same, for what needs its content.
    ///
    /// # Errors
    /// As [`Gateway::find`]; [`Code::LetterForgotten`] once its content was deleted.
    pub(crate) async fn find_whole(&self, actor: &Actor, right: Right, id: &str) -> Result<History, Code> {
        match self.find(actor, right, id).await? {
            Found::Letter(history) => Ok(*history),
            Found::Forgotten(_) => Err(Code::LetterForgotten),
        }
    }
}
