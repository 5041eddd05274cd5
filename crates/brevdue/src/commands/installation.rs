//! What commands that work on an installation without its gateway have in common: its configuration, its store, and who
//! they are for the audit chain.

use server::Config;
use store::Store;

use crate::exit::Failure;
use crate::output::Output;

/// An error with no better words than its own.
pub(crate) fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::new(error.to_string())
}

/// The configuration of the installation.
pub(crate) fn configured(out: &Output) -> Result<Config, Failure> {
    Config::load(out.settings().config()).map_err(failed)
}

/// The store of the configuration, to be looked at; a gateway may have it open.
pub(crate) async fn look(out: &Output) -> Result<Store, Failure> {
    Store::look(&configured(out)?.store().map_err(failed)?).await.map_err(failed)
}

/// The store of a configuration, to be worked on; refused while a gateway has it open.
pub(crate) async fn open(config: &Config) -> Result<Store, Failure> {
    Store::open(&config.store().map_err(failed)?).await.map_err(failed)
}

/// Who acts, as the audit chain names it: the command, and the system's user who runs it.
pub(crate) fn acting(command: &str) -> String {
    format!("{command}, system user {}", rustix::process::getuid().as_raw())
}
