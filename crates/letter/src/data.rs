//! Business fields of a letter: what the caller's system knows about it, by dotted name (R175).

use crate::Fault;
use catalogue::Code;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// Most fields in a letter.
pub const DATA_FIELDS_MAX: usize = 200;
/// Longest dotted name, characters.
pub const DATA_NAME_MAX_CHARS: usize = 100;
/// Longest value, characters.
pub const DATA_VALUE_MAX_CHARS: usize = 2_000;
/// Deepest nesting of objects and lists.
const DEPTH_MAX: usize = 8;

/// Fields by dotted name. Values are as secret as the rest of the letter: `Debug` shows the names only.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Data(BTreeMap<String, String>);

impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Data {
    /// Flattens a JSON object: `{"child":{"name":"Emil"}}` is the field `child.name`, items of a list are counted
    /// from 0. Texts, numbers and yes/no are kept as they are written; `null` is no value.
    ///
    /// ```
    /// let data = letter::Data::from_json(&serde_json::json!({ "amount": 12.5, "child": { "name": "Emil" } })).unwrap();
    /// assert_eq!(data.get("child.name"), Some("Emil"));
    /// assert_eq!(data.get("amount"), Some("12.5"));
    /// ```
    ///
    /// # Errors
    /// Names or values that are too long, too many or not allowed, each with its pointer.
    pub fn from_json(value: &Value) -> Result<Data, Vec<Fault>> {
        if !value.is_object() {
            return Err(vec![refused("/data", "must be an object")]);
        }
        let mut data = BTreeMap::new();
        let mut faults = Vec::new();
        // A stack of our own: how deep the input nests must not decide how deep we call.
        let mut open: Vec<(String, &Value, usize)> = vec![(String::new(), value, 0)];
        while let Some((name, value, depth)) = open.pop() {
            if faults.len() >= 20 {
                break;
            }
            match value {
                Value::Null => {}
                Value::Object(_) | Value::Array(_) if depth >= DEPTH_MAX => {
                    faults.push(refused(&pointer(&name), &format!("at most {DEPTH_MAX} levels")));
                }
                Value::Object(object) => {
                    for (key, value) in object {
                        match name_fault(key) {
                            Some(detail) => faults.push(refused(&pointer(&name), detail)),
                            None => open.push((joined(&name, key), value, depth + 1)),
                        }
                    }
                }
                Value::Array(list) => {
                    let items = list.iter().take(DATA_FIELDS_MAX + 1).enumerate();
                    open.extend(items.map(|(index, v)| (joined(&name, &index.to_string()), v, depth + 1)));
                }
                Value::String(text) => keep(&mut data, name, text.clone(), &mut faults),
                Value::Number(number) => keep(&mut data, name, number.to_string(), &mut faults),
                Value::Bool(yes) => keep(&mut data, name, yes.to_string(), &mut faults),
            }
        }
        if data.len() > DATA_FIELDS_MAX {
            faults.push(refused("/data", &format!("at most {DATA_FIELDS_MAX} fields")));
        }
        if faults.is_empty() { Ok(Data(data)) } else { Err(faults) }
    }

    /// The value of a field; blank is no value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// Names of the fields, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sets a field, as a form does.
    ///
    /// # Errors
    /// Name or value cannot be taken.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), Fault> {
        let part = name.split('.').find_map(name_fault);
        if let Some(detail) = part {
            return Err(refused("/data", detail));
        }
        let mut faults = Vec::new();
        keep(&mut self.0, name.to_owned(), value.to_owned(), &mut faults);
        if self.0.len() > DATA_FIELDS_MAX {
            faults.push(refused("/data", &format!("at most {DATA_FIELDS_MAX} fields")));
        }
        faults.pop().map_or(Ok(()), Err)
    }

    /// Bytes of all values: for estimates of a message's size.
    pub fn size_bytes(&self) -> usize {
        self.0.iter().map(|(name, value)| name.len() + value.len()).sum()
    }
}

