//! RabbitMQ as Debian brings it, started for one test on free ports of this machine, and killed by it.

use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use lapin::options::{BasicPublishOptions, ConfirmSelectOptions, QueueDeclareOptions};
use lapin::types::FieldTable;
use lapin::{BasicProperties, Connection, ConnectionProperties};
use tempfile::TempDir;

use crate::installation::PATIENCE;

const SCRIPT: &str = "/usr/lib/rabbitmq/bin/rabbitmq-server";
/// The queue's name, as a service agreement would give it.
pub(crate) const QUEUE: &str = "3c6dc6b2-71d1-4d10-9d8a-51f2f7d1b8a6";
const VHOST: &str = "BF";

/// A broker that runs, or was killed.
pub(crate) struct Broker {
    folder: TempDir,
    /// For the test itself, by name and password.
    plain: u16,
    /// For the gateway, by certificate.
    pub(crate) tls: u16,
    distribution: u16,
    mapper: u16,
    child: Option<Child>,
}

/// Says why not.
pub(crate) fn installed() -> bool {
    let found = Path::new(SCRIPT).exists();
    if !found {
        println!("skipped: RabbitMQ is not installed (Debian: rabbitmq-server)");
    }
    found
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}

impl Broker {
    /// With one durable queue that the holder of a certificate with this common name may read.
    pub(crate) async fn start(sandbox: &Path, common_name: &str) -> Broker {
        let folder = tempfile::tempdir().expect("a folder");
        let [plain, tls, distribution, mapper] = [(); 4].map(|()| free_port());
        let at = |name: &str| folder.path().join(name).display().to_string();
        let (ca, certificate, key) =
            (sandbox.join("ca.pem"), sandbox.join("server.pem"), sandbox.join("server.key"));
        let settings = [
            format!("listeners.tcp.1 = 127.0.0.1:{plain}"),
            format!("listeners.ssl.1 = 127.0.0.1:{tls}"),
            format!("ssl_options.cacertfile = {}", ca.display()),
            format!("ssl_options.certfile = {}", certificate.display()),
            format!("ssl_options.keyfile = {}", key.display()),
            "ssl_options.verify = verify_peer".to_owned(),
            "ssl_options.fail_if_no_peer_cert = true".to_owned(),
            "ssl_cert_login_from = common_name".to_owned(),
            "auth_mechanisms.1 = EXTERNAL".to_owned(),
            "auth_mechanisms.2 = PLAIN".to_owned(),
            format!("load_definitions = {}", at("definitions.json")),
        ];
        let definitions = serde_json::json!({
            "users": [
                { "name": common_name, "password_hash": "", "tags": "" },
                { "name": "guest", "password": "guest", "tags": "administrator" },
            ],
            "vhosts": [{ "name": VHOST }],
            "permissions": [
                { "user": common_name, "vhost": VHOST, "configure": "", "write": "", "read": ".*" },
                { "user": "guest", "vhost": VHOST, "configure": ".*", "write": ".*", "read": ".*" },
            ],
            "queues": [{ "name": QUEUE, "vhost": VHOST, "durable": true, "auto_delete": false, "arguments": {} }],
        });
        std::fs::write(at("rabbitmq.conf"), settings.join("\n")).expect("written");
        std::fs::write(at("definitions.json"), definitions.to_string()).expect("written");
        std::fs::write(at("plugins"), "[rabbitmq_auth_mechanism_ssl].").expect("written");
        let mut broker = Broker { folder, plain, tls, distribution, mapper, child: None };
        broker.launch().await;
        broker
    }

