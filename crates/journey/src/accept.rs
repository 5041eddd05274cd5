//! Acceptance: a letter is on disk before anybody is told that it was accepted.

use crate::{House, Ledger};
use store::{AcceptError, Accepted, NewLetter};

/// Stores a letter that was judged sound. When this returns `Ok`, the letter is safe, and its way out is known.
///
/// # Errors
/// [`AcceptError`]; after [`store::StoreError::Unavailable`] nobody knows, and the caller repeats with its key.
pub async fn accept<H: House>(gateway: &H, new: NewLetter) -> Result<Accepted, AcceptError> {
    #[cfg(feature = "planted")]
    if gateway.planted(crate::Bug::AcknowledgeBeforeStore) {
        return crate::planted::promise(gateway, new).await;
    }
    gateway.ledger().accept(new).await
}
