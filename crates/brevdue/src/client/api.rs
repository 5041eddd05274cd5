//! Requests: where, with which key, how often.

use std::net::IpAddr;
use std::time::Duration;

use catalogue::Language;
use reqwest::header::{
    ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, RETRY_AFTER,
};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, Url};
use serde_json::Value;

use super::answer::{self, Broken};
use super::config::ClientConfig;
use super::{Multipart, Problem};
use crate::exit::Failure;
use crate::output::Output;
use crate::words;

/// Pauses between attempts, milliseconds.
const PAUSES_MS: [u64; 4] = [200, 500, 1000, 2000];
/// A gateway that asks for a longer pause is not waited for.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The API of one gateway.
pub(crate) struct Api<'a> {
    http: Client,
    base: Url,
    key: Option<HeaderValue>,
    out: &'a Output,
}

/// One call. Every call may be repeated: reads change nothing, writes carry an idempotency key.
pub(crate) struct Call<'a> {
    method: Method,
    path: &'a [&'a str],
    query: Vec<(&'a str, String)>,
    body: Body<'a>,
    idempotency_key: Option<String>,
}

enum Body<'a> {
    None,
    Json(&'a Value),
    Multipart(&'a Multipart),
}

impl<'a> Call<'a> {
    fn new(method: Method, path: &'a [&'a str], body: Body<'a>) -> Call<'a> {
        Call { method, path, query: Vec::new(), body, idempotency_key: None }
    }

    /// A read.
    pub(crate) fn get(path: &'a [&'a str]) -> Call<'a> {
        Call::new(Method::GET, path, Body::None)
    }

    /// A write, or a question too secret for a URL.
    pub(crate) fn post(path: &'a [&'a str], body: &'a Value) -> Call<'a> {
        Call { idempotency_key: Some(fresh_key()), ..Call::new(Method::POST, path, Body::Json(body)) }
    }

    /// A write of one thing under its name: the same again changes nothing.
    pub(crate) fn put(path: &'a [&'a str], body: &'a Value) -> Call<'a> {
        Call::new(Method::PUT, path, Body::Json(body))
    }

    /// A write with files.
    pub(crate) fn upload(path: &'a [&'a str], body: &'a Multipart, key: Option<String>) -> Call<'a> {
        let idempotency_key = Some(key.unwrap_or_else(fresh_key));
        Call { idempotency_key, ..Call::new(Method::POST, path, Body::Multipart(body)) }
    }

    /// Adds a query parameter, if there is a value.
    pub(crate) fn query(mut self, name: &'a str, value: Option<impl Into<String>>) -> Call<'a> {
        self.query.extend(value.map(|value| (name, value.into())));
        self
    }
}

/// A new idempotency key.
fn fresh_key() -> String {
    uuid::Uuid::new_v4().to_string()
}

