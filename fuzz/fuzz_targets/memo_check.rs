#![no_main]
//! Reader and rules: foreign bytes give a verdict, the same whether they lie in memory or come in pieces, and what
//! was read can be written, shown and converted.

use memo::{CheckOptions, CountSink, Language, Limits, Version};
use std::io::Read;

/// Hands out a few bytes at a time, so that every token is cut somewhere.
struct Trickle<'a>(&'a [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.0.len().min(buffer.len()).min(61);
        let (now, later) = self.0.split_at(count);
        buffer[..count].copy_from_slice(now);
        self.0 = later;
        Ok(count)
    }
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    for incoming in [false, true] {
        let options = CheckOptions { incoming, ..CheckOptions::default() };
        let whole = memo::check(data, &options);
        let (message, pieces) =
            memo::check_from(Trickle(data), &options, &mut CountSink::default()).expect("neither end fails");
        assert_eq!(whole.findings, pieces.findings, "a stream is judged as a slice");
        assert!(whole.findings.len() <= options.limits.findings + 1);
        assert!(whole.findings.iter().all(|finding| finding.line > 0 && finding.column > 0));
        assert!(!whole.valid || message.is_some(), "what is valid was read");
    }
    let _ = memo::check_embedded(data, &CheckOptions::default());
    let Ok(message) = memo::read(data, &Limits::default()) else { return };
    let _ = memo::view::render_text(&message, Language::Da);
    let _ = memo::view::render_html(&message, Language::Sv);
    let _ = memo::route(&message);
    for version in [Version::V1_1, Version::V1_2] {
        let (message, _) = memo::convert(message.clone(), version);
        if let Ok(bytes) = memo::write_to_vec(&message, version) {
            let again = memo::read(&bytes, &Limits { message_bytes: u64::MAX, ..Limits::default() });
            let again = again.expect("what was written can be read");
            assert_eq!(again.header, message.header);
            assert_eq!(again.body, message.body);
        }
    }
});
