//! What failed calls and Digital Post's error codes mean.

use crate::http::Failure;
use catalogue::Code;
use letter::Outcome;

/// Error codes of Digital Post that say more than "invalid" (`ngdp-error-codes.csv`).
const PROBLEMS: &[(&str, Code)] = &[
    ("file.extension.not.allowed", Code::MimeTypeRefused),
    ("file.empty.not.allowed", Code::MimeTypeRefused),
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
