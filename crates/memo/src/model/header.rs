//! The header and the data that link messages into threads.

use super::{ContentData, Recipient, Sender};
use crate::schema::classes;
use crate::value::{Date, DateTime, MessageType, Uuid};

classes! {
    /// Who, to whom, about what, and how the message is to be treated.
    MessageHeader("MessageHeader", Memo) {
        /// Letter or text message (C1).
        one message_type: MessageType = leaf!("messageType", Kind).missing("C1");
        /// Identity of the message, version 4, used once only (C2, C3, C13).
        one message_uuid: Uuid = leaf!("messageUUID", Uuid).missing("C2").invalid("C3");
        /// The sender's own id; returned in receipts. Not for personal numbers (C16).
        opt message_id: String = leaf!("messageID", Text);
        /// The sender's own letter code.
        opt message_code: String = leaf!("messageCode", Text);
        /// The title that the recipient sees (C4).
        one label: String = leaf!("label", Text).missing("C4");
        /// Text of the notification, at most 150 characters (C6); the whole text of a `NEMSMS` (J1).
        opt notification: String = leaf!("notification", Notification);
        /// A longer text for the notification.
        opt additional_notification: String = leaf!("additionalNotification", Text);
        /// Whether the recipient may answer; absent means no.
        opt reply: bool = leaf!("reply", Boolean);
        /// Answer by this moment.
        opt reply_by_date_time: DateTime = leaf!("replyByDateTime", DateTime);
        /// Keep the message back until this day (Danish calendar, C11).
        opt do_not_deliver_until_date: Date = leaf!("doNotDeliverUntilDate", Date);
        /// Mandatory post, which reaches exempt recipients too (K1, K3). Required in 1.1; the writer supplies `false`.
        opt mandatory: bool = leaf!("mandatory", Boolean).required_in_1_1().missing("C10");
        /// Legal service of process (K2, K5). Required in 1.1; the writer supplies `false`.
        opt legal_notification: bool = leaf!("legalNotification", Boolean).required_in_1_1().missing("C10");
        /// Kind of post; seen are `MYNDIGHEDSPOST` and `VIRKSOMHEDSPOST`.
        opt post_type: String = leaf!("postType", Text);
        /// Exactly one sender (D1).
        one sender: Sender = cls!().missing("D1").many("D1");
        /// Exactly one recipient (D1).
        one recipient: Recipient = cls!().missing("D1").many("D1");
        /// What the message is about.
        opt content_data: ContentData = cls!();
        /// Set when the message forwards another one (G3, G10).
        opt forward_data: ForwardData = cls!();
        /// The thread, oldest or answered message first (G1, G6, G7).
        many reply_data: ReplyData = cls!();
    }

    /// Where a forwarded message came from.
    ForwardData("ForwardData", Memo) {
        /// Identity of the original message (G3).
        one message_uuid: Uuid = leaf!("messageUUID", Uuid).missing("G3").invalid("G3");
        /// When the original was made (G3).
        one original_message_date_time: DateTime = leaf!("originalMessageDateTime", DateTime).missing("G3").invalid("G3");
        /// Label of the original sender (G3).
        one original_sender: String = leaf!("originalSender", Text).missing("G3");
        /// Unit that answers for the original.
        opt original_content_responsible: String = leaf!("originalContentResponsible", Text);
        /// Label of the original's representative; 1.2 only (G5).
        opt original_representative: String = leaf!("originalRepresentative", Text).only_1_2("G5");
        /// Contact point of the original sender.
        opt contact_point_id: String = leaf!("contactPointID", Text);
        /// Comment of the one who forwards, at most 512 characters (G4).
        opt comment: String = leaf!("comment", Comment);
    }

    /// One message of a thread, as its sender wants to get it back with an answer.
    ReplyData("ReplyData", Memo) {
        /// The sender's own id of that message.
        opt message_id: String = leaf!("messageID", Text);
        /// Identity of that message (G1).
        one message_uuid: Uuid = leaf!("messageUUID", Uuid).missing("G1").invalid("G1");
        /// Identity of the message that answered it.
        opt reply_uuid: Uuid = leaf!("replyUUID", Uuid).invalid("G1");
        /// CPR or CVR number of its sender.
        opt sender_id: String = leaf!("senderID", Identifier);
        /// CPR or CVR number of its recipient.
        opt recipient_id: String = leaf!("recipientID", Identifier);
        /// Case that the answer belongs to.
        opt case_id: String = leaf!("caseID", Text);
        /// Contact point that answers go to (G11).
        opt contact_point_id: String = leaf!("contactPointID", Text);
        /// System that made the message (G11).
        opt generating_system_id: String = leaf!("generatingSystemID", Text);
        /// Free text, at most 512 characters (G4).
        opt comment: String = leaf!("comment", Comment);
        /// At most four further values (G2).
        many additional: AdditionalReplyData = cls!().at_most(4).many("G2");
    }

    /// A further value to be returned with an answer.
    AdditionalReplyData("AdditionalReplyData", Memo) {
        /// Name of the value.
        one label: String = leaf!("label", Text);
        /// The value.
        one value: String = leaf!("value", Text);
    }
}
