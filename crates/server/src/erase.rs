//! Content that goes before its time: a letter that should not have been sent, or that holds what it must not (R59).

use crate::desk::{Seen, plain_note};
use crate::gateway::Gateway;
use crate::problem::Problem;
use catalogue::Code;
use jiff::Timestamp;
use letter::{Erasure, Fault, Remains, State};
use store::{ForgetError, History};

/// A reason for deleting content, fit to be kept for good.
pub(crate) struct Why(String);

impl Why {
    /// Reads a reason.
    ///
    /// # Errors
    /// There is none; it holds a personal number, which would outlive the letter.
    pub(crate) fn read(text: &str) -> Result<Why, Problem> {
        let plain = plain_note(text);
        let fault = |code, detail| Err(Problem::faults(vec![Fault::new(code, "/why", detail)]));
        if plain.is_empty() {
            return fault(
                Code::FieldMissing,
                "say why the content is deleted; the reason is kept in its place",
            );
        }
        if party::find_personal_numbers(&plain) {
            return fault(Code::PersonalNumberInText, "leave the number out of the reason");
        }
        Ok(Why(plain))
    }
}

impl Gateway {
    /// Deletes the content of a letter at its end in the name of `by`, whatever its rule or its deadlines say. That it was
    /// sent stays, with who decided and why.
    ///
    /// # Errors
    /// `state_conflict` while it is under way or lies with a person; `letter_moved` when it is no longer the letter that
    /// was seen; `stored_in_clear`; `not_ready` if the store fails. Then nothing was deleted.
    pub(crate) async fn erase(
        &self,
        history: &History,
        seen: &Seen,
        by: &str,
        Why(why): Why,
    ) -> Result<(), Problem> {
        let id = history.letter.id;
        if !seen.is(history.seq()) {
            return Err(Problem::new(Code::LetterMoved));
        }
        let state = State::fold(&history.events);
        if !state.name.is_final() || state.attention.is_some() {
            return Err(under_way());
        }
        let decided = Some(Erasure { by: by.to_owned(), why: why.clone() });
        let remains = Remains { decided, ..Remains::of(&history.letter, &history.events) };
        match self.store.forget(&remains, by, &why, Timestamp::now()).await {
            Ok(()) => {
                tracing::info!(letter = %id, sender = %history.letter.sender, by, "content deleted before its time");
                Ok(())
            }
            Err(ForgetError::NotAtItsEnd { .. }) => Err(match self.store.load(id).await {
                Ok(None) => Problem::new(Code::LetterForgotten),
                Ok(Some(now)) if now.seq() == history.seq() => under_way(),
                _ => Problem::new(Code::LetterMoved),
            }),
            Err(ForgetError::StoredInClear { .. }) => Err(Problem::new(Code::StoredInClear)),
            Err(ForgetError::Store(error)) => {
                tracing::error!(letter = %id, %error, "the content of a letter cannot be deleted");
                Err(Problem::new(Code::NotReady))
            }
        }
    }
}

fn under_way() -> Problem {
    let detail = "content is deleted once a letter has come to its end: cancel it, or settle it first";
    Problem::detail(Code::StateConflict, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_words_and_names_nobody_by_number() {
        let code = |text: &str| Why::read(text).err().map(|problem| problem.code);
        assert_eq!(code("sent to\nthe wrong person"), None);
        assert_eq!(Why::read(" a\tb ").map(|why| why.0).ok().as_deref(), Some("a b"));
        assert_eq!(code(" \n"), Some(Code::FieldMissing));
        assert_eq!(code("om 192705178354"), Some(Code::PersonalNumberInText));
    }
}
