//! The figures, for people and for programs.

use crate::exit::Failure;
use crate::output::{Align, Column, Output, Table};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// What one measurement gave.
pub(super) struct Figures {
    pub(super) fill: u64,
    pub(super) filled_per_second: Option<f64>,
    pub(super) start_ms: u64,
    pub(super) search_us: u64,
    pub(super) letters: u64,
    pub(super) refused: u64,
    /// Sorted.
    pub(super) latencies_us: Vec<u64>,
    pub(super) accept_seconds: f64,
    pub(super) whole_seconds: f64,
    pub(super) unfinished: u64,
    pub(super) cpu_ms: u64,
    pub(super) memory_kib: u64,
    pub(super) rsa_per_second: f64,
}

impl Figures {
    fn percentile_ms(&self, percent: usize) -> f64 {
        let index = self.latencies_us.len().saturating_sub(1) * percent / 100;
        self.latencies_us.get(index).copied().unwrap_or(0) as f64 / 1e3
    }

    fn per_letter(&self, amount: f64) -> f64 {
        amount / (self.letters.max(1) as f64)
    }

    /// Name, value and unit of each figure.
    fn rows(&self) -> Vec<(&'static str, f64, &'static str)> {
        let letters = self.letters as f64;
        let cpu_ms = self.per_letter(self.cpu_ms as f64);
        let mut rows = vec![
            ("letters_in_database_before", self.fill as f64, ""),
            ("start_to_ready", self.start_ms as f64, "ms"),
            ("search_p50", self.search_us as f64 / 1e3, "ms"),
            ("letters", letters, ""),
            ("refused", self.refused as f64, ""),
            ("unfinished", self.unfinished as f64, ""),
            ("accepts", letters / self.accept_seconds.max(1e-9), "/s"),
            ("accept_p50", self.percentile_ms(50), "ms"),
            ("accept_p95", self.percentile_ms(95), "ms"),
            ("accept_p99", self.percentile_ms(99), "ms"),
            ("end_to_end", letters / self.whole_seconds.max(1e-9), "/s"),
            ("gateway_cpu_per_letter", cpu_ms, "ms"),
            ("rsa_2048_signatures_one_core", self.rsa_per_second, "/s"),
            ("gateway_cpu_per_letter_in_signatures", cpu_ms / 1e3 * self.rsa_per_second, ""),
            ("gateway_memory", self.memory_kib as f64 / 1024.0, "MiB"),
        ];
        if let Some(rate) = self.filled_per_second {
            rows.insert(1, ("filled", rate, "/s"));
        }
        rows
    }
}

/// Prints each measurement, and how the filled database compares with the empty one.
pub(super) fn print(all: &[Figures], out: &Output) {
    if out.is_json() {
        for figures in all {
            let rows = figures.rows().into_iter().map(|(name, value, _)| (name.to_owned(), json!(value)));
            out.json(&Value::Object(rows.collect()));
        }
        return;
    }
    for figures in all {
        let mut table = Table::new(vec![
            Column::flexible("Figure", 9),
            Column::new("Value", 9).align(Align::Right),
            Column::new("Unit", 3),
        ]);
        for (name, value, unit) in figures.rows() {
            let digits = if value.fract() == 0.0 || value >= 100.0 { 0 } else { 2 };
            let name = name.replace('_', " ");
            table.row(vec![name.as_str().into(), format!("{value:.digits$}").into(), unit.into()]);
        }
        out.table(&table);
        out.line("");
    }
    if let [empty, full] = all {
        let ratio = |full: f64, empty: f64| full / empty.max(1e-9);
        out.line(&format!(
            "With {} letters: accepting takes {:.2} times as long, searching {:.2}, starting {:.2}.",
            full.fill,
            ratio(full.per_letter(full.accept_seconds), empty.per_letter(empty.accept_seconds)),
            ratio(full.search_us as f64, empty.search_us as f64),
            ratio(full.start_ms as f64, empty.start_ms as f64),
        ));
    }
}

/// Signatures a second with RSA-2048 on one core: the limit beside which Swedish letters stand.
pub(super) fn rsa_per_second() -> Result<f64, Failure> {
    let failed = |_| Failure::new("RSA does not work here");
    let key = RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
    let random = SystemRandom::new();
    let mut signature = vec![0; key.public_modulus_len()];
    let (began, mut count) = (Instant::now(), 0_u32);
    while began.elapsed() < Duration::from_millis(500) {
        key.sign(&RSA_PKCS1_SHA256, &random, b"brevdue", &mut signature).map_err(failed)?;
        count += 1;
    }
    Ok(f64::from(count) / began.elapsed().as_secs_f64())
}
