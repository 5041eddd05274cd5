//! Types that know how they stand on the wire: one declaration gives the struct, its writer, its reader and its schema.

use crate::schema::simple::{Simple, base64, boolean};
use crate::schema::{Content, Type, validate};
use crate::soap::{self, AnswerError, malformed};
use crate::xml::{Node, NodeExt as _, Writer};
use crate::{Limits, Sender, WireId, XmlDate};

/// What may stand as one element.
pub(crate) trait Value: Sized {
    /// What the schema says about its inside.
    const CONTENT: Content;
    /// Writes one element of that name.
    fn put(&self, w: &mut Writer<Vec<u8>>, ns: &str, name: &str);
    /// Reads the inside of an element.
    fn take(node: Node<'_, '_>) -> Result<Self, AnswerError>;
}

impl Value for String {
    const CONTENT: Content = Content::Simple(Simple::STRING, &[]);

    fn put(&self, w: &mut Writer<Vec<u8>>, ns: &str, name: &str) {
        w.leaf(ns, name, self);
    }

    fn take(node: Node<'_, '_>) -> Result<Self, AnswerError> {
        Ok(node.content())
    }
}

impl Value for WireId {
    const CONTENT: Content = Content::Simple(Simple::RecipientId, &[]);

    fn put(&self, w: &mut Writer<Vec<u8>>, ns: &str, name: &str) {
        w.leaf(ns, name, self.reveal());
    }

    fn take(node: Node<'_, '_>) -> Result<Self, AnswerError> {
        Ok(Self::new(&node.content()))
    }
}

impl Value for bool {
    const CONTENT: Content = Content::Simple(Simple::Boolean, &[]);

    fn put(&self, w: &mut Writer<Vec<u8>>, ns: &str, name: &str) {
        w.leaf(ns, name, if *self { "true" } else { "false" });
    }

    fn take(node: Node<'_, '_>) -> Result<Self, AnswerError> {
        boolean(&node.content()).ok_or_else(|| malformed("F5", node, "is neither true nor false"))
    }
}

impl Value for XmlDate {
    const CONTENT: Content = Content::Simple(Simple::Date, &[]);

    fn put(&self, w: &mut Writer<Vec<u8>>, ns: &str, name: &str) {
        w.leaf(ns, name, &self.to_string());
    }

    fn take(node: Node<'_, '_>) -> Result<Self, AnswerError> {
        Self::parse(&node.content()).ok_or_else(|| malformed("D19", node, "is not a date"))
    }
}

/// Octets that stand as base64.
impl Value for Vec<u8> {
    const CONTENT: Content = Content::Simple(Simple::Base64, &[]);

    fn put(&self, w: &mut Writer<Vec<u8>>, ns: &str, name: &str) {
        w.base64(ns, name, self);
    }

    fn take(node: Node<'_, '_>) -> Result<Self, AnswerError> {
        base64(&node.content()).ok_or_else(|| malformed("D2", node, "is not base64"))
    }
}

impl Value for Sender {
    const CONTENT: Content = Content::Complex(&crate::schema::message::SENDER);

    fn put(&self, w: &mut Writer<Vec<u8>>, ns: &str, name: &str) {
        crate::message::write_sender(w, ns, name, self);
    }

    fn take(node: Node<'_, '_>) -> Result<Self, AnswerError> {
        crate::message::read_sender(node).map_err(|problem| malformed("D19", node, problem.what))
    }
}

/// A body element: an operation's request or answer.
pub(crate) trait Element: Value {
    const NS: &'static str;
    const NAME: &'static str;

    fn write(&self) -> Vec<u8> {
        let mut w = Writer::new(Vec::new());
        self.put(&mut w, Self::NS, Self::NAME);
        soap::envelope(&w.finish())
    }

    fn read(xml: &[u8], limits: &Limits) -> Result<Self, AnswerError> {
        soap::read(xml, limits, (Self::NS, Self::NAME), Self::take)
    }

    /// As [`Element::read`], and refuses whatever the schema does.
    fn read_strictly(xml: &[u8], limits: &Limits) -> Result<Self, AnswerError> {
        soap::read(xml, limits, (Self::NS, Self::NAME), |node| {
            if let Content::Complex(of) = Self::CONTENT {
                strict(node, of)?;
            }
            Self::take(node)
        })
    }
}

/// The first finding of the schema becomes the error.
pub(crate) fn strict(node: Node<'_, '_>, of: &'static Type) -> Result<(), AnswerError> {
    match validate(node, of).into_iter().next() {
        None => Ok(()),
        Some(first) => {
            Err(AnswerError::Malformed { rule: first.rule, path: first.path, message: first.message })
        }
    }
}

