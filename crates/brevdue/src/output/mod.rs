//! The only place that writes to the terminal: data to standard output, all else to standard error.

mod file;
mod size;
mod style;
mod table;
mod text;
mod time;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::Mutex;

use catalogue::{Language, Text};
use serde::Serialize;

use crate::exit::Failure;
use crate::settings::{Format, Settings};

pub(crate) use file::FileOutput;
pub(crate) use size::size_words;
pub(crate) use style::Style;
pub(crate) use table::{Align, Cell, Column, Table};
pub(crate) use text::clean;
pub(crate) use time::{local_minute, local_second};

/// Where a command writes. Data is buffered; [`Output::finish`] tells whether all of it arrived.
///
/// A reader that goes away (`brevdue … | head`) is no error: later data is dropped, the work goes on, and
/// long outputs ask [`Output::is_open`] whether to stop.
pub(crate) struct Output {
    settings: Settings,
    data: Mutex<Data>,
    colour: bool,
    colour_errors: bool,
    live: bool,
    width: usize,
}

struct Data {
    writer: BufWriter<io::Stdout>,
    end: Option<io::Error>,
}

impl Output {
    /// Standard output and error of this process.
    pub(crate) fn new(settings: Settings) -> Output {
        let (stdout, stderr) = (io::stdout(), io::stderr());
        Output {
            colour: style::wanted(stdout.is_terminal()),
            colour_errors: style::wanted(stderr.is_terminal()),
            live: stderr.is_terminal(),
            width: table::width_of_terminal(),
            data: Mutex::new(Data { writer: BufWriter::with_capacity(32 * 1024, stdout), end: None }),
            settings,
        }
    }

    /// What holds for every command.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Whether programs read the data.
    pub(crate) fn is_json(&self) -> bool {
        self.settings.format == Format::Json
    }

    /// Whether a page for browsers is wanted.
    pub(crate) fn is_html(&self) -> bool {
        self.settings.format == Format::Html
    }

    /// Language of the texts.
    pub(crate) fn language(&self) -> Language {
        self.settings.language
    }

    /// A text in the user's language.
    pub(crate) fn say(&self, text: &Text) -> &'static str {
        text.get(self.settings.language)
    }

    /// Whether anybody still reads the data.
    pub(crate) fn is_open(&self) -> bool {
        self.data.lock().is_ok_and(|data| data.end.is_none())
    }

    /// A line of data for people. Foreign text in it must have gone through [`clean`] or [`Output::paint`].
    pub(crate) fn line(&self, line: &str) {
        self.write(|writer| writer.write_all(line.as_bytes()).and_then(|()| writer.write_all(b"\n")));
    }

    /// Text for people in as many lines as the terminal needs.
    pub(crate) fn prose(&self, text: &str) {
        for line in text.lines() {
            text::wrapped(&clean(line), self.width).iter().for_each(|line| self.line(line));
        }
    }

    /// A line of data for programs.
    pub(crate) fn json<T: Serialize>(&self, value: &T) {
        self.write(|writer| {
            serde_json::to_writer(&mut *writer, value).map_err(io::Error::from)?;
            writer.write_all(b"\n")
        });
    }

    /// Data as it is.
    pub(crate) fn bytes(&self, bytes: &[u8]) {
        self.write(|writer| writer.write_all(bytes));
    }

    /// A table for people, as wide as the terminal allows.
    pub(crate) fn table(&self, table: &Table) {
        for line in table.render(self.width, self.colour) {
            self.line(&line);
        }
    }

    /// A heading below other data.
    pub(crate) fn section(&self, title: &Text) {
        self.line("");
        self.line(&self.paint(Style::Strong, self.say(title)));
    }

    /// Foreign text made harmless, coloured if the data goes to a terminal.
    pub(crate) fn paint(&self, style: Style, text: &str) -> String {
        style.paint(&clean(text), self.colour)
    }

    /// Hands over what is buffered, so that a reader sees it before a long wait.
    pub(crate) fn flush(&self) {
        self.write(Write::flush);
    }

    fn write(&self, write: impl FnOnce(&mut BufWriter<io::Stdout>) -> io::Result<()>) {
        let Ok(mut data) = self.data.lock() else { return };
        if data.end.is_none()
            && let Err(error) = write(&mut data.writer)
        {
            data.end = Some(error);
        }
    }

    /// A remark beside the data.
    pub(crate) fn note(&self, text: &str) {
        self.clear_progress();
        self.stderr(&format!("{}\n", clean(text)));
    }

    /// Something the user should mind.
    pub(crate) fn warn(&self, text: &str) {
        self.clear_progress();
        let word = Style::Warn.paint(self.say(&crate::words::WARNING), self.colour_errors);
        self.stderr(&format!("{word}: {}\n", clean(text)));
    }

    /// Where long work stands: overwritten in place on a terminal, plain lines elsewhere.
    pub(crate) fn progress(&self, text: &str) {
        let text = clean(text);
        if self.live {
            self.stderr(&format!("\r{text}\x1b[K"));
        } else {
            self.stderr(&format!("{text}\n"));
        }
    }

    fn clear_progress(&self) {
        if self.live {
            self.stderr("\r\x1b[K");
        }
    }

    /// Why the command failed, and what to do.
    pub(crate) fn failure(&self, failure: &Failure) {
        self.clear_progress();
        match failure {
            Failure::Unable { what, fix } => {
                self.fault_line(what);
                if let Some(fix) = fix {
                    self.stderr(&format!("  {}\n", clean(fix)));
                }
            }
            Failure::Refused(problem) if self.is_json() => self.json(&problem.document),
            Failure::Refused(problem) => {
                self.fault_line(&problem.headline());
                for line in problem.lines(self.language()) {
                    self.stderr(&format!("  {}\n", clean(&line)));
                }
            }
        }
    }

    fn fault_line(&self, what: &str) {
        let word = Style::Bad.paint(self.say(&crate::words::ERROR), self.colour_errors);
        self.stderr(&format!("{word}: {}\n", clean(what)));
    }

    fn stderr(&self, text: &str) {
        // Nobody is left to be told when standard error is closed.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Writes the rest. A reader that went away is no error.
    ///
    /// # Errors
    /// The data could not be written whole, for example because a disk is full.
    pub(crate) fn finish(&self) -> io::Result<()> {
        self.flush();
        self.clear_progress();
        let end = self.data.lock().ok().and_then(|mut data| data.end.take());
        match end {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
            _ => Ok(()),
        }
    }
}
