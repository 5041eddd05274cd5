//! Configuration of the KOMBIT road.

use crate::config::{Environment, Section, at_base, default_connect_timeout_ms, default_read_timeout_ms};
use crate::danish::{
    ContactPointConfig, MemoSender, MemoVersion, default_language, default_max_attachments,
    default_max_message_bytes, default_parallel_lookups, default_post_type, yes,
};
use keystore::KeyConfig;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Digital Post and print through KOMBIT's Serviceplatformen (SF1601). In TOML under `[kombi]`.
///
/// ```toml
/// base_url = "https://exttest.serviceplatformen.dk/"
/// sts_url = "https://n2adgangsstyring.eksterntest-stoettesystemerne.dk/"
/// environment = "test"
/// mode = "automatisk_valg"
/// allowed_push_clients = ["19435075"]
///
/// [[senders]]
/// sender = "eksempel"
/// cvr = "12345678"
/// name = "Eksempel Kommune"
/// system_name = "Brevdue"
/// certificate = "keys/eksempel.crt.pem"
/// key = "keys/eksempel.key.pem"
/// print_type = 265
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KombiConfig {
    /// Serviceplatformen, such as `https://prod.serviceplatformen.dk/`.
    pub base_url: String,
    /// The security token service, such as `https://n2adgangsstyring.stoettesystemerne.dk/`.
    pub sts_url: String,
    /// `sandbox` (default), `test` or `production`; addresses of another one are refused (R5).
    #[serde(default)]
    pub environment: Environment,
    /// PEM file of root certificates to trust instead of the system's.
    #[serde(default)]
    pub trust: Option<PathBuf>,
    /// Who chooses between mailbox and paper.
    #[serde(default)]
    pub mode: KombiMode,
    /// With `automatisk_valg`: a recipient without a mailbox is taken too, and the platform prints. A letter that
    /// cannot be printed then goes to a person. False by default: the fallback of the letter type decides.
    #[serde(default)]
    pub print_without_mailbox: bool,
    /// Entity ids that access tokens are asked for.
    #[serde(default)]
    pub entities: KombiEntities,
    /// How the platform's print vendor shall print.
    #[serde(default)]
    pub print: KombiPrint,
    /// Whose client certificate may push receipts: CVR numbers, or whole subjects as the proxy writes them. Empty
    /// (default): everybody whom the network lets through.
    #[serde(default)]
    pub allowed_push_clients: Vec<String>,
    /// Header in which the TLS proxy names the subject of the client certificate that it has verified, in the form of
    /// RFC 2253. The proxy must set it itself in every request.
    #[serde(default = "default_push_client_header")]
    pub push_client_header: String,
    /// Where receipts are fetched from (BeskedHent), for senders that name their queue. Nowhere by default: they are
    /// pushed.
    #[serde(default)]
    pub queue: Option<KombiQueue>,
    /// The senders: one per municipality, each with its own service agreement.
    pub senders: Vec<KombiSender>,
    /// Time for name, connection and TLS, milliseconds. 5,000 by default.
    #[serde(default = "default_connect_timeout_ms")]
    pub connect_timeout_ms: u64,
    /// Longest silence of the other side, milliseconds. 120,000 by default.
    #[serde(default = "default_read_timeout_ms")]
    pub read_timeout_ms: u64,
    /// Largest request, bytes: 99.5 MB as in Digital Post (L1).
    #[serde(default = "default_max_message_bytes")]
    pub max_message_bytes: u64,
    /// Most attachments beside the main document: 10 (L2).
    #[serde(default = "default_max_attachments")]
    pub max_attachments: usize,
    /// Lookups at a time. 8 by default.
    #[serde(default = "default_parallel_lookups")]
    pub parallel_lookups: usize,
}

/// Who chooses between mailbox and paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KombiMode {
    /// The gateway: only the digital part is sent, and the platform refuses it if there is no mailbox.
    #[default]
    DigitalPost,
    /// The platform: both parts are sent where the letter can be printed, and it takes the mailbox if there is one.
    AutomatiskValg,
}

/// Entity ids of the services: part of the service agreement, with the known ones as defaults.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KombiEntities {
    /// Of KombiPostAfsend.
    pub send: String,
    /// Of PostForespørg.
    pub lookup: String,
}

