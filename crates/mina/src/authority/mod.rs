//! The Authority service, version 1: who is connected, and who may act for whom (§2.2, rules A15 and A16).
//!
//! Its `arg0` and `return` are in no namespace, as in all version 1 services.

mod connected;
mod rights;

pub use connected::*;
pub use rights::*;
