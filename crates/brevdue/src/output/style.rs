//! Colours, by meaning.

/// What a piece of text means; never the only sign of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Style {
    /// As the rest.
    #[default]
    Plain,
    /// Headings and what matters most.
    Strong,
    /// What matters least.
    Dim,
    /// Arrived, valid, yes.
    Good,
    /// Somebody should look.
    Warn,
    /// Failed, invalid, no.
    Bad,
}

impl Style {
    const fn sequence(self) -> Option<&'static str> {
        match self {
            Style::Plain => None,
            Style::Strong => Some("1"),
            Style::Dim => Some("2"),
            Style::Good => Some("32"),
            Style::Warn => Some("33"),
            Style::Bad => Some("1;31"),
        }
    }

    /// The text in this style, if colour is wanted.
    pub(crate) fn paint(self, text: &str, colour: bool) -> String {
        match self.sequence() {
            Some(sequence) if colour && !text.is_empty() => format!("\x1b[{sequence}m{text}\x1b[0m"),
            _ => text.to_owned(),
        }
    }
}

/// Whether colour is wanted: only on a terminal that can, and never with `NO_COLOR` (no-color.org).
pub(crate) fn wanted(terminal: bool) -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

#[cfg(test)]
mod tests {
    use super::Style;

    #[test]
    fn plain_without_colour() {
        assert_eq!(Style::Bad.paint("no", false), "no");
        assert_eq!(Style::Bad.paint("no", true), "\x1b[1;31mno\x1b[0m");
        assert_eq!(Style::Plain.paint("x", true), "x");
    }
}
