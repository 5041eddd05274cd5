//! Starting, stopping and asking a sandbox.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::{Router, middleware};
use serde::{Deserialize, Serialize};
use tokio::task::JoinHandle;

use crate::config::SandboxConfig;
use crate::enrol::{self, Credentials, SenderEnrolment, Senders};
use crate::error::{SandboxError, at};
use crate::faults::{self, Dice};
use crate::files::{self, Access};
use crate::net::{self, Stopper};
use crate::outcome::Outcome;
use crate::pki::Pki;
use crate::recipients::{self, Operator};
use crate::shared::{App, Shared};
use crate::state::{Deliveries, State};
use crate::{admin, digital_post, eid, far, kombi, operator, pages, print_shop};

/// Where everything is. Addresses end as their contracts want them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Urls {
    /// The host in all addresses: the only host to allow for operators.
    pub host: String,
    /// FaR, `Recipient/v3`.
    pub far: String,
    /// FaR, `Authority`.
    pub authority: String,
    /// Alfa Post, `Service/v3`. Senders take it from the register, not from here.
    pub alfa: String,
    /// Beta Brevlåda, `Service/v3`.
    pub beta: String,
    /// Base of the Digital Post interface, with its final slash.
    pub digital_post: String,
    /// KOMBIT's Serviceplatformen and its security token service: the base of both, with its final slash.
    #[serde(default)]
    pub kombi: String,
    /// The citizens' pages, with the final slash.
    pub web: String,
    /// The issuer of identities at which people sign in.
    #[serde(default)]
    pub issuer: String,
}

impl Urls {
    fn new(tls: SocketAddr, http: SocketAddr) -> Self {
        let host = match tls.ip() {
            ip if ip.is_unspecified() => "127.0.0.1".to_owned(),
            std::net::IpAddr::V6(ip) => format!("[{ip}]"),
            ip => ip.to_string(),
        };
        let base = format!("https://{host}:{}", tls.port());
        Self {
            far: format!("{base}/far/Recipient/v3"),
            authority: format!("{base}/far/Authority"),
            alfa: format!("{base}/operator/alfa/Service/v3"),
            beta: format!("{base}/operator/beta/Service/v3"),
            digital_post: format!("{base}/apis/v1/"),
            kombi: format!("{base}/"),
            web: format!("http://{host}:{}/", http.port()),
            issuer: format!("http://{host}:{}/{}", http.port(), eid::PATH),
            host,
        }
    }

    /// The address of this operator.
    pub fn operator(&self, operator: Operator) -> &str {
        match operator {
            Operator::Alfa => &self.alfa,
            Operator::Beta => &self.beta,
        }
    }
}

/// The connection facts, as written to `sandbox.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Facts {
    /// All addresses.
    pub urls: Urls,
    /// The authority to trust, PEM file.
    pub ca_file: PathBuf,
    /// The print shop's hot folder.
    pub print_folder: PathBuf,
    /// Where its acknowledgements appear.
    pub print_ack_folder: PathBuf,
    /// One folder per enrolled sender, with `cert.pem`, `key.pem`, `api-token`, `sender.json`.
    pub senders_folder: PathBuf,
}

/// The national side on one machine.
#[derive(Debug)]
pub struct Sandbox;

impl Sandbox {
    /// Starts every service. Ports are open, and `sandbox.json` is written, when this returns.
    ///
    /// # Errors
    /// When a port is taken, or the data folder cannot be used.
    pub async fn start(config: SandboxConfig) -> Result<Running, SandboxError> {
        std::fs::create_dir_all(&config.data_dir).map_err(at(&config.data_dir))?;
        let pki = Pki::open(&config.data_dir)?;
        let handshakes = net::Handshakes::new(&pki, config.data_dir.clone(), Some(config.bind))?;
        let state = State::open(&config.data_dir, &config.faults.outcomes)?;
        let senders = Senders::open(&config.data_dir)?;

        let (tls, tls_address) = net::listen(SocketAddr::new(config.bind, config.port)).await?;
        let (http, http_address) =
            net::listen(SocketAddr::new(config.bind, config.resolved_http_port())).await?;
        let urls = Urls::new(tls_address, http_address);
        let facts = Facts {
            urls: urls.clone(),
            ca_file: absolute(&pki.ca_path()),
            print_folder: absolute(&config.resolved_print_folder()),
            print_ack_folder: absolute(&config.resolved_print_folder().join("ack")),
            senders_folder: absolute(&config.data_dir.join("senders")),
        };
        let json = serde_json::to_vec_pretty(&facts)
            .map_err(|error| SandboxError::certificate("sandbox.json", error))?;
        let facts_path = config.data_dir.join("sandbox.json");

        let dice = Dice::new(&config.faults);
        let pusher = config.post_status_url.as_deref();
        let pusher = pusher.map(|url| kombi::Pusher::open(url, &pki, &config.data_dir)).transpose()?;
        let receipt_pusher = config.receipt_url.as_deref();
        let receipt_pusher =
            receipt_pusher.map(|url| kombi::Pusher::open(url, &pki, &config.data_dir)).transpose()?;
        let tokens = kombi::Tokens::default();
        let eid = eid::Issuer::new()?;
        let ca_pem = pki.ca_pem().to_owned();
        let app: App = Arc::new(Shared {
            dice,
            state,
            senders,
            urls,
            tokens,
            eid,
            pusher,
            receipt_pusher,
            ca_pem,
            config,
        });
        print_shop::prepare(&app.config.resolved_print_folder())?;
        digital_post::resume(&app);
        kombi::resume(&app);
        let (stopper, stop) = Stopper::new();
        let machines: Router<App> =
            far::routes().merge(operator::routes()).merge(digital_post::routes()).merge(kombi::routes());
        let machines = machines.layer(middleware::from_fn_with_state(Arc::clone(&app), faults::around));
        let people: Router<App> = pages::routes().merge(admin::routes()).merge(eid::routes());
        let tasks = vec![
            tokio::spawn(net::serve_tls(
                tls,
                handshakes,
                Arc::clone(&app),
                machines.with_state(Arc::clone(&app)),
                stop.clone(),
            )),
            tokio::spawn(net::serve_plain(http, people.with_state(Arc::clone(&app)), stop.clone())),
            tokio::spawn(print_shop::run(Arc::clone(&app), stop.clone())),
            tokio::spawn(digital_post::push::run(Arc::clone(&app), stop.clone())),
            tokio::spawn(kombi::run(Arc::clone(&app), stop)),
        ];
        files::write(&facts_path, &json, Access::Everyone)?;
        tracing::info!(far = app.urls.far, web = app.urls.web, "sandbox started");
        Ok(Running { app, facts, stopper, tasks })
    }

