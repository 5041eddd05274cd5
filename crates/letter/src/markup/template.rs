//! A text with places for fields: `Betal {amount} kr. inden {due}`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Longest template, characters.
const TEMPLATE_MAX_CHARS: usize = 4_000;
/// Most fields in one.
const FIELDS_MAX: usize = 20;

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Literal(String),
    Field(String),
}

/// A template that was read. `{{` and `}}` are braces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// What is wrong with it, and how to write it.
    pub fn parse(text: &str) -> Result<Template, String> {
        if text.chars().count() > TEMPLATE_MAX_CHARS {
            return Err(format!("a text has at most {TEMPLATE_MAX_CHARS} characters"));
        }
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '{' | '}' if chars.next_if_eq(&c).is_some() => literal.push(c),
                '}' => return Err("a `}` without `{`: write `}}` for the character itself".to_owned()),
                '{' => {
                    let name: String = std::iter::from_fn(|| chars.next_if(|c| *c != '}')).collect();
                    if chars.next().is_none() {
                        return Err("a `{` without `}`: write `{{` for the character itself".to_owned());
                    }
                    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
                    let name = name.trim().to_owned();
                    if name.is_empty() || name.chars().count() > 100 || !name.chars().all(fits) {
                        let remedy = "between braces stands the name of a field, such as {case_id}";
                        return Err(remedy.to_owned());
                    }
                    if !literal.is_empty() {
                        parts.push(Part::Literal(std::mem::take(&mut literal)));
                    }
                    parts.push(Part::Field(name));
                }
                c => literal.push(c),
            }
        }
        if !literal.is_empty() {
            parts.push(Part::Literal(literal));
        }
        let template = Template { parts };
        if template.fields().count() > FIELDS_MAX {
            return Err(format!("a text has at most {FIELDS_MAX} fields"));
        }
        Ok(template)
    }

    /// Names of its fields, in order.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Field(name) => Some(name.as_str()),
            Part::Literal(_) => None,
        })
    }

    /// The text, if it has no fields.
    pub fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// Whether it is one field and nothing else: the value is taken as it is.
    pub(crate) fn is_one_field(&self) -> bool {
        matches!(self.parts.as_slice(), [Part::Field(_)])
    }

    /// What it begins with, up to the first field.
    pub(crate) fn beginning(&self) -> &str {
        match self.parts.first() {
            Some(Part::Literal(text)) => text,
            _ => "",
        }
    }

    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| match part {
            Part::Literal(text) => f.write_str(&text.replace('{', "{{").replace('}', "}}")),
            Part::Field(name) => write!(f, "{{{name}}}"),
        })
    }
}

/// A leaf of the markup: a template, and whether a letter without it is refused.
///
/// Written as a text, or as `{ value = "…", required = true }`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaf {
    /// Where the value comes from.
    pub template: Template,
    /// A letter whose data do not give it is refused.
    pub required: bool,
}

impl Leaf {
    /// A leaf that may stay empty.
    ///
    /// # Errors
    /// See [`Template::parse`].
    pub fn optional(text: &str) -> Result<Leaf, String> {
        Ok(Leaf { template: Template::parse(text)?, required: false })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Full(Full),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Full {
    value: String,
    #[serde(default)]
    required: bool,
}

impl<'de> Deserialize<'de> for Leaf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Leaf, D::Error> {
        use serde::de::Error;
        let written = Written::deserialize(deserializer)
            .map_err(|_| D::Error::custom("must be a text or { value = \"…\", required = true }"))?;
        let (value, required) = match written {
            Written::Text(value) => (value, false),
            Written::Full(Full { value, required }) => (value, required),
        };
        let template = Template::parse(&value).map_err(D::Error::custom)?;
        Ok(Leaf { template, required })
    }
}

impl Serialize for Leaf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.template.to_string();
        if self.required {
            Written::Full(Full { value, required: true }).serialize(serializer)
        } else {
            Written::Text(value).serialize(serializer)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fields_stand_between_braces() {
        let template = Template::parse("Betal {amount} {{kr.}} inden { due }").unwrap();
        assert_eq!(template.fields().collect::<Vec<_>>(), ["amount", "due"]);
        assert_eq!(template.to_string(), "Betal {amount} {{kr.}} inden {due}");
        for wrong in ["{", "}", "{}", "{a b}", "a } b", "{a{b}"] {
            assert!(Template::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Template::parse(&"{a}".repeat(21)).is_err());
        assert!(Template::parse(&"a".repeat(4_001)).is_err());
    }

    proptest! {
        #[test]
        fn what_was_read_is_written_the_same(text in ".{0,60}") {
            if let Ok(template) = Template::parse(&text) {
                prop_assert_eq!(Template::parse(&template.to_string()), Ok(template));
            }
        }
    }
}
