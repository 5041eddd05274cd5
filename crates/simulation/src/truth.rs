//! What really happened to each letter, which the gateway cannot see: where its copies lie and what is still on its way.

use letter::{ChannelKind, LetterId};
use std::collections::BTreeMap;

/// What really happened to one letter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Truth {
    /// Copies in the mailbox.
    pub(crate) digital: u32,
    /// Copies printed by a print service.
    pub(crate) paper: u32,
    /// Copies printed by a person.
    pub(crate) desk: u32,
    /// Messages under way to a digital receiver, or taken by it and not yet decided on.
    pub(crate) digital_coming: u32,
    /// The same for paper.
    pub(crate) paper_coming: u32,
    /// Times a message left the house.
    pub(crate) sends: u32,
    /// A caller was told that the letter is accepted.
    pub(crate) promised: bool,
    /// A caller was told that the letter is taken back.
    pub(crate) recalled: bool,
}

impl Truth {
    pub(crate) const fn copies(&self) -> u32 {
        self.digital + self.paper + self.desk
    }

    pub(crate) const fn coming(&self) -> u32 {
        self.digital_coming + self.paper_coming
    }
}

#[derive(Default)]
pub(crate) struct Truths(BTreeMap<LetterId, Truth>);

impl Truths {
    pub(crate) fn of(&mut self, letter: LetterId) -> &mut Truth {
        self.0.entry(letter).or_default()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (LetterId, &Truth)> {
        self.0.iter().map(|(id, truth)| (*id, truth))
    }
}

/// Whether a channel ends in paper.
pub(crate) fn is_paper(channel: ChannelKind) -> bool {
    channel == ChannelKind::Print
}
