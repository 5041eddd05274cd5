//! What an answer to `POST memos/` means (`transport.md` §1.2, §1.6).

use super::receipt::{Receipt, Status};
use crate::danish::problem_of;
use crate::http::Answer;
use crate::scrub::scrub;
use catalogue::Code;
use letter::{MessageUuid, Outcome};
use serde::Deserialize;

/// An answer that came whole.
pub(super) fn of_answer(answer: &Answer, message: MessageUuid) -> Outcome {
    let status = answer.status;
    let detail = Some(detail(answer));
    match status {
        200..=299 => of_receipt(answer, message),
        401 => Outcome::Retry { problem: Code::DigitalPostUnauthorised, detail },
        403 => Outcome::Refused { problem: Code::SendingNotAllowed, detail, raw: None },
        413 => Outcome::Refused { problem: Code::MaximumExceeded, detail, raw: None },
        // Our UUIDs are random: if it was used before, it was by this message, and its receipt follows.
        400 | 409 | 422 if is_known_already(answer) => {
            Outcome::HandedOver { transmission_id: None, raw: None }
        }
        // In conflict with something: only the receipt can tell with what.
        409 => Outcome::InDoubt { problem: Code::AnswerUnusable, detail },
        400 => Outcome::Refused { problem: refusal(answer), detail, raw: None },
        415 | 422 => Outcome::Refused { problem: Code::InputRefused, detail, raw: None },
        429 => Outcome::Retry { problem: Code::OperatorBusy, detail },
        // Wrong address or a gateway's own words: nothing was taken in, and operations can mend it.
        300..=499 => Outcome::Retry { problem: Code::DigitalPostUnavailable, detail },
        // With a receipt it is Digital Post itself that says "not now".
        503 => match Receipt::parse(&answer.body) {
            Some(receipt) if is_taken_in(receipt.receipt_status) && receipt.error_code.is_none() => {
                Outcome::InDoubt { problem: Code::AnswerUnusable, detail }
            }
            Some(_) => Outcome::Retry { problem: Code::OperatorBusy, detail },
            // So does somebody who says when to come back; a bare 503 may hide a request that went through.
            None if answer.retry_after.is_some() => Outcome::Retry { problem: Code::OperatorBusy, detail },
            None => Outcome::InDoubt { problem: Code::AnswerUnusable, detail },
        },
        _ => Outcome::InDoubt { problem: Code::AnswerUnusable, detail },
    }
}

const fn is_taken_in(status: Status) -> bool {
    matches!(status, Status::Received | Status::Completed)
}

fn of_receipt(answer: &Answer, message: MessageUuid) -> Outcome {
    let Some(receipt) = Receipt::parse(&answer.body) else {
        let detail = Some(format!("status {} without a readable receipt", answer.status));
        return Outcome::InDoubt { problem: Code::AnswerUnusable, detail };
    };
    let detail = receipt.detail();
    if receipt.message_uuid != message.0 {
        return Outcome::InDoubt { problem: Code::AnswerForSomeoneElse, detail };
    }
    match receipt.receipt_status {
        Status::Received | Status::Completed => {
            Outcome::HandedOver { transmission_id: receipt.transmission(), raw: None }
        }
        Status::Invalid | Status::NotAllowed => {
            Outcome::Refused { problem: receipt.problem().unwrap_or(Code::MemoInvalid), detail, raw: None }
        }
        Status::Unknown => Outcome::InDoubt { problem: Code::AnswerUnusable, detail },
    }
}

/// Error body of the API.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct ErrorBody {
    code: Option<String>,
    message: Option<String>,
    field_errors: Vec<FieldError>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct FieldError {
    field: Option<String>,
    code: Option<String>,
    message: Option<String>,
}

fn error_body(answer: &Answer) -> ErrorBody {
    serde_json::from_slice(&answer.body).unwrap_or_default()
}

/// 400 is about the message if they name one of the message's error codes, else about the call.
fn refusal(answer: &Answer) -> Code {
    let error = error_body(answer);
    let codes = error.code.iter().chain(error.field_errors.iter().filter_map(|field| field.code.as_ref()));
    let mut codes = codes.filter(|code| {
        ["memo.", "file.", "contact.point.", "do.not.", "empty."].iter().any(|p| code.starts_with(p))
    });
    codes.next().map_or(Code::InputRefused, |code| problem_of(code))
}

/// Whether they say that the message's UUID was used before.
fn is_known_already(answer: &Answer) -> bool {
    let error = error_body(answer);
    let mut codes =
        error.code.iter().chain(error.field_errors.iter().filter_map(|field| field.code.as_ref()));
    codes.any(|code| code.contains("uuid") && (code.contains("already") || code.contains("duplicate")))
}

