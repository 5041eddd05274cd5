//! Does the register know a sender, and its dispatcher (R13, A15, A16)?

use super::{MinaMeddelanden, Tenant};
use crate::channel::Standing;
use letter::SenderId;
use mina::WireId;
use mina::authority::GetDispatchers;

impl MinaMeddelanden {
    /// Asks for all dispatchers: the certificate's holder must be among them, for this sender.
    pub(super) async fn ask_standing(&self, sender: &SenderId, tenant: &Tenant) -> Standing {
        let dispatchers = match self.ask_register(sender, &GetDispatchers {}).await {
            Ok(answer) => answer.dispatchers,
            Err(error) => return Standing::Unknown(error.to_string()),
        };
        let holder = WireId::new(&tenant.holder);
        match dispatchers.iter().find(|dispatcher| dispatcher.id == holder) {
            None => Standing::NotRegistered("the register does not know this gateway as a dispatcher"),
            Some(found) if found.senders.contains(&tenant.wire_id) => Standing::Registered,
            Some(_) => {
                Standing::NotRegistered("the register does not have this gateway as the sender's dispatcher")
            }
        }
    }
}
