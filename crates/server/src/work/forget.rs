//! Deletes the content of letters whose time is over.

use super::turns::{Regular, sweep_interval};
use crate::gateway::Gateway;
use crate::retention::Forgot;
use jiff::Timestamp;
use std::time::Duration;
use store::StoreError;

/// Setting: what was last done.
const LAST: &str = "last_forgetting";

/// Forgetting, as work that one node does.
pub(super) struct Forget;

impl Regular for Forget {
    const NAME: &'static str = "forget";

    /// With the sweep where content goes at once; else a day counts for little, and one look a day is enough.
    fn every(gateway: &Gateway) -> Duration {
        let looks = if gateway.shortest_content_days() == Some(0) { 1 } else { 24 };
        sweep_interval(gateway) * looks
    }

    async fn last(gateway: &Gateway) -> Result<Option<Timestamp>, StoreError> {
        Ok(gateway.last_forgetting().await?.map(|last| last.made_at))
    }

    async fn work(gateway: &Gateway) {
        if gateway.shortest_content_days().is_none() {
            return;
        }
        match forget(gateway).await {
            Ok(Forgot { forgotten, in_clear, failed, .. }) => {
                tracing::info!(
                    forgotten,
                    in_clear,
                    failed,
                    "the content of letters whose time was over was deleted"
                );
            }
            Err(error) => tracing::error!(%error, "the content of letters cannot be deleted"),
        }
    }
}

async fn forget(gateway: &Gateway) -> Result<Forgot, StoreError> {
    let done = gateway.forget_due(Timestamp::now()).await?;
    let kept = serde_json::to_vec(&done).map_err(|error| StoreError::Corrupt { what: error.to_string() })?;
    gateway.store.set_setting(LAST, &kept).await?;
    Ok(done)
}

impl Gateway {
    /// What any node of this installation last deleted.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn last_forgetting(&self) -> Result<Option<Forgot>, StoreError> {
        let kept = self.store.get_setting(LAST).await?;
        Ok(kept.and_then(|kept| serde_json::from_slice(&kept).ok()))
    }
}
