//! A browser without script: cookies, forms, no redirects by itself.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, redirect};
use std::collections::BTreeMap;
use std::sync::Mutex;

pub(crate) struct Browser {
    client: Client,
    base: String,
    cookies: Mutex<BTreeMap<String, String>>,
    language: &'static str,
}

pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Page {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where it leads.
    pub(crate) fn location(&self) -> String {
        assert_eq!(self.status, 303, "{}", self.body);
        self.header("location").to_owned()
    }

    /// Value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let rest =
            self.body.split(&start).nth(1).unwrap_or_else(|| panic!("no field {name} in {}", self.body));
        rest.split('"').next().unwrap().to_owned()
    }

    #[track_caller]
    pub(crate) fn has(&self, text: &str) {
        assert!(self.body.contains(text), "{text:?} is missing in {}", self.body);
    }

    #[track_caller]
    pub(crate) fn has_not(&self, text: &str) {
        assert!(!self.body.contains(text), "{text:?} stands in {}", self.body);
    }
}

/// A file of a form.
pub(crate) type Upload<'a> = (&'a str, Vec<u8>);

impl Browser {
    pub(crate) fn new(base: &str) -> Browser {
        let client = Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap();
        Browser { client, base: base.to_owned(), cookies: Mutex::default(), language: "en" }
    }

    pub(crate) fn speaking(mut self, language: &'static str) -> Browser {
        self.language = language;
        self
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub(crate) fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        self.answer(self.request(Method::GET, path)).await
    }

    /// As a browser asks for a page.
    pub(crate) async fn read(&self, path: &str) -> Page {
        let request = self.request(Method::GET, path);
        self.answer(request.header("accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")).await
    }

    pub(crate) async fn bytes(&self, path: &str) -> (HeaderMap, Vec<u8>) {
        let response = self.request(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200);
        (response.headers().clone(), response.bytes().await.unwrap().to_vec())
    }

    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.post_from(path, fields, &[]).await
    }

    pub(crate) async fn post_from(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Page {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let mut request = self
            .request(Method::POST, path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(pairs.join("&"));
        for (name, value) in headers {
            request = request.header(
                HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_str(value).unwrap(),
            );
        }
        self.answer(request).await
    }

    pub(crate) async fn post_files(&self, path: &str, fields: &[(&str, &str)], files: &[Upload<'_>]) -> Page {
        let mut form = Form::new();
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        for (name, bytes) in files {
            let part = Part::bytes(bytes.clone()).file_name((*name).to_owned());
            form = form.part("file", part.mime_str("application/pdf").unwrap());
        }
        self.answer(self.request(Method::POST, path).multipart(form)).await
    }

    /// Signs in; the browser is at the overview then.
    pub(crate) async fn sign_in(&self, name: &str, password: &str) {
        let token = self.get("/").await.hidden("token");
        let answer =
            self.post("/sign-in", &[("token", &token), ("name", name), ("password", password)]).await;
        assert_eq!(answer.location(), "/");
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let cookies = self.cookies.lock().unwrap();
        let pairs: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.client
            .request(method, format!("{}{path}", self.base))
            .header("accept-language", self.language)
            .header("cookie", pairs.join("; "))
    }

    async fn answer(&self, request: reqwest::RequestBuilder) -> Page {
        let response = request.send().await.unwrap();
        let headers = response.headers().clone();
        for cookie in headers.get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.set_cookie(name, value);
        }
        Page { status: response.status().as_u16(), headers, body: response.text().await.unwrap() }
    }
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}
