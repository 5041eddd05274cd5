//! The sandbox's own certificate authority.
//!
//! Swedish organisation certificates carry the subject attribute serialNumber `16` + organisation number
//! (`mina-meddelanden.md` §7), Danish ones are shaped like OCES3 system certificates with the CVR number in
//! organizationIdentifier (`NTRDK-…`). One certificate serves for TLS and for signatures, as in the field.

use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, DnValue, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, RsaKeySize, SanType, SigningKey as _,
};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;

use crate::der::{self, Attribute};
use crate::error::SandboxError;
use crate::files::{self, Access};
use crate::outcome::Side;

/// serialNumber of X.520.
const SERIAL_NUMBER: &[u64] = &[2, 5, 4, 5];
/// Attributes below 2.5.4.
const COMMON_NAME: u8 = 3;
const SERIAL: u8 = 5;
const COUNTRY: u8 = 6;
const ORGANISATION: u8 = 10;
/// organizationIdentifier of X.520, where OCES3 keeps the CVR number.
const ORGANIZATION_IDENTIFIER: &[u64] = &[2, 5, 4, 97];

/// A key with its certificate, both as PEM.
#[derive(Clone)]
pub struct Issued {
    /// The certificate.
    pub cert_pem: String,
    /// The private key, PKCS#8.
    pub key_pem: String,
}

impl std::fmt::Debug for Issued {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Issued").field("cert_pem", &self.cert_pem).finish_non_exhaustive()
    }
}

/// Whose certificate is to be issued.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Decides the form of the subject.
    pub country: Side,
    /// `16` + ten digits in Sweden, eight digits in Denmark.
    pub number: String,
    /// Organisation name.
    pub name: String,
}

/// The authority: its key stays in the data folder with the rights of the owner only.
pub struct Pki {
    folder: PathBuf,
    ca_pem: String,
    ca_key: String,
}

impl std::fmt::Debug for Pki {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pki").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Pki {
    /// Opens the authority in `folder`, or founds it there.
    ///
    /// # Errors
    /// When its files can be neither read nor written.
    pub fn open(folder: &Path) -> Result<Self, SandboxError> {
        let (ca_path, key_path) = (folder.join("ca.pem"), folder.join("ca.key"));
        if !(ca_path.exists() && key_path.exists()) {
            let issued = found()?;
            files::write(&key_path, issued.key_pem.as_bytes(), Access::OwnerOnly)?;
            files::write(&ca_path, issued.cert_pem.as_bytes(), Access::Everyone)?;
        }
        let (ca_pem, ca_key) = (files::read_text(&ca_path)?, files::read_text(&key_path)?);
        Ok(Self { folder: folder.to_owned(), ca_pem, ca_key })
    }

    /// The authority's own certificate.
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// Where it lies.
    pub fn ca_path(&self) -> PathBuf {
        self.folder.join("ca.pem")
    }

    /// The certificate of the sandbox's own servers, for loopback names and `extra` addresses. Kept and reused.
    ///
    /// # Errors
    /// When it can be neither read nor made.
    pub fn server(&self, extra: Option<std::net::IpAddr>) -> Result<Issued, SandboxError> {
        let extra = extra.filter(|ip| !ip.is_loopback() && !ip.is_unspecified());
        let suffix = extra.map(|ip| format!("-{}", ip.to_string().replace(':', "_"))).unwrap_or_default();
        let (cert, key) = (format!("server{suffix}.pem"), format!("server{suffix}.key"));
        self.keep(&self.folder.join(cert), &self.folder.join(key), || {
            self.issue("server", server_params(extra)?)
        })
    }

    /// A certificate for the same servers that has expired: for the fault of that name.
    pub(crate) fn expired_server(&self, extra: Option<std::net::IpAddr>) -> Result<Issued, SandboxError> {
        let mut params = server_params(extra)?;
        (params.not_before, params.not_after) =
            (rcgen::date_time_ymd(2023, 1, 1), rcgen::date_time_ymd(2025, 1, 1));
        self.issue("expired", params)
    }

    /// As [`Pki::issue_sender`], with the end of the validity, in whole seconds. For trying out renewals.
    ///
    /// # Errors
    /// As there.
    pub fn issue_sender_until(
        &self,
        organisation: &Organisation,
        end: jiff::Timestamp,
    ) -> Result<Issued, SandboxError> {
        let mut params = sender_params(organisation)?;
        let seconds = std::time::Duration::from_secs(end.as_second().unsigned_abs());
        params.not_after = rcgen::date_time_ymd(1970, 1, 1) + seconds;
        let issued = self.issue(&organisation.number, params)?;
        match organisation.country {
            Side::Se => self.with_swedish_subject(organisation, issued),
            Side::Dk => Ok(issued),
        }
    }

