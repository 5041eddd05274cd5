//! The installation: folder, configuration files, processes.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::postgres::Server;
use super::{Database, PATIENCE, Plan, Trouble};

/// What is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Victim {
    /// This gateway.
    Node(usize),
    /// The national side.
    Sandbox,
}

/// Everything that runs, or was killed.
pub(super) struct Site {
    binary: PathBuf,
    folder: PathBuf,
    nodes: Vec<Node>,
    sandbox: Option<Child>,
    sandbox_port: u16,
    pub(super) key: String,
    pub(super) client: reqwest::Client,
    _temporary: Option<TempDir>,
    _server: Option<Server>,
}

struct Node {
    port: u16,
    config: PathBuf,
    child: Option<Child>,
}

impl Site {
    /// Folder, configuration and key; nothing runs yet but the database.
    pub(super) async fn build(plan: &Plan) -> Result<Self, Trouble> {
        if plan.nodes == 0 || (plan.nodes > 1 && plan.database == Database::Sqlite) {
            return Err(Trouble::new("--nodes: one with SQLite, one or more with PostgreSQL"));
        }
        let temporary = if plan.keep.is_some() { None } else { Some(tempfile::tempdir()?) };
        let folder = match (&plan.keep, &temporary) {
            (Some(folder), _) => folder.clone(),
            (None, Some(temporary)) => temporary.path().to_owned(),
            (None, None) => return Err(Trouble::new("no folder")),
        };
        std::fs::create_dir_all(&folder)?;
        let ports = free_ports(plan.nodes + 2)?;
        let (server, url) = match &plan.database {
            Database::Sqlite => (None, None),
            Database::Url(url) => (None, Some(url.clone())),
            Database::Postgres => {
                let server = Server::start().await?;
                let url = server.url.clone();
                (Some(server), Some(url))
            }
        };
        let [sandbox_port, _, gateway_ports @ ..] = ports.as_slice() else {
            return Err(Trouble::new("no free ports"));
        };
        let Some(first) = gateway_ports.first() else { return Err(Trouble::new("no free ports")) };
        let mut init = Command::new(&plan.binary);
        init.args(["init", "--fast", "--port", &first.to_string()]);
        init.args(["--sandbox-port", &sandbox_port.to_string()]);
        if let Some(url) = &url {
            init.args(["--database", url]);
        }
        let output = init.arg(&folder).output()?;
        if !output.status.success() {
            return Err(Trouble::new(format!("init: {}", String::from_utf8_lossy(&output.stderr))));
        }
        let text = std::fs::read_to_string(folder.join("brevdue.toml"))?;
        let mut nodes = Vec::new();
        for (number, port) in gateway_ports.iter().enumerate() {
            let own = text.replace(
                &format!("listen = \"127.0.0.1:{first}\""),
                &format!("listen = \"127.0.0.1:{port}\""),
            );
            let config = folder.join(format!("node-{number}.toml"));
            std::fs::write(&config, own)?;
            nodes.push(Node { port: *port, config, child: None });
        }
        let key = std::fs::read_to_string(folder.join("admin.key"))?.trim().to_owned();
        let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build()?;
        Ok(Self {
            binary: plan.binary.clone(),
            folder,
            nodes,
            sandbox: None,
            sandbox_port: *sandbox_port,
            key,
            client,
            _temporary: temporary,
            _server: server,
        })
    }

    /// The addresses of the gateways, without a final slash.
    pub(super) fn gateways(&self) -> Vec<String> {
        self.nodes.iter().map(|node| format!("http://127.0.0.1:{}", node.port)).collect()
    }

    fn web(&self) -> String {
        format!("http://127.0.0.1:{}/", self.sandbox_port + 1)
    }

    fn spawn(&self, name: &str, arguments: &[&str]) -> Result<Child, Trouble> {
        let path = self.folder.join(format!("{name}.log"));
        let log = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
        let mut command = Command::new(&self.binary);
        command.args(arguments).env_remove("BREVDUE_CONFIG").current_dir(&self.folder);
        let child = command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?;
        Ok(child)
    }

