//! Which language a page speaks: `?lang=`, else the cookie, else what the browser asks for.

use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use catalogue::Language;

const COOKIE: &str = "brevdue_lang";
const YEAR_SECONDS: u32 = 31_536_000;

/// The choice, and whether it was made just now and should be remembered.
pub(super) fn chosen(parts: &Parts, usual: Language) -> (Language, bool) {
    let asked = parts.uri.query().and_then(|query| parameter(query, "lang")).and_then(Language::parse);
    if let Some(language) = asked {
        return (language, true);
    }
    let kept = cookie(&parts.headers, COOKIE).and_then(Language::parse);
    let header = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    (kept.unwrap_or_else(|| header.map_or(usual, Language::preferred)), false)
}

/// The cookie that remembers a choice.
pub(super) fn remember(language: Language) -> String {
    format!("{COOKIE}={language}; Path=/; Max-Age={YEAR_SECONDS}; SameSite=Lax; HttpOnly")
}

/// A language's own name.
pub(super) const fn name(language: Language) -> &'static str {
    match language {
        Language::Da => "Dansk",
        Language::Sv => "Svenska",
        Language::En => "English",
    }
}

/// The value of a cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// The query without `lang`, so that a link can set another one.
pub(super) fn without_lang(query: &str) -> String {
    query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="))
        .collect::<Vec<_>>()
        .join("&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn parts(uri: &str, cookie: &str, accept: &str) -> Parts {
        let mut request = Request::builder().uri(uri);
        if !cookie.is_empty() {
            request = request.header("cookie", cookie);
        }
        if !accept.is_empty() {
            request = request.header("accept-language", accept);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn address_then_cookie_then_browser_then_configuration() {
        let chosen = |uri, cookie, accept| super::chosen(&parts(uri, cookie, accept), Language::Sv);
        assert_eq!(chosen("/?lang=da", "brevdue_lang=sv", "en"), (Language::Da, true));
        assert_eq!(chosen("/?lang=xx", "a=b; brevdue_lang=sv", "en"), (Language::Sv, false));
        assert_eq!(chosen("/", "", "da-DK, en"), (Language::Da, false));
        assert_eq!(chosen("/", "", ""), (Language::Sv, false));
    }

    #[test]
    fn a_link_to_another_language_keeps_the_rest() {
        assert_eq!(without_lang("state=routed&lang=da&text=x"), "state=routed&text=x");
        assert_eq!(without_lang("lang=da"), "");
    }
}
