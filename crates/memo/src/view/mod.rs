//! A message as a case worker wants to read it: who, what, by when, with which attachments, who may answer.
//!
//! Times are Danish local time; personal numbers are masked.

mod html;
mod sink;
mod text;
mod words;

pub use html::render_html;
pub use sink::TextSink;
pub use text::render_text;

use crate::codes::ActionCode;
use crate::content::Part;
use crate::cpr;
use crate::model::{Action, AttentionData, File, Message};
use crate::time;
use crate::value::{DateTime, MessageType};
use crate::version::Version;

/// Everything that a page or a text shows of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Title.
    pub title: String,
    /// Text message or letter.
    pub nemsms: bool,
    /// Mandatory post.
    pub mandatory: bool,
    /// Legal service of process.
    pub legal_notification: bool,
    /// Text of the notification; the whole text of a NemSMS.
    pub notification: Option<String>,
    /// Who sends.
    pub from: PartyView,
    /// Name of the one that sends on the sender's behalf.
    pub representative: Option<String>,
    /// Who receives.
    pub to: PartyView,
    /// When it was made, Danish local time.
    pub created: Option<jiff::civil::DateTime>,
    /// Not delivered before this day.
    pub not_before: Option<jiff::civil::Date>,
    /// Whether the recipient may answer.
    pub may_answer: bool,
    /// Answer by, Danish local time.
    pub answer_by: Option<jiff::civil::DateTime>,
    /// Where answers go.
    pub answer_to: Option<String>,
    /// Case id and system.
    pub case: Option<(String, String)>,
    /// KLE subject and its name.
    pub subject: Option<(String, String)>,
    /// Label of the sender whose message is forwarded, and the comment.
    pub forwarded_from: Option<(String, Option<String>)>,
    /// Number of earlier messages in the thread.
    pub thread: usize,
    /// What the recipient is asked to do.
    pub actions: Vec<ActionView>,
    /// The letter itself, if it is text and in memory.
    pub text: Option<LetterText>,
    /// Files, main document first.
    pub files: Vec<FileView>,
    /// messageUUID.
    pub uuid: String,
    /// MeMo version.
    pub version: Version,
}

/// The text of a letter, personal numbers masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterText {
    /// Plain text.
    Plain(String),
    /// HTML that runs and loads nothing and fits into a page.
    Html(String),
}

/// A party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyView {
    /// Name, if given.
    pub name: String,
    /// CVR number, or CPR number with the last four digits masked.
    pub id: String,
    /// `CPR`, `CVR` or whatever stood there.
    pub id_type: String,
    /// Unit and person behind the party.
    pub attention: Vec<String>,
    /// Contact point's name or id, unless it is called like the unit.
    pub contact_point: Option<String>,
}

/// An action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionView {
    /// Text of the button.
    pub label: String,
    /// Its code, if known.
    pub code: Option<ActionCode>,
    /// Its code as written.
    pub code_text: String,
    /// Available from.
    pub from: Option<jiff::civil::DateTime>,
    /// Deadline, or end of the appointment.
    pub until: Option<jiff::civil::DateTime>,
    /// Place of an appointment.
    pub place: Option<String>,
    /// Web page.
    pub url: Option<String>,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileView {
    /// Kind of document it belongs to.
    pub part: Part,
    /// Title of the document.
    pub title: Option<String>,
    /// Name.
    pub name: String,
    /// MIME type.
    pub format: String,
    /// Size in bytes.
    pub size_bytes: u64,
}

