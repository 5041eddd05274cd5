//! Several keys, and keys that are replaced while we run (R51, E18).

mod common;

use std::fs;
use std::path::Path;

use keystore::{Change, KeyRing, NoKey, expiry};
use rcgen::{CertificateParams, DnType, KeyPair, PKCS_RSA_SHA256, RsaKeySize, date_time_ymd};
use xmldsig::Certificate;

const DAY: i64 = 86_400;
/// 2026-03-01.
const NOW: i64 = 1_772_323_200;

/// Writes `NAME.pem` and `NAME.key`, valid from the first of January of one year to that of another.
fn make(folder: &Path, name: &str, from: i32, to: i32) -> Certificate {
    let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap();
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(from, 1, 1);
    params.not_after = date_time_ymd(to, 1, 1);
    let pem = params.self_signed(&key).unwrap().pem();
    fs::write(folder.join(format!("{name}.pem")), &pem).unwrap();
    fs::write(folder.join(format!("{name}.key")), key.serialize_pem()).unwrap();
    Certificate::from_pem(&pem).unwrap()
}

fn put(folder: &Path, from: &str, to: &str, kind: &str) {
    fs::copy(folder.join(format!("{from}.{kind}")), folder.join(format!("{to}.{kind}"))).unwrap();
}

fn used(ring: &KeyRing, at: i64) -> Certificate {
    ring.signing_key(at).unwrap().certificate().clone()
}

const ONE: &str = "certificate = 'use.pem'\nkey = 'use.key'";

#[test]
fn the_newest_valid_key_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let old = make(folder, "old", 2024, 2027);
    let new = make(folder, "new", 2026, 2029);
    let future = make(folder, "future", 2028, 2031);
    let list = |names: &[&str]| {
        let each: Vec<String> =
            names.iter().map(|n| format!("{{ certificate = '{n}.pem', key = '{n}.key' }}")).collect();
        common::open(folder, &format!("keys = [{}]", each.join(", "))).unwrap()
    };
    for names in [["old", "new", "future"], ["future", "new", "old"]] {
        let ring = list(&names);
        assert_eq!(used(&ring, NOW), new);
        assert_eq!(used(&ring, NOW - 300 * DAY), old);
        assert_eq!(used(&ring, NOW + 365 * 2 * DAY), future);
        assert_eq!(ring.certificates().len(), 3);
        assert_eq!(ring.signing_key(NOW + 365 * 9 * DAY).unwrap_err(), NoKey::Expired(future.not_after()));
        assert_eq!(ring.signing_key(NOW - 365 * 9 * DAY).unwrap_err(), NoKey::NotYetValid(old.not_before()));
    }
    // Beside the list stands a key too; and a successor may be named before it is there.
    let toml =
        "certificate = 'old.pem'\nkey = 'old.key'\nkeys = [{ certificate = 'next.pem', key = 'next.key' }]";
    let ring = common::open(folder, toml).unwrap();
    assert_eq!(used(&ring, NOW), old);
    let problems = ring.problems();
    assert_eq!((problems.len(), problems[0].key.as_str()), (1, "keys[0].certificate"));
    put(folder, "new", "next", "pem");
    put(folder, "new", "next", "key");
    assert_eq!(ring.refresh(NOW), [Change::Replaced { not_after: new.not_after() }]);
    assert_eq!((used(&ring, NOW), ring.problems()), (new, Vec::new()));
}

#[test]
fn files_are_replaced_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let old = make(folder, "old", 2024, 2027);
    let new = make(folder, "new", 2026, 2029);
    put(folder, "old", "use", "pem");
    put(folder, "old", "use", "key");
    let ring = common::open(folder, ONE).unwrap();
    assert_eq!(ring.refresh(NOW), []);
    // The certificate is there, its key is not yet: the old pair goes on.
    put(folder, "new", "use", "pem");
    let changes = ring.refresh(NOW);
    let [Change::Unusable(error)] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!(error.key, "key");
    assert_eq!(ring.refresh(NOW), [], "told once");
    assert_eq!((used(&ring, NOW), ring.problems().len()), (old.clone(), 1));
    put(folder, "new", "use", "key");
    assert_eq!(ring.refresh(NOW), [Change::Replaced { not_after: new.not_after() }]);
    assert_eq!((used(&ring, NOW), ring.problems()), (new.clone(), Vec::new()));
    // The old one is known for as long as it is valid.
    assert_eq!(ring.certificates(), [new.clone(), old.clone()]);
    ring.refresh(old.not_after() + 1);
    assert_eq!(ring.certificates(), [new.clone()]);
    // A file that vanishes takes no key away.
    fs::remove_file(folder.join("use.key")).unwrap();
    assert!(matches!(ring.refresh(NOW).as_slice(), [Change::Unusable(_)]));
    assert_eq!(used(&ring, NOW), new);
}

#[test]
fn a_successor_put_in_place_too_early_waits_and_going_back_works() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let old = make(folder, "old", 2024, 2027);
    let new = make(folder, "new", 2026, 2029);
    let future = make(folder, "future", 2027, 2031);
    let place = |name: &str| {
        put(folder, name, "use", "pem");
        put(folder, name, "use", "key");
    };
    place("old");
    let ring = common::open(folder, ONE).unwrap();
    place("future");
    ring.refresh(NOW);
    assert_eq!(used(&ring, NOW), old, "not valid yet: the one before goes on");
    assert_eq!(used(&ring, future.not_before()), future);
    place("new");
    ring.refresh(NOW);
    assert_eq!(used(&ring, NOW), new);
    // The receiver does not know the new one yet: the files decide, not the dates.
    place("old");
    ring.refresh(NOW);
    assert_eq!(used(&ring, NOW), old);
}

#[test]
fn warnings_come_at_sixty_thirty_fourteen_and_seven_days() {
    use expiry::Validity::{Ending, Expired, Good, NotYetValid};
    let folder = tempfile::tempdir().unwrap();
    let certificate = make(folder.path(), "a", 2026, 2027);
    let before = |days: i64| expiry::validity(&certificate, certificate.not_after() - days * DAY);
    assert_eq!(before(60), Good { days: 60 });
    for (days, within) in [(59, 60), (30, 60), (29, 30), (14, 30), (13, 14), (7, 14), (6, 7), (0, 7)] {
        assert_eq!(before(days), Ending { days, within }, "{days}");
    }
    assert_eq!(expiry::validity(&certificate, certificate.not_after() + 1), Expired);
    assert_eq!(expiry::validity(&certificate, certificate.not_before() - 1), NotYetValid);
    assert_eq!(expiry::validity(&certificate, certificate.not_before()), Good { days: 365 });
}

#[test]
fn nothing_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path(), "use", 2024, 2027);
    let ring = common::open(folder.path(), ONE).unwrap();
    let entry = ring.current(NOW).unwrap();
    let shown = format!("{ring:?} {entry:?} {:?}", ring.signing_key(NOW));
    assert!(!shown.contains("use") && !shown.contains("MII"), "{shown}");
}
