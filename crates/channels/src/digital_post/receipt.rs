//! Receipts of Digital Post (`transport.md` §1.3).

use super::page::items;
use crate::channel::ReadReceipt;
use crate::danish::problem_of;
use crate::scrub::{foreign_id, scrub};
use catalogue::Code;
use letter::{MessageUuid, ReceiptKind};
use serde::Deserialize;

/// Largest receipt that is read, bytes.
const RECEIPT_MAX_BYTES: usize = 64 * 1024;

/// A receipt, technical or business.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Receipt {
    /// Set where several lie in a list.
    #[serde(default)]
    pub(super) id: Option<String>,
    #[serde(default)]
    pub(super) transmission_id: Option<String>,
    #[serde(rename = "messageUUID")]
    pub(super) message_uuid: uuid::Uuid,
    #[serde(default)]
    pub(super) error_code: Option<String>,
    #[serde(default)]
    pub(super) error_message: Option<String>,
    pub(super) receipt_status: Status,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Status {
    /// Technical: taken in for processing, nothing validated.
    Received,
    /// Accepted and delivered.
    Completed,
    /// Content rejected.
    Invalid,
    /// Refused for this sender or recipient.
    NotAllowed,
    /// A later word of the API.
    #[serde(other)]
    Unknown,
}

impl Receipt {
    pub(super) fn parse(raw: &[u8]) -> Option<Receipt> {
        if raw.len() > RECEIPT_MAX_BYTES {
            return None;
        }
        serde_json::from_slice(raw).ok()
    }

    /// Transmission id, fit to be kept.
    pub(super) fn transmission(&self) -> Option<String> {
        self.transmission_id.as_deref().and_then(foreign_id)
    }

    /// Their code and text, and the transmission that it concerns.
    pub(super) fn detail(&self) -> Option<String> {
        let mut parts = Vec::new();
        let given =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(scrub);
        parts.extend(given(&self.error_code));
        parts.extend(given(&self.error_message));
        parts.extend(self.transmission().map(|id| format!("transmission {id}")));
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// Why they refused it.
    pub(super) fn problem(&self) -> Option<Code> {
        match self.receipt_status {
            Status::Invalid => Some(problem_of(self.error_code.as_deref().unwrap_or_default())),
            Status::NotAllowed => Some(Code::SendingNotAllowed),
            Status::Received | Status::Completed | Status::Unknown => None,
        }
    }

    pub(super) fn read(&self) -> Option<ReadReceipt> {
        let kind = match self.receipt_status {
            Status::Received => ReceiptKind::Received,
            Status::Completed => ReceiptKind::Delivered,
            Status::Invalid => ReceiptKind::Invalid,
            Status::NotAllowed => ReceiptKind::NotAllowed,
            Status::Unknown => return None,
        };
        let message_uuid = MessageUuid(self.message_uuid);
        Some(ReadReceipt { message_uuid, kind, problem: self.problem(), detail: self.detail() })
    }
}

/// One receipt of a list: its id there, and its bytes as they came.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Listed<'a> {
    pub(super) id: String,
    pub(super) raw: &'a [u8],
}

/// Receipts of an answer of `receipts-bulk/`. What has no id cannot be acknowledged and is left out.
pub(super) fn listed(answer: &[u8]) -> Option<Vec<Listed<'_>>> {
    #[derive(Deserialize)]
    struct Id {
        id: String,
    }
    let receipts = items(answer)?.into_iter().filter_map(|raw| {
        let Id { id } = serde_json::from_str(raw.get()).ok()?;
        // It becomes part of an address.
        let fit = id.len() <= 80 && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        fit.then(|| Listed { id, raw: raw.get().as_bytes() })
    });
    Some(receipts.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const UUID: &str = "3f2b8c4d-1e5f-4a6b-8c7d-9e0f1a2b3c4d";

    fn receipt(status: &str, code: &str, text: &str) -> Vec<u8> {
        format!(
            r#"{{"transmissionId":"317720e2-052b-450b-b510-2a0a3ab35d38","messageUUID":"{UUID}","messageId":"M",
            "errorCode":{code},"errorMessage":{text},"timeStamp":"2025-11-03T09:00:05.000Z","receiptStatus":"{status}"}}"#
        )
        .into_bytes()
    }

    #[test]
    fn each_status_has_its_kind() {
        for (status, code, kind, problem) in [
            ("RECEIVED", "null", ReceiptKind::Received, None),
            ("COMPLETED", "null", ReceiptKind::Delivered, None),
            ("COMPLETED", "\"\"", ReceiptKind::Delivered, None),
            ("INVALID", "\"memo.invalid\"", ReceiptKind::Invalid, Some(Code::MemoInvalid)),
            ("INVALID", "null", ReceiptKind::Invalid, Some(Code::MemoInvalid)),
            ("INVALID", "\"file.extension.not.allowed\"", ReceiptKind::Invalid, Some(Code::MimeTypeRefused)),
            ("NOT_ALLOWED", "null", ReceiptKind::NotAllowed, Some(Code::SendingNotAllowed)),
        ] {
            let read = Receipt::parse(&receipt(status, code, "null")).unwrap().read().unwrap();
            assert_eq!((read.kind, read.problem), (kind, problem), "{status} {code}");
            assert_eq!(read.message_uuid.to_string(), UUID);
        }
        assert_eq!(Receipt::parse(&receipt("SOMETHING_NEW", "null", "null")).unwrap().read(), None);
    }

    #[test]
    fn details_name_the_transmission_and_nobody() {
        let raw = receipt("INVALID", "\"memo.invalid\"", "\"recipient 2211771212 at 3:14\"");
        let read = Receipt::parse(&raw).unwrap().read().unwrap();
        assert_eq!(
            read.detail.as_deref(),
            Some("memo.invalid; recipient … at 3:14; transmission 317720e2-052b-450b-b510-2a0a3ab35d38")
        );
    }

    #[test]
    fn lists_of_every_shape() {
        let one = format!(r#"{{"id":"a-1","messageUUID":"{UUID}","receiptStatus":"COMPLETED"}}"#);
        for list in [
            format!(
                r#"{{"currentPage":0,"totalPages":1,"elementsOnPage":1,"totalElements":1,"receipts":[{one}]}}"#
            ),
            format!(r#"{{"content":[{one}],"number":0}}"#),
            format!("[{one}]"),
        ] {
            let listed = listed(list.as_bytes()).unwrap();
            assert_eq!(listed, [Listed { id: "a-1".into(), raw: one.as_bytes() }], "{list}");
        }
        // Without an id, or with one that would change the address, a receipt cannot be acknowledged.
        assert_eq!(listed(br#"[{"x":1},{"id":"../memos"},{"id":7},null]"#), Some(vec![]));
        assert_eq!(listed(b"<html>"), None);
        assert_eq!(listed(br#"{"receipts":"none"}"#), None);
    }

    proptest! {
        #[test]
        fn readers_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in "\\PC{0,120}") {
            let _ = Receipt::parse(&bytes);
            let _ = listed(&bytes);
            let _ = listed(text.as_bytes());
            if let Some(read) = Receipt::parse(&receipt("INVALID", "null", &serde_json::to_string(&text).unwrap())) {
                prop_assert!(!party::find_personal_numbers(&read.detail().unwrap_or_default()) );
            }
        }
    }
}
