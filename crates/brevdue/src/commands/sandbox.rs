//! `brevdue sandbox`: the national side alone.

use crate::exit::{Exit, Failure, Outcome};
use crate::output::Output;
use crate::run;
use sandbox::{FaultPlan, Sandbox, SandboxConfig};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Faults: see docs/SANDBOX.md, for example operator.alfa.silent=0.1,seed=7

Examples:
  brevdue sandbox --data-dir sandbox --port 8443
  brevdue sandbox --data-dir sandbox --faults 'digital_post.lost=0.2,seed=1'";

/// Run the national side alone: register, mailbox operators, Digital Post, KOMBIT, print shop
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Port of the machine side (https); pages for citizens lie one higher (http)
    #[arg(long, default_value_t = 8443)]
    port: u16,
    /// Where mailboxes, certificates and print jobs lie
    #[arg(long, value_name = "DIR", default_value = "sandbox")]
    data_dir: PathBuf,
    /// Where KOMBIT's side pushes receipts: the gateway's /kombi/poststatus; empty for nowhere
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080/kombi/poststatus")]
    post_status_url: String,
    /// Faults to inject
    #[arg(long, value_name = "SPEC", default_value = "")]
    faults: String,
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    let plan: FaultPlan =
        FaultPlan::parse(&args.faults).map_err(|error| Failure::new(format!("--faults: {error}")))?;
    run::log();
    run::runtime(async {
        let mut config = SandboxConfig::new(&args.data_dir).with_faults(plan);
        config.port = args.port;
        config.post_status_url = Some(args.post_status_url.trim().to_owned()).filter(|url| !url.is_empty());
        let running = Sandbox::start(config).await.map_err(|error| Failure::new(error.to_string()))?;
        if out.is_json() {
            out.json(running.facts());
        } else {
            let urls = running.urls();
            out.note(&format!("Register          {}", urls.far));
            out.note(&format!("Digital Post      {}", urls.digital_post));
            out.note(&format!("KOMBIT            {}", urls.kombi));
            out.note(&format!("Citizens' mailbox {}", urls.web));
            out.note(&format!("Print folder      {}", running.print_folder().display()));
        }
        run::until_stopped().await;
        running.stop().await;
        Ok(Exit::Yes)
    })
}
