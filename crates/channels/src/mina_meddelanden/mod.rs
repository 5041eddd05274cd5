//! Swedish Mina meddelanden: the register is asked, the sealed delivery goes to the operator that it names.

mod batches;
mod breaker;
mod calls;
mod check;
mod compose;
mod config;
mod lines;
mod lookup;
mod matter;
mod notify;
mod operator;
mod ready;
mod registered;
mod sending;
mod soap;
mod standing;
mod text;

pub use calls::CallError;
pub use config::{LineConfig, MinaMeddelandenConfig, MinaSender, OperatorConfig};
pub use registered::Registered;

use crate::channel::{
    Answer, Channel, ComposeError, ComposeJob, ConnectionProblem, DeliverJob, Delivery, Finding, Hold,
    Measure, Message, RawReceipt, ReadReceipt, SizeJob, Standing, TooLarge,
};
use crate::config::{ConfigError, Environment};
use crate::http::{Line, check_environment, check_https, host_and_port, service};
use crate::identity::{self, Identity};
use crate::senders;
use crate::shown::Shown;
use crate::size;
use async_trait::async_trait;
use bytes::Bytes;
use catalogue::Code;
use jiff::civil::Date;
use letter::{ChannelKind, Data, Endpoint, Fault, Lookup, MessageUuid, Route, SenderId};
use lines::Lines;
use mina::WireId;
use party::PartyId;
use std::sync::Mutex;
use std::time::Duration;

/// The Swedish channel.
pub struct MinaMeddelanden {
    tenants: Vec<Tenant>,
    register_url: String,
    /// As [`allowed_host`] makes them.
    allowed_hosts: Vec<String>,
    operators: Vec<OperatorConfig>,
    language: String,
    max_envelope_bytes: u64,
    read_timeout_ms: u64,
    lookup_batch: usize,
    lines: Lines,
    /// What the latest look at the register said about senders that are not connected (A16).
    not_connected: Mutex<Vec<Finding>>,
}

/// One municipality with its certificate.
struct Tenant {
    config: MinaSender,
    wire_id: WireId,
    /// Organisation number with `16` that the certificate must name.
    holder: String,
    identity: Identity,
    client: reqwest::Client,
}

impl MinaMeddelanden {
    /// Opens the channel: reads certificates and keys, connects to nothing.
    ///
    /// # Errors
    /// The setting that cannot be used, and what to do about it.
    pub fn open(config: MinaMeddelandenConfig) -> Result<MinaMeddelanden, ConfigError> {
        MinaMeddelanden::build(config).map_err(|error| error.inside("mina_meddelanden"))
    }

    fn build(config: MinaMeddelandenConfig) -> Result<MinaMeddelanden, ConfigError> {
        let url = service("register_url", &config.register_url, config.environment)?;
        let mut allowed_hosts = Vec::with_capacity(config.allowed_hosts.len());
        for entry in &config.allowed_hosts {
            allowed_hosts.push(allowed_host(entry, config.environment)?);
        }
        let line = Line { trust: config.trust.as_deref(), connect_timeout_ms: config.connect_timeout_ms };
        let open = |sender| open_tenant(sender, line);
        let tenants = senders::open_each(config.senders, |sender| &sender.sender, open)?;
        let mut operators = config.operators;
        for operator in &mut operators {
            operator.id = operator_id(&operator.id)?;
        }
        let patience =
            Duration::from_millis(config.connect_timeout_ms.saturating_add(config.read_timeout_ms));
        Ok(MinaMeddelanden {
            tenants,
            register_url: register_base(url.as_str()).to_owned(),
            allowed_hosts,
            operators,
            language: config.language,
            max_envelope_bytes: config.max_envelope_bytes,
            read_timeout_ms: config.read_timeout_ms,
            lookup_batch: config.lookup_batch.clamp(1, mina::register::MOST_RECIPIENTS),
            lines: Lines::new(config.lines, patience),
            not_connected: Mutex::default(),
        })
    }

    fn identities(&self) -> impl Iterator<Item = (&str, &Identity)> + Send {
        self.tenants.iter().map(|tenant| (tenant.config.sender.as_str(), &tenant.identity))
    }

    fn tenant(&self, sender: &SenderId) -> Option<&Tenant> {
        self.tenants.iter().find(|tenant| tenant.config.sender == sender.0)
    }

    fn recipient_url(&self) -> String {
        format!("{}/Recipient/v3", self.register_url)
    }

