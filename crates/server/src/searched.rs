//! Searches by a recipient's number are acts of the audit chain (R77): whoever looked for a person's post can be named.

use crate::gateway::Gateway;
use jiff::Timestamp;
use party::PartyId;
use store::{Act, ActKind, StoreError};

impl Gateway {
    /// Notes a search by these readings of one number; to be done before anything is shown. The chain has the keyed hashes
    /// and not the number.
    ///
    /// # Errors
    /// The store cannot be written; then nothing may be shown.
    pub(crate) async fn note_search(&self, by: &str, numbers: &[PartyId]) -> Result<(), StoreError> {
        if numbers.is_empty() {
            return Ok(());
        }
        let hashes: Vec<String> =
            numbers.iter().map(|number| hex::encode(number.keyed_hash(&self.search_key))).collect();
        let about = format!("recipient {}", hashes.join(" "));
        self.store.record(Act::new(ActKind::LettersSearched, by, Timestamp::now()).about(&about)).await
    }
}
