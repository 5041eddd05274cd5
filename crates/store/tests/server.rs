//! The store's tests once more, on a PostgreSQL server: see `common::ON_SERVER`. What only a server has stands
//! in the folder `server`.

#[path = "server/chain.rs"]
mod chain;
mod common;
#[path = "server/guarded.rs"]
mod guarded;
#[path = "server/nodes.rs"]
mod nodes;
#[path = "server/outages.rs"]
mod outages;

#[path = "blobs.rs"]
mod blobs;
#[path = "crash.rs"]
mod crash;
#[path = "letter_types.rs"]
mod letter_types;
#[path = "letters.rs"]
mod letters;
#[path = "lists.rs"]
mod lists;
#[path = "queue.rs"]
mod queue;
#[path = "receipts.rs"]
mod receipts;
#[path = "tasks.rs"]
mod tasks;
#[path = "vault.rs"]
mod vault;
