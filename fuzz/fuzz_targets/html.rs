#![no_main]
//! HTML of a letter: what is shown of it is harmless, whatever came in.

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    for media_type in ["text/html", "text/html; charset=iso-8859-1"] {
        let (text, _) = html::decode(data, media_type);
        let _ = html::problems(&text);
        let once = html::harmless(&text);
        assert_eq!(html::problems(&once), []);
        assert_eq!(html::harmless(&once), once);
    }
});
