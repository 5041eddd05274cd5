//! A letter's life in a small world: random registers, receivers, crashes and people. Whatever happens, no
//! receiver gets a message twice unless it de-duplicates, paper and mailbox never both get the letter
//! behind anybody's back, and every letter ends or lies with a person.

mod common;

use catalogue::Code;
use common::{letter, letter_type};
use jiff::{SignedDuration, Timestamp};
use letter::consequence::{Outcome, after_ask, after_attempt, after_interruption, after_switch};
use letter::*;
use proptest::prelude::*;

/// What the world does next, drawn by proptest.
#[derive(Clone, Copy, Debug)]
enum Dice {
    LookupYes,
    LookupNo,
    LookupUnknown,
    Delivered,
    HandedOver,
    NotDelivered,
    Refused,
    Retry,
    LostAfterArrival,
    LostBeforeArrival,
    CrashBeforeSending,
    CrashAfterSending,
    AskReceipt,
    AskNothing,
    PersonTruth,
    PersonRetries,
    PersonCancels,
    LateReceipt,
    LateRefusal,
    ClockBack,
    Hours,
}

fn dice() -> impl Strategy<Value = Dice> {
    use Dice::*;
    prop::sample::select(vec![
        LookupYes,
        LookupNo,
        LookupUnknown,
        Delivered,
        HandedOver,
        NotDelivered,
        Refused,
        Retry,
        LostAfterArrival,
        LostBeforeArrival,
        CrashBeforeSending,
        CrashAfterSending,
        AskReceipt,
        AskNothing,
        PersonTruth,
        PersonRetries,
        PersonCancels,
        LateReceipt,
        LateRefusal,
        ClockBack,
        Hours,
    ])
}

struct World {
    events: Vec<Recorded>,
    now: Timestamp,
    /// Copies that lie in the digital mailbox, and whether its operator de-duplicates.
    digital: u32,
    deduplicates: bool,
    can_ask: bool,
    /// The receiver pushes its receipts.
    tells: bool,
    printed: u32,
    messages: u32,
    /// Acts that a person still takes before resting.
    acts: u32,
    /// Times the clock is still turned back; for ever would let nobody's time come.
    turns: u32,
    sent_digests: std::collections::HashSet<String>,
}

impl World {
    fn record(&mut self, events: impl IntoIterator<Item = Event>) {
        for event in events {
            let seq = self.events.len() as u32 + 1;
            self.events.push(Recorded { seq, at: self.now, event });
        }
    }

    fn state(&self) -> State {
        State::fold(&self.events)
    }

    fn digital_arrives(&mut self) {
        self.digital = if self.deduplicates { 1 } else { self.digital + 1 };
    }

