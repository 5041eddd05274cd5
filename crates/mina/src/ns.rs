//! Namespaces of the contracts, with the abbreviations used in the documentation (M3, R1, …).

/// Common prefix of the schema namespaces.
macro_rules! schema {
    ($path:literal) => {
        concat!("http://minameddelanden.gov.se/schema/", $path)
    };
}

/// Message (M1): body, attachment, seal, metadata.
pub const M1: &str = schema!("Message");
/// Message/v2 (M2): delivery header.
pub const M2: &str = schema!("Message/v2");
/// Message/v3 (M3): signed and sealed delivery, secure message.
pub const M3: &str = schema!("Message/v3");
/// Sender (SN): sender and organisation number.
pub const SN: &str = schema!("Sender");
/// Recipient (R1): account status, service supplier.
pub const R1: &str = schema!("Recipient");
/// Recipient/v2 (R2): change of operator, stored preferences.
pub const R2: &str = schema!("Recipient/v2");
/// Recipient/v3 (R3): isReachable, isRegistered, register.
pub const R3: &str = schema!("Recipient/v3");
/// Service (S1): delivery result.
pub const S1: &str = schema!("Service");
/// Service/v2 (S2): the predecessor of S3.
pub const S2: &str = schema!("Service/v2");
/// Service/v3 (S3): deliverSecure, notify, deliverForward.
pub const S3: &str = schema!("Service/v3");
/// Common (C1): signature data, version 1 fault detail.
pub const C1: &str = schema!("Common");
/// Common/v3 (C3): applicationFault.
pub const C3: &str = schema!("Common/v3");
/// Authority (A1): persons, authorisation results.
pub const A1: &str = schema!("Authority");
/// Dispatcher (DP).
pub const DP: &str = schema!("Dispatcher");
/// Notification/v2 (N2): e-mail and SMS parts of a notification.
pub const N2: &str = schema!("Notification/v2");
/// Notification/v3 (N3): notification delivery.
pub const N3: &str = schema!("Notification/v3");
/// OfficialMatter/v3 (OM3): the matter extension.
pub const OM3: &str = schema!("OfficialMatter/v3");
/// The invoice extension, version 1 (rule D17).
pub const INVOICE: &str = "http://minameddelanden.gov.se/externalschema/Invoice/v1";
/// The older invoice namespace seen in samples: decimals and no version (rule D17 refuses it).
pub const INVOICE_OLD: &str = "http://minameddelanden.gov.se/externalschema/Invoice";
/// No namespace: the children of the version 1 services are unqualified.
pub(crate) const NONE: &str = "";
/// XML signatures.
pub const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
/// SOAP 1.1 envelope.
pub const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
/// Authority service, version 1; its `arg0` and `return` are unqualified.
pub const AUTHORITY_SERVICE: &str = "http://minameddelanden.gov.se/Authority";
/// Version 1 operator service; its `arg0` is unqualified.
pub const SERVICE_V1: &str = "http://minameddelanden.gov.se/Service";
/// Version 1 dispatcher service; its `arg0` is unqualified.
pub const MESSAGE_V1: &str = "http://minameddelanden.gov.se/Message";
