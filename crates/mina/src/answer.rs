//! Reading an answer of the register or an operator for a person: the shape of `mina read`.

use catalogue::{Code, Owner};
use serde::Serialize;

use crate::ns::{R3, S3};
use crate::register::{
    AccountStatus, Reachability, ReachabilityRow, parse_is_reachable_response, parse_is_registered_response,
    reachability,
};
use crate::result::{Outcome, parse_deliver_secure_response};
use crate::soap::{self, AnswerError};
use crate::xml::{Doc, NodeExt as _};
use crate::{Fault, Limits, WireId};

/// The call that was made, when it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// isReachable.
    IsReachable,
    /// isRegistered.
    IsRegistered,
    /// deliverSecure.
    DeliverSecure,
}

impl Expected {
    const ALL: [(Self, &'static str, &'static str, &'static str); 3] = [
        (Self::IsReachable, "is_reachable", R3, "isReachableResponse"),
        (Self::IsRegistered, "is_registered", R3, "isRegisteredResponse"),
        (Self::DeliverSecure, "deliver_secure", S3, "deliverSecureResponse"),
    ];

    /// `is_reachable`, `is_registered` or `deliver_secure`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|row| row.1 == name).map(|row| row.0)
    }
}

/// Settings of [`read_answer`].
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// Bounds for the document.
    pub limits: Limits,
    /// Hosts of known operators (rule C10); `None` leaves hosts unjudged.
    pub allowed_hosts: Option<Vec<String>>,
}

/// One row of a lookup. Numbers are shown in full: this is for whoever asked for them.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct AnswerRow {
    /// The recipient.
    pub recipient_id: String,
    /// `Secure`, `Anonymous` or `Not`.
    #[serde(rename = "type")]
    pub account_type: &'static str,
    /// Ordered, not active yet.
    pub pending: bool,
    /// Whether the sender is accepted; isRegistered does not say.
    pub sender_accepted: Option<bool>,
    /// Name of the operator.
    pub supplier: Option<String>,
    /// Organisation number of the operator.
    pub supplier_id: Option<String>,
    /// Where deliveries go.
    pub service_address: Option<String>,
    /// Whether the gateway would deliver. Never for isRegistered, which does not say (rule F17).
    pub deliverable: bool,
    /// Why not, for isReachable.
    pub reason: Option<Code>,
}

/// What became of one recipient's delivery.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct AnswerStatus {
    /// The recipient.
    pub recipient_id: String,
    /// Whether it lies in the mailbox.
    pub delivered: bool,
}

/// What an answer says and what the gateway would do with it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answer {
    /// An answer to isReachable.
    IsReachable {
        /// The rows, in the order of the answer.
        rows: Vec<AnswerRow>,
        /// `yes`, `no` or `unknown` for the recipient asked for, or for all rows together.
        decision: &'static str,
        /// Why not a plain yes.
        reason: Option<Code>,
        /// Rows that could not be read.
        problems: Vec<String>,
    },
    /// An answer to isRegistered.
    IsRegistered {
        /// The rows, in the order of the answer.
        rows: Vec<AnswerRow>,
        /// `yes` when registered, `no`, or `unknown`.
        decision: &'static str,
        /// Why not a plain yes.
        reason: Option<Code>,
        /// Rows that could not be read.
        problems: Vec<String>,
    },
    /// An answer to deliverSecure.
    DeliverSecure {
        /// The operator's transaction id.
        transaction_id: Option<String>,
        /// A row for each recipient.
        statuses: Vec<AnswerStatus>,
        /// `delivered`, `not_delivered` or `in_doubt`.
        outcome: &'static str,
        /// Why in doubt.
        reason: Option<Code>,
        /// What could not be read.
        problems: Vec<String>,
    },
    /// A SOAP fault.
    Fault {
        /// The infrastructure's code.
        error_code: Option<u32>,
        /// What the counterpart says, numbers masked.
        description: String,
        /// What support asks for.
        call_id: Option<String>,
        /// Whether the same request may succeed later.
        retryable: bool,
        /// Who must act.
        owner: Owner,
        /// The catalogue's code.
        code: Code,
        /// Operations are alarmed and the sender paused (rule F7).
        alarm: bool,
    },
    /// Nothing that can be used: for a lookup, *unknown* (rules C11, C12).
    Unknown {
        /// What the gateway makes of it.
        reason: Code,
        /// What is wrong with the document.
        message: String,
    },
}

impl Answer {
    /// Whether this is a plain yes: reachable, registered, delivered. The exit code of `mina read` is 0 only then.
    pub fn is_yes(&self) -> bool {
        match self {
            Self::IsReachable { decision, .. } | Self::IsRegistered { decision, .. } => *decision == "yes",
            Self::DeliverSecure { outcome, .. } => *outcome == "delivered",
            Self::Fault { .. } | Self::Unknown { .. } => false,
        }
    }
}

