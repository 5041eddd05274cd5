//! Subject names as text in the RFC 2253 form that Java writes. Only ever written, never read or compared (E16).

use x509_parser::der_parser::asn1_rs::ToDer;
use x509_parser::prelude::{AttributeTypeAndValue, X509Name};

/// The keywords of RFC 2253; every other attribute type is written as a number with a hexadecimal value.
const KEYWORDS: [(&str, &str); 9] = [
    ("2.5.4.3", "CN"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.10", "O"),
    ("2.5.4.11", "OU"),
    ("2.5.4.6", "C"),
    ("2.5.4.9", "STREET"),
    ("0.9.2342.19200300.100.1.25", "DC"),
    ("0.9.2342.19200300.100.1.1", "UID"),
];

/// Last component first, joined by commas; parts of one component joined by plus signs.
pub(crate) fn rfc2253(name: &X509Name<'_>) -> String {
    let mut components: Vec<String> =
        name.iter_rdn().map(|rdn| rdn.iter().map(attribute).collect::<Vec<_>>().join("+")).collect();
    components.reverse();
    components.join(",")
}

fn attribute(attribute: &AttributeTypeAndValue<'_>) -> String {
    let oid = attribute.attr_type().to_id_string();
    let keyword = KEYWORDS.iter().find(|(number, _)| *number == oid).map(|(_, keyword)| *keyword);
    let printable = |text: &&str| !text.chars().any(char::is_control);
    match (keyword, attribute.as_str().ok().filter(printable)) {
        (Some(keyword), Some(text)) => format!("{keyword}={}", escaped(text)),
        _ => format!("{}=#{}", keyword.unwrap_or(&oid), hexadecimal(attribute)),
    }
}

fn escaped(text: &str) -> String {
    let last = text.chars().count().saturating_sub(1);
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.chars().enumerate() {
        let edge = (i == 0 && matches!(c, ' ' | '#')) || (i == last && c == ' ');
        if edge || matches!(c, ',' | '+' | '"' | '\\' | '<' | '>' | ';') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn hexadecimal(attribute: &AttributeTypeAndValue<'_>) -> String {
    let der = attribute.attr_value().to_der_vec().unwrap_or_default();
    der.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn special_characters_are_escaped() {
        assert_eq!(escaped("#a, b+\"c\\<d>;å "), "\\#a\\, b\\+\\\"c\\\\\\<d\\>\\;å\\ ");
        assert_eq!(escaped(""), "");
    }
}
