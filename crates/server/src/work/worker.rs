//! Claims due letters and carries each as far as it goes.

use super::{carry, index, notice};
use crate::gateway::Gateway;
use channels::Hold;
use jiff::{SignedDuration, Timestamp};
use letter::{Delays, Event, NoticeStep, Recorded, State, Step, next, next_notice};
use std::sync::Arc;
use std::time::Duration;
use store::{Append, AppendError, Blob, Claim, History, LeaseAction};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// A timer looks for due letters even if every wake-up was missed.
const LONGEST_SLEEP: Duration = Duration::from_secs(2);
/// When all workers are busy, one is soon free.
const BUSY_SLEEP: Duration = Duration::from_millis(5);
/// Steps of one letter in one go: more than any life needs, so that a loop in the rules cannot spin.
const MAX_STEPS: usize = 64;
/// Others may write to a letter while its outcome is recorded: receipts, a person.
const CONTENDED_TRIES: usize = 16;

/// Runs until stopped; letters under way are carried to their next resting place first.
pub(super) async fn run(gateway: Gateway, stop: CancellationToken) {
    let owner = format!("{}-{}", std::process::id(), uuid::Uuid::new_v4().simple());
    let slots = Arc::new(Semaphore::new(gateway.config.workers));
    let mut bell = gateway.store.bell();
    while !stop.is_cancelled() {
        let free = slots.available_permits();
        let claims = if free == 0 { Vec::new() } else { claim(&gateway, free, &owner).await };
        let none_due = claims.is_empty();
        for claim in claims {
            let Ok(slot) = slots.clone().acquire_owned().await else { break };
            let gateway = gateway.clone();
            tokio::spawn(async move {
                let id = claim.id;
                if let Err(error) = carry_letter(&gateway, claim).await {
                    // The lease runs out and the letter is taken up again.
                    tracing::error!(letter = %id, %error, "a step could not be carried out");
                }
                drop(slot);
            });
        }
        if none_due {
            let longest = if free == 0 { BUSY_SLEEP } else { sleep_until_due(&gateway).await };
            tokio::select! {
                () = stop.cancelled() => {}
                _ = bell.wait(longest) => {}
            }
        }
    }
    // All permits free means that nothing is under way.
    let all = u32::try_from(gateway.config.workers).unwrap_or(u32::MAX);
    let _ = slots.acquire_many(all).await;
}

async fn claim(gateway: &Gateway, limit: usize, owner: &str) -> Vec<Claim> {
    let lease = Duration::from_millis(gateway.config.policy.lease_ms);
    match gateway.store.claim_due(Timestamp::now(), limit, lease, owner).await {
        Ok(claims) => claims,
        Err(error) => {
            tracing::error!(%error, "due letters cannot be claimed");
            tokio::time::sleep(Duration::from_millis(500)).await;
            Vec::new()
        }
    }
}

async fn sleep_until_due(gateway: &Gateway) -> Duration {
    let due = gateway.store.next_due().await.ok().flatten();
    let wait = due.map_or(LONGEST_SLEEP, |due| {
        Duration::try_from(due.duration_since(Timestamp::now())).unwrap_or(Duration::ZERO)
    });
    wait.clamp(Duration::from_millis(5), LONGEST_SLEEP)
}

