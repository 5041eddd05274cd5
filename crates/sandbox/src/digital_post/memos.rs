//! `POST memos/`: takes a message in and answers with the technical receipt.

use std::io::{self, Write as _};
use std::path::PathBuf;

use axum::Json;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use super::auth::System;
use super::head::{self, Head};
use super::problem::Problem;
use super::{MAX_MEMO, validate};
use crate::faults::{FaultKind, Place};
use crate::net::HangUp;
use crate::outcome::{Outcome, Side};
use crate::recipients::{self, TestRecipient};
use crate::shared::{App, not_stored, off_thread};
use crate::state::{Entry, Receipt, ReceiptStatus, Trail};

const PLACE: &str = "digital_post";

#[derive(Deserialize)]
pub(super) struct Sending {
    #[serde(rename = "memo-message-uuid")]
    message_uuid: Option<String>,
}

pub(super) async fn send(
    State(app): State<App>,
    system: System,
    Query(sending): Query<Sending>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let uuid = match check_request(&sending, &headers) {
        Ok(uuid) => uuid,
        Err(problem) => return problem.into_response(),
    };
    let taken = match take_in(&app, body).await {
        Ok(taken) => taken,
        Err(response) => return response,
    };
    let path = taken.path.clone();
    let response = decide(&app, &system, uuid, taken).await.unwrap_or_else(|refusal| refusal);
    // Whatever was not adopted as a stored message is litter.
    let _ = tokio::fs::remove_file(path).await;
    response
}

/// What can be refused before the first byte of the body.
fn check_request(sending: &Sending, headers: &HeaderMap) -> Result<Uuid, Problem> {
    let text = |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let length = text(header::CONTENT_LENGTH).and_then(|text| text.parse::<u64>().ok());
    let Some(length) = length else {
        return Err(Problem::new(
            StatusCode::LENGTH_REQUIRED,
            "content.length.required",
            "Content-Length is required",
        ));
    };
    if length > MAX_MEMO {
        return Err(too_large());
    }
    let media_type =
        text(header::CONTENT_TYPE).unwrap_or("").split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    if !matches!(media_type.as_str(), "application/xml" | "text/xml") {
        let message =
            "the sandbox takes single messages: Content-Type application/xml with memo-message-uuid";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media.type.not.allowed", message));
    }
    let uuid = sending.message_uuid.as_deref().unwrap_or("");
    Uuid::parse_str(uuid).map_err(|_| {
        Problem::field("memo-message-uuid", "query.invalid", "memo-message-uuid must be the message's UUID")
    })
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "memo.too.large", "a MeMo may have 99.5 MB at most")
}

/// The body in a file, its digest and what its header says.
struct Taken {
    path: PathBuf,
    digest: String,
    head: Head,
}

/// Streams the body to the disk: 99.5 MB messages do not belong in memory.
async fn take_in(app: &App, body: Body) -> Result<Taken, Response> {
    let (path, mut file) = app.state.new_file().map_err(|error| not_stored(&error))?;
    let mut context = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256);
    let (mut stream, mut length) = (body.into_data_stream(), 0_u64);
    let refuse = |path: &PathBuf, response: Response| {
        let _ = std::fs::remove_file(path);
        response
    };
    while let Some(chunk) = stream.next().await {
        let Ok(chunk) = chunk else { return Err(refuse(&path, HangUp.into_response())) };
        length += chunk.len() as u64;
        if length > MAX_MEMO {
            return Err(refuse(&path, too_large().into_response()));
        }
        context.update(&chunk);
        if let Err(error) = file.write_all(&chunk) {
            return Err(refuse(&path, not_stored(&error)));
        }
    }
    drop(file);
    let digest = hex::encode(context.finish());
    let of = path.clone();
    let head =
        off_thread(move || std::fs::File::open(of).map(|file| head::read(io::BufReader::new(file)))).await?;
    let head = head.map_err(|error| refuse(&path, not_stored(&error)))?;
    Ok(Taken { path, digest, head })
}

