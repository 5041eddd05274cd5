//! The national side on one machine: the Swedish address register, two mailbox operators, Danish Digital Post,
//! KOMBIT's Serviceplatformen, a print shop and an issuer of identities, over TLS with their own certificate authority, with a mailbox that a person can open in a browser.
//!
//! It checks what it gets as the real one would, plays every outcome (one test recipient each, [`recipients_markdown`]),
//! and counts what it delivered, so that a lost or doubled letter shows.
//!
//! ```no_run
//! # async fn example() -> Result<(), sandbox::SandboxError> {
//! use sandbox::{Sandbox, SandboxConfig, SenderEnrolment, Side};
//!
//! let running = Sandbox::start(SandboxConfig::new("sandbox-data")).await?;
//! let sender = SenderEnrolment { country: Side::Se, number: "2021004748".into(), name: "Kommun A".into() };
//! let credentials = running.enrol(&sender)?;
//! println!("{} {}", running.urls().far, credentials.folder.display());
//! running.stop().await;
//! # Ok(())
//! # }
//! ```

mod admin;
mod config;
mod der;
mod digital_post;
mod eid;
mod enrol;
mod error;
mod far;
mod faults;
mod files;
mod kombi;
mod memos;
mod net;
mod operator;
mod outcome;
mod pages;
mod pki;
mod print_shop;
mod recipients;
mod sandbox;
mod shared;
mod soap;
mod state;

pub use config::SandboxConfig;
pub use enrol::{Credentials, SenderEnrolment};
pub use error::SandboxError;
pub use faults::{Fault, FaultKind, FaultPlan, FaultSpecError, Place, Rule, faults_markdown};
pub use outcome::{OUTCOMES, Outcome, OutcomeInfo, Side};
pub use pki::{Issued, Organisation, Pki};
pub use print_shop::Acknowledgement;
pub use recipients::{Operator, TestRecipient, by_alias, by_number, recipients, recipients_markdown};
pub use sandbox::{Facts, Running, Sandbox, Urls};
pub use state::{Deliveries, DeliveryCount, PrintStatus, Totals};
