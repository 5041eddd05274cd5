//! Asking the register about many at once (C14, C15): numbers are judged first, duplicates asked once, long lists split,
//! and a batch that faults is halved until the one who spoils it is found.

use super::soap;
use crate::http::{Answer, Failure};
use crate::scrub::foreign_id;
use bytes::Bytes;
use catalogue::Code;
use mina::register::RequestError;
use mina::{AnswerError, Fault, WireId};
use party::{Country, PartyId};
use std::collections::HashMap;

/// Calls beyond one for each batch: finding one culprit among a thousand numbers takes about twenty.
const MORE_CALLS_MAX: usize = 64;

/// Where to ask, and how many at a time.
pub(super) struct Register<'a> {
    pub(super) client: &'a reqwest::Client,
    pub(super) url: &'a str,
    pub(super) read_timeout_ms: u64,
    pub(super) batch: usize,
}

/// A question that is asked about many: how it is written, what an answer to it says, and the two answers that are no
/// row of it.
pub(super) trait Question: Sync {
    type Answer: Clone + Send;
    fn envelope(&self, batch: &[WireId]) -> Result<Vec<u8>, RequestError>;
    /// The rows of a good answer, one for each number of the batch.
    fn rows(&self, body: &[u8], batch: &[WireId]) -> Result<Vec<(WireId, Self::Answer)>, AnswerError>;
    fn no(&self, reason: Code) -> Self::Answer;
    fn unknown(&self, reason: Code, detail: String) -> Self::Answer;
}

/// What one call said.
enum Said<A> {
    /// One answer for each.
    Rows(Vec<(WireId, A)>),
    /// A fault about somebody in the batch; what it means when the batch is one.
    Fault(A),
    /// Nothing about anybody.
    Nothing(A),
}

/// Answers in the order of the numbers.
pub(super) async fn ask_all<Q: Question>(
    register: &Register<'_>,
    question: &Q,
    recipients: &[PartyId],
) -> Vec<Q::Answer> {
    let not_asked = || question.unknown(Code::RegisterUnavailable, "not asked".to_owned());
    let mut answers: HashMap<WireId, Q::Answer> = HashMap::with_capacity(recipients.len());
    let mut fit: Vec<WireId> = Vec::with_capacity(recipients.len());
    for recipient in recipients {
        let id = WireId::from(recipient);
        if answers.contains_key(&id) {
            continue;
        }
        let addressable = recipient.country() == Country::Se && id.is_well_formed();
        let first = if addressable { not_asked() } else { question.no(Code::NotAddressable) };
        if addressable {
            fit.push(id.clone());
        }
        answers.insert(id, first);
    }
    let mut batches: Vec<Vec<WireId>> = fit.chunks(register.batch.max(1)).map(<[WireId]>::to_vec).collect();
    batches.reverse();
    for _ in 0..batches.len() + MORE_CALLS_MAX {
        let Some(batch) = batches.pop() else { break };
        match ask(register, question, &batch).await {
            Said::Rows(rows) => answers.extend(rows),
            Said::Fault(_) if batch.len() > 1 => {
                let (left, right) = batch.split_at(batch.len() / 2);
                batches.push(right.to_vec());
                batches.push(left.to_vec());
            }
            Said::Fault(answer) | Said::Nothing(answer) => {
                answers.extend(batch.into_iter().map(|id| (id, answer.clone())));
            }
        }
    }
    recipients
        .iter()
        .map(|recipient| answers.get(&WireId::from(recipient)).cloned().unwrap_or_else(not_asked))
        .collect()
}

async fn ask<Q: Question>(register: &Register<'_>, question: &Q, batch: &[WireId]) -> Said<Q::Answer> {
    let request = match question.envelope(batch) {
        Ok(request) => Bytes::from(request),
        Err(error) => {
            return Said::Nothing(question.unknown(Code::RegisterAnswerUnusable, error.to_string()));
        }
    };
    match soap::post(register.client, register.url, request, register.read_timeout_ms).await {
        Ok(answer) => read(question, &answer, batch),
        Err(failure) => Said::Nothing(of_failure(question, &failure)),
    }
}

fn of_failure<Q: Question>(question: &Q, failure: &Failure) -> Q::Answer {
    let refused = failure.is_certificate_refused();
    let reason = if refused { Code::RegisterAccessDenied } else { Code::RegisterUnavailable };
    question.unknown(reason, failure.detail().to_owned())
}

/// Reads an answer of the register, never taking more from it than it says (C11, F17).
fn read<Q: Question>(question: &Q, answer: &Answer, batch: &[WireId]) -> Said<Q::Answer> {
    let status = answer.status;
    let nothing = |reason, detail: String| Said::Nothing(question.unknown(reason, detail));
    match question.rows(&answer.body, batch) {
        Ok(rows) if answer.is_success() => Said::Rows(rows),
        Err(AnswerError::Fault(fault)) => of_fault(question, &fault),
        Ok(_) => nothing(Code::RegisterAnswerUnusable, format!("an answer with status {status}")),
        Err(_) if !answer.is_success() => {
            let denied = matches!(status, 401 | 403);
            let reason = if denied { Code::RegisterAccessDenied } else { Code::RegisterUnavailable };
            nothing(reason, format!("status {status}"))
        }
        Err(error) => nothing(Code::RegisterAnswerUnusable, crate::scrub(&error.to_string())),
    }
}

/// Faults that say something about the recipient; all others say nothing about anybody (C12).
fn of_fault<Q: Question>(question: &Q, fault: &Fault) -> Said<Q::Answer> {
    let class = fault.class();
    let detail = fault_detail(fault);
    match class.code {
        Code::ProtectedIdentity | Code::CompanyFormUnsupported | Code::NotInRegister => {
            Said::Fault(question.no(class.code))
        }
        Code::AccountMissing => Said::Fault(question.no(Code::NotRegistered)),
        // Something in the question is wrong; in a batch of one it is not the culprit's mailbox that we learn of.
        Code::InputRefused | Code::OperatorRejected => {
            Said::Fault(question.unknown(Code::RegisterAnswerUnusable, detail))
        }
        Code::AccessDenied | Code::SenderUnknown | Code::DispatcherNotApproved | Code::SignatureRefused => {
            Said::Nothing(question.unknown(Code::RegisterAccessDenied, detail))
        }
        _ => Said::Nothing(question.unknown(Code::RegisterUnavailable, detail)),
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
