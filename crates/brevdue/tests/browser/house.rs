//! The demonstration, running, with somebody signed in.

use crate::driver::{Driver, Look};
use crate::webdriver::Browser;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::TempDir;

/// One at a time: browsers and a gateway are enough for two cores.
static TURN: Mutex<()> = Mutex::new(());

/// A gateway with the letters of the demonstration.
pub(crate) struct House {
    pub(crate) base: String,
    _folder: TempDir,
    child: Child,
    pub(crate) driver: Driver,
    _turn: MutexGuard<'static, ()>,
}

impl House {
    /// Starts everything; nothing where the browser is missing.
    pub(crate) fn open() -> Option<House> {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let driver = Driver::start()?;
        let folder = tempfile::tempdir().unwrap();
        let mut free = 0;
        // The sandbox of a demonstration that stays takes the port 363 above.
        while free == 0 || std::net::TcpListener::bind(("127.0.0.1", free + 363)).is_err() {
            free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
            free = if free > 65_000 { 0 } else { free };
        }
        // Another build of the program can be walked, such as the one that is released.
        let program = std::env::var_os("BREVDUE_PROGRAM").unwrap_or(env!("CARGO_BIN_EXE_brevdue").into());
        let mut child = Command::new(program)
            .args(["demo", "--format", "json", "--port", &free.to_string(), "--data-dir"])
            .arg(folder.path().join("demo"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ended = lines.by_ref().map_while(Result::ok).any(|line| line.contains("\"totals\""));
        assert!(ended, "the demonstration did not start");
        std::thread::spawn(move || lines.for_each(drop));
        Some(House { base: format!("http://127.0.0.1:{free}"), _folder: folder, child, driver, _turn: turn })
    }

    /// A browser of somebody, or of nobody where the name is empty.
    pub(crate) async fn met_by(&self, look: Look, person: &str) -> Browser {
        if person.is_empty() { self.driver.browser(look).await } else { self.signed_in(look, person).await }
    }

    /// A browser in which one of the sandbox's people is signed in.
    pub(crate) async fn signed_in(&self, look: Look, person: &str) -> Browser {
        let browser = self.driver.browser(look).await;
        browser.go(&self.base).await;
        browser.find("main a.button").await.click().await;
        browser.find(&format!("a[href*='/eid/authorize/{person}?']")).await.click().await;
        browser.find("nav.menu").await;
        browser
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
