//! Danish Digital Post, directly: REST, client certificate plus system token, receipts by pull or push.

mod api;
mod check;
mod config;
mod contacts;
mod page;
mod receipt;
mod sending;
mod trail;

pub use config::{DigitalPostConfig, DigitalPostSender, Secret};

use crate::channel::{
    Answer, Channel, ComposeError, ComposeJob, ConnectionProblem, DeliverJob, Delivery, Finding, Measure,
    Message, RawReceipt, ReadReceipt, SizeJob, TooLarge,
};
use crate::config::{ConfigError, Environment};
use crate::danish::{self, Limits};
use crate::http::{self, Failure, Line};
use crate::identity::{self, Identity};
use crate::push_client;
use crate::senders;
use crate::shown::Shown;
use crate::size;
use api::Api;
use async_trait::async_trait;
use bytes::Bytes;
use catalogue::Code;
use contacts::Subscription;
use futures_util::StreamExt as _;
use letter::{ChannelKind, Lookup, MessageUuid, ReceiptKind, Route, SenderId};
use party::PartyId;
use receipt::Receipt;

/// The Danish channel.
pub struct DigitalPost {
    tenants: Vec<Tenant>,
    limits: Limits,
    parallel_lookups: usize,
    allowed_push_clients: Vec<String>,
    push_client_header: String,
    /// Whether the receipts of real letters are expected.
    real: bool,
}

/// One municipality with its system.
struct Tenant {
    config: DigitalPostSender,
    identity: Identity,
    api: Api,
}

impl DigitalPost {
    /// Opens the channel: reads certificates, keys and tokens, connects to nothing.
    ///
    /// # Errors
    /// The setting that cannot be used, and what to do about it.
    pub fn open(config: DigitalPostConfig) -> Result<DigitalPost, ConfigError> {
        DigitalPost::build(config).map_err(|error| error.inside("digital_post"))
    }

