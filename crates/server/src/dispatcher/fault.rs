//! Answers and faults of the dispatcher service (§6).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use mina::{AnswerError, Fault, ReceiveError};

/// Content type of SOAP 1.1.
pub(super) const XML: &str = "text/xml; charset=UTF-8";

/// Codes of the infrastructure that this service answers with.
pub(super) mod code {
    /// Try again later: the store or the register did not answer.
    pub(in crate::dispatcher) const UNKNOWN: u32 = 5000;
    /// The request is not what the contract or the content rules say.
    pub(in crate::dispatcher) const INVALID_INPUT: u32 = 5001;
    /// Not this caller, or not this signer, for this sender.
    pub(in crate::dispatcher) const ACCESS_DENIED: u32 = 5002;
    /// No such distribution.
    pub(in crate::dispatcher) const NOT_FOUND: u32 = 5003;
    /// Too many recipients, messages or bytes.
    pub(in crate::dispatcher) const MAXIMUM_EXCEEDED: u32 = 5005;
    /// The same message id with another content.
    pub(in crate::dispatcher) const ALREADY_EXISTS: u32 = 5007;
    /// The sender takes no new messages of this kind.
    pub(in crate::dispatcher) const ILLEGAL_STATE: u32 = 5011;
    /// No such sender here.
    pub(in crate::dispatcher) const UNKNOWN_SENDER: u32 = 5014;
    /// A content type that is not taken.
    pub(in crate::dispatcher) const MIME_TYPE: u32 = 5019;
    /// The register does not have us as this sender's dispatcher.
    pub(in crate::dispatcher) const DISPATCHER_NOT_APPROVED: u32 = 6005;
}

/// A request that is refused.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) code: u32,
    /// For the caller's technicians; numbers of persons are masked on the way out.
    pub(super) text: String,
}

impl Refusal {
    pub(super) fn new(code: u32, text: impl Into<String>) -> Refusal {
        Refusal { code, text: text.into() }
    }
}

impl From<ReceiveError> for Refusal {
    fn from(error: ReceiveError) -> Refusal {
        Refusal::new(error.error_code(), error.to_string())
    }
}

impl From<AnswerError> for Refusal {
    fn from(error: AnswerError) -> Refusal {
        Refusal::new(code::INVALID_INPUT, error.to_string())
    }
}

impl IntoResponse for Refusal {
    /// HTTP 500 with `applicationFault`, as SOAP 1.1 has it; the call id finds the line in our log (H4).
    fn into_response(self) -> Response {
        let call_id = uuid::Uuid::now_v7().to_string();
        let fault = Fault::new(self.code, channels::scrub(&self.text), call_id.as_str());
        tracing::warn!(
            code = self.code,
            call_id,
            reason = fault.safe_description(),
            "a dispatcher call was refused"
        );
        (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, XML)], fault.to_xml()).into_response()
    }
}

/// Nobody we know: 401, with the fault for those who read only that.
pub(super) fn unauthorized() -> Response {
    let text =
        "give an API key (Authorization: Bearer, or Basic with the key as password) or a client certificate";
    let mut response = Refusal::new(code::ACCESS_DENIED, text).into_response();
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    response
        .headers_mut()
        .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"brevdue\""));
    response
}

/// A positive answer.
pub(super) fn answer(xml: Vec<u8>) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, XML)], xml).into_response()
}
