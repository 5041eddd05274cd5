//! Data in addresses and forms.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters (RFC 3986, 2.3).
const RESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A value as it stands in a path, a query or a form: data, whatever it looks like.
#[must_use]
pub fn percent_encoded(value: &str) -> String {
    utf8_percent_encode(value, &RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_has_a_meaning_in_addresses_loses_it() {
        assert_eq!(super::percent_encoded("åse@x/../y?a-b_c~d"), "%C3%A5se%40x%2F..%2Fy%3Fa-b_c~d");
    }
}
