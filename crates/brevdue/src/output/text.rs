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

/// A line broken between its words, further lines indented as what they continue. A word is never broken: it may be
/// an address that somebody copies.
pub(crate) fn wrapped(line: &str, width: usize) -> Vec<String> {
    let count = |text: &str| text.chars().count();
    if count(line) <= width {
        return vec![line.to_owned()];
    }
    let start = line.len() - line.trim_start_matches([' ', '-']).len();
    let (lead, rest) = line.split_at(start);
    let indent = " ".repeat(count(lead));
    let (mut lines, mut current) = (Vec::new(), lead.to_owned());
    for (number, word) in rest.split(' ').enumerate() {
        if number > 0 && count(&current) + 1 + count(word) > width {
            lines.push(std::mem::replace(&mut current, indent.clone()));
        } else if number > 0 {
            current.push(' ');
        }
        current.push_str(word);
    }
    lines.push(current);
    lines
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn lines_break_between_words() {
        let broken = super::wrapped("  - betale: Betal nu, https://eksempel.dk/a/b/c/d/e/f", 24);
        assert_eq!(broken, ["  - betale: Betal nu,", "    https://eksempel.dk/a/b/c/d/e/f"]);
        assert_eq!(super::wrapped("  kort  linje", 24), ["  kort  linje"]);
        assert_eq!(super::wrapped("blå bær grød", 7), ["blå bær", "grød"]);
    }

    #[test]
    fn escapes_do_not_reach_the_terminal() {
        assert_eq!(clean("Afgørelse på Ödegårds"), "Afgørelse på Ödegårds");
        assert_eq!(clean("a\x1b[2Jb\nc\u{202e}d\u{9b}e"), "a\u{fffd}[2Jb c\u{fffd}d\u{fffd}e");
    }
}
