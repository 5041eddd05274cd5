//! A small detector of things that look like a Danish personal number (rule C16, masked printing).

/// Finds the first date-like ten-digit number (`ddmmyyxxxx`, `ddmmyy-xxxx`, `ddmmyy xxxx`) that stands alone.
///
/// There is no check-digit test (rule D11). Replacement numbers with 60 added to the day count too.
/// Returns the byte range.
pub(crate) fn find(text: &str) -> Option<std::ops::Range<usize>> {
    find_from(text.as_bytes(), 0)
}

fn find_from(bytes: &[u8], from: usize) -> Option<std::ops::Range<usize>> {
    // Ten digits cannot hide in a shorter text; most fields end here.
    if bytes.len().saturating_sub(from) < 10 {
        return None;
    }
    let mut start = from;
    while start < bytes.len() {
        if !bytes[start].is_ascii_digit() {
            start += 1;
            continue;
        }
        let first = digits(bytes, start);
        let end = start + first;
        if first == 10 && is_date(&bytes[start..]) {
            return Some(start..end);
        }
        if first == 6
            && matches!(bytes.get(end), Some(b'-' | b' '))
            && digits(bytes, end + 1) == 4
            && is_date(&bytes[start..])
        {
            return Some(start..end + 5);
        }
        start = end;
    }
    None
}

fn digits(bytes: &[u8], from: usize) -> usize {
    bytes.get(from..).map_or(0, |rest| rest.iter().take_while(|b| b.is_ascii_digit()).count())
}

fn is_date(bytes: &[u8]) -> bool {
    let two = |at: usize| match bytes.get(at..at + 2) {
        Some([a, b]) => (a - b'0') * 10 + (b - b'0'),
        _ => 0,
    };
    let day = two(0);
    let day = if day > 60 { day - 60 } else { day };
    let longest = match two(2) {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 29,
        _ => 0,
    };
    (1..=longest).contains(&day)
}

/// The text with the last four digits of every personal number replaced.
pub(crate) fn mask(text: &str) -> std::borrow::Cow<'_, str> {
    let Some(mut hit) = find(text) else { return text.into() };
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    loop {
        out.push_str(&text[done..hit.end - 4]);
        out.push_str("****");
        done = hit.end;
        match find_from(text.as_bytes(), done) {
            Some(next) => hit = next,
            None => break,
        }
    }
    out.push_str(&text[done..]);
    out.into()
}

/// An identifier as a reader may see it: a CPR number keeps its date, anything else stays.
pub(crate) fn mask_identifier(id: &str, id_type: &str) -> String {
    if id_type == "CVR" {
        return id.to_owned();
    }
    let shown: String = id.chars().take(6).collect();
    if id.chars().count() > 6 { format!("{shown}-****") } else { "****".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_and_masks() {
        assert_eq!(mask("Om 221177-1212 og 2512169996."), "Om 221177-**** og 251216****.");
        assert_eq!(mask("ref 8211771212"), "ref 821177****");
        for harmless in ["12345678", "9922771212", "22117712123", "2018-09-30T12:00:00Z", "3002991234", "æ22"]
        {
            assert_eq!(find(harmless), None, "{harmless}");
        }
        assert_eq!(mask_identifier("2211771212", "CPR"), "221177-****");
        assert_eq!(mask_identifier("12345678", "CVR"), "12345678");
    }
}
