//! What a text in HTML would do to its reader: run, load, ask, lead away. Told beforehand, by place.

use crate::tags::{Piece, Pieces, Tag};

/// What is wrong.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// Something runs or embeds: script, event handlers, frames, objects.
    Runs,
    /// Something is fetched from outside the text.
    Loads,
    /// The reader is asked for input.
    Asks,
    /// The reader is led away, or to an address that is none for people.
    Leads,
    /// Elements do not close as they open, or the text is cut off. Browsers differ in what they make of it.
    Nesting,
}

/// One thing wrong with a text in HTML.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// What it would do.
    pub kind: Kind,
    /// The same in words (English), with at most a few characters of the text.
    pub text: String,
}

/// Elements without content or end tag.
pub(crate) const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements that have no place in a letter, and why.
const FORBIDDEN: [(&str, Kind); 27] = [
    ("script", Kind::Runs),
    ("iframe", Kind::Runs),
    ("frame", Kind::Runs),
    ("frameset", Kind::Runs),
    ("object", Kind::Runs),
    ("embed", Kind::Runs),
    ("applet", Kind::Runs),
    ("svg", Kind::Runs),
    ("math", Kind::Runs),
    ("template", Kind::Runs),
    // Read in two ways, depending on whether scripts run or on the browser's age.
    ("noscript", Kind::Runs),
    ("noembed", Kind::Runs),
    ("noframes", Kind::Runs),
    ("xmp", Kind::Runs),
    ("plaintext", Kind::Runs),
    ("audio", Kind::Loads),
    ("video", Kind::Loads),
    ("source", Kind::Loads),
    ("track", Kind::Loads),
    ("link", Kind::Loads),
    ("form", Kind::Asks),
    ("input", Kind::Asks),
    ("button", Kind::Asks),
    ("select", Kind::Asks),
    ("textarea", Kind::Asks),
    ("dialog", Kind::Asks),
    ("base", Kind::Leads),
];

/// Attributes that fetch what they name.
const FETCHING: [&str; 11] = [
    "src",
    "srcset",
    "background",
    "poster",
    "data",
    "action",
    "formaction",
    "ping",
    "manifest",
    "lowsrc",
    "longdesc",
];

/// Problems told at most.
const MOST: usize = 20;

/// Everything wrong with a text in HTML, in its order, at most twenty things; empty when it is harmless.
#[must_use]
pub fn problems(html: &str) -> Vec<Problem> {
    let mut judge = Judge { found: Vec::new(), open: Vec::new() };
    for piece in Pieces::new(html) {
        if judge.found.len() >= MOST {
            break;
        }
        judge.piece(&piece);
    }
    let open = std::mem::take(&mut judge.open);
    for name in open.into_iter().rev().take(MOST) {
        judge.report(Kind::Nesting, format!("<{}> is not closed", shown(&name)));
    }
    judge.found.truncate(MOST);
    judge.found
}

struct Judge {
    found: Vec<Problem>,
    open: Vec<String>,
}

impl Judge {
    fn report(&mut self, kind: Kind, text: impl Into<String>) {
        self.found.push(Problem { kind, text: text.into() });
    }

    fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Text(text) => {
                if self.open.last().is_some_and(|open| open == "style") {
                    self.style(text);
                }
            }
            Piece::Start(tag) => self.start(tag),
            Piece::End(name) => self.end(name),
            Piece::Comment { sound: true } | Piece::Doctype(true) => {}
            Piece::Comment { sound: false } => {
                self.report(Kind::Nesting, "a comment or declaration that is not written as HTML wants it");
            }
            Piece::Doctype(false) => self.report(Kind::Nesting, "a doctype other than that of HTML"),
            Piece::Stray => self.report(Kind::Nesting, "a < that begins no tag; write &lt;"),
            Piece::Unfinished => self.report(Kind::Nesting, "a tag or comment that does not end"),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_str();
        if let Some((_, kind)) = FORBIDDEN.iter().find(|(forbidden, _)| *forbidden == name) {
            self.report(*kind, format!("<{name}> is not allowed in a message"));
        }
        for (attribute, value) in &tag.attributes {
            self.attribute(name, attribute, value);
        }
        if !tag.closed && !VOID.contains(&name) {
            self.open.push(tag.name.clone());
        }
    }

    fn end(&mut self, name: &str) {
        if self.open.last().is_some_and(|open| open == name) {
            self.open.pop();
            return;
        }
        self.report(Kind::Nesting, format!("</{}> closes nothing that is open here", shown(name)));
        // Go on from the element it may have meant, so that one slip is reported once.
        if let Some(at) = self.open.iter().rposition(|open| open == name) {
            self.open.truncate(at);
        }
    }

    fn attribute(&mut self, element: &str, name: &str, value: &str) {
        let value = value.trim().to_ascii_lowercase();
        let element = shown(element);
        if name.starts_with("on") {
            self.report(Kind::Runs, format!("the event handler {} is not allowed", shown(name)));
        }
        if name == "style" {
            self.style(&value);
        }
        // Pictures inside the message itself fetch nothing.
        if FETCHING.contains(&name) && !value.starts_with("data:image/") {
            self.report(Kind::Loads, format!("<{element} {name}> fetches from outside the message"));
        }
        if matches!(name, "href" | "xlink:href") && !harmless_link(&value) {
            let kind =
                if value.contains("script") || value.contains("&#") { Kind::Runs } else { Kind::Leads };
            self.report(
                kind,
                format!("<{element} {name}> is neither https, mailto, tel nor a place in the text"),
            );
        }
        if name == "srcdoc" {
            self.report(Kind::Runs, "a page within the page");
        }
        // Whatever a meta element does to a browser beyond naming the character set, a letter need not.
        if element == "meta" && name == "http-equiv" && value != "content-type" {
            self.report(
                Kind::Leads,
                "a meta element that instructs the browser, to reload the page for example",
            );
        }
    }

    fn style(&mut self, css: &str) {
        let css = css.to_ascii_lowercase();
        let fetches =
            ["url(", "@import", "image(", "image-set(", "src("].iter().any(|word| css.contains(word));
        let runs = ["expression(", "behavior", "-moz-binding"].iter().any(|word| css.contains(word));
        // Escapes are there to hide one of these words.
        if fetches || css.contains('\\') || css.contains("&#") {
            self.report(Kind::Loads, "a style that fetches something");
        } else if runs {
            self.report(Kind::Runs, "a style that runs something");
        }
    }
}

