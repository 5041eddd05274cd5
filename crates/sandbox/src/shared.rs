//! What all handlers share.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::config::SandboxConfig;
use crate::enrol::{Sender, Senders};
use crate::faults::{Dice, FaultKind, Place};
use crate::net::{HangUp, Peer};
use crate::outcome::{Outcome, Side};
use crate::recipients::{Operator, TestRecipient};
use crate::state::State;

/// One sandbox, as its handlers see it.
pub(crate) struct Shared {
    pub(crate) config: SandboxConfig,
    pub(crate) state: State,
    pub(crate) senders: Senders,
    pub(crate) dice: Dice,
    pub(crate) urls: crate::sandbox::Urls,
    pub(crate) tokens: crate::kombi::Tokens,
    pub(crate) eid: crate::eid::Issuer,
    /// Set when somebody wants a PostStatus.
    pub(crate) pusher: Option<crate::kombi::Pusher>,
    /// Set when receipts of Digital Post are pushed.
    pub(crate) receipt_pusher: Option<crate::kombi::Pusher>,
    /// The authority's certificate, for judging the chain of signatures.
    pub(crate) ca_pem: String,
}

pub(crate) type App = Arc<Shared>;

impl Shared {
    /// What this recipient plays now.
    pub(crate) fn outcome(&self, recipient: &TestRecipient) -> Outcome {
        self.state.overrides(recipient.alias).0.unwrap_or(recipient.outcome)
    }

    /// The same for a letter of this sender: recipients may have chosen whom they take mail from (G2).
    pub(crate) fn outcome_for(&self, recipient: &TestRecipient, sender: &str) -> Outcome {
        match (self.outcome(recipient), self.state.accepts(recipient.alias)) {
            (Outcome::Reachable | Outcome::Declined, Some(senders)) => {
                let accepted = senders.iter().any(|number| number == sender);
                if accepted { Outcome::Reachable } else { Outcome::Declined }
            }
            (outcome, _) => outcome,
        }
    }

    /// Where this recipient's mailbox is now.
    pub(crate) fn operator(&self, recipient: &TestRecipient) -> Operator {
        self.state.overrides(recipient.alias).1.unwrap_or(recipient.operator)
    }

    /// The Swedish dispatcher behind a connection.
    pub(crate) fn dispatcher(&self, peer: &Peer) -> Option<Arc<Sender>> {
        self.senders.by_certificate(Side::Se, peer.fingerprint.as_deref()?)
    }

    /// What strikes a print job, for anybody or for this recipient.
    pub(crate) fn print_fault(&self, alias: Option<&str>) -> Option<FaultKind> {
        let struck = self.dice.strike(Place::Print, None);
        let own = || alias.and_then(|alias| self.dice.strike(Place::Print, Some(alias)));
        struck.or_else(own).map(|fault| fault.kind)
    }

    /// How long a slow peer thinks.
    pub(crate) fn slowness(&self) -> Duration {
        self.dice.times().slowness.unwrap_or(self.config.slowness)
    }

    /// From the technical to the business receipt.
    pub(crate) fn receipt_delay(&self, late: bool) -> Duration {
        match self.dice.times().receipt_delay {
            _ if late => self.config.late_receipt_delay,
            Some(delay) => delay,
            None => self.config.receipt_delay,
        }
    }

    /// How long a silent peer holds the line.
    pub(crate) fn silence_time(&self) -> Duration {
        self.dice.times().silence.unwrap_or(self.config.silence)
    }

    /// Holds the line without a word, then closes it.
    pub(crate) async fn silence(&self) -> Response {
        tokio::time::sleep(self.silence_time()).await;
        HangUp.into_response()
    }
}

pub(crate) fn unavailable() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, "the service is not available at the moment\n").into_response()
}

/// When the data folder cannot be written: nothing was stored, and the caller is told so.
pub(crate) fn not_stored(error: &std::io::Error) -> Response {
    tracing::error!(%error, "state not written");
    (StatusCode::INSUFFICIENT_STORAGE, "the sandbox cannot write its data folder\n").into_response()
}

/// Runs work that blocks or computes for long off the connection's thread.
pub(crate) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Response> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "a handler failed");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}