    fn step(&mut self, kind: &LetterType, policy: &Policy, dice: Dice) -> bool {
        let state = self.state();
        self.look(&state);
        match dice {
            Dice::PersonTruth | Dice::PersonRetries | Dice::PersonCancels
                if self.acts > 0 && self.person(&state, dice) =>
            {
                return true;
            }
            Dice::PersonTruth | Dice::PersonRetries | Dice::PersonCancels if self.acts > 0 => {}
            Dice::LateReceipt | Dice::LateRefusal => self.late(&state, dice),
            Dice::ClockBack if self.turns > 0 => {
                self.turns -= 1;
                self.now -= SignedDuration::from_mins(50);
            }
            Dice::Hours => self.now += SignedDuration::from_hours(5),
            _ => {}
        }
        let state = self.state();
        match next(&state, policy, Some(kind), self.now) {
            Step::Done | Step::Rest => return false,
            Step::Wait(until) => {
                assert!(until > self.now, "waits for the past");
                let waits_for_receipt = matches!(state.phase, Phase::InDoubt | Phase::AwaitingReceipt);
                if waits_for_receipt && self.tells && self.digital > 0 && matches!(dice, Dice::AskReceipt) {
                    self.told(&state);
                } else {
                    self.now = until;
                }
            }
            Step::Attend(problem) => self.record([Event::NeedsAttention { problem, detail: None }]),
            Step::Remind(number) => {
                assert!(state.attention.is_some(), "reminds of nothing");
                self.record([Event::Reminded { number }]);
            }
            Step::Expire => {
                assert_eq!(self.digital_of_now(&state) + self.printed, 0, "expired after it had left");
                self.record([Event::Expired]);
                assert_eq!(self.state().name, StateName::Expired);
            }
            Step::Doubt(channel) => {
                let event = after_interruption(channel, policy, self.now, 1);
                self.record([event]);
            }
            Step::Route => self.route(kind, policy, &state, dice),
            Step::Compose(channel) => {
                self.messages += 1;
                let uuid = uuid::Uuid::from_u64_pair(u64::from(self.messages), 0x8000_0000_0000_0001);
                let digest = Digest(format!("{:064}", self.messages));
                self.record([Event::Composed {
                    channel,
                    message_uuid: MessageUuid(uuid),
                    digest,
                    size_bytes: 1,
                    warnings: Vec::new(),
                }]);
            }
            Step::Deliver { channel, attempt } => {
                // A repeat is not held, even by a clock that was turned back.
                let first = !self.events.iter().any(|it| matches!(it.event, Event::Attempted { .. }));
                if let Some(not_before) = state.terms.not_before().filter(|_| first) {
                    assert!(self.now >= not_before, "left before its time");
                }
                self.deliver(policy, channel, attempt, dice);
            }
            Step::Ask(channel) => self.ask(policy, &state, channel, dice),
        }
        true
    }

    /// What must hold of every state in every world.
    fn look(&self, state: &State) {
        for offer in offers(state) {
            let event = offer.act.event("p", None);
            assert_eq!(allowed(state, &event), Ok(()), "{:?} is offered and refused: {state:?}", offer.act);
        }
        // Until something is on its way out, which is never before the recall window ends, it can be taken back.
        let began = self.events.iter().any(|recorded| matches!(recorded.event, Event::Attempted { .. }));
        if !began && !state.name.is_final() {
            assert_eq!(allowed(state, &Event::Cancelled { by: "p".into() }), Ok(()), "{state:?}");
        }
    }

    /// Copies of the message that the letter knows of now.
    fn digital_of_now(&self, state: &State) -> u32 {
        if state.contradicted { 0 } else { self.digital }
    }

    /// A person who looks before deciding: says what is true, or does what is offered as safe.
    fn person(&mut self, state: &State, dice: Dice) -> bool {
        let wanted = match dice {
            Dice::PersonCancels => Act::Cancel,
            Dice::PersonRetries => Act::Retry,
            _ if state.name.is_final() => Act::Resolve(Resolution::Noted),
            _ if self.digital + self.printed > 0 => Act::Resolve(Resolution::Delivered),
            _ => Act::Resolve(Resolution::NotDelivered),
        };
        // What is in the mailbox is not sent again by somebody who looks first.
        let arrived = self.digital + self.printed > 0;
        let is_true = match wanted {
            Act::Retry | Act::Cancel => !arrived,
            _ => true,
        };
        let offered = offers(state).iter().any(|offer| offer.act == wanted);
        if offered && is_true {
            self.acts -= 1;
            self.record([wanted.event("p", None)]);
        }
        offered && is_true
    }

    /// A receipt that comes late, twice, or for a message given up long ago.
    fn late(&mut self, state: &State, dice: Dice) {
        let Some(message) = state.messages.first() else { return };
        if message.channel == ChannelKind::Print || self.digital == 0 {
            return;
        }
        let kind =
            if matches!(dice, Dice::LateReceipt) { ReceiptKind::Delivered } else { ReceiptKind::Received };
        if !state.name.is_final() && self.messages > 1 && kind == ReceiptKind::Received {
            return;
        }
        // Only the first message can lie in the mailbox when there were several: the world has one mailbox.
        if self.messages > 1 {
            return;
        }
        let (channel, message_uuid) = (message.channel, message.message_uuid);
        self.record([Event::Receipt { channel, message_uuid, kind, problem: None, detail: None, raw: None }]);
    }

