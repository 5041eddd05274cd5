//! A strict look at HTML bodies (rule D3): what operators would refuse or strip, told beforehand.

/// Elements that have no end tag.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements that run, embed, ask or fetch.
const FORBIDDEN: [&str; 17] = [
    "script", "iframe", "frame", "frameset", "form", "input", "button", "select", "textarea", "object",
    "embed", "applet", "audio", "video", "base", "link", "svg",
];

/// Attributes that fetch what they name.
const FETCHING: [&str; 7] = ["src", "srcset", "background", "poster", "data", "action", "formaction"];

/// Problems reported at most for one body.
const MOST: usize = 20;

/// Everything wrong with the text; empty when all is well.
pub(super) fn check(html: &str) -> Vec<String> {
    let mut checker = Checker { rest: html, open: Vec::new(), problems: Vec::new() };
    checker.run();
    checker.problems.truncate(MOST);
    checker.problems
}

struct Checker<'h> {
    rest: &'h str,
    open: Vec<String>,
    problems: Vec<String>,
}

impl<'h> Checker<'h> {
    fn run(&mut self) {
        while let Some(at) = self.rest.find('<') {
            if self.problems.len() >= MOST {
                return;
            }
            self.rest = self.rest.get(at + 1..).unwrap_or_default();
            if let Some(inside) = self.rest.strip_prefix("!--") {
                match inside.split_once("-->") {
                    Some((_, rest)) => self.rest = rest,
                    None => return self.report("a comment does not end"),
                }
            } else if self.rest.starts_with('!') {
                self.declaration();
            } else if let Some(inside) = self.rest.strip_prefix('/') {
                self.rest = inside;
                self.end_tag();
            } else if self.rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                if !self.start_tag() {
                    return;
                }
            } else {
                self.report("a < that begins no tag; write &lt;");
            }
        }
        let open: Vec<String> = std::mem::take(&mut self.open);
        for name in open.into_iter().rev() {
            self.report(format!("<{name}> is not closed"));
        }
    }

    fn report(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }

    fn declaration(&mut self) {
        let (inside, rest) = self.rest.split_once('>').unwrap_or((self.rest, ""));
        if !inside.to_ascii_lowercase().starts_with("!doctype html") {
            self.report("a declaration other than the doctype of HTML");
        }
        self.rest = rest;
    }

    fn end_tag(&mut self) {
        let Some((name, rest)) = self.rest.split_once('>') else {
            self.rest = "";
            return self.report("an end tag does not end");
        };
        self.rest = rest;
        let name = name.trim().to_ascii_lowercase();
        if self.open.last() == Some(&name) {
            self.open.pop();
            return;
        }
        self.report(format!("</{}> closes nothing that is open here", shown(&name)));
        // Go on from the element it may have meant, so that one slip is reported once.
        if let Some(at) = self.open.iter().rposition(|open| *open == name) {
            self.open.truncate(at);
        }
    }

    /// `false` when the tag does not end and there is nothing more to read.
    fn start_tag(&mut self) -> bool {
        let Some(end) = tag_end(self.rest) else {
            self.report("a start tag does not end");
            return false;
        };
        let inside = self.rest.get(..end).unwrap_or_default();
        self.rest = self.rest.get(end + 1..).unwrap_or_default();
        let closed = inside.ends_with('/');
        let inside = inside.strip_suffix('/').unwrap_or(inside);
        let split = inside.find(|c: char| c.is_ascii_whitespace()).unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(split);
        let name = name.to_ascii_lowercase();
        if FORBIDDEN.contains(&name.as_str()) {
            self.report(format!("<{name}> is not allowed in a message"));
        }
        self.attributes(&name, attributes);
        if !closed && !VOID.contains(&name.as_str()) {
            let raw = matches!(name.as_str(), "style" | "script" | "title");
            self.open.push(name.clone());
            if raw {
                self.raw_text(&name);
            }
        }
        true
    }

    /// The text of an element in which `<` is no markup.
    fn raw_text(&mut self, name: &str) {
        let ends = |at: usize| {
            let found = self.rest.get(at + 2..at + 2 + name.len());
            found.is_some_and(|found| found.eq_ignore_ascii_case(name))
        };
        let Some(end) = self.rest.match_indices("</").map(|(at, _)| at).find(|at| ends(*at)) else {
            // Everything that follows is its text; the missing end tag is told at the end.
            self.rest = "";
            return;
        };
        let text = self.rest.get(..end).unwrap_or_default();
        if name == "style" {
            self.style(text);
        }
        self.rest = self.rest.get(end..).unwrap_or_default();
    }

    fn style(&mut self, css: &str) {
        let css = css.to_ascii_lowercase();
        if css.contains("url(") || css.contains("@import") || css.contains("expression(") {
            self.report("a style that fetches or runs something");
        }
    }

    fn attributes(&mut self, element: &str, text: &str) {
        for (name, value) in split_attributes(text) {
            let name = name.to_ascii_lowercase();
            let value = value.trim().to_ascii_lowercase();
            if name.starts_with("on") {
                self.report(format!("the event handler {} is not allowed", shown(&name)));
            }
            if name == "style" {
                self.style(&value);
            }
            // Pictures inside the message itself fetch nothing.
            if FETCHING.contains(&name.as_str()) && !value.starts_with("data:image/") {
                self.report(format!("<{element} {name}> fetches from outside the message"));
            }
            if ["href", "xlink:href"].contains(&name.as_str()) && !harmless_link(&value) {
                self.report(format!(
                    "<{element} {name}> is neither https, mailto, tel nor a place in the text"
                ));
            }
            if element == "meta" && name == "http-equiv" && value == "refresh" {
                self.report("a page that reloads itself");
            }
        }
    }
}

