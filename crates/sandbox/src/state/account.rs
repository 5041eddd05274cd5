//! What recipients have told the register beside the table: whom they take mail from, and what waits for signatures.

use serde::{Deserialize, Serialize};

/// A request that waits for more signatures. No personal number is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Waiting {
    pub(crate) what: WaitingFor,
    pub(crate) agreement_text: String,
    /// `xs:date` of the request.
    pub(crate) date: String,
}

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(crate) enum WaitingFor {
    /// To open an account at this operator (organisation number), or to close it.
    Account { open: bool, supplier: String },
    /// To take mail from these senders (organisation numbers).
    Preferences { senders: Vec<String> },
    /// To move to this operator (organisation number).
    Supplier { supplier: String },
}

/// The kinds of request; of each kind one can wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WaitingKind {
    Account,
    Preferences,
    Supplier,
}

impl WaitingFor {
    pub(crate) fn kind(&self) -> WaitingKind {
        match self {
            Self::Account { .. } => WaitingKind::Account,
            Self::Preferences { .. } => WaitingKind::Preferences,
            Self::Supplier { .. } => WaitingKind::Supplier,
        }
    }
}
