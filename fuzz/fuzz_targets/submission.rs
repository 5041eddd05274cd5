#![no_main]
//! Foreign bytes must give an answer or an error, never a panic.

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(value) = serde_json::from_slice::<serde_json::Value>(data) {
        let _ = letter::Submission::from_json(&value);
    }
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = letter::check_html(text);
        let _ = party::PartyId::parse(party::Country::Se, text);
        let _ = party::PartyId::parse(party::Country::Dk, text);
        let _ = party::find_personal_numbers(text);
    }
});
