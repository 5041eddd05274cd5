//! What the conductor needs of the store. What each call promises stands with [`store::Store`]; a model must keep the same
//! promises.

use jiff::Timestamp;
use letter::{Digest, LetterId};
use std::time::Duration;
use store::{
    AcceptError, Accepted, Append, AppendError, BlobError, Claim, History, LeaseError, NewLetter, NewReceipt,
    Receipt, ReceiptFate, ReceiptId, Store, StoreError, Stored,
};

/// The store, as far as the conductor uses it.
pub trait Ledger: Send + Sync {
    /// See [`Store::accept`].
    fn accept(&self, new: NewLetter) -> impl Future<Output = Result<Accepted, AcceptError>> + Send;

    /// See [`Store::load`].
    fn load(&self, id: LetterId) -> impl Future<Output = Result<Option<History>, StoreError>> + Send;

    /// See [`Store::load_many`].
    fn load_many(&self, ids: &[LetterId]) -> impl Future<Output = Result<Vec<History>, StoreError>> + Send;

    /// See [`Store::blob`].
    fn blob(
        &self,
        letter: LetterId,
        digest: &Digest,
    ) -> impl Future<Output = Result<Vec<u8>, BlobError>> + Send;

    /// See [`Store::claim_due`].
    fn claim_due(
        &self,
        now: Timestamp,
        limit: usize,
        lease: Duration,
        owner: &str,
    ) -> impl Future<Output = Result<Vec<Claim>, StoreError>> + Send;

    /// See [`Store::append`].
    fn append(&self, append: Append) -> impl Future<Output = Result<u32, AppendError>> + Send;

    /// See [`Store::extend`].
    fn extend(
        &self,
        claim: &mut Claim,
        now: Timestamp,
        lease: Duration,
    ) -> impl Future<Output = Result<(), LeaseError>> + Send;

    /// See [`Store::store_receipts`].
    fn store_receipts(
        &self,
        new: Vec<NewReceipt>,
    ) -> impl Future<Output = Result<Vec<Stored>, StoreError>> + Send;

    /// See [`Store::unmatched_receipts`].
    fn unmatched_receipts(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Receipt>, StoreError>> + Send;

    /// See [`Store::mark_receipt`].
    fn mark_receipt(
        &self,
        id: ReceiptId,
        fate: ReceiptFate,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
}

impl Ledger for Store {
    async fn accept(&self, new: NewLetter) -> Result<Accepted, AcceptError> {
        Store::accept(self, new).await
    }

    async fn load(&self, id: LetterId) -> Result<Option<History>, StoreError> {
        Store::load(self, id).await
    }

    async fn load_many(&self, ids: &[LetterId]) -> Result<Vec<History>, StoreError> {
        Store::load_many(self, ids).await
    }

    async fn blob(&self, letter: LetterId, digest: &Digest) -> Result<Vec<u8>, BlobError> {
        Store::blob(self, letter, digest).await
    }

    async fn claim_due(
        &self,
        now: Timestamp,
        limit: usize,
        lease: Duration,
        owner: &str,
    ) -> Result<Vec<Claim>, StoreError> {
        Store::claim_due(self, now, limit, lease, owner).await
    }

    async fn append(&self, append: Append) -> Result<u32, AppendError> {
        Store::append(self, append).await
    }

    async fn extend(&self, claim: &mut Claim, now: Timestamp, lease: Duration) -> Result<(), LeaseError> {
        Store::extend(self, claim, now, lease).await
    }

    async fn store_receipts(&self, new: Vec<NewReceipt>) -> Result<Vec<Stored>, StoreError> {
        Store::store_receipts(self, new).await
    }

    async fn unmatched_receipts(&self, now: Timestamp, limit: usize) -> Result<Vec<Receipt>, StoreError> {
        Store::unmatched_receipts(self, now, limit).await
    }

    async fn mark_receipt(&self, id: ReceiptId, fate: ReceiptFate) -> Result<bool, StoreError> {
        Store::mark_receipt(self, id, fate).await
    }
}
