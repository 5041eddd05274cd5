//! The two versions of the message model that are in use.

use serde::Serialize;

/// A MeMo version. Both are accepted by Digital Post in parallel since March 2025.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize)]
pub enum Version {
    /// MeMo 1.1, the last one with an official schema.
    #[serde(rename = "1.1")]
    V1_1,
    /// MeMo 1.2: `Representative`, optional flags, no `idTypeLabel`, no `memoSchVersion`.
    #[default]
    #[serde(rename = "1.2")]
    V1_2,
}

impl Version {
    /// Both versions, oldest first.
    pub const ALL: [Version; 2] = [Version::V1_1, Version::V1_2];

    /// The value of `@memoVersion`: `1.1` or `1.2`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Version::V1_1 => "1.1",
            Version::V1_2 => "1.2",
        }
    }

    /// Compares as a decimal (rule A5), so `1.20`, `+1.2` and `01.2` are 1.2.
    /// `None` for anything that is not one of the two versions, or not a decimal at all.
    #[must_use]
    pub fn parse(text: &str) -> Option<Version> {
        let (whole, fraction) = decimal(text)?;
        match (whole, fraction) {
            ("1", "1") => Some(Version::V1_1),
            ("1", "2") => Some(Version::V1_2),
            _ => None,
        }
    }

    pub(crate) fn index(self) -> usize {
        match self {
            Version::V1_1 => 0,
            Version::V1_2 => 1,
        }
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Splits an `xs:decimal` that is not negative into whole and fraction without insignificant zeros.
pub(crate) fn decimal(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_matches([' ', '\t', '\r', '\n']);
    let text = text.strip_prefix('+').unwrap_or(text);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) {
        return None;
    }
    Some((whole.trim_start_matches('0'), fraction.trim_end_matches('0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_decimals() {
        for (text, expected) in [
            ("1.1", Some(Version::V1_1)),
            ("1.20", Some(Version::V1_2)),
            (" +01.2 ", Some(Version::V1_2)),
            ("1.3", None),
            ("1,2", None),
            ("-1.2", None),
            ("", None),
            (".", None),
            ("1.2.0", None),
        ] {
            assert_eq!(Version::parse(text), expected, "{text:?}");
        }
    }
}
