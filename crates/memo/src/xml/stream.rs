//! A document that comes from a `Read`; one buffer of fixed size, whatever the size of the document.

use super::{Ending, Input};
use std::io::Read;

pub(crate) struct StreamInput<R> {
    source: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// Offset of `buffer[0]`.
    base: u64,
    left: u64,
    /// The source goes on beyond the limit.
    beyond: bool,
    ending: Ending,
    /// Lines are counted up to this offset, which is never before `base`.
    counted: u64,
    line: u64,
    line_start: u64,
}

impl<R: Read> StreamInput<R> {
    pub(crate) fn new(source: R, limit: u64, tag_bytes: usize) -> StreamInput<R> {
        let size = tag_bytes.saturating_mul(2).clamp(128 * 1024, 16 * 1024 * 1024);
        StreamInput {
            source,
            buffer: vec![0; size],
            start: 0,
            end: 0,
            base: 0,
            left: limit,
            beyond: false,
            ending: Ending::End,
            counted: 0,
            line: 1,
            line_start: 0,
        }
    }

    fn count_to(&mut self, offset: u64) {
        let from = (self.counted - self.base) as usize;
        let to = (offset.saturating_sub(self.base) as usize).min(self.end);
        let part = self.buffer.get(from..to).unwrap_or_default();
        if let Some(last) = memchr::memrchr(b'\n', part) {
            self.line += memchr::memchr_iter(b'\n', part).count() as u64;
            self.line_start = self.counted + last as u64 + 1;
        }
        self.counted += part.len() as u64;
    }
}

impl<R: Read> Input for StreamInput<R> {
    #[inline]
    fn window(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    #[inline]
    fn offset(&self) -> u64 {
        self.base + self.start as u64
    }

    #[inline]
    fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }

    fn fill(&mut self) -> bool {
        if self.start > 0 {
            self.count_to(self.base + self.start as u64);
            self.buffer.copy_within(self.start..self.end, 0);
            self.base += self.start as u64;
            self.end -= self.start;
            self.start = 0;
        }
        let Some(room) = self.buffer.get_mut(self.end..) else { return false };
        let wanted = (room.len() as u64).min(self.left) as usize;
        if wanted == 0 {
            // One byte more tells a message of exactly the limit from one beyond it.
            self.beyond = self.beyond || (self.left == 0 && !matches!(self.source.read(&mut [0]), Ok(0)));
            self.ending = if self.beyond { Ending::Limit } else { Ending::End };
            return false;
        }
        loop {
            match self.source.read(&mut room[..wanted]) {
                Ok(0) => {
                    self.ending = Ending::End;
                    return false;
                }
                Ok(count) => {
                    let count = count.min(wanted);
                    self.end += count;
                    self.left -= count as u64;
                    return true;
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.ending = Ending::Failed(error);
                    return false;
                }
            }
        }
    }

    fn ending(&mut self) -> Ending {
        let next = if self.beyond { Ending::Limit } else { Ending::End };
        std::mem::replace(&mut self.ending, next)
    }

    fn place(&mut self, offset: u64) -> u64 {
        self.count_to(offset);
        let column = offset.saturating_sub(self.line_start) + 1;
        (self.line << 32) | column.min(u64::from(u32::MAX))
    }

    fn positions(&self, places: &[u64]) -> Vec<(u64, u64)> {
        places.iter().map(|place| (place >> 32, place & u64::from(u32::MAX))).collect()
    }
}
