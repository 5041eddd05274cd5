//! Senders and dispatchers that are connected.

use crate::schema::simple::Simple;
use crate::wire::wire_type;
use crate::{Sender, WireId};

wire_type! {
    /// A dispatcher and the senders it is registered for (DP `Dispatcher`).
    Dispatcher in DP {
        /// Organisation number with `16` before it.
        id: one WireId = "Id" as Simple::OrganizationNumber,
        /// Name.
        name: one String = "Name" as Simple::Text(2, 256),
        /// Organisation numbers of its senders.
        senders: any WireId = "Senders" as Simple::OrganizationNumber,
    }
}

wire_type! {
    /// Asks for all connected senders.
    GetSenders in NONE element "getSenders" at AUTHORITY_SERVICE {}
}

wire_type! {
    /// The answer to [`GetSenders`].
    GetSendersResponse in NONE element "getSendersResponse" at AUTHORITY_SERVICE {
        /// The senders.
        senders: any Sender = "return",
    }
}

wire_type! {
    /// Asks for all dispatchers.
    GetDispatchers in NONE element "getDispatchers" at AUTHORITY_SERVICE {}
}

wire_type! {
    /// The answer to [`GetDispatchers`].
    GetDispatchersResponse in NONE element "getDispatchersResponse" at AUTHORITY_SERVICE {
        /// The dispatchers.
        dispatchers: any Dispatcher = "return",
    }
}

wire_type! {
    /// Asks whether a recipient accepts the sender that asks.
    IsSenderAccepted in NONE element "isSenderAccepted" at AUTHORITY_SERVICE {
        /// The recipient.
        recipient: one WireId = "arg0",
    }
}

wire_type! {
    /// The answer to [`IsSenderAccepted`].
    IsSenderAcceptedResponse in NONE element "isSenderAcceptedResponse" at AUTHORITY_SERVICE {
        /// It does.
        accepted: one bool = "return",
    }
}

/// The configured senders that are not connected; empty when all is well (rule A16).
pub fn missing_senders<'a>(configured: &'a [WireId], connected: &[Sender]) -> Vec<&'a WireId> {
    configured.iter().filter(|id| !connected.iter().any(|sender| sender.id == **id)).collect()
}

/// Whether a dispatcher is registered for a sender (rule A15). A sender that dispatches for itself needs no row for it
/// beyond its own.
pub fn is_registered_for(dispatchers: &[Dispatcher], dispatcher: &WireId, sender: &WireId) -> bool {
    let own = dispatcher == sender;
    dispatchers.iter().any(|row| row.id == *dispatcher && (own || row.senders.contains(sender)))
}