    fn register<'a>(&self, tenant: &'a Tenant, url: &'a str) -> batches::Register<'a> {
        let (client, read_timeout_ms, batch) = (&tenant.client, self.read_timeout_ms, self.lookup_batch);
        batches::Register { client, url, read_timeout_ms, batch }
    }
}

/// The line that an endpoint belongs to: its operator, at the host and port of an address that was judged before.
fn line_of(endpoint: &Endpoint) -> String {
    let url = reqwest::Url::parse(endpoint.address.trim()).ok();
    let (host, port) = url.as_ref().and_then(host_and_port).unwrap_or_default();
    format!("{} {host}:{port}", endpoint.operator_id)
}

/// The register's services lie beside each other; the address of one of them names the others too.
fn register_base(url: &str) -> &str {
    let url = url.trim_end_matches('/');
    url.strip_suffix("/Recipient/v3").or_else(|| url.strip_suffix("/Authority")).unwrap_or(url)
}

/// An entry of the list of hosts in the form that addresses are compared with: `host:port`, or `host` for all ports.
fn allowed_host(entry: &str, environment: Environment) -> Result<String, ConfigError> {
    let entry = entry.trim();
    let any_port = entry.strip_suffix(":*");
    let url = check_https("allowed_hosts", &format!("https://{}", any_port.unwrap_or(entry)))?;
    let (host, port) = host_and_port(&url).unwrap_or_default();
    let plain = mina::check_address(&format!("https://{host}:{port}/"), None).is_ok();
    if !plain || url.path() != "/" || (any_port.is_some() && url.port().is_some()) {
        return Err(ConfigError::new("allowed_hosts", "is no host", "write host, host:port or host:*"));
    }
    check_environment("allowed_hosts", &host, environment)?;
    Ok(if any_port.is_some() { host } else { format!("{host}:{port}") })
}

/// An organisation number in wire form: `16` and ten digits.
fn organisation(key: &str, number: &str) -> Result<String, ConfigError> {
    let id = PartyId::parse(party::Country::Se, number).map_err(|error| {
        ConfigError::new(key, &error.to_string(), "write the ten digits of the organisation number")
    })?;
    if id.kind() != party::PartyKind::Organisationsnummer {
        return Err(ConfigError::new(
            key,
            "is not an organisation's number",
            "write the organisation number",
        ));
    }
    Ok(id.reveal().to_owned())
}

/// As [`organisation`], without the check digit: it is compared with what the register says, whatever that is (A6).
fn operator_id(number: &str) -> Result<String, ConfigError> {
    let bare: String = number.trim().chars().filter(|c| *c != '-').collect();
    let wire = if bare.len() == 10 { format!("16{bare}") } else { bare };
    let fit = wire.len() == 12 && wire.starts_with("16") && wire.bytes().all(|digit| digit.is_ascii_digit());
    let remedy = "write the ten digits of the operator's organisation number";
    if fit {
        Ok(wire)
    } else {
        Err(ConfigError::new("operators.id", "is not an organisation number", remedy))
    }
}

fn open_tenant(config: MinaSender, line: Line<'_>) -> Result<Tenant, ConfigError> {
    let number = organisation("organisation_number", &config.organisation_number)?;
    let holder = match &config.dispatcher_number {
        Some(number) => organisation("dispatcher_number", number)?,
        None => number.clone(),
    };
    if !(2..=256).contains(&config.name.chars().count()) {
        return Err(ConfigError::new("name", "is too short or too long", "give 2 to 256 characters"));
    }
    // A key that does not fit is told as such, not as a trouble of TLS.
    let (identity, client) = line.open(&config.keys)?;
    identity.must_sign()?;
    Ok(Tenant { config, wire_id: WireId::new(&number), holder, identity, client })
}

/// The word for a sender that this channel does not have.
fn unknown_sender(sender: &SenderId) -> String {
    senders::unknown(sender, ChannelKind::MinaMeddelanden)
}

#[async_trait]
impl Channel for MinaMeddelanden {
    fn kind(&self) -> ChannelKind {
        ChannelKind::MinaMeddelanden
    }

    async fn lookup(&self, sender: &SenderId, recipients: &[PartyId]) -> Vec<Lookup> {
        let Some(tenant) = self.tenant(sender) else {
            let detail = Some(unknown_sender(sender));
            return vec![Lookup::Unknown { reason: Code::SenderNotAllowed, detail }; recipients.len()];
        };
        // Without a key that may sign, no answer would be of use: the letters wait for it (E18).
        if let Err((reason, detail)) = tenant.identity.signing_key(jiff::Timestamp::now()) {
            return vec![Lookup::Unknown { reason, detail: Some(detail) }; recipients.len()];
        }
        let url = self.recipient_url();
        let question = lookup::Reachable { sender: &tenant.wire_id, allowed_hosts: &self.allowed_hosts };
        batches::ask_all(&self.register(tenant, &url), &question, recipients).await
    }

