//! The configuration file: one TOML with every default written out by `brevdue init`.

mod blobs;
mod check;
mod database;
mod encryption;
mod load;
mod notice;
mod pages;
mod retention;
mod sender;

pub use blobs::{Blobs, Place};
pub use check::check;
pub(crate) use check::fits;
pub use database::{DatabaseConfig, Tls};
pub use encryption::Encryption;
pub use load::ConfigError;
pub use pages::Pages;
pub use retention::Retention;
pub use sender::{CountryCode, PrintRoad, Sender, SenderAgreement};

use catalogue::Language;
use channels::{
    DigitalPostConfig, Environment, KombiConfig, MinaMeddelandenConfig, NoticeConfig, PrintConfig, Section,
};
use letter::{LetterType, Policy};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Everything a gateway is told. Unknown keys are refused; relative paths are read from the file's folder.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Which national side this gateway speaks to; keeps test and production apart (R5, C24).
    pub environment: Environment,
    /// Where database and blobs lie.
    pub data_dir: PathBuf,
    /// A database server in place of the embedded database.
    #[serde(default)]
    pub database: Option<DatabaseConfig>,
    /// Address and port of API and pages.
    #[serde(default = "default_listen")]
    pub listen: SocketAddr,
    /// Language of texts where the caller names none.
    #[serde(default = "default_language", deserialize_with = "language_code")]
    pub language: Language,
    /// Letters worked on at the same time.
    #[serde(default = "default_workers")]
    pub workers: usize,
    /// How often receipts are fetched, milliseconds.
    #[serde(default = "default_receipt_poll_ms")]
    pub receipt_poll_ms: u64,
    /// How often every letter that is not at its end is looked at, milliseconds.
    #[serde(default = "default_sweep_ms")]
    pub sweep_ms: u64,
    /// Size limits of the API.
    #[serde(default)]
    pub limits: Limits,
    /// Delays and patience.
    #[serde(default)]
    pub policy: Policy,
    /// The municipalities that send (R6, R7).
    #[serde(default, rename = "sender")]
    pub senders: Vec<Sender>,
    /// The kinds of letters they send.
    #[serde(default, rename = "letter_type")]
    pub letter_types: Vec<LetterType>,
    /// A version of a letter type takes letters only after somebody other than its author has reviewed it (R176).
    #[serde(default)]
    pub four_eyes: bool,
    /// Danish Digital Post.
    #[serde(default)]
    pub digital_post: Option<DigitalPostConfig>,
    /// Danish Digital Post and print through KOMBIT.
    #[serde(default)]
    pub kombi: Option<KombiConfig>,
    /// Swedish Mina meddelanden.
    #[serde(default)]
    pub mina_meddelanden: Option<MinaMeddelandenConfig>,
    /// Print service.
    #[serde(default)]
    pub print: Option<PrintConfig>,
    /// The gateway as other systems' dispatcher.
    #[serde(default)]
    pub dispatcher: Option<crate::dispatcher::DispatcherConfig>,
    /// Providers of neutral notices by SMS and e-mail.
    #[serde(default)]
    pub notices: Option<NoticeConfig>,
    /// For `brevdue sandbox`, which reads it by itself; a gateway knows nothing of the sandbox.
    #[serde(default)]
    pub sandbox: Option<toml::Table>,
    /// Where large blobs lie.
    #[serde(default)]
    pub blobs: Option<Blobs>,
    /// How people reach the pages, and how long they stay signed in.
    #[serde(default)]
    pub pages: Pages,
    /// Where people sign in.
    #[serde(default)]
    pub oidc: Option<crate::oidc::OidcConfig>,
    /// Numbers for monitoring; without it there is no `/metrics`.
    #[serde(default)]
    pub metrics: Option<MetricsConfig>,
    /// How long content is kept after a letter's end.
    #[serde(default)]
    pub retention: Retention,
    /// Encryption at rest.
    #[serde(default)]
    pub encryption: Option<Encryption>,
    /// How this file's user calls the API from the command line.
    #[serde(default)]
    pub client: Client,
    /// SHA-256 of the file that this was read from, in hex; names it in the audit chain.
    #[serde(skip)]
    pub digest: String,
}

impl Config {
    /// The sections of the channels that are configured.
    fn sections(&mut self) -> impl Iterator<Item = &mut dyn Section> {
        fn section<T: Section>(found: &mut Option<T>) -> Option<&mut dyn Section> {
            found.as_mut().map(|section| section as &mut dyn Section)
        }
        let sections = [
            section(&mut self.digital_post),
            section(&mut self.kombi),
            section(&mut self.mina_meddelanden),
            section(&mut self.print),
        ];
        sections.into_iter().flatten()
    }
}

/// Who may read `/metrics`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MetricsConfig {
    /// File with the token that a reader shows as `Authorization: Bearer`. Without one everybody may read whom the network
    /// lets through, as with `/healthz`.
    pub token_file: Option<PathBuf>,
}

/// Size limits at the API's edge.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Largest request body, bytes. Digital Post takes 99.5 MB with base64 growth.
    pub body_bytes: usize,
    /// Bodies above [`Limits::large_bytes`] that are read at the same time; the others wait.
    pub large_bodies: usize,
    /// What counts as a large body.
    pub large_bytes: usize,
    /// Files in one letter.
    pub documents: usize,
    /// Recipients in one reachability question.
    pub recipients: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            body_bytes: 110 * 1024 * 1024,
            large_bodies: 4,
            large_bytes: 4 * 1024 * 1024,
            documents: 10,
            recipients: 1_000,
        }
    }
}

/// Where the command line finds the API.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Client {
    /// Base URL; the `listen` address when absent.
    pub url: Option<String>,
    /// File that holds the API key.
    pub key_file: Option<PathBuf>,
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

const fn default_language() -> Language {
    Language::En
}

const fn default_workers() -> usize {
    64
}

const fn default_sweep_ms() -> u64 {
    3_600_000
}

const fn default_receipt_poll_ms() -> u64 {
    15_000
}

/// `da`, `sv`, `en` in the file.
fn language_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Language, D::Error> {
    let text = String::deserialize(deserializer)?;
    Language::parse(&text).ok_or_else(|| D::Error::custom("language must be da, sv or en"))
}
