//! Neutral notices beside a letter: by SMS or e-mail, after it lies in the mailbox (R102 to R106, B5, B10, B11).

use crate::{ChannelKind, Event, Letter, LetterType, Policy, ProtectionClass, State, StateName};
use catalogue::Code;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where the caller asks for a notice to go. Given with the letter and used for nothing else: the register's contact
/// details may not be used (R112), and no other address is ever written to (R113).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NoticeTo {
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Telephone number in international form, `+` and 8 to 15 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl std::fmt::Debug for NoticeTo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let given = |value: &Option<String>| if value.is_some() { "given" } else { "none" };
        f.debug_struct("NoticeTo")
            .field("email", &given(&self.email))
            .field("phone", &given(&self.phone))
            .finish()
    }
}

/// Whether letters of a type may be followed by a notice (B11).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeRule {
    /// No SMS and no e-mail, whatever the caller asks for.
    #[default]
    Never,
    /// The standing neutral text: that there is something to read, from which municipality, nothing else (B10).
    Neutral,
    /// The type's own text, the same for each of its letters: class 1 only (B5, R109).
    OwnText,
}

impl NoticeRule {
    /// What this rule allows for a class: a text of the type's own falls back to the neutral one above class 1.
    pub fn for_class(self, class: ProtectionClass) -> NoticeRule {
        if self == NoticeRule::OwnText && class != ProtectionClass::One { NoticeRule::Neutral } else { self }
    }
}

/// A way to tell somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeWay {
    /// Text message.
    Sms,
    /// E-mail.
    Email,
}

impl NoticeWay {
    /// Both ways.
    pub const ALL: [NoticeWay; 2] = [NoticeWay::Sms, NoticeWay::Email];

    /// The name in events and statistics.
    pub const fn as_str(self) -> &'static str {
        match self {
            NoticeWay::Sms => "sms",
            NoticeWay::Email => "email",
        }
    }
}

impl NoticeTo {
    /// The address for a way.
    pub fn address(&self, way: NoticeWay) -> Option<&str> {
        match way {
            NoticeWay::Sms => self.phone.as_deref(),
            NoticeWay::Email => self.email.as_deref(),
        }
    }
}

/// How far the notice by one way has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Tries begun.
    pub tries: u32,
    /// A try has begun and its end is not recorded.
    pub trying: bool,
    /// Not before this moment.
    pub wait_until: Option<Timestamp>,
    /// Over: sent, given up, or unknown.
    pub ended: bool,
}

/// Progress by both ways; folded out of the letter's events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notices {
    sms: Progress,
    email: Progress,
}

impl Notices {
    /// The progress by one way.
    pub fn of(&self, way: NoticeWay) -> &Progress {
        match way {
            NoticeWay::Sms => &self.sms,
            NoticeWay::Email => &self.email,
        }
    }

    fn of_mut(&mut self, way: NoticeWay) -> &mut Progress {
        match way {
            NoticeWay::Sms => &mut self.sms,
            NoticeWay::Email => &mut self.email,
        }
    }

    /// Takes one event into account; every other event leaves it as it is.
    pub(crate) fn apply(&mut self, event: &Event) {
        match event {
            Event::NoticeBegun { way } => {
                let progress = self.of_mut(*way);
                progress.tries += 1;
                progress.trying = true;
                progress.wait_until = None;
            }
            Event::NoticeSent { way, .. } => {
                let progress = self.of_mut(*way);
                (progress.trying, progress.ended) = (false, true);
            }
            Event::NoticeFailed { way, retry_at, .. } => {
                let progress = self.of_mut(*way);
                progress.trying = false;
                progress.wait_until = *retry_at;
                progress.ended = retry_at.is_none();
            }
            _ => {}
        }
    }
}

/// What to do about a letter's notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeStep {
    /// Nothing, now or ever.
    Nothing,
    /// Nothing before this moment.
    Wait(Timestamp),
    /// Send by this way.
    Send(NoticeWay),
    /// A try by this way began and its worker is gone: it is recorded as unknown and not repeated, since a second
    /// notice worries people more than a missing one.
    GiveUp(NoticeWay, Code),
}

/// The next step about a letter's notices. Pure and total; it never changes what happens to the letter.
pub fn next_notice(
    letter: &Letter,
    letter_type: Option<&LetterType>,
    state: &State,
    policy: &Policy,
    now: Timestamp,
) -> NoticeStep {
    let (Some(to), Some(kind)) = (&letter.notice, letter_type) else { return NoticeStep::Nothing };
    if kind.notice == NoticeRule::Never || letter.protected || state.protected || !lies_in_a_mailbox(state) {
        return NoticeStep::Nothing;
    }
    let mut earliest: Option<Timestamp> = None;
    for way in NoticeWay::ALL {
        let progress = state.notices.of(way);
        if to.address(way).is_none() || progress.ended {
            continue;
        }
        if progress.trying {
            return NoticeStep::GiveUp(way, Code::NoticeUnknown);
        }
        if progress.tries >= policy.max_attempts {
            return NoticeStep::GiveUp(way, Code::NoticeNotSent);
        }
        match progress.wait_until.filter(|until| *until > now) {
            None => return NoticeStep::Send(way),
            Some(until) => earliest = Some(earliest.map_or(until, |first| first.min(until))),
        }
    }
    earliest.map_or(NoticeStep::Nothing, NoticeStep::Wait)
}

/// There is something to read, and nobody has read it yet.
fn lies_in_a_mailbox(state: &State) -> bool {
    let digital = matches!(
        state.channel(),
        Some(ChannelKind::DigitalPost | ChannelKind::Kombi | ChannelKind::MinaMeddelanden)
    );
    state.name == StateName::Delivered && digital
}
