//! What mailbox operators ask of the register: accounts, preferences, change of operator (G2, G3).
//!
//! A person needs one signature, a company two; who signed is not looked at. With fewer a request waits.

use std::sync::LazyLock;

use mina::account::*;
use mina::{Limits, Sender, WireId, XmlDate};

use super::pending;
use crate::outcome::{Outcome, Side};
use crate::recipients::{self, Operator, TestRecipient};
use crate::shared::Shared;
use crate::soap::{self, Fault, ns};
use crate::state::{Entry, Waiting, WaitingFor, WaitingKind};

pub(super) type Answer = Result<Vec<u8>, Fault>;
type Handler = fn(&Shared, &[u8]) -> Answer;

/// Every operation but the two lookups.
static OPERATIONS: [(&str, &str, Handler); 12] = [
    (ns::R3, "register", register),
    (ns::R3, "deregister", deregister),
    (ns::R3, "getAccountPreferences", get_preferences),
    (ns::R3, "getPendingAccountRequest", pending::get_account),
    (ns::R3, "deletePendingAccountRequest", pending::delete_account),
    (ns::R2, "storeAccountPreferences", store_preferences),
    (ns::R2, "getPendingAccountPreferences", pending::get_preferences),
    (ns::R2, "deletePendingAccountPreferences", pending::delete_preferences),
    (ns::R2, "changeServiceSupplier", change_supplier),
    (ns::R2, "getPendingChangeServiceSupplier", pending::get_supplier),
    (ns::R2, "deletePendingChangeServiceSupplier", pending::delete_supplier),
    (ns::R2, "isAuthorizedSigner", is_authorized_signer),
];

pub(super) static LIMITS: LazyLock<Limits> = LazyLock::new(Limits::default);

/// The answer to one of these operations; `None` when the request is another.
pub(super) fn answer(app: &Shared, octets: &[u8]) -> Option<Answer> {
    let (namespace, name) = soap::body_element(octets)?;
    let (_, _, handler) =
        OPERATIONS.iter().find(|(ns, operation, _)| *ns == namespace && *operation == name)?;
    Some(handler(app, octets))
}

/// A request that is not as the schema has it.
pub(super) fn malformed(error: mina::AnswerError) -> Fault {
    Fault::new(5001, error.to_string())
}

pub(super) fn known(id: &WireId) -> Result<&'static TestRecipient, Fault> {
    recipients::by_number(id.reveal())
        .filter(|recipient| recipient.country == Side::Se)
        .ok_or_else(|| Fault::new(6007, "identity does not exist"))
}

pub(super) fn record(app: &Shared, entries: Vec<Entry>) -> Result<(), Fault> {
    app.state.decide(|_| (entries, ())).map_err(|error| {
        tracing::error!(%error, "state not written");
        Fault::new(4000, "the sandbox cannot write its data folder")
    })
}

/// Who may have an account at all (G3).
fn may_have_account(app: &Shared, recipient: &TestRecipient) -> Result<(), Fault> {
    match app.outcome(recipient) {
        Outcome::Protected => Err(Fault::new(6006, "recipient has protected identity")),
        Outcome::Under18 | Outcome::PublicBody => {
            Err(Fault::new(6004, "no mailbox for this kind of recipient"))
        }
        _ => Ok(()),
    }
}

fn has_account(app: &Shared, recipient: &TestRecipient) -> Result<(), Fault> {
    may_have_account(app, recipient)?;
    if app.outcome(recipient) == Outcome::NotRegistered {
        return Err(Fault::new(8002, "no such account"));
    }
    Ok(())
}

fn operator(number: &str) -> Result<Operator, Fault> {
    Operator::ALL
        .into_iter()
        .find(|operator| operator.organisation_number() == number.trim())
        .ok_or_else(|| Fault::new(8004, "no such mailbox operator"))
}

/// Whether so many signatures are enough for this recipient.
pub(super) fn status(recipient: &TestRecipient, signatures: usize) -> AuthorizationStatus {
    let needed = if recipient.company { 2 } else { 1 };
    if signatures >= needed { AuthorizationStatus::Complete } else { AuthorizationStatus::Incomplete }
}

pub(super) fn progress(id: &WireId, status: AuthorizationStatus) -> SignatureAuthorizationResult {
    SignatureAuthorizationResult {
        id: Some(id.clone()),
        signed_by: Vec::new(),
        status: Some(status),
        timestamp: Some(jiff::Timestamp::now().to_string()),
        text: None,
        possible_signers: Vec::new(),
    }
}

/// Carries a request out when enough have signed, else lets it wait.
fn sign(
    app: &Shared,
    id: &WireId,
    recipient: &TestRecipient,
    signatures: usize,
    request: Waiting,
) -> Result<SignatureAuthorizationResult, Fault> {
    let alias = recipient.alias.to_owned();
    let status = status(recipient, signatures);
    let entries = if status == AuthorizationStatus::Complete {
        let kind = request.what.kind();
        vec![carried_out(alias.clone(), request.what)?, Entry::WaitedFor { alias, kind }]
    } else {
        vec![Entry::Waits { alias, request }]
    };
    record(app, entries)?;
    Ok(progress(id, status))
}

fn carried_out(alias: String, what: WaitingFor) -> Result<Entry, Fault> {
    Ok(match what {
        WaitingFor::Account { open: true, supplier } => {
            Entry::Outcome { alias, outcome: Some(Outcome::Reachable), operator: Some(operator(&supplier)?) }
        }
        WaitingFor::Account { open: false, .. } => {
            Entry::Outcome { alias, outcome: Some(Outcome::NotRegistered), operator: None }
        }
        WaitingFor::Preferences { senders } => Entry::Accepts { alias, senders },
        WaitingFor::Supplier { supplier } => {
            Entry::Outcome { alias, outcome: None, operator: Some(operator(&supplier)?) }
        }
    })
}

