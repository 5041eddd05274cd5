//! An installation in a temporary folder: gateway and sandbox as child processes.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longest wait for anything: a loaded machine is slow, a lost letter never comes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);

/// The binary under test.
pub(crate) fn brevdue() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brevdue"));
    command
        .env_remove("RUST_LOG")
        .env_remove("BREVDUE_CONFIG")
        .env("NO_COLOR", "1")
        .env("LANG", "en_GB.UTF-8");
    command
}

/// A running (or killed) installation.
pub(crate) struct Installation {
    pub(crate) folder: TempDir,
    pub(crate) gateway_port: u16,
    pub(crate) sandbox_port: u16,
    pub(crate) key: String,
    pub(crate) client: reqwest::Client,
    /// Where the sandbox pushes PostStatus; the gateway itself unless a test says otherwise.
    pub(crate) push_url: Option<String>,
    /// Where the sandbox pushes receipts of Digital Post; nowhere unless a test says otherwise.
    pub(crate) receipt_url: Option<String>,
    /// The environment in which a side runs, by its name.
    pub(crate) environment: (&'static str, Vec<(&'static str, String)>),
    gateway: Option<Child>,
    sandbox: Option<Child>,
}

/// Three ports in a row that are free now: gateway, sandbox, and its pages. They lie below those that the system hands
/// out to clients, and no other test of this process gets them.
fn free_ports() -> (u16, u16) {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
    let start = u16::try_from(std::process::id() % 300).unwrap_or(0) * 30;
    for _ in 0..300 {
        let port = 20_000 + (start + NEXT.fetch_add(3, Ordering::Relaxed)) % 9_000;
        if (port..port + 3).all(free) {
            return (port, port + 1);
        }
    }
    panic!("no free ports on 127.0.0.1");
}

impl Installation {
    /// `brevdue init`, with quick patience; nothing runs yet.
    pub(crate) fn init() -> Installation {
        Installation::init_with(&[])
    }

    /// The same with more options.
    pub(crate) fn init_with(options: &[&str]) -> Installation {
        let folder = tempfile::tempdir().expect("a folder");
        let (gateway_port, sandbox_port) = free_ports();
        let output = brevdue()
            .args([
                "init",
                "--fast",
                "--port",
                &gateway_port.to_string(),
                "--sandbox-port",
                &sandbox_port.to_string(),
            ])
            .args(options)
            .arg(folder.path())
            .output()
            .expect("brevdue init runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let key =
            std::fs::read_to_string(folder.path().join("admin.key")).expect("admin.key").trim().to_owned();
        let client =
            reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(60)).build().expect("a client");
        Installation {
            folder,
            gateway_port,
            sandbox_port,
            key,
            client,
            push_url: None,
            receipt_url: None,
            environment: ("", Vec::new()),
            gateway: None,
            sandbox: None,
        }
    }

    /// Initialised, both sides running and ready.
    pub(crate) async fn start() -> Installation {
        let mut installation = Installation::init();
        installation.start_sandbox().await;
        installation.start_gateway().await;
        installation
    }

    /// Starts a command beside; its output goes into files of that name.
    pub(crate) fn spawn(&self, name: &str, args: &[&str]) -> Child {
        let log = |kind: &str| {
            let path = self.folder.path().join(format!("{name}.{kind}"));
            let file = std::fs::OpenOptions::new().create(true).append(true).open(path).expect("a log file");
            Stdio::from(file)
        };
        let environment = self.environment.1.iter().filter(|_| self.environment.0 == name);
        brevdue()
            .args(args)
            .envs(environment.map(|(variable, value)| (variable, value)))
            .stdout(log("out"))
            .stderr(log("log"))
            .stdin(Stdio::null())
            .spawn()
            .expect("brevdue starts")
    }

    /// What a side has logged so far.
    pub(crate) fn log(&self, name: &str) -> String {
        let read = |kind: &str| {
            std::fs::read_to_string(self.folder.path().join(format!("{name}.{kind}"))).unwrap_or_default()
        };
        read("out") + &read("log")
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.folder.path().join("brevdue.toml")
    }

