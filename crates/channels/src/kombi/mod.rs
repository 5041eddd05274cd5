//! Danish Digital Post and print through KOMBIT's Serviceplatformen (SF1601): SAML, access tokens, KombiPostAfsend,
//! PostForespørg, and receipts pushed by Beskedfordeler or fetched from its queue.

mod access;
mod address;
mod api;
mod check;
mod config;
mod consignment;
mod lookup;
mod paper;
mod post_status;
mod queue;
mod request;
mod sending;
mod xml;

pub use config::{KombiConfig, KombiEntities, KombiMode, KombiPrint, KombiQueue, KombiSender, Postage};
pub use paper::KombiPaper;
pub use post_status::{PostStatus, PostStatusError, PostStatusKind, post_status_answer, read_post_status};

use crate::channel::{
    Answer, Channel, ComposeError, ComposeJob, ConnectionProblem, DeliverJob, Delivery, Finding, Measure,
    Message, RawReceipt, ReadReceipt, SizeJob, TooLarge,
};
use crate::config::{ConfigError, Environment};
use crate::http::{Line, check_environment, service};
use crate::identity::{self, Identity};
use crate::shown::Shown;
use crate::{danish, push_client, senders, size};
use access::{Access, Setup};
use api::{Api, CallError};
use async_trait::async_trait;
use bytes::Bytes;
use catalogue::Code;
use futures_util::StreamExt as _;
use letter::{ChannelKind, Lookup, MessageUuid, Outcome, Route, SenderId};
use lookup::Asked;
use party::PartyId;
use queue::Queue;
use request::Settings;

/// The KOMBIT road.
///
/// Its receipts are fetched from a queue, where the sender names one, or pushed: an endpoint of the gateway hands what it gets to [`Kombi::receive`], stores the raw
/// receipt, and answers with [`post_status_answer`].
pub struct Kombi {
    tenants: Vec<Tenant>,
    settings: Settings,
    print_without_mailbox: bool,
    parallel_lookups: usize,
    allowed_push_clients: Vec<String>,
    push_client_header: String,
    /// Whether the receipts of real letters are expected.
    real: bool,
}

/// One municipality with its tokens.
struct Tenant {
    config: KombiSender,
    identity: Identity,
    api: Api,
    queue: Option<Queue>,
}

impl Kombi {
    /// Opens the channel: reads certificates and keys, connects to nothing.
    ///
    /// # Errors
    /// The setting that cannot be used, and what to do about it.
    pub fn open(config: KombiConfig) -> Result<Kombi, ConfigError> {
        Kombi::build(config).map_err(|error| error.inside("kombi"))
    }

    fn build(config: KombiConfig) -> Result<Kombi, ConfigError> {
        let base = service("base_url", &config.base_url, config.environment)?;
        let sts = service("sts_url", &config.sts_url, config.environment)?;
        if config.print_without_mailbox && config.mode == KombiMode::DigitalPost {
            let problem = "needs the platform's choice";
            return Err(ConfigError::new("print_without_mailbox", problem, "set mode = \"automatisk_valg\""));
        }
        push_client::check(&config.allowed_push_clients, &config.push_client_header)?;
        let settings = Settings::of(&config);
        let open = |sender| open_tenant(sender, &config, &base, &sts);
        let tenants = senders::open_each(config.senders.clone(), |sender| &sender.sender, open)?;
        Ok(Kombi {
            tenants,
            settings,
            print_without_mailbox: config.print_without_mailbox,
            parallel_lookups: config.parallel_lookups.clamp(1, 64),
            allowed_push_clients: config.allowed_push_clients,
            push_client_header: config.push_client_header,
            real: config.environment != Environment::Sandbox,
        })
    }

    /// The header in which the TLS proxy names the client certificate of a push.
    pub fn push_client_header(&self) -> &str {
        &self.push_client_header
    }

    /// Whether the holder of this certificate may push receipts: `subject` is what the proxy's header says, if it
    /// says anything. Without a list of clients everybody may whom the network lets through.
    pub fn may_push(&self, subject: Option<&str>) -> bool {
        push_client::may(&self.allowed_push_clients, subject)
    }

    /// Takes in what Beskedfordeler pushed: whose receipt it is, its key and its bytes, to be stored. The same key
    /// twice is the same receipt; the order in which they come says nothing.
    ///
    /// # Errors
    /// Why it is no receipt for any of our senders; [`PostStatusError::wants_redelivery`] says how to answer.
    pub fn receive(&self, envelope: &[u8]) -> Result<RawReceipt, PostStatusError> {
        let status = read_post_status(envelope)?;
        let ours = |tenant: &&Tenant| status.authority.as_ref() == Some(&tenant.config.cvr);
        let tenant = self.tenants.iter().find(ours).ok_or(PostStatusError::UnknownAuthority)?;
        Ok(RawReceipt {
            channel: ChannelKind::Kombi,
            sender: SenderId(tenant.config.sender.clone()),
            key: status.id.to_string(),
            raw: Bytes::copy_from_slice(envelope),
        })
    }

