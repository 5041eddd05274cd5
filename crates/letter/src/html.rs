//! HTML bodies: a small closed set of harmless elements, properly nested (rules D3, R26).
//!
//! Allow-listing instead of cleaning: what is signed must be what the caller wrote, so a body is either
//! taken as it is or refused with the place and the reason.

/// Elements that may stand in a letter.
const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "meta",
    "title",
    "body",
    "p",
    "br",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "strong",
    "b",
    "em",
    "i",
    "u",
    "s",
    "small",
    "sub",
    "sup",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "code",
    "div",
    "span",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "address",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "colgroup",
    "col",
    "a",
    "abbr",
    "time",
];
/// Elements without content or end tag.
const VOID: &[&str] = &["meta", "br", "hr", "col"];
/// Attributes that may stand on them; `href` only with an `https:`, `mailto:` or `tel:` address.
const ATTRIBUTES: &[&str] = &[
    "lang", "dir", "title", "href", "colspan", "rowspan", "scope", "headers", "id", "charset", "datetime",
    "start", "reversed", "type", "role",
];
/// Deepest nesting.
const MAX_DEPTH: usize = 64;

/// Why an HTML body is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct HtmlFault {
    /// Line in the body, from 1.
    pub line: usize,
    /// What is wrong there and what is allowed.
    pub reason: String,
}

/// Checks an HTML body.
///
/// # Errors
/// The first thing that is not allowed.
pub fn check_html(text: &str) -> Result<(), HtmlFault> {
    Scanner { text, at: 0, open: Vec::new() }.run()
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    open: Vec<&'a str>,
}

impl<'a> Scanner<'a> {
    fn fault<T>(&self, reason: impl Into<String>) -> Result<T, HtmlFault> {
        let before = self.text.get(..self.at).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        Err(HtmlFault { line, reason: reason.into() })
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn run(mut self) -> Result<(), HtmlFault> {
        while let Some(offset) = self.rest().find('<') {
            self.at += offset;
            let rest = self.rest();
            if starts_with_ignoring_case(rest, "<!doctype") {
                self.skip_past(">", "the doctype does not end")?;
            } else if rest.starts_with("<!--") {
                // Conditional comments are code for some clients.
                if rest.starts_with("<!--[") {
                    return self.fault("conditional comments are not allowed");
                }
                // Browsers end a comment there too, and would see what we took for its text.
                if self.skip_past("-->", "a comment does not end")?.contains("--!>") {
                    return self.fault("a comment must end with -->");
                }
            } else if rest.starts_with("</") {
                self.end_tag()?;
            } else {
                self.start_tag()?;
            }
        }
        match self.open.last() {
            None => Ok(()),
            Some(element) => self.fault(format!("<{element}> is not closed")),
        }
    }

    fn skip_past(&mut self, end: &str, reason: &str) -> Result<&'a str, HtmlFault> {
        let rest = self.rest();
        match rest.find(end) {
            Some(offset) => {
                self.at += offset + end.len();
                Ok(rest.get(..offset).unwrap_or_default())
            }
            None => self.fault(reason),
        }
    }

    fn end_tag(&mut self) -> Result<(), HtmlFault> {
        let tag = self.skip_past(">", "an end tag does not end")?;
        let name = tag.trim_start_matches("</").trim();
        match self.open.pop() {
            Some(open) if open.eq_ignore_ascii_case(name) => Ok(()),
            Some(open) => self.fault(format!("</{}> closes <{open}>: close elements in order", shown(name))),
            None => self.fault(format!("</{}> closes nothing", shown(name))),
        }
    }

    fn start_tag(&mut self) -> Result<(), HtmlFault> {
        self.at += 1;
        let rest = self.rest();
        let name_length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let name = rest.get(..name_length).unwrap_or_default();
        let lower = name.to_ascii_lowercase();
        if !ELEMENTS.contains(&lower.as_str()) {
            return self.fault(format!("<{}> is not allowed; write < as &lt; in text", shown(name)));
        }
        self.at += name_length;
        let closed = self.attributes(&lower)?;
        if !closed && !VOID.contains(&lower.as_str()) {
            if self.open.len() >= MAX_DEPTH {
                return self.fault(format!("nested deeper than {MAX_DEPTH}"));
            }
            self.open.push(name);
        }
        Ok(())
    }

    /// Reads attributes up to and including `>`; true when the tag closes itself.
    fn attributes(&mut self, element: &str) -> Result<bool, HtmlFault> {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            let spaced = trimmed.len() < rest.len();
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with('>') {
                self.at += 1;
                return Ok(false);
            }
            if trimmed.starts_with("/>") {
                self.at += 2;
                return Ok(true);
            }
            if trimmed.is_empty() || !spaced {
                return self.fault(format!("the tag <{element}> is malformed"));
            }
            self.attribute(element, trimmed)?;
        }
    }

    fn attribute(&mut self, element: &str, rest: &'a str) -> Result<(), HtmlFault> {
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
        let name = rest.get(..length).unwrap_or_default().to_ascii_lowercase();
        if !ATTRIBUTES.contains(&name.as_str()) && !name.starts_with("aria-") {
            let shown = shown(&name);
            return self.fault(format!(
                "attribute {shown} on <{element}> is not allowed: no styles, scripts or loaded content"
            ));
        }
        self.at += length;
        let Some(value) = self.rest().strip_prefix('=') else { return Ok(()) };
        let quote = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => quote,
            _ => return self.fault(format!("the value of {name} must stand in quotes")),
        };
        let inner = value.get(1..).unwrap_or_default();
        let Some(end) = inner.find(quote) else {
            return self.fault(format!("the value of {name} does not end"));
        };
        let value = inner.get(..end).unwrap_or_default();
        if name == "href"
            && !["https://", "mailto:", "tel:", "#"]
                .iter()
                .any(|start| starts_with_ignoring_case(value, start))
        {
            return self.fault("a link must begin with https:// (or mailto: or tel:)");
        }
        self.at += 1 + 1 + end + 1;
        Ok(())
    }
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// A name as it may be repeated in an error.
fn shown(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).take(30).collect()
}

#[cfg(test)]
mod tests {
    use super::check_html;

    #[test]
    fn a_letter_in_html_is_taken() {
        let letter = "<!DOCTYPE html><html lang=\"sv\"><head><meta charset=\"utf-8\"/><title>Beslut</title></head><body>\
            <h1>Beslut</h1><p>Hej &amp; välkommen<br/>till <a href=\"https://kommun.example/\">förskolan</a>.</p></body></html>";
        assert_eq!(check_html(letter), Ok(()));
        assert_eq!(check_html("bara text"), Ok(()));
    }

    #[test]
    fn what_runs_or_loads_is_refused() {
        for bad in [
            "<script>alert(1)</script>",
            "<p onclick=\"x()\">a</p>",
            "<img src=\"https://x.example/t.gif\">",
            "<a href=\"javascript:alert(1)\">a</a>",
            "<a href=\"http://x.example\">a</a>",
            "<form><input></form>",
            "<iframe src='https://x'></iframe>",
            "<p style=\"background:url(x)\">a</p>",
            "<svg/>",
            "<!--[if IE]><p></p><![endif]-->",
            "<!-- --!><script>alert(1)</script> -->",
            "<!--><script>alert(1)</script>-->",
            "<p>a",
            "<b><i>a</b></i>",
            "a < b",
            "</p>",
            "<p",
            "<a href=https://x>a</a>",
            "<p title=\"x>",
        ] {
            assert!(check_html(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_line_is_named() {
        assert_eq!(check_html("<p>a</p>\n\n<video></video>").unwrap_err().line, 3);
    }
}
