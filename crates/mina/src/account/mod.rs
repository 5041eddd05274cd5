//! Accounts in the register: opening, closing, preferences, change of operator (Recipient v3 and v2).
//!
//! These are the operations of mailbox operators; a sender needs only [`crate::register`]. Each request and each answer is
//! a type with `to_xml`, `parse` (lenient, for answers) and `parse_strictly` (as the schema, for requests).

mod operations;
mod stored;
mod types;

pub use operations::*;
pub use stored::*;
pub use types::*;
