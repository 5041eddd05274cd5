#![no_main]
//! Foreign bytes must give an answer or an error, never a panic.

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = xmldsig::verify_enveloped(data, &xmldsig::VerifyOptions::default());
    for form in [xmldsig::Form::Inclusive, xmldsig::Form::Exclusive] {
        if let Ok(once) = xmldsig::canonicalize(data, form, &xmldsig::Limits::default()) {
            let twice = xmldsig::canonicalize(&once, form, &xmldsig::Limits::default());
            assert_eq!(twice.as_deref().ok(), Some(&*once), "the canonical form is a fixed point");
        }
    }
});
