//! Reading a container: every header is looked at before its content is touched.

use super::watch::{Guard, Tap, Watch};
use super::{ContainerError, ContainerLimits, EntryFault, header};
use crate::cpr;
use liblzma::bufread::XzDecoder;
use liblzma::stream::Stream;
use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use tar::{Archive, EntryType, PaxExtensions};

/// Beyond the dictionary the decoder needs some tens of kilobytes.
const DECODER_BYTES: u64 = 1 << 20;
/// TAR writers fill up their last record with zeros; ten kilobytes is usual.
const PADDING: u64 = 1 << 20;
/// Extended headers before one entry.
const EXTENSIONS: u32 = 4;

/// What a container says of one of its messages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Number in the container, from 1.
    pub number: u64,
    /// Name: a plain file name, but not always that of its message (L3): give it to
    /// [`Context::entry_name`](crate::Context::entry_name). It could hold a personal number; print
    /// [`Entry::shown`].
    pub name: String,
    /// Bytes.
    pub length: u64,
}

impl Entry {
    /// The name without personal numbers.
    #[must_use]
    pub fn shown(&self) -> String {
        cpr::mask(&self.name).into_owned()
    }
}

/// Reads a container and hands every message to `each`, which may take as much of it as it likes.
///
/// When `each` breaks, the rest is left unread; otherwise the number of messages is returned and the container was
/// sound to its last octet. Messages handed over before a fault came to light have been handed over: keep them only
/// when the whole container was read.
///
/// # Errors
/// [`ContainerError`]; a fault of the container goes before what `each` made of it.
pub fn read_container<R: Read, B>(
    source: R,
    limits: &ContainerLimits,
    each: impl FnMut(&Entry, &mut dyn Read) -> ControlFlow<B>,
) -> Result<ControlFlow<B, u64>, ContainerError> {
    let watch = Watch::default();
    let mut input = BufReader::with_capacity(64 * 1024, Tap { source, watch: &watch });
    let mut head = Vec::with_capacity(512);
    if let Err(error) = (&mut input).take(512).read_to_end(&mut head) {
        return Err(watch.fault().unwrap_or(ContainerError::Source(error)));
    }
    header::judge(&head, limits)?;
    let memory = u64::from(limits.dictionary_bytes).saturating_add(DECODER_BYTES);
    let stream = Stream::new_lzma_decoder(memory).map_err(|error| ContainerError::Source(error.into()))?;
    let decoder = XzDecoder::new_stream(io::Cursor::new(head).chain(input), stream);
    let mut archive = Archive::new(Guard { decoder, watch: &watch, limits });
    let mut walk = Walk { limits, watch: &watch, names: HashSet::new(), number: 0, each };
    let end = walk.entries(&mut archive);
    let number = walk.number;
    // Whatever the layers above made of it, the first fault is the reason.
    if let Some(fault) = watch.fault() {
        return Err(fault);
    }
    match end {
        Ok(ControlFlow::Continue(())) => {}
        Ok(ControlFlow::Break(value)) => return Ok(ControlFlow::Break(value)),
        // The archive's own complaints: a block cut short, or octets that are no header.
        Err(_) if number == 0 => return Err(ContainerError::NotTar),
        Err(_) if watch.ended() => return Err(ContainerError::Truncated),
        Err(_) => return Err(ContainerError::Damaged),
    }
    let guard = archive.into_inner();
    match finish(guard, &watch, number) {
        Ok(()) => Ok(ControlFlow::Continue(number)),
        Err(error) => Err(watch.fault().unwrap_or(ContainerError::Source(error))),
    }
}

/// What is left behind the last entry: zeros, the end of the compressed data, and nothing.
fn finish<D: BufRead>(mut guard: Guard<'_, XzDecoder<D>>, watch: &Watch, number: u64) -> io::Result<()> {
    if watch.zeros() < 512 && (number > 0 || watch.given() > 0) {
        return Err(watch.fail(ContainerError::Truncated));
    }
    let mut buffer = [0; 8192];
    let end = watch.given();
    loop {
        let count = guard.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        let rest = buffer.get(..count).unwrap_or_default();
        if rest.iter().any(|byte| *byte != 0) || watch.given() - end > PADDING {
            return Err(watch.fail(ContainerError::Trailing));
        }
    }
    if number == 0 {
        return Err(watch.fail(ContainerError::Empty));
    }
    if !guard.decoder.into_inner().fill_buf()?.is_empty() {
        return Err(watch.fail(ContainerError::Trailing));
    }
    Ok(())
}

struct Walk<'w, F> {
    limits: &'w ContainerLimits,
    watch: &'w Watch,
    names: HashSet<String>,
    number: u64,
    each: F,
}

/// What extended headers said of the entry that follows.
#[derive(Default)]
struct Extended {
    count: u32,
    name: Option<Vec<u8>>,
    size: Option<u64>,
}

