//! Text in the encoding that the standard fonts speak (WinAnsi, Windows-1252).
//!
//! Danish, Swedish and most western European names are whole in it. For what is not, the nearest letter is better
//! than a hole: Łukasz becomes Lukasz, and only what has no Latin likeness becomes a question mark.

/// Stands for a character that has no likeness.
const UNKNOWN: u8 = b'?';

/// Characters above ASCII and outside Latin-1 that WinAnsi has.
const SPECIAL: &[(char, u8)] = &[
    ('€', 0x80),
    ('‚', 0x82),
    ('ƒ', 0x83),
    ('„', 0x84),
    ('…', 0x85),
    ('†', 0x86),
    ('‡', 0x87),
    ('ˆ', 0x88),
    ('‰', 0x89),
    ('Š', 0x8A),
    ('‹', 0x8B),
    ('Œ', 0x8C),
    ('Ž', 0x8E),
    ('‘', 0x91),
    ('’', 0x92),
    ('“', 0x93),
    ('”', 0x94),
    ('•', 0x95),
    ('–', 0x96),
    ('—', 0x97),
    ('˜', 0x98),
    ('™', 0x99),
    ('š', 0x9A),
    ('›', 0x9B),
    ('œ', 0x9C),
    ('ž', 0x9E),
    ('Ÿ', 0x9F),
];

/// Nearest likeness of single characters.
const LIKENESS: &[(&str, &str)] = &[
    ("ĀĂĄǍ", "A"),
    ("āăąǎ", "a"),
    ("ĆĈĊČ", "C"),
    ("ćĉċč", "c"),
    ("ĎĐ", "D"),
    ("ďđ", "d"),
    ("ĒĔĖĘĚ", "E"),
    ("ēĕėęě", "e"),
    ("ĜĞĠĢ", "G"),
    ("ĝğġģ", "g"),
    ("ĤĦ", "H"),
    ("ĥħ", "h"),
    ("ĨĪĬĮİ", "I"),
    ("ĩīĭįı", "i"),
    ("Ĵ", "J"),
    ("ĵ", "j"),
    ("Ķ", "K"),
    ("ķĸ", "k"),
    ("ĹĻĽĿŁ", "L"),
    ("ĺļľŀł", "l"),
    ("ŃŅŇŊ", "N"),
    ("ńņňŋ", "n"),
    ("ŌŎŐ", "O"),
    ("ōŏő", "o"),
    ("Ǿ", "Ø"),
    ("ǿ", "ø"),
    ("Ǽ", "Æ"),
    ("ǽ", "æ"),
    ("ŔŖŘ", "R"),
    ("ŕŗř", "r"),
    ("ŚŜŞȘ", "S"),
    ("śŝşșſ", "s"),
    ("ŢŤŦȚ", "T"),
    ("ţťŧț", "t"),
    ("ŨŪŬŮŰŲ", "U"),
    ("ũūŭůűų", "u"),
    ("ŴẀẂẄ", "W"),
    ("ŵẁẃẅ", "w"),
    ("ŶỲ", "Y"),
    ("ŷỳ", "y"),
    ("ŹŻ", "Z"),
    ("źż", "z"),
    ("ẞ", "SS"),
    ("Ə", "Ä"),
    ("ə", "ä"),
    ("‐‑‒−⁃", "-"),
    ("―", "—"),
    ("′ʼʻ`´", "’"),
    ("″", "”"),
    ("‛", "‘"),
    ("‟", "“"),
    ("⁄", "/"),
    ("●▪◦∙", "•"),
    ("ﬁ", "fi"),
    ("ﬂ", "fl"),
    ("ﬀ", "ff"),
    ("№", "Nr"),
    ("→", "->"),
    ("≤", "<="),
    ("≥", ">="),
    ("\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200A}\u{202F}\u{3000}\t", " "),
    // Invisible characters that word processors leave behind.
    ("\u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}\u{AD}\u{200E}\u{200F}", ""),
];

