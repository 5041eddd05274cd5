//! Table `tally`: letters per sender and state.

use super::batch::Rows;
use crate::StoreError;
use crate::engine::{Connection, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

const ADD: Rows = Rows {
    head: "INSERT INTO tally (sender, state, share, letters) VALUES ",
    columns: 4,
    tail: " ON CONFLICT (sender, state, share) DO UPDATE SET letters = tally.letters + excluded.letters",
};

/// Gives sender, state, letters.
pub(crate) const ALL: &str = "SELECT sender, state, SUM(letters) FROM tally GROUP BY sender, state \
     HAVING SUM(letters) <> 0 ORDER BY sender, state";

/// Counts that differ from the letters themselves.
pub(crate) const WRONG: &str = "SELECT COUNT(*) FROM (\
     SELECT sender, state, SUM(n) AS difference FROM (\
       SELECT sender, state, COUNT(*) AS n FROM letter_index GROUP BY sender, state \
       UNION ALL SELECT sender, state, -letters FROM tally) AS both_counts \
     GROUP BY sender, state) AS differences WHERE difference <> 0";

/// Changes of a transaction, summed before they are written.
#[derive(Default)]
pub(crate) struct Changes(BTreeMap<(Arc<str>, Arc<str>), i64>);

impl Changes {
    pub(crate) fn add(&mut self, sender: &Arc<str>, state: &Arc<str>, letters: i64) {
        *self.0.entry((sender.clone(), state.clone())).or_default() += letters;
    }

    /// Adds the changes to one share of the counts. Each node has its own, or all would wait for each other's
    /// commits at the same few rows.
    pub(crate) async fn write(self, connection: &mut Connection, share: i64) -> Result<(), StoreError> {
        let mut values = Vec::with_capacity(self.0.len() * 4);
        for ((sender, state), letters) in self.0.into_iter().filter(|(_, letters)| *letters != 0) {
            values.extend([Value::Text(sender), Value::Text(state), Value::Int(share), Value::Int(letters)]);
        }
        ADD.execute(connection, values).await.map(drop)
    }
}
