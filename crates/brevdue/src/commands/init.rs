//! `brevdue init`: a first installation.

use crate::exit::{Exit, Outcome};
use crate::output::Output;
use crate::setup::{self, Ports, Tempo};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  brevdue init my-gateway
  brevdue init my-gateway --database postgres://brevdue@db.example/brevdue
  brevdue sandbox --data-dir my-gateway/sandbox --port 8443 &
  brevdue serve --config my-gateway/brevdue.toml";

/// Write a commented configuration, keys for the sandbox, an admin key and an administrator
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Folder to write into
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Port of API and pages
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Port of the sandbox
    #[arg(long, default_value_t = 8443)]
    sandbox_port: u16,
    /// Patience of seconds instead of hours: for trying things out against the sandbox
    #[arg(long)]
    fast: bool,
    /// PostgreSQL database to use, such as postgres://brevdue@db.example/brevdue, in place of the embedded one
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    let ports = Ports { gateway: args.port, sandbox: args.sandbox_port };
    let tempo = if args.fast { Tempo::Demo } else { Tempo::Calm };
    let file = crate::client::block_on(setup::write(&args.dir, ports, tempo, args.database.as_deref()))?;
    let folder = args.dir.display();
    if out.is_json() {
        let key = args.dir.join("admin.key");
        let password = args.dir.join(setup::people::FILE);
        out.json(&serde_json::json!({ "config": file, "key_file": key, "password_file": password }));
    } else {
        out.line(&format!("Written: {}", file.display()));
        out.line(&format!("Admin key (keep it secret): {folder}/admin.key"));
        out.line(&format!(
            "Password of the emergency administrator \"admin\": {folder}/{}",
            setup::people::FILE
        ));
        out.line(&format!("Master key of the encrypted store (keep a copy elsewhere): {folder}/master.key"));
        out.line("Next:");
        let push = match args.port {
            8080 => String::new(),
            port => format!(" --post-status-url http://127.0.0.1:{port}/kombi/poststatus"),
        };
        out.line(&format!(
            "  brevdue sandbox --data-dir {folder}/sandbox --port {}{push}",
            args.sandbox_port
        ));
        out.line(&format!("  brevdue serve --config {}", file.display()));
        out.line(&format!("  brevdue send letter.pdf --to NUMBER --type beslut --config {}", file.display()));
    }
    Ok(Exit::Yes)
}
