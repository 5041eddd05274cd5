//! The structural checks of the reader, on a message in memory; also finds the namespaces in use.

use crate::content::Content;
use crate::finding::{Finding, Severity};
use crate::model::Message;
use crate::schema::{Field, Kind, Ns, ROOT};
use crate::schema_traits::{Class, Visitor};
use crate::version::Version;
use crate::xml::check_chars;

/// Findings, and the namespaces that the message uses.
pub(super) fn judge(message: &Message, version: Version) -> (Vec<Finding>, Vec<Ns>) {
    let mut judge = Judge {
        version,
        path: Vec::new(),
        findings: Vec::new(),
        used: vec![Ns::Memo],
        exclusive: 0,
        ordinal: 0,
    };
    // The error type has no values.
    let Ok(()) = judge.class(&ROOT, message);
    (judge.findings, judge.used)
}

struct Judge {
    version: Version,
    path: Vec<(&'static Field, u32)>,
    findings: Vec<Finding>,
    used: Vec<Ns>,
    exclusive: usize,
    /// Number of the value at hand in its slot.
    ordinal: u32,
}

impl Judge {
    fn fault(&mut self, rule: &'static str, message: String) {
        let mut path = String::new();
        for (field, ordinal) in &self.path {
            crate::read::push_segment(&mut path, field, *ordinal);
        }
        self.findings.push(Finding { rule, severity: Severity::Error, path, line: 0, column: 0, message });
    }

    fn value(&mut self, field: &'static Field, text: &str) {
        let Kind::Leaf(kind) = field.kind else { return };
        if check_chars(text.as_bytes()).is_err() {
            self.fault("A1", format!("{} holds a character that XML does not allow", field.name));
        } else if !kind.accepts(text)
            && let Some(rule) = field.rules.invalid.or(kind.rule())
        {
            self.fault(rule, format!("{} must be {}", field.name, kind.describe()));
        }
    }
}

impl Visitor for Judge {
    type Error = std::convert::Infallible;

    fn slot(&mut self, field: &'static Field, count: usize) -> Result<(), Self::Error> {
        if field.exclusive {
            self.exclusive += count;
            if self.exclusive > 1 {
                self.fault(
                    field.rules.many,
                    "an action has either a Reservation or an EntryPoint".to_owned(),
                );
            }
        }
        let version = self.version;
        self.ordinal = 0;
        if count > 0 && !self.used.contains(&field.ns) {
            self.used.push(field.ns);
        }
        let supplied = field.rules.missing == "C10";
        self.path.push((field, 1));
        if count > 0 && field.max_in(version) == 0 {
            self.fault(field.rules.version, format!("{} does not exist in MeMo {version}", field.name));
        } else if count as u64 > u64::from(field.max_in(version)) {
            self.fault(
                field.rules.many,
                format!("at most {} {} may stand here", field.max_in(version), field.name),
            );
        } else if (count as u64) < u64::from(field.min_in(version)) && !supplied {
            self.fault(field.rules.missing, format!("{} is missing", field.name));
        }
        self.path.pop();
        Ok(())
    }

    fn leaf(&mut self, field: &'static Field, text: &str) -> Result<(), Self::Error> {
        self.path.push((field, 1));
        self.value(field, text);
        self.path.pop();
        Ok(())
    }

    fn content(&mut self, field: &'static Field, content: &Content) -> Result<(), Self::Error> {
        if matches!(content, Content::Counted(_)) {
            self.path.push((field, 1));
            self.fault(
                "H5",
                "the content was not kept when the message was read, so it cannot be written".to_owned(),
            );
            self.path.pop();
        }
        Ok(())
    }

    fn class<C: Class>(&mut self, field: &'static Field, class: &C) -> Result<(), Self::Error> {
        self.ordinal += 1;
        let ordinal = self.ordinal;
        self.path.push((field, ordinal));
        let outer = std::mem::take(&mut self.exclusive);
        class.visit(self)?;
        self.exclusive = outer;
        self.ordinal = ordinal;
        self.path.pop();
        Ok(())
    }
}
