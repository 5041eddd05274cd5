//! Accepting the letters of a group.

use super::trail::Trail;
use super::{Job, group};
use crate::blob::{Kept, shown};
use crate::engine::{Connection, Value};
use crate::tables::{blob as blobs, idempotency, index, letter as letters, tally, vault};
use crate::vault::KeyRow;
use crate::{ACCEPTED_STATE, AcceptError, Accepted, StoreError};
use letter::LetterId;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// A letter ready to be written.
pub(crate) struct AcceptWork {
    pub(crate) id: Uuid,
    pub(crate) stored: Vec<u8>,
    pub(crate) event: String,
    pub(crate) sender: Arc<str>,
    pub(crate) unit: Option<String>,
    pub(crate) letter_type: String,
    pub(crate) reference: Option<String>,
    pub(crate) subject: String,
    pub(crate) search_text: String,
    pub(crate) recipient_hash: [u8; 32],
    pub(crate) accepted_at_us: i64,
    pub(crate) due_at_us: i64,
    pub(crate) lane: i64,
    pub(crate) source: String,
    pub(crate) blobs: Vec<Kept>,
    /// Its wrapped key, if it is stored sealed.
    pub(crate) key: Option<KeyRow>,
    /// Documents that come without their bytes: the name in the store, the digest of their bytes.
    pub(crate) needed: BTreeMap<[u8; 32], [u8; 32]>,
    /// Digest of scope and key, fingerprint.
    pub(crate) idempotency: Option<([u8; 32], [u8; 32])>,
}

impl AcceptWork {
    pub(super) fn size_bytes(&self) -> usize {
        self.stored.len() + group::row_bytes(&self.blobs)
    }
}

pub(super) async fn run<'w>(
    connection: &mut Connection,
    jobs: &'w [Job<AcceptWork, Accepted, AcceptError>],
    counts: &mut tally::Changes,
    trail: &mut Trail<'w>,
) -> Result<Vec<Result<Accepted, AcceptError>>, StoreError> {
    let mut answered = answered_before(connection, jobs).await?;
    let known = known_blobs(connection, jobs).await?;
    let mut outcomes = Vec::with_capacity(jobs.len());
    let mut new = Vec::with_capacity(jobs.len());
    for Job { work, .. } in jobs {
        let outcome = judge(work, &mut answered, &known);
        if matches!(outcome, Ok(Accepted { replayed: false, .. })) {
            new.push(work);
        }
        outcomes.push(outcome);
    }
    write(connection, &new, counts, trail).await?;
    Ok(outcomes)
}

type Answered = HashMap<[u8; 32], ([u8; 32], LetterId)>;

fn judge(
    work: &AcceptWork,
    answered: &mut Answered,
    known: &HashSet<[u8; 32]>,
) -> Result<Accepted, AcceptError> {
    let id = LetterId(work.id);
    if let Some((key, fingerprint)) = &work.idempotency
        && let Some((first_fingerprint, first)) = answered.get(key)
    {
        return if first_fingerprint == fingerprint {
            Ok(Accepted { id: *first, replayed: true })
        } else {
            Err(AcceptError::IdempotencyConflict { first: *first })
        };
    }
    if let Some((_, missing)) = work.needed.iter().find(|(name, _)| !known.contains(*name)) {
        return Err(AcceptError::MissingBlob { digest: shown(missing) });
    }
    if let Some((key, fingerprint)) = work.idempotency {
        // The next one of this group with the same key is a repetition already.
        answered.insert(key, (fingerprint, id));
    }
    Ok(Accepted { id, replayed: false })
}

async fn answered_before(
    connection: &mut Connection,
    jobs: &[Job<AcceptWork, Accepted, AcceptError>],
) -> Result<Answered, StoreError> {
    let keys = jobs.iter().filter_map(|job| job.work.idempotency).map(|(key, _)| key.into()).collect();
    let mut answered = HashMap::new();
    for row in idempotency::BY_ID.fetch(connection, keys).await? {
        answered.insert(row.bytes32(0)?, (row.bytes32(1)?, LetterId(row.uuid(2)?)));
    }
    Ok(answered)
}

async fn known_blobs(
    connection: &mut Connection,
    jobs: &[Job<AcceptWork, Accepted, AcceptError>],
) -> Result<HashSet<[u8; 32]>, StoreError> {
    let keys: BTreeSet<[u8; 32]> = jobs.iter().flat_map(|job| job.work.needed.keys().copied()).collect();
    let rows = blobs::KNOWN.fetch(connection, keys.into_iter().map(Value::from).collect()).await?;
    rows.iter().map(|row| row.bytes32(0)).collect()
}

async fn write<'w>(
    connection: &mut Connection,
    new: &[&'w AcceptWork],
    counts: &mut tally::Changes,
    trail: &mut Trail<'w>,
) -> Result<(), StoreError> {
    let state: Arc<str> = ACCEPTED_STATE.into();
    let (mut stored, mut sealed, mut standing, mut keys) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for work in new {
        stored.extend([work.id.into(), work.stored.as_slice().into()]);
        trail.event(work.id, 1, work.accepted_at_us, &work.event);
        if let Some(key) = &work.key {
            sealed.extend(key.values(work.id));
        }
        standing.extend([
            work.id.into(),
            work.sender.clone().into(),
            work.unit.clone().into(),
            work.letter_type.as_str().into(),
            state.clone().into(),
            work.reference.clone().into(),
            work.subject.as_str().into(),
            work.search_text.as_str().into(),
            work.recipient_hash.into(),
            false.into(),
            work.accepted_at_us.into(),
            work.accepted_at_us.into(),
            1.into(),
            work.lane.into(),
            work.due_at_us.into(),
            work.due_at_us.into(),
            work.source.as_str().into(),
        ]);
        if let Some((key, fingerprint)) = work.idempotency {
            keys.extend([key.into(), fingerprint.into(), work.id.into(), work.accepted_at_us.into()]);
        }
        counts.add(&work.sender, &state, 1);
    }
    group::put_blobs(connection, new.iter().flat_map(|work| &work.blobs)).await?;
    letters::INSERT.execute(connection, stored).await?;
    vault::ADD_LETTER.execute(connection, sealed).await?;
    index::INSERT.execute(connection, standing).await?;
    idempotency::INSERT.execute(connection, keys).await.map(drop)
}
