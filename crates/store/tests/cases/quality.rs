//! What is told of the quality of a system's data.

use crate::common::*;
use catalogue::Code;
use letter::Event;
use store::{Refusals, Used};

fn refused(system: &str, code: Code, day: i64, refused: u64) -> Refusals {
    Refusals { system: system.to_owned(), code, day, refused }
}

#[tokio::test]
async fn refusals_add_up_over_days_and_nodes() {
    let (folder, store) = open().await;
    assert_eq!(store.refusals(0).await.unwrap(), []);
    let (digit, field) = (Code::RecipientCheckDigit, Code::FieldUnknown);
    store.count_refusals(&[refused("løn", digit, 10, 2), refused("løn", field, 10, 1)]).await.unwrap();
    store.count_refusals(&[refused("løn", digit, 10, 3), refused("løn", digit, 11, 4)]).await.unwrap();
    store.count_refusals(&[]).await.unwrap();
    store.close().await;
    let store = open_in(folder.path()).await;
    assert_eq!(
        store.refusals(10).await.unwrap(),
        [refused("løn", digit, 10, 9), refused("løn", field, 10, 1)]
    );
    assert_eq!(store.refusals(11).await.unwrap(), [refused("løn", digit, 11, 4)]);
    assert_eq!(store.refusals(12).await.unwrap(), []);
}

#[tokio::test]
async fn types_and_wrong_addresses_are_told_by_system() {
    let (_folder, store) = open().await;
    let mut ids = Vec::new();
    for (system, kind, second) in [("løn", "beslut", 1), ("løn", "faktura", 2), ("løn", "faktura", 3)] {
        let mut letter = letter("uppsala", kind, at(second));
        letter.source = system.to_owned();
        letter.reference = Some(format!("ref-{second}"));
        ids.push(store.accept(new(letter)).await.unwrap().id);
    }
    let used =
        |kind: &str, letters| Used { system: Some("løn".to_owned()), letter_type: kind.into(), letters };
    let found = store.types_by_system(&uppsala(), at(0)).await.unwrap();
    assert_eq!(found, [used("faktura", 2), used("beslut", 1)]);
    assert_eq!(store.types_by_system(&uppsala(), at(3)).await.unwrap(), [used("faktura", 1)]);

    let mut stuck = append(ids[2], 1, vec![Event::Retried { by: "Anna".into() }]);
    stuck.index.reason = Some(Code::Returned);
    store.append(stuck).await.unwrap();
    let found = store.letters_stuck(&uppsala(), at(0), &[Code::Returned, Code::NotInRegister]).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].id, found[0].reference.as_deref()), (ids[2], Some("ref-3")));
    assert_eq!((found[0].reason, found[0].system.as_deref()), (Some(Code::Returned), Some("løn")));
    assert_eq!(store.letters_stuck(&uppsala(), at(0), &[Code::NotInRegister]).await.unwrap(), []);
    assert_eq!(store.letters_stuck(&"enkoping".into(), at(0), &[Code::Returned]).await.unwrap(), []);
}
