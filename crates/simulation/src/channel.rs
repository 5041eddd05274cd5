//! The channels of one node: the wire between it and the receivers, which loses, delays and doubles.

use crate::exec::{MINUTE_US, Owner, Reply, line};
use crate::receiver::{self, Parcel, Said};
use crate::watch;
use crate::world::{World, short};
use async_trait::async_trait;
use bytes::Bytes;
use catalogue::Code;
use channels::{
    Answer, Channel, ComposeError, ComposeJob, ConnectionProblem, DeliverJob, Delivery, Finding, Hold,
    Message, RawReceipt, ReadReceipt, SizeJob, TooLarge,
};
use letter::{ChannelKind, LetterId, Lookup, MessageUuid, Outcome, ReceiptKind, Route, SenderId};
use party::PartyId;

/// One channel as one node has it.
pub(crate) struct Wire {
    pub(crate) world: World,
    pub(crate) kind: ChannelKind,
    pub(crate) node: usize,
}

impl Wire {
    fn problem(&self) -> ConnectionProblem {
        ConnectionProblem { code: Code::OperatorUnavailable, detail: "simulated".to_owned() }
    }

    /// A question and its answer cross the wire; false when either is lost.
    async fn crossed(&self) -> bool {
        let plan = &self.world.plan;
        self.world.sim.sleep(self.world.between(2_000, 200_000)).await;
        !self.world.strikes(plan.no_connection)
            && !self.world.strikes(plan.request_lost)
            && !self.world.strikes(plan.answer_lost)
    }
}

#[async_trait]
impl Channel for Wire {
    fn kind(&self) -> ChannelKind {
        self.kind
    }

    async fn lookup(&self, _sender: &SenderId, recipients: &[PartyId]) -> Vec<Lookup> {
        let crossed = self.crossed().await;
        let plan = &self.world.plan;
        let down = self.world.scene().register_down_until_us > self.world.sim.now_us();
        let answer = if !crossed || down || self.world.strikes(plan.register_unknown) {
            Lookup::Unknown { reason: Code::RegisterUnavailable, detail: None }
        } else if self.world.strikes(plan.register_protected) {
            Lookup::No { reason: Code::ProtectedIdentity }
        } else if self.world.strikes(plan.register_no) {
            Lookup::No { reason: Code::NotRegistered }
        } else {
            Lookup::Yes { reason: Code::MailboxOpen, endpoint: None }
        };
        self.world.count(match answer {
            Lookup::Yes { .. } => "lookups yes",
            Lookup::No { .. } => "lookups no",
            Lookup::Unknown { .. } => "lookups unknown",
        });
        vec![answer; recipients.len()]
    }

    fn route(&self, _lookup: &Lookup) -> Route {
        let kind = self.kind;
        Route {
            repeat_is_safe: match kind {
                ChannelKind::MinaMeddelanden => self.world.plan.mina_says_so,
                other => Route::to(other).repeat_is_safe,
            },
            can_ask: matches!(kind, ChannelKind::DigitalPost | ChannelKind::Print),
            tells: kind == ChannelKind::Kombi,
            ..Route::to(kind)
        }
    }

    fn check_size(&self, _job: &SizeJob) -> Result<(), TooLarge> {
        Ok(())
    }

    async fn compose(&self, job: ComposeJob) -> Result<Message, ComposeError> {
        self.world.sim.sleep(self.world.between(200, 5_000)).await;
        if self.world.strikes(self.world.plan.compose_fails) {
            return Err(ComposeError { code: Code::ComposeFailed, detail: "simulated".to_owned() });
        }
        // With the time in it, so that a message built a second time is another one.
        Ok(format!("{} {} {}", job.letter.id.0, job.message_uuid.0, job.now).into_bytes().into())
    }

    fn admits(&self, _sender: &SenderId, _route: &Route) -> Result<(), Hold> {
        if self.world.strikes(self.world.plan.hold) {
            self.world.count("letters held");
            let detail = "simulated".to_owned();
            return Err(Hold { problem: Code::OperatorUnavailable, wait_ms: 15_000, detail });
        }
        Ok(())
    }

    async fn deliver(&self, job: DeliverJob) -> Delivery {
        let world = &self.world;
        let Some(letter) = letter_of(&job.bytes) else {
            world.violated("bytes left the house that are no message".to_owned());
            return delivery(Outcome::Refused { problem: Code::ComposeFailed, detail: None, raw: None });
        };
        if world.strikes(world.plan.no_connection) {
            world.happened("connections refused", || short(letter));
            world.sim.sleep(world.between(1_000, 3_000_000)).await;
            return delivery(Outcome::Retry { problem: Code::OperatorUnavailable, detail: None });
        }
        watch::sent(world, letter, self.kind, job.message_uuid, &job.bytes);
        world.happened("messages sent", || {
            format!(
                "{} as {} by {}",
                short(letter),
                watch::short_message(job.message_uuid),
                self.kind.as_str()
            )
        });
        let parcel = Parcel { letter, message: job.message_uuid };
        let (reply, answer) = line();
        let (task, kind) = (world.clone(), self.kind);
        world.sim.spawn(Owner::World, async move { carry(task, kind, parcel, reply).await });
        crate::chaos::strike(world, self.node);
        let said = world.sim.within(world.plan.time_out_us, answer).await;
        world.tell(|| format!("{} heard {said:?}", short(letter)));
        delivery(outcome(world, said, job.message_uuid))
    }

