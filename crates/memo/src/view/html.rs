//! The view as a page of its own: no scripts, nothing loaded from anywhere, every foreign text escaped.

use super::words::{self, date, moment, size, span};
use super::{ActionView, FileView, PartyView, View};
use crate::codes::ActionCode;
use crate::content::Part;
use crate::model::Message;
use catalogue::{Language, Text};

/// Nothing may be loaded or run, whatever stands in the message.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#8886;--soft:#8881}\
body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.6rem;line-height:1.25;margin:.2em 0}h2{font-size:1.1rem;margin:1.8em 0 .5em}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.2rem}dt{opacity:.7}dd{margin:0;overflow-wrap:anywhere}\
.tag{display:inline-block;border:1px solid var(--line);border-radius:1rem;padding:0 .7rem;font-size:.85rem;margin-right:.4rem}\
.text{white-space:pre-wrap;background:var(--soft);border-radius:.4rem;padding:.8rem 1rem}\
ul{list-style:none;padding:0}li{border:1px solid var(--line);border-radius:.4rem;padding:.7rem 1rem;margin:.5rem 0}\
.button{display:inline-block;background:#1d4f91;color:#fff;border-radius:.3rem;padding:.3rem 1rem;text-decoration:none;font-weight:600}\
.due{font-weight:600}.soft{opacity:.75;font-size:.9rem;overflow-wrap:anywhere}";

/// The message as one HTML page in the reader's language. It loads nothing and runs nothing; personal numbers are
/// masked, and only `https` addresses become links.
#[must_use]
pub fn render_html(message: &Message, language: Language) -> String {
    let view = View::new(message);
    let mut page = Page { html: String::with_capacity(8 * 1024), language };
    page.raw("<!DOCTYPE html>\n<html lang=\"");
    page.raw(language_tag(language));
    page.raw(
        "\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"",
    );
    page.text(POLICY);
    page.raw("\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width\">\n");
    page.element("title", "", &view.title);
    page.raw("<style>");
    page.raw(STYLE);
    page.raw("</style>\n</head>\n<body>\n<main>\n");
    page.head(&view);
    page.list(words::TO_DO, &view.actions, Page::action);
    page.list(words::FILES, &view.files, Page::file);
    if !view.nemsms {
        page.answer(&view);
    }
    page.raw("</main>\n</body>\n</html>\n");
    page.html
}

struct Page {
    html: String,
    language: Language,
}

impl Page {
    /// Own markup.
    fn raw(&mut self, markup: &str) {
        self.html.push_str(markup);
    }

    /// Foreign text, harmless between tags and inside quoted attributes.
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.html.push_str("&amp;"),
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                '"' => self.html.push_str("&quot;"),
                '\'' => self.html.push_str("&#39;"),
                // Marks that turn the direction of writing could dress one text up as another.
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => self.html.push(' '),
                other => self.html.push(other),
            }
        }
    }

    fn element(&mut self, name: &str, class: &str, text: &str) {
        self.raw("<");
        self.raw(name);
        if !class.is_empty() {
            self.raw(" class=\"");
            self.raw(class);
            self.raw("\"");
        }
        self.raw(">");
        self.text(text);
        self.raw("</");
        self.raw(name);
        self.raw(">\n");
    }

    fn head(&mut self, view: &View) {
        for (shown, word) in [
            (view.nemsms, words::NEMSMS),
            (view.mandatory, words::MANDATORY),
            (view.legal_notification, words::LEGAL),
        ] {
            if shown {
                self.element("span", "tag", word.get(self.language));
            }
        }
        self.element("h1", "", &view.title);
        self.raw("<dl>\n");
        let language = self.language;
        for (word, value) in [
            (words::FROM, Some(party(&view.from))),
            (words::ON_BEHALF, view.representative.clone()),
            (words::TO, Some(party(&view.to))),
            (words::CREATED, view.created.map(|at| moment(at, language))),
            (words::NOT_BEFORE, view.not_before.map(|day| date(day, language))),
            (words::CASE, view.case.as_ref().map(|(id, system)| format!("{id} ({system})"))),
            (words::SUBJECT, view.subject.as_ref().map(|(key, name)| format!("{key} {name}"))),
            (words::FORWARDED, view.forwarded_from.as_ref().map(forwarded)),
            (words::THREAD, (view.thread > 0).then(|| view.thread.to_string())),
        ] {
            if let Some(value) = value {
                self.element("dt", "", word.get(language));
                self.element("dd", "", &value);
            }
        }
        self.raw("</dl>\n");
        if let Some(text) = &view.notification {
            self.element("p", "text", text);
        }
    }

    fn list<T>(&mut self, word: Text, items: &[T], one: fn(&mut Page, &T)) {
        if items.is_empty() {
            return;
        }
        self.element("h2", "", word.get(self.language));
        self.raw("<ul>\n");
        for item in items {
            self.raw("<li>");
            one(self, item);
            self.raw("</li>\n");
        }
        self.raw("</ul>\n");
    }

    fn action(&mut self, action: &ActionView) {
        let language = self.language;
        let link = action.url.as_deref().filter(|url| url.starts_with("https://"));
        match link {
            Some(url) => {
                self.raw("<a class=\"button\" rel=\"noopener noreferrer\" href=\"");
                self.text(url);
                self.raw("\">");
                self.text(&action.label);
                self.raw("</a>\n");
            }
            None => self.element("strong", "", &action.label),
        }
        let what = action.code.map_or(action.code_text.as_str(), |code| words::action(code).get(language));
        self.element("span", "soft", what);
        let when = match (action.from, action.until) {
            (Some(from), Some(until)) if from <= until => Some(span(from, until, language)),
            (_, Some(until)) => Some(format!("{} {}", words::UNTIL.get(language), moment(until, language))),
            (Some(from), None) => Some(format!("{} {}", words::SINCE.get(language), moment(from, language))),
            (None, None) => None,
        };
        let due = action.code.is_some_and(ActionCode::has_deadline);
        for (part, class) in [
            (when.as_ref(), if due { "due" } else { "" }),
            (action.place.as_ref(), ""),
            (action.url.as_ref(), "soft"),
        ] {
            if let Some(part) = part {
                self.element("div", class, part);
            }
        }
    }

    fn file(&mut self, file: &FileView) {
        let part = match file.part {
            Part::Main => words::MAIN,
            Part::Additional => words::ATTACHMENT,
            Part::Technical => words::TECHNICAL,
        };
        self.element("strong", "", file.title.as_deref().unwrap_or(&file.name));
        let size = size(file.size_bytes, self.language);
        let rest = format!("{}, {}, {}, {size}", part.get(self.language), file.name, file.format);
        self.element("div", "soft", &rest);
    }

    fn answer(&mut self, view: &View) {
        let language = self.language;
        if !view.may_answer {
            self.element("p", "", words::ANSWER_NO.get(language));
            return;
        }
        let mut text = words::ANSWER_YES.get(language).to_owned();
        if let Some(point) = &view.answer_to {
            text.push_str(&format!(" {} {point}", words::ANSWER_TO.get(language)));
        }
        if let Some(at) = view.answer_by {
            text.push_str(&format!(" {} {}", words::ANSWER_BY.get(language), moment(at, language)));
        }
        self.element("p", "", &text);
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
    comment.as_ref().map_or_else(|| sender.clone(), |comment| format!("{sender}: {comment}"))
}