/// Carries one letter through its steps while this worker holds its lease.
async fn carry_letter(gateway: &Gateway, mut claim: Claim) -> Result<(), Failure> {
    for _ in 0..MAX_STEPS {
        let history = gateway.store.load(claim.id).await?.ok_or(Failure::Vanished)?;
        let letter_type = gateway.learn_type_of(&history.letter).await;
        let letter_type = letter_type.as_deref();
        let state = State::fold(&history.events);
        let now = Timestamp::now();
        match next(&state, &gateway.config.policy, letter_type, now) {
            Step::Wait(_) | Step::Rest | Step::Done => {
                let policy = &gateway.config.policy;
                match next_notice(&history.letter, letter_type, &state, policy, now) {
                    NoticeStep::Nothing | NoticeStep::Wait(_) => {}
                    NoticeStep::GiveUp(way, problem) => {
                        let given_up = notice::given_up(way, problem);
                        append(gateway, &claim, &history, given_up, LeaseAction::Keep(claim.token)).await?;
                        continue;
                    }
                    NoticeStep::Send(way) => {
                        let begun = Found::event(Event::NoticeBegun { way });
                        if append(gateway, &claim, &history, begun, LeaseAction::Keep(claim.token)).await? {
                            let told = notice::send(gateway, &history.letter, letter_type, way, &state);
                            let told = while_holding(gateway, &mut claim, told).await;
                            record_notice(gateway, &claim, told).await?;
                        }
                        continue;
                    }
                }
                let lease = LeaseAction::Release(claim.token);
                if append(gateway, &claim, &history, Found::default(), lease).await? {
                    return Ok(());
                }
            }
            Step::Deliver { channel, .. }
                if let Some(hold) = carry::hold(gateway, &history, &state, channel) =>
            {
                if postpone(gateway, &claim, &history, &state, channel, hold).await? {
                    return Ok(());
                }
            }
            Step::Deliver { channel, attempt } => {
                // Two appends: the attempt is on disk before the first byte leaves.
                let attempt = Found::event(Event::Attempted { channel, attempt });
                if append(gateway, &claim, &history, attempt, LeaseAction::Keep(claim.token)).await? {
                    let history = gateway.store.load(claim.id).await?.ok_or(Failure::Vanished)?;
                    let sent =
                        while_holding(gateway, &mut claim, carry::deliver(gateway, &history, channel)).await;
                    record_outcome(gateway, &claim, channel, sent).await?;
                }
            }
            step => {
                let found = carry::step(gateway, &history, &state, letter_type, step, now).await;
                append(gateway, &claim, &history, found, LeaseAction::Keep(claim.token)).await?;
            }
        }
    }
    Err(Failure::TooManySteps)
}

/// Lets a letter wait for its line without an attempt. The first time it is written into the letter's story; after that
/// only its turn moves, since a long outage would otherwise write the same line many times.
async fn postpone(
    gateway: &Gateway,
    claim: &Claim,
    history: &History,
    state: &State,
    channel: letter::ChannelKind,
    hold: Hold,
) -> Result<bool, Failure> {
    let now = Timestamp::now();
    let Hold { problem, wait_ms, detail } = hold;
    // Spread, so that those who waited together do not come back together.
    let retry_at = Delays(vec![wait_ms.max(250)]).after(1, now, index::salt(claim.id));
    let told = state.reason == Some(problem);
    let since = history.events.last().map_or(now, |recorded| recorded.at);
    let patience = SignedDuration::from_millis(
        i64::try_from(gateway.config.policy.receipt_patience_ms).unwrap_or(i64::MAX),
    );
    if told && now.duration_since(since) > patience {
        // No letter waits unseen (F13).
        let found = Found::event(Event::NeedsAttention { problem, detail: Some(detail) });
        return append(gateway, claim, history, found, LeaseAction::Release(claim.token)).await;
    }
    let event = Event::Postponed { channel, problem, detail: Some(detail), retry_at };
    let found = if told { Found::default() } else { Found::event(event) };
    let lease = LeaseAction::Release(claim.token);
    append_due(gateway, claim, history, found, lease, Some(retry_at)).await
}

/// Renews the lease as long as the work takes: a slow line is not a dead worker.
async fn while_holding<T>(gateway: &Gateway, claim: &mut Claim, work: impl Future<Output = T>) -> T {
    let lease = Duration::from_millis(gateway.config.policy.lease_ms);
    tokio::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            () = tokio::time::sleep(lease / 3) => {
                if let Err(error) = gateway.store.extend(claim, Timestamp::now(), lease).await {
                    tracing::warn!(letter = %claim.id, %error, "a lease could not be renewed");
                }
            }
        }
    }
}

