//! The processes that are measured.

use crate::exit::Failure;
use crate::setup::{self, Ports, Tempo};
use server::Config;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};

/// Longer than any sound start.
const START_PATIENCE: Duration = Duration::from_secs(120);

/// A gateway and a sandbox in a folder. Both end with this value.
pub(super) struct Peers {
    folder: PathBuf,
    data_dir: PathBuf,
    ports: Ports,
    running: Vec<Child>,
    gateway: Option<u32>,
    key: String,
}

impl Peers {
    pub(super) async fn prepare(folder: &Path) -> Result<Peers, Failure> {
        let ports = setup::free_ports()?;
        let file = setup::write(folder, ports, Tempo::Demo).await?;
        let config = Config::load(&file).map_err(|error| Failure::new(error.to_string()))?;
        let key = std::fs::read_to_string(folder.join("admin.key"))
            .map_err(|error| Failure::new(error.to_string()))?;
        Ok(Peers {
            folder: folder.to_owned(),
            data_dir: config.data_dir,
            ports,
            running: Vec::new(),
            gateway: None,
            key: key.trim().to_owned(),
        })
    }

    pub(super) fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    pub(super) fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports.gateway)
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// Starts both; milliseconds until the gateway was ready.
    pub(super) async fn start(&mut self) -> Result<u64, Failure> {
        let sandbox = self.folder.join("sandbox");
        let push = format!("{}/kombi/poststatus", self.base());
        let port = self.ports.sandbox.to_string();
        let arguments: [&str; 6] = ["sandbox", "--port", &port, "--post-status-url", &push, "--data-dir"];
        self.spawn(&arguments, &sandbox)?;
        self.until_answered(self.ports.sandbox).await?;
        let began = Instant::now();
        self.gateway = self.spawn(&["serve", "--config"], &self.folder.join("brevdue.toml"))?;
        let client = client()?;
        let ready = format!("{}/readyz", self.base());
        while began.elapsed() < START_PATIENCE {
            if client.get(&ready).send().await.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX));
            }
            self.all_alive()?;
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Err(Failure::new("the gateway did not become ready"))
    }

    fn spawn(&mut self, arguments: &[&str], path: &Path) -> Result<Option<u32>, Failure> {
        let failed = |error: std::io::Error| Failure::new(format!("cannot start a process: {error}"));
        let program = std::env::current_exe().map_err(failed)?;
        let child = Command::new(program)
            .args(arguments)
            .arg(path)
            .env("RUST_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(failed)?;
        let id = child.id();
        self.running.push(child);
        Ok(id)
    }

    async fn until_answered(&mut self, port: u16) -> Result<(), Failure> {
        let began = Instant::now();
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            self.all_alive()?;
            if began.elapsed() > START_PATIENCE {
                return Err(Failure::new("the sandbox did not start"));
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }

    fn all_alive(&mut self) -> Result<(), Failure> {
        let ended = self.running.iter_mut().any(|child| !matches!(child.try_wait(), Ok(None)));
        if ended { Err(Failure::new("a process of the measurement ended by itself")) } else { Ok(()) }
    }

    /// Processor time that the gateway has used, user and system, in milliseconds.
    pub(super) fn gateway_cpu_ms(&self) -> u64 {
        // Fields 14 and 15, in ticks of 10 ms; the name before them may hold spaces.
        let ticks = self.proc("stat").and_then(|text| {
            let rest = text.rsplit_once(')')?.1.to_owned();
            let mut fields = rest.split_whitespace().skip(11).map(|field| field.parse::<u64>().unwrap_or(0));
            Some(fields.next()? + fields.next()?)
        });
        ticks.unwrap_or(0) * 10
    }

    /// Memory that the gateway holds, in KiB.
    pub(super) fn gateway_memory_kib(&self) -> u64 {
        let status = self.proc("status").unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
    }

    fn proc(&self, file: &str) -> Option<String> {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.gateway?)).ok()
    }

    /// Ends both.
    pub(super) async fn stop(mut self) {
        for child in &mut self.running {
            // One that has ended already is as well.
            let _ = child.kill().await;
        }
    }
}

pub(super) fn client() -> Result<reqwest::Client, Failure> {
    let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(60)).build();
    client.map_err(|error| Failure::new(error.to_string()))
}