/// How often a field stands: its Rust type, its cardinality, its writer and its reader.
macro_rules! field {
    (place $ns:ident) => { crate::ns::$ns };
    (place $ns:ident $service:ident) => { crate::ns::$service };
    (type one $t:ty) => { $t };
    (type maybe $t:ty) => { Option<$t> };
    (type $many:ident $t:ty) => { Vec<$t> };
    (times one) => { (1, 1) };
    (times maybe) => { (0, 1) };
    (times any) => { (0, crate::schema::MANY) };
    (times two) => { (0, 2) };
    (times thousand) => { (1, 1000) };
    (times some) => { (1, crate::schema::MANY) };
    (put one $value:expr, $w:expr, $ns:expr, $tag:expr) => { crate::wire::Value::put(&$value, $w, $ns, $tag) };
    (put $many:ident $value:expr, $w:expr, $ns:expr, $tag:expr) => {
        $value.iter().for_each(|value| crate::wire::Value::put(value, $w, $ns, $tag))
    };
    (take one $t:ty, $node:expr, $ns:expr, $tag:expr) => {{
        let found = crate::xml::NodeExt::only($node, $ns, $tag);
        let wanted = || crate::soap::malformed("D19", $node, concat!("exactly one ", $tag, " is needed"));
        <$t as crate::wire::Value>::take(found.ok_or_else(wanted)?)?
    }};
    (take maybe $t:ty, $node:expr, $ns:expr, $tag:expr) => {
        match crate::xml::NodeExt::all($node, $ns, $tag).as_slice() {
            [] => None,
            [one] => Some(<$t as crate::wire::Value>::take(*one)?),
            _ => return Err(crate::soap::malformed("D19", $node, concat!($tag, " stands more than once"))),
        }
    };
    (take $many:ident $t:ty, $node:expr, $ns:expr, $tag:expr) => {
        crate::xml::NodeExt::all($node, $ns, $tag)
            .into_iter()
            .map(<$t as crate::wire::Value>::take)
            .collect::<Result<Vec<_>, _>>()?
    };
    (content $t:ty) => { <$t as crate::wire::Value>::CONTENT };
    (content $t:ty, $simple:expr) => { crate::schema::Content::Simple($simple, &[]) };
}

/// Declares a type of the contracts: `field: one|maybe|any|some|two|thousand Type = "Element" [as Facet]`. `element "name"` after the
/// namespace makes it a body element with `to_xml` and `parse`; `at SERVICE` gives that element another namespace than its
/// children, as the version 1 services do.
macro_rules! wire_type {
    (
        $(#[$meta:meta])*
        $name:ident in $ns:ident $(element $element:literal $(at $service:ident)?)? {
            $($(#[$doc:meta])* $field:ident: $times:ident $t:ty = $tag:literal $(as $simple:expr)?,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name { $($(#[$doc])* pub $field: crate::wire::field!(type $times $t),)* }

        impl crate::wire::Value for $name {
            const CONTENT: crate::schema::Content =
                crate::schema::Content::Complex(&crate::schema::Type::sequence(&[$({
                    const TIMES: (usize, usize) = crate::wire::field!(times $times);
                    crate::schema::Particle {
                        ns: crate::ns::$ns,
                        local: $tag,
                        min: TIMES.0,
                        max: TIMES.1,
                        content: crate::wire::field!(content $t $(, $simple)?),
                        rule: "D19",
                    }
                }),*]));

            #[allow(unused_variables)]
            fn put(&self, w: &mut crate::xml::Writer<Vec<u8>>, ns: &str, name: &str) {
                w.open(ns, name);
                $(crate::wire::field!(put $times self.$field, w, crate::ns::$ns, $tag);)*
                w.close();
            }

            #[allow(unused_variables)]
            fn take(node: crate::xml::Node<'_, '_>) -> Result<Self, crate::AnswerError> {
                Ok(Self { $($field: crate::wire::field!(take $times $t, node, crate::ns::$ns, $tag),)* })
            }
        }

        $(
            impl crate::wire::Element for $name {
                const NS: &'static str = crate::wire::field!(place $ns $($service)?);
                const NAME: &'static str = $element;
            }

            impl $name {
                /// Writes it in a SOAP envelope.
                pub fn to_xml(&self) -> Vec<u8> {
                    crate::wire::Element::write(self)
                }

                /// Reads an answer leniently: extra elements, other prefixes and numeric booleans are taken.
                ///
                /// # Errors
                /// A fault, another element, or something missing.
                pub fn parse(xml: &[u8], limits: &crate::Limits) -> Result<Self, crate::AnswerError> {
                    <Self as crate::wire::Element>::read(xml, limits)
                }

                /// Reads it as strictly as the official schema has it; for whoever serves the operation.
                ///
                /// # Errors
                /// Anything the schema refuses.
                pub fn parse_strictly(xml: &[u8], limits: &crate::Limits) -> Result<Self, crate::AnswerError> {
                    <Self as crate::wire::Element>::read_strictly(xml, limits)
                }
            }
        )?
    };
}

pub(crate) use {field, wire_type};
