//! The store's tests once more on a PostgreSQL server, and those of what only a server has: many nodes, outages.

mod cases;
#[path = "server/chain.rs"]
mod chain;
mod common;
#[path = "server/guarded.rs"]
mod guarded;
#[path = "server/nodes.rs"]
mod nodes;
#[path = "server/outages.rs"]
mod outages;
#[path = "server/plans.rs"]
mod plans;
