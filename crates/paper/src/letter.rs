//! A plain, good-looking A4 letter, for the demo, for tests and for letters that are text only.

use catalogue::Language;
use jiff::civil::Date;

use crate::PdfError;
use crate::address::{Window, language_tag};
use crate::build::{About, document, save};
use crate::canvas::{Canvas, Ink, Style, points};
use crate::metrics::Face;
use crate::wrap::wrap;

/// What a simple letter says. Text beyond WinAnsi is printed by its nearest likeness; see [`crate::unprintable`].
#[derive(Debug, Clone)]
pub struct LetterText {
    /// Language of the words that the letter adds by itself (date, page numbers) and of the document.
    pub language: Language,
    /// The authority, in the letterhead.
    pub sender: String,
    /// The department below it; may be empty.
    pub department: String,
    /// Address, telephone, web page: up to four lines in the foot.
    pub contact: Vec<String>,
    /// Name and address of the recipient; never a personal number.
    pub recipient: Vec<String>,
    /// Date of the letter.
    pub date: Option<Date>,
    /// The sender's reference or case number; may be empty.
    pub reference: String,
    /// The heading, also the title of the document.
    pub subject: String,
    /// The text. Empty lines separate paragraphs; a line that begins with `- ` becomes a point of a list.
    pub body: String,
    /// Lines below the text: greeting, name and title of who signs.
    pub closing: Vec<String>,
    /// Red, green, blue of the letterhead.
    pub accent: [u8; 3],
}

impl Default for LetterText {
    fn default() -> LetterText {
        LetterText {
            language: Language::Da,
            sender: String::new(),
            department: String::new(),
            contact: Vec::new(),
            recipient: Vec::new(),
            date: None,
            reference: String::new(),
            subject: String::new(),
            body: String::new(),
            closing: Vec::new(),
            accent: [0x1B, 0x4F, 0x72],
        }
    }
}

const LEFT: f32 = 25.0;
const RIGHT: f32 = 185.0;
/// Text column: narrower than the page, as lines of some 75 characters read best.
const COLUMN: f32 = 148.0;
const FOOT: f32 = 272.0;
/// Lowest base line of the text.
const LOWEST: f32 = 262.0;
const BODY: Style = Style { face: Face::Regular, size: 10.5, ink: Ink::BLACK };
const LEADING: f32 = 5.3;
const PARAGRAPH: f32 = 3.0;
/// Room that the last lines of a letter need together.
const CLOSING_GAP: f32 = 6.0;
/// Most pages: a letter with more text than this is cut off with an error.
const PAGES_MAX: usize = 500;

/// Sets the letter and returns the PDF.
///
/// # Errors
/// [`PdfError::TooManyPages`] beyond 500 pages.
pub fn simple_letter(letter: &LetterText) -> Result<Vec<u8>, PdfError> {
    let mut setter = Setter::new(letter);
    setter.first_page();
    setter.body()?;
    setter.closing()?;
    let mut pages = setter.done;
    pages.push(setter.page);
    let total = pages.len();
    for (at, page) in pages.iter_mut().enumerate() {
        foot(page, letter, at + 1, total);
    }
    let about = About {
        title: &letter.subject,
        author: &letter.sender,
        language: language_tag(letter.language),
        date: letter.date,
    };
    save(&mut document(pages, &about))
}

struct Setter<'a> {
    letter: &'a LetterText,
    done: Vec<Canvas>,
    page: Canvas,
    /// Base line last used, millimetres from the top.
    y: f32,
}

