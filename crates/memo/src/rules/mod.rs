//! The rule table: every rule once, with id, severity, scope, texts in three languages and, where a finished
//! message can be judged, the function that judges it.

mod actions;
mod archetypes;
mod body;
mod content_data;
mod envelope;
mod flags;
mod header;
mod house;
mod markdown;
mod nemsms;
mod parties;
mod size;
mod subject;
mod thread;

pub use markdown::rules_markdown;
pub(crate) use subject::{Out, Subject};

use crate::check::CheckOptions;
use crate::finding::Severity;
use crate::read::{Mark, Notes};
use crate::version::Version;
use catalogue::{Language, Text};

/// Where a rule is judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Judged {
    /// While reading and before writing, from the schema table.
    Structure,
    /// On the finished message, from the message alone.
    Message,
    /// On the finished message, when the [`Context`](crate::Context) holds the fact.
    Context,
    /// Not from one message: by the gateway, its configuration or its operators.
    Elsewhere,
    /// A freedom that must be left: nothing is ever reported.
    Freedom,
}

type Judge = fn(&Subject<'_>, &mut Out<'_>);

/// One rule of the table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable id, such as `C14`.
    pub id: &'static str,
    /// What a violation is, unless the message is an incoming one.
    pub severity: Severity,
    /// The only version it applies to; `None` for both.
    pub version: Option<Version>,
    /// A policy of this gateway rather than a demand of Digital Post.
    pub policy: bool,
    /// Applies to messages to be sent only (O7, section N).
    pub sending_only: bool,
    /// Where it is judged.
    pub judged: Judged,
    /// The rule in one sentence.
    pub text: Text,
    judge: Option<Judge>,
}

impl Rule {
    const fn new(
        id: &'static str,
        severity: Severity,
        judged: Judged,
        da: &'static str,
        sv: &'static str,
        en: &'static str,
    ) -> Rule {
        let text = Text { da, sv, en };
        Rule { id, severity, version: None, policy: false, sending_only: false, judged, text, judge: None }
    }

    const fn judged_by(mut self, judge: Judge) -> Rule {
        self.judge = Some(judge);
        self
    }

    const fn only(mut self, version: Version) -> Rule {
        self.version = Some(version);
        self
    }

    const fn policy(mut self) -> Rule {
        self.policy = true;
        self
    }

    /// A warning although the row's form says error.
    const fn mild(mut self) -> Rule {
        self.severity = Severity::Warning;
        self
    }

    const fn sending(mut self) -> Rule {
        self.sending_only = true;
        self
    }
}

/// Codes with which Digital Post itself refuses a message (section M); everything else is `memo.invalid`.
const ERROR_CODES: [(&str, &str); 6] = [
    ("C11", "do.not.deliver.until.date.too.early"),
    ("C12", "do.not.deliver.until.date.too.late"),
    ("E3", "contact.point.id.format.not.allowed"),
    ("H8", "file.empty.not.allowed"),
    ("H9", "file.extension.not.allowed"),
    ("J1", "empty.notification.not.allowed"),
];

impl Rule {
    /// The error code of the business receipt with which Digital Post answers a violation.
    #[must_use]
    pub fn error_code(&self) -> &'static str {
        ERROR_CODES.iter().find(|c| c.0 == self.id).map_or("memo.invalid", |c| c.1)
    }
}

/// Short forms for the rows of the table.
mod row {
    use super::{Judged, Rule, Severity};

    pub(super) const fn structure(
        id: &'static str,
        da: &'static str,
        sv: &'static str,
        en: &'static str,
    ) -> Rule {
        Rule::new(id, Severity::Error, Judged::Structure, da, sv, en)
    }
    pub(super) const fn error(
        id: &'static str,
        da: &'static str,
        sv: &'static str,
        en: &'static str,
    ) -> Rule {
        Rule::new(id, Severity::Error, Judged::Message, da, sv, en)
    }
    pub(super) const fn warning(
        id: &'static str,
        da: &'static str,
        sv: &'static str,
        en: &'static str,
    ) -> Rule {
        Rule::new(id, Severity::Warning, Judged::Message, da, sv, en)
    }
    pub(super) const fn context(
        id: &'static str,
        da: &'static str,
        sv: &'static str,
        en: &'static str,
    ) -> Rule {
        Rule::new(id, Severity::Error, Judged::Context, da, sv, en)
    }
    pub(super) const fn elsewhere(
        id: &'static str,
        da: &'static str,
        sv: &'static str,
        en: &'static str,
    ) -> Rule {
        Rule::new(id, Severity::Warning, Judged::Elsewhere, da, sv, en)
    }
    pub(super) const fn freedom(
        id: &'static str,
        da: &'static str,
        sv: &'static str,
        en: &'static str,
    ) -> Rule {
        Rule::new(id, Severity::Warning, Judged::Freedom, da, sv, en)
    }
}

const TABLE: [&[Rule]; 13] = [
    envelope::RULES,
    header::RULES,
    parties::RULES,
    content_data::RULES,
    thread::RULES,
    body::RULES,
    actions::RULES,
    nemsms::RULES,
    flags::RULES,
    size::RULES,
    archetypes::RULES,
    envelope::FREEDOMS,
    house::RULES,
];

/// Every rule: sections A to O in order, then our own (X).
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    TABLE.into_iter().flatten()
}

/// The rule with this id.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.id == id)
}

/// Applies every rule that judges finished messages.
pub(crate) fn apply(subject: &Subject<'_>, notes: &mut Notes, marks: &[Mark]) {
    let options = subject.options;
    for rule in rules() {
        let Some(judge) = rule.judge else { continue };
        let in_scope =
            rule.version.is_none_or(|v| v == subject.version) && !(options.incoming && rule.sending_only);
        if in_scope {
            judge(subject, &mut Out { rule, notes, marks });
        }
    }
}

/// Severity for incoming messages and texts in the caller's language.
pub(crate) fn settle(notes: &mut Notes, options: &CheckOptions) {
    if !options.incoming && options.language == Language::En {
        return;
    }
    for note in &mut notes.list {
        let Some(rule) = rule(note.rule) else { continue };
        if options.incoming && rule.judged != Judged::Structure {
            note.severity = Severity::Warning;
        }
        if options.language != Language::En {
            rule.text.get(options.language).clone_into(&mut note.message);
        }
    }
    if options.incoming {
        notes.list.retain(|note| !rule(note.rule).is_some_and(|r| r.sending_only));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_codes_belong_to_rules() {
        for (id, code) in ERROR_CODES {
            assert_eq!(rule(id).map(Rule::error_code), Some(code));
        }
        assert_eq!(rule("C3").map(Rule::error_code), Some("memo.invalid"));
    }

    #[test]
    fn ids_are_unique_and_texts_complete() {
        let mut ids: Vec<&str> = rules().map(|r| r.id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        for rule in rules() {
            for language in Language::ALL {
                let text = rule.text.get(*language);
                assert!(text.len() > 10 && text.ends_with('.'), "{} {language}: {text}", rule.id);
            }
            assert_eq!(
                rule.judge.is_some(),
                matches!(rule.judged, Judged::Message | Judged::Context),
                "{}",
                rule.id
            );
        }
    }
}