    fn identities(&self) -> impl Iterator<Item = (&str, &Identity)> + Send {
        self.tenants.iter().map(|tenant| (tenant.config.sender.as_str(), &tenant.identity))
    }

    fn tenant(&self, sender: &SenderId) -> Option<&Tenant> {
        self.tenants.iter().find(|tenant| tenant.config.sender == sender.0)
    }

    async fn look_up(&self, sender: &SenderId, recipients: &[PartyId], asked: Asked) -> Vec<Lookup> {
        let Some(tenant) = self.tenant(sender) else {
            let detail = Some(unknown(sender));
            return vec![Lookup::Unknown { reason: Code::SenderNotAllowed, detail }; recipients.len()];
        };
        let questions: Vec<_> =
            recipients.iter().map(|recipient| look_up(tenant, recipient, asked)).collect();
        futures_util::stream::iter(questions).buffered(self.parallel_lookups).collect().await
    }

    /// Hands in a stored request, whatever is in it.
    async fn send(&self, job: DeliverJob) -> Delivery {
        let Some(tenant) = self.tenant(&job.sender) else {
            let detail = Some(unknown(&job.sender));
            let outcome = Outcome::Refused { problem: Code::SenderNotAllowed, detail, raw: None };
            return Delivery { outcome, answer: None };
        };
        let delivery = match tenant.api.send(job.bytes).await {
            Ok(answer) => Delivery { outcome: sending::of_answer(&answer), answer: Some(answer.body) },
            Err(CallError::Token(problem)) => {
                let outcome = Outcome::Retry { problem: problem.code, detail: Some(problem.detail) };
                Delivery { outcome, answer: None }
            }
            Err(CallError::Call(failure)) => Delivery { outcome: danish::of_failure(&failure), answer: None },
        };
        tracing::info!(channel = "kombi", sender = %job.sender, message = %job.message_uuid, outcome = crate::log::word(&delivery.outcome), "sent");
        delivery
    }
}

fn open_tenant(
    sender: KombiSender,
    config: &KombiConfig,
    base: &reqwest::Url,
    sts: &reqwest::Url,
) -> Result<Tenant, ConfigError> {
    danish::check_sender(&sender.cvr, &sender.name)?;
    let longest = 2_000;
    if sender.system_name.as_ref().is_some_and(|name| name.chars().count() > longest) {
        return Err(ConfigError::new("system_name", "is too long", "give at most 2,000 characters"));
    }
    let line = Line { trust: config.trust.as_deref(), connect_timeout_ms: config.connect_timeout_ms };
    let (identity, client) = line.open(&sender.keys)?;
    let queue = open_queue(&sender, config, line, &identity)?;
    let access = Access::new(Setup {
        client: client.clone(),
        base,
        sts,
        cvr: &sender.cvr,
        identity: identity.clone(),
        entities: &config.entities,
        read_timeout_ms: config.read_timeout_ms,
    });
    let api = Api::new(client, base, access, config.read_timeout_ms);
    Ok(Tenant { config: sender, identity, api, queue })
}

fn open_queue(
    sender: &KombiSender,
    config: &KombiConfig,
    line: Line<'_>,
    identity: &Identity,
) -> Result<Option<Queue>, ConfigError> {
    let Some(name) = &sender.queue else { return Ok(None) };
    if name.is_empty() || name.len() > 255 {
        let remedy = "copy the dueslag's UUID from the service agreement";
        return Err(ConfigError::new("queue", "is no name of a queue", remedy));
    }
    let Some(settings) = &config.queue else {
        let remedy =
            "add [kombi.queue] with the broker's host, or take the line out: receipts are then pushed";
        return Err(ConfigError::new("queue", "needs the broker's address", remedy));
    };
    check_environment("queue.host", &settings.host, config.environment)?;
    let patience = config.connect_timeout_ms.saturating_add(config.read_timeout_ms);
    let patience = std::time::Duration::from_millis(patience);
    Ok(Some(Queue::new(settings.clone(), name.clone(), line.tls(identity)?, patience)))
}

fn unknown(sender: &SenderId) -> String {
    senders::unknown(sender, ChannelKind::Kombi)
}

