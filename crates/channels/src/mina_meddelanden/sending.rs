//! What an operator's answer to deliverSecure means (F2 to F9, §6).

use super::batches::fault_detail;
use crate::channel::Delivery;
use crate::http::{Answer, Failure};
use crate::scrub::foreign_id;
use catalogue::Code;
use letter::Outcome;
use mina::{AnswerError, Fault, Limits, WireId};

/// Whether an answer says that the operator is out of order, and in what words: a server error that no service wrote.
pub(super) fn outage(answer: &Answer) -> Option<String> {
    let wordless = || !matches!(mina::parse_fault(&answer.body, &Limits::default()), Ok(Some(_)));
    (answer.status >= 500 && wordless()).then(|| format!("status {}", answer.status))
}

/// Whether the infrastructure refused the sender itself rather than this letter (F7).
pub(super) fn refusal_of_sender(delivery: &Delivery) -> Option<Code> {
    const REFUSALS: [Code; 4] =
        [Code::AccessDenied, Code::SignatureRefused, Code::SenderUnknown, Code::DispatcherNotApproved];
    match &delivery.outcome {
        Outcome::Refused { problem, .. } | Outcome::Retry { problem, .. } => {
            REFUSALS.into_iter().find(|code| code == problem)
        }
        _ => None,
    }
}

/// An exchange that failed.
pub(super) fn of_failure(failure: &Failure) -> Outcome {
    let detail = Some(failure.detail().to_owned());
    match failure {
        Failure::NotSent(..) if failure.is_certificate_refused() => {
            Outcome::Retry { problem: Code::AccessDenied, detail }
        }
        Failure::NotSent(..) => Outcome::Retry { problem: Code::OperatorUnavailable, detail },
        Failure::AnswerLost(_) => Outcome::InDoubt { problem: Code::AnswerLost, detail },
    }
}

/// An answer that came whole.
pub(super) fn of_answer(answer: &Answer, recipient: &WireId) -> Outcome {
    let status = answer.status;
    let doubt = |problem, detail: String| Outcome::InDoubt { problem, detail: Some(detail) };
    match mina::parse_deliver_secure_response(&answer.body, &Limits::default()) {
        Ok(result) if answer.is_success() => {
            let transmission_id = result.transaction_id.as_deref().and_then(foreign_id);
            let named = transmission_id.as_ref().map(|id| format!("TransId {id}"));
            match result.outcome_for(recipient) {
                mina::Outcome::Delivered => Outcome::Delivered { transmission_id, raw: None },
                mina::Outcome::NotDelivered => {
                    Outcome::NotDelivered { problem: Code::OperatorRefused, detail: named, raw: None }
                }
                mina::Outcome::InDoubt(problem) => Outcome::InDoubt { problem, detail: named },
            }
        }
        Ok(_) => doubt(Code::AnswerUnusable, format!("a result with status {status}")),
        Err(AnswerError::Fault(fault)) => of_fault(&fault),
        Err(_) if !answer.is_success() => of_status(answer),
        Err(error) => doubt(Code::AnswerUnusable, crate::scrub(&error.to_string())),
    }
}

/// A fault is a definite answer (§6, F4, F7).
pub(super) fn of_fault(fault: &Fault) -> Outcome {
    let class = fault.class();
    let (problem, detail, raw) = (class.code, Some(fault_detail(fault)), None);
    match problem {
        // A server's fault without a code may come from anything on the way, also from behind a delivery.
        _ if fault.error_code.is_none() && !fault.client_fault => {
            Outcome::InDoubt { problem: Code::AnswerUnusable, detail }
        }
        Code::CompanyFormUnsupported
        | Code::ProtectedIdentity
        | Code::NotInRegister
        | Code::AccountMissing => Outcome::NotDelivered { problem, detail, raw },
        // 5004 "job not complete" and 5013 "notification failed": the letter may well lie in the mailbox.
        Code::OperatorBusy | Code::NotificationDropped => {
            Outcome::InDoubt { problem: Code::AnswerUnusable, detail }
        }
        _ if class.retryable => Outcome::Retry { problem, detail },
        _ => Outcome::Refused { problem, detail, raw },
    }
}

/// A status without a fault comes from a web server or gateway before the service.
pub(super) fn of_status(answer: &Answer) -> Outcome {
    let after = answer.retry_after.as_ref().map(|after| format!("; retry after {after}")).unwrap_or_default();
    let detail = Some(format!("status {} without a fault{after}", answer.status));
    match answer.status {
        401 | 403 => Outcome::Retry { problem: Code::AccessDenied, detail },
        413 => Outcome::Refused { problem: Code::MaximumExceeded, detail, raw: None },
        429 => Outcome::Retry { problem: Code::OperatorBusy, detail },
        300..=399 | 404 | 405 | 408 | 410 => Outcome::Retry { problem: Code::OperatorUnavailable, detail },
        400..=499 => Outcome::Refused { problem: Code::OperatorRejected, detail, raw: None },
        // Who says when to come back has not tried. A bare 5xx, a 503 too, may come from a gateway that gave up on a
        // service which went on: it is in doubt (F8), since only what failed before it left is certain (F9).
        503 if answer.retry_after.is_some() => Outcome::Retry { problem: Code::OperatorBusy, detail },
        _ => Outcome::InDoubt { problem: Code::AnswerUnusable, detail },
    }
}
