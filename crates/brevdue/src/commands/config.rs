//! `brevdue config check`: what is wrong with an installation, and how to mend it.

use crate::exit::{Exit, Failure, Outcome};
use crate::output::Output;
use crate::run;
use channels::Level;
use server::{Config, Gateway};

const EXAMPLES: &str = "\
Looks at the file, the certificates (days left, right organisation), the folders, and asks each register and
service over the configured connection. Ends with 1 if something does not work.

Example:
  brevdue config check --config brevdue.toml";

/// Look at the configuration
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Check configuration, certificates and connections
    #[command(after_help = EXAMPLES)]
    Check,
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    let What::Check = args.what;
    let file = out.settings().config();
    let config = Config::load(file).map_err(|error| Failure::new(error.to_string()))?;
    run::runtime(async {
        let findings = Gateway::check(&config).await.map_err(|error| Failure::new(error.to_string()))?;
        let mut worst = Level::Ok;
        for finding in &findings {
            worst = worst.max(finding.level);
            if out.is_json() {
                out.json(finding);
                continue;
            }
            let mark = match finding.level {
                Level::Ok => "ok     ",
                Level::Warning => "warning",
                Level::Error => "error  ",
            };
            out.line(&format!("{mark}  {}: {}", finding.subject, finding.found));
            if !finding.remedy.is_empty() {
                out.line(&format!("         → {}", finding.remedy));
            }
        }
        Ok(Exit::from_answer(worst < Level::Error))
    })
}
