//! The business fields that a type's letters want: for forms, for checks, for those who write the sending system.

use super::kind::{ActionKind, Kind};
use super::layers::{Markup, Walk};
use super::resolve::LETTER_FIELDS;
use super::template::Leaf;
use serde::Serialize;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A text.
    Text,
    /// A day, or a day with a time.
    Date,
    /// A day with a time.
    DateTime,
    /// Money.
    Amount,
    /// A web address.
    Url,
    /// A number of a person or company: secret.
    Number,
}

/// A field that a type's markup uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MarkupField {
    /// Its dotted name in `data`.
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
    /// A letter without it is refused.
    pub required: bool,
    /// Where it is used, such as `actions[1].amount`.
    pub used_in: Vec<String>,
}

/// The fields of a markup in the order of their first use. Those of the letter itself are not among them.
pub fn fields(markup: &Markup<Leaf>) -> Vec<MarkupField> {
    let mut finder = Finder { fields: Vec::new(), required: false };
    drop(markup.walk::<()>("", &mut finder));
    finder.fields
}

struct Finder {
    fields: Vec<MarkupField>,
    required: bool,
}

impl Walk<Leaf, ()> for Finder {
    fn leaf(&mut self, at: &str, kind: Kind, needed: bool, leaf: &Leaf) -> Option<()> {
        use super::moment::DayMeans;
        // Where a field is a part of a text it is a text, whatever the place wants.
        let kind = match kind {
            _ if !leaf.template.is_one_field() => FieldKind::Text,
            Kind::Moment(DayMeans::Nothing) => FieldKind::DateTime,
            Kind::Moment(_) => FieldKind::Date,
            Kind::Amount => FieldKind::Amount,
            Kind::Url => FieldKind::Url,
            Kind::Person | Kind::Company => FieldKind::Number,
            _ => FieldKind::Text,
        };
        let required = leaf.required || (needed && self.required);
        for name in leaf.template.fields().filter(|name| !LETTER_FIELDS.contains(name)) {
            match self.fields.iter_mut().find(|field| field.name == name) {
                Some(field) => {
                    field.kind = field.kind.max(kind);
                    field.required |= required;
                    field.used_in.push(at.to_owned());
                }
                None => self.fields.push(MarkupField {
                    name: name.to_owned(),
                    kind,
                    required,
                    used_in: vec![at.to_owned()],
                }),
            }
        }
        Some(())
    }

    fn unmapped(&mut self, _at: &str) {}

    fn action(&mut self, _kind: Option<ActionKind>, required: bool) {
        self.required = required;
    }
}
