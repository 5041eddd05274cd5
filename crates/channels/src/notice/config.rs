//! Settings of the providers.

use super::NoticeTexts;
use crate::config::at_base;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Neutral notices. In TOML under `[notices]`.
///
/// ```toml
/// [notices.email]
/// host = "smtp.example.se"
/// from = "Sundsvalls kommun <noreply@example.se>"
/// user = "brevdue"
/// password_file = "keys/smtp"
///
/// [notices.sms]
/// url = "https://sms.example.se/v1/messages"
/// format = "json"
/// fields = { to = "{to}", from = "{from}", text = "{text}", reference = "{id}" }
/// from = "Sundsvall"
/// authorization_file = "keys/sms"
/// id_pointer = "/id"
/// ```
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NoticeConfig {
    /// Neutral texts in place of the built-in ones.
    pub texts: NoticeTexts,
    /// E-mail by SMTP.
    pub email: Option<EmailConfig>,
    /// Text messages by HTTP.
    pub sms: Option<SmsConfig>,
}

/// A mail server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmailConfig {
    /// Host name.
    pub host: String,
    /// Port; 587 for `starttls`, 465 for `tls`, 25 for `none` when absent.
    #[serde(default)]
    pub port: Option<u16>,
    /// `starttls` (default), `tls`, or `none`: only towards this machine.
    #[serde(default)]
    pub security: SmtpSecurity,
    /// Sender of the e-mails: an address, or `Name <address>`.
    pub from: String,
    /// User name, if the server wants one.
    #[serde(default)]
    pub user: Option<String>,
    /// File that holds the password.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// Longest silence of the server, milliseconds.
    #[serde(default = "default_timeout_ms")]
    pub timeout_ms: u64,
}

/// How the line to the mail server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpSecurity {
    /// TLS begins after the greeting, and must.
    #[default]
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// None: a relay on this machine.
    None,
}

/// A provider of text messages with an HTTP interface.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsConfig {
    /// Address that a message is posted to; https, or http on this machine.
    pub url: String,
    /// How the fields are written.
    #[serde(default)]
    pub format: SmsFormat,
    /// The fields: `{to}`, `{from}`, `{text}` and `{id}` are filled in, everything else stands as it is. JSON fields may
    /// hold lists and objects.
    pub fields: BTreeMap<String, Value>,
    /// Sender shown to the recipient, at most 11 characters.
    #[serde(default)]
    pub from: String,
    /// File that holds the value of the `Authorization` header.
    #[serde(default)]
    pub authorization_file: Option<PathBuf>,
    /// JSON pointer to the message's id in the provider's answer.
    #[serde(default)]
    pub id_pointer: Option<String>,
    /// Longest silence of the provider, milliseconds.
    #[serde(default = "default_timeout_ms")]
    pub timeout_ms: u64,
}

/// How a provider wants its fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmsFormat {
    /// `application/json`.
    #[default]
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
}

impl NoticeConfig {
    /// Lets relative paths begin at `base`, the folder of the configuration file.
    pub fn resolve_paths(&mut self, base: &Path) {
        let email = self.email.iter_mut().filter_map(|email| email.password_file.as_mut());
        let sms = self.sms.iter_mut().filter_map(|sms| sms.authorization_file.as_mut());
        email.chain(sms).for_each(|path| at_base(base, path));
    }
}

const fn default_timeout_ms() -> u64 {
    30_000
}
