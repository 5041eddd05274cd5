//! Large blobs in S3-compatible storage: PUT, GET, DELETE and LIST, signed by hand. A whole client library would bring
//! hundreds of crates for four calls.

mod client;
mod config;
mod list;
mod sign;

pub(crate) use client::S3;
pub use config::{S3Config, S3Error, SecretText};
