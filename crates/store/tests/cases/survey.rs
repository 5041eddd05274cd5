//! Walks over all letters: tallies, attention, ages, abandoned leases, kept sheets.

use crate::common::*;
use catalogue::Code;
use jiff::{SignedDuration, Timestamp};
use letter::{ChannelKind, Event, LetterId};
use std::time::Duration;
use store::{Append, Index, LeaseAction, Range, Store};

async fn accept(store: &Store, sender: &str, kind: &str, seconds: i64) -> LetterId {
    store.accept(new(letter(sender, kind, at(seconds)))).await.unwrap().id
}

async fn move_to(store: &Store, id: LetterId, state: &str, attention: bool, due: Option<Timestamp>) {
    let history = store.load(id).await.unwrap().unwrap();
    let append = Append {
        id,
        expected_seq: history.seq(),
        events: vec![Event::NeedsAttention { problem: Code::AttemptsExceeded, detail: None }],
        at: at(500),
        index: Index {
            state: state.to_owned(),
            channel: Some(ChannelKind::Print),
            reason: Some(Code::AttemptsExceeded),
            attention,
            due_at: due,
            message_uuid: None,
        },
        lease: LeaseAction::None,
        blobs: Vec::new(),
        receipt: None,
    };
    store.append(append).await.unwrap();
}

#[tokio::test]
async fn letters_are_tallied_and_walked() {
    let (_folder, store) = open().await;
    let first = accept(&store, "dk", "a", 0).await;
    let second = accept(&store, "dk", "a", 10).await;
    let third = accept(&store, "se", "b", 20).await;
    move_to(&store, second, "delivered", false, None).await;
    move_to(&store, third, "needs_attention", true, None).await;
    let all = store.tallies(Range::default()).await.unwrap();
    assert_eq!(all.iter().map(|tally| tally.letters).sum::<u64>(), 3);
    assert_eq!(store.letters_stored().await.unwrap(), 3);
    let delivered = all.iter().find(|tally| tally.state == "delivered").unwrap();
    assert_eq!((delivered.sender.as_str(), delivered.channel), ("dk", Some(ChannelKind::Print)));
    // The system that handed it in stands beside it.
    assert!(delivered.source.is_some());
    let range = Range { from: at(10), to: at(20) };
    assert_eq!(store.tallies(range).await.unwrap(), vec![delivered.clone()]);
    // In stretches of one, two and three letters: each letter is in one of them.
    for stretch in 0..3 {
        assert_eq!(store.tallies_by(Range::default(), stretch).await.unwrap(), all);
        assert_eq!(store.tallies_by(range, stretch).await.unwrap(), vec![delivered.clone()]);
    }
    // Open letters and those with a person; with all that moved since then.
    let ids = async |since| {
        let mut found = Vec::new();
        let mut after = None;
        loop {
            let rows = store.walk(after, Range::default(), since, 1).await.unwrap();
            let Some(row) = rows.first() else { return found };
            after = Some(row.id);
            found.push(row.id);
        }
    };
    let mut open = vec![first, third];
    open.sort_unstable();
    assert_eq!(ids(Timestamp::MAX).await, open);
    assert_eq!(ids(at(400)).await.len(), 3);
    assert_eq!(ids(Timestamp::MIN).await.len(), 3);
    let groups = store.attention_groups(None).await.unwrap();
    assert_eq!(groups.len(), 1);
    assert_eq!((groups[0].reason, groups[0].letters), (Some(Code::AttemptsExceeded), 1));
    assert_eq!(groups[0].oldest_accepted_at, at(20));
    assert!(store.attention_groups(Some(&[store::Within::whole("dk".into())])).await.unwrap().is_empty());
    let ages = store.state_ages(&["accepted", "needs_attention", "in_doubt"]).await.unwrap();
    let ages: Vec<_> = ages.iter().map(|age| (age.state.as_str(), age.letters, age.oldest_move)).collect();
    assert_eq!(ages, [("accepted", 1, at(0)), ("needs_attention", 1, at(500))]);
}

/// A clock that is set back: what was claimed before stays claimed, is not claimed twice, and can be freed.
#[tokio::test]
async fn a_clock_set_back_claims_nothing_twice() {
    let (_folder, store) = open().await;
    let id = accept(&store, "dk", "a", 0).await;
    let lease = Duration::from_secs(300);
    let day = SignedDuration::from_hours(24);
    let tomorrow = at(0) + day;
    let claims = store.claim_due(tomorrow, 10, lease, "before").await.unwrap();
    assert_eq!(claims.len(), 1);
    for back in [SignedDuration::from_hours(1), day] {
        let now = tomorrow - back;
        assert!(store.claim_due(now, 10, lease, "after").await.unwrap().is_empty());
        assert!(
            store.claim_due(now + SignedDuration::from_mins(10), 10, lease, "x").await.unwrap().is_empty()
        );
    }
    // No living worker's lease ends that late: the sweeper frees it; one that may be alive it does not.
    let latest = at(0) + SignedDuration::from_secs(600);
    assert!(!store.free(id, tomorrow + day).await.unwrap());
    assert!(store.free(id, latest).await.unwrap());
    let again = store.claim_due(at(10), 10, lease, "after").await.unwrap();
    assert_eq!(again.len(), 1);
    // The first worker's lease is gone: it cannot release what is another's.
    assert!(store.release(&claims[0]).await.is_err());
    // Forward again by a day: the lease is over, and the letter is taken over once.
    let taken = store.claim_due(tomorrow + day, 10, lease, "third").await.unwrap();
    assert_eq!(taken.len(), 1);
    assert!(store.claim_due(tomorrow + day, 10, lease, "fourth").await.unwrap().is_empty());
}

#[tokio::test]
async fn the_first_sheet_of_a_day_is_kept() {
    let (_folder, store) = open().await;
    assert!(store.keep_balance("2026-01-15", at(0), "one").await.unwrap());
    assert!(!store.keep_balance("2026-01-15", at(1), "two").await.unwrap());
    assert!(store.keep_balance("2026-01-16", at(2), "three").await.unwrap());
    let kept = store.kept_balances(5).await.unwrap();
    let kept: Vec<_> = kept.iter().map(|(day, sheet)| (day.as_str(), sheet.as_str())).collect();
    assert_eq!(kept, [("2026-01-16", "three"), ("2026-01-15", "one")]);
    assert_eq!(store.kept_balances(1).await.unwrap().len(), 1);
}
