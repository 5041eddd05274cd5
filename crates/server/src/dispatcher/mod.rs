//! The gateway as other systems' dispatcher: Message v3 and Notification v3 of Mina meddelanden, served (R12, R13, R65).
//!
//! A system that signs for itself, or a neighbouring municipality, hands its signed delivery in here. Signature, sender
//! and registration are checked before anything is stored; what was answered with a distribution id is a letter of this
//! gateway, and lives like any other: looked up, sealed, delivered, on paper where its type says so.

mod caller;
mod config;
mod distribution;
mod fault;
mod message;
mod notification;
mod register;
mod wsdl;

pub(crate) use config::check;
pub use config::{DispatcherClient, DispatcherConfig};

use crate::access::{Doors, Gate};
use crate::gateway::{Gateway, OpenError};
use axum::extract::{RawQuery, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use letter::SenderId;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Instant;
use xmldsig::TrustAnchors;

/// Path of the Message service.
const MESSAGE: &str = "/mina/Message/v3";
/// Path of the Notification service.
const NOTIFICATION: &str = "/mina/Notification/v3";

/// What the service holds in memory.
pub(crate) struct Dispatcher {
    config: DispatcherConfig,
    /// Issuers whose certificates may sign deliveries (E16).
    trust: TrustAnchors,
    /// When the register last said that a sender is in order.
    registered: Mutex<HashMap<SenderId, Instant>>,
}

impl Dispatcher {
    /// Reads the trusted issuers.
    pub(crate) fn open(config: &DispatcherConfig) -> Result<Dispatcher, OpenError> {
        let wrong = |problem: String| {
            let text = format!("dispatcher.trust: {}: {problem}", config.trust.display());
            OpenError::Config(crate::config::ConfigError::Meaning(text))
        };
        let pem = std::fs::read_to_string(&config.trust).map_err(|error| wrong(error.to_string()))?;
        let trust = TrustAnchors::from_pem(&pem).map_err(|error| wrong(error.to_string()))?;
        Ok(Dispatcher { config: config.clone(), trust, registered: Mutex::default() })
    }
}

/// Both services; none where the configuration has no `[dispatcher]`.
pub(crate) fn routes(gateway: &Gateway, doors: Doors) -> Doors {
    let Some(dispatcher) = &gateway.dispatcher else { return doors };
    let limit = dispatcher.config.max_request_bytes;
    doors
        .open_limited(Method::POST, MESSAGE, SOAP, post(message::handle), limit)
        .open(Method::GET, MESSAGE, WSDL, get(message_wsdl))
        .open_limited(Method::POST, NOTIFICATION, SOAP, post(notification::handle), limit)
        .open(Method::GET, NOTIFICATION, WSDL, get(notification_wsdl))
}

const SOAP: Gate =
    Gate::Open("the caller is recognised inside, by key or certificate, and refused by a SOAP fault");
const WSDL: Gate = Gate::Open("describes the service; holds nothing of anybody");

async fn message_wsdl(State(gateway): State<Gateway>, RawQuery(query): RawQuery) -> Response {
    describe(&gateway, query.as_deref(), MESSAGE, wsdl::message)
}

async fn notification_wsdl(State(gateway): State<Gateway>, RawQuery(query): RawQuery) -> Response {
    describe(&gateway, query.as_deref(), NOTIFICATION, wsdl::notification)
}

/// `?wsdl` gives the description, anything else a hint.
fn describe(gateway: &Gateway, query: Option<&str>, path: &str, text: fn(&str) -> String) -> Response {
    if !query.is_some_and(|query| query.eq_ignore_ascii_case("wsdl")) {
        let hint = "POST a SOAP 1.1 request, or GET ?wsdl\n";
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "POST")], hint).into_response();
    }
    let configured = gateway.dispatcher.as_ref().and_then(|dispatcher| dispatcher.config.public_url.clone());
    let base = configured.unwrap_or_else(|| format!("http://{}", gateway.config.listen));
    let address = format!("{}{path}", base.trim_end_matches('/'));
    ([(header::CONTENT_TYPE, fault::XML)], text(&address)).into_response()
}
