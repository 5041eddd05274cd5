//! `brevdue serve`: the gateway.

use crate::exit::{Exit, Failure, Outcome};
use crate::output::Output;
use crate::run;
use server::{Config, Gateway};

const EXAMPLES: &str = "\
Ends on Ctrl-C or SIGTERM, after the letters under way have come to a resting place.

Example:
  brevdue serve --config brevdue.toml";

/// Run the gateway from a configuration file
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {}

pub(crate) fn run(_: &Args, out: &Output) -> Outcome {
    let config = Config::load(out.settings().config()).map_err(|error| Failure::new(error.to_string()))?;
    run::log();
    run::runtime(async {
        let gateway = Gateway::open(config).await.map_err(|error| Failure::new(error.to_string()))?;
        let serving = gateway.serve().await.map_err(|error| Failure::new(error.to_string()))?;
        out.note(&format!("Brevdue listens on http://{}", serving.address));
        run::until_stopped().await;
        serving.stop().await;
        gateway.store().close().await;
        Ok(Exit::Yes)
    })
}
