//! Where a letter stands: a pure function of its history.

mod receipt;

use crate::{
    ChannelKind, Digest, Event, LookupAnswer, MessageUuid, Notices, Proof, Recorded, Resolution, Route,
    StateName, Terms,
};
use catalogue::Code;
use jiff::Timestamp;

/// What the gateway is doing with the letter: finer than the public name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// The channel switch must be asked.
    #[default]
    ToRoute,
    /// Routed; the message must be built.
    ToCompose,
    /// The message is stored and may be sent.
    ToDeliver,
    /// Sending has begun and no outcome is recorded: a worker is at it, or died at it.
    Attempting,
    /// The receiver owes a receipt.
    AwaitingReceipt,
    /// The answer was lost.
    InDoubt,
    /// A person must act; the gateway rests.
    WithPerson,
    /// Over.
    Ended,
}

/// The stored message of the current route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// Channel it was built for.
    pub channel: ChannelKind,
    /// Its id on the wire.
    pub message_uuid: MessageUuid,
    /// Address of its bytes.
    pub digest: Digest,
    /// Size of its bytes.
    pub size_bytes: u64,
}

/// State of a letter. Only an index of this is stored; the events are the truth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Public name.
    pub name: StateName,
    /// What the gateway is doing.
    pub phase: Phase,
    /// Number of the last event.
    pub seq: u32,
    /// When the letter was accepted.
    pub accepted_at: Option<Timestamp>,
    /// When it may leave, and until when.
    pub terms: Terms,
    /// Current route.
    pub route: Option<Route>,
    /// Why this route, or why it waits or rests.
    pub reason: Option<Code>,
    /// Why this route; it becomes the reason again once the letter has arrived.
    pub route_reason: Option<Code>,
    /// The recipient is known to have a protected identity: no automatic channel any more (B6, B7).
    pub protected: bool,
    /// Current message.
    pub composed: Option<Composed>,
    /// Every message that was built for it; receipts may come for any of them.
    pub messages: Vec<Composed>,
    /// Attempts of the current route.
    pub attempts: u32,
    /// Since when attempts fail without effect.
    pub failing_since: Option<Timestamp>,
    /// An earlier attempt with these bytes may have arrived, though no answer said so: until a receipt, what
    /// a later attempt is told is not the whole truth.
    pub maybe_arrived: bool,
    /// A receipt said, since the last attempt, that the receiver has taken it in.
    pub taken_in: bool,
    /// Times the same bytes were repeated while in doubt.
    pub repeats: u32,
    /// Lookups in a row that gave no answer, and since when.
    pub unknown_lookups: u32,
    /// Since when the register gives no answer.
    pub unknown_since: Option<Timestamp>,
    /// Since when the message is in doubt or its receipt owed.
    pub waiting_since: Option<Timestamp>,
    /// Questions asked about the message in doubt or owed.
    pub asks: u32,
    /// Not before this moment.
    pub wait_until: Option<Timestamp>,
    /// The digital channel has refused this letter for its recipient: it is not tried again.
    pub rejected: Option<ChannelKind>,
    /// The digital channel has been given up for paper or desk; happens once (C21).
    pub fell_back: bool,
    /// A person should look (also while `in_doubt`, or when the letter is over).
    pub attention: Option<Code>,
    /// Since when a person should look.
    pub attention_since: Option<Timestamp>,
    /// Times that person was reminded.
    pub reminders: u32,
    /// A receipt says otherwise than what was decided or done; it stays until a person has noted it.
    pub contradicted: bool,
    /// Receiver's transmission id.
    pub transmission_id: Option<String>,
    /// When it was delivered.
    pub delivered_at: Option<Timestamp>,
    /// Whose word that is.
    pub proof: Option<Proof>,
    /// The notices beside it; they never move the letter.
    pub notices: Notices,
}

