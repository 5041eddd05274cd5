//! The two page shapes of the interface.

use serde::Deserialize;
use serde_json::{Value, json};

/// `page` (from 0) and `size`. Everything else in the query is ignored here.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Page {
    page: Option<usize>,
    size: Option<usize>,
}

const DEFAULT_SIZE: usize = 20;
const MAX_SIZE: usize = 1000;

impl Page {
    fn slice<T>(&self, all: Vec<T>) -> (usize, usize, usize, usize, Vec<T>) {
        let size = self.size.unwrap_or(DEFAULT_SIZE).clamp(1, MAX_SIZE);
        let number = self.page.unwrap_or(0);
        let total = all.len();
        let items = all.into_iter().skip(number.saturating_mul(size)).take(size).collect();
        (number, size, total, total.div_ceil(size), items)
    }

    /// `{content, number, size, previous, next, totalElements, totalPages}`: memos and receipts.
    pub(super) fn content(&self, all: Vec<Value>) -> Value {
        let (number, size, total, pages, items) = self.slice(all);
        json!({
            "content": items, "number": number, "size": size,
            "previous": number.checked_sub(1),
            "next": (number + 1 < pages).then_some(number + 1),
            "totalElements": total, "totalPages": pages,
        })
    }

    /// `{currentPage, totalPages, elementsOnPage, totalElements, <items>}`: the registers.
    pub(super) fn register(&self, name: &str, all: Vec<Value>) -> Value {
        let (number, _, total, pages, items) = self.slice(all);
        json!({
            "currentPage": number, "totalPages": pages, "elementsOnPage": items.len(), "totalElements": total,
            name: items,
        })
    }
}
