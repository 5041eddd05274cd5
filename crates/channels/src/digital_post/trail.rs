//! The trail of a message in `events/` (`transport.md` §1.5).

use super::page::items;

/// Whether any event of the page speaks of the message. Its tag does not matter: whoever has an event of it has
/// the message, and its receipt follows.
pub(super) fn speaks_of(page: &[u8], message: &str) -> Option<bool> {
    let wanted = message.to_ascii_lowercase();
    Some(items(page)?.into_iter().any(|event| event.get().to_ascii_lowercase().contains(&wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_found_by_the_id_of_its_message() {
        let page = br#"{"currentPage":0,"totalPages":1,"events":[{"tag":"MEMO_SEND_RECEIVED","data":{"messageUUID":"3F2B8C4D-1E5F-4A6B-8C7D-9E0F1A2B3C4D"}}]}"#;
        assert_eq!(speaks_of(page, "3f2b8c4d-1e5f-4a6b-8c7d-9e0f1a2b3c4d"), Some(true));
        assert_eq!(speaks_of(page, "00000000-1e5f-4a6b-8c7d-9e0f1a2b3c4d"), Some(false));
        assert_eq!(speaks_of(br#"{"events":[]}"#, "x"), Some(false));
        assert_eq!(speaks_of(b"<html>", "x"), None);
    }
}
