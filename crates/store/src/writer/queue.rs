//! Claims and leases.

use crate::engine::{Connection, Statement, Value};
use crate::tables::queue;
use crate::time::timestamp;
use crate::{Claim, LeaseError, LeaseToken, StoreError};
use letter::LetterId;
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;

/// A worker asks for letters.
pub(crate) struct ClaimWork {
    pub(crate) now_us: i64,
    pub(crate) until_us: i64,
    pub(crate) limit: usize,
    pub(crate) owner: Arc<str>,
}

/// A worker changes its lease: until then, or ends it.
pub(crate) struct LeaseWork {
    pub(crate) id: Uuid,
    pub(crate) token: Uuid,
    pub(crate) until_us: Option<i64>,
}

/// A letter that may be claimed.
struct Ready {
    id: Uuid,
    ready_at_us: i64,
    due_at_us: i64,
    seq: u32,
}

pub(super) async fn claim(connection: &mut Connection, work: &ClaimWork) -> Result<Vec<Claim>, StoreError> {
    let mut lanes = Vec::new();
    for row in connection.fetch(Statement::new(queue::LANES, vec![])).await? {
        if let Some(ready) = row.opt_int(1)?.filter(|ready| *ready <= work.now_us) {
            lanes.push((ready, row.int(0)?));
        }
    }
    lanes.sort_unstable();
    lanes.truncate(work.limit);
    let mut taken = share(connection, work, &lanes).await?;
    taken.sort_unstable_by_key(|ready| (ready.ready_at_us, ready.id));
    let token = Uuid::new_v4();
    let before = [token.into(), work.owner.clone().into(), work.until_us.into(), work.until_us.into()];
    queue::LEASE.execute(connection, &before, taken.iter().map(|ready| ready.id.into()).collect()).await?;
    let until = timestamp(work.until_us)?;
    taken
        .into_iter()
        .map(|ready| {
            Ok(Claim {
                id: LetterId(ready.id),
                token: LeaseToken(token),
                until,
                due_at: timestamp(ready.due_at_us)?,
                seq: ready.seq,
            })
        })
        .collect()
}

/// Takes an equal share from each lane, then what is left from those that have more.
async fn share(
    connection: &mut Connection,
    work: &ClaimWork,
    lanes: &[(i64, i64)],
) -> Result<Vec<Ready>, StoreError> {
    let mut taken = Vec::new();
    let each = work.limit.div_ceil(lanes.len().max(1));
    let mut longer = Vec::new();
    for (_, lane) in lanes {
        let want = each.min(work.limit - taken.len());
        let found = ready_in(connection, work, *lane, want).await?;
        if found.len() == want {
            longer.push(*lane);
        }
        taken.extend(found);
    }
    for lane in longer {
        if taken.len() >= work.limit {
            break;
        }
        let known: HashSet<Uuid> = taken.iter().map(|ready| ready.id).collect();
        let found = ready_in(connection, work, lane, work.limit).await?;
        let room = work.limit - taken.len();
        taken.extend(found.into_iter().filter(|ready| !known.contains(&ready.id)).take(room));
    }
    Ok(taken)
}

async fn ready_in(
    connection: &mut Connection,
    work: &ClaimWork,
    lane: i64,
    limit: usize,
) -> Result<Vec<Ready>, StoreError> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values: Vec<Value> = vec![lane.into(), work.now_us.into(), limit.into()];
    let rows = connection.fetch(Statement::new(queue::READY_IN_LANE, values)).await?;
    rows.iter()
        .map(|row| {
            let ready_at_us = row.int(1)?;
            Ok(Ready {
                id: row.uuid(0)?,
                ready_at_us,
                due_at_us: row.opt_int(2)?.unwrap_or(ready_at_us),
                seq: u32::try_from(row.int(3)?)
                    .map_err(|_| StoreError::corrupt("an event number is out of range"))?,
            })
        })
        .collect()
}

pub(super) async fn change(
    connection: &mut Connection,
    work: &LeaseWork,
) -> Result<Result<(), LeaseError>, StoreError> {
    let mut values: Vec<Value> = vec![work.id.into(), work.token.into()];
    let sql = match work.until_us {
        Some(until_us) => {
            values.push(until_us.into());
            queue::EXTEND
        }
        None => queue::RELEASE,
    };
    let changed = connection.execute(Statement::new(sql, values)).await?;
    Ok(if changed == 1 { Ok(()) } else { Err(LeaseError::LeaseLost) })
}
