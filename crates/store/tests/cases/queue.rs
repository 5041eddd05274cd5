//! Claims, leases, fairness, wake-ups.

use crate::common::*;
use letter::{Event, LetterId};
use std::collections::HashSet;
use std::time::Duration;
use store::{Append, Index, LeaseAction, LeaseError, NewLetter, Store};

const LEASE: Duration = Duration::from_secs(60);

async fn due(store: &Store, sender: &str, letter_type: &str, seconds: i64) -> LetterId {
    let new = NewLetter { due_at: at(seconds), ..new(letter(sender, letter_type, at(0))) };
    store.accept(new).await.unwrap().id
}

#[tokio::test]
async fn only_due_letters_are_claimed_oldest_first() {
    let (_folder, store) = open().await;
    let late = due(&store, "uppsala", "beslut", 30).await;
    let early = due(&store, "uppsala", "beslut", 10).await;
    let middle = due(&store, "uppsala", "beslut", 20).await;
    assert_eq!(store.next_due().await.unwrap(), Some(at(10)));
    assert!(store.claim_due(at(9), 10, LEASE, "w").await.unwrap().is_empty());
    let claims = store.claim_due(at(25), 10, LEASE, "w").await.unwrap();
    assert_eq!(claims.iter().map(|claim| claim.id).collect::<Vec<_>>(), [early, middle]);
    assert_eq!((claims[0].due_at, claims[0].until, claims[0].seq), (at(10), at(85), 1));
    assert_eq!(store.next_due().await.unwrap(), Some(at(30)));
    assert_eq!(store.oldest_due().await.unwrap(), Some(at(10)));
    assert_eq!(store.claim_due(at(30), 10, LEASE, "w").await.unwrap()[0].id, late);
    assert_eq!(store.claim_due(at(30), 0, LEASE, "w").await.unwrap(), []);
}

#[tokio::test]
async fn leases_end_are_prolonged_and_given_back() {
    let (_folder, store) = open().await;
    let id = due(&store, "uppsala", "beslut", 0).await;
    let mut first = store.claim_due(at(0), 1, LEASE, "a").await.unwrap().remove(0);
    assert!(store.claim_due(at(59), 1, LEASE, "b").await.unwrap().is_empty());
    store.extend(&mut first, at(50), LEASE).await.unwrap();
    assert_eq!(first.until, at(110));
    assert!(store.claim_due(at(109), 1, LEASE, "b").await.unwrap().is_empty());
    let second = store.claim_due(at(110), 1, LEASE, "b").await.unwrap().remove(0);
    assert_eq!(second.id, id);
    assert_eq!(store.extend(&mut first, at(111), LEASE).await, Err(LeaseError::LeaseLost));
    assert_eq!(store.release(&first).await, Err(LeaseError::LeaseLost));
    store.release(&second).await.unwrap();
    assert_eq!(store.claim_due(at(111), 1, LEASE, "c").await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_append_moves_the_due_time_under_the_lease() {
    let (_folder, store) = open().await;
    let id = due(&store, "uppsala", "beslut", 0).await;
    let claim = store.claim_due(at(0), 1, LEASE, "a").await.unwrap().remove(0);
    let change = |seq, due_at, lease| Append {
        lease,
        index: Index { due_at, ..index("routed") },
        ..append(id, seq, vec![Event::Retried { by: "a".into() }])
    };
    // Kept: due at once, but held until the lease ends.
    store.append(change(1, Some(at(5)), LeaseAction::Keep(claim.token))).await.unwrap();
    assert!(store.claim_due(at(59), 1, LEASE, "b").await.unwrap().is_empty());
    // A person's append without lease leaves the lease alone.
    store.append(change(2, Some(at(6)), LeaseAction::None)).await.unwrap();
    assert!(store.claim_due(at(59), 1, LEASE, "b").await.unwrap().is_empty());
    // Released with a later time.
    store.append(change(3, Some(at(30)), LeaseAction::Release(claim.token))).await.unwrap();
    assert!(store.claim_due(at(29), 1, LEASE, "b").await.unwrap().is_empty());
    let claim = store.claim_due(at(30), 1, LEASE, "b").await.unwrap().remove(0);
    // Over: never claimed again, even after the lease.
    store.append(change(4, None, LeaseAction::Keep(claim.token))).await.unwrap();
    assert!(store.claim_due(at(9_999), 1, LEASE, "c").await.unwrap().is_empty());
    assert_eq!(store.next_due().await.unwrap(), None);
}

#[tokio::test]
async fn a_mass_mailing_does_not_hold_up_a_single_letter() {
    let (_folder, store) = open().await;
    for _ in 0..200 {
        due(&store, "uppsala", "faktura", 0).await;
    }
    let single = due(&store, "uppsala", "beslut", 100).await;
    let other = due(&store, "aarhus", "afgoerelse", 100).await;
    let claims = store.claim_due(at(100), 12, LEASE, "w").await.unwrap();
    let ids: HashSet<_> = claims.iter().map(|claim| claim.id).collect();
    assert_eq!((claims.len(), ids.len()), (12, 12), "the room that others leave is filled");
    assert!(ids.contains(&single) && ids.contains(&other));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_letter_is_held_by_two_workers() {
    let (_folder, store) = open().await;
    for number in 0..300 {
        due(&store, "uppsala", if number % 3 == 0 { "beslut" } else { "faktura" }, 0).await;
    }
    let workers: Vec<_> = (0..12)
        .map(|worker| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let claims = store.claim_due(at(1), 7, LEASE, &format!("w{worker}")).await.unwrap();
                    if claims.is_empty() {
                        return mine;
                    }
                    mine.extend(claims.into_iter().map(|claim| claim.id));
                }
            })
        })
        .collect();
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.unwrap());
    }
    assert_eq!(all.len(), 300);
    assert_eq!(all.into_iter().collect::<HashSet<_>>().len(), 300);
}

