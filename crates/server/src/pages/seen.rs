//! A message as its recipient will see it, from the bytes that were built for it.

use super::state::channel;
use super::time::{civil, day};
use super::words::{Letter as Texts, Routes, Seeing, fill, size};
use catalogue::{Code, Language};
use channels::Shown;
use letter::ChannelKind;
use memo::view::{LetterText, View};

/// What a channel's recipient sees.
pub(super) struct Seen {
    /// The channel in words.
    pub(super) way: &'static str,
    pub(super) what: What,
}

/// The kinds of it.
pub(super) enum What {
    Message(Box<Message>),
    /// Files in the order of printing.
    Paper(Vec<Sheet>),
    /// It cannot be built: why, and what to do.
    Impossible(&'static str, &'static str),
}

/// A message in a mailbox (R25).
#[derive(Default)]
pub(super) struct Message {
    pub(super) from: String,
    pub(super) subject: String,
    pub(super) date: String,
    pub(super) notices: Vec<&'static str>,
    pub(super) text: String,
    /// Harmless HTML, instead of the text.
    pub(super) html: String,
    /// Texts beside the letter, each with its title.
    pub(super) texts: Vec<(String, String)>,
    pub(super) actions: Vec<Action>,
    /// Names and sizes.
    pub(super) files: Vec<(String, String)>,
    pub(super) answer: Vec<String>,
}

/// A button that the recipient has.
pub(super) struct Action {
    pub(super) label: String,
    pub(super) when: String,
    pub(super) place: String,
    pub(super) url: String,
}

/// A file to print.
pub(super) struct Sheet {
    pub(super) number: usize,
    pub(super) pages: usize,
    pub(super) measure: String,
}

impl Sheet {
    /// Its place.
    pub(super) fn words(&self, count: usize, w: &Seeing) -> String {
        let [number, count] = [self.number + 1, count].map(|number| number.to_string());
        fill(w.sheet, &[("number", &number), ("count", &count)])
    }

    /// Its length.
    pub(super) fn pages(&self, w: &Texts) -> String {
        match self.pages {
            1 => w.pages_one.to_owned(),
            count => fill(w.pages_many, &[("count", &count.to_string())]),
        }
    }
}

/// What a recipient sees by a channel.
pub(super) fn seen(kind: ChannelKind, shown: Result<&Shown, &Code>, lang: Language) -> Seen {
    let what = match shown {
        Ok(Shown::Memo(message)) => What::Message(Box::new(danish(message, lang))),
        Ok(Shown::Mina(delivery)) => What::Message(Box::new(swedish(delivery, lang))),
        Ok(Shown::Paper(files)) => {
            What::Paper(files.iter().enumerate().map(|one| sheet(one, lang)).collect())
        }
        Err(code) => What::Impossible(code.entry().what.get(lang), code.entry().fix.get(lang)),
    };
    Seen { way: channel(Some(kind), Routes::of(lang)), what }
}

fn sheet((number, pdf): (usize, &bytes::Bytes), lang: Language) -> Sheet {
    let pages = paper::preflight(pdf, &paper::Limits::default()).map_or(0, |facts| facts.pages);
    Sheet { number, pages, measure: size(pdf.len() as u64, lang) }
}

fn danish(message: &memo::Message, lang: Language) -> Message {
    let (view, w) = (View::new(message), Seeing::of(lang));
    let notices =
        [(view.nemsms, w.nemsms), (view.mandatory, w.mandatory), (view.legal_notification, w.legal)];
    let (text, html) = match &view.text {
        Some(LetterText::Plain(text)) => (text.clone(), String::new()),
        Some(LetterText::Html(html)) => (String::new(), html.clone()),
        None => (view.notification.clone().unwrap_or_default(), String::new()),
    };
    let from = std::iter::once(&view.from.name).chain(&view.from.attention);
    let answer = match (view.may_answer, view.answer_by) {
        (false, _) => w.no_answer.to_owned(),
        (true, None) => w.may_answer.to_owned(),
        (true, Some(by)) => fill(w.answer_by, &[("time", &civil(by, lang))]),
    };
    Message {
        from: from.map(String::as_str).collect::<Vec<_>>().join(", "),
        subject: view.title.clone(),
        date: view.created.map(|at| day(at.date(), lang)).unwrap_or_default(),
        notices: notices.into_iter().filter_map(|(is, words)| is.then_some(words)).collect(),
        text,
        html,
        texts: beside(message),
        actions: view.actions.iter().map(|action| of_action(action, w, lang)).collect(),
        files: view
            .files
            .iter()
            .filter(|file| !file.format.starts_with("text/plain"))
            .map(|file| of_file(file, lang))
            .collect(),
        answer: if view.nemsms { Vec::new() } else { vec![answer] },
    }
}

/// The plain texts among the additional documents: where there are files, the letter's own text stands there.
fn beside(message: &memo::Message) -> Vec<(String, String)> {
    let documents = message.body.iter().flat_map(|body| &body.additional_documents);
    let texts = documents.flat_map(|document| {
        let title = document.label.clone().unwrap_or_default();
        let plain = document.files.iter().filter(|file| file.encoding_format.starts_with("text/plain"));
        plain.filter_map(move |file| {
            let (text, _) = html::decode(file.content.bytes()?, &file.encoding_format);
            Some((title.clone(), text))
        })
    });
    texts.collect()
}

fn of_file(file: &memo::view::FileView, lang: Language) -> (String, String) {
    (file.title.clone().unwrap_or_else(|| file.name.clone()), size(file.size_bytes, lang))
}

fn of_action(action: &memo::view::ActionView, w: &Seeing, lang: Language) -> Action {
    let when = match (action.from, action.until) {
        (Some(from), Some(until)) => format!("{} – {}", civil(from, lang), civil(until, lang)),
        (None, Some(until)) => fill(w.by, &[("time", &civil(until, lang))]),
        (Some(from), None) => civil(from, lang),
        (None, None) => String::new(),
    };
    let place = action.place.clone().unwrap_or_default();
    Action { label: action.label.clone(), when, place, url: action.url.clone().unwrap_or_default() }
}

fn swedish(delivery: &mina::Delivery, lang: Language) -> Message {
    let sender = &delivery.sender;
    let from = std::iter::once(&sender.name).chain(&sender.attention);
    let mut shown =
        Message { from: from.map(String::as_str).collect::<Vec<_>>().join(", "), ..Message::default() };
    let Some(message) = delivery.messages.first() else { return shown };
    let body = String::from_utf8_lossy(&message.body.content).into_owned();
    if message.body.content_type == "text/html" {
        shown.html = html::harmless(&body);
    } else {
        shown.text = body;
    }
    shown.subject.clone_from(&message.subject);
    let file = |file: &mina::Attachment| (file.filename.clone(), size(file.content.len() as u64, lang));
    shown.files = message.attachments.iter().map(file).collect();
    let support = &message.support;
    let more = [&support.phone_number, &support.email_address, &support.url];
    shown.answer = std::iter::once(support.text.clone()).chain(more.into_iter().flatten().cloned()).collect();
    shown
}