fn account(request: &AccountRequest) -> Result<Waiting, Fault> {
    operator(&request.service_supplier)?;
    let open = request.request_type == AccountRequestType::Create;
    Ok(Waiting {
        what: WaitingFor::Account { open, supplier: request.service_supplier.clone() },
        agreement_text: request.agreement_text.clone(),
        date: request.timestamp.to_string(),
    })
}

fn register(app: &Shared, octets: &[u8]) -> Answer {
    let request = Register::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    let recipient = known(&request.account_request.id)?;
    may_have_account(app, recipient)?;
    let opens = request.account_request.request_type == AccountRequestType::Create;
    if !opens || request.account_type != mina::register::AccountType::Secure {
        return Err(Fault::new(5001, "register opens secure accounts"));
    }
    if app.outcome(recipient) != Outcome::NotRegistered {
        return Err(Fault::new(5007, "the account exists already"));
    }
    let wish = account(&request.account_request)?;
    let result = sign(app, &request.account_request.id, recipient, request.signatures.len(), wish)?;
    Ok(RegisterResponse { result }.to_xml())
}

fn deregister(app: &Shared, octets: &[u8]) -> Answer {
    let request = Deregister::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    let recipient = known(&request.deregister_account.id)?;
    has_account(app, recipient)?;
    if request.deregister_account.request_type != AccountRequestType::Delete {
        return Err(Fault::new(5001, "deregister closes accounts"));
    }
    let wish = account(&request.deregister_account)?;
    let result = sign(app, &request.deregister_account.id, recipient, request.signatures.len(), wish)?;
    Ok(DeregisterResponse { result }.to_xml())
}

/// From whom a recipient takes mail: what it said, else everybody who is connected.
pub(super) fn preferences(id: &WireId, app: &Shared, numbers: Option<Vec<String>>) -> AccountPreferences {
    let swedish = app.senders.all().into_iter().filter(|sender| sender.country == Side::Se);
    let accepted_senders = swedish
        .filter(|sender| numbers.as_ref().is_none_or(|numbers| numbers.contains(&sender.number)))
        .map(|sender| Sender::new(WireId::new(&sender.number), sender.name.clone()))
        .collect();
    AccountPreferences { id: id.clone(), accepted_senders }
}

fn get_preferences(app: &Shared, octets: &[u8]) -> Answer {
    let request = GetAccountPreferences::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    let recipient = known(&request.recipient)?;
    has_account(app, recipient)?;
    let declined = || (app.outcome(recipient) == Outcome::Declined).then(Vec::new);
    let numbers = app.state.accepts(recipient.alias).or_else(declined);
    let preferences = preferences(&request.recipient, app, numbers);
    Ok(GetAccountPreferencesResponse { preferences }.to_xml())
}

fn store_preferences(app: &Shared, octets: &[u8]) -> Answer {
    let request = StoreAccountPreferences::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    let recipient = known(&request.id)?;
    has_account(app, recipient)?;
    let accepted = request.preferences.accepted_senders.iter();
    let senders = accepted.map(|sender| sender.id.reveal().to_owned()).collect();
    let wish = Waiting {
        what: WaitingFor::Preferences { senders },
        agreement_text: request.agreement_text.clone(),
        date: today(),
    };
    let result = sign(app, &request.id, recipient, request.signatures.len(), wish)?;
    Ok(StoreAccountPreferencesResponse { result }.to_xml())
}

fn change_supplier(app: &Shared, octets: &[u8]) -> Answer {
    let request = ChangeServiceSupplier::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    let recipient = known(&request.id)?;
    has_account(app, recipient)?;
    operator(&request.service_supplier)?;
    let wish = Waiting {
        what: WaitingFor::Supplier { supplier: request.service_supplier.clone() },
        agreement_text: request.agreement_text.clone(),
        date: today(),
    };
    let result = sign(app, &request.id, recipient, request.signatures.len(), wish)?;
    Ok(ChangeServiceSupplierResponse { result }.to_xml())
}

fn is_authorized_signer(app: &Shared, octets: &[u8]) -> Answer {
    let request = IsAuthorizedSigner::parse_strictly(octets, &LIMITS).map_err(malformed)?;
    let company = known(&request.company)?;
    if !company.company {
        return Err(Fault::new(5001, "CompanyId is a person's number"));
    }
    let signer = known(&request.user).ok().filter(|user| !user.company);
    let waits = app.state.waiting(company.alias, WaitingKind::Account).is_some();
    let information = AccountInformation {
        status: if waits { CompanyAccountStatus::Pending } else { CompanyAccountStatus::Active },
        signed_by: Vec::new(),
        signature_status: if waits { AuthorizationStatus::Incomplete } else { AuthorizationStatus::Complete },
        service_supplier: app.operator(company).organisation_number().to_owned(),
        agreement_text: None,
    };
    let account = AuthorizedAccount {
        authorized: signer.is_some(),
        user: request.user.clone(),
        company: request.company.clone(),
        company_name: company.name.to_owned(),
        signature_rule: "Två i förening".to_owned(),
        possible_signers: signer
            .map(|user| Person { id: request.user.clone(), name: user.name.to_owned() })
            .into_iter()
            .collect(),
        account: (waits || has_account(app, company).is_ok()).then_some(information),
    };
    Ok(IsAuthorizedSignerResponse { account }.to_xml())
}

fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// The date of a request that was kept.
pub(super) fn date(text: &str) -> Result<XmlDate, Fault> {
    XmlDate::parse(text).ok_or_else(|| Fault::new(4000, "a date of the sandbox's state cannot be read"))
}
