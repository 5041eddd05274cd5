//! A letter type as the texts of a form, and back.

use super::fields::{Choice, Field, Kind, LISTS, field};
use letter::{ActionKind, Leaf, LetterType};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Longest text of a field, characters.
const TEXT_MAX_CHARS: usize = 20_000;
/// Business fields with names.
const NAMES_MAX: usize = 200;
/// Stands before the path of a template without which a letter is refused.
const REQUIRED: char = '!';
/// The list of actions.
pub(super) const ACTIONS: &str = "markup.actions[]";
/// Stands before the name of a business field and its language.
const NAMED: &str = "named:";

/// Something in the form that cannot be taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// Path of the field; empty when it is none of them alone.
    pub(super) path: String,
    pub(super) what: Wrong,
}

/// What is wrong with it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// Nothing was given.
    Missing,
    /// Not a whole number.
    Number,
    /// Said by the check of letter types, in English.
    Rule(String),
}

/// The form as filled in: path and text; what is empty is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filled(BTreeMap<String, String>);

impl Filled {
    /// The form of a type.
    pub(super) fn of(kind: &LetterType) -> Filled {
        let mut filled = Filled::default();
        let mut open = vec![(String::new(), serde_json::to_value(kind).unwrap_or_default())];
        while let Some((path, value)) = open.pop() {
            match value {
                Value::Null => {}
                Value::Object(names) if path == "fields" => filled.take_names(&names),
                Value::Object(leaf)
                    if leaf.len() == 2 && leaf.contains_key("value") && leaf.contains_key("required") =>
                {
                    let text = leaf.get("value").and_then(Value::as_str).unwrap_or_default();
                    filled.set(&path, text);
                    filled.set(&format!("{REQUIRED}{path}"), "1");
                }
                Value::Object(object) => open.extend(object.into_iter().map(|(key, value)| {
                    (if path.is_empty() { key } else { format!("{path}.{key}") }, value)
                })),
                Value::Array(list) => open.extend(
                    list.into_iter()
                        .enumerate()
                        .map(|(index, value)| (format!("{path}[{}]", index + 1), value)),
                ),
                Value::Bool(yes) => filled.set(&path, if yes { "1" } else { "" }),
                Value::String(text) => filled.set(&path, &text),
                Value::Number(number) => filled.set(&path, &number.to_string()),
            }
        }
        filled.name_kinds();
        filled
    }

    /// A kind that is the usual one is not written in a type; in the form an action without a kind is none.
    fn name_kinds(&mut self) {
        let usual = ActionKind::default().as_str();
        let of = |path: &String| pattern(path).filter(|(found, _)| found.starts_with(ACTIONS))?.1;
        for number in self.0.keys().filter_map(of).collect::<BTreeSet<usize>>() {
            self.0.entry(at(ACTIONS, number, ".kind")).or_insert_with(|| usual.to_owned());
        }
    }

    fn take_names(&mut self, names: &Map<String, Value>) {
        for (name, texts) in names {
            for language in ["da", "sv", "en"] {
                let text = texts.get(language).and_then(Value::as_str).unwrap_or_default();
                self.set(&format!("{NAMED}{name}:{language}"), text);
            }
        }
    }

    /// The form as it was posted; fields that are none of a type's are left out.
    pub(super) fn read(pairs: &[(String, String)]) -> Filled {
        let mut filled = Filled::default();
        for (name, text) in pairs {
            let path = name.strip_prefix(REQUIRED).unwrap_or(name);
            let known = pattern(path).is_some_and(|(pattern, _)| field(&pattern).is_some());
            if known || name.starts_with(NAMED) {
                let text = text.replace("\r\n", "\n");
                filled.set(name, &text.trim().chars().take(TEXT_MAX_CHARS).collect::<String>());
            }
        }
        filled.close_gaps();
        filled
    }

    pub(super) fn set(&mut self, path: &str, text: &str) {
        if text.is_empty() {
            self.0.remove(path);
        } else {
            self.0.insert(path.to_owned(), text.to_owned());
        }
    }

