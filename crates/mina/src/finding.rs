//! What a rule found in a message.

use serde::Serialize;

use crate::mask::mask_numbers;

/// How much a finding weighs: errors refuse, warnings are recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The message must not be sent, or must be refused.
    Error,
    /// The message may pass; somebody should look.
    Warning,
}

/// One broken rule and where it was broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Rule id of the reference, for example `D4`.
    pub rule: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// Element path by local names, for example `/SignedDelivery/Delivery/Message/Header/Subject`.
    pub path: String,
    /// Line in the document, from 1; 0 when there is no document (a message still in memory).
    pub line: u64,
    /// Column in the document, from 1; 0 when there is no document.
    pub column: u64,
    /// What is wrong and what to do about it. Never holds a person number.
    pub message: String,
}

impl Finding {
    /// A finding that refuses.
    pub(crate) fn error(rule: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Error, path, message)
    }

    /// A finding that only warns.
    pub(crate) fn warning(rule: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Warning, path, message)
    }

    fn new(
        rule: &'static str,
        severity: Severity,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        // Names of foreign elements and words of the parser stand in both.
        let (path, message) = (mask_numbers(&path.into()), mask_numbers(&message.into()));
        Self { rule, severity, path, line: 0, column: 0, message }
    }

    /// The same finding with its place in the document.
    pub(crate) fn at(mut self, line: u32, column: u32) -> Self {
        (self.line, self.column) = (u64::from(line), u64::from(column));
        self
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.rule, self.path, self.message)
    }
}

/// Whether any finding refuses.
pub fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}
