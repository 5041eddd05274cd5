//! What the tests share: the real binary, the reference folder, throw-away keys.
#![allow(dead_code, reason = "each test file uses some of it")]
#![allow(clippy::print_stdout, reason = "a skipped test says why")]

pub(crate) mod gateway;

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The binary, in an environment without configuration, colours or locale.
pub(crate) fn brevdue<I: AsRef<OsStr>>(args: impl IntoIterator<Item = I>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brevdue"));
    command.args(args).stdin(Stdio::null()).current_dir(std::env::temp_dir());
    for name in
        ["BREVDUE_URL", "BREVDUE_API_KEY", "BREVDUE_CONFIG", "LC_ALL", "LC_MESSAGES", "COLUMNS", "NO_COLOR"]
    {
        command.env_remove(name);
    }
    command.env("LANG", "C").env("TZ", "UTC");
    command
}

/// Says why a test does nothing.
pub(crate) fn skipped(reason: &str) {
    println!("skipped: {reason}");
}

/// Runs it.
pub(crate) fn run<I: AsRef<OsStr>>(args: impl IntoIterator<Item = I>) -> Run {
    Run::from(brevdue(args).output().expect("the binary runs"))
}

/// Runs it with standard input.
pub(crate) fn run_with_input<I: AsRef<OsStr>>(args: impl IntoIterator<Item = I>, input: &[u8]) -> Run {
    let mut command = brevdue(args);
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // The process may end before it has read all: then writing fails, which is no fault of the test.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("the writer ends");
    Run::from(output)
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) raw: Vec<u8>,
    pub(crate) err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Run {
        let run = Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            raw: output.stdout,
        };
        assert!(!run.err.contains("panicked"), "{run:?}");
        run
    }
}

impl Run {
    /// Every line of standard output as JSON.
    pub(crate) fn json(&self) -> Vec<serde_json::Value> {
        let parse = |line: &str| {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}: {self:?}"))
        };
        self.out.lines().map(parse).collect()
    }

    /// The exit code, checked.
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Run {
        assert_eq!(self.code, code, "{self:?}");
        self
    }
}

/// The folder with official examples and contracts; `None` (with a printed reason) where it is absent.
pub(crate) fn reference() -> Option<PathBuf> {
    let folder = std::env::var_os("BREVDUE_REFERENCE").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference"),
        PathBuf::from,
    );
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no reference folder at {} (set BREVDUE_REFERENCE)", folder.display());
    None
}

/// Whether a program is installed; prints the reason for skipping if not.
pub(crate) fn installed(program: &str) -> bool {
    let found =
        Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !found {
        println!("skipped: {program} is not installed");
    }
    found
}

/// A new RSA key and self-signed certificate in `folder`: `key.pem` and `cert.pem`.
pub(crate) fn make_key(folder: &Path) -> bool {
    if !installed("openssl") {
        return false;
    }
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj"])
        .arg("/C=SE/O=Testkommunen/serialNumber=162021004748/CN=test")
        .args(["-keyout", "key.pem", "-out", "cert.pem"])
        .current_dir(folder)
        .stderr(Stdio::null())
        .status();
    assert!(made.is_ok_and(|status| status.success()), "openssl makes a key");
    true
}
