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
/// # Errors
/// A step could not be carried out; when the lease has run out, the letter is taken up again.
pub async fn carry_letter<H: House>(gateway: &H, mut claim: Claim) -> Result<(), Failure> {
    for _ in 0..MAX_STEPS {
        let history = gateway.ledger().load(claim.id).await?.ok_or(Failure::Vanished)?;
        let letter_type = gateway.learn_type_of(&history.letter).await;
        let letter_type = letter_type.as_deref();
        let state = State::fold(&history.events);
        let now = gateway.now();
        match next(&state, gateway.policy(), letter_type, now) {
            Step::Wait(_) | Step::Rest | Step::Done => {
                let policy = gateway.policy();
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
                let recorded =
                    append(gateway, &claim, &history, attempt, LeaseAction::Keep(claim.token)).await;
                #[cfg(feature = "planted")]
                let recorded = if gateway.planted(crate::Bug::LeaseIgnored) { Ok(true) } else { recorded };
                if recorded? {
                    let history = gateway.ledger().load(claim.id).await?.ok_or(Failure::Vanished)?;
                    let until = claim.until;
                    let sent =
                        while_holding(gateway, &mut claim, carry::deliver(gateway, &history, channel, until))
                            .await;
                    record_outcome(gateway, &claim, channel, sent).await?;
                }
            }
            step => {
                let found = carry::step(gateway, &history, &state, letter_type, step, now).await?;
                append(gateway, &claim, &history, found, LeaseAction::Keep(claim.token)).await?;
            }
        }
    }
    Err(Failure::TooManySteps)
}

/// Lets a letter wait for its line without an attempt. The first time it is written into the letter's story; after that
/// only its turn moves, since a long outage would otherwise write the same line many times.
async fn postpone<H: House>(
    gateway: &H,
    claim: &Claim,
    history: &History,
    state: &State,
    channel: letter::ChannelKind,
    hold: Hold,
) -> Result<bool, Failure> {
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
        return append(gateway, claim, history, found, LeaseAction::Release(claim.token)).await;
    }
    let event = Event::Postponed { channel, problem, detail: Some(detail), retry_at };
    let found = if told { Found::default() } else { Found::event(event) };
    let lease = LeaseAction::Release(claim.token);
    append_due(gateway, claim, history, found, lease, Some(retry_at)).await
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
    channel: letter::ChannelKind,
    sent: carry::Sent,
) -> Result<(), Failure> {
    #[cfg(feature = "planted")]
    let sent = carry::Sent { outcome: crate::planted::belief(gateway, sent.outcome), ..sent };
    for _ in 0..CONTENDED_TRIES {
        let history = gateway.ledger().load(claim.id).await?.ok_or(Failure::Vanished)?;
        let events = letter::consequence::after_attempt(
            &State::fold(&history.events),
            channel,
            sent.message_uuid,
            sent.outcome.clone(),
            gateway.policy(),
            gateway.now(),
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
async fn record_notice<H: House>(gateway: &H, claim: &Claim, told: Event) -> Result<(), Failure> {
    for _ in 0..CONTENDED_TRIES {
        let history = gateway.ledger().load(claim.id).await?.ok_or(Failure::Vanished)?;
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
async fn append<H: House>(
    gateway: &H,
    claim: &Claim,
    history: &History,
    found: Found,
    lease: LeaseAction,
) -> Result<bool, Failure> {
    append_due(gateway, claim, history, found, lease, None).await
}

/// The same, with another moment at which the letter is due than its state says.
async fn append_due<H: House>(
    gateway: &H,
    claim: &Claim,
    history: &History,
    found: Found,
    lease: LeaseAction,
    due_at: Option<Timestamp>,
) -> Result<bool, Failure> {
    let now = gateway.now();
    let at = moment(now, history);
    let mut state = State::fold(&history.events);
    let expected_seq = state.seq;
    for (seq, event) in (expected_seq + 1..).zip(&found.events) {
        state.apply(&Recorded { seq, at, event: event.clone() });
    }
    let letter_type = gateway.type_of_letter(&history.letter);
    let mut index = index::index_of(gateway, &history.letter, &state, letter_type.as_deref(), now);
    index.due_at = due_at.or(index.due_at);
    found.events.iter().for_each(|event| gateway.tell(&history.letter, event));
    let Found { events, blobs } = found;
    let append = Append { id: claim.id, expected_seq, events, at, index, lease, blobs, receipt: None };
    match gateway.ledger().append(append).await {
        Ok(_) => Ok(true),
        Err(AppendError::Conflict { .. }) => Ok(false),
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
