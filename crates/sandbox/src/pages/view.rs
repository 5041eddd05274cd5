//! A letter as both countries' readers make it for the page.

/// Text of the letter itself.
pub(super) enum Text {
    /// Paragraphs of lines.
    Plain(Vec<Vec<String>>),
    /// HTML, shown in a frame that may do nothing; the number names it in the address.
    Framed(usize),
}

/// A file to open.
pub(super) struct Document {
    pub(super) index: usize,
    pub(super) title: String,
    pub(super) filename: String,
    pub(super) size: u64,
    pub(super) pdf: bool,
}

/// Something the recipient is asked to do.
pub(super) struct Action {
    pub(super) kind: &'static str,
    pub(super) label: String,
    /// Only `https` addresses become links.
    pub(super) href: Option<String>,
    pub(super) deadline: Option<String>,
    /// Lines such as time and place of an appointment: (label, text).
    pub(super) details: Vec<(&'static str, String)>,
}

/// A label with a text, perhaps a link.
pub(super) struct Line {
    pub(super) label: &'static str,
    pub(super) text: String,
    pub(super) href: Option<String>,
}

impl Line {
    pub(super) fn new(label: &'static str, text: impl Into<String>) -> Self {
        Self { label, text: text.into(), href: None }
    }

    pub(super) fn link(label: &'static str, text: impl Into<String>, scheme: &str) -> Self {
        let text = text.into();
        let href = match scheme {
            "https" => safe_link(&text),
            scheme => Some(format!("{scheme}:{}", text.replace(' ', ""))),
        };
        Self { label, text, href }
    }
}

/// The letter.
#[derive(Default)]
pub(super) struct LetterView {
    pub(super) texts: Vec<Text>,
    pub(super) documents: Vec<Document>,
    pub(super) actions: Vec<Action>,
    pub(super) contact: Vec<Line>,
    pub(super) contact_text: Vec<Vec<String>>,
    pub(super) marks: Vec<&'static str>,
    pub(super) reply_by: Option<String>,
    pub(super) department: Option<String>,
    pub(super) case: Option<String>,
    /// The signatures were verified when the letter was received.
    pub(super) signatures_hold: bool,
}

/// A file's octets with its name and type.
pub(super) struct Blob {
    pub(super) filename: String,
    pub(super) media_type: String,
    pub(super) octets: Vec<u8>,
}

/// Paragraphs at blank lines, lines within.
pub(super) fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for line in text.lines().map(str::trim_end) {
        match (line.is_empty(), all.last_mut()) {
            (true, Some(last)) if !last.is_empty() => all.push(Vec::new()),
            (false, Some(last)) => last.push(line.to_owned()),
            _ => {}
        }
    }
    all.retain(|paragraph| !paragraph.is_empty());
    all
}

/// The address, if a browser may be led there.
pub(super) fn safe_link(url: &str) -> Option<String> {
    let url = url.trim();
    let plain = !url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'));
    (plain && url.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://")))
        .then(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_becomes_a_link() {
        assert_eq!(safe_link("https://a.example/ø?x=1"), Some("https://a.example/ø?x=1".into()));
        for bad in
            ["http://a.example", "javascript:alert(1)", "https://a b", "data:text/html,x", "", "åååååååå"]
        {
            assert_eq!(safe_link(bad), None, "{bad}");
        }
    }

    #[test]
    fn text_falls_into_paragraphs() {
        assert_eq!(paragraphs("a\r\nb\n\n\n c\n"), [vec!["a".to_owned(), "b".into()], vec![" c".into()]]);
        assert!(paragraphs("\n\n").is_empty());
    }
}
