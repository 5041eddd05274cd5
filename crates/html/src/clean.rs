//! A received text in HTML as it may be shown: only elements of text, no attributes but those named here, everything
//! else left out. What comes out is well nested and can neither run nor load anything.

use crate::problems::{VOID, harmless_link};
use crate::tags::{Piece, Pieces, Tag};

/// Elements that are kept. None of them changes how what stands in it is read.
const KEPT: [&str; 44] = [
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
    "address",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "a",
    "abbr",
];

/// Elements that are left out with all that stands in them.
const SILENT: [&str; 14] = [
    "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "template",
    "select", "object", "svg", "math",
];

/// Paragraphs and items that end where the next one begins, as people write them.
const SELF_ENDING: [&str; 6] = ["p", "li", "dt", "dd", "tr", "td"];

/// Deepest nesting shown; deeper elements lose their tags.
const DEPTH: usize = 64;

/// The text as harmless HTML: a fragment for the inside of a page.
///
/// ```
/// assert_eq!(html::harmless("<p>1 < 2 &amp; <a href='https://a.example/?b&c' onclick=x>d</a>"),
///     "<p>1 &lt; 2 &amp; <a href=\"https://a.example/?b&amp;c\" rel=\"noopener noreferrer\">d</a></p>");
/// ```
#[must_use]
pub fn harmless(html: &str) -> String {
    let mut cleaner =
        Cleaner { out: String::with_capacity(html.len()), open: Vec::new(), silent: Vec::new() };
    for piece in Pieces::new(html) {
        cleaner.piece(&piece);
    }
    while let Some(name) = cleaner.open.pop() {
        cleaner.close(name);
    }
    cleaner.out
}

struct Cleaner {
    out: String,
    open: Vec<&'static str>,
    silent: Vec<&'static str>,
}

impl Cleaner {
    fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Start(tag) => self.start(tag),
            Piece::End(name) => self.end(name),
            Piece::Text(text) if self.silent.is_empty() => escape(text, &mut self.out),
            Piece::Stray if self.silent.is_empty() => self.out.push_str("&lt;"),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let same = |name: &&&str| **name == tag.name;
        if let Some(name) = SILENT.iter().find(same) {
            // What closes itself in foreign markup does not in HTML; nothing is lost by hiding too much.
            if self.silent.len() < DEPTH {
                self.silent.push(name);
            }
            return;
        }
        let Some(name) = KEPT.iter().find(same).filter(|_| self.silent.is_empty()) else { return };
        if self.open.len() >= DEPTH {
            return;
        }
        if SELF_ENDING.contains(name) && self.open.last() == Some(name) {
            self.open.pop();
            self.close(name);
        }
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in &tag.attributes {
            self.attribute(name, attribute, value);
        }
        self.out.push('>');
        if !VOID.contains(name) {
            self.open.push(name);
        }
    }

    fn attribute(&mut self, element: &str, name: &str, value: &str) {
        let value = value.trim();
        match (element, name) {
            ("a", "href") if harmless_link(&value.to_ascii_lowercase()) && !value.starts_with('#') => {
                self.out.push_str(" href=\"");
                escape(value, &mut self.out);
                self.out.push_str("\" rel=\"noopener noreferrer\"");
            }
            ("td" | "th", "colspan" | "rowspan")
                if value.len() <= 3 && value.bytes().all(|b| b.is_ascii_digit()) && !value.is_empty() =>
            {
                self.out.push_str(&format!(" {name}=\"{value}\""));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(at) = self.silent.iter().rposition(|silent| *silent == name) {
            self.silent.truncate(at);
            return;
        }
        if !self.silent.is_empty() {
            return;
        }
        let Some(at) = self.open.iter().rposition(|open| *open == name) else { return };
        while self.open.len() > at {
            if let Some(name) = self.open.pop() {
                self.close(name);
            }
        }
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }
}

/// Text as it may stand between tags and in quoted attributes; references stay what they are.
fn escape(text: &str, out: &mut String) {
    for (at, c) in text.char_indices() {
        match c {
            '&' if is_reference(text.get(at + 1..).unwrap_or_default()) => out.push('&'),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Marks that turn the direction of writing could dress one text up as another.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() && !c.is_whitespace() => {}
            c => out.push(c),
        }
    }
}

/// Whether what follows an `&` makes a reference that is written to its end.
fn is_reference(rest: &str) -> bool {
    // No farther than the longest name, however much text follows.
    let end = rest.bytes().take(33).position(|byte| byte == b';');
    let Some(name) = end.and_then(|end| rest.get(..end)).filter(|name| !name.is_empty()) else {
        return false;
    };
    match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit()),
            None => !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()),
        },
        None => name.bytes().all(|b| b.is_ascii_alphanumeric()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problems::{Kind, problems};
    use proptest::prelude::*;

    #[test]
    fn only_text_comes_through() {
        for (foreign, shown) in [
            ("<p>a<p>b", "<p>a</p><p>b</p>"),
            ("<script>alert(1)</script>a", "a"),
            ("<svg><style><a>x</style></svg>b", "b"),
            ("<b><i>x</b>y</i>", "<b><i>x</i></b>y"),
            ("<img src=x onerror=y>a<td colspan=2 style=x>", "a<td colspan=\"2\"></td>"),
            ("<a href=\"javascript:x\">a</a>", "<a>a</a>"),
            (
                "<a href='https://a/\"onclick=x'>a</a>",
                "<a href=\"https://a/&quot;onclick=x\" rel=\"noopener noreferrer\">a</a>",
            ),
            ("&copy; &amp;lt; & &#x41; &# <3", "&copy; &amp;lt; &amp; &#x41; &amp;# &lt;3"),
            ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
            ("<!-- <b> --><form>x<input></form>", "x"),
            ("a\u{202e}b\u{0}", "ab"),
        ] {
            assert_eq!(harmless(foreign), shown, "{foreign}");
        }
        assert!(harmless(&"<div>".repeat(10_000)).len() < 64 * 11 + 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn what_comes_out_is_harmless_and_stays_as_it_is(
            text in "(<[!/]?|>|--|-|\"|'|=| |/|a|b|p|script|style|svg|title|td|href|onclick|https://|javascript:|&|;|#|x|\\PC){0,40}"
        ) {
            let once = harmless(&text);
            let bad: Vec<_> = problems(&once).into_iter().filter(|p| p.kind != Kind::Nesting).collect();
            prop_assert!(bad.is_empty(), "{text:?} → {once:?}: {bad:?}");
            prop_assert!(problems(&once).is_empty(), "{text:?} → {once:?}");
            prop_assert_eq!(harmless(&once), once);
        }
    }
}
