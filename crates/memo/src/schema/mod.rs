//! The one static description of every class: element name, namespace, cardinality per version, type.
//!
//! Reader, writer and structural checks all walk these tables; the tables themselves are produced, together
//! with the Rust structs, by the [`classes!`](crate::schema::classes) macro in `model/`.

mod classes;
mod facet;
#[cfg(test)]
mod tests;

pub(crate) use classes::{cardinality, classes, cls, leaf, slot_set, slot_visit};
pub(crate) use facet::Type;

use crate::version::Version;

/// The namespaces of the model, each with the fixed prefix that writers use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ns {
    Memo,
    Grd,
    Gln,
    Udd,
    Form,
    Kle,
    Dmv,
    Sor,
}

/// Prefix and namespace name in the order in which the writer declares them.
pub(crate) const NAMESPACES: [(Ns, &str, &str); 8] = [
    (Ns::Memo, "memo", "https://DigitalPost.dk/MeMo-1"),
    (Ns::Grd, "grd", "https://data.gov.dk/model/core/"),
    (Ns::Gln, "gln", "https://www.gs1.dk/gs1-standarder/identifikation/gln-global-location-number/"),
    (
        Ns::Udd,
        "udd",
        "https://www.dst.dk/da/TilSalg/Forskningsservice/Dokumentation/hoejkvalitetsvariable/elevregister-2/udd#",
    ),
    (Ns::Form, "form", "http://www.form-online.dk/"),
    (Ns::Kle, "kle", "http://kle-online.dk/"),
    (Ns::Dmv, "dmv", "https://motorregister.skat.dk/"),
    (Ns::Sor, "sor", "https://services.nsi.dk/en/Services/SOR"),
];

impl Ns {
    pub(crate) fn prefix(self) -> &'static str {
        NAMESPACES.iter().find(|n| n.0 == self).map_or("memo", |n| n.1)
    }

    pub(crate) fn from_uri(uri: &[u8]) -> Option<Ns> {
        NAMESPACES.iter().find(|n| n.2.as_bytes() == uri).map(|n| n.0)
    }
}

/// One class: an element with child elements in a fixed order.
#[derive(Debug)]
pub(crate) struct ClassDef {
    pub(crate) name: &'static str,
    pub(crate) ns: Ns,
    pub(crate) fields: &'static [Field],
}

/// How often a field may stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Card {
    pub(crate) min: [u32; 2],
    pub(crate) max: [u32; 2],
}

/// Rules that name a fault of this field better than the general ones (`B1`, `B2`, `B3` or the type's own).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) missing: &'static str,
    pub(crate) many: &'static str,
    pub(crate) order: &'static str,
    pub(crate) version: &'static str,
    pub(crate) namespace: &'static str,
    pub(crate) invalid: Option<&'static str>,
}

/// One child of a class.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) ns: Ns,
    pub(crate) kind: Kind,
    pub(crate) card: Card,
    pub(crate) rules: Rules,
    /// Fields of one exclusive group: at most one of them may stand (Reservation or EntryPoint, rule I1).
    pub(crate) exclusive: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Leaf(Type),
    /// The table of the class; walked by the test that compares it with the schema.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the comparison with the schema only"))]
    Class(&'static ClassDef),
}

impl Field {
    const fn new(name: &'static str, ns: Ns, kind: Kind) -> Field {
        Field {
            name,
            ns,
            kind,
            card: Card { min: [1, 1], max: [1, 1] },
            rules: Rules {
                missing: "B2",
                many: "B2",
                order: "B1",
                version: "B2",
                namespace: "B3",
                invalid: None,
            },
            exclusive: false,
        }
    }

    pub(crate) const fn card(mut self, min: u32, max: u32) -> Field {
        self.card = Card { min: [min, min], max: [max, max] };
        self
    }

    /// At least one, keeping the upper bound.
    pub(crate) const fn required(mut self) -> Field {
        self.card.min = [1, 1];
        self
    }

    pub(crate) const fn at_most(mut self, max: u32) -> Field {
        self.card.max = [max, max];
        self
    }

    /// Required in 1.1, optional in 1.2.
    pub(crate) const fn required_in_1_1(mut self) -> Field {
        self.card.min = [1, 0];
        self
    }

    pub(crate) const fn only_1_1(mut self, rule: &'static str) -> Field {
        self.card.max[1] = 0;
        self.rules.version = rule;
        self
    }

    pub(crate) const fn only_1_2(mut self, rule: &'static str) -> Field {
        self.card.max[0] = 0;
        self.rules.version = rule;
        self
    }

    pub(crate) const fn exclusive(mut self) -> Field {
        self.exclusive = true;
        self
    }

    pub(crate) const fn missing(mut self, rule: &'static str) -> Field {
        self.rules.missing = rule;
        self
    }

    pub(crate) const fn many(mut self, rule: &'static str) -> Field {
        self.rules.many = rule;
        self
    }

    pub(crate) const fn order(mut self, rule: &'static str) -> Field {
        self.rules.order = rule;
        self
    }

    pub(crate) const fn namespace(mut self, rule: &'static str) -> Field {
        self.rules.namespace = rule;
        self
    }

    pub(crate) const fn invalid(mut self, rule: &'static str) -> Field {
        self.rules.invalid = Some(rule);
        self
    }

    pub(crate) fn max_in(&self, version: Version) -> u32 {
        self.card.max[version.index()]
    }

    pub(crate) fn min_in(&self, version: Version) -> u32 {
        self.card.min[version.index()]
    }

    /// Whether more than one may stand, so that a path needs an index.
    pub(crate) fn repeats(&self) -> bool {
        self.card.max[0].max(self.card.max[1]) > 1
    }
}

/// The root element seen as a field, for paths and positions.
pub(crate) const ROOT: Field = Field::new("Message", Ns::Memo, Kind::Class(&ROOT_CLASS));
const ROOT_CLASS: ClassDef = ClassDef { name: "Message", ns: Ns::Memo, fields: &[] };

impl Field {
    pub(crate) const fn leaf(name: &'static str, ns: Ns, kind: Type) -> Field {
        Field::new(name, ns, Kind::Leaf(kind))
    }

    pub(crate) const fn class(def: &'static ClassDef) -> Field {
        Field::new(def.name, def.ns, Kind::Class(def))
    }
}
