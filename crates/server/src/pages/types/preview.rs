//! A letter of a type, made of example data: what the recipient will see in the mailbox, and as paper.

use crate::config::Sender;
use crate::pages::time;
use crate::types::setting;
use catalogue::Language;
use jiff::{SignedDuration, Timestamp};
use letter::markup::{FieldKind, MarkupField, Value, date_words, deadline_line, fields, lines};
use letter::{Body, BodyKind, Data, Letter, LetterId, LetterType, Resolved, Terms, resolve};
use paper::LetterText;
use party::{Country, PartyId};
use uuid::Uuid;

/// Days until an example deadline.
const DUE_DAYS: i64 = 28;

/// The letter in the mailbox.
pub(super) struct Preview {
    pub(super) sender: String,
    pub(super) date: String,
    pub(super) subject: String,
    /// Language of the letter, for `lang`.
    pub(super) lang: &'static str,
    pub(super) alert: Option<String>,
    pub(super) text: String,
    pub(super) deadline: Option<String>,
    pub(super) buttons: Vec<Button>,
    pub(super) appeal: Option<String>,
    pub(super) contact: Vec<String>,
}

/// Something that the recipient can press.
pub(super) struct Button {
    pub(super) kind: &'static str,
    pub(super) label: String,
    pub(super) more: Vec<String>,
}

/// Text that stands in for a letter's own, in its language.
const STAND_IN: [&str; 3] = [
    "Her står brevets tekst.\n\nDen skrives af fagsystemet eller sagsbehandleren, og filerne følger med.",
    "Här står brevets text.\n\nDen skrivs av verksamhetssystemet eller handläggaren, och filerna följer med.",
    "This is where the letter's text stands.\n\nThe source system or the case worker writes it, and the files come along.",
];

/// The language in which a type's letters are written.
fn language(kind: &LetterType, sender: &Sender) -> Language {
    kind.language.as_deref().and_then(Language::parse).unwrap_or_else(|| sender.language())
}

/// The preview of a type.
pub(super) fn of(kind: &LetterType, sender: &Sender, now: Timestamp) -> Option<Preview> {
    let lang = language(kind, sender);
    let letter = example(kind, sender, now)?;
    let setting = setting(sender);
    let resolved = resolve(kind, &letter, &setting);
    let text = letter.body.as_ref().map(|body| body.text.clone()).unwrap_or_default();
    let said = |value: &Option<Value>| value.as_ref().map(Value::text).filter(|text| !text.is_empty());
    let when = |value: &Option<Value>| value.as_ref().and_then(Value::moment);
    let buttons = resolved.markup.actions.iter().map(|action| {
        let times: Vec<String> = [when(&action.from), when(&action.until)]
            .into_iter()
            .flatten()
            .map(|moment| date_words(moment, &setting.zone, lang))
            .collect();
        let amount = action.amount.as_ref().and_then(Value::amount).map(|amount| {
            let own = if sender.country() == Country::Dk { "DKK" } else { "SEK" };
            format!("{} {}", amount.words(lang), action.currency.as_deref().unwrap_or(own))
        });
        let more = [amount, Some(times.join(" – ")), said(&action.place), said(&action.reference)];
        Button {
            kind: action.kind.title().get(lang),
            label: said(&action.label).unwrap_or_default(),
            more: more.into_iter().flatten().filter(|text| !text.is_empty()).collect(),
        }
    });
    Some(Preview {
        sender: sender.name.clone(),
        date: time::day_of(now, sender.time_zone(), lang),
        subject: letter.subject.clone(),
        lang: lang.as_str(),
        alert: said(&resolved.markup.notification),
        deadline: deadline_line(&resolved, &text, &setting.zone, lang),
        buttons: buttons.collect(),
        appeal: said(&resolved.markup.appeal),
        contact: contact(&letter),
        text,
    })
}

