//! Those who hand letters in, and those who look after the ones that lie with a person. They know what really happened:
//! they can ring the operator.

use crate::exec::{HOUR_US, MINUTE_US, Owner, SECOND_US, line};
use crate::node::Node;
use crate::watch;
use crate::world::{World, short};
use letter::{ChannelKind, Event, LetterId, Phase, Resolution, State};
use store::{Accepted, History, Idempotency, NewLetter};
use uuid::Uuid;

/// How long people go on deciding after peace has come.
pub(crate) const OFFICE_US: u64 = 12 * HOUR_US;

/// Hands one letter in, with the same key until there is an answer; sometimes once more, to be sure.
pub(crate) async fn caller(world: World, number: usize) {
    world.sim.sleep(world.between(0, world.plan.peace_us * 7 / 10)).await;
    let kind = world.between(0, 1_000);
    let mut known: Option<LetterId> = None;
    let mut calls_left = 1 + u32::from(world.strikes(300));
    while calls_left > 0 {
        world.count("requests");
        for accepted in call(&world, number, kind).await {
            calls_left = calls_left.saturating_sub(1);
            watch::promised(&world, accepted.id);
            world.happened("promises", || format!("{} to caller {number}", short(accepted.id)));
            if known.is_some_and(|first| first != accepted.id) {
                world.violated(format!("key {number} became two letters, the second {}", short(accepted.id)));
            }
            known = Some(accepted.id);
        }
        let pause = if known.is_some() { MINUTE_US } else { 10 * SECOND_US };
        world.sim.sleep(world.between(pause / 10, pause)).await;
    }
    world.scene().unanswered -= 1;
}

/// One request, or two at once; the answers that came back.
async fn call(world: &World, caller: usize, kind: u64) -> Vec<Accepted> {
    world.sim.sleep(world.between(1_000, 200_000)).await;
    let Some(number) = world.some_node() else { return Vec::new() };
    if world.strikes(world.plan.request_lost) {
        return Vec::new();
    }
    let mut answers = Vec::new();
    for _ in 0..1 + u32::from(world.strikes(world.plan.twice)) {
        let node = Node::new(world, number);
        let (reply, answer) = line();
        let new = request(world, number, caller, kind);
        world.sim.spawn(Owner::Node(number), async move {
            let Some(new) = new else { return };
            if let Ok(accepted) = journey::accept(&node, new).await {
                reply.say(accepted);
            }
        });
        answers.push(answer);
    }
    let mut accepted = Vec::new();
    for answer in answers {
        if let Some(said) = world.sim.within(30 * SECOND_US, answer).await
            && !world.strikes(world.plan.answer_lost)
        {
            accepted.push(said);
        }
    }
    accepted
}

fn request(world: &World, node: usize, caller: usize, kind: u64) -> Option<NewLetter> {
    let id = LetterId(Uuid::from_u64_pair(world.number() << 16, 0xB000_0000_0000_0000));
    let now = world.clock_of(node);
    let key = format!("key-{caller}");
    Some(NewLetter {
        letter: crate::letters::letter(id, kind, now)?,
        blobs: Vec::new(),
        idempotency: Some(Idempotency { scope: "caller".to_owned(), key, fingerprint: [1; 32] }),
        recipient_hash: [0; 32],
        due_at: now,
    })
}

/// Looks after the letters, now and then, until some time after peace has come.
pub(crate) async fn clerk(world: World) {
    while world.sim.now_us() < world.plan.peace_us + OFFICE_US {
        world.sim.sleep(world.between(5 * MINUTE_US, 2 * HOUR_US)).await;
        let ids: Vec<LetterId> = world.scene().durable.ids().collect();
        for id in ids {
            let seen = world.scene().durable.load(id);
            if let (Some(seen), Some(event)) = (seen, decide(&world, id)) {
                act(&world, seen, event).await;
            }
        }
    }
}

/// What a person who knows the truth does about a letter.
fn decide(world: &World, id: LetterId) -> Option<Event> {
    let (state, truth) = {
        let mut scene = world.scene();
        let (events, _) = scene.durable.events(id)?;
        (State::fold(events), scene.truths.of(id).clone())
    };
    let by = || "clerk".to_owned();
    let resolved = |how| Some(Event::Resolved { by: by(), how, note: None });
    let dice = world.between(0, 2);
    if state.name.is_final() {
        return None;
    }
    let doubtful = state.maybe_arrived;
    if state.phase == Phase::WithPerson || (doubtful && state.phase == Phase::InDoubt && world.strikes(300)) {
        if truth.coming() > 0 {
            return None;
        }
        if state.channel() == Some(ChannelKind::Desk) && !doubtful {
            if truth.copies() == 0 {
                watch::arrived(world, id, "printed by a person", |truth| truth.desk += 1);
            }
            return resolved(Resolution::Printed);
        }
        if truth.copies() > 0 {
            return resolved(Resolution::Delivered);
        }
        return match (doubtful, dice) {
            (true, 0) => resolved(Resolution::Resend),
            (true, _) => resolved(Resolution::NotDelivered),
            (false, 0) => Some(Event::Cancelled { by: by() }),
            (false, 1) => resolved(Resolution::NotDelivered),
            (false, _) => Some(Event::Retried { by: by() }),
        };
    }
    if !world.strikes(world.plan.meddling) {
        return None;
    }
    Some(if dice == 0 { Event::Cancelled { by: by() } } else { Event::Retried { by: by() } })
}

/// Asks a node to record a decision about the letter as the clerk saw it: one that has moved since is looked at again.
async fn act(world: &World, seen: History, event: Event) {
    let id = seen.letter.id;
    let Some(number) = world.some_node() else { return };
    let node = Node::new(world, number);
    let (reply, answer) = line();
    let story = format!("{event:?}");
    world.sim.spawn(Owner::Node(number), async move {
        reply.say(journey::act(&node, &seen, event).await);
    });
    let said = world.sim.within(30 * SECOND_US, answer).await;
    world.count(match said {
        Some(Ok(())) => "acts of people",
        Some(Err(_)) => "acts refused",
        None => "acts unanswered",
    });
    world.tell(|| format!("clerk on {}: {story}: {said:?}", short(id)));
}
