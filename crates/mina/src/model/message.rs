//! The secure message: header, body, attachments.

use super::OfficialMatter;
use super::wire_words;

/// A secure message (M3 `Message`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecureMessage {
    /// The sender's id of the message, mostly a UUID. A retry keeps it, a corrected message gets a new one (rule F11).
    pub id: String,
    /// Subject, 1 to 255 characters, without person number (rules D4, D13).
    pub subject: String,
    /// Where the recipient may ask (rule D5).
    pub support: SupportInfo,
    /// The official matter this message is an event of.
    pub official_matter: Option<OfficialMatter>,
    /// Free pairs of tag and value.
    pub metadata: Vec<Metadata>,
    /// Language; `svSE` for Swedish as every sample has it (rule D14).
    pub language: String,
    /// Whether a reply is wanted. No v3 operation returns one (rule D15).
    pub reply: Option<Reply>,
    /// Whether a receipt is wanted. No v3 operation returns one (rule D15).
    pub receipt_request: Option<ReceiptRequest>,
    /// The text.
    pub body: Body,
    /// The attachments, in order.
    pub attachments: Vec<Attachment>,
}

impl SecureMessage {
    /// A message in Swedish without attachments.
    pub fn new(id: impl Into<String>, subject: impl Into<String>, support: SupportInfo, body: Body) -> Self {
        Self {
            id: id.into(),
            subject: subject.into(),
            support,
            official_matter: None,
            metadata: Vec::new(),
            language: "svSE".into(),
            reply: None,
            receipt_request: None,
            body,
            attachments: Vec::new(),
        }
    }
}

/// Contact details of the sender (M3 `Supportinfo`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupportInfo {
    /// Text, 1 to 1,024 characters (rule D5).
    pub text: String,
    /// A link, https, without identity (rule D16).
    pub url: Option<String>,
    /// Telephone number, at most 255 characters.
    pub phone_number: Option<String>,
    /// E-mail address, 5 to 256 characters.
    pub email_address: Option<String>,
}

impl SupportInfo {
    /// Contact details in words only.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// A pair for machines (M1 `MetaData`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// Name.
    pub tag: String,
    /// Value, without person number (rule D13).
    pub value: String,
}

/// The text of the message (M1 `MessageBody`).
#[derive(Clone, PartialEq, Eq)]
pub struct Body {
    /// Exactly `text/plain` or `text/html` (rule D1).
    pub content_type: String,
    /// UTF-8 octets; the writer encodes them once as base64 (rule D2).
    pub content: Vec<u8>,
}

impl Body {
    /// A plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { content_type: "text/plain".into(), content: text.into().into_bytes() }
    }

    /// An HTML text.
    pub fn html(text: impl Into<String>) -> Self {
        Self { content_type: "text/html".into(), content: text.into().into_bytes() }
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Body({}, {} octets)", self.content_type, self.content.len())
    }
}

/// A file (M1 `Attachment`).
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// `application/pdf`, unless a setting widens the list (rule D7).
    pub content_type: String,
    /// Name without path, control characters or person number (rule D10).
    pub filename: String,
    /// The octets of the file.
    pub content: Vec<u8>,
    /// The checksum as it stood in a message that was read. The writer ignores it and computes its own (rule D9).
    pub received_checksum: Option<String>,
}

impl Attachment {
    /// A PDF.
    pub fn pdf(filename: impl Into<String>, content: Vec<u8>) -> Self {
        Self {
            content_type: "application/pdf".into(),
            filename: filename.into(),
            content,
            received_checksum: None,
        }
    }
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Attachment({}, {} octets)", self.content_type, self.content.len())
    }
}

wire_words! {
    /// Whether the sender wants a reply (`ReplyOptions`).
    Reply {
        /// A reply is asked for.
        Requested = "REQUESTED",
        /// A reply is welcome.
        Accepted = "ACCEPTED",
        /// No reply.
        NotAllowed = "NOT_ALLOWED",
    }
}

wire_words! {
    /// Whether the sender wants a receipt on reading (`ReceiptOptions`).
    ReceiptRequest {
        /// No receipt.
        Not = "NOT",
        /// An unsigned receipt.
        Simple = "SIMPLE",
        /// A signed receipt.
        Signed = "SIGNED",
    }
}
