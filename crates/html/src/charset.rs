//! Characters of a text file: UTF-8 unless it says otherwise.

/// The character set in which a text was read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Charset {
    /// UTF-8, ASCII with it.
    Utf8,
    /// UTF-16, known by its byte-order mark.
    Utf16,
    /// Windows-1252, by which browsers also read ISO 8859-1.
    Windows1252,
    /// Neither named nor UTF-8: read as UTF-8, and what is none has been replaced.
    Unknown,
}

/// Names of the sets that are understood, in lower case.
const NAMES: [(&str, Charset); 8] = [
    ("utf-8", Charset::Utf8),
    ("utf8", Charset::Utf8),
    ("us-ascii", Charset::Utf8),
    ("ascii", Charset::Utf8),
    ("iso-8859-1", Charset::Windows1252),
    ("latin1", Charset::Windows1252),
    ("windows-1252", Charset::Windows1252),
    ("cp1252", Charset::Windows1252),
];

/// How far into an HTML file its own word about its characters is looked for, as browsers do.
const PRESCAN: usize = 1024;

/// The characters of a text file. A byte-order mark decides, then what `media_type` says (`; charset=…`), then for
/// HTML what the file says of itself, then UTF-8.
///
/// ```
/// use html::{Charset, decode};
/// assert_eq!(decode(b"bl\xe5", "text/plain; charset=ISO-8859-1"), ("blå".to_owned(), Charset::Windows1252));
/// assert_eq!(decode("\u{feff}blå".as_bytes(), "text/plain"), ("blå".to_owned(), Charset::Utf8));
/// assert_eq!(decode(b"bl\xe5", "text/plain").1, Charset::Unknown);
/// ```
#[must_use]
pub fn decode(bytes: &[u8], media_type: &str) -> (String, Charset) {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return utf8(rest);
    }
    for (mark, unit) in
        [(b"\xFF\xFE", u16::from_le_bytes as fn([u8; 2]) -> u16), (b"\xFE\xFF", u16::from_be_bytes)]
    {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let units = rest.chunks(2).map(|pair| <[u8; 2]>::try_from(pair).map_or(0xFFFD, unit));
            let text = char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect();
            return (text, Charset::Utf16);
        }
    }
    let media_type = media_type.to_ascii_lowercase();
    let own = || {
        let head = bytes.get(..bytes.len().min(PRESCAN)).unwrap_or_default();
        named(&String::from_utf8_lossy(head).to_ascii_lowercase())
    };
    let said = named(&media_type).or_else(|| media_type.contains("html").then(own).flatten());
    match said {
        Some(Charset::Windows1252) => {
            (bytes.iter().map(|byte| windows_1252(*byte)).collect(), Charset::Windows1252)
        }
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> (String, Charset) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), Charset::Utf8),
        Err(_) => (String::from_utf8_lossy(bytes).into_owned(), Charset::Unknown),
    }
}

/// The set named after `charset=`.
fn named(text: &str) -> Option<Charset> {
    let (_, value) = text.split_once("charset")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end =
        value.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(value.len());
    let name = value.get(..end)?;
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, charset)| *charset)
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or('\u{FFFD}'),
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_found() {
        let utf16 = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}blå €".encode_utf16().flat_map(unit).collect()
        };
        for (bytes, media_type, text, charset) in [
            ("blå".as_bytes().to_vec(), "text/plain", "blå", Charset::Utf8),
            (utf16(u16::to_le_bytes), "text/plain; charset=utf-8", "blå €", Charset::Utf16),
            (utf16(u16::to_be_bytes), "text/html", "blå €", Charset::Utf16),
            (b"\x80 \xe6".to_vec(), "text/plain;charset=\"windows-1252\"", "€ æ", Charset::Windows1252),
            (
                b"<meta charset=latin1>\xe6".to_vec(),
                "text/html",
                "<meta charset=latin1>æ",
                Charset::Windows1252,
            ),
            (b"charset=latin1 \xe6".to_vec(), "text/plain", "charset=latin1 \u{fffd}", Charset::Unknown),
            (b"\xe6".to_vec(), "text/plain; charset=utf-8", "\u{fffd}", Charset::Unknown),
            (b"\xff\xfea".to_vec(), "", "\u{fffd}", Charset::Utf16),
            (Vec::new(), "", "", Charset::Utf8),
        ] {
            assert_eq!(decode(&bytes, media_type), (text.to_owned(), charset), "{bytes:?}");
        }
    }
}