    pub(super) fn get(&self, path: &str) -> &str {
        self.0.get(path).map_or("", String::as_str)
    }

    pub(super) fn is_required(&self, path: &str) -> bool {
        !self.get(&format!("{REQUIRED}{path}")).is_empty()
    }

    /// Whether anything is filled in below a path.
    pub(super) fn has(&self, prefix: &str) -> bool {
        self.0.keys().any(|path| path.starts_with(prefix))
    }

    /// How many entries a list has.
    pub(super) fn entries(&self, list: &str) -> usize {
        self.numbers(list).last().copied().unwrap_or(0)
    }

    fn numbers(&self, list: &str) -> BTreeSet<usize> {
        let of = |path: &String| {
            let (pattern, number) = pattern(path.trim_start_matches(REQUIRED))?;
            let listed =
                pattern.strip_prefix(list).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            // An action without its kind was taken out.
            let gone = list == ACTIONS && self.get(&at(list, number?, ".kind")).is_empty();
            number.filter(|_| listed && !gone && !path.starts_with(REQUIRED))
        };
        self.0.keys().filter_map(of).collect()
    }

    /// Entries that were emptied are gone, those behind them move up.
    fn close_gaps(&mut self) {
        for (list, most) in LISTS {
            let kept: Vec<usize> = self.numbers(list).into_iter().take(most).collect();
            let head = list.trim_end_matches("[]");
            let mut moved = BTreeMap::new();
            self.0.retain(|path, text| {
                let bare = path.trim_start_matches(REQUIRED);
                let Some((found, Some(number))) = pattern(bare).filter(|(found, _)| found.starts_with(list))
                else {
                    return true;
                };
                if let Some(place) = kept.iter().position(|one| *one == number) {
                    let mark = if path.starts_with(REQUIRED) { "!" } else { "" };
                    let rest = found.get(list.len()..).unwrap_or_default();
                    moved.insert(format!("{mark}{head}[{}]{rest}", place + 1), text.clone());
                }
                false
            });
            self.0.append(&mut moved);
        }
    }

    /// Names of business fields in one language.
    pub(super) fn named(&self, name: &str, language: &str) -> &str {
        self.get(&format!("{NAMED}{name}:{language}"))
    }

    /// Business fields that have names.
    pub(super) fn names(&self) -> BTreeSet<&str> {
        let name = |path: &'_ String| path.starts_with(NAMED);
        self.0
            .keys()
            .filter(|path| name(path))
            .filter_map(|path| path.strip_prefix(NAMED)?.rsplit_once(':').map(|(name, _)| name))
            .collect()
    }

    /// The type that the form describes.
    ///
    /// # Errors
    /// Every field that cannot be taken as it stands. What the fields mean together is judged elsewhere.
    pub(super) fn letter_type(&self) -> Result<LetterType, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let mut made = json!({ "active": false });
        for (path, text) in
            self.0.iter().filter(|(path, _)| !path.starts_with([REQUIRED]) && !path.starts_with(NAMED))
        {
            let Some(field) = pattern(path).and_then(|(pattern, _)| field(&pattern)) else { continue };
            match self.value(field, path, text) {
                Ok(value) => put(&mut made, path, value),
                Err(what) => mistakes.push(Mistake { path: path.clone(), what }),
            }
        }
        for needed in ["code", "sender", "class"] {
            if self.get(needed).is_empty() {
                mistakes.push(Mistake { path: needed.to_owned(), what: Wrong::Missing });
            }
        }
        if !["name.da", "name.sv", "name.en"].iter().any(|name| !self.get(name).is_empty()) {
            mistakes.push(Mistake { path: "name.da".to_owned(), what: Wrong::Missing });
        }
        // A kind alone is no deadline; three parts make a subject.
        if self.get("markup.deadline.by").is_empty() && self.get("markup.deadline.days").is_empty() {
            take(&mut made, "deadline");
        }
        if self.has("kle.") {
            for part in ["subject_key", "version", "label"] {
                if self.get(&format!("kle.{part}")).is_empty() {
                    put(&mut made, &format!("kle.{part}"), json!(""));
                }
            }
        }
        for name in self.names().into_iter().take(NAMES_MAX) {
            let texts = json!({ "da": self.named(name, "da"), "sv": self.named(name, "sv"), "en": self.named(name, "en") });
            if let Some(Value::Object(names)) =
                made.as_object_mut().map(|made| made.entry("fields").or_insert(json!({})))
            {
                names.insert(name.to_owned(), texts);
            }
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        serde_json::from_value(made)
            .map_err(|error| vec![Mistake { path: String::new(), what: Wrong::Rule(error.to_string()) }])
    }

