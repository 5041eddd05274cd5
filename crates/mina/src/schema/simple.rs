//! Text facets of the schemas. Lengths are counted in characters (rule D4).

use crate::date::XmlDate;

/// A simple type.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Simple {
    /// Characters, at least and at most.
    Text(usize, usize),
    RecipientId,
    OrganizationNumber,
    Email,
    /// `anyURI` of at most so many characters.
    Uri(usize),
    Language,
    Date,
    DateTime,
    Boolean,
    Base64,
    PositiveInteger,
    OneOf(&'static [&'static str]),
    UserIdentity,
    PersonalNumber,
}

impl Simple {
    /// Any string.
    pub(crate) const STRING: Self = Self::Text(0, usize::MAX);

    /// The rule that a bad value breaks; `element` is the rule of the element it stands in.
    pub(crate) fn rule(self, element: &'static str) -> &'static str {
        match self {
            Self::RecipientId => "A2",
            Self::OrganizationNumber => "A8",
            Self::Text(_, usize::MAX) => element,
            Self::Text(..) | Self::Email | Self::Uri(_) => "D4",
            Self::Base64 if element == "D19" => "D2",
            _ => element,
        }
    }

    /// Judges a value.
    ///
    /// # Errors
    /// What is wrong; the value itself is never repeated.
    pub(crate) fn judge(self, text: &str) -> Result<(), String> {
        let verdict = |ok: bool, wrong: &str| if ok { Ok(()) } else { Err(wrong.to_owned()) };
        match self {
            Self::Text(min, max) => length(text, min, max),
            Self::RecipientId => verdict(
                recipient_id(text),
                "is not a recipient number: twelve digits, 16 first for organisations",
            ),
            Self::OrganizationNumber => {
                verdict(organization_number(text), "is not an organisation number: 16 and ten digits")
            }
            Self::Email => {
                length(text, 5, 256).and_then(|()| verdict(email(text), "is not an e-mail address"))
            }
            Self::Uri(max) => length(text, 0, max).and_then(|()| {
                verdict(!text.contains(char::is_whitespace), "is not a URL: white space inside")
            }),
            Self::Language => verdict(language(text), "is not a language code; write svSE"),
            Self::Date => {
                verdict(XmlDate::parse(text).is_some(), "is not a date such as 2026-01-15 (no time of day)")
            }
            Self::DateTime => verdict(date_time(text), "is not a date and time such as 2026-01-15T10:00:00Z"),
            Self::Boolean => verdict(boolean(text).is_some(), "is neither true nor false"),
            Self::Base64 => verdict(base64(text).is_some(), "is not base64"),
            Self::PositiveInteger => verdict(positive(text), "is not a whole number above zero"),
            Self::OneOf(values) => {
                verdict(values.contains(&text), &format!("must be one of {}", values.join(", ")))
            }
            Self::PersonalNumber => {
                verdict(personal_number(text), "is not a person's number: twelve digits, 18, 19 or 20 first")
            }
            Self::UserIdentity => {
                verdict(user_identity(text), "is not a user identity of 12 to 255 characters")
            }
        }
    }
}

fn length(text: &str, min: usize, max: usize) -> Result<(), String> {
    let found = text.chars().count();
    if found > max {
        return Err(format!("has {found} characters, at most {max} are allowed; shorten it"));
    }
    if found < min {
        return Err(format!("has {found} characters, at least {min} are needed"));
    }
    Ok(())
}

/// The schema pattern `RecipientId`. Its third branch lets any day pass, so this is no date check (identifiers §1).
pub(crate) fn recipient_id(text: &str) -> bool {
    let digits = text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit());
    digits
        && (text.starts_with("16")
            || (["18", "19", "20"].iter().any(|century| text.starts_with(century))
                && text
                    .get(4..6)
                    .and_then(|month| month.parse().ok())
                    .is_some_and(|month: u8| (1..=12).contains(&month))))
}

/// The schema pattern `OrganizationNumber`.
pub(crate) fn organization_number(text: &str) -> bool {
    text.len() == 12 && text.starts_with("16") && text.bytes().all(|b| b.is_ascii_digit())
}

