//! One gateway process: the real conductor on a model of everything around it, with the workers' and the collector's
//! loop.

use crate::channel::Wire;
use crate::exec::{MINUTE_US, Owner, SECOND_US, line};
use crate::ledger::{Books, commit};
use crate::receiver;
use crate::world::{World, short};
use bytes::Bytes;
use channels::{Channel, RawReceipt, Told};
use futures_util::future::{Either, select};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use journey::{House, Terms};
use letter::{ChannelKind, Event, Letter, LetterType, MessageUuid, NoticeWay, Policy, Resolved, SenderId};
use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use uuid::Uuid;

/// One node as the conductor sees it.
#[derive(Clone)]
pub(crate) struct Node {
    world: World,
    number: usize,
    books: Books,
    channels: Arc<BTreeMap<ChannelKind, Arc<dyn Channel>>>,
}

const KINDS: [ChannelKind; 4] =
    [ChannelKind::DigitalPost, ChannelKind::Kombi, ChannelKind::MinaMeddelanden, ChannelKind::Print];

impl Node {
    pub(crate) fn new(world: &World, number: usize) -> Node {
        let wire = |kind| Arc::new(Wire { world: world.clone(), kind, node: number }) as Arc<dyn Channel>;
        Node {
            world: world.clone(),
            number,
            books: Books::new(world.clone(), number),
            channels: Arc::new(KINDS.into_iter().map(|kind| (kind, wire(kind))).collect()),
        }
    }
}

impl House for Node {
    type Ledger = Books;

    fn ledger(&self) -> &Books {
        &self.books
    }

    fn policy(&self) -> &Policy {
        &self.world.policy
    }

    fn now(&self) -> Timestamp {
        self.world.clock_of(self.number)
    }

    async fn sleep(&self, time: Duration) {
        self.world.sim.sleep(u64::try_from(time.as_micros()).unwrap_or(u64::MAX)).await;
    }

    fn new_message_uuid(&self) -> MessageUuid {
        MessageUuid(Uuid::from_u64_pair(self.world.number() << 16, 0xA000_0000_0000_0000))
    }

    fn terms(&self, sender: &SenderId) -> Option<Terms> {
        crate::letters::digital_of(sender).map(|digital| Terms { digital, zone: TimeZone::UTC })
    }

    fn channel_of(&self, _sender: &SenderId, kind: ChannelKind) -> Option<&Arc<dyn Channel>> {
        self.channels.get(&kind)
    }

    fn receipt_channel(&self, kind: ChannelKind) -> Option<&Arc<dyn Channel>> {
        self.channels.get(&kind)
    }

    fn type_of_letter(&self, letter: &Letter) -> Option<Arc<LetterType>> {
        self.world.types.get(&letter.letter_type).cloned()
    }

    fn markup_of(&self, _letter: &Letter, _kind: &LetterType) -> Resolved {
        Resolved::default()
    }

    async fn notify(&self, _letter: &Letter, _kind: Option<&LetterType>, _way: NoticeWay) -> Told {
        Told::Sent(None)
    }

    fn receipts_came(&self) {
        if let Some(node) = self.world.scene().nodes.get(self.number) {
            node.receipts_came.ring();
        }
    }

    fn tell(&self, letter: &Letter, event: &Event) {
        self.world.tell(|| format!("node {} {}: {event:?}", self.number, short(letter.id)));
    }

    #[cfg(feature = "planted")]
    fn planted(&self, bug: journey::Bug) -> bool {
        self.world.bug == Some(bug)
    }

    #[cfg(feature = "planted")]
    fn store_later(&self, new: store::NewLetter) {
        let node = self.clone();
        self.world.sim.spawn(Owner::Node(self.number), async move {
            let _ = journey::Ledger::accept(&node.books, new).await;
        });
    }
}

/// Starts a process on this node.
pub(crate) fn start(world: &World, number: usize) {
    {
        let mut scene = world.scene();
        // As the real store: a single process frees the leases of the one before it.
        if world.plan.nodes == 1 {
            scene.durable.release_all();
        }
        let Some(node) = scene.nodes.get_mut(number) else { return };
        node.up = true;
        node.writing = false;
    }
    world.tell(|| format!("node {number} starts"));
    let node = Node::new(world, number);
    let collector = node.clone();
    world.sim.spawn(Owner::Node(number), async move { work(node).await });
    world.sim.spawn(Owner::Node(number), async move { collect(collector).await });
}

