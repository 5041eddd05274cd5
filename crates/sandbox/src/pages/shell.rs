//! What surrounds every page: head, language switch, foot.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::language::{Language, Wish, Words};
use crate::shared::App;

/// The frame around a page's content.
pub(super) struct Shell {
    pub(super) title: String,
    pub(super) language: Language,
    /// Class of the body: whose house this is.
    pub(super) house: &'static str,
    /// Path of this page, for the language switch.
    pub(super) path: String,
    /// `?lang=…` to hang on links, if the reader chose a language.
    pub(super) query: &'static str,
    pub(super) w: &'static Words,
}

impl Shell {
    pub(super) fn new(
        wish: &Wish,
        usual: Language,
        title: String,
        house: &'static str,
        path: String,
    ) -> Self {
        let language = wish.language().unwrap_or(usual);
        let query = match wish.language() {
            None => "",
            Some(Language::Da) => "?lang=da",
            Some(Language::Sv) => "?lang=sv",
            Some(Language::En) => "?lang=en",
        };
        Self { title, language, house, path, query, w: language.words() }
    }

    pub(super) fn speaks(&self, language: &Language) -> bool {
        *language == self.language
    }

    /// This page in a language.
    pub(super) fn in_language(&self, language: &Language) -> String {
        let mark = if self.path.contains('?') { '&' } else { '?' };
        format!("{}{mark}lang={}", self.path, language.code())
    }

    pub(super) fn languages(&self) -> [Language; 3] {
        Language::ALL
    }
}

/// Renders a template as a page.
pub(super) fn page(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "page not rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[derive(Template)]
#[template(path = "message.html")]
struct Message {
    shell: Shell,
    heading: &'static str,
    hint: &'static str,
}

pub(super) async fn not_found(State(_): State<App>, uri: Uri, Query(wish): Query<Wish>) -> Response {
    missing(&wish, Language::En, uri.path())
}

/// The page that says that there is none.
pub(super) fn missing(wish: &Wish, usual: Language, path: &str) -> Response {
    // The address is not repeated: it may hold anything.
    let _ = path;
    let shell = Shell::new(wish, usual, String::new(), "sandbox", "/".into());
    let (heading, hint) = (shell.w.not_found, shell.w.not_found_hint);
    let shell = Shell { title: heading.to_owned(), ..shell };
    page(StatusCode::NOT_FOUND, &Message { shell, heading, hint })
}

/// The page that says that a stored letter cannot be read.
pub(super) fn unreadable(wish: &Wish, usual: Language) -> Response {
    let shell = Shell::new(wish, usual, String::new(), "sandbox", "/".into());
    let (heading, hint) = (shell.w.unreadable, "");
    let shell = Shell { title: heading.to_owned(), ..shell };
    page(StatusCode::INTERNAL_SERVER_ERROR, &Message { shell, heading, hint })
}
