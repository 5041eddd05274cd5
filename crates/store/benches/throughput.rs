//! Accepts, claims and appends per second on the disk of the temporary directory.
//!
//! `cargo bench -p store`; `BENCH_CALLERS` (64), `BENCH_SECONDS` (5), `BENCH_LETTERS` (0: how many letters are
//! in the database beforehand), `BENCH_DIR`, `BENCH_CHECKPOINT_BYTES`,
//! `BENCH_CLEAR` (0: encrypted). A letter has one document of 4 KB and an idempotency key.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[path = "../tests/common/mod.rs"]
mod common;

use common::{index, letter, with_document};
use jiff::Timestamp;
use letter::{ChannelKind, Event, LetterId, MessageUuid};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::{Append, Blob, Filter, Idempotency, Index, LeaseAction, NewLetter, Page, Store, StoreConfig};
use uuid::Uuid;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

static NUMBER: AtomicU64 = AtomicU64::new(0);

fn random(bytes: usize) -> Vec<u8> {
    std::iter::repeat_with(|| Uuid::new_v4().into_bytes()).flatten().take(bytes).collect()
}

fn document() -> Vec<u8> {
    // Only the first bytes differ: making random bytes is not what is measured.
    let mut bytes = vec![b'x'; 4096];
    bytes[..16].copy_from_slice(Uuid::new_v4().as_bytes());
    bytes
}

fn new_letter(document_bytes: Vec<u8>) -> NewLetter {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let mut one = letter("uppsala", ["beslut", "faktura", "kallelse"][number as usize % 3], Timestamp::now());
    one.reference = Some(format!("UPP-2027-{number}"));
    let mut hash = [0; 32];
    hash[..16].copy_from_slice(Uuid::new_v4().as_bytes());
    let idempotency =
        Idempotency { scope: "bench".into(), key: Uuid::new_v4().to_string(), fingerprint: hash };
    NewLetter { recipient_hash: hash, idempotency: Some(idempotency), ..with_document(one, document_bytes) }
}

/// Processor time of this process so far, all threads, in seconds (Linux; a tick is 10 ms).
fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

struct Figures {
    latencies: Vec<Duration>,
    took: Duration,
    cpu_seconds: f64,
}

impl Figures {
    fn print(mut self, what: &str) {
        self.latencies.sort_unstable();
        let at = |share: f64| {
            let position = (self.latencies.len() as f64 * share) as usize;
            self.latencies
                .get(position.min(self.latencies.len().saturating_sub(1)))
                .copied()
                .unwrap_or_default()
        };
        println!(
            "{what:<34} {:>9.0}/s   p50 {:>7.2} ms   p99 {:>7.2} ms   max {:>7.2} ms   cpu {:>6.0} µs",
            self.latencies.len() as f64 / self.took.as_secs_f64(),
            at(0.5).as_secs_f64() * 1e3,
            at(0.99).as_secs_f64() * 1e3,
            at(1.0).as_secs_f64() * 1e3,
            self.cpu_seconds * 1e6 / self.latencies.len().max(1) as f64,
        );
    }
}

/// Runs `callers` loops of `call` for a time; with a rate, calls start at fixed instants.
async fn load<F, Fut>(callers: u64, seconds: u64, rate: Option<f64>, call: F) -> Figures
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = bool> + Send,
{
    let call = Arc::new(call);
    let (begin, cpu) = (Instant::now(), cpu_seconds());
    let end = begin + Duration::from_secs(seconds);
    let tasks: Vec<_> = (0..callers)
        .map(|caller| {
            let call = call.clone();
            tokio::spawn(async move {
                let mut latencies = Vec::new();
                let mut turn = caller;
                loop {
                    let mut start = Instant::now();
                    if let Some(rate) = rate {
                        start = begin + Duration::from_secs_f64(turn as f64 / rate);
                        turn += callers;
                        tokio::time::sleep_until(start.into()).await;
                    }
                    if start >= end || !call().await {
                        return latencies;
                    }
                    latencies.push(start.elapsed());
                }
            })
        })
        .collect();
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await.unwrap());
    }
    Figures { latencies, took: begin.elapsed(), cpu_seconds: cpu_seconds() - cpu }
}

fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(run());
}

