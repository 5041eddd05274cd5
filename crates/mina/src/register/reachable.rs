//! isReachable: may this sender send to these recipients, and where to?

use super::request::IS_REACHABLE;
use std::collections::HashMap;

use super::request::{RequestError, recipients};
use super::row::{ReachabilityRow, read_reachability, read_rows, write_reachability};
use super::{Reachability, reachability};
use crate::ns::R3;
use crate::soap::{self, AnswerError};
use crate::wire::strict;
use crate::xml::{Node, NodeExt as _, Writer};
use crate::{Limits, WireId};
use catalogue::Code;

/// An isReachable request that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachableRequest {
    /// The sender it is asked for.
    pub sender: WireId,
    /// The recipients asked about.
    pub recipients: Vec<WireId>,
}

/// Writes an isReachable request. Duplicates are asked once.
///
/// # Errors
/// When a number is malformed, or there are none or too many (rules C14, C15).
pub fn is_reachable_request<I: Into<WireId>>(
    sender: impl Into<WireId>,
    ids: impl IntoIterator<Item = I>,
) -> Result<Vec<u8>, RequestError> {
    let sender = sender.into();
    if !crate::schema::simple::organization_number(sender.reveal()) {
        return Err(RequestError::Sender);
    }
    let mut w = Writer::new(Vec::new());
    w.open(R3, "isReachable");
    w.leaf(R3, "senderOrgNr", sender.reveal());
    for id in recipients(ids)? {
        w.leaf(R3, "recipientId", id.reveal());
    }
    Ok(soap::envelope(&w.finish()))
}

/// Reads an isReachable request, strictly as the schema has it.
///
/// # Errors
/// When it is another element, or breaks the schema.
pub fn parse_is_reachable_request(xml: &[u8], limits: &Limits) -> Result<ReachableRequest, AnswerError> {
    soap::read(xml, limits, (R3, "isReachable"), |request| {
        strict(request, &IS_REACHABLE)?;
        Ok(ReachableRequest {
            sender: WireId::new(&soap::text(request, R3, "senderOrgNr")?),
            recipients: ids(request),
        })
    })
}

pub(super) fn ids(node: Node<'_, '_>) -> Vec<WireId> {
    node.all(R3, "recipientId").into_iter().map(|id| WireId::new(&id.content())).collect()
}

/// Writes the answer.
pub fn is_reachable_response(rows: &[ReachabilityRow]) -> Vec<u8> {
    let mut w = Writer::new(Vec::new());
    w.open(R3, "isReachableResponse");
    for row in rows {
        w.open(R3, "return");
        write_reachability(&mut w, row);
        w.close();
    }
    soap::envelope(&w.finish())
}

/// What the register said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReachabilityAnswer {
    /// The rows that could be read, in the order of the answer.
    pub rows: Vec<ReachabilityRow>,
    /// What was wrong with rows that could not be read. Whoever they were about is *unknown* (rule C11).
    pub unreadable: Vec<String>,
}

impl ReachabilityAnswer {
    /// The rows about a recipient.
    pub fn rows_for<'a>(&'a self, recipient: &'a WireId) -> impl Iterator<Item = &'a ReachabilityRow> {
        self.rows.iter().filter(move |row| row.account.recipient_id == *recipient)
    }

    /// What the answer means for a recipient: yes, no, or unknown when there is no row for it or rows that contradict
    /// each other (rules C11, C13). `allowed_hosts` as in [`reachability`].
    pub fn decide(&self, recipient: &WireId, allowed_hosts: Option<&[String]>) -> Reachability {
        let mut rows = self.rows_for(recipient);
        match rows.next() {
            Some(first) if rows.all(|other| other == first) => reachability(first, allowed_hosts),
            _ => Reachability::Unknown(Code::RegisterAnswerUnusable),
        }
    }
}

impl ReachabilityAnswer {
    /// What the answer means for each row's recipient, in the order of the answer.
    pub fn decide_all(&self, allowed_hosts: Option<&[String]>) -> Vec<Reachability> {
        let mut first: HashMap<&WireId, &ReachabilityRow> = HashMap::new();
        let mut decisions = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            decisions.push(match first.insert(&row.account.recipient_id, row) {
                Some(other) if other != row => Reachability::Unknown(Code::RegisterAnswerUnusable),
                _ => reachability(row, allowed_hosts),
            });
        }
        decisions
    }
}

/// Reads the answer to isReachable. Prefixes, extra elements and the order of rows do not matter.
///
/// # Errors
/// A fault, another element, or no XML: then nothing is known about anybody (rules C11, C12).
pub fn parse_is_reachable_response(xml: &[u8], limits: &Limits) -> Result<ReachabilityAnswer, AnswerError> {
    soap::read(xml, limits, (R3, "isReachableResponse"), |response| {
        let (rows, unreadable) = read_rows(response, read_reachability)?;
        Ok(ReachabilityAnswer { rows, unreadable })
    })
}