fn language_tag(language: Language) -> &'static str {
    match language {
        Language::Da => "da",
        Language::Sv => "sv",
        Language::En => "en",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Action, EntryPoint, MainDocument, MessageBody};

    #[test]
    fn nothing_foreign_gets_out_of_its_place() {
        let evil = "\"><script>alert('x')</script><img src=x onerror=y>\u{202e}";
        let mut message = Message::default();
        message.header.label = evil.to_owned();
        message.header.sender.label = evil.to_owned();
        message.header.sender.id_type = evil.to_owned();
        message.header.notification = Some(evil.to_owned());
        message.header.recipient.recipient_id = "2211771212".to_owned();
        message.header.recipient.id_type = "CPR".to_owned();
        let action = |url: &str| Action {
            label: evil.to_owned(),
            action_code: evil.to_owned(),
            entry_point: Some(EntryPoint { url: url.to_owned() }),
            ..Action::default()
        };
        let actions = vec![action("javascript:alert(1)"), action("https://x.dk/\" onclick=\"a")];
        let main_document = MainDocument { actions, ..MainDocument::default() };
        message.body = Some(MessageBody { main_document, ..MessageBody::default() });
        for language in Language::ALL {
            let page = render_html(&message, *language);
            assert!(
                !page.contains("<script") && !page.contains("<img") && !page.contains('\u{202e}'),
                "{page}"
            );
            assert!(page.contains("221177-****") && !page.contains("2211771212"));
            assert_eq!(page.matches("href=").count(), 1, "only https becomes a link");
            assert!(page.contains("href=\"https://x.dk/&quot; onclick=&quot;a\""));
            assert!(page.contains("default-src &#39;none&#39;"));
        }
    }
}
