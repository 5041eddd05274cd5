//! HTML in letters: what it would do to its reader, and how to show it without letting it.
//!
//! Nothing here repairs HTML that is to be sent: what is signed or sent must be what the sender wrote. [`problems`]
//! says why a text should not be sent, [`harmless`] renders one that was received, [`decode`] finds its characters.
//!
//! ```
//! use html::{Kind, harmless, problems};
//! let text = "<p onclick='x()'>Hej <b>du</b><img src='https://a.example/1.gif'>";
//! let kinds: Vec<Kind> = problems(text).iter().map(|problem| problem.kind).collect();
//! assert_eq!(kinds, [Kind::Runs, Kind::Loads, Kind::Nesting]);
//! assert_eq!(harmless(text), "<p>Hej <b>du</b></p>");
//! ```

mod charset;
mod clean;
mod problems;
mod tags;

pub use charset::{Charset, decode};
pub use clean::harmless;
pub use problems::{Kind, Problem, problems};
