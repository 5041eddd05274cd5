//! What is wrong with a message, and where.

use serde::Serialize;

/// Whether a finding makes the message invalid.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The message would be refused.
    Error,
    /// The message would pass, but something is likely not meant so.
    Warning,
}

/// One fault: rule, place, and what to do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Finding {
    /// Rule id as in the rule table, such as `B1`.
    pub rule: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// Where, as an XPath with the model's own prefixes: `/memo:Message/memo:MessageHeader/memo:label`.
    pub path: String,
    /// Line of the element or character, from 1; 0 when there is no text (a message in memory).
    pub line: u64,
    /// Column in bytes, from 1; 0 when there is no text.
    pub column: u64,
    /// What is wrong. Never holds a value that could be a personal number.
    pub message: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{} {severity} {}:{} {}: {}", self.rule, self.line, self.column, self.path, self.message)
    }
}
