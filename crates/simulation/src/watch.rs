//! What must hold at each step, and at the end.

use crate::durable::Durable;
use crate::truth::is_paper;
use crate::world::{World, short};
use jiff::Timestamp;
use letter::{ChannelKind, Event, LetterId, MessageUuid, Phase, Recorded, Resolution, State, StateName};

/// After each append: the story only grows, and the letter has a way out.
pub(crate) fn appended(world: &World, durable: &Durable, id: LetterId, due_at: Option<Timestamp>) {
    let Some((events, _)) = durable.events(id) else { return };
    for (index, recorded) in events.iter().enumerate() {
        if recorded.seq as usize != index + 1 {
            world.violated(format!("{}: event {} has number {}", short(id), index + 1, recorded.seq));
        }
    }
    if let [.., before, last] = events
        && last.at < before.at
    {
        world.violated(format!("{}: event {} is dated before the one it follows", short(id), last.seq));
    }
    let state = State::fold(events);
    if due_at.is_none() && !rests(&state) {
        world.violated(format!("{}: no way out of {:?}", short(id), state.phase));
    }
    if state.name == StateName::InDoubt {
        world.count("appends in doubt");
    }
}

/// Whether nothing will be done unless a person or a receipt comes.
pub(crate) fn rests(state: &State) -> bool {
    state.name.is_final() || state.phase == Phase::WithPerson
}

/// When a message leaves the house: it is the stored one, it was noted before, and nothing else is on its way.
pub(crate) fn sent(world: &World, id: LetterId, channel: ChannelKind, message: MessageUuid, bytes: &[u8]) {
    let mut scene = world.scene();
    let state = scene.durable.events(id).map(|(events, _)| (State::fold(events), attempts(events)));
    let truth = scene.truths.of(id);
    truth.sends += 1;
    let (sends, truth) = (truth.sends, truth.clone());
    let wrong = match state {
        None => Some("was sent and is not in the store".to_owned()),
        Some(_) if truth.recalled => Some("is sent after its recall was confirmed".to_owned()),
        Some((state, _)) if matches!(state.name, StateName::Cancelled | StateName::Expired) => {
            Some(format!("is sent and is {}", state.name.as_str()))
        }
        // What clocks that jump call early or late is not what happened.
        Some((state, _)) if world.plan.jump_every_us == 0 && state.held_until(world.now()).is_some() => {
            Some("is sent before it may leave".to_owned())
        }
        Some((_, attempts)) if attempts < sends => Some("was sent more often than recorded".to_owned()),
        Some((state, _)) => {
            let composed = state.composed.as_ref();
            let known = composed.is_some_and(|composed| composed.message_uuid == message);
            let same = composed.is_some_and(|composed| composed.digest == store::digest_of(bytes));
            let to_paper = is_paper(channel);
            let elsewhere = if to_paper {
                truth.digital + truth.digital_coming
            } else {
                truth.paper + truth.paper_coming
            };
            if composed.is_some() && !(known && same) {
                Some(format!("message {} is not the stored one", short_message(message)))
            } else if state.phase == Phase::InDoubt && world.plan.jump_every_us == 0 {
                // While its lease lasts, nobody but the sender may give an attempt up. (Where clocks are wrong, a lease may
                // seem to have ended too early; that costs a doubt, not a second copy.)
                Some("is sent although others have given the attempt up".to_owned())
            } else if elsewhere + truth.desk > 0 {
                Some(format!("is sent by {} and may lie elsewhere: {truth:?}", channel.as_str()))
            } else {
                None
            }
        }
    };
    if is_paper(channel) {
        scene.truths.of(id).paper_coming += 1;
    } else {
        scene.truths.of(id).digital_coming += 1;
    }
    drop(scene);
    if let Some(wrong) = wrong {
        world.violated(format!("{} {wrong}", short(id)));
    }
}

fn attempts(events: &[Recorded]) -> u32 {
    let attempted = events.iter().filter(|recorded| matches!(recorded.event, Event::Attempted { .. }));
    u32::try_from(attempted.count()).unwrap_or(u32::MAX)
}

pub(crate) fn short_message(message: MessageUuid) -> String {
    format!("m{}", message.0.as_u64_pair().0 >> 16)
}

/// A copy reached the recipient, one way or another.
pub(crate) fn arrived(
    world: &World,
    id: LetterId,
    place: &'static str,
    copy: impl FnOnce(&mut crate::truth::Truth),
) {
    let truth = {
        let mut scene = world.scene();
        let truth = scene.truths.of(id);
        copy(truth);
        truth.clone()
    };
    world.happened(place, || short(id));
    if truth.recalled {
        world.violated(format!("{} reached its recipient after its recall was confirmed", short(id)));
    }
    if truth.copies() > 1 {
        world.violated(format!("{} reached its recipient {} times: {truth:?}", short(id), truth.copies()));
    }
}

/// A receiver was told that its receipt is safe.
pub(crate) fn acknowledged(world: &World, channel: ChannelKind, key: &str) {
    if !world.scene().durable.has_receipt(channel, key) {
        world.violated(format!("receipt {key} was acknowledged and is not in the store"));
    }
}

