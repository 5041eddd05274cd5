//! The operator's side: from an envelope to a message that both signatures stand behind (§5.4, rules E10 to E16).

use xmldsig::{Certificate, StandAloneError, TrustAnchors, Verified, VerifyError, VerifyOptions};

use crate::forms::{DELIVER_SECURE, Form, Located, locate};
use crate::message::{ReadProblem, read_delivery};
use crate::ns::M1;
use crate::schema::validate;
use crate::soap::AnswerError;
use crate::xml::{Doc, NodeExt as _};
use crate::{Delivery, Finding, Limits, WireId, XmlDate, XmlError, content, has_errors};

/// What the receiving side accepts.
#[derive(Clone, Debug, Default)]
pub struct ReceiveOptions {
    /// Bounds for the document (rule E19).
    pub limits: Limits,
    /// Accept SHA-1 from old counterparts (rule E13).
    pub allow_sha1: bool,
    /// Issuers to trust; without them chains are not judged (rule E16).
    pub trust: Option<TrustAnchors>,
    /// Time of judgement in seconds since 1970; without it validity is not judged.
    pub at: Option<i64>,
}

impl ReceiveOptions {
    pub(crate) fn verify(&self) -> VerifyOptions {
        VerifyOptions {
            allow_sha1: self.allow_sha1,
            trust: self.trust.clone(),
            at: self.at,
            limits: crate::dsig_limits(&self.limits),
        }
    }
}

/// Who signed.
#[derive(Clone, Debug)]
pub struct Signer {
    /// The certificate in the signature.
    pub certificate: Certificate,
    /// The signature algorithm's URI.
    pub algorithm: String,
    /// The subject's serialNumber: `16` and the organisation number (rule E15).
    pub organisation: Option<WireId>,
}

impl Signer {
    pub(crate) fn new(verified: &Verified) -> Self {
        Self {
            certificate: verified.certificate.clone(),
            algorithm: verified.algorithm.clone(),
            organisation: verified.certificate.subject_serial_number().map(|serial| WireId::new(&serial)),
        }
    }
}

/// The seal (M1 `Seal`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The day the dispatcher took the delivery.
    pub received: XmlDate,
    /// The dispatcher says it verified the sender's signature.
    pub signatures_ok: bool,
}

/// A delivery whose two signatures hold. Everything in it was read from verified octets.
#[derive(Clone, Debug)]
pub struct ReceivedDelivery {
    /// The delivery.
    pub delivery: Delivery,
    /// The seal.
    pub seal: Seal,
    /// Who signed the delivery: the sender, or its dispatcher.
    pub inner: Signer,
    /// Who sealed it: the dispatcher.
    pub outer: Signer,
    /// The sealed document as it was signed: the evidence (rule E20).
    pub sealed_octets: Vec<u8>,
    /// Warnings about structure and content.
    pub findings: Vec<Finding>,
}

/// Why the certificates do not fit the parties (rule E15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartyProblem {
    /// A certificate names no organisation.
    #[error("E15: a certificate has no serialNumber with an organisation number")]
    Nameless,
    /// The seal's certificate is not a registered dispatcher's.
    #[error("E15: the seal is not by a dispatcher registered for the sender")]
    Dispatcher,
    /// The inner certificate is neither the sender's nor its dispatcher's.
    #[error("E15: the delivery is signed neither by the sender nor by its dispatcher")]
    Sender,
}

impl ReceivedDelivery {
    /// Checks the certificates against the parties: the seal must be a registered dispatcher's, the inner signature the
    /// sender's or a registered dispatcher's. `registered(dispatcher, sender)` asks the register.
    ///
    /// # Errors
    /// What does not fit; the answer on the wire is fault 5002 or 6005.
    pub fn check_parties(&self, registered: impl Fn(&WireId, &WireId) -> bool) -> Result<(), PartyProblem> {
        let sender = &self.delivery.sender.id;
        let outer = self.outer.organisation.as_ref().ok_or(PartyProblem::Nameless)?;
        let inner = self.inner.organisation.as_ref().ok_or(PartyProblem::Nameless)?;
        if !registered(outer, sender) {
            return Err(PartyProblem::Dispatcher);
        }
        if inner != sender && !registered(inner, sender) {
            return Err(PartyProblem::Sender);
        }
        Ok(())
    }
}

