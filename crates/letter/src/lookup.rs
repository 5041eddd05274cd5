//! Channels, and the three-valued answer to "can this recipient be reached?".

use catalogue::Code;
use serde::{Deserialize, Serialize};

/// A way for a letter to leave the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// Danish Digital Post, directly.
    DigitalPost,
    /// Danish Digital Post and print through KOMBIT's SF1601.
    Kombi,
    /// Swedish Mina meddelanden.
    MinaMeddelanden,
    /// The print service.
    Print,
    /// The sender's own desk: a person prints or decides.
    Desk,
    /// No channel: dropped by the letter type's policy.
    None,
}

impl ChannelKind {
    /// All of them.
    pub const ALL: [ChannelKind; 6] = [
        ChannelKind::DigitalPost,
        ChannelKind::Kombi,
        ChannelKind::MinaMeddelanden,
        ChannelKind::Print,
        ChannelKind::Desk,
        ChannelKind::None,
    ];

    /// The fixed name in APIs and files.
    pub const fn as_str(self) -> &'static str {
        match self {
            ChannelKind::DigitalPost => "digital_post",
            ChannelKind::Kombi => "kombi",
            ChannelKind::MinaMeddelanden => "mina_meddelanden",
            ChannelKind::Print => "print",
            ChannelKind::Desk => "desk",
            ChannelKind::None => "none",
        }
    }

    /// The channel of that name.
    pub fn parse(name: &str) -> Option<ChannelKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A lookup has three answers: yes, no and don't know. Don't know waits; it never becomes paper (C12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// The recipient can be reached here.
    Yes {
        /// Why: normally [`Code::MailboxOpen`].
        reason: Code,
        /// Where to deliver, if the register names a place.
        endpoint: Option<Endpoint>,
    },
    /// The recipient cannot be reached digitally, and the register said so.
    No {
        /// The register's reason.
        reason: Code,
    },
    /// Nobody knows: outage, time-out, an answer that is none (C11, C12).
    Unknown {
        /// What went wrong.
        reason: Code,
        /// Technical detail without personal data.
        detail: Option<String>,
    },
}

impl Lookup {
    /// The reason, whatever the answer.
    pub const fn reason(&self) -> Code {
        match self {
            Lookup::Yes { reason, .. } | Lookup::No { reason } | Lookup::Unknown { reason, .. } => *reason,
        }
    }
}

/// The place that the register named for this recipient, this time (F1): never reused for another letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// Service address (`https`).
    pub address: String,
    /// The operator's organisation number.
    pub operator_id: String,
    /// The operator's name, for people.
    pub operator_name: String,
}

/// A chosen way: channel, place and what is known about repeating and asking there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// The channel.
    pub channel: ChannelKind,
    /// Place named by the register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Endpoint>,
    /// The receiver is known to recognise a repeated message, so that the same bytes may be sent again.
    #[serde(default)]
    pub repeat_is_safe: bool,
    /// The receiver can be asked what became of a message.
    #[serde(default)]
    pub can_ask: bool,
    /// The receiver cannot be asked, but tells by itself what became of a message, also of one whose answer was
    /// lost: waiting for that comes before asking a person.
    #[serde(default)]
    pub tells: bool,
}

impl Route {
    /// A channel that has no place to look up.
    pub const fn to(channel: ChannelKind) -> Route {
        // A print job and a desk entry are files and rows under the message's own id: writing them
        // again replaces them by the same bytes.
        Route {
            channel,
            endpoint: None,
            repeat_is_safe: matches!(channel, ChannelKind::Print),
            can_ask: matches!(channel, ChannelKind::Print),
            tells: false,
        }
    }
}
