//! The files of a letter, and its HTML texts in a frame that can do nothing.

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::language::{Language, Wish};
use super::letter::find;
use super::shell::{missing, unreadable};
use super::view::Blob;
use super::{danish, swedish};
use crate::shared::{App, Shared, off_thread};
use crate::state::{Channel, Letter};

/// For HTML from senders: no script, no form, no outside world; the empty sandbox forbids the rest.
const TEXT_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'";
/// For files: nothing may be loaded from them.
const FILE_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Document,
}

pub(super) async fn text(
    State(app): State<App>,
    Path((alias, number, index)): Path<(String, usize, usize)>,
    Query(wish): Query<Wish>,
) -> Response {
    serve(app, &alias, number, index, Kind::Text, &wish).await
}

pub(super) async fn document(
    State(app): State<App>,
    Path((alias, number, index)): Path<(String, usize, usize)>,
    Query(wish): Query<Wish>,
) -> Response {
    serve(app, &alias, number, index, Kind::Document, &wish).await
}

async fn serve(app: App, alias: &str, number: usize, index: usize, kind: Kind, wish: &Wish) -> Response {
    let Some((recipient, letter)) = find(&app, alias, number) else { return missing(wish, Language::En, "") };
    let usual = Language::of(recipient.country);
    match off_thread(move || read(&app, &letter, index, kind)).await {
        Ok(Some(blob)) => answer(blob, kind),
        Ok(None) => unreadable(wish, usual),
        Err(response) => response,
    }
}

fn read(app: &Shared, letter: &Letter, index: usize, kind: Kind) -> Option<Blob> {
    let octets = app.state.blob(&letter.blob).ok()?;
    match (letter.channel, kind) {
        (Channel::DigitalPost, Kind::Text) => {
            danish::file(&octets, index).filter(|blob| blob.media_type == "text/html")
        }
        (Channel::DigitalPost, Kind::Document) => danish::file(&octets, index),
        (_, Kind::Text) => swedish::html(&octets, &app.ca_pem, index),
        (_, Kind::Document) => swedish::attachment(&octets, &app.ca_pem, index),
    }
}

fn answer(blob: Blob, kind: Kind) -> Response {
    let Blob { filename, media_type, octets } = blob;
    match kind {
        Kind::Text => {
            let headers = [
                (header::CONTENT_TYPE, "text/html; charset=utf-8"),
                (header::CONTENT_SECURITY_POLICY, TEXT_POLICY),
            ];
            (headers, octets).into_response()
        }
        Kind::Document => {
            // Only what a browser shows without running anything is shown; the rest is downloaded.
            let shown = match media_type.as_str() {
                "application/pdf" => Some("application/pdf"),
                "text/plain" => Some("text/plain; charset=utf-8"),
                _ => None,
            };
            let disposition = format!(
                "{}; filename*=UTF-8''{}",
                if shown.is_some() { "inline" } else { "attachment" },
                percent_encode(&filename)
            );
            let headers = [
                (header::CONTENT_TYPE, shown.unwrap_or("application/octet-stream").to_owned()),
                (header::CONTENT_DISPOSITION, disposition),
                (header::CONTENT_SECURITY_POLICY, FILE_POLICY.to_owned()),
            ];
            (headers, octets).into_response()
        }
    }
}

/// RFC 5987: everything but letters, digits and a few marks.
fn percent_encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
