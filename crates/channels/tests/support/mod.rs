//! A small certificate authority, a TLS server that behaves and misbehaves on demand, and a letter.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    reason = "each test file uses its part"
)]

use bytes::Bytes;
use channels::{ComposeJob, DeliverJob, Delivery};
use letter::{
    Body, BodyKind, Contact, Digest, Document, Letter, LetterId, LetterType, MessageUuid, Outcome,
    ProtectionClass, Route, SenderId, TypeCode,
};
use party::{Country, PartyId};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, PKCS_RSA_SHA256, RsaKeySize,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use uuid::Uuid;

pub const DANISH: &str = "2211771212";
pub const SWEDISH: &str = "192705178354";

pub struct Pki {
    pub dir: TempDir,
    issuer: Issuer<'static, KeyPair>,
}

impl Pki {
    pub fn new() -> Pki {
        Pki::named("Test CA")
    }

    pub fn named(name: &str) -> Pki {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let certificate = params.self_signed(&key).unwrap();
        let dir = TempDir::new().unwrap();
        std::fs::write(dir.path().join("ca.pem"), certificate.pem()).unwrap();
        Pki { dir, issuer: Issuer::new(params, key) }
    }

    pub fn trust(&self) -> PathBuf {
        self.dir.path().join("ca.pem")
    }

    /// An organisation's certificate and key, valid for so many days from yesterday (negative: expired).
    pub fn organisation(&self, name: &str, serial_number: &str, days: i64) -> (PathBuf, PathBuf) {
        // One key a process, as they take long to make; "other" gets its own.
        static KEY: LazyLock<String> = LazyLock::new(rsa_key);
        let key = KeyPair::from_pem(if name == "other" { rsa_key() } else { KEY.clone() }.as_str()).unwrap();
        let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.distinguished_name.push(DnType::CustomDnType(vec![2, 5, 4, 5]), serial_number);
        let now = std::time::SystemTime::now();
        let day = std::time::Duration::from_secs(86_400);
        params.not_before = (now - day * 400).into();
        params.not_after = if days < 0 {
            (now - day * days.unsigned_abs() as u32).into()
        } else {
            (now + day * days as u32).into()
        };
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let paths =
            (self.dir.path().join(format!("{name}.crt")), self.dir.path().join(format!("{name}.key")));
        std::fs::write(&paths.0, certificate.pem()).unwrap();
        std::fs::write(&paths.1, key.serialize_pem()).unwrap();
        paths
    }

    fn acceptor(&self, clients: &Pki) -> TlsAcceptor {
        let key = KeyPair::generate().unwrap();
        let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
        let certificate = CertificateParams::new(names).unwrap().signed_by(&key, &self.issuer).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut roots = rustls::RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(clients.trust()).unwrap()).unwrap();
        let verifier =
            rustls::server::WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(verifier.build().unwrap())
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap(),
            )
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}

/// Both paths as settings.
pub fn some((certificate, key): (PathBuf, PathBuf)) -> (Option<PathBuf>, Option<PathBuf>) {
    (Some(certificate), Some(key))
}

fn rsa_key() -> String {
    KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap().serialize_pem()
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    /// `POST /path?query`.
    pub line: String,
    /// Header lines in lower case.
    pub head: String,
    pub body: Vec<u8>,
}

