//! The table as a page of the documentation.

use super::{Judged, Rule, rules};
use crate::finding::Severity;
use catalogue::Language;
use std::fmt::Write;

/// The whole rule table as Markdown in one language, by section.
#[must_use]
pub fn rules_markdown(language: Language) -> String {
    let mut page =
        String::from("# MeMo rules\n\nMade from the rule table of the crate `memo`; do not edit.\n");
    let mut section = "";
    for rule in rules() {
        let own = rule.id.get(..1).unwrap_or_default();
        if own != section {
            section = own;
            // Writing to a String cannot fail.
            let _ = write!(
                page,
                "\n## {section}\n\n| Rule | Version | Severity | Judged | Text |\n|---|---|---|---|---|\n"
            );
        }
        let version = rule.version.map_or("", |v| v.as_str());
        let text = rule.text.get(language).replace('|', "\\|");
        let _ = writeln!(
            page,
            "| {} | {version} | {} | {} | {text} |",
            rule.id,
            severity(rule),
            judged(rule.judged)
        );
    }
    page
}

fn severity(rule: &Rule) -> &'static str {
    match (rule.judged, rule.severity, rule.policy) {
        (Judged::Freedom | Judged::Elsewhere, _, false) => "–",
        (Judged::Elsewhere, _, true) => "policy",
        (_, Severity::Error, false) => "error",
        (_, Severity::Error, true) => "error (policy)",
        (_, Severity::Warning, false) => "warning",
        (_, Severity::Warning, true) => "warning (policy)",
    }
}

fn judged(judged: Judged) -> &'static str {
    match judged {
        Judged::Structure => "structure",
        Judged::Message => "message",
        Judged::Context => "with context",
        Judged::Elsewhere => "elsewhere",
        Judged::Freedom => "never a fault",
    }
}
