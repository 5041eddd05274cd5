//! Speed beside the peer: `cargo bench -p memo`. The goals are in `design/quality.md`.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use memo::{CheckOptions, Content, CountSink, Limits, Message, Version};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

fn main() {
    let options = CheckOptions::default();
    let small = include_bytes!("letter.xml").as_slice();
    let message = memo::read(small, &Limits::default()).unwrap();
    let large = with_file(&message, 5_000_000 / 4 * 3);

    println!(
        "rates are per second of processor time\n{:<44} {:>12} {:>12} {:>8}  goal",
        "what", "memo", "xmllint", "ratio"
    );
    row("read + rules, 4 KB (messages/s)", small, 300, "≥ 3", || {
        assert!(memo::check(small, &options).valid)
    });
    let ours = || assert!(memo::check(&large, &options).valid);
    row("read + rules + decode, 5 MB (messages/s)", &large, 1, "≥ 25", ours);
    let text = vec![b'A'; 5_000_000];
    let mut room = vec![0; 3_750_000];
    let raw = rate(|| {
        for (text, room) in text.chunks(16_384).zip(room.chunks_mut(12_288)) {
            assert!(base64_simd::STANDARD.decode(text, base64_simd::Out::from_slice(room)).is_ok());
        }
    });
    println!("{:<44} {raw:>12.0}", "base64 decoding alone, 5 MB (messages/s)");
    let ours = || {
        let read = memo::check_from(&large[..], &options, &mut CountSink::default()).unwrap();
        assert!(read.1.valid);
    };
    row("the same from a stream, 5 MB (messages/s)", &large, 1, "", ours);
    let ours = rate(|| assert!(memo::read(small, &Limits::default()).is_ok()));
    println!("{:<44} {ours:>12.0}", "read alone, 4 KB (messages/s)");
    let mut out = Vec::with_capacity(8192);
    let ours = rate(|| {
        out.clear();
        memo::write(&message, Version::V1_2, &mut out).unwrap();
    });
    println!("{:<44} {ours:>12.0}", "write, 4 KB (messages/s)");
    write_70_mb(&message);
    lines(&message);
}

/// A message like `message` with a main file of this size.
fn with_file(message: &Message, size: usize) -> Vec<u8> {
    let mut message = message.clone();
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend((0..size).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8));
    message.body.as_mut().unwrap().main_document.files[0].content = Content::Bytes(bytes);
    memo::write_to_vec(&message, Version::V1_2).unwrap()
}

fn write_70_mb(message: &Message) {
    const SIZE: u64 = 70_000_000;
    let mut message = message.clone();
    let stored = Content::Stored { handle: "pdf".to_owned(), length: SIZE };
    message.body.as_mut().unwrap().main_document.files[0].content = stored;
    let before = peak_memory();
    let mut source = |_: &str| Ok(std::io::Read::take(std::io::repeat(0x25), SIZE));
    let mut sink = Counter(0);
    let rate = rate(|| memo::write_with(&message, Version::V1_2, &mut source, &mut sink).unwrap());
    println!(
        "{:<44} {:>9.2} GB/s {:>29}  ≥ 2",
        "write, 70 MB attachment from a stream",
        rate * SIZE as f64 / 1e9,
        ""
    );
    let growth = peak_memory().saturating_sub(before);
    let file = Content::Bytes(vec![0x25; SIZE as usize]);
    println!("{:<44} {growth:>8} KiB {:>31}  ≤ 16384", "peak memory above idle while writing", "");
    message.body.as_mut().unwrap().main_document.files[0].content = file;
    let rate = self::rate(|| memo::write(&message, Version::V1_2, &mut sink).unwrap());
    println!("{:<44} {:>9.2} GB/s", "write, 70 MB attachment from memory", rate * SIZE as f64 / 1e9);
}