    /// Starts it, again after it was killed.
    pub(crate) async fn launch(&mut self) {
        let at = |name: &str| -> PathBuf { self.folder.path().join(name) };
        let log = std::fs::OpenOptions::new().create(true).append(true).open(at("out.log")).expect("a log");
        let child = Command::new(SCRIPT)
            .env("HOME", self.folder.path())
            .env("RABBITMQ_NODENAME", format!("brevdue{}@localhost", self.plain))
            .env("RABBITMQ_DIST_PORT", self.distribution.to_string())
            .env("ERL_EPMD_PORT", self.mapper.to_string())
            .env("ERL_EPMD_ADDRESS", "127.0.0.1")
            .env("RABBITMQ_MNESIA_BASE", at("mnesia"))
            .env("RABBITMQ_LOG_BASE", at("log"))
            .env("RABBITMQ_CONFIG_FILE", at("rabbitmq.conf"))
            .env("RABBITMQ_ENABLED_PLUGINS_FILE", at("plugins"))
            .env("RABBITMQ_CONF_ENV_FILE", at("none"))
            .env("RABBITMQ_LOGS", "-")
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a log"))
            .stderr(log)
            // The script and the machine that it starts are killed together.
            .process_group(0)
            .spawn()
            .expect("RabbitMQ starts");
        self.child = Some(child);
        let began = Instant::now();
        while self.connect().await.is_none() {
            let log = || std::fs::read_to_string(at("out.log")).unwrap_or_default();
            assert!(began.elapsed() < PATIENCE, "RabbitMQ does not come up: {}", log());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        // What is there now is there at the next start: defining it again takes half a minute.
        std::fs::write(at("definitions.json"), "{}").expect("written");
    }

    /// kill -9.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let group = format!("-{}", child.id());
            let killed = Command::new("kill").args(["-KILL", "--", &group]).status();
            assert!(killed.is_ok_and(|status| status.success()), "the broker is killed");
            child.wait().expect("waited for");
        }
    }

    fn uri(&self) -> String {
        format!("amqp://guest:guest@127.0.0.1:{}/{VHOST}", self.plain)
    }

    async fn connect(&self) -> Option<(Connection, lapin::Channel)> {
        connect(&self.uri()).await
    }

    /// Puts this message into the queue, durably.
    pub(crate) async fn publish(&self, body: &[u8]) {
        assert!(publish(&self.uri(), body).await, "published");
    }

    /// How many messages wait and how many are out and not acknowledged cannot be told apart here: what waits.
    pub(crate) async fn waiting(&self) -> u32 {
        let (_connection, channel) = self.connect().await.expect("a connection");
        let passive = QueueDeclareOptions { passive: true, ..QueueDeclareOptions::default() };
        let queue = channel.queue_declare(QUEUE.into(), passive, FieldTable::default()).await;
        queue.expect("the queue").message_count()
    }

    /// Beskedfordeler: an address to which the sandbox pushes, and which puts everything into the queue.
    pub(crate) async fn distributor(&self) -> String {
        let uri = self.uri();
        let handler = move |body: axum::body::Bytes| {
            let uri = uri.clone();
            async move {
                let code = if publish(&uri, &body).await { "20" } else { "40" };
                format!("<a><StatusKode>{code}</StatusKode></a>")
            }
        };
        let router = axum::Router::new().route("/", axum::routing::post(handler));
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}/")
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.kill();
        // Erlang's port mapper outlives its machines, and goes only when it has noticed that they are gone.
        let mapper = self.mapper.to_string();
        for _ in 0..40 {
            let asked = Command::new("epmd").args(["-port", &mapper, "-kill"]).output();
            if asked.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("Killed")) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// A broker that is only half up takes connections and says nothing.
const WORD: Duration = Duration::from_secs(5);

async fn connect(uri: &str) -> Option<(Connection, lapin::Channel)> {
    let open = async {
        let connection = Connection::connect(uri, ConnectionProperties::default()).await.ok()?;
        let channel = connection.create_channel().await.ok()?;
        channel.confirm_select(ConfirmSelectOptions::default()).await.ok()?;
        Some((connection, channel))
    };
    tokio::time::timeout(WORD, open).await.ok().flatten()
}

/// Whether the broker has confirmed it.
async fn publish(uri: &str, body: &[u8]) -> bool {
    let send = async {
        let (_connection, channel) = connect(uri).await?;
        let durable = BasicProperties::default().with_delivery_mode(2);
        let options = BasicPublishOptions::default();
        let sent = channel.basic_publish("".into(), QUEUE.into(), options, body, durable).await.ok()?;
        Some(sent.await.ok()?.is_ack())
    };
    tokio::time::timeout(WORD, send).await.ok().flatten() == Some(true)
}
