//! Requests that wait for more signatures: looking at them and taking them back.

use mina::WireId;
use mina::account::*;
use mina::register::ServiceSupplier;

use super::accounts::{Answer, LIMITS, date, known, malformed, preferences, progress, record};
use crate::recipients::{Operator, TestRecipient};
use crate::shared::Shared;
use crate::soap::Fault;
use crate::state::{Entry, Waiting, WaitingFor, WaitingKind};

fn waiting(app: &Shared, recipient: &TestRecipient, kind: WaitingKind) -> Result<Waiting, Fault> {
    app.state.waiting(recipient.alias, kind).ok_or_else(|| Fault::new(5003, "no such request waits"))
}

/// Takes a request back; it must be there.
fn take_back(app: &Shared, id: &WireId, kind: WaitingKind) -> Result<&'static TestRecipient, Fault> {
    let recipient = known(id)?;
    waiting(app, recipient, kind)?;
    record(app, vec![Entry::WaitedFor { alias: recipient.alias.to_owned(), kind }])?;
    Ok(recipient)
}

pub(super) fn get_account(app: &Shared, octets: &[u8]) -> Answer {
    let request = GetPendingAccountRequest::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    let mut pending = Vec::new();
    for id in &request.recipients {
        let Some(waits) = app.state.waiting(known(id)?.alias, WaitingKind::Account) else { continue };
        let WaitingFor::Account { open, supplier } = waits.what else { continue };
        let account_request = AccountRequest {
            id: id.clone(),
            request_type: if open { AccountRequestType::Create } else { AccountRequestType::Delete },
            agreement_text: waits.agreement_text,
            timestamp: date(&waits.date)?,
            service_supplier: supplier,
        };
        let signature_status = progress(id, AuthorizationStatus::Incomplete);
        pending.push(PendingRequest { account_request, signature_status });
    }
    Ok(GetPendingAccountRequestResponse { pending }.to_xml())
}

pub(super) fn delete_account(app: &Shared, octets: &[u8]) -> Answer {
    let request = DeletePendingAccountRequest::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    take_back(app, &request.recipient, WaitingKind::Account)?;
    Ok(DeletePendingAccountRequestResponse {}.to_xml())
}

pub(super) fn get_preferences(app: &Shared, octets: &[u8]) -> Answer {
    let request = GetPendingAccountPreferences::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    let waits = waiting(app, known(&request.id)?, WaitingKind::Preferences)?;
    let senders = match waits.what {
        WaitingFor::Preferences { senders } => senders,
        _ => Vec::new(),
    };
    let pending = PendingAccountPreferences {
        preferences: preferences(&request.id, app, Some(senders)),
        pending_signatures: progress(&request.id, AuthorizationStatus::Incomplete),
    };
    Ok(GetPendingAccountPreferencesResponse { pending }.to_xml())
}

pub(super) fn delete_preferences(app: &Shared, octets: &[u8]) -> Answer {
    let request = DeletePendingAccountPreferences::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    take_back(app, &request.identity.id, WaitingKind::Preferences)?;
    Ok(DeletePendingAccountPreferencesResponse { identity: request.identity }.to_xml())
}

fn supplier(app: &Shared, operator: Operator) -> ServiceSupplier {
    ServiceSupplier::new(operator.organisation_number(), operator.name(), app.urls.operator(operator))
}

pub(super) fn get_supplier(app: &Shared, octets: &[u8]) -> Answer {
    let request = GetPendingChangeServiceSupplier::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    let waits = waiting(app, known(&request.id)?, WaitingKind::Supplier)?;
    let wanted = match &waits.what {
        WaitingFor::Supplier { supplier } => supplier.as_str(),
        _ => "",
    };
    let operator = Operator::ALL.into_iter().find(|operator| operator.organisation_number() == wanted);
    let pending = PendingChangeServiceSupplier {
        supplier: operator.map(|operator| supplier(app, operator)),
        pending_signatures: progress(&request.id, AuthorizationStatus::Incomplete),
    };
    Ok(GetPendingChangeServiceSupplierResponse { pending }.to_xml())
}

pub(super) fn delete_supplier(app: &Shared, octets: &[u8]) -> Answer {
    let request = DeletePendingChangeServiceSupplier::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    let recipient = take_back(app, &request.identity.id, WaitingKind::Supplier)?;
    let supplier = supplier(app, app.operator(recipient));
    Ok(DeletePendingChangeServiceSupplierResponse { supplier }.to_xml())
}
