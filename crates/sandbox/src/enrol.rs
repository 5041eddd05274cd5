//! Senders: who is connected, with which certificate and token.
//!
//! One folder per sender below `senders/`; the running sandbox looks there again whenever it meets somebody it does
//! not know, so that `brevdue init` can enrol a sender beside a sandbox that runs.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use serde::{Deserialize, Serialize};

use crate::error::{SandboxError, at};
use crate::files::{self, Access};
use crate::outcome::Side;
use crate::pki::{Organisation, Pki};

/// Who wants to send.
#[derive(Clone, Debug)]
pub struct SenderEnrolment {
    /// Which infrastructure.
    pub country: Side,
    /// Organisation number (ten digits, or twelve with `16`) or CVR number (eight digits).
    pub number: String,
    /// Name as the register gives it, 2 to 256 characters.
    pub name: String,
}

/// What a sender needs to connect. Secrets are not in `Debug`.
#[derive(Clone)]
pub struct Credentials {
    /// Certificate for TLS and signatures, PEM.
    pub cert_pem: String,
    /// Its private key, PKCS#8 PEM.
    pub key_pem: String,
    /// The sandbox's authority, PEM: trust it for TLS.
    pub ca_pem: String,
    /// Sender system in Digital Post (also given to Swedish senders, unused there).
    pub system_id: String,
    /// Its token: `Authorization: Basic base64(system_id:api_token)`.
    pub api_token: String,
    /// The folder with `cert.pem`, `key.pem`, `api-token` and `sender.json`.
    pub folder: PathBuf,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("system_id", &self.system_id)
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

/// A connected sender, as kept in `sender.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Sender {
    pub(crate) country: Side,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) system_id: String,
    /// SHA-256 of each certificate registered for it, hex. More than one while certificates are exchanged.
    pub(crate) certificates: Vec<String>,
    /// SHA-256 of the token, hex.
    pub(crate) token_hash: String,
    /// Wire numbers of those who dispatch for it, besides itself.
    #[serde(default)]
    pub(crate) dispatchers: Vec<String>,
}

/// All connected senders.
pub(crate) struct Senders {
    folder: PathBuf,
    known: RwLock<HashMap<String, Arc<Sender>>>,
}

/// Enrols a sender in the data folder, or gives back what it was given before.
pub(crate) fn enrol(data_dir: &Path, enrolment: &SenderEnrolment) -> Result<Credentials, SandboxError> {
    let number = wire_number(enrolment)?;
    let pki = Pki::open(data_dir)?;
    let folder = data_dir.join("senders").join(folder_name(enrolment.country, &number));
    let organisation =
        Organisation { country: enrolment.country, number: number.clone(), name: enrolment.name.clone() };
    let issued = pki.keep_sender(&organisation, &folder)?;
    let token_path = folder.join("api-token");
    if !token_path.exists() {
        let token = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
        files::write(&token_path, token.as_bytes(), Access::OwnerOnly)?;
    }
    let api_token = files::read_text(&token_path)?;
    let sender_path = folder.join("sender.json");
    let mut sender = match std::fs::read(&sender_path) {
        Ok(bytes) => read_sender(&sender_path, &bytes)?,
        Err(_) => Sender {
            country: enrolment.country,
            number,
            name: String::new(),
            system_id: uuid::Uuid::new_v4().to_string(),
            certificates: Vec::new(),
            token_hash: String::new(),
            dispatchers: Vec::new(),
        },
    };
    sender.name.clone_from(&enrolment.name);
    sender.token_hash = sha256_hex(api_token.as_bytes());
    let certificate = sha256_hex(&der_of(&issued.cert_pem)?);
    if !sender.certificates.contains(&certificate) {
        sender.certificates.push(certificate);
    }
    let json = serde_json::to_vec_pretty(&sender)
        .map_err(|error| SandboxError::certificate("sender.json", error))?;
    files::write(&sender_path, &json, Access::Everyone)?;
    Ok(Credentials {
        cert_pem: issued.cert_pem,
        key_pem: issued.key_pem,
        ca_pem: pki.ca_pem().to_owned(),
        system_id: sender.system_id,
        api_token,
        folder,
    })
}

/// Registers a Swedish organisation as another one's dispatcher; both are enrolled already.
pub(crate) fn appoint(data_dir: &Path, sender: &str, dispatcher: &str) -> Result<(), SandboxError> {
    let wire = |number: &str| {
        let who = SenderEnrolment { country: Side::Se, number: number.to_owned(), name: String::new() };
        wire_number(&who)
    };
    let dispatcher = wire(dispatcher)?;
    let path = data_dir.join("senders").join(folder_name(Side::Se, &wire(sender)?)).join("sender.json");
    let bytes = std::fs::read(&path).map_err(at(&path))?;
    let mut sender = read_sender(&path, &bytes)?;
    if !sender.dispatchers.contains(&dispatcher) {
        sender.dispatchers.push(dispatcher);
    }
    let json = serde_json::to_vec_pretty(&sender)
        .map_err(|error| SandboxError::certificate("sender.json", error))?;
    files::write(&path, &json, Access::Everyone)
}