impl<F> Walk<'_, F> {
    fn entries<R: Read, B>(&mut self, archive: &mut Archive<R>) -> io::Result<ControlFlow<B>>
    where
        F: FnMut(&Entry, &mut dyn Read) -> ControlFlow<B>,
    {
        let mut extended = Extended::default();
        // Raw: the library would take long names into memory whatever their size.
        for entry in archive.entries()?.raw(true) {
            let mut entry = entry?;
            let size = entry.header().entry_size()?;
            let kind = entry.header().entry_type();
            if matches!(kind, EntryType::XHeader | EntryType::XGlobalHeader | EntryType::GNULongName) {
                extended.count += 1;
                if size > self.limits.header_bytes || extended.count > EXTENSIONS {
                    return Err(self.refuse(b"extended header", EntryFault::Header));
                }
                let mut bytes = Vec::new();
                entry.read_to_end(&mut bytes)?;
                if bytes.len() as u64 != size {
                    return Err(self.watch.fail(ContainerError::Truncated));
                }
                extended.take(kind, &bytes).map_err(|fault| self.refuse(b"extended header", fault))?;
                continue;
            }
            let Extended { name, size: announced, .. } = std::mem::take(&mut extended);
            let name = name.unwrap_or_else(|| entry.path_bytes().into_owned());
            if announced.is_some_and(|announced| announced != size) {
                return Err(self.refuse(&name, EntryFault::Header));
            }
            let entry_info = self.admit(kind, &name, size)?;
            let mut content = Content { source: &mut entry, left: size, watch: self.watch };
            let flow = (self.each)(&entry_info, &mut content);
            if flow.is_break() {
                return Ok(flow);
            }
            io::copy(&mut content, &mut io::sink())?;
        }
        if extended.count > 0 {
            return Err(self.watch.fail(ContainerError::Truncated));
        }
        Ok(ControlFlow::Continue(()))
    }

    fn admit(&mut self, kind: EntryType, name: &[u8], size: u64) -> io::Result<Entry> {
        if self.number >= self.limits.entries {
            return Err(self.watch.fail(ContainerError::TooManyEntries { limit: self.limits.entries }));
        }
        if kind != EntryType::Regular {
            return Err(self.refuse(name, EntryFault::NotRegular));
        }
        let Some(plain) = plain_name(name) else { return Err(self.refuse(name, EntryFault::Name)) };
        if size > self.limits.entry_bytes {
            return Err(self.refuse(name, EntryFault::TooLarge { limit: self.limits.entry_bytes }));
        }
        // Beside each other in a folder, names that differ in case alone may be one file.
        if !self.names.insert(plain.to_lowercase()) {
            return Err(self.refuse(name, EntryFault::Duplicate));
        }
        self.number += 1;
        Ok(Entry { number: self.number, name: plain.to_owned(), length: size })
    }

    fn refuse(&self, name: &[u8], fault: EntryFault) -> io::Error {
        let name = String::from_utf8_lossy(name.get(..name.len().min(255)).unwrap_or_default());
        let harmless: String =
            cpr::mask(&name).chars().map(|c| if c.is_control() { '?' } else { c }).take(100).collect();
        self.watch.fail(ContainerError::Entry { number: self.number + 1, name: harmless, fault })
    }
}

impl Extended {
    fn take(&mut self, kind: EntryType, bytes: &[u8]) -> Result<(), EntryFault> {
        if kind == EntryType::GNULongName {
            let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
            self.name = bytes.get(..end).map(<[u8]>::to_vec);
            return Ok(());
        }
        // The library stops at an empty line without a word; others would read on.
        if bytes.starts_with(b"\n") || bytes.windows(2).any(|two| two == b"\n\n") {
            return Err(EntryFault::Header);
        }
        for record in PaxExtensions::new(bytes) {
            let record = record.map_err(|_| EntryFault::Header)?;
            let key = record.key().map_err(|_| EntryFault::Header)?;
            match key {
                // For all entries at once a name or a size makes no sense.
                "path" | "size" if kind == EntryType::XGlobalHeader => return Err(EntryFault::Header),
                "path" => self.name = Some(record.value_bytes().to_vec()),
                "size" => {
                    let size = record.value().ok().and_then(|value| value.parse().ok());
                    self.size = Some(size.ok_or(EntryFault::Header)?);
                }
                sparse if sparse.starts_with("GNU.sparse.") => return Err(EntryFault::NotRegular),
                // Times, owners and the like do not matter.
                _ => {}
            }
        }
        Ok(())
    }
}

/// The name if it is one that can stand in any folder of any system.
fn plain_name(name: &[u8]) -> Option<&str> {
    let name = std::str::from_utf8(name).ok()?;
    let odd = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    let plain = (1..=255).contains(&name.len()) && !name.starts_with('.') && !name.contains(odd);
    plain.then_some(name)
}

/// One entry: ends where its header said, or with an error.
struct Content<'a, R> {
    source: R,
    left: u64,
    watch: &'a Watch,
}

impl<R: Read> Read for Content<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 || buffer.is_empty() {
            return Ok(0);
        }
        let count = self.source.read(buffer)?;
        if count == 0 {
            return Err(self.watch.fail(ContainerError::Truncated));
        }
        self.left = self.left.saturating_sub(count as u64);
        Ok(count)
    }
}
