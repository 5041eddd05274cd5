//! Claims due letters and carries each as far as it goes.

use crate::house::{moment, span_ms};
use crate::{House, Ledger, carry, index, notice};
use channels::Hold;
use futures_util::future::{Either, select};
use jiff::Timestamp;
use letter::{Delays, Event, NoticeStep, Recorded, State, Step, next, next_notice};
use std::pin::pin;
use std::time::Duration;
use store::{Append, AppendError, Blob, Claim, History, LeaseAction};

/// Steps of one letter in one go: more than any life needs, so that a loop in the rules cannot spin.
const MAX_STEPS: usize = 64;
/// Others may write to a letter while its outcome is recorded: receipts, a person.
const CONTENDED_TRIES: usize = 16;

/// Claims letters that are due, for as long as the policy's lease.
///
/// # Errors
/// The store cannot be written.
pub async fn claim_due<H: House>(
    gateway: &H,
    limit: usize,
    owner: &str,
) -> Result<Vec<Claim>, store::StoreError> {
    let lease = Duration::from_millis(gateway.policy().lease_ms);
    gateway.ledger().claim_due(gateway.now(), limit, lease, owner).await
}

/// Carries one letter through its steps while this worker holds its lease, to the next moment at which there is
/// nothing to do.
///
/// An append succeeds only on top of the history that it was made for: what follows is known without reading the letter
/// again. After a conflict it is read.
///
/// # Errors
/// A step could not be carried out; when the lease has run out, the letter is taken up again.
pub async fn carry_letter<H: House>(gateway: &H, mut claim: Claim) -> Result<(), Failure> {
    let mut history = load(gateway, &claim).await?;
    for _ in 0..MAX_STEPS {
        let letter_type = gateway.learn_type_of(&history.letter).await;
        let letter_type = letter_type.as_deref();
        let state = State::fold(&history.events);
        let (policy, now) = (gateway.policy(), gateway.now());
        let appended = match next(&state, policy, letter_type, now) {
            Step::Wait(_) | Step::Rest | Step::Done => {
                match next_notice(&history.letter, letter_type, &state, policy, now) {
                    NoticeStep::Nothing | NoticeStep::Wait(_) => {
                        append(gateway, &claim, &mut history, Found::default(), Grip::Release).await?
                    }
                    NoticeStep::GiveUp(way, problem) => {
                        let given_up = notice::given_up(way, problem);
                        append(gateway, &claim, &mut history, given_up, Grip::UntilRest).await?
                    }
                    NoticeStep::Send(way) => {
                        let begun = Found::event(Event::NoticeBegun { way });
                        let begun = append(gateway, &claim, &mut history, begun, Grip::Keep).await?;
                        if begun == Appended::Behind {
                            begun
                        } else {
                            let told = notice::send(gateway, &history.letter, letter_type, way, &state);
                            let told = while_holding(gateway, &mut claim, told).await;
                            record_notice(gateway, &claim, &mut history, told).await?
                        }
                    }
                }
            }
            Step::Deliver { channel, .. }
                if let Some(hold) = carry::hold(gateway, &history, &state, channel) =>
            {
                postpone(gateway, &claim, &mut history, &state, channel, hold).await?
            }
            Step::Deliver { channel, attempt } => {
                // Two appends: the attempt is on disk before the first byte leaves.
                let attempt = Found::event(Event::Attempted { channel, attempt });
                let recorded = append(gateway, &claim, &mut history, attempt, Grip::Keep).await;
                #[cfg(feature = "planted")]
                let recorded = if gateway.planted(crate::Bug::LeaseIgnored) {
                    history = load(gateway, &claim).await?;
                    Ok(Appended::Holding)
                } else {
                    recorded
                };
                match recorded? {
                    Appended::Behind => Appended::Behind,
                    Appended::Holding | Appended::AtRest => {
                        let sending = carry::deliver(gateway, &history, channel, claim.until);
                        let sent = while_holding(gateway, &mut claim, sending).await;
                        record_outcome(gateway, &claim, &mut history, channel, sent).await?
                    }
                }
            }
            step => {
                let found = carry::step(gateway, &history, &state, letter_type, step, now).await?;
                append(gateway, &claim, &mut history, found, Grip::UntilRest).await?
            }
        };
        match appended {
            Appended::AtRest => return Ok(()),
            Appended::Holding => {}
            Appended::Behind => history = load(gateway, &claim).await?,
        }
    }
    Err(Failure::TooManySteps)
}

