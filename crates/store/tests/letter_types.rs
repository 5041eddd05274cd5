//! Imported letter types: versions are kept, one is active, and all of it survives.

mod common;

use common::*;
use letter::{LetterType, TypeState};
use store::{StoreError, StoredType};

fn kind(code: &str, class: u8) -> LetterType {
    let definition = serde_json::json!({
        "code": code, "sender": "eksempel", "name": { "da": "Opkrævning", "sv": "", "en": "" }, "class": class,
        "archetype": "payment",
        "markup": { "actions": [ { "kind": "payment", "label": "Betal", "url": "{url}", "required": true } ] },
    });
    serde_json::from_value(definition).unwrap()
}

fn version(code: &str, version: u32, class: u8, state: TypeState) -> StoredType {
    StoredType {
        letter_type: kind(code, class),
        version,
        state,
        imported_by: "admin".to_owned(),
        imported_at: at(i64::from(version)),
        state_by: "admin".to_owned(),
        state_at: at(i64::from(version)),
    }
}

#[tokio::test]
async fn versions_are_kept_and_one_of_them_is_active() {
    let (folder, store) = open().await;
    let first = version("opkraevning", 1, 2, TypeState::Active);
    store.add_letter_type(&first).await.unwrap();
    let again = store.add_letter_type(&first).await;
    assert!(matches!(again, Err(StoreError::Refused { .. })), "{again:?}");
    store.add_letter_type(&version("opkraevning", 2, 3, TypeState::Active)).await.unwrap();
    store.add_letter_type(&version("brev", 1, 1, TypeState::Draft)).await.unwrap();
    store.close().await;
    let store = open_in(folder.path()).await;
    let states = |types: Vec<StoredType>| -> Vec<(String, u32, TypeState)> {
        types.into_iter().map(|one| (one.letter_type.code.0, one.version, one.state)).collect()
    };
    let all = store.letter_types().await.unwrap();
    assert_eq!(all.get(1).unwrap().letter_type, first.letter_type, "a version never changes");
    let of = |code: &str, version, state| (code.to_owned(), version, state);
    assert_eq!(
        states(all),
        [
            of("brev", 1, TypeState::Draft),
            of("opkraevning", 1, TypeState::Retired),
            of("opkraevning", 2, TypeState::Active),
        ]
    );
    let code = "opkraevning".into();
    assert!(store.set_letter_type_state(&code, 1, TypeState::Active, "anna", at(9)).await.unwrap());
    assert!(!store.set_letter_type_state(&code, 7, TypeState::Active, "anna", at(9)).await.unwrap());
    let all = store.letter_types().await.unwrap();
    assert_eq!((all[1].state, all[2].state), (TypeState::Active, TypeState::Retired));
    assert_eq!((all[1].state_by.as_str(), all[1].imported_by.as_str()), ("anna", "admin"));
}
