//! Foreign text made harmless for a terminal.

use std::borrow::Cow;

/// Replaces what could move the cursor, change colours or turn the reading direction. Line breaks and tabs
/// become spaces: every caller writes one line.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    let replace = |c: char| match c {
        '\n' | '\r' | '\t' => ' ',
        c if is_harmful(c) => '\u{fffd}',
        c => c,
    };
    Cow::Owned(text.chars().map(replace).collect())
}

fn is_harmful(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn escapes_do_not_reach_the_terminal() {
        assert_eq!(clean("Afgørelse på Ödegårds"), "Afgørelse på Ödegårds");
        assert_eq!(clean("a\x1b[2Jb\nc\u{202e}d\u{9b}e"), "a\u{fffd}[2Jb c\u{fffd}d\u{fffd}e");
    }
}
