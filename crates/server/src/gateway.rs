//! A gateway, wired: store, channels, letter types, keys.

use crate::access::{Actor, Door};
use crate::config::{Config, ConfigError, PrintRoad, Sender};
use crate::dispatcher::Dispatcher;
use crate::keys::{self, hash_key};
use crate::oidc::Oidc;
use crate::people::Attempts;
use crate::types::Types;
use crate::{api, work};
use aws_lc_rs::hmac;
use channels::{Channel, DigitalPost, Kombi, KombiPaper, MinaMeddelanden, Notices, Print};
use letter::{ChannelKind, SenderId};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};
use store::{Act, ActKind, Store};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// A gateway that could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The configuration does not hold together.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A channel's part of it does not.
    #[error("configuration: {0}")]
    Channel(#[from] channels::ConfigError),
    /// The store.
    #[error("store: {0}")]
    Store(String),
    /// The listening address is taken or not ours.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
}

/// Everything that API, pages and workers share. Cheap to clone.
#[derive(Clone)]
pub struct Gateway(Arc<Inner>);

#[doc(hidden)]
pub struct Inner {
    pub(crate) config: Config,
    pub(crate) store: Store,
    pub(crate) channels: Channels,
    pub(crate) dispatcher: Option<Dispatcher>,
    pub(crate) notices: Option<Notices>,
    /// Where people sign in.
    pub(crate) oidc: Option<Oidc>,
    /// Rung when receipts were stored that nobody fetched.
    pub(crate) receipts_came: tokio::sync::Notify,
    senders: HashMap<SenderId, Sender>,
    pub(crate) types: RwLock<Arc<Types>>,
    /// Held while letter types are changed.
    pub(crate) types_lock: tokio::sync::Mutex<()>,
    keys: RwLock<Keys>,
    /// Failed attempts to sign in with a password.
    pub(crate) attempts: Attempts,
    /// Passwords that are tried at the same time: each takes 19 MiB.
    pub(crate) password_turns: Semaphore,
    /// Key of the keyed hash by which letters are found by recipient.
    pub(crate) search_key: [u8; 32],
    /// What was heard of systems and channels.
    pub(crate) traffic: crate::traffic::Traffic,
    /// When this process began, by both clocks: they drift apart when the wall clock jumps.
    pub(crate) began: (Instant, jiff::Timestamp),
    /// What is measured as it happens.
    pub(crate) metrics: crate::metrics::Metrics,
    /// Large bodies that are being read.
    pub(crate) large_bodies: Semaphore,
}

/// The API keys as last read from the store.
struct Keys {
    read_at: Instant,
    by_hash: HashMap<[u8; 32], Actor>,
}

/// A revoked key stops working after at most this long.
const KEYS_FRESH: Duration = Duration::from_secs(5);

/// Passwords tried at the same time.
const PASSWORDS_AT_ONCE: usize = 2;

