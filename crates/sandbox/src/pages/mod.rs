//! The citizens' pages: what a sandbox is, the mailboxes, the letters, the printed jobs. Readable without script.
//!
//! Recipients are known by alias in every address and title; no personal number is ever part of a page.

mod assets;
mod danish;
mod documents;
mod eid;
mod home;
mod language;
mod letter;
mod mailbox;
mod outcomes;
mod print;
mod shell;
mod swedish;
mod time;
mod view;

use axum::Router;
use axum::middleware;
use axum::routing::get;

use crate::shared::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home::page))
        .route("/mailbox/{alias}", get(mailbox::page))
        .route("/mailbox/{alias}/{number}", get(letter::page))
        .route("/mailbox/{alias}/{number}/text/{index}", get(documents::text))
        .route("/mailbox/{alias}/{number}/document/{index}", get(documents::document))
        .route("/print", get(print::page))
        .route("/eid/authorize", get(eid::page))
        .route("/assets/style.css", get(assets::style))
        .route("/assets/icon.svg", get(assets::icon))
        .fallback(shell::not_found)
        .layer(middleware::map_response(assets::harden))
}
