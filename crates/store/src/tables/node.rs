//! Tables `node` and `task`: who works on this database, and which node does what only one may do.

use crate::engine::dialect::now_us;

/// Adds a node, or tells more of it: id, name, newest schema it knows, mark (kept if it has one).
pub(crate) const ARRIVE: &str = concat!(
    "INSERT INTO node (id, name, knows, mark, seen_at_us) VALUES ($1, $2, $3, $4, ",
    now_us!(),
    ") ON CONFLICT (id) DO UPDATE SET name = excluded.name, knows = excluded.knows"
);

/// Gives the mark of node $1, once no transaction of it is under way.
pub(crate) const MARK: &str = "SELECT mark FROM node WHERE id = $1/*for update*/";

/// Gives the name of each node that knows no schema from $1 on and was seen in the last $2 microseconds.
pub(crate) const OLDER: &str =
    concat!("SELECT name FROM node WHERE knows < $1 AND seen_at_us > ", now_us!(), " - $2 ORDER BY name");

/// Gives name and microseconds since it was seen, of all nodes.
pub(crate) const ALL: &str = concat!("SELECT name, ", now_us!(), " - seen_at_us FROM node ORDER BY name, id");

/// Gives the database server's time, microseconds.
pub(crate) const CLOCK: &str = concat!("SELECT ", now_us!());

/// Ends the leases of node $1; see [`holder`].
pub(crate) const FREE: &str = "UPDATE letter_index SET lease_token = NULL, lease_owner = NULL, \
     lease_until_us = NULL, ready_at_us = due_at_us WHERE lease_token IS NOT NULL \
     AND SUBSTR(lease_owner, 1, 32) = $1";

/// Ends the leases of nodes not seen for $1 microseconds.
pub(crate) const FREE_DEAD: &str = concat!(
    "UPDATE letter_index SET lease_token = NULL, lease_owner = NULL, lease_until_us = NULL, \
     ready_at_us = due_at_us WHERE lease_token IS NOT NULL \
     AND SUBSTR(lease_owner, 1, 32) IN (SELECT id FROM node WHERE seen_at_us < ",
    now_us!(),
    " - $1)"
);

/// Ends the tasks of nodes not seen for $1 microseconds.
pub(crate) const LEAVE_DEAD_TASKS: &str =
    concat!("DELETE FROM task WHERE owner IN (SELECT id FROM node WHERE seen_at_us < ", now_us!(), " - $1)");

/// Ends all tasks. Right only while no other process can have one.
pub(crate) const LEAVE_ALL_TASKS: &str = "DELETE FROM task";

/// Ends the tasks of node $1.
pub(crate) const LEAVE_TASKS: &str = "DELETE FROM task WHERE owner = $1";

/// Removes node $1.
pub(crate) const LEAVE: &str = "DELETE FROM node WHERE id = $1";

/// Removes nodes that were not seen for $1 microseconds.
pub(crate) const FORGET: &str = concat!("DELETE FROM node WHERE seen_at_us < ", now_us!(), " - $1");

/// Takes or keeps task $1 for node $2, for $3 microseconds; changes no row if another has it.
pub(crate) const HOLD: &str = concat!(
    "INSERT INTO task (name, owner, until_us) VALUES ($1, $2, $3 + ",
    now_us!(),
    ") ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until_us = excluded.until_us \
     WHERE task.owner = excluded.owner OR task.until_us < ",
    now_us!()
);

/// Who holds a lease: the node's id, then what the worker calls itself.
pub(crate) fn holder(node: uuid::Uuid, worker: &str) -> String {
    format!("{}/{worker}", node.simple())
}
