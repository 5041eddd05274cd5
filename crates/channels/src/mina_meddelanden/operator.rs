//! Handing a sealed delivery to the operator that the lookup named (F1).

use super::{MinaMeddelanden, line_of, notify, sending, soap, unknown_sender};
use crate::channel::{DeliverJob, Delivery, Hold};
use bytes::Bytes;
use catalogue::Code;
use letter::{Endpoint, Outcome, Route, SenderId};
use mina::{SealedDelivery, WireId};

fn refused(problem: Code, detail: impl Into<String>) -> Delivery {
    Delivery { outcome: Outcome::Refused { problem, detail: Some(detail.into()), raw: None }, answer: None }
}

impl MinaMeddelanden {
    /// Whether an attempt on this route may begin now (F7, F10).
    pub(super) fn admitted(&self, sender: &SenderId, route: &Route) -> Result<(), Hold> {
        match &route.endpoint {
            Some(endpoint) => self.lines.admit(&sender.0, &line_of(endpoint), &endpoint.operator_name),
            None => Ok(()),
        }
    }

    pub(super) async fn hand_over(&self, job: DeliverJob) -> Delivery {
        let Some(tenant) = self.tenant(&job.sender) else {
            return refused(Code::SenderNotAllowed, unknown_sender(&job.sender));
        };
        let Some(endpoint) = &job.route.endpoint else {
            return refused(Code::NoServiceSupplier, "the route names no address");
        };
        // Checked once more: it may have been stored under another configuration (C10).
        if let Err(code) = self.check_address(endpoint) {
            return refused(code, "the operator's address is not used");
        }
        // The stored octets as they are: nothing is parsed, normalised or written anew (E20).
        let notification = notify::is_notification(&job.bytes);
        let envelope = match SealedDelivery::from_octets(job.bytes.to_vec()) {
            _ if notification => job.bytes.clone(),
            Ok(sealed) => Bytes::from(mina::deliver_secure_envelope(&sealed)),
            Err(error) => return refused(Code::BlobDamaged, error.to_string()),
        };
        let line = line_of(endpoint);
        let pass = match self.lines.enter(&job.sender.0, &line, &endpoint.operator_name).await {
            Ok(pass) => pass,
            Err(Hold { problem, detail, .. }) => {
                return Delivery { outcome: Outcome::Retry { problem, detail: Some(detail) }, answer: None };
            }
        };
        let delivery =
            match soap::post(&tenant.client, &endpoint.address, envelope, self.read_timeout_ms).await {
                Ok(answer) => {
                    match sending::outage(&answer) {
                        Some(cause) => pass.failed(&cause),
                        None => pass.answered(),
                    }
                    let of_answer = if notification { notify::of_answer } else { sending::of_answer };
                    let outcome = of_answer(&answer, &WireId::from(&job.recipient));
                    Delivery { outcome, answer: Some(answer.body) }
                }
                Err(failure) => {
                    pass.failed(failure.detail());
                    Delivery { outcome: sending::of_failure(&failure), answer: None }
                }
            };
        self.lines.sender_refused(&job.sender.0, sending::refusal_of_sender(&delivery));
        let outcome = crate::log::word(&delivery.outcome);
        let operator = endpoint.operator_id.as_str();
        tracing::info!(channel = "mina_meddelanden", sender = %job.sender, message = %job.message_uuid, operator, outcome, "sent");
        delivery
    }

    /// Whether an operator's address may be used: https, and of an allowed host (C10).
    pub(super) fn check_address(&self, endpoint: &Endpoint) -> Result<(), Code> {
        match mina::check_address(&endpoint.address, Some(&self.allowed_hosts)) {
            Ok(()) => Ok(()),
            Err(mina::AddressProblem::UnknownHost) => Err(Code::UnsupportedSupplier),
            Err(_) => Err(Code::InsecureServiceAddress),
        }
    }
}