impl std::ops::Deref for Gateway {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// A gateway that serves.
pub struct Serving {
    /// Where it listens.
    pub address: SocketAddr,
    stop: CancellationToken,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Serving {
    /// Takes no more requests and claims no more letters; ends what is under way.
    pub async fn stop(self) {
        self.stop.cancel();
        for task in self.tasks {
            // A task that panicked has been logged by its own guard; there is nothing left to end.
            let _ = task.await;
        }
    }
}

/// Name of the setting that holds the search key.
const SEARCH_KEY: &str = "recipient_search_key";

impl Gateway {
    /// Opens the store and the channels.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn open(config: Config) -> Result<Gateway, OpenError> {
        let store_error = |error: &dyn std::fmt::Display| OpenError::Store(error.to_string());
        let store = Store::open(&config.store()?).await.map_err(|e| store_error(&e))?;
        if store.master_key().is_none() {
            tracing::warn!("letters are stored in clear: [encryption] is not configured");
        }
        let loaded = Act::new(ActKind::ConfigurationLoaded, "gateway", jiff::Timestamp::now());
        match store.record(loaded.about(&config.digest)).await {
            // On a full disk letters can still be looked at, and those under way are safe.
            Err(error) if error.is_temporary() => {
                tracing::error!(%error, "this start stands in no audit entry")
            }
            noted => noted.map_err(|error| store_error(&error))?,
        }
        let search_key = search_key(&store).await.map_err(|error| store_error(&error))?;
        let channels = open_channels(&config)?;
        let dispatcher = config.dispatcher.as_ref().map(Dispatcher::open).transpose()?;
        let notices = config.notices.clone();
        let notices = notices.map(|notices| Notices::open(notices, config.environment)).transpose()?;
        let oidc = config.oidc.as_ref().map(|oidc| Oidc::open(oidc, config.environment)).transpose()?;
        let senders = config.senders.iter().map(|sender| (sender.id.clone(), sender.clone())).collect();
        let types = Types::read(&config, &store).await.map_err(|error| store_error(&error))?;
        let large_bodies = Semaphore::new(config.limits.large_bodies.max(1));
        let gateway = Gateway(Arc::new(Inner {
            config,
            store,
            channels,
            dispatcher,
            notices,
            oidc,
            receipts_came: tokio::sync::Notify::new(),
            senders,
            types: RwLock::new(Arc::new(types)),
            types_lock: tokio::sync::Mutex::new(()),
            keys: RwLock::new(Keys { read_at: Instant::now(), by_hash: HashMap::new() }),
            attempts: Attempts::default(),
            password_turns: Semaphore::new(PASSWORDS_AT_ONCE),
            search_key,
            traffic: crate::traffic::Traffic::default(),
            began: (Instant::now(), jiff::Timestamp::now()),
            metrics: crate::metrics::Metrics::default(),
            large_bodies,
        }));
        gateway.reload_keys().await.map_err(|error| store_error(&error))?;
        Ok(gateway)
    }

    /// Starts API, pages and workers.
    ///
    /// # Errors
    /// The address cannot be bound.
    pub async fn serve(&self) -> Result<Serving, OpenError> {
        let address = self.config.listen;
        let listener =
            TcpListener::bind(address).await.map_err(|source| OpenError::Listen { address, source })?;
        let address = listener.local_addr().map_err(|source| OpenError::Listen { address, source })?;
        let stop = CancellationToken::new();
        let (router, _) = api::router(self.clone());
        let router = router.into_make_service_with_connect_info::<SocketAddr>();
        let api_stop = stop.clone();
        let api = tokio::spawn(async move {
            let served =
                axum::serve(listener, router).with_graceful_shutdown(api_stop.cancelled_owned()).await;
            if let Err(error) = served {
                tracing::error!(%error, "the API stopped");
            }
        });
        let mut tasks = vec![api];
        tasks.extend(work::start(self.clone(), stop.clone()));
        tracing::info!(%address, "serving");
        Ok(Serving { address, stop, tasks })
    }

    /// The store, for commands that look at it directly.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// A sender by id.
    pub fn sender(&self, id: &SenderId) -> Option<&Sender> {
        self.senders.get(id)
    }

    /// The channel that a sender's letters of that kind take, if it is configured.
    pub fn channel_of(&self, sender: &SenderId, kind: ChannelKind) -> Option<&Arc<dyn Channel>> {
        let by_kombi = || self.sender(sender).is_some_and(|sender| sender.print == PrintRoad::Kombi);
        match &self.channels.kombi_paper {
            Some(paper) if kind == ChannelKind::Print && by_kombi() => Some(paper),
            _ => self.channels.by_kind.get(&kind),
        }
    }

    /// What is out of order with the channels at this moment: operators left alone, senders that are not connected.
    pub fn conditions(&self) -> Vec<channels::Finding> {
        let mut kinds: Vec<_> = self.channels.by_kind.iter().collect();
        kinds.sort_by_key(|(kind, _)| **kind);
        kinds.into_iter().flat_map(|(_, channel)| channel.conditions()).collect()
    }

    /// All routes, and who may use them.
    pub fn doors(&self) -> Vec<Door> {
        api::router(self.clone()).1
    }

