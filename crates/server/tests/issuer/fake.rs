//! An issuer that does what the test wants, above all what no issuer should.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use base64_simd::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What is wrong with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    Nothing,
    Signature,
    Payload,
    NoAlgorithm,
    SharedSecret,
    UnknownKey,
    Issuer,
    Audience,
    AudienceAmongOthers,
    AuthorizedParty,
    Expired,
    NotYet,
    IssuedInTheFuture,
    Nonce,
    NoNonce,
    NoExpiry,
    NoSubject,
    NoToken,
}

impl Wrong {
    /// Everything that must be refused.
    pub(crate) const ALL: &[Wrong] = &[
        Wrong::Signature,
        Wrong::Payload,
        Wrong::NoAlgorithm,
        Wrong::SharedSecret,
        Wrong::UnknownKey,
        Wrong::Issuer,
        Wrong::Audience,
        Wrong::AudienceAmongOthers,
        Wrong::AuthorizedParty,
        Wrong::Expired,
        Wrong::NotYet,
        Wrong::IssuedInTheFuture,
        Wrong::Nonce,
        Wrong::NoNonce,
        Wrong::NoExpiry,
        Wrong::NoSubject,
        Wrong::NoToken,
    ];
}

struct Key {
    id: String,
    pair: KeyPair,
}

impl Key {
    fn new() -> Key {
        let id = uuid::Uuid::new_v4().to_string();
        Key { id, pair: KeyPair::generate(KeySize::Rsa2048).unwrap() }
    }

    fn modulus(&self) -> Vec<u8> {
        let public = self.pair.public_key();
        public.modulus().big_endian_without_leading_zero().to_vec()
    }
}

struct Inner {
    address: String,
    key: Key,
    wrong: Wrong,
    claims: Value,
    userinfo: Option<Value>,
    /// Codes with what was asked for them.
    codes: HashMap<String, HashMap<String, String>>,
    keys_asked: usize,
}

type Shared = Arc<Mutex<Inner>>;

pub(crate) struct Fake {
    inner: Shared,
    task: JoinHandle<()>,
}

