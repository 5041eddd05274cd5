#![no_main]
//! Foreign bytes must give an answer or an error, never a panic.

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = mina::check(data, &mina::CheckOptions::default());
});