    fn told(&mut self, state: &State) {
        let message = state.composed.as_ref().expect("a receipt speaks of a message");
        let kind = ReceiptKind::Delivered;
        let (channel, message_uuid) = (message.channel, message.message_uuid);
        self.record([Event::Receipt { channel, message_uuid, kind, problem: None, detail: None, raw: None }]);
    }

    fn route(&mut self, kind: &LetterType, policy: &Policy, state: &State, dice: Dice) {
        let today = "2026-01-15".parse().unwrap();
        let opening = opening(&letter(), kind, state, Some(ChannelKind::MinaMeddelanden), today);
        let events = match opening {
            Opening::Decided(decision) => after_switch(state, None, decision, policy, self.now, 1),
            Opening::Ask(channel) => {
                let lookup = match dice {
                    Dice::LookupNo => Lookup::No { reason: Code::NotRegistered },
                    Dice::LookupUnknown => {
                        Lookup::Unknown { reason: Code::RegisterUnavailable, detail: None }
                    }
                    _ => Lookup::Yes { reason: Code::MailboxOpen, endpoint: None },
                };
                let route = Route {
                    channel,
                    endpoint: None,
                    repeat_is_safe: self.deduplicates,
                    can_ask: self.can_ask,
                    tells: self.tells,
                };
                let decision = decide(kind, state, &lookup, route);
                after_switch(state, Some((channel, &lookup)), decision, policy, self.now, 1)
            }
        };
        self.record(events);
    }

    fn deliver(&mut self, policy: &Policy, channel: ChannelKind, attempt: u32, dice: Dice) {
        self.record([Event::Attempted { channel, attempt }]);
        let state = self.state();
        let message = state.composed.clone().expect("nothing leaves before it is stored");
        self.sent_digests.insert(message.digest.0.clone());
        if channel == ChannelKind::Print {
            self.printed = 1; // the hot folder replaces a job by itself
            if !matches!(dice, Dice::CrashAfterSending) {
                let outcome = Outcome::HandedOver { transmission_id: None, raw: None };
                let events =
                    after_attempt(&state, channel, message.message_uuid, outcome, policy, self.now, 1);
                self.record(events);
            }
            return;
        }
        let outcome = match dice {
            Dice::CrashBeforeSending => return,
            Dice::CrashAfterSending => {
                self.digital_arrives();
                return;
            }
            Dice::NotDelivered => {
                Outcome::NotDelivered { problem: Code::OperatorRejected, detail: None, raw: None }
            }
            Dice::Refused => Outcome::Refused { problem: Code::SignatureRefused, detail: None, raw: None },
            Dice::Retry => Outcome::Retry { problem: Code::OperatorUnavailable, detail: None },
            Dice::LostAfterArrival => {
                self.digital_arrives();
                Outcome::InDoubt { problem: Code::AnswerLost, detail: None }
            }
            Dice::LostBeforeArrival => Outcome::InDoubt { problem: Code::AnswerLost, detail: None },
            Dice::HandedOver => {
                self.digital_arrives();
                Outcome::HandedOver { transmission_id: None, raw: None }
            }
            _ => {
                self.digital_arrives();
                Outcome::Delivered { transmission_id: None, raw: None }
            }
        };
        let events = after_attempt(&state, channel, message.message_uuid, outcome, policy, self.now, 1);
        self.record(events);
    }