fn wire_number(enrolment: &SenderEnrolment) -> Result<String, SandboxError> {
    let digits: String = enrolment.number.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    match (enrolment.country, digits.len()) {
        (Side::Se, 10) if plain => Ok(format!("16{digits}")),
        (Side::Se, 12) if plain && digits.starts_with("16") => Ok(digits),
        (Side::Se, _) => {
            Err(SandboxError::SenderNumber("an organisation number: ten digits, or twelve beginning with 16"))
        }
        (Side::Dk, 8) if plain => Ok(digits),
        (Side::Dk, _) => Err(SandboxError::SenderNumber("a CVR number: eight digits")),
    }
}

fn folder_name(country: Side, number: &str) -> String {
    match country {
        Side::Dk => format!("dk-{number}"),
        Side::Se => format!("se-{number}"),
    }
}

fn read_sender(path: &Path, bytes: &[u8]) -> Result<Sender, SandboxError> {
    serde_json::from_slice(bytes).map_err(|error| SandboxError::Damaged {
        path: path.to_owned(),
        line: error.line() as u64,
        reason: error.to_string(),
    })
}

fn der_of(pem: &str) -> Result<Vec<u8>, SandboxError> {
    use rustls_pki_types::pem::PemObject;
    rustls_pki_types::CertificateDer::from_pem_slice(pem.as_bytes())
        .map(|der| der.to_vec())
        .map_err(|error| SandboxError::certificate("sender", format!("{error:?}")))
}

/// SHA-256 as lower-case hex.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes))
}

impl Senders {
    pub(crate) fn open(data_dir: &Path) -> Result<Self, SandboxError> {
        let senders = Self { folder: data_dir.join("senders"), known: RwLock::default() };
        std::fs::create_dir_all(&senders.folder).map_err(at(&senders.folder))?;
        senders.reload()?;
        Ok(senders)
    }

    fn reload(&self) -> Result<(), SandboxError> {
        let mut found = HashMap::new();
        for entry in std::fs::read_dir(&self.folder).map_err(at(&self.folder))?.flatten() {
            let path = entry.path().join("sender.json");
            let Ok(bytes) = std::fs::read(&path) else { continue };
            let sender = read_sender(&path, &bytes)?;
            found.insert(folder_name(sender.country, &sender.number), Arc::new(sender));
        }
        *self.known.write().unwrap_or_else(std::sync::PoisonError::into_inner) = found;
        Ok(())
    }

    pub(crate) fn all(&self) -> Vec<Arc<Sender>> {
        let known = self.known.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut all: Vec<_> = known.values().cloned().collect();
        all.sort_by(|a, b| a.number.cmp(&b.number));
        all
    }

    /// The sender that satisfies the condition; the folder is read again before the answer is no.
    fn find(&self, wanted: impl Fn(&Sender) -> bool) -> Option<Arc<Sender>> {
        let look = || self.all().into_iter().find(|sender| wanted(sender));
        look().or_else(|| {
            self.reload().inspect_err(|error| tracing::warn!(%error, "senders not read")).ok()?;
            look()
        })
    }

    /// A Swedish sender or dispatcher by its wire number.
    pub(crate) fn swedish(&self, number: &str) -> Option<Arc<Sender>> {
        self.find(|sender| sender.country == Side::Se && sender.number == number)
    }

    /// Whether this organisation dispatches for that sender: always for itself.
    pub(crate) fn dispatches(&self, dispatcher: &str, sender: &str) -> bool {
        let appointed = |sender: &Sender| sender.dispatchers.iter().any(|number| number == dispatcher);
        dispatcher == sender || self.swedish(sender).is_some_and(|sender| appointed(&sender))
    }

    /// Whose certificate this is (SHA-256 of the DER form, hex).
    pub(crate) fn by_certificate(&self, country: Side, fingerprint: &str) -> Option<Arc<Sender>> {
        self.find(|sender| sender.country == country && sender.certificates.iter().any(|c| c == fingerprint))
    }

    /// The Danish sender system with this id.
    pub(crate) fn system(&self, system_id: &str) -> Option<Arc<Sender>> {
        self.find(|sender| sender.country == Side::Dk && sender.system_id == system_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enrolling_twice_gives_the_same_and_a_running_register_sees_it() {
        let folder = tempfile::tempdir().unwrap();
        let senders = Senders::open(folder.path()).unwrap();
        assert!(senders.swedish("162021004748").is_none());
        let who =
            SenderEnrolment { country: Side::Se, number: "202100-4748".into(), name: "Kommun A".into() };
        let first = enrol(folder.path(), &who).unwrap();
        let again = enrol(folder.path(), &who).unwrap();
        assert_eq!((&first.cert_pem, &first.api_token), (&again.cert_pem, &again.api_token));
        let sender = senders.swedish("162021004748").unwrap();
        assert_eq!(sender.certificates.len(), 1);
        assert!(senders.by_certificate(Side::Se, &sender.certificates[0]).is_some());
        assert!(!format!("{first:?}").contains(&first.api_token));
        let person = SenderEnrolment { number: "192705178354".into(), ..who };
        assert!(matches!(enrol(folder.path(), &person), Err(SandboxError::SenderNumber(_))));
    }
}
