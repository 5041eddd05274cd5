//! The plain pages of the first day: sign in, send a PDF with a text, see what became of it (R127).
//!
//! Server-rendered; the one small script only makes them quicker. [`visit::Visit`] knows who looks and in which language; each page is one
//! file, one template and one table of words ([`words`]). Letters are handed in and acted upon by the same
//! functions as over the API.

mod about;
mod account;
mod assets;
mod attention;
mod audit;
mod citizen;
mod docs;
mod doctor;
mod door;
mod fault;
mod guard;
mod held;
mod home;
mod issuer;
mod language;
mod layers;
mod letter;
mod letters;
mod menu;
mod ours;
mod people;
mod person;
mod quality;
mod readable;
mod roles;
mod rows;
mod seen;
mod send;
mod session;
mod sessions;
mod settings;
mod state;
mod systems;
mod time;
mod told;
mod types;
mod visit;
mod words;

use crate::access::{Door, Doors, Gate, Right, Side};
use crate::gateway::Gateway;
use crate::problem::Problem;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use catalogue::Code;
use menu::Menu;
use session::Sessions;
use std::sync::Arc;
use tower::ServiceBuilder;
use tower_http::set_header::SetResponseHeaderLayer;
pub(crate) use visit::Visit;

/// Largest body of a form without files, bytes.
const FORM_MAX_BYTES: usize = 32 * 1024;

/// Largest form that names many letters, bytes.
const BULK_FORM_MAX_BYTES: usize = 128 * 1024;

/// Nothing from elsewhere, no script but ours and none inside a page, no frame around us.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
     script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const SEND: Gate = Gate::Right(&[Right::Send]);
const READ: Gate = Gate::Right(&[Right::Read]);
const ACT: Gate = Gate::Right(&[Right::Act]);
const FORGET: Gate = Gate::Right(&[Right::Forget]);
const CONTENT: Gate = Gate::Right(&[Right::Content]);
const PEOPLE: Gate = Gate::Right(&[Right::People]);
const EVIDENCE: Gate = Gate::Right(&[Right::Evidence]);
const LOOKS: Gate = Gate::Open("the looks of the pages");

const SEE_TYPES: Gate = Gate::Right(&[Right::SeeTypes]);
const EDIT_TYPES: Gate = Gate::Right(&[Right::EditTypes]);

const SYSTEMS: Gate = Gate::Right(&[Right::Systems]);
const OPERATE: Gate = Gate::Right(&[Right::Operate]);
const AUDIT: Gate = Gate::Right(&[Right::Audit]);
const CITIZEN: Gate = Gate::Right(&[Right::Citizen]);

/// Administration, doctor and contact centre.
fn administration(doors: Doors) -> Doors {
    use types::{edit, exchange, show};
    doors
        .open(Method::GET, "/types", SEE_TYPES, get(types::list))
        .open(Method::GET, "/types/{code}", SEE_TYPES, get(show::show))
        .open(Method::GET, "/types/{code}/paper", SEE_TYPES, get(show::paper))
        .open(Method::GET, "/types/{code}/toml", SEE_TYPES, get(show::toml))
        .open(Method::GET, "/types/{code}/diff", SEE_TYPES, get(show::diff))
        .open_limited(Method::POST, "/types/{code}/state", EDIT_TYPES, post(show::set_state), FORM_MAX_BYTES)
        .open(Method::GET, "/types/{code}/edit", EDIT_TYPES, get(edit::edit))
        .open_limited(Method::POST, "/types/{code}/edit", EDIT_TYPES, post(edit::save), edit::FORM_MAX_BYTES)
        .open(Method::GET, "/systems", SYSTEMS, get(systems::page))
        .open(Method::GET, "/systems/quality", SYSTEMS, get(quality::page))
        .open_limited(Method::POST, "/systems", SYSTEMS, post(systems::make), FORM_MAX_BYTES)
        .open_limited(Method::POST, "/systems/revoke", SYSTEMS, post(systems::revoke), FORM_MAX_BYTES)
        .open(Method::GET, "/settings", Gate::Right(&[Right::Settings]), get(settings::page))
        .open(Method::GET, "/doctor", OPERATE, get(doctor::page))
        .open(Method::GET, "/doctor/support", OPERATE, get(doctor::support))
        .open_limited(Method::POST, "/doctor/sweep", OPERATE, post(doctor::sweep), FORM_MAX_BYTES)
        .open(Method::GET, "/audit", AUDIT, get(audit::page))
        .open_limited(Method::POST, "/audit/verify", AUDIT, post(audit::verify), FORM_MAX_BYTES)
        .open(Method::GET, "/citizen", CITIZEN, get(citizen::page))
        .open_limited(Method::POST, "/citizen", CITIZEN, post(citizen::look), FORM_MAX_BYTES)
        .open(Method::GET, "/new-type", EDIT_TYPES, get(edit::new))
        .open_limited(Method::POST, "/new-type", EDIT_TYPES, post(edit::create), edit::FORM_MAX_BYTES)
        .open(Method::GET, "/type-catalogue", SEE_TYPES, get(exchange::page))
        .open(Method::GET, "/type-catalogue/export", SEE_TYPES, get(exchange::export))
        .open_limited(
            Method::POST,
            "/type-catalogue",
            EDIT_TYPES,
            post(exchange::import),
            exchange::CATALOGUE_MAX_BYTES,
        )
}

