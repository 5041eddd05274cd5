//! Revocation lists and OCSP answers as files (E16): made here, and made by openssl.

mod common;

use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use common::{LETTER, installed, rsa_key, subject};
use proptest::prelude::*;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CrlDistributionPoint,
    CrlIssuingDistributionPoint, CrlScope, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose,
    RevocationReason, RevokedCertParams, RsaKeySize, SerialNumber, date_time_ymd,
};
use xmldsig::{
    Certificate, Revocation, RevocationError, RevocationStatus, SigningKey, TrustAnchors, TrustError,
    VerifyError, VerifyOptions, sign_enveloped, verify_enveloped,
};

const DAY: i64 = 86_400;
/// 2026-03-01.
const NOW: i64 = 1_772_323_200;

struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: Certificate,
}

fn authority(key: KeyPair, usages: Vec<KeyUsagePurpose>) -> Authority {
    let mut params = CertificateParams::default();
    params.distinguished_name = subject("Authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = usages;
    let certificate = Certificate::from_pem(&params.self_signed(&key).unwrap().pem()).unwrap();
    Authority { issuer: Issuer::new(params, key), certificate }
}

fn full() -> Authority {
    authority(KeyPair::generate().unwrap(), vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign])
}

struct Leaf {
    key: SigningKey,
    certificate: Certificate,
}

fn leaf(authority: &Authority, serial: u64, change: impl FnOnce(&mut CertificateParams)) -> Leaf {
    let mut params = CertificateParams::default();
    params.distinguished_name = subject("Leaf");
    params.serial_number = Some(SerialNumber::from(serial));
    params.not_before = date_time_ymd(2025, 1, 1);
    params.not_after = date_time_ymd(2028, 1, 1);
    change(&mut params);
    static KEY: LazyLock<String> = LazyLock::new(|| rsa_key(RsaKeySize::_2048).serialize_pem());
    let key = KeyPair::from_pem(&KEY).unwrap();
    let pem = params.signed_by(&key, &authority.issuer).unwrap().pem();
    Leaf {
        key: SigningKey::from_pem(&key.serialize_pem(), &pem).unwrap(),
        certificate: Certificate::from_pem(&pem).unwrap(),
    }
}

fn params(serials: &[u64]) -> CertificateRevocationListParams {
    CertificateRevocationListParams {
        this_update: date_time_ymd(2026, 2, 27),
        next_update: date_time_ymd(2026, 3, 6),
        crl_number: SerialNumber::from(7_u64),
        issuing_distribution_point: None,
        revoked_certs: serials
            .iter()
            .map(|serial| RevokedCertParams {
                serial_number: SerialNumber::from(*serial),
                revocation_time: date_time_ymd(2026, 2, 1),
                reason_code: Some(RevocationReason::KeyCompromise),
                invalidity_date: None,
            })
            .collect(),
        key_identifier_method: KeyIdMethod::Sha256,
    }
}

fn list(authority: &Authority, params: CertificateRevocationListParams) -> Revocation {
    let mut revocation = Revocation::new();
    revocation.add_crl(params.signed_by(&authority.issuer).unwrap().der()).unwrap();
    revocation
}

