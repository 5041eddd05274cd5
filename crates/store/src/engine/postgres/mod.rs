//! PostgreSQL through sqlx: one connection that writes, a pool that reads, and one that listens.

mod bell;
mod connection;
mod fault;
mod options;
mod readers;
mod values;

pub(crate) use bell::listen;
pub(crate) use connection::{Connection, connect};
pub(crate) use options::check;
pub(crate) use readers::{Readers, about};
pub(super) use values::number;

use crate::StoreError;
use std::time::Duration;

/// Longest wait for one answer of the server. A server that is only slow has answered by then; a line that was
/// cut without a word never does.
const ANSWER: Duration = Duration::from_secs(15);
/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(5);

/// What [`ANSWER`] and [`CONNECT`] end with.
fn silent() -> StoreError {
    StoreError::Unreachable { detail: "the database server does not answer".to_owned() }
}
