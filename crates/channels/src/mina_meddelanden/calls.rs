//! The calls beside lookup and delivery: what an operator or dispatcher asks of the register, of the Authority and of
//! other operators.

use super::batches::{self, fault_detail};
use super::registered::{IsRegistered, Registered};
use super::{MinaMeddelanden, Tenant, line_of, soap, unknown_sender};
use crate::channel::Hold;
use crate::http::{Answer, Failure};
use bytes::Bytes;
use catalogue::Code;
use letter::{Endpoint, SenderId};
use mina::{AnswerError, Limits, Operation, Service};
use party::PartyId;

/// A call that gave no usable answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {detail}", code.as_str())]
pub struct CallError {
    /// Code in the catalogue.
    pub code: Code,
    /// The request may have had its effect all the same (F8). When false it certainly had none.
    pub in_doubt: bool,
    /// The infrastructure's error code, if a fault carried one.
    pub error_code: Option<u32>,
    /// Technical detail without personal data.
    pub detail: String,
}

impl CallError {
    fn without_effect(code: Code, detail: impl Into<String>) -> CallError {
        CallError { code, in_doubt: false, error_code: None, detail: detail.into() }
    }

    fn in_doubt(code: Code, detail: impl Into<String>) -> CallError {
        CallError { code, in_doubt: true, error_code: None, detail: detail.into() }
    }
}

impl From<Hold> for CallError {
    fn from(hold: Hold) -> CallError {
        CallError::without_effect(hold.problem, hold.detail)
    }
}

impl MinaMeddelanden {
    /// Calls an operation of the register or of its Authority.
    ///
    /// # Errors
    /// Why there is no usable answer, and whether the call may have had its effect.
    pub async fn ask_register<O: Operation + Sync>(
        &self,
        sender: &SenderId,
        operation: &O,
    ) -> Result<O::Answer, CallError> {
        let path = match O::SERVICE {
            Service::Recipient => "Recipient/v3",
            Service::Authority => "Authority",
            Service::Operator => {
                let detail = format!("{} is asked of an operator, not of the register", O::NAME);
                return Err(CallError::without_effect(Code::RouteNotFound, detail));
            }
        };
        let tenant = self.tenant_or_error(sender)?;
        let url = format!("{}/{path}", self.register_url);
        let envelope = Bytes::from(operation.envelope());
        let answer = soap::post(&tenant.client, &url, envelope, self.read_timeout_ms).await;
        let outcome = match &answer {
            Ok(answer) => read::<O>(answer, Code::RegisterAccessDenied, Code::RegisterUnavailable),
            Err(failure) => Err(of_failure(failure, Code::RegisterAccessDenied, Code::RegisterUnavailable)),
        };
        log::<O>(sender, outcome.as_ref().err());
        outcome
    }

    /// Calls an operation of a mailbox operator (`notify`, `deliverForward`), with the same care as a delivery: only at an
    /// allowed https address, at most so many at a time, and not while the operator is left alone (C10, F10).
    ///
    /// # Errors
    /// Why there is no usable answer, and whether the call may have had its effect.
    pub async fn ask_operator<O: Operation + Sync>(
        &self,
        sender: &SenderId,
        endpoint: &Endpoint,
        operation: &O,
    ) -> Result<O::Answer, CallError> {
        if O::SERVICE != Service::Operator {
            let detail = format!("{} is asked of the register, not of an operator", O::NAME);
            return Err(CallError::without_effect(Code::RouteNotFound, detail));
        }
        let tenant = self.tenant_or_error(sender)?;
        self.check_address(endpoint)
            .map_err(|code| CallError::without_effect(code, "the address is not used"))?;
        let line = line_of(endpoint);
        let pass = self.lines.enter(&sender.0, &line, &endpoint.operator_name).await?;
        let envelope = Bytes::from(operation.envelope());
        let outcome =
            match soap::post(&tenant.client, &endpoint.address, envelope, self.read_timeout_ms).await {
                Ok(answer) => {
                    match super::sending::outage(&answer) {
                        Some(cause) => pass.failed(&cause),
                        None => pass.answered(),
                    }
                    read::<O>(&answer, Code::AccessDenied, Code::OperatorUnavailable)
                }
                Err(failure) => {
                    pass.failed(failure.detail());
                    Err(of_failure(&failure, Code::AccessDenied, Code::OperatorUnavailable))
                }
            };
        log::<O>(sender, outcome.as_ref().err());
        outcome
    }

    /// Asks the register who has an account, in the order of the numbers, as carefully as for a lookup (C14, C15).
    pub async fn is_registered(&self, sender: &SenderId, recipients: &[PartyId]) -> Vec<Registered> {
        let Some(tenant) = self.tenant(sender) else {
            let unknown =
                Registered::Unknown { reason: Code::SenderNotAllowed, detail: unknown_sender(sender) };
            return vec![unknown; recipients.len()];
        };
        let url = self.recipient_url();
        batches::ask_all(&self.register(tenant, &url), &IsRegistered, recipients).await
    }

    fn tenant_or_error(&self, sender: &SenderId) -> Result<&Tenant, CallError> {
        let unknown = || CallError::without_effect(Code::SenderNotAllowed, unknown_sender(sender));
        self.tenant(sender).ok_or_else(unknown)
    }
}

fn of_failure(failure: &Failure, denied: Code, unavailable: Code) -> CallError {
    match failure {
        Failure::NotSent(..) if failure.is_certificate_refused() => {
            CallError::without_effect(denied, failure.detail())
        }
        Failure::NotSent(..) => CallError::without_effect(unavailable, failure.detail()),
        Failure::AnswerLost(detail) => CallError::in_doubt(Code::AnswerLost, detail.as_str()),
    }
}

fn read<O: Operation>(answer: &Answer, denied: Code, unavailable: Code) -> Result<O::Answer, CallError> {
    let status = answer.status;
    match O::read_answer(&answer.body, &Limits::default()) {
        Ok(_) if !answer.is_success() => {
            Err(CallError::in_doubt(Code::AnswerUnusable, format!("an answer with status {status}")))
        }
        Ok(found) => Ok(found),
        Err(AnswerError::Fault(fault)) => Err(CallError {
            code: fault.class().code,
            // As for deliveries: a server's fault without a code may come from behind the effect.
            in_doubt: fault.error_code.is_none() && !fault.client_fault,
            error_code: fault.error_code,
            detail: fault_detail(&fault),
        }),
        Err(_) if matches!(status, 401 | 403) => {
            Err(CallError::without_effect(denied, format!("status {status}")))
        }
        Err(_) if (300..500).contains(&status) => {
            Err(CallError::without_effect(unavailable, format!("status {status}")))
        }
        Err(_) if !answer.is_success() => {
            Err(CallError::in_doubt(Code::AnswerUnusable, format!("status {status} without a fault")))
        }
        Err(error) => Err(CallError::in_doubt(Code::AnswerUnusable, crate::scrub(&error.to_string()))),
    }
}

fn log<O: Operation>(sender: &SenderId, error: Option<&CallError>) {
    let problem = error.map_or("", |error| error.code.as_str());
    tracing::info!(channel = "mina_meddelanden", %sender, operation = O::NAME, problem, "asked");
}
