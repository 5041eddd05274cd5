//! The rules of Mina meddelanden, sections A to H: each with its weight, who judges it, what must be known beside the
//! document, and its text in three languages.

mod channel;
mod content;
mod exchange;
mod identity;
mod protection;
mod records;
mod roles;
mod signature;

use catalogue::{Language, Text};

use crate::Severity;

/// A list of names with the words that stand for them in the documentation.
macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// In words, for the documentation.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}

named! {
    /// Where a rule is judged.
    Judge {
        /// When a number is read.
        Party = "reading of numbers (`party`)",
        /// When a letter is handed in.
        Intake = "intake (`letter::accept`), and again before sending",
        /// When the configuration and the letter types are read.
        Configuration = "configuration",
        /// By the channel switch.
        Switch = "channel switch (`letter::switch`)",
        /// By the channel when it asks the register, and by `mina read`.
        Register = "register client, `mina read`",
        /// By `mina check`, and before anything is signed.
        Message = "`mina check`, intake, before signing",
        /// By `mina check`, by whoever signs and seals, and by whoever receives.
        Signature = "`mina check`, signing, receiving (`xmldsig`)",
        /// By the channel when it delivers and reads the answer, and by `mina read`.
        Operator = "operator client, `mina read`",
        /// By the life of a letter: its events and what follows from them.
        Life = "life of a letter (`letter`)",
        /// By the store.
        Store = "store",
        /// When a print job is made.
        Print = "print channel",
        /// By what is written to logs and events.
        Log = "logs and events",
        /// By the sandbox.
        Sandbox = "sandbox",
        /// By people: the program cannot tell.
        People = "people; the program does not judge it",
    }
}

named! {
    /// What must be known beside the document itself.
    Context {
        /// Nothing.
        Nothing = "",
        /// The letter and its type.
        Letter = "letter type",
        /// A setting.
        Setting = "setting",
        /// Today's date.
        Clock = "date",
        /// What the register says.
        Register = "register",
        /// What the operator does.
        Operator = "operator",
        /// Trusted issuers and the time.
        Certificates = "trust, time",
    }
}

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Id, for example `D4`.
    pub id: &'static str,
    /// Weight; where a rule has both, the heavier.
    pub severity: Severity,
    /// Where it is judged.
    pub judge: Judge,
    /// What must be known to judge it.
    pub context: Context,
    /// What it says.
    pub text: Text,
}

/// Rules that are a policy of the gateway: their values are defaults.
const POLICIES: [&str; 12] =
    ["A9", "A12", "B8", "C17", "D14", "D15", "D18", "E13", "E14", "F10", "F16", "H5"];

impl Rule {
    /// Whether it is a policy of the gateway rather than of the infrastructure.
    pub fn is_policy(&self) -> bool {
        POLICIES.contains(&self.id)
    }
}

/// A table of rules: id, weight, where it is judged, what must be known, then the text in Danish, Swedish and English.
macro_rules! rules {
    ($table:ident: $($id:ident $severity:ident $judge:ident $context:ident da $da:literal sv $sv:literal en $en:literal;)+) => {
        pub(super) static $table: &[super::Rule] = &[$(super::Rule {
            id: stringify!($id),
            severity: crate::Severity::$severity,
            judge: super::Judge::$judge,
            context: super::Context::$context,
            text: catalogue::Text { da: $da, sv: $sv, en: $en },
        }),+];
    };
}
use rules;

static TABLE: [&[Rule]; 8] = [
    identity::TABLE,
    protection::TABLE,
    channel::TABLE,
    content::TABLE,
    signature::TABLE,
    exchange::TABLE,
    roles::TABLE,
    records::TABLE,
];

/// Every rule, in the order of the checklist.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    TABLE.into_iter().flatten()
}

/// The rule of that id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

/// The whole table as a page.
pub fn markdown(language: Language) -> String {
    let mut page = String::from(
        "# Mina meddelanden rules\n\nMade from the rule table of the crate `mina`; do not edit.\n",
    );
    for section in TABLE {
        let letter = section.first().map_or("", |rule| rule.id.get(..1).unwrap_or_default());
        page += &format!(
            "\n## {letter}\n\n| Rule | Severity | Judged by | Needs to know | Text |\n|---|---|---|---|---|\n"
        );
        for rule in section {
            let severity = match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            let policy = if rule.is_policy() { " (policy)" } else { "" };
            let (judge, context) = (rule.judge.as_str(), rule.context.as_str());
            page += &format!(
                "| {} | {severity}{policy} | {judge} | {context} | {} |\n",
                rule.id,
                rule.text.get(language)
            );
        }
    }
    page
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
        assert_eq!(seen.len(), 118, "rows A to H of the checklist");
        assert!(POLICIES.iter().all(|id| rule(id).is_some_and(Rule::is_policy)));
        let page = markdown(Language::Sv);
        assert!(
            page.contains("\n## H\n")
                && page.lines().filter(|line| line.starts_with("| ")).count() == 118 + 8
        );
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
            include_str!("../authority/connected.rs"),
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
