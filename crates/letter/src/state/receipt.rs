//! What receipts do to a letter: early, late, repeated and contradicting ones.

use super::{Composed, Phase, State};
use crate::{ChannelKind, MessageUuid, Proof, ReceiptKind, StateName};
use catalogue::Code;
use jiff::Timestamp;

impl ReceiptKind {
    /// It says that the letter reached the recipient's mailbox or the post.
    pub const fn is_arrival(self) -> bool {
        matches!(self, ReceiptKind::Delivered | ReceiptKind::Posted | ReceiptKind::Opened)
    }

    /// It says that the receiver did not take the message.
    pub const fn is_refusal(self) -> bool {
        matches!(self, ReceiptKind::Invalid | ReceiptKind::NotAllowed)
    }
}

impl State {
    pub(super) fn receipt(
        &mut self,
        message: MessageUuid,
        kind: ReceiptKind,
        problem: Option<Code>,
        at: Timestamp,
    ) {
        let is_current = self.composed.as_ref().is_some_and(|composed| composed.message_uuid == message);
        let earlier = self.messages.iter().find(|earlier| earlier.message_uuid == message).cloned();
        match earlier {
            _ if is_current && self.name.is_final() => self.late(kind, at),
            _ if is_current => self.timely(kind, problem, at),
            Some(earlier) => self.of_earlier(earlier, kind, at),
            // One for a message that this letter never had is kept in the history.
            None => {}
        }
    }

    /// A late or repeated receipt never overwrites a final state; only reading and return follow delivery. What is not
    /// to be squared with how the letter ended is told to a person.
    fn late(&mut self, kind: ReceiptKind, at: Timestamp) {
        let by_person = self.proof == Some(Proof::Person);
        match (kind, self.name) {
            (ReceiptKind::Opened, StateName::Delivered) => {
                self.prove(at);
                self.name = StateName::Opened;
            }
            (ReceiptKind::Returned, StateName::Delivered | StateName::Opened) => {
                self.name = StateName::Returned;
            }
            (ReceiptKind::Delivered | ReceiptKind::Posted, StateName::Delivered) => self.prove(at),
            (kind, StateName::Delivered) if kind.is_refusal() && by_person => self.contradict(at),
            (kind, StateName::Cancelled | StateName::Expired | StateName::Failed) if kind.is_arrival() => {
                self.contradict(at);
            }
            _ => {}
        }
    }

    /// A receipt comes after a person's word: from now on it is the proof, and the deadlines count from it.
    fn prove(&mut self, at: Timestamp) {
        if self.proof == Some(Proof::Person) {
            self.delivered_at = Some(at);
            self.proof = Some(Proof::Receipt);
        }
    }

    fn timely(&mut self, kind: ReceiptKind, problem: Option<Code>, at: Timestamp) {
        match kind {
            ReceiptKind::Delivered | ReceiptKind::Posted | ReceiptKind::Opened | ReceiptKind::Returned => {
                self.arrived(kind, at);
            }
            ReceiptKind::Received => {
                self.maybe_arrived = true;
                // Told again, it is no reason to take the letter from the person who has it by now.
                let first = !std::mem::replace(&mut self.taken_in, true);
                let may_move = matches!(
                    self.phase,
                    Phase::InDoubt | Phase::Attempting | Phase::WithPerson | Phase::ToDeliver
                );
                if first && may_move {
                    self.attention = None;
                    self.wait_until = None;
                    self.waiting_since = Some(at);
                    self.asks = 0;
                    self.go(StateName::HandedOver, Phase::AwaitingReceipt);
                }
            }
            ReceiptKind::Invalid => {
                // Definitely refused: a mended message is a new one with a new id (C13).
                self.composed = None;
                self.maybe_arrived = false;
                self.name = StateName::NeedsAttention;
                self.needs_person(problem.unwrap_or(Code::InputRefused), at);
            }
            ReceiptKind::NotAllowed => {
                self.rejected = self.channel();
                self.reason = Some(problem.unwrap_or(Code::SendingNotAllowed));
                self.wait_until = None;
                self.composed = None;
                self.maybe_arrived = false;
                self.go(StateName::Accepted, Phase::ToRoute);
            }
        }
    }

    fn arrived(&mut self, kind: ReceiptKind, at: Timestamp) {
        if kind == ReceiptKind::Posted
            && let Some(route) = &mut self.route
        {
            // What the letter became counts, not what it was to be.
            route.channel = ChannelKind::Print;
        }
        self.delivered_at = Some(at);
        self.proof = Some(Proof::Receipt);
        self.reason = self.route_reason;
        let name = match kind {
            ReceiptKind::Opened => StateName::Opened,
            ReceiptKind::Returned => StateName::Returned,
            _ => StateName::Delivered,
        };
        self.end(name, at);
    }

    /// A receipt for a message that was given up: the operator refused it or a person believed it lost, and yet it
    /// arrived. While nothing else has left, that is the delivery; otherwise the recipient may get the letter twice,
    /// and a person must know.
    fn of_earlier(&mut self, earlier: Composed, kind: ReceiptKind, at: Timestamp) {
        if !kind.is_arrival() {
            return;
        }
        if !self.may_expire() {
            self.contradict(at);
            return;
        }
        if let Some(route) = &mut self.route {
            route.channel = earlier.channel;
        }
        self.composed = Some(earlier);
        self.maybe_arrived = true;
        self.arrived(kind, at);
    }

    fn contradict(&mut self, at: Timestamp) {
        self.contradicted = true;
        if self.name.is_final() || self.phase == Phase::WithPerson {
            self.attend(Code::ReceiptContradicts, at);
        }
    }
}
