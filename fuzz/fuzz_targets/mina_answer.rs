#![no_main]
//! Foreign bytes must give an answer or an error, never a panic.

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    for expected in [mina::Expected::IsReachable, mina::Expected::IsRegistered, mina::Expected::DeliverSecure] {
        let _ = mina::read_answer(data, Some(expected), None, &mina::ReadOptions::default());
    }
    let _ = mina::parse_fault(data, &mina::Limits::default());
});
