//! The conductor: what is written and sent for a letter, and in which order.
//!
//! [`accept`] makes a letter durable before anybody is told. [`claim_due`] and [`carry_letter`] take a due letter through its
//! steps under a lease; [`collect`], [`take_in`] and [`match_stored`] bring receipts to their letters; [`act`] records what a
//! person decides. Everything around them stands behind two ports: [`House`] (clock, channels, letter types) and
//! [`Ledger`] (the store). The gateway is one house; the deterministic simulation is another, so that the very
//! code that runs in production is driven through crashes, lost answers and clock jumps.
//!
//! There is no runtime, clock, randomness or file in here.

mod accept;
mod act;
mod carry;
mod held;
mod house;
mod index;
mod ledger;
mod notice;
#[cfg(feature = "planted")]
mod planted;
mod receipts;
mod worker;

pub use accept::accept;
pub use act::{ActError, act};
pub use carry::ask_register;
pub use held::Failure;
pub use house::{House, Terms};
pub use index::index_of;
pub use ledger::Ledger;
#[cfg(feature = "planted")]
pub use planted::Bug;
pub use receipts::{collect, match_stored, take_in};
pub use worker::{Claimed, carry_letter, claim_due};