    /// Changes one line of the configuration; the gateway reads it at its next start.
    pub(crate) fn configure(&self, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.config()).expect("a configuration");
        assert!(text.contains(from), "no {from} in the configuration");
        std::fs::write(self.config(), text.replacen(from, to, 1)).expect("written");
    }

    /// The store's settings as the gateway has them; it must not run while the store is opened here.
    pub(crate) fn store_config(&self) -> store::StoreConfig {
        let config = server::Config::load(&self.config()).expect("a sound configuration");
        config.store().expect("the store's settings")
    }

    /// Sets a number of `[policy]`; the gateway reads it at its next start.
    pub(crate) fn shorten_policy(&self, name: &str, value: u64) {
        let text = std::fs::read_to_string(self.config()).expect("a configuration");
        let line = text.lines().find(|line| line.starts_with(&format!("{name} ="))).expect("the setting");
        self.configure(line, &format!("{name} = {value}"));
    }

    pub(crate) async fn start_gateway(&mut self) {
        let config = self.config();
        self.gateway = Some(self.spawn("gateway", &["serve", "--config", config.to_str().expect("UTF-8")]));
        self.until_answers(&format!("http://127.0.0.1:{}/readyz", self.gateway_port), "gateway").await;
    }

    pub(crate) async fn start_sandbox(&mut self) {
        self.start_sandbox_with("").await;
    }

    /// The national side with random faults on top.
    pub(crate) async fn start_sandbox_with(&mut self, faults: &str) {
        let data = self.folder.path().join("sandbox");
        let port = self.sandbox_port.to_string();
        let push = self.push_url.clone().unwrap_or_else(|| self.api("/kombi/poststatus"));
        let mut args = vec!["sandbox", "--port", &port, "--data-dir", data.to_str().expect("UTF-8")];
        args.extend(["--post-status-url", &push]);
        if let Some(url) = &self.receipt_url {
            args.extend(["--receipt-url", url]);
        }
        if !faults.is_empty() {
            args.extend(["--faults", faults]);
        }
        self.sandbox = Some(self.spawn("sandbox", &args));
        self.until_answers(&format!("{}sandbox/deliveries", self.web()), "sandbox").await;
    }

    async fn until_answers(&self, url: &str, name: &str) {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if self.client.get(url).send().await.is_ok_and(|response| response.status().is_success()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{name} does not come up:\n{}", self.log(name));
    }

    /// kill -9.
    pub(crate) fn kill_gateway(&mut self) {
        kill(self.gateway.take());
    }

    /// SIGTERM, as an operator stops it: waits for the end and tells how it ended.
    pub(crate) async fn stop_gateway(&mut self) -> Option<i32> {
        let mut child = self.gateway.take().expect("a gateway");
        let signalled = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
        assert!(signalled.is_ok_and(|status| status.success()), "kill -TERM");
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if let Some(status) = child.try_wait().expect("looked at") {
                return status.code();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.gateway = Some(child);
        panic!("the gateway does not end:\n{}", self.log("gateway"));
    }

    /// The command line against this installation: exit code, standard output.
    pub(crate) fn run(&self, args: &[&str]) -> (Option<i32>, String) {
        let (code, out, _) = self.told(args);
        (Some(code), out)
    }

    /// The same with standard error; -1 for a program that a signal ended.
    pub(crate) fn told(&self, args: &[&str]) -> (i32, String, String) {
        let output = brevdue().args(args).arg("--config").arg(self.config()).output().expect("brevdue runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
    }

    pub(crate) fn kill_sandbox(&mut self) {
        kill(self.sandbox.take());
    }

    /// Citizens' pages and the admin calls of the sandbox.
    pub(crate) fn web(&self) -> String {
        format!("http://127.0.0.1:{}/", self.sandbox_port + 1)
    }

    pub(crate) fn api(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.gateway_port)
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let response =
            self.client.get(self.api(path)).bearer_auth(&self.key).send().await.expect("an answer");
        response.json().await.expect("JSON")
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let request = self.client.post(self.api(path)).bearer_auth(&self.key).json(body);
        let response = request.send().await.expect("an answer");
        (response.status().as_u16(), response.json().await.expect("JSON"))
    }

    /// Hands a letter in; the answer as it is, or why none came.
    pub(crate) async fn submit(
        &self,
        letter: &Value,
        pdf: &[u8],
        key: &str,
    ) -> reqwest::Result<(u16, bool, Value)> {
        let form = Form::new()
            .part("letter", Part::text(letter.to_string()).mime_str("application/json").expect("a type"))
            .part(
                "file",
                Part::bytes(pdf.to_vec())
                    .file_name("Ärende æøå.pdf")
                    .mime_str("application/pdf")
                    .expect("a type"),
            );
        let request = self.client.post(self.api("/v1/letters")).bearer_auth(&self.key).multipart(form);
        let response = request.header("idempotency-key", key).send().await?;
        let replayed = response.headers().contains_key("idempotency-replayed");
        Ok((response.status().as_u16(), replayed, response.json().await?))
    }

    /// Hands a sound letter in.
    pub(crate) async fn send(&self, alias: &str, letter_type: &str) -> String {
        let recipient = sandbox::by_alias(alias).expect("a test recipient");
        let letter =
            json!({ "type": letter_type, "to": recipient.reveal(), "recipient": { "name": recipient.name } });
        let key = uuid::Uuid::new_v4().to_string();
        let (status, _, answer) = self.submit(&letter, &pdf("Et brev"), &key).await.expect("an answer");
        assert_eq!(status, 202, "{answer}");
        answer["id"].as_str().expect("an id").to_owned()
    }

    /// Looks until the letter is as wanted.
    pub(crate) async fn until(&self, id: &str, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let began = Instant::now();
        loop {
            let view = self.get(&format!("/v1/letters/{id}")).await;
            if wanted(&view) {
                return view;
            }
            assert!(began.elapsed() < PATIENCE, "not {what}: {view:#}\n{}", self.log("gateway"));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub(crate) async fn until_state(&self, id: &str, state: &str) -> Value {
        self.until(id, state, |view| view["state"] == state).await
    }

    /// What the national side counted.
    pub(crate) async fn deliveries(&self) -> Value {
        let response =
            self.client.get(format!("{}sandbox/deliveries", self.web())).send().await.expect("an answer");
        response.json().await.expect("JSON")
    }

    /// What goes wrong on the national side from now on; an empty text ends it.
    pub(crate) async fn let_go_wrong(&self, faults: &str) {
        let url = format!("{}sandbox/faults", self.web());
        let response = self.client.put(url).json(&json!({ "spec": faults })).send().await.expect("an answer");
        assert!(response.status().is_success(), "{:?}", response.text().await);
    }

    /// Changes how the national side treats a recipient.
    pub(crate) async fn let_recipient_be(&self, alias: &str, outcome: &str) {
        let url = format!("{}sandbox/recipients/{alias}", self.web());
        let response =
            self.client.put(url).json(&json!({ "outcome": outcome })).send().await.expect("an answer");
        assert!(response.status().is_success(), "{:?}", response.text().await);
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        self.kill_gateway();
        self.kill_sandbox();
    }
}

fn kill(child: Option<Child>) {
    if let Some(mut child) = child {
        // SIGKILL: no chance to tidy up.
        child.kill().expect("killed");
        child.wait().expect("waited for");
    }
}

/// A real PDF with Danish and Swedish letters.
pub(crate) fn pdf(subject: &str) -> Vec<u8> {
    let letter = paper::LetterText {
        sender: "Eksempel Kommune / Exempelkommun".to_owned(),
        recipient: vec!["Åse Ærø".to_owned()],
        subject: subject.to_owned(),
        body: "Rødgrød med fløde på Ærø.\n\nRäksmörgås på Åland.".to_owned(),
        ..paper::LetterText::default()
    };
    paper::simple_letter(&letter).expect("a PDF")
}

/// Every number that any test uses, to look for where none may stand.
pub(crate) fn numbers() -> Vec<&'static str> {
    // Organisations' numbers (CVR, 16 and organisation number) are public.
    let numbers = sandbox::recipients().iter().map(|recipient| recipient.reveal());
    numbers.filter(|number| number.len() > 8 && !number.starts_with("16")).collect()
}
