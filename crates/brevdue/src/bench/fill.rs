//! Fills a database with letters that have come to their end, past the API.

use crate::exit::Failure;
use crate::output::Output;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::Timestamp;
use letter::{Event, Letter, LetterId, StateName};
use std::path::Path;
use std::time::Instant;
use store::{Append, Index, LeaseAction, NewLetter, Store, StoreConfig};

/// Calls that share commits.
const AT_A_TIME: usize = 1_000;
/// Long after the measurement: no worker takes one up between its two commits.
const NOT_DUE: &str = "9999-01-01T00:00:00Z";

/// Letters a second that went in.
pub(super) async fn fill(data_dir: &Path, letters: u64, out: &Output) -> Result<f64, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::new(format!("filling the database: {error}"));
    let store = Store::open(&StoreConfig::new(data_dir)).await.map_err(|error| failed(&error))?;
    let not_due: Timestamp = NOT_DUE.parse().map_err(|error: jiff::Error| failed(&error))?;
    let began = Instant::now();
    let work = stream::iter(0..letters).map(|number| one(&store, number, not_due));
    work.buffer_unordered(AT_A_TIME)
        .try_fold(0_u64, |done, ()| async move {
            if done.is_multiple_of(10_000) {
                out.progress(&format!("{done} of {letters} letters in the database"));
            }
            Ok(done + 1)
        })
        .await?;
    store.close().await;
    Ok(letters as f64 / began.elapsed().as_secs_f64())
}

async fn one(store: &Store, number: u64, due_at: Timestamp) -> Result<(), Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::new(format!("filling the database: {error}"));
    let now = Timestamp::now();
    let id = LetterId(uuid::Uuid::now_v7());
    let letter = Letter::from_stored(&stored(id, number, now)).map_err(|error| failed(&error))?;
    let mut recipient_hash = [0; 32];
    // Many recipients, some with many letters.
    recipient_hash[..8].copy_from_slice(&(number % 1_000_003).to_be_bytes());
    let new = NewLetter { letter, blobs: Vec::new(), idempotency: None, recipient_hash, due_at };
    store.accept(new).await.map_err(|error| failed(&error))?;
    let end = Append {
        id,
        expected_seq: 1,
        events: vec![Event::Cancelled { by: "bench".to_owned() }],
        at: now,
        index: Index {
            state: StateName::Cancelled.as_str().to_owned(),
            channel: None,
            reason: None,
            attention: false,
            due_at: None,
            message_uuid: None,
        },
        lease: LeaseAction::None,
        blobs: Vec::new(),
        receipt: None,
    };
    store.append(end).await.map_err(|error| failed(&error))?;
    Ok(())
}

/// A letter to an official test person, as the store has it.
fn stored(id: LetterId, number: u64, now: Timestamp) -> String {
    serde_json::json!({
        "id": id, "sender": "exempelkommun", "letter_type": "beslut", "class": 2, "country": "se",
        "recipient": "192705178354", "protected": false, "subject": format!("Beslut {number}"),
        "contact": { "text": "Ring växeln." }, "documents": [], "reference": format!("fill-{number}"),
        "source": "bench", "accepted_at": now,
    })
    .to_string()
}
