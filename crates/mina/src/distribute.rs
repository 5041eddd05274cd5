//! A sender's way to its dispatcher: Message v3 `distributeSecure` and what became of it.

use crate::forms::{DISTRIBUTE_SECURE, Located, locate};
use crate::message::read_delivery;
use crate::model::wire_words;
use crate::receive::{ReceiveError, ReceiveOptions, Signer};
use crate::schema::simple::Simple;
use crate::schema::validate;
use crate::soap::{self, AnswerError};
use crate::wire::wire_type;
use crate::xml::Doc;
use crate::{Delivery, Finding, SignedDelivery, WireId, content, has_errors};

const OPEN: &str =
    "<distributeSecure xmlns=\"http://minameddelanden.gov.se/schema/Message/v3\"><signedDelivery";
const CLOSE: &str = "</signedDelivery></distributeSecure>";

/// The SOAP request that hands a signed delivery to a dispatcher. Only the root's tag differs from what was signed.
pub fn distribute_secure_envelope(signed: &SignedDelivery) -> Vec<u8> {
    let inside = signed.inside().unwrap_or_default();
    soap::envelope(&[OPEN.as_bytes(), inside, CLOSE.as_bytes()].concat())
}

/// A delivery whose sender's signature holds, read from what it covers.
#[derive(Clone, Debug)]
pub struct ReceivedSigned {
    /// The delivery.
    pub delivery: Delivery,
    /// Who signed; hold it against the register before sealing (rules A15, E15).
    pub signer: Signer,
    /// The document as it was signed, ready to be sealed.
    pub signed: SignedDelivery,
    /// Warnings about structure and content.
    pub findings: Vec<Finding>,
}

/// The dispatcher's side of `distributeSecure`: verifies the sender's signature and reads the message from what it covers.
///
/// # Errors
/// As [`crate::parse_deliver_secure`].
pub fn parse_distribute_secure(xml: &[u8], options: &ReceiveOptions) -> Result<ReceivedSigned, ReceiveError> {
    let doc = Doc::parse(xml, &options.limits)?;
    let Located { form, node, path } = locate(&doc)?;
    if form.path != DISTRIBUTE_SECURE {
        let found = node.tag_name().name().to_owned();
        return Err(AnswerError::WrongElement { expected: "distributeSecure (version 3)", found }.into());
    }
    let structure = validate(node, form.schema);
    if has_errors(&structure) {
        return Err(ReceiveError::Structure(structure));
    }
    let verify = options.verify();
    let octets = xmldsig::stand_alone(xml, &path, Some(form.signed_as), &verify.limits)?;
    let verified = xmldsig::verify_enveloped(&octets, &verify).map_err(ReceiveError::InnerSignature)?;
    let covered = Doc::parse(&verified.signed_octets, &options.limits)?;
    let delivery = read_delivery(covered.root(), form.version).map_err(|problem| AnswerError::Malformed {
        rule: "D19",
        path: problem.path,
        message: problem.what,
    })?;
    let mut findings = content::received(&delivery);
    findings.extend(structure);
    let signed = SignedDelivery::from_canonical(octets);
    Ok(ReceivedSigned { delivery, signer: Signer::new(&verified), signed, findings })
}

wire_words! {
    /// The way a message went.
    DistributionType {
        /// To a mailbox.
        Digital = "Digital",
        /// As a letter.
        Paper = "Paper",
        /// Not at all.
        Not = "Not",
    }
}

wire_words! {
    /// How far it has come.
    DistributionState {
        /// There.
        Delivered = "Delivered",
        /// On its way.
        Pending = "Pending",
        /// It will not arrive.
        Failed = "DeliveryFailed",
    }
}

wire_type! {
    /// What became of a message to one recipient (M1 `DistributionStatus`).
    DistributionStatus in M1 {
        /// The recipient.
        recipient: one WireId = "RecipientId",
        /// The way it went.
        distribution_type: one DistributionType = "Type",
        /// How far it has come.
        state: maybe DistributionState = "DeliveryStatus",
    }
}

wire_type! {
    /// The answer to `distributeSecure`.
    DistributeSecureResponse in M3 element "distributeSecureResponse" {
        /// The distribution's id, to be asked about.
        distribution_id: one String = "return",
    }
}

wire_type! {
    /// Asks a dispatcher what became of a message.
    CheckDistributionStatus in M3 element "checkDistributionStatus" {
        /// The sender.
        sender: one WireId = "senderId",
        /// The distribution's id, 1 to 50 characters.
        distribution_id: one String = "distributionId" as Simple::Text(1, 50),
    }
}

wire_type! {
    /// The answer to [`CheckDistributionStatus`].
    CheckDistributionStatusResponse in M3 element "checkDistributionStatusResponse" {
        /// A row for each recipient.
        statuses: any DistributionStatus = "return",
    }
}
