//! `brevdue doctor` and `brevdue sweep`: is everything well, and is no letter forgotten?

use std::path::PathBuf;

use catalogue::Code;
use serde_json::{Value, json};

use crate::client::{Api, Call, block_on};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{Output, Style};
use crate::run;
use crate::words;
use channels::Level;
use server::doctor::{Diagnosis, scrubbed};
use server::{Config, Gateway};

/// Look at everything that must be well for letters to arrive
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Asks the running gateway: configuration, certificates (days left), connections, queue, states, receipts, disk, clock,
balance. If it does not answer, what can be seen without it is looked at. Green is well, yellow needs care, red does not
work: exit 1. The support file holds the same, versions and numbers of letters, and no personal data.

Examples:
  brevdue doctor
  brevdue doctor --support-file support.json")]
pub(crate) struct Args {
    /// Also write a report for support, without personal data
    #[arg(long, value_name = "FILE")]
    support_file: Option<PathBuf>,
}

/// Look at every letter that is not at its end, and put right what can safely be
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The gateway does so by itself each hour. Each finding has a code, an owner and a remedy. Exit 1 if one is left.

Example:
  brevdue sweep --full")]
pub(crate) struct SweepArgs {
    /// Every letter, also those at their end
    #[arg(long)]
    full: bool,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let api = Api::new(out)?;
    let asked = block_on(api.json(Call::get(&["doctor"])));
    let found = match asked {
        Ok(found) => found,
        Err(refused @ Failure::Refused(_)) => return Err(refused),
        Err(failure) => alone(&failure, out)?,
    };
    if let Some(path) = &args.support_file {
        let counts = block_on(api.json(Call::get(&["balance"]).query("by", Some("channel"))));
        let balance = counts.unwrap_or(Value::Null);
        let report = json!({
            "program": env!("CARGO_PKG_VERSION"), "system": std::env::consts::OS, "machine": std::env::consts::ARCH,
            "doctor": found, "balance": { "total": balance["total"], "lines": balance["lines"] },
        });
        let text = format!("{:#}\n", scrubbed(report));
        std::fs::write(path, text).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
        out.note(&format!("{}: {}", out.say(&words::SAVED), path.display()));
    }
    if out.is_json() {
        out.json(&found);
    } else {
        show(&found, out);
    }
    Ok(Exit::from_answer(found["level"] != "error"))
}

/// The gateway does not answer: what its configuration says is looked at all the same.
fn alone(failure: &Failure, out: &Output) -> Result<Value, Failure> {
    let config = Config::load(out.settings().config()).map_err(|error| Failure::new(error.to_string()))?;
    let mut findings = Vec::new();
    run::runtime(async {
        findings = Gateway::check(&config).await.map_err(|error| Failure::new(error.to_string()))?;
        Ok(Exit::Yes)
    })?;
    findings.insert(
        0,
        channels::Finding {
            level: Level::Error,
            subject: "gateway".to_owned(),
            found: failure.to_string(),
            remedy: "start it with brevdue serve, or see its log".to_owned(),
        },
    );
    serde_json::to_value(Diagnosis::of(store::schema_version(), findings))
        .map_err(|error| Failure::new(error.to_string()))
}

fn show(found: &Value, out: &Output) {
    for finding in found["findings"].as_array().into_iter().flatten() {
        let text = |name: &str| finding[name].as_str().unwrap_or_default();
        let (mark, style) = match text("level") {
            "ok" => ("●", Style::Good),
            "warning" => ("▲", Style::Warn),
            _ => ("✖", Style::Bad),
        };
        let line = format!("{}: {}", text("subject"), text("found"));
        out.line(&format!("{} {}", out.paint(style, mark), out.paint(Style::Plain, &line)));
        if !text("remedy").is_empty() {
            out.line(&out.paint(Style::Dim, &format!("    → {}", text("remedy"))));
        }
    }
}

pub(crate) fn sweep(args: &SweepArgs, out: &Output) -> Outcome {
    let api = Api::new(out)?;
    let swept =
        block_on(api.json(Call::post(&["sweep"], &json!({})).query("full", args.full.then_some("true"))))?;
    let count = |name: &str| swept[name].as_u64().unwrap_or(0);
    if out.is_json() {
        out.json(&swept);
    } else {
        for finding in swept["findings"].as_array().into_iter().flatten() {
            let text = |name: &str| finding[name].as_str().unwrap_or_default();
            let repaired = finding["repaired"] == true;
            let style = if repaired { Style::Warn } else { Style::Bad };
            let head = format!("{}  {}: {}", text("letter"), text("code"), text("detail"));
            out.line(&out.paint(style, &head));
            if let Some(code) = Code::parse(text("code")).filter(|_| !repaired) {
                let entry = code.entry();
                let owner = entry.owner.title().get(out.language());
                let fix = entry.fix.get(out.language());
                out.line(&out.paint(Style::Dim, &format!("    → {owner}: {fix}")));
            }
        }
        let swept = out.say(&words::SWEPT);
        out.line(&format!(
            "{swept}: {} · {} · {}",
            count("letters"),
            count("finding_count"),
            count("repaired")
        ));
    }
    Ok(Exit::from_answer(count("finding_count") == count("repaired")))
}