pub enum Reply {
    Answer(u16, Vec<u8>),
    /// With one more header.
    With(u16, &'static str, Vec<u8>),
    /// Answered, and the connection closed without having said so.
    Last(u16, Vec<u8>),
    /// Read, then closed without a word.
    Close,
    /// Read, then nothing.
    Silence,
    /// The head of an answer and a part of its body.
    Truncated,
    /// An answer without end.
    Endless,
    /// The same, a byte at a time with pauses that are no silence.
    Drip,
}

pub fn ok(body: impl Into<Vec<u8>>) -> Reply {
    Reply::Answer(200, body.into())
}

pub struct Fake {
    pub address: SocketAddr,
    pub connections: Arc<AtomicUsize>,
    pub requests: Arc<Mutex<Vec<Request>>>,
}

impl Fake {
    pub async fn start(pki: &Pki, handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Fake {
        Fake::for_clients_of(pki, pki, handler).await
    }

    /// Presents a certificate of one authority and accepts clients of another.
    pub async fn for_clients_of(
        pki: &Pki,
        clients: &Pki,
        handler: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Fake {
        let acceptor = pki.acceptor(clients);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (connections, requests) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
        let handler = Arc::new(handler);
        let (counted, kept) = (connections.clone(), requests.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let (acceptor, handler, kept) = (acceptor.clone(), handler.clone(), kept.clone());
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        serve(stream, &*handler, &kept).await;
                    }
                });
            }
        });
        Fake { address, connections, requests }
    }

    pub fn host(&self) -> String {
        format!("localhost:{}", self.address.port())
    }

    pub fn url(&self, path: &str) -> String {
        format!("https://{}{path}", self.host())
    }

    pub fn seen(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve(
    mut stream: TlsStream<TcpStream>,
    handler: &(dyn Fn(&Request) -> Reply + Send + Sync),
    kept: &Mutex<Vec<Request>>,
) {
    while let Some(request) = read_request(&mut stream).await {
        kept.lock().unwrap().push(request.clone());
        let write = |status: u16, extra: &str, body: &[u8]| {
            let mut answer =
                format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n{extra}\r\n", body.len()).into_bytes();
            answer.extend_from_slice(body);
            answer
        };
        let answer = match handler(&request) {
            Reply::Answer(status, body) => write(status, "", &body),
            Reply::With(status, header, body) => write(status, &format!("{header}\r\n"), &body),
            Reply::Last(status, body) => {
                let _ = stream.write_all(&write(status, "", &body)).await;
                let _ = stream.shutdown().await;
                return;
            }
            Reply::Close => return,
            Reply::Silence => {
                tokio::time::sleep(std::time::Duration::from_secs(60)).await;
                return;
            }
            Reply::Truncated => {
                let _ = stream.write_all(b"HTTP/1.1 200 X\r\ncontent-length: 1000\r\n\r\n<half").await;
                let _ = stream.shutdown().await;
                return;
            }
            Reply::Drip => {
                let _ = stream.write_all(b"HTTP/1.1 200 X\r\n\r\n").await;
                while stream.write_all(b" ").await.is_ok() && stream.flush().await.is_ok() {
                    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                }
                return;
            }
            Reply::Endless => {
                let _ = stream.write_all(b"HTTP/1.1 200 X\r\n\r\n").await;
                let piece = vec![b' '; 64 * 1024];
                while stream.write_all(&piece).await.is_ok() {}
                return;
            }
        };
        if stream.write_all(&answer).await.is_err() {
            return;
        }
    }
}

async fn read_request(stream: &mut TlsStream<TcpStream>) -> Option<Request> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        let mut piece = [0; 4096];
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&piece[..read]),
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let line = head.lines().next().unwrap().trim_end_matches(" HTTP/1.1").to_owned();
    let head = head.to_ascii_lowercase();
    assert!(!head.contains("transfer-encoding"), "no chunked uploads");
    let length = head
        .lines()
        .find_map(|l| l.strip_prefix("content-length: "))
        .map_or(0, |l| l.trim().parse().unwrap());
    let mut body = bytes[end..].to_vec();
    while body.len() < length {
        let mut piece = vec![0; 64 * 1024];
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => return None,
            Ok(read) => body.extend_from_slice(&piece[..read]),
        }
    }
    Some(Request { line, head, body })
}

/// A TLS server that reads so many bytes of the request and then closes, or stops reading.
pub async fn half_deaf(pki: &Pki, bytes: usize, then_close: bool) -> SocketAddr {
    let acceptor = pki.acceptor(pki);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut piece = vec![0; bytes];
                let _ = stream.read_exact(&mut piece).await;
                if !then_close {
                    tokio::time::sleep(std::time::Duration::from_secs(60)).await;
                }
            });
        }
    });
    address
}

/// A TCP server without TLS: accepts and says nothing, or closes at the first byte.
pub async fn mute(close: bool) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            if close {
                let mut byte = [0; 1];
                let _ = stream.read(&mut byte).await;
                let _ = stream.set_zero_linger();
            } else {
                open.push(stream);
            }
        }
    });
    address
}

/// A port at which nobody listens.
pub async fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port()
}

pub fn message() -> MessageUuid {
    MessageUuid(Uuid::parse_str("3f2b8c4d-1e5f-4a6b-8c7d-9e0f1a2b3c4d").unwrap())
}