/// All pages, and the answer to paths that nothing serves: a page to a browser, a problem to a program.
pub(crate) fn router(gateway: &Gateway) -> (Router<Gateway>, Vec<Door>) {
    let set = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    let (router, doors) = administration(Doors::new(gateway, Side::Pages))
        .open(Method::GET, "/", Gate::Open("shows the door to whoever is not signed in"), get(home::home))
        .open_limited(
            Method::POST,
            "/sign-in",
            Gate::Open("this is where one signs in"),
            post(door::sign_in),
            FORM_MAX_BYTES,
        )
        .open(
            Method::GET,
            "/sign-in/start",
            Gate::Open("leads to the issuer, where one signs in"),
            get(issuer::start),
        )
        .open(
            Method::GET,
            "/sign-in/return",
            Gate::Open("the issuer sends people back here; what they bring is verified"),
            get(issuer::back),
        )
        .open(
            Method::GET,
            "/sign-out/issuer",
            Gate::Open("leads to the issuer, where one signs out"),
            get(issuer::out),
        )
        .open_limited(
            Method::POST,
            "/sign-out",
            Gate::Open("does nothing to whoever is out"),
            post(door::sign_out),
            FORM_MAX_BYTES,
        )
        .open(
            Method::GET,
            "/about",
            Gate::Open("explains the words; holds nothing of anybody"),
            get(about::about),
        )
        .open(Method::GET, "/account", Gate::Known, get(account::account))
        .open_limited(Method::POST, "/account/password", Gate::Known, post(account::change), FORM_MAX_BYTES)
        .open(Method::GET, "/sessions", Gate::Known, get(sessions::list))
        .open_limited(Method::POST, "/sessions/end", Gate::Known, post(sessions::end), FORM_MAX_BYTES)
        .open(Method::GET, "/people", PEOPLE, get(people::list))
        .open_limited(Method::POST, "/people", PEOPLE, post(people::add), FORM_MAX_BYTES)
        .open(Method::GET, "/people/{name}", PEOPLE, get(person::page))
        .open_limited(Method::POST, "/people/{name}", PEOPLE, post(person::change), FORM_MAX_BYTES)
        .open(Method::GET, "/docs", Gate::Open("describes the API"), get(docs::docs))
        .open(Method::GET, "/send", SEND, get(send::form))
        .open(Method::POST, "/send", SEND, post(send::submit))
        .open(Method::GET, "/letters", READ, get(letters::list))
        .open_limited(Method::POST, "/letters", READ, post(letters::search), FORM_MAX_BYTES)
        .open(Method::GET, "/attention", READ, get(attention::page))
        .open_limited(Method::POST, "/attention", ACT, post(attention::submit), BULK_FORM_MAX_BYTES)
        .open(Method::GET, "/letters/{id}", READ, get(letter::letter))
        .open_limited(Method::POST, "/letters/{id}/act", ACT, post(letter::act), FORM_MAX_BYTES)
        .open_limited(Method::POST, "/letters/{id}/forget", FORGET, post(letter::forget), FORM_MAX_BYTES)
        .open(Method::GET, "/letters/{id}/seen", CONTENT, get(letter::seen))
        .open(Method::GET, "/letters/{id}/seen/{number}", CONTENT, get(letter::seen_file))
        .open(Method::GET, "/letters/{id}/message", CONTENT, get(letter::message))
        .open(Method::GET, "/letters/{id}/evidence", EVIDENCE, get(letter::evidence))
        .open(Method::GET, "/letters/{id}/documents/{number}", CONTENT, get(letter::document))
        .open(Method::GET, "/static/brevdue.css", LOOKS, get(assets::style))
        .open(Method::GET, "/static/brevdue.js", LOOKS, get(assets::script))
        .open(Method::GET, "/static/brevdue.svg", LOOKS, get(assets::mark))
        .finish();
    let router = router.method_not_allowed_fallback(fault::above).fallback(fault::missing).layer(
        ServiceBuilder::new()
            .layer(Extension(Arc::new(Sessions::default())))
            .layer(Extension(Arc::new(Menu::of(&doors))))
            .layer(Extension(citizen::Turn::default()))
            .layer(Extension(audit::Verified::default()))
            .layer(set(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
            .layer(set(header::REFERRER_POLICY, "no-referrer"))
            .layer(set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
            .layer(set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin")),
    );
    (router, doors)
}

/// What everybody sees while the store cannot say who they are.
pub(crate) fn unavailable(visit: &Visit) -> Response {
    fault::page(visit, &Problem::new(Code::NotReady))
}

/// What somebody sees who lacks the right to what they asked for.
pub(crate) fn refused(visit: &Visit) -> Response {
    fault::page(visit, &Problem::new(Code::ScopeMissing))
}
