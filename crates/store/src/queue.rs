//! The queue: due letters, claimed with leases.

use crate::engine::Statement;
use crate::tables::{node, queue};
use crate::time::{length, micros, opt_timestamp};
use crate::writer::{ClaimWork, Command, LeaseWork, job};
use crate::{LeaseError, Store, StoreError};
use jiff::Timestamp;
use letter::LetterId;
use std::time::Duration;
use tokio::sync::watch;
use uuid::Uuid;

/// Proof that a worker holds a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LeaseToken(pub Uuid);

/// A letter that this worker, and no other, may work on until its lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The letter.
    pub id: LetterId,
    /// Proof, for [`Store::append`].
    pub token: LeaseToken,
    /// When the lease ends.
    pub until: Timestamp,
    /// Since when the letter was due.
    pub due_at: Timestamp,
    /// Number of its last event.
    pub seq: u32,
}

impl Store {
    /// Claims up to `limit` letters that are due at `now` and that nobody holds. Each sender and letter type
    /// gets its share, oldest first, so that a mass mailing does not hold up a single letter.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn claim_due(
        &self,
        now: Timestamp,
        limit: usize,
        lease: Duration,
        owner: &str,
    ) -> Result<Vec<Claim>, StoreError> {
        let now_us = micros(now);
        let until_us = now_us.saturating_add(length(lease));
        let work = ClaimWork { now_us, until_us, limit, owner: node::holder(self.node(), owner).into() };
        self.ask(|reply| Command::Claim(job(work, reply))).await
    }

    /// Gives a letter back; it is due as before.
    ///
    /// # Errors
    /// [`LeaseError::LeaseLost`] if the lease is another's by now.
    pub async fn release(&self, claim: &Claim) -> Result<(), LeaseError> {
        let work = LeaseWork { id: claim.id.0, token: claim.token.0, until_us: None };
        self.ask(|reply| Command::Lease(job(work, reply))).await
    }

    /// Prolongs a lease to `lease` after `now`.
    ///
    /// # Errors
    /// [`LeaseError::LeaseLost`] if the lease is another's by now.
    pub async fn extend(&self, claim: &mut Claim, now: Timestamp, lease: Duration) -> Result<(), LeaseError> {
        let until_us = micros(now).saturating_add(length(lease));
        let until = crate::time::timestamp(until_us)?;
        let work = LeaseWork { id: claim.id.0, token: claim.token.0, until_us: Some(until_us) };
        self.ask(|reply| Command::Lease(job(work, reply))).await?;
        claim.until = until;
        Ok(())
    }

    /// Makes letters due that were accepted later than now: the clock was ahead and was put right, and they would
    /// wait until it is that late again. Scheduled letters keep their time. Gives their number.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn hasten_accepted(&self, now: Timestamp) -> Result<u64, StoreError> {
        self.write(Statement::new(queue::HASTEN, vec![micros(now).into()])).await
    }

    /// The earliest time at which a letter can be claimed; in the past if letters wait for a worker.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let mut earliest = None;
        for row in self.readers().fetch(Statement::new(queue::LANES, vec![])).await? {
            if let Some(ready) = row.opt_int(1)? {
                earliest = Some(earliest.map_or(ready, |earliest: i64| earliest.min(ready)));
            }
        }
        opt_timestamp(earliest)
    }

    /// The due time of the letter that has been due longest, worked on or not: the age of the queue.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn oldest_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let waiting = self.next_due().await?;
        let rows = self.readers().fetch(Statement::new(queue::OLDEST_LEASED, vec![])).await?;
        let leased = opt_timestamp(rows.first().map(|row| row.opt_int(0)).transpose()?.flatten())?;
        Ok(waiting.into_iter().chain(leased).min())
    }

    /// A bell that rings when there may be work: each worker takes its own.
    pub fn bell(&self) -> Bell {
        Bell(self.rings())
    }
}

/// Rings when a letter or a receipt was stored, or came due by an append. It only hastens: work that comes
/// due by the clock does not ring, so [`Bell::wait`] has a longest wait.
#[derive(Clone, Debug)]
pub struct Bell(pub(crate) watch::Receiver<u64>);

impl Bell {
    /// Waits for a ring since the last wait, but not longer than this; says whether it rang.
    pub async fn wait(&mut self, at_most: Duration) -> bool {
        match tokio::time::timeout(at_most, self.0.changed()).await {
            Ok(Ok(())) => true,
            Ok(Err(_closed)) => {
                // Nothing will ring again; keep the caller's rhythm instead of letting it spin.
                tokio::time::sleep(at_most).await;
                false
            }
            Err(_elapsed) => false,
        }
    }
}
