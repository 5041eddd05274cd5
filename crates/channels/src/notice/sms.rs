//! Notices by text message, through any provider that takes a POST.

use super::text::SMS_MAX_CHARS;
use super::{NoticeJob, SmsConfig, SmsFormat, Told};
use crate::config::{ConfigError, Environment, read_text};
use crate::http::{Call, Failure, check_environment, exchange, host_and_port};
use crate::scrub::foreign_id;
use bytes::Bytes;
use catalogue::Code;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Url};
use serde_json::Value;
use std::time::Duration;

/// Longest sender name that telephones show.
const FROM_MAX_CHARS: usize = 11;
/// Answers of providers are small.
const ANSWER_MAX_BYTES: usize = 64 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// An open provider.
pub(super) struct Sms {
    client: Client,
    config: SmsConfig,
    authorization: Option<HeaderValue>,
}

impl Sms {
    pub(super) fn open(config: SmsConfig, environment: Environment) -> Result<Sms, ConfigError> {
        let wrong = |key: &str, problem: &str, remedy: &str| Err(ConfigError::new(key, problem, remedy));
        let Ok(url) = Url::parse(&config.url) else {
            return wrong("url", "is no address", "write an address that begins with https://");
        };
        let (host, _) = host_and_port(&url).unwrap_or_default();
        let local = matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]");
        if url.scheme() != "https" && !(url.scheme() == "http" && local) {
            return wrong("url", "is not https", "write an address that begins with https://");
        }
        check_environment("url", &host, environment)?;
        if config.from.chars().count() > FROM_MAX_CHARS {
            return wrong("from", "is too long", "telephones show at most 11 characters");
        }
        let flat = config.fields.values().all(Value::is_string);
        if config.format == SmsFormat::Form && !flat {
            return wrong("fields", "a form has only texts", "use strings, or format = \"json\"");
        }
        let named = |field: &str| config.fields.values().any(|value| value.to_string().contains(field));
        if !named("{to}") || !named("{text}") {
            return wrong("fields", "{to} or {text} is missing", "say in which fields number and text go");
        }
        let authorization = match &config.authorization_file {
            None => None,
            Some(file) => {
                let text = read_text("authorization_file", file)?;
                let Ok(mut value) = HeaderValue::from_str(text.trim()) else {
                    return wrong(
                        "authorization_file",
                        "is no header value",
                        "write one line, such as: Bearer …",
                    );
                };
                value.set_sensitive(true);
                Some(value)
            }
        };
        let client = Client::builder()
            .tls_backend_rustls()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .referer(false)
            .connect_timeout(CONNECT_TIMEOUT)
            .build();
        match client {
            Ok(client) => Ok(Sms { client, config, authorization }),
            Err(_) => wrong("url", "no HTTP client could be made", "check the system's certificates"),
        }
    }

    pub(super) async fn send(&self, job: &NoticeJob) -> Told {
        if job.text.chars().count() > SMS_MAX_CHARS {
            return Told::Refused(format!("a text message has at most {SMS_MAX_CHARS} characters"));
        }
        let (content_type, body) = match self.config.format {
            SmsFormat::Json => ("application/json", self.json(job)),
            SmsFormat::Form => ("application/x-www-form-urlencoded", self.form(job)),
        };
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        if let Ok(id) = HeaderValue::from_str(&job.id) {
            headers.insert(IDEMPOTENCY_KEY, id);
        }
        if let Some(value) = &self.authorization {
            headers.insert(AUTHORIZATION, value.clone());
        }
        let call = Call {
            method: Method::POST,
            url: &self.config.url,
            headers,
            body: Bytes::from(body),
            read_timeout_ms: self.config.timeout_ms,
            answer_limit_bytes: ANSWER_MAX_BYTES,
        };
        match exchange(&self.client, call).await {
            Ok(answer) if answer.is_success() => Told::Sent(self.id_in(&answer.body)),
            Ok(answer) => of_status(answer.status),
            Err(Failure::NotSent(..)) => {
                Told::Later(Code::NoticeProviderDown, "the provider could not be reached".to_owned())
            }
            Err(Failure::AnswerLost(_)) => Told::Unknown("the provider's answer was lost".to_owned()),
        }
    }

    fn json(&self, job: &NoticeJob) -> String {
        let fields = self.config.fields.iter().map(|(name, value)| (name.clone(), self.filled(value, job)));
        Value::Object(fields.collect()).to_string()
    }

    fn form(&self, job: &NoticeJob) -> String {
        let mut form = String::new();
        for (name, value) in &self.config.fields {
            let text = self.text(value.as_str().unwrap_or_default(), job);
            for (before, part) in [(if form.is_empty() { "" } else { "&" }, name), ("=", &text)] {
                form.push_str(before);
                percent_encode(part, &mut form);
            }
        }
        form
    }

    /// The configured value with its fields filled in. The configuration's own nesting is the only one there is.
    fn filled(&self, value: &Value, job: &NoticeJob) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text, job)),
            Value::Array(items) => items.iter().map(|item| self.filled(item, job)).collect(),
            Value::Object(fields) => {
                fields.iter().map(|(name, value)| (name.clone(), self.filled(value, job))).collect()
            }
            other => other.clone(),
        }
    }

    /// One pass over the template: what is filled in is not looked at again.
    fn text(&self, template: &str, job: &NoticeJob) -> String {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let field = after.split_once('}').and_then(|(name, after)| {
                let value = match name {
                    "to" => &job.address,
                    "from" => &self.config.from,
                    "text" => &job.text,
                    "id" => &job.id,
                    _ => return None,
                };
                Some((value, after))
            });
            rest = match field {
                Some((value, after)) => {
                    out.push_str(value);
                    after
                }
                None => {
                    out.push('{');
                    after
                }
            };
        }
        out + rest
    }

    fn id_in(&self, answer: &[u8]) -> Option<String> {
        let answer: Value = serde_json::from_slice(answer).ok()?;
        match answer.pointer(self.config.id_pointer.as_deref()?)? {
            Value::String(id) => foreign_id(id),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        }
    }
}

/// What a status without success says: refused for good, not tried, or unknown.
fn of_status(status: u16) -> Told {
    let detail = format!("the provider answered {status}");
    match status {
        401 | 403 | 404 | 405 | 408 | 429 | 503 | 300..=399 => Told::Later(Code::NoticeProviderDown, detail),
        400..=499 => Told::Refused(detail),
        _ => Told::Unknown(detail),
    }
}

/// As HTML forms write it.
fn percent_encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'*' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}
