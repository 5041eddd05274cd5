//! The commands of one transaction, by kind.

use super::trail::Trail;
use super::{
    AcceptWork, AppendWork, ClaimWork, Command, Job, LeaseWork, PlainWork, ReceiveWork, accept, append, queue,
};
use crate::blob::Kept;
use crate::engine::{Connection, Value};
use crate::tables::{blob as blobs, receipt, tally};
use crate::{AcceptError, Accepted, AppendError, Claim, LeaseError, StoreError, Stored};
use std::collections::HashSet;
use tokio::sync::oneshot;

#[derive(Default)]
pub(super) struct Group {
    accepts: Vec<Job<AcceptWork, Accepted, AcceptError>>,
    appends: Vec<Job<AppendWork, u32, AppendError>>,
    claims: Vec<Job<ClaimWork, Vec<Claim>, StoreError>>,
    leases: Vec<Job<LeaseWork, (), LeaseError>>,
    blobs: Vec<Job<Vec<Kept>, (), StoreError>>,
    receipts: Vec<Job<ReceiveWork, Vec<Stored>, StoreError>>,
    plain: Vec<Job<PlainWork, Vec<u64>, StoreError>>,
    size_bytes: usize,
}

/// The answers to a group, kept until its commit.
pub(super) struct Outcomes {
    accepts: Vec<Result<Accepted, AcceptError>>,
    appends: Vec<Result<u32, AppendError>>,
    claims: Vec<Result<Vec<Claim>, StoreError>>,
    leases: Vec<Result<(), LeaseError>>,
    receipts: Vec<Result<Vec<Stored>, StoreError>>,
    plain: Vec<Result<Vec<u64>, StoreError>>,
}

impl Group {
    /// Adds a command; a request to close is handed back.
    pub(super) fn add(&mut self, command: Command) -> Option<oneshot::Sender<()>> {
        match command {
            Command::Accept(job) => {
                self.size_bytes += job.work.size_bytes();
                self.accepts.push(*job);
            }
            Command::Append(job) => {
                self.size_bytes += job.work.size_bytes();
                self.appends.push(job);
            }
            Command::Claim(job) => self.claims.push(job),
            Command::Lease(job) => self.leases.push(job),
            Command::Blobs(job) => {
                self.size_bytes += row_bytes(&job.work);
                self.blobs.push(job);
            }
            Command::Receive(job) => {
                self.size_bytes += job.work.values.iter().map(blob_bytes).sum::<usize>();
                self.receipts.push(job);
            }
            Command::Plain(job) => self.plain.push(job),
            Command::Close(reply) => return Some(reply),
        }
        None
    }

    pub(super) fn len(&self) -> usize {
        self.accepts.len()
            + self.appends.len()
            + self.claims.len()
            + self.leases.len()
            + self.blobs.len()
            + self.receipts.len()
            + self.plain.len()
    }

    pub(super) const fn size_bytes(&self) -> usize {
        self.size_bytes
    }

    /// Carries out everything inside the open transaction; counts go to that share. An error means that nothing of it may
    /// stay.
    pub(super) async fn run(&self, connection: &mut Connection, share: i64) -> Result<Outcomes, StoreError> {
        let (mut counts, mut trail) = (tally::Changes::default(), Trail::default());
        put_blobs(connection, self.blobs.iter().flat_map(|job| &job.work)).await?;
        let accepts = accept::run(connection, &self.accepts, &mut counts, &mut trail).await?;
        let appends = append::run(connection, &self.appends, &mut counts, &mut trail).await?;
        let mut leases = Vec::with_capacity(self.leases.len());
        for job in &self.leases {
            leases.push(queue::change(connection, &job.work).await?);
        }
        let mut claims = Vec::with_capacity(self.claims.len());
        for job in &self.claims {
            claims.push(Ok(queue::claim(connection, &job.work).await?));
        }
        let mut receipts = Vec::with_capacity(self.receipts.len());
        for job in &self.receipts {
            receipts.push(Ok(receive(connection, &job.work).await?));
        }
        let mut plain = Vec::with_capacity(self.plain.len());
        for job in &self.plain {
            let mut changed = Vec::with_capacity(job.work.statements.len());
            for statement in &job.work.statements {
                changed.push(connection.execute(statement.clone()).await?);
            }
            if let Some((decisive, act)) = &job.work.act
                && changed.get(*decisive).is_none_or(|rows| *rows > 0)
            {
                trail.act(act);
            }
            plain.push(Ok(changed));
        }
        counts.write(connection, share).await?;
        trail.write(connection).await?;
        Ok(Outcomes { accepts, appends, claims, leases, receipts, plain })
    }

