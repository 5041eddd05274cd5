//! KombiPostAfsend: takes a request in. "true" is accepted; what became of it is told by a PostStatus.

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use uuid::Uuid;

use super::conclude;
use super::lookup::can_receive;
use super::request::{self, Choice, Refusal, Request};
use super::tokens::authorise;
use super::{SEND, push};
use crate::digital_post::MAX_MEMO;
use crate::faults::{FaultKind, Place, Strike};
use crate::net::{HangUp, Peer};
use crate::outcome::{Outcome, Side};
use crate::recipients::{self, TestRecipient};
use crate::shared::{App, not_stored, off_thread, unavailable};
use crate::soap::element;
use crate::state::{Entry, Facts, KombiPart, KombiTaken};

/// Attempts are counted with those of Digital Post: the mailbox is the same.
const PLACE: &str = "digital_post";

/// `POST KombiPostAfsend_1/kombi`, and `/memos`, which does the same.
pub(super) async fn send(
    State(app): State<App>,
    Extension(peer): Extension<Peer>,
    Extension(strike): Extension<Strike>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let grant = match authorise(&app, &headers, &peer, SEND) {
        Ok(grant) => grant,
        Err(response) => return *response,
    };
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !matches!(kind.as_str(), "application/xml" | "text/xml") {
        let what = "Content-Type must be application/xml".to_owned();
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, &("media.type.not.allowed", what));
    }
    let limit = usize::try_from(MAX_MEMO).unwrap_or(usize::MAX);
    let Ok(octets) = axum::body::to_bytes(body, limit).await else {
        let what = "cut off, or larger than 99.5 MB".to_owned();
        return refused(StatusCode::PAYLOAD_TOO_LARGE, &("request.too.large", what));
    };
    match off_thread(move || request::read(&octets)).await {
        Ok(Ok(request)) => {
            decide(&app, &grant.cvr, request, &strike).await.unwrap_or_else(|response| response)
        }
        Ok(Err(refusal)) => refused(StatusCode::BAD_REQUEST, &refusal),
        Err(response) => response,
    }
}

/// Everything that is known of a letter before it is stored.
struct Plan {
    uuid: Uuid,
    recipient: Option<&'static TestRecipient>,
    outcome: Outcome,
    part: KombiPart,
}

fn plan(app: &App, cvr: &str, request: &Request) -> Result<Plan, Refusal> {
    let refuse = |code, what: &str| Err((code, what.to_owned()));
    let head = request.head.as_ref();
    if head.and_then(|head| head.sender_id.as_ref()).is_some_and(|sender| sender != cvr) {
        return refuse(
            "sender.not.allowed",
            "the sender of the message is not the municipality of the token",
        );
    }
    let consignment = request.sheets.as_ref();
    let uuid = head
        .and_then(|head| head.message_uuid)
        .or_else(|| consignment.and_then(|sheets| Uuid::parse_str(&sheets.id).ok()))
        // Other ids are allowed in print; their duplicates are found by the id itself.
        .unwrap_or_else(Uuid::new_v4);
    let number = head
        .and_then(|head| head.recipient_id.as_deref())
        .or_else(|| consignment.map(|sheets| sheets.number.as_str()));
    let danish = |recipient: &&TestRecipient| recipient.country == Side::Dk;
    let by_name =
        || consignment.and_then(|sheets| recipients::recipients().iter().find(|r| r.name == sheets.name));
    let recipient = number.and_then(recipients::by_number).or_else(by_name).filter(danish);
    let outcome = recipient.map_or(Outcome::Unknown, |recipient| app.outcome(recipient));
    let part = match request.choice {
        Choice::DigitalPost | Choice::NemSms => KombiPart::Digital,
        Choice::Print => KombiPart::Print,
        Choice::Automatic if can_receive(outcome) => KombiPart::Digital,
        Choice::Automatic => KombiPart::Print,
    };
    Ok(Plan { uuid, recipient, outcome, part })
}