/// Reads an answer. `expected` is the call that was made, if known; `recipient` the one asked for, if only one matters.
pub fn read_answer(
    xml: &[u8],
    expected: Option<Expected>,
    recipient: Option<&WireId>,
    options: &ReadOptions,
) -> Answer {
    let limits = &options.limits;
    let kind = match expected.map_or_else(|| detect(xml, limits), Ok) {
        Ok(kind) => kind,
        Err(error) => return unusable(None, error),
    };
    match kind {
        Expected::IsReachable => parse_is_reachable_response(xml, limits).map(|answer| {
            let allowed = options.allowed_hosts.as_deref();
            let decisions: Vec<Reachability> = match recipient {
                Some(id) => vec![answer.decide(id, allowed)],
                None => answer.decide_all(allowed),
            };
            let (decision, reason) =
                summary(&decisions, !answer.unreadable.is_empty() && recipient.is_none());
            let rows = answer.rows.iter().map(|row| reachable_row(row, allowed)).collect();
            Answer::IsReachable { rows, decision, reason, problems: answer.unreadable }
        }),
        Expected::IsRegistered => parse_is_registered_response(xml, limits).map(|answer| {
            let asked = |row: &&AccountStatus| recipient.is_none_or(|id| row.recipient_id == *id);
            let registered: Vec<bool> = answer.rows.iter().filter(asked).map(is_registered).collect();
            let (decision, reason) = match registered.as_slice() {
                [] => ("unknown", Some(Code::RegisterAnswerUnusable)),
                all if all.iter().all(|yes| *yes) => ("yes", None),
                all if all.iter().any(|yes| *yes) && recipient.is_some() => {
                    ("unknown", Some(Code::RegisterAnswerUnusable))
                }
                _ => ("no", Some(Code::NotRegistered)),
            };
            let rows = answer.rows.iter().map(account_row).collect();
            Answer::IsRegistered { rows, decision, reason, problems: answer.unreadable }
        }),
        Expected::DeliverSecure => parse_deliver_secure_response(xml, limits).map(|result| {
            let outcome = match recipient {
                Some(id) => result.outcome_for(id),
                None => together(&result.statuses),
            };
            let row = |status: &crate::DeliveryStatus| AnswerStatus {
                recipient_id: status.recipient_id.reveal().to_owned(),
                delivered: status.delivered,
            };
            Answer::DeliverSecure {
                statuses: result.statuses.iter().map(row).collect(),
                transaction_id: result.transaction_id,
                outcome: outcome.as_str(),
                reason: if let Outcome::InDoubt(code) = outcome { Some(code) } else { None },
                problems: Vec::new(),
            }
        }),
    }
    .unwrap_or_else(|error| unusable(Some(kind), error))
}

/// The call an answer belongs to, by its element.
fn detect(xml: &[u8], limits: &Limits) -> Result<Expected, AnswerError> {
    let doc = Doc::parse(xml, limits)?;
    let element = soap::body(&doc)?;
    if let Some(fault) = Fault::from_node(element) {
        return Err(AnswerError::Fault(Box::new(fault)));
    }
    let found = Expected::ALL.into_iter().find(|(_, _, ns, local)| element.is(ns, local));
    found.map(|row| row.0).ok_or_else(|| AnswerError::WrongElement {
        expected: "an answer of the register or an operator",
        found: crate::mask::mask_numbers(element.tag_name().name()),
    })
}

/// A fault is a fault; anything else leaves a delivery in doubt (rule F2) and a lookup unknown (rule C11).
fn unusable(kind: Option<Expected>, error: AnswerError) -> Answer {
    match (kind, error) {
        (_, AnswerError::Fault(fault)) => {
            let class = fault.class();
            Answer::Fault {
                error_code: fault.error_code,
                description: fault.safe_description(),
                call_id: fault.call_id,
                retryable: class.retryable,
                owner: class.owner,
                code: class.code,
                alarm: class.alarm,
            }
        }
        (Some(Expected::DeliverSecure), error) => Answer::DeliverSecure {
            transaction_id: None,
            statuses: Vec::new(),
            outcome: "in_doubt",
            reason: Some(Code::AnswerUnusable),
            problems: vec![error.to_string()],
        },
        (_, error) => Answer::Unknown { reason: Code::RegisterAnswerUnusable, message: error.to_string() },
    }
}

fn summary(decisions: &[Reachability], incomplete: bool) -> (&'static str, Option<Code>) {
    let unknown = decisions.iter().find(|d| matches!(d, Reachability::Unknown(_)));
    let no = decisions.iter().find(|d| matches!(d, Reachability::NotDeliverable(_)));
    match (unknown, no) {
        _ if decisions.is_empty() || incomplete => ("unknown", Some(Code::RegisterAnswerUnusable)),
        (Some(unknown), _) => ("unknown", unknown.reason()),
        (None, Some(no)) => ("no", no.reason()),
        (None, None) => ("yes", None),
    }
}

/// One word for several recipients: all alike, or in doubt.
fn together(statuses: &[crate::DeliveryStatus]) -> Outcome {
    match statuses.first().map(|row| row.delivered) {
        Some(first) if statuses.iter().any(|row| row.delivered != first) => {
            Outcome::InDoubt(Code::AnswerUnusable)
        }
        Some(true) => Outcome::Delivered,
        Some(false) => Outcome::NotDelivered,
        None => Outcome::InDoubt(Code::AnswerUnusable),
    }
}

fn is_registered(row: &AccountStatus) -> bool {
    row.account_type == crate::register::AccountType::Secure && !row.pending
}

fn account_row(account: &AccountStatus) -> AnswerRow {
    let supplier = account.supplier.as_ref();
    AnswerRow {
        recipient_id: account.recipient_id.reveal().to_owned(),
        account_type: account.account_type.as_str(),
        pending: account.pending,
        sender_accepted: None,
        supplier: supplier.map(|s| s.name.clone()),
        supplier_id: supplier.map(|s| s.id.clone()),
        service_address: supplier.map(|s| s.service_address.clone()),
        deliverable: false,
        reason: None,
    }
}

fn reachable_row(row: &ReachabilityRow, allowed_hosts: Option<&[String]>) -> AnswerRow {
    let decision = reachability(row, allowed_hosts);
    AnswerRow {
        sender_accepted: Some(row.sender_accepted),
        deliverable: decision.reason().is_none(),
        reason: decision.reason(),
        ..account_row(&row.account)
    }
}