impl<'a> Setter<'a> {
    fn new(letter: &'a LetterText) -> Setter<'a> {
        Setter { letter, done: Vec::new(), page: Canvas::default(), y: 0.0 }
    }

    fn accent(&self) -> Ink {
        let [r, g, b] = self.letter.accent.map(|c| f32::from(c) / 255.0);
        Ink(r, g, b)
    }

    /// Letterhead, recipient in the window, date and reference beside it, subject.
    fn first_page(&mut self) {
        let letter = self.letter;
        let accent = self.accent();
        self.page.block(0.0, 0.0, 210.0, 3.0, accent);
        let name = Style { face: Face::Bold, size: 17.0, ink: accent };
        self.page.text(LEFT, 21.0, name, &letter.sender);
        let department = Style { face: Face::Regular, size: 10.0, ink: Ink::GREY };
        self.page.text(LEFT, 27.0, department, &letter.department);

        let swedish = letter.language == Language::Sv;
        let window = if swedish { Window::SWEDISH } else { Window::DANISH };
        let address_left = if swedish { window.left_mm } else { LEFT };
        let mut y = window.top_mm + 5.0;
        let width = points(window.width_mm);
        for line in letter.recipient.iter().take(7).flat_map(|line| wrap(line, Face::Regular, 10.5, width)) {
            self.page.line(address_left, y, BODY, &line);
            y += 4.9;
        }
        self.particulars(if swedish { LEFT } else { 135.0 }, window.top_mm + 5.0);

        self.y = 93.0;
        let heading = Style { face: Face::Bold, size: 14.0, ink: Ink::BLACK };
        for line in wrap(&letter.subject, heading.face, heading.size, points(COLUMN)) {
            self.page.line(LEFT, self.y, heading, &line);
            self.y += 6.6;
        }
        self.y += 1.6;
    }

    /// Date and reference, each below its name.
    fn particulars(&mut self, x: f32, top: f32) {
        let words = Words::of(self.letter.language);
        let label = Style { face: Face::Regular, size: 7.5, ink: Ink::GREY };
        let value = Style { face: Face::Regular, size: 9.5, ink: Ink::BLACK };
        let date = self.letter.date.map(|date| words.date(date)).unwrap_or_default();
        let mut y = top;
        for (name, text) in
            [(words.date_label, date.as_str()), (words.reference, self.letter.reference.as_str())]
        {
            if !text.trim().is_empty() {
                self.page.text(x, y, label, name);
                self.page.text(x, y + 4.2, value, text);
                y += 11.0;
            }
        }
    }

    fn body(&mut self) -> Result<(), PdfError> {
        let text = self.letter.body.replace("\r\n", "\n");
        for paragraph in text.split("\n\n") {
            for line in paragraph.split('\n') {
                match line.trim_start().strip_prefix("- ") {
                    Some(point) => self.point(point)?,
                    None => self.paragraph(line, LEFT)?,
                }
            }
            self.y += PARAGRAPH;
        }
        Ok(())
    }

    fn paragraph(&mut self, text: &str, x: f32) -> Result<(), PdfError> {
        let lines = wrap(text, BODY.face, BODY.size, points(COLUMN - (x - LEFT)));
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            // Neither the first nor the last line of a paragraph stands alone on a page.
            let together = if (at == 0 && count > 1) || (count > 2 && at + 2 == count) { 2.0 } else { 1.0 };
            self.need(LEADING * together)?;
            self.y += LEADING;
            self.page.line(x, self.y, BODY, &line);
        }
        Ok(())
    }

    fn point(&mut self, text: &str) -> Result<(), PdfError> {
        const INDENT: f32 = 5.0;
        // Room for two lines, which is the most that its paragraph asks for at its start: so the page does not turn
        // between the mark and the text.
        self.need(LEADING * 2.0)?;
        self.page.text(LEFT + 1.0, self.y + LEADING, BODY, "•");
        self.paragraph(text, LEFT + INDENT)
    }

    fn closing(&mut self) -> Result<(), PdfError> {
        let letter = self.letter;
        let Some((greeting, rest)) = letter.closing.split_first() else { return Ok(()) };
        // Count is small: closing lines of one letter.
        self.need(CLOSING_GAP + LEADING * (letter.closing.len().min(12) as f32 + 1.0))?;
        self.y += CLOSING_GAP - PARAGRAPH;
        self.paragraph(greeting, LEFT)?;
        self.y += LEADING;
        for line in rest {
            self.paragraph(line, LEFT)?;
        }
        Ok(())
    }

    /// Turns the page unless `height` millimetres are left.
    fn need(&mut self, height: f32) -> Result<(), PdfError> {
        if self.y + height <= LOWEST {
            return Ok(());
        }
        if self.done.len() + 1 >= PAGES_MAX {
            return Err(PdfError::TooManyPages { limit: PAGES_MAX });
        }
        self.done.push(std::mem::take(&mut self.page));
        let accent = self.accent();
        self.page.block(0.0, 0.0, 210.0, 3.0, accent);
        let head = Style { face: Face::Regular, size: 8.0, ink: Ink::GREY };
        self.page.text(LEFT, 16.0, head, &self.letter.sender);
        self.page.text_to(RIGHT, 16.0, head, &self.letter.reference);
        self.y = 24.0;
        Ok(())
    }
}

/// Contact lines in two columns and the page number.
fn foot(page: &mut Canvas, letter: &LetterText, number: usize, total: usize) {
    let small = Style { face: Face::Regular, size: 8.0, ink: Ink::GREY };
    page.block(LEFT, FOOT, RIGHT - LEFT, 0.2, Ink::PALE);
    page.text(LEFT, FOOT + 5.0, Style { face: Face::Bold, ..small }, &letter.sender);
    for (at, line) in letter.contact.iter().take(4).enumerate() {
        let x = if at < 2 { LEFT } else { 100.0 };
        let y = FOOT + 9.0 + if at % 2 == 0 { 0.0 } else { 4.0 };
        page.text(x, y, small, line);
    }
    page.text_to(RIGHT, FOOT + 5.0, small, &Words::of(letter.language).page(number, total));
}

/// The words a letter adds by itself.
struct Words {
    date_label: &'static str,
    reference: &'static str,
    language: Language,
}

impl Words {
    fn of(language: Language) -> Words {
        let (date_label, reference) = match language {
            Language::Da => ("Dato", "Sagsnr."),
            Language::Sv => ("Datum", "Ärendenr"),
            Language::En => ("Date", "Case no."),
        };
        Words { date_label, reference, language }
    }

    fn date(&self, date: Date) -> String {
        catalogue::day_in_words(date.year(), date.month(), date.day(), self.language)
    }

    fn page(&self, number: usize, total: usize) -> String {
        match self.language {
            Language::Da => format!("Side {number} af {total}"),
            Language::Sv => format!("Sida {number} av {total}"),
            Language::En => format!("Page {number} of {total}"),
        }
    }
}
