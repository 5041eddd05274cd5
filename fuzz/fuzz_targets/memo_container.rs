#![no_main]
//! Containers: foreign bytes as a container, and as the archive inside one; what they unpack to stays within bounds.

use liblzma::stream::{LzmaOptions, Stream};
use liblzma::write::XzEncoder;
use memo::container::{ContainerLimits, looks_like_container, read_container};
use memo::{CheckOptions, Context, CountSink};
use std::io::{Read, Write};
use std::ops::ControlFlow;

const LIMITS: ContainerLimits = ContainerLimits {
    entries: 40,
    entry_bytes: 200_000,
    total_bytes: 1_000_000,
    ratio: 300,
    ratio_from_bytes: 100_000,
    dictionary_bytes: 1 << 20,
    header_bytes: 4096,
};

fn unpack(packed: &[u8]) {
    let mut unpacked = 0;
    let end = read_container(packed, &LIMITS, |entry, content| {
        assert!(entry.number <= LIMITS.entries && entry.length <= LIMITS.entry_bytes);
        assert!(!entry.name.contains(['/', '\\', '\0']) && !entry.name.starts_with('.'));
        // Messages are judged, left alone or read in part, in turn.
        match entry.number % 3 {
            0 => {}
            1 => {
                let context = Context { entry_name: Some(entry.name.clone()), ..Context::default() };
                let options = CheckOptions { context, ..CheckOptions::default() };
                if memo::check_from(content, &options, &mut CountSink::default()).is_err() {
                    return ControlFlow::Break(());
                }
            }
            _ => {
                if content.take(100).read_to_end(&mut Vec::new()).is_err() {
                    return ControlFlow::Break(());
                }
            }
        }
        unpacked += entry.length;
        ControlFlow::Continue(())
    });
    assert!(unpacked <= LIMITS.total_bytes);
    match end {
        Ok(ControlFlow::Continue(count)) => assert!(count > 0 && count <= LIMITS.entries),
        // Who stops because a message could not be read is told why by the container.
        Ok(ControlFlow::Break(())) => panic!("stopped without a reason"),
        Err(error) => assert!(error.rule().is_some(), "{error}"),
    }
}

fn packed(archive: &[u8]) -> Option<Vec<u8>> {
    let mut options = LzmaOptions::new_preset(0).ok()?;
    let stream = Stream::new_lzma_encoder(options.dict_size(64 << 10)).ok()?;
    let mut encoder = XzEncoder::new_stream(Vec::new(), stream);
    encoder.write_all(archive).ok()?;
    encoder.finish().ok()
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = looks_like_container(data);
    unpack(data);
    if let Some(container) = packed(data) {
        unpack(&container);
    }
});
