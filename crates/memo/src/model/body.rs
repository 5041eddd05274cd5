//! The documents, their files and what the recipient is asked to do.

use crate::content::Content;
use crate::schema::classes;
use crate::value::{DateTime, Uuid};

classes! {
    /// The documents of a letter (H1–H4).
    MessageBody("MessageBody", Memo) {
        /// When the message was made (H2).
        one created_date_time: DateTime = leaf!("createdDateTime", DateTime).missing("H2").invalid("H2");
        /// The letter itself (H3).
        one main_document: MainDocument = cls!().missing("H3").many("H3").order("H3");
        /// Attachments.
        many additional_documents: AdditionalDocument = cls!().order("H3");
        /// Machine data for receiving systems (H15).
        many technical_documents: TechnicalDocument = cls!().order("H3");
    }

    /// The letter itself; several files are the same text in different formats (H14).
    MainDocument("MainDocument", Memo) {
        /// The sender's id of the document.
        opt id: String = leaf!("mainDocumentID", Text);
        /// Title.
        opt label: String = leaf!("label", Text);
        /// At least one file (H4).
        many files: File = cls!().required().missing("H4");
        /// What the recipient is asked to do.
        many actions: Action = cls!();
    }

    /// An attachment.
    AdditionalDocument("AdditionalDocument", Memo) {
        /// The sender's id of the document.
        opt id: String = leaf!("additionalDocumentID", Text);
        /// Title.
        opt label: String = leaf!("label", Text);
        /// At least one file (H4).
        many files: File = cls!().required().missing("H4");
        /// What the recipient is asked to do.
        many actions: Action = cls!();
    }

    /// Machine data; has no actions (H11).
    TechnicalDocument("TechnicalDocument", Memo) {
        /// The sender's id of the document.
        opt id: String = leaf!("technicalDocumentID", Text);
        /// Title.
        opt label: String = leaf!("label", Text);
        /// At least one file (H4).
        many files: File = cls!().required().missing("H4");
    }

    /// One rendering of a document.
    File("File", Memo) {
        /// MIME type (H7).
        one encoding_format: String = leaf!("encodingFormat", Text).missing("H7");
        /// Name with extension (H7, H10, H13).
        one filename: String = leaf!("filename", Text).missing("H7");
        /// Two letters such as `da` (H6).
        one language: String = leaf!("language", Language).missing("H6");
        /// The bytes, wherever they are kept (H5, H8).
        one content: Content = leaf!("content", Base64).missing("H5");
    }

    /// Something that the recipient is asked to do, with at most one of reservation and entry point (I1).
    Action("Action", Memo) {
        /// Text of the button (I2).
        one label: String = leaf!("label", Text).missing("I2");
        /// One of the eight codes (I3), see [`ActionCode`](crate::ActionCode).
        one action_code: String = leaf!("actionCode", Text).missing("I2");
        /// Available from (I12).
        opt start_date_time: DateTime = leaf!("startDateTime", DateTime);
        /// The deadline (I12).
        opt end_date_time: DateTime = leaf!("endDateTime", DateTime);
        /// An appointment (I4).
        opt reservation: Reservation = cls!().exclusive().many("I1");
        /// A web page (I5, I6).
        opt entry_point: EntryPoint = cls!().exclusive().many("I1");
    }

    /// An appointment for the calendar (I8).
    Reservation("Reservation", Memo) {
        /// What it is about.
        one description: String = leaf!("description", Text).missing("I8");
        /// Identity of the appointment; kept when it is moved (I9, I14).
        one reservation_uuid: Uuid = leaf!("reservationUUID", Uuid).missing("I8").invalid("I9");
        /// Short text.
        one abstract_text: String = leaf!("abstract", Text).missing("I8");
        /// Where.
        one location: String = leaf!("location", Text).missing("I8");
        /// From.
        one start_date_time: DateTime = leaf!("startDateTime", DateTime).missing("I8");
        /// Until, after the start (I10).
        one end_date_time: DateTime = leaf!("endDateTime", DateTime).missing("I8");
        /// E-mail address of the organiser.
        opt organizer_mail: String = leaf!("organizerMail", Text);
        /// Name of the organiser.
        opt organizer_name: String = leaf!("organizerName", Text);
    }

    /// A web page (I5–I7).
    EntryPoint("EntryPoint", Memo) {
        /// Begins with `https` (I6), absolute, at most 256 characters (I7).
        one url: String = leaf!("url", Uri).missing("I7");
    }
}
