//! What failed calls and Digital Post's error codes mean.

use crate::http::Failure;
use catalogue::Code;
use letter::Outcome;

/// Error codes of Digital Post that say more than "invalid" (`ngdp-error-codes.csv`).
const PROBLEMS: &[(&str, Code)] = &[
    ("file.extension.not.allowed", Code::MimeTypeRefused),
    ("file.empty.not.allowed", Code::FileEmptyRefused),
    ("contact.point.id.format.not.allowed", Code::ContactPointRefused),
    ("do.not.deliver.until.date.too.early", Code::DeliveryDateRefused),
    ("do.not.deliver.until.date.too.late", Code::DeliveryDateRefused),
    ("empty.notification.not.allowed", Code::NotificationEmptyRefused),
];

/// The catalogue's code for one of theirs.
pub(crate) fn problem_of(error_code: &str) -> Code {
    PROBLEMS.iter().find(|(known, _)| *known == error_code).map_or(Code::MemoInvalid, |(_, code)| *code)
}

/// An exchange that failed.
pub(crate) fn of_failure(failure: &Failure) -> Outcome {
    let detail = Some(failure.detail().to_owned());
    match failure {
        Failure::NotSent(..) if failure.is_certificate_refused() => {
            Outcome::Retry { problem: Code::DigitalPostUnauthorised, detail }
        }
        Failure::NotSent(..) => Outcome::Retry { problem: Code::DigitalPostUnavailable, detail },
        Failure::AnswerLost(_) => Outcome::InDoubt { problem: Code::AnswerLost, detail },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `ngdp-error-codes.csv`, and what a person must be told.
    #[test]
    fn every_known_error_code_has_a_code_and_somebody_who_acts() {
        use catalogue::Owner::{CaseWorker, Operations};
        for (theirs, ours, owner) in [
            ("memo.invalid", Code::MemoInvalid, Operations),
            ("contact.point.id.format.not.allowed", Code::ContactPointRefused, Operations),
            ("do.not.deliver.until.date.too.early", Code::DeliveryDateRefused, CaseWorker),
            ("do.not.deliver.until.date.too.late", Code::DeliveryDateRefused, CaseWorker),
            ("empty.notification.not.allowed", Code::NotificationEmptyRefused, CaseWorker),
            ("file.empty.not.allowed", Code::FileEmptyRefused, CaseWorker),
            ("file.extension.not.allowed", Code::MimeTypeRefused, CaseWorker),
            ("a.later.code", Code::MemoInvalid, Operations),
            ("", Code::MemoInvalid, Operations),
        ] {
            assert_eq!(problem_of(theirs), ours, "{theirs}");
            assert_eq!(ours.entry().owner, owner, "{theirs}");
        }
    }
}