    /// Answers everything after the commit; says whether there may be new work for workers.
    pub(super) fn answer(self, outcomes: Outcomes) -> bool {
        let ring = self.accepts.len() + self.appends.len() + self.receipts.len() > 0
            || self.leases.iter().any(|job| job.work.until_us.is_none());
        answer(self.accepts, outcomes.accepts);
        answer(self.appends, outcomes.appends);
        answer(self.claims, outcomes.claims);
        answer(self.leases, outcomes.leases);
        answer(self.receipts, outcomes.receipts);
        answer(self.plain, outcomes.plain);
        for job in self.blobs {
            let _ = job.reply.send(Ok(()));
        }
        ring
    }

    /// Answers everything with the same failure.
    pub(super) fn fail(self, error: &StoreError) {
        fail(self.accepts, error);
        fail(self.appends, error);
        fail(self.claims, error);
        fail(self.leases, error);
        fail(self.blobs, error);
        fail(self.receipts, error);
        fail(self.plain, error);
    }

    /// A group for each command.
    pub(super) fn split(self) -> Vec<Group> {
        let mut commands: Vec<Command> = Vec::with_capacity(self.len());
        commands.extend(self.blobs.into_iter().map(Command::Blobs));
        commands.extend(self.accepts.into_iter().map(|job| Command::Accept(Box::new(job))));
        commands.extend(self.appends.into_iter().map(Command::Append));
        commands.extend(self.leases.into_iter().map(Command::Lease));
        commands.extend(self.claims.into_iter().map(Command::Claim));
        commands.extend(self.receipts.into_iter().map(Command::Receive));
        commands.extend(self.plain.into_iter().map(Command::Plain));
        commands
            .into_iter()
            .map(|command| {
                let mut single = Group::default();
                single.add(command);
                single
            })
            .collect()
    }
}

fn answer<W, R, E>(jobs: Vec<Job<W, R, E>>, outcomes: Vec<Result<R, E>>) {
    for (job, outcome) in jobs.into_iter().zip(outcomes) {
        // A caller that no longer waits is no reason to undo anything.
        let _ = job.reply.send(outcome);
    }
}

fn fail<W, R, E: From<StoreError>>(jobs: Vec<Job<W, R, E>>, error: &StoreError) {
    for job in jobs {
        let _ = job.reply.send(Err(error.clone().into()));
    }
}

const fn blob_bytes(value: &Value) -> usize {
    if let Value::Blob(bytes) = value { bytes.len() } else { 0 }
}

pub(super) fn row_bytes(blobs: &[Kept]) -> usize {
    blobs.iter().filter_map(|blob| blob.row.as_ref()).map(|bytes| bytes.len()).sum()
}

/// Notes blobs, each once.
pub(super) async fn put_blobs(
    connection: &mut Connection,
    all: impl Iterator<Item = &Kept>,
) -> Result<(), StoreError> {
    let mut seen = HashSet::new();
    let mut values = Vec::new();
    for blob in all {
        if seen.insert(&blob.name) {
            values.extend(blobs::row(blob));
        }
    }
    blobs::INSERT.execute(connection, values).await.map(drop)
}

async fn receive(connection: &mut Connection, work: &ReceiveWork) -> Result<Vec<Stored>, StoreError> {
    let mut new = HashSet::new();
    for row in receipt::INSERT.fetch(connection, work.values.clone()).await? {
        new.insert(row.uuid(0)?);
    }
    // Removed when counted, so that a receipt that is twice in the list is new once.
    Ok(work.ids.iter().map(|id| if new.remove(id) { Stored::New } else { Stored::Duplicate }).collect())
}
