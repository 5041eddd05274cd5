//! A text cut into tags and what stands between them, at the places where a browser cuts it (HTML Living Standard,
//! 13.2.5): whoever cuts elsewhere can be made to overlook a tag.

/// A piece of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Piece<'t> {
    /// Characters and references, as written.
    Text(&'t str),
    /// A start tag.
    Start(Tag<'t>),
    /// An end tag: its name in lower case.
    End(String),
    /// A comment, or what browsers take for one; `sound` when it is one and ends properly.
    Comment {
        /// Written as a comment should be.
        sound: bool,
    },
    /// `<!DOCTYPE …>`, and whether it is that of HTML.
    Doctype(bool),
    /// A `<` that begins nothing and is shown as it is.
    Stray,
    /// A tag or comment without its end; nothing follows.
    Unfinished,
}

/// A start tag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Tag<'t> {
    /// Name in lower case.
    pub(crate) name: String,
    /// Names in lower case, values as written (references not resolved).
    pub(crate) attributes: Vec<(String, &'t str)>,
    /// Written with `/>`.
    pub(crate) closed: bool,
}

/// Elements in which `<` is text until their own end tag.
const RAW: [&str; 8] = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

pub(crate) struct Pieces<'t> {
    rest: &'t str,
    /// The element whose raw text comes next.
    raw: Option<String>,
}

