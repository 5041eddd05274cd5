#![no_main]
//! Revocation lists, OCSP answers and certificates out of files: an answer or an error, never a panic.

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let mut revocation = xmldsig::Revocation::new();
    let _ = revocation.add_crl(data);
    let _ = revocation.add_ocsp(data);
    if let Ok(certificate) = xmldsig::Certificate::from_der(data.to_vec()) {
        let _ = revocation.status(&certificate, &certificate, Some(0));
        let trust = xmldsig::TrustAnchors::new(vec![certificate.clone()]).with_revocation(revocation);
        let _ = trust.check(&certificate, Some(0));
    }
});
