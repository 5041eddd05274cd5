//! Signing in with an API key, and out.

use super::guard;
use super::session::SESSION;
use super::visit::{Frame, Place, Visit, set_cookie};
use super::words::{Door, Frame as Words, fill};
use super::{fault, language};
use crate::gateway::{Gateway, random_32};
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;

/// Cookie that ties a sign-in form to the browser that asked for it.
const DOOR_COOKIE: &str = "brevdue_door";

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Door,
    token: String,
    next: String,
    note: Option<&'static str>,
    fault: Option<(String, Option<&'static str>)>,
    where_admin: String,
}

/// What the form brings.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SignIn {
    key: String,
    token: String,
    next: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SignOut {
    csrf: String,
}

/// Why the door is shown.
pub(super) enum Why {
    /// The visitor came.
    Asked,
    /// The visitor has just left.
    SignedOut,
    /// The key is not known.
    Wrong,
    /// The form was too old or not ours.
    Stale,
    /// Too many wrong keys.
    Slow(u64),
}

/// The sign-in page; `next` is where to go afterwards.
pub(super) fn page(visit: &Visit, why: &Why, next: &str) -> Response {
    let t = Door::of(visit.lang);
    let token = hex::encode(random_32());
    let (status, fault) = match why {
        Why::Asked | Why::SignedOut => (StatusCode::OK, None),
        Why::Wrong => (StatusCode::UNAUTHORIZED, Some((t.wrong.to_owned(), Some(t.wrong_fix)))),
        Why::Stale => (StatusCode::FORBIDDEN, Some((t.stale.to_owned(), None))),
        Why::Slow(seconds) => {
            let text = fill(t.slow, &[("seconds", &seconds.to_string())]);
            (StatusCode::TOO_MANY_REQUESTS, Some((text, None)))
        }
    };
    let f = visit.frame(Place::Home);
    let page = Page {
        w: f.w,
        f,
        t,
        token: token.clone(),
        next: local(next).unwrap_or_default().to_owned(),
        note: matches!(why, Why::SignedOut).then_some(t.signed_out),
        fault,
        where_admin: where_admin(t),
    };
    let mut response = visit.page(status, &page);
    set_cookie(&mut response, &format!("{DOOR_COOKIE}={token}; Path=/sign-in; SameSite=Strict; HttpOnly"));
    if let Why::Slow(seconds) = why {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    response
}

/// The only markup inside a text: names of files and commands. The text itself is ours, not a caller's.
fn where_admin(t: &Door) -> String {
    let code = |name: &str| format!("<code>{name}</code>");
    let values =
        [("file", code("admin.key")), ("config", code("brevdue.toml")), ("init", code("brevdue init"))];
    values
        .iter()
        .fold(t.where_admin.to_owned(), |text, (name, value)| fill(&text, &[(*name, value.as_str())]))
}

/// A path on this site that may be gone to after signing in: nothing that could lead elsewhere.
fn local(next: &str) -> Option<&str> {
    let plain = next.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_".contains(&byte));
    (next.starts_with('/') && !next.starts_with("//") && plain && next.len() <= 200).then_some(next)
}

/// `POST /sign-in`
pub(super) async fn sign_in(
    State(gateway): State<Gateway>,
    visit: Visit,
    form: Result<Form<SignIn>, axum::extract::rejection::FormRejection>,
) -> Response {
    let form = form.map(|Form(form)| form).unwrap_or_default();
    let tied = language::cookie(&visit.headers, DOOR_COOKIE)
        .is_some_and(|token| !token.is_empty() && guard::same(token, &form.token));
    if !tied || !guard::comes_from_us(&visit.headers) {
        return page(&visit, &Why::Stale, &form.next);
    }
    if let Some(seconds) = visit.sessions.must_wait(visit.address) {
        return page(&visit, &Why::Slow(seconds), &form.next);
    }
    let key_text = form.key.trim();
    let Some(key) = gateway.authenticate(key_text).await else {
        visit.sessions.failed(visit.address);
        tracing::warn!("a sign-in with an unknown key was refused");
        return page(&visit, &Why::Wrong, &form.next);
    };
    let cookie = visit.sessions.begin(key_text);
    tracing::info!(source = key.name, "signed in");
    let mut response = visit.go(local(&form.next).unwrap_or("/"));
    set_cookie(&mut response, &visit.session_cookie(&cookie, SESSION.as_secs()));
    response
}

/// `POST /sign-out`
pub(super) async fn sign_out(
    visit: Visit,
    form: Result<Form<SignOut>, axum::extract::rejection::FormRejection>,
) -> Response {
    let csrf = form.map(|Form(form)| form.csrf).unwrap_or_default();
    let Some(who) = &visit.signed_in else { return visit.go("/") };
    if !guard::same(&who.csrf, &csrf) || !guard::comes_from_us(&visit.headers) {
        return fault::stale(&visit);
    }
    visit.sessions.end(&who.id);
    let mut response = visit.go("/?signed_out=1");
    set_cookie(&mut response, &visit.session_cookie("", 0));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_gone_to() {
        assert_eq!(local("/letters/0199"), Some("/letters/0199"));
        for elsewhere in ["//evil.example", "https://evil.example", "/\\evil", "/a?b=c", "", "letters"] {
            assert_eq!(local(elsewhere), None, "{elsewhere}");
        }
    }
}
