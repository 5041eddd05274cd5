//! Writing a container, message by message.

use super::{ContainerError, ContainerLimits, EntryFault};
use crate::cpr;
use crate::value::Uuid;
use liblzma::stream::{LzmaOptions, Stream};
use liblzma::write::XzEncoder;
use std::cell::RefCell;
use std::collections::HashSet;
use std::io::{self, Read, Write};
use tar::{Builder, Header};

/// As Digital Post's own library writes: preset 3 with a dictionary of 16 MiB.
const PRESET: u32 = 3;
const DICTIONARY: u32 = 16 << 20;

/// A message to be packed.
#[derive(Clone, Debug)]
pub struct Outgoing<R> {
    /// `messageUUID` of the message; names the entry.
    pub uuid: Uuid,
    /// Bytes of the message.
    pub length: u64,
    /// The message as it is written.
    pub content: R,
}

/// Packs messages; the same messages give the same octets. Returns how many there were.
///
/// Name the file `{uuid}.tar.lzma` with a UUID of its own. The messages are not judged: do that first.
///
/// # Errors
/// [`ContainerError`]: nothing to pack, the same UUID twice, a message that is too large or not as long as announced;
/// [`ContainerError::Source`] when a message cannot be had, [`ContainerError::Target`] when the target fails. After an
/// error what was written is not a container.
pub fn write_container<W: Write, R: Read>(
    target: W,
    messages: impl IntoIterator<Item = io::Result<Outgoing<R>>>,
    limits: &ContainerLimits,
) -> Result<u64, ContainerError> {
    let encoder = encoder(target).map_err(ContainerError::Target)?;
    let mut archive = Builder::new(encoder);
    let mut names = HashSet::new();
    let (mut number, mut total) = (0_u64, 0_u64);
    for message in messages {
        let message = message.map_err(ContainerError::Source)?;
        number += 1;
        if number > limits.entries {
            return Err(ContainerError::TooManyEntries { limit: limits.entries });
        }
        total = total.saturating_add(message.length).saturating_add(1024);
        if total > limits.total_bytes {
            return Err(ContainerError::TooLarge { limit: limits.total_bytes });
        }
        let name = format!("{}.xml", message.uuid);
        let refuse = |fault| ContainerError::Entry { number, name: cpr::mask(&name).into_owned(), fault };
        if !message.uuid.is_valid() {
            return Err(refuse(EntryFault::Uuid));
        }
        if !names.insert(name.to_ascii_lowercase()) {
            return Err(refuse(EntryFault::Duplicate));
        }
        if message.length > limits.entry_bytes {
            return Err(refuse(EntryFault::TooLarge { limit: limits.entry_bytes }));
        }
        let header = header(&name, message.length).map_err(ContainerError::Target)?;
        let trouble = RefCell::new(None);
        let content = Exact { source: message.content, left: message.length, trouble: &trouble };
        archive.append(&header, content).map_err(|error| match trouble.take() {
            Some(Trouble::Length) => refuse(EntryFault::Length),
            Some(Trouble::Source(source)) => ContainerError::Source(source),
            None => ContainerError::Target(error),
        })?;
    }
    if number == 0 {
        return Err(ContainerError::Empty);
    }
    let encoder = archive.into_inner().map_err(ContainerError::Target)?;
    let mut target = encoder.finish().map_err(ContainerError::Target)?;
    target.flush().map_err(ContainerError::Target)?;
    Ok(number)
}

fn encoder<W: Write>(target: W) -> io::Result<XzEncoder<W>> {
    let mut options = LzmaOptions::new_preset(PRESET)?;
    let stream = Stream::new_lzma_encoder(options.dict_size(DICTIONARY))?;
    Ok(XzEncoder::new_stream(target, stream))
}

fn header(name: &str, length: u64) -> io::Result<Header> {
    let mut header = Header::new_ustar();
    header.set_path(name)?;
    header.set_size(length);
    header.set_mode(0o600);
    header.set_mtime(0);
    header.set_cksum();
    Ok(header)
}

/// Why a message did not come as announced.
enum Trouble {
    Length,
    Source(io::Error),
}

/// Gives exactly as many octets as announced, or an error: the archive would be broken without a word.
struct Exact<'a, R> {
    source: R,
    left: u64,
    trouble: &'a RefCell<Option<Trouble>>,
}

impl<R> Exact<'_, R> {
    fn fail(&self, trouble: Trouble) -> io::Error {
        *self.trouble.borrow_mut() = Some(trouble);
        io::Error::other("the message cannot be packed")
    }
}

impl<R: Read> Read for Exact<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        match self.source.read(buffer) {
            Ok(count) if count as u64 > self.left || (count == 0 && self.left > 0) => {
                Err(self.fail(Trouble::Length))
            }
            Ok(count) => {
                self.left -= count as u64;
                Ok(count)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => Err(self.fail(Trouble::Source(error))),
        }
    }
}
