//! The official matter a message belongs to, and the invoice that may stand in it.

use super::wire_words;
use crate::xml::{Doc, Node, NodeExt as _, Writer, XmlError};
use crate::{Limits, XmlDate};

/// The matter of a message (M3 `OfficialMatter`): the extension of the contract, or elements of somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfficialMatter {
    /// The contract's own extension.
    Extension(Box<MatterExtension>),
    /// Foreign elements only.
    Foreign(Vec<RawXml>),
}

/// The extension (OM3 `OfficialMatterExtension`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterExtension {
    /// The day the message was made in the sending system.
    pub timestamp: XmlDate,
    /// Foreign elements: invoices and others, in order.
    pub elements: Vec<ForeignElement>,
    /// Identity of the matter.
    pub identity: Option<MatterIdentity>,
    /// What the matter concerns, at most 2,000 characters.
    pub matter_subject: Option<String>,
    /// The kind of event, at most 2,000 characters.
    pub event_type: Option<String>,
    /// Who has to act next.
    pub matter_status: Option<MatterStatus>,
}

impl MatterExtension {
    /// An extension with nothing but its day.
    pub fn new(timestamp: XmlDate) -> Self {
        Self {
            timestamp,
            elements: Vec::new(),
            identity: None,
            matter_subject: None,
            event_type: None,
            matter_status: None,
        }
    }

    /// The invoices among the foreign elements.
    pub fn invoices(&self) -> impl Iterator<Item = &Invoice> {
        self.elements.iter().filter_map(|element| match element {
            ForeignElement::Invoice(invoice) => Some(invoice),
            ForeignElement::Raw(_) => None,
        })
    }
}

/// Ids of a matter, at most 255 characters each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatterIdentity {
    /// Id of this event, unique in the world.
    pub event_id: Option<String>,
    /// Id of the matter; many events belong to one.
    pub official_matter_id: Option<String>,
    /// Id of the event before this one.
    pub preceding_event_id: Option<String>,
}

wire_words! {
    /// State of a matter.
    MatterStatus {
        /// The sender acts next.
        SenderInitiative = "senderinitiative",
        /// The recipient acts next.
        RecipientInitiative = "recipientinitiative",
        /// The matter is closed.
        Closed = "closed",
    }
}

/// An element of another namespace inside the extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForeignElement {
    /// An invoice (rule D17).
    Invoice(Invoice),
    /// Anything else.
    Raw(RawXml),
}

/// An invoice to pay (rule D17).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// Day the money is due.
    pub due_date: XmlDate,
    /// Amount in öre (or cents), above zero.
    pub amount_ore: u64,
    /// Currency; normally `SEK`.
    pub currency: Option<String>,
    /// Bankgiro or plusgiro.
    pub account_method: AccountMethod,
    /// Account number.
    pub account_number: String,
    /// Payment reference, or a text where the account takes none.
    pub ocr_number: Option<String>,
}

wire_words! {
    /// The kind of account.
    AccountMethod {
        /// Bankgiro.
        Bankgiro = "BG",
        /// Plusgiro (the schema says postgiro).
        Plusgiro = "PG",
    }
}

/// One element of a foreign namespace, kept in the signed form: default namespaces only (§5.3).
#[derive(Clone, PartialEq, Eq)]
pub struct RawXml(String);

/// Why markup cannot stand in a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RawXmlError {
    /// Not well-formed, or too large.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The root element is in no namespace or in one of the message's own.
    #[error("D19: a foreign element must be in a namespace of its own")]
    Namespace,
    /// An attribute is in a namespace and so cannot be written without a prefix.
    #[error(
        "E3: attributes with a prefix cannot be written in the signed form; use attributes without namespace"
    )]
    PrefixedAttribute,
}

impl RawXml {
    /// Takes an element in any form and keeps it without prefixes.
    ///
    /// # Errors
    /// When it is no XML, is in no foreign namespace, or has attributes with prefixes.
    pub fn parse(markup: &str, limits: &Limits) -> Result<Self, RawXmlError> {
        Self::from_node(Doc::parse(markup.as_bytes(), limits)?.root())
    }

    pub(crate) fn from_node(node: Node<'_, '_>) -> Result<Self, RawXmlError> {
        if [crate::ns::M3, crate::ns::OM3, ""].contains(&node.ns()) {
            return Err(RawXmlError::Namespace);
        }
        let mut writer = Writer::new(Vec::new());
        if !writer.copy(node) {
            return Err(RawXmlError::PrefixedAttribute);
        }
        String::from_utf8(writer.finish()).map(Self).map_err(|_| XmlError::NotUtf8.into())
    }

    /// The markup, with its namespaces declared as default.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for RawXml {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RawXml({} octets)", self.0.len())
    }
}
