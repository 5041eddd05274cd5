//! Where canonical octets go. What is canonical already is passed on as pieces of the input, not copied
//! together first: for a document we wrote ourselves that is one piece.

use std::ops::Range;

use aws_lc_rs::digest::{Algorithm, Context, Digest};

/// Takes octets in order.
pub(crate) trait Sink {
    fn put(&mut self, octets: &[u8]);
}

impl Sink for Vec<u8> {
    fn put(&mut self, octets: &[u8]) {
        self.extend_from_slice(octets);
    }
}

/// Takes octets and forgets them.
pub(crate) struct Discard;

impl Sink for Discard {
    fn put(&mut self, _: &[u8]) {}
}

/// Digests what it gets; small pieces are gathered first because each call into the digest costs.
pub(crate) struct Hashing {
    context: Context,
    gathered: Vec<u8>,
}

const GATHER: usize = 1024;

impl Hashing {
    pub(crate) fn new(algorithm: &'static Algorithm) -> Self {
        Hashing { context: Context::new(algorithm), gathered: Vec::with_capacity(GATHER) }
    }

    pub(crate) fn finish(mut self) -> Digest {
        self.context.update(&self.gathered);
        self.context.finish()
    }
}

impl Sink for Hashing {
    fn put(&mut self, octets: &[u8]) {
        if self.gathered.len() + octets.len() <= GATHER {
            self.gathered.extend_from_slice(octets);
            return;
        }
        self.context.update(&self.gathered);
        self.gathered.clear();
        if octets.len() >= GATHER / 2 {
            self.context.update(octets);
        } else {
            self.gathered.extend_from_slice(octets);
        }
    }
}

impl<A: Sink, B: Sink> Sink for (A, B) {
    fn put(&mut self, octets: &[u8]) {
        self.0.put(octets);
        self.1.put(octets);
    }
}

/// Joins neighbouring pieces of the input before they reach the sink.
pub(crate) struct Output<'a, 's, S> {
    document: &'a [u8],
    pending: Range<usize>,
    /// The one piece of the input left out so far.
    gap: Range<usize>,
    /// Something was written that is not in the input, or more than one piece was left out.
    differs: bool,
    sink: &'s mut S,
}

/// Passed on at the latest when this many octets wait, so that they are still in the processor's cache.
const PENDING: usize = 64 << 10;

impl<'a, 's, S: Sink> Output<'a, 's, S> {
    pub(crate) fn new(document: &'a [u8], sink: &'s mut S) -> Self {
        Output { document, pending: 0..0, gap: 0..0, differs: false, sink }
    }

    /// Octets of the input as they are.
    pub(crate) fn verbatim(&mut self, range: Range<usize>) {
        if range.start == self.pending.end {
            self.pending.end = range.end;
        } else {
            self.flush();
            self.differs |= !self.gap.is_empty();
            self.gap = self.pending.end..range.start;
            self.pending = range;
        }
        if self.pending.len() >= PENDING {
            self.flush();
        }
    }

    /// Octets that are not in the input in this form.
    pub(crate) fn put(&mut self, octets: &[u8]) {
        self.differs = true;
        self.flush();
        self.sink.put(octets);
    }

    /// Passes on what waits. Must be called once at the end.
    pub(crate) fn flush(&mut self) {
        if let Some(octets) = self.document.get(self.pending.clone()).filter(|o| !o.is_empty()) {
            self.sink.put(octets);
        }
        self.pending.start = self.pending.end;
    }

    /// If the output so far is the whole input but for one piece: that piece, possibly empty.
    pub(crate) fn only_gap(&self) -> Option<Range<usize>> {
        (!self.differs && self.pending.end == self.document.len()).then(|| self.gap.clone())
    }
}
