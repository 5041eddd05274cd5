//! `/eid/authorize`: whoever signs in chooses who to be.

use askama::Template;
use axum::extract::{Query, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::language::{Language, Wish};
use super::shell::{Shell, missing, page as render};
use crate::eid::{Asked, PEOPLE, TestPerson};
use crate::shared::App;

#[derive(Template)]
#[template(path = "eid.html")]
struct Page {
    shell: Shell,
    /// The client's question, to hang on links.
    question: String,
}

impl Page {
    fn people(&self) -> &'static [TestPerson] {
        PEOPLE
    }

    fn work(&self, person: &TestPerson) -> &'static str {
        let [da, sv, en] = person.work;
        match self.shell.language {
            Language::Da => da,
            Language::Sv => sv,
            Language::En => en,
        }
    }
}

/// The languages that the client would like.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Locales {
    ui_locales: String,
}

pub(super) async fn page(
    State(_): State<App>,
    Query(asked): Query<Asked>,
    Query(locales): Query<Locales>,
    Query(wish): Query<Wish>,
    RawQuery(query): RawQuery,
) -> Response {
    let usual = Language::ALL
        .into_iter()
        .find(|language| locales.ui_locales.split(' ').next() == Some(language.code()))
        .unwrap_or(Language::En);
    if !asked.fits() {
        return missing(&wish, usual, "");
    }
    let query = query.unwrap_or_default();
    let question = query.split('&').filter(|pair| !pair.starts_with("lang=")).collect::<Vec<_>>().join("&");
    let shell = Shell::new(&wish, usual, String::new(), "sandbox", format!("/eid/authorize?{question}"));
    let shell = Shell { title: shell.w.eid.to_owned(), ..shell };
    render(StatusCode::OK, &Page { shell, question })
}
