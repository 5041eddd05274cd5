//! The Authority service, version 1: who is connected (§2.2, rule A16). Its `return` is in no namespace.

use crate::message::{read_sender, write_sender};
use crate::ns::{AUTHORITY_SERVICE, DP};
use crate::soap::{self, AnswerError, malformed};
use crate::xml::{NodeExt as _, Writer};
use crate::{Limits, Sender, WireId};

/// A dispatcher and the senders it is registered for (DP `Dispatcher`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispatcher {
    /// Organisation number with `16` before it.
    pub id: WireId,
    /// Name.
    pub name: String,
    /// Organisation numbers of its senders.
    pub senders: Vec<WireId>,
}

fn empty_request(operation: &str) -> Vec<u8> {
    let mut w = Writer::new(Vec::new());
    w.open(AUTHORITY_SERVICE, operation);
    soap::envelope(&w.finish())
}

/// Asks for all connected senders.
pub fn get_senders_request() -> Vec<u8> {
    empty_request("getSenders")
}

/// Asks for all dispatchers.
pub fn get_dispatchers_request() -> Vec<u8> {
    empty_request("getDispatchers")
}

/// Asks whether the calling sender is accepted by a recipient.
pub fn is_sender_accepted_request(recipient: impl Into<WireId>) -> Vec<u8> {
    let mut w = Writer::new(Vec::new());
    w.open(AUTHORITY_SERVICE, "isSenderAccepted");
    w.leaf("", "arg0", recipient.into().reveal());
    soap::envelope(&w.finish())
}

/// A request to the Authority service that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorityRequest {
    /// `getSenders`.
    GetSenders,
    /// `getDispatchers`.
    GetDispatchers,
    /// `isSenderAccepted`, for a recipient.
    IsSenderAccepted(WireId),
}

/// Reads a request to the Authority service.
///
/// # Errors
/// When it is none of the operations a dispatcher uses.
pub fn parse_authority_request(xml: &[u8], limits: &Limits) -> Result<AuthorityRequest, AnswerError> {
    let doc = crate::xml::Doc::parse(xml, limits)?;
    let element = soap::body(&doc)?;
    let name = element.tag_name().name();
    match name {
        _ if element.ns() != AUTHORITY_SERVICE => {}
        "getSenders" => return Ok(AuthorityRequest::GetSenders),
        "getDispatchers" => return Ok(AuthorityRequest::GetDispatchers),
        "isSenderAccepted" => {
            let id = WireId::new(&soap::text(element, "", "arg0")?);
            if !id.is_well_formed() {
                return Err(malformed("A2", element, "arg0 is not a recipient number"));
            }
            return Ok(AuthorityRequest::IsSenderAccepted(id));
        }
        _ => {}
    }
    Err(AnswerError::WrongElement {
        expected: "getSenders, getDispatchers or isSenderAccepted",
        found: crate::mask::mask_numbers(name),
    })
}

/// Writes the answer to getSenders.
pub fn get_senders_response(senders: &[Sender]) -> Vec<u8> {
    let mut w = Writer::new(Vec::new());
    w.open(AUTHORITY_SERVICE, "getSendersResponse");
    for sender in senders {
        write_sender(&mut w, "", "return", sender);
    }
    soap::envelope(&w.finish())
}

/// Reads the answer to getSenders.
///
/// # Errors
/// A fault, another element, or a sender that cannot be read.
pub fn parse_get_senders_response(xml: &[u8], limits: &Limits) -> Result<Vec<Sender>, AnswerError> {
    soap::read(xml, limits, (AUTHORITY_SERVICE, "getSendersResponse"), |response| {
        let rows = response.all("", "return").into_iter();
        rows.map(|row| read_sender(row).map_err(|problem| malformed("A16", row, problem.what))).collect()
    })
}

/// Writes the answer to getDispatchers.
pub fn get_dispatchers_response(dispatchers: &[Dispatcher]) -> Vec<u8> {
    let mut w = Writer::new(Vec::new());
    w.open(AUTHORITY_SERVICE, "getDispatchersResponse");
    for dispatcher in dispatchers {
        w.open("", "return");
        w.leaf(DP, "Id", dispatcher.id.reveal());
        w.leaf(DP, "Name", &dispatcher.name);
        for sender in &dispatcher.senders {
            w.leaf(DP, "Senders", sender.reveal());
        }
        w.close();
    }
    soap::envelope(&w.finish())
}

/// Reads the answer to getDispatchers.
///
/// # Errors
/// A fault, another element, or a dispatcher that cannot be read.
pub fn parse_get_dispatchers_response(xml: &[u8], limits: &Limits) -> Result<Vec<Dispatcher>, AnswerError> {
    soap::read(xml, limits, (AUTHORITY_SERVICE, "getDispatchersResponse"), |response| {
        let rows = response.all("", "return").into_iter();
        rows.map(|row| {
            Ok(Dispatcher {
                id: WireId::new(&soap::text(row, DP, "Id")?),
                name: soap::text(row, DP, "Name")?,
                senders: row.all(DP, "Senders").into_iter().map(|id| WireId::new(&id.content())).collect(),
            })
        })
        .collect()
    })
}

/// Writes the answer to isSenderAccepted.
pub fn is_sender_accepted_response(accepted: bool) -> Vec<u8> {
    let mut w = Writer::new(Vec::new());
    w.open(AUTHORITY_SERVICE, "isSenderAcceptedResponse");
    w.leaf("", "return", if accepted { "true" } else { "false" });
    soap::envelope(&w.finish())
}

/// Reads the answer to isSenderAccepted.
///
/// # Errors
/// A fault, another element, or no boolean.
pub fn parse_is_sender_accepted_response(xml: &[u8], limits: &Limits) -> Result<bool, AnswerError> {
    soap::read(xml, limits, (AUTHORITY_SERVICE, "isSenderAcceptedResponse"), |response| {
        soap::boolean(response, "", "return")
    })
}

/// The configured senders that are not connected; empty when all is well (rule A16).
pub fn missing_senders<'a>(configured: &'a [WireId], connected: &[Sender]) -> Vec<&'a WireId> {
    configured.iter().filter(|id| !connected.iter().any(|sender| sender.id == **id)).collect()
}