#[async_trait]
impl Channel for Kombi {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Kombi
    }

    async fn lookup(&self, sender: &SenderId, recipients: &[PartyId]) -> Vec<Lookup> {
        let answers = self.look_up(sender, recipients, Asked::Mailbox).await;
        let on_paper = |answer| match answer {
            Lookup::No { reason: Code::NoOpenMailbox } if self.print_without_mailbox => {
                Lookup::Yes { reason: Code::NoOpenMailbox, endpoint: None }
            }
            other => other,
        };
        answers.into_iter().map(on_paper).collect()
    }

    async fn lookup_nemsms(&self, sender: &SenderId, recipients: &[PartyId]) -> Vec<Lookup> {
        self.look_up(sender, recipients, Asked::NemSms).await
    }

    fn route(&self, _lookup: &Lookup) -> Route {
        way(ChannelKind::Kombi)
    }

    fn check_size(&self, job: &SizeJob) -> Result<(), TooLarge> {
        /// Elements, ids and names of request, MeMo and consignment.
        const FRAME_BYTES: u64 = 40 * 1024;
        let digital = size::content(job);
        let raw = job.document_sizes.iter().fold(0, |sum: u64, size| sum.saturating_add(*size));
        // What is too large to print goes without its physical part.
        let printed = self.settings.mode == KombiMode::AutomatiskValg && raw <= self.settings.print.max_bytes;
        let physical = if printed { digital } else { 0 };
        let size_bytes = digital.saturating_add(physical).saturating_add(FRAME_BYTES);
        size::judge(size_bytes, self.settings.limits.message_bytes)
    }

    async fn compose(&self, job: ComposeJob) -> Result<Message, ComposeError> {
        let Some(tenant) = self.tenant(&job.letter.sender) else {
            return Err(senders::cannot_compose(&job.letter.sender, ChannelKind::Kombi));
        };
        let (config, settings) = (tenant.config.clone(), self.settings.clone());
        senders::composed(move || request::compose(&job, &settings, &config)).await
    }

    fn shown(&self, bytes: &Bytes) -> Option<Shown> {
        Shown::memo(request::digital(bytes)?)
    }

    async fn deliver(&self, job: DeliverJob) -> Delivery {
        self.send(job).await
    }

    async fn ask(&self, _sender: &SenderId, _message: MessageUuid, _transmission: Option<&str>) -> Answer {
        cannot_be_asked()
    }

    /// What lies in the senders' queues; those that are pushed come by [`Kombi::receive`].
    async fn receipts(&self) -> Result<Vec<RawReceipt>, ConnectionProblem> {
        let (mut receipts, mut problem) = (Vec::new(), None);
        for tenant in &self.tenants {
            let Some(queue) = &tenant.queue else { continue };
            match queue.take(tenant.api.access(), &tenant.config.sender).await {
                Ok(taken) => receipts.extend(taken),
                Err(found) => {
                    let sender = &tenant.config.sender;
                    tracing::warn!(channel = "kombi", sender, problem = %found, "receipts not fetched");
                    problem = Some(found);
                }
            }
        }
        // One sender's trouble must not hold back the receipts of the others.
        match problem {
            Some(problem) if receipts.is_empty() => Err(problem),
            _ => Ok(receipts),
        }
    }

    /// To the queue that it came from; to a push the answer was the acknowledgement.
    async fn acknowledge(&self, receipt: &RawReceipt) -> Result<(), ConnectionProblem> {
        match self.tenant(&receipt.sender).and_then(|tenant| tenant.queue.as_ref()) {
            Some(queue) => queue.acknowledge(receipt).await,
            None => Ok(()),
        }
    }

    fn read_receipt(&self, raw: &[u8]) -> Option<ReadReceipt> {
        read_post_status(raw).ok()?.receipt()
    }

    async fn check(&self) -> Vec<Finding> {
        self.findings().await
    }

    async fn look_at_keys(&self) -> Vec<Finding> {
        identity::look_again(ChannelKind::Kombi, self.identities()).await
    }

    fn conditions(&self) -> Vec<Finding> {
        identity::conditions(ChannelKind::Kombi, self.identities())
    }

    fn measures(&self) -> Vec<Measure> {
        identity::measures(self.identities())
    }
}

/// Whether a repeated id is recognised was never documented, and there is nothing to ask: the PostStatus tells.
const fn way(channel: ChannelKind) -> Route {
    Route { channel, endpoint: None, repeat_is_safe: false, can_ask: false, tells: true }
}

fn cannot_be_asked() -> Answer {
    Answer::NoAnswer(Some("KombiPostAfsend cannot be asked; the PostStatus tells".to_owned()))
}

async fn look_up(tenant: &Tenant, recipient: &PartyId, asked: Asked) -> Lookup {
    match lookup::question(recipient) {
        Some((parameter, number)) => {
            lookup::read(tenant.api.can_receive(asked, parameter, number).await, asked)
        }
        None => Lookup::No { reason: Code::NotAddressable },
    }
}
