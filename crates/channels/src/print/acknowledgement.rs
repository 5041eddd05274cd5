//! What the print shop says of a job: `<job>.ack.json`.

use crate::channel::ReadReceipt;
use crate::scrub;
use catalogue::Code;
use letter::{MessageUuid, ReceiptKind};
use serde::Deserialize;

/// Largest acknowledgement that is read, bytes.
const ACK_MAX_BYTES: usize = 64 * 1024;

#[derive(Deserialize)]
struct Acknowledgement {
    job_id: uuid::Uuid,
    status: Status,
    /// Why it was rejected.
    #[serde(default, alias = "reason")]
    code: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    /// Taken in.
    Received,
    /// Printed and posted.
    #[serde(alias = "posted")]
    Printed,
    /// Not printed.
    Rejected,
    /// Came back from the recipient's address.
    Returned,
    /// A later word.
    #[serde(other)]
    Unknown,
}

pub(super) fn read(raw: &[u8]) -> Option<ReadReceipt> {
    if raw.len() > ACK_MAX_BYTES {
        return None;
    }
    let ack: Acknowledgement = serde_json::from_slice(raw).ok()?;
    let (kind, problem) = match ack.status {
        Status::Received => (ReceiptKind::Received, None),
        Status::Printed => (ReceiptKind::Delivered, None),
        Status::Rejected => (ReceiptKind::Invalid, Some(Code::PrintRejected)),
        Status::Returned => (ReceiptKind::Returned, Some(Code::Returned)),
        Status::Unknown => return None,
    };
    let detail = ack.code.map(|code| scrub(&code)).filter(|code| !code.is_empty());
    Some(ReadReceipt { message_uuid: MessageUuid(ack.job_id), kind, problem, detail })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_of_the_print_shop() {
        let read = |status: &str, code: &str| {
            let raw = format!(
                r#"{{"job_id":"3f2b8c4d-1e5f-4a6b-8c7d-9e0f1a2b3c4d","status":"{status}","code":{code},"pages":2,"printed_at":"2026-01-01T00:00:00Z"}}"#
            );
            super::read(raw.as_bytes()).map(|read| (read.kind, read.problem, read.detail))
        };
        assert_eq!(read("printed", "null"), Some((ReceiptKind::Delivered, None, None)));
        let rejected = Some((ReceiptKind::Invalid, Some(Code::PrintRejected), Some("address".to_owned())));
        assert_eq!(read("rejected", "\"address\""), rejected);
        assert_eq!(read("folded", "null"), None);
        assert_eq!(super::read(b"{}"), None);
    }

    proptest! {
        #[test]
        fn never_panics(raw in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = super::read(&raw);
        }
    }
}
