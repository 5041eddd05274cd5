//! Bounds for foreign XML (rule E19).

/// How much a document may hold before it is refused. The defaults fit every message the infrastructure allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest document in bytes.
    pub max_bytes: usize,
    /// Deepest nesting of elements.
    pub max_depth: usize,
    /// Most elements in a document.
    pub max_elements: usize,
    /// Most attributes, namespace declarations included, on one element.
    pub max_attributes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_bytes: 16 * 1024 * 1024, max_depth: 64, max_elements: 100_000, max_attributes: 64 }
    }
}
