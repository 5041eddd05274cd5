//! The few calls of WebDriver (W3C) that the tests make. The client libraries bring some forty crates for them.

use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The name of an element's id in WebDriver.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// How long something may take to appear.
const PATIENCE: Duration = Duration::from_secs(60);
/// WebDriver's code point for Tab.
pub(crate) const TAB: &str = "\u{E004}";
/// WebDriver's code point for Enter.
pub(crate) const ENTER: &str = "\u{E007}";

/// An open browser window.
pub(crate) struct Browser {
    client: reqwest::Client,
    session: String,
}

/// An element of the page.
pub(crate) struct Element<'b> {
    browser: &'b Browser,
    id: String,
}

impl Browser {
    pub(super) async fn open(driver: &str, wanted: Value) -> Browser {
        let client = reqwest::Client::builder().timeout(2 * PATIENCE).no_proxy().build().unwrap();
        let mut browser = Browser { client, session: format!("{driver}/session") };
        let made = browser.post("", wanted).await.expect("the browser starts");
        browser.session = format!("{driver}/session/{}", made["sessionId"].as_str().unwrap());
        let patience = json!({ "script": 60_000, "pageLoad": 60_000 });
        browser.post("/timeouts", patience).await.unwrap();
        browser
    }

    async fn answer(request: reqwest::RequestBuilder) -> Result<Value, String> {
        let answer = request.send().await.map_err(|error| error.to_string())?;
        let good = answer.status().is_success();
        let mut body: Value = answer.json().await.map_err(|error| error.to_string())?;
        if good { Ok(body["value"].take()) } else { Err(body["value"]["message"].to_string()) }
    }

    async fn post(&self, path: &str, body: Value) -> Result<Value, String> {
        Browser::answer(self.client.post(format!("{}{path}", self.session)).json(&body)).await
    }

    async fn get(&self, path: &str) -> Result<Value, String> {
        Browser::answer(self.client.get(format!("{}{path}", self.session))).await
    }

    /// Goes to an address.
    pub(crate) async fn go(&self, url: &str) {
        self.post("/url", json!({ "url": url })).await.unwrap();
    }

    /// The address of the page.
    pub(crate) async fn address(&self) -> String {
        self.get("/url").await.unwrap().as_str().unwrap().to_owned()
    }

    /// The page's title.
    pub(crate) async fn title(&self) -> String {
        self.get("/title").await.unwrap().as_str().unwrap().to_owned()
    }

    /// The page as it stands.
    pub(crate) async fn source(&self) -> String {
        self.get("/source").await.unwrap().as_str().unwrap().to_owned()
    }

    /// A command of Chromium's own protocol, for what WebDriver does not know.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.post("/goog/cdp/execute", body).await.unwrap()
    }

    /// Runs a script in the page; the answer is what it returns.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", json!({ "script": script, "args": [] })).await.unwrap()
    }

    /// Runs a script that ends when it calls its last argument.
    pub(crate) async fn run_until_called(&self, script: &str, argument: Value) -> Value {
        self.post("/execute/async", json!({ "script": script, "args": [argument] })).await.unwrap()
    }

    /// The first element, once it is there.
    pub(crate) async fn find(&self, css: &str) -> Element<'_> {
        self.found("css selector", css).await
    }

    /// The first element by XPath, which can ask for words, once it is there and seen.
    pub(crate) async fn find_by_path(&self, path: &str) -> Element<'_> {
        let seen = "[not(ancestor::details[not(@open)]) or self::summary]";
        self.found("xpath", &format!("({path}){seen}")).await
    }

    /// Whether there is such an element now.
    pub(crate) async fn has(&self, path: &str) -> bool {
        self.post("/element", json!({ "using": "xpath", "value": path })).await.is_ok()
    }

    async fn found(&self, how: &str, what: &str) -> Element<'_> {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.post("/element", json!({ "using": how, "value": what })).await {
                Ok(found) => {
                    return Element { browser: self, id: found[ELEMENT].as_str().unwrap().to_owned() };
                }
                Err(error) if Instant::now() > until => {
                    let page = self.run("return document.body.innerText").await;
                    panic!("{what} did not come to {}: {error}\n{page}", self.address().await)
                }
                Err(_) => {}
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Presses keys, whatever has the focus.
    pub(crate) async fn keys(&self, text: &str) {
        let press = |key: char| {
            [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
        };
        let actions: Vec<Value> = text.chars().flat_map(press).collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.post("/actions", json!({ "actions": [keyboard] })).await.unwrap();
    }

    /// Closes it.
    pub(crate) async fn close(self) {
        let _ = Browser::answer(self.client.delete(&self.session)).await;
    }
}

impl Element<'_> {
    /// Clicks it.
    pub(crate) async fn click(&self) {
        self.browser.post(&format!("/element/{}/click", self.id), json!({})).await.unwrap();
    }

    /// Empties it.
    pub(crate) async fn clear(&self) {
        self.browser.post(&format!("/element/{}/clear", self.id), json!({})).await.unwrap();
    }

    /// Types into it.
    pub(crate) async fn keys(&self, text: &str) {
        let path = format!("/element/{}/value", self.id);
        self.browser.post(&path, json!({ "text": text })).await.unwrap();
    }

    /// What a reader sees of it.
    pub(crate) async fn text(&self) -> String {
        let text = self.browser.get(&format!("/element/{}/text", self.id)).await.unwrap();
        text.as_str().unwrap().to_owned()
    }
}
