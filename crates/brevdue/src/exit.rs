//! How a command ends.

use std::fmt;

use crate::client::Problem;

/// Exit codes; scripts depend on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Yes, or done.
    Yes = 0,
    /// A negative answer: invalid, not reachable, a letter failed.
    No = 1,
    /// Could not run: usage, configuration, files, network.
    Unable = 2,
}

impl Exit {
    /// `Yes` when the answer is positive.
    pub(crate) fn from_answer(positive: bool) -> Exit {
        if positive { Exit::Yes } else { Exit::No }
    }

    /// The graver of two ends: over several inputs, the worst one counts.
    pub(crate) fn and(self, other: Exit) -> Exit {
        self.max(other)
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        std::process::ExitCode::from(exit as u8)
    }
}

/// What every command returns. A failure is reported by the caller, in one place.
pub(crate) type Outcome = Result<Exit, Failure>;

/// Why a command could not finish.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Could not run; exit 2.
    Unable {
        /// What went wrong.
        what: String,
        /// What to do about it.
        fix: Option<String>,
    },
    /// The gateway refused; exit 1 when the request was at fault, 2 when the gateway was.
    Refused(Box<Problem>),
}

impl Failure {
    /// Could not run.
    pub(crate) fn new(what: impl Into<String>) -> Failure {
        Failure::Unable { what: what.into(), fix: None }
    }

    /// Adds what to do.
    pub(crate) fn fix(self, fix: impl Into<String>) -> Failure {
        match self {
            Failure::Unable { what, .. } => Failure::Unable { what, fix: Some(fix.into()) },
            refused @ Failure::Refused(_) => refused,
        }
    }

    /// The exit code of this failure.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Failure::Refused(problem) if problem.is_callers_fault() => Exit::No,
            _ => Exit::Unable,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Unable { what, .. } => f.write_str(what),
            Failure::Refused(problem) => f.write_str(&problem.title),
        }
    }
}
