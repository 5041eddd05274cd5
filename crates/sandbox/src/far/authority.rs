//! `Authority`, version 1: who may send, who dispatches for them, and who may act for a mailbox.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use mina::authority::*;
use mina::{Sender, WireId};

use super::accounts::{Answer, LIMITS, known, malformed, progress, status};
use crate::net::Peer;
use crate::outcome::{Outcome, Side};
use crate::shared::{App, Shared};
use crate::soap::{self, Fault, ns};

/// The third is the number of whoever asks.
type Handler = fn(&Shared, &[u8], &str) -> Answer;

static OPERATIONS: [(&str, Handler); 7] = [
    ("getSenders", senders),
    ("getDispatchers", dispatchers),
    ("isSenderAccepted", is_sender_accepted),
    ("getUserAccessRights", rights),
    ("getUserAccessRightsNoConcent", rights_without_consent),
    ("testNewSigner", test_new_signer),
    ("verifyAuthorizedSignatures", verify_signatures),
];

pub(super) async fn handle(
    State(app): State<App>,
    Extension(peer): Extension<Peer>,
    body: Bytes,
) -> Response {
    let called = soap::body_element(&body).filter(|(namespace, _)| namespace == ns::AUTHORITY);
    let found = called.and_then(|(_, name)| OPERATIONS.into_iter().find(|(operation, _)| *operation == name));
    let Some((operation, handler)) = found else {
        return Fault::new(5001, "no operation of the Authority service").v1("getSenders");
    };
    let Some(dispatcher) = app.dispatcher(&peer) else {
        return Fault::new(6005, "the client certificate belongs to no registered dispatcher").v1(operation);
    };
    let answer = handler(&app, &body, &dispatcher.number);
    answer.map_or_else(|fault| fault.v1(operation), soap::whole)
}

fn swedish(app: &Shared) -> Vec<Sender> {
    let senders = app.senders.all().into_iter().filter(|sender| sender.country == Side::Se);
    senders.map(|sender| Sender::new(WireId::new(&sender.number), sender.name.clone())).collect()
}

fn senders(app: &Shared, octets: &[u8], _: &str) -> Answer {
    GetSenders::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    Ok(GetSendersResponse { senders: swedish(app) }.to_xml())
}

/// Here every dispatcher dispatches for itself.
fn dispatchers(app: &Shared, octets: &[u8], _: &str) -> Answer {
    GetDispatchers::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    let all = swedish(app);
    let row = |sender: &Sender| {
        let dispatches = |other: &&Sender| app.senders.dispatches(sender.id.reveal(), other.id.reveal());
        let senders = all.iter().filter(dispatches).map(|other| other.id.clone()).collect();
        Dispatcher { id: sender.id.clone(), name: sender.name.clone(), senders }
    };
    Ok(GetDispatchersResponse { dispatchers: all.iter().map(row).collect() }.to_xml())
}

fn is_sender_accepted(app: &Shared, octets: &[u8], sender: &str) -> Answer {
    let request = IsSenderAccepted::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    let refuses = |outcome| {
        matches!(
            outcome,
            Outcome::Declined
                | Outcome::NotRegistered
                | Outcome::Under18
                | Outcome::Protected
                | Outcome::PublicBody
        )
    };
    let accepted = known(&request.recipient).is_ok_and(|who| !refuses(app.outcome_for(who, sender)));
    Ok(IsSenderAcceptedResponse { accepted }.to_xml())
}

/// Everybody may do everything in their own mailbox; nobody has given anybody a consent.
fn own_rights(user: &WireId) -> UserAccessRightsResult {
    let rights = known(user).ok().filter(|recipient| !recipient.company).map(|_| UserAccessRights {
        id: user.clone(),
        organization_name: None,
        user: user.clone(),
        granted: vec![UserActivity::View, UserActivity::ForwardMessage, UserActivity::EditSettings],
        grant_type: GrantType::AuthorizedSignatory,
        role: None,
    });
    UserAccessRightsResult { rights: rights.into_iter().collect(), problems: Vec::new() }
}

fn rights(_: &Shared, octets: &[u8], _: &str) -> Answer {
    let request = GetUserAccessRights::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    Ok(GetUserAccessRightsResponse { result: own_rights(&request.user) }.to_xml())
}

fn rights_without_consent(_: &Shared, octets: &[u8], _: &str) -> Answer {
    let request = GetUserAccessRightsNoConcent::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    Ok(GetUserAccessRightsNoConcentResponse { result: own_rights(&request.user) }.to_xml())
}

fn test_new_signer(_: &Shared, octets: &[u8], _: &str) -> Answer {
    let request = TestNewSigner::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    let signatures = request.signed_by.len() + usize::from(request.signer.is_some());
    let status = status(known(&request.recipient)?, signatures);
    Ok(TestNewSignerResponse { result: progress(&request.recipient, status) }.to_xml())
}

fn verify_signatures(_: &Shared, octets: &[u8], _: &str) -> Answer {
    let request = VerifyAuthorizedSignatures::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    let status = status(known(&request.recipient)?, request.signatures.len());
    Ok(VerifyAuthorizedSignaturesResponse { result: progress(&request.recipient, status) }.to_xml())
}
