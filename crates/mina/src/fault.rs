//! SOAP faults of the register and the operators (rules F6 and F7).

use catalogue::{Code, Owner};

use crate::mask::mask_numbers;
use crate::ns::{C1, C3, SOAP};
use crate::soap;
use crate::xml::{Doc, Node, NodeExt as _, Writer};
use crate::{Limits, XmlError};

/// A fault, whatever the HTTP status it came with.
#[derive(Clone, PartialEq, Eq)]
pub struct Fault {
    /// The infrastructure's error code, 1 to 9998; `None` when the fault had no detail.
    pub error_code: Option<u32>,
    /// What the counterpart says. May repeat what was sent: see [`Fault::safe_description`].
    pub description: String,
    /// The id that support asks for (rule H4).
    pub call_id: Option<String>,
    /// `true` when the SOAP fault code blames the caller (`Client`).
    pub client_fault: bool,
}

/// How a fault is acted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultClass {
    /// The code of the catalogue.
    pub code: Code,
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// Who must act.
    pub owner: Owner,
    /// Operations are alarmed and the sender is paused (rule F7).
    pub alarm: bool,
}

/// A range of error codes and what it means (§6).
struct Row {
    from: u32,
    to: u32,
    code: Code,
    alarm: bool,
}

const fn row(from: u32, to: u32, code: Code) -> Row {
    Row { from, to, code, alarm: false }
}

const fn alarm(error_code: u32, code: Code) -> Row {
    Row { from: error_code, to: error_code, code, alarm: true }
}

static CLASSES: [Row; 19] = [
    row(1, 5000, Code::NationalSystemError),
    row(5001, 5001, Code::InputRefused),
    alarm(5002, Code::AccessDenied),
    row(5003, 5003, Code::OperatorRejected),
    row(5004, 5004, Code::OperatorBusy),
    row(5005, 5005, Code::MaximumExceeded),
    row(5007, 5007, Code::OperatorRejected),
    row(5011, 5011, Code::OperatorRejected),
    alarm(5012, Code::SignatureRefused),
    row(5013, 5013, Code::NotificationDropped),
    alarm(5014, Code::SenderUnknown),
    row(5017, 5018, Code::NationalSystemError),
    row(5019, 5019, Code::MimeTypeRefused),
    row(6004, 6004, Code::CompanyFormUnsupported),
    alarm(6005, Code::DispatcherNotApproved),
    row(6006, 6006, Code::ProtectedIdentity),
    row(6007, 6007, Code::NotInRegister),
    row(8002, 8004, Code::AccountMissing),
    row(9999, u32::MAX, Code::OperatorRejected),
];

impl Fault {
    /// A fault with a code, for those who answer.
    pub fn new(error_code: u32, description: impl Into<String>, call_id: impl Into<String>) -> Self {
        Self {
            error_code: Some(error_code),
            description: description.into(),
            call_id: Some(call_id.into()),
            client_fault: error_code > 5000,
        }
    }

    /// What the fault means. Without a code it is transient unless it blames the caller; a code that is not in the table
    /// is not retried, since it may be anything (rule F7).
    pub fn class(&self) -> FaultClass {
        let found =
            self.error_code.map(|code| CLASSES.iter().find(|row| (row.from..=row.to).contains(&code)));
        let (code, alarm) = match (found, self.client_fault) {
            (Some(Some(row)), _) => (row.code, row.alarm),
            (None, false) => (Code::NationalSystemError, false),
            (Some(None) | None, _) => (Code::OperatorRejected, false),
        };
        let entry = code.entry();
        FaultClass { code, retryable: entry.retryable, owner: entry.owner, alarm }
    }

    /// The description with everything masked that could be a number of a person.
    pub fn safe_description(&self) -> String {
        mask_numbers(&self.description)
    }

    /// Reads a fault if the element is one. Code, description and call id are found by local name, so that version 3's
    /// `applicationFault` and version 1's named elements read alike (rule F6).
    pub(crate) fn from_node(node: Node<'_, '_>) -> Option<Self> {
        let soap_fault = node.is(SOAP, "Fault") || node.is(soap::SOAP_12, "Fault");
        if !soap_fault && !node.is(C3, "applicationFault") {
            return None;
        }
        let find = |names: &[&str]| {
            node.descendants()
                .filter(|n| n.is_element() && names.contains(&n.tag_name().name()))
                .map(|n| n.content().trim().to_owned())
                .find(|text| !text.is_empty())
        };
        let fault_code = find(&["faultcode", "Value"]).unwrap_or_default();
        Some(Self {
            error_code: find(&["ErrorCode"]).and_then(|text| text.parse().ok()),
            description: find(&["Description"])
                .or_else(|| find(&["faultstring", "Text"]))
                .unwrap_or_default(),
            call_id: find(&["CallId"]),
            client_fault: matches!(fault_code.rsplit(':').next(), Some("Client" | "Sender")),
        })
    }

    /// Writes the fault as version 3 has it: SOAP 1.1 with `applicationFault` in the detail.
    pub fn to_xml(&self) -> Vec<u8> {
        self.write(C3, "applicationFault")
    }

    /// Writes the fault as version 1 services have it: the detail element is named after the operation.
    /// `ns` is the service's namespace, for example [`crate::ns::AUTHORITY_SERVICE`].
    pub fn to_xml_v1(&self, ns: &str, operation: &str) -> Vec<u8> {
        self.write(ns, &format!("{operation}Fault"))
    }

    fn write(&self, ns: &str, name: &str) -> Vec<u8> {
        let fields = if ns == C3 { C3 } else { C1 };
        let mut detail = Writer::new(Vec::new());
        detail.open(ns, name);
        detail.leaf(fields, "ErrorCode", &self.error_code.unwrap_or(5000).to_string());
        detail.leaf(fields, "Description", &self.description);
        detail.leaf(fields, "CallId", &self.padded_call_id());
        let mut words = Writer::new(Vec::new());
        words.leaf("", "faultstring", &self.description);
        let code: &[u8] = if self.client_fault { b"soap:Client" } else { b"soap:Server" };
        let (words, detail) = (words.finish(), detail.finish());
        let parts: [&[u8]; 7] = [
            b"<soap:Fault><faultcode>",
            code,
            b"</faultcode>",
            words.as_slice(),
            b"<detail>",
            detail.as_slice(),
            b"</detail></soap:Fault>",
        ];
        soap::envelope(&parts.concat())
    }

    /// A call id of the 20 to 50 characters that the schema demands.
    fn padded_call_id(&self) -> String {
        let id: String = self.call_id.as_deref().unwrap_or_default().chars().take(50).collect();
        format!("{id:0>20}")
    }
}

/// Reads a fault. `None` when the document is something else.
///
/// # Errors
/// When it is no XML, or beyond the limits.
pub fn parse_fault(xml: &[u8], limits: &Limits) -> Result<Option<Fault>, XmlError> {
    let doc = Doc::parse(xml, limits)?;
    Ok(soap::body(&doc).ok().and_then(Fault::from_node))
}

impl std::fmt::Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fault")
            .field("error_code", &self.error_code)
            .field("description", &self.safe_description())
            .field("call_id", &self.call_id)
            .finish()
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.error_code {
            Some(code) => write!(f, "{code} {}", self.safe_description()),
            None => write!(f, "without code: {}", self.safe_description()),
        }
    }
}
