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
    /// Only what is on the page is made.
    fn slice<T>(
        &self,
        all: impl Iterator<Item = T> + Clone,
        show: impl Fn(T) -> Value,
    ) -> (usize, usize, usize, usize, Vec<Value>) {
        let size = self.size.unwrap_or(DEFAULT_SIZE).clamp(1, MAX_SIZE);
        let number = self.page.unwrap_or(0);
        let total = all.clone().count();
        let items = all.skip(number.saturating_mul(size)).take(size).map(show).collect();
        (number, size, total, total.div_ceil(size), items)
    }

    /// `{content, number, size, previous, next, totalElements, totalPages}`: memos and receipts.
    pub(super) fn content<T>(
        &self,
        all: impl Iterator<Item = T> + Clone,
        show: impl Fn(T) -> Value,
    ) -> Value {
        let (number, size, total, pages, items) = self.slice(all, show);
        json!({
            "content": items, "number": number, "size": size,
            "previous": number.checked_sub(1),
            "next": (number + 1 < pages).then_some(number + 1),
            "totalElements": total, "totalPages": pages,
        })
    }

    /// `{currentPage, totalPages, elementsOnPage, totalElements, <items>}`: the registers.
    pub(super) fn register<T>(
        &self,
        name: &str,
        all: impl Iterator<Item = T> + Clone,
        show: impl Fn(T) -> Value,
    ) -> Value {
        let (number, _, total, pages, items) = self.slice(all, show);
        json!({
            "currentPage": number, "totalPages": pages, "elementsOnPage": items.len(), "totalElements": total,
            name: items,
        })
    }
}