impl Default for KombiEntities {
    fn default() -> KombiEntities {
        KombiEntities {
            send: "http://entityid.kombit.dk/service/kombipostafsend/1".to_owned(),
            lookup: "http://entityid.kombit.dk/service/postforespoerg/1".to_owned(),
        }
    }
}

/// The broker of receipts: AMQP 0-9-1 over TLS. In TOML under `[kombi.queue]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KombiQueue {
    /// Its host: `beskedfordeler.stoettesystemerne.dk`, for tests
    /// `beskedfordeler.eksterntest-stoettesystemerne.dk`.
    pub host: String,
    /// Its port. 5671 by default.
    #[serde(default = "default_queue_port")]
    pub port: u16,
    /// Its virtual host. `BF` by default.
    #[serde(default = "default_vhost")]
    pub vhost: String,
    /// Entity id that the assertion is asked for: part of the service agreement.
    #[serde(default = "default_queue_entity")]
    pub entity: String,
    /// Messages taken at a time, and not acknowledged at a time. 100 by default.
    #[serde(default = "default_batch")]
    pub batch: u16,
}

fn default_queue_port() -> u16 {
    5671
}

fn default_vhost() -> String {
    "BF".to_owned()
}

fn default_queue_entity() -> String {
    "http://entityid.kombit.dk/service/bfo_modtag/2".to_owned()
}

fn default_batch() -> u16 {
    100
}

/// How the physical part is printed.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KombiPrint {
    /// Print in colour. False by default.
    pub colour: bool,
    /// Print on both sides. True by default.
    pub duplex: bool,
    /// Postage. `economique` by default.
    pub postage: Postage,
    /// Most bytes of all printed documents: 7 MiB, what a municipality in production found to work.
    pub max_bytes: u64,
}

impl Default for KombiPrint {
    fn default() -> KombiPrint {
        KombiPrint { colour: false, duplex: true, postage: Postage::default(), max_bytes: 7 * 1024 * 1024 }
    }
}

/// `PostKategoriKode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Postage {
    /// The faster one.
    Prioritaire,
    /// The ordinary one.
    #[default]
    Economique,
    /// For large numbers.
    Bulk,
    /// Registered.
    Rekommanderet,
    /// Registered, with the recipient's receipt.
    RekommanderetMedModtagerbevis,
    /// Service of process.
    Forkyndelse,
}

impl Postage {
    /// The word of the schema.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Postage::Prioritaire => "Prioritaire",
            Postage::Economique => "Economique",
            Postage::Bulk => "Bulk",
            Postage::Rekommanderet => "Rekommanderet",
            Postage::RekommanderetMedModtagerbevis => "Rekommanderet med modtagerbevis",
            Postage::Forkyndelse => "Forkyndelse",
        }
    }
}

/// One municipality at Serviceplatformen.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KombiSender {
    /// Id of the sender in the rest of the configuration.
    pub sender: String,
    /// CVR number, 8 digits: the municipality of the service agreement and of the messages.
    pub cvr: String,
    /// Name that the recipient sees (D13).
    pub name: String,
    /// Name of the sending system as the print vendor's books show it (`BrugerNavn`); nothing by default.
    #[serde(default)]
    pub system_name: Option<String>,
    /// The FOCES or OCES system certificate with its key. It opens the connection.
    #[serde(flatten)]
    pub keys: KeyConfig,
    /// Name of the queue in which this sender's receipts lie: the UUID of the dueslag in the agreement. Needs
    /// `[kombi.queue]`.
    #[serde(default)]
    pub queue: Option<String>,
    /// Number of the consignment type agreed with the print vendor (`ForsendelseTypeIdentifikator`).
    #[serde(default)]
    pub print_type: Option<std::num::NonZeroU32>,
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

impl KombiSender {
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
}

impl Section for KombiConfig {
    fn settle(&mut self, base: &Path, environment: Environment) {
        self.environment = environment;
        self.trust.iter_mut().for_each(|path| at_base(base, path));
        for sender in &mut self.senders {
            sender.keys.resolve_paths(base);
        }
    }
}

fn default_push_client_header() -> String {
    "x-client-subject".to_owned()
}
