//! Message v3 with the parts of v1 and v2 it is made of, and the deliveries of all three versions.

use super::simple::Simple;
use super::{Content, MANY, Particle, Type};
use crate::ns::{INVOICE, M1, M2, M3, OM3, SN};

const fn signed(particles: &'static [Particle]) -> Type {
    Type { particles, choice: false, attributes: &["Id"] }
}

// ---- parts shared by all versions -------------------------------------------------------------------------------

pub(crate) static SENDER: Type = Type::sequence(&[
    Particle::text(SN, "Id", Simple::RecipientId),
    Particle::text(SN, "Name", Simple::Text(2, 256)),
    Particle::text(SN, "Attention", Simple::STRING).optional(),
]);

static METADATA: Type =
    Type::sequence(&[Particle::text(M1, "Tag", Simple::STRING), Particle::text(M1, "Value", Simple::STRING)]);

pub(crate) static BODY: Type = Type::sequence(&[
    Particle::text(M1, "ContentType", Simple::STRING).rule("D1"),
    Particle::text(M1, "Body", Simple::Base64).rule("D2"),
]);

static ATTACHMENT: Type = Type::sequence(&[
    Particle::text(M1, "ContentType", Simple::STRING).rule("D7"),
    Particle::text(M1, "Body", Simple::Base64).rule("D8"),
    Particle::text(M1, "Checksum", Simple::STRING).rule("D9"),
    Particle::text(M1, "Filename", Simple::STRING).rule("D10"),
]);

static SEAL: Type = Type::sequence(&[
    Particle::text(M1, "ReceivedTime", Simple::Date).rule("E9"),
    Particle::text(M1, "SignaturesOK", Simple::Boolean).rule("E9"),
]);

const REPLY: Simple = Simple::OneOf(&["REQUESTED", "ACCEPTED", "NOT_ALLOWED"]);
const RECEIPT: Simple = Simple::OneOf(&["NOT", "SIMPLE", "SIGNED"]);

/// The header of a delivery in the namespace of its version, with so many recipients.
macro_rules! delivery_header {
    ($ns:expr, $recipients:expr) => {
        Type::sequence(&[
            Particle::group($ns, "Sender", &SENDER),
            Particle::text($ns, "Recipient", Simple::RecipientId).times(1, $recipients).rule("D18"),
            Particle::text($ns, "Reference", Simple::STRING).optional(),
            Particle::text($ns, "CorrelationId", Simple::STRING).optional(),
            Particle::text($ns, "Attention", Simple::STRING).optional(),
        ])
    };
}

pub(crate) static DELIVERY_HEADER_V1: Type = delivery_header!(M1, 1000);
static DELIVERY_HEADER_V2: Type = delivery_header!(M2, 1);

// ---- version 3 --------------------------------------------------------------------------------------------------

static SUPPORT_INFO_V3: Type = Type::sequence(&[
    Particle::text(M3, "Text", Simple::Text(1, 1024)).rule("D5"),
    Particle::text(M3, "URL", Simple::Uri(255)).optional(),
    Particle::text(M3, "PhoneNumber", Simple::Text(0, 255)).optional(),
    Particle::text(M3, "EmailAdress", Simple::Email).optional(),
]);

static MATTER_IDENTITY: Type = Type::sequence(&[
    Particle::text(OM3, "EventId", Simple::Text(0, 255)).optional(),
    Particle::text(OM3, "OfficialMatterId", Simple::Text(0, 255)).optional(),
    Particle::text(OM3, "PrecedingEventId", Simple::Text(0, 255)).optional(),
]);

static MATTER_EXTENSION: Type = Type::sequence(&[
    Particle::text(OM3, "Timestamp", Simple::Date),
    Particle::foreign(OM3),
    Particle::group(OM3, "Identity", &MATTER_IDENTITY).optional(),
    Particle::text(OM3, "MatterSubject", Simple::Text(0, 2000)).optional(),
    Particle::text(OM3, "EventType", Simple::Text(0, 2000)).optional(),
    Particle::text(
        OM3,
        "MatterStatus",
        Simple::OneOf(&["senderinitiative", "recipientinitiative", "closed"]),
    )
    .optional(),
]);

static OFFICIAL_MATTER: Type = Type {
    particles: &[
        Particle::foreign(M3),
        Particle::group(M3, "OfficialMatterExtension", &MATTER_EXTENSION).optional(),
    ],
    choice: true,
    attributes: &[],
};

pub(crate) static MESSAGE_HEADER_V3: Type = Type::sequence(&[
    Particle::text(M3, "Id", Simple::STRING),
    Particle::text(M3, "Subject", Simple::Text(0, 255)),
    Particle::group(M3, "Supportinfo", &SUPPORT_INFO_V3).rule("D5"),
    Particle::group(M3, "OfficialMatter", &OFFICIAL_MATTER).optional(),
    Particle::group(M3, "Metadata", &METADATA).times(0, MANY),
    Particle::text(M3, "Language", Simple::Language),
    Particle::text(M3, "Reply", REPLY).optional(),
    Particle::text(M3, "ReceiptRequest", RECEIPT).optional(),
]);

