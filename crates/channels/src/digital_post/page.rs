//! Lists in answers. The registers and the mailboxes page them in different shapes (`transport.md` §1.5).

use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Most entries of one page that are looked at.
const ITEMS_MAX: usize = 10_000;

/// The entries of a list: of a bare array, or of the only array in an object.
pub(super) fn items(answer: &[u8]) -> Option<Vec<&RawValue>> {
    let text = std::str::from_utf8(answer).ok()?.trim_start_matches('\u{feff}').trim_start();
    let mut items: Vec<&RawValue> = if text.starts_with('[') {
        serde_json::from_str(text).ok()?
    } else {
        let object: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
        let array = object.into_values().find(|value| value.get().starts_with('['))?;
        serde_json::from_str(array.get()).ok()?
    };
    items.truncate(ITEMS_MAX);
    Some(items)
}
