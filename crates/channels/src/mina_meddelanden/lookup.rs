//! Who can be reached, and where: isReachable for every letter (C4 to C15).

use super::Tenant;
use super::soap;
use crate::http::{Answer, Failure};
use crate::scrub::foreign_id;
use bytes::Bytes;
use catalogue::Code;
use letter::{Endpoint, Lookup};
use mina::register::{self, Reachability};
use mina::{AnswerError, Fault, Limits, WireId};
use party::{Country, PartyId};
use std::collections::HashMap;

/// Calls beyond one for each batch: finding one culprit among a thousand numbers takes about twenty.
const MORE_CALLS_MAX: usize = 64;

/// Where and how to ask.
pub(super) struct Register<'a> {
    pub(super) tenant: &'a Tenant,
    pub(super) url: &'a str,
    pub(super) allowed_hosts: &'a [String],
    pub(super) read_timeout_ms: u64,
    pub(super) batch: usize,
}

/// Answers in the order of the questions.
pub(super) async fn look_up(register: &Register<'_>, recipients: &[PartyId]) -> Vec<Lookup> {
    let mut answers: HashMap<WireId, Lookup> = HashMap::with_capacity(recipients.len());
    let mut questions: Vec<WireId> = Vec::with_capacity(recipients.len());
    for recipient in recipients {
        let id = WireId::from(recipient);
        if answers.contains_key(&id) {
            continue;
        }
        let fit = recipient.country() == Country::Se && id.is_well_formed();
        let first =
            if fit { unknown(Code::RegisterUnavailable, "not asked") } else { no(Code::NotAddressable) };
        if fit {
            questions.push(id.clone());
        }
        answers.insert(id, first);
    }
    let mut batches: Vec<Vec<WireId>> = questions.chunks(register.batch).map(<[WireId]>::to_vec).collect();
    batches.reverse();
    for _ in 0..batches.len() + MORE_CALLS_MAX {
        let Some(batch) = batches.pop() else { break };
        match ask(register, &batch).await {
            Said::Rows(rows) => answers.extend(rows),
            // C15: one number spoils the whole call; halves show which.
            Said::Fault(_) if batch.len() > 1 => {
                let (left, right) = batch.split_at(batch.len() / 2);
                batches.push(right.to_vec());
                batches.push(left.to_vec());
            }
            Said::Fault(lookup) | Said::Nothing(lookup) => {
                answers.extend(batch.into_iter().map(|id| (id, lookup.clone())));
            }
        }
    }
    let missing = || unknown(Code::RegisterUnavailable, "not asked");
    recipients
        .iter()
        .map(|recipient| answers.get(&WireId::from(recipient)).cloned().unwrap_or_else(missing))
        .collect()
}

fn no(reason: Code) -> Lookup {
    Lookup::No { reason }
}

fn unknown(reason: Code, detail: impl Into<String>) -> Lookup {
    Lookup::Unknown { reason, detail: Some(detail.into()) }
}

/// What one call said.
enum Said {
    /// One answer for each.
    Rows(Vec<(WireId, Lookup)>),
    /// A fault about somebody in the batch; what it means when the batch is one.
    Fault(Lookup),
    /// Nothing about anybody.
    Nothing(Lookup),
}

async fn ask(register: &Register<'_>, batch: &[WireId]) -> Said {
    let request = match register::is_reachable_request(&register.tenant.wire_id, batch) {
        Ok(request) => Bytes::from(request),
        Err(error) => return Said::Nothing(unknown(Code::RegisterAnswerUnusable, error.to_string())),
    };
    match soap::post(&register.tenant.client, register.url, request, register.read_timeout_ms).await {
        Ok(answer) => read(&answer, batch, register.allowed_hosts),
        Err(failure) => Said::Nothing(of_failure(&failure)),
    }
}

fn of_failure(failure: &Failure) -> Lookup {
    let refused = failure.is_certificate_refused();
    unknown(if refused { Code::RegisterAccessDenied } else { Code::RegisterUnavailable }, failure.detail())
}

/// Reads an answer of the register, never taking more from it than it says (C11, F17).
fn read(answer: &Answer, batch: &[WireId], allowed_hosts: &[String]) -> Said {
    let status = answer.status;
    match register::parse_is_reachable_response(&answer.body, &Limits::default()) {
        Ok(rows) if answer.is_success() => {
            let decided =
                batch.iter().map(|id| (id.clone(), of_decision(rows.decide(id, Some(allowed_hosts)))));
            Said::Rows(decided.collect())
        }
        Err(AnswerError::Fault(fault)) => of_fault(&fault),
        Ok(_) => {
            Said::Nothing(unknown(Code::RegisterAnswerUnusable, format!("an answer with status {status}")))
        }
        Err(_) if !answer.is_success() => {
            let denied = matches!(status, 401 | 403);
            let reason = if denied { Code::RegisterAccessDenied } else { Code::RegisterUnavailable };
            Said::Nothing(unknown(reason, format!("status {status}")))
        }
        Err(error) => Said::Nothing(unknown(Code::RegisterAnswerUnusable, crate::scrub(&error.to_string()))),
    }
}

fn of_decision(decision: Reachability) -> Lookup {
    match decision {
        Reachability::Deliverable(place) => Lookup::Yes {
            reason: Code::MailboxOpen,
            endpoint: Some(Endpoint {
                address: place.address,
                operator_id: place.supplier_id,
                operator_name: place.supplier_name,
            }),
        },
        Reachability::NotDeliverable(reason) => {
            if matches!(reason, Code::InsecureServiceAddress | Code::UnsupportedSupplier) {
                // C10: somebody must look at it, the letter goes on.
                tracing::warn!(
                    channel = "mina_meddelanden",
                    reason = reason.as_str(),
                    "the register named an address that is not used"
                );
            }
            no(reason)
        }
        Reachability::Unknown(reason) => unknown(reason, "no usable row for this recipient"),
    }
}

/// Faults that say something about the recipient; all others say nothing about anybody (C12).
fn of_fault(fault: &Fault) -> Said {
    let class = fault.class();
    let detail = fault_detail(fault);
    match class.code {
        Code::ProtectedIdentity | Code::CompanyFormUnsupported | Code::NotInRegister => {
            Said::Fault(no(class.code))
        }
        Code::AccountMissing => Said::Fault(no(Code::NotRegistered)),
        // Something in the question is wrong; in a batch of one it is not the culprit's mailbox that we learn of.
        Code::InputRefused | Code::OperatorRejected => {
            Said::Fault(unknown(Code::RegisterAnswerUnusable, detail))
        }
        Code::AccessDenied | Code::SenderUnknown | Code::DispatcherNotApproved | Code::SignatureRefused => {
            Said::Nothing(unknown(Code::RegisterAccessDenied, detail))
        }
        _ => Said::Nothing(unknown(Code::RegisterUnavailable, detail)),
    }
}

/// Code, words and call id of a fault, without numbers (F6, H4).
pub(super) fn fault_detail(fault: &Fault) -> String {
    let code =
        fault.error_code.map_or_else(|| "fault without code".to_owned(), |code| format!("fault {code}"));
    let call_id = fault.call_id.as_deref().and_then(foreign_id).map(|id| format!("call {id}"));
    let words = crate::scrub(&fault.description);
    let parts = [Some(code), Some(words).filter(|words| !words.is_empty()), call_id];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}