static SECURE_MESSAGE_V3: Type = Type::sequence(&[
    Particle::group(M3, "Header", &MESSAGE_HEADER_V3),
    Particle::group(M3, "Body", &BODY),
    Particle::group(M3, "Attachment", &ATTACHMENT).times(0, MANY),
]);

static DELIVERY_V3: Type = Type::sequence(&[
    Particle::group(M3, "Header", &DELIVERY_HEADER_V2),
    Particle::group(M3, "Message", &SECURE_MESSAGE_V3).times(1, MANY),
]);

/// A delivery that is still to be signed.
pub(crate) static UNSIGNED_V3: Type = signed(&[Particle::group(M3, "Delivery", &DELIVERY_V3)]);

pub(crate) static SIGNED_V3: Type =
    signed(&[Particle::group(M3, "Delivery", &DELIVERY_V3), Particle::signature("E1")]);

pub(crate) static SEALED_V3: Type = signed(&[
    Particle::group(M3, "SignedDelivery", &SIGNED_V3).rule("E11"),
    Particle::group(M3, "Seal", &SEAL).rule("E11"),
    Particle::signature("E2"),
]);

// ---- versions 1 and 2 -------------------------------------------------------------------------------------------

static SUPPORT_INFO_V1: Type = Type::sequence(&[
    Particle::text(M1, "Text", Simple::Text(1, 1024)).rule("D5"),
    Particle::text(M1, "Logo", Simple::Uri(255)).optional(),
    Particle::text(M1, "URL", Simple::Uri(255)).optional(),
    Particle::text(M1, "PhoneNumber", Simple::Text(0, 255)).optional(),
    Particle::text(M1, "EmailAdress", Simple::Email).optional(),
]);

pub(crate) static MESSAGE_HEADER_V1: Type = Type::sequence(&[
    Particle::text(M1, "Id", Simple::STRING),
    Particle::text(M1, "Subject", Simple::Text(0, 255)),
    Particle::group(M1, "Supportinfo", &SUPPORT_INFO_V1).rule("D5"),
    Particle::group(M1, "Metadata", &METADATA).times(0, MANY),
    Particle::text(M1, "Language", Simple::Language),
    Particle::text(M1, "Reply", REPLY).optional(),
    Particle::text(M1, "ReceiptRequest", RECEIPT).optional(),
]);

static SECURE_MESSAGE_V1: Type = Type::sequence(&[
    Particle::group(M1, "Header", &MESSAGE_HEADER_V1),
    Particle::group(M1, "Body", &BODY),
    Particle::group(M1, "Attachment", &ATTACHMENT).times(0, MANY),
]);

/// The deliveries of an older version: namespace and header of the delivery; the message is version 1.
macro_rules! old_version {
    ($ns:expr, $header:expr, $delivery:ident, $signed:ident, $sealed:ident) => {
        static $delivery: Type = Type::sequence(&[
            Particle::group($ns, "Header", $header),
            Particle::group($ns, "Message", &SECURE_MESSAGE_V1).times(1, MANY),
        ]);
        pub(crate) static $signed: Type =
            signed(&[Particle::group($ns, "Delivery", &$delivery), Particle::signature("E1")]);
        pub(crate) static $sealed: Type = signed(&[
            Particle::group($ns, "SignedDelivery", &$signed).rule("E11"),
            Particle::group($ns, "Seal", &SEAL).rule("E11"),
            Particle::signature("E2"),
        ]);
    };
}

old_version!(M2, &DELIVERY_HEADER_V2, DELIVERY_V2, SIGNED_V2, SEALED_V2);
old_version!(M1, &DELIVERY_HEADER_V1, DELIVERY_V1, SIGNED_V1, SEALED_V1);

// ---- invoice ----------------------------------------------------------------------------------------------------

/// The invoice extension (rule D17).
static INVOICE_TYPE: Type = Type::sequence(&[
    Particle::text(INVOICE, "DueDate", Simple::Date).rule("D17"),
    Particle {
        ns: INVOICE,
        local: "Amount",
        min: 1,
        max: 1,
        content: Content::Simple(Simple::PositiveInteger, &["CurrencyCode"]),
        rule: "D17",
    },
    Particle::text(INVOICE, "AccountMethod", Simple::OneOf(&["BG", "PG"])).rule("D17"),
    Particle::text(INVOICE, "AccountNumber", Simple::STRING).rule("D17"),
    Particle::text(INVOICE, "OcrNumber", Simple::STRING).optional().rule("D17"),
]);

/// Elements that may stand among foreign ones and have a declared type.
pub(super) static GLOBALS: [(&str, &str, &Type); 2] =
    [(INVOICE, "Invoice", &INVOICE_TYPE), (OM3, "OfficialMatterExtension", &MATTER_EXTENSION)];
