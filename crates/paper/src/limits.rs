//! How much of a PDF we are willing to look at.

/// Limits on a foreign PDF. The defaults suit a letter: no limit is reached by honest documents of the largest size
/// that a national channel takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file_bytes: usize,
    /// Most indirect objects.
    pub objects: usize,
    /// Most pages.
    pub pages: usize,
    /// Most bytes that the structure of the file (object and cross-reference streams) may inflate to, all together.
    /// Page contents and images are never decompressed.
    pub structure_bytes: usize,
    /// Most bytes that the metadata stream may inflate to.
    pub metadata_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            file_bytes: 100 * 1024 * 1024,
            objects: 300_000,
            pages: 5_000,
            structure_bytes: 48 * 1024 * 1024,
            metadata_bytes: 1024 * 1024,
        }
    }
}