    /// Issues a certificate to an organisation. It is not registered anywhere by that: a sender becomes known by
    /// [`crate::Sandbox::enrol`].
    ///
    /// # Errors
    /// When the key cannot be made or a name cannot be written in a certificate.
    pub fn issue_sender(&self, organisation: &Organisation) -> Result<Issued, SandboxError> {
        let issued = self.issue(&organisation.number, sender_params(organisation)?)?;
        match organisation.country {
            Side::Se => self.with_swedish_subject(organisation, issued),
            Side::Dk => Ok(issued),
        }
    }

    /// The subject as Swedish test certificates have it: serialNumber and CN in one RDN (§7).
    fn with_swedish_subject(
        &self,
        organisation: &Organisation,
        issued: Issued,
    ) -> Result<Issued, SandboxError> {
        let wrong = |reason: String| SandboxError::certificate(&organisation.number, reason);
        let der = CertificateDer::from_pem_slice(issued.cert_pem.as_bytes())
            .map_err(|error| wrong(format!("{error:?}")))?;
        let ca_key = KeyPair::from_pem(&self.ca_key).map_err(|error| wrong(error.to_string()))?;
        let text = |id, text| Attribute { id, text, printable: false };
        let rdns: &[&[Attribute<'_>]] = &[
            &[Attribute { id: COUNTRY, text: "SE", printable: true }],
            &[text(ORGANISATION, &organisation.name)],
            &[
                Attribute { id: SERIAL, text: &organisation.number, printable: true },
                text(COMMON_NAME, &organisation.name),
            ],
        ];
        let signed = der::with_subject(&der, rdns, |octets| ca_key.sign(octets))
            .ok_or_else(|| wrong("not a certificate".into()))?
            .map_err(|error| wrong(error.to_string()))?;
        let base64 = base64_simd::STANDARD.encode_to_string(signed);
        let lines: Vec<&str> =
            base64.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        let cert_pem =
            format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"));
        Ok(Issued { cert_pem, ..issued })
    }

    /// The same, written to `cert.pem` and `key.pem` in `folder`; what lies there already is used again.
    pub(crate) fn keep_sender(
        &self,
        organisation: &Organisation,
        folder: &Path,
    ) -> Result<Issued, SandboxError> {
        self.keep(&folder.join("cert.pem"), &folder.join("key.pem"), || self.issue_sender(organisation))
    }

    fn keep(
        &self,
        cert: &Path,
        key: &Path,
        make: impl FnOnce() -> Result<Issued, SandboxError>,
    ) -> Result<Issued, SandboxError> {
        if !(cert.exists() && key.exists()) {
            let issued = make()?;
            files::write(key, issued.key_pem.as_bytes(), Access::OwnerOnly)?;
            files::write(cert, issued.cert_pem.as_bytes(), Access::Everyone)?;
        }
        Ok(Issued { cert_pem: files::read_text(cert)?, key_pem: files::read_text(key)? })
    }

    fn issue(&self, what: &str, params: CertificateParams) -> Result<Issued, SandboxError> {
        let wrong = |error: rcgen::Error| SandboxError::certificate(what, error);
        let ca_key = KeyPair::from_pem(&self.ca_key).map_err(wrong)?;
        let issuer = Issuer::from_ca_cert_pem(&self.ca_pem, ca_key).map_err(wrong)?;
        let key = new_key(what)?;
        let certificate = params.signed_by(&key, &issuer).map_err(wrong)?;
        Ok(Issued { cert_pem: certificate.pem(), key_pem: key.serialize_pem() })
    }
}

fn new_key(what: &str) -> Result<KeyPair, SandboxError> {
    KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048)
        .map_err(|error| SandboxError::certificate(what, error))
}

fn found() -> Result<Issued, SandboxError> {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationName, "Brevdue sandbox");
    params.distinguished_name.push(DnType::CommonName, "Brevdue sandbox test CA");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    validity(&mut params, 3650)?;
    let key = new_key("ca")?;
    let certificate = params.self_signed(&key).map_err(|error| SandboxError::certificate("ca", error))?;
    Ok(Issued { cert_pem: certificate.pem(), key_pem: key.serialize_pem() })
}

fn leaf(common_name: &str, days: i64) -> Result<CertificateParams, SandboxError> {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, common_name);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
    params.use_authority_key_identifier_extension = true;
    validity(&mut params, days)?;
    Ok(params)
}