    /// What is kept of an issuer's name for a person, which may be a personal number: a hash that nobody can guess back
    /// without this store's key.
    pub(crate) fn subject_hash(&self, issuer: &str, subject: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.search_key);
        let mut context = hmac::Context::with_key(&key);
        for part in ["oidc subject", issuer, subject] {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part.as_bytes());
        }
        hex::encode(context.sign().as_ref())
    }

    /// Recognises an API key.
    pub(crate) async fn authenticate(&self, text: &str) -> Option<Actor> {
        let hash = hash_key(text);
        let known = |fresh_only: bool| {
            let keys = self.keys.read().ok()?;
            let fresh = keys.read_at.elapsed() < KEYS_FRESH;
            (fresh || !fresh_only).then(|| keys.by_hash.get(&hash).cloned()).flatten()
        };
        if let Some(key) = known(true) {
            return Some(key);
        }
        // Stale, or made a moment ago by the command line.
        if let Err(error) = self.reload_keys().await {
            tracing::error!(%error, "API keys cannot be read");
        }
        known(false)
    }

    async fn reload_keys(&self) -> Result<(), store::StoreError> {
        let mut by_hash = HashMap::new();
        for row in self.store.api_keys().await? {
            if row.revoked_at.is_some() {
                continue;
            }
            by_hash.insert(row.hash, keys::actor(&row));
        }
        if let Ok(mut known) = self.keys.write() {
            *known = Keys { read_at: Instant::now(), by_hash };
        }
        Ok(())
    }
}

/// The open channels.
#[derive(Default)]
pub(crate) struct Channels {
    pub(crate) by_kind: HashMap<ChannelKind, Arc<dyn Channel>>,
    /// Digital Post once more, as what takes pushed receipts.
    pub(crate) digital_post: Option<Arc<DigitalPost>>,
    /// KOMBIT once more, as what takes pushed receipts …
    pub(crate) kombi: Option<Arc<Kombi>>,
    /// … and as a print service beside the hot folder.
    kombi_paper: Option<Arc<dyn Channel>>,
}

/// Opens the channels that are configured.
pub(crate) fn open_channels(config: &Config) -> Result<Channels, OpenError> {
    let digital_post = config.digital_post.clone().map(DigitalPost::open).transpose()?.map(Arc::new);
    let kombi = config.kombi.clone().map(Kombi::open).transpose()?.map(Arc::new);
    let paper = kombi.clone().map(|kombi| Arc::new(KombiPaper::new(kombi)) as Arc<dyn Channel>);
    let open: [Option<Arc<dyn Channel>>; 4] = [
        digital_post.clone().map(|channel| channel as _),
        kombi.clone().map(|channel| channel as _),
        config
            .mina_meddelanden
            .clone()
            .map(MinaMeddelanden::open)
            .transpose()?
            .map(|channel| Arc::new(channel) as _),
        config.print.clone().map(Print::open).transpose()?.map(|channel| Arc::new(channel) as _),
    ];
    let by_kind = open.into_iter().flatten().map(|channel| (channel.kind(), channel)).collect();
    Ok(Channels { by_kind, digital_post, kombi, kombi_paper: paper })
}

/// The key of the recipient hash; made at the first start.
async fn search_key(store: &Store) -> Result<[u8; 32], store::StoreError> {
    let stored = store.secret_or(SEARCH_KEY, &random_32()).await?;
    <[u8; 32]>::try_from(stored).map_err(|_| store::StoreError::Corrupt { what: SEARCH_KEY.to_owned() })
}

/// 32 random bytes.
pub fn random_32() -> [u8; 32] {
    let (a, b) = (uuid::Uuid::new_v4(), uuid::Uuid::new_v4());
    let mut bytes = [0; 32];
    // Failing here would mean an operating system without randomness; two random ids are mixed in so that
    // even then no fixed key results.
    if aws_lc_rs::rand::fill(&mut bytes).is_err() {
        bytes[..16].copy_from_slice(a.as_bytes());
        bytes[16..].copy_from_slice(b.as_bytes());
    }
    bytes
}