    /// Enrols a sender in a data folder: certificate, dispatcher and sender in FaR or sender system in Digital Post.
    /// Works before the start and beside a running sandbox; the same sender gets the same credentials again.
    ///
    /// # Errors
    /// When the number is not an organisation number of the country, or the folder cannot be written.
    pub fn enrol(data_dir: &Path, enrolment: &SenderEnrolment) -> Result<Credentials, SandboxError> {
        enrol::enrol(data_dir, enrolment)
    }

    /// Registers a Swedish organisation as another one's dispatcher. Before the sandbox is started, or the register
    /// goes on with what it read.
    ///
    /// # Errors
    /// The sender is not enrolled, or one of the numbers is no organisation's.
    pub fn appoint_dispatcher(data_dir: &Path, sender: &str, dispatcher: &str) -> Result<(), SandboxError> {
        enrol::appoint(data_dir, sender, dispatcher)
    }

    /// Reads the connection facts that a running sandbox wrote.
    ///
    /// # Errors
    /// When `sandbox.json` is missing or damaged.
    pub fn facts(data_dir: &Path) -> Result<Facts, SandboxError> {
        let path = data_dir.join("sandbox.json");
        let text = files::read_text(&path)?;
        serde_json::from_str(&text).map_err(|error| SandboxError::Damaged {
            path,
            line: error.line() as u64,
            reason: error.to_string(),
        })
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// A sandbox that runs. Dropping it stops it.
pub struct Running {
    app: App,
    facts: Facts,
    stopper: Stopper,
    tasks: Vec<JoinHandle<()>>,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running").field("facts", &self.facts).finish_non_exhaustive()
    }
}

impl Running {
    /// All addresses.
    pub fn urls(&self) -> &Urls {
        &self.facts.urls
    }

    /// The connection facts, as in `sandbox.json`.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The hot folder of the print shop.
    pub fn print_folder(&self) -> &Path {
        &self.facts.print_folder
    }

    /// The page that shows the mailbox of this recipient.
    pub fn mailbox_url(&self, alias: &str) -> String {
        format!("{}mailbox/{alias}", self.facts.urls.web)
    }

    /// Enrols a sender, see [`Sandbox::enrol`].
    ///
    /// # Errors
    /// As there.
    pub fn enrol(&self, enrolment: &SenderEnrolment) -> Result<Credentials, SandboxError> {
        enrol::enrol(&self.app.config.data_dir, enrolment)
    }

    /// Makes a recipient play another outcome from now on, and live at another operator if one is given.
    ///
    /// # Errors
    /// [`SandboxError::NoSuchRecipient`] for an unknown alias or a foreign outcome.
    pub fn set_outcome(
        &self,
        alias: &str,
        outcome: impl Into<Option<Outcome>>,
        operator: impl Into<Option<Operator>>,
    ) -> Result<(), SandboxError> {
        let recipient = recipients::by_alias(alias).ok_or(SandboxError::NoSuchRecipient)?;
        match admin::set(&self.app, recipient, outcome.into(), operator.into()) {
            Ok(true) => Ok(()),
            Ok(false) => Err(SandboxError::NoSuchRecipient),
            Err(source) => Err(SandboxError::File { path: self.app.config.data_dir.clone(), source }),
        }
    }

    /// What was delivered and printed, and how often.
    pub fn deliveries(&self) -> Deliveries {
        self.app.state.deliveries()
    }

    /// Stops accepting, lets open requests finish for a moment, and returns.
    pub async fn stop(self) {
        self.stopper.stop();
        for task in self.tasks {
            let _ = task.await;
        }
    }

    /// Runs until the process is told to stop; for a sandbox on its own.
    pub async fn wait(mut self) {
        for task in &mut self.tasks {
            let _ = task.await;
        }
    }
}
