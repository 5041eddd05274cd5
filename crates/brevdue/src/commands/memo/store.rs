//! Documents on their way from one message to another: in a file without a name, so that none of them has to be in
//! memory and none is left behind.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use memo::{Content, ContentSink, ContentSource, FileInfo};

use crate::exit::Failure;
use crate::input::plain;

pub(super) struct Store {
    file: File,
    end: u64,
    /// Begin and length of each document.
    spans: Vec<(u64, u64)>,
}

impl Store {
    pub(super) fn new() -> Result<Store, Failure> {
        Ok(Store { file: temporary()?, end: 0, spans: Vec::new() })
    }

    /// Takes in a document from elsewhere.
    pub(super) fn add(&mut self, mut source: impl Read) -> io::Result<Content> {
        self.start()?;
        let length = io::copy(&mut source, &mut self.file)?;
        self.grow(length);
        Ok(self.last())
    }

    fn start(&mut self) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.end))?;
        self.spans.push((self.end, 0));
        Ok(())
    }

    fn grow(&mut self, count: u64) {
        self.end += count;
        if let Some(span) = self.spans.last_mut() {
            span.1 += count;
        }
    }

    fn last(&self) -> Content {
        let length = self.spans.last().map_or(0, |span| span.1);
        Content::Stored { handle: self.spans.len().saturating_sub(1).to_string(), length }
    }
}

impl ContentSink for Store {
    fn begin(&mut self, _file: &FileInfo<'_>) -> io::Result<()> {
        self.start()
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.grow(bytes.len() as u64);
        Ok(())
    }

    fn end(&mut self) -> io::Result<Content> {
        Ok(self.last())
    }
}

impl ContentSource for Store {
    fn open(&mut self, handle: &str) -> io::Result<Box<dyn Read + '_>> {
        let span = handle.parse().ok().and_then(|number: usize| self.spans.get(number));
        let (start, length) = *span.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        self.file.seek(SeekFrom::Start(start))?;
        Ok(Box::new((&mut self.file).take(length)))
    }
}

/// A file that disappears with the process.
pub(super) fn temporary() -> Result<File, Failure> {
    tempfile::tempfile().map_err(|error| {
        Failure::new(format!("cannot write to {}: {}", std::env::temp_dir().display(), plain(&error)))
            .fix("Make room there, or name another folder with TMPDIR.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_out_as_they_went_in() {
        let mut store = Store::new().unwrap();
        let info = FileInfo { number: 0, part: memo::Part::Main, encoding_format: "", filename: "" };
        let mut contents = vec![store.add(&b"first"[..]).unwrap()];
        store.begin(&info).unwrap();
        store.write(b"sec").unwrap();
        store.write(b"ond").unwrap();
        contents.push(store.end().unwrap());
        contents.push(store.add(&b""[..]).unwrap());
        for _ in 0..2 {
            for (content, expected) in contents.iter().zip(["first", "second", ""]) {
                let Content::Stored { handle, length } = content else { panic!("{content:?}") };
                assert_eq!(*length, expected.len() as u64);
                assert_eq!(io::read_to_string(store.open(handle).unwrap()).unwrap(), expected);
            }
            contents.push(store.add(&b"last"[..]).unwrap());
        }
        assert!(store.open("9").is_err() && store.open("x").is_err());
    }
}
