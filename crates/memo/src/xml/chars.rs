//! Character classes of XML 1.0.

#[inline]
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
}

/// Whether the bytes are an XML name, colon included.
pub(crate) fn is_name(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut chars = text.chars();
    chars.next().is_some_and(is_name_start) && chars.all(|c| is_name_start(c) || is_name_rest(c))
}

fn is_name_start(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, ':' | '_'
            | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
            | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
            | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_rest(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Finds the first byte that no XML document may hold: broken UTF-8 or a forbidden character.
pub(crate) fn check_chars(bytes: &[u8]) -> Result<(), (usize, &'static str)> {
    // One branch-free pass settles nearly every text.
    if bytes.iter().fold(true, |plain, b| plain & (*b >= 0x20) & (*b < 0x80)) {
        return Ok(());
    }
    let chunk = bytes.utf8_chunks().next();
    let text = chunk.as_ref().map_or("", |chunk| chunk.valid());
    if let Some((at, _)) = text.char_indices().find(|(_, c)| !is_char(*c)) {
        return Err((at, "a character that XML does not allow"));
    }
    if text.len() == bytes.len() { Ok(()) } else { Err((text.len(), "bytes that are not UTF-8")) }
}

fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..)
}

/// The character of a predefined entity or character reference, given what stands between `&` and `;`.
/// `Err(true)` for an entity that would need a declaration, `Err(false)` for what is not a reference at all.
pub(crate) fn reference(name: &[u8]) -> Result<char, bool> {
    match name {
        b"amp" => return Ok('&'),
        b"lt" => return Ok('<'),
        b"gt" => return Ok('>'),
        b"apos" => return Ok('\''),
        b"quot" => return Ok('"'),
        _ => {}
    }
    let Some(digits) = name.strip_prefix(b"#") else { return Err(is_name(name)) };
    let (digits, radix) = match digits.strip_prefix(b"x") {
        Some(hex) => (hex, 16),
        None => (digits, 10),
    };
    let plain = !digits.is_empty() && digits.iter().all(u8::is_ascii_alphanumeric);
    let code =
        std::str::from_utf8(digits).ok().filter(|_| plain).and_then(|t| u32::from_str_radix(t, radix).ok());
    code.and_then(char::from_u32).filter(|c| is_char(*c)).ok_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        assert_eq!(reference(b"#xE6"), Ok('æ'));
        assert_eq!(reference(b"#10"), Ok('\n'));
        assert_eq!(reference(b"#0"), Err(false));
        assert_eq!(reference(b"#x"), Err(false));
        assert_eq!(reference(b"#+10"), Err(false));
        assert_eq!(reference(b"nbsp"), Err(true));
        assert_eq!(reference(b"a b"), Err(false));
    }

    #[test]
    fn characters() {
        assert_eq!(check_chars("Blåbær\n\t".as_bytes()), Ok(()));
        assert_eq!(check_chars(b"ab\0").map_err(|e| e.0), Err(2));
        assert_eq!(check_chars(b"ab\xE6").map_err(|e| e.0), Err(2));
        assert_eq!(check_chars(b"a\0b\xE6").map_err(|e| e.0), Err(1));
        assert_eq!(check_chars("\u{FFFE}".as_bytes()).map_err(|e| e.0), Err(0));
        assert!(
            is_name("memo:Besked_æ-1".as_bytes()) && !is_name(b"1a") && !is_name(b"") && !is_name(b"a b")
        );
    }
}
