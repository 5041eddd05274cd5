//! Claims due letters and carries each as far as it goes.

use crate::held::{Appended, Failure, Found, Grip, Held, MAX_STEPS, append, append_due};
use crate::house::span_ms;
use crate::{House, Ledger, carry, index, notice};
use channels::Hold;
use futures_util::future::{Either, select};
use letter::{Delays, Event, LetterId, NoticeStep, Outcome, State, Step, next, next_notice};
use std::collections::HashMap;
use std::pin::pin;
use std::time::Duration;
use store::{AppendError, Claim, History};

/// Others may write to a letter while its outcome is recorded: receipts, a person.
const CONTENDED_TRIES: usize = 16;

/// A letter that this node holds, with its history as it was a moment ago.
pub struct Claimed {
    claim: Claim,
    /// Absent if it could not be read among others: then it is read alone, so that one damaged letter holds up none.
    history: Option<History>,
}

impl Claimed {
    /// Which letter.
    pub const fn id(&self) -> LetterId {
        self.claim.id
    }
}

/// Claims letters that are due, for as long as the policy's lease.
///
/// # Errors
/// The store cannot be written.
pub async fn claim_due<H: House>(
    gateway: &H,
    limit: usize,
    owner: &str,
) -> Result<Vec<Claimed>, store::StoreError> {
    let lease = Duration::from_millis(gateway.policy().lease_ms);
    let claims = gateway.ledger().claim_due(gateway.now(), limit, lease, owner).await?;
    let ids: Vec<LetterId> = claims.iter().map(|claim| claim.id).collect();
    let read = gateway.ledger().load_many(&ids).await.unwrap_or_default();
    let mut histories: HashMap<LetterId, History> =
        read.into_iter().map(|history| (history.letter.id, history)).collect();
    let with_history = |claim: Claim| Claimed { history: histories.remove(&claim.id), claim };
    Ok(claims.into_iter().map(with_history).collect())
}

/// Carries one letter through its steps while this worker holds its lease, to the next moment at which there is
/// nothing to do.
///
/// An append succeeds only on top of the history that it was made for: what follows is known without reading the letter
/// again. After a conflict it is read. What only looked at the world or made something (asking a register, building the
/// message) is written together with the step that follows: if the node dies in between, it is done again.
///
/// # Errors
/// A step could not be carried out; when the lease has run out, the letter is taken up again.
pub async fn carry_letter<H: House>(gateway: &H, claimed: Claimed) -> Result<(), Failure> {
    let Claimed { mut claim, history } = claimed;
    let mut held = match history {
        Some(history) => Held::new(history),
        None => load(gateway, &claim).await?,
    };
    for _ in 0..MAX_STEPS {
        let letter_type = gateway.learn_type_of(&held.history.letter).await;
        let letter_type = letter_type.as_deref();
        let state = State::fold(&held.history.events);
        let (policy, now) = (gateway.policy(), gateway.now());
        let appended = match next(&state, policy, letter_type, now) {
            Step::Wait(_) | Step::Rest | Step::Done => {
                match next_notice(&held.history.letter, letter_type, &state, policy, now) {
                    NoticeStep::Nothing | NoticeStep::Wait(_) => {
                        append(gateway, &claim, &mut held, Found::default(), Grip::Release).await?
                    }
                    NoticeStep::GiveUp(way, problem) => {
                        let given_up = notice::given_up(way, problem);
                        append(gateway, &claim, &mut held, given_up, Grip::UntilRest).await?
                    }
                    NoticeStep::Send(way) => {
                        let begun = Found::event(Event::NoticeBegun { way });
                        let begun = append(gateway, &claim, &mut held, begun, Grip::Keep).await?;
                        if begun == Appended::Behind {
                            begun
                        } else {
                            let told = notice::send(gateway, &held.history.letter, letter_type, way, &state);
                            let told = while_holding(gateway, &mut claim, told).await;
                            record_notice(gateway, &claim, &mut held, told).await?
                        }
                    }
                }
            }
            Step::Deliver { channel, .. }
                if let Some(hold) = carry::hold(gateway, &held.history, &state, channel) =>
            {
                postpone(gateway, &claim, &mut held, &state, channel, hold).await?
            }
            Step::Deliver { channel, attempt } => {
                // Two appends: the attempt is on disk before the first byte leaves.
                let attempt = Found::event(Event::Attempted { channel, attempt });
                let recorded = append(gateway, &claim, &mut held, attempt, Grip::Keep).await;
                #[cfg(feature = "planted")]
                let recorded = if gateway.planted(crate::Bug::LeaseIgnored) {
                    held = load(gateway, &claim).await?;
                    Ok(Appended::Holding)
                } else {
                    recorded
                };
                match recorded? {
                    Appended::Behind => Appended::Behind,
                    Appended::Holding | Appended::AtRest => {
                        let sending = carry::deliver(gateway, &held, channel, claim.until);
                        let sent = while_holding(gateway, &mut claim, sending).await;
                        record_outcome(gateway, &claim, &mut held, channel, sent).await?
                    }
                }
            }
            step => {
                let grip = match step {
                    Step::Route | Step::Compose(_) => Grip::WithNext,
                    _ => Grip::UntilRest,
                };
                let found = carry::step(gateway, &held.history, &state, letter_type, step, now).await?;
                append(gateway, &claim, &mut held, found, grip).await?
            }
        };
        match appended {
            Appended::AtRest => return Ok(()),
            Appended::Holding => {}
            Appended::Behind => held = load(gateway, &claim).await?,
        }
    }
    Err(Failure::TooManySteps)
}

