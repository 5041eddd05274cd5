//! Signing in with a password of the gateway's own, and out.

use super::guard;
use super::session;
use super::visit::{Frame, Place, Visit, set_cookie};
use super::words::{Door, Frame as Words, fill};
use super::{fault, language};
use crate::gateway::{Gateway, random_32};
use crate::people;
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;
use store::{Act, ActKind, StoreError};

/// Cookie that ties a sign-in form to the browser that asked for it.
const DOOR_COOKIE: &str = "brevdue_door";
/// Longest name that is looked up, bytes.
const NAME_MAX_BYTES: usize = 256;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Door,
    token: String,
    next: String,
    /// Whether people sign in at an issuer; the password is for emergencies then.
    by_issuer: bool,
    /// Where the way to the issuer begins.
    start: String,
    password_open: bool,
    password_wrong: bool,
    signed_out: bool,
    note: Option<&'static str>,
    fault: Option<(String, Option<&'static str>)>,
    help_first: String,
    help_lost: String,
}

/// What the form brings.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SignIn {
    name: String,
    password: String,
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
    /// The visitor has just set another password.
    PasswordSet,
    /// Name and password do not fit.
    Wrong,
    /// The form was too old or not ours.
    Stale,
    /// Too many wrong passwords.
    Slow(u64),
    /// The issuer does not answer.
    Unreachable,
    /// The issuer or the person said no.
    Refused,
    /// What the issuer brought does not hold.
    NotGenuine,
    /// The person is known and shut out.
    ShutOut,
}

impl Why {
    /// Status of the answer, what is wrong and what to do.
    fn told(&self, t: &'static Door) -> (StatusCode, Option<(String, Option<&'static str>)>) {
        let told = |status, what: &str, fix| (status, Some((what.to_owned(), fix)));
        match self {
            Why::Asked | Why::SignedOut | Why::PasswordSet => (StatusCode::OK, None),
            Why::Wrong => told(StatusCode::UNAUTHORIZED, t.wrong, Some(t.wrong_fix)),
            Why::Stale => told(StatusCode::FORBIDDEN, t.stale, None),
            Why::Slow(seconds) => {
                let text = fill(t.slow, &[("seconds", &seconds.to_string())]);
                (StatusCode::TOO_MANY_REQUESTS, Some((text, None)))
            }
            Why::Unreachable => told(StatusCode::SERVICE_UNAVAILABLE, t.unreachable, Some(t.unreachable_fix)),
            Why::Refused => told(StatusCode::FORBIDDEN, t.refused, Some(t.refused_fix)),
            Why::NotGenuine => told(StatusCode::FORBIDDEN, t.not_genuine, Some(t.not_genuine_fix)),
            Why::ShutOut => told(StatusCode::FORBIDDEN, t.shut_out, Some(t.shut_out_fix)),
        }
    }
}

