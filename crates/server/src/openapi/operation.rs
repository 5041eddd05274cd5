//! One operation in words and parts.

use crate::access::Right;
use crate::keys::Scope;
use crate::problem::status_of;
use catalogue::Code;
use std::collections::BTreeMap;

/// An operation of the API.
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    /// Its name in generated clients.
    pub(crate) name: &'static str,
    pub(crate) group: &'static str,
    /// What it does, in a line.
    pub(crate) what: &'static str,
    /// What else there is to know; may be empty.
    pub(crate) more: &'static str,
    pub(crate) access: Access,
    pub(crate) params: &'static [Param],
    pub(crate) body: &'static [Content],
    /// Status and content when all is well.
    pub(crate) answer: (u16, Content),
    /// Refusals of its own; those that many operations share are added by [`Operation::refusals`].
    pub(crate) problems: &'static [Code],
}

/// Who may call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// A key whose scope gives one of these rights.
    Rights(&'static [Right]),
    /// A client certificate that a proxy has checked.
    Certificate,
    /// Everybody.
    Open,
}

/// A parameter.
pub(crate) struct Param {
    pub(crate) place: Place,
    pub(crate) name: &'static str,
    /// Name of its schema.
    pub(crate) schema: &'static str,
    pub(crate) what: &'static str,
}

/// Where a parameter stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
}

impl Place {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
        }
    }
}

/// What a body consists of.
#[derive(Clone, Copy)]
pub(crate) enum Content {
    /// JSON of the schema with this name.
    Json(&'static str),
    /// A form of this schema, with files.
    Form(&'static str),
    /// Bytes of one of these media types.
    Bytes(&'static [&'static str]),
    /// Nothing.
    Nothing,
}

impl Param {
    pub(super) const fn path(name: &'static str, schema: &'static str, what: &'static str) -> Param {
        Param { place: Place::Path, name, schema, what }
    }

    pub(super) const fn query(name: &'static str, schema: &'static str, what: &'static str) -> Param {
        Param { place: Place::Query, name, schema, what }
    }

    pub(super) const fn header(name: &'static str, schema: &'static str, what: &'static str) -> Param {
        Param { place: Place::Header, name, schema, what }
    }
}

impl Access {
    /// The scopes that open it; none where no key is asked for.
    pub(crate) fn scopes(self) -> Vec<Scope> {
        let Access::Rights(rights) = self else { return Vec::new() };
        let opens = |scope: &Scope| rights.iter().any(|right| scope.rights().contains(right));
        let (narrow, widest): (Vec<_>, Vec<_>) =
            Scope::ALL.into_iter().filter(opens).partition(|scope| *scope != Scope::Admin);
        // The widest opens everything and is named only where nothing else does.
        if narrow.is_empty() { widest } else { narrow }
    }
}

impl Operation {
    /// Whether a name stands in its path.
    fn names_something(&self) -> bool {
        self.params.iter().any(|param| param.place == Place::Path)
    }

    /// All codes with which it refuses, by status.
    pub(crate) fn refusals(&self) -> BTreeMap<u16, Vec<Code>> {
        let mut codes = self.problems.to_vec();
        if matches!(self.access, Access::Rights(_)) {
            codes.extend([Code::KeyMissing, Code::KeyWrong, Code::ScopeMissing]);
        }
        if self.names_something() {
            codes.push(Code::RouteNotFound);
        }
        if self.body.iter().any(|body| matches!(body, Content::Json(_))) {
            codes.extend([Code::JsonMalformed, Code::FieldInvalid]);
        }
        if !self.body.is_empty() {
            codes.push(Code::BodyTooLarge);
        }
        if self.params.iter().any(|param| param.place == Place::Query) {
            codes.extend([Code::FieldUnknown, Code::FieldInvalid]);
        }
        if self.access != Access::Open {
            codes.push(Code::NotReady);
        }
        codes.push(Code::InternalError);
        let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
        for code in codes {
            let same = by_status.entry(status_of(code).as_u16()).or_default();
            if !same.contains(&code) {
                same.push(code);
            }
        }
        by_status
    }
}
