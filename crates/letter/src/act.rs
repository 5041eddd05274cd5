//! What people may do with a letter, and when: one answer for API, pages, command line and error desk.

use crate::{ChannelKind, Event, Phase, Resolution, State, StateName};
use catalogue::Code;

/// What a person can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Try again from the start of the road.
    Retry,
    /// Take the letter back.
    Cancel,
    /// Say what became of it, or what shall.
    Resolve(Resolution),
}

impl Act {
    /// Every act with its name in APIs and forms.
    pub const ALL: [(Act, &'static str); 7] = [
        (Act::Retry, "retry"),
        (Act::Cancel, "cancel"),
        (Act::Resolve(Resolution::Delivered), "delivered"),
        (Act::Resolve(Resolution::NotDelivered), "not_delivered"),
        (Act::Resolve(Resolution::Printed), "printed"),
        (Act::Resolve(Resolution::Resend), "resend"),
        (Act::Resolve(Resolution::Noted), "noted"),
    ];

    /// The act of that name.
    pub fn parse(name: &str) -> Option<Act> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(act, _)| *act)
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(act, _)| *act == self).map_or("", |(_, name)| name)
    }

    /// What is recorded. Only decisions take a note.
    pub fn event(self, by: &str, note: Option<String>) -> Event {
        let by = by.to_owned();
        match self {
            Act::Retry => Event::Retried { by },
            Act::Cancel => Event::Cancelled { by },
            Act::Resolve(how) => Event::Resolved { by, how, note },
        }
    }
}

/// An act that helps a letter now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What can be done.
    pub act: Act,
    /// Cannot be undone, or may reach the recipient twice: people are warned before it.
    pub grave: bool,
}

/// The acts that help this letter now, the safest first. Each of them is [`allowed`].
pub fn offers(state: &State) -> Vec<Offer> {
    use Resolution::{Delivered, NotDelivered, Noted, Printed, Resend};
    let safe = |how| Offer { act: Act::Resolve(how), grave: false };
    let grave = |how| Offer { act: Act::Resolve(how), grave: true };
    if state.name.is_final() {
        return if state.attention.is_some() { vec![safe(Noted)] } else { Vec::new() };
    }
    if state.phase == Phase::Attempting {
        return Vec::new();
    }
    let rests = state.phase == Phase::WithPerson;
    // Something left the house and nobody said what became of it.
    if state.maybe_arrived {
        let cleared = rests || state.phase == Phase::InDoubt;
        return if cleared { vec![safe(Delivered), grave(Resend), grave(NotDelivered)] } else { Vec::new() };
    }
    if matches!(state.phase, Phase::AwaitingReceipt | Phase::InDoubt) {
        return Vec::new();
    }
    let (mut offers, channel) = (Vec::new(), state.channel());
    let at_desk = channel == Some(ChannelKind::Desk);
    if rests && at_desk {
        offers.push(safe(Printed));
    }
    if rests || state.wait_until.is_some() {
        offers.push(Offer { act: Act::Retry, grave: false });
    }
    if rests && !at_desk {
        if channel != Some(ChannelKind::Print) {
            offers.push(safe(NotDelivered));
        }
        offers.extend([safe(Printed), safe(Delivered)]);
    }
    if rests && at_desk && state.contradicted {
        offers.push(safe(Delivered));
    }
    offers.push(Offer { act: Act::Cancel, grave: true });
    offers
}

/// Why an act is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Code of the catalogue.
    pub code: Code,
    /// The particulars.
    pub why: &'static str,
}

/// Whether the state allows what a person wants to record.
///
/// # Errors
/// [`Refused`] says why not, and to the best of what is known: too late, or nobody knows.
pub fn allowed(state: &State, event: &Event) -> Result<(), Refused> {
    let conflict = |why| Err(Refused { code: Code::StateConflict, why });
    let in_doubt = state.maybe_arrived && !state.name.is_final();
    let rests = state.phase == Phase::WithPerson;
    match event {
        Event::Resolved { how: Resolution::Noted, .. } => {
            if (state.name.is_final() && state.attention.is_some()) || state.contradicted {
                Ok(())
            } else {
                conflict("there is nothing to take note of")
            }
        }
        Event::Cancelled { .. } => cancel(state, in_doubt),
        _ if state.name.is_final() => conflict("the letter has come to its end"),
        // Its worker may have died after the message left: what became of it must be found out first.
        Event::Retried { .. } if state.phase == Phase::Attempting => conflict("it is being sent"),
        Event::Retried { .. } if state.phase == Phase::AwaitingReceipt => {
            conflict("it has left; its receipt is awaited")
        }
        Event::Retried { .. } if in_doubt => {
            conflict("it may have arrived already: resolve it as delivered, not_delivered or resend")
        }
        Event::Retried { .. } if rests || state.wait_until.is_some() => Ok(()),
        Event::Retried { .. } => conflict("it is on its way; nothing to retry"),
        Event::Resolved { how: Resolution::Printed, .. } if in_doubt => {
            conflict("it may have arrived already: resolve it as delivered, not_delivered or resend")
        }
        Event::Resolved { how: Resolution::Printed, .. } if rests => Ok(()),
        Event::Resolved { how: Resolution::Printed, .. } => conflict("it does not lie with a person"),
        Event::Resolved { .. } if in_doubt && (rests || state.phase == Phase::InDoubt) => Ok(()),
        Event::Resolved { how: Resolution::Delivered, .. } if rests && state.contradicted => Ok(()),
        Event::Resolved { .. } if rests && state.channel() != Some(ChannelKind::Desk) => Ok(()),
        Event::Resolved { .. } => conflict("it is not in doubt; nothing to resolve"),
        _ => conflict("this is not an act of a person"),
    }
}

/// A letter can be taken back as long as nothing of it has left.
fn cancel(state: &State, in_doubt: bool) -> Result<(), Refused> {
    let too_late = |why| Err(Refused { code: Code::CancelTooLate, why });
    let unknown = |why| Err(Refused { code: Code::CancelInDoubt, why });
    match (state.name, state.phase) {
        (StateName::Delivered | StateName::Opened | StateName::Returned, _) => {
            too_late("it has been delivered")
        }
        (name, _) if name.is_final() => {
            Err(Refused { code: Code::StateConflict, why: "the letter has come to its end" })
        }
        (_, Phase::AwaitingReceipt) => too_late("the receiver has it; its receipt is awaited"),
        (_, Phase::Attempting) => unknown("it is being sent at this moment: look again shortly"),
        _ if in_doubt => unknown("it may have arrived already; resolve it instead"),
        _ => Ok(()),
    }
}
