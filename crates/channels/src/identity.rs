//! Our certificates and keys: for TLS, for signatures, and how long they still last (E15, E18).

use crate::channel::{Finding, Level, Measure};
use crate::config::ConfigError;
use catalogue::Code;
use jiff::Timestamp;
use keystore::expiry::{Validity, validity};
use keystore::{Change, KeyConfig, KeyRing, KeystoreError, NoKey};
use letter::ChannelKind;
use std::fmt;
use std::sync::Arc;
use xmldsig::Certificate;

/// The keys of one organisation with their certificates. Never printed. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Identity(Arc<KeyRing>);

impl Identity {
    /// Opens the keys that the settings name.
    pub(crate) fn load(keys: &KeyConfig) -> Result<Identity, ConfigError> {
        Ok(Identity(Arc::new(KeyRing::open(keys).map_err(of_keystore)?)))
    }

    /// The certificate in use at a moment; the last one if none is valid.
    pub(crate) fn certificate(&self, now: Timestamp) -> Option<Certificate> {
        let current = self.0.current(now.as_second()).ok().map(|entry| entry.certificate().clone());
        current.or_else(|| self.0.certificates().into_iter().max_by_key(Certificate::not_after))
    }

    /// Certificates that are configured, and those that were while we ran.
    pub(crate) fn certificates(&self) -> Vec<Certificate> {
        self.0.certificates()
    }

    /// What the TLS client presents: at each new connection the certificate in use then.
    pub(crate) fn tls_resolver(&self) -> Arc<dyn rustls::client::ResolvesClientCert> {
        self.0.tls_resolver()
    }

    /// The key for signatures; the code and a word why there is none (E18).
    pub(crate) fn signing_key(&self, now: Timestamp) -> Result<xmldsig::SigningKey, (Code, String)> {
        self.0.signing_key(now.as_second()).map_err(|none| {
            let code = match &none {
                NoKey::Expired(_) => Code::CertificateExpired,
                NoKey::NotYetValid(_) => Code::CertificateNotYetValid,
                NoKey::Unavailable(_) | NoKey::Unfit(_) => Code::SigningKeyUnavailable,
            };
            (code, none.to_string())
        })
    }

    /// Refuses keys that cannot sign letters: an elliptic key, for one (E4).
    pub(crate) fn must_sign(&self) -> Result<(), ConfigError> {
        // At a moment within the validity of each: whether they are valid today is told elsewhere.
        let moments = self.0.certificates().into_iter().map(|certificate| certificate.not_before());
        let unfit = moments.filter_map(|moment| match self.0.signing_key(moment) {
            Err(NoKey::Unfit(error)) => Some(error),
            _ => None,
        });
        unfit.map(of_keystore).next().map_or(Ok(()), Err)
    }

    /// Every value in the current certificate's subject that names the holder.
    pub(crate) fn subject_values(&self, now: Timestamp) -> Vec<String> {
        use x509_parser::prelude::{FromDer, X509Certificate};
        let Some(certificate) = self.certificate(now) else { return Vec::new() };
        let Ok((_, parsed)) = X509Certificate::from_der(certificate.der()) else { return Vec::new() };
        let values = parsed.subject().iter_attributes().filter_map(|attribute| attribute.as_str().ok());
        values.map(str::to_owned).collect()
    }

    /// How long the certificates still last, and which keys cannot be used. The one in use counts: where a
    /// successor is ready, an old one may end.
    pub(crate) fn validity(&self, subject: &str, now: Timestamp) -> Vec<Finding> {
        let second = now.as_second();
        let mut findings = Vec::new();
        let certificates = self.0.certificates();
        let latest = certificates.iter().map(Certificate::not_after).max();
        for certificate in self.certificate(now).iter() {
            let mut found = judge(certificate, subject, second);
            let successor = certificates.iter().find(|other| {
                Some(other.not_after()) == latest
                    && *other != certificate
                    && other.not_before() <= certificate.not_after()
            });
            if let Some(next) = successor.filter(|_| found.level == Level::Warning) {
                found.level = Level::Ok;
                found.found =
                    format!("{}; the next one takes over, until {}", found.found, day(next.not_after()));
                found.remedy = String::new();
            }
            findings.push(found);
        }
        for problem in self.0.problems() {
            findings.push(Finding {
                level: if findings.is_empty() { Level::Error } else { Level::Warning },
                subject: format!("{subject} key"),
                found: format!("{}: {}", problem.key, problem.problem),
                remedy: problem.remedy,
            });
        }
        findings
    }