impl View {
    /// Gathers what is to be shown.
    #[must_use]
    pub fn new(message: &Message) -> View {
        let header = &message.header;
        let (sender, recipient) = (&header.sender, &header.recipient);
        let point = |c: Option<&crate::model::ContactPoint>| {
            c.map(|c| c.label.clone().unwrap_or_else(|| c.contact_point_id.clone()))
        };
        let content = header.content_data.as_ref();
        let body = message.body.as_ref();
        let from = attention(sender.attention_data.as_ref());
        let to = attention(recipient.attention_data.as_ref());
        View {
            title: shown(&header.label),
            nemsms: header.message_type == MessageType::NemSms,
            mandatory: header.mandatory == Some(true),
            legal_notification: header.legal_notification == Some(true),
            notification: header.notification.as_deref().map(shown),
            from: PartyView {
                name: shown(&sender.label),
                id: cpr::mask_identifier(&sender.sender_id, &sender.id_type),
                id_type: sender.id_type.clone(),
                attention: from.clone(),
                contact_point: point(sender.contact_point.as_ref()).filter(|p| !from.contains(p)),
            },
            representative: sender.representative.as_ref().map(|r| shown(&r.label)),
            to: PartyView {
                name: shown(recipient.label.as_deref().unwrap_or_default()),
                id: cpr::mask_identifier(&recipient.recipient_id, &recipient.id_type),
                id_type: recipient.id_type.clone(),
                attention: to.clone(),
                contact_point: point(recipient.contact_point.as_ref()).filter(|p| !to.contains(p)),
            },
            created: body.and_then(|b| local(&b.created_date_time)),
            not_before: header.do_not_deliver_until_date.as_ref().and_then(|d| d.day()),
            may_answer: header.reply == Some(true),
            answer_by: header.reply_by_date_time.as_ref().and_then(local),
            answer_to: point(sender.contact_point.as_ref()),
            case: content
                .and_then(|c| c.case_id.as_ref())
                .map(|c| (shown(&c.case_id), shown(&c.case_system))),
            subject: content
                .and_then(|c| c.kle_data.as_ref())
                .map(|k| (shown(&k.subject_key), shown(&k.label))),
            forwarded_from: header
                .forward_data
                .as_ref()
                .map(|f| (shown(&f.original_sender), f.comment.as_deref().map(shown))),
            thread: header.reply_data.iter().filter(|r| r.message_uuid != header.message_uuid).count(),
            actions: actions(message),
            text: text_of(message),
            files: files(message),
            uuid: shown(header.message_uuid.as_str()),
            version: message.version,
        }
    }
}

/// Plain text goes before HTML: it is what the sender meant for those who cannot show the other.
fn text_of(message: &Message) -> Option<LetterText> {
    let files = &message.body.as_ref()?.main_document.files;
    let readable = |file: &&File| sink::is_text(&file.encoding_format) && !file.content.is_empty();
    let is_html = |file: &File| file.encoding_format.to_ascii_lowercase().contains("html");
    let texts = || files.iter().filter(readable).filter_map(|file| Some((file, file.content.bytes()?)));
    let (file, bytes) = texts().find(|(file, _)| !is_html(file)).or_else(|| texts().next())?;
    let (text, _) = ::html::decode(bytes, &file.encoding_format);
    let text = cpr::mask(&text);
    Some(if is_html(file) {
        LetterText::Html(::html::harmless(&text))
    } else {
        LetterText::Plain(text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect())
    })
}

fn shown(text: &str) -> String {
    cpr::mask(text).chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

fn local(at: &DateTime) -> Option<jiff::civil::DateTime> {
    at.instant().map(time::danish)
}

fn attention(data: Option<&AttentionData>) -> Vec<String> {
    let Some(data) = data else { return Vec::new() };
    let unit = data.content_responsible.as_ref().and_then(|c| c.label.as_deref());
    let place = data.production_unit.as_ref().and_then(|p| p.production_unit_name.as_deref());
    let person = data.attention_person.as_ref().and_then(|p| p.label.as_deref());
    [unit, place, person].into_iter().flatten().map(shown).collect()
}

fn actions(message: &Message) -> Vec<ActionView> {
    let Some(body) = &message.body else { return Vec::new() };
    let all =
        body.main_document.actions.iter().chain(body.additional_documents.iter().flat_map(|d| &d.actions));
    all.map(action).collect()
}

fn action(action: &Action) -> ActionView {
    let reservation = action.reservation.as_ref();
    let from = reservation.map(|r| &r.start_date_time).or(action.start_date_time.as_ref());
    let until = reservation.map(|r| &r.end_date_time).or(action.end_date_time.as_ref());
    ActionView {
        label: shown(&action.label),
        code: ActionCode::parse(&action.action_code),
        code_text: shown(&action.action_code),
        from: from.and_then(local),
        until: until.and_then(local),
        place: reservation.map(|r| shown(&r.location)),
        url: action.entry_point.as_ref().map(|e| shown(&e.url)),
    }
}

fn files(message: &Message) -> Vec<FileView> {
    let Some(body) = &message.body else { return Vec::new() };
    let one = |part, title: &Option<String>, file: &File| FileView {
        part,
        title: title.as_deref().map(shown),
        name: shown(&file.filename),
        format: file.encoding_format.clone(),
        size_bytes: file.content.len(),
    };
    let main = body.main_document.files.iter().map(|f| one(Part::Main, &body.main_document.label, f));
    let additional = body
        .additional_documents
        .iter()
        .flat_map(|d| d.files.iter().map(|f| one(Part::Additional, &d.label, f)));
    let technical = body
        .technical_documents
        .iter()
        .flat_map(|d| d.files.iter().map(|f| one(Part::Technical, &d.label, f)));
    main.chain(additional).chain(technical).collect()
}
