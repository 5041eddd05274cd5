//! Ports, TLS and connections.

mod peer;
mod serve;
mod tls;

pub(crate) use peer::{HangUp, Peer};
pub(crate) use serve::{Stopper, listen, serve_plain, serve_tls, stopped};
pub(crate) use tls::Handshakes;