    fn build(config: DigitalPostConfig) -> Result<DigitalPost, ConfigError> {
        let mut base = http::service("base_url", &config.base_url, config.environment)?;
        if !base.path().ends_with('/') {
            let path = format!("{}/", base.path());
            base.set_path(&path);
        }
        push_client::check(&config.allowed_push_clients, &config.push_client_header)?;
        let limits = Limits { message_bytes: config.max_message_bytes, attachments: config.max_attachments };
        let line = Line { trust: config.trust.as_deref(), connect_timeout_ms: config.connect_timeout_ms };
        let open = |sender| open_tenant(sender, &base, line, config.read_timeout_ms);
        let tenants = senders::open_each(config.senders, |sender| &sender.sender, open)?;
        Ok(DigitalPost {
            tenants,
            limits,
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
    /// says anything. Without a list of clients nobody may, but in a sandbox: receipts are then fetched.
    pub fn may_push(&self, subject: Option<&str>) -> bool {
        (!self.real || !self.allowed_push_clients.is_empty())
            && push_client::may(&self.allowed_push_clients, subject)
    }

    /// Takes in a receipt that Digital Post pushed to this sender's endpoint: its key and its bytes, to be stored. It
    /// has no id of its own, so equal bytes are the same receipt. `None`: no such sender.
    ///
    /// What is no receipt is taken in as well, to be stored and set aside: refused, it would come again for ever.
    pub fn receive(&self, sender: &str, body: &[u8]) -> Option<RawReceipt> {
        let tenant = self.tenants.iter().find(|tenant| tenant.config.sender == sender)?;
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, body);
        Some(RawReceipt {
            channel: ChannelKind::DigitalPost,
            sender: SenderId(tenant.config.sender.clone()),
            key: format!("pushed-{}", hex::encode(digest)),
            raw: Bytes::copy_from_slice(body),
        })
    }

    fn identities(&self) -> impl Iterator<Item = (&str, &Identity)> + Send {
        self.tenants.iter().map(|tenant| (tenant.config.sender.as_str(), &tenant.identity))
    }

    fn tenant(&self, sender: &SenderId) -> Option<&Tenant> {
        self.tenants.iter().find(|tenant| tenant.config.sender == sender.0)
    }

    async fn look_up(&self, sender: &SenderId, recipients: &[PartyId], wanted: Subscription) -> Vec<Lookup> {
        let Some(tenant) = self.tenant(sender) else {
            let detail = Some(unknown(sender));
            return vec![Lookup::Unknown { reason: Code::SenderNotAllowed, detail }; recipients.len()];
        };
        let questions: Vec<_> =
            recipients.iter().map(|recipient| look_up(tenant, recipient, wanted)).collect();
        futures_util::stream::iter(questions).buffered(self.parallel_lookups).collect().await
    }
}

fn open_tenant(
    sender: DigitalPostSender,
    base: &reqwest::Url,
    line: Line<'_>,
    read_timeout_ms: u64,
) -> Result<Tenant, ConfigError> {
    danish::check_sender(&sender.cvr, &sender.name)?;
    let (identity, client) = line.open(&sender.keys)?;
    let token = sender.token()?;
    let api =
        Api::new(client, base.clone(), &sender.system_id, &token, read_timeout_ms).ok_or_else(|| {
            ConfigError::new("system_id", "cannot stand in a header", "copy the system's id again")
        })?;
    Ok(Tenant { config: sender, identity, api })
}

#[async_trait]
impl Channel for DigitalPost {
    fn kind(&self) -> ChannelKind {
        ChannelKind::DigitalPost
    }

    async fn lookup(&self, sender: &SenderId, recipients: &[PartyId]) -> Vec<Lookup> {
        self.look_up(sender, recipients, Subscription::Mailbox).await
    }

    async fn lookup_nemsms(&self, sender: &SenderId, recipients: &[PartyId]) -> Vec<Lookup> {
        self.look_up(sender, recipients, Subscription::NemSms).await
    }

    fn route(&self, _lookup: &Lookup) -> Route {
        // Whether a repeated messageUUID is recognised was never documented: ask first.
        Route {
            channel: ChannelKind::DigitalPost,
            endpoint: None,
            repeat_is_safe: false,
            can_ask: true,
            tells: false,
        }
    }

    fn check_size(&self, job: &SizeJob) -> Result<(), TooLarge> {
        /// Elements, ids and names of a MeMo: no text of it is longer than 256 characters.
        const FRAME_BYTES: u64 = 24 * 1024;
        size::judge(size::content(job).saturating_add(FRAME_BYTES), self.limits.message_bytes)
    }

    async fn compose(&self, job: ComposeJob) -> Result<Message, ComposeError> {
        let Some(tenant) = self.tenant(&job.letter.sender) else {
            return Err(senders::cannot_compose(&job.letter.sender, ChannelKind::DigitalPost));
        };
        let (config, limits) = (tenant.config.clone(), self.limits);
        senders::composed(move || danish::compose(&job, &config.memo(), limits)).await
    }

    fn shown(&self, bytes: &Bytes) -> Option<Shown> {
        Shown::memo(bytes)
    }

    async fn deliver(&self, job: DeliverJob) -> Delivery {
        let Some(tenant) = self.tenant(&job.sender) else {
            let detail = Some(unknown(&job.sender));
            let outcome = letter::Outcome::Refused { problem: Code::SenderNotAllowed, detail, raw: None };
            return Delivery { outcome, answer: None };
        };
        let result = tenant.api.post_memo(&job.message_uuid.to_string(), job.bytes).await;
        let delivery = match result {
            Ok(answer) => {
                Delivery { outcome: sending::of_answer(&answer, job.message_uuid), answer: Some(answer.body) }
            }
            Err(failure) => Delivery { outcome: danish::of_failure(&failure), answer: None },
        };
        tracing::info!(channel = "digital_post", sender = %job.sender, message = %job.message_uuid, outcome = crate::log::word(&delivery.outcome), "sent");
        delivery
    }

    async fn ask(&self, sender: &SenderId, message: MessageUuid, _transmission_id: Option<&str>) -> Answer {
        let Some(tenant) = self.tenant(sender) else { return Answer::NoAnswer(Some(unknown(sender))) };
        match find_receipt(tenant, message).await {
            Ok(Some((read, raw))) if read.kind != ReceiptKind::Received => return Answer::Receipt(read, raw),
            Ok(Some(_)) => return Answer::Underway,
            Ok(None) => {}
            Err(problem) => return Answer::NoAnswer(Some(problem.to_string())),
        }
        let wanted = message.to_string();
        match tenant.api.get("events/", &[("any", &wanted)]).await {
            Ok(answer) if answer.is_success() => match trail::speaks_of(&answer.body, &wanted) {
                Some(true) => Answer::Underway,
                Some(false) => Answer::NotSeen,
                None => Answer::NoAnswer(Some("the trail of events is not readable".to_owned())),
            },
            Ok(answer) => Answer::NoAnswer(Some(format!("events: status {}", answer.status))),
            Err(failure) => Answer::NoAnswer(Some(failure.detail().to_owned())),
        }
    }

    async fn receipts(&self) -> Result<Vec<RawReceipt>, ConnectionProblem> {
        let mut receipts = Vec::new();
        let (mut answered, mut problem) = (false, None);
        for tenant in &self.tenants {
            match list_receipts(tenant).await {
                Ok(body) => {
                    answered = true;
                    receipts.extend(raw_receipts(tenant, &body));
                }
                Err(found) => {
                    tracing::warn!(channel = "digital_post", sender = %tenant.config.sender, problem = %found, "receipts not fetched");
                    problem = Some(found);
                }
            }
        }
        // One sender's trouble must not hold back the receipts of the others.
        match problem {
            Some(problem) if !answered => Err(problem),
            _ => Ok(receipts),
        }
    }

    async fn acknowledge(&self, receipt: &RawReceipt) -> Result<(), ConnectionProblem> {
        let Some(tenant) = self.tenant(&receipt.sender) else {
            return Err(ConnectionProblem { code: Code::SenderNotAllowed, detail: unknown(&receipt.sender) });
        };
        match tenant.api.delete(&format!("receipts/{}", receipt.key)).await {
            // 404: acknowledged before, and that answer was lost.
            Ok(answer) if answer.is_success() || answer.status == 404 => Ok(()),
            Ok(answer) => Err(of_status(answer.status)),
            Err(failure) => Err(of_failure(&failure)),
        }
    }

    fn read_receipt(&self, raw: &[u8]) -> Option<ReadReceipt> {
        Receipt::parse(raw)?.read()
    }

    async fn check(&self) -> Vec<Finding> {
        self.findings().await
    }

    async fn look_at_keys(&self) -> Vec<Finding> {
        identity::look_again(ChannelKind::DigitalPost, self.identities()).await
    }

    fn conditions(&self) -> Vec<Finding> {
        identity::conditions(ChannelKind::DigitalPost, self.identities())
    }

    fn measures(&self) -> Vec<Measure> {
        identity::measures(self.identities())
    }
}

fn unknown(sender: &SenderId) -> String {
    senders::unknown(sender, ChannelKind::DigitalPost)
}

async fn look_up(tenant: &Tenant, recipient: &PartyId, wanted: Subscription) -> Lookup {
    let Some(parameter) = danish::parameter(recipient) else {
        return Lookup::No { reason: Code::NotAddressable };
    };
    match tenant.api.get("contacts/", &[(parameter, recipient.reveal())]).await {
        Ok(answer) => contacts::read(&answer, recipient, wanted),
        Err(failure) => {
            let refused = failure.is_certificate_refused();
            let reason = if refused { Code::DigitalPostUnauthorised } else { Code::RegisterUnavailable };
            Lookup::Unknown { reason, detail: Some(failure.detail().to_owned()) }
        }
    }
}

async fn list_receipts(tenant: &Tenant) -> Result<Bytes, ConnectionProblem> {
    match tenant.api.get("receipts-bulk/", &[]).await {
        Ok(answer) if answer.is_success() => Ok(answer.body),
        Ok(http::Answer { status, .. }) => Err(of_status(status)),
        Err(failure) => Err(of_failure(&failure)),
    }
}

fn raw_receipts(tenant: &Tenant, body: &[u8]) -> Vec<RawReceipt> {
    let Some(listed) = receipt::listed(body) else {
        tracing::warn!(channel = "digital_post", sender = %tenant.config.sender, "list of receipts not readable");
        return Vec::new();
    };
    let raw = listed.into_iter().map(|receipt| RawReceipt {
        channel: ChannelKind::DigitalPost,
        sender: SenderId(tenant.config.sender.clone()),
        key: receipt.id,
        raw: Bytes::copy_from_slice(receipt.raw),
    });
    raw.collect()
}

/// The receipt that says most about the message, if any lies ready.
async fn find_receipt(
    tenant: &Tenant,
    message: MessageUuid,
) -> Result<Option<(ReadReceipt, Bytes)>, ConnectionProblem> {
    let body = list_receipts(tenant).await?;
    let mut best: Option<(ReadReceipt, Bytes)> = None;
    for listed in receipt::listed(&body).unwrap_or_default() {
        let Some(read) = Receipt::parse(listed.raw).and_then(|receipt| receipt.read()) else { continue };
        let better = best.as_ref().is_none_or(|(best, _)| best.kind == ReceiptKind::Received);
        if read.message_uuid == message && better {
            best = Some((read, Bytes::copy_from_slice(listed.raw)));
        }
    }
    Ok(best)
}

fn of_status(status: u16) -> ConnectionProblem {
    let code = if matches!(status, 401 | 403) {
        Code::DigitalPostUnauthorised
    } else {
        Code::DigitalPostUnavailable
    };
    ConnectionProblem { code, detail: format!("status {status}") }
}

fn of_failure(failure: &Failure) -> ConnectionProblem {
    let refused = failure.is_certificate_refused();
    let code = if refused { Code::DigitalPostUnauthorised } else { Code::DigitalPostUnavailable };
    ConnectionProblem { code, detail: failure.detail().to_owned() }
}
