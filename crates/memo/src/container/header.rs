//! The thirteen octets of legacy LZMA, judged before the decoder sees them: it would allocate what they ask for.

use super::{ContainerError, ContainerLimits};

/// What else arrives in place of a container, by its first octets.
const OTHERS: [(&[u8], &str); 11] = [
    (b"\xfd7zXZ\0", "xz"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"LZIP", "lzip"),
    (b"PK", "ZIP"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\x04\x22\x4d\x18", "LZ4"),
    (b"<", "XML"),
    (b"\xef\xbb\xbf<", "XML"),
    (b"%PDF", "PDF"),
];

/// No archive is larger; the field holds this or "unknown".
const LARGEST: u64 = 1 << 48;

/// Whether a file that starts so is a container (legacy LZMA); its extension says more for damaged ones.
///
/// ```
/// assert!(memo::container::looks_like_container(b"\x5d\x00\x00\x00\x01\xff\xff\xff\xff\xff\xff\xff\xff"));
/// assert!(!memo::container::looks_like_container(b"<Message/>"));
/// ```
#[must_use]
pub fn looks_like_container(head: &[u8]) -> bool {
    // No writer asks for a smaller dictionary; a file of zeros would.
    other(head).is_none() && fields(head).is_some_and(|(dictionary, _)| dictionary >= 4096)
}

/// Judges the first octets of a container.
pub(super) fn judge(head: &[u8], limits: &ContainerLimits) -> Result<(), ContainerError> {
    if head.is_empty() {
        return Err(ContainerError::Empty);
    }
    if let Some(other) = other(head) {
        return Err(ContainerError::NotLzma(other));
    }
    if head.len() < 13 {
        return Err(ContainerError::Truncated);
    }
    let Some((dictionary, size)) = fields(head) else {
        return Err(ContainerError::NotLzma("something else"));
    };
    if dictionary > limits.dictionary_bytes {
        return Err(ContainerError::Dictionary { bytes: dictionary, limit: limits.dictionary_bytes });
    }
    match size {
        Some(size) if size > limits.total_bytes => {
            Err(ContainerError::TooLarge { limit: limits.total_bytes })
        }
        _ => Ok(()),
    }
}

fn other(head: &[u8]) -> Option<&'static str> {
    if head.get(257..262) == Some(b"ustar") {
        return Some("an archive without compression");
    }
    OTHERS.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, name)| *name)
}

/// Dictionary and unpacked size (unless unknown), if the thirteen octets can be those of legacy LZMA.
fn fields(head: &[u8]) -> Option<(u32, Option<u64>)> {
    let (properties, rest) = head.split_first()?;
    let (dictionary, rest) = rest.split_first_chunk()?;
    let (size, _) = rest.split_first_chunk()?;
    let size = u64::from_le_bytes(*size);
    // (pb * 5 + lp) * 9 + lc, with pb and lp up to 4 and lc up to 8.
    if *properties >= 9 * 5 * 5 || (size != u64::MAX && size > LARGEST) {
        return None;
    }
    Some((u32::from_le_bytes(*dictionary), (size != u64::MAX).then_some(size)))
}
