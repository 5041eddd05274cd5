/// What a document may cost at most (E19). Everything beyond is refused before it is processed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Octets in the document.
    pub max_bytes: usize,
    /// Nested elements.
    pub max_depth: usize,
    /// Attributes and namespace declarations on one element.
    pub max_attributes: usize,
    /// Namespace declarations in scope at one place.
    pub max_namespaces: usize,
}

impl Default for Limits {
    /// 16 MiB, 128 levels, 128 attributes, 128 namespaces: eight times the infrastructure's message limit,
    /// and far beyond what any real message nests.
    fn default() -> Self {
        Limits { max_bytes: 16 << 20, max_depth: 128, max_attributes: 128, max_namespaces: 128 }
    }
}
