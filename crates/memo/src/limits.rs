//! Bounds on what a reader takes in.

/// Limits of the reader; the defaults are those of Digital Post for authorities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Whole message in bytes, base64 growth included (L1). Reading stops there.
    pub message_bytes: u64,
    /// Attachments (additional documents) per message (L2).
    pub attachments: usize,
    /// Depth of elements, unknown ones included (A8).
    pub depth: usize,
    /// Number of elements (A8).
    pub elements: usize,
    /// Bytes in one tag with its attributes (A8); also bounds names and attribute values.
    pub tag_bytes: usize,
    /// Attributes in one tag (A8).
    pub attributes: usize,
    /// Findings that are kept; more are counted by a last one.
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            message_bytes: 99_500_000,
            attachments: 10,
            depth: 64,
            elements: 100_000,
            tag_bytes: 32 * 1024,
            attributes: 64,
            findings: 200,
        }
    }
}
