//! Writes a first installation: a commented configuration, senders enrolled with the sandbox, a key, an administrator.

pub(crate) mod people;

use crate::commands::installation::acting;
use crate::exit::Failure;
use letter::SenderId;
use sandbox::{Credentials, Sandbox, SenderEnrolment, Side};
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

/// CVR of the Danish example municipality, from the official examples.
const DK_NUMBER: &str = "12345678";
/// CVR of the Danish municipality that goes through KOMBIT.
const KOMBI_NUMBER: &str = "55133018";
/// Organisation number of "Kommun A" in the Swedish test environment.
const SE_NUMBER: &str = "2021004748";
const TEMPLATE: &str = include_str!("brevdue.toml");

/// Ports of an installation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ports {
    /// API and pages.
    pub(crate) gateway: u16,
    /// The sandbox's machine side; its pages lie one higher.
    pub(crate) sandbox: u16,
}

/// How quickly an installation loses patience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tempo {
    /// As in production.
    Calm,
    /// Seconds instead of hours, for a demonstration.
    Demo,
}

const DEMO_POLICY: &str = "\
lookup_delays_ms = [1000, 2000, 5000]
attempt_delays_ms = [400, 800, 2000, 5000]
max_attempts = 12
classes = {}
ask_delays_ms = [300, 600, 1000, 2000]
receipt_delays_ms = [2000, 2000, 5000]
in_doubt_patience_ms = 10000
receipt_patience_ms = 120000
max_repeats = 5
lease_ms = 15000";

const CALM_POLICY: &str = "\
# lookup_delays_ms = [15000, 60000, 300000, 900000, 1800000, 3600000]
# attempt_delays_ms = [15000, 60000, 300000, 900000, 3600000, 14400000]
# max_attempts = 12
# remind_after_ms = [86400000, 259200000, 604800000, 1209600000, 2592000000]
# ask_delays_ms = [15000, 60000, 300000, 900000, 3600000]
# receipt_delays_ms = [900000, 3600000, 14400000]
# in_doubt_patience_ms = 14400000
# receipt_patience_ms = 86400000
# max_repeats = 5
# lease_ms = 300000";

/// Writes an installation into `folder`, which must not hold one yet. Gives the configuration file.
pub(crate) async fn write(
    folder: &Path,
    ports: Ports,
    tempo: Tempo,
    database: Option<&str>,
) -> Result<PathBuf, Failure> {
    let file = folder.join("brevdue.toml");
    if file.exists() {
        return Err(Failure::new(format!("{} exists already", file.display())).fix("choose another folder"));
    }
    let sandbox_dir = folder.join("sandbox");
    std::fs::create_dir_all(sandbox_dir.join("print/ack")).map_err(|error| failed(&sandbox_dir, &error))?;
    let danish = enrol(&sandbox_dir, Side::Dk, DK_NUMBER, "Eksempel Kommune")?;
    let by_kombi = enrol(&sandbox_dir, Side::Dk, KOMBI_NUMBER, "Travlby Kommune")?;
    let swedish = enrol(&sandbox_dir, Side::Se, SE_NUMBER, "Exempelkommun")?;
    let (policy, timeouts, rests, poll, note) = match tempo {
        Tempo::Demo => (
            DEMO_POLICY,
            "connect_timeout_ms = 1000\nread_timeout_ms = 1500",
            "rest_ms = 500\nsender_rest_ms = 1000",
            "250",
            "Here in seconds, for the demonstration.",
        ),
        Tempo::Calm => (
            CALM_POLICY,
            "# connect_timeout_ms = 5000\n# read_timeout_ms = 120000",
            "rest_ms = 15000\nsender_rest_ms = 60000",
            "15000",
            "Milliseconds.",
        ),
    };
    let base = format!("https://127.0.0.1:{}", ports.sandbox);
    let text = [
        ("gateway_port", ports.gateway.to_string()),
        ("sandbox_port", ports.sandbox.to_string()),
        ("receipt_poll_ms", poll.to_owned()),
        ("tempo_note", note.to_owned()),
        ("database", database_section(database)),
        ("policy", policy.to_owned()),
        ("timeouts", timeouts.to_owned()),
        ("rests", rests.to_owned()),
        ("dk_number", DK_NUMBER.to_owned()),
        ("kombi_number", KOMBI_NUMBER.to_owned()),
        ("se_number", SE_NUMBER.to_owned()),
        ("system_id", danish.system_id.clone()),
        ("dk_folder", relative(folder, &danish.folder)),
        ("kombi_folder", relative(folder, &by_kombi.folder)),
        ("kombi_url", format!("{base}/")),
        ("se_folder", relative(folder, &swedish.folder)),
        ("digital_post_url", format!("{base}/apis/v1/")),
        ("issuer", format!("http://127.0.0.1:{}/eid", ports.sandbox.saturating_add(1))),
        ("far_url", format!("{base}/far")),
    ]
    .into_iter()
    .fold(TEMPLATE.to_owned(), |text, (name, value)| text.replace(&format!("{{{{{name}}}}}"), &value));
    let key_file = folder.join("admin.key");
    master_key(&folder.join("master.key"))?;
    // The configuration comes last, and whole: where it stands, the installation is complete.
    let unfinished = folder.join("brevdue.toml.new");
    std::fs::write(&unfinished, text).map_err(|error| failed(&unfinished, &error))?;
    let store = server::Config::load(&unfinished).and_then(|config| config.store());
    let store = store.map_err(|error| Failure::new(error.to_string()))?;
    let key = add_key(&store, "admin", &[], &["admin"]).await?;
    // What a run that was cut off left behind is of no use: its key was never shown.
    if key_file.exists() {
        std::fs::remove_file(&key_file).map_err(|error| failed(&key_file, &error))?;
    }
    write_new(&key_file, key.as_bytes(), true)?;
    people::add_administrator(&store, folder).await?;
    std::fs::rename(&unfinished, &file).map_err(|error| failed(&file, &error))?;
    Ok(file)
}

