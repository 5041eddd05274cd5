//! Character classes of XML 1.0 and the scan over plain text, which decides the speed on large documents.

/// One uninterrupted run of character data.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TextRun {
    /// Offset of the `<`, `&` or end that stops it, or where the next piece begins.
    pub(crate) end: usize,
    /// The canonical form of the run is the run itself.
    pub(crate) plain: bool,
}

/// Why a run is refused; the offset is that of the offending octet.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum TextFault {
    Character(usize),
    NotUtf8(usize),
    CdataEnd(usize),
}

const BLOCK: usize = 64;
const STRETCH: usize = 256;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    Stop,
    Greater,
    Return,
    Control,
    Wide,
}

const CLASSES: [Class; 256] = {
    let mut table = [Class::Plain; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = match b as u8 {
            b'<' | b'&' => Class::Stop,
            b'>' => Class::Greater,
            b'\r' => Class::Return,
            b'\t' | b'\n' => Class::Plain,
            0..=0x1F => Class::Control,
            0x80.. => Class::Wide,
            _ => Class::Plain,
        };
        b += 1;
    }
    table
};

/// Whether a stretch holds nothing but ASCII from `'` on without `<`, `=` and `>`: base64, for one. Written as
/// three running minima and maxima so that the compiler makes short vector code of it.
#[inline]
fn dense(stretch: &[u8; STRETCH]) -> bool {
    let (mut low, mut all, mut near) = (u8::MAX, 0, u8::MAX);
    for b in stretch {
        low = low.min(*b);
        all |= *b;
        near = near.min(*b ^ b'<');
    }
    (low > b'&') & (all < 0x80) & (near > b'<' ^ b'>')
}

/// Whether a block holds nothing but ordinary ASCII, line ends and tabs. As signed numbers both the controls
/// and everything beyond ASCII lie below the space.
#[inline]
fn ordinary_lines(block: &[u8; BLOCK]) -> bool {
    let odd = block.iter().fold(false, |odd, b| {
        odd | (((*b as i8) < 0x20) & (*b != b'\n') & (*b != b'\t')) | (*b | 2 == b'>') | (*b == b'&')
    });
    !odd
}

/// A longer run comes in pieces, so that each is still in the processor's cache when it is digested.
const PIECE: usize = 32 << 10;

/// Follows character data from `start` to the next `<`, `&` or the end, and checks every character of it.
/// `data_start` is where the character data began, of which this may be a later piece. Pieces end only after
/// octets that mean the same with and without their successor.
pub(crate) fn scan_text(document: &[u8], start: usize, data_start: usize) -> Result<TextRun, TextFault> {
    let mut at = start;
    let mut plain = true;
    let mut first_wide = None;
    let end = 'run: loop {
        let Some(rest) = document.get(at..) else { break at };
        let passed = match (rest.first_chunk(), rest.first_chunk()) {
            (Some(stretch), _) if dense(stretch) => STRETCH,
            (_, Some(block)) if ordinary_lines(block) => BLOCK,
            _ => 0,
        };
        if passed > 0 {
            at += passed;
            if at >= start + PIECE {
                break 'run at;
            }
            continue;
        }
        if rest.is_empty() {
            break at;
        }
        for (i, b) in rest.iter().take(BLOCK).enumerate() {
            match CLASSES[*b as usize] {
                Class::Plain => {}
                Class::Stop => break 'run at + i,
                Class::Greater => {
                    let here = at + i;
                    if here >= data_start + 2 && document.get(here - 2..here) == Some(b"]]") {
                        return Err(TextFault::CdataEnd(here));
                    }
                    plain = false;
                }
                Class::Return => plain = false,
                Class::Control => return Err(TextFault::Character(at + i)),
                Class::Wide => first_wide = first_wide.or(Some(at + i)),
            }
        }
        at += rest.len().min(BLOCK);
    };
    if let Some(from) = first_wide {
        let wide = document.get(from..end).unwrap_or_default();
        if let Err(e) = std::str::from_utf8(wide) {
            return Err(TextFault::NotUtf8(from + e.valid_up_to()));
        }
        if let Some(i) = noncharacter(wide) {
            return Err(TextFault::Character(from + i));
        }
    }
    Ok(TextRun { end, plain })
}

/// Offset of U+FFFE or U+FFFF, the only characters that valid UTF-8 can hold and XML cannot, besides controls.
fn noncharacter(utf8: &[u8]) -> Option<usize> {
    utf8.windows(3).position(|w| w == [0xEF, 0xBF, 0xBE] || w == [0xEF, 0xBF, 0xBF])
}

