//! The few facts that Digital Post must know before it takes a message in: whose it is and what it is called.
//!
//! Nothing is validated here: that is what the business receipt is for.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::Event;
use uuid::Uuid;

/// What the header says. A field that is missing or unreadable stays `None`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) message_uuid: Option<Uuid>,
    pub(crate) message_id: Option<String>,
    pub(crate) sender_id: Option<String>,
    /// A number: never log it.
    pub(crate) recipient_id: Option<String>,
}

/// A header with everything in it is a few kilobytes.
const MAX_HEAD: u64 = 512 * 1024;

/// Reads up to the end of MessageHeader.
pub(crate) fn read(source: impl BufRead) -> Head {
    let mut reader = Reader::from_reader(std::io::BufReader::new(std::io::Read::take(source, MAX_HEAD)));
    let mut head = Head::default();
    let mut path: Vec<String> = Vec::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start)) => {
                if path.len() > 16 {
                    break;
                }
                path.push(start.local_name().into_inner().to_owned());
            }
            Ok(Event::End(_)) => {
                if path.pop().is_some_and(|name| name == "MessageHeader") {
                    break;
                }
            }
            Ok(Event::Text(text)) => {
                head.take(&path, text.trim());
            }
            Ok(Event::DocType(_) | Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    head
}

impl Head {
    fn take(&mut self, path: &[String], text: &str) {
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        let ["Message", "MessageHeader", rest @ ..] = names.as_slice() else { return };
        match rest {
            ["messageUUID"] => self.message_uuid = Uuid::parse_str(text).ok(),
            ["messageID"] => self.message_id = Some(text.to_owned()),
            ["Sender", "senderID"] => self.sender_id = Some(text.to_owned()),
            ["Recipient", "recipientID"] => self.recipient_id = Some(text.to_owned()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMO: &str = "<m:Message xmlns:m='x'><m:MessageHeader><m:messageUUID>3F2B8C4D-1E5F-4A6B-8C7D-9E0F1A2B3C4D</m:messageUUID>\
        <m:messageID>MSG-1</m:messageID><m:Sender><m:senderID>12345678</m:senderID></m:Sender><m:Recipient>\
        <m:recipientID>2211771212</m:recipientID></m:Recipient><m:ReplyData><m:messageUUID>x</m:messageUUID></m:ReplyData>\
        </m:MessageHeader><m:MessageBody>";

    #[test]
    fn reads_the_header_and_stops_there() {
        let head = read(MEMO.as_bytes());
        assert_eq!(head.message_uuid, Uuid::parse_str("3f2b8c4d-1e5f-4a6b-8c7d-9e0f1a2b3c4d").ok());
        assert_eq!(head.message_id.as_deref(), Some("MSG-1"));
        assert_eq!(head.sender_id.as_deref(), Some("12345678"));
        assert_eq!(head.recipient_id.as_deref(), Some("2211771212"));
    }

    #[test]
    fn anything_else_gives_an_empty_head() {
        for text in ["", "not xml", "<a><b>", "<!DOCTYPE a><Message/>"] {
            assert_eq!(read(text.as_bytes()), Head::default());
        }
        read("<a>".repeat(100_000).as_bytes());
    }
}
