//! Who can be reached, and where: isReachable for every letter (C4 to C13).

use super::batches::Question;
use catalogue::Code;
use letter::{Endpoint, Lookup};
use mina::register::{self, Reachability, RequestError};
use mina::{AnswerError, Limits, WireId};

/// isReachable, for a sender.
pub(super) struct Reachable<'a> {
    pub(super) sender: &'a WireId,
    pub(super) allowed_hosts: &'a [String],
}

impl Question for Reachable<'_> {
    type Answer = Lookup;

    fn envelope(&self, batch: &[WireId]) -> Result<Vec<u8>, RequestError> {
        register::is_reachable_request(self.sender, batch)
    }

    fn rows(&self, body: &[u8], batch: &[WireId]) -> Result<Vec<(WireId, Lookup)>, AnswerError> {
        let answer = register::parse_is_reachable_response(body, &Limits::default())?;
        let decide = |id: &WireId| of_decision(answer.decide(id, Some(self.allowed_hosts)));
        Ok(batch.iter().map(|id| (id.clone(), decide(id))).collect())
    }

    fn no(&self, reason: Code) -> Lookup {
        Lookup::No { reason }
    }

    fn unknown(&self, reason: Code, detail: String) -> Lookup {
        Lookup::Unknown { reason, detail: Some(detail) }
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
            Lookup::No { reason }
        }
        Reachability::Unknown(reason) => {
            Lookup::Unknown { reason, detail: Some("no usable row for this recipient".to_owned()) }
        }
    }
}
