//! Where a letter stands, for the eye: words, sign and tone.

use super::words::{Routes, States};
use catalogue::{Code, Language};
use letter::{ChannelKind, ChannelOrder, Fallback, LetterType, ProtectionClass, StateName};

/// A state as a badge.
pub(super) struct Badge {
    /// In words.
    pub(super) words: &'static str,
    /// A sign beside them, so that colour is never alone.
    pub(super) sign: &'static str,
    /// Class of the stylesheet.
    pub(super) tone: &'static str,
}

/// The badge of a state. An accepted letter with a reason waits for something.
pub(super) fn badge(
    state: StateName,
    channel: Option<ChannelKind>,
    reason: Option<Code>,
    language: Language,
) -> Badge {
    let w = States::of(language);
    let posted = matches!(channel, Some(ChannelKind::Print | ChannelKind::Desk));
    let (words, sign, tone) = match state {
        StateName::Accepted if reason.is_some() => (w.waiting, "…", "going"),
        StateName::Accepted => (w.accepted, "→", "going"),
        StateName::Routed => (w.routed, "→", "going"),
        StateName::HandedOver => (w.handed_over, "→", "going"),
        StateName::InDoubt => (w.in_doubt, "?", "person"),
        StateName::NeedsAttention => (w.needs_attention, "!", "person"),
        StateName::Delivered if posted => (w.posted, "✓", "done"),
        StateName::Delivered => (w.delivered, "✓", "done"),
        StateName::Opened => (w.opened, "✓", "done"),
        StateName::Returned => (w.returned, "↩", "bad"),
        StateName::Failed => (w.failed, "✕", "bad"),
        StateName::Expired => (w.expired, "✕", "bad"),
        StateName::Cancelled => (w.cancelled, "–", "off"),
    };
    Badge { words, sign, tone }
}

/// What the catalogue says about a state. Each state has the code of its own name.
pub(super) fn code(state: StateName, channel: Option<ChannelKind>) -> Code {
    match (state, channel) {
        (StateName::Delivered, Some(ChannelKind::Print)) => Code::Printed,
        (StateName::Delivered, Some(ChannelKind::Desk)) => Code::PrintedByDesk,
        _ => Code::parse(state.as_str()).unwrap_or(Code::NeedsAttention),
    }
}

/// A channel in words.
pub(super) const fn channel(kind: Option<ChannelKind>, w: &'static Routes) -> &'static str {
    match kind {
        Some(ChannelKind::DigitalPost) => w.digital_post,
        Some(ChannelKind::Kombi) => w.kombi,
        Some(ChannelKind::MinaMeddelanden) => w.mina_meddelanden,
        Some(ChannelKind::Print) => w.print,
        Some(ChannelKind::Desk) => w.desk,
        Some(ChannelKind::None) => w.none,
        None => w.undecided,
    }
}

/// A letter type's class, and what happens to its letters without a mailbox, in words.
pub(super) fn rules(kind: &LetterType, w: &'static Routes) -> String {
    if kind.class == ProtectionClass::Four {
        return w.class_4.to_owned();
    }
    let class = super::words::fill(w.class, &[("class", &u8::from(kind.class).to_string())]);
    let fallback = match (kind.channels, kind.fallback) {
        (ChannelOrder::PaperOnly, Fallback::Print | Fallback::None) => w.paper_only,
        (_, Fallback::Print) => w.fallback_print,
        (_, Fallback::Desk) => w.fallback_desk,
        (_, Fallback::None) => w.fallback_none,
    };
    format!("{class}, {fallback}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_in_the_catalogue_under_its_name() {
        for state in StateName::ALL {
            assert_eq!(code(state, None).as_str(), state.as_str());
        }
    }
}
