//! The national message as it was sent, and the documents as they were handed in.

use super::Caller;
use super::at::At;
use super::look::find;
use crate::access::Right;
use crate::gateway::Gateway;
use crate::problem::Problem;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use catalogue::Code;
use letter::{ChannelKind, Digest, Event, Fault, LetterId};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Wanted {
    part: Option<String>,
}

/// The exact bytes of the last message built for this letter. `part=signed` cuts the inner signed delivery
/// out of a Swedish message, `part=envelope` gives what goes over the wire.
pub(super) async fn message(
    State(gateway): State<Gateway>,
    caller: Caller,
    At(id): At<String>,
    query: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let language = caller.language;
    let history = find(&gateway, &caller, Right::Content, &id).await?;
    let composed = history.events.iter().rev().find_map(|recorded| match &recorded.event {
        Event::Composed { channel, digest, .. } => Some((*channel, digest.clone())),
        _ => None,
    });
    let Some((channel, digest)) = composed else {
        let detail = "no message has been built for this letter yet";
        return Err(Problem::detail(Code::StateConflict, detail).in_language(language));
    };
    let bytes =
        blob(&gateway, history.letter.id, &digest).await.map_err(|problem| problem.in_language(language))?;
    let wanted = query.map(|Query(wanted)| wanted.part).unwrap_or_default();
    let bytes = match (wanted.as_deref().unwrap_or("message"), channel) {
        ("message" | "sealed", _) => bytes,
        ("signed", ChannelKind::MinaMeddelanden) => signed_part(&bytes)?,
        ("envelope", ChannelKind::MinaMeddelanden) => {
            let sealed =
                mina::SealedDelivery::from_octets(bytes).map_err(|_| Problem::new(Code::BlobDamaged))?;
            mina::deliver_secure_envelope(&sealed)
        }
        _ => {
            let fault = Fault::new(
                Code::FieldInvalid,
                "/part",
                "message; for Mina meddelanden also signed or envelope",
            );
            return Err(Problem::faults(vec![fault]).in_language(language));
        }
    };
    let media_type = match channel {
        // A print job in the hot folder; KOMBIT's are XML.
        ChannelKind::Print if !bytes.starts_with(b"<?xml ") => "application/octet-stream",
        _ => "application/xml",
    };
    Ok(raw(media_type, bytes))
}

/// Cuts the inner signed delivery out as a document of its own, as an operator must to verify it (§5.4).
fn signed_part(sealed: &[u8]) -> Result<Vec<u8>, Problem> {
    let path = [(mina::ns::M3, "SealedDelivery"), (mina::ns::M3, "SignedDelivery")];
    xmldsig::stand_alone(sealed, &path, None, &xmldsig::Limits::default())
        .map_err(|_| Problem::new(Code::BlobDamaged))
}

/// A document, by its number from 1.
pub(super) async fn document(
    State(gateway): State<Gateway>,
    caller: Caller,
    At((id, number)): At<(String, String)>,
) -> Result<Response, Problem> {
    let history = find(&gateway, &caller, Right::Content, &id).await?;
    let index = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let document = index.and_then(|index| history.letter.documents.get(index));
    let not_found = || Problem::new(Code::LetterNotFound).in_language(caller.language);
    let document = document.ok_or_else(not_found)?;
    let bytes = blob(&gateway, history.letter.id, &document.digest)
        .await
        .map_err(|problem| problem.in_language(caller.language))?;
    Ok(raw(&document.media_type, bytes))
}

async fn blob(gateway: &Gateway, letter: LetterId, digest: &Digest) -> Result<Vec<u8>, Problem> {
    gateway.store.blob(letter, digest).await.map_err(|error| {
        tracing::error!(%error, "stored bytes cannot be read");
        Problem::new(Code::BlobDamaged)
    })
}

pub(super) fn raw(media_type: &str, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = StatusCode::OK;
    if let Ok(value) = media_type.parse() {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    response
}
