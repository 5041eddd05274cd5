//! What developers and nightly runs use, beside the program: [`kill`] proves on real processes that no accepted
//! letter is lost or doubled; [`site`] is the installation that it, and `brevdue bench`, run.

pub mod kill;
mod postgres;
pub mod site;
