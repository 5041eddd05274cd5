//! Deterministic simulation of the gateway.
//!
//! The conductor (`journey`) and the core (`letter`) are the real ones. Around them stand models: a store that keeps what was
//! committed and nothing else, receivers that behave as the national ones do, a wire that loses, delays and doubles, nodes
//! that crash, freeze and live with wrong clocks, callers that repeat, clerks that decide. One seed is one world: the same
//! seed gives the same run, on any machine. Time is virtual; there are no threads inside a run.
//!
//! After each step `watch` looks whether something has happened that must never happen.

mod channel;
mod chaos;
mod durable;
mod exec;
mod ledger;
mod letters;
mod node;
mod people;
mod plan;
mod random;
mod receiver;
mod run;
mod truth;
mod watch;
mod world;

pub use durable::Durable;
#[cfg(feature = "planted")]
pub use journey::Bug;
pub use run::{Report, run};
pub use world::{Counts, Setting};
