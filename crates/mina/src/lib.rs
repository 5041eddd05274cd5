//! Mina meddelanden v3: messages, signed and sealed deliveries, register and operator calls.
//!
//! The chain of a delivery, each step a function:
//!
//! ```text
//! Delivery ── sign_delivery ──▶ SignedDelivery ── seal ──▶ SealedDelivery ── deliver_secure_envelope ──▶ operator
//!                                                              │ octets(): the evidence
//! operator ── parse_deliver_secure ──▶ ReceivedDelivery ── deliver_secure_response ──▶ DeliveryResult, the receipt
//! ```
//!
//! [`register`] asks who is reachable, [`authority`] who is connected, [`check`](check()) and [`read_answer`] judge
//! documents for people. Rule ids (`D4`, `E11`, …) are those of the Mina meddelanden checklist, § numbers those of its
//! interface reference. Nothing here has a clock, a network or a file; ids, times and keys are given.

pub mod account;
mod address;
mod answer;
pub mod authority;
mod check;
mod content;
mod date;
pub mod distribute;
mod fault;
mod finding;
mod forms;
pub mod forward;
mod ids;
mod limits;
mod mask;
mod matter_fields;
mod message;
mod model;
pub mod notification;
pub mod ns;
mod operation;
mod receive;
pub mod register;
mod result;
pub mod rules;
mod schema;
mod seal;
mod size;
mod soap;
mod wire;
mod xml;

pub use address::{AddressProblem, check_address};
pub use answer::{Answer, AnswerRow, AnswerStatus, Expected, ReadOptions, read_answer};
pub use check::{CheckOptions, CheckReport, SignatureReport, check};
pub use content::{BuildError, ContentRules, build_delivery, build_delivery_with, judge};
pub use date::{XmlDate, Zone};
pub use fault::{Fault, FaultClass, parse_fault};
pub use finding::{Finding, Severity, has_errors};
pub use ids::WireId;
pub use limits::Limits;
pub use matter_fields::{FieldProblem, matter_from_fields};
pub use message::unsigned_delivery;
pub use model::*;
pub use operation::{Operation, Service};
pub use receive::{
    PartyProblem, ReceiveError, ReceiveOptions, ReceivedDelivery, Seal, Signer, parse_deliver_secure,
};
pub use result::{
    DeliveryOperation, DeliveryResult, DeliveryStatus, Outcome, deliver_secure_response, delivery_response,
    parse_deliver_secure_response, parse_delivery_response,
};
pub use seal::{
    SealError, SealedDelivery, SignDeliveryError, SignedDelivery, deliver_secure_envelope, seal, seal_with,
    sign_delivery,
};
pub use size::{ENVELOPE_LIMIT, EnvelopeSize, envelope_size, envelope_size_with};
pub use soap::AnswerError;
pub use xml::XmlError;

/// Our limits as the signature library has them.
fn dsig_limits(limits: &Limits) -> xmldsig::Limits {
    xmldsig::Limits {
        max_bytes: limits.max_bytes,
        max_depth: limits.max_depth,
        max_attributes: limits.max_attributes,
        ..xmldsig::Limits::default()
    }
}
