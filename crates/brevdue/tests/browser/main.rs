//! The pages in a real browser: Chromium, driven over WebDriver, looks at the demonstration as people would.
//! Skipped, with a printed reason, where Chromium, its driver or axe-core is missing; `scripts/test` installs them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

mod alone;
mod axe;
mod driver;
mod house;
mod looks;
mod newcomer;
mod pictures;
mod sending;
mod states;
mod tour;
mod webdriver;
