//! Notifications: a neutral message beside, or instead of, a secure one (Service v3 `notify`, Notification v3).

use crate::model::wire_words;
use crate::ns::{M3, N3};
use crate::schema::message::{BODY, MESSAGE_HEADER_V3};
use crate::schema::simple::Simple;
use crate::schema::{Content, Particle, Type};
use crate::soap::{AnswerError, malformed};
use crate::wire::{Value, wire_type};
use crate::xml::{Node, NodeExt as _, Writer};
use crate::{Body, SecureMessage, Sender, WireId, message};

wire_type! {
    /// The header of a delivery to several recipients (M1 `DeliveryHeader`).
    DeliveryHeader in M1 {
        /// The sender.
        sender: one Sender = "Sender",
        /// The recipients, 1 to 1,000.
        recipients: thousand WireId = "Recipient",
        /// The sender's reference.
        reference: maybe String = "Reference",
        /// The sender's correlation id.
        correlation_id: maybe String = "CorrelationId",
        /// A person or function within the recipient.
        attention: maybe String = "Attention",
    }
}

/// The message of a notification: header and body of a secure message, never attachments (N3 `NotificationMessage`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationMessage(SecureMessage);

impl NotificationMessage {
    /// Takes a message; its attachments are dropped, since a notification has none.
    pub fn new(mut message: SecureMessage) -> Self {
        message.attachments.clear();
        Self(message)
    }

    /// The message.
    pub fn message(&self) -> &SecureMessage {
        &self.0
    }
}

static NOTIFICATION_MESSAGE: Type =
    Type::sequence(&[Particle::group(N3, "header", &MESSAGE_HEADER_V3), Particle::group(N3, "body", &BODY)]);

impl Value for NotificationMessage {
    const CONTENT: Content = Content::Complex(&NOTIFICATION_MESSAGE);

    fn put(&self, w: &mut Writer<Vec<u8>>, ns: &str, name: &str) {
        w.open(ns, name);
        w.open(N3, "header");
        message::write_header(w, &self.0);
        w.close();
        self.0.body.put(w, N3, "body");
        w.close();
    }

    fn take(node: Node<'_, '_>) -> Result<Self, AnswerError> {
        let wanted = |what: &str| malformed("D19", node, format!("exactly one {what} is needed"));
        let header = node.only(N3, "header").ok_or_else(|| wanted("header"))?;
        let body = node.only(N3, "body").ok_or_else(|| wanted("body"))?;
        let mut message =
            message::read_header(header, M3).map_err(|problem| malformed("D19", header, problem.what))?;
        message.body = Body::take(body)?;
        Ok(Self(message))
    }
}

impl Value for Body {
    const CONTENT: Content = Content::Complex(&BODY);

    fn put(&self, w: &mut Writer<Vec<u8>>, ns: &str, name: &str) {
        w.open(ns, name);
        message::write_body(w, self);
        w.close();
    }

    fn take(node: Node<'_, '_>) -> Result<Self, AnswerError> {
        message::read_body(node).map_err(|problem| malformed("D2", node, problem.what))
    }
}

wire_type! {
    /// Sender and subject of an e-mail.
    EmailHeader in N2 {
        /// Address it comes from.
        from: one String = "From" as Simple::Email,
        /// Subject, at most 254 characters, neutral (rule B10).
        subject: one String = "Subject" as Simple::Text(0, 254),
    }
}

wire_type! {
    /// An e-mail that tells of the message (N2 `EmailMessage`).
    EmailMessage in N2 {
        /// Sender and subject.
        header: one EmailHeader = "header",
        /// Text, neutral (rule B10).
        text: one String = "text",
    }
}

wire_type! {
    /// Sender of a text message.
    SmsHeader in N2 {
        /// At most 11 characters.
        from: one String = "From" as Simple::Text(0, 11),
    }
}

wire_type! {
    /// A text message that tells of the message (N2 `SmsMessage`).
    SmsMessage in N2 {
        /// Sender.
        header: one SmsHeader = "header",
        /// Text, at most 160 characters, neutral (rule B10).
        text: one String = "text" as Simple::Text(0, 160),
    }
}

wire_type! {
    /// A notification with its recipients (N3 `NotificationDelivery`).
    NotificationDelivery in N3 {
        /// Sender and recipients.
        header: one DeliveryHeader = "Header",
        /// The message.
        message: one NotificationMessage = "Message",
        /// The e-mail beside it.
        email: maybe EmailMessage = "EmailMessage",
        /// The text message beside it.
        sms: maybe SmsMessage = "SmsMessage",
    }
}

wire_words! {
    /// How a recipient was told.
    NotifiedBy {
        /// Text message.
        Sms = "SMS",
        /// E-mail.
        Email = "EMail",
    }
}

wire_type! {
    /// Whether a notification arrived (N3 `DeliveryStatus`).
    NotificationOutcome in N3 {
        /// It did. No proof that anybody read it (rule F14).
        delivered: one bool = "DeliveredFlag",
        /// How the recipient was told, at most two ways.
        notified_by: two NotifiedBy = "NotifiedByChannel",
    }
}

wire_type! {
    /// A row for each recipient (N3 `NotificationStatus`).
    NotificationStatus in N3 {
        /// The recipient.
        recipient: one WireId = "RecipientId",
        /// What became of it.
        outcome: one NotificationOutcome = "DeliveryStatus",
    }
}

wire_type! {
    /// The answer's inside (N3 `NotifyResult`).
    NotifyResult in N3 {
        /// The operator's transaction id.
        transaction_id: one String = "TransId",
        /// A row for each recipient; at least one.
        statuses: some NotificationStatus = "Status",
    }
}

wire_type! {
    /// Hands a notification to an operator.
    Notify in S3 element "notify" {
        /// The notification.
        notification: one NotificationDelivery = "notify",
    }
}

wire_type! {
    /// The answer to [`Notify`].
    NotifyResponse in S3 element "notifyResponse" {
        /// What became of it.
        result: one NotifyResult = "return",
    }
}

wire_type! {
    /// Hands a notification to a dispatcher.
    DistributeNotification in N3 element "distribute" {
        /// The notification.
        notification: one NotificationDelivery = "notificationDelivery",
    }
}

wire_type! {
    /// The answer to [`DistributeNotification`].
    DistributeNotificationResponse in N3 element "distributeResponse" {
        /// The distribution's id.
        distribution_id: one String = "return",
    }
}

wire_type! {
    /// Asks a dispatcher what became of a notification.
    CheckNotificationStatus in N3 element "checkDistributionStatus" {
        /// The sender.
        sender: one WireId = "sender" as Simple::OrganizationNumber,
        /// The distribution's id, 1 to 50 characters.
        distribution_id: one String = "distributionId" as Simple::Text(1, 50),
    }
}

wire_type! {
    /// The answer to [`CheckNotificationStatus`].
    CheckNotificationStatusResponse in N3 element "checkDistributionStatusResponse" {
        /// A row for each recipient.
        statuses: any NotificationStatus = "return",
    }
}
