//! What the account operations are made of.

use crate::model::wire_words;
use crate::register::ServiceSupplier;
use crate::schema::simple::Simple;
use crate::schema::{Content, Particle, Type};
use crate::soap::AnswerError;
use crate::wire::{Value, wire_type};
use crate::xml::{Node, Writer};
use crate::{Sender, WireId, XmlDate, ns};

wire_words! {
    /// What an account request asks for.
    AccountRequestType {
        /// Open a mailbox.
        Create = "Create",
        /// Close it.
        Delete = "Delete",
    }
}

wire_words! {
    /// Whether the signatures given are enough.
    AuthorizationStatus {
        /// They are.
        Complete = "Complete",
        /// More people must sign.
        Incomplete = "Incomplete",
        /// The company's rules for signing cannot be judged by the register.
        RulesNotSupported = "RulesNotSupported",
    }
}

wire_type! {
    /// A request for an account (R1 `AccountRequest`).
    AccountRequest in R1 {
        /// Whose account.
        id: one WireId = "Id",
        /// Open or close.
        request_type: one AccountRequestType = "Type",
        /// The agreement that was signed.
        agreement_text: one String = "AgreementText",
        /// The day of the request.
        timestamp: one XmlDate = "Timestamp",
        /// Organisation number of the operator.
        service_supplier: one String = "ServiceSupplier",
    }
}

wire_type! {
    /// A signature by a person's e-identification (C1 `SignatureData`).
    SignatureData in C1 {
        /// The signature.
        signature: one Vec<u8> = "Signature",
        /// The signer's certificate.
        certificate: one String = "Certificate",
        /// What was mixed in against replay.
        nonce: maybe String = "Nonce",
        /// Encoding of the text that was signed; UTF-8 if absent.
        encoding: maybe String = "EncodingOfSignedText",
    }
}

wire_type! {
    /// Somebody who signed or may sign (A1 `Person`).
    Person in A1 {
        /// Number of the person, or another id of a signatory.
        id: one WireId = "Id" as Simple::Text(2, 256),
        /// Name.
        name: one String = "Name",
    }
}

wire_type! {
    /// How far the signatures for a request have come (A1 `SignatureAuthorizationResult`).
    SignatureAuthorizationResult in A1 {
        /// Whose account.
        id: maybe WireId = "Id",
        /// Who has signed.
        signed_by: any Person = "SignedBy",
        /// Whether that is enough.
        status: maybe AuthorizationStatus = "Status",
        /// `xs:dateTime`, as it stood.
        timestamp: maybe String = "Timestamp" as Simple::DateTime,
        /// Explanation.
        text: maybe String = "Text",
        /// Who may sign.
        possible_signers: any Person = "PossibleSigners",
    }
}

wire_type! {
    /// A request that waits for signatures (R1 `PendingAccountRequest`).
    PendingRequest in R1 {
        /// The request.
        account_request: one AccountRequest = "AccountRequest",
        /// How far it has come.
        signature_status: one SignatureAuthorizationResult = "SignatureStatus",
    }
}

wire_type! {
    /// From whom an account takes mail (R1 `AccountPreferences`).
    AccountPreferences in R1 {
        /// Whose account.
        id: one WireId = "Id",
        /// The senders accepted.
        accepted_senders: any Sender = "AcceptedSenders",
    }
}

static SUPPLIER: Type = Type::sequence(&[
    Particle::text(ns::R1, "Id", Simple::OrganizationNumber),
    Particle::text(ns::R1, "Name", Simple::STRING),
    Particle::text(ns::R1, "Logo", Simple::Uri(usize::MAX)).optional(),
    Particle::text(ns::R1, "ServiceAdress", Simple::Uri(usize::MAX)),
    Particle::text(ns::R1, "UIAdress", Simple::Uri(usize::MAX)).optional(),
    Particle::text(ns::R1, "InternalServiceAdress", Simple::Uri(usize::MAX)),
]);

impl Value for ServiceSupplier {
    const CONTENT: Content = Content::Complex(&SUPPLIER);

    fn put(&self, w: &mut Writer<Vec<u8>>, ns: &str, name: &str) {
        w.open(ns, name);
        crate::register::write_supplier(w, self);
        w.close();
    }

    fn take(node: Node<'_, '_>) -> Result<Self, AnswerError> {
        Ok(crate::register::read_supplier(node))
    }
}