impl<'a> Api<'a> {
    /// The gateway that environment and configuration name.
    pub(crate) fn new(out: &'a Output) -> Result<Api<'a>, Failure> {
        let ClientConfig { url, key } = ClientConfig::load(out.settings())?;
        let local = is_local(&url);
        if key.is_some() && url.scheme() == "http" && !local {
            out.warn("the API key travels without encryption: use an https address");
        }
        let key = key.map(|key| HeaderValue::try_from(format!("Bearer {key}"))).transpose();
        let mut key = key.map_err(|_| Failure::new("the API key holds characters that no key has"))?;
        if let Some(key) = &mut key {
            key.set_sensitive(true);
        }
        let mut http = Client::builder()
            .user_agent(concat!("brevdue/", env!("CARGO_PKG_VERSION")))
            // A redirect would carry the letter to a place nobody named.
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(Duration::from_secs(120));
        if local {
            http = http.no_proxy();
        }
        let http = http.build().map_err(|error| Failure::new(format!("cannot start: {}", chain(&error))))?;
        Ok(Api { http, base: url, key, out })
    }

    /// Calls, and reads the JSON of the answer.
    pub(crate) async fn json(&self, call: Call<'_>) -> Result<Value, Failure> {
        self.attempts(&call, async |response| answer::json(response).await).await
    }

    /// Calls, and hands over the answer to be read piece by piece.
    pub(crate) async fn stream(&self, call: Call<'_>) -> Result<Response, Failure> {
        self.attempts(&call, async |response| Ok(response)).await
    }

    /// The language that texts of the gateway should have.
    pub(crate) fn language(&self) -> Language {
        self.out.language()
    }

    async fn attempts<T>(
        &self,
        call: &Call<'_>,
        read: impl AsyncFn(Response) -> Result<T, Broken>,
    ) -> Result<T, Failure> {
        let mut pauses = PAUSES_MS.iter().map(|ms| Duration::from_millis(*ms));
        let mut told = false;
        loop {
            let pause = pauses.next();
            let (failure, wanted) = match self.attempt(call, &read).await {
                Ok(answer) => return Ok(answer),
                Err(Attempt::Final(failure)) => return Err(failure),
                Err(Attempt::Again(failure, wanted)) => (failure, wanted),
            };
            match pause {
                Some(pause) if wanted.is_none_or(|wanted| wanted <= LONGEST_PAUSE) => {
                    if !told {
                        self.out.note(&format!("{}: {failure}", self.out.say(&words::TRYING_AGAIN)));
                        told = true;
                    }
                    tokio::time::sleep(wanted.unwrap_or(pause).max(pause)).await;
                }
                _ => return Err(failure),
            }
        }
    }

    async fn attempt<T>(
        &self,
        call: &Call<'_>,
        read: &impl AsyncFn(Response) -> Result<T, Broken>,
    ) -> Result<T, Attempt> {
        let request = self.request(call).await.map_err(Attempt::Final)?;
        let response = request.send().await.map_err(|error| self.unreachable(&error))?;
        let status = response.status();
        if status.is_success() {
            return read(response).await.map_err(|broken| match broken {
                Broken::Off(error) => self.unreachable(&error),
                Broken::Unreadable(what) => Attempt::Final(Failure::new(what).fix(self.is_it_a_gateway())),
            });
        }
        let wanted = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let problem = match answer::problem(response).await {
            Ok(problem) => problem,
            Err(Broken::Off(error)) => return Err(self.unreachable(&error)),
            Err(Broken::Unreadable(what)) => {
                return Err(Attempt::Final(Failure::new(what).fix(self.is_it_a_gateway())));
            }
        };
        let failure = Failure::Refused(Box::new(self.with_hint(status, problem)));
        let busy = matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS
                | StatusCode::BAD_GATEWAY
                | StatusCode::SERVICE_UNAVAILABLE
                | StatusCode::GATEWAY_TIMEOUT
        );
        Err(if busy {
            Attempt::Again(failure, wanted.map(Duration::from_secs))
        } else {
            Attempt::Final(failure)
        })
    }

    async fn request(&self, call: &Call<'_>) -> Result<RequestBuilder, Failure> {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push("v1").extend(call.path);
        }
        let mut request = self
            .http
            .request(call.method.clone(), url)
            .header(ACCEPT, "application/json, application/problem+json;q=0.9, */*;q=0.5")
            .header(ACCEPT_LANGUAGE, self.language().as_str());
        if !call.query.is_empty() {
            request = request.query(&call.query);
        }
        if let Some(key) = &self.key {
            request = request.header(AUTHORIZATION, key);
        }
        if let Some(key) = &call.idempotency_key {
            request = request.header("Idempotency-Key", key);
        }
        Ok(match call.body {
            Body::None => request,
            Body::Json(body) => request.json(body),
            Body::Multipart(form) => request
                .header(CONTENT_TYPE, form.content_type())
                .header(CONTENT_LENGTH, form.size_bytes())
                .body(form.body().await?),
        })
    }

    fn unreachable(&self, error: &reqwest::Error) -> Attempt {
        let what = format!("{}: {}", self.base, chain(error));
        let failure = Failure::new(what).fix(format!(
            "Is the gateway running there? The address comes from BREVDUE_URL or from [client] url in {}.",
            self.out.settings().config().display()
        ));
        if error.is_builder() { Attempt::Final(failure) } else { Attempt::Again(failure, None) }
    }

    fn is_it_a_gateway(&self) -> String {
        format!("Is {} the address of a Brevdue gateway?", self.base)
    }

    fn with_hint(&self, status: StatusCode, mut problem: Problem) -> Problem {
        if status == StatusCode::UNAUTHORIZED {
            let file = self.out.settings().config().display();
            problem.hint =
                Some(format!("The key is read from BREVDUE_API_KEY or from [client] key_file in {file}."));
        }
        problem
    }
}

/// How an attempt ended, if not well.
enum Attempt {
    /// Trying again would not help.
    Final(Failure),
    /// It may; the pause is the one that the gateway asked for.
    Again(Failure, Option<Duration>),
}

fn is_local(url: &Url) -> bool {
    let host = url.host_str().unwrap_or("").trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The causes of an error, innermost last. URLs are left out: queries may hold references.
fn chain(error: &reqwest::Error) -> String {
    let mut source = std::error::Error::source(error);
    let mut last = None;
    while let Some(error) = source {
        last = Some(error.to_string());
        source = error.source();
    }
    let last = last.unwrap_or_else(|| {
        if error.is_timeout() { "no answer in time".into() } else { "no connection".into() }
    });
    match last.find(" (os error") {
        Some(end) => last.get(..end).unwrap_or(&last).to_owned(),
        None => last,
    }
}
