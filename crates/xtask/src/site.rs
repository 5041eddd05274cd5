//! A real installation: folder, configuration files, gateways and the national side as processes.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::postgres::Server;

/// Longest wait for a process or for the last letters: a loaded machine is slow.
pub const PATIENCE: Duration = Duration::from_secs(300);

/// Which database the gateways share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// A file; one gateway.
    Sqlite,
    /// A PostgreSQL server started for the run.
    Postgres,
    /// One that runs already.
    Url(String),
}

impl Database {
    /// `sqlite`, `postgres`, or an address.
    pub fn parse(text: &str) -> Self {
        match text {
            "sqlite" => Self::Sqlite,
            "postgres" => Self::Postgres,
            url => Self::Url(url.to_owned()),
        }
    }
}

/// Why a run could not be made; says nothing about the letters.
#[derive(Debug)]
pub struct Trouble(String);

impl Trouble {
    /// With this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Trouble {}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<reqwest::Error> for Trouble {
    fn from(error: reqwest::Error) -> Self {
        Self(error.to_string())
    }
}

/// What is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Victim {
    /// This gateway.
    Node(usize),
    /// The national side.
    Sandbox,
}

/// What installation is wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The program `brevdue`.
    pub binary: PathBuf,
    /// Where letters are kept.
    pub database: Database,
    /// Gateways at the same time.
    pub nodes: usize,
    /// Where to leave the installation; a temporary folder when nowhere. One that lies there is taken up again.
    pub keep: Option<PathBuf>,
}

/// Everything that runs, or was killed. All of it ends with this value.
pub struct Site {
    binary: PathBuf,
    folder: PathBuf,
    nodes: Vec<Node>,
    sandbox: Option<Child>,
    sandbox_port: u16,
    /// The key of an administrator.
    pub key: String,
    /// For calls to gateways and national side.
    pub client: reqwest::Client,
    _temporary: Option<TempDir>,
    server: Option<Server>,
}

struct Node {
    port: u16,
    config: PathBuf,
    child: Option<Child>,
    core: Option<usize>,
}

impl Site {
    /// Folder, configuration and key; nothing runs yet but the database.
    ///
    /// # Errors
    /// [`Trouble`] says what is missing.
    pub async fn build(wanted: &Wanted) -> Result<Self, Trouble> {
        if wanted.nodes == 0 || (wanted.nodes > 1 && wanted.database == Database::Sqlite) {
            return Err(Trouble::new("--nodes: one with SQLite, one or more with PostgreSQL"));
        }
        let temporary = if wanted.keep.is_some() { None } else { Some(tempfile::tempdir()?) };
        let folder = match (&wanted.keep, &temporary) {
            (Some(folder), _) => folder.clone(),
            (None, Some(temporary)) => temporary.path().to_owned(),
            (None, None) => return Err(Trouble::new("no folder")),
        };
        std::fs::create_dir_all(&folder)?;
        let (server, url) = match &wanted.database {
            Database::Sqlite => (None, None),
            Database::Url(url) => (None, Some(url.clone())),
            Database::Postgres => {
                let kept = wanted.keep.as_ref().map(|folder| folder.join("postgres"));
                let server = Server::start(kept.as_deref()).await?;
                let url = server.url.clone();
                (Some(server), Some(url))
            }
        };
        let ports = ports_of(&folder, wanted.nodes + 2)?;
        let [sandbox_port, _, gateway_ports @ ..] = ports.as_slice() else {
            return Err(Trouble::new("no free ports"));
        };
        let Some(first) = gateway_ports.first() else { return Err(Trouble::new("no free ports")) };
        if !folder.join("brevdue.toml").exists() {
            init(wanted, &folder, (*first, *sandbox_port), url.as_deref())?;
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
            nodes.push(Node { port: *port, config, child: None, core: None });
        }
        let key = std::fs::read_to_string(folder.join("admin.key"))?.trim().to_owned();
        let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build()?;
        Ok(Self {
            binary: wanted.binary.clone(),
            folder,
            nodes,
            sandbox: None,
            sandbox_port: *sandbox_port,
            key,
            client,
            _temporary: temporary,
            server,
        })
    }

    /// From now on the database is filled: a PostgreSQL server started for the run does it quickly, not safely. Others
    /// are left as they are.
    ///
    /// # Errors
    /// [`Trouble`] with what the server says.
    pub fn filling(&self) -> Result<(), Trouble> {
        self.server.as_ref().map_or(Ok(()), Server::filling)
    }

    /// The database is filled: the server is as safe again as one is out of the box, and everything is on disk.
    ///
    /// # Errors
    /// [`Trouble`] with what the server says.
    pub fn filled(&self) -> Result<(), Trouble> {
        self.server.as_ref().map_or(Ok(()), Server::filled)
    }

    /// A gateway's configuration file.
    pub fn config(&self, node: usize) -> Option<&Path> {
        self.nodes.get(node).map(|node| node.config.as_path())
    }

    /// The process of a gateway that runs.
    pub fn node_id(&self, node: usize) -> Option<u32> {
        self.nodes.get(node)?.child.as_ref().map(Child::id)
    }

    /// The process of the national side, if it runs.
    pub fn sandbox_id(&self) -> Option<u32> {
        self.sandbox.as_ref().map(Child::id)
    }

