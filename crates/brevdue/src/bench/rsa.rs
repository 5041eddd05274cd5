//! The limit beside which Swedish letters stand.

use crate::exit::Failure;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use std::time::{Duration, Instant};

const TIME: Duration = Duration::from_millis(400);

/// Milliseconds of one signature with RSA-2048 on one core.
pub(super) async fn signature_ms() -> Result<f64, Failure> {
    let measured = tokio::task::spawn_blocking(|| {
        let failed = |_| Failure::new("RSA does not work here");
        let key = RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
        let random = SystemRandom::new();
        let mut signature = vec![0; key.public_modulus_len()];
        let (began, mut count) = (Instant::now(), 0_u32);
        while began.elapsed() < TIME {
            key.sign(&RSA_PKCS1_SHA256, &random, b"brevdue", &mut signature).map_err(failed)?;
            count += 1;
        }
        Ok(began.elapsed().as_secs_f64() * 1e3 / f64::from(count.max(1)))
    });
    measured.await.map_err(|error| Failure::new(error.to_string()))?
}