/// A caller was told that its letter is safe.
pub(crate) fn promised(world: &World, id: LetterId) {
    let stored = {
        let mut scene = world.scene();
        scene.truths.of(id).promised = true;
        scene.durable.events(id).is_some()
    };
    if !stored {
        world.violated(format!("{} was promised and is not in the store", short(id)));
    }
}

/// A caller was told that its letter is taken back.
pub(crate) fn recalled(world: &World, id: LetterId) {
    let copies = {
        let mut scene = world.scene();
        let truth = scene.truths.of(id);
        truth.recalled = true;
        // What a clerk has printed and not recorded yet, only that clerk knows.
        truth.copies() - truth.desk + truth.coming()
    };
    world.happened("letters recalled", || short(id));
    if copies > 0 {
        world.violated(format!("{} was taken back and may lie with its recipient", short(id)));
    }
}

/// A caller was told that its letter cannot be taken back. Within its time it always can, unless it is over.
pub(crate) fn not_recalled(world: &World, id: LetterId) {
    let wrong = {
        let scene = world.scene();
        let state = scene.durable.events(id).map(|(events, _)| State::fold(events));
        state.is_some_and(|state| !state.name.is_final() && state.terms.recall_until > Some(world.now()))
    };
    world.count("recalls refused");
    if wrong && world.plan.jump_every_us == 0 {
        world.violated(format!("{} could not be taken back in its time", short(id)));
    }
}

/// Whether everything has come to rest.
pub(crate) fn is_over(world: &World) -> bool {
    let scene = world.scene();
    scene.unanswered == 0
        && scene.truths.iter().all(|(_, truth)| truth.coming() == 0)
        && scene.receivers.values().all(crate::receiver::Receiver::is_quiet)
        && scene.durable.loose_receipts().is_empty()
        && scene
            .durable
            .ids()
            .all(|id| scene.durable.events(id).is_none_or(|(events, _)| rests(&State::fold(events))))
}

/// At the end: every promise is kept, every letter has ended or lies with a person, and what it says is true.
pub(crate) fn the_end(world: &World) {
    let mut wrong = Vec::new();
    let mut names: Vec<StateName> = Vec::new();
    {
        let scene = world.scene();
        if scene.unanswered > 0 {
            wrong.push(format!("{} callers never got an answer", scene.unanswered));
        }
        for (id, truth) in scene.truths.iter() {
            if truth.promised && scene.durable.events(id).is_none() {
                wrong.push(format!("{} was promised and is lost", short(id)));
            }
        }
        for id in scene.durable.ids() {
            let Some((events, _)) = scene.durable.events(id) else { continue };
            let state = State::fold(events);
            names.push(if state.attention.is_some() { StateName::NeedsAttention } else { state.name });
            let known = scene.truths.iter().find(|(other, _)| *other == id).map(|(_, truth)| truth.clone());
            let (recalled, desk) = known.as_ref().map_or((false, 0), |truth| (truth.recalled, truth.desk));
            let copies = known.map_or(0, |truth| truth.copies());
            if !rests(&state) {
                wrong.push(format!("{} is stuck: {:?} {:?}", short(id), state.name, state.phase));
            }
            let says_so = matches!(state.name, StateName::Delivered | StateName::Opened);
            if says_so && copies == 0 && !by_person(events) {
                wrong.push(format!("{} is said to be delivered and lies nowhere", short(id)));
            }
            // Whoever looks must see that it may have arrived, or prints a second one.
            if state.phase == Phase::WithPerson && !state.maybe_arrived && copies > 0 {
                wrong.push(format!("{} lies with a person as if it had not arrived", short(id)));
            }
            let denies = matches!(state.name, StateName::Cancelled | StateName::Failed | StateName::Expired);
            // Taken back by its caller while a clerk had printed it and not recorded that yet: nobody else could know.
            let crossed = recalled && copies == desk;
            if denies && copies > 0 && !crossed {
                wrong.push(format!("{} is {} and was delivered", short(id), state.name.as_str()));
            }
        }
        wrong.extend(
            scene
                .durable
                .loose_receipts()
                .into_iter()
                .map(|(key, status)| format!("receipt {key} is {status}")),
        );
    }
    for name in names {
        world.count(ended_as(name));
    }
    wrong.into_iter().for_each(|what| world.violated(what));
}

fn by_person(events: &[Recorded]) -> bool {
    events.iter().any(|recorded| {
        matches!(recorded.event, Event::Resolved { how: Resolution::Delivered | Resolution::Printed, .. })
    })
}

const fn ended_as(name: StateName) -> &'static str {
    match name {
        StateName::Delivered => "letters delivered",
        StateName::Opened => "letters opened",
        StateName::Returned => "letters returned",
        StateName::NeedsAttention | StateName::InDoubt => "letters with a person",
        StateName::Cancelled => "letters cancelled",
        StateName::Failed => "letters failed",
        StateName::Expired => "letters expired",
        StateName::Accepted | StateName::Routed | StateName::HandedOver => "letters stuck",
    }
}
