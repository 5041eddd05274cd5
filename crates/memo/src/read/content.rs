//! The content of a file: decoded while it streams from the document to the sink.

use super::ReadError;
use super::base64::CHUNK;
use super::engine::{Engine, Stop};
use super::inspect::Inspector;
use super::scan::Token;
use crate::content::{Content, FileInfo, Part};
use crate::finding::Severity;
use crate::xml::Input;

impl<I: Input> Engine<'_, I> {
    /// Reads the `content` whose start tag was just consumed, up to and with its end tag.
    pub(crate) fn content(&mut self) -> Result<Content, Stop> {
        let part = self.part();
        let info = FileInfo {
            number: self.inspections.len(),
            part,
            encoding_format: &self.encoding_format,
            filename: &self.filename,
        };
        let mut inspector = Inspector::new(info.encoding_format, info.filename);
        let begun = self.sink.begin(&info);
        self.sunk(begun)?;
        self.decoder.start();
        let mut sound = true;
        if std::mem::take(&mut self.empty) {
            self.leave();
        } else {
            loop {
                if !self.have(1) {
                    return self.truncated();
                }
                match self.input.window().first() {
                    Some(b'<') => match self.markup()? {
                        Some(Token::End) => {
                            if sound && !self.decoder.complete() {
                                self.error("H5", "the base64 ends in the middle of a group of four");
                            }
                            self.close()?;
                            break;
                        }
                        Some(Token::Start) => {
                            let name = self.tag_name();
                            self.error("A8", format!("content holds base64 only, not {name}"));
                            if self.tag.attributes {
                                self.foreign_attributes()?;
                            }
                            self.skip()?;
                        }
                        Some(Token::Text) => {
                            let mut text = Vec::new();
                            self.cdata(&mut Some(&mut text))?;
                            for piece in text.chunks(CHUNK) {
                                sound = self.decode(piece, 0, sound, &mut inspector)?;
                            }
                        }
                        Some(Token::Eof) | None => {}
                    },
                    Some(b'&') => {
                        let found = self.reference()?;
                        let mut buffer = [0; 4];
                        sound =
                            self.decode(found.encode_utf8(&mut buffer).as_bytes(), 0, sound, &mut inspector)?;
                    }
                    _ => sound = self.decode_run(sound, &mut inspector)?,
                }
            }
        }
        let facts = inspector.finish();
        self.inspections.push(facts);
        let ended = self.sink.end();
        self.sunk(ended)
    }

    /// Decodes the text at the window's start, at most one chunk of it.
    fn decode_run(&mut self, sound: bool, inspector: &mut Inspector) -> Result<bool, Stop> {
        let window = self.input.window();
        let available = window.len().min(CHUNK);
        // Most of a large file: a chunk that decodes holds no markup, so there is nothing to search for.
        let plain = available & !3;
        if sound
            && plain >= 1024
            && let Some(bytes) = self.decoder.plain(window.get(..plain).unwrap_or_default())
        {
            inspector.see(bytes);
            if let Err(error) = self.sink.write(bytes) {
                self.failure = Some(ReadError::Sink(error));
                return Err(Stop);
            }
            self.input.consume(plain);
            return Ok(true);
        }
        // Less than a chunk may be the beginning of one.
        if available < 1024 && self.input.fill() {
            return Ok(sound);
        }
        let window = self.input.window();
        let part = window.get(..window.len().min(CHUNK)).unwrap_or_default();
        let count = memchr::memchr2(b'<', b'&', part).unwrap_or(part.len());
        if !sound {
            self.check_window(count);
            self.input.consume(count);
            return Ok(false);
        }
        // Fields apart, so that the window is decoded where it lies.
        let fault = match self.decoder.feed(part.get(..count).unwrap_or_default()) {
            Ok(bytes) => {
                inspector.see(bytes);
                if let Err(error) = self.sink.write(bytes) {
                    self.failure = Some(ReadError::Sink(error));
                    return Err(Stop);
                }
                None
            }
            Err(at) => Some(at),
        };
        if let Some(at) = fault {
            self.fault_at(at);
        }
        self.input.consume(count);
        Ok(fault.is_none())
    }

    /// Decodes text that is not at the window's start.
    fn decode(
        &mut self,
        text: &[u8],
        at: usize,
        sound: bool,
        inspector: &mut Inspector,
    ) -> Result<bool, Stop> {
        if !sound {
            return Ok(false);
        }
        let decoded = self.decoder.feed(text).map(<[u8]>::to_vec);
        match decoded {
            Ok(bytes) => {
                inspector.see(&bytes);
                let written = self.sink.write(&bytes);
                self.sunk(written)?;
                Ok(true)
            }
            Err(_) => {
                self.fault_at(at);
                Ok(false)
            }
        }
    }

    fn fault_at(&mut self, at: usize) {
        let offset = self.input.offset() + at as u64;
        self.note_at(offset, "H5", Severity::Error, "the content is not valid base64 here");
    }

    fn sunk<T>(&mut self, result: std::io::Result<T>) -> Result<T, Stop> {
        result.map_err(|error| {
            self.failure = Some(ReadError::Sink(error));
            Stop
        })
    }

    fn part(&self) -> Part {
        let holder = self.frames.len().checked_sub(3).and_then(|i| self.frames.get(i));
        match holder.map(|f| f.field.name) {
            Some("AdditionalDocument") => Part::Additional,
            Some("TechnicalDocument") => Part::Technical,
            _ => Part::Main,
        }
    }
}
