//! The load: letters over HTTP, as fast as they go or at a rate. One thread, and nothing but HTTP/1.1 on open
//! connections: what the load costs, the gateway lacks.

use super::letters::Letters;
use crate::exit::Failure;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use xtask::site::Site;

/// What came of handing in.
#[derive(Default)]
pub(super) struct HandedIn {
    /// Of accepted letters, request to 202; sorted.
    latencies_us: Vec<u64>,
    /// Requests that were not answered with 202, and the first answer.
    pub(super) refused: u64,
    pub(super) refusal: Option<String>,
    pub(super) seconds: f64,
}

impl HandedIn {
    pub(super) fn accepted(&self) -> u64 {
        self.latencies_us.len() as u64
    }

    /// Letters a second.
    pub(super) fn rate(&self) -> f64 {
        self.accepted() as f64 / self.seconds.max(1e-9)
    }

    pub(super) fn percentile_ms(&self, percent: usize) -> f64 {
        let place = self.latencies_us.len().saturating_sub(1) * percent / 100;
        self.latencies_us.get(place).copied().unwrap_or(0) as f64 / 1e3
    }
}

/// Who sends, and where to.
#[derive(Clone)]
pub(super) struct Load {
    /// Host and port of each gateway.
    gateways: Vec<String>,
    key: String,
    connections: usize,
}

impl Load {
    pub(super) fn new(site: &Site, connections: usize) -> Load {
        let hosts = site.gateways().into_iter().map(|url| url.trim_start_matches("http://").to_owned());
        Load { gateways: hosts.collect(), key: site.key.clone(), connections }
    }

    /// Hands in so many letters; at a rate a second, or as fast as they go.
    pub(super) async fn hand_in(
        &self,
        letters: Letters,
        count: u32,
        rate: Option<f64>,
    ) -> Result<HandedIn, Failure> {
        let load = self.clone();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::new(error.to_string()))?;
        let work = move || {
            let handed = runtime.block_on(load.all(Arc::new(letters), count, rate));
            drop(runtime);
            handed
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| Failure::new(error.to_string()))?
    }

    async fn all(&self, letters: Arc<Letters>, count: u32, rate: Option<f64>) -> Result<HandedIn, Failure> {
        let mut lines = Vec::new();
        for number in 0..self.connections.max(1) {
            lines.push(self.line(number).await?);
        }
        let (next, began) = (Arc::new(AtomicU32::new(0)), Instant::now());
        let tasks: Vec<_> = lines
            .into_iter()
            .map(|line| {
                let pace = Pace { next: next.clone(), count, rate, began };
                tokio::spawn(one_connection(line, letters.clone(), pace))
            })
            .collect();
        let mut all = HandedIn::default();
        for task in tasks {
            let some = task.await.map_err(|error| Failure::new(error.to_string()))?;
            all.latencies_us.extend(some.latencies_us);
            all.refused += some.refused;
            all.refusal = all.refusal.or(some.refusal);
        }
        all.seconds = began.elapsed().as_secs_f64();
        all.latencies_us.sort_unstable();
        Ok(all)
    }

    /// An open connection to one of the gateways.
    pub(super) async fn line(&self, number: usize) -> Result<Line, Failure> {
        let failed =
            |error: &dyn std::fmt::Display| Failure::new(format!("no connection to the gateway: {error}"));
        let host = self.gateways.get(number % self.gateways.len().max(1)).cloned().unwrap_or_default();
        let stream = tokio::net::TcpStream::connect(&host).await.map_err(|error| failed(&error))?;
        stream.set_nodelay(true).map_err(|error| failed(&error))?;
        let (requests, connection) = handshake(TokioIo::new(stream)).await.map_err(|error| failed(&error))?;
        // It ends with the line, and its errors show there.
        tokio::spawn(connection);
        Ok(Line { requests, host, authorization: format!("Bearer {}", self.key) })
    }
}

/// When the letters are due.
struct Pace {
    next: Arc<AtomicU32>,
    count: u32,
    rate: Option<f64>,
    began: Instant,
}

impl Pace {
    /// The next letter's number and the moment from which its time counts: at a rate, that is when it was due, so that a
    /// gateway which falls behind does not look quick.
    async fn next(&self) -> Option<(u32, Instant)> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if number >= self.count {
            return None;
        }
        let Some(rate) = self.rate else { return Some((number, Instant::now())) };
        let due = self.began + Duration::from_secs_f64(f64::from(number) / rate.max(1e-3));
        tokio::time::sleep_until(due.into()).await;
        Some((number, due))
    }
}

async fn one_connection(mut line: Line, letters: Arc<Letters>, pace: Pace) -> HandedIn {
    let mut handed = HandedIn::default();
    while let Some((number, from)) = pace.next().await {
        let key = letters.reference(number);
        let body = letters.body(number);
        let refusal = match line.ask(Method::POST, "/v1/letters", Some(&key), body).await {
            Ok((StatusCode::ACCEPTED, _)) => {
                handed.latencies_us.push(u64::try_from(from.elapsed().as_micros()).unwrap_or(u64::MAX));
                continue;
            }
            Ok((status, body)) => format!("{status} {}", String::from_utf8_lossy(&body)),
            Err(error) => error.to_string(),
        };
        handed.refused += 1;
        handed.refusal.get_or_insert(refusal);
    }
    handed
}

/// An open connection.
pub(super) struct Line {
    requests: SendRequest<Full<Bytes>>,
    host: String,
    authorization: String,
}

impl Line {
    /// Asks and reads the whole answer.
    pub(super) async fn ask(
        &mut self,
        method: Method,
        path: &str,
        idempotency_key: Option<&str>,
        body: String,
    ) -> Result<(StatusCode, Bytes), Failure> {
        let failed =
            |error: &dyn std::fmt::Display| Failure::new(format!("the gateway does not answer: {error}"));
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, &self.host)
            .header(AUTHORIZATION, &self.authorization)
            .header(CONTENT_TYPE, "application/json");
        if let Some(key) = idempotency_key {
            request = request.header("idempotency-key", key);
        }
        let request = request.body(Full::new(Bytes::from(body))).map_err(|error| failed(&error))?;
        self.requests.ready().await.map_err(|error| failed(&error))?;
        let answer = self.requests.send_request(request).await.map_err(|error| failed(&error))?;
        let status = answer.status();
        let body = answer.into_body().collect().await.map_err(|error| failed(&error))?;
        Ok((status, body.to_bytes()))
    }
}
