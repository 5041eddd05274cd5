//! People, their roles and their sessions.

use crate::common::*;
use jiff::SignedDuration;
use store::{Granted, NewPerson, NewSession, Origin, Store, StoreError};
use uuid::Uuid;

const IDLE: SignedDuration = SignedDuration::from_secs(1800);

fn by_oidc(name: &str, subject: &str, groups: &[Granted]) -> NewPerson {
    NewPerson {
        origin: Origin::Oidc { issuer: "https://id.example".into(), subject: subject.into() },
        password_hash: None,
        group_grants: groups.to_vec(),
        ..local(name, "", &[])
    }
}

/// Begins a session that ends at second 5000.
async fn begin(store: &Store, hash: u8, person: &str, began: i64) -> Result<Uuid, StoreError> {
    let id = Uuid::now_v7();
    let new = NewSession {
        hash: [hash; 32],
        id,
        person: person.into(),
        browser: "Firefox".into(),
        began_at: at(began),
        ends_at: at(5000),
    };
    store.begin_session(&new).await.map(|()| id)
}

async fn alive(store: &Store, hash: u8, now: i64) -> bool {
    store.session([hash; 32], at(now), IDLE).await.unwrap().is_some()
}

#[tokio::test]
async fn a_person_is_added_once_and_keeps_what_was_given() {
    let (_folder, store) = open().await;
    let roles = [Granted::everywhere("administrator"), Granted::at("case_worker", "by").in_unit("barn")];
    assert!(store.add_person(&local("anna", "$argon2id$1", &roles), "init", at(0)).await.unwrap());
    assert!(!store.add_person(&local("anna", "$argon2id$2", &[]), "init", at(1)).await.unwrap());
    let anna = store.person("anna").await.unwrap().unwrap();
    assert_eq!((anna.grants.as_slice(), anna.active, anna.made_at), (&roles[..], true, at(0)));
    assert_eq!(anna.seen_at, None);
    assert!(!format!("{anna:?}").contains("argon2"));
    assert_eq!(store.password_hash("anna").await.unwrap().as_deref(), Some("$argon2id$1"));
    assert!(store.set_password("anna", "$argon2id$3", "anna", at(2)).await.unwrap());
    assert_eq!(store.password_hash("anna").await.unwrap().as_deref(), Some("$argon2id$3"));
    assert_eq!((store.person("bo").await.unwrap(), store.password_hash("bo").await.unwrap()), (None, None));
    assert_eq!(
        store.audit_head().await.unwrap().n,
        3,
        "the chain's beginning, a person made, a password set"
    );
}

#[tokio::test]
async fn an_issuers_person_is_known_by_subject_and_has_no_password() {
    let (_folder, store) = open().await;
    let (worker, registrar) = ([Granted::at("case_worker", "by")], [Granted::at("registrar", "by")]);
    assert!(store.add_person(&by_oidc("bo", "s-1", &worker), "oidc", at(0)).await.unwrap());
    assert!(
        !store.add_person(&by_oidc("bo-2", "s-1", &worker), "oidc", at(0)).await.unwrap(),
        "same subject"
    );
    assert!(!store.add_person(&by_oidc("bo", "s-2", &worker), "oidc", at(0)).await.unwrap(), "same name");
    let bo = store.person_of("https://id.example", "s-1").await.unwrap().unwrap();
    assert_eq!((bo.name.as_str(), bo.group_grants.as_slice()), ("bo", &worker[..]));
    assert!(!format!("{bo:?}").contains("s-1"));
    assert_eq!(store.person_of("https://other.example", "s-1").await.unwrap(), None);
    assert!(!store.set_password("bo", "$argon2id$1", "anna", at(1)).await.unwrap());
    assert_eq!(store.password_hash("bo").await.unwrap(), None);

    begin(&store, 1, "bo", 2).await.unwrap();
    store.set_groups("bo", "Bo B", &worker, "oidc", at(3)).await.unwrap();
    assert!(alive(&store, 1, 4).await, "the same roles end nothing");
    store.set_groups("bo", "Bo B", &registrar, "oidc", at(5)).await.unwrap();
    assert!(!alive(&store, 1, 6).await);
    let bo = store.person("bo").await.unwrap().unwrap();
    assert_eq!((bo.display_name.as_str(), bo.group_grants.as_slice()), ("Bo B", &registrar[..]));
    assert_eq!(bo.all_grants().count(), 1);
}

