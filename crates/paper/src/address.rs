//! The page that shows through an envelope's window.

use catalogue::Language;
use party::PostalAddress;
use serde::{Deserialize, Serialize};

use crate::PdfError;
use crate::build::{About, document, save};
use crate::canvas::{Canvas, Ink, Style};
use crate::metrics::Face;
use crate::wrap::wrap;

/// Where the window of an envelope lies over an A4 page folded into it, in millimetres from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// From the left edge of the page to where text may begin.
    pub left_mm: f32,
    /// From the upper edge of the page to where text may begin.
    pub top_mm: f32,
    /// Width for text.
    pub width_mm: f32,
    /// Height for text.
    pub height_mm: f32,
}

impl Window {
    /// Danish envelopes (C5 and M65, window to the left), with room for the sheet to shift.
    pub const DANISH: Window = Window { left_mm: 20.0, top_mm: 46.0, width_mm: 85.0, height_mm: 31.0 };
    /// Swedish envelopes with the window to the right (`H2`), with room for the sheet to shift.
    pub const SWEDISH: Window = Window { left_mm: 112.0, top_mm: 46.0, width_mm: 82.0, height_mm: 31.0 };

    /// The usual window of a country, by its ISO 3166 letters; Danish where we know none.
    pub fn of_country(code: &str) -> Window {
        if code.eq_ignore_ascii_case("SE") { Window::SWEDISH } else { Window::DANISH }
    }
}

/// What an address page shows. Nothing but this: the page must not tell what the letter is about.
#[derive(Debug, Clone)]
pub struct AddressPage {
    /// The recipient; `None` leaves the window empty for a print shop that fills it in.
    pub recipient: Option<PostalAddress>,
    /// Sender and return address, one line; printed small above the recipient.
    pub return_address: String,
    /// ISO 3166 letters of the country in which the letter is posted, such as `DK`.
    pub posted_in: String,
    /// Where the window is.
    pub window: Window,
}

/// Size of the address, in points: postal services ask for 10 to 12.
const SIZE: f32 = 11.0;
const RETURN_SIZE: f32 = 7.0;
/// Smallest size, reached only by addresses that fill every line to its limit.
const SMALLEST: f32 = 5.0;
/// Line distance in parts of the size; closer when the address is set smaller to fit.
const LEADING: f32 = 1.25;
const LEADING_CLOSE: f32 = 1.14;
const MM: f32 = 25.4 / 72.0;

/// Makes the address page as a PDF of one page.
///
/// A line too wide for the window is broken; an address with more lines than the window is set smaller, so that none
/// is hidden.
///
/// # Errors
/// [`PdfError::Unreadable`] if the page cannot be written.
pub fn address_page(page: &AddressPage) -> Result<Vec<u8>, PdfError> {
    let about = About {
        title: "Brevdue",
        author: &page.return_address,
        language: language_tag(if page.posted_in.eq_ignore_ascii_case("SE") {
            Language::Sv
        } else {
            Language::Da
        }),
        date: None,
    };
    save(&mut document(vec![canvas(page)], &about))
}

/// What stands on the page.
pub(crate) fn canvas(page: &AddressPage) -> Canvas {
    let mut canvas = Canvas::default();
    let Window { left_mm, top_mm, width_mm, height_mm } = page.window;
    let width = crate::canvas::points(width_mm);
    let mut y = top_mm + RETURN_SIZE * MM;
    let small = Style { face: Face::Regular, size: RETURN_SIZE, ink: Ink::GREY };
    if let Some(line) = wrap(&page.return_address, small.face, small.size, width).first() {
        canvas.line(left_mm, y, small, line);
        canvas.block(left_mm, y + 1.1, width_mm, 0.15, Ink::PALE);
    }
    y += 2.6;
    let Some(recipient) = &page.recipient else { return canvas };
    let room = top_mm + height_mm - y;
    let (size, lines) = fitted(&recipient.printed(&page.posted_in), width, room);
    let style = Style { face: Face::Regular, size, ink: Ink::BLACK };
    for line in lines {
        y += size * leading(size) * MM;
        canvas.line(left_mm, y, style, &line);
    }
    canvas
}

/// The lines at the largest size at which all of them fit into `room` millimetres.
fn fitted(lines: &[String], width: f32, room: f32) -> (f32, Vec<Vec<u8>>) {
    let mut size = SIZE;
    loop {
        let broken: Vec<Vec<u8>> =
            lines.iter().flat_map(|line| wrap(line, Face::Regular, size, width)).collect();
        // A few dozen lines at most, so the number is exact.
        let height = broken.len() as f32 * size * leading(size) * MM;
        if height <= room || size <= SMALLEST {
            return (size, broken);
        }
        size -= 0.5;
    }
}

fn leading(size: f32) -> f32 {
    if size < 9.5 { LEADING_CLOSE } else { LEADING }
}

pub(crate) fn language_tag(language: Language) -> &'static str {
    match language {
        Language::Da => "da-DK",
        Language::Sv => "sv-SE",
        Language::En => "en",
    }
}
