//! A MeMo as a letter.

use jiff::Timestamp;
use memo::model::{Action as MemoAction, File, MessageBody, Sender};
use memo::{DateTime, Limits, Message};

use super::language::{Language, Words};
use super::swedish::stem;
use super::time;
use super::view::{Action, Blob, Document, LetterView, Line, Text, paragraphs, safe_link};
use crate::outcome::Side;

/// The letter in a stored MeMo.
pub(super) fn view(octets: &[u8], side: Side, language: Language) -> Option<LetterView> {
    let w = language.words();
    let message = memo::read(octets, &Limits::default()).ok()?;
    let clock = |text: &DateTime| moment(text, side, language);
    let header = &message.header;
    let mut view = LetterView {
        reply_by: header.reply_by_date_time.as_ref().map(&clock),
        department: header
            .sender
            .attention_data
            .as_ref()
            .and_then(|data| data.content_responsible.as_ref()?.label.clone()),
        case: header
            .content_data
            .as_ref()
            .and_then(|data| data.case_id.as_ref())
            .map(|case| case.case_id.clone()),
        ..LetterView::default()
    };
    if header.legal_notification == Some(true) {
        view.marks.push(w.legal);
    }
    if header.mandatory == Some(true) {
        view.marks.push(w.mandatory);
    }
    view.contact = contact(&header.sender, w);
    let Some(body) = &message.body else {
        // A NemSMS is its notification.
        view.texts.extend(header.notification.iter().map(|text| Text::Plain(paragraphs(text))));
        return Some(view);
    };
    fill(&mut view, body);
    let actions =
        body.main_document.actions.iter().chain(body.additional_documents.iter().flat_map(|d| &d.actions));
    view.actions = actions.map(|action| show(action, w, &clock)).collect();
    Some(view)
}

/// Files in the order in which their numbers count: main, additional, technical documents.
fn files(body: &MessageBody) -> impl Iterator<Item = (&File, Option<&String>)> {
    let main = body.main_document.files.iter().map(|file| (file, body.main_document.label.as_ref()));
    let additional = body
        .additional_documents
        .iter()
        .flat_map(|d| d.files.iter().map(move |file| (file, d.label.as_ref())));
    main.chain(additional)
}

fn fill(view: &mut LetterView, body: &MessageBody) {
    let main_files = body.main_document.files.len();
    let mut shown = false;
    for (index, (file, label)) in files(body).enumerate() {
        let main = index < main_files;
        match (file.encoding_format.as_str(), file.content.bytes()) {
            // The same text in several formats: the first that a page can show is the letter's text.
            ("text/plain", Some(bytes)) if main && !shown => {
                view.texts.push(Text::Plain(paragraphs(&String::from_utf8_lossy(bytes))));
                shown = true;
            }
            ("text/html", Some(_)) if main && !shown => {
                view.texts.push(Text::Framed(index));
                shown = true;
            }
            _ => view.documents.push(Document {
                index,
                title: label.cloned().unwrap_or_else(|| stem(&file.filename)),
                filename: file.filename.clone(),
                size: file.content.len(),
                pdf: file.encoding_format == "application/pdf",
            }),
        }
    }
}

fn contact(sender: &Sender, w: &'static Words) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(data) = &sender.attention_data {
        lines.extend(data.telephone.iter().map(|phone| Line::link(w.phone, &phone.telephone_number, "tel")));
        lines.extend(data.email.iter().map(|email| Line::link(w.email, &email.email_address, "mailto")));
    }
    lines.extend(
        sender
            .contact_point
            .iter()
            .filter_map(|point| point.label.as_ref())
            .map(|label| Line::new(w.department, label)),
    );
    lines
}

fn show(action: &MemoAction, w: &'static Words, clock: &impl Fn(&DateTime) -> String) -> Action {
    let kind = match action.action_code.as_str() {
        "AFTALE" => w.action_aftale,
        "BETALING" => w.action_betaling,
        "SELVBETJENING" => w.action_selvbetjening,
        "UNDERSKRIV" => w.action_underskriv,
        "BEKRAEFT" => w.action_bekraeft,
        "FORBEREDELSE" => w.action_forberedelse,
        "TILMELDING" => w.action_tilmelding,
        _ => w.action_information,
    };
    let mut details = Vec::new();
    if let Some(reservation) = &action.reservation {
        details.push((w.when, clock(&reservation.start_date_time)));
        details.push((w.place, reservation.location.clone()));
        details.extend(reservation.organizer_name.iter().map(|name| (w.organiser, name.clone())));
    }
    Action {
        kind,
        label: action.label.clone(),
        href: action.entry_point.as_ref().and_then(|point| safe_link(&point.url)),
        // The end of an appointment is no deadline.
        deadline: action.end_date_time.as_ref().filter(|_| action.reservation.is_none()).map(clock),
        details,
    }
}

fn moment(text: &DateTime, side: Side, language: Language) -> String {
    let at: Option<Timestamp> = text.instant();
    at.map_or_else(|| text.as_str().to_owned(), |at| time::moment(at, side, language))
}

/// File `index` of a stored MeMo.
pub(super) fn file(octets: &[u8], index: usize) -> Option<Blob> {
    let message: Message = memo::read(octets, &Limits::default()).ok()?;
    let body = message.body?;
    let (file, _) = files(&body).nth(index)?;
    Some(Blob {
        filename: file.filename.clone(),
        media_type: file.encoding_format.clone(),
        octets: file.content.bytes()?.to_vec(),
    })
}
