//! Bytes in, bytes out: windows over slices and streams, character classes, escaping.

mod chars;
mod slice;
mod stream;

pub(crate) use chars::{check_chars, is_name, is_space, reference};
pub(crate) use slice::SliceInput;
pub(crate) use stream::StreamInput;

/// Why there is nothing more to read.
#[derive(Debug)]
pub(crate) enum Ending {
    /// The document is at its end.
    End,
    /// The limit for the whole message is reached (L1).
    Limit,
    /// The source failed.
    Failed(std::io::Error),
}

/// A window that slides over a document.
///
/// Places are opaque numbers made by [`Input::place`] and turned into line and column at the end: a slice keeps
/// offsets and counts lines only when somebody asks, a stream has to count as it goes.
pub(crate) trait Input {
    /// The bytes at hand.
    fn window(&self) -> &[u8];
    /// Offset of the window's first byte in the document.
    fn offset(&self) -> u64;
    /// Moves the window's start forward.
    fn consume(&mut self, count: usize);
    /// Gets more bytes behind the window; `false` when there are none, see [`Input::ending`].
    fn fill(&mut self) -> bool;
    /// Why [`Input::fill`] said `false`; taken out.
    fn ending(&mut self) -> Ending;
    /// Remembers the place of an offset inside the window or just before it.
    fn place(&mut self, offset: u64) -> u64;
    /// Line and column, both from 1, of places.
    fn positions(&self, places: &[u64]) -> Vec<(u64, u64)>;
}
