//! A PostgreSQL server for one run, on a free loopback port, in a temporary folder or one that is kept.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::site::{PATIENCE, Trouble};

/// What a server does without while its database is being filled: a power failure then costs the fill, and the fill only.
const WHILE_FILLING: [(&str, &str); 5] = [
    ("fsync", "off"),
    ("full_page_writes", "off"),
    ("synchronous_commit", "off"),
    ("max_wal_size", "4GB"),
    ("checkpoint_timeout", "30min"),
];

/// Ends with the value.
pub(crate) struct Server {
    /// Where it is.
    pub(crate) url: String,
    psql: PathBuf,
    child: Child,
    _temporary: Option<TempDir>,
}

impl Server {
    /// Starts one in that folder, which may hold what an earlier run left, or in a temporary one.
    pub(crate) async fn start(keep: Option<&Path>) -> Result<Self, Trouble> {
        let programs =
            programs().ok_or_else(|| Trouble::new("PostgreSQL is not installed (initdb, postgres)"))?;
        let temporary = if keep.is_some() { None } else { Some(tempfile::tempdir()?) };
        let folder = match (keep, &temporary) {
            (Some(folder), _) => std::path::absolute(folder)?,
            (None, Some(temporary)) => temporary.path().to_owned(),
            (None, None) => return Err(Trouble::new("no folder")),
        };
        std::fs::create_dir_all(&folder)?;
        let data = folder.join("data");
        // The server refuses to run as root: then it runs as the user that Debian's package brings.
        let root = Command::new("id").arg("-u").output()?.stdout.starts_with(b"0\n");
        let run = |program: PathBuf| {
            let mut command = Command::new(if root { Path::new("setpriv") } else { program.as_path() });
            if root {
                command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
            }
            command
        };
        if root {
            let owned = Command::new("chown").arg("postgres").arg(&folder).status()?;
            if !owned.success() {
                return Err(Trouble::new("there is no user postgres to run the server as"));
            }
        }
        if !data.join("PG_VERSION").exists() {
            let made = run(programs.join("initdb"))
                .args(["--username=brevdue", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"])
                .arg("--pgdata")
                .arg(&data)
                .output()?;
            if !made.status.success() {
                return Err(Trouble::new(format!("initdb: {}", String::from_utf8_lossy(&made.stderr))));
            }
        }
        let port = port_in(&folder)?;
        let child = run(programs.join("postgres"))
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"])
            .args(["-c", "unix_socket_directories="])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let url = format!("postgres://brevdue@127.0.0.1:{port}/postgres");
        let server = Self { url, psql: programs.join("psql"), child, _temporary: temporary };
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            let ready = Command::new(programs.join("pg_isready"))
                .args(["-h", "127.0.0.1", "-p", &port.to_string()])
                .stdout(Stdio::null())
                .status()?;
            if ready.success() {
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err(Trouble::new("PostgreSQL does not come up"))
    }

    /// From now on the database is filled: quickly, not safely.
    pub(crate) fn filling(&self) -> Result<(), Trouble> {
        let change = |(name, value): &(&str, &str)| format!("ALTER SYSTEM SET {name} = '{value}'");
        self.run(WHILE_FILLING.iter().map(change))
    }

    /// It is filled: as safe as before, and everything on disk.
    pub(crate) fn filled(&self) -> Result<(), Trouble> {
        let back = WHILE_FILLING.iter().map(|(name, _)| format!("ALTER SYSTEM RESET {name}"));
        self.run(back)?;
        self.run(["ANALYZE".to_owned(), "CHECKPOINT".to_owned()].into_iter())?;
        // What was written without `fsync` lies with the system yet, and would be written while something is measured.
        let synced = Command::new("sync").status()?;
        if synced.success() { Ok(()) } else { Err(Trouble::new("sync failed")) }
    }

    /// Commands one by one, as `ALTER SYSTEM` wants it; then the settings are read again.
    fn run(&self, commands: impl Iterator<Item = String>) -> Result<(), Trouble> {
        let mut psql = Command::new(&self.psql);
        psql.args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--dbname", &self.url]);
        for command in commands.chain(["SELECT pg_reload_conf()".to_owned()]) {
            psql.args(["--command", &command]);
        }
        let output = psql.stdin(Stdio::null()).output()?;
        match output.status.success() {
            true => Ok(()),
            false => Err(Trouble::new(format!("psql: {}", String::from_utf8_lossy(&output.stderr)))),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown; its own processes end with it.
        let _ = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }
}

/// The port of the server in that folder: the configuration of the gateways names it, so it stays.
fn port_in(folder: &Path) -> Result<u16, Trouble> {
    let file = folder.join("port");
    if let Ok(text) = std::fs::read_to_string(&file) {
        return text.trim().parse().map_err(|_| Trouble::new(format!("{} holds no port", file.display())));
    }
    let port = std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
    std::fs::write(file, format!("{port}\n"))?;
    Ok(port)
}

/// The folder of the server's programs: on the path, or where Debian puts them.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // What lies on the path may be links to some of the programs: all of them are where the links lead.
    let found = std::env::split_paths(&path).find_map(|folder| folder.join("initdb").canonicalize().ok());
    let on_path = found.and_then(|program| program.parent().map(Path::to_owned));
    on_path.or_else(|| {
        let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
            .ok()?
            .flatten()
            .map(|entry| entry.path().join("bin"))
            .filter(|folder| folder.join("initdb").exists())
            .collect();
        versions.sort();
        versions.pop()
    })
}
