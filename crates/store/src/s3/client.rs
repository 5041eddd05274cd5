//! The four calls.

use super::config::{S3Config, S3Error};
use super::list;
use super::sign::{Signed, amz_date, authorization, encoded};
use crate::StoreError;
use jiff::Timestamp;
use reqwest::{Client, Method, Response, StatusCode, Url};
use std::path::Path;

/// Attempts of a call before the caller is told.
const ATTEMPTS: u32 = 4;
/// Largest answer that is read: the largest blob and its seal.
const MOST_BYTES: u64 = 1 << 30;
const EMPTY_SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// A bucket.
#[derive(Clone, Debug)]
pub(crate) struct S3 {
    config: S3Config,
    http: Client,
    base: Url,
}

/// A body to send: a file with the digest of what is in it.
struct Body<'b> {
    file: Option<&'b Path>,
    sha256: &'b str,
}

impl S3 {
    pub(crate) fn open(config: &S3Config) -> Result<S3, S3Error> {
        let wrong = |what: &str| S3Error { what: what.to_owned() };
        let mut base = Url::parse(&config.endpoint).map_err(|_| wrong("the endpoint is no URL"))?;
        if !matches!(base.scheme(), "http" | "https") || base.host_str().is_none() {
            return Err(wrong("the endpoint is no http or https URL"));
        }
        if config.bucket.is_empty() || config.access_key.is_empty() {
            return Err(wrong("bucket and access key must be named"));
        }
        let tame = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
        if !config.prefix.bytes().all(tame) {
            return Err(wrong("a prefix has letters from a to z, digits, -, _, . and /"));
        }
        if config.path_style {
            base.set_path(&format!("/{}/", config.bucket));
        } else {
            let host = format!("{}.{}", config.bucket, base.host_str().unwrap_or_default());
            base.set_host(Some(&host)).map_err(|_| wrong("the bucket cannot stand in a host name"))?;
            base.set_path("/");
        }
        let http = Client::builder().timeout(config.timeout).redirect(reqwest::redirect::Policy::none());
        let http = http.build().map_err(|_| wrong("no TLS here"))?;
        Ok(S3 { config: config.clone(), http, base })
    }

    fn key(&self, name: &[u8; 32]) -> String {
        let name = hex::encode(name);
        format!("{}{}/{name}", self.config.prefix, name.get(..2).unwrap_or_default())
    }

    /// Stores a file under a name; `sha256` is the digest of the file, hex.
    pub(crate) async fn put(&self, name: &[u8; 32], file: &Path, sha256: &str) -> Result<(), StoreError> {
        let answer = self.call(Method::PUT, &self.key(name), "", &Body { file: Some(file), sha256 }).await?;
        expect(answer, &[StatusCode::OK]).map(|_| ())
    }

