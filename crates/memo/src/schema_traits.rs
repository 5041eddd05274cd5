//! How typed classes meet the schema table: reading a field, visiting all fields, printing without secrets.

use crate::content::Content;
use crate::cpr;
use crate::read::{Engine, Stop};
use crate::schema::{ClassDef, Field, Type};
use crate::value::{Date, DateTime, MessageType, Uuid};
use crate::xml::Input;

/// A struct that stands for an element with children.
pub(crate) trait Class: Default {
    const DEF: &'static ClassDef;

    /// Reads child number `index` (in table order) into its slot; the start tag is already consumed.
    fn read_field<I: Input>(&mut self, index: usize, engine: &mut Engine<'_, I>) -> Result<(), Stop>;

    /// Shows every slot, in order, to the visitor.
    fn visit<V: Visitor>(&self, visitor: &mut V) -> Result<(), V::Error>;
}

/// Anything that can stand in a slot: a leaf value or a class.
pub(crate) trait Value: Sized {
    fn read<I: Input>(engine: &mut Engine<'_, I>, field: &'static Field) -> Result<Self, Stop>;
    fn visit<V: Visitor>(&self, field: &'static Field, visitor: &mut V) -> Result<(), V::Error>;
}

/// Walks a typed message in document order.
pub(crate) trait Visitor: Sized {
    type Error;
    /// Before the values of a slot, which number `count`.
    fn slot(&mut self, field: &'static Field, count: usize) -> Result<(), Self::Error>;
    fn leaf(&mut self, field: &'static Field, text: &str) -> Result<(), Self::Error>;
    fn content(&mut self, field: &'static Field, content: &Content) -> Result<(), Self::Error>;
    fn class<C: Class>(&mut self, field: &'static Field, class: &C) -> Result<(), Self::Error>;
}

pub(crate) fn visit_slot<T: Value, V: Visitor>(
    field: &'static Field,
    values: &[T],
    visitor: &mut V,
) -> Result<(), V::Error> {
    visitor.slot(field, values.len())?;
    values.iter().try_for_each(|value| value.visit(field, visitor))
}

impl<C: Class> Value for C {
    fn read<I: Input>(engine: &mut Engine<'_, I>, _field: &'static Field) -> Result<Self, Stop> {
        engine.class()
    }

    fn visit<V: Visitor>(&self, field: &'static Field, visitor: &mut V) -> Result<(), V::Error> {
        visitor.class(field, self)
    }
}

/// A leaf is anything with a text form; what the text must look like is the field's type, not the Rust type.
macro_rules! text_values {
    ($($ty:ty: $from:expr, $as_str:expr;)*) => {$(
        impl Value for $ty {
            fn read<I: Input>(engine: &mut Engine<'_, I>, field: &'static Field) -> Result<Self, Stop> {
                let from: fn(String) -> $ty = $from;
                engine.leaf(field).map(from)
            }
            fn visit<V: Visitor>(&self, field: &'static Field, visitor: &mut V) -> Result<(), V::Error> {
                let as_str: fn(&$ty) -> &str = $as_str;
                visitor.leaf(field, as_str(self))
            }
        }
    )*};
}

text_values! {
    String: |text| text, String::as_str;
    Uuid: Uuid::from_text, Uuid::as_str;
    DateTime: DateTime::from_text, DateTime::as_str;
    Date: Date::from_text, Date::as_str;
    MessageType: MessageType::from_text, MessageType::as_str;
    bool: |text| text == "true" || text == "1", |value| if *value { "true" } else { "false" };
}

impl Value for Content {
    fn read<I: Input>(engine: &mut Engine<'_, I>, _field: &'static Field) -> Result<Self, Stop> {
        engine.content()
    }

    fn visit<V: Visitor>(&self, field: &'static Field, visitor: &mut V) -> Result<(), V::Error> {
        visitor.content(field, self)
    }
}

/// Prints a class without personal numbers: identifiers masked whole, date-like numbers masked in free text.
pub(crate) fn debug_class<C: Class>(class: &C, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
    let mut printer = Printer { out: f, first: true };
    std::fmt::Write::write_str(printer.out, C::DEF.name)?;
    printer.out.write_str(" {")?;
    class.visit(&mut printer)?;
    printer.out.write_str(" }")
}

struct Printer<'a, 'b> {
    out: &'a mut std::fmt::Formatter<'b>,
    first: bool,
}

impl Printer<'_, '_> {
    fn name(&mut self, field: &Field) -> std::fmt::Result {
        let separator = if std::mem::take(&mut self.first) { " " } else { ", " };
        write!(self.out, "{separator}{}: ", field.name)
    }
}

impl Visitor for Printer<'_, '_> {
    type Error = std::fmt::Error;

    fn slot(&mut self, _field: &'static Field, _count: usize) -> Result<(), Self::Error> {
        Ok(())
    }

    fn leaf(&mut self, field: &'static Field, text: &str) -> Result<(), Self::Error> {
        self.name(field)?;
        match field.kind {
            crate::schema::Kind::Leaf(Type::Identifier) => self.out.write_str("***"),
            _ => write!(self.out, "{:?}", cpr::mask(text)),
        }
    }

    fn content(&mut self, field: &'static Field, content: &Content) -> Result<(), Self::Error> {
        self.name(field)?;
        write!(self.out, "{} bytes", content.len())
    }

    fn class<C: Class>(&mut self, _field: &'static Field, class: &C) -> Result<(), Self::Error> {
        let separator = if std::mem::take(&mut self.first) { " " } else { ", " };
        self.out.write_str(separator)?;
        debug_class(class, self.out)
    }
}
