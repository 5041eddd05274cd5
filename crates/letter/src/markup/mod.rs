//! Markup of a letter type: where the elements that make a letter actionable come from (R163–R175).
//!
//! A type describes its markup once, as templates over the caller's business fields and the letter's own ([`Markup`]
//! of [`Leaf`]s). [`resolve`] makes the markup of one letter out of it ([`Markup`] of [`Value`]s) and names what is
//! missing. Nothing here knows a country's format: the channels write what came out.

mod amount;
mod check;
mod elements;
mod fields;
mod kind;
mod layers;
mod moment;
mod reference;
mod resolve;
mod template;
mod value;
mod words;

pub use amount::Amount;
pub use check::{TypeFault, asks_for_signature, check_type};
pub use elements::{MarkupElement, elements};
pub use fields::{FieldKind, MarkupField, fields};
pub use kind::ActionKind;
pub use layers::{
    Action, Address, AttentionMarkup, ContactPointMarkup, ContentMarkup, Deadline, DeadlineKind, Education,
    Form, Identified, Markup, NamedValue, Pair, ReplyMarkup, SubAddress, Unit, Vehicle,
};
pub use moment::{DayMeans, Moment};
pub use reference::markdown;
pub use resolve::{Gap, GapKind, Resolved, Setting, SigningApplication, resolve};
pub use template::{Leaf, Template};
pub use value::Value;
pub use words::{date_words, deadline_line, lines};

pub(crate) use check::is_language;
pub(crate) use resolve::LETTER_FIELDS;
