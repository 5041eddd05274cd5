//! Hiding numbers in text that comes from elsewhere (rule H1).

/// Replaces every run of ten or more digits, separators inside it included.
pub(crate) fn mask_numbers(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut run = String::new();
    let flush = |run: &mut String, masked: &mut String| {
        let long = run.bytes().filter(u8::is_ascii_digit).count() > 9;
        masked.push_str(if long { "********" } else { run.as_str() });
        run.clear();
    };
    for c in text.chars() {
        let inside = !run.is_empty() && matches!(c, '-' | '+');
        if c.is_ascii_digit() || inside {
            run.push(c);
        } else {
            flush(&mut run, &mut masked);
            masked.push(c);
        }
    }
    flush(&mut run, &mut masked);
    masked
}

#[cfg(test)]
mod tests {
    use super::mask_numbers;

    #[test]
    fn person_numbers_are_hidden_and_sizes_are_not() {
        let text = "för 192705178354, 19270517-8354 och 270517+8354: 16777216 byte, 2026-01-15";
        assert_eq!(mask_numbers(text), "för ********, ******** och ********: 16777216 byte, 2026-01-15");
    }
}
