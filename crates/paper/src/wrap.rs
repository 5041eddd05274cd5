//! Breaking text into lines that fit.

use crate::metrics::Face;
use crate::winansi::encode;

/// Breaks one paragraph into WinAnsi lines no wider than `width` points at `size`. A word that alone is too wide is
/// broken where it must be. An empty paragraph gives no line.
pub(crate) fn wrap(paragraph: &str, face: Face, size: f32, width: f32) -> Vec<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = Vec::new();
    let mut line: Vec<u8> = Vec::new();
    for word in paragraph.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
        let mut word = encode(word);
        if word.is_empty() {
            continue;
        }
        let mut longer = line.clone();
        if !longer.is_empty() {
            longer.push(b' ');
        }
        longer.extend_from_slice(&word);
        if face.width(&longer, size) <= width {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        while face.width(&word, size) > width && word.len() > 1 {
            let rest = word.split_off(fitting(&word, face, size, width));
            lines.push(std::mem::replace(&mut word, rest));
        }
        line = word;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// How many bytes of `word` fit, at least one.
fn fitting(word: &[u8], face: Face, size: f32, width: f32) -> usize {
    let mut used = 0.0;
    let fits = word
        .iter()
        .take_while(|byte| {
            used += face.width(std::slice::from_ref(*byte), size);
            used <= width
        })
        .count();
    fits.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_too_wide_and_no_word_is_lost() {
        let text = "Rødgrød med fløde på 日本 og Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung ";
        for width in [30.0, 80.0, 200.0] {
            let lines = wrap(text, Face::Regular, 10.0, width);
            assert!(lines.iter().all(|l| Face::Regular.width(l, 10.0) <= width), "{width}");
            let joined: Vec<u8> = lines.concat().into_iter().filter(|b| *b != b' ').collect();
            assert_eq!(joined, encode(&text.replace(' ', "")), "{width}");
        }
        assert!(wrap("  \n ", Face::Regular, 10.0, 100.0).is_empty());
        // Narrower than any letter: one letter a line, and an end.
        assert_eq!(wrap("abc", Face::Bold, 10.0, 0.1).len(), 3);
    }
}
