//! Pages that say what is not possible, why, and what to do.

use super::visit::{Frame, Place, Visit};
use super::words::{Faults, Frame as Words};
use crate::api::Lang;
use crate::problem::Problem;
use askama::Template;
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use catalogue::Code;

#[derive(Template)]
#[template(path = "fault.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Faults,
    heading: &'static str,
    what: &'static str,
    fix: &'static str,
    code: &'static str,
}

/// A problem as a page.
pub(super) fn page(visit: &Visit, problem: &Problem) -> Response {
    let t = Faults::of(visit.lang);
    let entry = problem.code.entry();
    let heading = match problem.code {
        Code::LetterNotFound => t.missing,
        Code::RouteNotFound => t.nowhere,
        Code::ScopeMissing | Code::SenderNotAllowed => t.refused,
        _ => t.broken,
    };
    let f = visit.frame(Place::Elsewhere);
    let (what, fix) = match problem.code {
        Code::ScopeMissing => (t.refused_what, t.refused_fix),
        _ => (entry.what.get(visit.lang), entry.fix.get(visit.lang)),
    };
    let page = Page { w: f.w, f, t, heading, what, fix, code: problem.code.as_str() };
    visit.page(problem.status(), &page)
}

/// A form that is not ours, or too old: nothing was done.
pub(super) fn stale(visit: &Visit) -> Response {
    let t = Faults::of(visit.lang);
    let f = visit.frame(Place::Elsewhere);
    let page = Page { w: f.w, f, t, heading: t.stale, what: t.stale_what, fix: t.stale_fix, code: "" };
    visit.page(StatusCode::FORBIDDEN, &page)
}

/// A path that takes forms only, asked for as a page: after signing in again, or by its address. The page of such a form is
/// the one above.
pub(super) async fn above(method: Method, uri: Uri, visit: Visit, lang: Lang) -> Response {
    match uri.path().rsplit_once('/') {
        Some((page, _)) if method == Method::GET => visit.go(if page.is_empty() { "/" } else { page }),
        _ => Problem::new(Code::MethodNotAllowed).in_language(lang.0).into_response(),
    }
}

/// A path that nothing serves.
pub(super) async fn missing(visit: Visit, lang: Lang) -> Response {
    let problem = Problem::new(Code::RouteNotFound);
    let accepted = visit.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if accepted.is_some_and(|accepted| accepted.contains("text/html")) {
        page(&visit, &problem)
    } else {
        problem.in_language(lang.0).into_response()
    }
}
