//! The store's tests on the embedded database.

mod cases;
mod common;