/// Kills the process: what it knew is gone; what it was writing is on disk or not.
pub(crate) fn crash(world: &World, number: usize) {
    world.happened("crashes", || format!("node {number}"));
    world.sim.freeze(number, 0);
    world.sim.kill(number);
    let (committing, queued) = {
        let mut scene = world.scene();
        let Some(node) = scene.nodes.get_mut(number) else { return };
        node.up = false;
        (std::mem::take(&mut node.committing), std::mem::take(&mut node.queued))
    };
    drop(queued);
    if !committing.is_empty() && world.sim.draw(|random| random.in_thousand(500)) {
        world.count("crashes after a commit");
        commit(world, committing, false);
    }
}

/// The workers' loop, as in `server`.
async fn work(node: Node) {
    let world = node.world.clone();
    let Some(bell) = world.scene().nodes.get(node.number).map(|state| state.bell.clone()) else { return };
    let busy = Arc::new(AtomicUsize::new(0));
    loop {
        let free = world.plan.slots.saturating_sub(busy.load(Ordering::Relaxed));
        let claims = if free == 0 {
            Vec::new()
        } else {
            journey::claim_due(&node, free, "simulated").await.unwrap_or_default()
        };
        let none_due = claims.is_empty();
        for claim in claims {
            busy.fetch_add(1, Ordering::Relaxed);
            let (worker, busy, bell) = (node.clone(), busy.clone(), bell.clone());
            world.sim.spawn(Owner::Node(node.number), async move {
                let id = claim.id();
                if let Err(failure) = journey::carry_letter(&worker, claim).await {
                    worker.world.happened("steps failed", || format!("{}: {failure}", short(id)));
                    if matches!(failure, journey::Failure::TooManySteps | journey::Failure::Vanished) {
                        worker.world.violated(format!("{}: {failure}", short(id)));
                    }
                }
                busy.fetch_sub(1, Ordering::Relaxed);
                bell.ring();
            });
        }
        if none_due {
            let next = world.scene().durable.next_due();
            let wait_us = next.map_or(10 * MINUTE_US, |due| {
                u64::try_from(due.duration_since(node.now()).as_micros()).unwrap_or(0)
            });
            let wait_us = if free == 0 { SECOND_US } else { wait_us.clamp(5_000, 10 * MINUTE_US) };
            select(bell.rung(), pin!(world.sim.sleep(wait_us))).await;
        }
    }
}

/// The collector's loop, as in `server`.
async fn collect(node: Node) {
    let world = node.world.clone();
    let Some(came) = world.scene().nodes.get(node.number).map(|state| state.receipts_came.clone()) else {
        return;
    };
    loop {
        let mut more = false;
        for channel in node.channels.values() {
            more |= journey::collect(&node, channel.as_ref()).await;
        }
        if more {
            continue;
        }
        let mut turn = pin!(world.sim.sleep(world.between(30 * SECOND_US, 10 * MINUTE_US)));
        loop {
            if journey::match_stored(&node).await.is_err() {
                world.count("matchings failed");
            }
            if let Either::Left(_) = select(&mut turn, came.rung()).await {
                break;
            }
        }
    }
}

/// A receiver brings a receipt, again and again until it is told that it is safe.
pub(crate) async fn push(world: World, channel: ChannelKind, key: String, raw: Bytes) {
    let mut pause_us = 5 * SECOND_US;
    loop {
        world.sim.sleep(world.between(10_000, 1_000_000)).await;
        if let Some(number) = world.some_node()
            && !world.strikes(world.plan.request_lost)
        {
            let receipt = RawReceipt { channel, sender: "any".into(), key: key.clone(), raw: raw.clone() };
            let (reply, answer) = line();
            let node = Node::new(&world, number);
            world.sim.spawn(Owner::Node(number), async move {
                let Some(adapter) = node.channels.get(&channel) else { return };
                if journey::take_in(&node, adapter.as_ref(), &[receipt]).await.is_ok() {
                    reply.say(());
                }
            });
            if world.sim.within(30 * SECOND_US, answer).await.is_some()
                && !world.strikes(world.plan.answer_lost)
            {
                receiver::acknowledged(&world, channel, &key);
                return;
            }
        }
        world.count("pushes repeated");
        world.sim.sleep(world.between(pause_us / 2, pause_us)).await;
        pause_us = (pause_us * 2).min(30 * MINUTE_US);
    }
}
