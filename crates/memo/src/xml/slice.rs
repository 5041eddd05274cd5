//! A document that lies in memory as a whole; nothing is copied.

use super::{Ending, Input};

pub(crate) struct SliceInput<'a> {
    all: &'a [u8],
    at: usize,
    limited: bool,
}

impl<'a> SliceInput<'a> {
    pub(crate) fn new(all: &'a [u8], limit: u64) -> SliceInput<'a> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        match all.get(..limit) {
            Some(part) if part.len() < all.len() => SliceInput { all: part, at: 0, limited: true },
            _ => SliceInput { all, at: 0, limited: false },
        }
    }
}

impl Input for SliceInput<'_> {
    #[inline]
    fn window(&self) -> &[u8] {
        self.all.get(self.at..).unwrap_or_default()
    }

    #[inline]
    fn offset(&self) -> u64 {
        self.at as u64
    }

    #[inline]
    fn consume(&mut self, count: usize) {
        self.at = (self.at + count).min(self.all.len());
    }

    fn fill(&mut self) -> bool {
        false
    }

    fn ending(&mut self) -> Ending {
        if self.limited { Ending::Limit } else { Ending::End }
    }

    #[inline]
    fn place(&mut self, offset: u64) -> u64 {
        offset
    }

    fn positions(&self, places: &[u64]) -> Vec<(u64, u64)> {
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|i| places.get(*i));
        let mut found = vec![(0, 0); places.len()];
        let (mut line, mut line_start, mut done) = (1u64, 0usize, 0usize);
        for index in order {
            let offset = places.get(index).map_or(0, |p| (*p).min(self.all.len() as u64) as usize);
            let part = self.all.get(done..offset).unwrap_or_default();
            line += memchr::memchr_iter(b'\n', part).count() as u64;
            if let Some(last) = memchr::memrchr(b'\n', part) {
                line_start = done + last + 1;
            }
            done = offset;
            if let Some(slot) = found.get_mut(index) {
                *slot = (line, (offset - line_start) as u64 + 1);
            }
        }
        found
    }
}
