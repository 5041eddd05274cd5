//! Deliveries to XML and back.

mod read;
mod write;

pub(crate) use read::{ReadProblem, Version, read_body, read_delivery, read_header, read_sender};
pub use write::unsigned_delivery;
pub(crate) use write::{body as write_body, message_header as write_header, sender as write_sender};
pub(crate) use write::{checksum, write_unsigned};
