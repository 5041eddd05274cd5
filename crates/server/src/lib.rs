//! The running gateway: configuration, REST API, pages, workers.
//!
//! [`Gateway::open`] wires store, channels and letter types from a [`Config`]; [`Gateway::serve`] runs
//! API, pages and background work until its stop signal. Everything that decides is in `letter`; here are
//! only the hands.

mod access;
pub mod api;
pub mod balance;
pub mod config;
mod deed;
pub mod desk;
mod dispatcher;
pub mod doctor;
mod erase;
pub mod evidence;
mod found;
mod gateway;
mod health;
mod house;
pub mod inspect;
pub mod intake;
mod keys;
pub mod lead_time;
pub mod markup;
pub mod metrics;
mod oidc;
pub mod openapi;
mod pages;
mod people;
mod preview;
mod problem;
mod quality;
pub mod reach;
pub mod retention;
mod searched;
mod traffic;
mod types;
pub mod view;
mod work;

pub use access::{Actor, Door, Gate, Grant, Right, Role, roles_markdown};
pub use config::{Config, ConfigError};
pub use dispatcher::{DispatcherClient, DispatcherConfig};
pub use gateway::{Gateway, OpenError, Serving, random_32};
pub use keys::{NewKey, Scope, new_key};
pub use oidc::{Group, OidcConfig};
pub use people::{NameError, PasswordError, check_name, hash_password, new_password};
pub use problem::{FieldError, Problem};
pub use types::{CurrentType, ImportResult, Imported};
