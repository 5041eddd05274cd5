//! Escaping as Canonical XML 1.0 prescribes it, and the way back from references.

use std::borrow::Cow;

use crate::chars;

/// The character that `&name;` stands for; `None` for every entity that would need a declaration.
pub(crate) fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let (digits, radix) = match number.strip_prefix('x') {
                Some(hex) => (hex, 16),
                None => (number, 10),
            };
            // from_str_radix would accept a sign.
            if !digits.chars().all(|c| c.is_digit(radix)) {
                return None;
            }
            chars::allowed(u32::from_str_radix(digits, radix).ok()?)
        }
    }
}

fn push_char(out: &mut Vec<u8>, c: char) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

/// One character of text.
pub(crate) fn text_char(out: &mut Vec<u8>, c: char) {
    match c {
        '&' => out.extend_from_slice(b"&amp;"),
        '<' => out.extend_from_slice(b"&lt;"),
        '>' => out.extend_from_slice(b"&gt;"),
        '\r' => out.extend_from_slice(b"&#xD;"),
        c => push_char(out, c),
    }
}

/// Character data as written in a document (or in a CDATA section): line ends become LF, the rest is escaped.
pub(crate) fn text(out: &mut Vec<u8>, raw: &[u8]) {
    let mut rest = raw;
    while let Some(i) = rest.iter().position(|b| matches!(b, b'&' | b'<' | b'>' | b'\r')) {
        let (before, after) = rest.split_at(i);
        out.extend_from_slice(before);
        let skip = match after {
            [b'&', ..] => (b"&amp;".as_slice(), 1),
            [b'<', ..] => (b"&lt;".as_slice(), 1),
            [b'>', ..] => (b"&gt;".as_slice(), 1),
            [b'\r', b'\n', ..] => (b"\n".as_slice(), 2),
            _ => (b"\n".as_slice(), 1),
        };
        out.extend_from_slice(skip.0);
        rest = after.get(skip.1..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
}

/// Data of a processing instruction: only line ends change.
pub(crate) fn line_ends(out: &mut Vec<u8>, raw: &[u8]) {
    let mut rest = raw;
    while let Some(i) = rest.iter().position(|b| *b == b'\r') {
        out.extend_from_slice(rest.get(..i).unwrap_or_default());
        out.push(b'\n');
        let after = rest.get(i + 1..).unwrap_or_default();
        rest = after.strip_prefix(b"\n").unwrap_or(after);
    }
    out.extend_from_slice(rest);
}

fn attribute_char(out: &mut Vec<u8>, c: char) {
    match c {
        '&' => out.extend_from_slice(b"&amp;"),
        '<' => out.extend_from_slice(b"&lt;"),
        '"' => out.extend_from_slice(b"&quot;"),
        '\t' => out.extend_from_slice(b"&#x9;"),
        '\n' => out.extend_from_slice(b"&#xA;"),
        '\r' => out.extend_from_slice(b"&#xD;"),
        c => push_char(out, c),
    }
}

/// The canonical form of an attribute value as written between its quotes: normalised, then escaped.
/// `None`: an unknown entity or a forbidden character reference.
pub(crate) fn attribute(raw: &str) -> Option<Cow<'_, [u8]>> {
    let special = |b: &u8| matches!(b, b'&' | b'"' | b'\t' | b'\n' | b'\r');
    if !raw.as_bytes().iter().any(special) {
        return Some(Cow::Borrowed(raw.as_bytes()));
    }
    let mut out = Vec::with_capacity(raw.len() + 16);
    let mut rest = raw;
    while let Some(i) = rest.as_bytes().iter().position(special) {
        let (before, after) = rest.split_at(i);
        out.extend_from_slice(before.as_bytes());
        rest = if let Some(name) = after.strip_prefix('&') {
            let (name, after) = name.split_once(';')?;
            attribute_char(&mut out, reference(name)?);
            after
        } else if let Some(after) = after.strip_prefix('"') {
            out.extend_from_slice(b"&quot;");
            after
        } else {
            out.push(b' ');
            after.strip_prefix("\r\n").or_else(|| after.get(1..)).unwrap_or_default()
        };
    }
    out.extend_from_slice(rest.as_bytes());
    Some(Cow::Owned(out))
}

/// The canonical form of an attribute value given as plain characters.
pub(crate) fn attribute_value(value: &str) -> Cow<'_, [u8]> {
    if !value.bytes().any(|b| matches!(b, b'&' | b'<' | b'"' | b'\t' | b'\n' | b'\r')) {
        return Cow::Borrowed(value.as_bytes());
    }
    let mut out = Vec::with_capacity(value.len() + 16);
    for c in value.chars() {
        attribute_char(&mut out, c);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        assert_eq!(reference("amp"), Some('&'));
        assert_eq!(reference("#xE5"), Some('å'));
        assert_eq!(reference("#229"), Some('å'));
        for bad in
            ["nbsp", "", "#", "#x", "#+5", "#0", "#xFFFE", "#xD800", "#x110000", "#X41", "#99999999999"]
        {
            assert_eq!(reference(bad), None, "{bad}");
        }
    }

    #[test]
    fn attribute_values() {
        let get = |raw| attribute(raw).map(|v| String::from_utf8(v.into_owned()).unwrap());
        assert_eq!(get("a'>b").as_deref(), Some("a'>b"));
        assert_eq!(get("a\r\nb\rc\nd\te").as_deref(), Some("a b c d e"));
        assert_eq!(
            get("&#13;&#10;&#9;&quot;\"&lt;&gt;&amp;").as_deref(),
            Some("&#xD;&#xA;&#x9;&quot;&quot;&lt;>&amp;")
        );
        assert_eq!(get("&nope;"), None);
        assert_eq!(get("&amp"), None);
    }

    #[test]
    fn text_line_ends() {
        let mut out = Vec::new();
        text(&mut out, b"a\r\nb\rc\r\r\n<>&");
        assert_eq!(out, b"a\nb\nc\n\n&lt;&gt;&amp;");
    }
}
