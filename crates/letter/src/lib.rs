//! The domain core: letters, events, state, the channel switch and policies, as pure functions.
//!
//! Nothing here reads a clock, a disk or a network. A letter is what the caller handed in and never
//! changes ([`Letter`]); what happens to it is a list of [`Event`]s; where it stands is
//! [`State::fold`] of that list; what to do now is [`next`]. Adapters carry out the step and turn what
//! they saw into events with the functions of [`consequence`].
//!
//! ```
//! use letter::{State, Step, next, Policy};
//! let state = State::default();
//! let now = "2026-01-15T10:00:00Z".parse().unwrap();
//! assert_eq!(next(&state, &Policy::default(), None, now), Step::Route);
//! ```

mod accept;
mod act;
mod age;
mod archetype;
mod backoff;
mod balance;
mod completeness;
pub mod consequence;
mod data;
mod deadline;
mod event;
mod flow;
mod html;
mod id;
mod letter;
mod letter_type;
mod lookup;
pub mod markup;
mod notice;
mod percent;
mod policy;
mod ready;
mod remains;
mod state;
mod state_name;
mod step;
mod stored;
mod switch;
mod terms;
mod type_catalogue;

pub use accept::{Draft, Fault, Submission, SubmittedDocument, judge, no_documents};
pub use act::{Act, Offer, Refused, allowed, offers};
pub use age::stands_until;
pub use archetype::{Archetype, Want, archetype_catalogue};
pub use backoff::{Backoff, ErrorClass};
pub use balance::Bin;
pub use completeness::{
    Completeness, Element, ElementStanding, Layer, LayerName, Standing, completeness_of_letter,
    completeness_of_type,
};
pub use consequence::Outcome;
pub use data::{DATA_FIELDS_MAX, DATA_NAME_MAX_CHARS, DATA_VALUE_MAX_CHARS, Data};
pub use deadline::{Deadlines, Proof, deadlines};
pub use event::{AskAnswer, Event, LookupAnswer, ReceiptKind, Recorded, Resolution};
pub use flow::{Agreement, Flow, FlowStep, check_order, flow};
pub use html::{HtmlFault, check_html};
pub use id::{Digest, LetterId, MessageUuid, SenderId, TypeCode};
pub use letter::{Body, BodyKind, Contact, Document, Letter};
pub use letter_type::{ChannelOrder, Fallback, Kle, LetterType, MessageKind, ProtectionClass, Texts};
pub use lookup::{ChannelKind, Endpoint, Lookup, Route};
pub use markup::{
    ActionKind, Gap, GapKind, Leaf, Markup, MarkupField, Resolved, Setting, SigningApplication, TypeFault,
    check_type, resolve,
};
pub use notice::{NoticeRule, NoticeStep, NoticeTo, NoticeWay, Notices, Progress, next_notice};
pub use percent::percent_encoded;
pub use policy::{Delays, Policy};
pub use ready::{Ready, ReadyForm};
pub use remains::{CONTENT_DAYS_MAX, Erasure, Remains, Trace, content_until};
pub use state::{Composed, Phase, State};
pub use state_name::StateName;
pub use step::{Step, next};
pub use stored::StoredLetterError;
pub use switch::{Decision, Opening, decide, opening};
pub use terms::{RECALL_MINUTES_MAX, TTL_HOURS_MAX, Terms};
pub use type_catalogue::{
    CATALOGUE_FORMAT, TypeCatalogue, TypeChange, TypeState, diff_types, looks_like_duplicate,
};
