//! What is known of source systems, and the acts of the audit chain as a list.

use crate::common::*;
use store::{Act, ActKind, SystemSeen};

fn seen(name: &str, second: i64, agent: &str) -> SystemSeen {
    SystemSeen { name: name.to_owned(), last_at: at(second), agent: agent.to_owned() }
}

#[tokio::test]
async fn the_latest_word_of_a_system_stays() {
    let (folder, store) = open().await;
    assert!(store.systems_seen().await.unwrap().is_empty());
    store.note_systems(&[seen("løn", 60, "Løn/1.0"), seen("aula", 61, "")]).await.unwrap();
    store.note_systems(&[seen("løn", 120, "Løn/1.1")]).await.unwrap();
    // Another node that is slower to write.
    store.note_systems(&[seen("løn", 90, "Løn/1.0")]).await.unwrap();
    store.close().await;
    let store = open_in(folder.path()).await;
    assert_eq!(store.systems_seen().await.unwrap(), [seen("aula", 61, ""), seen("løn", 120, "Løn/1.1")]);
}

#[tokio::test]
async fn letters_are_counted_by_system_and_units_are_named_once() {
    let (_folder, store) = open().await;
    for (system, unit, second) in
        [("løn", Some("barn"), 1), ("løn", Some("barn"), 5), ("aula", Some("skole"), 6), ("aula", None, 7)]
    {
        let mut letter = letter("uppsala", "beslut", at(second));
        letter.source = system.to_owned();
        letter.unit = unit.map(str::to_owned);
        store.accept(new(letter)).await.unwrap();
    }
    let mut elsewhere = letter("enkoping", "beslut", at(8));
    elsewhere.source = "løn".to_owned();
    store.accept(new(elsewhere)).await.unwrap();
    let count = async |since: i64| {
        let found = store.letters_by_system(&[uppsala()], at(since)).await.unwrap();
        (found.get("løn").copied(), found.get("aula").copied())
    };
    assert_eq!(count(0).await, (Some(2), Some(2)));
    assert_eq!(count(6).await, (None, Some(2)));
    assert_eq!(store.letters_by_system(&[], at(0)).await.unwrap().len(), 0);
    assert_eq!(store.letters_of_type(&uppsala(), &"beslut".into(), at(5)).await.unwrap(), 3);
    assert_eq!(store.letters_of_type(&uppsala(), &"faktura".into(), at(0)).await.unwrap(), 0);
    assert_eq!(store.units_seen(&uppsala()).await.unwrap(), ["barn", "skole"]);
    assert!(store.units_seen(&"enkoping".into()).await.unwrap().is_empty());
}

#[tokio::test]
async fn acts_are_listed_newest_first_without_events() {
    let (_folder, store) = open().await;
    accepted(&store).await;
    store.put_api_key("løn", [1; 32], &[], &[], at(3), "anna").await.unwrap();
    accepted(&store).await;
    assert!(store.revoke_api_key("løn", at(4), "bo").await.unwrap());
    store.record(Act::new(ActKind::CitizenLooked, "cia", at(5)).about("question")).await.unwrap();
    let acts = store.acts(None, 3).await.unwrap();
    let of =
        |index: usize| (acts[index].kind.as_str(), acts[index].by.as_str(), acts[index].about.as_deref());
    assert_eq!(of(0), ("citizen_looked", "cia", Some("question")));
    assert_eq!(of(1), ("api_key_revoked", "bo", Some("løn")));
    assert_eq!(of(2), ("api_key_made", "anna", Some("løn")));
    assert_eq!(acts[0].at, at(5));
    let older = store.acts(Some(acts[2].n), 50).await.unwrap();
    assert!(older.iter().all(|act| act.n < acts[2].n && act.kind != "event"), "{older:?}");
    assert_eq!(store.acts(Some(acts[0].n), 1).await.unwrap(), acts[1..2]);
    for kind in ActKind::ALL {
        assert_eq!(ActKind::ALL.iter().filter(|other| other.as_str() == kind.as_str()).count(), 1);
    }
}
