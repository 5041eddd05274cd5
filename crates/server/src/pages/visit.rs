//! One look at a page: who, in which language, and how the answer is dressed.

pub(super) use super::menu::Place;
use super::menu::{Entry, Menu};
use super::session::{self, Sessions, SignedIn};
use super::words::{Frame as Words, Menu as MenuWords};
use super::{assets, language};
use crate::access::Right;
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
/// Before the name of a cookie that only this host can have set, over https (RFC 6265bis, 4.1.3.2).
const HOST_ONLY: &str = "__Host-";

/// A visitor.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(super) lang: Language,
    pub(super) sessions: Arc<Sessions>,
    pub(crate) signed_in: Option<SignedIn>,
    /// Nobody could find out who this is.
    pub(crate) unknown: bool,
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
    https: bool,
    base: Option<String>,
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
        let https = is_https(gateway, &parts.headers);
        let (mut signed_in, mut unknown) = (None, false);
        if let Some(cookie) = language::cookie(&parts.headers, &cookie_name(SESSION_COOKIE, https)) {
            match session::find(gateway, cookie).await {
                Ok(found) => signed_in = found,
                Err(error) => {
                    tracing::error!(%error, "sessions cannot be read");
                    unknown = true;
                }
            }
        }
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(Visit {
            lang,
            sessions,
            signed_in,
            unknown,
            headers: parts.headers.clone(),
            address,
            menu: parts.extensions.get::<Arc<Menu>>().cloned().unwrap_or_default(),
            remember,
            path: parts.uri.path().to_owned(),
            query: language::without_lang(parts.uri.query().unwrap_or_default()),
            environment: gateway.config.environment,
            https,
            base: gateway.config.pages.base().map(str::to_owned),
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
    /// The parts of the site that this visitor may use: side by side, and what is behind "More".
    pub(super) menu: Vec<Entry>,
    pub(super) more: Vec<Entry>,
    pub(super) m: &'static MenuWords,
    pub(super) tongues: Vec<Tongue>,
    /// Name of the person and token for forms, when signed in.
    pub(super) who: Option<(String, String)>,
    /// Said on top of every page unless letters are real.
    pub(super) warning: Option<&'static str>,
    /// Said on top of every page to whoever came in by the emergency door.
    pub(super) emergency: Option<&'static str>,
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
        let (menu, more) = actor.map(|actor| self.menu.shown(actor, place, self.lang)).unwrap_or_default();
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
            who: self.signed_in.as_ref().map(|who| (who.person.display_name.clone(), who.csrf.clone())),
            emergency: self
                .signed_in
                .as_ref()
                .filter(|who| who.locally() && who.actor.may(Right::People))
                .map(|_| w.emergency_notice),
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

    /// The session's cookie: not for scripts, and behind https for this host over https only. `Lax`, because the browser
    /// comes back from the issuer of identities, from another site; what changes anything is a post with the session's
    /// token, which such a visit does not have.
    pub(super) fn session_cookie(&self, value: &str, seconds: i64) -> String {
        self.own_cookie(SESSION_COOKIE, value, seconds)
    }

    /// A cookie for all of this site, not for scripts.
    pub(super) fn own_cookie(&self, name: &str, value: &str, seconds: i64) -> String {
        let (name, secure) = (cookie_name(name, self.https), self.secure());
        format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax; HttpOnly{secure}")
    }

    /// The end of a cookie: behind https it is for https only.
    pub(super) fn secure(&self) -> &'static str {
        if self.https { "; Secure" } else { "" }
    }

    /// The value of such a cookie.
    pub(super) fn own(&self, name: &str) -> Option<&str> {
        language::cookie(&self.headers, &cookie_name(name, self.https))
    }

    /// A path of this site as a full address: under the configured one, else under the one that the browser asked for,
    /// of which the issuer knows whether it is ours.
    pub(super) fn absolute(&self, path: &str) -> Option<String> {
        if let Some(base) = &self.base {
            return Some(format!("{base}{path}"));
        }
        let host = self.headers.get(header::HOST)?.to_str().ok()?;
        let plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
        let scheme = if self.https { "https" } else { "http" };
        (plain && !host.is_empty()).then(|| format!("{scheme}://{host}{path}"))
    }

    /// What the browser calls itself, in short.
    pub(super) fn browser(&self) -> String {
        let agent = self.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        browser_of(agent.unwrap_or_default())
    }
}

fn cookie_name(name: &str, https: bool) -> String {
    if https { format!("{HOST_ONLY}{name}") } else { name.to_owned() }
}

/// Whether people reach us over https: by the address in the configuration, else by the word of the proxy.
fn is_https(gateway: &Gateway, headers: &HeaderMap) -> bool {
    match gateway.config.pages.base() {
        Some(base) => base.starts_with("https:"),
        None => headers.get("x-forwarded-proto").is_some_and(|value| value == "https"),
    }
}

/// The names of browser and system that people know, out of a header that names many.
fn browser_of(agent: &str) -> String {
    // Who pretends to be another stands before the one it pretends to be.
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("HeadlessChrome/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    let first = |list: &[(&str, &'static str)]| {
        list.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    [first(&BROWSERS), first(&SYSTEMS)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Adds a cookie to an answer.
pub(super) fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named_as_people_know_them() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0";
        assert_eq!(browser_of(edge), "Edge, Windows");
        assert_eq!(
            browser_of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
            "Firefox, Linux"
        );
        assert_eq!(browser_of("curl/8 <script>"), "");
    }
}
