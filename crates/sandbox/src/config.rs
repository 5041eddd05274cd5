//! What a caller decides about a sandbox before it starts.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use crate::faults::FaultPlan;

/// How one sandbox runs. Everything but the folder has a default that suits a laptop.
#[derive(Clone, Debug)]
pub struct SandboxConfig {
    /// Where certificates, received messages and the journal are kept. Created when missing.
    pub data_dir: PathBuf,
    /// Address to listen on. Loopback unless somebody decides otherwise: the sandbox trusts its own network.
    pub bind: IpAddr,
    /// Port of the machine interfaces (HTTPS); 0 takes any free one.
    pub port: u16,
    /// Port of the citizens' pages (HTTP). `None`: one above `port`, or any free one when `port` is 0.
    pub http_port: Option<u16>,
    /// Hot folder of the print shop. `None`: `print` inside `data_dir`.
    pub print_folder: Option<PathBuf>,
    /// Outcomes and random faults laid over the table of recipients.
    pub faults: FaultPlan,
    /// From the technical to the business receipt of Digital Post.
    pub receipt_delay: Duration,
    /// The same after an answer that was lost: the receipt is then the only news.
    pub late_receipt_delay: Duration,
    /// How long a silent peer holds the connection before it closes it without a word.
    pub silence: Duration,
    /// How long a slow peer thinks.
    pub slowness: Duration,
    /// How often the print shop looks into its hot folder.
    pub print_interval: Duration,
    /// Where Beskedfordeler pushes each PostStatus (KOMBIT). `None`: nowhere, and none is kept.
    pub post_status_url: Option<String>,
    /// Where Digital Post pushes each receipt (REST push). `None`: nowhere, they are fetched.
    pub receipt_url: Option<String>,
    /// How long an access token of Serviceplatformen is good for.
    pub access_token_life: Duration,
}

impl SandboxConfig {
    /// The defaults, in the folder given, on any free loopback ports.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            http_port: None,
            print_folder: None,
            faults: FaultPlan::default(),
            receipt_delay: Duration::from_millis(300),
            late_receipt_delay: Duration::from_secs(2),
            silence: Duration::from_secs(3),
            slowness: Duration::from_secs(2),
            print_interval: Duration::from_millis(200),
            post_status_url: None,
            receipt_url: None,
            access_token_life: Duration::from_secs(3600),
        }
    }

    /// The same with the fault plan given; times named in the plan take effect.
    #[must_use]
    pub fn with_faults(mut self, faults: FaultPlan) -> Self {
        let set = |target: &mut Duration, value: Option<Duration>| {
            if let Some(value) = value {
                *target = value;
            }
        };
        set(&mut self.silence, faults.silence);
        set(&mut self.slowness, faults.slowness);
        set(&mut self.receipt_delay, faults.receipt_delay);
        self.faults = faults;
        self
    }

    pub(crate) fn resolved_print_folder(&self) -> PathBuf {
        self.print_folder.clone().unwrap_or_else(|| self.data_dir.join("print"))
    }

    pub(crate) fn resolved_http_port(&self) -> u16 {
        match (self.http_port, self.port) {
            (Some(port), _) => port,
            (None, 0) => 0,
            (None, port) => port.saturating_add(1),
        }
    }
}
