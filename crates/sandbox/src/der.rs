//! Just enough DER to give a certificate a subject that rcgen cannot write: several attributes in one RDN.

/// Tags of the parts that are touched.
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OID: u8 = 0x06;
const UTF8_STRING: u8 = 0x0c;
const PRINTABLE_STRING: u8 = 0x13;
const BIT_STRING: u8 = 0x03;

/// One attribute of a distinguished name: the last bytes of its OID below 2.5.4, and its text.
pub(crate) struct Attribute<'a> {
    pub(crate) id: u8,
    pub(crate) text: &'a str,
    pub(crate) printable: bool,
}

/// Tag, length, content.
fn wrap(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match content.len() {
        length @ 0..=0x7f => out.push(length as u8),
        length => {
            let bytes: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
            out.push(0x80 | bytes.len() as u8);
            out.extend(bytes);
        }
    }
    out.extend(content);
    out
}

/// Splits the first element off: (whole element, its content, the rest).
fn split(der: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let first = usize::from(*der.get(1)?);
    let (header, length) = if first < 0x80 {
        (2, first)
    } else {
        let count = first & 0x7f;
        let bytes = der.get(2..2 + count).filter(|bytes| (1..=4).contains(&bytes.len()))?;
        (2 + count, bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)))
    };
    let end = header.checked_add(length)?;
    Some((der.get(..end)?, der.get(header..end)?, der.get(end..)?))
}

/// A name of these RDNs.
fn name(rdns: &[&[Attribute<'_>]]) -> Vec<u8> {
    let rdns: Vec<u8> = rdns
        .iter()
        .flat_map(|attributes| {
            let mut set: Vec<Vec<u8>> = attributes
                .iter()
                .map(|attribute| {
                    let tag = if attribute.printable { PRINTABLE_STRING } else { UTF8_STRING };
                    let value = wrap(tag, attribute.text.as_bytes());
                    wrap(SEQUENCE, &[wrap(OID, &[0x55, 0x04, attribute.id]), value].concat())
                })
                .collect();
            // A SET OF is sorted in DER.
            set.sort();
            wrap(SET, &set.concat())
        })
        .collect();
    wrap(SEQUENCE, &rdns)
}

/// The certificate with another subject, signed anew. `None` if it does not have the form of one.
pub(crate) fn with_subject<E>(
    certificate: &[u8],
    rdns: &[&[Attribute<'_>]],
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Option<Result<Vec<u8>, E>> {
    let (_, content, _) = split(certificate)?;
    let (_, mut parts, rest) = split(content)?;
    let (algorithm, _, _) = split(rest)?;
    let mut body = Vec::new();
    // version, serial number, algorithm, issuer, validity, subject, and what follows.
    for position in 0..6 {
        let (part, _, after) = split(parts)?;
        if position == 5 {
            body.extend(name(rdns));
        } else {
            body.extend(part);
        }
        parts = after;
    }
    body.extend(parts);
    let to_sign = wrap(SEQUENCE, &body);
    Some(sign(&to_sign).map(|signature| {
        let signature = wrap(BIT_STRING, &[&[0][..], &signature].concat());
        wrap(SEQUENCE, &[&to_sign[..], algorithm, &signature].concat())
    }))
}
