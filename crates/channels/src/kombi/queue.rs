//! BeskedHent: receipts by pull out of a queue (AMQP 0-9-1 over TLS, `transport.md` §3).
//!
//! A batch is taken and stays with the broker until each message is acknowledged, which happens after it was stored.
//! What was taken and not acknowledged, for whatever reason, comes again: the store knows it by its key. What cannot be
//! read is handed out all the same, to be stored, acknowledged and set aside, so that it never blocks the queue.

use super::access::Access;
use super::config::KombiQueue;
use super::post_status::{PostStatusError, read_post_status};
use crate::channel::{ConnectionProblem, RawReceipt};
use crate::scrub::scrub;
use amq_protocol_tcp::{AsyncTcpStream, RustlsConnector};
use bytes::Bytes;
use catalogue::Code;
use lapin::auth::AuthProvider;
use lapin::options::{BasicAckOptions, BasicGetOptions, BasicNackOptions};
use lapin::types::{LongString, ShortString};
use lapin::uri::{AMQPAuthority, AMQPScheme, AMQPUri};
use lapin::{Connection, ConnectionProperties};
use letter::{ChannelKind, SenderId};
use rustls::ClientConfig;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// A message larger than this is kept by its beginning: no receipt is, and the store is no place for films.
const KEPT_BYTES: usize = 2 * 1024 * 1024;
/// The first pause after a failure; it doubles.
const FIRST_REST: Duration = Duration::from_secs(1);
/// The longest pause.
const LONGEST_REST: Duration = Duration::from_secs(60);

/// One sender's queue.
pub(super) struct Queue {
    settings: KombiQueue,
    /// The queue's name: the UUID of the dueslag in the agreement.
    name: String,
    tls: Arc<ClientConfig>,
    patience: Duration,
    line: Mutex<Line>,
}

#[derive(Default)]
struct Line {
    open: Option<Open>,
    failures: u32,
    /// Left alone until then.
    rests_until: Option<Instant>,
}

struct Open {
    /// Dropping it closes the connection, and the broker takes back what was not acknowledged.
    _connection: Connection,
    channel: lapin::Channel,
    /// Taken and not acknowledged: delivery tags by key. A message that was delivered twice has two.
    taken: HashMap<String, Vec<u64>>,
}

/// SASL EXTERNAL: the certificate says who we are, the assertion what for.
struct Assertion(Vec<u8>);

impl AuthProvider for Assertion {
    fn auth_starter(&self) -> Result<LongString, String> {
        Ok(self.0.clone().into())
    }
}

impl Queue {
    pub(super) fn new(settings: KombiQueue, name: String, tls: ClientConfig, patience: Duration) -> Queue {
        Queue { settings, name, tls: Arc::new(tls), patience, line: Mutex::default() }
    }

    /// The next batch; empty while the queue is empty or rests after a failure.
    pub(super) async fn take(
        &self,
        access: &Access,
        sender: &str,
    ) -> Result<Vec<RawReceipt>, ConnectionProblem> {
        let mut line = self.line.lock().await;
        if line.rests_until.is_some_and(|until| until > Instant::now()) {
            return Ok(Vec::new());
        }
        match self.batch(&mut line, access, sender).await {
            Ok(receipts) => {
                (line.failures, line.rests_until) = (0, None);
                Ok(receipts)
            }
            Err(problem) => {
                // Whatever it was, the next try begins with a new connection.
                line.open = None;
                let rest = FIRST_REST.saturating_mul(1 << line.failures.min(6)).min(LONGEST_REST);
                line.failures = line.failures.saturating_add(1);
                line.rests_until = Some(Instant::now() + rest);
                Err(problem)
            }
        }
    }

    async fn batch(
        &self,
        line: &mut Line,
        access: &Access,
        sender: &str,
    ) -> Result<Vec<RawReceipt>, ConnectionProblem> {
        if line.open.is_none() {
            line.open = Some(self.open(access).await?);
        }
        let Some(open) = &mut line.open else { return Ok(Vec::new()) };
        for tag in open.taken.drain().flat_map(|(_, tags)| tags) {
            // Not stored the last time: it goes back and comes again.
            let back = BasicNackOptions { requeue: true, ..BasicNackOptions::default() };
            self.within(open.channel.basic_nack(tag, back)).await?;
        }
        let mut receipts: Vec<RawReceipt> = Vec::new();
        for _ in 0..self.settings.batch.max(1) {
            let got =
                open.channel.basic_get(ShortString::from(self.name.as_str()), BasicGetOptions::default());
            let Some(message) = self.within(got).await? else { break };
            let tag = message.delivery.delivery_tag;
            let Some(key) = key_of(&message.delivery.data) else {
                tracing::info!(channel = "kombi", sender, "a message of another type was taken and left");
                self.within(open.channel.basic_ack(tag, BasicAckOptions::default())).await?;
                continue;
            };
            if !open.taken.contains_key(&key) {
                receipts.push(raw(sender, key.clone(), message.delivery.data));
            }
            open.taken.entry(key).or_default().push(tag);
        }
        Ok(receipts)
    }