    async fn ask(&self, _sender: &SenderId, message: MessageUuid, _transmission: Option<&str>) -> Answer {
        if !self.crossed().await {
            return Answer::NoAnswer(None);
        }
        self.world.count("questions answered");
        let end = {
            let scene = self.world.scene();
            let receiver = scene.receivers.get(&self.kind);
            receiver
                .and_then(|receiver| receiver.messages.get(&message))
                .map(|taken| (taken.letter, taken.end))
        };
        match end {
            None => Answer::NotSeen,
            Some((_, None)) => Answer::Underway,
            Some((_, Some(kind))) => {
                let raw = Bytes::from(receiver::write_receipt(message, kind));
                self.read_receipt(&raw).map_or(Answer::NotSeen, |read| Answer::Receipt(read, raw))
            }
        }
    }

    async fn receipts(&self) -> Result<Vec<RawReceipt>, ConnectionProblem> {
        if !self.crossed().await {
            return Err(self.problem());
        }
        let scene = self.world.scene();
        let Some(receiver) = scene.receivers.get(&self.kind).filter(|receiver| !receiver.pushes) else {
            return Ok(Vec::new());
        };
        let ready = receiver.receipts.iter().filter(|laid| !laid.acknowledged).map(|laid| RawReceipt {
            channel: self.kind,
            sender: "any".into(),
            key: laid.key.clone(),
            raw: laid.raw.clone(),
        });
        let mut ready: Vec<RawReceipt> = ready.collect();
        // Not in the order in which they were written.
        ready.reverse();
        Ok(ready)
    }

    async fn acknowledge(&self, receipt: &RawReceipt) -> Result<(), ConnectionProblem> {
        let world = &self.world;
        if world.strikes(world.plan.request_lost) {
            return Err(self.problem());
        }
        receiver::acknowledged(world, self.kind, &receipt.key);
        world.sim.sleep(world.between(2_000, 100_000)).await;
        if world.strikes(world.plan.answer_lost) { Err(self.problem()) } else { Ok(()) }
    }

    fn read_receipt(&self, raw: &[u8]) -> Option<ReadReceipt> {
        let (message_uuid, kind) = receiver::read_receipt(raw)?;
        let problem = match kind {
            ReceiptKind::Invalid => Some(Code::SignatureRefused),
            ReceiptKind::NotAllowed => Some(Code::SendingNotAllowed),
            _ => None,
        };
        Some(ReadReceipt { message_uuid, kind, problem, detail: None })
    }

    async fn check(&self) -> Vec<Finding> {
        Vec::new()
    }
}

const fn delivery(outcome: Outcome) -> Delivery {
    Delivery { outcome, answer: None }
}

fn letter_of(bytes: &[u8]) -> Option<LetterId> {
    let text = std::str::from_utf8(bytes).ok()?;
    Some(LetterId(text.split(' ').next()?.parse().ok()?))
}

/// What the adapters make of an answer.
fn outcome(world: &World, said: Option<Said>, message: MessageUuid) -> Outcome {
    let transmission_id = Some(watch::short_message(message));
    match said {
        None => {
            world.count("answers lost");
            Outcome::InDoubt { problem: Code::AnswerLost, detail: None }
        }
        Some(Said::Unclear) => Outcome::InDoubt { problem: Code::AnswerUnusable, detail: None },
        Some(Said::Busy) => Outcome::Retry { problem: Code::OperatorBusy, detail: None },
        Some(Said::Delivered) => Outcome::Delivered { transmission_id, raw: None },
        Some(Said::Taken | Said::Known) => Outcome::HandedOver { transmission_id, raw: None },
        Some(Said::Refused) => Outcome::Refused { problem: Code::SignatureRefused, detail: None, raw: None },
        Some(Said::NotDelivered) => {
            Outcome::NotDelivered { problem: Code::OperatorRejected, detail: None, raw: None }
        }
    }
}

/// A message crosses the wire, whatever becomes of the node that sent it.
async fn carry(world: World, channel: ChannelKind, parcel: Parcel, reply: Reply<Said>) {
    let plan = &world.plan;
    let late = world.strikes(plan.late);
    let transit =
        if late { world.between(plan.time_out_us, 10 * MINUTE_US) } else { world.between(5_000, 2_000_000) };
    world.sim.sleep(transit).await;
    let lost = world.strikes(plan.request_lost);
    let said = (!lost).then(|| receiver::arrive(&world, channel, parcel));
    if lost {
        world.happened("requests lost", || short(parcel.letter));
    } else if late {
        world.happened("requests late", || short(parcel.letter));
    }
    let recognises = {
        let scene = world.scene();
        let receiver = scene.receivers.get(&channel);
        receiver.is_some_and(|receiver| receiver.repeat != crate::plan::Repeat::TakesAgain)
    };
    // Only what was taken: a wire that turns a refusal into a delivery is beyond anybody's care.
    let taken = matches!(said, Some(Said::Delivered | Said::Taken | Said::Known));
    if taken && recognises && world.strikes(plan.twice) {
        world.happened("requests doubled", || short(parcel.letter));
        receiver::arrive(&world, channel, parcel);
    }
    {
        let mut scene = world.scene();
        let truth = scene.truths.of(parcel.letter);
        let count =
            if crate::truth::is_paper(channel) { &mut truth.paper_coming } else { &mut truth.digital_coming };
        *count = count.saturating_sub(1);
    }
    world.sim.sleep(world.between(5_000, 1_000_000)).await;
    match said {
        Some(said) if !world.strikes(plan.answer_lost) => reply.say(said),
        // Silent until the caller gives up, or cut at once.
        _ if world.strikes(500) => world.sim.sleep(2 * plan.time_out_us).await,
        _ => {}
    }
}