    fn value(&self, field: &Field, path: &str, text: &str) -> Result<Value, Wrong> {
        match field.kind {
            Kind::Check => Ok(Value::Bool(true)),
            Kind::Number | Kind::Choice(Choice::Class) => {
                let most = if field.path.ends_with("_days") || field.path.ends_with(".days") {
                    u16::MAX.into()
                } else {
                    u32::MAX
                };
                let number = text.parse::<u32>().ok().filter(|number| *number <= most);
                number.map(Value::from).ok_or(Wrong::Number)
            }
            kind if kind.is_leaf() => {
                Leaf::optional(text).map_err(Wrong::Rule)?;
                let required = self.is_required(path);
                Ok(if required { json!({ "value": text, "required": true }) } else { json!(text) })
            }
            _ => Ok(json!(text)),
        }
    }
}

/// Path of an entry's field.
pub(super) fn at(list: &str, number: usize, rest: &str) -> String {
    format!("{}[{number}]{rest}", list.trim_end_matches("[]"))
}

/// A path with its number written as `[]`, and the number. Nothing when it cannot be a path.
pub(super) fn pattern(path: &str) -> Option<(String, Option<usize>)> {
    let Some((head, rest)) = path.split_once('[') else { return Some((path.to_owned(), None)) };
    let (number, tail) = rest.split_once(']')?;
    let number = number.parse::<usize>().ok().filter(|number| (1..=99).contains(number))?;
    Some((format!("{head}[]{tail}"), Some(number)))
}

/// The path that a JSON pointer names: a number stands for an entry of the list before it.
pub(super) fn path_of(pointer: &str) -> String {
    pointer.split('/').skip(1).fold(String::new(), |path, part| match part.parse::<usize>() {
        Ok(number) => format!("{path}[{number}]"),
        Err(_) if path.is_empty() => part.to_owned(),
        Err(_) => format!("{path}.{part}"),
    })
}

/// Puts a value at its path. Paths come out of the table of fields, so they are short.
fn put(root: &mut Value, path: &str, value: Value) {
    let mut place = root;
    for part in path.split('.') {
        let (name, number) = match part.split_once('[') {
            Some((name, number)) => (name, number.trim_end_matches(']').parse::<usize>().ok()),
            None => (part, None),
        };
        if !place.is_object() {
            *place = json!({});
        }
        let Some(object) = place.as_object_mut() else { return };
        place = object.entry(name).or_insert(Value::Null);
        if let Some(number) = number {
            if !place.is_array() {
                *place = json!([]);
            }
            let Some(list) = place.as_array_mut() else { return };
            while list.len() < number {
                list.push(Value::Null);
            }
            let Some(item) = list.get_mut(number.saturating_sub(1)) else { return };
            place = item;
        }
    }
    *place = value;
}

