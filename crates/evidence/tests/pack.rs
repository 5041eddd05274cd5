//! Packs hold, and no change to one goes unseen.

#[path = "../../store/tests/common/letters.rs"]
mod letters;

use evidence::{Certificate, Check, Checkpoint, CheckpointError, Contents, EvidenceKey, Pack, PackError};
use letter::{ChannelKind, Event, MessageUuid};
use letters::*;
use proptest::prelude::*;
use std::sync::Arc;
use store::{Append, Blob, FileKeys, Store, StoreConfig};
use uuid::Uuid;

fn key() -> EvidenceKey {
    let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
    let certificate = rcgen::CertificateParams::new(Vec::new()).unwrap().self_signed(&key).unwrap();
    EvidenceKey::new(&key.serialize_der(), certificate.der()).unwrap()
}

/// A letter that was sent, with its evidence as the store has it.
async fn contents(encrypted: bool) -> Contents {
    let folder = tempfile::tempdir().unwrap();
    let mut config = StoreConfig::new(folder.path());
    if encrypted {
        let line = FileKeys::new_line().unwrap();
        config.master = Some(Arc::new(FileKeys::parse("test", &line).unwrap()));
    }
    let store = Store::open(&config).await.unwrap();
    let letter = letter("uppsala", "beslut", at(0));
    let id = letter.id;
    store.accept(new(letter)).await.unwrap();
    let message = Blob::new(b"<Message/>".to_vec());
    let composed = Event::Composed {
        channel: ChannelKind::DigitalPost,
        message_uuid: MessageUuid(Uuid::new_v4()),
        digest: message.digest(),
        size_bytes: message.size_bytes(),
        warnings: Vec::new(),
    };
    let handed = Event::HandedOver { channel: ChannelKind::DigitalPost, transmission_id: None, raw: None };
    let append = Append { blobs: vec![message.clone()], ..append(id, 1, vec![composed, handed]) };
    store.append(append).await.unwrap();
    let history = store.load(id).await.unwrap().unwrap();
    Contents {
        letter: history.letter,
        events: history.events,
        audit: store.audit_proof(id).await.unwrap(),
        contents: vec![(message.digest().0, message.bytes().to_vec())],
        receipts: vec![("digital_post".to_owned(), at(2), b"<MessageReceipt/>".to_vec())],
    }
}

fn faults(archive: &[u8]) -> Result<Vec<Check>, PackError> {
    let pack = Pack::read(archive)?;
    Ok(evidence::verify(&pack).faults.into_iter().map(|(check, _)| check).collect())
}

/// Signs changed contents anew, as a forger with the key of another installation would.
fn forged(change: impl FnOnce(&mut Contents), contents: &Contents) -> Vec<Check> {
    let mut changed = contents.clone();
    change(&mut changed);
    faults(&evidence::write(&changed, &key(), at(9)).unwrap()).unwrap()
}

#[tokio::test]
async fn a_pack_holds_and_tells_its_letter() {
    for encrypted in [true, false] {
        let contents = contents(encrypted).await;
        let key = key();
        let archive = evidence::write(&contents, &key, at(9)).unwrap();
        let pack = Pack::read(&archive).unwrap();
        let outcome = evidence::verify(&pack);
        assert!(outcome.faults.is_empty(), "{:?}", outcome.faults);
        assert_eq!(pack.certificate, *key.certificate());
        assert_eq!(outcome.letter.unwrap(), contents.letter);
        assert_eq!(outcome.events, contents.events);
        assert_eq!(outcome.uncovered, Vec::<u32>::new());
        assert_eq!(pack.file("receipts/001").unwrap(), b"<MessageReceipt/>");
    }
}

#[tokio::test]
async fn what_contradicts_the_chain_is_found_even_when_signed() {
    let contents = contents(true).await;
    assert_eq!(forged(|_| {}, &contents), vec![]);
    type Change = (fn(&mut Contents), Check);
    let changes: [Change; 9] = [
        (|c| c.events[0].at = at(500), Check::Chain),
        (|c| c.events[2].event = Event::Expired, Check::Chain),
        (|c| drop(c.events.pop()), Check::Chain),
        (|c| drop(c.events.remove(1)), Check::Letter),
        (|c| drop(c.audit.entries.pop()), Check::Chain),
        (|c| c.audit.entries[1].hash = [1; 32], Check::Chain),
        (|c| c.audit.entries.swap(0, 1), Check::Chain),
        (|c| c.audit.events_key = None, Check::Chain),
        (|c| c.contents[0].1 = b"<Message>other</Message>".to_vec(), Check::Contents),
    ];
    for (number, (change, wanted)) in changes.into_iter().enumerate() {
        let found = forged(change, &contents);
        assert!(found.contains(&wanted), "change {number}: {found:?}");
    }
}

#[tokio::test]
async fn no_bit_of_a_pack_can_be_changed_unseen() {
    let archive = evidence::write(&contents(true).await, &key(), at(9)).unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let places = (0..archive.len(), 0..8u32);
    let run = runner.run(&places, |(place, bit)| {
        let mut changed = archive.clone();
        changed[place] ^= 1 << bit;
        match faults(&changed) {
            Err(_) => {}
            Ok(faults) if !faults.is_empty() => {}
            // Padding and what a reader of TAR may overlook say nothing: the files are the same.
            Ok(_) => {
                let (before, after) = (Pack::read(&archive).unwrap(), Pack::read(&changed).unwrap());
                prop_assert_eq!(before.manifest, after.manifest);
            }
        }
        prop_assert!(faults(&archive[..place]).map_or(true, |faults| !faults.is_empty()));
        Ok(())
    });
    run.unwrap();
}

#[tokio::test]
async fn checkpoints_are_signed_and_belong_to_one_installation() {
    let (ours, other) = (key(), key());
    let made = Checkpoint::sign(&ours, 7, &[3; 32], at(0)).unwrap();
    let json = serde_json::to_string(&made).unwrap();
    assert_eq!(Checkpoint::read(json.as_bytes(), ours.certificate()).unwrap(), made);
    assert_eq!(Checkpoint::read(json.as_bytes(), other.certificate()), Err(CheckpointError::Foreign));
    let changed = json.replace("\"n\":7", "\"n\":8");
    assert_eq!(Checkpoint::read(changed.as_bytes(), ours.certificate()), Err(CheckpointError::Signature));
    assert_eq!(Checkpoint::read(b"{}", ours.certificate()), Err(CheckpointError::Unreadable));
    let again = Certificate::from_pem(&ours.certificate().to_pem()).unwrap();
    assert_eq!(again, *ours.certificate());
}
