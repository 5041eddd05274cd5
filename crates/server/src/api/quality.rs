//! `GET /v1/quality`: what a system should mend in its own data.

use super::{Caller, json};
use crate::access::Right;
use crate::gateway::Gateway;
use crate::problem::Problem;
use crate::quality::{DAYS, Quality, TypeUsed};
use crate::reach::Reason;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language};
use jiff::Timestamp;
use letter::SenderId;
use serde_json::{Value, json as object};

/// The caller's own letters of the last thirty days.
pub(super) async fn own(State(gateway): State<Gateway>, caller: Caller) -> Result<Response, Problem> {
    let language = caller.language;
    let own = |id: &SenderId| [Right::Send, Right::Read].iter().any(|right| caller.actor.may_use(*right, id));
    let senders: Vec<SenderId> =
        gateway.config.senders.iter().map(|sender| sender.id.clone()).filter(own).collect();
    let name = caller.actor.name.as_str();
    let found = gateway.quality(&senders, |system| system == name, Timestamp::now()).await;
    let found = found.map_err(|error| {
        tracing::error!(%error, "the quality of a system's data cannot be told");
        Problem::new(Code::NotReady).in_language(language)
    })?;
    let quality =
        found.into_iter().next().unwrap_or_else(|| Quality { system: name.to_owned(), ..Quality::default() });
    Ok(json(StatusCode::OK, document(&quality, language)))
}

fn document(quality: &Quality, language: Language) -> Value {
    let refused = |(code, count): &(Code, u64)| {
        let entry = code.entry();
        object!({
            "code": code, "count": count,
            "what": entry.what.get(language), "fix": entry.fix.get(language),
        })
    };
    let wrong = |letter: &store::Stuck| {
        object!({
            "id": letter.id, "reference": letter.reference, "type": letter.letter_type,
            "reason": letter.reason.map(|code| Reason::of(code, language)), "at": letter.at,
        })
    };
    object!({
        "system": quality.system, "days": DAYS, "letters": quality.letters,
        "refused": quality.refusals.iter().map(refused).collect::<Vec<_>>(),
        "wrong_addresses": quality.wrong.iter().map(wrong).collect::<Vec<_>>(),
        "wrong_address_count": quality.wrong_count,
        "types": quality.types.iter().map(|used| of_type(used, language)).collect::<Vec<_>>(),
    })
}

fn of_type(used: &TypeUsed, language: Language) -> Value {
    let complete = used.known.as_ref().map(|(_, found)| found.complete);
    object!({
        "type": used.code, "letters": used.letters, "complete": complete, "missing": used.missing(language),
    })
}
