//! Foreign texts before they are kept: no personal number, no control characters, not endless (H1).

/// Longest text kept from a foreign fault, in characters.
const TEXT_MAX_CHARS: usize = 300;
/// Longest foreign id kept, in characters.
const ID_MAX_CHARS: usize = 80;
/// From this many digits on, a run could be part of somebody's number.
const RUN_DIGITS: usize = 6;

/// A foreign free text, fit for a log or an event: every run of six or more digits (written together or with one
/// separator between them) becomes `…`, control characters become blanks, and it ends after 300 characters.
///
/// It masks too much rather than too little: a time or an amount may go with it.
///
/// ```
/// assert_eq!(channels::scrub("recipient 19270517-8354 has no account, code 8002"), "recipient … has no account, code 8002");
/// ```
pub fn scrub(text: &str) -> String {
    let chars: Vec<char> = text.chars().take(4 * TEXT_MAX_CHARS).collect();
    let mut out = String::with_capacity(chars.len().min(TEXT_MAX_CHARS));
    let mut written = 0;
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if written == TEXT_MAX_CHARS {
            out.push('…');
            break;
        }
        let (digits, end) = digit_run(&chars, at);
        if digits >= RUN_DIGITS {
            out.push('…');
            at = end;
        } else if digits > 0 {
            out.extend(chars.iter().take(end).skip(at));
            written += end - at - 1;
            at = end;
        } else {
            out.push(if c.is_control() { ' ' } else { c });
            at += 1;
        }
        written += 1;
    }
    out.trim().to_owned()
}

/// Number of digits in the run that begins here, and where it ends. One separator may stand between two digits.
fn digit_run(chars: &[char], start: usize) -> (usize, usize) {
    let (mut digits, mut end, mut at) = (0, start, start);
    while let Some(c) = chars.get(at) {
        if c.is_numeric() {
            digits += 1;
            at += 1;
            end = at;
        } else if digits > 0
            && end == at
            && is_separator(*c)
            && chars.get(at + 1).is_some_and(|next| next.is_numeric())
        {
            at += 1;
        } else {
            break;
        }
    }
    (digits, end)
}

fn is_separator(c: char) -> bool {
    matches!(c, '-' | '+' | ' ' | '.' | '/' | '_' | '\u{a0}' | '–' | '—' | '‐' | '‑' | '−')
}

/// A foreign id that support asks for (CallId, TransId, transmission id), kept as it is unless it holds a personal
/// number or is no id at all (H4, F5).
pub(crate) fn foreign_id(text: &str) -> Option<String> {
    let text = text.trim();
    let plain = text.chars().all(|c| c.is_ascii_graphic());
    let long = text.chars().count() > ID_MAX_CHARS;
    (!text.is_empty() && plain && !long && !party::find_personal_numbers(text)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_go_and_codes_stay() {
        for (text, kept) in [
            ("fault 5012: signature error", "fault 5012: signature error"),
            ("192705178354", "…"),
            ("221177-1212 unknown", "… unknown"),
            ("x19270517 8354y", "x…y"),
            ("1 2 3 4 5 6", "…"),
            ("line\r\nbreak\u{0}", "line  break"),
            ("", ""),
            ("port 8443", "port 8443"),
        ] {
            assert_eq!(scrub(text), kept, "{text}");
        }
        assert!(scrub(&"å".repeat(1000)).chars().count() <= TEXT_MAX_CHARS + 1);
        assert!(scrub(&"12345 a".repeat(1000)).chars().count() <= TEXT_MAX_CHARS + 10);
    }

    #[test]
    fn ids_are_kept_unless_they_name_somebody() {
        assert_eq!(
            foreign_id(" 317720e2-052b-450b-b510-2a0a3ab35d38 ").as_deref(),
            Some("317720e2-052b-450b-b510-2a0a3ab35d38")
        );
        assert_eq!(foreign_id("call-192705178354"), None);
        assert_eq!(foreign_id(""), None);
        assert_eq!(foreign_id("two words"), None);
        assert_eq!(foreign_id(&"a".repeat(81)), None);
    }

    proptest! {
        #[test]
        fn no_personal_number_survives(before in "\\PC{0,20}", after in "\\PC{0,20}", pick in 0usize..4) {
            let number = ["192705178354", "19270517-8354", "2211771212", "221177-1212"][pick];
            let scrubbed = scrub(&format!("{before}{number}{after}"));
            prop_assert!(!scrubbed.contains(number));
            prop_assert!(!party::find_personal_numbers(&scrubbed));
        }
    }
}
