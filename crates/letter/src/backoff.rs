//! How patient the gateway is with each kind of failure: data, not branches.

use crate::Delays;
use catalogue::Code;
use serde::{Deserialize, Serialize};

/// Kinds of failures that certainly had no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorClass {
    /// Nobody answers, or a server error that says it did nothing: it comes back by itself. Also whatever is not named
    /// below.
    Unreachable,
    /// The receiver says that it has too much to do: coming back soon makes it worse.
    Busy,
    /// The receiver does not let us in: somebody must renew a right, a key or an agreement.
    Rights,
    /// The print service cannot take the job.
    Printer,
}

impl ErrorClass {
    /// Every class.
    pub const ALL: [ErrorClass; 4] =
        [ErrorClass::Unreachable, ErrorClass::Busy, ErrorClass::Rights, ErrorClass::Printer];

    /// The class of a problem.
    pub fn of(problem: Option<Code>) -> ErrorClass {
        let row = CLASSES.iter().find(|(code, _)| Some(*code) == problem);
        row.map_or(ErrorClass::Unreachable, |(_, class)| *class)
    }
}

/// Codes that are not simply [`ErrorClass::Unreachable`].
const CLASSES: &[(Code, ErrorClass)] = &[
    (Code::OperatorBusy, ErrorClass::Busy),
    (Code::AccessDenied, ErrorClass::Rights),
    (Code::DigitalPostUnauthorised, ErrorClass::Rights),
    (Code::PrintUnavailable, ErrorClass::Printer),
];

/// Schedule of one class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backoff {
    /// Growing delays between attempts, milliseconds; the last one repeats.
    pub delays_ms: Delays,
    /// Attempts before a person is asked.
    pub max_attempts: u32,
    /// How long attempts may fail before a person is asked, milliseconds.
    pub patience_ms: u64,
}
