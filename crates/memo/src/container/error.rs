//! What is wrong with a container, and which rule says so.

use crate::finding::{Finding, Severity};
use crate::rules::rule;
use catalogue::Language;

/// Why a container was not read or written to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContainerError {
    /// Another format: name what was found.
    #[error("the container is {0}, not TAR in legacy LZMA; pack it with `xz --format=lzma`")]
    NotLzma(&'static str),
    /// The dictionary would need more memory than allowed (L4). Nothing was allocated.
    #[error("the LZMA dictionary is {bytes} bytes; at most {limit} are allowed")]
    Dictionary {
        /// What the header asks for.
        bytes: u32,
        /// The limit.
        limit: u32,
    },
    /// The compressed data holds something else than a TAR archive.
    #[error("the LZMA data holds no TAR archive")]
    NotTar,
    /// Not one message inside.
    #[error("the container is empty")]
    Empty,
    /// The container ends too early; send or fetch it again.
    #[error("the container is cut off")]
    Truncated,
    /// The compressed data or the archive is damaged; send or fetch it again.
    #[error("the container is damaged")]
    Damaged,
    /// Something follows where the container should end.
    #[error("there is data after the end of the container")]
    Trailing,
    /// More content than allowed.
    #[error("the container unpacks to more than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// Grows as only a bomb does.
    #[error("the container unpacks to more than {limit} times its size")]
    Bomb {
        /// The limit.
        limit: u64,
    },
    /// More messages than allowed.
    #[error("the container has more than {limit} entries")]
    TooManyEntries {
        /// The limit.
        limit: u64,
    },
    /// One entry is not acceptable, and the container with it.
    #[error("entry {number} ({name}): {fault}")]
    Entry {
        /// Number of the entry, from 1.
        number: u64,
        /// Its name, harmless to print.
        name: String,
        /// What is wrong.
        fault: EntryFault,
    },
    /// The source failed; the container itself may be sound.
    #[error("the container could not be read from its source")]
    Source(#[source] std::io::Error),
    /// The target failed; what was written so far is not a container.
    #[error("the container could not be written")]
    Target(#[source] std::io::Error),
}

/// What is wrong with one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EntryFault {
    /// A folder, link, device or sparse file.
    #[error("not a regular file")]
    NotRegular,
    /// A path, an empty name, control characters or octets that are not UTF-8.
    #[error("not a plain file name")]
    Name,
    /// The name stood there before (upper and lower case are the same).
    #[error("the name occurs twice")]
    Duplicate,
    /// Larger than allowed (L1).
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// An extended header that is too large, malformed or contradicts the entry.
    #[error("an extended header is too large or wrong")]
    Header,
    /// The message to be packed has another length than announced.
    #[error("the message has another length than announced")]
    Length,
    /// `messageUUID` of the message to be packed is not a version-4 UUID (C3).
    #[error("messageUUID is not a version-4 UUID")]
    Uuid,
}

impl ContainerError {
    /// The rule that is broken; `None` when a source or target failed.
    #[must_use]
    pub fn rule(&self) -> Option<&'static str> {
        match self {
            ContainerError::Dictionary { .. } => Some("L4"),
            ContainerError::Entry { fault: EntryFault::TooLarge { .. }, .. } => Some("L1"),
            ContainerError::Entry { fault: EntryFault::Uuid, .. } => Some("C3"),
            ContainerError::Source(_) | ContainerError::Target(_) => None,
            _ => Some("L3"),
        }
    }

    /// The same as a finding on the container; `None` when a source or target failed.
    #[must_use]
    pub fn finding(&self, language: Language) -> Option<Finding> {
        let rule = rule(self.rule()?)?;
        let path = match self {
            ContainerError::Entry { name, .. } => format!("/{name}"),
            _ => "/".to_owned(),
        };
        // Other languages have the rule's own text; the particulars are few words of English.
        let message = match language {
            Language::En => self.to_string(),
            other => format!("{} ({self})", rule.text.get(other)),
        };
        Some(Finding { rule: rule.id, severity: Severity::Error, path, line: 0, column: 0, message })
    }
}
