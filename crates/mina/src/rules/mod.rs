//! The rules this crate judges by, each with its weight, the moment it is judged, and its text in three languages.

mod content;
mod exchange;
mod identity;
mod signature;

use catalogue::Text;

use crate::Severity;

/// When a rule is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// When a letter is handed in, and again when a document is checked.
    Intake,
    /// When the register is asked.
    Lookup,
    /// When the message is formed or checked.
    Content,
    /// When it is signed, sealed or verified.
    Signature,
    /// When it is handed to the operator and the answer is read.
    Delivery,
}

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Id, for example `D4`.
    pub id: &'static str,
    /// Weight; where a rule has both, the heavier.
    pub severity: Severity,
    /// When it is judged.
    pub stage: Stage,
    /// What it says.
    pub text: Text,
}

/// A table of rules: id, weight, stage, then the text in Danish, Swedish and English.
macro_rules! rules {
    ($table:ident: $($id:ident $severity:ident $stage:ident da $da:literal sv $sv:literal en $en:literal;)+) => {
        pub(super) static $table: &[super::Rule] = &[$(super::Rule {
            id: stringify!($id),
            severity: crate::Severity::$severity,
            stage: super::Stage::$stage,
            text: catalogue::Text { da: $da, sv: $sv, en: $en },
        }),+];
    };
}
use rules;

/// Every rule, in the order of the checklist.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [identity::TABLE, content::TABLE, signature::TABLE, exchange::TABLE].into_iter().flatten()
}

/// The rule of that id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_texts_are_there() {
        let mut seen = std::collections::HashSet::new();
        for rule in all() {
            assert!(seen.insert(rule.id), "{} twice", rule.id);
            for text in [rule.text.da, rule.text.sv, rule.text.en] {
                assert!(text.len() > 15 && text.ends_with('.'), "{}: {text}", rule.id);
            }
        }
        assert_eq!(rule("D4").map(|rule| rule.severity), Some(Severity::Error));
        assert_eq!(rule("Z9"), None);
    }

    /// Every id that stands in the sources as a rule is explained in the table.
    #[test]
    fn every_rule_named_by_a_finding_is_in_the_table() {
        let sources = [
            include_str!("../content/text.rs"),
            include_str!("../content/files.rs"),
            include_str!("../content/matter.rs"),
            include_str!("../content/mod.rs"),
            include_str!("../schema/message.rs"),
            include_str!("../schema/mod.rs"),
            include_str!("../schema/simple.rs"),
            include_str!("../check.rs"),
            include_str!("../receive.rs"),
            include_str!("../soap.rs"),
            include_str!("../wire.rs"),
            include_str!("../authority.rs"),
            include_str!("../result.rs"),
            include_str!("../register/request.rs"),
            include_str!("../register/row.rs"),
        ];
        let mut found = 0;
        for word in sources.iter().flat_map(|source| source.split('"')) {
            let id = word.split(':').next().unwrap_or_default();
            let digits = id
                .get(1..)
                .is_some_and(|d| !d.is_empty() && d.len() < 3 && d.bytes().all(|b| b.is_ascii_digit()));
            if digits && id.starts_with(|c: char| ('A'..='I').contains(&c)) {
                found += 1;
                assert!(rule(id).is_some(), "{id} is not in the table");
            }
        }
        assert!(found > 50);
    }
}