impl Fake {
    pub(crate) async fn start() -> Fake {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let inner = Arc::new(Mutex::new(Inner {
            address,
            key: Key::new(),
            wrong: Wrong::Nothing,
            claims: json!({
                "sub": crate::house::SWEDE, "name": "Anna Berg", "preferred_username": "anna.berg",
                "groups": ["arbejde", "other"], "personal_number": crate::house::SWEDE,
            }),
            userinfo: None,
            codes: HashMap::new(),
            keys_asked: 0,
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/token", post(token))
            .route("/jwks", get(jwks))
            .route("/userinfo", get(userinfo))
            .with_state(Arc::clone(&inner))
            // No connection outlives the issuer.
            .layer(axum::middleware::map_response(async |mut response: axum::response::Response| {
                response.headers_mut().insert("connection", axum::http::HeaderValue::from_static("close"));
                response
            }));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Fake { inner, task }
    }

    pub(crate) async fn stop(&self) {
        self.task.abort();
        while !self.task.is_finished() {
            tokio::task::yield_now().await;
        }
    }

    pub(crate) fn address(&self) -> String {
        self.inner.lock().unwrap().address.clone()
    }

    /// The beginning of a configuration with this issuer.
    pub(crate) fn head(&self) -> String {
        format!("[oidc]\nissuer = \"{}\"\nclient_id = \"brevdue\"\n", self.address())
    }

    /// Its end.
    pub(crate) fn groups(&self) -> &'static str {
        "[[oidc.group]]\nname = \"arbejde\"\nrole = \"case_worker\"\nsender = \"eksempel\"\n\
         [[oidc.group]]\nname = \"kontrol\"\nrole = \"auditor\"\n"
    }

    pub(crate) fn config(&self) -> String {
        format!("{}{}", self.head(), self.groups())
    }

    pub(crate) fn plays(&self, wrong: Wrong) {
        self.inner.lock().unwrap().wrong = wrong;
    }

    pub(crate) fn says(&self, change: impl FnOnce(&mut Value)) {
        change(&mut self.inner.lock().unwrap().claims);
    }

    pub(crate) fn userinfo(&self, claims: Value) {
        self.inner.lock().unwrap().userinfo = Some(claims);
    }

    pub(crate) fn changes_its_keys(&self) {
        self.inner.lock().unwrap().key = Key::new();
    }

    pub(crate) fn times_asked_for_keys(&self) -> usize {
        self.inner.lock().unwrap().keys_asked
    }

    /// What the browser would be sent back with: path and query.
    pub(crate) fn authorize(&self, question: &str) -> String {
        let url = reqwest::Url::parse(question).unwrap();
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        let back = reqwest::Url::parse(&asked["redirect_uri"]).unwrap();
        assert_eq!(back.path(), "/sign-in/return");
        let code = uuid::Uuid::new_v4().to_string();
        let answer = format!("{}?code={code}&state={}", back.path(), asked["state"]);
        self.inner.lock().unwrap().codes.insert(code, asked);
        answer
    }
}

async fn discovery(State(inner): State<Shared>) -> Json<Value> {
    let address = inner.lock().unwrap().address.clone();
    let at = |path: &str| format!("{address}/{path}");
    Json(json!({
        "issuer": address, "authorization_endpoint": at("authorize"), "token_endpoint": at("token"),
        "jwks_uri": at("jwks"), "userinfo_endpoint": at("userinfo"), "end_session_endpoint": at("end"),
    }))
}

async fn jwks(State(inner): State<Shared>) -> Json<Value> {
    let mut inner = inner.lock().unwrap();
    inner.keys_asked += 1;
    let n = URL_SAFE_NO_PAD.encode_to_string(inner.key.modulus());
    // A key of a kind that nobody knows must not disturb.
    Json(json!({ "keys": [
        { "kty": "FUTURE", "kid": "x" },
        { "kty": "RSA", "kid": inner.key.id, "use": "sig", "n": n, "e": "AQAB" },
    ] }))
}

async fn userinfo(State(inner): State<Shared>) -> Result<Json<Value>, StatusCode> {
    inner.lock().unwrap().userinfo.clone().map(Json).ok_or(StatusCode::UNAUTHORIZED)
}

async fn token(
    State(inner): State<Shared>,
    Form(form): Form<HashMap<String, String>>,
) -> (StatusCode, Json<Value>) {
    let mut inner = inner.lock().unwrap();
    let Some(asked) = inner.codes.remove(&form["code"]) else {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" })));
    };
    let challenge = URL_SAFE_NO_PAD.encode_to_string(digest(&SHA256, form["code_verifier"].as_bytes()));
    assert_eq!(asked["code_challenge"], challenge);
    assert_eq!(asked["redirect_uri"], form["redirect_uri"]);
    assert_eq!(form["client_id"], "brevdue");
    let id_token = made(&inner, &asked["nonce"]);
    (StatusCode::OK, Json(json!({ "id_token": id_token, "access_token": "a", "token_type": "Bearer" })))
}

fn made(inner: &Inner, nonce: &str) -> String {
    let now = Timestamp::now().as_second();
    let mut claims = inner.claims.clone();
    claims["iss"] = json!(inner.address);
    claims["aud"] = json!("brevdue");
    claims["iat"] = json!(now);
    claims["exp"] = json!(now + 300);
    claims["nonce"] = json!(nonce);
    let mut head = json!({ "alg": "RS256", "kid": inner.key.id });
    let without = |claims: &mut Value, name: &str| drop(claims.as_object_mut().unwrap().remove(name));
    match inner.wrong {
        Wrong::Issuer => claims["iss"] = json!("https://other.example"),
        Wrong::Audience => claims["aud"] = json!("another client"),
        Wrong::AudienceAmongOthers => claims["aud"] = json!(["brevdue", "another client"]),
        Wrong::AuthorizedParty => claims["azp"] = json!("another client"),
        Wrong::Expired => claims["exp"] = json!(now - 3600),
        Wrong::NotYet => claims["nbf"] = json!(now + 3600),
        Wrong::IssuedInTheFuture => claims["iat"] = json!(now + 3600),
        Wrong::Nonce => claims["nonce"] = json!("f".repeat(64)),
        Wrong::NoNonce => without(&mut claims, "nonce"),
        Wrong::NoExpiry => without(&mut claims, "exp"),
        Wrong::NoSubject => without(&mut claims, "sub"),
        Wrong::UnknownKey => head["kid"] = json!("unknown"),
        Wrong::NoAlgorithm => head["alg"] = json!("none"),
        Wrong::SharedSecret => head["alg"] = json!("HS256"),
        Wrong::Nothing | Wrong::Signature | Wrong::Payload | Wrong::NoToken => {}
    }
    let part = |value: &Value| URL_SAFE_NO_PAD.encode_to_string(value.to_string());
    let text = format!("{}.{}", part(&head), part(&claims));
    let mut signature = match inner.wrong {
        Wrong::NoAlgorithm => Vec::new(),
        // The public key as if it were a secret: the classic confusion.
        Wrong::SharedSecret => {
            let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &inner.key.modulus());
            aws_lc_rs::hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
        }
        _ => {
            let mut signature = vec![0; inner.key.pair.public_modulus_len()];
            let random = SystemRandom::new();
            inner.key.pair.sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature).unwrap();
            signature
        }
    };
    match inner.wrong {
        Wrong::Signature => signature[7] ^= 1,
        Wrong::Payload => {
            claims["groups"] = json!(["kontrol"]);
            let text = format!("{}.{}", part(&head), part(&claims));
            return format!("{text}.{}", URL_SAFE_NO_PAD.encode_to_string(signature));
        }
        Wrong::NoToken => return "nonsense".to_owned(),
        _ => {}
    }
    format!("{text}.{}", URL_SAFE_NO_PAD.encode_to_string(signature))
}
