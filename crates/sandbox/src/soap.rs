//! SOAP 1.1 for the small calls: reading a flat request, writing answers and faults.
//!
//! Written on its own rather than shared with the client side, so that a mistake on one side shows on the other.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;

/// Namespaces by the names that `mina-meddelanden.md` gives them.
pub(crate) mod ns {
    pub(crate) const ENVELOPE: &str = "http://schemas.xmlsoap.org/soap/envelope/";
    pub(crate) const R1: &str = "http://minameddelanden.gov.se/schema/Recipient";
    pub(crate) const R2: &str = "http://minameddelanden.gov.se/schema/Recipient/v2";
    pub(crate) const R3: &str = "http://minameddelanden.gov.se/schema/Recipient/v3";
    pub(crate) const S1: &str = "http://minameddelanden.gov.se/schema/Service";
    pub(crate) const S3: &str = "http://minameddelanden.gov.se/schema/Service/v3";
    pub(crate) const C1: &str = "http://minameddelanden.gov.se/schema/Common";
    pub(crate) const C3: &str = "http://minameddelanden.gov.se/schema/Common/v3";
    pub(crate) const SN: &str = "http://minameddelanden.gov.se/schema/Sender";
    pub(crate) const DISPATCHER: &str = "http://minameddelanden.gov.se/schema/Dispatcher";
    pub(crate) const AUTHORITY: &str = "http://minameddelanden.gov.se/Authority";
}

/// The most arguments that are read: 1,000 ids and the sender.
const MAX_ARGUMENTS: usize = 1001;

/// A request whose operation has only text arguments.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) namespace: String,
    pub(crate) operation: String,
    /// (namespace, name, text) in document order; the namespace is empty for unqualified arguments.
    pub(crate) arguments: Vec<(String, String, String)>,
}

impl Call {
    pub(crate) fn is(&self, namespace: &str, operation: &str) -> bool {
        self.namespace == namespace && self.operation == operation
    }

    /// All texts under this argument name.
    pub(crate) fn texts<'a>(&'a self, namespace: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.arguments
            .iter()
            .filter(move |(ns, local, _)| ns == namespace && local == name)
            .map(|(_, _, text)| text.trim())
    }
}

/// Why a request was not read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum CallError {
    /// Not well-formed, not SOAP 1.1, or nested where it should be flat.
    Malformed(&'static str),
    /// More than 1,000 ids.
    TooMany,
}

/// Reads a SOAP 1.1 request with a flat operation in its body.
pub(crate) fn read_call(octets: &[u8]) -> Result<Call, CallError> {
    let malformed = |why| CallError::Malformed(why);
    let text = std::str::from_utf8(octets).map_err(|_| malformed("not UTF-8"))?;
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    let mut call: Option<Call> = None;
    // Where the reader stands: Envelope, Body, operation, argument. Headers are skipped.
    let mut depth = 0_usize;
    let mut skipping = 0_usize;
    loop {
        let (namespace, event) =
            reader.read_resolved_event().map_err(|_| malformed("not well-formed XML"))?;
        let namespace = match namespace {
            ResolveResult::Bound(bound) => bound.into_inner().to_owned(),
            ResolveResult::Unbound => String::new(),
            ResolveResult::Unknown(_) => return Err(malformed("undeclared prefix")),
        };
        match event {
            Event::DocType(_) => return Err(malformed("DOCTYPE is not allowed")),
            Event::Start(_) if skipping > 0 => skipping += 1,
            Event::Start(start) => {
                let local = start.local_name().into_inner().to_owned();
                match (depth, call.as_mut()) {
                    (0, _) if namespace == ns::ENVELOPE && local == "Envelope" => {}
                    (1, _) if namespace == ns::ENVELOPE && local == "Header" => {
                        skipping = 1;
                        continue;
                    }
                    (1, None) if namespace == ns::ENVELOPE && local == "Body" => {}
                    (2, None) => call = Some(Call { namespace, operation: local, arguments: Vec::new() }),
                    (3, Some(call)) if call.arguments.len() < MAX_ARGUMENTS => {
                        call.arguments.push((namespace, local, String::new()));
                    }
                    (3, Some(_)) => return Err(CallError::TooMany),
                    _ => return Err(malformed("not a flat SOAP 1.1 request")),
                }
                depth += 1;
            }
            Event::End(_) if skipping > 0 => skipping -= 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(text) if skipping == 0 && depth == 4 => {
                if let Some((_, _, value)) = call.as_mut().and_then(|call| call.arguments.last_mut()) {
                    value.push_str(&text);
                }
            }
            Event::GeneralRef(_) | Event::CData(_) if depth == 4 && skipping == 0 => {
                return Err(malformed("references have no place in a number"));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    call.filter(|_| depth == 0).ok_or(malformed("no operation in the body"))
}

/// Namespace and name of the element in the body, to tell which operation is called.
pub(crate) fn body_element(octets: &[u8]) -> Option<(String, String)> {
    let text = std::str::from_utf8(octets).ok()?;
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    let mut depth = 0_usize;
    let mut in_body = false;
    loop {
        let (namespace, event) = reader.read_resolved_event().ok()?;
        let namespace = match namespace {
            ResolveResult::Bound(bound) => bound.into_inner().to_owned(),
            ResolveResult::Unbound | ResolveResult::Unknown(_) => String::new(),
        };
        match event {
            Event::Start(start) | Event::Empty(start) if in_body => {
                return Some((namespace, start.local_name().into_inner().to_owned()));
            }
            Event::Start(start) => {
                in_body = depth == 1 && start.local_name().into_inner() == "Body";
                depth += 1;
            }
            Event::End(_) if in_body => return None,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::DocType(_) | Event::Eof => return None,
            _ => {}
        }
    }
}

/// Escapes text for element content and attribute values.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

/// `<name>text</name>`.
pub(crate) fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>", escape(text))
}

fn envelope(status: StatusCode, body: &str) -> Response {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soap:Envelope xmlns:soap=\"{}\"><soap:Body>{body}</soap:Body></soap:Envelope>",
        ns::ENVELOPE
    );
    (status, [(header::CONTENT_TYPE, "text/xml; charset=UTF-8")], text).into_response()
}

/// A positive answer that is an envelope already.
pub(crate) fn whole(envelope: Vec<u8>) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, "text/xml; charset=UTF-8")], envelope).into_response()
}

