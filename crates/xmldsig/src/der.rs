//! A reader for DER, as far as the framing of certificates and OCSP answers needs it: definite lengths in their
//! shortest form, low tag numbers, no recursion.

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OID: u8 = 0x06;
pub(crate) const ENUMERATED: u8 = 0x0A;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;

/// The constructed tag `[number]`.
pub(crate) const fn context(number: u8) -> u8 {
    0xA0 | number
}

/// One element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) content: &'a [u8],
    /// With tag and length.
    pub(crate) whole: &'a [u8],
}

/// Elements one after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn new(der: &'a [u8]) -> Self {
        Reader(der)
    }

    /// The next element, whatever it is.
    pub(crate) fn any(&mut self) -> Option<Element<'a>> {
        let start = self.0;
        let (tag, rest) = start.split_first()?;
        if tag & 0x1F == 0x1F {
            return None;
        }
        let (first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7F => (usize::from(*first), rest),
            0x81..=0x84 => {
                let (octets, rest) = rest.split_at_checked(usize::from(*first & 0x7F))?;
                let length = octets.iter().fold(0, |sum: usize, b| sum << 8 | usize::from(*b));
                let shortest = length > 0x7F && octets.first() != Some(&0);
                (shortest.then_some(length)?, rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        let whole = start.get(..start.len() - rest.len())?;
        Some(Element { tag: *tag, content, whole })
    }

    /// The next element, which must have this tag.
    pub(crate) fn expect(&mut self, tag: u8) -> Option<Element<'a>> {
        self.any().filter(|element| element.tag == tag)
    }

    /// The next element if it has this tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Option<Element<'a>> {
        let mut ahead = *self;
        let element = ahead.expect(tag)?;
        *self = ahead;
        Some(element)
    }

    /// A reader over the content of the next element, which must have this tag.
    pub(crate) fn enter(&mut self, tag: u8) -> Option<Reader<'a>> {
        self.expect(tag).map(|element| Reader(element.content))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Seconds since 1970 of a `GeneralizedTime` in the form of RFC 5280, `YYYYMMDDHHMMSSZ`.
pub(crate) fn generalized_time(content: &[u8]) -> Option<i64> {
    let digits = content.strip_suffix(b"Z").filter(|d| d.len() == 14 && d.iter().all(u8::is_ascii_digit))?;
    let number = |from: usize, to: usize| {
        digits.get(from..to).map(|part| part.iter().fold(0_i64, |sum, d| sum * 10 + i64::from(d - b'0')))
    };
    let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    let (hour, minute, second) = (number(8, 10)?, number(10, 12)?, number(12, 14)?);
    let possible = (1..=12).contains(&month) && (1..=31).contains(&day);
    if !possible || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    // Days since 1970 in the Gregorian calendar, counted in years that begin in March.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + day
        - 1
        - 719_468;
    Some(days * 86_400 + hour * 3_600 + minute * 60 + second)
}

/// An INTEGER without leading zeros, so that serial numbers compare.
pub(crate) fn trimmed(mut number: &[u8]) -> &[u8] {
    while let [0, rest @ ..] = number {
        number = rest;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        let second = |text: &str| generalized_time(text.as_bytes());
        assert_eq!(second("19700101000000Z"), Some(0));
        assert_eq!(second("20000229235959Z"), Some(951_868_799));
        assert_eq!(second("20261122053000Z"), Some(1_795_325_400));
        assert_eq!(second("19691231235959Z"), Some(-1));
        for bad in [
            "",
            "Z",
            "20261322000000Z",
            "20260100000000Z",
            "2026112205300Z",
            "20261122053000",
            "20261122053000.5Z",
        ] {
            assert_eq!(second(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_the_shortest_form() {
        let read = |der: &'static [u8]| Reader::new(der).any().map(|e| e.content.len());
        assert_eq!(read(&[0x04, 0x00]), Some(0));
        assert_eq!(read(&[0x04, 0x81, 0x01, 0xFF]), None);
        assert_eq!(read(&[0x04, 0x80, 0, 0]), None);
        assert_eq!(read(&[0x04, 0x02, 0]), None);
        assert_eq!(read(&[0x1F, 0x01, 0]), None);
        assert_eq!(read(&[0x04, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]), None);
        assert_eq!(trimmed(&[0, 0, 1, 0]), [1, 0]);
    }
}