async fn load<H: House>(gateway: &H, claim: &Claim) -> Result<History, Failure> {
    gateway.ledger().load(claim.id).await?.ok_or(Failure::Vanished)
}

/// Lets a letter wait for its line without an attempt. The first time it is written into the letter's story; after that
/// only its turn moves, since a long outage would otherwise write the same line many times.
async fn postpone<H: House>(
    gateway: &H,
    claim: &Claim,
    history: &mut History,
    state: &State,
    channel: letter::ChannelKind,
    hold: Hold,
) -> Result<Appended, Failure> {
    let now = gateway.now();
    let Hold { problem, wait_ms, detail } = hold;
    // Spread, so that those who waited together do not come back together.
    let retry_at = Delays(vec![wait_ms.max(250)]).after(1, now, index::salt(claim.id));
    let told = state.reason == Some(problem);
    let since = history.events.last().map_or(now, |recorded| recorded.at);
    let patience = span_ms(gateway.policy().receipt_patience_ms);
    if told && now.duration_since(since) > patience {
        // No letter waits unseen (F13).
        let found = Found::event(Event::NeedsAttention { problem, detail: Some(detail) });
        return append(gateway, claim, history, found, Grip::Release).await;
    }
    let event = Event::Postponed { channel, problem, detail: Some(detail), retry_at };
    let found = if told { Found::default() } else { Found::event(event) };
    append_due(gateway, claim, history, found, Grip::Release, Some(retry_at)).await
}

/// Renews the lease as long as the work takes: a slow line is not a dead worker.
async fn while_holding<H: House, T>(gateway: &H, claim: &mut Claim, work: impl Future<Output = T>) -> T {
    let lease = Duration::from_millis(gateway.policy().lease_ms);
    let mut work = pin!(work);
    loop {
        match select(&mut work, pin!(gateway.sleep(lease / 3))).await {
            Either::Left((done, _)) => return done,
            Either::Right(((), _)) => {
                if let Err(error) = gateway.ledger().extend(claim, gateway.now(), lease).await {
                    tracing::warn!(letter = %claim.id, %error, "a lease could not be renewed");
                }
            }
        }
    }
}

/// What came of sending is recorded even when something else (a receipt, a person) was recorded meanwhile:
/// it is judged again against the new state.
async fn record_outcome<H: House>(
    gateway: &H,
    claim: &Claim,
    history: &mut History,
    channel: letter::ChannelKind,
    sent: carry::Sent,
) -> Result<Appended, Failure> {
    #[cfg(feature = "planted")]
    let sent = carry::Sent { outcome: crate::planted::belief(gateway, sent.outcome), ..sent };
    let made = |history: &History| Found {
        events: letter::consequence::after_attempt(
            &State::fold(&history.events),
            channel,
            sent.message_uuid,
            sent.outcome.clone(),
            gateway.policy(),
            gateway.now(),
            index::salt(claim.id),
        ),
        blobs: sent.answer.clone().into_iter().collect(),
    };
    record(gateway, claim, history, made).await
}

/// What came of a notice is recorded whatever else happened to the letter meanwhile: it moves nothing.
async fn record_notice<H: House>(
    gateway: &H,
    claim: &Claim,
    history: &mut History,
    told: Event,
) -> Result<Appended, Failure> {
    record(gateway, claim, history, |_| Found::event(told.clone())).await
}

