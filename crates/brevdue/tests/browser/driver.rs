//! Chromium and its driver.

use crate::webdriver::Browser;
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A running driver; ends with the test.
pub(crate) struct Driver {
    child: Child,
    url: String,
}

/// How a browser is set up.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) language: &'static str,
    /// CSS pixels.
    pub(crate) width: u32,
    /// Device pixels to a CSS pixel: 2 with half the width is what a zoom of 200 % does.
    pub(crate) zoom: u32,
    pub(crate) dark: bool,
    /// The reader's own few colours instead of the page's, as in a high-contrast theme.
    pub(crate) forced: bool,
    pub(crate) script: bool,
}

impl Look {
    /// At a desk, in that language.
    pub(crate) const fn desk(language: &'static str) -> Look {
        Look { language, width: 1280, zoom: 1, dark: false, forced: false, script: true }
    }
}

impl Driver {
    /// Starts the driver on a free port; nothing, with a printed reason, where it is not installed.
    pub(crate) fn start() -> Option<Driver> {
        let mut command = Command::new("chromedriver");
        let spawned = command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let Ok(mut child) = spawned else {
            println!("skipped: chromedriver is not installed (Debian: chromium-driver)");
            return None;
        };
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                line.split_once("on port ")?
                    .1
                    .trim_end_matches('.')
                    .parse::<u16>()
                    .ok()
                    .filter(|port| *port > 0)
            })
            .expect("the driver says its port");
        // It stops when nobody reads what it says.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Driver { child, url: format!("http://127.0.0.1:{port}") })
    }

    /// Opens a browser.
    pub(crate) async fn browser(&self, look: Look) -> Browser {
        let arguments = [
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--window-size=1280,900".to_owned(),
            format!("--lang={}", look.language),
        ];
        let mut preferences = json!({ "intl.accept_languages": look.language });
        if !look.script {
            preferences["profile.managed_default_content_settings.javascript"] = json!(2);
        }
        let options = json!({ "args": arguments, "prefs": preferences });
        let wanted = json!({ "browserName": "chrome", "goog:chromeOptions": options });
        let wanted = json!({ "capabilities": { "alwaysMatch": wanted } });
        let browser = Browser::open(&self.url, wanted).await;
        browser.wear(look).await;
        browser
    }
}

impl Browser {
    /// Width, zoom and colours of a look; language and script are those of the browser.
    pub(crate) async fn wear(&self, look: Look) {
        let metrics = json!({
            "width": look.width, "height": 900 / look.zoom, "deviceScaleFactor": look.zoom, "mobile": false
        });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        let scheme = if look.dark { "dark" } else { "light" };
        let forced = if look.forced { "active" } else { "none" };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme }, { "name": "forced-colors", "value": forced }
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
