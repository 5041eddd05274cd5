//! Where a message comes from: alone, or inside a `kombi_request`.

use std::io::{BufRead, Read};

use memo::{CheckOptions, CountSink, Message, ReadError, Report};

use crate::exit::Failure;
use crate::input::Input;

/// Reads and judges the message of a file in one pass. A message alone is streamed; one inside a
/// `kombi_request` is taken out of it, which needs the request in memory.
pub(super) fn read(input: &Input, options: &CheckOptions) -> Result<(Option<Message>, Report), Failure> {
    let mut source = input.open()?;
    let head = source.fill_buf().map_err(|error| input.failure(&error))?;
    if root(head) == Some(b"kombi_request") {
        let mut request = Vec::new();
        // A little more than the message: the request around it is small.
        let limit = options.limits.message_bytes.saturating_add(1 << 20);
        source.take(limit).read_to_end(&mut request).map_err(|error| input.failure(&error))?;
        let message = memo::read_embedded(&request, &options.limits).ok();
        return Ok((message, memo::check_embedded(&request, options)));
    }
    memo::check_from(source, options, &mut CountSink::default()).map_err(|error| match error {
        ReadError::Source(source) => input.failure(&source),
        other => Failure::new(format!("{}: {other}", input.name())),
    })
}

/// Local name of the root element, if it stands in these first octets.
fn root(mut head: &[u8]) -> Option<&[u8]> {
    let find = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).position(|window| window == what);
    loop {
        head = head.get(find(head, b"<")? + 1..)?;
        let skipped: &[u8] = match head {
            [b'!', b'-', b'-', ..] => b"-->",
            [b'?', ..] => b"?>",
            [b'!', ..] => return None,
            _ => break,
        };
        head = head.get(find(head, skipped)?..)?;
    }
    let name = head.split(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'>' | b'/')).next()?;
    name.rsplit(|byte| *byte == b':').next()
}

#[cfg(test)]
mod tests {
    use super::root;

    #[test]
    fn the_root_is_found_behind_the_prologue() {
        let root =
            |text: &'static str| root(text.as_bytes()).map(|name| String::from_utf8_lossy(name).into_owned());
        assert_eq!(
            root("<?xml version=\"1.0\"?>\n<!-- <a> --><k:kombi_request xmlns:k='x'>").as_deref(),
            Some("kombi_request")
        );
        assert_eq!(root("\u{feff}<Message/>").as_deref(), Some("Message"));
        for none in ["", "text", "<", "<!DOCTYPE a><a/>", "<!-- open", "<?xml"] {
            assert!(root(none).is_none_or(|name| name.is_empty()), "{none}");
        }
    }
}