/// The JSON pointer of a field by its dotted name.
pub(crate) fn pointer(name: &str) -> String {
    if name.is_empty() { "/data".to_owned() } else { format!("/data/{}", name.replace('.', "/")) }
}

fn refused(pointer: &str, detail: &str) -> Fault {
    Fault::new(Code::DataRefused, pointer, detail)
}

fn joined(name: &str, key: &str) -> String {
    if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") }
}

/// Names are shown to people and stand in answers: letters, digits, `_` and `-`, and no one's number.
fn name_fault(name: &str) -> Option<&'static str> {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if name.is_empty() || !name.chars().all(allowed) {
        return Some("names of fields have letters, digits, _ and - only");
    }
    party::find_personal_numbers(name).then_some("a name looks like a personal number")
}

fn keep(data: &mut BTreeMap<String, String>, name: String, value: String, faults: &mut Vec<Fault>) {
    let at = pointer(&name);
    if name.chars().count() > DATA_NAME_MAX_CHARS {
        faults.push(refused("/data", &format!("a name has at most {DATA_NAME_MAX_CHARS} characters")));
    } else if value.chars().count() > DATA_VALUE_MAX_CHARS {
        faults.push(refused(&at, &format!("at most {DATA_VALUE_MAX_CHARS} characters")));
    } else if value.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
        faults.push(refused(&at, "control characters cannot be sent (D20)"));
    } else if crate::markup::LETTER_FIELDS.contains(&name.as_str()) {
        faults.push(refused(&at, "this is a field of the letter itself, not of its data"));
    } else if data.insert(name, value).is_some() {
        faults.push(refused(&at, "stands twice"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn objects_become_dotted_names() {
        let data = json!({ "a": { "b": "x", "c": [1, { "d": true }] }, "e": null, "f": "  " });
        let data = Data::from_json(&data).unwrap();
        assert_eq!(data.names().collect::<Vec<_>>(), ["a.b", "a.c.0", "a.c.1.d", "f"]);
        assert_eq!((data.get("a.c.1.d"), data.get("f"), data.get("e")), (Some("true"), None, None));
        assert!(!format!("{data:?}").contains('x'), "values are secret");
    }

    #[test]
    fn what_cannot_be_taken_is_named_with_its_place() {
        let long = "x".repeat(DATA_VALUE_MAX_CHARS + 1);
        let many: serde_json::Map<String, Value> =
            (0..=DATA_FIELDS_MAX).map(|n| (format!("n{n}"), json!("x"))).collect();
        let mut deep = json!("x");
        for _ in 0..100 {
            deep = json!({ "a": deep });
        }
        for (value, at) in [
            (json!([]), "/data"),
            (json!({ "a": { "b": long } }), "/data/a/b"),
            (json!({ "a b": "x" }), "/data"),
            (json!({ "2211771212": "x" }), "/data"),
            (json!({ "a": "\u{1}" }), "/data/a"),
            (json!({ "case_id": "x" }), "/data/case_id"),
            (json!({ "a": { "b": "x" }, "a.b": "y" }), "/data/a/b"),
            (Value::Object(many), "/data"),
        ] {
            let faults = Data::from_json(&value).unwrap_err();
            assert_eq!((faults[0].code, faults[0].pointer.as_str()), (Code::DataRefused, at), "{faults:?}");
        }
        assert!(Data::from_json(&deep).is_err());
    }

    proptest! {
        #[test]
        fn any_json_is_taken_or_refused(text in ".{0,40}", key in ".{0,12}", number in any::<f64>()) {
            let value = json!({ key.clone(): { "v": [text, number] }, "x": { key: null } });
            match Data::from_json(&value) {
                Ok(data) => prop_assert!(data.names().all(|name| name.chars().count() <= DATA_NAME_MAX_CHARS)),
                Err(faults) => prop_assert!(faults.iter().all(|fault| fault.pointer.starts_with("/data"))),
            }
        }
    }
}
