//! A sealed delivery of Mina meddelanden as a letter.

use mina::{ReceivedDelivery, SecureMessage};

use super::language::Language;
use super::view::{Blob, Document, LetterView, Line, Text, paragraphs};
use crate::operator::reopen;

/// The letter in a stored envelope. What is shown comes from the octets that both signatures cover.
pub(super) fn view(octets: &[u8], ca_pem: &str, language: Language) -> Option<LetterView> {
    let w = language.words();
    let received = reopen(octets, ca_pem).ok()?;
    let mut view = LetterView { signatures_hold: received.seal.signatures_ok, ..LetterView::default() };
    for (index, message) in received.delivery.messages.iter().enumerate() {
        match text_of(message) {
            Some(text) => view.texts.push(Text::Plain(paragraphs(&text))),
            None => view.texts.push(Text::Framed(index)),
        }
        for attachment in &message.attachments {
            view.documents.push(Document {
                index: view.documents.len(),
                title: stem(&attachment.filename),
                filename: attachment.filename.clone(),
                size: attachment.content.len() as u64,
                pdf: attachment.content_type == "application/pdf",
            });
        }
        let support = &message.support;
        view.contact_text.extend(paragraphs(&support.text));
        view.contact.extend(support.phone_number.iter().map(|text| Line::link(w.phone, text, "tel")));
        view.contact.extend(support.email_address.iter().map(|text| Line::link(w.email, text, "mailto")));
        view.contact.extend(support.url.iter().map(|text| Line::link(w.web, text, "https")));
    }
    view.department = received.delivery.sender.attention.clone();
    Some(view)
}

/// Plain text of a message; `None` if it is HTML.
fn text_of(message: &SecureMessage) -> Option<String> {
    (message.body.content_type != "text/html")
        .then(|| String::from_utf8_lossy(&message.body.content).into_owned())
}

/// The HTML text of message `index`.
pub(super) fn html(octets: &[u8], ca_pem: &str, index: usize) -> Option<Blob> {
    let received = reopen(octets, ca_pem).ok()?;
    let message = received.delivery.messages.get(index)?;
    (message.body.content_type == "text/html").then(|| Blob {
        filename: "text.html".into(),
        media_type: "text/html".into(),
        octets: message.body.content.clone(),
    })
}

/// Attachment `index`, counted over all messages.
pub(super) fn attachment(octets: &[u8], ca_pem: &str, index: usize) -> Option<Blob> {
    let ReceivedDelivery { delivery, .. } = reopen(octets, ca_pem).ok()?;
    let attachment = delivery.messages.into_iter().flat_map(|message| message.attachments).nth(index)?;
    Some(Blob {
        filename: attachment.filename,
        media_type: attachment.content_type,
        octets: attachment.content,
    })
}

/// A file name without its ending, as a title.
pub(super) fn stem(filename: &str) -> String {
    filename.rsplit_once('.').map_or(filename, |(stem, _)| stem).replace('_', " ")
}
