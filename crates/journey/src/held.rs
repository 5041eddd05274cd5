//! A letter in a worker's hands, and how what is found is written on top of its history.

use crate::house::moment;
use crate::{House, Ledger, index};
use jiff::Timestamp;
use letter::{Digest, Event, Recorded, State};
use store::{Append, AppendError, Blob, Claim, History, LeaseAction};

/// Steps of one letter in one go: more than any life needs, so that a loop in the rules cannot spin.
pub(super) const MAX_STEPS: usize = 64;

/// A letter's history with what was found since and is not written yet.
pub(super) struct Held {
    pub(super) history: History,
    /// How many events at the end of the history are not in the store yet.
    unwritten: usize,
    /// The bytes that unwritten events speak of.
    blobs: Vec<Blob>,
    /// What was built in this go: it need not be read back to be sent.
    built: Vec<Blob>,
}

impl Held {
    pub(super) const fn new(history: History) -> Held {
        Held { history, unwritten: 0, blobs: Vec::new(), built: Vec::new() }
    }

    /// Bytes of that digest, if they were made in this go and are in the store by now.
    pub(super) fn built(&self, digest: &Digest) -> Option<&Blob> {
        self.built.iter().find(|blob| blob.digest() == *digest)
    }

    /// Adds what was found, all of it at one moment with what is not written yet.
    fn note(&mut self, found: Found, at: Timestamp) {
        let (seq, count) = (self.history.seq(), found.events.len());
        let added = (seq + 1..).zip(found.events).map(|(seq, event)| Recorded { seq, at, event });
        self.history.events.extend(added);
        self.unwritten += count;
        let known = self.history.events.len() - self.unwritten;
        for recorded in self.history.events.iter_mut().skip(known) {
            recorded.at = at;
        }
        self.blobs.extend(found.blobs);
    }

    /// Takes back the last of what was noted.
    fn forget(&mut self, events: usize, blobs: usize) {
        self.history.events.truncate(self.history.events.len() - events);
        self.unwritten -= events;
        self.blobs.truncate(self.blobs.len() - blobs);
    }

    fn unwritten(&self) -> impl Iterator<Item = &Event> {
        let known = self.history.events.len() - self.unwritten;
        self.history.events.iter().skip(known).map(|recorded| &recorded.event)
    }

    /// Everything is in the store.
    fn written(&mut self) {
        self.unwritten = 0;
        self.built.append(&mut self.blobs);
    }
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
pub(super) enum Grip {
    /// There is more to do at once.
    Keep,
    /// It is given back if there is nothing more to do now.
    UntilRest,
    /// The same; but if there is more to do, it is written with that. For steps that can be done again.
    WithNext,
    Release,
    /// The lease is another's.
    Without,
}

/// What came of an append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Appended {
    /// Somebody else was faster, and nothing was written: read again.
    Behind,
    /// The letter is still held.
    Holding,
    /// The letter was given back.
    AtRest,
}

/// Appends on top of a history, which then has what was added.
pub(super) async fn append<H: House>(
    gateway: &H,
    claim: &Claim,
    held: &mut Held,
    found: Found,
    grip: Grip,
) -> Result<Appended, Failure> {
    append_due(gateway, claim, held, found, grip, None).await
}

/// The same, with another moment at which the letter is due than its state says.
pub(super) async fn append_due<H: House>(
    gateway: &H,
    claim: &Claim,
    held: &mut Held,
    found: Found,
    grip: Grip,
    due_at: Option<Timestamp>,
) -> Result<Appended, Failure> {
    let now = gateway.now();
    let at = moment(now, &held.history);
    let (events, blobs) = (found.events.len(), found.blobs.len());
    held.note(found, at);
    let letter = &held.history.letter;
    let letter_type = gateway.type_of_letter(letter);
    let state = State::fold(&held.history.events);
    let mut index = index::index_of(gateway, letter, &state, letter_type.as_deref(), now);
    index.due_at = due_at.or(index.due_at);
    let rests = index.due_at.is_none_or(|due| due > now);
    let (lease, appended) = match grip {
        Grip::WithNext if !rests => return Ok(Appended::Holding),
        Grip::Release => (LeaseAction::Release(claim.token), Appended::AtRest),
        Grip::UntilRest | Grip::WithNext if rests => (LeaseAction::Release(claim.token), Appended::AtRest),
        Grip::Keep | Grip::UntilRest | Grip::WithNext => (LeaseAction::Keep(claim.token), Appended::Holding),
        Grip::Without => (LeaseAction::None, Appended::Holding),
    };
    held.unwritten().for_each(|event| gateway.tell(letter, event));
    let append = Append {
        id: claim.id,
        expected_seq: state.seq - u32::try_from(held.unwritten).unwrap_or(state.seq),
        events: held.unwritten().cloned().collect(),
        at,
        index,
        lease,
        blobs: held.blobs.clone(),
        receipt: None,
    };
    match gateway.ledger().append(append).await {
        Ok(_) => {
            held.written();
            Ok(appended)
        }
        // All of it was found on top of a history that is no longer the last word.
        Err(AppendError::Conflict { .. }) => Ok(Appended::Behind),
        Err(error) => {
            held.forget(events, blobs);
            Err(Failure::Append(error))
        }
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
