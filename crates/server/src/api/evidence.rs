//! `GET /v1/letters/{id}/evidence`: everything that proves what became of a letter, in one signed file.

use super::Caller;
use super::at::At;
use super::look::find;
use super::message::raw;
use crate::access::Right;
use crate::gateway::Gateway;
use crate::problem::Problem;
use axum::extract::State;
use axum::response::Response;
use catalogue::Code;

pub(super) async fn evidence(
    State(gateway): State<Gateway>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Response, Problem> {
    let history = find(&gateway, &caller, Right::Evidence, &id).await?;
    let pack = crate::evidence::pack(&gateway.store, &history, jiff::Timestamp::now()).await;
    let pack = pack.map_err(|error| {
        tracing::error!(%error, letter = %history.letter.id, "no evidence can be given");
        Problem::new(Code::BlobDamaged).in_language(caller.language)
    })?;
    Ok(raw("application/x-tar", pack))
}