/// Offset of the first octet of valid UTF-8 that XML 1.0 does not allow.
pub(crate) fn forbidden(utf8: &[u8]) -> Option<usize> {
    let control = utf8.iter().position(|b| CLASSES[*b as usize] == Class::Control);
    control.or_else(|| if utf8.is_ascii() { None } else { noncharacter(utf8) })
}

/// Whether a code point is a `Char` of XML 1.0.
pub(crate) fn allowed(code: u32) -> Option<char> {
    match code {
        0x9 | 0xA | 0xD | 0x20..=0xD7FF | 0xE000..=0xFFFD | 0x10000..=0x10FFFF => char::from_u32(code),
        _ => None,
    }
}

/// White space of XML.
pub(crate) fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether the text is a name without colon.
pub(crate) fn is_ncname(name: &str) -> bool {
    let bytes = name.as_bytes();
    let ascii_start = |b: &u8| b.is_ascii_alphabetic() || *b == b'_';
    match bytes.split_first() {
        None => false,
        Some((first, rest)) if name.is_ascii() => {
            ascii_start(first)
                && rest.iter().all(|b| ascii_start(b) || b.is_ascii_digit() || matches!(b, b'-' | b'.'))
        }
        Some(_) => {
            let mut chars = name.chars();
            chars.next().is_some_and(name_start) && chars.all(name_part)
        }
    }
}

fn name_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

fn name_part(c: char) -> bool {
    name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &[u8]) -> Result<TextRun, TextFault> {
        scan_text(text, 0, 0)
    }

    #[test]
    fn a_run_stops_at_markup_wherever_it_stands_in_a_block() {
        for lead in 0..200 {
            for stop in [b'<', b'&'] {
                let mut text = vec![b'x'; lead];
                text.push(stop);
                text.extend([b'y'; 70]);
                assert_eq!(run(&text), Ok(TextRun { end: lead, plain: true }));
            }
        }
    }

    #[test]
    fn every_octet_is_classed_alike_in_fast_and_slow_part() {
        for b in 0..=255u8 {
            let mut long = vec![b'x'; 300];
            long[100] = b;
            let mut short = vec![b'x'; 10];
            short[5] = b;
            let (a, c) = (run(&long), run(&short));
            match (&a, &c) {
                (Ok(a), Ok(c)) => assert_eq!(a.plain, c.plain, "{b}"),
                (Err(_), Err(_)) => {}
                _ => panic!("octet {b}: {a:?} {c:?}"),
            }
        }
    }

    #[test]
    fn pieces_join_to_the_same_run() {
        for lead in [PIECE - 70, PIECE - 3, PIECE, PIECE + 1] {
            for tail in ["]]>", "\r\n<", "\u{E5}<", "<", ""] {
                let text = format!("{}{tail}", "x".repeat(lead));
                let (mut at, mut plain) = (0, true);
                let outcome = loop {
                    match scan_text(text.as_bytes(), at, 0) {
                        Ok(run) if run.end == at => break Ok((at, plain)),
                        Ok(run) => (at, plain) = (run.end, plain & run.plain),
                        Err(fault) => break Err(fault),
                    }
                };
                let expected = match tail {
                    "]]>" => Err(TextFault::CdataEnd(lead + 2)),
                    _ => Ok((text.trim_end_matches('<').len(), !tail.starts_with('\r'))),
                };
                assert_eq!(outcome, expected, "{lead} {tail:?}");
            }
        }
    }

    #[test]
    fn refused_in_text() {
        assert_eq!(run(b"a]]>"), Err(TextFault::CdataEnd(3)));
        assert_eq!(run(b"a\x0B"), Err(TextFault::Character(1)));
        assert_eq!(run("aå\u{FFFE}".as_bytes()), Err(TextFault::Character(3)));
        assert_eq!(run(b"a\xC3("), Err(TextFault::NotUtf8(1)));
        assert!(run("a] ]>å\u{FFFD}".as_bytes()).is_ok());
    }

    #[test]
    fn names() {
        for good in ["a", "_a", "a-b.c1", "Ärende", "a\u{B7}"] {
            assert!(is_ncname(good), "{good}");
        }
        for bad in ["", "1a", "-a", "a:b", "a b", "\u{B7}a", "a\u{D7}"] {
            assert!(!is_ncname(bad), "{bad}");
        }
    }
}
