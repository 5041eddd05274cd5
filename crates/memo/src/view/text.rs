//! The view as plain text.

use super::words::{self, date, moment, size, span};
use super::{ActionView, FileView, LetterText, PartyView, View};
use crate::content::Part;
use crate::model::Message;
use catalogue::{Language, Text};

/// The message as plain text in the reader's language.
#[must_use]
pub fn render_text(message: &Message, language: Language) -> String {
    let view = View::new(message);
    let mut page = Page { lines: Vec::new(), language };
    page.lines.push(view.title.clone());
    page.lines.push("=".repeat(view.title.chars().count().min(100)));
    for (shown, word) in [
        (view.nemsms, words::NEMSMS),
        (view.mandatory, words::MANDATORY),
        (view.legal_notification, words::LEGAL),
    ] {
        if shown {
            page.lines.push(word.get(language).to_owned());
        }
    }
    page.field(words::FROM, Some(party(&view.from)));
    page.field(words::ON_BEHALF, view.representative.clone());
    page.field(words::TO, Some(party(&view.to)));
    page.field(words::CREATED, view.created.map(|at| moment(at, language)));
    page.field(words::NOT_BEFORE, view.not_before.map(|day| date(day, language)));
    page.field(words::CASE, view.case.as_ref().map(|(id, system)| format!("{id} ({system})")));
    page.field(words::SUBJECT, view.subject.as_ref().map(|(key, name)| format!("{key} {name}")));
    page.field(words::FORWARDED, view.forwarded_from.as_ref().map(forwarded));
    page.field(words::THREAD, (view.thread > 0).then(|| view.thread.to_string()));
    if let Some(text) = &view.notification {
        page.lines.push(String::new());
        page.lines.push(text.clone());
    }
    if let Some(LetterText::Plain(text)) = &view.text {
        page.lines.push(String::new());
        page.lines.extend(text.trim_end().lines().map(str::to_owned));
    }
    page.list(words::TO_DO, view.actions.iter().map(|a| action(a, language)));
    page.list(words::FILES, view.files.iter().map(|f| file(f, language)));
    if !view.nemsms {
        page.lines.push(String::new());
        page.lines.push(answer(&view, language));
    }
    page.lines.push(String::new());
    page.lines.join("\n")
}

struct Page {
    lines: Vec<String>,
    language: Language,
}

impl Page {
    fn field(&mut self, word: Text, value: Option<String>) {
        if let Some(value) = value {
            self.lines.push(format!("{}: {value}", word.get(self.language)));
        }
    }

    fn list(&mut self, word: Text, items: impl Iterator<Item = String>) {
        let mut items = items.peekable();
        if items.peek().is_some() {
            self.lines.push(String::new());
            self.lines.push(format!("{}:", word.get(self.language)));
            self.lines.extend(items.map(|item| format!("  - {item}")));
        }
    }
}

fn party(party: &PartyView) -> String {
    let mut text = if party.name.is_empty() {
        format!("{} {}", party.id_type, party.id)
    } else {
        format!("{} ({} {})", party.name, party.id_type, party.id)
    };
    for part in party.attention.iter().chain(&party.contact_point) {
        text.push_str(", ");
        text.push_str(part);
    }
    text
}

fn forwarded((sender, comment): &(String, Option<String>)) -> String {
    match comment {
        Some(comment) => format!("{sender}: {comment}"),
        None => sender.clone(),
    }
}

fn action(action: &ActionView, language: Language) -> String {
    let what = action.code.map_or(action.code_text.as_str(), |code| words::action(code).get(language));
    let mut text = format!("{what}: {}", action.label);
    let when = match (action.from, action.until) {
        (Some(from), Some(until)) if from <= until => Some(span(from, until, language)),
        (_, Some(until)) => Some(format!("{} {}", words::UNTIL.get(language), moment(until, language))),
        (Some(from), None) => Some(format!("{} {}", words::SINCE.get(language), moment(from, language))),
        (None, None) => None,
    };
    for part in [when, action.place.clone(), action.url.clone()].into_iter().flatten() {
        text.push_str(", ");
        text.push_str(&part);
    }
    text
}

fn file(file: &FileView, language: Language) -> String {
    let part = match file.part {
        Part::Main => words::MAIN,
        Part::Additional => words::ATTACHMENT,
        Part::Technical => words::TECHNICAL,
    };
    let title = file.title.as_deref().map(|t| format!("{t}, ")).unwrap_or_default();
    format!("{title}{} ({}, {})", file.name, part.get(language), size(file.size_bytes, language))
}

fn answer(view: &View, language: Language) -> String {
    if !view.may_answer {
        return words::ANSWER_NO.get(language).to_owned();
    }
    let mut text = words::ANSWER_YES.get(language).to_owned();
    if let Some(point) = &view.answer_to {
        text.push_str(&format!(" {} {point}", words::ANSWER_TO.get(language)));
    }
    if let Some(at) = view.answer_by {
        text.push_str(&format!(" {} {}", words::ANSWER_BY.get(language), moment(at, language)));
    }
    text
}
