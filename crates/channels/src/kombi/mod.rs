//! Danish Digital Post and print through KOMBIT's Serviceplatformen (SF1601): SAML, access tokens, KombiPostAfsend,
//! PostForespørg, and receipts pushed by Beskedfordeler.

mod access;
mod address;
mod api;
mod check;
mod config;
mod consignment;
mod lookup;
mod post_status;
mod request;
mod sending;
mod xml;

pub use config::{KombiConfig, KombiEntities, KombiMode, KombiPrint, KombiSender, Postage};
pub use post_status::{PostStatus, PostStatusError, PostStatusKind, post_status_answer, read_post_status};

use crate::channel::{
    Answer, Channel, ComposeError, ComposeJob, ConnectionProblem, DeliverJob, Delivery, Finding, Message,
    RawReceipt, ReadReceipt, SizeJob, TooLarge,
};
use crate::config::{ConfigError, Environment};
use crate::http::{ClientSetup, check_environment, check_https, host_and_port};
use crate::identity::Identity;
use crate::work::on_processor;
use crate::{danish, size};
use access::{Access, Setup};
use api::{Api, CallError};
use async_trait::async_trait;
use bytes::Bytes;
use catalogue::Code;
use futures_util::StreamExt as _;
use letter::{ChannelKind, Lookup, MessageUuid, Outcome, Route, SenderId};
use party::PartyId;
use request::Settings;

/// The KOMBIT road.
///
/// Its receipts are pushed: an endpoint of the gateway hands what it gets to [`Kombi::receive`], stores the raw
/// receipt, and answers with [`post_status_answer`].
pub struct Kombi {
    tenants: Vec<Tenant>,
    settings: Settings,
    print_without_mailbox: bool,
    parallel_lookups: usize,
}

/// One municipality with its tokens.
struct Tenant {
    config: KombiSender,
    identity: Identity,
    api: Api,
}

impl Kombi {
    /// Opens the channel: reads certificates and keys, connects to nothing.
    ///
    /// # Errors
    /// The setting that cannot be used, and what to do about it.
    pub fn open(config: KombiConfig) -> Result<Kombi, ConfigError> {
        let inside = |error: ConfigError| error.inside("kombi");
        let base = address("base_url", &config.base_url, config.environment).map_err(inside)?;
        let sts = address("sts_url", &config.sts_url, config.environment).map_err(inside)?;
        if config.print_without_mailbox && config.mode == KombiMode::DigitalPost {
            let problem = "needs the platform's choice";
            let error = ConfigError::new("print_without_mailbox", problem, "set mode = \"automatisk_valg\"");
            return Err(inside(error));
        }
        let mut tenants: Vec<Tenant> = Vec::with_capacity(config.senders.len());
        for (number, sender) in config.senders.iter().enumerate() {
            let outer = format!("kombi.senders[{number}]");
            if tenants.iter().any(|tenant| tenant.config.sender == sender.sender) {
                return Err(
                    ConfigError::new("sender", "is there twice", "keep one entry per sender").inside(&outer)
                );
            }
            tenants.push(open_tenant(sender, &config, &base, &sts).map_err(|error| error.inside(&outer))?);
        }
        Ok(Kombi {
            tenants,
            settings: Settings::of(&config),
            print_without_mailbox: config.print_without_mailbox,
            parallel_lookups: config.parallel_lookups.clamp(1, 64),
        })
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

    fn tenant(&self, sender: &SenderId) -> Option<&Tenant> {
        self.tenants.iter().find(|tenant| tenant.config.sender == sender.0)
    }
}

fn address(key: &str, text: &str, environment: Environment) -> Result<reqwest::Url, ConfigError> {
    let url = check_https(key, text)?;
    let (host, _) = host_and_port(&url).unwrap_or_default();
    check_environment(key, &host, environment)?;
    Ok(url)
}

fn open_tenant(
    sender: &KombiSender,
    config: &KombiConfig,
    base: &reqwest::Url,
    sts: &reqwest::Url,
) -> Result<Tenant, ConfigError> {
    danish::check_sender(&sender.cvr, &sender.name)?;
    let longest = 2_000;
    if sender.system_name.as_ref().is_some_and(|name| name.chars().count() > longest) {
        return Err(ConfigError::new("system_name", "is too long", "give at most 2,000 characters"));
    }
    let identity = Identity::load(&sender.certificate, &sender.key)?;
    let trust = config.trust.as_deref();
    let setup = ClientSetup { identity: &identity, trust, connect_timeout_ms: config.connect_timeout_ms };
    let client = setup.build()?;
    let access = Access::new(Setup {
        client: client.clone(),
        base,
        sts,
        cvr: &sender.cvr,
        use_key: identity.certificate().to_base64(),
        entities: &config.entities,
        read_timeout_ms: config.read_timeout_ms,
    });
    let api = Api::new(client, base, access, config.read_timeout_ms);
    Ok(Tenant { config: sender.clone(), identity, api })
}

/// The word for a sender that this channel does not have.
fn unknown_sender(sender: &SenderId) -> String {
    format!("sender {sender} is not configured for kombi")
}

#[async_trait]
impl Channel for Kombi {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Kombi
    }

