//! Tests of the public surface, against the official contracts and real peers where they are at hand.

// Skipped tests say why.
#![allow(clippy::print_stderr)]

mod answers;
mod cases;
mod check;
mod delivery;
mod operations;
mod peers;
mod properties;
mod support;