/// A letter followed by a combining mark, as some systems store names.
const COMPOSED: &[(char, &str, &str)] = &[
    ('\u{300}', "AEIOUaeiou", "ÀÈÌÒÙàèìòù"),
    ('\u{301}', "AEIOUYaeiouy", "ÁÉÍÓÚÝáéíóúý"),
    ('\u{302}', "AEIOUaeiou", "ÂÊÎÔÛâêîôû"),
    ('\u{303}', "ANOano", "ÃÑÕãñõ"),
    ('\u{308}', "AEIOUYaeiouy", "ÄËÏÖÜŸäëïöüÿ"),
    ('\u{30A}', "Aa", "Åå"),
    ('\u{30C}', "SZsz", "ŠŽšž"),
    ('\u{327}', "Cc", "Çç"),
];

/// `text` in WinAnsi. Control characters become blanks.
pub(crate) fn encode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in composed(text) {
        match direct(c) {
            Some(byte) => out.push(byte),
            None => match likeness(c) {
                Some(like) => out.extend(like.chars().filter_map(direct)),
                None => out.push(if c.is_control() { b' ' } else { UNKNOWN }),
            },
        }
    }
    out
}

/// The characters of `text` that would be printed as a question mark, each once, in order of appearance.
///
/// ```
/// assert!(paper::unprintable("Søren Åström, Łódź").is_empty());
/// assert_eq!(paper::unprintable("Ολγα"), ['Ο', 'λ', 'γ', 'α']);
/// ```
pub fn unprintable(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    for c in composed(text) {
        if direct(c).is_none() && likeness(c).is_none() && !c.is_control() && !found.contains(&c) {
            found.push(c);
        }
    }
    found
}

fn direct(c: char) -> Option<u8> {
    match u32::from(c) {
        0x20..=0x7E | 0xA0..=0xAC | 0xAE..=0xFF => u8::try_from(u32::from(c)).ok(),
        _ => SPECIAL.iter().find(|(special, _)| *special == c).map(|(_, byte)| *byte),
    }
}

fn likeness(c: char) -> Option<&'static str> {
    if is_mark(c) {
        return Some("");
    }
    LIKENESS.iter().find(|(from, _)| from.contains(c)).map(|(_, to)| *to)
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

/// `text` with letters and their combining marks joined where a joined letter is known.
fn composed(text: &str) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(text.len());
    for c in text.chars() {
        let joined = if is_mark(c) { out.last().and_then(|base| join(*base, c)) } else { None };
        match (joined, out.last_mut()) {
            (Some(whole), Some(last)) => *last = whole,
            _ => out.push(c),
        }
    }
    out
}

fn join(base: char, mark: char) -> Option<char> {
    let (_, from, to) = COMPOSED.iter().find(|(m, _, _)| *m == mark)?;
    from.chars().zip(to.chars()).find(|(b, _)| *b == base).map(|(_, whole)| whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nordic_letters_are_whole() {
        assert_eq!(encode("æøåäöéü ÆØÅÄÖÉÜ"), b"\xE6\xF8\xE5\xE4\xF6\xE9\xFC \xC6\xD8\xC5\xC4\xD6\xC9\xDC");
        assert_eq!(encode("– ” € …"), b"\x96 \x94 \x80 \x85");
    }

    #[test]
    fn combining_marks_join() {
        assert_eq!(encode("a\u{30A}o\u{308}"), b"\xE5\xF6");
        assert_eq!(encode("q\u{301}"), b"q");
    }

    #[test]
    fn others_become_their_likeness_or_a_question_mark() {
        assert_eq!(encode("Łukasz Žižek Őri"), b"Lukasz \x8Ei\x9Eek Ori");
        assert_eq!(encode("日本 й"), b"?? ?");
        assert_eq!(encode("a\u{200B}b\u{A0}c\u{2011}d\te\u{7}"), b"ab\xA0c-d e ");
    }
}