pub fn recipient(number: &str) -> PartyId {
    let country = if number.len() == 12 { Country::Se } else { Country::Dk };
    PartyId::parse(country, number).unwrap()
}

pub fn letter_type() -> LetterType {
    serde_json::from_value(serde_json::json!({
        "code": "afgoerelse", "sender": "demo", "name": {"da": "Afgørelse", "sv": "Beslut", "en": "Decision"}, "class": 3
    }))
    .unwrap()
}

pub fn letter(number: &str, documents: &[(&str, &[u8])]) -> Letter {
    Letter {
        id: LetterId(Uuid::parse_str("0192a7c4-0000-7000-8000-00000000002a").unwrap()),
        sender: SenderId("demo".into()),
        unit: Some("Førskole øst".into()),
        letter_type: TypeCode("afgoerelse".into()),
        class: ProtectionClass::Three,
        recipient: recipient(number),
        recipient_name: Some("Åse Ærlig".into()),
        address: None,
        protected: false,
        subject: "Afgørelse om plads & takst".into(),
        body: Some(Body {
            kind: BodyKind::Plain,
            text: "Du har fået en plads.\nLæs mere i bilaget <her>.".into(),
        }),
        contact: Contact {
            text: "Ring til os hverdage 9–15.".into(),
            url: Some("https://eksempel.dk/kontakt".into()),
            phone: Some("+45 11 22 33 44".into()),
            email: Some("post@eksempel.dk".into()),
        },
        documents: documents
            .iter()
            .map(|(name, bytes)| Document {
                name: (*name).into(),
                media_type: "application/pdf".into(),
                digest: Digest("0".repeat(64)),
                size_bytes: bytes.len() as u64,
                pages: Some(1),
                language: None,
                barriers: None,
            })
            .collect(),
        ready: None,
        agreements: Vec::new(),
        notice: None,
        reference: None,
        case_id: Some("SAG-1001".into()),
        language: None,
        data: Default::default(),
        type_version: None,
        terms: letter::Terms::default(),
        source: "fagsystem".into(),
        accepted_at: "2026-01-15T10:00:00Z".parse().unwrap(),
    }
}

pub fn pdf() -> Vec<u8> {
    paper::simple_letter(&paper::LetterText {
        subject: "Afgørelse".into(),
        body: "Blåbærgrød".into(),
        ..Default::default()
    })
    .unwrap()
}

pub fn compose_job(letter: Letter, documents: Vec<Vec<u8>>) -> ComposeJob {
    ComposeJob {
        letter,
        letter_type: letter_type(),
        reason: Some(catalogue::Code::Exempt),
        message_uuid: message(),
        documents: documents.into_iter().map(Bytes::from).collect(),
        ready: None,
        now: jiff::Timestamp::now(),
        today: "2026-01-15".parse().unwrap(),
        markup: letter::Resolved::default(),
        zone: jiff::tz::TimeZone::UTC,
    }
}

pub fn deliver_job(number: &str, route: Route, bytes: impl Into<Bytes>) -> DeliverJob {
    DeliverJob {
        sender: SenderId("demo".into()),
        message_uuid: message(),
        route,
        recipient: recipient(number),
        bytes: bytes.into(),
    }
}

/// Kind of outcome, code, detail.
pub fn told(delivery: &Delivery) -> (&'static str, Option<catalogue::Code>, String) {
    let text = format!("{:?}", delivery.outcome);
    assert!(!party::find_personal_numbers(&text), "a number in {text}");
    assert!(!text.contains("https://"), "an address in {text}");
    let of = |kind, problem: &catalogue::Code, detail: &Option<String>| {
        (kind, Some(*problem), detail.clone().unwrap_or_default())
    };
    match &delivery.outcome {
        Outcome::Delivered { transmission_id, .. } => {
            ("delivered", None, transmission_id.clone().unwrap_or_default())
        }
        Outcome::HandedOver { transmission_id, .. } => {
            ("handed_over", None, transmission_id.clone().unwrap_or_default())
        }
        Outcome::NotDelivered { problem, detail, .. } => of("not_delivered", problem, detail),
        Outcome::Refused { problem, detail, .. } => of("refused", problem, detail),
        Outcome::Retry { problem, detail } => of("retry", problem, detail),
        Outcome::InDoubt { problem, detail } => of("in_doubt", problem, detail),
    }
}

pub fn path(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}
