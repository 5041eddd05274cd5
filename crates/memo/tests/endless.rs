//! Streams that never end. Alone in its file, because it watches the memory of the whole process.
#![allow(clippy::unwrap_used)]

#[path = "support/cases.rs"]
mod cases;

use cases::BASE;
use memo::{CheckOptions, CountSink, Limits, check_from};
use std::io::Read;

const ROOT: &str = "<memo:Message xmlns:memo=\"https://DigitalPost.dk/MeMo-1\" memoVersion=\"1.2\">";

/// Never ends and counts what is taken.
struct Endless<'a> {
    head: &'a [u8],
    body: &'a [u8],
    taken: u64,
    phase: usize,
}

impl Read for Endless<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = if self.head.is_empty() {
            let from = self.body.iter().cycle().skip(self.phase);
            buffer.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
            self.phase = (self.phase + buffer.len()) % self.body.len();
            buffer.len()
        } else {
            self.head.read(buffer)?
        };
        self.taken += count as u64;
        Ok(count)
    }
}

#[test]
fn endless_streams_stop_at_the_limit() {
    let up_to = |text: &str| BASE[..BASE.find(text).unwrap() + text.len()].to_owned();
    let small = Limits { message_bytes: 1_000_000, ..Limits::default() };
    for (head, body, rule) in [
        (String::new(), "a", "A1"),
        (String::new(), " ", "L1"),
        ("<".to_owned(), "a", "A8"),
        ("<a b=\"".to_owned(), "a", "A8"),
        ("<!--".to_owned(), "a", "L1"),
        ("<?pi ".to_owned(), "a", "L1"),
        (ROOT.to_owned(), "a", "L1"),
        (ROOT.to_owned(), "<x>", "A8"),
        (ROOT.to_owned(), "<!--x-->", "L1"),
        (up_to("<memo:label>"), "a", "L1"),
        (up_to("<memo:label>"), "æ", "L1"),
        (up_to("<memo:label>"), "&#97;", "L1"),
        (up_to("<memo:content>"), "a", "L1"),
        (up_to("<memo:content>"), "aaaa\n", "L1"),
        (up_to("<memo:content>"), "!", "L1"),
        // A million attributes, ten thousand nested elements: refused long before.
        ("<memo:Message".to_owned(), " a=\"b\"", "A8"),
        (ROOT.to_owned(), "<memo:MessageHeader>", "A8"),
        (String::new(), "\0", "A1"),
        ("\u{feff}".to_owned(), "<\0", "A1"),
        ("<\0?\0x\0m\0l\0".to_owned(), " \0", "A1"),
        (up_to("<memo:label>"), "\0", "A1"),
        (up_to("<memo:content>"), "\0", "H5"),
        // HTML is kept to be looked through, but not without end.
        (up_to("<memo:content>").replace("text/plain", "text/html"), "PHA+", "L1"),
    ] {
        let mut source = Endless { head: head.as_bytes(), body: body.as_bytes(), taken: 0, phase: 0 };
        // One of them farther, to see that memory does not follow.
        let far = body == "a" && head.ends_with("<memo:content>") || body == "PHA+";
        let limits = if far { Limits::default() } else { small.clone() };
        let limit = limits.message_bytes;
        let options = CheckOptions { limits, ..CheckOptions::default() };
        let before = peak_memory();
        let (message, report) = check_from(&mut source, &options, &mut CountSink::default()).unwrap();
        assert!(message.is_none() && !report.valid);
        assert!(report.findings.iter().any(|f| f.rule == rule), "{head:.20} {body}: {:?}", report.findings);
        assert!(source.taken <= limit + 300_000, "{body}: took {}", source.taken);
        assert!(
            peak_memory() - before < 8 * 1024,
            "{head:.20} {body}: memory grew by {}",
            peak_memory() - before
        );
    }
}

/// Highest resident set of this process so far in KiB; 0 where it cannot be read.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0)
}
