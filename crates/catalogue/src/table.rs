//! The rows of the catalogue, one file per stage of a letter's journey.
//!
//! Each file is a macro that adds its rows to those it was given and hands all of them to the next macro in
//! the list; the last one, `define_codes`, makes the enum. A row is
//!
//! ```text
//! Variant "snake_case" (Source, retryable, Owner)
//!     da "what happened" "what to do now"
//!     sv …
//!     en …;
//! ```

#[macro_use]
mod caller;
#[macro_use]
mod reception;
#[macro_use]
mod delivery;
#[macro_use]
mod printing;
#[macro_use]
mod life;
