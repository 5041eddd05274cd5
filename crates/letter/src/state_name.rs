//! The public names of states.

use serde::{Deserialize, Serialize};

/// The public name of a state: fixed in `docs/API.md`, shown to callers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateName {
    /// Stored; not yet routed, perhaps waiting for a register that does not answer.
    #[default]
    Accepted,
    /// The switch has decided; the message is being built or sent.
    Routed,
    /// The receiver has it and owes a receipt.
    HandedOver,
    /// It may or may not have arrived.
    InDoubt,
    /// In the mailbox, or printed and posted.
    Delivered,
    /// The recipient has opened it.
    Opened,
    /// It came back.
    Returned,
    /// A person must act.
    NeedsAttention,
    /// Will not be delivered.
    Failed,
    /// Stopped before it left, or dropped by policy.
    Cancelled,
    /// Its time ran out.
    Expired,
}

impl StateName {
    /// All names, in the order of a letter's life.
    pub const ALL: [StateName; 11] = [
        StateName::Accepted,
        StateName::Routed,
        StateName::HandedOver,
        StateName::InDoubt,
        StateName::Delivered,
        StateName::Opened,
        StateName::Returned,
        StateName::NeedsAttention,
        StateName::Failed,
        StateName::Cancelled,
        StateName::Expired,
    ];

    /// The name in APIs and files.
    pub const fn as_str(self) -> &'static str {
        match self {
            StateName::Accepted => "accepted",
            StateName::Routed => "routed",
            StateName::HandedOver => "handed_over",
            StateName::InDoubt => "in_doubt",
            StateName::Delivered => "delivered",
            StateName::Opened => "opened",
            StateName::Returned => "returned",
            StateName::NeedsAttention => "needs_attention",
            StateName::Failed => "failed",
            StateName::Cancelled => "cancelled",
            StateName::Expired => "expired",
        }
    }

    /// The state of that name.
    pub fn parse(name: &str) -> Option<StateName> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Nothing more will be done by the gateway. `Delivered` may still become opened or returned.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            StateName::Delivered
                | StateName::Opened
                | StateName::Returned
                | StateName::Failed
                | StateName::Cancelled
                | StateName::Expired
        )
    }
}
