//! A real PostgreSQL for tests: Debian's programs, a temporary folder, a free port of this machine, an
//! unprivileged user. It ends with the process that started it, however that ends.
#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(clippy::print_stdout, reason = "a skipped test says why")]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, OnceLock};

/// Makes, starts and watches a server. Each line on its standard input is a wish; at the end of the input, which
/// comes also if the test was killed, everything is removed.
const SCRIPT: &str = r#"
set -u
bin=$1 port=$2 password=$3
cd /
home=$(mktemp -d)
data="$home/data"
start() {
    "$bin/pg_ctl" -D "$data" -w -t 60 -l "$home/log" -o "-p $port -k '$home' -c listen_addresses=127.0.0.1 $1" start \
        >/dev/null
}
settings="-c fsync=off -c max_connections=200 -c shared_buffers=64MB"
guard="-A trust"
if [ -n "$password" ]; then
    echo "$password" > "$home/password"
    guard="-A scram-sha-256 --pwfile=$home/password"
    tls="$home/tls"
    mkdir "$tls"
    new="-newkey rsa:2048 -nodes -sha256 -days 2"
    openssl req -x509 $new -subj /CN=issuer -keyout "$tls/ca.key" -out "$tls/ca.pem" 2>/dev/null
    openssl req $new -subj /CN=database -keyout "$tls/key.pem" -out "$tls/csr" 2>/dev/null
    echo "subjectAltName=IP:127.0.0.1" > "$tls/names"
    openssl x509 -req -in "$tls/csr" -CA "$tls/ca.pem" -CAkey "$tls/ca.key" -CAcreateserial -days 2 \
        -extfile "$tls/names" -out "$tls/cert.pem" 2>/dev/null
    settings="$settings -c ssl=on -c ssl_cert_file=$tls/cert.pem -c ssl_key_file=$tls/key.pem"
fi
"$bin/initdb" -D "$data" -U brevdue $guard --no-sync -E UTF8 --locale=C >/dev/null 2>&1 \
    || { echo "initdb failed"; rm -rf "$home"; exit 1; }
start "$settings" || { echo "start failed: $(tail -3 "$home/log")"; rm -rf "$home"; exit 1; }
echo "ready $home"
while read -r wish; do
    case $wish in
        stop) "$bin/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1 ;;
        start) start "$settings" ;;
    esac
    echo done
done
"$bin/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1
rm -rf "$home"
"#;

/// A running server.
pub(crate) struct Server {
    pub(crate) port: u16,
    /// Its folder.
    pub(crate) home: PathBuf,
    wishes: Option<ChildStdin>,
    answers: BufReader<std::process::ChildStdout>,
    child: Child,
}

impl Server {
    /// Starts one; `None`, with a printed reason, where PostgreSQL is not installed.
    pub(crate) fn start() -> Option<Server> {
        Server::start_with("")
    }

    /// One that asks for a password, over TLS with a certificate for 127.0.0.1; its issuer is `tls/ca.pem` in `home`.
    pub(crate) fn start_guarded(password: &str) -> Option<Server> {
        if Command::new("openssl").arg("version").stdout(Stdio::null()).status().is_err() {
            println!("skipped: openssl is not installed");
            return None;
        }
        Server::start_with(password)
    }

    fn start_with(password: &str) -> Option<Server> {
        let Some(programs) = programs() else {
            println!("skipped: PostgreSQL (initdb, pg_ctl) is not installed");
            return None;
        };
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let mut command = unprivileged();
        command.args(["sh", "-c", SCRIPT, "postgres"]).arg(programs).arg(port.to_string()).arg(password);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("a shell");
        let (wishes, answers) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let mut server = Server { port, home: PathBuf::new(), wishes, answers, child };
        let answer = server.answer();
        let home = answer.strip_prefix("ready ");
        server.home = home.unwrap_or_else(|| panic!("PostgreSQL does not start: {answer}")).into();
        Some(server)
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("an answer");
        line.trim().to_owned()
    }

    fn wish(&mut self, wish: &str) {
        let wishes = self.wishes.as_mut().expect("open");
        writeln!(wishes, "{wish}").expect("heard");
        assert_eq!(self.answer(), "done");
    }

    /// Ends it at once, as a power cut would end it.
    pub(crate) fn stop(&mut self) {
        self.wish("stop");
    }

    /// Starts it again.
    pub(crate) fn start_again(&mut self) {
        self.wish("start");
    }

    /// Its address, as a user of it writes it down.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://brevdue@127.0.0.1:{}/{database}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.wishes.take());
        let _ = self.child.wait();
    }
}

/// Executes statements, as another hand would.
pub(crate) async fn execute(url: &str, sql: &str) {
    try_execute(url, sql).await.expect("executed");
}

/// Names the address of the server to a child process of a test.
pub(crate) const ADDRESS: &str = "BREVDUE_TEST_SERVER";

/// The server that all tests of this process share, without a database's name.
pub(crate) fn shared() -> Option<String> {
    static SHARED: OnceLock<Option<(String, Mutex<Server>)>> = OnceLock::new();
    if let Ok(address) = std::env::var(ADDRESS) {
        return Some(address);
    }
    let started = || Server::start().map(|server| (server.url(""), Mutex::new(server)));
    SHARED.get_or_init(started).as_ref().map(|(address, _)| address.clone())
}

/// The database that belongs to a folder; made if it is not there yet.
pub(crate) async fn database_of(folder: &Path) -> String {
    let server = shared().expect("a server: a test asks `shared` first");
    let name = folder.file_name().and_then(|name| name.to_str()).expect("UTF-8");
    let name: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| format!("{:x}", u32::from(c))).collect();
    let made = try_execute(&format!("{server}postgres"), &format!("CREATE DATABASE t{name}")).await;
    if let Err(error) = made {
        // Made before.
        let code = error.as_database_error().and_then(|error| error.code().map(|code| code.into_owned()));
        assert!(matches!(code.as_deref(), Some("42P04" | "23505")), "{error}");
    }
    format!("{server}t{name}")
}

async fn try_execute(url: &str, sql: &str) -> Result<(), sqlx::Error> {
    use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
    let options: sqlx::postgres::PgConnectOptions = url.parse()?;
    let mut connection = options.connect().await?;
    connection.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await?;
    connection.close().await
}

/// PostgreSQL refuses to run as root.
fn unprivileged() -> Command {
    let root = Path::new("/proc/self").exists() && rooted();
    if !root {
        return Command::new("env");
    }
    let known = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let user = if known.lines().any(|line| line.starts_with("postgres:")) { "postgres" } else { "nobody" };
    let mut command = Command::new("runuser");
    command.args(["-u", user, "--"]);
    command
}

fn rooted() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let uid = status.lines().find_map(|line| line.strip_prefix("Uid:"));
    uid.and_then(|line| line.split_whitespace().nth(1)) == Some("0")
}

/// The folder with `initdb` and `pg_ctl`: on the path, or the newest that Debian has.
fn programs() -> Option<PathBuf> {
    let complete = |folder: &Path| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut debian: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    debian.sort();
    std::env::split_paths(&path)
        .chain(debian.into_iter().rev().map(|(_, folder)| folder))
        .find(|folder| complete(folder))
}
