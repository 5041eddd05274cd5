//! MeMo 1.1 and 1.2, the message model of Danish Digital Post: model, streaming reader and writer.
//!
//! Files of any size pass through a [`ContentSink`] or [`ContentSource`] and need not be in memory.

mod answer;
mod check;
mod codes;
mod content;
mod context;
mod convert;
mod cpr;
mod finding;
mod limits;
pub mod model;
mod read;
mod rules;
mod schema;
mod schema_traits;
mod time;
mod value;
mod version;
pub mod view;
mod write;
mod xml;

pub use answer::{AnswerError, NewMessage, RouteKey, forward, reply, route};
pub use catalogue::Language;
pub use check::{CheckOptions, Report, check, check_embedded, check_from, check_message, files};
pub use codes::{ActionCode, Archetype};
pub use content::{
    Content, ContentSink, ContentSource, CountSink, FileInfo, MemorySink, NoStore, Part, WriteSink,
};
pub use context::{ContactPointFacts, ContactState, Context, OrganisationFacts, PartyRole, RecipientFacts};
pub use convert::{Loss, convert};
pub use finding::{Finding, Severity};
pub use limits::Limits;
pub use model::Message;
pub use read::{ReadError, read, read_embedded, read_from};
pub use rules::{Judged, Rule, rule, rules, rules_markdown};
pub use value::{Date, DateTime, MessageType, Uuid};
pub use version::Version;
pub use write::{WriteError, validate, write, write_to_vec, write_with};
