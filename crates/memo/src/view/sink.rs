//! The text of a letter for its view, without taking in what is too large to be read.

use crate::content::{Content, ContentSink, FileInfo, Part};
use std::io;

/// More than anybody reads on a page.
const MOST: usize = 256 * 1024;

/// Keeps the text of a letter (a main document in plain text or HTML, up to 256 KiB) and counts everything else.
///
/// ```
/// use memo::{CheckOptions, check_from, view};
/// # let uuid = "1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01";
/// # let xml: &[u8] = include_bytes!("../../tests/support/base.xml");
/// let mut text = view::TextSink::default();
/// let (message, _) = check_from(xml, &CheckOptions::default(), &mut text)?;
/// let page = view::render_html(&message.unwrap(), memo::Language::Da);
/// assert!(page.contains("This is a test"));
/// # Ok::<(), memo::ReadError>(())
/// ```
#[derive(Debug, Default)]
pub struct TextSink {
    kept: Option<Vec<u8>>,
    length: u64,
}

/// Whether a file holds text that a page can show.
pub(super) fn is_text(encoding_format: &str) -> bool {
    let media_type = encoding_format.trim_start().to_ascii_lowercase();
    media_type.starts_with("text/plain") || media_type.starts_with("text/html")
}

impl ContentSink for TextSink {
    fn begin(&mut self, file: &FileInfo<'_>) -> io::Result<()> {
        self.kept = (file.part == Part::Main && is_text(file.encoding_format)).then(Vec::new);
        self.length = 0;
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.length += bytes.len() as u64;
        match &mut self.kept {
            Some(kept) if kept.len() + bytes.len() <= MOST => kept.extend_from_slice(bytes),
            _ => self.kept = None,
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<Content> {
        Ok(self.kept.take().map_or(Content::Counted(self.length), Content::Bytes))
    }
}
