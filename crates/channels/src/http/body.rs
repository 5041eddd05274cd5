//! A request body that knows how much of it has gone, so that a lost answer can be told from a request that was
//! never complete.

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};

/// Bytes handed over at a time: small enough that progress is seen, large enough to cost nothing.
const PIECE_BYTES: usize = 256 * 1024;

/// How far a request got.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// The last byte was handed to the connection.
    complete: AtomicBool,
    /// Grows with every piece that the connection takes.
    pieces: AtomicU64,
}

impl Progress {
    /// Whether the receiver may hold the whole request. Until then nothing can have come of it: a request that is
    /// shorter than its Content-Length is no request.
    pub(super) fn is_complete(&self) -> bool {
        self.complete.load(Ordering::Acquire)
    }

    /// Pieces taken so far.
    pub(super) fn pieces(&self) -> u64 {
        self.pieces.load(Ordering::Acquire)
    }
}

/// Bytes of known length, watched.
pub(super) struct WatchedBody {
    rest: Bytes,
    progress: Arc<Progress>,
}

impl WatchedBody {
    pub(super) fn new(bytes: Bytes, progress: Arc<Progress>) -> WatchedBody {
        if bytes.is_empty() {
            progress.complete.store(true, Ordering::Release);
        }
        WatchedBody { rest: bytes, progress }
    }
}

impl http_body::Body for WatchedBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let piece = self.rest.len().min(PIECE_BYTES);
        let piece = self.rest.split_to(piece);
        if self.rest.is_empty() {
            self.progress.complete.store(true, Ordering::Release);
        }
        self.progress.pieces.fetch_add(1, Ordering::AcqRel);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        // An exact size makes it a Content-Length, which Digital Post demands, instead of chunks.
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
