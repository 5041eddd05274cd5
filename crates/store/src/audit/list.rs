//! Acts, newest first.

use super::chain::Link;
use crate::engine::Statement;
use crate::tables::audit as table;
use crate::time::timestamp;
use crate::{Store, StoreError};
use jiff::Timestamp;
use letter::LetterId;

/// Acts read at once, at most.
const ACTS_MAX: usize = 500;

/// An act as the chain keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActEntry {
    /// Number of its entry in the chain.
    pub n: u64,
    /// When.
    pub at: Timestamp,
    /// Name of its kind, as [`crate::ActKind::as_str`]; another release may know more.
    pub kind: String,
    /// Who.
    pub by: String,
    /// What was acted upon.
    pub about: Option<String>,
    /// The letter that was acted upon.
    pub letter: Option<LetterId>,
}

impl Store {
    /// Acts before entry `before` (from the newest when there is none), newest first, at most `limit` and at most five
    /// hundred. Events of letters are none of them.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn acts(&self, before: Option<u64>, limit: usize) -> Result<Vec<ActEntry>, StoreError> {
        let before = before.and_then(|n| i64::try_from(n).ok()).unwrap_or(i64::MAX);
        let limit = i64::try_from(limit.min(ACTS_MAX)).unwrap_or(1);
        let rows =
            self.readers().fetch(Statement::new(table::ACTS, vec![before.into(), limit.into()])).await?;
        rows.iter().map(|row| read(Link::read(row)?)).collect()
    }
}

fn read(link: Link) -> Result<ActEntry, StoreError> {
    let act: serde_json::Value =
        link.act.as_deref().and_then(|act| serde_json::from_str(act).ok()).unwrap_or_default();
    let text = |name: &str| act.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    Ok(ActEntry {
        n: link.n,
        at: timestamp(link.at_us)?,
        kind: link.kind,
        by: text("by").unwrap_or_default(),
        about: text("about"),
        letter: link.letter.map(LetterId),
    })
}