    /// Tells the broker that a receipt is safe.
    pub(super) async fn acknowledge(&self, receipt: &RawReceipt) -> Result<(), ConnectionProblem> {
        let mut line = self.line.lock().await;
        let Some(open) = &mut line.open else {
            return Err(lost("the connection was lost before the receipt"));
        };
        let Some(tags) = open.taken.remove(&receipt.key) else { return Ok(()) };
        for tag in tags {
            let acknowledged = open.channel.basic_ack(tag, BasicAckOptions::default());
            if let Err(problem) = self.within(acknowledged).await {
                line.open = None;
                return Err(problem);
            }
        }
        Ok(())
    }

    /// Whether the queue can be reached and is there.
    pub(super) async fn check(&self, access: &Access) -> Result<(), ConnectionProblem> {
        let open = self.open(access).await?;
        let passive = lapin::options::QueueDeclareOptions { passive: true, ..Default::default() };
        let name = ShortString::from(self.name.as_str());
        self.within(open.channel.queue_declare(name, passive, Default::default())).await.map(drop)
    }

    async fn open(&self, access: &Access) -> Result<Open, ConnectionProblem> {
        let assertion = access.decoded_assertion(&self.settings.entity).await;
        let assertion =
            assertion.map_err(|problem| ConnectionProblem { code: problem.code, detail: problem.detail })?;
        let uri = AMQPUri {
            scheme: AMQPScheme::AMQPS,
            authority: AMQPAuthority {
                host: self.settings.host.clone(),
                port: self.settings.port,
                ..AMQPAuthority::default()
            },
            vhost: self.settings.vhost.clone(),
            ..AMQPUri::default()
        };
        let options = ConnectionProperties::default().with_auth_provider(Assertion(assertion));
        let connector = RustlsConnector::from(Arc::clone(&self.tls));
        let runtime = lapin::runtime::default_runtime().map_err(|error| of_error(&error))?;
        let connecting = Connection::connector(
            uri,
            runtime,
            async move |uri: AMQPUri, runtime| {
                let host = (uri.authority.host.as_str(), uri.authority.port);
                let mut addresses = tokio::net::lookup_host(host).await?;
                let nowhere = || std::io::Error::other("the host has no address");
                let address: std::net::SocketAddr = addresses.next().ok_or_else(nowhere)?;
                let stream = AsyncTcpStream::connect(&runtime, address).await?;
                Ok(stream.into_rustls(&connector, &uri.authority.host).await?)
            },
            options,
        );
        let connection = self.within(connecting).await?;
        let channel = self.within(connection.create_channel()).await?;
        Ok(Open { _connection: connection, channel, taken: HashMap::new() })
    }

    async fn within<T>(&self, call: impl Future<Output = lapin::Result<T>>) -> Result<T, ConnectionProblem> {
        match tokio::time::timeout(self.patience, call).await {
            Ok(done) => done.map_err(|error| of_error(&error)),
            Err(_) => Err(lost("no answer in time")),
        }
    }
}

/// What makes this message the same as another: its BeskedId, as for a push. `None`: another kind of message.
fn key_of(data: &[u8]) -> Option<String> {
    match read_post_status(data) {
        Ok(status) => Some(status.id.to_string()),
        Err(PostStatusError::OtherType) => None,
        Err(_) => {
            let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, data);
            Some(format!("unreadable-{}", hex::encode(digest)))
        }
    }
}

fn raw(sender: &str, key: String, data: Vec<u8>) -> RawReceipt {
    let kept = data.get(..KEPT_BYTES).unwrap_or(&data);
    if kept.len() < data.len() {
        tracing::warn!(
            channel = "kombi",
            sender,
            bytes = data.len(),
            "only the beginning of a message is kept"
        );
    }
    let raw = Bytes::copy_from_slice(kept);
    RawReceipt { channel: ChannelKind::Kombi, sender: SenderId(sender.to_owned()), key, raw }
}

fn lost(detail: &str) -> ConnectionProblem {
    ConnectionProblem { code: Code::DigitalPostUnavailable, detail: format!("Beskedfordeler: {detail}") }
}

fn of_error(error: &lapin::Error) -> ConnectionProblem {
    lost(&scrub(&error.to_string()))
}