/// A1 `PersonalNumber`: no date check, no checksum.
fn personal_number(text: &str) -> bool {
    text.len() == 12
        && ["18", "19", "20"].iter().any(|century| text.starts_with(century))
        && text.bytes().all(|b| b.is_ascii_digit())
}

fn user_identity(text: &str) -> bool {
    let foreign = text.bytes().take(2).filter(u8::is_ascii_lowercase).count() == 2
        && (12..=255).contains(&text.chars().count())
        && !text.contains(['\n', '\r']);
    personal_number(text) || foreign
}

/// `.+@.+\..+`, as the schema has it; the dot of a schema pattern does not match line ends.
pub(crate) fn email(text: &str) -> bool {
    if text.contains(['\n', '\r']) {
        return false;
    }
    text.match_indices('@').any(|(at, _)| {
        let domain = text.get(at + 1..).unwrap_or_default();
        let dotted = domain.match_indices('.').any(|(dot, _)| dot > 0 && dot + 1 < domain.len());
        at > 0 && dotted
    })
}

fn language(text: &str) -> bool {
    let mut parts = text.split('-');
    let sized = |part: &str| (1..=8).contains(&part.len());
    let first = parts.next().is_some_and(|part| sized(part) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    first && parts.all(|part| sized(part) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn date_time(text: &str) -> bool {
    let Some((day, time)) = text.trim().split_once('T') else { return false };
    let clock: String = time.chars().take_while(|c| c.is_ascii_digit() || matches!(c, ':' | '.')).collect();
    let zone = time.get(clock.len()..).unwrap_or_default();
    let parsed = clock.split('.').next().unwrap_or_default();
    let shaped = parsed.len() == 8 && parsed.parse::<jiff::civil::Time>().is_ok();
    shaped && XmlDate::parse(&format!("{day}{zone}")).is_some()
}

/// `xs:boolean`: words or figures (rule F5).
pub(crate) fn boolean(text: &str) -> Option<bool> {
    match text.trim_matches([' ', '\t', '\n', '\r']) {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

fn positive(text: &str) -> bool {
    let digits = text.trim().trim_start_matches('+');
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && digits.bytes().any(|b| b != b'0')
}

/// Decodes `xs:base64Binary`, line breaks allowed.
pub(crate) fn base64(text: &str) -> Option<Vec<u8>> {
    let white = |b: &u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r');
    if text.bytes().any(|b| white(&b)) {
        let dense: Vec<u8> = text.bytes().filter(|b| !white(b)).collect();
        return base64_simd::STANDARD.decode_to_vec(dense).ok();
    }
    base64_simd::STANDARD.decode_to_vec(text.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recipient_pattern_is_the_schema_s() {
        for good in ["192705178354", "162021004748", "191401992391", "191711602399"] {
            assert!(recipient_id(good), "{good}");
        }
        for bad in [
            "8101052382",
            "191500722390",
            "170001012381",
            "20000101T220",
            "19810105-2382",
            "1627051783541",
            "",
        ] {
            assert!(!recipient_id(bad), "{bad}");
        }
    }

    #[test]
    fn facets() {
        let cases: [(Simple, &str, bool); 16] = [
            (Simple::Text(1, 3), "åäö", true),
            (Simple::Text(1, 3), "åäöx", false),
            (Simple::Text(1, 3), "", false),
            (Simple::Email, "a@b.c", true),
            (Simple::Email, "a@bc", false),
            (Simple::Email, "@b.c", false),
            (Simple::Language, "svSE", true),
            (Simple::Language, "sv-SE", true),
            (Simple::Language, "sv_SE", false),
            (Simple::DateTime, "2026-01-15T10:00:00.123+01:00", true),
            (Simple::DateTime, "2026-01-15", false),
            (Simple::Boolean, "1", true),
            (Simple::Boolean, "yes", false),
            (Simple::PositiveInteger, "0", false),
            (Simple::Base64, "aGVq\naGVq", true),
            (Simple::Base64, "aGVqå", false),
        ];
        for (simple, text, good) in cases {
            assert_eq!(simple.judge(text).is_ok(), good, "{simple:?} {text}");
        }
    }
}
