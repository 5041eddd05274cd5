//! isRegistered: who has an account at all. It says nothing about a sender and never replaces isReachable (rule F17).

use super::reachable::ids;
use super::request::{IS_REGISTERED, RequestError, recipients};
use super::row::{AccountStatus, read_account, read_rows, write_account};
use crate::ns::R3;
use crate::soap::{self, AnswerError};
use crate::wire::strict;
use crate::xml::Writer;
use crate::{Limits, WireId};

/// Writes an isRegistered request. Duplicates are asked once.
///
/// # Errors
/// When a number is malformed, or there are none or too many (rules C14, C15).
pub fn is_registered_request<I: Into<WireId>>(
    ids: impl IntoIterator<Item = I>,
) -> Result<Vec<u8>, RequestError> {
    let mut w = Writer::new(Vec::new());
    w.open(R3, "isRegistered");
    for id in recipients(ids)? {
        w.leaf(R3, "recipientId", id.reveal());
    }
    Ok(soap::envelope(&w.finish()))
}

/// Reads an isRegistered request, strictly as the schema has it.
///
/// # Errors
/// When it is another element, or breaks the schema.
pub fn parse_is_registered_request(xml: &[u8], limits: &Limits) -> Result<Vec<WireId>, AnswerError> {
    soap::read(xml, limits, (R3, "isRegistered"), |request| {
        strict(request, &IS_REGISTERED)?;
        Ok(ids(request))
    })
}

/// Writes the answer.
pub fn is_registered_response(rows: &[AccountStatus]) -> Vec<u8> {
    let mut w = Writer::new(Vec::new());
    w.open(R3, "isRegisteredResponse");
    for row in rows {
        w.open(R3, "return");
        write_account(&mut w, row);
        w.close();
    }
    soap::envelope(&w.finish())
}

/// What the register said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisteredAnswer {
    /// The rows that could be read, in the order of the answer.
    pub rows: Vec<AccountStatus>,
    /// What was wrong with rows that could not be read.
    pub unreadable: Vec<String>,
}

/// Reads the answer to isRegistered.
///
/// # Errors
/// A fault, another element, or no XML.
pub fn parse_is_registered_response(xml: &[u8], limits: &Limits) -> Result<RegisteredAnswer, AnswerError> {
    soap::read(xml, limits, (R3, "isRegisteredResponse"), |response| {
        let (rows, unreadable) = read_rows(response, read_account)?;
        Ok(RegisteredAnswer { rows, unreadable })
    })
}