#[tokio::test]
async fn what_a_killed_process_held_is_free_at_the_next_start() {
    let (folder, store) = open().await;
    let id = due(&store, "uppsala", "beslut", 0).await;
    store.claim_due(at(0), 1, LEASE, "a").await.unwrap();
    store.close().await;
    let store = open_in(folder.path()).await;
    assert_eq!(store.claim_due(at(1), 1, LEASE, "b").await.unwrap()[0].id, id);
}

#[tokio::test]
async fn the_bell_rings_for_new_work_and_not_for_nothing() {
    let (_folder, store) = open().await;
    let mut bell = store.bell();
    if store.is_shared() {
        // Listening to the other nodes begins with a ring, for whatever was missed.
        assert!(bell.wait(Duration::from_secs(30)).await);
    }
    assert!(!bell.wait(Duration::from_millis(20)).await);
    accepted(&store).await;
    // Rang before the wait began: not lost.
    assert!(bell.wait(Duration::from_secs(5)).await);
    store.ping().await.unwrap();
    assert!(!bell.wait(Duration::from_millis(20)).await);
    let waiting = tokio::spawn(async move { bell.wait(Duration::from_secs(5)).await });
    tokio::task::yield_now().await;
    accepted(&store).await;
    assert!(waiting.await.unwrap());
}

#[tokio::test]
async fn what_was_accepted_in_the_future_is_due_when_the_clock_is_put_right() {
    let (_folder, store) = open().await;
    let accept = async |due: i64| {
        let new = NewLetter { due_at: at(due), ..new(letter("uppsala", "beslut", at(100))) };
        store.accept(new).await.unwrap().id
    };
    let (id, _scheduled) = (accept(100).await, accept(500).await);
    assert!(store.claim_due(at(10), 9, LEASE, "w").await.unwrap().is_empty());
    assert_eq!(store.hasten_accepted(at(200)).await.unwrap(), 0);
    assert_eq!(store.hasten_accepted(at(10)).await.unwrap(), 1);
    let claims = store.claim_due(at(10), 9, LEASE, "w").await.unwrap();
    assert_eq!(claims.iter().map(|claim| claim.id).collect::<Vec<_>>(), [id]);
    // Held by somebody: it is that worker's.
    assert_eq!(store.hasten_accepted(at(10)).await.unwrap(), 0);
}