fn take(made: &mut Value, group: &str) {
    if let Some(markup) = made.get_mut("markup").and_then(Value::as_object_mut) {
        markup.remove(group);
        if markup.is_empty() {
            made.as_object_mut().and_then(|made| made.remove("markup"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use letter::{TypeCatalogue, archetype_catalogue};
    use party::Country;

    fn archetypes() -> Vec<LetterType> {
        let read =
            |country| toml::from_str::<TypeCatalogue>(archetype_catalogue(country)).unwrap().letter_types;
        let all = [read(Country::Dk), read(Country::Se)].concat();
        all.into_iter().map(|kind| LetterType { sender: "eksempel".into(), ..kind }).collect()
    }

    #[test]
    fn a_type_survives_its_form() {
        let mut kinds = archetypes();
        let full = serde_json::json!({
            "code": "fuld", "sender": "eksempel", "name": { "da": "Fuld", "sv": "", "en": "Full" }, "class": 3,
            "department": "Børn", "fallback": "none", "channels": "paper_only",
            "order": ["e_invoice", "digital", "print"], "message": "nemsms", "mandatory": true, "reply": true,
            "text": "To\nlinjer", "contact": { "text": "Ring", "phone": "1234" }, "language": "da",
            "kle": { "subject_key": "28.06.00", "version": "1", "activity_facet": null, "label": "Dag" },
            "fields": { "invoice.number": { "da": "Nummer", "sv": "", "en": "" } }, "shrink": true, "notice": "neutral",
            "recall_minutes": 10, "ttl_hours": 48, "reply_within_days": 14, "appeal_within_days": 28, "content_days": 30, "active": false,
            "markup": {
                "case": "{case_id}", "deadline": { "kind": "appeal", "days": 28 }, "appeal": "Klag",
                "content": { "additional": [ { "name": "A", "value": { "value": "{a}", "required": true } } ] },
                "actions": [
                    { "kind": "payment", "required": true, "label": "Betal", "url": "https://x.example/{invoice.number}" },
                    { "kind": "information", "label": "Se", "url": "https://y.example" },
                ],
            },
        });
        kinds.push(serde_json::from_value(full).unwrap());
        for kind in kinds {
            let filled = Filled::of(&kind);
            assert_eq!(filled.letter_type(), Ok(kind.clone()), "{}", kind.code);
            let posted: Vec<(String, String)> = filled.0.clone().into_iter().collect();
            assert_eq!(Filled::read(&posted).letter_type(), Ok(kind));
        }
    }

    #[test]
    fn what_is_emptied_is_gone_and_what_follows_moves_up() {
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let filled = Filled::read(&[
            pair("markup.actions[1].kind", ""),
            pair("markup.actions[1].label", "Taken out"),
            pair("markup.actions[12].kind", "payment"),
            pair("markup.actions[12].label", "Pay"),
            pair("!markup.actions[12].label", "1"),
            pair("markup.actions[3].kind", "information"),
            pair("order[2]", "print"),
            pair("markup.actions[100000].kind", "sign"),
            pair("nonsense", "x"),
            pair("csrf", "secret"),
        ]);
        assert_eq!(filled.get("markup.actions[1].kind"), "information");
        assert_eq!(filled.get("markup.actions[2].label"), "Pay");
        assert!(filled.is_required("markup.actions[2].label"));
        assert_eq!((filled.entries("markup.actions[]"), filled.get("order[1]")), (2, "print"));
        assert_eq!(filled.0.len(), 5);
    }

    #[test]
    fn pointers_lead_to_paths() {
        assert_eq!(path_of("/markup/actions/2/url"), "markup.actions[2].url");
        assert_eq!(path_of("/sender"), "sender");
        assert_eq!(path_of(""), "");
    }

    #[test]
    fn mistakes_name_their_fields() {
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let filled = Filled::read(&[
            pair("code", "x"),
            pair("class", "two"),
            pair("ttl_hours", "-1"),
            pair("reply_within_days", "70000"),
            pair("markup.case", "{"),
        ]);
        let mistakes = filled.letter_type().unwrap_err();
        let paths: Vec<&str> = mistakes.iter().map(|mistake| mistake.path.as_str()).collect();
        assert_eq!(paths, ["class", "markup.case", "reply_within_days", "ttl_hours", "sender", "name.da"]);
        assert!(matches!(&mistakes[1].what, Wrong::Rule(rule) if rule.contains("{{")));
    }
}
