//! Configuration of the print channel.

use crate::config::{Environment, Section, at_base};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Print through a hot folder. In TOML under `[print]`.
///
/// ```toml
/// hot_folder = "print"
/// address = "required"
///
/// [[senders]]
/// sender = "sundsvall"
/// name = "Sundsvalls kommun"
/// return_address = "Sundsvalls kommun, 851 85 Sundsvall"
/// posted_in = "SE"
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrintConfig {
    /// Folder that the print shop empties.
    pub hot_folder: PathBuf,
    /// Folder in which it acknowledges. `ack` inside the hot folder by default.
    #[serde(default)]
    pub ack_folder: Option<PathBuf>,
    /// Who puts the address on the letter.
    #[serde(default)]
    pub address: AddressPolicy,
    /// Print in colour. False by default.
    #[serde(default)]
    pub colour: bool,
    /// Print on both sides. True by default.
    #[serde(default = "yes")]
    pub duplex: bool,
    /// Most bytes of all documents of a letter. 100 MiB by default.
    #[serde(default = "default_max_job_bytes")]
    pub max_job_bytes: u64,
    /// The senders.
    pub senders: Vec<PrintSender>,
}

/// Who puts the address on the letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressPolicy {
    /// The letter brings it; a letter without one goes to a person (C20).
    #[default]
    Required,
    /// The print shop looks it up by the number in the PDF's metadata (R88, R91).
    ByPrintShop,
}

/// One municipality at the print shop.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrintSender {
    /// Id of the sender in the rest of the configuration.
    pub sender: String,
    /// Name in the letterhead of letters that are text only.
    pub name: String,
    /// Sender and return address, one line, small above the recipient.
    pub return_address: String,
    /// Country in which the letters are posted, `DK` or `SE`; settles window and language.
    pub posted_in: String,
    /// Who pays the postage when the letter names no unit (R92).
    #[serde(default)]
    pub cost_bearer: Option<String>,
}

impl Section for PrintConfig {
    fn settle(&mut self, base: &Path, _environment: Environment) {
        at_base(base, &mut self.hot_folder);
        self.ack_folder.iter_mut().for_each(|path| at_base(base, path));
    }
}

const fn yes() -> bool {
    true
}
const fn default_max_job_bytes() -> u64 {
    100 * 1024 * 1024
}