async fn decide(app: &App, cvr: &str, request: Request, strike: &Strike) -> Result<Response, Response> {
    let plan = plan(app, cvr, &request).map_err(|refusal| refused(StatusCode::BAD_REQUEST, &refusal))?;
    if let Some(recipient) = plan.recipient {
        app.meet(Place::KombiSend, recipient.alias, strike).await?;
    }
    if strike.is(FaultKind::Reject) {
        return Err(refused(StatusCode::OK, &("sandbox.random", "fault of the sandbox".to_owned())));
    }
    let attempt = app.state.attempt(PLACE, &plan.uuid.to_string()).map_err(|error| not_stored(&error))?;
    match plan.outcome {
        Outcome::LostUnstored if attempt == 1 => return Err(HangUp.into_response()),
        Outcome::BusyOnce if attempt == 1 => {
            return Err(([(header::RETRY_AFTER, "1")], unavailable()).into_response());
        }
        Outcome::Unauthorised => {
            return Err(
                (StatusCode::UNAUTHORIZED, "the service agreement has been withdrawn\n").into_response()
            );
        }
        _ => {}
    }
    let unanswered = plan.outcome == Outcome::LostStored && attempt == 1;
    let transmission = Uuid::new_v4();
    let fate = Fate {
        transmission,
        late: unanswered || strike.loses_answer() || strike.is(FaultKind::Delayed),
        double: plan.outcome == Outcome::DoubleReceipts || strike.is(FaultKind::Duplicate),
        missing: strike.is(FaultKind::Missing),
    };
    let taken = entry(app, cvr, &request, &plan, fate).map_err(|error| not_stored(&error))?;
    if !store(app, taken).map_err(|error| not_stored(&error))? {
        // What the real one answers was not found; this code is our assumption.
        let what = "this id has been sent before".to_owned();
        return Err(refused(StatusCode::BAD_REQUEST, &("message.uuid.already.used", what)));
    }
    conclude::schedule(app, transmission);
    if unanswered {
        return Ok(HangUp.into_response());
    }
    Ok(accepted(transmission))
}

struct Fate {
    transmission: Uuid,
    late: bool,
    double: bool,
    missing: bool,
}

/// What is stored: the MeMo for the mailbox, the facts of both parts.
fn entry(app: &App, cvr: &str, request: &Request, plan: &Plan, fate: Fate) -> std::io::Result<KombiTaken> {
    let message = request.message.as_ref();
    let digital = message.filter(|_| plan.part == KombiPart::Digital && request.nature.fault.is_none());
    let memo = digital.and_then(|message| memo::write_to_vec(message, message.version).ok());
    let blob = memo.map(|octets| app.state.keep(&octets)).transpose()?;
    let facts = message.map_or_else(Facts::default, |message| Facts {
        sender: message.header.sender.label.clone(),
        subject: message.header.label.clone(),
        signed_by: cvr.to_owned(),
        sealed_by: None,
        documents: message
            .body
            .as_ref()
            .map_or(0, |body| u32::try_from(1 + body.additional_documents.len()).unwrap_or(u32::MAX)),
    });
    let sheets = request.sheets.as_ref();
    Ok(KombiTaken {
        transmission: fate.transmission,
        cvr: cvr.to_owned(),
        message_uuid: plan.uuid,
        message_id: request.head.as_ref().and_then(|head| head.message_id.clone()),
        consignment: sheets.map(|sheets| sheets.id.clone()),
        part: plan.part,
        alias: plan.recipient.map(|recipient| recipient.alias.to_owned()),
        blob,
        nature: request.nature.clone(),
        facts,
        pages: sheets.map_or(0, |sheets| sheets.pages),
        title: sheets.map(|sheets| sheets.title.clone()).unwrap_or_default(),
        at: Timestamp::now(),
        late: fate.late,
        double: fate.double,
        missing: fate.missing,
    })
}

/// Stores it unless one of its ids was used; says which of the two.
fn store(app: &App, taken: KombiTaken) -> std::io::Result<bool> {
    app.state.decide(|index| {
        let used = index.memo_owner(&taken.message_uuid).is_some()
            || taken.consignment.as_ref().is_some_and(|id| index.consignment_used(&taken.cvr, id));
        if used {
            let id = taken.message_uuid.to_string();
            (vec![Entry::Repeat { channel: crate::state::Channel::DigitalPost, message_id: id }], false)
        } else {
            (vec![Entry::KombiTaken(Box::new(taken))], true)
        }
    })
}

fn xml(status: StatusCode, body: &str) -> Response {
    let text =
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kombi_response>{body}</kombi_response>\n");
    (status, [(header::CONTENT_TYPE, push::XML)], text).into_response()
}

/// In the shape of `kombi_response_ok.xml`.
fn accepted(transmission: Uuid) -> Response {
    let advice = format!("{}{}", element("AdvisId", "0"), element("AdvisTekst", "Received"));
    let body = format!(
        "<Result>true</Result>{}<HovedoplysningerSvarREST><SvarReaktion><Advis>{advice}</Advis></SvarReaktion>\
         </HovedoplysningerSvarREST>",
        element("TransmissionID", &transmission.to_string())
    );
    xml(StatusCode::OK, &body)
}

fn refused(status: StatusCode, (code, what): &Refusal) -> Response {
    tracing::info!(status = status.as_u16(), code, "KombiPostAfsend refuses");
    let fault = format!("{}{}", element("FejlId", code), element("FejlTekst", what));
    let body = format!(
        "<Result>false</Result><HovedoplysningerSvarREST><SvarReaktion><Fejl>{fault}</Fejl></SvarReaktion>\
         </HovedoplysningerSvarREST>"
    );
    xml(status, &body)
}