/// Links that people can follow knowingly.
pub(crate) fn harmless_link(value: &str) -> bool {
    ["https://", "http://", "mailto:", "tel:", "#"].iter().any(|scheme| value.starts_with(scheme))
}

/// At most a few characters of foreign text.
fn shown(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(20).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_page_passes() {
        let page = "<!DOCTYPE html>\n<html lang=\"sv\"><head><meta http-equiv=\"Content-Type\" content=\"text/html\">\
            <title>Å < ö</title><style>p { color: #333 }</style></head><body><!-- hej --><p class=x>Hej <b>du</b><br>2 &lt; 3</p>\
            <img alt='' src=\"data:image/png;base64,AA==\"><a href='https://kommun.example/'>mer</a></body></html>";
        assert_eq!(problems(page), []);
        assert_eq!(problems("bara text"), []);
    }

    #[test]
    fn what_it_would_do_is_named() {
        for (text, kind) in [
            ("<p onclick=\"x()\">Hej</p>", Kind::Runs),
            ("<p/ONCLICK=x()>Hej</p>", Kind::Runs),
            ("<script>1 < 2</script>", Kind::Runs),
            ("<!--><script>x</script>-->", Kind::Runs),
            ("<p a\"><script></script><p b\"></p></p>", Kind::Runs),
            ("<iframe></iframe>", Kind::Runs),
            ("<a href='javascript:alert(1)'>x</a>", Kind::Runs),
            ("<a href='java&#115;cript:alert(1)'>x</a>", Kind::Runs),
            ("<svg></svg>", Kind::Runs),
            ("<img src=\"https://spår.example/1.gif\">", Kind::Loads),
            ("<img srcset='//a 2x'>", Kind::Loads),
            ("<table background='https://a/'></table>", Kind::Loads),
            ("<p style=\"background:url(https://x.example/)\">x</p>", Kind::Loads),
            ("<p style=\"background:u\\72l(https://x.example/)\">x</p>", Kind::Loads),
            ("<p style=\"background:&#117;rl(https://x.example/)\">x</p>", Kind::Loads),
            ("<style>@import 'x';</style>", Kind::Loads),
            ("<link rel=stylesheet>", Kind::Loads),
            ("<form></form>", Kind::Asks),
            ("<input>", Kind::Asks),
            ("<meta http-equiv=refresh content=1>", Kind::Leads),
            ("<base>", Kind::Leads),
            ("<a href='file:///etc/passwd'>x</a>", Kind::Leads),
            ("<p>Hej", Kind::Nesting),
            ("<p><b>Hej</p></b>", Kind::Nesting),
            ("</p>", Kind::Nesting),
            ("<p title='>x</p>", Kind::Nesting),
            ("2 < 3", Kind::Nesting),
            ("<!-- x", Kind::Nesting),
            ("<!--[if IE]><p></p><![endif]-->", Kind::Nesting),
        ] {
            assert!(
                problems(text).iter().any(|problem| problem.kind == kind),
                "{text}: {:?}",
                problems(text)
            );
        }
    }

    #[test]
    fn there_are_never_too_many() {
        assert_eq!(problems(&"<script>x</script><form></form>".repeat(1000)).len(), MOST);
    }

    /// Texts on which a careless reader begins again and again: one quadratic step, and this test takes minutes.
    #[test]
    fn long_texts_are_read_once() {
        for unit in [
            "<!-- --!>",
            "<!-- -->",
            "<p>",
            "</p>",
            "<p a=b>",
            "<!",
            "<svg>",
            "</title><svg>",
            "<a href='",
            "--",
            "<!--",
            "&",
            "<title>",
        ] {
            let text = unit.repeat((1 << 20) / unit.len());
            assert!(problems(&text).len() <= MOST);
            assert!(crate::harmless(&text).len() < 8 * text.len());
        }
    }
}
