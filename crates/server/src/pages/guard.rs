//! Is a form ours? Browsers say where a post comes from; where they cannot, the token in the form decides.

use super::session::SignedIn;
use axum::http::{HeaderMap, header};

/// Whether the browser's own words allow this post.
///
/// `Sec-Fetch-Site` decides where it is sent (trustworthy origins). Without it an `Origin` that names a
/// host must name ours. Pages sent with `Referrer-Policy: no-referrer` post with `Origin: null`: that says
/// nothing, and the token decides alone.
pub(super) fn comes_from_us(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text(header::ORIGIN.as_str()) {
        None | Some("null") => true,
        Some(origin) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && [text("host"), text("x-forwarded-host")].contains(&host)
        }
    }
}

/// Whether the person who is signed in sent this from one of our pages.
pub(super) fn ours(headers: &HeaderMap, who: &SignedIn, token: &str) -> bool {
    same(&who.csrf, token) && comes_from_us(headers)
}

/// Compares secrets without telling by its time where they differ.
pub(super) fn same(ours: &str, given: &str) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(ours.as_bytes(), given.as_bytes()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderName;

    fn judged(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers =
            pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
        comes_from_us(&headers.collect())
    }

    #[test]
    fn other_sites_are_refused() {
        assert!(!judged(&[("sec-fetch-site", "cross-site")]));
        assert!(!judged(&[("sec-fetch-site", "same-site")]));
        assert!(!judged(&[("host", "post.example"), ("origin", "https://evil.example")]));
        assert!(!judged(&[("host", "post.example"), ("origin", "nonsense")]));
    }

    #[test]
    fn our_own_pages_are_taken() {
        assert!(judged(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(judged(&[("host", "post.example"), ("origin", "https://post.example")]));
        assert!(judged(&[
            ("host", "10.0.0.1"),
            ("x-forwarded-host", "post.example"),
            ("origin", "https://post.example")
        ]));
        assert!(judged(&[("host", "post.example"), ("origin", "null")]));
        assert!(judged(&[]));
    }
}
