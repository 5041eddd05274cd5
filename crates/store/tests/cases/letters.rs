//! Accepting, loading, appending.

use crate::common::*;
use catalogue::Code;
use letter::{ChannelKind, Event, LetterId, MessageUuid, Resolution};
use std::time::Duration;
use store::{AcceptError, AppendError, Blob, Idempotency, Index, LeaseAction, StoreError};
use uuid::Uuid;

fn key(key: &str, fingerprint: u8) -> Option<Idempotency> {
    Some(Idempotency { scope: "case-system".into(), key: key.into(), fingerprint: [fingerprint; 32] })
}

/// Rules F12, H5.
#[tokio::test]
async fn a_letter_comes_back_as_it_went_in_even_after_reopening() {
    let (folder, store) = open().await;
    let mut written = letter("uppsala", "beslut", at(0));
    written.subject = "Påminnelse – æøå".into();
    let new = with_document(written.clone(), b"%PDF-1.7".to_vec());
    let written = new.letter.clone();
    let accepted = store.accept(new).await.unwrap();
    assert!(!accepted.replayed);
    store.close().await;

    let store = open_in(folder.path()).await;
    let history = store.load(written.id).await.unwrap().unwrap();
    assert_eq!(history.letter, written);
    assert_eq!(history.events.len(), 1);
    assert_eq!(history.events[0].event, Event::Accepted(letter::Terms::default()));
    assert_eq!(history.events[0].at, at(0));
    assert_eq!(store.blob(written.id, &written.documents[0].digest).await.unwrap(), b"%PDF-1.7");
    assert_eq!(store.load(LetterId(Uuid::now_v7())).await.unwrap(), None);
    assert_eq!(store.integrity_check().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn the_same_key_gives_the_same_letter_and_another_body_is_refused() {
    let (_folder, store) = open().await;
    let send = |fingerprint| {
        let mut new = new(letter("uppsala", "beslut", at(0)));
        new.idempotency = key("k1", fingerprint);
        store.accept(new)
    };
    let first = send(1).await.unwrap();
    let again = send(1).await.unwrap();
    assert_eq!((again.id, again.replayed), (first.id, true));
    assert_eq!(send(2).await.unwrap_err(), AcceptError::IdempotencyConflict { first: first.id });
    let mut other = new(letter("uppsala", "beslut", at(0)));
    other.idempotency = Some(Idempotency { scope: "other".into(), ..key("k1", 2).unwrap() });
    assert!(!store.accept(other).await.unwrap().replayed);
    assert_eq!(store.counts_by_state(None).await.unwrap()["accepted"], 2);
    assert_eq!(store.forget_idempotency(at(0)).await, Ok(0));
    assert_eq!(store.forget_idempotency(at(1)).await, Ok(2));
    assert!(!send(1).await.unwrap().replayed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_parallel_repetitions_make_one_letter() {
    let (_folder, store) = open().await;
    let tasks: Vec<_> = (0..100)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut new =
                    with_document(letter("uppsala", "beslut", at(0)), Uuid::new_v4().into_bytes().to_vec());
                new.idempotency = key("same", 1);
                let digest = new.blobs[0].digest();
                let own = new.letter.id;
                (store.accept(new).await.unwrap(), own, digest)
            })
        })
        .collect();
    let (mut ids, mut first, mut blobs) = (std::collections::HashSet::new(), 0, 0);
    for task in tasks {
        let (accepted, own, digest) = task.await.unwrap();
        ids.insert(accepted.id);
        first += u32::from(!accepted.replayed);
        blobs += u32::from(store.blob(own, &digest).await.is_ok());
    }
    assert_eq!((ids.len(), first), (1, 1));
    assert_eq!(blobs, 1, "documents of repetitions are not kept");
    assert_eq!(store.size().await.unwrap().letters, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_faulty_letter_does_not_fail_its_neighbours() {
    let (_folder, store) = open().await;
    let taken = accepted(&store).await;
    let tasks: Vec<_> = (0..60)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut one = letter("uppsala", "beslut", at(number));
                if number % 10 == 0 {
                    one.id = taken;
                }
                let mut one = with_document(one, format!("{number}").into_bytes());
                if number % 10 == 1 {
                    one.blobs.clear();
                }
                (number, store.accept(one).await)
            })
        })
        .collect();
    for task in tasks {
        match task.await.unwrap() {
            (n, outcome) if n % 10 == 0 => {
                assert!(
                    matches!(outcome, Err(AcceptError::Store(StoreError::Refused { .. }))),
                    "{outcome:?}"
                );
            }
            (n, outcome) if n % 10 == 1 => assert!(matches!(outcome, Err(AcceptError::MissingBlob { .. }))),
            (_, outcome) => assert!(!outcome.unwrap().replayed),
        }
    }
    assert_eq!(store.size().await.unwrap().letters, 1 + 48);
    assert_eq!(store.integrity_check().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn events_are_appended_with_everything_that_belongs_to_them() {
    let (_folder, store) = open().await;
    let id = accepted(&store).await;
    let blob = Blob::new(b"<Message/>".to_vec());
    let message = MessageUuid(Uuid::new_v4());
    let mut change = append(
        id,
        1,
        vec![
            Event::Composed {
                channel: ChannelKind::MinaMeddelanden,
                message_uuid: message,
                digest: blob.digest(),
                size_bytes: blob.size_bytes(),
                warnings: Vec::new(),
            },
            Event::Attempted { channel: ChannelKind::MinaMeddelanden, attempt: 1 },
        ],
    );
    change.blobs = vec![blob.clone()];
    change.index = Index {
        channel: Some(ChannelKind::MinaMeddelanden),
        reason: Some(Code::MailboxOpen),
        attention: true,
        due_at: Some(at(60)),
        message_uuid: Some(message),
        ..index("routed")
    };
    assert_eq!(store.append(change).await.unwrap(), 3);

    let history = store.load(id).await.unwrap().unwrap();
    assert_eq!(history.events.iter().map(|event| event.seq).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(history.seq(), 3);
    assert_eq!(store.blob(id, &blob.digest()).await.unwrap(), b"<Message/>");
    assert_eq!(store.letter_of_message(message).await.unwrap(), Some(id));
    let row = store.list(&Default::default(), &Default::default()).await.unwrap().rows.remove(0);
    assert_eq!(row.state, "routed");
    assert_eq!(row.channel, Some(ChannelKind::MinaMeddelanden));
    assert_eq!(row.reason, Some(Code::MailboxOpen));
    assert!(row.attention);
    assert_eq!((row.accepted_at, row.updated_at, row.due_at), (at(0), at(1), Some(at(60))));
    assert_eq!(store.counts_by_state(None).await.unwrap(), [("routed".to_owned(), 1)].into());
}

#[tokio::test]
async fn an_append_that_does_not_fit_changes_nothing() {
    let (_folder, store) = open().await;
    let (id, other) = (accepted(&store).await, accepted(&store).await);
    assert_eq!(
        store.append(append(id, 2, vec![Event::Expired])).await,
        Err(AppendError::Conflict { current_seq: 1 })
    );
    let nobody = LetterId(Uuid::now_v7());
    assert_eq!(store.append(append(nobody, 1, vec![Event::Expired])).await, Err(AppendError::UnknownLetter));
    let message_uuid = MessageUuid(Uuid::new_v4());
    let mut first = append(id, 1, vec![Event::Expired]);
    first.index.message_uuid = Some(message_uuid);
    store.append(first).await.unwrap();
    let mut second = append(other, 1, vec![Event::Expired]);
    second.index.message_uuid = Some(message_uuid);
    second.blobs = vec![Blob::new(b"never".to_vec())];
    assert_eq!(store.append(second).await, Err(AppendError::MessageTaken { message_uuid }));
    assert!(store.blob(other, &store::digest_of(b"never")).await.is_err());
    assert_eq!(store.load(other).await.unwrap().unwrap().seq(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_append_to_the_same_event_one_succeeds() {
    let (_folder, store) = open().await;
    let id = accepted(&store).await;
    for round in 1..=20 {
        let tasks: Vec<_> = (0..16)
            .map(|worker| {
                let store = store.clone();
                tokio::spawn(async move {
                    store.append(append(id, round, vec![Event::Retried { by: format!("{worker}") }])).await
                })
            })
            .collect();
        let mut won = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(seq) => {
                    assert_eq!(seq, round + 1);
                    won += 1;
                }
                Err(error) => assert_eq!(error, AppendError::Conflict { current_seq: round + 1 }),
            }
        }
        assert_eq!(won, 1);
    }
    assert_eq!(store.load(id).await.unwrap().unwrap().events.len(), 21);
    assert_eq!(store.integrity_check().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_lost_lease_cannot_append() {
    let (_folder, store) = open().await;
    let id = accepted(&store).await;
    let slow = store.claim_due(at(0), 1, Duration::from_secs(10), "slow").await.unwrap().remove(0);
    let quick = store.claim_due(at(11), 1, Duration::from_secs(10), "quick").await.unwrap().remove(0);
    assert_eq!((slow.id, quick.id), (id, id));
    let with = |lease| store::Append { lease, ..append(id, 1, vec![Event::Expired]) };
    assert_eq!(store.append(with(LeaseAction::Keep(slow.token))).await, Err(AppendError::LeaseLost));
    assert_eq!(store.append(with(LeaseAction::Release(quick.token))).await, Ok(2));
    assert_eq!(store.append(with(LeaseAction::Release(quick.token))).await, Err(AppendError::LeaseLost));
}

/// Decision 69: what was decided about a letter as it stood is refused however late it arrives, also when the letter
/// stands as it did then.
#[tokio::test]
async fn a_decision_about_an_older_letter_is_refused_however_late_it_arrives() {
    let (_folder, store) = open().await;
    let id = accepted(&store).await;
    let asks = || Event::NeedsAttention { problem: Code::PatienceExceeded, detail: None };
    let retried = || Event::Retried { by: "desk".to_owned() };
    assert_eq!(store.append(append(id, 1, vec![asks()])).await, Ok(2));
    let seen = store.load(id).await.unwrap().unwrap();
    let late = append(id, seen.seq(), vec![retried()]);
    assert_eq!(store.append(append(id, 2, vec![retried()])).await, Ok(3));
    assert_eq!(store.append(append(id, 3, vec![asks()])).await, Ok(4));
    assert_eq!(store.append(late.clone()).await, Err(AppendError::Conflict { current_seq: 4 }));
    let printed = Event::Resolved { by: "desk".to_owned(), how: Resolution::Printed, note: None };
    assert_eq!(store.append(append(id, 4, vec![printed])).await, Ok(5));
    assert_eq!(store.append(late).await, Err(AppendError::Conflict { current_seq: 5 }));
    assert_eq!(store.load(id).await.unwrap().unwrap().events.len(), 5);
}
