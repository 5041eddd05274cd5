//! `brevdue memo check`

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use memo::{CheckOptions, Context, CountSink};

use super::source;
use crate::commands::finding;
use crate::exit::{Exit, Failure, Outcome};
use crate::input::{inputs, read_text};
use crate::output::Output;
use crate::when::moment;

/// Judge MeMo messages by every rule
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A message may also stand in a kombi_request, and many in a container (.tar.lzma): each is then named FILE!ENTRY. It is judged as one to be sent; --incoming judges it as one received: flagged, hardly ever refused.
Rules that need the clock or a register are applied only with --at or --context.

Examples:
  brevdue memo check message.xml
  brevdue memo check --at now --context facts.json outbox/*.xml --format json
  brevdue memo check --incoming 5f0a1d3c-8f6e-4b8e-9d57-1c5b7d1f0e01.tar.lzma
  unzip -p archive.zip message.xml | brevdue memo check --incoming -")]
pub(crate) struct Args {
    /// Messages; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Judge as messages received
    #[arg(long)]
    incoming: bool,
    /// The moment of sending (RFC 3339, a date, or `now`)
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<Timestamp>,
    /// What registers say about sender, recipient and contact points: JSON, or TOML in a file ending in .toml
    #[arg(long, value_name = "FILE")]
    context: Option<PathBuf>,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let mut context = args.context.as_deref().map(read_context).transpose()?.unwrap_or_default();
    context.now = args.at.or(context.now);
    let options = CheckOptions {
        incoming: args.incoming,
        language: out.language(),
        context,
        ..CheckOptions::default()
    };
    finding::each(inputs(args.files)?, out, |input, _| {
        let mut valid = true;
        source::each(input, &options, &mut CountSink::default(), |name, _, report| {
            valid &= report.valid;
            source::print(name, report, out);
            if out.is_open() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok(Exit::from_answer(valid))
    })
}

fn read_context(path: &Path) -> Result<Context, Failure> {
    let text = read_text(path, 16 << 20)?;
    // The places only: the parsers' own words could quote a number that stands there.
    let wrong = |place: String, what: &str| Failure::new(format!("{}{place}: {what}", path.display()));
    if path.extension().is_some_and(|extension| extension == "toml") {
        return toml::from_str(&text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            wrong(format!(":{}", 1 + text.get(..start).unwrap_or("").matches('\n').count()), error.message())
        });
    }
    serde_json::from_str(&text).map_err(|error| {
        let words = error.to_string();
        let what = words.split(" at line ").next().unwrap_or("not as expected");
        wrong(format!(":{}:{}", error.line(), error.column()), what)
    })
}
