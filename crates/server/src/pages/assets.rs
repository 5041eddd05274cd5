//! The stylesheet, the script and the mark, compiled in.

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

const STYLE: &str = include_str!("../../templates/brevdue.css");
const SCRIPT: &str = include_str!("../../templates/brevdue.js");
const MARK: &str = include_str!("../../templates/brevdue.svg");
/// The address changes with the content, so that a browser may keep it for good.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

static STYLE_HREF: LazyLock<String> = LazyLock::new(|| named_by_content("brevdue.css", STYLE));
static SCRIPT_HREF: LazyLock<String> = LazyLock::new(|| named_by_content("brevdue.js", SCRIPT));

fn named_by_content(name: &str, content: &str) -> String {
    let hash = hex::encode(digest(&SHA256, content.as_bytes()).as_ref());
    format!("/static/{name}?v={}", hash.get(..12).unwrap_or_default())
}

/// Where pages find the stylesheet.
pub(super) fn style_href() -> &'static str {
    &STYLE_HREF
}

/// Where pages find the script.
pub(super) fn script_href() -> &'static str {
    &SCRIPT_HREF
}

pub(super) async fn style() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, FOR_GOOD)];
    (headers, STYLE).into_response()
}

pub(super) async fn script() -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, FOR_GOOD)];
    (headers, SCRIPT).into_response()
}

pub(super) async fn mark() -> Response {
    let headers = [(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "public, max-age=86400")];
    (headers, MARK).into_response()
}