async fn run() {
    let (callers, seconds) = (setting("BENCH_CALLERS", 64), setting("BENCH_SECONDS", 5));
    let folder = match std::env::var_os("BENCH_DIR") {
        Some(folder) => tempfile::tempdir_in(folder).unwrap(),
        None => tempfile::tempdir().unwrap(),
    };
    let mut config = StoreConfig::new(folder.path());
    if setting("BENCH_CLEAR", 0) == 0 {
        config = common::config(folder.path()).await;
    }
    config.checkpoint_bytes = setting("BENCH_CHECKPOINT_BYTES", config.checkpoint_bytes);
    let store = Store::open(&config).await.unwrap();
    fill(&store, setting("BENCH_LETTERS", 0)).await;

    let accept = |store: &Store| {
        let store = store.clone();
        move || {
            let store = store.clone();
            async move { store.accept(new_letter(document())).await.is_ok() }
        }
    };
    let figures = load(callers, seconds, None, accept(&store)).await;
    let rate = figures.latencies.len() as f64 / figures.took.as_secs_f64();
    figures.print(&format!("accept, {callers} callers"));
    load(callers * 4, seconds, Some(rate / 2.0), accept(&store)).await.print("accept, half of that rate");
    load(1, seconds, None, accept(&store)).await.print("accept, 1 caller");

    let claim = store.clone();
    let claimed = Arc::new(AtomicU64::new(0));
    let counter = claimed.clone();
    let figures = load(1, seconds, None, move || {
        let (store, counter) = (claim.clone(), counter.clone());
        async move {
            let claims =
                store.claim_due(Timestamp::now(), 64, Duration::from_secs(3600), "bench").await.unwrap();
            counter.fetch_add(claims.len() as u64, Ordering::Relaxed);
            !claims.is_empty()
        }
    })
    .await;
    let letters = claimed.load(Ordering::Relaxed) as f64 / figures.took.as_secs_f64();
    figures.print(&format!("claim of 64 ({letters:.0} letters/s)"));

    let (append, begun) = (store.clone(), Arc::new(AtomicU64::new(0)));
    load(callers, seconds, None, move || {
        let (store, begun) = (append.clone(), begun.clone());
        async move {
            if begun.fetch_add(1, Ordering::Relaxed).is_multiple_of(8) {
                let _ = store.ping().await;
            }
            let id = store.accept(new_letter(document())).await.unwrap().id;
            life(&store, id).await;
            true
        }
    })
    .await
    .print("whole life: accept + 5 appends");

    let figures = load(callers, seconds, None, {
        let store = store.clone();
        let ids = Arc::new(tokio::sync::Mutex::new(some_letters(&store).await));
        move || {
            let (store, ids) = (store.clone(), ids.clone());
            async move {
                let Some(id) = ids.lock().await.pop() else { return false };
                let seq = store.load(id).await.unwrap().unwrap().seq();
                store.append(change(id, seq, Event::Retried { by: "bench".into() }, "routed")).await.is_ok()
            }
        }
    })
    .await;
    figures.print("load + append");

    let filter = Filter { state: Some("accepted".into()), ..Filter::default() };
    let list = store.clone();
    load(4, seconds, None, move || {
        let (store, filter) = (list.clone(), filter.clone());
        async move { store.list(&filter, &Page::default()).await.is_ok() }
    })
    .await
    .print("list of 50, 4 callers");

    let blob = random(1024 * 1024);
    let files = store.clone();
    load(4, seconds, None, move || {
        let (store, mut blob) = (files.clone(), blob.clone());
        async move {
            blob[..16].copy_from_slice(Uuid::new_v4().as_bytes());
            store.put_blob(common::OWNER, &common::uppsala(), blob).await.is_ok()
        }
    })
    .await
    .print("blob of 1 MiB, 4 callers");

    println!("{:?}", store.size().await.unwrap());
    store.close().await;
    let begin = Instant::now();
    let store = Store::open(&config).await.unwrap();
    println!("open: {:.1} ms", begin.elapsed().as_secs_f64() * 1e3);
    store.close().await;
}

/// Fills the database with letters whose life is over.
async fn fill(store: &Store, letters: u64) {
    let begin = Instant::now();
    let left = Arc::new(AtomicU64::new(letters));
    let filler = store.clone();
    if letters > 0 {
        load(256, 86_400, None, move || {
            let (store, left) = (filler.clone(), left.clone());
            async move {
                if left
                    .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
                    .is_err()
                {
                    return false;
                }
                let id = store.accept(new_letter(Uuid::new_v4().into_bytes().to_vec())).await.unwrap().id;
                store.append(change(id, 1, Event::Expired, "expired")).await.is_ok()
            }
        })
        .await;
        println!("filled with {letters} letters in {:.0} s", begin.elapsed().as_secs_f64());
    }
}

async fn some_letters(store: &Store) -> Vec<LetterId> {
    let (mut ids, mut page) = (Vec::new(), Page { limit: 250, cursor: None });
    while ids.len() < 100_000 {
        let listed = store.list(&Filter::default(), &page).await.unwrap();
        ids.extend(listed.rows.iter().map(|row| row.id));
        page.cursor = listed.next;
        if page.cursor.is_none() {
            break;
        }
    }
    ids
}

fn change(id: LetterId, expected_seq: u32, event: Event, state: &str) -> Append {
    Append {
        id,
        expected_seq,
        events: vec![event],
        at: Timestamp::now(),
        index: index(state),
        lease: LeaseAction::None,
        blobs: Vec::new(),
        receipt: None,
    }
}

/// What a letter goes through on its way to a mailbox.
async fn life(store: &Store, id: LetterId) {
    let channel = ChannelKind::MinaMeddelanden;
    let message_uuid = MessageUuid(Uuid::new_v4());
    let blob = Blob::new(document());
    let digest = blob.digest();
    let due_at = Some(Timestamp::now());
    let standing = |state: &str| Index { channel: Some(channel), due_at, ..index(state) };
    let steps = [
        (Event::Retried { by: "bench".into() }, standing("routed")),
        (
            Event::Composed {
                channel,
                message_uuid,
                digest,
                size_bytes: blob.size_bytes(),
                warnings: Vec::new(),
            },
            Index { message_uuid: Some(message_uuid), ..standing("routed") },
        ),
        (Event::Attempted { channel, attempt: 1 }, standing("routed")),
        (Event::HandedOver { channel, transmission_id: None, raw: None }, standing("handed_over")),
        (Event::Expired, index("delivered")),
    ];
    let mut blob = Some(blob);
    for (seq, (event, index)) in (1..).zip(steps) {
        let blobs = if seq == 2 { blob.take().into_iter().collect() } else { Vec::new() };
        store.append(Append { index, blobs, ..change(id, seq, event, "") }).await.unwrap();
    }
}