/// The same as a printed page: only text that the type itself has.
///
/// # Errors
/// The text cannot be set.
pub(super) fn paper(kind: &LetterType, sender: &Sender, now: Timestamp) -> Result<Vec<u8>, String> {
    let lang = language(kind, sender);
    let letter = example(kind, sender, now).ok_or("the sender's number cannot be read")?;
    let setting = setting(sender);
    let resolved: Resolved = resolve(kind, &letter, &setting);
    let text = letter.body.as_ref().map(|body| body.text.clone()).unwrap_or_default();
    let mut body = [vec![text.clone()], lines(&resolved, &text, &setting.zone, lang)].concat().join("\n\n");
    if let Some(appeal) = resolved.markup.appeal.as_ref().map(Value::text) {
        body = format!("{body}\n\n{appeal}");
    }
    let set = LetterText {
        language: lang,
        sender: sender.name.clone(),
        department: kind.department.clone().unwrap_or_default(),
        contact: contact(&letter),
        date: Some(now.to_zoned(setting.zone.clone()).date()),
        subject: letter.subject.clone(),
        body,
        closing: vec![sender.name.clone()],
        ..LetterText::default()
    };
    paper::simple_letter(&set).map_err(|error| error.to_string())
}

fn contact(letter: &Letter) -> Vec<String> {
    let contact = &letter.contact;
    let parts = [Some(&contact.text), contact.phone.as_ref(), contact.email.as_ref(), contact.url.as_ref()];
    parts.into_iter().flatten().filter(|text| !text.trim().is_empty()).cloned().collect()
}

/// A letter to the municipality itself, whose data are examples.
fn example(kind: &LetterType, sender: &Sender, now: Timestamp) -> Option<Letter> {
    let lang = language(kind, sender);
    let mut data = Data::default();
    for field in kind.markup.as_ref().map(fields).unwrap_or_default() {
        // A name that data cannot have leaves its place empty.
        drop(data.set(&field.name, &value(&field, kind, sender, lang, now)));
    }
    let stand_in = match lang {
        Language::Da => STAND_IN[0],
        Language::Sv => STAND_IN[1],
        Language::En => STAND_IN[2],
    };
    let given = kind.contact.text.trim();
    Some(Letter {
        id: LetterId(Uuid::nil()),
        sender: sender.id.clone(),
        unit: kind.department.clone(),
        letter_type: kind.code.clone(),
        type_version: None,
        class: kind.class,
        recipient: PartyId::parse(sender.country(), &sender.number).ok()?,
        recipient_name: None,
        address: None,
        protected: false,
        subject: kind.name.get(lang).to_owned(),
        body: Some(Body {
            kind: BodyKind::Plain,
            text: kind.text.clone().unwrap_or_else(|| stand_in.to_owned()),
        }),
        contact: if given.is_empty() { sender.contact.clone() } else { kind.contact.clone() },
        documents: Vec::new(),
        ready: None,
        agreements: Vec::new(),
        notice: None,
        reference: Some("1234".to_owned()),
        case_id: Some("2026-1234".to_owned()),
        language: None,
        data,
        terms: Terms::default(),
        source: String::new(),
        accepted_at: now,
    })
}

/// An example of what a field holds.
fn value(field: &MarkupField, kind: &LetterType, sender: &Sender, lang: Language, now: Timestamp) -> String {
    let used = |end: &str| field.used_in.iter().any(|place| place.ends_with(end));
    let due = now.checked_add(SignedDuration::from_hours(24 * DUE_DAYS)).unwrap_or(now);
    let day = due.to_zoned(setting(sender).zone).date();
    match field.kind {
        FieldKind::Date => day.to_string(),
        FieldKind::DateTime if !used(".from") => format!("{day}T10:45"),
        FieldKind::DateTime => format!("{day}T10:00"),
        FieldKind::Amount => "1250.00".to_owned(),
        FieldKind::Url => "https://www.example.org/".to_owned(),
        FieldKind::Number => sender.number.clone(),
        FieldKind::Text if used(".organizer_mail") => "post@example.org".to_owned(),
        FieldKind::Text if used(".id") => "6fa459ea-ee8a-4ca4-894e-db77e160355e".to_owned(),
        FieldKind::Text if used(".reference") => "123456".to_owned(),
        FieldKind::Text if used(".plate") => "AB12345".to_owned(),
        FieldKind::Text if used(".gln") => "5790000000005".to_owned(),
        FieldKind::Text if used(".production_unit") => "1234567890".to_owned(),
        FieldKind::Text => {
            let name =
                kind.fields.get(&field.name).map(|texts| texts.get(lang)).filter(|name| !name.is_empty());
            format!("[{}]", name.unwrap_or(&field.name))
        }
    }
}
