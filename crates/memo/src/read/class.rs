//! Children of a class: matched against the table, in order, counted.

use super::engine::{Engine, Frame, Mark, Note, Stop, push_segment};
use super::namespaces::Bound;
use super::scan::{Token, printable};
use crate::finding::Severity;
use crate::schema::{ClassDef, Field};
use crate::schema_traits::Class;
use crate::version::Version;
use crate::xml::Input;

/// More fields than any class has.
const MAX_FIELDS: usize = 20;

/// Elements whose absence is a rule of its own: class, element, rule.
const FORBIDDEN: [(&str, &str, &str); 1] = [("TechnicalDocument", "Action", "H11")];

/// Reads child number n of the class at hand into its slot.
type ReadField<'r, 'a, I> = &'r mut dyn FnMut(&mut Engine<'a, I>, usize) -> Result<(), Stop>;

/// How a start tag fits the class.
enum Fit {
    Field(usize),
    /// Right name in a wrong namespace (B3).
    WrongNamespace(usize),
    Unknown,
    Unbound,
}

#[derive(Default)]
struct Seen {
    counts: [u32; MAX_FIELDS],
    /// Index of the last field met so far.
    furthest: usize,
}

impl<'a, I: Input> Engine<'a, I> {
    /// Reads the class whose start tag was just consumed.
    pub(crate) fn class<C: Class>(&mut self) -> Result<C, Stop> {
        let mut value = C::default();
        self.children(C::DEF, &mut |engine: &mut Engine<'a, I>, index| value.read_field(index, engine))?;
        Ok(value)
    }

    /// Reads all children up to and with the end tag.
    pub(crate) fn children(
        &mut self,
        def: &'static ClassDef,
        read: ReadField<'_, 'a, I>,
    ) -> Result<(), Stop> {
        let mut seen = Seen::default();
        if std::mem::take(&mut self.empty) {
            self.leave();
        } else {
            loop {
                match self.next()? {
                    Token::Start => self.child(def, &mut seen, read)?,
                    Token::End => {
                        self.close()?;
                        break;
                    }
                    Token::Text => self.stray_text(def)?,
                    Token::Eof => return self.truncated(),
                }
            }
        }
        self.note_missing(def, &seen);
        Ok(())
    }

    fn child(
        &mut self,
        def: &'static ClassDef,
        seen: &mut Seen,
        read: ReadField<'_, 'a, I>,
    ) -> Result<(), Stop> {
        if self.tag.attributes {
            self.child_attributes()?;
        }
        let (index, wrong_namespace) = match self.fit(def, seen.furthest) {
            Fit::Field(index) => (index, false),
            Fit::WrongNamespace(index) => (index, true),
            Fit::Unbound => {
                self.error("A1", "the prefix of this element is not bound to a namespace");
                return self.skip();
            }
            Fit::Unknown => {
                let name = self.tag_name();
                let local = self.input.window().get(self.tag.local..self.tag.name_end);
                let named = FORBIDDEN.iter().find(|f| f.0 == def.name && Some(f.1.as_bytes()) == local);
                let rule = named.map_or("A8", |f| f.2);
                self.error(rule, format!("{name} does not belong in {}; remove it", def.name));
                return self.skip();
            }
        };
        let (Some(field), Some(count)) = (def.fields.get(index), seen.counts.get_mut(index)) else {
            return self.skip();
        };
        *count += 1;
        let ordinal = *count;
        self.enter(field, ordinal);
        if wrong_namespace {
            let prefix = field.ns.prefix();
            self.note_here(
                field.rules.namespace,
                Severity::Error,
                format!("{} belongs in the namespace of {prefix}:", field.name),
            );
        }
        let kept = self.judge_place(def, seen, index, ordinal);
        if kept {
            self.open()?;
            read(self, index)?;
        } else {
            self.skip()?;
        }
        self.frames.pop();
        Ok(())
    }

    /// Finds the field of a start tag; looks ahead from the last one first, as nearly all are in order.
    fn fit(&mut self, def: &'static ClassDef, from: usize) -> Fit {
        let window = self.input.window();
        let tag = self.tag;
        let local = window.get(tag.local..tag.name_end).unwrap_or_default();
        let prefix = window.get(tag.name_start..tag.local.saturating_sub(1)).unwrap_or_default();
        let bound = self.namespaces.resolve(prefix);
        let named = |f: &Field| f.name.len() == local.len() && f.name.as_bytes() == local;
        let ahead = def.fields.get(from..).unwrap_or_default().iter().position(named).map(|i| i + from);
        let index = ahead.or_else(|| def.fields.iter().take(from).position(named));
        let found = index.and_then(|i| def.fields.get(i).map(|f| (i, f)));
        match (found, bound) {
            (Some((index, field)), Bound::Model(ns)) if ns == field.ns => {
                if !self.odd_prefix && prefix != field.ns.prefix().as_bytes() {
                    self.odd_prefix = true;
                    let prefix = field.ns.prefix();
                    self.note_at(
                        self.input.offset(),
                        "A9",
                        Severity::Warning,
                        format!(
                            "{} is not written with the prefix {prefix}:, which SF1601 asks for",
                            field.name
                        ),
                    );
                }
                Fit::Field(index)
            }
            (_, Bound::Nothing) if !prefix.is_empty() => Fit::Unbound,
            (Some((index, _)), _) => Fit::WrongNamespace(index),
            (None, _) => Fit::Unknown,
        }
    }

    /// Pushes the frame and mark of a known element.
    pub(crate) fn enter(&mut self, field: &'static Field, ordinal: u32) {
        let parent = self.frames.last().map_or(u32::MAX, |f| f.mark);
        let place = self.input.place(self.input.offset());
        let mark = self.marks.len() as u32;
        self.marks.push(Mark { parent, ordinal, field, place });
        self.frames.push(Frame { field, ordinal, mark });
    }

    /// Order, count, version and exclusion. `false` when the element has no slot left and must be passed over.
    fn judge_place(&mut self, def: &'static ClassDef, seen: &mut Seen, index: usize, ordinal: u32) -> bool {
        let Some(field) = def.fields.get(index) else { return false };
        let version = self.version.unwrap_or_default();
        let mut kept = true;
        if ordinal > 1 && ordinal > field.max_in(version).max(1) {
            let max = field.max_in(version).max(1);
            let many = format!("at most {max} {} may stand in {}", field.name, def.name);
            self.note_here(field.rules.many, Severity::Error, many);
            kept = field.repeats();
        } else if self.version.is_some() && field.max_in(version) == 0 {
            let other = if version == Version::V1_1 { Version::V1_2 } else { Version::V1_1 };
            let text = format!("{} exists in MeMo {other} only; this message says {version}", field.name);
            self.note_here(field.rules.version, Severity::Error, text);
        } else if index < seen.furthest && ordinal == 1 {
            let after = def.fields.get(seen.furthest).map_or("", |f| f.name);
            let text = format!("{} must stand before {after} in {}", field.name, def.name);
            // The later of the two is the misplaced one as often; its rule is used if it has a special one.
            let later = def.fields.get(seen.furthest).map_or("B1", |f| f.rules.order);
            let rule = if field.rules.order == "B1" { later } else { field.rules.order };
            self.note_here(rule, Severity::Error, text);
        }
        if field.exclusive && ordinal == 1 {
            let other =
                def.fields.iter().zip(seen.counts).any(|(f, n)| f.exclusive && f.name != field.name && n > 0);
            if other {
                let text = "an action has either a Reservation or an EntryPoint";
                self.note_here(field.rules.many, Severity::Error, text);
            }
        }
        seen.furthest = seen.furthest.max(index);
        kept
    }

    fn note_missing(&mut self, def: &'static ClassDef, seen: &Seen) {
        let Some(version) = self.version else { return };
        for (field, count) in def.fields.iter().zip(seen.counts) {
            if count < field.min_in(version) {
                let place = self.frames.last().and_then(|f| self.marks.get(f.mark as usize)).map(|m| m.place);
                let mut path = self.path();
                push_segment(&mut path, field, 1);
                self.notes.push(Note {
                    rule: field.rules.missing,
                    severity: Severity::Error,
                    path,
                    place,
                    message: format!("{} is missing in {}", field.name, def.name),
                });
            }
        }
    }

    /// Passes over the element at the window's start with all it holds.
    pub(crate) fn skip(&mut self) -> Result<(), Stop> {
        let depth = self.name_starts.len();
        self.open()?;
        if std::mem::take(&mut self.empty) {
            self.leave();
            return Ok(());
        }
        while self.name_starts.len() > depth {
            match self.next()? {
                Token::Start => {
                    if self.tag.attributes {
                        self.foreign_attributes()?;
                    }
                    self.open()?;
                    if std::mem::take(&mut self.empty) {
                        self.leave();
                    }
                }
                Token::End => self.close()?,
                Token::Text => self.pass_text()?,
                Token::Eof => return self.truncated(),
            }
        }
        Ok(())
    }

    fn stray_text(&mut self, def: &ClassDef) -> Result<(), Stop> {
        self.error("A8", format!("text between the elements of {}; remove it", def.name));
        self.pass_text()
    }

    /// Name of the tag at the window's start, for messages.
    pub(crate) fn tag_name(&self) -> String {
        printable(self.input.window().get(self.tag.name_start..self.tag.name_end).unwrap_or_default())
    }
}
