//! The mod 10 check (Luhn) used by all Swedish numbers.

/// Whether `digits` (ASCII) pass: every second digit from the right counts double.
///
/// Anything that is not all digits fails.
pub(crate) fn ok(digits: &str) -> bool {
    let mut sum = 0_u32;
    for (place, byte) in digits.bytes().rev().enumerate() {
        if !byte.is_ascii_digit() {
            return false;
        }
        let digit = u32::from(byte - b'0');
        let weighted = if place % 2 == 1 { digit * 2 } else { digit };
        sum += weighted / 10 + weighted % 10;
    }
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::ok;

    #[test]
    fn known_numbers() {
        assert!(ok("8101052382") && ok("2021004748") && ok("7010632391"));
        assert!(!ok("8101052383") && !ok("2120002412") && !ok("81010523 2"));
    }

    #[test]
    fn any_single_changed_digit_is_caught() {
        let good = b"8101052382";
        for place in 0..good.len() {
            for digit in b'0'..=b'9' {
                let mut changed = *good;
                changed[place] = digit;
                let text = std::str::from_utf8(&changed).unwrap();
                assert_eq!(ok(text), changed == *good, "{text}");
            }
        }
    }
}