    pub(super) async fn start_node(&mut self, number: usize) -> Result<(), Trouble> {
        let Some(node) = self.nodes.get(number) else { return Err(Trouble::new("no such node")) };
        let (config, port) = (text_of(&node.config)?.to_owned(), node.port);
        let child = self.spawn(&format!("node-{number}"), &["serve", "--config", &config])?;
        if let Some(node) = self.nodes.get_mut(number) {
            node.child = Some(child);
        }
        self.until_answers(&format!("http://127.0.0.1:{port}/readyz"), &format!("node-{number}")).await
    }

    pub(super) async fn start_sandbox(&mut self, faults: &str) -> Result<(), Trouble> {
        let port = self.sandbox_port.to_string();
        let data = self.folder.join("sandbox");
        let push = format!("{}/kombi/poststatus", self.gateways().first().cloned().unwrap_or_default());
        let arguments = ["sandbox", "--port", &port, "--data-dir", text_of(&data)?, "--faults", faults];
        let arguments: Vec<&str> = arguments.into_iter().chain(["--post-status-url", &push]).collect();
        self.sandbox = Some(self.spawn("sandbox", &arguments)?);
        self.until_answers(&format!("{}sandbox/faults", self.web()), "sandbox").await
    }

    async fn until_answers(&self, url: &str, name: &str) -> Result<(), Trouble> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if self.client.get(url).send().await.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Err(Trouble::new(format!("{name} does not come up; see {name}.log (--keep DIR)")))
    }

    /// kill -9.
    pub(super) fn kill(&mut self, victim: Victim) -> Result<(), Trouble> {
        let child = match victim {
            Victim::Sandbox => self.sandbox.take(),
            Victim::Node(number) => self.nodes.get_mut(number).and_then(|node| node.child.take()),
        };
        end(child)
    }

    /// The national side is well from now on.
    pub(super) async fn end_faults(&self) -> Result<(), Trouble> {
        self.client.delete(format!("{}sandbox/faults", self.web())).send().await?.error_for_status()?;
        Ok(())
    }

    /// What the national side has counted.
    pub(super) async fn deliveries(&self) -> Result<sandbox::Deliveries, Trouble> {
        Ok(self.client.get(format!("{}sandbox/deliveries", self.web())).send().await?.json().await?)
    }

    /// Whether `brevdue balance` adds up; `None` when the program has no such command.
    pub(super) async fn balance(&self) -> Result<Option<bool>, Trouble> {
        let known = Command::new(&self.binary).args(["balance", "--help"]).output()?;
        let Some(node) = self.nodes.first().filter(|_| known.status.success()) else { return Ok(None) };
        let output = Command::new(&self.binary)
            .args(["balance", "--config", text_of(&node.config)?])
            .current_dir(&self.folder)
            .output()?;
        std::fs::write(self.folder.join("balance.txt"), [output.stdout, output.stderr].concat())?;
        Ok(Some(output.status.success()))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let nodes = self.nodes.iter_mut().map(|node| node.child.take());
        for child in nodes.chain([self.sandbox.take()]) {
            // There is nobody left to tell.
            let _ = end(child);
        }
    }
}

fn end(child: Option<Child>) -> Result<(), Trouble> {
    if let Some(mut child) = child {
        child.kill()?;
        child.wait()?;
    }
    Ok(())
}

fn text_of(path: &Path) -> Result<&str, Trouble> {
    path.to_str().ok_or_else(|| Trouble::new("the folder's name is not UTF-8"))
}

/// This many ports in a row that are free now, below those that the system hands out to clients.
fn free_ports(count: usize) -> Result<Vec<u16>, Trouble> {
    let free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let start = u16::try_from(std::process::id() % 300).unwrap_or(0) * 10;
    for attempt in 0..300 {
        let first = 15_000 + (start + attempt * 10) % 4_500;
        let ports: Vec<u16> = (first..).take(count).collect();
        if ports.iter().all(free) {
            return Ok(ports);
        }
    }
    Err(Trouble::new("no free ports on 127.0.0.1"))
}