    fn route(&self, lookup: &Lookup) -> Route {
        let endpoint = match lookup {
            Lookup::Yes { endpoint, .. } => endpoint.clone(),
            Lookup::No { .. } | Lookup::Unknown { .. } => None,
        };
        let known = endpoint
            .as_ref()
            .and_then(|place| self.operators.iter().find(|known| known.id == place.operator_id));
        let repeat_is_safe = known.is_some_and(|operator| operator.repeat_is_safe);
        // There is no operation that tells what became of a delivery.
        Route {
            channel: ChannelKind::MinaMeddelanden,
            endpoint,
            repeat_is_safe,
            can_ask: false,
            tells: false,
        }
    }

    fn check_size(&self, job: &SizeJob) -> Result<(), TooLarge> {
        /// Envelope, elements, names, standing text and two signatures with certificates of usual size.
        const FRAME_BYTES: u64 = 16 * 1024;
        let certificates = self.tenants.iter().flat_map(|tenant| tenant.identity.certificates());
        let certificates = certificates.map(|certificate| 2 * certificate.to_base64().len() as u64).max();
        let certificates = certificates.unwrap_or(0);
        let size = size::content(job).saturating_add(FRAME_BYTES + certificates);
        size::judge(size, self.max_envelope_bytes)
    }

    fn check_data(&self, data: &Data, today: Date) -> Vec<Fault> {
        matter::faults(data, today)
    }

    async fn compose(&self, job: ComposeJob) -> Result<Message, ComposeError> {
        let Some(tenant) = self.tenant(&job.letter.sender) else {
            return Err(senders::cannot_compose(&job.letter.sender, ChannelKind::MinaMeddelanden));
        };
        let key = tenant.identity.signing_key(job.now);
        let setting = compose::Setting {
            key: key.map_err(|(code, detail)| ComposeError { code, detail })?,
            wire_id: tenant.wire_id.clone(),
            name: tenant.config.name.clone(),
            holder: tenant.holder.clone(),
            language: self.language.clone(),
            max_envelope_bytes: self.max_envelope_bytes,
        };
        senders::composed(move || compose::compose(&job, &setting)).await
    }

    fn shown(&self, bytes: &Bytes) -> Option<Shown> {
        Shown::mina(bytes)
    }

    fn admits(&self, sender: &SenderId, route: &Route) -> Result<(), Hold> {
        self.admitted(sender, route)
    }

    async fn deliver(&self, job: DeliverJob) -> Delivery {
        self.hand_over(job).await
    }

    async fn ask(&self, _sender: &SenderId, _message: MessageUuid, _transmission_id: Option<&str>) -> Answer {
        Answer::NoAnswer(Some("operators of Mina meddelanden cannot be asked".to_owned()))
    }

    async fn receipts(&self) -> Result<Vec<RawReceipt>, ConnectionProblem> {
        // The answer to the delivery is the receipt; none comes later (§8).
        Ok(Vec::new())
    }

    async fn acknowledge(&self, _receipt: &RawReceipt) -> Result<(), ConnectionProblem> {
        Ok(())
    }

    fn read_receipt(&self, _raw: &[u8]) -> Option<ReadReceipt> {
        None
    }

    async fn standing(&self, sender: &SenderId) -> Standing {
        match self.tenant(sender) {
            Some(tenant) => self.ask_standing(sender, tenant).await,
            None => Standing::NotRegistered("the sender is not configured for mina_meddelanden"),
        }
    }

    async fn check(&self) -> Vec<Finding> {
        self.findings().await
    }

    async fn look_at_keys(&self) -> Vec<Finding> {
        identity::look_again(ChannelKind::MinaMeddelanden, self.identities()).await
    }

    fn conditions(&self) -> Vec<Finding> {
        let mut conditions = self.lines.conditions();
        conditions.extend(self.missing_senders());
        conditions.extend(identity::conditions(ChannelKind::MinaMeddelanden, self.identities()));
        conditions
    }

    fn measures(&self) -> Vec<Measure> {
        let mut measures = self.lines.measures();
        measures.extend(identity::measures(self.identities()));
        measures
    }
}
