//! The view as a page of its own: no scripts, nothing loaded from anywhere, every foreign text escaped.

use super::words::{self, date, moment, size, span};
use super::{ActionView, FileView, LetterText, PartyView, View};
use crate::codes::ActionCode;
use crate::content::Part;
use crate::model::Message;
use catalogue::{Language, Text};

/// Nothing may be loaded or run, whatever stands in the message.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const STYLE: &str = "\
:root{color-scheme:light dark;--page:#eef0f3;--sheet:#fff;--ink:#1c2430;--soft:#56606e;--line:#d5dae1;--panel:#f6f7f9;\
--accent:#1d4f91;--on-accent:#fff;--due:#8a3b00}\
@media(prefers-color-scheme:dark){:root{--page:#14181e;--sheet:#1d232b;--ink:#e8ebf0;--soft:#a9b2bf;--line:#39424e;\
--panel:#252c36;--accent:#8db8f2;--on-accent:#10161d;--due:#ffb783}}\
*{box-sizing:border-box}\
body{font:1rem/1.55 system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif;color:var(--ink);background:var(--page);margin:0;padding:2rem 1rem}\
main{max-width:46rem;margin:0 auto;background:var(--sheet);border:1px solid var(--line);border-radius:.6rem;padding:2.2rem 2.6rem}\
h1{font-size:1.7rem;line-height:1.25;margin:.3rem 0 1.2rem;overflow-wrap:anywhere}\
h2{font-size:1.05rem;margin:2.2rem 0 .7rem;padding-bottom:.3rem;border-bottom:1px solid var(--line)}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.4rem;margin:0}\
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}\
.tag{display:inline-block;border:1px solid var(--accent);color:var(--accent);border-radius:1rem;padding:0 .8rem;font-size:.85rem;margin:0 .4rem .4rem 0}\
.text{white-space:pre-wrap;background:var(--panel);border-left:.25rem solid var(--line);padding:.7rem 1rem;margin:1.4rem 0 0}\
ul.todo,ul.files{list-style:none;padding:0;margin:0}\
.todo li{border:1px solid var(--line);border-left:.3rem solid var(--accent);border-radius:.4rem;padding:.9rem 1.1rem;margin:.6rem 0}\
.todo .kind{color:var(--soft);font-size:.9rem;margin-bottom:.3rem}\
.todo .kind::first-letter,.due::first-letter{text-transform:uppercase}\
.todo li>div+div,.todo a+div,.todo strong+div{margin-top:.35rem}\
.files li{padding:.6rem 0;border-bottom:1px solid var(--line)}.files li:last-child{border-bottom:0}\
.button{display:inline-block;background:var(--accent);color:var(--on-accent);border-radius:.35rem;padding:.4rem 1.1rem;text-decoration:none;font-weight:600}\
.button:focus-visible{outline:.2rem solid var(--due);outline-offset:.15rem}\
.due{font-weight:600;color:var(--due)}\
.letter{overflow-wrap:anywhere;overflow-x:auto}.letter.plain{white-space:pre-wrap}\
.letter h1{font-size:1.35rem;margin:.6rem 0}.letter h2{font-size:1.15rem;border:0;padding:0;margin:1.2rem 0 .4rem}\
.letter table{border-collapse:collapse}.letter td,.letter th{border:1px solid var(--line);padding:.3rem .6rem;text-align:left}\
.letter a{color:var(--accent)}\
.soft{color:var(--soft);font-size:.9rem;overflow-wrap:anywhere}\
.answer{background:var(--panel);border-radius:.4rem;padding:.8rem 1.1rem;margin:2rem 0 0}\
footer{margin-top:2rem;border-top:1px solid var(--line);padding-top:.7rem}\
@media(max-width:36rem){body{padding:0}main{border:0;border-radius:0;padding:1.2rem 1.1rem}\
dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}.button{display:block;text-align:center}}\
@media print{:root{--page:#fff;--sheet:#fff;--ink:#000;--soft:#444;--line:#999;--panel:#fff;--accent:#000;--on-accent:#000;--due:#000}\
body{padding:0;font-size:11pt}main{border:0;padding:0;max-width:none}li,.answer{break-inside:avoid}h2{break-after:avoid}\
.button{background:none;padding:0;border-radius:0}.answer{border:1px solid var(--line)}}";

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
    page.list(words::TO_DO, "todo", &view.actions, Page::action);
    page.letter(view.text.as_ref());
    page.list(words::FILES, "files", &view.files, Page::file);
    if !view.nemsms {
        page.answer(&view);
    }
    page.raw("<footer class=\"soft\">MeMo ");
    page.raw(view.version.as_str());
    page.raw(" · ");
    page.text(&view.uuid);
    page.raw("</footer>\n</main>\n</body>\n</html>\n");
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

    fn letter(&mut self, text: Option<&LetterText>) {
        let Some(text) = text else { return };
        self.element("h2", "", words::TEXT.get(self.language));
        match text {
            LetterText::Plain(text) => self.element("div", "letter plain", text),
            // Harmless as it is: nothing but text and a few elements without attributes.
            LetterText::Html(html) => {
                self.raw("<div class=\"letter\">");
                self.raw(html);
                self.raw("</div>\n");
            }
        }
    }

    fn list<T>(&mut self, word: Text, class: &str, items: &[T], one: fn(&mut Page, &T)) {
        if items.is_empty() {
            return;
        }
        self.element("h2", "", word.get(self.language));
        self.raw("<ul class=\"");
        self.raw(class);
        self.raw("\">\n");
        for item in items {
            self.raw("<li>");
            one(self, item);
            self.raw("</li>\n");
        }
        self.raw("</ul>\n");
    }

    fn action(&mut self, action: &ActionView) {
        let language = self.language;
        let what = action.code.map_or(action.code_text.as_str(), |code| words::action(code).get(language));
        self.element("div", "kind", what);
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
            self.element("p", "answer", words::ANSWER_NO.get(language));
            return;
        }
        let mut text = words::ANSWER_YES.get(language).to_owned();
        if let Some(point) = &view.answer_to {
            text.push_str(&format!(" {} {point}", words::ANSWER_TO.get(language)));
        }
        if let Some(at) = view.answer_by {
            text.push_str(&format!(" {} {}", words::ANSWER_BY.get(language), moment(at, language)));
        }
        self.element("p", "answer", &text);
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