/// The sign-in page; `next` is where to go afterwards.
pub(super) fn page(gateway: &Gateway, visit: &Visit, why: &Why, next: &str) -> Response {
    let t = Door::of(visit.lang);
    let token = hex::encode(random_32());
    let (status, fault) = why.told(t);
    let next = local(next).unwrap_or_default();
    let f = visit.frame(Place::Home);
    let page = Page {
        w: f.w,
        f,
        t,
        token: token.clone(),
        next: next.to_owned(),
        by_issuer: gateway.oidc.is_some(),
        start: if next.is_empty() {
            "/sign-in/start".to_owned()
        } else {
            format!("/sign-in/start?next={next}")
        },
        password_open: matches!(why, Why::Wrong | Why::Slow(_) | Why::PasswordSet),
        password_wrong: matches!(why, Why::Wrong),
        signed_out: matches!(why, Why::SignedOut),
        note: match why {
            Why::SignedOut => Some(t.signed_out),
            Why::PasswordSet => Some(t.password_set),
            _ => None,
        },
        fault,
        help_first: marked(
            t.help_first,
            &[("file", "admin.password"), ("config", "brevdue.toml"), ("init", "brevdue init")],
        ),
        help_lost: marked(t.help_lost, &[("command", "brevdue people password")]),
    };
    let mut response = visit.page(status, &page);
    let secure = visit.secure();
    let cookie = format!("{DOOR_COOKIE}={token}; Path=/sign-in; SameSite=Strict; HttpOnly{secure}");
    set_cookie(&mut response, &cookie);
    if let Why::Slow(seconds) = why {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    response
}

/// The only markup inside a text: names of files and commands. The text itself is ours, not a caller's.
fn marked(text: &str, names: &[(&str, &str)]) -> String {
    let code = |text: String, (hole, name): &(&str, &str)| {
        fill(&text, &[(*hole, format!("<code>{name}</code>").as_str())])
    };
    names.iter().fold(text.to_owned(), code)
}

/// A path on this site that may be gone to after signing in: nothing that could lead elsewhere.
pub(super) fn local(next: &str) -> Option<&str> {
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
        return page(&gateway, &visit, &Why::Stale, &form.next);
    }
    // What is too long to be a name is nobody's, and is not kept for counting.
    let name = Some(form.name.trim()).filter(|name| name.len() <= NAME_MAX_BYTES).unwrap_or_default();
    if let Some(seconds) = gateway.attempts.must_wait(visit.address, name) {
        return page(&gateway, &visit, &Why::Slow(seconds), &form.next);
    }
    gateway.attempts.begin(visit.address, name);
    match is_right(&gateway, name, form.password).await {
        Ok(true) => {}
        Ok(false) => {
            tracing::warn!("a sign-in with a wrong name or password was refused");
            return page(&gateway, &visit, &Why::Wrong, &form.next);
        }
        Err(error) => return unavailable(&visit, &error),
    }
    gateway.attempts.succeeded(visit.address, name);
    // Nobody comes in by this door without an entry in the audit trail.
    let act = Act::new(ActKind::SignedInLocally, name, Timestamp::now());
    if let Err(error) = gateway.store.record(act).await {
        return unavailable(&visit, &error);
    }
    let to = local(&form.next).unwrap_or("/");
    enter(&gateway, &visit, name, to).await
}

/// Lets a person in who was recognised, and leads on.
pub(super) async fn enter(gateway: &Gateway, visit: &Visit, person: &str, to: &str) -> Response {
    let cookie = match session::begin(gateway, person, &visit.browser()).await {
        Ok(cookie) => cookie,
        Err(error) => return unavailable(visit, &error),
    };
    if let Some(before) = &visit.signed_in {
        leave(gateway, visit, before).await;
    }
    tracing::info!(person, "signed in");
    let mut response = visit.go(to);
    let seconds = gateway.config.pages.session().as_secs();
    set_cookie(&mut response, &visit.session_cookie(&cookie, seconds));
    response
}

async fn leave(gateway: &Gateway, visit: &Visit, who: &session::SignedIn) {
    visit.sessions.forget(&who.id);
    if let Err(error) = gateway.store.end_session(who.id).await {
        tracing::error!(%error, "a session cannot be ended");
    }
}

/// Whether an active person of that name has that password.
pub(super) async fn is_right(gateway: &Gateway, name: &str, password: String) -> Result<bool, StoreError> {
    let stored = gateway.store.password_hash(name).await?;
    let Ok(_turn) = gateway.password_turns.acquire().await else { return Ok(false) };
    let judged = tokio::task::spawn_blocking(move || match stored {
        Some(stored) => people::matches(&password, &stored),
        None => {
            people::spend(&password);
            false
        }
    });
    Ok(judged.await.unwrap_or(false))
}

pub(super) fn unavailable(visit: &Visit, error: &StoreError) -> Response {
    tracing::error!(%error, "nobody can sign in: the store does not answer");
    super::unavailable(visit)
}

/// `POST /sign-out`
pub(super) async fn sign_out(
    State(gateway): State<Gateway>,
    visit: Visit,
    form: Result<Form<SignOut>, axum::extract::rejection::FormRejection>,
) -> Response {
    let csrf = form.map(|Form(form)| form.csrf).unwrap_or_default();
    let Some(who) = &visit.signed_in else { return visit.go("/") };
    if !guard::ours(&visit.headers, who, &csrf) {
        return fault::stale(&visit);
    }
    leave(&gateway, &visit, who).await;
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
