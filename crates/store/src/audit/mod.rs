//! The audit chain: every letter event and every administrative act is an entry, and each entry's hash covers the
//! one before it. What was changed, taken out or put in afterwards shows when the chain is walked; that its end was
//! cut off shows against a checkpoint kept elsewhere.

mod act;
mod chain;
mod list;
mod proof;
mod verify;

pub use act::{Act, ActKind};
pub(crate) use chain::content_of;
pub use chain::{ChainHead, EVENT_KIND, entry_hash};
pub use list::ActEntry;
pub use proof::{Proof, ProofEntry};
pub use verify::{AuditFault, AuditReport, event_content};
