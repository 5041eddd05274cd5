//! One look at a page: who, in which language, and how the answer is dressed.

pub(super) use super::menu::Place;
use super::menu::{Entry, Menu};
use super::session::{Sessions, SignedIn};
use super::words::{Frame as Words, Menu as MenuWords};
use super::{assets, language};
use crate::gateway::Gateway;
use askama::Template;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use catalogue::Language;
use channels::Environment;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Name of the session's cookie.
const SESSION_COOKIE: &str = "brevdue_session";

/// A visitor.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(super) lang: Language,
    pub(super) sessions: Arc<Sessions>,
    pub(crate) signed_in: Option<SignedIn>,
    pub(super) headers: HeaderMap,
    /// Where the visitor came from, if the server knows.
    pub(super) address: Option<IpAddr>,
    /// What there is.
    menu: Arc<Menu>,
    /// The language was chosen just now.
    remember: bool,
    path: String,
    query: String,
    environment: Environment,
}

impl FromRequestParts<Gateway> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Infallible> {
        // The door has seen it already.
        if let Some(visit) = parts.extensions.get::<Visit>() {
            return Ok(visit.clone());
        }
        let (lang, remember) = language::chosen(parts, gateway.config.language);
        let sessions = parts.extensions.get::<Arc<Sessions>>().cloned().unwrap_or_default();
        let signed_in = match language::cookie(&parts.headers, SESSION_COOKIE) {
            Some(cookie) => sessions.find(gateway, cookie).await,
            None => None,
        };
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(Visit {
            lang,
            sessions,
            signed_in,
            headers: parts.headers.clone(),
            address,
            menu: parts.extensions.get::<Arc<Menu>>().cloned().unwrap_or_default(),
            remember,
            path: parts.uri.path().to_owned(),
            query: language::without_lang(parts.uri.query().unwrap_or_default()),
            environment: gateway.config.environment,
        })
    }
}

/// A link to the same page in another language.
pub(super) struct Tongue {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) href: String,
    pub(super) current: bool,
}

/// What surrounds every page.
pub(super) struct Frame {
    pub(super) w: &'static Words,
    pub(super) lang: &'static str,
    pub(super) style: &'static str,
    pub(super) script: &'static str,
    /// The parts of the site that this visitor may use: daily work, and what is behind "More".
    pub(super) menu: Vec<Entry>,
    pub(super) more: Vec<Entry>,
    pub(super) m: &'static MenuWords,
    pub(super) tongues: Vec<Tongue>,
    /// Name of the key and token for forms, when signed in.
    pub(super) who: Option<(String, String)>,
    /// Said on top of every page unless letters are real.
    pub(super) warning: Option<&'static str>,
}

impl Frame {
    /// The page is one of those behind "More".
    pub(super) fn in_more(&self) -> bool {
        self.more.iter().any(|entry| entry.current)
    }
}

impl Visit {
    /// The frame of a page.
    pub(super) fn frame(&self, place: Place) -> Frame {
        let w = Words::of(self.lang);
        let actor = self.signed_in.as_ref().map(|who| &who.actor);
        let entries = actor.map(|actor| self.menu.shown(actor, place, self.lang)).unwrap_or_default();
        let (more, menu) = entries.into_iter().partition(|entry: &Entry| entry.second);
        let link = |language: &Language| {
            let more = if self.query.is_empty() { String::new() } else { format!("{}&", self.query) };
            Tongue {
                code: language.as_str(),
                name: language::name(*language),
                href: format!("{}?{more}lang={language}", self.path),
                current: *language == self.lang,
            }
        };
        Frame {
            w,
            lang: self.lang.as_str(),
            style: assets::style_href(),
            script: assets::script_href(),
            menu,
            more,
            m: MenuWords::of(self.lang),
            tongues: Language::ALL.iter().map(link).collect(),
            who: self.signed_in.as_ref().map(|who| (who.actor.name.clone(), who.csrf.clone())),
            warning: match self.environment {
                Environment::Production => None,
                Environment::Sandbox => Some(w.sandbox_notice),
                Environment::Test => Some(w.test_notice),
            },
        }
    }

    /// A rendered page.
    pub(super) fn page(&self, status: StatusCode, template: &impl Template) -> Response {
        match template.render() {
            Ok(text) => self.dressed((status, Html(text)).into_response()),
            Err(error) => {
                tracing::error!(%error, "a page cannot be rendered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }

    /// On to another page.
    pub(super) fn go(&self, to: &str) -> Response {
        self.dressed(Redirect::to(to).into_response())
    }

    /// To the door, and back to this page after signing in.
    pub(crate) fn to_door(&self) -> Response {
        self.go(&format!("/?next={}", self.path))
    }

    fn dressed(&self, mut response: Response) -> Response {
        if self.remember {
            set_cookie(&mut response, &language::remember(self.lang));
        }
        response
    }

    /// The session's cookie: not for scripts, not for other sites, and over https only where we are behind it.
    pub(super) fn session_cookie(&self, value: &str, seconds: u64) -> String {
        let forwarded = self.headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok());
        let secure = if forwarded == Some("https") { "; Secure" } else { "" };
        format!("{SESSION_COOKIE}={value}; Path=/; Max-Age={seconds}; SameSite=Strict; HttpOnly{secure}")
    }
}

/// Adds a cookie to an answer.
pub(super) fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
