//! Mass-mail containers: TAR inside legacy LZMA ("alone"), one message per entry (L3, L4).
//!
//! Both directions stream: neither the container nor a message is ever held in memory. What comes in is hostile
//! until shown otherwise: sizes, counts, growth, names and kinds of entries are bounded before anything is done.
//!
//! ```
//! use memo::container::{ContainerLimits, Outgoing, read_container, write_container};
//! use std::ops::ControlFlow;
//!
//! let uuid = memo::Uuid::from_text("1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01");
//! let message = b"<Message/>".as_slice();
//! let limits = ContainerLimits::default();
//! let mut packed = Vec::new();
//! let entries = [Ok(Outgoing { uuid, length: 10, content: message })];
//! assert_eq!(write_container(&mut packed, entries, &limits)?, 1);
//!
//! let mut names = Vec::new();
//! let end: ControlFlow<(), u64> = read_container(packed.as_slice(), &limits, |entry, content| {
//!     names.push(entry.name.clone());
//!     let report = memo::check_from(content, &memo::CheckOptions::default(), &mut memo::CountSink::default());
//!     assert!(!report.unwrap().1.valid);
//!     ControlFlow::Continue(())
//! })?;
//! assert_eq!((end, names.as_slice()), (ControlFlow::Continue(1), &["1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01.xml".to_owned()][..]));
//! # Ok::<(), memo::container::ContainerError>(())
//! ```

mod error;
mod header;
mod read;
mod receipt;
mod watch;
mod write;

pub use error::{ContainerError, EntryFault};
pub use header::looks_like_container;
pub use read::{Entry, read_container};
pub use receipt::{JudgedEntry, Receipt, ReceiptStatus, judge_container};
pub use write::{Outgoing, write_container};

/// Bounds on a container; nothing beyond them is read, allocated or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerLimits {
    /// Messages in one container.
    pub entries: u64,
    /// Bytes of one entry; a little above the largest message (L1), so that the message itself is judged.
    pub entry_bytes: u64,
    /// Bytes of the whole archive when unpacked.
    pub total_bytes: u64,
    /// How many times larger than the container its content may be. Zeros reach some 7000; letters that differ in
    /// little more than the name may well reach 1000.
    pub ratio: u64,
    /// Growth is not judged before so many bytes are unpacked.
    pub ratio_from_bytes: u64,
    /// Dictionary of the compression (L4), which is memory that the reader must set aside.
    pub dictionary_bytes: u32,
    /// Bytes of one extended header (long names).
    pub header_bytes: u64,
}

impl Default for ContainerLimits {
    fn default() -> ContainerLimits {
        ContainerLimits {
            entries: 100_000,
            entry_bytes: 100_000_000,
            total_bytes: 20_000_000_000,
            ratio: 3_000,
            ratio_from_bytes: 64 << 20,
            dictionary_bytes: 128 << 20,
            header_bytes: 64 << 10,
        }
    }
}
