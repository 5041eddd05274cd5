//! Every official and own example: read, written, read again, and judged by xmllint with the schemas.
#![allow(clippy::unwrap_used)]

mod support;

use memo::{CountSink, Limits, Message, Version, read, read_embedded, read_from, write_to_vec};

fn load(name: &str, xml: &[u8], embedded: bool) -> Message {
    let result =
        if embedded { read_embedded(xml, &Limits::default()) } else { read(xml, &Limits::default()) };
    result.unwrap_or_else(|findings| panic!("{name}: {findings:#?}"))
}

#[test]
fn every_example_round_trips_and_validates() {
    for (name, xml, embedded) in support::examples() {
        let message = load(&name, &xml, embedded);
        let written = write_to_vec(&message, message.version).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        let again = load(&name, &written, false);
        assert_eq!(again.header, message.header, "{name}");
        assert_eq!(again.body, message.body, "{name}");
        assert_eq!(
            write_to_vec(&again, again.version).unwrap(),
            written,
            "{name}: bytes are not deterministic"
        );
        if let Some(verdict) = support::xmllint(&written, message.version) {
            assert_eq!(verdict, Ok(()), "{name}");
        }
        let text = String::from_utf8(written).unwrap();
        assert!(
            !text.contains("xsi") && !text.contains("xmlns:udd") || name.contains("Full"),
            "{name}: {text}"
        );
    }
}

#[test]
fn examples_move_to_the_other_version_when_nothing_stands_in_the_way() {
    for (name, xml, embedded) in support::examples() {
        let message = load(&name, &xml, embedded);
        let other = if message.version == Version::V1_1 { Version::V1_2 } else { Version::V1_1 };
        let representative = message.header.sender.representative.is_some();
        match write_to_vec(&message, other) {
            Ok(written) => {
                assert!(!representative, "{name}");
                if let Some(verdict) = support::xmllint(&written, other) {
                    assert_eq!(verdict, Ok(()), "{name} as {other}");
                }
            }
            Err(memo::WriteError::Invalid(findings)) => {
                assert!(representative, "{name}: {findings:?}");
                assert_eq!(findings[0].rule, "D8");
                assert_eq!(
                    findings[0].path,
                    "/memo:Message/memo:MessageHeader/memo:Sender/memo:Representative"
                );
            }
            Err(error) => panic!("{name}: {error}"),
        }
    }
}

#[test]
fn a_stream_gives_the_same_as_a_slice() {
    for (name, xml, embedded) in support::examples() {
        if embedded {
            continue;
        }
        for step in [1, 7, 4096] {
            let mut sink = memo::MemorySink::default();
            let message = read_from(Trickle(&xml, step), &Limits::default(), &mut sink).unwrap();
            assert_eq!(message, load(&name, &xml, false), "{name} in steps of {step}");
        }
        let counted = read_from(&xml[..], &Limits::default(), &mut CountSink::default()).unwrap();
        let whole = load(&name, &xml, false);
        let lengths = |m: &Message| {
            m.body.iter().flat_map(|b| &b.main_document.files).map(|f| f.content.len()).collect::<Vec<_>>()
        };
        assert_eq!(lengths(&counted), lengths(&whole), "{name}");
    }
}

/// Gives a few bytes at a time, as a slow network would.
struct Trickle<'a>(&'a [u8], usize);

impl std::io::Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.1.min(buffer.len()).min(self.0.len());
        buffer[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        Ok(count)
    }
}

#[test]
fn personal_numbers_are_not_printed() {
    for (name, xml, embedded) in support::examples() {
        let printed = format!("{:?}", load(&name, &xml, embedded));
        for number in ["2211771212", "2512169996", "1234567890-", "9000001234"] {
            assert!(!printed.contains(number), "{name}: {printed}");
        }
    }
}
