//! Those who hand letters in, and those who look after the ones that lie with a person. They know what really happened:
//! they can ring the operator.

use crate::exec::{HOUR_US, MINUTE_US, Owner, SECOND_US, line};
use crate::node::Node;
use crate::watch;
use crate::world::{World, short};
use jiff::{SignedDuration, Timestamp};
use journey::ActError;
use letter::{ChannelKind, Event, Letter, LetterId, Phase, Resolution, State, Terms};
use store::{Accepted, History, Idempotency, NewLetter};
use uuid::Uuid;

/// How long people go on deciding after peace has come.
pub(crate) const OFFICE_US: u64 = 12 * HOUR_US;

/// Hands one letter in, with the same key until there is an answer; sometimes once more, to be sure.
pub(crate) async fn caller(world: World, number: usize) {
    world.sim.sleep(world.between(0, world.plan.peace_us * 7 / 10)).await;
    let wish = Wish::of(&world);
    let mut known: Option<LetterId> = None;
    let mut calls_left = 1 + u32::from(world.strikes(300));
    while calls_left > 0 {
        world.count("requests");
        for accepted in call(&world, number, &wish).await {
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
    if let Some(id) = known
        && wish.recalls_after_us > 0
    {
        take_back(&world, id, wish.recalls_after_us).await;
    }
    world.scene().unanswered -= 1;
}

/// What a caller wants, the same in each of its calls.
struct Wish {
    kind: u64,
    /// In which it can take the letter back; none if zero.
    recall_us: u64,
    /// After which the letter is not to be sent any more; none if zero.
    ttl_us: u64,
    /// When it takes the letter back; never if zero.
    recalls_after_us: u64,
}

impl Wish {
    fn of(world: &World) -> Wish {
        let kind = world.between(0, 1_000);
        let time = |chance: u64, from: u64, to: u64| {
            if world.strikes(chance) { world.between(from, to) } else { 0 }
        };
        let recall_us = time(world.plan.recallable, 10 * MINUTE_US, 2 * HOUR_US);
        let ttl_us = time(world.plan.expiring, 5 * MINUTE_US, 6 * HOUR_US);
        // Some come too late.
        let recalls_after_us = if recall_us == 0 { 0 } else { time(600, SECOND_US, recall_us * 5 / 4) };
        Wish { kind, recall_us, ttl_us, recalls_after_us }
    }

    fn terms(&self, now: Timestamp) -> Terms {
        let after = |us: u64| {
            let length = SignedDuration::from_micros(i64::try_from(us).unwrap_or(i64::MAX));
            (us > 0).then(|| now.saturating_add(length).unwrap_or(now))
        };
        let expires_at = after(self.ttl_us).map(|at| at.max(after(self.recall_us).unwrap_or(at)));
        Terms { send_at: None, recall_until: after(self.recall_us), expires_at }
    }
}

/// Takes a letter back, as its caller may; asks again until there is an answer.
async fn take_back(world: &World, id: LetterId, after_us: u64) {
    world.sim.sleep(after_us).await;
    loop {
        let seen = world.scene().durable.load(id);
        let Some(seen) = seen else { return };
        match ask(world, seen, Event::Cancelled { by: "caller".to_owned() }).await {
            Some(Ok(())) => return watch::recalled(world, id),
            Some(Err(ActError::NotAllowed(_))) => return watch::not_recalled(world, id),
            // It moved, or nobody knows whether it is taken back: what is recorded tells.
            Some(Err(_)) | None => {}
        }
        world.sim.sleep(world.between(SECOND_US, MINUTE_US)).await;
        let cancelled = world.scene().durable.events(id).is_some_and(|(events, _)| {
            events.iter().any(|recorded| matches!(recorded.event, Event::Cancelled { .. }))
        });
        if cancelled {
            return watch::recalled(world, id);
        }
    }
}

/// One request, or two at once; the answers that came back.
async fn call(world: &World, caller: usize, wish: &Wish) -> Vec<Accepted> {
    world.sim.sleep(world.between(1_000, 200_000)).await;
    let Some(number) = world.some_node() else { return Vec::new() };
    if world.strikes(world.plan.request_lost) {
        return Vec::new();
    }
    let mut answers = Vec::new();
    for _ in 0..1 + u32::from(world.strikes(world.plan.twice)) {
        let node = Node::new(world, number);
        let (reply, answer) = line();
        let new = request(world, number, caller, wish);
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

fn request(world: &World, node: usize, caller: usize, wish: &Wish) -> Option<NewLetter> {
    let id = LetterId(Uuid::from_u64_pair(world.number() << 16, 0xB000_0000_0000_0000));
    let now = world.clock_of(node);
    let key = format!("key-{caller}");
    let letter = Letter { terms: wish.terms(now), ..crate::letters::letter(id, wish.kind, now)? };
    let due_at = letter.sent_from();
    Some(NewLetter {
        letter,
        blobs: Vec::new(),
        idempotency: Some(Idempotency { scope: "caller".to_owned(), key, fingerprint: [1; 32] }),
        recipient_hash: [0; 32],
        due_at,
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
    world.count(match ask(world, seen, event).await {
        Some(Ok(())) => "acts of people",
        Some(Err(_)) => "acts refused",
        None => "acts unanswered",
    });
}

/// Asks a node to record something about a letter; its answer, if one comes.
async fn ask(world: &World, seen: History, event: Event) -> Option<Result<(), ActError>> {
    let id = seen.letter.id;
    let number = world.some_node()?;
    let node = Node::new(world, number);
    let (reply, answer) = line();
    let story = format!("{event:?}");
    world.sim.spawn(Owner::Node(number), async move {
        reply.say(journey::act(&node, &seen, event).await);
    });
    let said = world.sim.within(30 * SECOND_US, answer).await;
    world.tell(|| format!("{}: {story}: {said:?}", short(id)));
    said
}
