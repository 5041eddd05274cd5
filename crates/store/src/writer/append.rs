//! Appending the events of a group.

use super::trail::Trail;
use super::{Job, group};
use crate::append::LeaseAction;
use crate::blob::Kept;
use crate::engine::{Connection, Value};
use crate::tables::{index, index::Standing, message, receipt, tally};
use crate::{AppendError, StoreError};
use letter::MessageUuid;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// Events ready to be written.
pub(crate) struct AppendWork {
    pub(crate) id: Uuid,
    pub(crate) expected_seq: u32,
    pub(crate) events: Vec<String>,
    pub(crate) at_us: i64,
    pub(crate) state: Arc<str>,
    pub(crate) channel: Option<Arc<str>>,
    pub(crate) reason: Option<Arc<str>>,
    pub(crate) attention: bool,
    pub(crate) due_at_us: Option<i64>,
    pub(crate) message: Option<Uuid>,
    pub(crate) lease: LeaseAction,
    pub(crate) blobs: Vec<Kept>,
    pub(crate) receipt: Option<Uuid>,
}

impl AppendWork {
    pub(super) fn size_bytes(&self) -> usize {
        self.events.iter().map(String::len).sum::<usize>() + group::row_bytes(&self.blobs)
    }
}

pub(super) async fn run<'w>(
    connection: &mut Connection,
    jobs: &'w [Job<AppendWork, u32, AppendError>],
    counts: &mut tally::Changes,
    trail: &mut Trail<'w>,
) -> Result<Vec<Result<u32, AppendError>>, StoreError> {
    if jobs.is_empty() {
        return Ok(Vec::new());
    }
    let ids: BTreeSet<Uuid> = jobs.iter().map(|job| job.work.id).collect();
    let mut letters: HashMap<Uuid, Standing> =
        index::standing(connection, ids.into_iter()).await?.into_iter().map(|row| (row.id, row)).collect();
    let mut messages = known_messages(connection, jobs).await?;
    let mut changes = Changes::default();
    let outcomes: Vec<_> = jobs
        .iter()
        .map(|job| match letters.get_mut(&job.work.id) {
            None => Err(AppendError::UnknownLetter),
            Some(letter) => changes.append(&job.work, letter, &mut messages, counts, trail),
        })
        .collect();
    changes.write(connection, &letters).await?;
    Ok(outcomes)
}

async fn known_messages(
    connection: &mut Connection,
    jobs: &[Job<AppendWork, u32, AppendError>],
) -> Result<HashMap<Uuid, Uuid>, StoreError> {
    let keys: BTreeSet<Uuid> = jobs.iter().filter_map(|job| job.work.message).collect();
    let mut known = HashMap::new();
    for row in message::BY_ID.fetch(connection, keys.into_iter().map(Value::from).collect()).await? {
        known.insert(row.uuid(0)?, row.uuid(1)?);
    }
    Ok(known)
}

/// What a group of appends writes.
#[derive(Default)]
struct Changes<'w> {
    touched: BTreeSet<Uuid>,
    blobs: Vec<&'w Kept>,
    messages: Vec<Value>,
    hurried: Vec<Value>,
    matched: Vec<Value>,
}

impl<'w> Changes<'w> {
    /// Checks one append against the letter as the earlier ones of the group left it, and takes it in.
    fn append(
        &mut self,
        work: &'w AppendWork,
        letter: &mut Standing,
        messages: &mut HashMap<Uuid, Uuid>,
        counts: &mut tally::Changes,
        trail: &mut Trail<'w>,
    ) -> Result<u32, AppendError> {
        let held = letter.lease.as_ref().map(|lease| lease.token);
        let wanted = match work.lease {
            LeaseAction::Keep(token) | LeaseAction::Release(token) => Some(token.0),
            LeaseAction::None => None,
        };
        // An expired lease that nobody took over is as good as a live one.
        if wanted.is_some() && wanted != held {
            return Err(AppendError::LeaseLost);
        }
        if letter.seq != work.expected_seq {
            return Err(AppendError::Conflict { current_seq: letter.seq });
        }
        if let Some(message) = work.message {
            match messages.get(&message) {
                Some(owner) if *owner != work.id => {
                    return Err(AppendError::MessageTaken { message_uuid: MessageUuid(message) });
                }
                Some(_) => {}
                None => {
                    messages.insert(message, work.id);
                    self.messages.extend([message.into(), work.id.into()]);
                    self.hurried.push(message.into());
                }
            }
        }
        for text in &work.events {
            letter.seq += 1;
            trail.event(work.id, letter.seq, work.at_us, text);
        }
        if letter.state != work.state {
            counts.add(&letter.sender, &letter.state, -1);
            counts.add(&letter.sender, &work.state, 1);
        }
        letter.restate(&work.state, work.attention);
        letter.channel.clone_from(&work.channel);
        letter.reason.clone_from(&work.reason);
        letter.due_at_us = work.due_at_us;
        if !work.events.is_empty() {
            letter.updated_at_us = work.at_us;
        }
        if matches!(work.lease, LeaseAction::Release(_)) {
            letter.lease = None;
        }
        self.blobs.extend(&work.blobs);
        if let Some(id) = work.receipt {
            self.matched.extend([id.into(), work.id.into()]);
        }
        self.touched.insert(work.id);
        Ok(letter.seq)
    }

    async fn write(
        self,
        connection: &mut Connection,
        letters: &HashMap<Uuid, Standing>,
    ) -> Result<(), StoreError> {
        group::put_blobs(connection, self.blobs.into_iter()).await?;
        let messages = self.messages.len() as u64 / 2;
        if message::INSERT.execute(connection, self.messages).await? != messages {
            // Another node has noted one of them since we looked.
            return Err(StoreError::Contended { detail: "a message id was taken meanwhile".to_owned() });
        }
        receipt::HURRY.execute(connection, &[], self.hurried).await?;
        receipt::MATCHED.execute(connection, self.matched).await?;
        index::write(connection, self.touched.iter().filter_map(|id| letters.get(id))).await
    }
}
