//! Who has an account at all: isRegistered. It says nothing about a sender and never replaces isReachable (F17).

use super::batches::Question;
use catalogue::Code;
use mina::register::{self, AccountType, RequestError};
use mina::{AnswerError, Limits, WireId};

/// Whether somebody has an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registered {
    /// Has one, or has ordered one.
    Yes,
    /// Has none, and why.
    No(Code),
    /// It cannot be told.
    Unknown {
        /// Why not.
        reason: Code,
        /// Technical detail without personal data.
        detail: String,
    },
}

/// isRegistered.
pub(super) struct IsRegistered;

impl Question for IsRegistered {
    type Answer = Registered;

    fn envelope(&self, batch: &[WireId]) -> Result<Vec<u8>, RequestError> {
        register::is_registered_request(batch)
    }

    fn rows(&self, body: &[u8], batch: &[WireId]) -> Result<Vec<(WireId, Registered)>, AnswerError> {
        let answer = register::parse_is_registered_response(body, &Limits::default())?;
        let decide = |id: &WireId| {
            let mut rows = answer.rows.iter().filter(|row| row.recipient_id == *id);
            match rows.next() {
                // Rows that contradict each other say nothing (C11).
                Some(first) if rows.all(|other| other == first) => match first.account_type {
                    AccountType::Not => Registered::No(Code::NotRegistered),
                    AccountType::Secure | AccountType::Anonymous => Registered::Yes,
                },
                _ => self.unknown(Code::RegisterAnswerUnusable, "no usable row for this number".to_owned()),
            }
        };
        Ok(batch.iter().map(|id| (id.clone(), decide(id))).collect())
    }

    fn no(&self, reason: Code) -> Registered {
        Registered::No(reason)
    }

    fn unknown(&self, reason: Code, detail: String) -> Registered {
        Registered::Unknown { reason, detail }
    }
}
