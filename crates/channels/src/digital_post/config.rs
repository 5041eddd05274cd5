//! Configuration of the Danish channel.

use crate::config::{
    ConfigError, Environment, Section, at_base, default_connect_timeout_ms, default_read_timeout_ms,
    read_text,
};
use crate::danish::{
    ContactPointConfig, MemoSender, MemoVersion, default_language, default_max_attachments,
    default_max_message_bytes, default_parallel_lookups, default_post_type, yes,
};
use keystore::KeyConfig;
use serde::Deserialize;
use std::fmt;
use std::path::{Path, PathBuf};

/// Digital Post, directly. In TOML under `[digital_post]`.
///
/// ```toml
/// base_url = "https://api.test.digitalpost.dk/apis/v1/"
/// environment = "test"
///
/// [[senders]]
/// sender = "eksempel"
/// cvr = "12345678"
/// name = "Eksempel Kommune"
/// system_id = "5f0c2a9e-7d1b-4a3c-9e2f-1b2c3d4e5f60"
/// api_token_file = "keys/eksempel.token"
/// certificate = "keys/eksempel.crt.pem"
/// key = "keys/eksempel.key.pem"
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DigitalPostConfig {
    /// Base of the API, such as `https://api.digitalpost.dk/apis/v1/`.
    pub base_url: String,
    /// `sandbox` (default), `test` or `production`; addresses of another one are refused (R5).
    #[serde(default)]
    pub environment: Environment,
    /// PEM file of root certificates to trust instead of the system's.
    #[serde(default)]
    pub trust: Option<PathBuf>,
    /// Whose client certificate may push receipts (REST push): CVR numbers, or whole subjects as the proxy writes them.
    /// Empty (default): nobody outside the sandbox; receipts are then only fetched.
    #[serde(default)]
    pub allowed_push_clients: Vec<String>,
    /// Header in which the TLS proxy names the subject of the client certificate that it has verified, in the form of
    /// RFC 2253. The proxy must set it itself in every request.
    #[serde(default = "crate::push_client::default_header")]
    pub push_client_header: String,
    /// The senders: one per municipality.
    pub senders: Vec<DigitalPostSender>,
    /// Time for name, connection and TLS, milliseconds. 5,000 by default.
    #[serde(default = "default_connect_timeout_ms")]
    pub connect_timeout_ms: u64,
    /// Longest silence of the other side, milliseconds. 120,000 by default.
    #[serde(default = "default_read_timeout_ms")]
    pub read_timeout_ms: u64,
    /// Largest message, bytes: 99.5 MB for authorities (L1).
    #[serde(default = "default_max_message_bytes")]
    pub max_message_bytes: u64,
    /// Most attachments beside the main document: 10 (L2).
    #[serde(default = "default_max_attachments")]
    pub max_attachments: usize,
    /// Lookups at a time. 8 by default.
    #[serde(default = "default_parallel_lookups")]
    pub parallel_lookups: usize,
}

/// One municipality in Digital Post.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DigitalPostSender {
    /// Id of the sender in the rest of the configuration.
    pub sender: String,
    /// CVR number, 8 digits.
    pub cvr: String,
    /// Name that the recipient sees (D13).
    pub name: String,
    /// The sender system's id in Digital Post.
    pub system_id: String,
    /// Its token; better in a file of its own, `api_token_file`.
    #[serde(default)]
    pub api_token: Option<Secret>,
    /// File that holds the token.
    #[serde(default)]
    pub api_token_file: Option<PathBuf>,
    /// The OCES system certificate with its key. It opens the connection.
    #[serde(flatten)]
    pub keys: KeyConfig,
    /// `1.2` (default) or `1.1`.
    #[serde(default)]
    pub memo_version: MemoVersion,
    /// Contact point that answers go to; needed for letters that may be answered (E9).
    #[serde(default)]
    pub contact_point: Option<ContactPointConfig>,
    /// MeMo `postType`; `MYNDIGHEDSPOST` by default, empty leaves it out.
    #[serde(default = "default_post_type")]
    pub post_type: String,
    /// Language of the documents, two letters. `da` by default.
    #[serde(default = "default_language")]
    pub language: String,
    /// Whether the letter's unit is shown as the one responsible for the content. True by default.
    #[serde(default = "yes")]
    pub show_unit: bool,
}

/// A token: never printed.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub(super) fn new(text: &str) -> Secret {
        Secret(text.trim().to_owned())
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Secret {
        Secret::new(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Section for DigitalPostConfig {
    fn settle(&mut self, base: &Path, environment: Environment) {
        self.environment = environment;
        self.trust.iter_mut().for_each(|path| at_base(base, path));
        for sender in &mut self.senders {
            sender.api_token_file.iter_mut().for_each(|path| at_base(base, path));
            sender.keys.resolve_paths(base);
        }
    }
}

impl DigitalPostSender {
    /// The sender as its messages show it.
    pub(super) fn memo(&self) -> MemoSender<'_> {
        MemoSender {
            cvr: &self.cvr,
            name: &self.name,
            memo_version: self.memo_version,
            contact_point: self.contact_point.as_ref(),
            post_type: &self.post_type,
            language: &self.language,
            show_unit: self.show_unit,
        }
    }

    pub(super) fn token(&self) -> Result<Secret, ConfigError> {
        let token = match (&self.api_token, &self.api_token_file) {
            (Some(token), None) => Secret::new(token.reveal()),
            (None, Some(path)) => Secret::new(&read_text("api_token_file", path)?),
            (Some(_), Some(_)) => {
                return Err(ConfigError::new("api_token", "is given twice", "keep api_token_file only"));
            }
            (None, None) => {
                return Err(ConfigError::new(
                    "api_token_file",
                    "is missing",
                    "give the file with the system's token",
                ));
            }
        };
        if token.reveal().is_empty() || !token.reveal().chars().all(|c| c.is_ascii_graphic()) {
            return Err(ConfigError::new("api_token", "is empty or holds blanks", "copy the token again"));
        }
        Ok(token)
    }
}
