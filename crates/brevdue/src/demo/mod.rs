//! The demonstration: gateway and sandbox in one process, real PDF letters over the real API.

mod cases;
mod hand_in;
mod look;
mod report;
mod types;

use crate::exit::{Exit, Failure, Outcome};
use crate::output::Output;
use crate::run;
use crate::setup::{self, Ports, Tempo};
use cases::CASES;
use sandbox::{Running, Sandbox, SandboxConfig};
use server::{Config, Gateway};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the user wants of the demonstration.
#[derive(Debug)]
pub(crate) struct Wish {
    /// End when every letter has come to its end.
    pub(crate) once: bool,
    /// Where it lives; a run that was killed is taken up again there.
    pub(crate) data_dir: Option<PathBuf>,
    /// Port of API and pages.
    pub(crate) port: Option<u16>,
}

/// A run that takes longer is stuck.
const PATIENCE: Duration = Duration::from_secs(120);
const DEFAULT_PORT: u16 = 8080;
const DEFAULT_SANDBOX_PORT: u16 = 8443;

/// Runs the demonstration.
pub(crate) fn run(wish: &Wish, out: &Output) -> Outcome {
    if std::env::var_os("RUST_LOG").is_some() {
        run::log();
    }
    // A temporary folder is removed when this guard goes.
    let temporary = match (&wish.data_dir, wish.once) {
        (None, true) => Some(Temporary::new()?),
        _ => None,
    };
    let folder = match (&wish.data_dir, &temporary) {
        (Some(folder), _) => folder.clone(),
        (None, Some(temporary)) => temporary.0.clone(),
        (None, None) => PathBuf::from("brevdue-demo"),
    };
    run::runtime(show(wish, &folder, out))
}

async fn show(wish: &Wish, folder: &Path, out: &Output) -> Outcome {
    let file = folder.join("brevdue.toml");
    if file.exists() {
        out.note(&format!("Taking up the demonstration in {}", folder.display()));
    } else {
        out.note("Making keys, certificates and a configuration …");
        setup::write(folder, ports(wish)?, Tempo::Demo, None).await?;
    }
    let failed = |error: &dyn std::fmt::Display| Failure::new(error.to_string());
    let config = Config::load(&file).map_err(|error| failed(&error))?;
    let sandbox = start_sandbox(folder, &config).await?;
    let gateway = Gateway::open(config).await.map_err(|error| failed(&error))?;
    let serving = gateway.serve().await.map_err(|error| failed(&error))?;
    out.note(&format!(
        "Gateway on http://{}, citizens' mailboxes on {}",
        serving.address,
        sandbox.urls().web
    ));
    let key = std::fs::read_to_string(folder.join("admin.key")).map_err(|error| failed(&error))?;
    let api = hand_in::Api::new(&format!("http://{}", serving.address), key.trim())?;
    let ended = async {
        types::give(&api).await?;
        let handed = hand_in::all(&api, CASES, out).await?;
        look::until_ended(&api, &sandbox, CASES, handed, PATIENCE, out).await
    }
    .await;
    let verdict = ended.map(|ended| report::print(&ended, &sandbox.deliveries().totals, out));
    if !wish.once && verdict.is_ok() {
        report::invite(folder, serving.address, &sandbox, out);
        run::until_stopped().await;
    }
    serving.stop().await;
    gateway.store().close().await;
    sandbox.stop().await;
    verdict.map(Exit::from_answer)
}

/// Fixed ports for a demonstration that stays, free ones for one that ends by itself.
fn ports(wish: &Wish) -> Result<Ports, Failure> {
    let free = setup::free_ports()?;
    Ok(match (wish.once, wish.port) {
        (true, None) => free,
        (true, Some(gateway)) => Ports { gateway, ..free },
        (false, None) => Ports { gateway: DEFAULT_PORT, sandbox: DEFAULT_SANDBOX_PORT },
        (false, Some(gateway)) => Ports { gateway, sandbox: gateway.saturating_add(363) },
    })
}

/// Starts the sandbox at the port that the configuration names.
async fn start_sandbox(folder: &Path, config: &Config) -> Result<Running, Failure> {
    let url = config.digital_post.as_ref().map(|channel| channel.base_url.as_str()).unwrap_or_default();
    let port =
        url.split(':').nth(2).and_then(|rest| rest.split('/').next()).and_then(|port| port.parse().ok());
    let mut settings = SandboxConfig::new(folder.join("sandbox"));
    settings.post_status_url = Some(format!("http://{}/kombi/poststatus", config.listen));
    settings.port = port.ok_or_else(|| Failure::new("the demonstration's configuration names no sandbox"))?;
    Sandbox::start(settings).await.map_err(|error| {
        Failure::new(error.to_string()).fix("end what uses the port, or give --port and a new --data-dir")
    })
}

/// A folder that goes when the demonstration ends.
struct Temporary(PathBuf);

impl Temporary {
    fn new() -> Result<Temporary, Failure> {
        let folder = std::env::temp_dir().join(format!("brevdue-demo-{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir(&folder)
            .map_err(|error| Failure::new(format!("{}: {error}", folder.display())))?;
        Ok(Temporary(folder))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
