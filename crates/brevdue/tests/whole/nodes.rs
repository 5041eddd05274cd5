//! Two nodes on one PostgreSQL server, as their users run them: killed, cut off, and with a database that dies.

use crate::installation::{Installation, PATIENCE, brevdue, pdf};
use crate::postgres::{Server, database_of, shared};
use crate::proxy::{Line, Proxy};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// Who gets letters: mailboxes, paper, and answers that are lost after the letter was taken.
const KINDS: [(&str, &str); 6] = [
    ("se-reachable-alfa", "beslut"),
    ("dk-registered", "pladsanvisning"),
    ("dk-exempt", "pladsanvisning"),
    ("se-not-registered", "beslut"),
    ("dk-lost-stored", "pladsanvisning"),
    ("dk-mette", "afgoerelse"),
];

/// An installation with a second node, whose line to the database can be cut.
struct Nodes {
    first: Installation,
    second: Option<Child>,
    second_url: String,
    line: Proxy,
    accepted: BTreeMap<String, &'static str>,
    client: reqwest::Client,
    handed_in: usize,
}

impl Nodes {
    /// Both nodes and the national side, running.
    async fn start(database: &str) -> Nodes {
        Nodes::start_with(database, &[]).await
    }

    /// The same with changes to the configuration of both.
    async fn start_with(database: &str, changes: &[(&str, &str)]) -> Nodes {
        let first = Installation::init_with(&["--database", database]);
        for (from, to) in changes {
            first.configure(from, to);
        }
        first.configure("# dead_after_ms = 20000", "dead_after_ms = 1500");
        let (server, name) = database.rsplit_once('/').expect("a database");
        let port = server.rsplit_once(':').expect("a port").1.parse().expect("a number");
        let line = Proxy::to(port).await;
        let free =
            TcpListener::bind(("127.0.0.1", 0)).expect("a port").local_addr().expect("an address").port();
        let text = std::fs::read_to_string(first.config()).expect("a configuration");
        let own = first.api("").replace("http://", "");
        let text = text
            .replace(&format!("listen = \"{own}\""), &format!("listen = \"127.0.0.1:{free}\""))
            .replace(database, &format!("postgres://brevdue@127.0.0.1:{}/{name}", line.port));
        std::fs::write(first.folder.path().join("second.toml"), text).expect("written");
        let client =
            reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(60)).build().expect("a client");
        let second_url = format!("http://127.0.0.1:{free}");
        let mut nodes =
            Nodes { first, second: None, second_url, line, accepted: BTreeMap::new(), client, handed_in: 0 };
        nodes.first.start_sandbox().await;
        nodes.first.start_gateway().await;
        nodes.start_second().await;
        nodes
    }

    async fn start_second(&mut self) {
        let config = self.first.folder.path().join("second.toml");
        self.second =
            Some(self.first.spawn("second", &["serve", "--config", config.to_str().expect("UTF-8")]));
        self.until_ready(&self.second_url).await;
    }

    fn kill_second(&mut self) {
        if let Some(mut child) = self.second.take() {
            child.kill().expect("killed");
            child.wait().expect("waited for");
        }
    }

    async fn readyz(&self, url: &str) -> Option<reqwest::Response> {
        self.client.get(format!("{url}/readyz")).send().await.ok()
    }

    async fn until_ready(&self, url: &str) {
        let began = Instant::now();
        while !self.readyz(url).await.is_some_and(|answer| answer.status().is_success()) {
            assert!(
                began.elapsed() < PATIENCE,
                "{}\n{}",
                self.first.log("gateway"),
                self.first.log("second")
            );
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Hands letters in, to both nodes in turns. A caller that got no answer, or was told to come back, asks again
    /// with the same key, at the other node.
    async fn hand_in(&mut self, letters: usize) {
        let document = pdf("Under last");
        for _ in 0..letters {
            let number = self.handed_in;
            self.handed_in += 1;
            let (alias, letter_type) = KINDS[number % KINDS.len()];
            let recipient = sandbox::by_alias(alias).expect("a recipient").reveal();
            let letter = json!({ "type": letter_type, "to": recipient, "recipient": { "name": "Test" } });
            let began = Instant::now();
            for turn in number.. {
                let url = if turn % 2 == 0 { self.first.api("") } else { self.second_url.clone() };
                if let Some(id) = self.submit(&url, &letter, &document, &format!("key-{number}")).await {
                    let before = self.accepted.insert(id, alias);
                    assert_eq!(before, None, "two keys gave one letter");
                    break;
                }
                assert!(began.elapsed() < PATIENCE, "not accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }

    async fn submit(&self, url: &str, letter: &Value, document: &[u8], key: &str) -> Option<String> {
        let part = |bytes: Vec<u8>, kind: &str| Part::bytes(bytes).mime_str(kind).expect("a type");
        let form = Form::new()
            .part("letter", part(letter.to_string().into_bytes(), "application/json"))
            .part("file", part(document.to_vec(), "application/pdf").file_name("brev.pdf"));
        let request =
            self.client.post(format!("{url}/v1/letters")).bearer_auth(&self.first.key).multipart(form);
        let answer = request.header("idempotency-key", key).send().await.ok()?;
        let (status, retry) = (answer.status().as_u16(), answer.headers().contains_key("retry-after"));
        let body: Value = answer.json().await.ok()?;
        match status {
            202 => Some(body["id"].as_str().expect("an id").to_owned()),
            503 => {
                assert!(retry && body["code"] == "not_ready", "{body}");
                None
            }
            _ => panic!("{status} {body}"),
        }
    }

    /// Waits for the end of every letter and compares with what the national side counted.
    async fn settle(&self) {
        assert_eq!(self.accepted.len(), self.handed_in, "the same key gave two letters");
        let (mut digital, mut printed, mut doubtful) = (0, 0, 0);
        for (id, alias) in &self.accepted {
            let ended =
                |view: &Value| view["final"] == true || view["attention"]["code"] == "in_doubt_unresolved";
            let view = self.first.until(id, &format!("ended ({alias})"), ended).await;
            match (view["state"].as_str(), view["channel"].as_str()) {
                (Some("delivered"), Some("print")) => printed += 1,
                (Some("delivered"), Some(_)) => digital += 1,
                (Some("in_doubt"), _) => doubtful += 1,
                _ => panic!("{alias}: {view:#}"),
            }
        }
        let totals = &self.first.deliveries().await["totals"];
        let count = |name: &str| totals[name].as_u64().expect("a count");
        assert_eq!(count("doubled"), 0, "{totals}");
        assert_eq!(count("printed"), printed, "{totals}");
        let in_mailboxes = count("mina_meddelanden") + count("digital_post");
        assert!(
            (digital..=digital + doubtful).contains(&in_mailboxes),
            "{digital} delivered, {doubtful} in doubt, {totals}"
        );
    }
}

impl Drop for Nodes {
    fn drop(&mut self) {
        self.kill_second();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_are_killed_in_turns_lose_and_double_nothing() {
    let Some(_) = shared() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let mut nodes = Nodes::start(&database_of(folder.path()).await).await;
    for round in 0..5_u64 {
        nodes.hand_in(12).await;
        tokio::time::sleep(Duration::from_millis(20 + 90 * round)).await;
        if round % 2 == 0 {
            nodes.kill_second();
            // The other goes on alone for a while, with the dead one's letters.
            nodes.hand_in(3).await;
            nodes.start_second().await;
        } else {
            nodes.first.kill_gateway();
            nodes.hand_in(3).await;
            nodes.first.start_gateway().await;
        }
    }
    // The last word: one node for ever gone, the other ends everything.
    nodes.hand_in(6).await;
    nodes.kill_second();
    nodes.settle().await;
}

/// One node sweeps and makes the balance sheet; when it is killed, the other takes that over.
#[tokio::test(flavor = "multi_thread")]
async fn one_node_sweeps_and_another_takes_over_when_it_dies() {
    let Some(_) = shared() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let mut nodes =
        Nodes::start_with(&database_of(folder.path()).await, &[("sweep_ms = 3600000", "sweep_ms = 1000")])
            .await;
    nodes.hand_in(2).await;
    let swept = |nodes: &Nodes, log: &str| nodes.first.log(log).matches("swept").count();
    let began = Instant::now();
    while swept(&nodes, "gateway") + swept(&nodes, "second") < 3 {
        assert!(began.elapsed() < PATIENCE, "{}", nodes.first.log("gateway"));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let (first, second) = (swept(&nodes, "gateway"), swept(&nodes, "second"));
    assert!(first == 0 || second == 0, "{first} sweeps by the first node, {second} by the second");
    let sheets = |nodes: &Nodes| {
        let logs = nodes.first.log("gateway") + &nodes.first.log("second");
        logs.matches("the balance sheet adds up").count()
    };
    let (heir, url) = if first > 0 {
        nodes.first.kill_gateway();
        ("second", nodes.second_url.clone())
    } else {
        nodes.kill_second();
        ("gateway", nodes.first.api(""))
    };
    let began = Instant::now();
    while swept(&nodes, heir) < 2 {
        assert!(began.elapsed() < PATIENCE, "{}", nodes.first.log(heir));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(sheets(&nodes), 1, "one sheet a day");
    // Whichever node is asked knows of the last sweep.
    let request = nodes.client.get(format!("{url}/v1/doctor")).bearer_auth(&nodes.first.key);
    let found: Value = request.send().await.expect("an answer").json().await.expect("JSON");
    let findings = found["findings"].as_array().expect("findings");
    let sweep = findings.iter().find(|finding| finding["subject"] == "sweep").expect("the sweep");
    assert!(sweep["found"].as_str().expect("words").contains("nothing found"), "{sweep}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_line_and_a_lost_database_are_waited_for() {
    let Some(mut server) = Server::start() else { return };
    let mut nodes = Nodes::start(&server.url("postgres")).await;
    nodes.hand_in(6).await;
    // The second node's line is cut: it says so, the first one goes on with its letters.
    nodes.line.set(Line::Cut);
    let second = nodes.second_url.clone();
    let answer = nodes.readyz(&second).await.expect("an answer");
    assert_eq!(answer.status(), 503);
    assert!(answer.headers().contains_key("retry-after"));
    nodes.hand_in(6).await;
    nodes.line.set(Line::Whole);
    nodes.until_ready(&second).await;
    nodes.hand_in(4).await;
    // It falls silent without a word.
    nodes.line.set(Line::Silent);
    nodes.hand_in(4).await;
    nodes.line.set(Line::Whole);
    nodes.until_ready(&second).await;
    // The database dies under load, twice, and comes back.
    for _ in 0..2 {
        nodes.hand_in(4).await;
        server = tokio::task::spawn_blocking(move || {
            server.stop();
            server
        })
        .await
        .expect("stopped");
        for url in [nodes.first.api(""), second.clone()] {
            let answer = nodes.readyz(&url).await.expect("an answer");
            assert_eq!(answer.status(), 503);
            let body: Value = answer.json().await.expect("JSON");
            assert_eq!(body["code"], "not_ready", "{body}");
        }
        server = tokio::task::spawn_blocking(move || {
            server.start_again();
            server
        })
        .await
        .expect("started");
        nodes.hand_in(4).await;
        nodes.until_ready(&nodes.first.api("")).await;
        nodes.until_ready(&second).await;
    }
    nodes.settle().await;
    drop(nodes);
    drop(server);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_is_checked_before_it_is_used() {
    let Some(address) = shared() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let installation = Installation::init_with(&["--database", &database_of(folder.path()).await]);
    let check = || {
        let mut command = brevdue();
        command.args(["config", "check", "--config"]).arg(installation.config()).stderr(Stdio::null());
        String::from_utf8_lossy(&command.output().expect("brevdue runs").stdout).into_owned()
    };
    let told = check();
    assert!(told.contains("database: PostgreSQL 1"), "{told}");
    assert!(told.contains("fsync is off"), "{told}");
    installation.configure(&address, "postgres://brevdue@127.0.0.1:1/");
    let told = check();
    assert!(told.contains("error    database: the database cannot be reached"), "{told}");
    installation.configure("postgres://brevdue@", "postgres://brevdue:secret@");
    let output =
        brevdue().args(["serve", "--config"]).arg(installation.config()).output().expect("brevdue runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && told.contains("password_file"), "{told}");
    assert!(!told.contains("secret"), "{told}");
}