#[tokio::test]
async fn a_session_slides_and_ends() {
    let (_folder, store) = open().await;
    store.add_person(&local("anna", "h", &[]), "init", at(0)).await.unwrap();
    assert!(begin(&store, 9, "nobody", 0).await.is_err());
    let id = begin(&store, 1, "anna", 0).await.unwrap();
    let (anna, session) = store.session([1; 32], at(10), IDLE).await.unwrap().unwrap();
    assert_eq!((anna.seen_at, session.id, session.ends_at), (Some(at(0)), id, at(5000)));
    assert!(alive(&store, 1, 1799).await && !alive(&store, 1, 1800).await, "idle");
    for used in [1700, 3400, 4900] {
        store.seen([1; 32], "anna", at(used)).await.unwrap();
        assert!(alive(&store, 1, used).await);
    }
    store.seen([1; 32], "anna", at(100)).await.unwrap();
    assert!(alive(&store, 1, 4999).await, "a slower node's clock takes nothing back");
    assert!(!alive(&store, 1, 5000).await, "the day is over");
    assert_eq!(store.sessions(at(4950), IDLE).await.unwrap().len(), 1);
    assert_eq!(store.sessions(at(5000), IDLE).await.unwrap().len(), 0);
    assert_eq!(store.forget_sessions(at(4950), IDLE).await, Ok(0));
    assert_eq!(store.forget_sessions(at(5000), IDLE).await, Ok(1));
}

#[tokio::test]
async fn sessions_end_when_their_person_changes() {
    let (_folder, store) = open().await;
    let worker = [Granted::at("case_worker", "by")];
    store.add_person(&local("anna", "h", &worker), "init", at(0)).await.unwrap();
    store.add_person(&local("bo", "h", &[]), "init", at(0)).await.unwrap();
    begin(&store, 7, "bo", 0).await.unwrap();
    for change in 0..6 {
        assert!(store.set_active("anna", true, "ib", at(0)).await.is_ok());
        let id = begin(&store, 1, "anna", 1).await.unwrap();
        assert!(alive(&store, 1, 2).await);
        let done = match change {
            0 => store.set_grants("anna", &worker, &[], "ib", at(2)).await,
            1 => store.set_password("anna", "h2", "ib", at(2)).await,
            2 => store.end_one_session(id, "anna", "ib", at(2)).await,
            3 => store.end_sessions_of("anna", "ib", at(2)).await,
            4 => store.set_active("anna", false, "ib", at(2)).await,
            _ => store.remove_person("anna", "ib", at(2)).await,
        };
        assert_eq!(done, Ok(true), "{change}");
        assert!(!alive(&store, 1, 2).await, "{change}");
    }
    assert!(alive(&store, 7, 2).await, "others go on");
    assert_eq!(store.people().await.unwrap().len(), 1);
    assert_eq!(store.remove_person("anna", "ib", at(3)).await, Ok(false));
}

#[tokio::test]
async fn roles_that_moved_meanwhile_are_not_overwritten() {
    let (_folder, store) = open().await;
    let (worker, auditor) = ([Granted::at("case_worker", "by")], [Granted::everywhere("auditor")]);
    store.add_person(&local("anna", "h", &[]), "init", at(0)).await.unwrap();
    assert_eq!(store.set_grants("anna", &[], &worker, "ib", at(1)).await, Ok(true));
    assert_eq!(store.set_grants("anna", &[], &auditor, "bo", at(2)).await, Ok(false));
    assert_eq!(store.person("anna").await.unwrap().unwrap().grants, worker);
}

#[tokio::test]
async fn nobody_ends_a_session_by_another_persons_name() {
    let (_folder, store) = open().await;
    for name in ["anna", "bo"] {
        store.add_person(&local(name, "h", &[]), "init", at(0)).await.unwrap();
    }
    let id = begin(&store, 1, "anna", 0).await.unwrap();
    assert_eq!(store.end_one_session(id, "bo", "bo", at(1)).await, Ok(false));
    assert!(alive(&store, 1, 1).await);
    store.end_session([1; 32]).await.unwrap();
    assert!(!alive(&store, 1, 1).await);
}
