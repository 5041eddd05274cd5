//! The events and acts of one transaction on their way into the audit chain. They are written last: with several
//! nodes the end of the chain is held from here to the commit, and no longer.

use crate::StoreError;
use crate::audit::{Act, EVENT_KIND, content_of, entry_hash, event_content};
use crate::engine::{Connection, Statement, Value};
use crate::tables::{audit as table, event};
use uuid::Uuid;

/// What happened in a transaction.
#[derive(Default)]
pub(crate) struct Trail<'w> {
    events: Vec<(Uuid, u32, i64, &'w str)>,
    acts: Vec<&'w Act>,
}

impl<'w> Trail<'w> {
    /// Event `seq` of a letter, as it is stored.
    pub(super) fn event(&mut self, letter: Uuid, seq: u32, at_us: i64, text: &'w str) {
        self.events.push((letter, seq, at_us, text));
    }

    pub(crate) fn act(&mut self, act: &'w Act) {
        self.acts.push(act);
    }

    /// Writes events and entries.
    pub(crate) async fn write(self, connection: &mut Connection) -> Result<(), StoreError> {
        let count = self.events.len() + self.acts.len();
        if count == 0 {
            return Ok(());
        }
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let rows = connection.fetch(Statement::new(table::TAKE, vec![count.into()])).await?;
        let head = rows.first().ok_or_else(|| StoreError::corrupt("the audit chain has no end"))?;
        let mut chain = Chain { n: head.int(0)? - count, hash: head.bytes32(1)?, rows: Vec::new() };
        let mut events = Vec::with_capacity(self.events.len() * 5);
        for (letter, seq, at_us, text) in self.events {
            chain.add(at_us, EVENT_KIND, Some(letter), Some(seq), None, event_content(at_us, text))?;
            let values: [Value; 5] =
                [letter.into(), i64::from(seq).into(), at_us.into(), text.into(), chain.n.into()];
            events.extend(values);
        }
        for act in self.acts {
            let text = act.text();
            let content = content_of(&text);
            let letter = act.letter.map(|letter| letter.0);
            chain.add(act.at_us, act.kind.as_str(), letter, None, Some(text), content)?;
        }
        event::INSERT.execute(connection, events).await?;
        table::INSERT.execute(connection, chain.rows).await?;
        connection.execute(Statement::new(table::PUT, vec![chain.hash.into()])).await?;
        Ok(())
    }
}

struct Chain {
    n: i64,
    hash: [u8; 32],
    rows: Vec<Value>,
}

impl Chain {
    fn add(
        &mut self,
        at_us: i64,
        kind: &str,
        letter: Option<Uuid>,
        seq: Option<u32>,
        act: Option<String>,
        content: [u8; 32],
    ) -> Result<(), StoreError> {
        self.n += 1;
        let n =
            u64::try_from(self.n).map_err(|_| StoreError::corrupt("the audit chain's end is negative"))?;
        self.hash = entry_hash(&self.hash, n, at_us, kind, letter, seq, &content);
        self.rows.extend([
            self.n.into(),
            at_us.into(),
            kind.into(),
            letter.into(),
            seq.map(i64::from).into(),
            act.into(),
            content.into(),
            self.hash.into(),
        ]);
        Ok(())
    }
}

/// Begins the chain of a store that has none; says how many events are from before.
pub(crate) async fn begin(connection: &mut Connection, now: jiff::Timestamp) -> Result<(), StoreError> {
    connection.begin().await?;
    match begin_in_transaction(connection, now).await {
        Ok(()) => connection.commit().await,
        Err(error) => {
            connection.rollback().await?;
            Err(error)
        }
    }
}

async fn begin_in_transaction(connection: &mut Connection, now: jiff::Timestamp) -> Result<(), StoreError> {
    // Another node that does the same waits here until it is done.
    let made = connection.execute(Statement::new(table::BEGIN, vec![[0; 32].into()])).await?;
    if made == 0 {
        return Ok(());
    }
    let rows = connection.fetch(Statement::new(table::EVENTS, vec![])).await?;
    let before = rows.first().map(|row| row.int(0)).transpose()?.unwrap_or(0);
    let act = Act::new(crate::audit::ActKind::ChainBegun, "store", now).about(&before.to_string());
    let mut trail = Trail::default();
    trail.act(&act);
    trail.write(connection).await
}