impl<'t> Pieces<'t> {
    pub(crate) fn new(text: &'t str) -> Pieces<'t> {
        Pieces { rest: text, raw: None }
    }

    /// Takes `count` bytes off, at most to the next border of a character.
    fn take(&mut self, count: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at_checked(count).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Takes all up to and with `end`; `false` when it does not come, and nothing is left.
    fn through(&mut self, end: &str) -> bool {
        match self.rest.find(end) {
            Some(at) => {
                self.take(at + end.len());
                true
            }
            None => {
                self.rest = "";
                false
            }
        }
    }

    fn raw_text(&mut self, name: &str) -> Option<Piece<'t>> {
        let ends = |at: usize| {
            let after = self.rest.get(at + 2..).unwrap_or_default();
            let named = after.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
            let next = after.as_bytes().get(name.len());
            named && next.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))
        };
        let end = self.rest.match_indices("</").map(|(at, _)| at).find(|at| ends(*at));
        let text = self.take(end.unwrap_or(self.rest.len()));
        (!text.is_empty()).then_some(Piece::Text(text))
    }

    fn markup(&mut self) -> Piece<'t> {
        let inside = self.rest.get(1..).unwrap_or_default();
        let letter = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
        if letter(inside) {
            self.take(1);
            return self.tag().map_or(Piece::Unfinished, |tag| {
                let plain = tag.name == "plaintext";
                if plain || RAW.contains(&tag.name.as_str()) {
                    self.raw = Some(tag.name.clone());
                }
                Piece::Start(tag)
            });
        }
        if let Some(name) = inside.strip_prefix('/') {
            if letter(name) {
                self.take(2);
                // End tags may carry attributes, which nobody reads, quotes and all.
                return self.tag().map_or(Piece::Unfinished, |tag| Piece::End(tag.name));
            }
            return self.bogus();
        }
        if inside.starts_with("!--") {
            return self.comment();
        }
        if inside.get(..8).is_some_and(|word| word.eq_ignore_ascii_case("!doctype")) {
            let whole = self.rest;
            if !self.through(">") {
                return Piece::Unfinished;
            }
            let name = whole.get(9..).unwrap_or_default().trim_start().get(..4);
            return Piece::Doctype(name.is_some_and(|name| name.eq_ignore_ascii_case("html")));
        }
        if inside.starts_with(['!', '?']) {
            return self.bogus();
        }
        self.take(1);
        Piece::Stray
    }

    fn bogus(&mut self) -> Piece<'t> {
        if self.through(">") { Piece::Comment { sound: false } } else { Piece::Unfinished }
    }

    fn comment(&mut self) -> Piece<'t> {
        self.take(4);
        // Two ends that are easily overlooked.
        for end in [">", "->"] {
            if self.rest.starts_with(end) {
                self.take(end.len());
                return Piece::Comment { sound: false };
            }
        }
        let conditional = self.rest.starts_with('[');
        let mut from = 0;
        while let Some(at) = self.rest.get(from..).and_then(|rest| rest.find("--")) {
            let after = self.rest.get(from + at + 2..).unwrap_or_default();
            if after.starts_with('>') {
                self.take(from + at + 3);
                return Piece::Comment { sound: !conditional };
            }
            if after.starts_with("!>") {
                self.take(from + at + 4);
                return Piece::Comment { sound: false };
            }
            from += at + 1;
        }
        self.rest = "";
        Piece::Unfinished
    }

    /// A tag from its name on, through its `>`; `None` when it does not end.
    fn tag(&mut self) -> Option<Tag<'t>> {
        let length = self.rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
        let name = self.take(length.unwrap_or(self.rest.len())).to_ascii_lowercase();
        let mut attributes = Vec::new();
        loop {
            let skipped = self.rest.len()
                - self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/').len();
            let closed = self.take(skipped).ends_with('/');
            if self.rest.starts_with('>') {
                self.take(1);
                return Some(Tag { name, attributes, closed });
            }
            if self.rest.is_empty() {
                return None;
            }
            attributes.push(self.attribute()?);
        }
    }

    fn attribute(&mut self) -> Option<(String, &'t str)> {
        // An equals sign where a name begins belongs to it.
        let first = usize::from(self.rest.starts_with('='));
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '=');
        let length = self.rest.get(first..).unwrap_or_default().find(ends).map(|at| at + first);
        let name = self.take(length.unwrap_or(self.rest.len())).to_ascii_lowercase();
        let blank =
            |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_whitespace()).len();
        let gap = blank(self.rest);
        if !self.rest.get(gap..).unwrap_or_default().starts_with('=') {
            return Some((name, ""));
        }
        self.take(gap + 1);
        let gap = blank(self.rest);
        self.take(gap);
        let quote = self.rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let Some(quote) = quote else {
            let length = self.rest.find(|c: char| c.is_ascii_whitespace() || c == '>');
            return Some((name, self.take(length?)));
        };
        self.take(1);
        let length = self.rest.find(quote)?;
        let value = self.take(length);
        self.take(1);
        Some((name, value))
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        if let Some(name) = self.raw.take()
            && let Some(text) = self.raw_text(&name)
        {
            return Some(text);
        }
        if self.rest.is_empty() {
            return None;
        }
        let text = self.rest.find('<').unwrap_or(self.rest.len());
        if text > 0 {
            return Some(Piece::Text(self.take(text)));
        }
        let piece = self.markup();
        if piece == Piece::Unfinished {
            self.rest = "";
        }
        Some(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let start = |piece| match piece {
            Piece::Start(tag) => Some(tag.name),
            Piece::End(name) => Some(format!("/{name}")),
            _ => None,
        };
        Pieces::new(text).filter_map(start).collect()
    }

    #[test]
    fn tags_are_cut_where_browsers_cut_them() {
        for (text, expected) in [
            ("<P CLASS=x>a</p >", vec!["p", "/p"]),
            ("<!--><script>", vec!["script"]),
            ("<!---><script>", vec!["script"]),
            ("<!-- a --!><b>", vec!["b"]),
            ("<!-- <b> --><i>", vec!["i"]),
            ("<!-- <b> ---><i>", vec!["i"]),
            ("<!-- a --- b --!> --><i>", vec!["i"]),
            ("<p a\"><script>", vec!["p", "script"]),
            ("<p a=\">\"><b>", vec!["p", "b"]),
            ("<p a = '>' b><i>", vec!["p", "i"]),
            ("<p =\"><b>\">", vec!["p", "b"]),
            ("<? a=\"<!--\" ><b>", vec!["b"]),
            ("</ a><b>", vec!["b"]),
            ("</p a=\">\"><b>", vec!["/p", "b"]),
            ("<xmp><a title=\"</xmp><script>\">", vec!["xmp", "/xmp", "script"]),
            ("<title></titles><b></TITLE ><i>", vec!["title", "/title", "i"]),
            ("<style></style", vec!["style"]),
            ("<p/onclick=x>", vec!["p"]),
            ("a < b <3 <", vec![]),
            ("<plaintext></plaintext ><b>", vec!["plaintext", "/plaintext", "b"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn attributes_and_ends() {
        let pieces: Vec<Piece<'_>> = Pieces::new("<a Href='x' b c=d/>").collect();
        let attributes = vec![("href".into(), "x"), ("b".into(), ""), ("c".into(), "d/")];
        assert_eq!(pieces, [Piece::Start(Tag { name: "a".into(), attributes, closed: false })]);
        for cut in ["<p", "<p a=\"", "<!-- a", "<!doctype", "<p a=b"] {
            assert_eq!(Pieces::new(cut).last(), Some(Piece::Unfinished), "{cut}");
        }
        assert_eq!(
            Pieces::new("<br />").next(),
            Some(Piece::Start(Tag { name: "br".into(), attributes: Vec::new(), closed: true }))
        );
        assert_eq!(Pieces::new("<!DocType HTML>").next(), Some(Piece::Doctype(true)));
        assert_eq!(Pieces::new("<!doctype svg>").next(), Some(Piece::Doctype(false)));
    }
}
