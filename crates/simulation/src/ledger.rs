//! A node's way to the store: reads that may fail, and writes that gather and share a commit, as in the real writer.

use crate::durable::Durable;
use crate::exec::{Owner, Reply, line};
use crate::watch;
use crate::world::World;
use jiff::Timestamp;
use journey::Ledger;
use letter::{Digest, LetterId};
use std::time::Duration;
use store::{
    AcceptError, Accepted, Append, AppendError, BlobError, Claim, History, LeaseError, NewLetter, NewReceipt,
    Receipt, ReceiptFate, ReceiptId, StoreError, Stored,
};

/// What a commit does to the durable store, and whether its caller will hear of it.
type Run = Box<dyn FnOnce(&World, &mut Durable, bool) + Send>;

/// One write that waits for its commit, told whether its caller will hear of it. Dropped, it never happened.
pub(crate) struct Command {
    /// Kinds of work are done in this order inside one transaction.
    rank: u8,
    run: Run,
}

/// The store as one node sees it.
#[derive(Clone)]
pub(crate) struct Books {
    world: World,
    node: usize,
}

fn unavailable() -> StoreError {
    StoreError::Unavailable { detail: "simulated".to_owned() }
}

impl Books {
    pub(crate) const fn new(world: World, node: usize) -> Books {
        Books { world, node }
    }

    async fn read<T>(&self, read: impl FnOnce(&Durable) -> T) -> Result<T, StoreError> {
        self.world.sim.sleep(self.world.between(50, 500)).await;
        if self.world.strikes(self.world.plan.store_fails) {
            self.world.count("reads failed");
            return Err(unavailable());
        }
        Ok(read(&self.world.scene().durable))
    }

    async fn write<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        rank: u8,
        work: impl FnOnce(&World, &mut Durable) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let (reply, answer) = line();
        let run = Box::new(move |world: &World, durable: &mut Durable, heard: bool| {
            let result = work(world, durable);
            answer_if(reply, result, heard);
        });
        let start = {
            let mut scene = self.world.scene();
            let Some(node) = scene.nodes.get_mut(self.node) else { return Err(unavailable().into()) };
            node.queued.push(Command { rank, run });
            !std::mem::replace(&mut node.writing, true)
        };
        if start {
            let books = self.clone();
            self.world.sim.spawn(Owner::Node(self.node), async move { books.writer().await });
        }
        let answer = answer.await.unwrap_or_else(|| Err(unavailable().into()));
        if self.world.strikes(self.world.plan.held_up) {
            self.world.count("workers held up");
            self.world.sim.sleep(self.world.between(1, 2_000 * self.world.plan.lease_ms)).await;
        }
        answer
    }

    /// The one task of a node that writes: all that waits goes into one transaction.
    async fn writer(&self) {
        loop {
            {
                let mut scene = self.world.scene();
                let Some(node) = scene.nodes.get_mut(self.node) else { return };
                if node.queued.is_empty() {
                    node.writing = false;
                    return;
                }
                node.committing = std::mem::take(&mut node.queued);
            }
            crate::chaos::strike(&self.world, self.node);
            let slow = self.world.strikes(20);
            let wait =
                if slow { self.world.between(1_000_000, 20_000_000) } else { self.world.between(500, 4_000) };
            self.world.sim.sleep(wait).await;
            let plan = &self.world.plan;
            if self.world.strikes(plan.store_fails) {
                self.world.count("commits failed");
                let lost = self.take_committing();
                drop(lost);
            } else {
                let unknown = self.world.strikes(plan.commit_unknown);
                if unknown {
                    self.world.count("commits unknown");
                }
                commit(&self.world, self.take_committing(), !unknown);
            }
        }
    }

    fn take_committing(&self) -> Vec<Command> {
        let mut scene = self.world.scene();
        scene.nodes.get_mut(self.node).map(|node| std::mem::take(&mut node.committing)).unwrap_or_default()
    }
}

fn answer_if<T>(reply: Reply<T>, result: T, heard: bool) {
    if heard {
        reply.say(result);
    }
}

/// Makes a group durable, in one go.
pub(crate) fn commit(world: &World, mut group: Vec<Command>, heard: bool) {
    group.sort_by_key(|command| command.rank);
    let mut durable = std::mem::take(&mut world.scene().durable);
    // Claims and longer leases make no new work.
    let rings = group.iter().any(|command| matches!(command.rank, 0 | 1 | 4));
    for command in group {
        (command.run)(world, &mut durable, heard);
    }
    world.scene().durable = durable;
    if !rings {
        return;
    }
    let bells: Vec<_> = world.scene().nodes.iter().map(|node| node.bell.clone()).collect();
    for bell in bells {
        if !world.strikes(world.plan.bell_missed) {
            bell.ring();
        }
    }
}

impl Ledger for Books {
    async fn accept(&self, new: NewLetter) -> Result<Accepted, AcceptError> {
        self.write(0, |_, durable| durable.accept(new)).await
    }

    async fn load(&self, id: LetterId) -> Result<Option<History>, StoreError> {
        self.read(|durable| durable.load(id)).await
    }

    async fn load_many(&self, ids: &[LetterId]) -> Result<Vec<History>, StoreError> {
        self.read(|durable| ids.iter().filter_map(|id| durable.load(*id)).collect()).await
    }

    async fn blob(&self, _: LetterId, digest: &Digest) -> Result<Vec<u8>, BlobError> {
        let found = self.read(|durable| durable.blob(digest).map(<[u8]>::to_vec)).await?;
        found.ok_or_else(|| BlobError::NotFound { digest: digest.clone() })
    }

    async fn claim_due(
        &self,
        now: Timestamp,
        limit: usize,
        lease: Duration,
        _owner: &str,
    ) -> Result<Vec<Claim>, StoreError> {
        self.write(3, move |_, durable| Ok(durable.claim_due(now, limit, lease))).await
    }

    async fn append(&self, append: Append) -> Result<u32, AppendError> {
        self.write(1, move |world, durable| {
            let (id, came_due) = (append.id, append.index.due_at);
            let appended = durable.append(append)?;
            watch::appended(world, durable, id, came_due);
            Ok(appended)
        })
        .await
    }

    async fn extend(&self, claim: &mut Claim, now: Timestamp, lease: Duration) -> Result<(), LeaseError> {
        let (id, token, until) = (claim.id, claim.token, now + lease);
        self.write(2, move |_, durable| durable.extend(id, token, until)).await?;
        claim.until = until;
        Ok(())
    }

    async fn store_receipts(&self, new: Vec<NewReceipt>) -> Result<Vec<Stored>, StoreError> {
        self.write(4, move |_, durable| Ok(durable.store_receipts(new))).await
    }

    async fn unmatched_receipts(&self, now: Timestamp, limit: usize) -> Result<Vec<Receipt>, StoreError> {
        self.read(|durable| durable.unmatched_receipts(now, limit)).await
    }

    async fn mark_receipt(&self, id: ReceiptId, fate: ReceiptFate) -> Result<bool, StoreError> {
        self.write(5, move |_, durable| Ok(durable.mark_receipt(id, fate))).await
    }
}
