//! Configuration of the Swedish channel.

use crate::config::{Environment, Section, at_base, default_connect_timeout_ms, default_read_timeout_ms};
use keystore::KeyConfig;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Mina meddelanden. In TOML under `[mina_meddelanden]`.
///
/// ```toml
/// register_url = "https://register.example/webservice"
/// allowed_hosts = ["mm.example.se", "brev.example.se:8443"]
/// environment = "test"
///
/// [[operators]]
/// id = "165590000001"
/// name = "Exempelbrev"
/// repeat_is_safe = true
///
/// [[senders]]
/// sender = "sundsvall"
/// organisation_number = "2120002411"
/// name = "Sundsvalls kommun"
/// certificate = "keys/sundsvall.crt.pem"
/// key = "keys/sundsvall.key.pem"
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinaMeddelandenConfig {
    /// Base of the register's services, to which `/Recipient/v3` and `/Authority` are added; or the address of one of
    /// these two.
    pub register_url: String,
    /// Hosts of the mailbox operators: `host` (port 443), `host:port` or `host:*` (all ports). No other is ever
    /// contacted (C10).
    pub allowed_hosts: Vec<String>,
    /// What is known of single operators.
    #[serde(default)]
    pub operators: Vec<OperatorConfig>,
    /// `sandbox` (default), `test` or `production`; addresses of another one are refused (C24).
    #[serde(default)]
    pub environment: Environment,
    /// PEM file of root certificates to trust instead of the system's.
    #[serde(default)]
    pub trust: Option<PathBuf>,
    /// The senders: one per municipality.
    pub senders: Vec<MinaSender>,
    /// Time for name, connection and TLS, milliseconds. 5,000 by default (F16).
    #[serde(default = "default_connect_timeout_ms")]
    pub connect_timeout_ms: u64,
    /// Longest silence of the other side, milliseconds. 120,000 by default (F16).
    #[serde(default = "default_read_timeout_ms")]
    pub read_timeout_ms: u64,
    /// Largest finished envelope, bytes. 2,097,152 by default (D11).
    #[serde(default = "default_max_envelope_bytes")]
    pub max_envelope_bytes: u64,
    /// Language written in messages. `svSE` by default (D14).
    #[serde(default = "default_language")]
    pub language: String,
    /// Most numbers in one lookup: 1,000 by default, and at most (C14).
    #[serde(default = "default_lookup_batch")]
    pub lookup_batch: usize,
    /// When an operator or a sender is left alone for a while.
    #[serde(default)]
    pub lines: LineConfig,
}

/// How much an operator is given to do, and when it is left alone (F7, F10). In TOML under `[mina_meddelanden.lines]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LineConfig {
    /// Deliveries to one operator at the same time. 8 by default.
    pub concurrency: usize,
    /// Failures in a row (no connection, no answer, a server error) after which an operator is left alone. 5 by default.
    pub failures: u32,
    /// For how long at first, milliseconds; each further failure doubles it, up to sixteen times. 15,000 by default.
    pub rest_ms: u64,
    /// Refusals of the sender itself in a row (faults 5002, 5012, 5014, 6005) after which its letters wait. 3 by default.
    pub refusals: u32,
    /// For how long at first, milliseconds. 60,000 by default.
    pub sender_rest_ms: u64,
}

impl Default for LineConfig {
    fn default() -> LineConfig {
        LineConfig { concurrency: 8, failures: 5, rest_ms: 15_000, refusals: 3, sender_rest_ms: 60_000 }
    }
}

/// A mailbox operator.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatorConfig {
    /// Organisation number as the register gives it, such as `165590000001`; ten digits are read likewise.
    pub id: String,
    /// Name, for people.
    #[serde(default)]
    pub name: String,
    /// It has told us that it recognises a repeated message by its id, so that a message in doubt may be sent
    /// again. False by default: the contract has no idempotency key.
    #[serde(default)]
    pub repeat_is_safe: bool,
}

/// One municipality in Mina meddelanden.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinaSender {
    /// Id of the sender in the rest of the configuration.
    pub sender: String,
    /// Organisation number, ten digits, or twelve with `16` before them.
    pub organisation_number: String,
    /// Name as the register has it (`getSenders`), 2 to 256 characters.
    pub name: String,
    /// The organisation certificate with its key. It signs, seals and opens the connection.
    #[serde(flatten)]
    pub keys: KeyConfig,
    /// Organisation number in the certificate, when a dispatcher's certificate is used for this sender (A15).
    #[serde(default)]
    pub dispatcher_number: Option<String>,
}

impl Section for MinaMeddelandenConfig {
    fn settle(&mut self, base: &Path, environment: Environment) {
        self.environment = environment;
        self.trust.iter_mut().for_each(|path| at_base(base, path));
        for sender in &mut self.senders {
            sender.keys.resolve_paths(base);
        }
    }
}

const fn default_max_envelope_bytes() -> u64 {
    mina::ENVELOPE_LIMIT as u64
}
fn default_language() -> String {
    "svSE".to_owned()
}
const fn default_lookup_batch() -> usize {
    mina::register::MOST_RECIPIENTS
}
