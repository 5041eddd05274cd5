//! Problem documents (RFC 9457), readable.

use catalogue::{Code, Language};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::words;

/// Why the gateway refused.
#[derive(Debug)]
pub(crate) struct Problem {
    /// HTTP status.
    pub(crate) status: u16,
    /// What happened, one sentence.
    pub(crate) title: String,
    /// What the client can add.
    pub(crate) hint: Option<String>,
    /// The document as it came, for programs.
    pub(crate) document: Value,
    fields: Fields,
}

/// What people want to read of it. A field of another type is left out, never the whole problem.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fields {
    title: Option<String>,
    detail: Option<String>,
    code: Option<String>,
    fix: Option<String>,
    errors: Vec<FieldFault>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct FieldFault {
    pointer: Option<String>,
    code: Option<String>,
    detail: Option<String>,
    fix: Option<String>,
}

impl Problem {
    /// From a document.
    pub(crate) fn from_document(status: u16, document: Value) -> Problem {
        let fields = Fields::deserialize(&document).unwrap_or_default();
        let title = fields.title.clone().filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| format!("the gateway answered {status}"));
        Problem { status, title, hint: None, document, fields }
    }

    /// From an answer without document, for example by a proxy in between.
    pub(crate) fn bare(status: u16, words: &str) -> Problem {
        let title = format!("the gateway answered {status} {words}").trim_end().to_owned();
        let document = json!({ "type": "about:blank", "title": title, "status": status });
        Problem { status, title, hint: None, document, fields: Fields::default() }
    }

    /// Whether the request was at fault, not the gateway.
    pub(crate) fn is_callers_fault(&self) -> bool {
        (400..500).contains(&self.status)
    }

    /// Places in a list of the request that were at fault, each with code and detail; nothing if anything else was at
    /// fault as well. `list` is the pointer of the list, such as `/recipients`.
    pub(crate) fn faults_in(&self, list: &str) -> Option<Vec<(usize, Option<Code>, String)>> {
        let place = |fault: &FieldFault| {
            let place = fault.pointer.as_deref()?.strip_prefix(list)?.strip_prefix('/')?.parse().ok()?;
            let code = fault.code.as_deref().and_then(Code::parse);
            Some((place, code, fault.detail.clone().unwrap_or_default()))
        };
        let places: Option<Vec<_>> = self.fields.errors.iter().map(place).collect();
        places.filter(|places| !places.is_empty())
    }

    /// Title and code.
    pub(crate) fn headline(&self) -> String {
        match &self.fields.code {
            Some(code) => format!("{} [{code}]", self.title),
            None => self.title.clone(),
        }
    }

    /// What stands below the headline: detail, each fault with its field, and what to do.
    pub(crate) fn lines(&self, language: Language) -> Vec<String> {
        let Fields { detail, fix, code, errors, .. } = &self.fields;
        let mut lines = Vec::new();
        let mut add = |line: String| {
            if !line.is_empty() && line != self.title && !lines.contains(&line) {
                lines.push(line);
            }
        };
        add(detail.clone().unwrap_or_default());
        for error in errors {
            let place = error.pointer.as_deref().unwrap_or("");
            let place = if place.is_empty() {
                String::new()
            } else {
                format!("{} {place}: ", words::FIELD.get(language))
            };
            let what = error.detail.clone().or_else(|| text_of(error.code.as_deref(), language, false));
            let code = error.code.as_deref().map(|code| format!(" [{code}]")).unwrap_or_default();
            add(format!("{place}{}{code}", what.unwrap_or_default()));
            add(arrow(error.fix.clone().or_else(|| text_of(error.code.as_deref(), language, true))));
        }
        if errors.is_empty() {
            let fix = fix.clone().or_else(|| text_of(code.as_deref(), language, true));
            add(arrow(fix.filter(|fix| Some(fix) != detail.as_ref())));
        }
        add(self.hint.clone().unwrap_or_default());
        lines
    }
}

fn arrow(fix: Option<String>) -> String {
    fix.filter(|fix| !fix.is_empty()).map(|fix| format!("→ {fix}")).unwrap_or_default()
}

/// What the catalogue says about a code.
fn text_of(code: Option<&str>, language: Language, fix: bool) -> Option<String> {
    let entry = Code::parse(code?)?.entry();
    Some(if fix { entry.fix } else { entry.what }.get(language).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_names_field_and_remedy() {
        let document = json!({
            "type": "/problems/recipient_check_digit", "title": "The number is mistyped.", "status": 422,
            "detail": "Correct the number.", "code": "recipient_check_digit", "fix": "Correct the number.",
            "errors": [
                { "pointer": "/to", "code": "recipient_check_digit", "detail": "the check digit is wrong", "fix": "Type it again." },
                { "pointer": "/type", "code": "type_unknown" },
            ],
        });
        let problem = Problem::from_document(422, document);
        assert!(problem.is_callers_fault());
        assert_eq!(problem.headline(), "The number is mistyped. [recipient_check_digit]");
        let lines = problem.lines(Language::Sv);
        assert_eq!(lines[1], "fält /to: the check digit is wrong [recipient_check_digit]");
        assert_eq!(lines[2], "→ Type it again.");
        assert!(lines[3].starts_with("fält /type: ") && lines[3].len() > 30, "{lines:?}");
        assert!(lines[4].starts_with("→ "), "the catalogue fills in: {lines:?}");
    }

    #[test]
    fn odd_documents_do_no_harm() {
        let problem = Problem::from_document(400, json!({ "title": 7, "errors": "x" }));
        assert_eq!(problem.title, "the gateway answered 400");
        assert!(problem.lines(Language::En).is_empty());
        assert_eq!(Problem::bare(502, "Bad Gateway").headline(), "the gateway answered 502 Bad Gateway");
    }
}