/// The `[database]` section: the server's address, or all of it as a comment.
fn database_section(url: Option<&str>) -> String {
    let quote = |url: &str| serde_json::Value::from(url).to_string();
    let (mark, url) = match url {
        Some(url) => ("", quote(url)),
        None => ("# ", quote("postgres://brevdue@db.example/brevdue")),
    };
    format!(
        "{mark}[database]\n{mark}url = {url}\n# password_file = \"keys/database.password\"\n\
         # tls = \"auto\"\n# ca_file = \"keys/database-ca.pem\"\n# dead_after_ms = 20000\n\
         # blob_dir = \"gateway/blobs\"\n# connections = 8"
    )
}

/// Makes an API key in a store that no gateway has open; gives its text, which is stored nowhere.
pub(crate) async fn add_key(
    config: &store::StoreConfig,
    name: &str,
    senders: &[SenderId],
    scopes: &[&str],
) -> Result<String, Failure> {
    let store = store::Store::open(config).await.map_err(|error| Failure::new(error.to_string()))?;
    let key = server::new_key(server::random_32());
    let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    let (now, by) = (jiff::Timestamp::now(), acting("init"));
    let mut stored = store.put_api_key(name, key.hash, senders, &scopes, now, &by).await;
    if matches!(stored, Err(store::StoreError::Refused { .. })) {
        // A set-up that was cut off has taken the name; nobody has that key.
        let other = format!("{name}-{}", &uuid::Uuid::new_v4().simple().to_string()[..8]);
        stored = store.put_api_key(&other, key.hash, senders, &scopes, now, &by).await;
    }
    store.close().await;
    stored.map_err(|error| Failure::new(error.to_string()))?;
    Ok(key.text)
}

/// Makes the master key; one from a set-up that was cut off is kept.
fn master_key(file: &Path) -> Result<(), Failure> {
    if file.exists() {
        return Ok(());
    }
    let line = store::FileKeys::new_line().map_err(|error| Failure::new(error.to_string()))?;
    write_new(file, line.as_bytes(), true)
}

fn enrol(sandbox_dir: &Path, country: Side, number: &str, name: &str) -> Result<Credentials, Failure> {
    let enrolment = SenderEnrolment { country, number: number.to_owned(), name: name.to_owned() };
    Sandbox::enrol(sandbox_dir, &enrolment).map_err(|error| Failure::new(error.to_string()))
}

fn relative(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{}: {error}", path.display())).fix("check the folder and its permissions")
}

/// Writes a file that must not exist; `secret` ones are readable by their owner alone.
pub(crate) fn write_new(path: &Path, bytes: &[u8], secret: bool) -> Result<(), Failure> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if secret {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let mut file = options.open(path).map_err(|error| failed(path, &error))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|error| failed(path, &error))
}

/// Ports that are free now: a gateway's, and two neighbours for the sandbox.
pub(crate) fn free_ports() -> Result<Ports, Failure> {
    let bind = |port| TcpListener::bind(("127.0.0.1", port));
    for _ in 0..50 {
        let (Ok(gateway), Ok(sandbox)) = (bind(0), bind(0)) else { continue };
        let port = |listener: &TcpListener| listener.local_addr().map_or(0, |address| address.port());
        let ports = Ports { gateway: port(&gateway), sandbox: port(&sandbox) };
        if ports.sandbox < u16::MAX && bind(ports.sandbox + 1).is_ok() {
            return Ok(ports);
        }
    }
    Err(Failure::new("no free ports on 127.0.0.1"))
}
