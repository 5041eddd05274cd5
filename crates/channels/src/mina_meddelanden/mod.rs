//! Swedish Mina meddelanden: the register is asked, the sealed delivery goes to the operator that it names.

mod check;
mod compose;
mod config;
mod lookup;
mod sending;
mod soap;
mod text;

pub use config::{MinaMeddelandenConfig, MinaSender, OperatorConfig};

use crate::channel::{
    Answer, Channel, ComposeError, ComposeJob, ConnectionProblem, DeliverJob, Delivery, Finding, Message,
    RawReceipt, ReadReceipt, SizeJob, TooLarge,
};
use crate::config::{ConfigError, Environment};
use crate::http::{ClientSetup, check_environment, check_https, host_and_port};
use crate::identity::Identity;
use crate::size;
use crate::work::on_processor;
use async_trait::async_trait;
use bytes::Bytes;
use catalogue::Code;
use letter::{ChannelKind, Lookup, MessageUuid, Outcome, Route, SenderId};
use mina::{SealedDelivery, WireId};
use party::PartyId;

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
}

/// One municipality with its certificate.
struct Tenant {
    config: MinaSender,
    wire_id: WireId,
    /// Organisation number with `16` that the certificate must name.
    holder: String,
    identity: Identity,
    key: xmldsig::SigningKey,
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
        let url = check_https("register_url", &config.register_url)?;
        let (host, _) = host_and_port(&url).unwrap_or_default();
        check_environment("register_url", &host, config.environment)?;
        let mut allowed_hosts = Vec::with_capacity(config.allowed_hosts.len());
        for entry in &config.allowed_hosts {
            allowed_hosts.push(allowed_host(entry, config.environment)?);
        }
        let mut tenants: Vec<Tenant> = Vec::with_capacity(config.senders.len());
        for (number, sender) in config.senders.into_iter().enumerate() {
            let outer = format!("senders[{number}]");
            if tenants.iter().any(|tenant| tenant.config.sender == sender.sender) {
                return Err(
                    ConfigError::new("sender", "is there twice", "keep one entry per sender").inside(&outer)
                );
            }
            let tenant = open_tenant(sender, config.trust.as_deref(), config.connect_timeout_ms);
            tenants.push(tenant.map_err(|error| error.inside(&outer))?);
        }
        let mut operators = config.operators;
        for operator in &mut operators {
            operator.id = operator_id(&operator.id)?;
        }
        Ok(MinaMeddelanden {
            tenants,
            register_url: register_base(url.as_str()).to_owned(),
            allowed_hosts,
            operators,
            language: config.language,
            max_envelope_bytes: config.max_envelope_bytes,
            read_timeout_ms: config.read_timeout_ms,
            lookup_batch: config.lookup_batch.clamp(1, mina::register::MOST_RECIPIENTS),
        })
    }

    fn tenant(&self, sender: &SenderId) -> Option<&Tenant> {
        self.tenants.iter().find(|tenant| tenant.config.sender == sender.0)
    }

    /// The address of the route, checked once more: it may have been stored under another configuration (C10).
    fn address<'a>(&self, route: &'a Route) -> Result<&'a str, Outcome> {
        let refused =
            |problem, detail: &str| Outcome::Refused { problem, detail: Some(detail.to_owned()), raw: None };
        let Some(endpoint) = &route.endpoint else {
            return Err(refused(Code::NoServiceSupplier, "the route names no address"));
        };
        match mina::check_address(&endpoint.address, Some(&self.allowed_hosts)) {
            Ok(()) => Ok(&endpoint.address),
            Err(mina::AddressProblem::UnknownHost) => {
                Err(refused(Code::UnsupportedSupplier, "the operator's host is not allowed"))
            }
            Err(_) => Err(refused(Code::InsecureServiceAddress, "the operator's address is not secure")),
        }
    }
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

