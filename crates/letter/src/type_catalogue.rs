//! Letter types as a file that municipalities share (R178), their review states (R176), and how two differ.

use crate::{Archetype, LetterType, TypeFault, check_type};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The format of catalogue files that this release reads and writes.
pub const CATALOGUE_FORMAT: u32 = 1;
/// Most types in a file.
const TYPES_MAX: usize = 2_000;

/// A catalogue file: letter types without a sender.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeCatalogue {
    /// Version of the format.
    pub format: u32,
    /// Where it comes from, for those who read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The types.
    #[serde(default, rename = "letter_type")]
    pub letter_types: Vec<LetterType>,
}

impl TypeCatalogue {
    /// A catalogue of these types, senders left out, in the order of their codes.
    pub fn of(source: Option<String>, types: impl IntoIterator<Item = LetterType>) -> TypeCatalogue {
        let shared = |kind: LetterType| LetterType { sender: "".into(), ..kind };
        let mut letter_types: Vec<LetterType> = types.into_iter().map(shared).collect();
        letter_types.sort_by(|a, b| a.code.cmp(&b.code));
        TypeCatalogue { format: CATALOGUE_FORMAT, source, letter_types }
    }

    /// What is wrong with it as a file; each type is judged by [`check_type`] besides.
    pub fn check(&self) -> Vec<TypeFault> {
        let mut faults = Vec::new();
        let mut fault = |path: String, remedy: &str| {
            faults.push(TypeFault { path, remedy: remedy.to_owned() });
        };
        if self.format != CATALOGUE_FORMAT {
            fault("format".to_owned(), "this release reads format = 1; another one needs a newer release");
        }
        if self.letter_types.len() > TYPES_MAX {
            fault("letter_type".to_owned(), "at most 2000 letter types");
        }
        let mut seen = std::collections::BTreeSet::new();
        for kind in &self.letter_types {
            if !seen.insert(&kind.code) {
                fault(kind.code.0.clone(), "this code stands twice");
            }
            if !kind.sender.0.is_empty() {
                fault(format!("{}.sender", kind.code), "a shared type has no sender: it is named at import");
            }
        }
        for kind in &self.letter_types {
            let own = check_type(kind, None);
            faults.extend(
                own.into_iter().map(|f| TypeFault { path: format!("{}.{}", kind.code, f.path), ..f }),
            );
        }
        faults
    }
}

/// How far a letter type has come (R176).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeState {
    /// Being written; takes no letters.
    #[default]
    Draft,
    /// Looked through by a person; takes no letters yet.
    Reviewed,
    /// Takes letters.
    Active,
    /// Takes no more letters; those under way go on.
    Retired,
}

impl TypeState {
    /// All of them.
    pub const ALL: [TypeState; 4] =
        [TypeState::Draft, TypeState::Reviewed, TypeState::Active, TypeState::Retired];

    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            TypeState::Draft => "draft",
            TypeState::Reviewed => "reviewed",
            TypeState::Active => "active",
            TypeState::Retired => "retired",
        }
    }

    /// The state of that name.
    pub fn parse(name: &str) -> Option<TypeState> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// One difference between two types.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TypeChange {
    /// The element, such as `markup.actions[1].url`.
    pub path: String,
    /// Before; absent where it is new.
    pub before: Option<String>,
    /// After; absent where it is gone.
    pub after: Option<String>,
}

/// The elements in which two types differ, sorted by path. The sender is none of them.
pub fn diff_types(before: &LetterType, after: &LetterType) -> Vec<TypeChange> {
    let (before, after) = (elements(before), elements(after));
    let mut paths: Vec<&String> = before.keys().chain(after.keys()).collect();
    paths.sort();
    paths.dedup();
    paths
        .into_iter()
        .filter(|path| before.get(*path) != after.get(*path))
        .map(|path| TypeChange {
            path: path.clone(),
            before: before.get(path).cloned(),
            after: after.get(path).cloned(),
        })
        .collect()
}

/// Every element of a type with its value as text. What stands at its default is left out.
fn elements(kind: &LetterType) -> BTreeMap<String, String> {
    let kind = LetterType { sender: "".into(), ..kind.clone() };
    let mut found = BTreeMap::new();
    let mut open = vec![(String::new(), serde_json::to_value(&kind).unwrap_or_default())];
    while let Some((path, value)) = open.pop() {
        match value {
            Value::Null => {}
            Value::Object(object) => open.extend(
                object
                    .into_iter()
                    .map(|(key, value)| (if path.is_empty() { key } else { format!("{path}.{key}") }, value)),
            ),
            Value::Array(list) => open.extend(
                list.into_iter().enumerate().map(|(index, value)| (format!("{path}[{}]", index + 1), value)),
            ),
            Value::String(text) if text.is_empty() => {}
            Value::String(text) => drop(found.insert(path, text)),
            other => drop(found.insert(path, other.to_string())),
        }
    }
    found
}

/// Two types that may be the same letter (R176): same archetype, same KLE subject and a similar name.
pub fn looks_like_duplicate(a: &LetterType, b: &LetterType) -> bool {
    let subject = |kind: &LetterType| kind.kle.as_ref().map(|kle| kle.subject_key.clone());
    let archetype = |kind: &LetterType| kind.archetype.unwrap_or(Archetype::Other);
    if a.code == b.code || archetype(a) != archetype(b) || subject(a) != subject(b) {
        return false;
    }
    let names = |kind: &LetterType| [kind.name.da.clone(), kind.name.sv.clone(), kind.name.en.clone()];
    names(a).iter().zip(&names(b)).any(|(a, b)| similar(a, b))
}

/// Share of common pairs of letters (Dice), at least six tenths.
fn similar(a: &str, b: &str) -> bool {
    let pairs = |text: &str| {
        let letters: Vec<char> =
            text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).take(255).collect();
        letters.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect::<Vec<_>>()
    };
    let (a, mut b) = (pairs(a), pairs(b));
    let total = a.len() + b.len();
    let mut common = 0;
    for pair in a {
        if let Some(at) = b.iter().position(|other| *other == pair) {
            b.swap_remove(at);
            common += 1;
        }
    }
    total > 0 && 20 * common >= 6 * total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similar_names_are_found_and_others_are_not() {
        assert!(similar("Opkrævning for dagtilbud", "Opkrævning dagtilbud"));
        assert!(similar("Kallelse till möte", "Kallelse till mötet"));
        assert!(!similar("Opkrævning", "Indkaldelse"));
        assert!(!similar("", ""));
    }
}
