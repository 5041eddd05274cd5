#![no_main]
//! Foreign bytes must give an answer or an error, never a panic.

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let options = memo::CheckOptions::default();
    let _ = memo::check(data, &options);
    if let Ok(message) = memo::read(data, &memo::Limits::default()) {
        // What was read can be written again, or is refused with findings.
        let _ = memo::write_to_vec(&message, message.version);
    }
});