fn server_params(extra: Option<std::net::IpAddr>) -> Result<CertificateParams, SandboxError> {
    let mut params = leaf("Brevdue sandbox", 825)?;
    params.subject_alt_names = ["127.0.0.1", "::1"]
        .iter()
        .filter_map(|text| text.parse().ok())
        .chain(extra)
        .map(SanType::IpAddress)
        .collect();
    let localhost = "localhost".try_into().map_err(|error| SandboxError::certificate("server", error))?;
    params.subject_alt_names.push(SanType::DnsName(localhost));
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(params)
}

fn sender_params(organisation: &Organisation) -> Result<CertificateParams, SandboxError> {
    let mut params = leaf("", 730)?;
    let printable = |text: String| {
        text.as_str()
            .try_into()
            .map(DnValue::PrintableString)
            .map_err(|error| SandboxError::certificate(&organisation.number, error))
    };
    let custom = |oid: &[u64]| DnType::CustomDnType(oid.to_vec());
    let mut subject = DistinguishedName::new();
    match organisation.country {
        // Replaced by `with_swedish_subject`, which rcgen cannot write.
        Side::Se => subject.push(DnType::CommonName, organisation.name.as_str()),
        Side::Dk => {
            subject.push(DnType::CountryName, printable("DK".into())?);
            subject.push(custom(ORGANIZATION_IDENTIFIER), format!("NTRDK-{}", organisation.number));
            subject.push(DnType::OrganizationName, organisation.name.as_str());
            subject.push(custom(SERIAL_NUMBER), printable(format!("UI:DK-O:G:{}", uuid::Uuid::new_v4()))?);
            subject.push(DnType::CommonName, format!("{} systemcertifikat", organisation.name));
        }
    }
    params.distinguished_name = subject;
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    Ok(params)
}

/// From an hour ago, for peers whose clock is behind.
fn validity(params: &mut CertificateParams, days: i64) -> Result<(), SandboxError> {
    let now = jiff::Timestamp::now();
    let date = |timestamp: jiff::Timestamp| {
        let zoned = timestamp.to_zoned(jiff::tz::TimeZone::UTC);
        let part = |value: i8| u8::try_from(value).unwrap_or(1);
        rcgen::date_time_ymd(i32::from(zoned.year()), part(zoned.month()), part(zoned.day()))
    };
    let span = |days: i64| jiff::SignedDuration::from_hours(24 * days);
    let wrong = |error: jiff::Error| SandboxError::certificate("validity", error);
    params.not_before = date(now.checked_sub(span(1)).map_err(wrong)?);
    params.not_after = date(now.checked_add(span(days)).map_err(wrong)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_carry_the_numbers_where_the_countries_expect_them() {
        let folder = tempfile::tempdir().unwrap();
        let pki = Pki::open(folder.path()).unwrap();
        for (country, number, expected) in [
            (Side::Se, "162021004748", "serialNumber=162021004748"),
            (Side::Dk, "29189420", "organizationIdentifier=NTRDK-29189420"),
        ] {
            let organisation =
                Organisation { country, number: number.into(), name: "Åby Ærø Kommune".into() };
            let issued = pki.issue_sender(&organisation).unwrap();
            let (_, pem) = x509_parser::pem::parse_x509_pem(issued.cert_pem.as_bytes()).unwrap();
            let certificate = pem.parse_x509().unwrap();
            let subject = certificate.subject().to_string();
            assert!(subject.contains(expected) || subject.contains(number), "{subject}");
            let most = certificate.subject().iter_rdn().map(|rdn| rdn.iter().count()).max();
            assert_eq!(most, Some(if country == Side::Se { 2 } else { 1 }), "{subject}");
            let ca = x509_parser::pem::parse_x509_pem(pki.ca_pem().as_bytes()).unwrap().1;
            certificate.verify_signature(Some(ca.parse_x509().unwrap().public_key())).unwrap();
            assert!(issued.key_pem.starts_with("-----BEGIN PRIVATE KEY-----"));
        }
    }

    #[test]
    fn the_authority_and_its_server_certificate_survive_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let first = Pki::open(folder.path()).unwrap();
        let server = first.server(None).unwrap();
        let second = Pki::open(folder.path()).unwrap();
        assert_eq!(first.ca_pem(), second.ca_pem());
        assert_eq!(server.cert_pem, second.server(None).unwrap().cert_pem);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            for key in ["ca.key", "server.key"] {
                let mode = std::fs::metadata(folder.path().join(key)).unwrap().permissions().mode();
                assert_eq!(mode & 0o777, 0o600, "{key}");
            }
        }
    }
}
