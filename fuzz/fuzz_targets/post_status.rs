#![no_main]
//! What is pushed to us as a receipt: foreign bytes give a receipt or an error, and the answer is always one.

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    match channels::read_post_status(data) {
        Ok(status) => {
            let _ = status.receipt();
            assert!(!format!("{status:?}").is_empty());
        }
        Err(error) => assert!(!channels::post_status_answer(Some(&error.to_string())).is_empty()),
    }
});
