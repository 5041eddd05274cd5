//! Sizes as people read them.

/// A size for people: 512 B, 84 kB, 2.1 MB.
pub(crate) fn size_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..999_500 => format!("{} kB", (bytes + 500) / 1_000),
        _ => format!("{}.{} MB", (bytes + 50_000) / 1_000_000, (bytes + 50_000) % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::size_words;

    #[test]
    fn sizes() {
        assert_eq!(size_words(999), "999 B");
        assert_eq!(size_words(84_213), "84 kB");
        assert_eq!(size_words(999_500), "1.0 MB");
        assert_eq!(size_words(2_097_152), "2.1 MB");
    }
}
