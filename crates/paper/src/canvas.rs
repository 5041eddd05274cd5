//! Drawing on one A4 page, in millimetres from its upper left corner.

use std::fmt::Write;

use crate::metrics::Face;
use crate::pagebox::A4;
use crate::winansi::encode;

/// Points in a millimetre.
const POINTS: f32 = 72.0 / 25.4;

/// A colour, red, green and blue from 0 to 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ink(pub f32, pub f32, pub f32);

impl Ink {
    pub(crate) const BLACK: Ink = Ink(0.09, 0.09, 0.11);
    pub(crate) const GREY: Ink = Ink(0.40, 0.42, 0.46);
    pub(crate) const PALE: Ink = Ink(0.78, 0.80, 0.83);
}

/// How a line of text is set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    pub face: Face,
    /// Points.
    pub size: f32,
    pub ink: Ink,
}

/// The content of a page as it grows.
#[derive(Debug, Default)]
pub(crate) struct Canvas {
    content: Vec<u8>,
}

pub(crate) const fn points(mm: f32) -> f32 {
    mm * POINTS
}

impl Canvas {
    /// Text with its base line `y` from the top and its left end at `x`.
    pub(crate) fn text(&mut self, x: f32, y: f32, style: Style, text: &str) {
        self.line(x, y, style, &encode(text));
    }

    /// As [`Canvas::text`] with its right end at `x`.
    pub(crate) fn text_to(&mut self, x: f32, y: f32, style: Style, text: &str) {
        let bytes = encode(text);
        let width = style.face.width(&bytes, style.size) / POINTS;
        self.line(x - width, y, style, &bytes);
    }

    /// As [`Canvas::text`] for text that is WinAnsi already.
    pub(crate) fn line(&mut self, x: f32, y: f32, style: Style, bytes: &[u8]) {
        let Style { face, size, ink } = style;
        let (left, base) = (points(x), A4.1 - points(y));
        let head = format!(
            "BT {:.3} {:.3} {:.3} rg /{} {size:.2} Tf {left:.2} {base:.2} Td (",
            ink.0,
            ink.1,
            ink.2,
            face.resource()
        );
        self.content.extend_from_slice(head.as_bytes());
        for byte in bytes {
            if matches!(byte, b'(' | b')' | b'\\') {
                self.content.push(b'\\');
            }
            self.content.push(*byte);
        }
        self.content.extend_from_slice(b") Tj ET\n");
    }

    /// A filled rectangle with its upper left corner at `x`, `y`.
    pub(crate) fn block(&mut self, x: f32, y: f32, width: f32, height: f32, ink: Ink) {
        let mut drawn = String::new();
        // Writing to a String cannot fail.
        let _ = writeln!(
            drawn,
            "{:.3} {:.3} {:.3} rg {:.2} {:.2} {:.2} {:.2} re f",
            ink.0,
            ink.1,
            ink.2,
            points(x),
            A4.1 - points(y + height),
            points(width),
            points(height)
        );
        self.content.extend_from_slice(drawn.as_bytes());
    }

    pub(crate) fn into_content(self) -> Vec<u8> {
        self.content
    }
}