async fn load<H: House>(gateway: &H, claim: &Claim) -> Result<Held, Failure> {
    gateway.ledger().load(claim.id).await?.map(Held::new).ok_or(Failure::Vanished)
}

/// Lets a letter wait for its line without an attempt. The first time it is written into the letter's story; after that
/// only its turn moves, since a long outage would otherwise write the same line many times.
async fn postpone<H: House>(
    gateway: &H,
    claim: &Claim,
    held: &mut Held,
    state: &State,
    channel: letter::ChannelKind,
    hold: Hold,
) -> Result<Appended, Failure> {
    let now = gateway.now();
    let Hold { problem, wait_ms, detail } = hold;
    // Spread, so that those who waited together do not come back together.
    let retry_at = Delays(vec![wait_ms.max(250)]).after(1, now, index::salt(claim.id));
    let told = state.reason == Some(problem);
    let since = held.history.events.last().map_or(now, |recorded| recorded.at);
    let patience = span_ms(gateway.policy().receipt_patience_ms);
    if told && now.duration_since(since) > patience {
        // No letter waits unseen (F13).
        let found = Found::event(Event::NeedsAttention { problem, detail: Some(detail) });
        return append(gateway, claim, held, found, Grip::Release).await;
    }
    let event = Event::Postponed { channel, problem, detail: Some(detail), retry_at };
    let found = if told { Found::default() } else { Found::event(event) };
    append_due(gateway, claim, held, found, Grip::Release, Some(retry_at)).await
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
    held: &mut Held,
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
    // That nothing was taken in, or that nobody knows, ends no attempt of whoever has the letter now: theirs began when
    // this one was already as doubtful as it can get.
    let holds_alone = matches!(sent.outcome, Outcome::Retry { .. } | Outcome::InDoubt { .. });
    record(gateway, claim, held, holds_alone, made).await
}

/// What came of a notice is recorded whatever else happened to the letter meanwhile: it moves nothing.
async fn record_notice<H: House>(
    gateway: &H,
    claim: &Claim,
    held: &mut Held,
    told: Event,
) -> Result<Appended, Failure> {
    record(gateway, claim, held, false, |_| Found::event(told.clone())).await
}

/// Records what has happened in the world, whoever else writes to the letter; with `holds_alone` only while the letter
/// is this worker's.
async fn record<H: House>(
    gateway: &H,
    claim: &Claim,
    held: &mut Held,
    holds_alone: bool,
    made: impl Fn(&History) -> Found,
) -> Result<Appended, Failure> {
    for _ in 0..CONTENDED_TRIES {
        let found = made(&held.history);
        match append(gateway, claim, held, found.clone(), Grip::UntilRest).await {
            Ok(Appended::Behind) => {}
            Ok(recorded) => return Ok(recorded),
            // Another worker took the letter over. What is known of this attempt is true all the same.
            Err(Failure::Append(AppendError::LeaseLost)) if !holds_alone => {
                if append(gateway, claim, held, found, Grip::Without).await? != Appended::Behind {
                    return Err(Failure::Append(AppendError::LeaseLost));
                }
            }
            Err(failure) => return Err(failure),
        }
        *held = load(gateway, claim).await?;
    }
    Err(Failure::Contended)
}
