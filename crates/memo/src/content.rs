//! Where the bytes of a file are, and the traits by which they come and go without passing through memory.

use std::fmt;
use std::io::{self, Read, Write};

/// The content of a [`File`](crate::model::File): in memory, kept by the caller, or only counted.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// The decoded bytes.
    Bytes(Vec<u8>),
    /// Kept elsewhere by a [`ContentSink`]; a [`ContentSource`] finds it again by the handle.
    Stored {
        /// The caller's name for it.
        handle: String,
        /// Number of decoded bytes.
        length: u64,
    },
    /// Read and thrown away; cannot be written.
    Counted(u64),
}

impl Content {
    /// Number of decoded bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        match self {
            Content::Bytes(bytes) => bytes.len() as u64,
            Content::Stored { length, .. } | Content::Counted(length) => *length,
        }
    }

    /// Whether there is not one byte (H8).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes, if they are in memory.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Content::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

impl Default for Content {
    fn default() -> Content {
        Content::Bytes(Vec::new())
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Content {
        Content::Bytes(bytes)
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Content::Bytes(_) => "in memory",
            Content::Stored { .. } => "stored",
            Content::Counted(_) => "counted",
        };
        write!(f, "Content({} bytes, {kind})", self.len())
    }
}

/// Which document a file belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The main document.
    Main,
    /// An attachment.
    Additional,
    /// A technical document.
    Technical,
}

/// What is known of a file when its content begins.
#[derive(Clone, Copy, Debug)]
pub struct FileInfo<'a> {
    /// Number of the file in the message, from 0.
    pub number: usize,
    /// The document it belongs to.
    pub part: Part,
    /// MIME type as written.
    pub encoding_format: &'a str,
    /// Name as written: foreign text, never to be used as a path.
    pub filename: &'a str,
}

/// Takes the decoded content of each file while the message is being read.
pub trait ContentSink {
    /// Begins a file.
    /// # Errors
    /// Whatever keeps the caller from taking it; the reading stops.
    fn begin(&mut self, file: &FileInfo<'_>) -> io::Result<()>;
    /// The next decoded bytes, at most 64 KiB at a time.
    /// # Errors
    /// As for [`ContentSink::begin`].
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Ends the file and says what the message shall hold for it.
    /// # Errors
    /// As for [`ContentSink::begin`].
    fn end(&mut self) -> io::Result<Content>;
}

/// Keeps every file in memory as [`Content::Bytes`].
#[derive(Debug, Default)]
pub struct MemorySink(Vec<u8>);

impl ContentSink for MemorySink {
    fn begin(&mut self, _file: &FileInfo<'_>) -> io::Result<()> {
        self.0 = Vec::new();
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn end(&mut self) -> io::Result<Content> {
        Ok(Content::Bytes(std::mem::take(&mut self.0)))
    }
}

/// Throws the bytes away and counts them.
#[derive(Debug, Default)]
pub struct CountSink(u64);

impl ContentSink for CountSink {
    fn begin(&mut self, _file: &FileInfo<'_>) -> io::Result<()> {
        self.0 = 0;
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0 += bytes.len() as u64;
        Ok(())
    }

    fn end(&mut self) -> io::Result<Content> {
        Ok(Content::Counted(self.0))
    }
}

/// A [`ContentSink`] made of a function that opens a `Write` per file and names its handle.
///
/// ```
/// use memo::{FileInfo, WriteSink};
/// let mut sink = WriteSink::new(|file: &FileInfo<'_>| Ok((format!("part-{}", file.number), Vec::new())));
/// # let _ = &mut sink as &mut dyn memo::ContentSink;
/// ```
pub struct WriteSink<F, W> {
    open: F,
    current: Option<(String, W)>,
    length: u64,
}

impl<F, W> WriteSink<F, W>
where
    F: FnMut(&FileInfo<'_>) -> io::Result<(String, W)>,
    W: Write,
{
    /// `open` gives each file a handle and a place to write to.
    pub fn new(open: F) -> WriteSink<F, W> {
        WriteSink { open, current: None, length: 0 }
    }
}

impl<F, W> fmt::Debug for WriteSink<F, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteSink").field("length", &self.length).finish_non_exhaustive()
    }
}

impl<F, W> ContentSink for WriteSink<F, W>
where
    F: FnMut(&FileInfo<'_>) -> io::Result<(String, W)>,
    W: Write,
{
    fn begin(&mut self, file: &FileInfo<'_>) -> io::Result<()> {
        self.current = Some((self.open)(file)?);
        self.length = 0;
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.length += bytes.len() as u64;
        match &mut self.current {
            Some((_, writer)) => writer.write_all(bytes),
            None => Err(io::Error::other("content before begin")),
        }
    }

    fn end(&mut self) -> io::Result<Content> {
        let Some((handle, mut writer)) = self.current.take() else {
            return Err(io::Error::other("end before begin"));
        };
        writer.flush()?;
        Ok(Content::Stored { handle, length: self.length })
    }
}

/// Finds stored contents again when a message is written.
pub trait ContentSource {
    /// Opens the content that was stored under `handle`.
    /// # Errors
    /// When there is none, or it cannot be read; the writing stops.
    fn open(&mut self, handle: &str) -> io::Result<Box<dyn Read + '_>>;
}

/// For messages whose contents are all in memory.
#[derive(Debug, Default, Clone, Copy)]
pub struct NoStore;

impl ContentSource for NoStore {
    fn open(&mut self, _handle: &str) -> io::Result<Box<dyn Read + '_>> {
        Err(io::Error::new(io::ErrorKind::NotFound, "no store given for contents that are not in memory"))
    }
}

impl<F, R> ContentSource for F
where
    F: FnMut(&str) -> io::Result<R>,
    R: Read + 'static,
{
    fn open(&mut self, handle: &str) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self(handle)?))
    }
}
