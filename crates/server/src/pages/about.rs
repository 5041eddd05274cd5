//! The help: what states and reasons mean, straight from the catalogue.

use super::state;
use super::visit::{Frame, Place, Visit};
use super::words::{About, Frame as Words};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language, Source};
use letter::StateName;

#[derive(Template)]
#[template(path = "about.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static About,
    states: Vec<(state::Badge, Entry)>,
    reasons: Vec<Entry>,
}

/// A code in words.
struct Entry {
    what: &'static str,
    fix: &'static str,
    owner: &'static str,
    code: &'static str,
}

fn entry(code: Code, language: Language) -> Entry {
    let entry = code.entry();
    Entry {
        what: entry.what.get(language),
        fix: entry.fix.get(language),
        owner: entry.owner.title().get(language),
        code: code.as_str(),
    }
}

/// `GET /about`
pub(super) async fn about(visit: Visit) -> Response {
    let lang = visit.lang;
    let of_state =
        |name: &StateName| (state::badge(*name, None, None, lang), entry(state::code(*name, None), lang));
    let is_state = |code: &Code| StateName::parse(code.as_str()).is_some();
    let reasons = Code::all().iter().filter(|code| code.entry().source != Source::Caller && !is_state(code));
    let f = visit.frame(Place::About);
    let page = Page {
        w: f.w,
        f,
        t: About::of(lang),
        states: StateName::ALL.iter().map(of_state).collect(),
        reasons: reasons.map(|code| entry(*code, lang)).collect(),
    };
    visit.page(StatusCode::OK, &page)
}
