//! What a message may hold (rules D1 to D20), judged before it is signed and again when one is checked.

mod files;
mod matter;
mod text;

pub(crate) use matter::luhn;

use crate::message::unsigned_delivery;
use crate::{Delivery, Finding, Severity, has_errors};

/// Settings of the content rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentRules {
    /// Content types an attachment may have (rule D7).
    pub attachment_types: Vec<String>,
    /// Languages a message may name without a warning (rule D14).
    pub languages: Vec<String>,
    /// Most messages in one delivery without a warning (rule D18).
    pub max_messages: usize,
    /// A blank body is wanted when there are attachments (rule D12).
    pub blank_body_allowed: bool,
}

impl Default for ContentRules {
    fn default() -> Self {
        Self {
            attachment_types: vec!["application/pdf".into()],
            languages: vec!["svSE".into()],
            max_messages: 1,
            blank_body_allowed: false,
        }
    }
}

/// Why a message is not built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// Rules are broken; each finding names rule, place and remedy.
    #[error("{}", list(.0))]
    Refused(Vec<Finding>),
}

impl BuildError {
    /// The errors that refused it.
    pub fn findings(&self) -> &[Finding] {
        let Self::Refused(findings) = self;
        findings
    }
}

fn list(findings: &[Finding]) -> String {
    findings.iter().map(Finding::to_string).collect::<Vec<_>>().join("; ")
}

/// Writes a delivery as the document to be signed, if its content breaks no rule.
///
/// # Errors
/// The rules it breaks.
pub fn build_delivery(delivery: &Delivery) -> Result<Vec<u8>, BuildError> {
    build_delivery_with(delivery, &ContentRules::default())
}

/// As [`build_delivery`] with other settings.
///
/// # Errors
/// The rules it breaks.
pub fn build_delivery_with(delivery: &Delivery, rules: &ContentRules) -> Result<Vec<u8>, BuildError> {
    let octets = unsigned_delivery(delivery);
    let mut findings = structure(&octets);
    findings.extend(checks(delivery, rules));
    if has_errors(&findings) {
        findings.retain(|finding| finding.severity == Severity::Error);
        return Err(BuildError::Refused(findings));
    }
    Ok(octets)
}

/// Judges everything the rules say about a message in memory. Paths begin at `/SignedDelivery`.
pub fn judge(delivery: &Delivery, rules: &ContentRules) -> Vec<Finding> {
    let mut findings = structure(&unsigned_delivery(delivery));
    findings.extend(checks(delivery, rules));
    findings
}

/// The content rules without those that the schema's table already judges in a document.
pub(crate) fn checks(delivery: &Delivery, rules: &ContentRules) -> Vec<Finding> {
    let mut judge = Judge { rules, findings: Vec::new() };
    judge.delivery(delivery);
    judge.findings
}

/// What the receiving side notes; nothing of it refuses.
pub(crate) fn received(delivery: &Delivery) -> Vec<Finding> {
    let mut findings = checks(delivery, &ContentRules::default());
    findings.iter_mut().for_each(|finding| finding.severity = Severity::Warning);
    findings
}

/// The schema's table applied to the message as it would be written (rule D19).
fn structure(octets: &[u8]) -> Vec<Finding> {
    let limits = crate::Limits { max_bytes: usize::MAX, ..crate::Limits::default() };
    match crate::xml::Doc::parse(octets, &limits) {
        Ok(doc) => {
            let mut findings = crate::schema::validate(doc.root(), &crate::schema::message::UNSIGNED_V3);
            // There is no document yet that a line could point to.
            findings.iter_mut().for_each(|finding| (finding.line, finding.column) = (0, 0));
            findings
        }
        // The character rule says where; this makes sure that nothing unreadable is ever signed.
        Err(error) => vec![Finding::error(error.rule(), "/SignedDelivery", error.to_string())],
    }
}

pub(crate) struct Judge<'r> {
    pub(crate) rules: &'r ContentRules,
    pub(crate) findings: Vec<Finding>,
}

impl Judge<'_> {
    pub(crate) fn error(&mut self, rule: &'static str, path: &str, message: impl Into<String>) {
        self.findings.push(Finding::error(rule, path, message));
    }

    pub(crate) fn warn(&mut self, rule: &'static str, path: &str, message: impl Into<String>) {
        self.findings.push(Finding::warning(rule, path, message));
    }

    fn delivery(&mut self, delivery: &Delivery) {
        let base = "/SignedDelivery/Delivery";
        self.header(base, delivery);
        if delivery.messages.len() > self.rules.max_messages {
            let (found, limit) = (delivery.messages.len(), self.rules.max_messages);
            self.warn(
                "D18",
                base,
                format!("holds {found} messages, {limit} by policy; send one delivery for each"),
            );
        }
        for (index, message) in delivery.messages.iter().enumerate() {
            let path = indexed(&format!("{base}/Message"), index, delivery.messages.len());
            self.message(&path, message);
        }
    }
}

/// A path with an index where there are several of the name.
pub(crate) fn indexed(path: &str, index: usize, count: usize) -> String {
    if count > 1 { format!("{path}[{}]", index + 1) } else { path.to_owned() }
}
