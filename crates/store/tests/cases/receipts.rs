//! The inbox of receipts.

use crate::common::*;
use catalogue::Code;
use letter::{ChannelKind, Event, MessageUuid, ReceiptKind};
use store::{Append, Index, NewReceipt, ReceiptBacklog, ReceiptFate, Stored};
use uuid::Uuid;

fn receipt(key: &str, message_uuid: Option<MessageUuid>, seconds: i64) -> NewReceipt {
    NewReceipt {
        channel: ChannelKind::DigitalPost,
        external_key: key.to_owned(),
        message_uuid,
        raw: format!("<receipt>{key}</receipt>").into_bytes(),
        received_at: at(seconds),
    }
}

#[tokio::test]
async fn a_receipt_is_kept_once() {
    let (_folder, store) = open().await;
    assert_eq!(store.store_receipt(receipt("1", None, 0)).await, Ok(Stored::New));
    assert_eq!(store.store_receipt(receipt("1", None, 5)).await, Ok(Stored::Duplicate));
    let elsewhere = NewReceipt { channel: ChannelKind::Kombi, ..receipt("1", None, 6) };
    assert_eq!(store.store_receipt(elsewhere).await, Ok(Stored::New));
    let many = ["1", "2", "3", "2"].map(|key| receipt(key, None, 7)).to_vec();
    let stored = store.store_receipts(many).await.unwrap();
    assert_eq!(stored, [Stored::Duplicate, Stored::New, Stored::New, Stored::Duplicate]);
    assert_eq!(store.store_receipts(Vec::new()).await.unwrap(), []);
    let waiting = store.unmatched_receipts(at(10), 10).await.unwrap();
    assert_eq!(waiting.len(), 4);
    assert_eq!((waiting[0].received_at, waiting[0].raw.as_slice()), (at(0), &b"<receipt>1</receipt>"[..]));
    assert_eq!(store.receipt_backlog().await.unwrap(), ReceiptBacklog { waiting: 4, oldest: Some(at(0)) });
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_parallel_copies_one_is_new() {
    let (_folder, store) = open().await;
    let tasks: Vec<_> = (0..50)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.store_receipt(receipt("same", None, 0)).await.unwrap() })
        })
        .collect();
    let mut new = 0;
    for task in tasks {
        new += u32::from(task.await.unwrap() == Stored::New);
    }
    assert_eq!(new, 1);
}

#[tokio::test]
async fn a_receipt_before_its_letter_waits_and_hurries_when_the_letter_comes() {
    let (_folder, store) = open().await;
    let message = MessageUuid(Uuid::new_v4());
    store.store_receipt(receipt("early", Some(message), 0)).await.unwrap();
    let early = store.unmatched_receipts(at(0), 10).await.unwrap().remove(0);
    assert_eq!((early.letter, early.tries), (None, 0));
    assert!(store.mark_receipt(early.id, ReceiptFate::Later(at(600))).await.unwrap());
    assert!(store.unmatched_receipts(at(599), 10).await.unwrap().is_empty());

    let id = accepted(&store).await;
    let mut composed = append(id, 1, vec![Event::Retried { by: "x".into() }]);
    composed.index.message_uuid = Some(message);
    store.append(composed).await.unwrap();
    let early = store.unmatched_receipts(at(1), 10).await.unwrap().remove(0);
    assert_eq!((early.letter, early.tries, early.message_uuid), (Some(id), 1, Some(message)));

    // The event and the mark go together.
    let event = Event::Receipt {
        channel: ChannelKind::DigitalPost,
        message_uuid: message,
        kind: ReceiptKind::Delivered,
        problem: None,
        detail: None,
        raw: None,
    };
    let matched = Append { receipt: Some(early.id), index: index("delivered"), ..append(id, 2, vec![event]) };
    store.append(matched.clone()).await.unwrap();
    assert!(store.append(matched).await.is_err());
    assert!(store.unmatched_receipts(at(9_999), 10).await.unwrap().is_empty());
    let of_letter = store.receipts_of(id).await.unwrap();
    assert_eq!((of_letter.len(), of_letter[0].id), (1, early.id));
    assert!(!store.mark_receipt(early.id, ReceiptFate::SetAside(Code::MailboxOpen)).await.unwrap());
}

#[tokio::test]
async fn a_failed_append_leaves_the_receipt_waiting() {
    let (_folder, store) = open().await;
    let id = accepted(&store).await;
    store.store_receipt(receipt("r", None, 0)).await.unwrap();
    let waiting = store.unmatched_receipts(at(0), 1).await.unwrap().remove(0);
    let stale = Append { receipt: Some(waiting.id), ..append(id, 7, vec![Event::Expired]) };
    assert!(store.append(stale).await.is_err());
    assert_eq!(store.receipt_backlog().await.unwrap().waiting, 1);
}

#[tokio::test]
async fn poison_is_set_aside_and_does_not_block_the_others() {
    let (_folder, store) = open().await;
    store.store_receipt(receipt("poison", None, 0)).await.unwrap();
    store.store_receipt(receipt("good", None, 1)).await.unwrap();
    let poison = store.unmatched_receipts(at(1), 1).await.unwrap().remove(0);
    assert_eq!(poison.external_key, "poison");
    for tries in 1..=3 {
        store.mark_receipt(poison.id, ReceiptFate::Later(at(100 * tries))).await.unwrap();
        assert_eq!(store.unmatched_receipts(at(2), 1).await.unwrap()[0].external_key, "good");
    }
    store.mark_receipt(poison.id, ReceiptFate::SetAside(Code::MailboxOpen)).await.unwrap();
    assert_eq!(store.unmatched_receipts(at(9_999), 10).await.unwrap().len(), 1);
    let aside = store.receipts_set_aside(10).await.unwrap();
    assert_eq!((aside[0].0.id, aside[0].0.tries, aside[0].1), (poison.id, 4, Some(Code::MailboxOpen)));
    // A person may put it back.
    store.mark_receipt(poison.id, ReceiptFate::Later(at(0))).await.unwrap();
    assert_eq!(store.unmatched_receipts(at(9_999), 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_letter_is_found_by_each_of_its_messages() {
    let (_folder, store) = open().await;
    let id = accepted(&store).await;
    let messages = [MessageUuid(Uuid::new_v4()), MessageUuid(Uuid::new_v4())];
    for (seq, message) in (1..).zip(messages) {
        let index = Index { message_uuid: Some(message), ..index("routed") };
        store.append(Append { index, ..append(id, seq, vec![Event::Expired]) }).await.unwrap();
    }
    for message in messages {
        assert_eq!(store.letter_of_message(message).await.unwrap(), Some(id));
    }
    assert_eq!(store.letter_of_message(MessageUuid(Uuid::new_v4())).await.unwrap(), None);
}