async fn decide(app: &App, system: &System, uuid: Uuid, taken: Taken) -> Result<Response, Response> {
    if taken.head.message_uuid.is_some_and(|inside| inside != uuid) {
        let message = "memo-message-uuid is not the messageUUID of the message";
        return Err(Problem::field("memo-message-uuid", "message.uuid.mismatch", message).into_response());
    }
    if taken.head.sender_id.as_ref().is_some_and(|cvr| *cvr != system.sender.number) {
        let message = "the sender of the message is not the organisation of this system";
        return Err(Problem::new(StatusCode::FORBIDDEN, "sender.not.allowed", message).into_response());
    }
    let recipient = taken
        .head
        .recipient_id
        .as_deref()
        .and_then(recipients::by_number)
        .filter(|recipient| recipient.country == Side::Dk);
    if let Some(recipient) = recipient {
        app.meet(Place::Memos, recipient.alias, &system.strike).await?;
    }
    let attempt = app.state.attempt(PLACE, &uuid.to_string()).map_err(|error| not_stored(&error))?;
    let outcome = recipient.map_or(Outcome::Registered, |recipient| app.outcome(recipient));
    let receipt = Receipt {
        transmission_id: Uuid::new_v4(),
        message_uuid: Some(uuid),
        message_id: taken.head.message_id.clone(),
        error_code: None,
        error_message: None,
        time_stamp: Timestamp::now(),
        receipt_status: ReceiptStatus::Received,
    };
    match outcome {
        Outcome::LostUnstored if attempt == 1 => return Err(HangUp.into_response()),
        Outcome::BusyOnce if attempt == 1 => {
            let busy = Receipt { error_code: Some("service.unavailable".into()), ..receipt };
            return Err((StatusCode::SERVICE_UNAVAILABLE, Json(busy)).into_response());
        }
        Outcome::Unauthorised => {
            let message = "the token of this system has been withdrawn";
            return Err(Problem::new(StatusCode::UNAUTHORIZED, "token.invalid", message).into_response());
        }
        _ => {}
    }
    let unanswered = outcome == Outcome::LostStored && attempt == 1;
    let strike = &system.strike;
    let fate = Fate {
        late: unanswered || strike.loses_answer() || strike.is(FaultKind::Delayed),
        double: outcome == Outcome::DoubleReceipts || strike.is(FaultKind::Duplicate),
        missing: strike.is(FaultKind::Missing),
    };
    let stored = store(app, system, recipient, &taken, &receipt, fate).map_err(|error| not_stored(&error))?;
    if !stored {
        // Whether the real one refuses a reused UUID was not found (transport.md §1.6); this answer is our assumption.
        let message = "this messageUUID has been sent before";
        return Err(Problem::field("messageUUID", "message.uuid.already.used", message).into_response());
    }
    validate::schedule(app, receipt.transmission_id);
    if unanswered {
        return Ok(HangUp.into_response());
    }
    Ok((StatusCode::CREATED, Json(receipt)).into_response())
}

/// What is to become of a message's receipts.
#[derive(Clone, Copy)]
struct Fate {
    late: bool,
    double: bool,
    missing: bool,
}

/// Stores the message unless its UUID was used; says which of the two.
fn store(
    app: &App,
    system: &System,
    recipient: Option<&TestRecipient>,
    taken: &Taken,
    receipt: &Receipt,
    fate: Fate,
) -> io::Result<bool> {
    let Some(uuid) = receipt.message_uuid else { return Ok(false) };
    if app.state.read(|index| index.memo_owner(&uuid).is_some()) {
        return Ok(false);
    }
    app.state.adopt(&taken.path, &taken.digest)?;
    app.state.decide(|index| {
        // Asked again, now that nobody can come between the question and the entry.
        if index.memo_owner(&uuid).is_some() {
            return (Vec::new(), false);
        }
        let at = receipt.time_stamp;
        let memo = Entry::MemoTaken {
            transmission: receipt.transmission_id,
            system: system.id().to_owned(),
            message_uuid: Some(uuid),
            message_id: receipt.message_id.clone(),
            alias: recipient.map(|recipient| recipient.alias.to_owned()),
            blob: taken.digest.clone(),
            at,
            late: fate.late,
            double: fate.double,
            missing: fate.missing,
        };
        let trail = |tag| Entry::Trail { message_uuid: uuid, tag, at };
        (vec![memo, trail(Trail::MemoSendReceived), trail(Trail::TechnicalReceiptSent)], true)
    })
}