/// Why a delivery is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReceiveError {
    /// No XML, another element, or several deliveries.
    #[error(transparent)]
    Document(#[from] AnswerError),
    /// The document breaks the schema; the findings say where.
    #[error("{}", first(.0))]
    Structure(Vec<Finding>),
    /// The signed part cannot be cut out.
    #[error("{rule} {0}", rule = .0.rule())]
    Form(#[from] StandAloneError),
    /// The dispatcher's signature does not hold.
    #[error("{rule} the outer signature does not hold: {0}", rule = .0.rule())]
    OuterSignature(VerifyError),
    /// The sender's signature does not hold.
    #[error("{rule} the inner signature does not hold: {0}", rule = .0.rule())]
    InnerSignature(VerifyError),
    /// The seal does not say that the dispatcher verified the inner signature.
    #[error("E9: the seal says SignaturesOK=false, or has no date")]
    Seal,
}

fn first(findings: &[Finding]) -> String {
    findings.first().map(Finding::to_string).unwrap_or_default()
}

impl ReceiveError {
    /// The infrastructure's error code to answer with: 5012 for signatures, 5001 for everything else.
    pub fn error_code(&self) -> u32 {
        match self {
            Self::OuterSignature(_) | Self::InnerSignature(_) | Self::Seal => 5012,
            Self::Document(AnswerError::Malformed { rule: "E11", .. }) => 5012,
            Self::Structure(findings) if findings.iter().any(|f| matches!(f.rule, "E1" | "E2" | "E11")) => {
                5012
            }
            Self::Document(_) | Self::Structure(_) | Self::Form(_) => 5001,
        }
    }
}

impl From<XmlError> for ReceiveError {
    fn from(error: XmlError) -> Self {
        Self::Document(error.into())
    }
}

/// Reads a version 3 `deliverSecure` request, verifies both signatures, and reads the message from what they cover.
///
/// Certificates are exposed, not judged by party: call [`ReceivedDelivery::check_parties`] with the register at hand.
///
/// # Errors
/// Anything that makes the delivery unacceptable; [`ReceiveError::error_code`] gives the fault to answer with.
pub fn parse_deliver_secure(
    envelope: &[u8],
    options: &ReceiveOptions,
) -> Result<ReceivedDelivery, ReceiveError> {
    let doc = Doc::parse(envelope, &options.limits)?;
    let Located { form, node, path } = locate(&doc)?;
    if form.path != DELIVER_SECURE {
        let found = node.tag_name().name().to_owned();
        return Err(AnswerError::WrongElement { expected: "deliverSecure (version 3)", found }.into());
    }
    let structure = validate(node, form.schema);
    if has_errors(&structure) {
        return Err(ReceiveError::Structure(structure));
    }
    let mut received = receive(envelope, form, &path, options)?;
    received.findings.extend(structure);
    Ok(received)
}

/// Verifies and reads the sealed part at a path whose structure was judged already.
pub(crate) fn receive(
    document: &[u8],
    form: &Form,
    path: &[(&str, &str)],
    options: &ReceiveOptions,
) -> Result<ReceivedDelivery, ReceiveError> {
    read_opened(open(document, form, path, options)?, form, options)
}

/// Both signatures verified, nothing read yet.
struct Opened {
    sealed_octets: Vec<u8>,
    outer: Verified,
    inner: Verified,
}

fn open(
    document: &[u8],
    form: &Form,
    path: &[(&str, &str)],
    options: &ReceiveOptions,
) -> Result<Opened, ReceiveError> {
    let verify = options.verify();
    let sealed_octets = xmldsig::stand_alone(document, path, Some(form.signed_as), &verify.limits)?;
    let outer = xmldsig::verify_enveloped(&sealed_octets, &verify).map_err(ReceiveError::OuterSignature)?;
    // From here on only what the outer signature covers.
    let inside = [form.signed_as, (form.version.delivery, "SignedDelivery")];
    let signed = xmldsig::stand_alone(&outer.signed_octets, &inside, None, &verify.limits)?;
    let inner = xmldsig::verify_enveloped_owned(signed, &verify).map_err(ReceiveError::InnerSignature)?;
    Ok(Opened { sealed_octets, outer, inner })
}

fn read_opened(
    opened: Opened,
    form: &Form,
    options: &ReceiveOptions,
) -> Result<ReceivedDelivery, ReceiveError> {
    let Opened { sealed_octets, outer, inner } = opened;
    let seal = {
        let sealed = Doc::parse(&outer.signed_octets, &options.limits)?;
        let seal = sealed.root().only(form.version.delivery, "Seal").ok_or(ReceiveError::Seal)?;
        let received = seal.text_of(M1, "ReceivedTime").and_then(|text| XmlDate::parse(&text));
        let verified =
            seal.text_of(M1, "SignaturesOK").and_then(|text| crate::schema::simple::boolean(&text));
        match (received, verified) {
            (Some(received), Some(true)) => Seal { received, signatures_ok: true },
            _ => return Err(ReceiveError::Seal),
        }
    };
    let signed = Doc::parse(&inner.signed_octets, &options.limits)?;
    let delivery = read_delivery(signed.root(), form.version).map_err(|ReadProblem { path, what }| {
        ReceiveError::Document(AnswerError::Malformed { rule: "D19", path, message: what })
    })?;
    let findings = content::received(&delivery);
    Ok(ReceivedDelivery {
        delivery,
        seal,
        inner: Signer::new(&inner),
        outer: Signer::new(&outer),
        sealed_octets,
        findings,
    })
}