/// A positive answer.
pub(crate) fn answer(body: &str) -> Response {
    envelope(StatusCode::OK, body)
}

/// A fault of the infrastructure; codes from `mina-meddelanden.md` §6.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) code: u16,
    pub(crate) description: String,
}

impl Fault {
    pub(crate) fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into() }
    }

    /// As v3 services write it: `applicationFault` in the detail.
    pub(crate) fn v3(&self) -> Response {
        self.write("applicationFault", ns::C3)
    }

    /// As the Authority service writes it: an element named after the operation.
    pub(crate) fn v1(&self, operation: &str) -> Response {
        self.write(&format!("{operation}Fault"), ns::AUTHORITY)
    }

    fn write(&self, element_name: &str, namespace: &str) -> Response {
        let call_id = uuid::Uuid::new_v4().to_string();
        tracing::info!(code = self.code, call_id, "fault: {}", self.description);
        // Children belong to the type's namespace: the same as the element's in v3, Common in v1.
        let children = if namespace == ns::C3 { ns::C3 } else { ns::C1 };
        envelope(
            StatusCode::INTERNAL_SERVER_ERROR,
            &format!(
                "<soap:Fault><faultcode>soap:Server</faultcode><faultstring>{}</faultstring><detail>\
                 <f:{element_name} xmlns:f=\"{namespace}\" xmlns:c=\"{children}\"><c:ErrorCode>{}</c:ErrorCode>{}{}\
                 </f:{element_name}></detail></soap:Fault>",
                escape(&self.description),
                self.code,
                element("c:Description", &self.description),
                element("c:CallId", &call_id),
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &str = r#"<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
        xmlns:r="http://minameddelanden.gov.se/schema/Recipient/v3"><s:Header><x><y/></x></s:Header><s:Body><r:isReachable>
        <r:senderOrgNr>162021004748</r:senderOrgNr><r:recipientId>192705178354</r:recipientId><r:recipientId/>
        </r:isReachable></s:Body></s:Envelope>"#;

    #[test]
    fn reads_a_flat_request() {
        let call = read_call(REQUEST.as_bytes()).unwrap();
        assert!(call.is(ns::R3, "isReachable"));
        assert_eq!(call.texts(ns::R3, "senderOrgNr").collect::<Vec<_>>(), ["162021004748"]);
        assert_eq!(call.texts(ns::R3, "recipientId").collect::<Vec<_>>(), ["192705178354", ""]);
    }

    #[test]
    fn the_operation_is_told_by_the_body() {
        let name = |text: &str| body_element(text.as_bytes()).map(|(_, name)| name);
        assert_eq!(name(REQUEST).as_deref(), Some("isReachable"));
        assert_eq!(name("<e:Envelope xmlns:e='u'><e:Body><a/></e:Body></e:Envelope>").as_deref(), Some("a"));
        for text in [
            "",
            "<a/>",
            "<a><Body/></a>",
            "<a><Body></Body></a>",
            "<!DOCTYPE a><a><Body><b/></Body></a>",
            "<a><Head><Body/></Head></a>",
        ] {
            assert_eq!(name(text), None, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_not_one() {
        let soap12 = REQUEST
            .replace("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope");
        let doctype = REQUEST.replace("<s:Envelope", "<!DOCTYPE s [<!ENTITY a 'b'>]><s:Envelope");
        let nested = REQUEST.replace("<r:recipientId/>", "<r:recipientId><b/></r:recipientId>");
        let cut = REQUEST.replace("</s:Envelope>", "");
        let entity = REQUEST.replace("192705178354", "&a;");
        for text in [soap12.as_str(), &doctype, &nested, &cut, &entity, "", "<a/>", "no xml"] {
            assert!(read_call(text.as_bytes()).is_err(), "{text}");
        }
        let many = REQUEST.replace("<r:recipientId/>", &"<r:recipientId>1</r:recipientId>".repeat(1001));
        assert_eq!(read_call(many.as_bytes()), Err(CallError::TooMany));
    }
}
