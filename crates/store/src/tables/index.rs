//! Table `letter_index`: where each letter stands.

use super::batch::{Keys, Rows};
use crate::StoreError;
use crate::engine::{Row, Value};
use std::sync::Arc;
use uuid::Uuid;

/// Columns as in the text. The first event has been written, and no lease is held.
pub(crate) const INSERT: Rows = Rows {
    head: "INSERT INTO letter_index (id, sender, unit, letter_type, state, reference, subject, search_text, \
           recipient_hash, attention, accepted_at_us, updated_at_us, seq, lane, due_at_us, ready_at_us, source) VALUES ",
    columns: 17,
    tail: "",
};

/// Gives sender.
pub(crate) const SENDERS: Keys = Keys { head: "SELECT sender FROM letter_index WHERE id IN ", tail: "" };

const STANDING: Keys = Keys {
    head: "SELECT id, sender, state, channel, reason, attention, seq, updated_at_us, due_at_us, ready_at_us, \
           lease_token, lease_owner, lease_until_us FROM letter_index WHERE id IN ",
    tail: " ORDER BY id/*for update*/",
};

/// Columns: id and what an append moves. Kept apart from [`RESTATE`], because setting a column rewrites
/// every index that holds it.
const MOVE: Rows = Rows {
    head: "UPDATE letter_index SET seq = v.column2, updated_at_us = v.column3, channel = v.column4, \
           reason = v.column5, due_at_us = v.column6, ready_at_us = v.column7, lease_token = v.column8, \
           lease_owner = v.column9, lease_until_us = v.column10 FROM (/*as BLOB, BIGINT, BIGINT, TEXT, TEXT, \
           BIGINT, BIGINT, BLOB, TEXT, BIGINT*/VALUES ",
    columns: 10,
    tail: ") AS v WHERE letter_index.id = v.column1",
};

const RESTATE: Rows = Rows {
    head: "UPDATE letter_index SET state = v.column2, attention = v.column3 FROM (/*as BLOB, TEXT, BIGINT*/VALUES ",
    columns: 3,
    tail: ") AS v WHERE letter_index.id = v.column1",
};

/// What an append needs to know and may change of a letter's row.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub(crate) id: Uuid,
    pub(crate) sender: Arc<str>,
    pub(crate) state: Arc<str>,
    pub(crate) channel: Option<Arc<str>>,
    pub(crate) reason: Option<Arc<str>>,
    pub(crate) attention: bool,
    pub(crate) seq: u32,
    pub(crate) updated_at_us: i64,
    pub(crate) due_at_us: Option<i64>,
    pub(crate) lease: Option<Held>,
    restated: bool,
}

/// A lease on a letter.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) token: Uuid,
    pub(crate) owner: Arc<str>,
    pub(crate) until_us: i64,
}

impl Standing {
    /// When the letter may be claimed.
    pub(crate) fn ready_at_us(&self) -> Option<i64> {
        ready_at_us(self.due_at_us, self.lease.as_ref().map(|lease| lease.until_us))
    }

    /// Sets state and attention, and notes whether they changed.
    pub(crate) fn restate(&mut self, state: &Arc<str>, attention: bool) {
        if self.state != *state || self.attention != attention {
            self.restated = true;
            self.state = state.clone();
            self.attention = attention;
        }
    }
}

/// When a letter may be claimed: when it is due, but not before the end of its lease.
pub(crate) fn ready_at_us(due_at_us: Option<i64>, lease_until_us: Option<i64>) -> Option<i64> {
    due_at_us.map(|due| lease_until_us.map_or(due, |until| due.max(until)))
}

/// Reads the rows of these letters.
pub(crate) async fn standing(
    connection: &mut crate::engine::Connection,
    ids: impl Iterator<Item = Uuid>,
) -> Result<Vec<Standing>, StoreError> {
    let rows = STANDING.fetch(connection, ids.map(Value::from).collect()).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Standing, StoreError> {
    let lease = match (row.opt_uuid(10)?, row.opt_text(11)?, row.opt_int(12)?) {
        (Some(token), owner, Some(until_us)) => {
            Some(Held { token, owner: owner.unwrap_or_default().into(), until_us })
        }
        _ => None,
    };
    Ok(Standing {
        id: row.uuid(0)?,
        sender: row.text(1)?.into(),
        state: row.text(2)?.into(),
        channel: row.opt_text(3)?.map(Into::into),
        reason: row.opt_text(4)?.map(Into::into),
        attention: row.int(5)? != 0,
        seq: u32::try_from(row.int(6)?)
            .map_err(|_| StoreError::corrupt("an event number is out of range"))?,
        updated_at_us: row.int(7)?,
        due_at_us: row.opt_int(8)?,
        lease,
        restated: false,
    })
}

/// Writes changed rows back, each once.
pub(crate) async fn write(
    connection: &mut crate::engine::Connection,
    changed: impl Iterator<Item = &Standing>,
) -> Result<(), StoreError> {
    let (mut moved, mut restated) = (Vec::new(), Vec::new());
    for row in changed {
        let (token, owner, until) = match &row.lease {
            Some(lease) => (lease.token.into(), lease.owner.clone().into(), lease.until_us.into()),
            None => (Value::Null, Value::Null, Value::Null),
        };
        moved.extend([
            row.id.into(),
            i64::from(row.seq).into(),
            row.updated_at_us.into(),
            row.channel.clone().into(),
            row.reason.clone().into(),
            row.due_at_us.into(),
            row.ready_at_us().into(),
            token,
            owner,
            until,
        ]);
        if row.restated {
            restated.extend([row.id.into(), row.state.clone().into(), row.attention.into()]);
        }
    }
    MOVE.execute(connection, moved).await?;
    RESTATE.execute(connection, restated).await.map(drop)
}