    /// The gateway keeps to one core from its next start on (`taskset` of Linux).
    pub fn pin(&mut self, node: usize, core: usize) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.core = Some(core);
        }
    }

    /// The addresses of the gateways, without a final slash.
    pub fn gateways(&self) -> Vec<String> {
        self.nodes.iter().map(|node| format!("http://127.0.0.1:{}", node.port)).collect()
    }

    fn web(&self) -> String {
        format!("http://127.0.0.1:{}/", self.sandbox_port + 1)
    }

    fn spawn(&self, name: &str, arguments: &[&str], core: Option<usize>) -> Result<Child, Trouble> {
        let path = self.folder.join(format!("{name}.log"));
        let log = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
        let mut command = match core {
            None => Command::new(&self.binary),
            Some(core) => {
                let mut command = Command::new("taskset");
                command.args(["-c", &core.to_string()]).arg(&self.binary);
                command
            }
        };
        command.args(arguments).env_remove("BREVDUE_CONFIG").current_dir(&self.folder);
        let child = command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?;
        Ok(child)
    }

    /// Starts a gateway and waits until it is ready.
    ///
    /// # Errors
    /// It does not come up.
    pub async fn start_node(&mut self, number: usize) -> Result<(), Trouble> {
        let Some(node) = self.nodes.get(number) else { return Err(Trouble::new("no such node")) };
        let (config, port, core) = (text_of(&node.config)?.to_owned(), node.port, node.core);
        let child = self.spawn(&format!("node-{number}"), &["serve", "--config", &config], core)?;
        if let Some(node) = self.nodes.get_mut(number) {
            node.child = Some(child);
        }
        self.until_answers(&format!("http://127.0.0.1:{port}/readyz"), &format!("node-{number}")).await
    }

    /// Starts the national side, with these faults, and waits until it answers.
    ///
    /// # Errors
    /// It does not come up.
    pub async fn start_sandbox(&mut self, faults: &str) -> Result<(), Trouble> {
        let port = self.sandbox_port.to_string();
        let data = self.folder.join("sandbox");
        let push = format!("{}/kombi/poststatus", self.gateways().first().cloned().unwrap_or_default());
        let arguments = ["sandbox", "--port", &port, "--data-dir", text_of(&data)?, "--faults", faults];
        let arguments: Vec<&str> = arguments.into_iter().chain(["--post-status-url", &push]).collect();
        self.sandbox = Some(self.spawn("sandbox", &arguments, None)?);
        self.until_answers(&format!("{}sandbox/faults", self.web()), "sandbox").await
    }

    async fn until_answers(&self, url: &str, name: &str) -> Result<(), Trouble> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if self.client.get(url).send().await.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Err(Trouble::new(format!("{name} does not come up; see {name}.log (--keep DIR)")))
    }

    /// kill -9.
    ///
    /// # Errors
    /// It could not be done; the process may be gone.
    pub fn kill(&mut self, victim: Victim) -> Result<(), Trouble> {
        let child = match victim {
            Victim::Sandbox => self.sandbox.take(),
            Victim::Node(number) => self.nodes.get_mut(number).and_then(|node| node.child.take()),
        };
        end(child)
    }

    /// The national side is well from now on.
    ///
    /// # Errors
    /// It could not be done; the process may be gone.
    pub async fn end_faults(&self) -> Result<(), Trouble> {
        self.client.delete(format!("{}sandbox/faults", self.web())).send().await?.error_for_status()?;
        Ok(())
    }

    /// What the national side has counted.
    ///
    /// # Errors
    /// It could not be done; the process may be gone.
    pub async fn deliveries(&self) -> Result<sandbox::Deliveries, Trouble> {
        Ok(self.client.get(format!("{}sandbox/deliveries", self.web())).send().await?.json().await?)
    }

    /// Whether `brevdue balance` adds up; `None` when the program has no such command.
    ///
    /// # Errors
    /// The program does not run.
    pub async fn balance(&self) -> Result<Option<bool>, Trouble> {
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

fn init(
    wanted: &Wanted,
    folder: &Path,
    (gateway, sandbox): (u16, u16),
    url: Option<&str>,
) -> Result<(), Trouble> {
    let mut init = Command::new(&wanted.binary);
    init.args(["init", "--fast", "--port", &gateway.to_string()]);
    init.args(["--sandbox-port", &sandbox.to_string()]);
    if let Some(url) = url {
        init.args(["--database", url]);
    }
    let output = init.arg(folder).output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(Trouble::new(format!("init: {}", String::from_utf8_lossy(&output.stderr))))
}

/// The ports of an installation: those that it had, where one is taken up again.
fn ports_of(folder: &Path, count: usize) -> Result<Vec<u16>, Trouble> {
    let file = folder.join("ports");
    if let Ok(text) = std::fs::read_to_string(&file) {
        let known: Vec<u16> = text.lines().filter_map(|line| line.parse().ok()).collect();
        if known.len() == count {
            return Ok(known);
        }
    }
    let ports = free_ports(count)?;
    let text: String = ports.iter().map(|port| format!("{port}\n")).collect();
    std::fs::write(file, text)?;
    Ok(ports)
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
