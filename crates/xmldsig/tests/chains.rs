//! Chains of issuers: who may stand above whom (E16).

mod common;

use std::sync::LazyLock;

use common::{LETTER, rsa_key};
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, GeneralSubtree, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, NameConstraints, RsaKeySize, SanType, date_time_ymd,
};
use xmldsig::{
    Certificate, SigningKey, TrustAnchors, TrustError, VerifyError, VerifyOptions, sign_enveloped,
};

/// 2026-03-01.
const NOW: i64 = 1_772_323_200;

/// Somebody with a certificate; issues others.
struct Holder {
    params: CertificateParams,
    key_pem: String,
    pem: String,
}

fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CountryName, "SE");
    subject.push(DnType::OrganizationName, "Exempelkommun");
    subject.push(DnType::CommonName, name);
    params.distinguished_name = subject;
    params.not_before = date_time_ymd(2025, 1, 1);
    params.not_after = date_time_ymd(2028, 1, 1);
    params
}

fn authority(name: &str) -> CertificateParams {
    let mut params = params(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params
}

fn leaf() -> CertificateParams {
    let mut params = params("Leaf");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params
}

/// Issuers have elliptic keys of their own, which are quickly made; those who sign letters share an RSA key.
fn key_for(params: &CertificateParams) -> KeyPair {
    static SIGNING: LazyLock<String> = LazyLock::new(|| rsa_key(RsaKeySize::_2048).serialize_pem());
    match params.is_ca {
        IsCa::Ca(_) => KeyPair::generate().unwrap(),
        _ => KeyPair::from_pem(&SIGNING).unwrap(),
    }
}

fn root(params: CertificateParams) -> Holder {
    let key = key_for(&params);
    Holder { pem: params.self_signed(&key).unwrap().pem(), key_pem: key.serialize_pem(), params }
}

impl Holder {
    fn issues(&self, params: CertificateParams) -> Holder {
        let issuer = Issuer::from_params(&self.params, KeyPair::from_pem(&self.key_pem).unwrap());
        let key = key_for(&params);
        Holder { pem: params.signed_by(&key, &issuer).unwrap().pem(), key_pem: key.serialize_pem(), params }
    }
}

fn verdict(leaf: &Holder, bundle: &[&Holder]) -> Result<(), TrustError> {
    let key = SigningKey::from_pem(&leaf.key_pem, &leaf.pem).unwrap();
    let signed = sign_enveloped(LETTER.as_bytes(), &key).unwrap();
    let anchors = bundle.iter().map(|holder| Certificate::from_pem(&holder.pem).unwrap()).collect();
    let trust = Some(TrustAnchors::new(anchors));
    match xmldsig::verify_enveloped(&signed, &VerifyOptions { trust, at: Some(NOW), ..Default::default() }) {
        Ok(_) => Ok(()),
        Err(VerifyError::Trust(error)) => Err(error),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn intermediate_issuers() {
    let root = root(authority("Root"));
    let middle = root.issues(authority("Middle"));
    let signer = middle.issues(leaf());
    assert_eq!(verdict(&signer, &[&root, &middle]), Ok(()));
    assert_eq!(verdict(&signer, &[&middle, &root]), Ok(()));
    // In its own right; and nothing that is not in the bundle is used.
    assert_eq!(verdict(&signer, &[&middle]), Ok(()));
    assert_eq!(verdict(&signer, &[&root]), Err(TrustError::UnknownIssuer));
}

#[test]
fn an_issuer_above_counts_if_it_is_there() {
    let expired = |mut params: CertificateParams| {
        params.not_after = date_time_ymd(2025, 6, 1);
        params
    };
    let old = root(expired(authority("Root")));
    let middle = old.issues(authority("Middle"));
    let signer = middle.issues(leaf());
    assert_eq!(verdict(&signer, &[&old, &middle]), Err(TrustError::IssuerNotValid));
    let good = root(authority("Root"));
    let ended = good.issues(expired(authority("Middle")));
    assert_eq!(verdict(&ended.issues(leaf()), &[&good, &ended]), Err(TrustError::IssuerNotValid));
    // Two issuers of one name: the one that fits decides, wherever it stands.
    let twin = good.issues(authority("Middle"));
    let signer = twin.issues(leaf());
    for bundle in [[&good, &middle, &twin, &old], [&twin, &old, &middle, &good]] {
        assert_eq!(verdict(&signer, &bundle), Ok(()));
    }
}

#[test]
fn path_lengths() {
    let limited = |name, most| {
        let mut params = authority(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(most));
        params
    };
    let root0 = root(limited("Root", 0));
    assert_eq!(verdict(&root0.issues(leaf()), &[&root0]), Ok(()));
    let middle = root0.issues(authority("Middle"));
    let signer = middle.issues(leaf());
    assert_eq!(verdict(&signer, &[&root0, &middle]), Err(TrustError::PathLength));
    let root1 = root(limited("Root", 1));
    let middle = root1.issues(limited("Middle", 0));
    assert_eq!(verdict(&middle.issues(leaf()), &[&root1, &middle]), Ok(()));
    let low = middle.issues(authority("Low"));
    assert_eq!(verdict(&low.issues(leaf()), &[&root1, &middle, &low]), Err(TrustError::PathLength));
    // Longer than anybody's chain.
    let mut chain = vec![root(authority("Root"))];
    for number in 0..8 {
        let next = chain[chain.len() - 1].issues(authority(&format!("Level {number}")));
        chain.push(next);
    }
    let signer = chain[8].issues(leaf());
    let bundle: Vec<&Holder> = chain.iter().collect();
    assert_eq!(verdict(&signer, &bundle), Err(TrustError::PathLength));
}

#[test]
fn issuers_must_be_issuers() {
    let root = root(authority("Root"));
    // The classic: somebody with an ordinary certificate issues one for somebody else.
    let customer = root.issues(leaf());
    let forged = customer.issues(params("Forged"));
    assert_eq!(verdict(&forged, &[&root]), Err(TrustError::UnknownIssuer));
    assert_eq!(verdict(&forged, &[&root, &customer]), Err(TrustError::IssuerNotAuthority));
    let mut no_usage = authority("Lists only");
    no_usage.key_usages = vec![KeyUsagePurpose::CrlSign];
    let lists = root.issues(no_usage);
    assert_eq!(verdict(&lists.issues(leaf()), &[&root, &lists]), Err(TrustError::IssuerNotAuthority));
    let mut strange = authority("Strange");
    let mut extension = CustomExtension::from_oid_content(&[1, 2, 3, 4], vec![5, 0]);
    extension.set_criticality(true);
    strange.custom_extensions = vec![extension.clone()];
    let strange = root.issues(strange);
    assert_eq!(verdict(&strange.issues(leaf()), &[&root, &strange]), Err(TrustError::IssuerNotAuthority));
    let mut odd = leaf();
    odd.custom_extensions = vec![extension];
    assert_eq!(verdict(&root.issues(odd), &[&root]), Err(TrustError::Usage));
    // Limits on policies are read by the parser but judged by nobody here.
    let mut policies = leaf();
    let mut extension = CustomExtension::from_oid_content(&[2, 5, 29, 36], vec![0x30, 3, 0x80, 1, 0]);
    extension.set_criticality(true);
    policies.custom_extensions = vec![extension];
    assert_eq!(verdict(&root.issues(policies), &[&root]), Err(TrustError::Usage));
}

#[test]
fn name_constraints() {
    let name = |organisation: &str| {
        let mut name = DistinguishedName::new();
        name.push(DnType::CountryName, "SE");
        name.push(DnType::OrganizationName, organisation);
        name
    };
    let constrained = |permitted, excluded| {
        let mut params = authority("Root");
        params.name_constraints =
            Some(NameConstraints { permitted_subtrees: permitted, excluded_subtrees: excluded });
        root(params)
    };
    let directory = |organisation: &str| GeneralSubtree::DirectoryName(name(organisation));
    let dns = |name: &str| GeneralSubtree::DnsName(name.to_owned());
    let with = |sans: Vec<SanType>| {
        let mut params = leaf();
        params.subject_alt_names = sans;
        params
    };
    let host = |name: &str| SanType::DnsName(name.try_into().unwrap());
    let mail = || SanType::Rfc822Name("a@kommun.example".try_into().unwrap());
    let refused = Err(TrustError::NameConstraints);
    for (permitted, excluded, params, expected) in [
        (vec![directory("EXEMPELKOMMUN")], vec![], leaf(), Ok(())),
        (vec![directory("Annan kommun")], vec![], leaf(), refused),
        (vec![directory("Annan kommun"), directory("Exempelkommun")], vec![], leaf(), Ok(())),
        (vec![], vec![directory("Exempelkommun")], leaf(), refused),
        (vec![], vec![directory("Annan kommun")], leaf(), Ok(())),
        (vec![dns("kommun.example")], vec![], leaf(), Ok(())),
        (vec![dns("kommun.example")], vec![], with(vec![host("brev.Kommun.example")]), Ok(())),
        (vec![dns("kommun.example")], vec![], with(vec![host("okommun.example")]), refused),
        (vec![dns("kommun.example")], vec![], with(vec![host("kommun.example"), host("x.example")]), refused),
        (vec![], vec![dns("kommun.example")], with(vec![host("a.kommun.example")]), refused),
        // A kind of name that is constrained, but not judged here.
        (vec![GeneralSubtree::Rfc822Name("kommun.example".into())], vec![], with(vec![mail()]), refused),
        (vec![GeneralSubtree::Rfc822Name("kommun.example".into())], vec![], leaf(), Ok(())),
    ] {
        let root = constrained(permitted, excluded);
        assert_eq!(
            verdict(&root.issues(params.clone()), &[&root]),
            expected,
            "{:?}",
            params.subject_alt_names
        );
    }
    // They bind everybody below, not only the next one.
    let root = constrained(vec![directory("Annan kommun")], vec![]);
    let mut middle = authority("Middle");
    middle.distinguished_name = name("Annan kommun");
    let middle = root.issues(middle);
    assert_eq!(verdict(&middle.issues(leaf()), &[&root, &middle]), refused);
}