/// Status and their words.
fn detail(answer: &Answer) -> String {
    const FIELDS_MAX: usize = 5;
    let error = error_body(answer);
    let mut parts = vec![format!("status {}", answer.status)];
    parts.extend(error.code.as_deref().map(scrub));
    parts.extend(error.message.as_deref().map(scrub));
    for field in error.field_errors.iter().take(FIELDS_MAX) {
        let words = [&field.field, &field.code, &field.message];
        let words: Vec<String> = words.into_iter().flatten().map(|word| scrub(word)).collect();
        parts.push(words.join(" "));
    }
    if let Some(receipt) = Receipt::parse(&answer.body) {
        parts.extend(receipt.detail());
    }
    parts.extend(answer.retry_after.as_ref().map(|after| format!("retry after {after}")));
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use uuid::Uuid;

    const UUID: &str = "3f2b8c4d-1e5f-4a6b-8c7d-9e0f1a2b3c4d";

    fn outcome(status: u16, body: &str) -> (&'static str, Option<Code>, Option<String>) {
        let answer = Answer { status, body: Bytes::copy_from_slice(body.as_bytes()), retry_after: None };
        match of_answer(&answer, MessageUuid(Uuid::parse_str(UUID).unwrap())) {
            Outcome::Delivered { .. } => ("delivered", None, None),
            Outcome::HandedOver { transmission_id, .. } => ("handed_over", None, transmission_id),
            Outcome::NotDelivered { problem, detail, .. } => ("not_delivered", Some(problem), detail),
            Outcome::Refused { problem, detail, .. } => ("refused", Some(problem), detail),
            Outcome::Retry { problem, detail } => ("retry", Some(problem), detail),
            Outcome::InDoubt { problem, detail } => ("in_doubt", Some(problem), detail),
        }
    }

    fn receipt(status: &str, uuid: &str) -> String {
        format!(
            r#"{{"transmissionId":"317720e2-052b-450b-b510-2a0a3ab35d38","messageUUID":"{uuid}","errorCode":null,"receiptStatus":"{status}"}}"#
        )
    }

    #[test]
    fn every_status_has_one_meaning() {
        let busy = receipt("INVALID", UUID);
        for (status, body, kind, problem) in [
            (201, receipt("RECEIVED", UUID), "handed_over", None),
            (201, receipt("COMPLETED", UUID), "handed_over", None),
            (200, receipt("RECEIVED", UUID), "handed_over", None),
            (201, receipt("RECEIVED", &UUID.to_uppercase()), "handed_over", None),
            (201, receipt("INVALID", UUID), "refused", Some(Code::MemoInvalid)),
            (201, receipt("NOT_ALLOWED", UUID), "refused", Some(Code::SendingNotAllowed)),
            (201, receipt("LATER_WORD", UUID), "in_doubt", Some(Code::AnswerUnusable)),
            (
                201,
                receipt("RECEIVED", "00000000-0000-4000-8000-000000000000"),
                "in_doubt",
                Some(Code::AnswerForSomeoneElse),
            ),
            (201, String::new(), "in_doubt", Some(Code::AnswerUnusable)),
            (200, "<html>ok</html>".to_owned(), "in_doubt", Some(Code::AnswerUnusable)),
            (302, String::new(), "retry", Some(Code::DigitalPostUnavailable)),
            (
                400,
                r#"{"code":"memo.invalid","message":"x","fieldErrors":[]}"#.to_owned(),
                "refused",
                Some(Code::MemoInvalid),
            ),
            (400, String::new(), "refused", Some(Code::InputRefused)),
            (
                400,
                r#"{"code":"message.uuid.already.used","message":"sent before"}"#.to_owned(),
                "handed_over",
                None,
            ),
            (
                409,
                r#"{"fieldErrors":[{"field":"messageUUID","code":"uuid.duplicate"}]}"#.to_owned(),
                "handed_over",
                None,
            ),
            (401, String::new(), "retry", Some(Code::DigitalPostUnauthorised)),
            (403, String::new(), "refused", Some(Code::SendingNotAllowed)),
            (404, String::new(), "retry", Some(Code::DigitalPostUnavailable)),
            (408, String::new(), "retry", Some(Code::DigitalPostUnavailable)),
            (409, String::new(), "in_doubt", Some(Code::AnswerUnusable)),
            (413, String::new(), "refused", Some(Code::MaximumExceeded)),
            (415, String::new(), "refused", Some(Code::InputRefused)),
            (429, String::new(), "retry", Some(Code::OperatorBusy)),
            (500, String::new(), "in_doubt", Some(Code::AnswerUnusable)),
            (502, "<html>bad gateway</html>".to_owned(), "in_doubt", Some(Code::AnswerUnusable)),
            (503, busy, "retry", Some(Code::OperatorBusy)),
            (503, receipt("RECEIVED", UUID), "in_doubt", Some(Code::AnswerUnusable)),
            (503, String::new(), "in_doubt", Some(Code::AnswerUnusable)),
            (504, String::new(), "in_doubt", Some(Code::AnswerUnusable)),
        ] {
            let (found, code, _) = outcome(status, &body);
            assert_eq!((found, code), (kind, problem), "{status} {body}");
        }
    }

    #[test]
    fn details_keep_codes_and_lose_numbers() {
        let body = r#"{"code":"memo.invalid","message":"no contact 221177-1212","fieldErrors":[{"field":"label","code":"size","message":"max 256"}]}"#;
        let (_, _, detail) = outcome(400, body);
        assert_eq!(detail.as_deref(), Some("status 400; memo.invalid; no contact …; label size max 256"));
    }
}
