//! A small gateway that records what it is asked and answers what the test says.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Response, Uri};

/// One request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("a JSON body")
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Status, media type, body.
pub(crate) type Answer = (u16, &'static str, String);

pub(crate) fn json(status: u16, value: serde_json::Value) -> Answer {
    (status, "application/json", value.to_string())
}

pub(crate) fn problem(status: u16, value: serde_json::Value) -> Answer {
    (status, "application/problem+json", value.to_string())
}

/// A gateway on a port of this machine, until the test ends.
pub(crate) struct Gateway {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    _runtime: tokio::runtime::Runtime,
}

impl Gateway {
    /// `answer` gets each request and how many came before it.
    pub(crate) fn new(answer: impl Fn(&Asked, usize) -> Answer + Send + Sync + 'static) -> Gateway {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (record, answer) = (asked.clone(), Arc::new(answer));
        let handler = move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| {
            let (record, answer) = (record.clone(), answer.clone());
            async move {
                let asked = Asked {
                    method: method.to_string(),
                    path: uri.path().to_owned(),
                    query: uri.query().unwrap_or("").to_owned(),
                    headers,
                    body: body.to_vec(),
                };
                let (status, media_type, body) = {
                    let mut record = record.lock().unwrap();
                    record.push(asked.clone());
                    answer(&asked, record.len() - 1)
                };
                Response::builder()
                    .status(status)
                    .header("content-type", media_type)
                    .body(Body::from(body))
                    .unwrap()
            }
        };
        let router = Router::new().fallback(handler).layer(axum::extract::DefaultBodyLimit::disable());
        let listener =
            runtime.block_on(tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        runtime.spawn(async move { axum::serve(listener, router).await });
        Gateway { url, asked, _runtime: runtime }
    }

    /// Every request so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// Runs the binary against this gateway.
    pub(crate) fn run(&self, args: &[&str]) -> super::Run {
        super::Run::from(
            super::brevdue(args)
                .env("BREVDUE_URL", &self.url)
                .env("BREVDUE_API_KEY", "k-1")
                .output()
                .unwrap(),
        )
    }
}