fn open_tenant(
    config: MinaSender,
    trust: Option<&std::path::Path>,
    connect_timeout_ms: u64,
) -> Result<Tenant, ConfigError> {
    let number = organisation("organisation_number", &config.organisation_number)?;
    let holder = match &config.dispatcher_number {
        Some(number) => organisation("dispatcher_number", number)?,
        None => number.clone(),
    };
    if !(2..=256).contains(&config.name.chars().count()) {
        return Err(ConfigError::new("name", "is too short or too long", "give 2 to 256 characters"));
    }
    let identity = Identity::load(&config.certificate, &config.key)?;
    let key = identity.signing_key()?;
    let client = ClientSetup { identity: &identity, trust, connect_timeout_ms }.build()?;
    Ok(Tenant { config, wire_id: WireId::new(&number), holder, identity, key, client })
}

/// The word for a sender that this channel does not have.
fn unknown_sender(sender: &SenderId) -> String {
    format!("sender {sender} is not configured for mina_meddelanden")
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
        let url = format!("{}/Recipient/v3", self.register_url);
        let register = lookup::Register {
            tenant,
            url: &url,
            allowed_hosts: &self.allowed_hosts,
            read_timeout_ms: self.read_timeout_ms,
            batch: self.lookup_batch,
        };
        lookup::look_up(&register, recipients).await
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
        Route { channel: ChannelKind::MinaMeddelanden, endpoint, repeat_is_safe, can_ask: false }
    }

    fn check_size(&self, job: &SizeJob) -> Result<(), TooLarge> {
        /// Envelope, elements, names, standing text and two signatures with certificates of usual size.
        const FRAME_BYTES: u64 = 16 * 1024;
        let certificate = |tenant: &Tenant| 2 * tenant.identity.certificate().to_base64().len() as u64;
        let certificates = self.tenants.iter().map(certificate).max().unwrap_or(0);
        let size = size::content(job).saturating_add(FRAME_BYTES + certificates);
        size::judge(size, self.max_envelope_bytes)
    }

    async fn compose(&self, job: ComposeJob) -> Result<Message, ComposeError> {
        let Some(tenant) = self.tenant(&job.letter.sender) else {
            return Err(ComposeError {
                code: Code::SenderNotAllowed,
                detail: unknown_sender(&job.letter.sender),
            });
        };
        let setting = compose::Setting {
            key: tenant.key.clone(),
            wire_id: tenant.wire_id.clone(),
            name: tenant.config.name.clone(),
            holder: tenant.holder.clone(),
            language: self.language.clone(),
            max_envelope_bytes: self.max_envelope_bytes,
        };
        let composed = on_processor(move || compose::compose(&job, &setting)).await;
        let failed =
            || Err(ComposeError { code: Code::ComposeFailed, detail: "composing stopped".to_owned() });
        composed.unwrap_or_else(failed).map(Message::from)
    }

    async fn deliver(&self, job: DeliverJob) -> Delivery {
        let without_answer = |outcome| Delivery { outcome, answer: None };
        let refused = |problem, detail| Outcome::Refused { problem, detail: Some(detail), raw: None };
        let Some(tenant) = self.tenant(&job.sender) else {
            return without_answer(refused(Code::SenderNotAllowed, unknown_sender(&job.sender)));
        };
        let address = match self.address(&job.route) {
            Ok(address) => address,
            Err(outcome) => return without_answer(outcome),
        };
        // The stored octets as they are: nothing is parsed, normalised or written anew (E20).
        let sealed = match SealedDelivery::from_octets(job.bytes.to_vec()) {
            Ok(sealed) => sealed,
            Err(error) => return without_answer(refused(Code::BlobDamaged, error.to_string())),
        };
        let envelope = Bytes::from(mina::deliver_secure_envelope(&sealed));
        drop(sealed);
        let delivery = match soap::post(&tenant.client, address, envelope, self.read_timeout_ms).await {
            Ok(answer) => {
                let outcome = sending::of_answer(&answer, &WireId::from(&job.recipient));
                Delivery { outcome, answer: Some(answer.body) }
            }
            Err(failure) => without_answer(sending::of_failure(&failure)),
        };
        let operator = job.route.endpoint.as_ref().map_or("", |endpoint| endpoint.operator_id.as_str());
        let outcome = crate::log::word(&delivery.outcome);
        tracing::info!(channel = "mina_meddelanden", sender = %job.sender, message = %job.message_uuid, operator, outcome, "sent");
        delivery
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

    async fn check(&self) -> Vec<Finding> {
        self.findings().await
    }
}