    fn ask(&mut self, policy: &Policy, state: &State, channel: ChannelKind, dice: Dice) {
        let message_uuid = state.composed.as_ref().expect("asks about a message").message_uuid;
        let arrived = if channel == ChannelKind::Print { self.printed > 0 } else { self.digital > 0 };
        let event = match dice {
            Dice::AskNothing | Dice::LookupUnknown | Dice::Retry => {
                after_ask(state, channel, AskAnswer::NoAnswer, policy, self.now, 1)
            }
            _ if !arrived => after_ask(state, channel, AskAnswer::NotSeen, policy, self.now, 1),
            _ => Event::Receipt {
                channel,
                message_uuid,
                kind: ReceiptKind::Delivered,
                problem: None,
                detail: None,
                raw: None,
            },
        };
        self.record([event]);
    }
}

fn live(
    fallback: Fallback,
    (deduplicates, can_ask, tells): (bool, bool, bool),
    terms: Terms,
    throws: &[Dice],
) -> World {
    let kind = letter_type(fallback);
    let policy = Policy::default();
    let mut world = World {
        events: Vec::new(),
        now: letter().accepted_at,
        digital: 0,
        deduplicates,
        can_ask,
        tells,
        printed: 0,
        messages: 0,
        acts: 6,
        turns: 20,
        sent_digests: std::collections::HashSet::new(),
    };
    world.record([Event::Accepted(terms)]);
    for throw in throws.iter().copied().cycle().take(1_500) {
        if !world.step(&kind, &policy, throw) {
            return world;
        }
        world.now += SignedDuration::from_millis(1);
    }
    panic!("a letter without a way out: {:?}", world.state());
}

/// Terms in hours after acceptance.
fn terms() -> impl Strategy<Value = Terms> {
    let after = |hours: i64| letter().accepted_at + SignedDuration::from_hours(hours);
    (prop::option::of(0_i64..48), prop::option::of(1_i64..24), prop::option::of(48_i64..300)).prop_map(
        move |(send, recall, expires)| Terms {
            send_at: send.map(after),
            recall_until: recall.map(after),
            expires_at: expires.map(after),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Rules F13, R66: whatever registers, receivers, crashes, clocks, late receipts and careful people do.
    #[test]
    fn every_letter_ends_or_lies_with_a_person(
        throws in prop::collection::vec(dice(), 1..40), receiver: (bool, bool, bool), terms in terms(),
        fallback in prop::sample::select(vec![Fallback::Print, Fallback::Desk, Fallback::None]),
    ) {
        let world = live(fallback, receiver, terms, &throws);
        let state = world.state();
        prop_assert!(state.name.is_final() || state.attention.is_some(), "{state:?}");
        // One letter never becomes two mails that nobody decided on.
        prop_assert!(world.digital <= 1, "delivered {} times: {:#?}", world.digital, world.events);
        prop_assert!(world.digital + world.printed <= 1, "in the mailbox and on paper: {:#?}", world.events);
        // Once in doubt, only a receipt, a de-duplicated repeat or a person moves it.
        if state.name == StateName::Delivered && state.channel() == Some(ChannelKind::MinaMeddelanden) {
            prop_assert_eq!(world.digital + world.printed, 1);
        }
        // What was stopped or ran out reached nobody, unless a person is told.
        if matches!(state.name, StateName::Cancelled | StateName::Expired) {
            prop_assert!(world.digital + world.printed == 0 || state.attention.is_some(), "{:#?}", world.events);
        }
        // R66: the fallback is taken once; paper leaves only when nothing is in doubt.
        let mut before = State::default();
        let mut papers = 0;
        for recorded in &world.events {
            if let Event::Attempted { channel: ChannelKind::Print, attempt: 1 } = recorded.event {
                papers += 1;
                prop_assert!(!before.maybe_arrived && before.name != StateName::InDoubt, "{before:?}");
            }
            before.apply(recorded);
        }
        let retried = world.events.iter().any(|recorded| matches!(recorded.event, Event::Retried { .. }));
        prop_assert!(papers <= 1 || retried, "two papers");
    }
}
