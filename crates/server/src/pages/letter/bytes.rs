//! A letter's documents, and the message as it was sent.

use super::find;
use crate::access::Right;
use crate::gateway::Gateway;
use crate::pages::fault;
use crate::pages::visit::Visit;
use crate::problem::Problem;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use catalogue::Code;
use letter::{ChannelKind, Digest, Event, LetterId};
use store::History;

/// For bytes that a browser's own viewer shows: it needs more than our pages do.
const VIEWER_POLICY: &str = "frame-ancestors 'none'";

/// `GET /letters/{id}/documents/{number}`: a document, by its number from 1.
pub(in crate::pages) async fn document(
    State(gateway): State<Gateway>,
    visit: Visit,
    Path((id, number)): Path<(String, usize)>,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let read = async {
        let history = find(&gateway, &who.actor, Right::Content, &id).await?;
        let document = number.checked_sub(1).and_then(|index| history.letter.documents.get(index));
        let document = document.ok_or_else(|| Problem::new(Code::LetterNotFound))?;
        let bytes = blob(&gateway, history.letter.id, &document.digest).await?;
        // Whatever a caller called it: only PDF files are accepted, and nothing else is shown.
        Ok(raw(bytes, "application/pdf", "inline", &document.name))
    };
    read.await.unwrap_or_else(|problem| fault::page(&visit, &problem))
}

/// `GET /letters/{id}/message`: the exact bytes of the last message built for this letter.
pub(in crate::pages) async fn message(
    State(gateway): State<Gateway>,
    visit: Visit,
    Path(id): Path<String>,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let read = async {
        let history = find(&gateway, &who.actor, Right::Content, &id).await?;
        let (channel, bytes) = composed(&gateway, &history).await?;
        let (media_type, ending) = match channel {
            ChannelKind::Print if !bytes.starts_with(b"<?xml ") => ("application/octet-stream", "print-job"),
            _ => ("application/xml", "xml"),
        };
        Ok(raw(bytes, media_type, "attachment", &format!("brevdue-{}.{ending}", history.letter.id)))
    };
    read.await.unwrap_or_else(|problem| fault::page(&visit, &problem))
}

/// `GET /letters/{id}/evidence`: everything that proves what became of it, in one signed file.
pub(in crate::pages) async fn evidence(
    State(gateway): State<Gateway>,
    visit: Visit,
    Path(id): Path<String>,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let read = async {
        let history = find(&gateway, &who.actor, Right::Evidence, &id).await?;
        let id = history.letter.id;
        let pack = crate::evidence::pack(&gateway.store, &history, jiff::Timestamp::now()).await;
        let pack = pack.map_err(|error| {
            tracing::error!(%error, letter = %id, "no evidence can be given");
            Problem::new(Code::BlobDamaged)
        })?;
        Ok(raw(pack, "application/x-tar", "attachment", &format!("brevdue-{id}.evidence.tar")))
    };
    read.await.unwrap_or_else(|problem| fault::page(&visit, &problem))
}

/// The last message that was built, and its channel.
pub(super) async fn composed(
    gateway: &Gateway,
    history: &History,
) -> Result<(ChannelKind, Vec<u8>), Problem> {
    let composed = history.events.iter().rev().find_map(|recorded| match &recorded.event {
        Event::Composed { channel, digest, .. } => Some((*channel, digest)),
        _ => None,
    });
    let (channel, digest) = composed.ok_or_else(|| Problem::new(Code::LetterNotFound))?;
    Ok((channel, blob(gateway, history.letter.id, digest).await?))
}

async fn blob(gateway: &Gateway, letter: LetterId, digest: &Digest) -> Result<Vec<u8>, Problem> {
    gateway.store.blob(letter, digest).await.map_err(|error| {
        tracing::error!(%error, "stored bytes cannot be read");
        Problem::new(Code::BlobDamaged)
    })
}

/// Bytes for a browser's own viewer, or to be kept.
pub(in crate::pages) fn raw(bytes: Vec<u8>, media_type: &'static str, shown: &str, name: &str) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(VIEWER_POLICY));
    headers.insert(HeaderName::from_static("x-frame-options"), HeaderValue::from_static("DENY"));
    // RFC 8187: the name in UTF-8, percent-encoded, so that no name can break out of the header.
    let name: String = name.bytes().map(escaped).collect();
    if let Ok(value) = HeaderValue::from_str(&format!("{shown}; filename*=UTF-8''{name}")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

fn escaped(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        let response = raw(Vec::new(), "application/pdf", "inline", "å\"; x.pdf");
        let value = response.headers().get(header::CONTENT_DISPOSITION).unwrap();
        assert_eq!(value, "inline; filename*=UTF-8''%C3%A5%22%3B%20x.pdf");
    }
}
