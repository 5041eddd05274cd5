//! The pages as a case worker's browser meets them: over HTTP, without script.

#[path = "pages/acting.rs"]
mod acting;
#[path = "pages/browser.rs"]
mod browser;
#[path = "pages/described.rs"]
mod described;
#[path = "pages/desk.rs"]
mod desk;
#[path = "pages/door.rs"]
mod door;
#[path = "pages/everywhere.rs"]
mod everywhere;
#[path = "pages/finding.rs"]
mod finding;
#[path = "pages/house.rs"]
mod house;
#[path = "pages/keeping.rs"]
mod keeping;
#[path = "pages/many.rs"]
mod many;
#[path = "pages/own_password.rs"]
mod own_password;
#[path = "pages/people.rs"]
mod people;
#[path = "pages/previewing.rs"]
mod previewing;
#[path = "pages/sending.rs"]
mod sending;
#[path = "pages/types.rs"]
mod types;
#[path = "pages/units.rs"]
mod units;
