//! A fault around a request: what is played before the work, and what is done to the answer after it.

use std::convert::Infallible;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use super::kind::{Fault, FaultKind};
use super::place::Place;
use crate::digital_post;
use crate::net::HangUp;
use crate::shared::{App, Shared, unavailable};
use crate::soap;

/// Most bytes of a request that is read only to be refused.
const MAX_REFUSED: usize = 110 * 1024 * 1024;
/// Most bytes of an answer that is cut or dripped.
const MAX_ANSWER: usize = 64 * 1024 * 1024;
/// Pieces of an answer that drips.
const DRIPS: usize = 16;

/// The fault that has struck a request and is still to be played, if one has. Every request to a place carries it as
/// an extension.
#[derive(Clone, Default)]
pub(crate) struct Strike(Arc<Mutex<Option<Fault>>>);

impl Strike {
    fn set(&self, fault: Fault) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault);
    }

    fn get(&self) -> Option<Fault> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this kind has struck.
    pub(crate) fn is(&self, kind: FaultKind) -> bool {
        self.get().is_some_and(|fault| fault.kind == kind)
    }

    /// Whether the caller will not learn what was done.
    pub(crate) fn loses_answer(&self) -> bool {
        self.get().is_some_and(Fault::loses_answer)
    }
}

/// Plays what strikes a request to any place.
pub(crate) async fn around(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(place) = Place::of_path(request.uri().path()) else { return next.run(request).await };
    let strike = Strike::default();
    let mut request = request;
    if let Some(fault) = app.dice.strike(place, None) {
        if ends_at_once(place, fault) {
            // Read whole, so that the answer reaches a caller who is still sending.
            let body = std::mem::take(request.body_mut());
            let _ = axum::body::to_bytes(body, MAX_REFUSED).await;
        }
        if let Err(answer) = before(&app, place, fault, request.headers()).await {
            return answer;
        }
        strike.set(fault);
    }
    request.extensions_mut().insert(strike.clone());
    let answer = next.run(request).await;
    match strike.get() {
        Some(fault) if answer.extensions().get::<HangUp>().is_none() => {
            after(&app, place, fault, answer).await
        }
        _ => answer,
    }
}

impl Shared {
    /// Plays what strikes a call for this recipient: an answer that ends the call, or a fault noted for later.
    pub(crate) async fn meet(&self, place: Place, alias: &str, strike: &Strike) -> Result<(), Response> {
        match self.dice.strike(place, Some(alias)) {
            Some(fault) if fault.kind == FaultKind::Fault && place.lies_in(Place::Kombi) => {
                Err(status(StatusCode::UNAUTHORIZED.as_u16()))
            }
            Some(fault) => {
                before(self, place, fault, &HeaderMap::new()).await?;
                strike.set(fault);
                Ok(())
            }
            None => Ok(()),
        }
    }
}

fn ends_at_once(place: Place, fault: Fault) -> bool {
    match fault.kind {
        FaultKind::Down | FaultKind::Drop | FaultKind::Http => true,
        FaultKind::Fault => !Place::lies_in(place, Place::Kombi),
        _ => false,
    }
}

/// What is played before anything is done.
async fn before(app: &Shared, place: Place, fault: Fault, headers: &HeaderMap) -> Result<(), Response> {
    match fault.kind {
        FaultKind::Down => Err(unavailable()),
        FaultKind::Drop => Err(HangUp.into_response()),
        FaultKind::Http => Err(status(fault.code)),
        FaultKind::Fault if place.lies_in(Place::Kombi) => {
            app.tokens.revoke(headers);
            Ok(())
        }
        FaultKind::Fault if is_soap(place) => Err(soap::Fault::new(fault.code, "fault of the sandbox").v3()),
        FaultKind::Fault => Err(digital_post::passing_fault()),
        FaultKind::Slow => {
            tokio::time::sleep(app.slowness()).await;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// What is done to the answer.
async fn after(app: &Shared, place: Place, fault: Fault, answer: Response) -> Response {
    match fault.kind {
        FaultKind::Lost => HangUp.into_response(),
        FaultKind::Silent => app.silence().await,
        FaultKind::Late => {
            tokio::time::sleep(app.slowness()).await;
            answer
        }
        FaultKind::Half => half(answer).await,
        FaultKind::Drip => drip(answer, app.slowness()).await,
        FaultKind::Wrong => wrong(place),
        FaultKind::After => status(fault.code),
        _ => answer,
    }
}

fn is_soap(place: Place) -> bool {
    matches!(place, Place::Far | Place::Alfa | Place::Beta)
}

fn status(code: u16) -> Response {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, "fault of the sandbox\n").into_response()
}

/// Something well-formed that nobody asked for.
fn wrong(place: Place) -> Response {
    if is_soap(place) {
        return soap::answer("<x:somethingElseResponse xmlns:x=\"urn:x-sandbox\"/>");
    }
    let (kind, body) = if place == Place::KombiSend {
        ("application/xml", "<something_else><Result>perhaps</Result></something_else>")
    } else {
        ("application/json", "{\"something\":\"else\"}")
    };
    ([(header::CONTENT_TYPE, kind)], body).into_response()
}

/// The whole body with its length announced, to be handed out otherwise.
async fn take_apart(answer: Response) -> (axum::http::response::Parts, Bytes) {
    let (mut parts, body) = answer.into_parts();
    let body = axum::body::to_bytes(body, MAX_ANSWER).await.unwrap_or_default();
    parts.headers.insert(header::CONTENT_LENGTH, body.len().into());
    (parts, body)
}

/// Half of what was announced, then the end of the connection.
async fn half(answer: Response) -> Response {
    let (parts, body) = take_apart(answer).await;
    let first = body.slice(..body.len() / 2);
    let pieces: [io::Result<Bytes>; 2] = [Ok(first), Err(io::Error::other("cut off, as asked"))];
    // The first half is on its way before the connection is cut.
    let paced = stream::unfold(pieces.into_iter().enumerate(), |mut rest| async {
        let (number, piece) = rest.next()?;
        tokio::time::sleep(Duration::from_millis(20 * number as u64)).await;
        Some((piece, rest))
    });
    Response::from_parts(parts, Body::from_stream(paced))
}

async fn drip(answer: Response, time: Duration) -> Response {
    let (parts, body) = take_apart(answer).await;
    let size = body.len().div_ceil(DRIPS).max(1);
    let pause = time / u32::try_from(DRIPS).unwrap_or(1);
    let paced = stream::unfold(body, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        tokio::time::sleep(pause).await;
        let piece = rest.split_to(size.min(rest.len()));
        Some((Ok::<_, Infallible>(piece), rest))
    });
    Response::from_parts(parts, Body::from_stream(paced))
}
