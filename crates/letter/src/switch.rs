//! The channel switch: a pure decision, always with a reason (rules C1–C16).

use crate::{
    ChannelKind, ChannelOrder, Fallback, Flow, Letter, LetterType, Lookup, ProtectionClass, Route, State,
    flow,
};
use catalogue::Code;
use jiff::civil::Date;

/// What the switch can say before any register is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// The register of this channel must be asked (C4: for every letter, each time).
    Ask(ChannelKind),
    /// No question is needed.
    Decided(Decision),
}

/// What the switch decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Take this route.
    Use(Route, Code),
    /// Nobody knows: ask again later (C12).
    Wait(Code, Option<String>),
    /// A person must decide.
    Person(Code),
}

/// First half of the switch, in the order of rules C1–C3.
///
/// `digital` is the digital channel that the sender has an agreement for; `today` is the civil day in the
/// recipient's country (A9).
pub fn opening(
    letter: &Letter,
    letter_type: &LetterType,
    state: &State,
    digital: Option<ChannelKind>,
    today: Date,
) -> Opening {
    let class = letter.class.max(letter_type.class);
    if class == ProtectionClass::Four {
        return Opening::Decided(Decision::Person(Code::ProtectionClassRefused));
    }
    if letter.protected || state.protected {
        return Opening::Decided(Decision::Use(Route::to(ChannelKind::Desk), Code::ProtectedIdentity));
    }
    // What the recipient's bank does needs no letter, wherever it would have gone (C17).
    let paper = match flow(&letter_type.order, &letter.agreements) {
        Flow::NoLetter(reason) => {
            return Opening::Decided(Decision::Use(Route::to(ChannelKind::None), reason));
        }
        Flow::Print => true,
        Flow::Digital => letter_type.channels == ChannelOrder::PaperOnly,
    };
    if paper {
        return Opening::Decided(on_paper(letter_type, Code::PaperOnly));
    }
    if state.fell_back {
        return Opening::Decided(fallback(letter_type, state.reason.unwrap_or(Code::OperatorRejected)));
    }
    let Some(digital) = digital else {
        return Opening::Decided(fallback(letter_type, Code::NoDigitalChannel));
    };
    // Swedish mailboxes belong to persons from 18 years; Danish Digital Post has its own register answer.
    if digital == ChannelKind::MinaMeddelanden && letter.recipient.is_under_18_on(today) == Some(true) {
        return Opening::Decided(fallback(letter_type, Code::UnderAge));
    }
    Opening::Ask(digital)
}

/// Second half: what the register's answer means for this letter. `route` is the way that a yes opens.
pub fn decide(letter_type: &LetterType, state: &State, lookup: &Lookup, route: Route) -> Decision {
    let (reason, yes) = match lookup {
        Lookup::Unknown { reason, detail } => return Decision::Wait(*reason, detail.clone()),
        Lookup::Yes { reason, .. } => (*reason, true),
        Lookup::No { reason } => (*reason, false),
    };
    let forced = letter_type.is_forced() && may_be_exempt(reason);
    // A yes without a mailbox is the offer of the other side to print: only for letters that may be printed.
    let to_print = reason == Code::NoOpenMailbox;
    let open = yes && (!to_print || (letter_type.fallback == Fallback::Print && !forced));
    if !open && !forced {
        return fallback(letter_type, reason);
    }
    if state.rejected == Some(route.channel) {
        // The register says yes (or the letter must go there) and the receiver said no: nobody but a person can
        // tell who is right. Sending again would only be refused again.
        return Decision::Person(Code::SendingNotAllowed);
    }
    Decision::Use(route, if open { reason } else { Code::MandatoryPost })
}

/// Whether a recipient of whom the register says this may be one that is merely exempt, whom mandatory post
/// reaches (K3). The closed and the unknown are never written to digitally (K4).
const fn may_be_exempt(reason: Code) -> bool {
    matches!(reason, Code::Exempt | Code::NoOpenMailbox)
}

/// The letter type's way out without a digital channel (R62, C16).
fn fallback(letter_type: &LetterType, reason: Code) -> Decision {
    if reason == Code::ProtectedIdentity {
        return Decision::Use(Route::to(ChannelKind::Desk), reason);
    }
    let channel = match letter_type.fallback {
        Fallback::Print => ChannelKind::Print,
        Fallback::Desk => ChannelKind::Desk,
        Fallback::None => ChannelKind::None,
    };
    Decision::Use(Route::to(channel), reason)
}

/// A paper-only letter cannot be dropped: "none" prints.
fn on_paper(letter_type: &LetterType, reason: Code) -> Decision {
    let channel = if letter_type.fallback == Fallback::Desk { ChannelKind::Desk } else { ChannelKind::Print };
    Decision::Use(Route::to(channel), reason)
}
