//! A multipart body that is the same, octet for octet, each time it is sent.
//!
//! An idempotency key promises the same body; a form whose boundary changed with every attempt would break
//! that. Files are streamed from disk each time.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::fs::File;
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;

use crate::exit::Failure;
use crate::input::cannot_read;

/// The form.
pub(crate) struct Multipart {
    boundary: String,
    pieces: Vec<Piece>,
}

#[derive(Clone)]
enum Piece {
    Bytes(Bytes),
    File { path: PathBuf, size_bytes: u64 },
}

impl Multipart {
    /// An empty form.
    pub(crate) fn new() -> Multipart {
        let boundary = format!("brevdue-{}", uuid::Uuid::new_v4().simple());
        Multipart { boundary, pieces: Vec::new() }
    }

    /// Adds JSON.
    pub(crate) fn json(&mut self, name: &str, value: &serde_json::Value) {
        self.head(name, None, "application/json");
        self.pieces.push(Piece::Bytes(Bytes::from(value.to_string())));
    }

    /// Adds a file by its own name. It is looked at now and read when sent.
    pub(crate) fn file(&mut self, name: &str, path: &Path, media_type: &str) -> Result<(), Failure> {
        let metadata = std::fs::metadata(path).map_err(|error| cannot_read(path, &error))?;
        if !metadata.is_file() {
            return Err(Failure::new(format!("{}: not a file", path.display())));
        }
        // Fails now rather than in the middle of the request.
        std::fs::File::open(path).map_err(|error| cannot_read(path, &error))?;
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.head(name, Some(&file_name), media_type);
        self.pieces.push(Piece::File { path: path.to_owned(), size_bytes: metadata.len() });
        Ok(())
    }

    fn head(&mut self, name: &str, file_name: Option<&str>, media_type: &str) {
        let line_end = if self.pieces.is_empty() { "" } else { "\r\n" };
        let file_name = file_name.map(|name| format!("; filename=\"{}\"", escape(name))).unwrap_or_default();
        self.pieces.push(Piece::Bytes(Bytes::from(format!(
            "{line_end}--{}\r\nContent-Disposition: form-data; name=\"{}\"{file_name}\r\nContent-Type: {media_type}\r\n\r\n",
            self.boundary,
            escape(name),
        ))));
    }

    fn tail(&self) -> Piece {
        Piece::Bytes(Bytes::from(format!("\r\n--{}--\r\n", self.boundary)))
    }

    /// Value of the header `Content-Type`.
    pub(crate) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// Octets of the whole body.
    pub(crate) fn size_bytes(&self) -> u64 {
        let size = |piece: &Piece| match piece {
            Piece::Bytes(bytes) => bytes.len() as u64,
            Piece::File { size_bytes, .. } => *size_bytes,
        };
        self.pieces.iter().map(size).sum::<u64>() + size(&self.tail())
    }

    /// The body, once more.
    pub(crate) async fn body(&self) -> Result<reqwest::Body, Failure> {
        let mut parts = Vec::new();
        for piece in self.pieces.iter().cloned().chain([self.tail()]) {
            parts.push(match piece {
                Piece::Bytes(bytes) => stream::once(async { Ok(bytes) }).boxed(),
                Piece::File { path, size_bytes } => {
                    let file = File::open(&path).await.map_err(|error| cannot_read(&path, &error))?;
                    ReaderStream::with_capacity(file.take(size_bytes), 256 * 1024).into_stream().boxed()
                }
            });
        }
        Ok(reqwest::Body::wrap_stream(stream::iter(parts).flatten()))
    }
}

/// Names in headers as HTML forms write them.
fn escape(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