    /// The bytes under a name; nothing if there are none.
    pub(crate) async fn get(&self, name: &[u8; 32]) -> Result<Option<Vec<u8>>, StoreError> {
        let none = Body { file: None, sha256: EMPTY_SHA256 };
        let answer = self.call(Method::GET, &self.key(name), "", &none).await?;
        let mut answer = expect(answer, &[StatusCode::OK, StatusCode::NOT_FOUND])?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(|error| unavailable(&error))? {
            if (bytes.len() + piece.len()) as u64 > MOST_BYTES {
                return Err(StoreError::Unavailable { detail: "S3: an object is too large".to_owned() });
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(Some(bytes))
    }

    /// Removes what lies under a name.
    pub(crate) async fn delete(&self, name: &[u8; 32]) -> Result<(), StoreError> {
        let none = Body { file: None, sha256: EMPTY_SHA256 };
        let answer = self.call(Method::DELETE, &self.key(name), "", &none).await?;
        expect(answer, &[StatusCode::OK, StatusCode::NO_CONTENT, StatusCode::NOT_FOUND]).map(|_| ())
    }

    /// Names of the objects that were last changed before then.
    pub(crate) async fn older_than(&self, before: Timestamp) -> Result<Vec<[u8; 32]>, StoreError> {
        let mut names = Vec::new();
        let mut next: Option<String> = None;
        loop {
            let token = next.as_deref().map(|token| format!("continuation-token={}&", encoded(token, false)));
            let prefix = encoded(&self.config.prefix, false);
            let query = format!("{}list-type=2&prefix={prefix}", token.unwrap_or_default());
            let none = Body { file: None, sha256: EMPTY_SHA256 };
            let answer = expect(self.call(Method::GET, "", &query, &none).await?, &[StatusCode::OK])?;
            let text = answer.text().await.map_err(|error| unavailable(&error))?;
            let listed = list::read(&text).ok_or_else(|| StoreError::Unavailable {
                detail: "S3: a listing is unreadable".to_owned(),
            })?;
            for (key, at) in listed.objects {
                let mut name = [0; 32];
                let last = key.rsplit('/').next().unwrap_or_default();
                // What is not ours is left alone.
                if at < before && hex::decode_to_slice(last, &mut name).is_ok() {
                    names.push(name);
                }
            }
            match listed.next {
                Some(token) if next.as_deref() != Some(&token) => next = Some(token),
                _ => return Ok(names),
            }
        }
    }

    /// One call; again while the service has trouble of its own. All four may be repeated.
    async fn call(
        &self,
        method: Method,
        key: &str,
        query: &str,
        body: &Body<'_>,
    ) -> Result<Response, StoreError> {
        let mut attempt = 1;
        loop {
            let answered = self.once(&method, key, query, body).await;
            let passing = match &answered {
                Ok(answer) => {
                    answer.status().is_server_error() || answer.status() == StatusCode::TOO_MANY_REQUESTS
                }
                Err(_) => true,
            };
            if !passing || attempt == ATTEMPTS {
                return answered;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100 << attempt)).await;
            attempt += 1;
        }
    }

    async fn once(
        &self,
        method: &Method,
        key: &str,
        query: &str,
        body: &Body<'_>,
    ) -> Result<Response, StoreError> {
        let mut url = self.base.clone();
        let path = match self.base.path().strip_suffix('/') {
            // A list is of the bucket itself, whose path has no slash at its end.
            Some(bucket) if key.is_empty() && !bucket.is_empty() => bucket.to_owned(),
            _ => format!("{}{}", self.base.path(), encoded(key, true)),
        };
        url.set_path(&path);
        url.set_query(Some(query).filter(|query| !query.is_empty()));
        let host = match url.port() {
            Some(port) => format!("{}:{port}", url.host_str().unwrap_or_default()),
            None => url.host_str().unwrap_or_default().to_owned(),
        };
        let date = amz_date(Timestamp::now());
        let headers =
            [("host", host.as_str()), ("x-amz-content-sha256", body.sha256), ("x-amz-date", date.as_str())];
        let signed = Signed {
            method: method.as_str(),
            path: &path,
            query,
            headers: &headers,
            body_sha256: body.sha256,
        };
        let authorization = authorization(&self.config, &date, &signed);
        let mut request = self
            .http
            .request(method.clone(), url)
            .header("x-amz-content-sha256", body.sha256)
            .header("x-amz-date", &date)
            .header("authorization", authorization);
        if let Some(path) = body.file {
            let file = tokio::fs::File::open(path).await.map_err(|error| StoreError::unavailable(&error))?;
            let size = file.metadata().await.map_err(|error| StoreError::unavailable(&error))?.len();
            request = request.header("content-length", size).body(file);
        }
        request.send().await.map_err(|error| unavailable(&error))
    }
}

fn expect(answer: Response, wanted: &[StatusCode]) -> Result<Response, StoreError> {
    match answer.status() {
        status if wanted.contains(&status) => Ok(answer),
        StatusCode::INSUFFICIENT_STORAGE => Err(StoreError::Full),
        status => Err(StoreError::Unavailable { detail: format!("S3 answered {status}") }),
    }
}

fn unavailable(error: &reqwest::Error) -> StoreError {
    // Without the URL: it says nothing that the configuration does not, and is long.
    let kind = if error.is_timeout() { "no answer in time" } else { "no connection, or it broke off" };
    StoreError::Unavailable { detail: format!("S3: {kind}") }
}