    /// Looks at files and modules again, logs what has changed, and tells how the certificates stand.
    async fn look_again(&self, subject: String) -> Vec<Finding> {
        let identity = self.clone();
        let looked = crate::work::on_processor(move || {
            let now = Timestamp::now();
            for change in identity.0.refresh(now.as_second()) {
                match &change {
                    Change::Replaced { not_after } => {
                        tracing::info!(key = subject, until = day(*not_after), "{change}");
                    }
                    Change::Unusable(_) => tracing::warn!(key = subject, "{change}"),
                }
            }
            identity.validity(&subject, now)
        });
        looked.await.unwrap_or_default()
    }
}

/// Looks at the keys of every sender again.
pub(crate) async fn look_again(
    channel: ChannelKind,
    senders: impl Iterator<Item = (&str, &Identity)> + Send,
) -> Vec<Finding> {
    let senders: Vec<_> =
        senders.map(|(sender, identity)| (subject(channel, sender), identity.clone())).collect();
    let mut findings = Vec::new();
    for (subject, identity) in senders {
        findings.extend(identity.look_again(subject).await);
    }
    findings
}

/// What is out of order with the keys of any sender, as of the last look.
pub(crate) fn conditions<'a>(
    channel: ChannelKind,
    senders: impl Iterator<Item = (&'a str, &'a Identity)>,
) -> Vec<Finding> {
    let now = Timestamp::now();
    let findings = senders.flat_map(|(sender, identity)| identity.validity(&subject(channel, sender), now));
    findings.filter(|finding| finding.level > Level::Ok).collect()
}

/// How long the certificates in use still last.
pub(crate) fn measures<'a>(senders: impl Iterator<Item = (&'a str, &'a Identity)>) -> Vec<Measure> {
    let now = Timestamp::now();
    let measures = senders.filter_map(|(sender, identity)| {
        let days = (identity.certificate(now)?.not_after() - now.as_second()).div_euclid(86_400);
        Some(Measure::CertificateDays { sender: sender.to_owned(), days })
    });
    measures.collect()
}

fn subject(channel: ChannelKind, sender: &str) -> String {
    format!("{} sender {sender}", channel.as_str())
}

fn day(second: i64) -> String {
    Timestamp::from_second(second)
        .map_or_else(|_| "an impossible date".to_owned(), |end| end.strftime("%F").to_string())
}

fn judge(certificate: &Certificate, subject: &str, now: i64) -> Finding {
    let until = day(certificate.not_after());
    let renew = "renew it, register the new one with the receiver, then replace the files or add it to keys";
    let (level, found, remedy) = match validity(certificate, now) {
        Validity::NotYetValid => (
            Level::Error,
            format!("not valid yet (from {})", day(certificate.not_before())),
            "check the clock, or use the certificate that is valid now",
        ),
        Validity::Expired => (Level::Error, format!("expired on {until}"), renew),
        Validity::Ending { days, within } => {
            (Level::Warning, format!("{days} days left (until {until}), less than {within}"), renew)
        }
        Validity::Good { days } => (Level::Ok, format!("{days} days left (until {until})"), ""),
    };
    let subject = format!("{subject} certificate");
    Finding { level, subject, found, remedy: remedy.to_owned() }
}

/// The keystore's word in the channels' form.
fn of_keystore(error: KeystoreError) -> ConfigError {
    ConfigError { key: error.key, problem: error.problem, remedy: error.remedy }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