/// What came of sending is recorded even when something else (a receipt, a person) was recorded meanwhile:
/// it is judged again against the new state.
async fn record_outcome(
    gateway: &Gateway,
    claim: &Claim,
    channel: letter::ChannelKind,
    sent: carry::Sent,
) -> Result<(), Failure> {
    for _ in 0..CONTENDED_TRIES {
        let history = gateway.store.load(claim.id).await?.ok_or(Failure::Vanished)?;
        let events = letter::consequence::after_attempt(
            &State::fold(&history.events),
            channel,
            sent.message_uuid,
            sent.outcome.clone(),
            &gateway.config.policy,
            Timestamp::now(),
            index::salt(claim.id),
        );
        let found = Found { events, blobs: sent.answer.clone().into_iter().collect() };
        match append(gateway, claim, &history, found.clone(), LeaseAction::Keep(claim.token)).await {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            // Another worker took the letter over. What is known of this attempt is true all the same.
            Err(Failure::Append(AppendError::LeaseLost)) => {
                if append(gateway, claim, &history, found, LeaseAction::None).await? {
                    return Err(Failure::Append(AppendError::LeaseLost));
                }
            }
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Contended)
}

/// What came of a notice is recorded whatever else happened to the letter meanwhile: it moves nothing.
async fn record_notice(gateway: &Gateway, claim: &Claim, told: Event) -> Result<(), Failure> {
    for _ in 0..CONTENDED_TRIES {
        let history = gateway.store.load(claim.id).await?.ok_or(Failure::Vanished)?;
        let found = Found::event(told.clone());
        match append(gateway, claim, &history, found.clone(), LeaseAction::Keep(claim.token)).await {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(Failure::Append(AppendError::LeaseLost)) => {
                if append(gateway, claim, &history, found, LeaseAction::None).await? {
                    return Err(Failure::Append(AppendError::LeaseLost));
                }
            }
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Contended)
}

/// What a step found: events, and the bytes they speak of.
#[derive(Clone, Default)]
pub(super) struct Found {
    pub(super) events: Vec<Event>,
    pub(super) blobs: Vec<Blob>,
}

impl Found {
    pub(super) fn event(event: Event) -> Found {
        Found { events: vec![event], blobs: Vec::new() }
    }
}

/// Appends on top of the history that was read. `false`: somebody else was faster; read again.
async fn append(
    gateway: &Gateway,
    claim: &Claim,
    history: &History,
    found: Found,
    lease: LeaseAction,
) -> Result<bool, Failure> {
    append_due(gateway, claim, history, found, lease, None).await
}

/// The same, with another moment at which the letter is due than its state says.
async fn append_due(
    gateway: &Gateway,
    claim: &Claim,
    history: &History,
    found: Found,
    lease: LeaseAction,
    due_at: Option<Timestamp>,
) -> Result<bool, Failure> {
    let now = Timestamp::now();
    let mut state = State::fold(&history.events);
    let expected_seq = state.seq;
    for (seq, event) in (expected_seq + 1..).zip(&found.events) {
        state.apply(&Recorded { seq, at: now, event: event.clone() });
    }
    let letter_type = gateway.type_of_letter(&history.letter);
    let mut index = index::of(gateway, &history.letter, &state, letter_type.as_deref(), now);
    index.due_at = due_at.or(index.due_at);
    log(history, &found.events);
    let Found { events, blobs } = found;
    let append = Append { id: claim.id, expected_seq, events, at: now, index, lease, blobs, receipt: None };
    match gateway.store.append(append).await {
        Ok(_) => Ok(true),
        Err(AppendError::Conflict { .. }) => Ok(false),
        Err(error) => Err(Failure::Append(error)),
    }
}

/// Every state change is logged with sender, unit and class, never with content (R8, R75, H1, H2).
fn log(history: &History, events: &[Event]) {
    let letter = &history.letter;
    for event in events {
        let (code, cause) = crate::view::codes(event);
        tracing::info!(
            letter = %letter.id, event = code.as_str(), cause = cause.map_or("", catalogue::Code::as_str),
            sender = %letter.sender, unit = letter.unit.as_deref().unwrap_or(""), class = u8::from(letter.class),
            kind = %letter.letter_type, "letter"
        );
    }
}

/// Why a step could not be carried out. The letter keeps its place in the queue.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("store: {0}")]
    Store(#[from] store::StoreError),
    #[error("append: {0}")]
    Append(AppendError),
    #[error("the letter is gone")]
    Vanished,
    #[error("others keep writing to the letter")]
    Contended,
    #[error("more than {MAX_STEPS} steps in one go")]
    TooManySteps,
}
