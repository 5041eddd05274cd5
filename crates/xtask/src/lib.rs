//! What developers and nightly runs use, beside the program: [`kill`] proves on real processes that no accepted
//! letter is lost or doubled.

pub mod kill;