fn harmless_link(value: &str) -> bool {
    ["https://", "http://", "mailto:", "tel:", "#"].iter().any(|scheme| value.starts_with(scheme))
}

/// At most a few characters of foreign text in a report.
fn shown(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(20).collect()
}

/// Where the start tag ends, quotes observed.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at),
            _ => {}
        }
    }
    None
}

/// Names and values; a name without value has an empty one.
fn split_attributes(text: &str) -> Vec<(&str, &str)> {
    let mut rest = text.trim_start();
    let mut attributes = Vec::new();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let after = after.trim_start();
        let Some(value) = after.strip_prefix('=') else {
            attributes.push((name, ""));
            rest = after;
            if end == 0 {
                break;
            }
            continue;
        };
        let value = value.trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                value.get(1..).and_then(|inside| inside.split_once(quote)).unwrap_or((value, ""))
            }
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        attributes.push((name, value));
        rest = after.trim_start();
    }
    attributes
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_plain_page_passes() {
        let page = "<!DOCTYPE html>\n<html lang=\"sv\"><head><title>Å < ö</title><style>p { color: #333 }</style></head>\
            <body><!-- hej --><p class=x>Hej <b>du</b><br>2 &lt; 3</p><img alt='' src=\"data:image/png;base64,AA==\">\
            <a href='https://kommun.example/'>mer</a></body></html>";
        assert_eq!(check(page), Vec::<String>::new());
    }

    #[test]
    fn what_operators_refuse_is_found() {
        for bad in [
            "<p>Hej",
            "<p><b>Hej</p></b>",
            "</p>",
            "<p onclick=\"x()\">Hej</p>",
            "<script>1 < 2</script>",
            "<iframe></iframe>",
            "<form action='/x'></form>",
            "<img src=\"https://spår.example/1.gif\">",
            "<a href='javascript:alert(1)'>x</a>",
            "<p style=\"background:url(https://x.example/)\">x</p>",
            "<style>@import 'x';</style>",
            "<meta http-equiv=refresh content=1>",
            "<p title='>x</p>",
            "2 < 3",
            "<!-- x",
        ] {
            assert!(!check(bad).is_empty(), "{bad}");
        }
    }
}