fn verdict(
    leaf: &Leaf,
    authority: &Authority,
    revocation: Revocation,
    at: Option<i64>,
) -> Result<(), TrustError> {
    let signed = sign_enveloped(LETTER.as_bytes(), &leaf.key).unwrap();
    let trust = TrustAnchors::new(vec![authority.certificate.clone()]).with_revocation(revocation);
    match verify_enveloped(&signed, &VerifyOptions { trust: Some(trust), at, ..Default::default() }) {
        Ok(_) => Ok(()),
        Err(VerifyError::Trust(error)) => Err(error),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn revoked_unknown_and_stale_are_three_things() {
    let authority = full();
    // A number whose first octet is above 0x7F is written with a zero before it.
    for serial in [5, 0x80FF, 0xFFFF_FFFF_FFFF] {
        let leaf = leaf(&authority, serial, |_| {});
        let check = |revocation, at| verdict(&leaf, &authority, revocation, at);
        let good = || list(&authority, params(&[4, serial + 1]));
        let bad = || list(&authority, params(&[1, serial]));
        assert_eq!(check(good(), Some(NOW)), Ok(()));
        assert_eq!(check(bad(), Some(NOW)), Err(TrustError::Revoked));
        assert_eq!(check(Revocation::new(), Some(NOW)), Err(TrustError::RevocationUnknown));
        assert_eq!(check(good(), Some(NOW + 6 * DAY)), Err(TrustError::RevocationStale));
        // What was revoked stays revoked, however old the list.
        assert_eq!(check(bad(), Some(NOW + 600 * DAY)), Err(TrustError::Revoked));
        // A signature of the time before stays good: the list knows it, being younger.
        assert_eq!(check(bad(), Some(NOW - 60 * DAY)), Ok(()));
        // Without a time nothing is fresh.
        assert_eq!(check(good(), None), Err(TrustError::RevocationStale));
        assert_eq!(check(bad(), None), Err(TrustError::Revoked));
        // A fresh list beside an old one decides.
        let mut both = list(&authority, params(&[]));
        let old = CertificateRevocationListParams { next_update: date_time_ymd(2026, 2, 28), ..params(&[]) };
        both.add_crl(old.signed_by(&authority.issuer).unwrap().der()).unwrap();
        assert_eq!(check(both, Some(NOW)), Ok(()));
    }
}

#[test]
fn the_key_was_suspect_before_it_was_revoked() {
    let authority = full();
    let leaf = leaf(&authority, 9, |_| {});
    let mut told = params(&[9]);
    told.revoked_certs[0].invalidity_date = Some(date_time_ymd(2026, 1, 1));
    let at = Some(NOW - 50 * DAY);
    assert_eq!(verdict(&leaf, &authority, list(&authority, params(&[9])), at), Ok(()));
    assert_eq!(verdict(&leaf, &authority, list(&authority, told), at), Err(TrustError::Revoked));
}

#[test]
fn lists_of_others_count_for_nothing() {
    let authority = full();
    let leaf = leaf(&authority, 5, |_| {});
    let unknown = Err(TrustError::RevocationUnknown);
    // Same name, another key.
    let impostor = full();
    assert_eq!(verdict(&leaf, &authority, list(&impostor, params(&[])), Some(NOW)), unknown);
    assert_eq!(verdict(&leaf, &authority, list(&impostor, params(&[5])), Some(NOW)), unknown);
    // An issuer that may not sign lists did so all the same.
    let pem = KeyPair::generate().unwrap().serialize_pem();
    let key = || KeyPair::from_pem(&pem).unwrap();
    let without = self::authority(key(), vec![KeyUsagePurpose::KeyCertSign]);
    let with = self::authority(key(), vec![KeyUsagePurpose::CrlSign]);
    let other = self::leaf(&without, 5, |_| {});
    assert_eq!(verdict(&other, &without, list(&with, params(&[])), Some(NOW)), unknown);
    // One octet of the list changed.
    let der = params(&[5]).signed_by(&authority.issuer).unwrap().der().to_vec();
    for at in (0..der.len()).step_by(7) {
        let mut changed = der.clone();
        changed[at] ^= 4;
        let mut revocation = Revocation::new();
        if revocation.add_crl(&changed).is_ok() {
            let status = revocation.status(&leaf.certificate, &authority.certificate, Some(NOW));
            let right = RevocationStatus::Revoked { since: 1_769_904_000 };
            assert!(status == RevocationStatus::Unknown || status == right, "octet {at}: {status:?}");
        }
    }
}

#[test]
fn partial_lists_prove_nothing_about_the_rest() {
    let authority = full();
    let address = "http://crl.kommun.example/1.crl".to_owned();
    let point = |uris: Vec<String>, scope| CrlIssuingDistributionPoint {
        distribution_point: CrlDistributionPoint { uris },
        scope,
    };
    let partial = |uris, scope, serials: &[u64]| {
        list(
            &authority,
            CertificateRevocationListParams {
                issuing_distribution_point: Some(point(uris, scope)),
                ..params(serials)
            },
        )
    };
    let plain = leaf(&authority, 5, |_| {});
    let pointed = leaf(&authority, 6, |params| {
        params.crl_distribution_points = vec![CrlDistributionPoint { uris: vec![address.clone()] }];
    });
    let unknown = Err(TrustError::RevocationUnknown);
    let here = || vec![address.clone()];
    assert_eq!(verdict(&plain, &authority, partial(here(), None, &[]), Some(NOW)), unknown);
    assert_eq!(verdict(&pointed, &authority, partial(here(), None, &[]), Some(NOW)), Ok(()));
    assert_eq!(verdict(&plain, &authority, partial(here(), None, &[5]), Some(NOW)), Err(TrustError::Revoked));
    let elsewhere = vec!["http://crl.kommun.example/2.crl".to_owned()];
    assert_eq!(verdict(&pointed, &authority, partial(elsewhere, None, &[]), Some(NOW)), unknown);
    let authorities = partial(here(), Some(CrlScope::CaCertsOnly), &[]);
    assert_eq!(verdict(&pointed, &authority, authorities, Some(NOW)), unknown);
    let people = partial(here(), Some(CrlScope::UserCertsOnly), &[]);
    assert_eq!(verdict(&pointed, &authority, people, Some(NOW)), Ok(()));
    // A list made after the certificate's end may have dropped it.
    let short = leaf(&authority, 7, |params| params.not_after = date_time_ymd(2026, 2, 20));
    let before = Some(NOW - 30 * DAY);
    assert_eq!(verdict(&short, &authority, list(&authority, params(&[])), before), unknown);
}

#[test]
fn files_that_are_no_lists_or_answers() {
    let mut revocation = Revocation::new();
    for bad in [b"".as_slice(), b"nothing", b"0", &[0x30, 0x00], &[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]] {
        assert_eq!(revocation.add_crl(bad), Err(RevocationError::List), "{bad:?}");
        assert_eq!(revocation.add_ocsp(bad), Err(RevocationError::Answer), "{bad:?}");
    }
    // "Try later" is no answer.
    assert_eq!(revocation.add_ocsp(&[0x30, 3, 0x0A, 1, 3]), Err(RevocationError::NoAnswer));
    let large = vec![0x30; (64 << 20) + 1];
    assert_eq!(revocation.add_crl(&large), Err(RevocationError::TooLarge));
}

fn openssl(folder: &Path, arguments: &[&str]) {
    let output = Command::new("openssl").args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// An authority with its files as `openssl ca` keeps them, a responder, and three leaves: 01 good, 02 revoked,
/// 03 unknown to the responder.
fn openssl_authority(folder: &Path) {
    let config = "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\nserial=serial\ncrlnumber=crlnumber\n\
        default_md=sha256\ndefault_days=300\ndefault_crl_days=7\npolicy=p\ncertificate=ca.pem\nprivate_key=ca.key\n\
        unique_subject=no\n[p]\ncommonName=supplied\n[req]\ndistinguished_name=dn\n[dn]\n\
        [ext_ca]\nbasicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\n\
        [ext_leaf]\nkeyUsage=critical,digitalSignature\n\
        [ext_ocsp]\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=OCSPSigning\n";
    std::fs::write(folder.join("c.cnf"), config).unwrap();
    std::fs::write(folder.join("index.txt"), "").unwrap();
    std::fs::write(folder.join("serial"), "01\n").unwrap();
    std::fs::write(folder.join("crlnumber"), "01\n").unwrap();
    let new = ["req", "-config", "c.cnf", "-newkey", "rsa:2048", "-nodes"];
    let request = |name: &str, more: &[&str]| {
        let (subject, key) = (format!("/CN={name}"), format!("{name}.key"));
        openssl(folder, &[&new[..], &["-subj", &subject, "-keyout", &key], more].concat());
    };
    request("ca", &["-x509", "-days", "900", "-extensions", "ext_ca", "-out", "ca.pem"]);
    for (name, extensions) in
        [("good", "ext_leaf"), ("bad", "ext_leaf"), ("responder", "ext_ocsp"), ("stranger", "ext_leaf")]
    {
        let (csr, pem) = (format!("{name}.csr"), format!("{name}.pem"));
        request(name, &["-out", &csr]);
        let ca = [
            "ca",
            "-config",
            "c.cnf",
            "-batch",
            "-notext",
            "-extensions",
            extensions,
            "-in",
            &csr,
            "-out",
            &pem,
        ];
        openssl(folder, &ca);
    }
    openssl(folder, &["ca", "-config", "c.cnf", "-revoke", "bad.pem", "-crl_reason", "superseded"]);
    openssl(folder, &["ca", "-config", "c.cnf", "-gencrl", "-out", "crl.pem"]);
}

/// What the responder says about a leaf; `signer` signs.
fn answer(folder: &Path, leaf: &str, signer: &str, more: &[&str]) -> Vec<u8> {
    let (cert, signing, key) = (format!("{leaf}.pem"), format!("{signer}.pem"), format!("{signer}.key"));
    openssl(folder, &["ocsp", "-issuer", "ca.pem", "-cert", &cert, "-reqout", "req.der", "-no_nonce"]);
    let answer = [
        "ocsp",
        "-index",
        "index.txt",
        "-CA",
        "ca.pem",
        "-rsigner",
        &signing,
        "-rkey",
        &key,
        "-reqin",
        "req.der",
        "-respout",
        "resp.der",
        "-ndays",
        "7",
    ];
    openssl(folder, &[&answer[..], more].concat());
    std::fs::read(folder.join("resp.der")).unwrap()
}

#[test]
fn lists_and_answers_of_openssl() {
    if !installed("openssl") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    openssl_authority(folder);
    let certificate = |name: &str| {
        Certificate::from_pem(&std::fs::read_to_string(folder.join(format!("{name}.pem"))).unwrap()).unwrap()
    };
    let (ca, good, bad, stranger) =
        (certificate("ca"), certificate("good"), certificate("bad"), certificate("stranger"));
    // The clock of openssl, since it cannot be told another time.
    let now = good.not_before() + 60;
    let revoked =
        |status| matches!(status, RevocationStatus::Revoked { since } if (since - now).abs() < 3_600);

    let mut crl = Revocation::new();
    crl.add_crl(&std::fs::read(folder.join("crl.pem")).unwrap()).unwrap();
    assert_eq!(crl.status(&good, &ca, Some(now)), RevocationStatus::Good);
    assert!(revoked(crl.status(&bad, &ca, Some(now + 3_600))));
    assert_eq!(crl.status(&good, &ca, Some(now + 8 * DAY)), RevocationStatus::Stale);
    assert_eq!(crl.status(&good, &good, Some(now)), RevocationStatus::Unknown);

    // Answered by the issuer itself, and by a responder that it made, named by its name or its key.
    for (signer, more) in [("ca", &[][..]), ("responder", &[][..]), ("responder", &["-resp_key_id"][..])] {
        let mut ocsp = Revocation::new();
        ocsp.add_ocsp(&answer(folder, "good", signer, more)).unwrap();
        assert_eq!(ocsp.status(&good, &ca, Some(now)), RevocationStatus::Good, "{signer} {more:?}");
        assert_eq!(ocsp.status(&good, &ca, Some(now + 8 * DAY)), RevocationStatus::Stale);
        assert_eq!(ocsp.status(&bad, &ca, Some(now)), RevocationStatus::Unknown, "it is about another");
        ocsp.add_ocsp(&answer(folder, "bad", signer, more)).unwrap();
        assert!(revoked(ocsp.status(&bad, &ca, Some(now + 3_600))));
        assert_eq!(ocsp.status(&good, &ca, Some(now)), RevocationStatus::Good);
    }
    // By somebody whom the issuer gave a certificate, but not for this.
    let mut forged = Revocation::new();
    forged.add_ocsp(&answer(folder, "good", "stranger", &[])).unwrap();
    assert_eq!(forged.status(&good, &ca, Some(now)), RevocationStatus::Unknown);
    // The responder does not know the number.
    let index = std::fs::read_to_string(folder.join("index.txt")).unwrap();
    let fewer: Vec<&str> = index.lines().filter(|line| !line.contains("CN=stranger")).collect();
    std::fs::write(folder.join("index.txt"), fewer.join("\n") + "\n").unwrap();
    let mut unknown = Revocation::new();
    unknown.add_ocsp(&answer(folder, "stranger", "responder", &[])).unwrap();
    assert_eq!(unknown.status(&stranger, &ca, Some(now)), RevocationStatus::Unknown);

    // No octet of an answer can be changed so that it says something else.
    let der = answer(folder, "bad", "ca", &["-resp_no_certs"]);
    for at in 0..der.len() {
        let mut changed = der.clone();
        changed[at] ^= 1;
        let mut revocation = Revocation::new();
        if revocation.add_ocsp(&changed).is_ok() {
            let status = revocation.status(&bad, &ca, Some(now + 3_600));
            assert!(status == RevocationStatus::Unknown || revoked(status), "octet {at}: {status:?}");
        }
    }
}

proptest! {
    #[test]
    fn random_files_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut revocation = Revocation::new();
        let _ = revocation.add_crl(&bytes);
        let _ = revocation.add_ocsp(&bytes);
        // Framed so that the reader gets further.
        let framed = [&[0x30, 0x82, 0x01, 0x00, 0x0A, 1, 0, 0xA0][..], &bytes].concat();
        let _ = revocation.add_ocsp(&framed);
    }
}
