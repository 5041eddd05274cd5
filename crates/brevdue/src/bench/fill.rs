//! Fills a database with letters that have come to their end, past the API but through the store: its indexes, counts
//! and chain are those of real letters.

use crate::exit::Failure;
use crate::output::Output;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::Timestamp;
use letter::{Event, Letter, LetterId, StateName};
use std::time::Instant;
use store::{Append, Index, LeaseAction, NewLetter, Store};
use xtask::site::Site;

/// Letters that share a commit; twice as many are under way.
const GROUP: usize = 4_096;
/// Memory for pages, while nothing else runs.
const CACHE_KIB: u32 = 1024 * 1024;
const LOG_BYTES: u64 = 1024 * 1024 * 1024;
/// Long after the measurement: no worker takes one up between its two commits.
const NOT_DUE: &str = "9999-01-01T00:00:00Z";
/// People who get letters: many, some of them often.
const PEOPLE: u64 = 1_000_003;
/// A test person of the Swedish tax agency.
const RECIPIENT: &str = "192705178354";

fn failed(error: &dyn std::fmt::Display) -> Failure {
    Failure::new(format!("filling the database: {error}"))
}

/// Brings the letters of an installation to that number; letters a second, if any were missing. A server of the run's own
/// keeps nothing safe meanwhile.
pub(super) async fn fill(site: &Site, letters: u64, out: &Output) -> Result<Option<f64>, Failure> {
    let config = site.config(0).ok_or_else(|| Failure::new("the installation has no gateway"))?;
    let config = server::Config::load(config).map_err(|error| failed(&error))?;
    let mut config = config.store().map_err(|error| failed(&error))?;
    config.group_size = GROUP;
    config.writer_cache_kib = CACHE_KIB;
    config.checkpoint_bytes = LOG_BYTES;
    let store = Store::open(&config).await.map_err(|error| failed(&error))?;
    let there = store.size().await.map_err(|error| failed(&error))?.letters;
    if letters <= there {
        store.close().await;
        return Ok(None);
    }
    site.filling().map_err(|error| failed(&error))?;
    let not_due: Timestamp = NOT_DUE.parse().map_err(|error: jiff::Error| failed(&error))?;
    let began = Instant::now();
    let work = stream::iter(there..letters).map(|number| {
        let store = store.clone();
        // Sealing takes every processor there is.
        async move { tokio::spawn(one(store, number, not_due)).await.map_err(|error| failed(&error))? }
    });
    work.buffer_unordered(2 * GROUP)
        .try_fold(there, |done, ()| async move {
            if done.is_multiple_of(100_000) {
                out.progress(&format!("{done} of {letters} letters in the database"));
            }
            Ok(done + 1)
        })
        .await?;
    store.close().await;
    let rate = (letters - there) as f64 / began.elapsed().as_secs_f64();
    site.filled().map_err(|error| failed(&error))?;
    Ok(Some(rate))
}

async fn one(store: Store, number: u64, due_at: Timestamp) -> Result<(), Failure> {
    let now = Timestamp::now();
    let id = LetterId(uuid::Uuid::now_v7());
    let letter = Letter::from_stored(&stored(id, number, now)).map_err(|error| failed(&error))?;
    let mut recipient_hash = [0; 32];
    // In order, or filling would take hours: what is measured meets the finished index anywhere.
    recipient_hash[..8].copy_from_slice(&((number % PEOPLE) << 40).to_be_bytes());
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
        "id": id, "sender": "exempel", "letter_type": "beslut", "class": 2, "country": "se",
        "recipient": RECIPIENT, "protected": false, "subject": format!("Beslut {number}"),
        "contact": { "text": "Ring växeln." }, "documents": [], "reference": format!("fill-{number:09}"),
        "source": "bench", "accepted_at": now,
    })
    .to_string()
}
