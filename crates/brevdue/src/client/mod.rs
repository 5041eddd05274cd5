//! The gateway's API, as the client commands use it.

mod answer;
mod api;
mod config;
mod model;
mod multipart;
mod problem;

use std::future::Future;

use crate::exit::Failure;

pub(crate) use api::{Api, Call};
pub(crate) use model::{
    Accepted, Letter, Moment, Page, Reachability, Reason, TimelineEntry, list, name_of, read,
};
pub(crate) use multipart::Multipart;
pub(crate) use problem::Problem;

/// Runs one command's requests on this thread.
pub(crate) fn block_on<T>(future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| Failure::new(format!("cannot start: {error}")))?.block_on(future)
}

/// A letter id as it may stand in a URL.
///
/// Anything else is refused here, so that a person's number typed by mistake never becomes part of a URL.
pub(crate) fn letter_id(text: &str) -> Result<String, String> {
    match uuid::Uuid::try_parse(text) {
        Ok(id) => Ok(id.hyphenated().to_string()),
        Err(_) => Err("a letter id looks like 01a0f3a5-7c1e-7d3a-9a53-2f6c1f0e8b11".to_owned()),
    }
}
