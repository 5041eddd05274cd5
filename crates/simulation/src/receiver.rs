//! Receivers as the national ones behave: some answer with the receipt, some owe it, some push it; some recognise a
//! repeated message and some do not.

use crate::exec::Owner;
use crate::plan::{Plan, Repeat};
use crate::watch;
use crate::world::{World, short};
use bytes::Bytes;
use letter::{ChannelKind, LetterId, MessageUuid, ReceiptKind};
use std::collections::BTreeMap;

/// What lies with one receiver.
pub(crate) struct Receiver {
    /// The answer to a call is the receipt.
    pub(crate) answers_at_once: bool,
    pub(crate) repeat: Repeat,
    /// It brings its receipts itself.
    pub(crate) pushes: bool,
    pub(crate) messages: BTreeMap<MessageUuid, Taken>,
    pub(crate) receipts: Vec<Laid>,
    pub(crate) undecided: usize,
}

/// A message that it has taken.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    pub(crate) letter: LetterId,
    pub(crate) end: Option<ReceiptKind>,
}

/// A receipt that lies ready.
#[derive(Clone, Debug)]
pub(crate) struct Laid {
    pub(crate) key: String,
    pub(crate) raw: Bytes,
    pub(crate) acknowledged: bool,
}

/// A message on the wire.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parcel {
    pub(crate) letter: LetterId,
    pub(crate) message: MessageUuid,
}

/// What it says when a message comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Delivered,
    Taken,
    Known,
    Busy,
    Refused,
    NotDelivered,
    /// A server error: it may have been taken or not.
    Unclear,
}

impl Receiver {
    pub(crate) fn all(plan: &Plan) -> BTreeMap<ChannelKind, Receiver> {
        let receiver = |answers_at_once, repeat, pushes| Receiver {
            answers_at_once,
            repeat,
            pushes,
            messages: BTreeMap::new(),
            receipts: Vec::new(),
            undecided: 0,
        };
        let mina = if plan.mina_recognises { Repeat::SameAnswer } else { Repeat::TakesAgain };
        BTreeMap::from([
            (ChannelKind::DigitalPost, receiver(false, plan.post_repeat, false)),
            (ChannelKind::Kombi, receiver(false, Repeat::TakesAgain, true)),
            (ChannelKind::MinaMeddelanden, receiver(true, mina, false)),
            (ChannelKind::Print, receiver(false, Repeat::SameAnswer, false)),
        ])
    }

    /// It has decided on everything and all its receipts were taken.
    pub(crate) fn is_quiet(&self) -> bool {
        self.undecided == 0 && self.receipts.iter().all(|laid| laid.acknowledged)
    }
}

/// A message comes to a receiver.
pub(crate) fn arrive(world: &World, channel: ChannelKind, parcel: Parcel) -> Said {
    let plan = &world.plan;
    if world.strikes(plan.busy) {
        return Said::Busy;
    }
    let unclear = world.strikes(plan.unclear);
    if unclear && world.strikes(500) {
        return Said::Unclear;
    }
    let (seen, at_once, repeat) = {
        let scene = world.scene();
        let Some(receiver) = scene.receivers.get(&channel) else { return Said::Busy };
        let seen = receiver.messages.get(&parcel.message).cloned();
        (seen, receiver.answers_at_once, receiver.repeat)
    };
    if seen.is_some() {
        world.happened("repeats received", || short(parcel.letter));
        match repeat {
            Repeat::Refuses => return Said::Known,
            Repeat::SameAnswer => return if at_once { Said::Delivered } else { Said::Taken },
            Repeat::TakesAgain => {}
        }
    }
    let said = if at_once { judge_at_once(world, channel, parcel) } else { take(world, channel, parcel) };
    if unclear { Said::Unclear } else { said }
}

fn judge_at_once(world: &World, channel: ChannelKind, parcel: Parcel) -> Said {
    if world.strikes(world.plan.not_delivered) {
        return Said::NotDelivered;
    }
    if world.strikes(world.plan.refused) {
        return Said::Refused;
    }
    note(world, channel, parcel, Some(ReceiptKind::Delivered));
    watch::arrived(world, parcel.letter, "delivered to a mailbox", |truth| truth.digital += 1);
    Said::Delivered
}

fn note(world: &World, channel: ChannelKind, parcel: Parcel, end: Option<ReceiptKind>) {
    let mut scene = world.scene();
    if let Some(receiver) = scene.receivers.get_mut(&channel) {
        receiver.messages.insert(parcel.message, Taken { letter: parcel.letter, end });
    }
}

/// Takes a message in and decides later.
fn take(world: &World, channel: ChannelKind, parcel: Parcel) -> Said {
    note(world, channel, parcel, None);
    coming(world, channel, parcel.letter, true);
    let task = world.clone();
    world.sim.spawn(Owner::World, async move { decide(task, channel, parcel).await });
    Said::Taken
}

