//! Every error and event code once, with source, owner and texts in Danish, Swedish and English.
//!
//! A [`Code`] is what logs, problem documents, metrics, the timeline of a letter and the screen of a case
//! worker share. Its string never changes meaning; its texts may be improved at any time, so scripts compare
//! codes and people read texts.
//!
//! ```
//! use catalogue::{Code, Language, Owner};
//!
//! let code = Code::parse("recipient_check_digit").unwrap();
//! assert_eq!(code, Code::RecipientCheckDigit);
//! let entry = code.entry();
//! assert!(!entry.retryable);
//! assert_eq!(entry.owner, Owner::Caller);
//! println!("{} – {}", entry.what.get(Language::Sv), entry.fix.get(Language::Sv));
//! ```
//!
//! The rows stand in `table/`, one file per stage of a letter's journey. To add a code, add a row; nothing
//! else has to be touched, and the tests check that the row is whole.

// First, because the macros of the tables must be seen by the modules below.
#[macro_use]
mod table;

mod code;
mod day;
mod entry;
mod markdown;

pub use code::{Code, UnknownCode};
pub use day::day_in_words;
pub use entry::{Entry, Language, Owner, Source, Text};
pub use markdown::markdown;