impl State {
    /// Folds a history. Total: any list of events gives a state.
    pub fn fold<'a>(events: impl IntoIterator<Item = &'a Recorded>) -> State {
        let mut state = State::default();
        for recorded in events {
            state.apply(recorded);
        }
        state
    }

    /// The channel of the current route.
    pub fn channel(&self) -> Option<ChannelKind> {
        self.route.as_ref().map(|route| route.channel)
    }

    /// Takes one more event into account.
    pub fn apply(&mut self, recorded: &Recorded) {
        self.seq = recorded.seq;
        self.protected |= speaks_of_protection(&recorded.event);
        self.notices.apply(&recorded.event);
        let at = recorded.at;
        if self.is_overtaken_by(&recorded.event) {
            return;
        }
        match &recorded.event {
            Event::Accepted(terms) => {
                self.accepted_at = Some(at);
                self.terms = *terms;
            }
            Event::LookedUp { answer, reason, retry_at, .. } => {
                self.looked_up(*answer, *reason, *retry_at, at)
            }
            Event::Routed { route, reason } => self.routed(route, *reason, at),
            Event::Composed { channel, message_uuid, digest, size_bytes, .. } => {
                let message = Composed {
                    channel: *channel,
                    message_uuid: *message_uuid,
                    digest: digest.clone(),
                    size_bytes: *size_bytes,
                };
                self.messages.push(message.clone());
                self.composed = Some(message);
                self.maybe_arrived = false;
                self.failing_since = None;
                self.go(StateName::Routed, Phase::ToDeliver);
            }
            Event::Attempted { attempt, .. } => {
                self.maybe_arrived |= matches!(self.phase, Phase::Attempting | Phase::InDoubt);
                if self.phase == Phase::InDoubt {
                    self.repeats += 1;
                }
                self.attempts = *attempt;
                self.taken_in = false;
                self.phase = Phase::Attempting;
            }
            Event::AttemptFailed { problem, retry_at, .. } => {
                // A repeat that failed leaves the first attempt as doubtful as it was.
                if self.maybe_arrived {
                    self.go(StateName::InDoubt, Phase::InDoubt);
                    self.waiting_since.get_or_insert(at);
                } else {
                    self.phase = Phase::ToDeliver;
                }
                self.failing_since.get_or_insert(at);
                self.reason = Some(*problem);
                self.wait_until = Some(*retry_at);
            }
            Event::Postponed { problem, retry_at, .. } => {
                // Its worker died while sending, and the repeat must wait: until then nobody knows.
                if self.phase == Phase::Attempting {
                    self.maybe_arrived = true;
                    self.waiting_since.get_or_insert(at);
                    self.go(StateName::InDoubt, Phase::InDoubt);
                }
                if matches!(self.phase, Phase::ToDeliver | Phase::InDoubt) {
                    self.reason = Some(*problem);
                    self.wait_until = Some(*retry_at);
                }
            }
            Event::HandedOver { transmission_id, .. } => {
                self.transmission_id.clone_from(transmission_id);
                self.maybe_arrived = true;
                self.waiting_since = Some(at);
                self.asks = 0;
                self.wait_until = None;
                self.attention = None;
                self.failing_since = None;
                self.go(StateName::HandedOver, Phase::AwaitingReceipt);
            }
            Event::InDoubt { problem, ask_at, .. } => {
                if self.name != StateName::InDoubt {
                    self.waiting_since = Some(at);
                    self.asks = 0;
                }
                self.maybe_arrived = true;
                self.reason = Some(*problem);
                self.wait_until = Some(*ask_at);
                self.go(StateName::InDoubt, Phase::InDoubt);
            }
            Event::Asked { ask_at, .. } => {
                self.asks += 1;
                self.wait_until = Some(*ask_at);
            }
            Event::Receipt { message_uuid, kind, problem, .. } => {
                self.receipt(*message_uuid, *kind, *problem, at)
            }
            Event::FellBack { from, reason, .. } => {
                self.rejected = Some(*from);
                self.fell_back = true;
                self.reason = Some(*reason);
                self.composed = None;
                self.maybe_arrived = false;
                self.go(StateName::Accepted, Phase::ToRoute);
            }
            Event::NeedsAttention { problem, .. } => self.needs_person(*problem, at),
            Event::Reminded { .. } => self.reminders += 1,
            Event::Resolved { how, .. } => self.resolved(*how, at),
            Event::Retried { .. } => self.retried(),
            Event::Cancelled { .. } => self.end(StateName::Cancelled, at),
            Event::Expired if self.may_expire() => {
                self.reason = Some(Code::Expired);
                self.end(StateName::Expired, at);
                self.attend(Code::Expired, at);
            }
            Event::Expired => {}
            Event::NoticeBegun { .. } | Event::NoticeSent { .. } | Event::NoticeFailed { .. } => {}
        }
    }

    /// Receipts can be faster than the answer to the call that caused them: what a worker then still
    /// records about its attempt must not take the letter back (L6, lessons: "last receipt wins").
    fn is_overtaken_by(&mut self, event: &Event) -> bool {
        match event {
            Event::Receipt { .. }
            | Event::Accepted(_)
            | Event::Reminded { .. }
            | Event::Resolved { how: Resolution::Noted, .. } => false,
            Event::HandedOver { transmission_id, .. } => {
                if transmission_id.is_some() {
                    self.transmission_id.clone_from(transmission_id);
                }
                self.name.is_final() || self.phase == Phase::WithPerson
            }
            Event::InDoubt { .. } | Event::AttemptFailed { .. } | Event::FellBack { .. } => {
                self.name.is_final() || self.phase != Phase::Attempting
            }
            _ => self.name.is_final(),
        }
    }

    fn go(&mut self, name: StateName, phase: Phase) {
        self.name = name;
        self.phase = phase;
    }

    /// Until when it is held back: its time has not come, or its sender may still take it back.
    pub fn held_until(&self, now: Timestamp) -> Option<Timestamp> {
        let about_to_leave = matches!(self.phase, Phase::ToRoute | Phase::ToCompose | Phase::ToDeliver);
        self.terms.not_before().filter(|until| about_to_leave && *until > now)
    }

    /// Nothing of it has left for anybody, so that its time may run out: what may have arrived, or lies at the desk
    /// to be printed, goes on being cleared up.
    pub fn may_expire(&self) -> bool {
        let at_rest_here = match self.phase {
            Phase::ToRoute | Phase::ToCompose | Phase::ToDeliver => true,
            Phase::WithPerson => self.channel() != Some(ChannelKind::Desk),
            Phase::Attempting | Phase::AwaitingReceipt | Phase::InDoubt | Phase::Ended => false,
        };
        at_rest_here && !self.maybe_arrived && self.name != StateName::InDoubt
    }

    /// The letter is over. What contradicts its end stays with a person.
    fn end(&mut self, name: StateName, at: Timestamp) {
        self.attention = None;
        self.wait_until = None;
        self.failing_since = None;
        self.go(name, Phase::Ended);
        if self.contradicted {
            self.attend(Code::ReceiptContradicts, at);
        }
    }

    fn attend(&mut self, problem: Code, at: Timestamp) {
        if self.attention.is_none() {
            self.attention_since = Some(at);
            self.reminders = 0;
        }
        self.attention = Some(problem);
    }

    fn looked_up(&mut self, answer: LookupAnswer, reason: Code, retry_at: Option<Timestamp>, at: Timestamp) {
        if answer == LookupAnswer::Unknown {
            self.unknown_lookups += 1;
            self.unknown_since.get_or_insert(at);
            self.reason = Some(reason);
            self.wait_until = retry_at;
        } else {
            self.unknown_lookups = 0;
            self.unknown_since = None;
            self.wait_until = None;
        }
    }

    fn routed(&mut self, route: &Route, reason: Code, at: Timestamp) {
        let same_place = self.composed.as_ref().is_some_and(|message| message.channel == route.channel);
        if !same_place {
            self.composed = None;
        }
        self.route = Some(route.clone());
        self.reason = Some(reason);
        self.route_reason = Some(reason);
        self.attempts = 0;
        self.failing_since = None;
        self.wait_until = None;
        self.attention = None;
        match route.channel {
            ChannelKind::None => self.end(StateName::Cancelled, at),
            ChannelKind::Desk => self.needs_person(reason, at),
            _ if same_place => self.go(StateName::Routed, Phase::ToDeliver),
            _ => self.go(StateName::Routed, Phase::ToCompose),
        }
    }

    fn needs_person(&mut self, problem: Code, at: Timestamp) {
        if self.phase == Phase::Attempting {
            // What became of the attempt was never recorded.
            self.maybe_arrived = true;
            self.name = StateName::InDoubt;
        }
        self.attend(problem, at);
        self.reason = Some(problem);
        self.wait_until = None;
        self.phase = Phase::WithPerson;
        // What may have arrived stays "in doubt" for the caller, however long a person ponders (F8).
        if self.name != StateName::InDoubt {
            self.name = StateName::NeedsAttention;
        }
    }

    fn resolved(&mut self, how: Resolution, at: Timestamp) {
        if how == Resolution::Noted {
            self.noted();
            return;
        }
        self.attention = None;
        self.wait_until = None;
        self.failing_since = None;
        match how {
            Resolution::Noted => {}
            Resolution::Delivered | Resolution::Printed => {
                if how == Resolution::Printed {
                    self.route = Some(Route::to(ChannelKind::Desk));
                    self.reason = Some(Code::PrintedByDesk);
                } else {
                    self.reason = self.route_reason;
                }
                self.delivered_at = Some(at);
                self.proof = Some(Proof::Person);
                // Whoever says how it ended has seen what the receipts say.
                self.contradicted = false;
                self.end(StateName::Delivered, at);
            }
            Resolution::NotDelivered => {
                self.rejected = self.channel();
                self.fell_back = true;
                self.composed = None;
                self.maybe_arrived = false;
                self.reason = Some(Code::ResolvedNotDelivered);
                self.go(StateName::Accepted, Phase::ToRoute);
            }
            Resolution::Resend => {
                self.attempts = 0;
                self.repeats = 0;
                let phase = if self.composed.is_some() { Phase::ToDeliver } else { Phase::ToRoute };
                self.go(StateName::Routed, phase);
            }
        }
    }

    /// A person has taken note of what contradicts the letter's end, or of its end.
    fn noted(&mut self) {
        self.contradicted = false;
        if self.name.is_final() || self.attention == Some(Code::ReceiptContradicts) {
            self.attention = None;
        }
    }

    fn retried(&mut self) {
        self.attention = None;
        self.wait_until = None;
        self.failing_since = None;
        self.attempts = 0;
        self.unknown_lookups = 0;
        self.unknown_since = None;
        self.rejected = None;
        self.fell_back = false;
        // The stored message is kept: if the route is the same, the same bytes with the same id go out (F11).
        self.go(StateName::Accepted, Phase::ToRoute);
    }
}

/// Whether the register or an operator said, in this event, that the recipient's identity is protected.
fn speaks_of_protection(event: &Event) -> bool {
    let code = match event {
        Event::LookedUp { reason, .. } | Event::Routed { reason, .. } | Event::FellBack { reason, .. } => {
            Some(*reason)
        }
        Event::Receipt { problem, .. } => *problem,
        Event::NeedsAttention { problem, .. } => Some(*problem),
        _ => None,
    };
    code == Some(Code::ProtectedIdentity)
}
