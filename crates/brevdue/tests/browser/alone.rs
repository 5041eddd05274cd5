//! What the demonstration does not show: the page of a letter whose content was deleted, because it keeps its letters, and
//! the account of somebody with a password, because its people sign in elsewhere.

use crate::axe;
use crate::driver::{Driver, Look};
use crate::looks::faults;
use crate::pictures::take;
use crate::states::REACHABLE;
use crate::webdriver::Browser;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);
const PASSWORD: &str = "duer flyver langt";

struct Gateway(Child);

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn brevdue(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brevdue"));
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Makes an installation that deletes content at once, with Karin in it.
fn make(folder: &Path, port: u16) -> String {
    let config = folder.join("brevdue.toml");
    let place = folder.to_str().unwrap();
    assert!(brevdue(&["init", "--fast", "--port", &port.to_string(), place]).status().unwrap().success());
    let text = std::fs::read_to_string(&config).unwrap();
    let text = text
        .replace("content_days = 180", "content_days = 0")
        .replace("sweep_ms = 3600000", "sweep_ms = 1000");
    std::fs::write(&config, text).unwrap();
    std::fs::write(folder.join("password"), PASSWORD).unwrap();
    let config = config.to_str().unwrap().to_owned();
    let password = folder.join("password");
    let who = ["people", "add", "karin", "--role", "coordinator@eksempel", "--password-file"];
    let added = brevdue(&who).args([password.to_str().unwrap(), "--config", &config]).status();
    assert!(added.unwrap().success());
    config
}

/// Hands a letter in, takes it back, and waits until its content is gone; its id.
async fn forgotten(base: &str, key: &str) -> String {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let ask = async |method: reqwest::Method, path: &str, body: Value| {
        let request = client.request(method, format!("{base}{path}")).bearer_auth(key);
        let answer = request.header("idempotency-key", "one").json(&body).send().await;
        match answer {
            Ok(answer) => answer.json::<Value>().await.unwrap_or_default(),
            Err(_) => Value::Null,
        }
    };
    let letter = json!({
        "type": "pladsanvisning", "to": REACHABLE, "subject": "Tid til tandlægen", "recall_minutes": 60,
        "text": "Kære borger",
    });
    let began = Instant::now();
    loop {
        let id = ask(reqwest::Method::POST, "/v1/letters", letter.clone()).await["id"].clone();
        let id = id.as_str().unwrap_or_default().to_owned();
        ask(reqwest::Method::POST, &format!("/v1/letters/{id}/cancel"), json!({})).await;
        let view = ask(reqwest::Method::GET, &format!("/v1/letters/{id}"), Value::Null).await;
        if view["forgotten_at"].is_string() {
            return id;
        }
        assert!(began.elapsed() < PATIENCE, "{view:#}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// A picture for whoever wants to look: `BREVDUE_LOOK` names the folder.
async fn picture(browser: &Browser, look: Look, name: &str) {
    let Some(folder) = std::env::var_os("BREVDUE_LOOK") else { return };
    take(browser, look, 3_000, &Path::new(&folder).join(format!("{name}-{}.png", look.width))).await;
}

#[tokio::test]
async fn what_is_kept_of_a_letter_and_ones_own_account_are_shown() {
    let Some(axe) = axe::script() else { return };
    let Some(driver) = Driver::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let port = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let config = make(folder.path(), port);
    let base = format!("http://127.0.0.1:{port}");
    let _gateway = Gateway(brevdue(&["serve", "--config", &config]).spawn().unwrap());
    let key = std::fs::read_to_string(folder.path().join("admin.key")).unwrap();
    let id = forgotten(&base, key.trim()).await;
    let mut wrong = Vec::new();
    let narrow = Look { width: 320, dark: true, ..Look::desk("sv-SE") };
    for (look, words) in [(Look::desk("da-DK"), "Indhold slettet"), (narrow, "Innehållet raderat")] {
        let browser = driver.browser(look).await;
        browser.go(&base).await;
        browser.run("document.querySelectorAll('details').forEach(each => each.open = true)").await;
        browser.find("#name").await.keys("karin").await;
        browser.find("#password").await.keys(PASSWORD).await;
        browser.find("form[action='/sign-in'] button").await.click().await;
        browser.find("nav.menu").await;
        // In the list it is found by what is kept, and leads to its page.
        browser.go(&format!("{base}/letters")).await;
        let link = browser.find(&format!("a[href='/letters/{id}']")).await;
        assert_eq!(link.text().await, words);
        link.click().await;
        let main = browser.find("main").await.text().await;
        assert!(main.contains(words) && main.contains(&id), "{main}");
        assert!(!browser.source().await.contains("Tid til tandlægen"));
        wrong.extend(faults(&browser, &axe).await);
        picture(&browser, look, "forgotten").await;
        // Who has a password here can change it.
        browser.go(&format!("{base}/account")).await;
        browser.find("#now").await.keys("forkert og forkert").await;
        browser.find("#new").await.keys("mange ord efter hinanden").await;
        browser.find("#again").await.keys("mange ord efter hinanden").await;
        browser.find("form[action='/account/password'] button").await.click().await;
        browser.find("#now-fault").await;
        wrong.extend(faults(&browser, &axe).await);
        picture(&browser, look, "account").await;
        browser.close().await;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
