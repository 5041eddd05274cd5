//! What the two digital channels share: clients with a certificate, one exchange, and what an error means.

mod body;
mod client;
mod clock;
mod exchange;
mod failure;
mod host;

pub(crate) use client::Line;
pub use clock::{PeerClock, peer_clocks};
pub(crate) use exchange::{Answer, Call, exchange};
pub(crate) use failure::Failure;
pub(crate) use host::{check_environment, check_https, host_and_port, service};