    async fn lookup(&self, sender: &SenderId, recipients: &[PartyId]) -> Vec<Lookup> {
        let Some(tenant) = self.tenant(sender) else {
            let detail = Some(unknown_sender(sender));
            return vec![Lookup::Unknown { reason: Code::SenderNotAllowed, detail }; recipients.len()];
        };
        let questions: Vec<_> = recipients.iter().map(|recipient| look_up(tenant, recipient)).collect();
        let answers = futures_util::stream::iter(questions).buffered(self.parallel_lookups);
        let on_paper = |answer| match answer {
            Lookup::No { reason: Code::NotInRegister } if self.print_without_mailbox => {
                Lookup::Yes { reason: Code::NotInRegister, endpoint: None }
            }
            other => other,
        };
        answers.map(on_paper).collect().await
    }

    fn route(&self, _lookup: &Lookup) -> Route {
        // Whether a repeated id is recognised was never documented, and there is nothing to ask: the PostStatus tells.
        Route { channel: ChannelKind::Kombi, endpoint: None, repeat_is_safe: false, can_ask: false }
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
            return Err(ComposeError {
                code: Code::SenderNotAllowed,
                detail: unknown_sender(&job.letter.sender),
            });
        };
        let (config, settings) = (tenant.config.clone(), self.settings.clone());
        let composed = on_processor(move || request::compose(&job, &settings, &config)).await;
        let failed =
            || Err(ComposeError { code: Code::ComposeFailed, detail: "composing stopped".to_owned() });
        composed.unwrap_or_else(failed)
    }

    async fn deliver(&self, job: DeliverJob) -> Delivery {
        let Some(tenant) = self.tenant(&job.sender) else {
            let detail = Some(unknown_sender(&job.sender));
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

    async fn ask(&self, _sender: &SenderId, _message: MessageUuid, _transmission: Option<&str>) -> Answer {
        Answer::NoAnswer(Some("KombiPostAfsend cannot be asked; the PostStatus tells".to_owned()))
    }

    /// Always empty: receipts are pushed, see [`Kombi::receive`].
    async fn receipts(&self) -> Result<Vec<RawReceipt>, ConnectionProblem> {
        Ok(Vec::new())
    }

    /// Nothing to do: the answer to the push was the acknowledgement.
    async fn acknowledge(&self, _receipt: &RawReceipt) -> Result<(), ConnectionProblem> {
        Ok(())
    }

    fn read_receipt(&self, raw: &[u8]) -> Option<ReadReceipt> {
        read_post_status(raw).ok()?.receipt()
    }

    async fn check(&self) -> Vec<Finding> {
        self.findings().await
    }
}

async fn look_up(tenant: &Tenant, recipient: &PartyId) -> Lookup {
    match lookup::question(recipient) {
        Some((parameter, number)) => lookup::read(tenant.api.can_receive(parameter, number).await),
        None => Lookup::No { reason: Code::NotAddressable },
    }
}