fn coming(world: &World, channel: ChannelKind, letter: LetterId, more: bool) {
    let mut scene = world.scene();
    let truth = scene.truths.of(letter);
    let count =
        if crate::truth::is_paper(channel) { &mut truth.paper_coming } else { &mut truth.digital_coming };
    *count = if more { *count + 1 } else { count.saturating_sub(1) };
    if let Some(receiver) = scene.receivers.get_mut(&channel) {
        receiver.undecided = if more { receiver.undecided + 1 } else { receiver.undecided.saturating_sub(1) };
    }
}

async fn decide(world: World, channel: ChannelKind, parcel: Parcel) {
    let delay = world.plan.receipt_delay_us;
    if world.strikes(300) {
        lay(&world, channel, parcel, ReceiptKind::Received, "");
    }
    world.sim.sleep(world.between(delay / 10, delay)).await;
    let refusable = channel != ChannelKind::Print;
    let end = if refusable && world.strikes(world.plan.refused) {
        ReceiptKind::Invalid
    } else if refusable && world.strikes(world.plan.not_delivered) {
        ReceiptKind::NotAllowed
    } else if channel == ChannelKind::Kombi && world.strikes(100) {
        ReceiptKind::Posted
    } else {
        ReceiptKind::Delivered
    };
    note(&world, channel, parcel, Some(end));
    match end {
        ReceiptKind::Posted => {
            watch::arrived(&world, parcel.letter, "printed and posted", |truth| truth.paper += 1);
        }
        ReceiptKind::Delivered if channel == ChannelKind::Print => {
            watch::arrived(&world, parcel.letter, "printed and posted", |truth| truth.paper += 1);
        }
        ReceiptKind::Delivered => {
            watch::arrived(&world, parcel.letter, "delivered to a mailbox", |truth| truth.digital += 1);
        }
        _ => world.happened("refused by receipt", || short(parcel.letter)),
    }
    coming(&world, channel, parcel.letter, false);
    if world.strikes(world.plan.receipt_missing) {
        world.happened("receipts never written", || short(parcel.letter));
        return;
    }
    if world.strikes(world.plan.receipt_twice) {
        lay(&world, channel, parcel, end, "again");
    }
    lay(&world, channel, parcel, end, "");
    if end == ReceiptKind::Delivered && world.strikes(world.plan.opened) {
        lay(&world, channel, parcel, ReceiptKind::Opened, "");
    }
}

/// Lays a receipt ready, and brings it if that is this receiver's way.
fn lay(world: &World, channel: ChannelKind, parcel: Parcel, kind: ReceiptKind, again: &str) {
    let raw = Bytes::from(write_receipt(parcel.message, kind));
    let key = format!("{}-{kind:?}{again}", watch::short_message(parcel.message));
    let pushes = {
        let mut scene = world.scene();
        let Some(receiver) = scene.receivers.get_mut(&channel) else { return };
        if receiver.receipts.iter().any(|laid| laid.key == key) {
            return;
        }
        receiver.receipts.push(Laid { key: key.clone(), raw: raw.clone(), acknowledged: false });
        receiver.pushes
    };
    world.happened("receipts written", || format!("{key} for {}", short(parcel.letter)));
    if pushes {
        let task = world.clone();
        world.sim.spawn(Owner::World, async move { crate::node::push(task, channel, key, raw).await });
    }
}

/// Notes that a receipt was acknowledged.
pub(crate) fn acknowledged(world: &World, channel: ChannelKind, key: &str) {
    watch::acknowledged(world, channel, key);
    let mut scene = world.scene();
    if let Some(receiver) = scene.receivers.get_mut(&channel) {
        receiver.receipts.iter_mut().filter(|laid| laid.key == key).for_each(|laid| laid.acknowledged = true);
    }
}

const KINDS: [ReceiptKind; 7] = [
    ReceiptKind::Received,
    ReceiptKind::Delivered,
    ReceiptKind::Posted,
    ReceiptKind::Invalid,
    ReceiptKind::NotAllowed,
    ReceiptKind::Opened,
    ReceiptKind::Returned,
];

/// A receipt's bytes.
pub(crate) fn write_receipt(message: MessageUuid, kind: ReceiptKind) -> String {
    format!("{} {kind:?}", message.0)
}

/// Reads them back.
pub(crate) fn read_receipt(raw: &[u8]) -> Option<(MessageUuid, ReceiptKind)> {
    let (message, name) = std::str::from_utf8(raw).ok()?.split_once(' ')?;
    let kind = KINDS.into_iter().find(|kind| format!("{kind:?}") == name)?;
    Some((MessageUuid(message.parse().ok()?), kind))
}
