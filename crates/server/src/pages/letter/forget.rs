//! Deleting what a letter says, before its time (R59): for those who keep the records.

use super::clock::Deadline;
use super::{NoteFault, find, shown};
use crate::access::Right;
use crate::desk::Seen;
use crate::erase::Why;
use crate::gateway::Gateway;
use crate::pages::fault;
use crate::pages::ours::Ours;
use crate::pages::session::Notice;
use crate::pages::words::Forgetting;
use axum::extract::{Path, State as Shared};
use axum::response::Response;
use catalogue::{Code, Language};
use letter::{State, StateName};
use serde::Deserialize;

/// What the page says of it.
pub(super) struct Words {
    pub(super) w: &'static Forgetting,
    /// The recipient has it.
    pub(super) arrived: bool,
    /// A deadline of the recipient has not passed.
    pub(super) running: bool,
}

/// The offer, once the letter has come to its end.
pub(super) fn offer(state: &State, clock: &[Deadline], lang: Language) -> Option<Words> {
    let at_its_end = state.name.is_final() && state.attention.is_none();
    let running = clock.iter().any(|deadline| !deadline.over);
    let arrived = matches!(state.name, StateName::Delivered | StateName::Opened);
    at_its_end.then(|| Words { w: Forgetting::of(lang), arrived, running })
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::pages) struct Decision {
    /// Number of the last event that the person saw.
    seq: u32,
    why: String,
}

/// `POST /letters/{id}/forget`
pub(in crate::pages) async fn forget(
    Shared(gateway): Shared<Gateway>,
    Path(id): Path<String>,
    Ours { visit, who, form }: Ours<Decision>,
) -> Response {
    let history = match find(&gateway, &who.actor, Right::Forget, &id).await {
        Ok(history) => history,
        Err(problem) => return fault::page(&visit, &problem),
    };
    let why = match Why::read(&form.why) {
        Ok(why) => why,
        Err(problem) => {
            let entry = problem.code.entry();
            let (what, fix) = match problem.code {
                Code::FieldMissing => (Forgetting::of(visit.lang).why_missing, ""),
                _ => (entry.what.get(visit.lang), entry.fix.get(visit.lang)),
            };
            let fault = NoteFault { act: None, note: form.why, what, fix };
            return shown(&gateway, &visit, &who, &history, Some(fault));
        }
    };
    match gateway.erase(&history, &Seen::OneOf(vec![form.seq]), &who.actor.name, why).await {
        Ok(()) => {}
        Err(problem) if matches!(problem.code, Code::LetterMoved | Code::StateConflict) => {
            visit.sessions.leave(&who.id, Notice::Moved);
        }
        Err(problem) => return fault::page(&visit, &problem),
    }
    visit.go(&format!("/letters/{}", history.letter.id))
}
