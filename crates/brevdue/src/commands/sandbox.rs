//! `brevdue sandbox`: the national side alone.

use crate::exit::{Exit, Failure, Outcome};
use crate::output::Output;
use crate::run;
use crate::settings::Settings;
use sandbox::{FaultPlan, Sandbox, SandboxConfig};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Faults: PLACE.KIND[-NUMBER][@RECIPIENT][:FROM-UNTIL]=PROBABILITY, joined by commas; every place and kind
stands in docs/SANDBOX.md. The same may stand in the configuration file, under [sandbox.faults], and be
changed while it runs: PUT /sandbox/faults on the citizens' port.

Examples:
  brevdue sandbox --data-dir sandbox --port 8443
  brevdue sandbox --data-dir sandbox --faults 'digital_post.lost=0.2,seed=1'
  brevdue sandbox --faults 'far.down:10s-40s=1,operator.beta.after-502=0.1,digital_post.memos.late@dk-mette=1'
  brevdue sandbox --faults 'tls.expired=1'
  brevdue sandbox --config brevdue.toml";

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
    /// Faults to inject, after those of the configuration file
    #[arg(long, value_name = "SPEC", default_value = "")]
    faults: String,
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    let configured = configured_faults(out.settings())?;
    FaultPlan::parse(&configured).map_err(|error| Failure::new(format!("[sandbox.faults]: {error}")))?;
    FaultPlan::parse(&args.faults).map_err(|error| Failure::new(format!("--faults: {error}")))?;
    let plan = FaultPlan::parse(&format!("{configured},{}", args.faults))
        .map_err(|error| Failure::new(format!("--faults: {error}")))?;
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

/// `[sandbox.faults]` of the configuration file as a fault text: `"far.down" = 0.1` and `far.down = 0.1` say the same.
/// Only a file that the user named must exist.
fn configured_faults(settings: &Settings) -> Result<String, Failure> {
    let path = settings.config();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if settings.config_is_named() => {
            return Err(Failure::new(format!("cannot read {}: {error}", path.display())));
        }
        Err(_) => return Ok(String::new()),
    };
    let wrong = |what: String| Failure::new(format!("{}: {what}", path.display()));
    let file: toml::Table = text.parse().map_err(|error: toml::de::Error| wrong(error.to_string()))?;
    let section = file.get("sandbox").and_then(|sandbox| sandbox.get("faults"));
    let Some(section) = section.and_then(toml::Value::as_table) else { return Ok(String::new()) };
    let mut items = Vec::new();
    let mut open: Vec<(String, &toml::Value)> =
        section.iter().map(|(name, value)| (name.clone(), value)).collect();
    while let Some((name, value)) = open.pop() {
        match value {
            toml::Value::Table(inside) => {
                open.extend(inside.iter().map(|(part, value)| (format!("{name}.{part}"), value)));
            }
            toml::Value::String(text) => items.push(format!("{name}={text}")),
            toml::Value::Integer(_) | toml::Value::Float(_) => items.push(format!("{name}={value}")),
            _ => return Err(wrong(format!("[sandbox.faults] {name}: a number or a text is needed"))),
        }
    }
    // The order decides which fault is drawn first: always the same one.
    items.sort();
    Ok(items.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        global: crate::settings::GlobalArgs,
    }

    #[test]
    fn faults_of_the_configuration_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("brevdue.toml");
        let text = "environment = \"sandbox\"\n[sandbox.faults]\nseed = 7\nslow = \"40ms\"\n\"far.down@se-declined\" = 1\n\
                    operator.beta.lost = 0.25\n";
        std::fs::write(&path, text).expect("written");
        let line = Line::parse_from([std::ffi::OsStr::new("x"), "--config".as_ref(), path.as_os_str()]);
        let settings = Settings::from(line.global);
        let faults = configured_faults(&settings).expect("faults");
        assert_eq!(faults, "far.down@se-declined=1,operator.beta.lost=0.25,seed=7,slow=40ms");
        assert_eq!(FaultPlan::parse(&faults).expect("a plan").rules.len(), 2);
        std::fs::write(&path, "[sandbox.faults]\nfar.down = true\n").expect("written");
        assert!(configured_faults(&settings).is_err());
        std::fs::remove_file(&path).expect("removed");
        assert!(configured_faults(&settings).is_err(), "a named file must exist");
    }
}