/// Base64 in lines of 76, as many producers write it.
fn lines(message: &Message) {
    let text = String::from_utf8(with_file(message, 5_000_000 / 4 * 3)).unwrap();
    let start = text.find("<memo:content>").unwrap() + "<memo:content>".len();
    let end = text.find("</memo:content>").unwrap();
    let wrapped: Vec<&str> =
        text.as_bytes()[start..end].chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let text = format!("{}{}{}", &text[..start], wrapped.join("\r\n"), &text[end..]);
    let options = CheckOptions::default();
    let ours = || assert!(memo::check(text.as_bytes(), &options).valid);
    row("5 MB in lines of 76 (messages/s)", text.as_bytes(), 1, "", ours);
}

struct Counter(u64);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// One line: both sides in turn, the best of each.
fn row(what: &str, xml: &[u8], files: usize, goal: &str, mut work: impl FnMut()) {
    let (mut ours, mut theirs) = (0f64, None::<f64>);
    for _ in 0..3 {
        ours = ours.max(rate(&mut work));
        theirs = peer(xml, files).map(|p| p.max(theirs.unwrap_or(0.0)));
    }
    match theirs {
        Some(peer) => println!("{what:<44} {ours:>12.0} {peer:>12.0} {:>8.1}  {goal}", ours / peer),
        None => println!("{what:<44} {ours:>12.0} {:>12} {:>8}  {goal}", "-", "-"),
    }
}

/// Best of several runs, per second of processor time: other work on the machine does not count.
fn rate(mut work: impl FnMut()) -> f64 {
    work();
    let mut best = 0f64;
    for _ in 0..2 {
        let (wall, begun) = (Instant::now(), own_time());
        let mut count = 0u32;
        while wall.elapsed() < Duration::from_millis(200) {
            for _ in 0..if count > 64 { 64 } else { 1 } {
                work();
                count += 1;
            }
        }
        best = best.max(f64::from(count) / own_time().saturating_sub(begun).as_secs_f64());
    }
    best
}

/// Processor time of this thread.
fn own_time() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text.split_whitespace().next().and_then(|n| n.parse().ok());
    nanos
        .map_or_else(|| std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default(), Duration::from_nanos)
}

/// Processor time of finished child processes.
fn child_time() -> Duration {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(") ").next().unwrap_or_default().split_whitespace().collect();
    let ticks = |i: usize| fields.get(i).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0);
    // Fields 16 and 17 of stat(5), in hundredths of a second; the first two are cut off.
    Duration::from_millis(10 * (ticks(13) + ticks(14)))
}

/// Parse and schema validation by libxml2 per second: `xmllint --repeat` runs each file a hundred times in one
/// process, long enough that start-up and the reading of the schema do not count.
fn peer(xml: &[u8], files: usize) -> Option<f64> {
    let schema = schema()?;
    let file = tempfile::Builder::new().suffix(".xml").tempfile().unwrap();
    std::fs::write(file.path(), xml).unwrap();
    let time = run(&schema, file.path(), files)?;
    Some(100.0 * files as f64 / time.as_secs_f64())
}

fn run(schema: &Path, file: &Path, files: usize) -> Option<Duration> {
    let begun = child_time();
    let mut command = Command::new("xmllint");
    command.args(["--noout", "--huge", "--memory", "--repeat", "--schema"]).arg(schema);
    command.args(std::iter::repeat_n(file, files)).stderr(std::process::Stdio::null());
    let status = command.status().inspect_err(|_| println!("no xmllint, no peer")).ok()?;
    status.success().then(|| child_time().saturating_sub(begun))
}

fn schema() -> Option<PathBuf> {
    let reference = std::env::var_os("BREVDUE_REFERENCE").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference"),
        PathBuf::from,
    );
    let schema = reference.join("denmark/schemas/memo-1.2-reconstructed/MeMo_core.xsd");
    schema.is_file().then_some(schema)
}

/// Highest resident set of this process so far in KiB.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0)
}