/// Records what has happened in the world, whoever else writes to the letter.
async fn record<H: House>(
    gateway: &H,
    claim: &Claim,
    history: &mut History,
    made: impl Fn(&History) -> Found,
) -> Result<Appended, Failure> {
    for _ in 0..CONTENDED_TRIES {
        let found = made(history);
        match append(gateway, claim, history, found.clone(), Grip::UntilRest).await {
            Ok(Appended::Behind) => {}
            Ok(recorded) => return Ok(recorded),
            // Another worker took the letter over. What is known of this attempt is true all the same.
            Err(Failure::Append(AppendError::LeaseLost)) => {
                if append(gateway, claim, history, found, Grip::Without).await? != Appended::Behind {
                    return Err(Failure::Append(AppendError::LeaseLost));
                }
            }
            Err(failure) => return Err(failure),
        }
        *history = load(gateway, claim).await?;
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

/// What becomes of the lease with an append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grip {
    /// There is more to do at once.
    Keep,
    /// It is given back if there is nothing more to do now.
    UntilRest,
    Release,
    /// The lease is another's.
    Without,
}

/// What came of an append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Appended {
    /// Somebody else was faster, and nothing was written: read again.
    Behind,
    /// The letter is still held.
    Holding,
    /// The letter was given back.
    AtRest,
}

/// Appends on top of a history, which then has what was added.
async fn append<H: House>(
    gateway: &H,
    claim: &Claim,
    history: &mut History,
    found: Found,
    grip: Grip,
) -> Result<Appended, Failure> {
    append_due(gateway, claim, history, found, grip, None).await
}

/// The same, with another moment at which the letter is due than its state says.
async fn append_due<H: House>(
    gateway: &H,
    claim: &Claim,
    history: &mut History,
    found: Found,
    grip: Grip,
    due_at: Option<Timestamp>,
) -> Result<Appended, Failure> {
    let now = gateway.now();
    let at = moment(now, history);
    let mut state = State::fold(&history.events);
    let expected_seq = state.seq;
    let Found { events, blobs } = found;
    let mut added = Vec::with_capacity(events.len());
    for (seq, event) in (expected_seq + 1..).zip(&events) {
        let recorded = Recorded { seq, at, event: event.clone() };
        state.apply(&recorded);
        gateway.tell(&history.letter, event);
        added.push(recorded);
    }
    let letter_type = gateway.type_of_letter(&history.letter);
    let mut index = index::index_of(gateway, &history.letter, &state, letter_type.as_deref(), now);
    index.due_at = due_at.or(index.due_at);
    let rests = index.due_at.is_none_or(|due| due > now);
    let (lease, appended) = match grip {
        Grip::Release => (LeaseAction::Release(claim.token), Appended::AtRest),
        Grip::UntilRest if rests => (LeaseAction::Release(claim.token), Appended::AtRest),
        Grip::Keep | Grip::UntilRest => (LeaseAction::Keep(claim.token), Appended::Holding),
        Grip::Without => (LeaseAction::None, Appended::Holding),
    };
    let append = Append { id: claim.id, expected_seq, events, at, index, lease, blobs, receipt: None };
    match gateway.ledger().append(append).await {
        Ok(_) => {
            history.events.extend(added);
            Ok(appended)
        }
        Err(AppendError::Conflict { .. }) => Ok(Appended::Behind),
        Err(error) => Err(Failure::Append(error)),
    }
}

/// Why a step could not be carried out. The letter keeps its place in the queue.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The store failed.
    #[error("store: {0}")]
    Store(#[from] store::StoreError),
    /// The store did not take what happened.
    #[error("append: {0}")]
    Append(AppendError),
    /// There is no such letter any more.
    #[error("the letter is gone")]
    Vanished,
    /// Somebody else was faster, again and again.
    #[error("others keep writing to the letter")]
    Contended,
    /// A loop in the rules.
    #[error("more than {MAX_STEPS} steps in one go")]
    TooManySteps,
}
