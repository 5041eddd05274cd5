//! Prefix bindings in scope.

use crate::schema::Ns;

/// What a prefix stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Bound {
    Model(Ns),
    SchemaInstance,
    Other,
    Nothing,
}

#[derive(Default)]
pub(crate) struct Namespaces {
    bindings: Vec<Binding>,
    /// Where the last prefix was found.
    last: usize,
}

struct Binding {
    prefix: Box<[u8]>,
    bound: Bound,
    depth: usize,
}

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

impl Namespaces {
    pub(crate) fn bind(&mut self, prefix: &[u8], uri: &str, depth: usize) {
        let bound = match Ns::from_uri(uri.as_bytes()) {
            Some(ns) => Bound::Model(ns),
            None if uri == XSI => Bound::SchemaInstance,
            None if uri.is_empty() => Bound::Nothing,
            None => Bound::Other,
        };
        self.bindings.push(Binding { prefix: prefix.into(), bound, depth });
        // What was found last may be hidden now.
        self.last = usize::MAX;
    }

    /// Forgets what was bound by elements at this depth or deeper.
    #[inline]
    pub(crate) fn leave(&mut self, depth: usize) {
        while self.bindings.last().is_some_and(|b| b.depth >= depth) {
            self.bindings.pop();
            self.last = usize::MAX;
        }
    }

    /// The innermost binding; the empty prefix is the default namespace.
    #[inline]
    pub(crate) fn resolve(&mut self, prefix: &[u8]) -> Bound {
        // Neighbours nearly always share their prefix.
        if let Some(binding) = self.bindings.get(self.last)
            && *binding.prefix == *prefix
        {
            return binding.bound;
        }
        if let Some(index) = self.bindings.iter().rposition(|b| *b.prefix == *prefix) {
            self.last = index;
        }
        match self.bindings.iter().rev().find(|b| *b.prefix == *prefix) {
            Some(binding) => binding.bound,
            None if prefix == b"xml" => Bound::Other,
            None => Bound::Nothing,
        }
    }
}
