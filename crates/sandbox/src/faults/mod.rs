//! Faults on demand: the `--faults` text ([`FaultPlan`]), the tables of places and kinds, seeded decisions, and how
//! a fault is played around a request.

mod dice;
mod kind;
mod place;
mod plan;
mod play;

pub(crate) use dice::Dice;
pub use kind::{Fault, FaultKind};
pub use place::Place;
pub use plan::{FaultPlan, FaultSpecError, Rule};
pub(crate) use play::{Strike, around};

/// The tables of places and kinds as Markdown, for the documentation.
pub fn faults_markdown() -> String {
    format!("{}\n{}", place::markdown(), kind::markdown())
}
