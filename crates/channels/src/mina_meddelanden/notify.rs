//! What an operator's answer to a notification means.

use super::sending;
use crate::http::Answer;
use crate::scrub::foreign_id;
use catalogue::Code;
use letter::Outcome;
use mina::notification::NotifyResponse;
use mina::{AnswerError, Limits, WireId};

/// Whether stored bytes are a finished notification, as [`super::ready`] makes them, rather than a sealed delivery.
pub(super) fn is_notification(bytes: &[u8]) -> bool {
    // A sealed delivery is in the signed form and begins with its root (E3); only a short look is needed.
    bytes.starts_with(b"<?xml") && mina::notification::Notify::parse(bytes, &Limits::default()).is_ok()
}

/// An answer that came whole. The row of our recipient decides (F2); being told proves no reading (F14).
pub(super) fn of_answer(answer: &Answer, recipient: &WireId) -> Outcome {
    let doubt = |detail: String| Outcome::InDoubt { problem: Code::AnswerUnusable, detail: Some(detail) };
    match NotifyResponse::parse(&answer.body, &Limits::default()) {
        Ok(response) if answer.is_success() => {
            let transmission_id = foreign_id(&response.result.transaction_id);
            let mut rows = response.result.statuses.iter().filter(|row| row.recipient == *recipient);
            match (rows.next(), rows.next()) {
                (Some(row), None) if row.outcome.delivered => {
                    Outcome::Delivered { transmission_id, raw: None }
                }
                (Some(_), None) => {
                    let detail = transmission_id.map(|id| format!("TransId {id}"));
                    Outcome::NotDelivered { problem: Code::OperatorRefused, detail, raw: None }
                }
                _ => doubt("no single row for the recipient".to_owned()),
            }
        }
        Ok(_) => doubt(format!("a result with status {}", answer.status)),
        Err(AnswerError::Fault(fault)) => sending::of_fault(&fault),
        Err(_) if !answer.is_success() => sending::of_status(answer),
        Err(error) => doubt(crate::scrub(&error.to_string())),
    }
}
