//! What the API takes and gives, described once: as an OpenAPI 3.1 document for programs (`/openapi.json`) and as a page for
//! people (`/docs`). Tests hold the description against the routes and against the running program.

mod document;
mod keeping;
mod letters;
mod operation;
mod tools;

pub use document::document;
pub(crate) use document::schema;
pub(crate) use operation::{Access, Content, Operation};

/// Every operation, in the order in which they are shown.
pub(crate) fn operations() -> impl Iterator<Item = &'static Operation> {
    letters::OPERATIONS.iter().chain(keeping::OPERATIONS).chain(tools::OPERATIONS)
}
