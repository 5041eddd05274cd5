//! Where a letter stands in the balance sheet: every accepted letter in exactly one place.

use crate::{ChannelKind, State, StateName};
use serde::{Deserialize, Serialize};

/// A line of the balance sheet. Their sum is what was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bin {
    /// In the mailbox.
    Delivered,
    /// Opened by the recipient.
    Opened,
    /// On paper: posted by a print service, or printed at the desk.
    Printed,
    /// Came back.
    Returned,
    /// Taken back, or needless.
    Cancelled,
    /// Its time ran out.
    Expired,
    /// Will not be delivered.
    Failed,
    /// Lies with a person.
    WithPerson,
    /// Under way: accepted.
    Accepted,
    /// Under way: routed.
    Routed,
    /// Under way: the receiver has it and owes a receipt.
    HandedOver,
    /// Under way: it may or may not have arrived.
    InDoubt,
}

impl Bin {
    /// Every line, in the order of the sheet.
    pub const ALL: [Bin; 12] = [
        Bin::Delivered,
        Bin::Opened,
        Bin::Printed,
        Bin::Returned,
        Bin::Cancelled,
        Bin::Expired,
        Bin::Failed,
        Bin::WithPerson,
        Bin::Accepted,
        Bin::Routed,
        Bin::HandedOver,
        Bin::InDoubt,
    ];

    /// The line of a letter, by what the lists know of it: state, channel, and whether a person must look.
    pub const fn of(name: StateName, channel: Option<ChannelKind>, attention: bool) -> Bin {
        match name {
            StateName::Delivered if matches!(channel, Some(ChannelKind::Print | ChannelKind::Desk)) => {
                Bin::Printed
            }
            StateName::Delivered => Bin::Delivered,
            StateName::Opened => Bin::Opened,
            StateName::Returned => Bin::Returned,
            StateName::Cancelled => Bin::Cancelled,
            StateName::Expired => Bin::Expired,
            StateName::Failed => Bin::Failed,
            StateName::NeedsAttention => Bin::WithPerson,
            _ if attention => Bin::WithPerson,
            StateName::Accepted => Bin::Accepted,
            StateName::Routed => Bin::Routed,
            StateName::HandedOver => Bin::HandedOver,
            StateName::InDoubt => Bin::InDoubt,
        }
    }

    /// The line of a letter by its events.
    pub fn of_state(state: &State) -> Bin {
        Bin::of(state.name, state.channel(), state.attention.is_some())
    }

    /// The name in APIs and files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Bin::Delivered => "delivered",
            Bin::Opened => "opened",
            Bin::Printed => "printed",
            Bin::Returned => "returned",
            Bin::Cancelled => "cancelled",
            Bin::Expired => "expired",
            Bin::Failed => "failed",
            Bin::WithPerson => "with_person",
            Bin::Accepted => "accepted",
            Bin::Routed => "routed",
            Bin::HandedOver => "handed_over",
            Bin::InDoubt => "in_doubt",
        }
    }

    /// Nothing more happens to the letter by itself.
    pub const fn is_settled(self) -> bool {
        !matches!(self, Bin::WithPerson | Bin::Accepted | Bin::Routed | Bin::HandedOver | Bin::InDoubt)
    }
}
