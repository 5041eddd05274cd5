//! What a process has used, as Linux tells; elsewhere nothing.

/// Clock ticks of `/proc` a second: the same on every Linux.
const TICKS: f64 = 100.0;

/// Processor time so far, user and system, in milliseconds.
pub(super) fn cpu_ms(process: Option<u32>) -> f64 {
    let ticks = process.and_then(|id| read(id, "stat")).and_then(|text| {
        // Fields 14 and 15; the name before them may hold spaces.
        let rest = text.rsplit_once(')')?.1.to_owned();
        let mut fields = rest.split_whitespace().skip(11).map(|field| field.parse::<f64>().unwrap_or(0.0));
        Some(fields.next()? + fields.next()?)
    });
    ticks.unwrap_or(0.0) * 1e3 / TICKS
}

/// Memory held now, in MiB.
pub(super) fn memory_mib(process: Option<u32>) -> f64 {
    status(process, "VmRSS:")
}

/// The most memory held so far, in MiB.
pub(super) fn memory_peak_mib(process: Option<u32>) -> f64 {
    status(process, "VmHWM:")
}

fn status(process: Option<u32>, name: &str) -> f64 {
    let text = process.and_then(|id| read(id, "status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}

fn read(process: u32, file: &str) -> Option<String> {
    std::fs::read_to_string(format!("/proc/{process}/{file}")).ok()
}
